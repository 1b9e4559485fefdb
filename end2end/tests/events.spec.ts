// A reader finds the coffee chat, sees when it is in both zones, and subscribes.
import ICAL from "ical.js";
import { expect, pages, test } from "./lib/test.ts";
import { raw } from "./lib/raw.ts";

test("a reader walks from home to the dates of a series", async ({ page, js }) => {
  await page.goto("/");
  await expect(page.locator("h1")).toHaveCount(1);
  await page.locator("main").getByRole("link", { name: "Come to a meeting" }).click();
  await expect(page).toHaveURL("/events");
  await expect(page.getByRole("heading", { level: 1, name: "Events" })).toBeVisible();

  await page.locator(`main a[href="${pages.series}"]`).first().click();
  await expect(page).toHaveURL(pages.series);
  await expect(page.getByRole("heading", { level: 1 })).toContainText("Coffee Chat");
  await expect(page.locator("main")).toContainText("Every other month on the 4th Wednesday");

  const next = page.getByRole("region", { name: "Dates", exact: true });
  await expect(next.locator("time").first()).toContainText(/Wednesday, .* 20\d\d, 8:00 to 9:00 pm ET/);
  const yours = next.locator(".yours").first();
  if (js) {
    await expect(yours).toContainText(/Thursday, .*:00 am your time, Karachi/);
  } else {
    // The same instant in UTC, where it is already Thursday.
    await expect(yours).toContainText(/Thursday, .*:00 am UTC/);
  }
});

test("past dates are there without script", async ({ page }) => {
  await page.goto(pages.series);
  await page.getByText("Past dates").click();
  const past = page.locator("details").filter({ hasText: "Past dates" }).locator("time");
  await expect(past.first()).toBeVisible();
  const starts = await past.evaluateAll((all) => all.map((time) => time.getAttribute("datetime") ?? ""));
  expect(starts.every((start) => Date.parse(start) < Date.now())).toBe(true);
  expect([...starts].sort().reverse()).toEqual(starts);
});

test("the list can be narrowed to one kind and widened again", async ({ page }) => {
  await page.goto("/events");
  const chips = page.getByRole("navigation", { name: "Kind of event" });
  const kind = chips.getByRole("link").nth(1);
  const name = await kind.innerText();
  await kind.click();
  await expect(page).toHaveURL(/\/events\?category=/);
  await expect(chips.locator('[aria-current="true"]')).toHaveText(name);
  for (const tags of await page.locator("main .event-row .tags").all()) await expect(tags).toContainText(name);
  await chips.getByRole("link", { name: "All" }).click();
  await expect(chips.locator('[aria-current="true"]')).toHaveText("All");
});

test("the menu works on every size", async ({ page, viewport }) => {
  await page.goto("/");
  const menu = page.getByRole("navigation", { name: "Main" });
  if ((viewport?.width ?? 0) < 600) {
    await expect(menu.getByRole("link", { name: "Events" })).toBeHidden();
    await menu.getByText("Menu").click();
  }
  await menu.getByRole("link", { name: "Events" }).click();
  await expect(page).toHaveURL("/events");
  await expect(menu.locator('[aria-current="page"]')).toHaveText("Events");
});

for (const path of ["/events", pages.series]) {
  test(`the subscribe button on ${path} leads to a calendar`, async ({ page, baseURL }) => {
    await page.goto(path);
    const link = page.locator('a[href^="webcal:"]').first();
    const address = ((await link.getAttribute("href")) ?? "").replace(/^webcal:/, "http:");
    expect(new URL(address).origin).toBe(baseURL);
    const feed = await raw(baseURL ?? "", new URL(address).pathname);
    expect(feed.status).toBe(200);
    expect(feed.headers["content-type"]).toMatch(/^text\/calendar; ?charset=utf-8/i);
    expect(feed.text).toMatch(/^BEGIN:VCALENDAR\r\n/);
    expect(feed.headers.etag).toBeTruthy();
    const again = await raw(baseURL ?? "", new URL(address).pathname, {
      headers: { "if-none-match": feed.headers.etag ?? "" },
    });
    expect([again.status, again.body.length]).toEqual([304, 0]);
  });
}

for (const [path, feed] of [["/events", "/calendar/all.ics"], [pages.series, "/calendar/series/img-coffee-chat.ics"]] as const) {
  test(`the address for other calendars on ${path} can be taken along`, async ({ page, js, baseURL, context }) => {
    await page.goto(path);
    await page.getByText("Google Calendar or Outlook on the web").click();
    const address = page.getByLabel("Feed address");
    await expect(address).toBeVisible();
    await expect(address).toHaveValue(`${baseURL}${feed}`);
    const copy = page.getByRole("button", { name: "Copy the address" });
    if (!js) {
      await expect(copy).toBeHidden();
      return;
    }
    await context.grantPermissions(["clipboard-read", "clipboard-write"]);
    await copy.click();
    await expect(page.getByRole("status").filter({ hasText: "Copied." })).toBeVisible();
    expect(await page.evaluate(() => navigator.clipboard.readText())).toBe(`${baseURL}${feed}`);
  });
}

test("the page and the feed name the same dates", async ({ page, baseURL }) => {
  await page.goto(pages.series);
  const onPage = await page
    .getByRole("region", { name: "Dates", exact: true })
    .locator("ol.dates")
    .first()
    .locator("time")
    .evaluateAll((all) => all.map((time) => new Date(time.getAttribute("datetime") ?? "").toISOString()));
  expect(onPage.length).toBeGreaterThan(1);

  const feed = await raw(baseURL ?? "", "/calendar/series/img-coffee-chat.ics");
  const calendar = new ICAL.Component(ICAL.parse(feed.text));
  const zones = calendar.getAllSubcomponents("vtimezone");
  expect(zones.length).toBe(1);
  ICAL.TimezoneService.register(new ICAL.Timezone(zones[0]!));
  const event = new ICAL.Event(calendar.getFirstSubcomponent("vevent")!);
  const walk = event.iterator();
  const inFeed: string[] = [];
  for (let next = walk.next(); next && inFeed.length < onPage.length; next = walk.next()) {
    const end = new Date(next.toJSDate().getTime() + event.duration.toSeconds() * 1000);
    if (end.getTime() > Date.now()) inFeed.push(next.toJSDate().toISOString());
  }
  expect(onPage).toEqual(inFeed);
});

test("a series that is not there is a 404 in the design", async ({ page }) => {
  const answer = await page.goto("/events/no-such-series");
  expect(answer?.status()).toBe(404);
  await expect(page.getByRole("heading", { level: 1 })).toHaveText("We cannot find this page");
  await expect(page.getByRole("link", { name: "See the events" })).toBeVisible();
});
