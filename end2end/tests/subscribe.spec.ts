// A subscriber finds the way into each kind of calendar, and the feed says what the pages say.
import ICAL from "ical.js";
import { expect, pages, test } from "./lib/test.ts";
import { raw } from "./lib/raw.ts";

const instants = (all: Element[]) => all.map((time) => new Date(time.getAttribute("datetime") ?? "").toISOString());

for (const [path, button, feed] of [
  ["/events", "Subscribe to all events", "/calendar/all.ics"],
  [pages.series, "Add to calendar", "/calendar/series/img-coffee-chat.ics"],
] as const) {
  test(`from ${path} a subscriber finds a way into each calendar`, async ({ page, js, baseURL, context }) => {
    await page.goto(path);
    await page.locator("main").getByRole("link", { name: button }).click();
    await expect(page.getByRole("heading", { level: 1 })).toHaveText("Subscribe to the calendar");
    const href = async (name: string) =>
      (await page.getByRole("link", { name, exact: true }).getAttribute("href")) ?? "";
    const webcal = `${baseURL}${feed}`.replace(/^https?:/, "webcal:");
    expect(await href("Open in Apple Calendar")).toBe(webcal);
    expect(new URL(await href("Add to Google Calendar")).searchParams.get("cid")).toBe(webcal);
    for (const name of ["Add to Outlook.com", "Add to Office 365"]) {
      expect(new URL(await href(name)).searchParams.get("url")).toBe(`${baseURL}${feed}`);
    }
    await expect(page.getByLabel("Feed address")).toHaveValue(`${baseURL}${feed}`);
    const answer = await raw(baseURL ?? "", feed);
    expect(answer.status).toBe(200);
    expect(answer.headers["content-type"]).toMatch(/^text\/calendar; ?charset=utf-8/i);
    expect(answer.text).toMatch(/^BEGIN:VCALENDAR\r\n/);
    const again = await raw(baseURL ?? "", feed, { headers: { "if-none-match": answer.headers.etag ?? "" } });
    expect([again.status, again.body.length]).toEqual([304, 0]);

    const copy = page.getByRole("button", { name: "Copy the address" });
    if (!js) return expect(copy).toBeHidden();
    await context.grantPermissions(["clipboard-read", "clipboard-write"]);
    await page.getByLabel("Feed address").scrollIntoViewIfNeeded();
    await copy.click();
    await expect(page.getByRole("status").filter({ hasText: "Copied." })).toBeVisible();
    expect(await page.evaluate(() => navigator.clipboard.readText())).toBe(`${baseURL}${feed}`);
  });
}

test("a filter of the list becomes a calendar of exactly that", async ({ page, baseURL }) => {
  await page.goto("/events?category=Community&q=osei");
  await page.getByRole("link", { name: "Subscribe to exactly this" }).click();
  await expect(page.locator(".chosen-feed")).toContainText("Community");
  const feed = "/calendar/events.ics?category=Community&q=osei";
  await expect(page.getByLabel("Feed address")).toHaveValue(`${baseURL}${feed}`);
  expect((await raw(baseURL ?? "", feed)).status).toBe(200);
  await page.getByLabel("Leave out canceled dates").check();
  await page.getByRole("button", { name: "Show this calendar" }).click();
  await expect(page.getByLabel("Feed address")).toHaveValue(`${baseURL}${feed}&canceled=hide`);
});

test("another calendar can be chosen, and somebody else's cannot", async ({ page, baseURL }) => {
  await page.goto(pages.calendar);
  await page.getByLabel("Calendar", { exact: true }).selectOption("Only Community");
  await page.getByRole("button", { name: "Show this calendar" }).click();
  await expect(page.getByLabel("Feed address")).toHaveValue(`${baseURL}/calendar/category/community.ics`);
  for (const feed of ["https://evil.example/all.ics", "//evil.example/calendar/all.ics", "/calendar/series/none.ics"]) {
    await page.goto(`/calendar?feed=${encodeURIComponent(feed)}`);
    await expect(page.getByText("That calendar is not here")).toBeVisible();
    await expect(page.getByLabel("Feed address")).toHaveValue(`${baseURL}/calendar/all.ics`);
    expect(await page.locator("main").innerHTML()).not.toContain("evil.example");
  }
});

test("the calendar page says how fast a change arrives and leads to a computer", async ({ page, baseURL }) => {
  await page.goto(pages.calendar);
  await expect(page.getByRole("table")).toContainText("Every 12 to 24 hours, whatever we do");
  await page.getByText("You are on a phone?").click();
  await expect(page.getByRole("img", { name: "QR code of the address of this page" })).toBeVisible();
  await expect(page.getByRole("textbox", { name: "Address of this page" })).toHaveValue(new RegExp(`^${baseURL}/calendar\\?feed=`));
  await expect(page.getByRole("link", { name: "Check this feed" })).toHaveAttribute("href", /^\/calendar\/doctor\?feed=/);
});

test("the doctor reads a feed as calendars do, on three clocks", async ({ page, js }) => {
  const feed = "/calendar/series/img-coffee-chat.ics";
  await page.goto(`/calendar?feed=${feed}`);
  await page.getByRole("link", { name: "Check this feed" }).click();
  await expect(page).toHaveURL(`/calendar/doctor?feed=${encodeURIComponent(feed)}`);
  await expect(page.getByRole("heading", { level: 1 })).toHaveText("Check a calendar feed");
  await expect(page.getByText("This feed is in order")).toBeVisible();
  const rows = page.getByRole("region", { name: "The next ten dates" }).locator("tbody tr");
  await expect(rows).toHaveCount(10);
  for (const row of await rows.all()) {
    const [eastern, utc, yours] = await row.locator("td").allTextContents();
    expect(eastern).toMatch(/(Wednes|Thurs)day, .* 20\d\d, 8:\d\d to 9:\d\d pm$/);
    expect(utc).toMatch(/(Thurs|Fri)day, .* am$/);
    expect(yours?.match(/day, /g), "one day, not the one in UTC beside it").toHaveLength(1);
    expect(yours).toMatch(js ? /(Thurs|Fri)day, .* [56]:\d\d to [67]:\d\d am/ : /(Thurs|Fri)day, .* am UTC$/);
  }
  await expect(page.getByRole("link", { name: "See the feed itself" })).toHaveAttribute("href", feed);

  await page.getByLabel("Feed", { exact: true }).selectOption("Category: Community");
  await page.getByRole("button", { name: "Check this feed" }).click();
  await expect(page).toHaveURL(/\/calendar\/doctor\?feed=.*community\.ics$/);
  await expect(page.getByText("This feed is in order")).toBeVisible();
  await page.getByRole("link", { name: "Subscribe to this calendar" }).click();
  await expect(page.getByLabel("Feed address")).toHaveValue(/\/calendar\/category\/community\.ics$/);

  const answer = await page.goto("/calendar/doctor?feed=https://evil.example/all.ics");
  expect(answer?.status()).toBe(404);
  await expect(page.getByText("That feed is not here")).toBeVisible();
  expect(await page.locator("main").innerHTML()).not.toContain("evil.example");
});

test("the page and the feed name the same dates", async ({ page, baseURL }) => {
  await page.goto(pages.series);
  const listed = page.getByRole("region", { name: "Dates", exact: true }).locator(":scope > ol.dates > li:not(.canceled)");
  const onPage = await listed.locator("time").evaluateAll(instants);
  expect(onPage.length).toBeGreaterThan(1);

  const feed = await raw(baseURL ?? "", "/calendar/series/img-coffee-chat.ics");
  const calendar = new ICAL.Component(ICAL.parse(feed.text));
  const zones = calendar.getAllSubcomponents("vtimezone");
  expect(zones.length).toBe(1);
  ICAL.TimezoneService.register(new ICAL.Timezone(zones[0]!));
  const events = calendar.getAllSubcomponents("vevent").map((event) => new ICAL.Event(event));
  const inFeed: string[] = [];
  for (const event of events.filter((event) => !event.isRecurrenceException())) {
    const own = events.filter((other) => other.isRecurrenceException() && other.uid === event.uid);
    for (const exception of own) event.relateException(exception);
    const walk = event.iterator();
    for (let next = walk.next(), count = 0; next && count < 300; next = walk.next(), count++) {
      const { item, startDate, endDate } = event.getOccurrenceDetails(next);
      const canceled = item.component.getFirstPropertyValue("status") === "CANCELLED";
      if (!canceled && endDate.toJSDate().getTime() > Date.now()) inFeed.push(startDate.toJSDate().toISOString());
    }
  }
  expect(onPage).toEqual(inFeed.sort().slice(0, onPage.length));
});
