// A host offers a place without an account, two moderators look, and a place goes to whoever is next in line.
import { check, published, sentIn, takeUp } from "./lib/hosts.ts";
import { word } from "./lib/mentors.ts";
import { fillSignIn, freshEmail, member, send } from "./lib/people.ts";
import { inDays } from "./lib/postings.ts";
import { expect, test } from "./lib/roles.ts";

test("a host begins without an account, signs up, and is checked with the first posting", async ({ page, as }) => {
  test.setTimeout(120_000);
  const title = `Hearts ${word()}`;
  const next = page.getByRole("button", { name: "Keep this and go on" });
  const heading = page.getByRole("heading", { level: 1 });
  await page.goto("/opportunities");
  await page.getByRole("main").getByRole("link", { name: "Offer an observership" }).click();
  await page.getByLabel("Observership", { exact: true }).check();
  await page.getByLabel("Shadowing, no patient care").check();
  await page.getByLabel("Specialty").selectOption("Cardiovascular Disease");
  await page.getByLabel("Title").fill(title);
  await next.click();
  await expect(heading).toHaveText("Where, and who answers for it");
  await expect(page.getByLabel("On site")).toBeChecked();
  await page.getByLabel("Institution", { exact: true }).fill("Lakeshore Teaching Hospital");
  await page.getByLabel("Supervising physician").fill("Dr. Amara Osei");
  await page.getByLabel("Page of the institution about it").fill("https://example.org/observers");
  await page.getByLabel("City").fill("Rivertown");
  await page.getByLabel("State", { exact: true }).selectOption("Illinois");
  await next.click();
  await expect(heading).toHaveText("When, and for how many");
  await page.getByLabel("Shortest stay in weeks").fill("4");
  await page.getByLabel("Last day to apply").fill(inDays(40));
  await next.click();
  await expect(heading).toHaveText("What it costs, and a visa");
  await page.getByLabel("Yes", { exact: true }).check();
  await page.locator("summary", { hasText: "Each thing that is paid for" }).click();
  const line = page.getByRole("group", { name: "Line 1" });
  await line.getByLabel("What for").fill("Visitor office");
  await line.getByLabel("Dollars").fill("400");
  await line.getByLabel("Name on the bill").fill("Lakeshore Teaching Hospital");
  await page.getByLabel("What comes back if somebody cannot come").selectOption("In full");
  await page.getByLabel("Your rule about it, in your words").fill("Everything comes back until 14 days before.");
  await page.getByLabel("Invitation letter").check();
  await next.click();
  await expect(heading).toHaveText("For whom");
  await next.click();
  await expect(heading).toHaveText("My posting");
  await expect(page.locator("main")).toContainText("$400 for 4 weeks ($100 a week)");
  const draft = new URL(page.url()).pathname;

  // Signing up and in makes the draft the person's.
  const email = freshEmail();
  await member(await as(), email);
  await page.getByRole("main").getByRole("link", { name: "Sign in", exact: true }).click();
  await fillSignIn(page, email);
  await expect(page).toHaveURL(draft);
  await page.getByRole("button", { name: "Send it in" }).click();
  await expect(page.getByRole("status")).toContainText("We have it.");
  await expect(page.locator(".tag").first()).toHaveText("Waiting for a check");
  const status = new URL(page.url()).pathname;
  const moderator = await as("moderator");
  await moderator.goto("/desk/opportunities");
  await expect(moderator.getByRole("link", { name: title })).toBeVisible();
  await check(as, status.split("/").at(-1) ?? "");
  await page.goto(status);
  await expect(page.locator(".tag").first()).toHaveText("Published");
  const stranger = await as();
  await stranger.goto(`/opportunities?q=${encodeURIComponent(title)}`);
  await expect(stranger.locator(".posting-row")).toContainText("$400 for 4 weeks ($100 a week)");
});

test("whoever signs in finds the draft of this browser, and can throw it away", async ({ page, as }) => {
  const title = `Research ${word()}`;
  const email = freshEmail();
  await member(await as(), email);
  await page.goto("/offer/research");
  await page.getByLabel("Research, volunteer").check();
  await page.getByLabel("Title").fill(title);
  await page.getByRole("button", { name: "Keep this and go on" }).click();
  await expect(page.getByRole("heading", { level: 1 })).toHaveText("Where, and who answers for it");
  await page.goto("/offer/observership");
  await expect(page.locator("main")).toContainText("You have begun a posting in this browser.");
  await page.goto("/sign-in");
  await fillSignIn(page, email);
  await expect(page).toHaveURL(/\/me\/postings\?done=draft-adopted$/);
  await expect(page.getByRole("status")).toContainText("Your draft is here.");
  await page.getByRole("link", { name: title }).click();
  await page.locator("summary", { hasText: "Throw it away" }).click();
  await page.getByRole("button", { name: "Throw it away" }).click();
  await expect(page.getByRole("status")).toContainText("It is gone.");
  await expect(page.locator("main")).not.toContainText(title);
});

test("a posting that is sent back says so, and is sent in again from its draft", async ({ page, as }) => {
  test.setTimeout(90_000);
  const title = `Lungs ${word()}`;
  await member(page);
  const id = await sentIn(page, title);
  const moderator = await as("moderator");
  await takeUp(moderator, id);
  await moderator.getByLabel("What now?").selectOption("Send back");
  await moderator.getByRole("button", { name: "Decide" }).click();
  await expect(moderator.locator(".error-summary")).toContainText("Say in a few words");
  await expect(moderator.getByLabel("What now?")).toHaveValue("send-back");
  await moderator.getByLabel("What you looked at, or why").fill("The page does not speak of it.");
  await moderator.getByRole("button", { name: "Decide" }).click();
  await expect(moderator.getByRole("status")).toContainText("Decided.");

  await page.goto(`/me/postings/${id}`);
  await expect(page.locator(".tag").first()).toHaveText("Sent back");
  await expect(page.locator("main")).toContainText("The page does not speak of it.");
  await expect(page.locator("main")).not.toContainText("You took it back.");
  await page.getByRole("link", { name: "See my drafts" }).click();
  const drafts = page.getByRole("listitem").filter({ hasText: "Changed on" });
  await drafts.getByRole("link", { name: title }).click();
  await page.getByRole("button", { name: "Send it in" }).click();
  await expect(page.getByRole("status")).toContainText("We have it.");
  await expect(page.locator(".tag").first()).toHaveText("Waiting for a check");
});

test("what was taken back is used as a new draft, one however often that is pressed", async ({ page, as }) => {
  test.setTimeout(120_000);
  const title = `Kidneys ${word()}`;
  const id = await published(page, as, title);
  const heading = page.getByRole("heading", { level: 1 });
  await page.goto(`/me/postings/${id}`);
  await expect(page.getByRole("button", { name: "Use as a new draft" })).toHaveCount(0);
  await page.locator("summary", { hasText: "Take it back for good" }).click();
  await page.getByRole("button", { name: "Withdraw" }).click();
  await expect(page.locator(".tag").first()).toHaveText("Withdrawn");

  const drafts = page.getByRole("listitem").filter({ hasText: "Changed on" });
  for (const press of ["first", "second"]) {
    await page.goto(`/me/postings/${id}`);
    await page.getByRole("button", { name: "Use as a new draft" }).click();
    await expect(page, press).toHaveURL(/\/me\/postings\?done=posting-stepped$/);
    await expect(page.getByRole("status"), press).toContainText("Done.");
    await expect(drafts, press).toHaveCount(1);
  }

  // What the posting said stands in the draft; only the last day is another.
  await drafts.getByRole("link", { name: title }).click();
  await expect(heading).toHaveText("My posting");
  await page.getByRole("link", { name: "When, and for how many" }).click();
  await expect(page.getByLabel("Shortest stay in weeks")).toHaveValue("4");
  await page.getByLabel("Last day to apply").fill(inDays(50));
  await page.getByRole("button", { name: "Keep this and go on" }).click();
  await expect(heading).toHaveText("What it costs, and a visa");
  await page.goto("/me/postings");
  await drafts.getByRole("link", { name: title }).click();
  await page.getByRole("button", { name: "Send it in" }).click();
  // What was taken back vouches for nobody.
  await expect(page.locator(".tag").first()).toHaveText("Waiting for a check");
  expect(new URL(page.url()).pathname).not.toBe(`/me/postings/${id}`);
  await page.goto("/me/postings");
  await expect(drafts).toHaveCount(0);
  await expect(page.getByRole("listitem").filter({ hasText: title })).toHaveCount(2);
});

test("a place goes to the next in line, and a number that is none is given back", async ({ page, as }) => {
  test.setTimeout(120_000);
  const host = await as();
  const id = await published(host, as, `Bones ${word()}`);
  const [second, third] = [await as(), await as()];
  for (const [one, name] of [[page, "Ana Costa"], [second, "Ben Roy"], [third, "Cem Ay"]] as const) {
    await member(one);
    await send(one, "/do/identity/save-profile", { step: "you", name });
    await send(one, "/do/opportunities/apply", { posting: id, answer: `${name} would like to come.`, release: "name" });
  }
  await host.goto(`/me/postings/${id}`);
  const row = (name: string) => host.getByRole("listitem").filter({ hasText: name });
  const done = (words: string) => expect(host.getByRole("status")).toContainText(words);

  // A place that is free is offered; whoever waits in line waits for the next.
  await expect(row("Ben Roy").locator("summary", { hasText: "Next in line" })).toHaveCount(0);
  await row("Ana Costa").locator("summary", { hasText: "Offer a place" }).click();
  await row("Ana Costa").getByRole("button", { name: /^Offer a place/ }).click();
  await done("The person is told");
  await host.goto(`/me/postings/${id}`);
  await row("Ben Roy").locator("summary", { hasText: "Next in line" }).click();
  await row("Ben Roy").getByLabel("Place in line").fill("2nd");
  await row("Ben Roy").getByRole("button", { name: /^Save the place/ }).click();
  await expect(host.locator(".error-summary")).toContainText("Write a whole number from 1 to 999.");
  await expect(row("Ben Roy").getByLabel("Place in line")).toHaveValue("2nd");
  await row("Ben Roy").getByLabel("Place in line").fill("1");
  await row("Ben Roy").getByRole("button", { name: /^Save the place/ }).click();
  await done("Saved.");
  await expect(row("Ben Roy")).toContainText("Place 1 in line");

  await row("Cem Ay").locator("summary", { hasText: "Decline, kindly" }).click();
  await row("Cem Ay").getByRole("button", { name: /^Decline/ }).click();
  await done("The person is told");
  await expect(row("Cem Ay").locator(".tag")).toHaveText("Declined");

  // What is given back goes to whoever is next.
  await page.goto("/me/applications");
  await page.locator("summary", { hasText: "Take it back" }).click();
  await page.getByRole("button", { name: /^Take my application back/ }).click();
  await expect(page.locator(".tag").first()).toHaveText("Withdrawn");
  await second.goto("/me/applications");
  await expect(second.locator(".tag").first()).toHaveText("Offered");
  await third.goto("/me/applications");
  await expect(third.locator(".tag").first()).toHaveText("Declined");

  await host.goto(`/me/postings/${id}`);
  await expect(host.locator("main")).not.toContainText("Ana Costa");
  await host.getByRole("button", { name: "Pause" }).click();
  await done("Done.");
  await expect(host.locator(".tag").first()).toHaveText("Paused");
  await second.goto(`/opportunities/${id}`);
  await expect(second.locator("main")).toContainText("The host has paused it.");
  await host.getByRole("button", { name: "Open again" }).click();
  await expect(host.locator(".tag").first()).toHaveText("Published");
});
