// Coming or not: a member with one press, a guest by the link in a mail, what organizers see, and one's own calendar.
import { createHash } from "node:crypto";
import type { Page } from "@playwright/test";
import { freshId, moment, sql } from "./lib/house.ts";
import { freshEmail, letter, mailedLink, member } from "./lib/people.ts";
import { expect, proven, test } from "./lib/roles.ts";

/** The page of an answer for the next date of the coffee chat. */
async function toAnswer(page: Page): Promise<string> {
  await page.goto("/events/img-coffee-chat");
  await page.getByRole("link", { name: "Say that you come" }).click();
  await expect(page.getByRole("heading", { level: 1 })).toHaveText("Are you coming?");
  return new URL(page.url()).pathname;
}

const thisDate = (page: Page) => page.getByRole("region", { name: "This date" });

test("a member comes with one press, finds it again, and takes it back", async ({ page }) => {
  const email = await member(page);
  const path = await toAnswer(page);
  await expect(thisDate(page)).toContainText("You have not answered yet.");
  await thisDate(page).getByRole("button", { name: "I am coming" }).click();
  await expect(page.getByRole("status")).toContainText("we have noted it");
  await expect(thisDate(page)).toContainText("You are going.");
  await letter(page, email, /^You are going: /);

  await page.goto("/me");
  await expect(page.getByRole("listitem").filter({ hasText: "You are going." })).toBeVisible();
  await page.getByRole("link", { name: "My events" }).click();
  await expect(page.getByRole("listitem").filter({ hasText: "Coffee Chat" })).toContainText("You are going.");

  await page.goto(path);
  await thisDate(page).getByRole("button", { name: "I cannot come" }).click();
  await expect(thisDate(page)).toContainText("You are not going.");
  await letter(page, email, /^You are not going: /);
});

test("a member comes to every date and leaves one out", async ({ page }) => {
  await member(page);
  await toAnswer(page);
  const every = page.getByRole("region", { name: "Every date of the series" });
  await every.getByRole("button", { name: "I am coming to every date" }).click();
  await expect(every.getByText("you are going", { exact: true }).first()).toBeVisible();
  await every.getByRole("link").nth(1).click();
  await thisDate(page).getByRole("button", { name: "I cannot come" }).click();
  await expect(every.getByText("you are not going", { exact: true })).toHaveCount(1);
  await page.goto("/me/events");
  await expect(page.getByRole("region", { name: "Every date of" }).getByRole("link")).toHaveCount(1);
});

test("a guest gives name and address, presses the button behind the link, and is forgotten again", async ({ page }) => {
  const email = freshEmail();
  const path = await toAnswer(page);
  await page.getByRole("button", { name: "Send me the link" }).click();
  await expect(page.locator(".error-summary")).toContainText("Tell us your name");
  await page.getByLabel("Your name").fill("Grace Visitor");
  await page.getByLabel("E-mail address").fill(email);
  await page.getByRole("button", { name: "Send me the link" }).click();
  await expect(page.getByRole("status")).toContainText("Look into your mailbox");
  expect(new URL(page.url()).pathname).toBe(path);

  const link = await mailedLink(page, email, "/rsvp/");
  await page.goto(link);
  await expect(page.getByText("Not confirmed yet")).toBeVisible();
  await page.getByRole("button", { name: "Yes, I am coming" }).click();
  await expect(page.getByText("You are going.")).toBeVisible();
  await letter(page, email, /^You are going: /);
  await page.getByRole("button", { name: "I cannot come" }).click();
  await expect(page.getByText("You are not going.")).toBeVisible();

  await page.getByText("Forget my name and address").click();
  await page.getByRole("button", { name: "Forget me" }).click();
  await expect(page).toHaveURL(/\/events\?done=guest-forgotten$/);
  await page.goto(link);
  await expect(page.getByText("This link does not work any more")).toBeVisible();
});

/** Asks for a place as a guest; answers with the mailed link. */
async function askAsGuest(page: Page, path: string, email: string): Promise<string> {
  await page.goto(path);
  await page.getByLabel("Your name").fill("Grace Visitor");
  await page.getByLabel("E-mail address").fill(email);
  await page.getByRole("button", { name: "Send me the link" }).click();
  await expect(page.getByRole("status")).toContainText("Look into your mailbox");
  return mailedLink(page, email, "/rsvp/");
}

test("whoever comes back to a date that is gone reads so, with the dates that are left", async ({ page, as }) => {
  const admin = await as("admin");
  await admin.goto("/desk/events");
  await admin.getByRole("link", { name: "New series" }).click();
  await admin.getByLabel(/^Title/).fill(`Reading room ${freshId()}`);
  await admin.getByLabel("First day", { exact: true }).fill(`${new Date().getUTCFullYear() + 1}-03-24`);
  await admin.getByLabel("Begins at").fill("20:00");
  await admin.getByLabel("Time zone").fill("America/New_York");
  await admin.getByRole("button", { name: "Save and publish" }).click();
  await expect(admin.getByRole("status")).toContainText("It is public.");
  const slug = new URL(admin.url()).pathname.split("/").pop() ?? "";
  await admin.locator("section:has(#coming-title) ul.ways a").nth(1).click();
  const day = new URL(admin.url()).pathname.split("/").pop() ?? "";

  const path = `/events/${slug}/${day}/rsvp`;
  const link = await askAsGuest(page, path, freshEmail());
  await admin.goto(`/desk/events/${slug}`);
  await admin.getByRole("link", { name: "Edit the series" }).click();
  await admin.getByLabel(/^Days to leave out/).fill(day);
  await admin.getByRole("button", { name: "Save", exact: true }).click();
  await expect(admin.getByRole("status")).toContainText("Saved.");

  await page.goto(link);
  await expect(page.getByText("This date does not take place any more")).toBeVisible();
  await expect(page.getByRole("button", { name: /I am coming/ })).toHaveCount(0);
  await page.getByRole("link", { name: "See the other dates" }).click();
  await expect(page).toHaveURL(`/events/${slug}`);
  expect((await page.goto(path))?.status()).toBe(404);
  await expect(page.locator("main")).toContainText("Reading room");
  await expect(page.locator(`main a[href^="/events/${slug}/"]`).first()).toBeVisible();
});

test("a date that somebody has answered for goes only once the organizer has read whom that mails", async ({ page, as }) => {
  const admin = await as("admin");
  await admin.goto("/desk/events");
  await admin.getByRole("link", { name: "New series" }).click();
  await admin.getByLabel(/^Title/).fill(`Reading room ${freshId()}`);
  await admin.getByLabel("First day", { exact: true }).fill(`${new Date().getUTCFullYear() + 1}-03-24`);
  await admin.getByLabel("Begins at").fill("20:00");
  await admin.getByLabel("Time zone").fill("America/New_York");
  await admin.getByRole("button", { name: "Save and publish" }).click();
  await expect(admin.getByRole("status")).toContainText("It is public.");
  const slug = new URL(admin.url()).pathname.split("/").pop() ?? "";
  await admin.locator("section:has(#coming-title) ul.ways a").nth(1).click();
  const day = new URL(admin.url()).pathname.split("/").pop() ?? "";
  await expect(admin.locator("details", { hasText: "Cancel this date" })).toContainText("Nobody has answered for it");

  const email = await member(page);
  await page.goto(`/events/${slug}/${day}/rsvp`);
  await thisDate(page).getByRole("button", { name: "I am coming", exact: true }).click();
  await expect(thisDate(page)).toContainText("You are going.");
  await admin.reload();
  await expect(admin.locator("details", { hasText: "Cancel this date" })).toContainText("mail goes to 1 person who comes");

  await admin.goto(`/desk/events/${slug}/edit`);
  await admin.getByLabel(/^Days to leave out/).fill(day);
  await admin.getByRole("button", { name: "Save", exact: true }).click();
  await expect(admin.locator(".error-summary")).toContainText("mark that you agree");
  await expect(admin.getByText("People have answered.")).toBeVisible();
  await admin.getByLabel(/^Yes, their date goes/).check();
  await admin.getByRole("button", { name: "Save", exact: true }).click();
  await expect(admin.getByRole("status")).toContainText("Saved.");
  await letter(page, email, /^Canceled: /);
});

test("a guest to whom mail comes back is told so, and organizers see it", async ({ page, as }) => {
  const email = freshEmail();
  const path = await toAnswer(page);
  const link = await askAsGuest(page, path, email);
  await page.goto(link);
  await page.getByRole("button", { name: "Yes, I am coming" }).click();
  await letter(page, email, /^You are going: /);
  await page.getByRole("button", { name: "I cannot come" }).click();
  await expect(page.getByText("You are not going.")).toBeVisible();

  // As the worker of mails writes it down when a server says that there is no such address.
  const hash = createHash("sha256").update(`landfall mail address\0${email}`).digest("hex");
  sql("insert into suppressions (address_sha256, reason, created_at) values (?, ?, ?)", hash, "550 no such user", moment());
  await page.goto(link);
  await page.getByRole("button", { name: "I am coming" }).click();
  await expect(page.locator(".error-summary")).toContainText("Mail to your address comes back");
  await page.goto(link);
  await expect(page.getByText("You are not going.")).toBeVisible();

  const admin = await proven(await as("admin"), "admin");
  const desk = path.replace("/events/", "/desk/events/").replace("/rsvp", "/attendees");
  await admin.goto(desk);
  await expect(admin.getByRole("table", { name: "No mail arrives" })).toContainText(email);
  expect(await (await admin.request.get(`${desk}.csv`)).text()).toContain(`"no mail arrives","Grace Visitor","${email}"`);
});

test("the way in is set by an organizer and shown to nobody before its time", async ({ page, as }) => {
  const guest = await as();
  const path = await toAnswer(guest);
  const desk = path.replace("/events/", "/desk/events/").replace("/rsvp", "/attendees");
  const admin = await proven(await as("admin"), "admin");
  await admin.goto(desk);
  await expect(admin.getByRole("heading", { level: 1 })).toHaveText("Who comes");
  await admin.getByLabel("Address", { exact: false }).fill("https://video.example.org/room");
  await admin.getByRole("button", { name: "Save the way in" }).click();
  await expect(admin.getByRole("status")).toContainText("The way in is saved");
  const file = await admin.request.get(`${desk}.csv`);
  expect(file.headers()["content-type"]).toContain("text/csv");

  await member(page);
  await page.goto(path);
  await thisDate(page).getByRole("button", { name: "I am coming" }).click();
  await expect(thisDate(page)).toContainText("The way in appears here from");
  expect(await page.content()).not.toContain("video.example.org");
  expect((await page.request.get(desk)).status()).toBe(403);
});

test("the address of one's own calendar is shown once, replaced and taken back", async ({ page }) => {
  await member(page);
  await toAnswer(page);
  await thisDate(page).getByRole("button", { name: "I am coming" }).click();
  await page.goto("/me/calendar");
  await page.getByRole("button", { name: "Make my address" }).click();
  const field = page.getByLabel("Feed address");
  const address = await field.inputValue();
  expect(address).toMatch(/\/calendar\/me\/[A-Za-z0-9_-]{43}\.ics$/);
  await expect(page.getByRole("link", { name: "Open in Apple Calendar" })).toHaveAttribute("href", /^webcal:/);
  const feed = await page.request.get(address);
  expect(feed.headers()["cache-control"]).toBe("no-store");
  expect(await feed.text()).toContain("BEGIN:VEVENT");
  await expect(page.getByText("Your address is made.")).toBeVisible();
  await page.reload();
  await expect(field).toHaveCount(0);
  await expect(page.getByText("Your address is made.")).toHaveCount(0);
  await expect(page.getByText("cannot be shown again")).toBeVisible();

  await page.goto("/me/calendar");
  await expect(field).toHaveCount(0);
  await expect(page.getByText(/A calendar fetched it last on .*once in all/)).toBeVisible();
  await page.getByRole("button", { name: "Replace the address" }).click();
  await expect(field).not.toHaveValue(address);
  expect((await page.request.get(address)).status()).toBe(404);
  const second = await field.inputValue();
  await page.getByRole("button", { name: "Take the address back" }).click();
  await expect(page.getByRole("status")).toContainText("taken back");
  expect((await page.request.get(second)).status()).toBe(404);
});
