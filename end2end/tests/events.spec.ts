// A reader finds the coffee chat, sees when it is on all clocks that count, and keeps it in a calendar.
import ICAL from "ical.js";
import { fixed } from "../browser.ts";
import { expect, pages, test } from "./lib/test.ts";
import { raw } from "./lib/raw.ts";

const isPhone = (viewport: { width: number } | null) => (viewport?.width ?? 0) < 600;
const instants = (all: Element[]) => all.map((time) => new Date(time.getAttribute("datetime") ?? "").toISOString());

test("a reader walks from home to a date and on to its series", async ({ page, js }) => {
  await page.goto("/");
  await expect(page.locator("h1")).toHaveCount(1);
  await page.locator("main").getByRole("link", { name: "Come to a meeting" }).click();
  await expect(page).toHaveURL("/events");
  await expect(page.getByRole("heading", { level: 1, name: "Events" })).toBeVisible();

  // Just after one chat the next may be some pages of the list away.
  const chat = page.locator(`main .event-row a[href^="${pages.series}/"]`).first();
  while ((await chat.count()) === 0) {
    const next = await page.locator("main a[rel=next]").getAttribute("href");
    await page.goto(next ?? "");
  }
  await chat.click();
  await expect(page).toHaveURL(/\/events\/img-coffee-chat\/20\d\d-\d\d-\d\d$/);
  await expect(page.getByRole("heading", { level: 1 })).toContainText("Coffee Chat");
  const when = page.locator(".event-head .when");
  await expect(when.locator("time")).toContainText(/(Wednes|Thurs)day, .* 20\d\d, 8:\d\d to 9:\d\d pm ET/);
  const yours = when.locator(".yours");
  // The same instant for Karachi, or in UTC, where it is the next day by then.
  await expect(yours).toContainText(js ? /(Thurs|Fri)day, .* am your time, Karachi/ : /(Thurs|Fri)day, .* am UTC/);
  await expect(page.getByText("Mind the date:")).toBeVisible();

  await page.getByRole("navigation", { name: "Breadcrumbs" }).getByRole("link", { name: "IMG Coffee Chat" }).click();
  await expect(page).toHaveURL(pages.series);
  await expect(page.locator("main")).toContainText("Every other month on the 4th Wednesday");
  const dates = page.getByRole("region", { name: "Dates", exact: true });
  expect(await dates.locator(":scope > ol.dates > li").count()).toBeLessThanOrEqual(6);
  await dates.getByText(/^\d+ more dates$/).click();
  expect(await dates.locator("li time:visible").count()).toBeGreaterThan(6);
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

test("what is unusual with a date is said in words", async ({ page, baseURL }) => {
  await page.goto(`${pages.series}/2027-01-27`);
  await expect(page.locator(".event-head")).toContainText("Moved from Wednesday, January 27, 8:00 pm.");
  await expect(page.locator(".event-head time")).toContainText("Thursday, January 28, 2027, 8:30 to 9:30 pm ET");

  await page.goto("/events/research-writing-circle/2026-11-28");
  await expect(page.getByText("This date was canceled")).toBeVisible();
  await expect(page.getByRole("region", { name: "Add to calendar" })).toHaveCount(0);

  // Over since September, with something to look at.
  await page.goto(`${pages.series}/2026-09-23`);
  await expect(page.getByRole("heading", { level: 1 })).toHaveText("Coffee Chat: from the lab to the bedside");
  const recording = page.getByRole("region", { name: "Afterwards" }).getByRole("link", { name: "Watch the recording" });
  await expect(recording).toHaveAttribute("href", /^https:\/\/example\.org\//);
  await expect(page.getByRole("region", { name: "Who" })).toContainText("Priya Menon, MBBS, PhD");

  // The office hours had another hour until June; what was then is where it was.
  const hours = "/events/visa-and-licensure-office-hours";
  await page.goto(hours);
  await expect(page.getByText("Before July 2026 at another time:")).toBeVisible();
  const old = `${hours}-until-2026-06-04`;
  await expect(page.getByRole("link", { name: "dates until Thursday, June 4, 2026" })).toHaveAttribute("href", old);
  const moved = await raw(baseURL ?? "", `${hours}/2026-05-07`);
  expect([moved.status, moved.headers.location]).toEqual([301, `${old}/2026-05-07`]);
  await page.goto(old);
  await page.getByRole("link", { name: "See the dates to come" }).click();
  await expect(page).toHaveURL(hours);
});

test("the list can be narrowed and widened again", async ({ page }) => {
  await page.goto("/events");
  await page.getByText("Filters", { exact: true }).click();
  await page.getByLabel("Category").selectOption("Community");
  await page.getByRole("button", { name: "Show these" }).click();
  await expect(page).toHaveURL(/\/events\?.*category=Community/);
  const chosen = page.getByRole("navigation", { name: "Chosen filters" });
  await expect(chosen.getByRole("link", { name: "Remove Category: Community" })).toBeVisible();
  await expect(page.getByText("Filters (1 chosen)")).toBeVisible();
  const rows = page.locator("main .event-row");
  expect(await rows.count()).toBeGreaterThan(0);
  for (const row of await rows.all()) await expect(row).toContainText("Community");
  await chosen.getByRole("link", { name: "Remove Category: Community" }).click();
  await expect(page).toHaveURL("/events");
  await expect(chosen).toHaveCount(0);
});

test("a speaker can be searched for, and what is not there says so with a way out", async ({ page }) => {
  await page.goto("/events");
  const words = page.getByLabel("Title, speaker or topic");
  await words.fill("osei");
  await page.getByRole("button", { name: "Search" }).click();
  const rows = page.locator("main .event-row");
  expect(await rows.count()).toBeGreaterThan(0);
  for (const row of await rows.all()) await expect(row).toContainText("Amara Osei");
  await expect(words).toHaveValue("osei");

  await words.fill("nobody-of-this-name");
  await page.getByRole("button", { name: "Search" }).click();
  await expect(page.getByRole("heading", { name: "Nothing planned fits all of that" })).toBeVisible();
  await page.getByRole("link", { name: "Clear all filters" }).click();
  await expect(page).toHaveURL("/events");
  expect(await rows.count()).toBeGreaterThan(0);
});

test("past dates of all events come newest first, page by page", async ({ page }) => {
  await page.goto("/events");
  const views = page.getByRole("navigation", { name: "View" });
  await views.getByRole("link", { name: "Past dates" }).click();
  await expect(page).toHaveURL("/events?past=1");
  await expect(page.getByRole("heading", { level: 1 })).toHaveText("Past events");
  await expect(views.locator('[aria-current="true"]')).toHaveText("Past dates");
  const read = () => page.locator(".event-row time").evaluateAll(instants);
  const first = await read();
  expect(first.length).toBeGreaterThan(10);
  expect(first.every((start) => Date.parse(start) < Date.now())).toBe(true);
  await page.getByRole("link", { name: /Earlier dates/ }).click();
  const all = [...first, ...(await read())];
  expect([...all].sort().reverse()).toEqual(all);
  await page.getByRole("link", { name: /The latest dates/ }).click();
  await expect(page).toHaveURL("/events?past=1");
});

test.describe("the month as a table", () => {
  test("is a table with a row for each week and a column for each day", async ({ page, viewport }) => {
    await page.goto("/events?view=month&month=2026-12");
    await expect(page.getByRole("heading", { level: 1 })).toHaveText("Events in December 2026");
    const grid = page.locator("table.month-grid");
    await expect(grid.locator("caption")).toContainText("December 2026");
    await expect(grid.locator("caption")).toContainText("Eastern Time (New York)");
    expect(await grid.locator("thead th[scope=col]").allTextContents()).toHaveLength(7);
    expect(await grid.locator("tbody tr").count()).toBe(5);
    expect(await grid.locator("tbody td").count()).toBe(35);
    await expect(grid.locator("tbody td time").first()).toHaveAttribute("datetime", "2026-11-29");

    const day = (date: string) => grid.locator("td").filter({ has: page.locator(`time[datetime="${date}"]`) });
    const links = day("2026-12-12").getByRole("link");
    await expect(links).toHaveText(["10:00 am Research Writing Circle", "10:00 am Skills Lab: hard conversations"]);
    await expect(links.last()).toHaveAttribute("href", "/events/saturday-skills-lab/2026-12-12");
    await expect(day("2026-12-02").getByRole("link")).toContainText("8:00 pm PKT");
    await expect(day("2026-12-03").getByRole("listitem").last()).toContainText("Canceled");
    if (isPhone(viewport)) {
      await expect(day("2026-12-12")).toContainText("Saturday, December 12");
      await expect(day("2026-12-11")).toBeHidden();
      const boxes = await grid.locator("td:visible").evaluateAll((all) => all.map((cell) => cell.getBoundingClientRect().left));
      expect(new Set(boxes).size, "days stand one under the other").toBe(1);
    } else {
      await expect(day("2026-12-11")).toBeVisible();
    }
  });

  test("leads to the months beside it and keeps the filter", async ({ page }) => {
    await page.goto("/events?view=month&month=2026-12&format=hybrid");
    const months = page.getByRole("navigation", { name: "Months" });
    await months.getByRole("link", { name: "January 2027" }).click();
    await expect(page).toHaveURL("/events?view=month&format=hybrid&month=2027-01");
    await months.getByRole("link", { name: "December 2026" }).click();
    const links = page.locator(".month-grid .day-dates a");
    await expect(links).toHaveCount(1);
    await expect(links).toHaveAttribute("href", "/events/saturday-skills-lab/2026-12-12");
    await page.getByRole("navigation", { name: "View" }).getByRole("link", { name: "List" }).click();
    await expect(page).toHaveURL("/events?format=hybrid&month=2026-12");
    await expect(page.locator(".event-row")).toHaveCount(1);
  });

  test("a month without dates says so", async ({ page }) => {
    await page.goto("/events?view=month&month=1999-01");
    await expect(page.getByRole("heading", { name: "No dates in January 1999" })).toBeVisible();
    await page.getByRole("link", { name: "See the next dates" }).click();
    await expect(page).toHaveURL("/events");
  });
});

test("the menu works on every size", async ({ page, viewport }) => {
  await page.goto("/");
  const menu = page.getByRole("navigation", { name: "Main" });
  if (isPhone(viewport)) {
    await expect(menu.getByRole("link", { name: "Events" })).toBeHidden();
    await menu.getByText("Menu").click();
  }
  await menu.getByRole("link", { name: "Events" }).click();
  await expect(page).toHaveURL("/events");
  await expect(menu.locator('[aria-current="page"]')).toHaveText("Events");
});

test.describe("one date", () => {
  test.use({ baseURL: fixed });
  const date = "/events/coffee-chat/2090-01-25";

  test("goes into every calendar with its instant and its words", async ({ page }) => {
    await page.goto(date);
    const add = page.getByRole("region", { name: "Add to calendar" });
    const query = async (name: string) => {
      const link = add.getByRole("link", { name, exact: true });
      const url = new URL((await link.getAttribute("href")) ?? "");
      return { host: url.host, read: (key: string) => url.searchParams.get(key) };
    };
    const google = await query("Google");
    expect(google.host).toBe("calendar.google.com");
    expect(google.read("dates")).toBe("20900126T010000Z/20900126T020000Z");
    expect(google.read("text")).toBe("IMG Coffee Chat");
    expect(google.read("details")).toContain(`${fixed}${date}`);
    for (const [name, host] of [["Outlook.com", "outlook.live.com"], ["Office 365", "outlook.office.com"]] as const) {
      const outlook = await query(name);
      expect(outlook.host).toBe(host);
      expect([outlook.read("startdt"), outlook.read("enddt")]).toEqual(["2090-01-26T01:00:00Z", "2090-01-26T02:00:00Z"]);
      expect(outlook.read("subject")).toBe("IMG Coffee Chat");
    }
  });

  test("is a file with one event for the other calendars", async ({ page }) => {
    await page.goto(date);
    const href = await page.getByRole("link", { name: "Apple and others (.ics)" }).getAttribute("href");
    const file = await raw(fixed, href ?? "");
    expect(file.status).toBe(200);
    expect(file.headers["content-disposition"]).toMatch(/^attachment/);
    const calendar = new ICAL.Component(ICAL.parse(file.text));
    const events = calendar.getAllSubcomponents("vevent");
    expect(events.length).toBe(1);
    expect(events[0]!.getFirstPropertyValue("dtstart")?.toString()).toBe("2090-01-25T20:00:00");
    expect(events[0]!.getFirstPropertyValue("recurrence-id")).toBeNull();
  });

  test("leads to its neighbors, and a wrong date to the nearest", async ({ page }) => {
    await page.goto(date);
    await page.getByRole("link", { name: /Next date/ }).click();
    await expect(page).toHaveURL("/events/coffee-chat/2090-03-22T1230");
    await page.getByRole("link", { name: /Previous date/ }).click();
    await expect(page).toHaveURL(date);
    await expect(page.getByRole("link", { name: /Previous date/ })).toHaveCount(0);

    const answer = await page.goto("/events/coffee-chat/2090-01-26");
    expect(answer?.status()).toBe(404);
    await expect(page.getByRole("heading", { level: 1 })).toHaveText("There is no such date");
    const near = page.getByRole("region", { name: "Nearest dates of IMG Coffee Chat" });
    await expect(near.getByRole("link").nth(1)).toHaveAttribute("href", date);
    await near.getByRole("link").nth(1).click();
    await expect(page).toHaveURL(date);
  });

  test("tells machines what it is", async ({ page }) => {
    await page.goto(date);
    const data = JSON.parse((await page.locator('script[type="application/ld+json"]').textContent()) ?? "");
    expect(data).toMatchObject({
      "@context": "https://schema.org",
      "@type": "Event",
      name: "IMG Coffee Chat",
      startDate: "2090-01-25T20:00:00-05:00",
      endDate: "2090-01-25T21:00:00-05:00",
      eventStatus: "https://schema.org/EventScheduled",
      url: `${fixed}${date}`,
    });
    await expect(page.locator('link[rel="canonical"]')).toHaveAttribute("href", `${fixed}${date}`);
    const picture = await page.locator('meta[property="og:image"]').getAttribute("content");
    expect(picture).toBe(`${fixed}/pictures/date/coffee-chat/2090-01-25.png`);
    await page.goto("/events/coffee-chat");
    const series = JSON.parse((await page.locator('script[type="application/ld+json"]').textContent()) ?? "");
    expect(series.eventSchedule).toMatchObject({
      "@type": "Schedule",
      repeatFrequency: "P2M",
      byDay: "https://schema.org/Wednesday",
      byMonthWeek: 4,
      scheduleTimezone: "America/New_York",
      startDate: "2090-01-25",
    });
    const feed = page.locator('link[rel="alternate"][type="text/calendar"]');
    await expect(feed).toHaveAttribute("href", `${fixed}/calendar/series/coffee-chat.ics`);
  });

  test("its address can be taken along", async ({ page, js, context }) => {
    await page.goto(date);
    const address = page.getByLabel("Address of this date");
    await expect(address).toHaveValue(`${fixed}${date}`);
    const copy = page.getByRole("button", { name: "Copy the link" });
    if (!js) return expect(copy).toBeHidden();
    await context.grantPermissions(["clipboard-read", "clipboard-write"]);
    await address.scrollIntoViewIfNeeded();
    await copy.click();
    await expect(page.getByRole("status").filter({ hasText: "Copied." })).toBeVisible();
    expect(await page.evaluate(() => navigator.clipboard.readText())).toBe(`${fixed}${date}`);
  });
});

test("a series that is not there is a 404 that knows what is", async ({ page }) => {
  const answer = await page.goto("/events/no-such-series");
  expect(answer?.status()).toBe(404);
  await expect(page.getByRole("heading", { level: 1 })).toHaveText("We cannot find this page");
  await expect(page.getByRole("link", { name: "See the events" })).toBeVisible();
  const soon = page.getByRole("region", { name: "Next dates of all events" });
  expect(await soon.getByRole("listitem").count()).toBeGreaterThan(0);
  await soon.getByRole("link").first().click();
  await expect(page).toHaveURL(/\/events\/[a-z0-9-]+\/20\d\d-\d\d-\d\d/);
});
