// A cohort from the plan to the certificate: an organizer, a mentee, two mentors. The days of its phases pass by the database.
import type { Page } from "@playwright/test";
import { sql } from "./lib/house.ts";
import { member } from "./lib/people.ts";
import { mentor, word } from "./lib/mentors.ts";
import { expect, test } from "./lib/roles.ts";

/** A day so many days from now, as a form takes it. */
const day = (from: number) => new Date(Date.now() + from * 86_400_000).toISOString().slice(0, 10);

/** Plans a cohort in the browser and opens it; answers its address. */
async function opened(admin: Page): Promise<string> {
  const title = `Cohort ${word()}`;
  await admin.goto("/desk/cohorts");
  await admin.getByRole("link", { name: "Plan a cohort" }).click();
  await admin.getByRole("button", { name: "Save the plan" }).click();
  await expect(admin.locator(".error-summary a")).toHaveCount(5);
  await admin.getByLabel("Title").fill(title);
  await admin.getByLabel("What it is about").fill("Six months with a mentor, an hour a month.");
  await admin.getByLabel("Last day to sign up").fill(day(10));
  await admin.getByLabel("Last day for mentees to rank").fill(day(20));
  await admin.getByLabel("Last day for mentors to rank").fill(day(30));
  await admin.getByRole("button", { name: "Save the plan" }).click();
  await expect(admin.getByRole("status")).toContainText("Saved.");
  await admin.getByRole("button", { name: "Open for sign-up" }).click();
  await expect(admin.getByRole("status")).toContainText("It is open.");
  return new URL(admin.url()).pathname.replace("/desk", "");
}

/** The days pass: so many of the three phases are over. */
function pass(cohort: string, phases: 1 | 2 | 3) {
  const [first, second, third] = [day(-9), phases > 1 ? day(-8) : day(20), phases > 2 ? day(-7) : day(30)];
  const set = "update cohorts set sign_up_until = ?, mentees_until = ?, mentors_until = ? where public_id = ?";
  sql(set, first, second, third, cohort.replace("/cohorts/", ""));
}

async function signUp(page: Page, cohort: string) {
  await page.goto(cohort);
  await page.locator("summary", { hasText: "As a mentee" }).click();
  await page.getByLabel("CV review").check();
  await page.getByLabel("How far along are you?").selectOption("Applying for residency");
  await page.getByLabel("What do you want to reach?").fill("Find the right programs for me.");
  await page.getByRole("button", { name: "Sign up as a mentee" }).click();
  await expect(page.getByRole("status")).toContainText("You take part.");
}

test("a stranger reads what a cohort is, and what its certificate will say", async ({ page, as }) => {
  const cohort = await opened(await as("admin"));
  await page.goto(cohort);
  await expect(page.getByRole("heading", { name: "Ranking honestly is safe for mentees" })).toBeVisible();
  await expect(page.locator("main")).toContainText("It does not hold for mentors.");
  await expect(page.locator("code.hash")).toHaveText(/^[0-9a-f]{64}$/);
  await expect(page.getByRole("link", { name: "Sign in to take part" })).toBeVisible();
  await page.getByRole("link", { name: "What the certificate will say" }).click();
  await expect(page.getByRole("heading", { level: 1 })).toHaveText("Certificate");
  await expect(page.locator("main")).toContainText("The result is not out yet");
  await expect(page.locator("main")).toContainText("Nothing was run so far.");
  expect((await page.request.get(`${cohort}/rank`, { maxRedirects: 0 })).status()).toBe(303);
});

/** The names beside the lists follow them, and set them when they are dragged. The order is the same in the end. */
async function drags(page: Page, order: string[]) {
  const names = page.locator(".drag-rank ol > li");
  await expect(names).toHaveText(order);
  // Dropped on itself, a name stays where it is.
  await names.nth(0).dragTo(names.nth(0), { sourcePosition: { x: 5, y: 5 }, targetPosition: { x: 40, y: 10 } });
  await expect(names).toHaveText(order);
  await names.nth(1).dragTo(names.nth(0));
  await expect(names).toHaveText([...order].reverse());
  await expect(page.getByLabel("Your choice, 1 of 2").locator("option:checked")).toHaveText(order[1] ?? "");
  // Down takes the place of the name below, as up takes that of the name above.
  await names.nth(0).dragTo(names.nth(1));
  await expect(names).toHaveText(order);
  await names.nth(1).dragTo(names.nth(0));
  await expect(names).toHaveText([...order].reverse());
  await names.nth(0).dragTo(page.locator(".drag-rank ul"));
  await expect(names).toHaveText([order[0] ?? ""]);
  // Below the last name is the end of the list.
  const list = page.locator(".drag-rank > div").first();
  const size = (await list.boundingBox()) ?? { width: 0, height: 0 };
  const targetPosition = { x: size.width / 2, y: size.height - 6 };
  await page.locator(".drag-rank ul > li").dragTo(list, { targetPosition });
  await expect(names).toHaveText(order);
}

test("people sign up, rank each other, and read whom they have, why, and the proof", async ({ page, as, js }) => {
  test.setTimeout(180_000);
  const admin = await as("admin");
  const cohort = await opened(admin);
  const [one, two] = [await as(), await as()];
  const [ada, bo] = [await mentor(one, as), await mentor(two, as)];
  for (const person of [one, two]) {
    await person.goto(cohort);
    await person.locator("summary", { hasText: "As a mentor" }).click();
    await person.getByRole("button", { name: "Sign up as a mentor" }).click();
    await expect(person.getByRole("status")).toContainText("You take part.");
  }
  await member(page);
  await signUp(page, cohort);
  await page.goto(`${cohort}/rank`);
  await expect(page.locator("main")).toContainText("Nothing to rank now");

  // Mentees rank, with lists that drop down.
  pass(cohort, 1);
  await page.reload();
  await expect(page.getByRole("heading", { level: 1 })).toHaveText("Rank the mentors");
  await expect(page.locator(".mentor-card")).toHaveCount(2);
  await page.getByLabel("Your choice, 1 of 2").selectOption(bo);
  await page.getByLabel("Your choice, 2 of 2").selectOption(bo);
  await page.getByRole("button", { name: "Save my list" }).click();
  await expect(page.locator(".error-summary")).toContainText("Each mentor can be on your list once.");
  await page.getByLabel("Your choice, 2 of 2").selectOption(ada);
  if (js) await drags(page, [bo, ada]);
  await page.getByRole("button", { name: "Save my list" }).click();
  await expect(page.getByRole("status")).toContainText("Saved.");
  await expect(page.getByLabel("Your choice, 1 of 2").locator("option:checked")).toHaveText(bo);

  // Mentors rank those who listed them, and see no name and no place.
  pass(cohort, 2);
  await two.goto(`${cohort}/rank`);
  await expect(two.locator(".rank-list > li")).toHaveCount(1);
  await expect(two.locator(".rank-list")).toContainText("Find the right programs for me.");
  await expect(two.getByRole("link", { name: "Report mentee 1" })).toBeVisible();
  await expect(two.getByRole("link", { name: "Block mentee 1" })).toBeVisible();
  const place = two.getByLabel("Place of mentee 1");
  await expect(place).toHaveValue("1");
  await place.fill("best");
  await two.getByRole("button", { name: "Save my order" }).click();
  await expect(two.locator(".error-summary")).toContainText("Enter a whole number from 1 to 3,000, or tick Never.");
  await expect(place).toHaveValue("best");
  // By the keyboard alone.
  await place.focus();
  await two.keyboard.press("Tab");
  await two.keyboard.press("Space");
  await expect(two.getByLabel("Never mentee 1")).toBeChecked();
  await two.getByRole("button", { name: "Save my order" }).click();
  await expect(two.getByRole("status")).toContainText("Saved.");
  await expect(two.getByLabel("Never mentee 1")).toBeChecked();
  expect((await page.request.get(`${cohort}/rank`)).ok()).toBe(true);
  // Whose turn is over reads what they said.
  await page.goto(`/me${cohort}`);
  await expect(page.locator("main")).toContainText("Your list as it was closed");
  await expect(page.locator(".went-in > li").first()).toContainText(bo);

  // The organizer runs the three objectives, and publishes the one that was promised.
  pass(cohort, 3);
  await admin.goto(`/desk${cohort}`);
  await admin.getByRole("button", { name: "Run all three" }).click();
  await expect(admin.getByRole("status")).toContainText("Run.");
  await expect(admin.getByRole("row").filter({ hasText: "Stable" })).toContainText("1 of 1");
  await admin.getByRole("button", { name: "Publish the result" }).click();
  await expect(admin.locator(".error-summary")).toContainText("Tick the box to publish.");
  await admin.getByLabel("I have looked at it, and it is final").check();
  await admin.getByRole("button", { name: "Publish the result" }).click();
  await expect(admin.getByRole("status")).toContainText("The result is out.");

  await page.goto(`/me${cohort}`);
  await expect(page.getByRole("link", { name: ada })).toBeVisible();
  await expect(page.locator("main")).toContainText(`${ada} was your 2nd choice.`);
  await expect(page.locator("main")).toContainText("Your list is in the published hash.");
  await expect(page.locator("main")).not.toContainText("Never");
  // The two go on as any two do.
  await page.getByRole("link", { name: "Go on together" }).click();
  await expect(page.getByRole("heading", { level: 1 })).toContainText(ada);
  await page.goto(`/me${cohort}`);
  await page.locator("summary", { hasText: "The program" }).click();
  await expect(page.locator("pre.script")).toContainText("from hashlib import sha256");
  const ticket = await page.locator("code.hash").nth(1).textContent();
  // Their mentor reads what they told, and no name.
  await one.goto(`/me${cohort}`);
  await expect(one.locator("main")).toContainText("Find the right programs for me.");

  // The certificate holds, tells every run, and nothing of anybody's list.
  await page.goto(`${cohort}/certificate`);
  await expect(page.locator("main")).toContainText("It holds.");
  await expect(page.locator(".run-list > li")).toHaveCount(4);
  await expect(page.locator("main")).toContainText("too few people to say");
  const text = await (await page.request.get(`${cohort}/certificate`)).text();
  for (const secret of [ada, bo, ticket ?? "-"]) expect(text).not.toContain(secret);
  // Whoever takes no part has no such page.
  expect((await admin.request.get(`/me${cohort}`)).status()).toBe(404);
});

test("somebody leaves while the lists are open, and a cohort is called off", async ({ page, as }) => {
  const admin = await as("admin");
  const cohort = await opened(admin);
  await member(page);
  await signUp(page, cohort);
  await page.goto(cohort);
  await page.locator("summary", { hasText: "Leave this cohort" }).click();
  await page.getByRole("button", { name: "Leave this cohort" }).click();
  await expect(page.getByRole("status")).toContainText("You have left.");
  await signUp(page, cohort);
  await admin.goto(`/desk${cohort}`);
  await admin.locator("summary", { hasText: "Call it off" }).click();
  await admin.getByLabel("I understand").check();
  await admin.getByRole("button", { name: "Call it off" }).click();
  await expect(admin.getByRole("status")).toContainText("Called off.");
  await page.goto(cohort);
  await expect(page.locator("main")).toContainText("This cohort was called off.");
  await page.goto(`/me${cohort}`);
  await expect(page.locator("main")).toContainText("This cohort was called off; nothing is published.");
  await page.goto(`${cohort}/certificate`);
  await expect(page.getByRole("heading", { name: "Called off" })).toBeVisible();
});
