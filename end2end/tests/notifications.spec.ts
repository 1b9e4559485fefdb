// What people are told: a list on the site, and by mail only what and when they want.
import type { Page } from "@playwright/test";
import { freshId, moment, sql } from "./lib/house.ts";
import { letter, member, send } from "./lib/people.ts";
import { caseAbout, expect, idOf, test, type As } from "./lib/roles.ts";

/** Tells somebody of events, a minute after each other, as a feature to come will. */
function tell(email: string, titles: string[]) {
  const told = titles.map((title, nth) => [freshId(), title, moment((titles.length - nth) * 60_000)]);
  sql(
    `insert into notifications (public_id, account_id, topic, title, body, path, for_digest, created_at)
     select value ->> 0, accounts.id, 'events', value ->> 1, 'Now at 8:30 pm.', '/events/img-coffee-chat', 0, value ->> 2
     from accounts, json_each(?) where email = ?`,
    JSON.stringify(told),
    email,
  );
}

const card = (page: Page, title: string) => page.getByRole("listitem").filter({ hasText: title });

test("the list says what is new, and forgets it once it is read", async ({ page }) => {
  const email = await member(page);
  await page.goto("/me");
  await page.getByRole("link", { name: "Notifications" }).click();
  await expect(page.getByRole("heading", { name: "Nothing yet" })).toBeVisible();

  tell(email, Array.from({ length: 31 }, (_, nth) => `Date number ${nth + 1} moved`));
  await page.reload();
  await expect(page.locator(".lede")).toHaveText("31 are unread.");
  await expect(card(page, "moved")).toHaveCount(30);
  // The newest first.
  await expect(card(page, "moved").first()).toContainText("Date number 31 moved");
  await page.getByRole("navigation", { name: "Pages of notifications" }).getByRole("link", { name: /More/ }).click();
  await expect(card(page, "moved")).toHaveText(/Date number 1 moved/);

  await page.goBack();
  await page.getByRole("button", { name: /^Mark as read ?: Date number 30 moved/ }).click();
  await expect(page.getByRole("status")).toContainText("It is marked as read.");
  await expect(page.locator(".lede")).toHaveText("30 are unread.");
  await expect(card(page, "Date number 30 moved").getByText("New", { exact: true })).toHaveCount(0);
  await expect(card(page, "Date number 31 moved").getByText("New", { exact: true })).toBeVisible();
  await page.getByRole("button", { name: "Mark all as read" }).click();
  await expect(page.locator(".lede")).toHaveText("You have read everything.");
  await expect(page.getByRole("button", { name: /as read/ })).toHaveCount(0);
  await page.getByRole("link", { name: "Date number 31 moved" }).click();
  await expect(page).toHaveURL("/events/img-coffee-chat");
});

/** A moderator decides about somebody, which is told at once and by mail, whatever they chose. */
async function decideAbout(email: string, as: As) {
  const [reader, moderator] = [await as("member"), await as("moderator")];
  const person = await idOf(await as("admin"), email);
  const details = "Wrote to me three times after I had said no.";
  await send(reader, "/do/moderation/report-person", { kind: "person", person, ground: "unkind", details });
  const path = await caseAbout(moderator, person, "person");
  const name = path.replace("/desk/moderation/", "");
  await send(moderator, "/do/moderation/decide", { case: name, decision: "warn", ground: "unkind" });
}

test("somebody chooses which mails come, when, and what their subjects say", async ({ page, as }) => {
  const email = await member(page);
  await page.goto("/me/mail");
  const choose = (question: string, answer: string) =>
    page.getByRole("group", { name: question }).getByLabel(answer, { exact: true });
  await expect(choose("Events you have to do with", "At once")).toBeChecked();
  await expect(choose("News of the association", "In the digest")).toBeChecked();
  await expect(choose("How often does the digest come?", "On Monday morning")).toBeChecked();
  await expect(page.getByRole("group", { name: "Work for the association" })).toHaveCount(0);

  await choose("Events you have to do with", "Not by mail").check();
  await choose("News of the association", "At once").check();
  await choose("How often does the digest come?", "Every morning").check();
  await choose("What do subjects say?", "Only that there is news").check();
  await page.getByLabel("No mails from").fill("22:30");
  await page.getByRole("button", { name: "Save my choices" }).click();
  // One time alone says nothing.
  await expect(page).toHaveTitle(/^Error: My mails/);
  await page.locator(".error-summary").getByRole("link", { name: "Enter both times, or leave both empty." }).click();
  await expect(page.getByLabel("No mails until")).toBeFocused();
  await expect(page.getByLabel("No mails from")).toHaveValue("22:30");
  await expect(choose("News of the association", "At once")).toBeChecked();
  await page.getByLabel("No mails until").fill("22:30");
  await page.getByRole("button", { name: "Save my choices" }).click();
  await expect(page.locator(".error-summary")).toContainText("two different times");
  await page.getByLabel("No mails until").fill("06:00");
  await page.getByRole("button", { name: "Save my choices" }).click();
  await expect(page.getByRole("status")).toContainText("Saved.");

  await page.goto("/me/mail");
  await expect(choose("Events you have to do with", "Not by mail")).toBeChecked();
  await expect(choose("How often does the digest come?", "Every morning")).toBeChecked();
  await expect(choose("What do subjects say?", "Only that there is news")).toBeChecked();
  await expect(page.getByLabel("No mails from")).toHaveValue("22:30");
  await expect(page.getByLabel("No mails until")).toHaveValue("06:00");

  // A decision about oneself comes at once, also at night; its subject keeps it to itself.
  await decideAbout(email, as);
  await page.goto("/me/notifications");
  await expect(card(page, "A decision about your account")).toContainText("A moderator asks you not to let this happen again.");
  await page.goto(await letter(page, email, /^News from Harborlight$/));
  await expect(page.getByRole("heading", { level: 1 })).toHaveText("News from Harborlight");
  const link = page.locator(".mail-text").getByRole("link", { name: /\/me\/appeal$/ });
  await link.click();
  await expect(page.getByRole("heading", { level: 1 })).toHaveText("Decisions about you");
});

test("the link in a mail stops it by one press, signed in or not", async ({ page, as }) => {
  const email = await member(page);
  await send(page, "/do/notifications/choose", { digest: "daily", news: "at-once", events: "at-once" });
  const [[secret] = []] = sql("select secret from mail_settings join accounts on accounts.id = account_id where email = ?", email);
  const link = `/unsubscribe/${String(secret)}-news`;
  const chosen = (question: string, answer: string) =>
    page.getByRole("group", { name: question }).getByLabel(answer, { exact: true });

  const stranger = await as();
  // Mail scanners open every link; that stops nothing.
  await stranger.goto(link);
  await stranger.reload();
  await page.goto("/me/mail");
  await expect(chosen("News of the association", "At once")).toBeChecked();

  await stranger.getByRole("button", { name: "Stop mails about: News of the association" }).click();
  await expect(stranger.getByRole("status")).toContainText("You will get no more mails like that one.");
  await page.reload();
  await expect(chosen("News of the association", "Not by mail")).toBeChecked();
  await expect(chosen("Events you have to do with", "At once")).toBeChecked();
  await stranger.getByRole("button", { name: "Stop all mails that can be stopped" }).click();
  await page.reload();
  await expect(chosen("Events you have to do with", "Not by mail")).toBeChecked();
  await expect(chosen("How often does the digest come?", "Never")).toBeChecked();

  const dead = await stranger.goto(`/unsubscribe/${"0".repeat(32)}-news`);
  expect(dead?.status()).toBe(404);
  await expect(stranger.getByRole("heading", { level: 1 })).toHaveText("We cannot find this page");
});
