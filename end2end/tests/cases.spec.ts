// Somebody reports somebody; a moderator decides with a reason; whom it is about may ask for another look.
import type { Page } from "@playwright/test";
import { caseAbout, expect, idOf, test, type As } from "./lib/roles.ts";
import { fillSignIn, letter, member, send } from "./lib/people.ts";

const choose = (page: Page, question: string, answer: string) =>
  page.getByRole("group", { name: question }).getByLabel(answer, { exact: true }).check();

/** Somebody whom members see, and their public id. */
async function somebody(page: Page, as: As, name: string) {
  const email = await member(page);
  await send(page, "/do/identity/save-profile", { step: "you", name, name_audience: "members" });
  return { email, id: await idOf(await as("admin"), email) };
}

test("a profile is reported, hidden, appealed for and shown again by another moderator", async ({ page, as }) => {
  const { email, id } = await somebody(page, as, "Viktor Lang");
  const reporter = await as();
  await member(reporter);
  await reporter.goto(`/people/${id}`);
  await reporter.getByRole("link", { name: "Report", exact: true }).click();
  await expect(reporter.getByRole("group", { name: "What is it about?" }).getByLabel("A profile")).toBeChecked();
  await choose(reporter, "What is it about?", "A person");
  await choose(reporter, "What is it about?", "A profile");
  await reporter.getByLabel("What happened?").fill("Short.");
  await reporter.getByRole("button", { name: "Send the report" }).click();
  await expect(reporter).toHaveTitle(/^Error: Report a person/);
  await reporter.locator(".error-summary").getByRole("link", { name: "Choose what is wrong." }).click();
  await expect(reporter.getByLabel("Unkind, threatening or unwanted")).toBeFocused();
  await expect(reporter.getByLabel("What happened?")).toHaveValue("Short.");
  await choose(reporter, "What is wrong?", "Not who they say they are");
  await reporter.getByLabel("What happened?").fill("This is the name of my <b>teacher</b>, who is not here.");
  await reporter.getByRole("button", { name: "Send the report" }).click();
  await expect(reporter).toHaveURL(/\/me\?done=reported$/);
  await expect(reporter.getByRole("status")).toContainText("Your report is with our volunteers.");

  const moderator = await as("moderator");
  const path = await caseAbout(moderator, id, "profile");
  await moderator.goto("/desk/moderation?kind=profile");
  await moderator.locator(`a[href="${path}"]`).click();
  await expect(moderator.locator(".lede")).toHaveText("Nobody has decided yet.");
  const told = moderator.getByRole("listitem").filter({ hasText: "This is the name of my <b>teacher</b>" });
  await expect(told).toContainText("Not who they say they are");
  // What was there is kept as it was, whatever is changed afterwards.
  await expect(moderator.getByRole("listitem").filter({ hasText: "Version 1" })).toContainText("Name: Viktor Lang");
  await moderator.getByRole("button", { name: "Decide" }).click();
  await expect(moderator.locator(".error-summary a")).toHaveText(["Choose what is to happen.", "Choose what is wrong."]);
  await choose(moderator, "What is to happen?", "Hide what was reported");
  await moderator.getByLabel("Why?").selectOption("Nothing against our rules was found");
  await moderator.getByLabel(/^Note/).fill("Asked the teacher.");
  await moderator.getByRole("button", { name: "Decide" }).click();
  await expect(moderator.locator(".error-summary")).toContainText("Choose what was wrong, or close the report without a step.");
  await expect(moderator.getByLabel(/^Note/)).toHaveValue("Asked the teacher.");
  await moderator.getByLabel("Why?").selectOption("Not who they say they are");
  await moderator.getByRole("button", { name: "Decide" }).click();
  await expect(moderator.getByRole("status")).toContainText("Decided.");
  await expect(moderator.locator(".lede")).toHaveText("Decided: hide what was reported.");
  expect((await reporter.request.get(`/people/${id}`)).status()).toBe(404);

  await page.goto(await letter(page, email, /^A decision about your account$/));
  await page.goto("/me/notifications");
  await page.getByRole("link", { name: "A decision about your account" }).click();
  const decision = page.getByRole("listitem").filter({ hasText: "A moderator has hidden what you wrote." });
  await expect(decision).toContainText("Why: Not who they say they are.");
  // Neither who reported nor the moderator's note is for them.
  await expect(page.locator("main")).not.toContainText("teacher");
  await page.locator("summary", { hasText: "Ask for another look" }).click();
  await page.getByRole("button", { name: "Ask for another look" }).click();
  await expect(page.locator(".error-summary")).toBeFocused();
  await expect(page.locator(".error-summary")).toContainText("Tell us in a few words why");
  await page.getByLabel("Why should we look again?").fill("It is my name too.\nSee my <i>passport</i>.");
  await page.getByRole("button", { name: "Ask for another look" }).click();
  await expect(page.getByRole("status")).toContainText("Your appeal is with us.");
  await expect(decision).toContainText("Your appeal waits for a moderator.");
  await expect(page.getByRole("button", { name: "Ask for another look" })).toHaveCount(0);

  await moderator.goto(path);
  await expect(moderator.getByText("Another moderator answers this.")).toBeVisible();
  await expect(moderator.getByRole("button", { name: "Answer" })).toHaveCount(0);
  const other = await as("editor");
  await other.goto(path);
  await expect(other.locator("main")).toContainText("See my <i>passport</i>.");
  await choose(other, "What is the answer?", "Take the decision back");
  await other.getByRole("button", { name: "Answer" }).click();
  await expect(other.locator(".lede")).toHaveText("Decided: hide what was reported. It was taken back.");
  await page.reload();
  await expect(decision).toContainText("The decision was taken back.");
  // Who reported hears that it was read, and nothing of what came of it.
  await reporter.goto("/me/notifications");
  const heard = reporter.getByRole("listitem").filter({ hasText: "Your report was looked at" });
  await expect(heard).toHaveCount(1);
  await expect(heard).not.toContainText(/hid|Viktor/);
  expect((await reporter.request.get(`/people/${id}`)).status()).toBe(200);
});

test("an account is stopped at once, keeps its ways out, and goes on once the decision is taken back", async ({ page, as }) => {
  const { email, id } = await somebody(page, as, "Otto Frey");
  const reporter = await as("member");
  const fields = { kind: "person", person: id, ground: "money" };
  await send(reporter, "/do/moderation/report-person", { ...fields, details: "Wants 200 dollars for a letter." });
  await send(reporter, "/do/moderation/report-person", { ...fields, details: "And again, in another mail." });
  const moderator = await as("moderator");
  const path = await caseAbout(moderator, id, "person");
  await moderator.goto("/desk/moderation?kind=person");
  const row = moderator.getByRole("listitem").filter({ has: moderator.locator(`a[href="${path}"]`) });
  await expect(row).toContainText("2 reports");
  await row.getByRole("link").click();
  await choose(moderator, "What is to happen?", "Stop the account");
  await moderator.getByLabel("Why?").selectOption("Asks for money, or sells what is not for sale");
  await moderator.getByRole("button", { name: "Decide" }).click();
  await expect(moderator.getByRole("status")).toContainText("Decided.");

  await page.goto("/me/profile");
  await expect(page).toHaveURL(/\/sign-in\?next=/);
  await page.goto("/sign-in");
  await fillSignIn(page, email);
  await expect(page.getByText("Your account is stopped")).toBeVisible();
  await expect(page.getByRole("link", { name: "Profile", exact: true })).toHaveCount(0);
  expect((await page.request.get("/me/blocks")).status()).toBe(404);
  expect((await reporter.request.get(`/people/${id}`)).status()).toBe(404);
  expect((await page.request.get("/me/export")).status()).toBe(200);
  await page.getByRole("link", { name: "answer the decision" }).click();
  await page.locator("summary", { hasText: "Ask for another look" }).click();
  await page.getByLabel("Why should we look again?").fill("My account was used by somebody else.");
  await page.getByRole("button", { name: "Ask for another look" }).click();

  const other = await as("editor");
  await other.goto(path);
  await choose(other, "What is the answer?", "The decision stands");
  await other.getByRole("button", { name: "Answer" }).click();
  await page.reload();
  await expect(page.getByText("Your appeal was read. The decision stands.")).toBeVisible();
  await moderator.goto(path);
  await moderator.locator("summary", { hasText: "Take the decision back" }).click();
  await moderator.getByRole("button", { name: "Take it back" }).click();
  await expect(moderator.locator(".lede")).toContainText("It was taken back.");
  await page.goto("/me");
  await expect(page.getByRole("heading", { name: "Next for you" })).toBeVisible();
  await page.goto("/me/notifications");
  await expect(page.getByRole("listitem").filter({ hasText: "A decision about your account" })).toHaveCount(3);
});

test("two people do not see each other while one keeps the other away", async ({ page, as }) => {
  const { id } = await somebody(page, as, "Rosa Prinz");
  const other = await as();
  const { id: others } = await somebody(other, as, "Emil Adler");
  await page.goto(`/people/${others}`);
  await page.getByRole("link", { name: "Block" }).click();
  await expect(page.getByText(`Block the account ${others}?`)).toBeVisible();
  // So far it was only a question.
  expect((await page.request.get(`/people/${others}`)).status()).toBe(200);
  await page.getByRole("button", { name: "Block" }).click();
  await expect(page.getByRole("status")).toContainText("You do not see each other here any more.");
  for (const [who, whom] of [[page, others], [other, id]] as const) {
    expect((await who.request.get(`/people/${whom}`)).status()).toBe(404);
  }
  await other.goto("/me/blocks");
  await expect(other.getByRole("heading", { name: "Nobody" })).toBeVisible();
  await page.getByRole("listitem").filter({ hasText: "Emil Adler" }).getByRole("button", { name: "Unblock" }).click();
  await expect(page.getByRole("status")).toContainText("You can see each other again.");
  await expect(page.getByRole("heading", { name: "Nobody" })).toBeVisible();
  for (const [who, whom] of [[page, others], [other, id]] as const) {
    expect((await who.request.get(`/people/${whom}`)).status()).toBe(200);
  }

  await page.goto(`/me/blocks?person=${id}`);
  await page.getByRole("button", { name: "Block" }).click();
  await expect(page.locator(".error-summary")).toContainText("You cannot block yourself.");
});
