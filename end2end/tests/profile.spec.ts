// Somebody tells about themselves in small steps, and says for each answer who sees it.
import type { Page } from "@playwright/test";
import { expect, idOf, test } from "./lib/roles.ts";
import { member, newcomer } from "./lib/people.ts";
import { picture } from "./lib/picture.ts";

const seenBy = (page: Page, question: string) => page.getByLabel(`Who sees this: ${question}`);
const save = (page: Page, how = "Save") => page.getByRole("button", { name: how, exact: true }).click();
const told = (page: Page, question: string) =>
  page.locator("dl.told > div").filter({ has: page.getByText(question, { exact: true }) });

test("the browser's own time zone is proposed, and what was told is kept", async ({ page, js }) => {
  await newcomer(page);
  await page.goto("/me/profile/place");
  const zone = page.getByLabel("Time zone", { exact: true });
  await expect(zone).toHaveValue(js ? "Asia/Karachi" : "");
  await zone.selectOption("Europe/Berlin");
  await save(page);
  await expect(page).toHaveURL(/\/me\/profile\?done=profile-saved$/);
  await page.goto("/me/profile/place");
  await expect(zone).toHaveValue("Europe/Berlin");
});

test("a newcomer is led through the steps, and each answer has its audience", async ({ page, as }) => {
  const email = await newcomer(page);
  await page.getByRole("link", { name: "Tell us a little" }).click();
  await expect(page.getByRole("heading", { level: 1 })).toHaveText("What should people call you?");
  // Nothing is shown to everyone before somebody says so.
  await expect(seenBy(page, "Name")).toHaveValue("matched");
  await page.getByLabel("Name", { exact: true }).fill("Yusuf Demir");
  await seenBy(page, "Name").selectOption("Members");
  await page.getByLabel("Pronouns", { exact: true }).fill("he/him");
  await save(page, "Save and go on");

  await expect(page).toHaveURL(/\/me\/profile\/school\?done=profile-saved$/);
  await expect(page.getByRole("status")).toContainText("Saved.");
  await page.getByLabel("Country of your medical school", { exact: true }).selectOption("Türkiye");
  await seenBy(page, "Country of your medical school").selectOption("Everyone");
  await page.getByLabel("Year of graduation", { exact: true }).fill("2016");
  await save(page, "Save and go on");

  await expect(page).toHaveURL(/\/path\?/);
  await page.getByLabel("Specialties you are interested in, 1 of 3").selectOption("Psychiatry");
  await page.getByLabel("Specialties you are interested in, 2 of 3").selectOption("Psychiatry");
  await save(page);

  await expect(page).toHaveURL(/\/me\/profile\?done=profile-saved$/);
  await expect(told(page, "Name")).toContainText("Yusuf DemirSeen by: Members");
  await expect(told(page, "Country of your medical school")).toContainText("Seen by: Everyone");
  // Told twice is told once.
  await expect(told(page, "Specialties you are interested in").locator("dd").first()).toHaveText("Psychiatry");
  await expect(told(page, "Citizenship")).toContainText("Nothing told");

  await page.getByRole("link", { name: /^Change ?: Citizenship and visa/ }).click();
  await expect(page.getByText("locked with a key of your own")).toBeVisible();
  const citizenship = page.getByLabel("Citizenship, 1 of 2");
  await citizenship.selectOption("Türkiye");
  // What is locked can be shown to some, never to everyone.
  await expect(seenBy(page, "Citizenship")).toHaveValue("only-me");
  await expect(seenBy(page, "Citizenship").locator("option")).toHaveText(["Only me", "People I am matched with", "Members"]);
  await seenBy(page, "Visa for training in the United States").selectOption("People I am matched with");
  await page.getByLabel("Visa for training in the United States", { exact: true }).selectOption("I need a J-1");
  await save(page);

  await page.getByRole("link", { name: "See what others see" }).click();
  const seen = page.getByRole("region", { name: "What they see" });
  await expect(page.getByRole("link", { name: "Somebody who is not signed in" })).toHaveAttribute("aria-current", "page");
  await expect(seen.getByRole("heading", { name: "A member" })).toBeVisible();
  await expect(seen.locator("dt")).toHaveText(["Country of your medical school"]);
  await page.getByRole("link", { name: "A member", exact: true }).click();
  await expect(seen.getByRole("heading", { name: "Yusuf Demir" })).toBeVisible();
  await expect(seen.locator("dt")).toHaveText(["Country of your medical school"]);
  await page.getByRole("link", { name: "Somebody I am matched with" }).click();
  await expect(seen).toContainText("he/him");
  await expect(seen.locator("dt")).toHaveText([
    "Country of your medical school",
    "Year of graduation",
    "Specialties you are interested in",
    "Visa for training in the United States",
  ]);

  // The eyes that were borrowed saw what there is to see.
  const path = `/people/${await idOf(await as("admin"), email)}`;
  const [stranger, reader] = [await as(), await as("member")];
  await stranger.goto(path);
  await expect(stranger.getByRole("heading", { level: 1 })).toHaveText("A member");
  await expect(stranger.locator("dt")).toHaveText(["Country of your medical school"]);
  await reader.goto(path);
  await expect(reader.getByRole("heading", { level: 1 })).toHaveText("Yusuf Demir");
  await expect(reader.locator("main")).not.toContainText("he/him");
});

test("a refused step keeps what was typed, and says what would be right", async ({ page }) => {
  await member(page);
  await page.goto("/me/profile/practice");
  await page.getByLabel("What you do", { exact: true }).selectOption("Attending physician");
  await page.getByLabel("Where you work", { exact: true }).fill('The "Lake" <clinic> & more');
  await seenBy(page, "Where you work").selectOption("Only me");
  await page.getByLabel("CV review").check();
  const npi = page.getByLabel("NPI", { exact: true });
  // The last digit checks the others, and it is wrong.
  await npi.fill("1234567890");
  await save(page);
  await expect(page).toHaveTitle(/^Error: For physicians/);
  await expect(page.locator(".error-summary")).toBeFocused();
  await page.locator(".error-summary").getByRole("link", { name: /10 digits of your NPI/ }).click();
  await expect(npi).toBeFocused();
  await expect(npi).toHaveAttribute("aria-invalid", "true");
  await expect(npi).toHaveValue("1234567890");
  await expect(page.getByLabel("What you do", { exact: true })).toHaveValue("attending");
  await expect(page.getByLabel("Where you work", { exact: true })).toHaveValue('The "Lake" <clinic> & more');
  await expect(seenBy(page, "Where you work")).toHaveValue("only-me");
  await expect(page.getByLabel("CV review")).toBeChecked();
  await npi.fill("1234 567-893");
  await save(page);
  await expect(told(page, "NPI")).toContainText("1234567893Seen by: Only me");

  await page.goto("/me/profile/exams");
  await page.getByRole("group", { name: "Scores" }).getByLabel("USMLE Step 2 CK").fill("301");
  await page.getByRole("group", { name: "Exams and certificates" }).getByLabel("USMLE Step 1").selectOption("Passed");
  await save(page);
  await expect(page.locator(".error-summary")).toContainText("from 1 to 300");
  await page.locator(".error-summary a").click();
  await expect(page.getByRole("group", { name: "Scores" }).getByLabel("USMLE Step 2 CK")).toBeFocused();
  await expect(page.getByRole("group", { name: "Exams and certificates" }).getByLabel("USMLE Step 1")).toHaveValue("passed");
  await page.getByRole("group", { name: "Scores" }).getByLabel("USMLE Step 2 CK").fill("");
  await save(page);
  await expect(told(page, "Scores")).toContainText("Nothing told");
  await expect(told(page, "Exams and certificates")).toContainText("USMLE Step 1: Passed");
});

test("a photo comes in, is shown to whom it is meant for, and goes again", async ({ page, as }) => {
  const email = await member(page);
  await page.goto("/me/profile/photo");
  await page.getByRole("button", { name: "Add the file" }).click();
  await expect(page.locator("#upload-file-error")).toContainText("Choose a file first.");
  await page.getByLabel("Photo", { exact: true }).setInputFiles({ name: "me.png", mimeType: "image/png", buffer: Buffer.from("no picture") });
  await page.getByRole("button", { name: "Add the file" }).click();
  await expect(page.locator("#upload-file-error")).toContainText("PNG, JPEG or WebP");

  await page.getByLabel("Photo", { exact: true }).setInputFiles({ name: "me.png", mimeType: "image/png", buffer: picture() });
  await page.getByRole("button", { name: "Add the file" }).click();
  await expect(page.getByText("Your photo has come in. It is not shown yet.")).toBeVisible();
  await seenBy(page, "Photo").selectOption("Members");
  await page.getByRole("button", { name: "Use this photo" }).click();
  await expect(page).toHaveURL(/\/me\/profile\?done=profile-saved$/);
  const face = told(page, "Photo").getByRole("img");
  await expect(face).toHaveAttribute("alt", "Photo of A member");
  expect(await face.evaluate((image: HTMLImageElement) => image.decode().then(() => image.naturalWidth))).toBeGreaterThan(0);

  const id = await idOf(await as("admin"), email);
  const [stranger, reader] = [await as(), await as("member")];
  expect((await reader.request.get(`/people/${id}/photo`)).status()).toBe(200);
  expect((await stranger.request.get(`/people/${id}/photo`)).status()).toBe(404);

  await page.goto("/me/profile/photo");
  await seenBy(page, "Photo").selectOption("Only me");
  await page.getByRole("button", { name: "Save who sees it" }).click();
  await expect(page.getByRole("status")).toContainText("Saved.");
  expect((await reader.request.get(`/people/${id}/photo`)).status()).toBe(404);
  await page.goto("/me/profile/photo");
  await page.getByRole("button", { name: "Take my photo away" }).click();
  await expect(page.getByRole("status")).toContainText("Your photo is gone.");
  await expect(told(page, "Photo")).toContainText("Nothing told");
});

test("somebody asks whether they are an IMG, and reads why", async ({ page }) => {
  const answer = page.getByRole("region", { name: "Answer" });
  const ask = async (country: string, citizen?: "Yes" | "No") => {
    await page.getByLabel("In which country is your medical school?").selectOption(country);
    const question = page.getByRole("group", { name: "Are you a citizen of the United States?" });
    if (citizen) await question.getByLabel(citizen, { exact: true }).check();
    await page.getByRole("button", { name: "Tell me" }).click();
  };
  await page.goto("/");
  await page.getByRole("contentinfo").getByRole("link", { name: "Am I an IMG?" }).click();

  await ask("Pakistan", "No");
  await expect(page.getByRole("status")).toContainText("Yes, you are an IMG");
  await expect(answer).toContainText("That decides, whatever your citizenship is.");
  await expect(answer).toContainText("non-U.S. citizen IMG");
  await expect(answer.getByRole("listitem").first()).toContainText(/ECFMG, .*Read on .* 20\d\d, to be read again by .* 20\d\d\./);
  // The answer is an address: it can be sent to somebody.
  await expect(page).toHaveURL(/school=PK&citizen=no$/);

  await ask("Grenada", "Yes");
  await expect(answer).toContainText("U.S. citizen IMG");
  await ask("United States");
  await expect(page.getByRole("status")).toContainText("No, you are not an IMG");
  await ask("Puerto Rico");
  await expect(page.getByRole("status")).toContainText("Please ask ECFMG");

  await ask("Canada");
  await expect(page.getByRole("status")).toContainText("It depends on when you graduated");
  const graduated = page.getByRole("group", { name: "Did you graduate on or before June 30, 2025?" });
  await graduated.getByLabel("No", { exact: true }).check();
  await page.getByRole("button", { name: "Tell me" }).click();
  await expect(page.getByRole("status")).toContainText("You are probably treated as an IMG");
  await graduated.getByLabel("Yes", { exact: true }).check();
  await page.getByRole("button", { name: "Tell me" }).click();
  await expect(page.getByRole("status")).toContainText("No, you are not an IMG");

  await page.goto("/am-i-an-img?school=ZZ");
  await expect(page).toHaveTitle(/^Error: /);
  await expect(page.getByLabel("In which country is your medical school?")).toHaveAttribute("aria-invalid", "true");
});
