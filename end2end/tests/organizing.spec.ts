// An organizer writes series, single events and single dates; pages and feeds show them on the next request.
import type { Page } from "@playwright/test";
import { expect, test } from "./lib/roles.ts";
import { freshId } from "./lib/house.ts";

const year = new Date().getUTCFullYear() + 1;
const summary = (page: Page) => page.locator(".error-summary");
const drawn = (page: Page) => page.getByRole("region", { name: "The next dates" });

/** The form of a new series, or of a single event, far enough ahead that nothing of it has begun. */
async function write(page: Page, title: string, what = "New series") {
  await page.goto("/desk/events");
  await page.getByRole("link", { name: what }).click();
  await page.getByLabel(/^Title/).fill(title);
  await page.getByLabel("First day", { exact: true }).fill(`${year}-03-24`);
  await page.getByLabel("Begins at").fill("20:00");
  await page.getByLabel("Time zone").fill("America/New_York");
}

test("a series is drawn, kept as a draft, previewed and published", async ({ as }) => {
  const admin = await as("admin");
  const reader = await as();
  const title = `Evening school ${freshId()}`;
  await write(admin, title);
  await admin.getByLabel("Time zone").fill("America/New York");
  await admin.getByRole("button", { name: "Show the dates" }).click();
  await expect(summary(admin)).toContainText("Did you mean America/New_York?");
  await expect(admin.getByLabel(/^Title/)).toHaveValue(title);
  await admin.getByLabel("Time zone").fill("America/New_York");
  await admin.getByRole("button", { name: "Show the dates" }).click();
  await expect(summary(admin)).toContainText("Nothing was stored yet.");
  await expect(drawn(admin).locator("ol > li")).toHaveCount(12);
  await expect(drawn(admin)).toContainText(`March 24, ${year}`);
  await expect(drawn(admin)).toContainText("8:00 to 9:00 pm");

  await admin.getByRole("button", { name: "Save as a draft" }).click();
  await expect(admin.getByRole("status")).toContainText("Saved.");
  const slug = new URL(admin.url()).pathname.split("/").pop() ?? "";
  expect((await reader.request.get(`/events/${slug}`)).status()).toBe(404);
  expect((await reader.request.get(`/calendar/series/${slug}.ics`)).status()).toBe(404);
  expect(await (await reader.request.get("/sitemap.xml")).text()).not.toContain(slug);
  await admin.getByRole("link", { name: "Preview" }).click();
  await expect(admin.getByText("This is a preview of a draft.")).toBeVisible();
  await admin.getByRole("link", { name: "Back to the desk" }).click();

  await admin.getByRole("button", { name: "Publish" }).click();
  await expect(admin.getByRole("status")).toContainText("It is public.");
  await reader.goto(`/events/${slug}`);
  await expect(reader.getByRole("heading", { level: 1 })).toHaveText(title);
  await expect(reader.getByRole("link", { name: "Edit", exact: true })).toHaveCount(0);
  expect(await (await reader.request.get(`/calendar/series/${slug}.ics`)).text()).toContain(`SUMMARY:${title}`);
  await admin.goto(`/events/${slug}`);
  await admin.getByRole("link", { name: "Edit", exact: true }).click();

  // A moment ago, so that it can become a draft again.
  await admin.getByRole("button", { name: "Make it a draft again" }).click();
  await expect(admin.getByRole("status")).toContainText("It is a draft again.");
  expect((await reader.request.get(`/events/${slug}`)).status()).toBe(404);
});

test("a single event is written, published and found", async ({ as }) => {
  const [admin, reader] = [await as("admin"), await as()];
  const title = `Open evening ${freshId()}`;
  await write(admin, title, "New single event");
  await expect(admin).toHaveURL(/\/desk\/new-event\?single=1$/);
  await expect(admin.getByRole("heading", { level: 1 })).toHaveText("New single event");
  await expect(admin.getByLabel("Not at all")).toBeChecked();
  await admin.getByRole("button", { name: "Show the dates" }).click();
  await expect(drawn(admin).locator("ol > li")).toHaveCount(1);
  await expect(drawn(admin)).toContainText(`March 24, ${year}`);
  await admin.getByRole("button", { name: "Save and publish" }).click();
  await expect(admin.getByRole("status")).toContainText("It is public.");
  const slug = new URL(admin.url()).pathname.split("/").pop() ?? "";
  await expect(admin.locator("section:has(#coming-title) ul.ways a")).toHaveCount(1);

  await reader.goto(`/events?q=${encodeURIComponent(title)}`);
  await reader.getByRole("link", { name: title, exact: true }).click();
  await expect(reader).toHaveURL(new RegExp(`/events/${slug}/${year}-03-24$`));
  await expect(reader.getByRole("heading", { level: 1 })).toHaveText(title);
  const feed = await (await reader.request.get(`/calendar/series/${slug}.ics`)).text();
  const events = feed.split("BEGIN:VEVENT").slice(1);
  expect(events).toHaveLength(1);
  expect(events[0]).not.toContain("RRULE");
});

test("one date is changed and canceled, and the cancel is undone", async ({ as }) => {
  const admin = await as("admin");
  const reader = await as();
  await write(admin, `Journal club ${freshId()}`);
  await admin.getByRole("button", { name: "Save and publish" }).click();
  await expect(admin.getByRole("status")).toContainText("It is public.");
  const slug = new URL(admin.url()).pathname.split("/").pop() ?? "";
  await admin.locator("section:has(#coming-title) ul.ways a").first().click();
  const day = new URL(admin.url()).pathname.split("/").pop() ?? "";
  await admin.getByLabel(/^Title/).fill("Guest night");
  await admin.getByLabel("Begins at").fill("18:30");
  await admin.getByRole("button", { name: "Save", exact: true }).click();
  await expect(admin.getByRole("status")).toContainText("Saved.");
  await reader.goto(`/events/${slug}/${day}`);
  await expect(reader.getByRole("heading", { level: 1 })).toHaveText("Guest night");
  await expect(reader.locator("main")).toContainText("6:30");

  await admin.goto(`/desk/events/${slug}/dates/${day}`);
  await admin.locator("summary", { hasText: "Cancel this date" }).click();
  await admin.getByRole("button", { name: "Cancel this date" }).click();
  await expect(admin.getByRole("status")).toContainText("Canceled.");
  expect(await (await reader.request.get(`/calendar/series/${slug}.ics`)).text()).toContain("STATUS:CANCELLED");
  await admin.getByRole("button", { name: "Undo: this date takes place" }).click();
  await expect(admin.getByRole("status")).toContainText("It takes place.");
  expect(await (await reader.request.get(`/calendar/series/${slug}.ics`)).text()).not.toContain("STATUS:CANCELLED");

  // This and the following: the dates before are kept under an address of their own.
  await admin.goto(`/desk/events/${slug}`);
  await admin.locator("section:has(#coming-title) ul.ways a").nth(2).click();
  await admin.getByLabel("Begins at").fill("19:00");
  await admin.getByLabel("This and the following dates").check();
  await admin.getByRole("button", { name: "Save", exact: true }).click();
  await expect(summary(admin)).toContainText("mark that you agree");
  await expect(drawn(admin)).toContainText("stay as they are");
  await admin.getByLabel(/^Yes, from/).check();
  await admin.getByRole("button", { name: "Save", exact: true }).click();
  await expect(admin.getByRole("status")).toContainText("The dates before are kept");
  await reader.goto(`/events/${slug}/${day}`);
  await expect(reader).toHaveURL(new RegExp(`/events/${slug}-until-[0-9-]+/${day}$`));

  await admin.goto(`/desk/events/${slug}`);
  await admin.locator("summary", { hasText: "Cancel the whole series" }).click();
  await admin.getByRole("button", { name: "Cancel the whole series" }).click();
  await expect(admin.getByRole("status")).toContainText("Canceled.");
  await reader.goto(`/events/${slug}`);
  await expect(reader.getByText("This event was canceled", { exact: true })).toBeVisible();
  await admin.getByRole("button", { name: "Undo: it takes place" }).click();
  await expect(admin.getByRole("status")).toContainText("It takes place.");
});

test("the second of two organizers is told what the first has changed", async ({ as }) => {
  const [one, two] = [await as("admin"), await as("council")];
  const title = `Mock interviews ${freshId()}`;
  await write(one, title);
  await one.getByRole("button", { name: "Save as a draft" }).click();
  const desk = new URL(one.url()).pathname;
  await one.goto(`${desk}/edit`);
  await two.goto(`${desk}/edit`);
  await one.getByLabel("Place in words").fill("Room 4");
  await one.getByLabel("Organized by").fill("Study team");
  await one.getByRole("button", { name: "Save as a draft" }).click();
  await expect(one.getByRole("status")).toContainText("Saved.");
  await two.getByLabel("In one or two sentences").fill("An hour of practice.");
  await two.getByLabel("Place in words").fill("Room 5");
  await two.getByRole("button", { name: "Save as a draft" }).click();
  await expect(summary(two)).toContainText("Somebody else has changed this meanwhile; it is now: Room 4.");
  await expect(two.getByLabel("In one or two sentences")).toHaveValue("An hour of practice.");
  await expect(two.getByLabel("Place in words")).toHaveValue("Room 5");
  await two.getByRole("button", { name: "Save as a draft" }).click();
  await expect(two.getByRole("status")).toContainText("Saved.");
  await two.goto(`${desk}/edit`);
  await expect(two.getByLabel("Place in words")).toHaveValue("Room 5");
  // Where nothing was typed, what the first has stored stays.
  await expect(two.getByLabel("Organized by")).toHaveValue("Study team");
});

/** A series on the desk of both, published, and its address there. */
async function published(page: Page, title: string) {
  await write(page, title);
  await page.getByRole("button", { name: "Save and publish" }).click();
  await expect(page.getByRole("status")).toContainText("It is public.");
  return new URL(page.url()).pathname;
}

test("a change of all dates tells what another organizer has changed in the series", async ({ as }) => {
  const [one, two] = [await as("admin"), await as("council")];
  const desk = await published(one, `Case rounds ${freshId()}`);
  await two.goto(desk);
  await two.locator("section:has(#coming-title) ul.ways a").nth(1).click();
  await one.goto(`${desk}/edit`);
  await one.getByLabel("Place in words").fill("Room 4");
  await one.getByLabel("Organized by").fill("Study team");
  await one.getByRole("button", { name: "Save", exact: true }).click();
  await expect(one.getByRole("status")).toContainText("Saved.");
  await two.getByLabel("Place in words").fill("Room 5");
  await two.getByLabel("All dates").check();
  await two.getByRole("button", { name: "Save", exact: true }).click();
  await expect(summary(two)).toContainText("for the whole series it is now: Room 4.");
  await expect(two.getByLabel("Place in words")).toHaveValue("Room 5");
  await two.getByRole("button", { name: "Save", exact: true }).click();
  await expect(two.getByRole("status")).toContainText("Saved.");
  await two.goto(`${desk}/edit`);
  await expect(two.getByLabel("Place in words")).toHaveValue("Room 5");
  await expect(two.getByLabel("Organized by")).toHaveValue("Study team");
});

test("rows that were typed come back, also where fewer are stored by now", async ({ as }) => {
  const [one, two] = [await as("admin"), await as("council")];
  const desk = await published(one, `Panel ${freshId()}`);
  const speaker = (page: Page, row: number) => page.locator(`[name="speaker_${row}_name"]`);
  await one.goto(`${desk}/edit`);
  for (const row of [1, 2, 3]) {
    if (row > 1) await one.locator("summary", { hasText: `Speaker ${row}` }).click();
    await speaker(one, row).fill(`Person ${row}`);
  }
  await one.getByRole("button", { name: "Save", exact: true }).click();
  await expect(one.getByRole("status")).toContainText("Saved.");
  await two.goto(`${desk}/edit`);
  await two.locator("summary", { hasText: "Speaker 5" }).click();
  await speaker(two, 5).fill("Person 5");
  await one.goto(`${desk}/edit`);
  for (const row of [2, 3]) await speaker(one, row).fill("");
  await one.getByRole("button", { name: "Save", exact: true }).click();
  await expect(one.getByRole("status")).toContainText("Saved.");
  await two.getByRole("button", { name: "Save", exact: true }).click();
  await expect(summary(two)).toContainText("Somebody else has changed this meanwhile; it is now: Person 1.");
  await expect(speaker(two, 5)).toHaveValue("Person 5");
  await expect(speaker(two, 5)).toBeVisible();
});

test("a date that went while its form was open leaves what was typed, and a way to go", async ({ as }) => {
  const [one, two] = [await as("admin"), await as("council")];
  const desk = await published(one, `Study hall ${freshId()}`);
  await two.goto(desk);
  await two.locator("section:has(#coming-title) ul.ways a").nth(2).click();
  await two.getByLabel(/^Title/).fill("Guest night");
  await one.goto(`${desk}/edit`);
  await one.getByLabel("By months, on the date of the first day").check();
  await one.getByRole("button", { name: "Save", exact: true }).click();
  await expect(one.getByRole("status")).toContainText("Saved.");
  await two.getByRole("button", { name: "Save", exact: true }).click();
  await expect(two.getByRole("heading", { level: 1 })).toHaveText("This date is no more");
  await expect(summary(two)).toContainText("choose which date this is for");
  await expect(two.getByLabel(/^Title/)).toHaveValue("Guest night");
  await two.getByLabel("Which date is this for?").selectOption({ index: 1 });
  await two.getByRole("button", { name: "Save", exact: true }).click();
  await expect(two.getByRole("status")).toContainText("Saved.");
  await expect(two.locator("main")).toContainText("Guest night");
});

test("the list keeps search and filter", async ({ as }) => {
  const admin = await as("admin");
  const title = `Hidden draft ${freshId()}`;
  await write(admin, title);
  await admin.getByRole("button", { name: "Save as a draft" }).click();
  await admin.goto("/desk/events");
  await admin.getByRole("navigation", { name: "How far they have come" }).getByRole("link", { name: "Drafts" }).click();
  await admin.getByLabel("Title, speaker or tag").fill(title);
  await admin.getByRole("button", { name: "Find" }).click();
  await expect(admin.getByRole("link", { name: title })).toBeVisible();
  expect(new URL(admin.url()).searchParams.get("show")).toBe("draft");
  await admin.getByRole("navigation", { name: "How far they have come" }).getByRole("link", { name: "Canceled" }).click();
  await expect(admin.getByText("Nothing found")).toBeVisible();
  await expect(admin.getByLabel("Title, speaker or tag")).toHaveValue(title);
});
