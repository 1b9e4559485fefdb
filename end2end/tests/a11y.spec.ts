// Everybody can use every page: axe, a walk by keyboard, and what a screen reader is told.
import type { Page } from "@playwright/test";
import { fixed } from "../browser.ts";
import { openAll, smallTargets, violations, walk, width } from "./lib/a11y.ts";
import { expect, pages, test } from "./lib/test.ts";

/** Pages as people meet them besides the plain visit. */
const states = {
  "a list without dates": "/events?category=no-such-kind",
  "past dates": "/events?past=1",
  "a filter": "/events?category=Community&format=online&q=osei",
  "a series that is not there": "/events/no-such-series",
  "a date that is not there": "/events/img-coffee-chat/2023-01-26",
  "a feed that is not there": "/calendar/doctor?feed=/calendar/series/none.ics",
  "another calendar": "/calendar?feed=/calendar/series/img-coffee-chat.ics&canceled=hide",
  thanks: "/report?done=reported",
  "a refused file": "/report?upload=wrong-type",
};

async function refusedReport(page: Page) {
  await page.goto("/report?page=/events");
  await page.getByRole("button", { name: "Send the report" }).click();
  await expect(page).toHaveTitle(/^Error: /);
}

for (const scheme of ["light", "dark"] as const) {
  test.describe(scheme, () => {
    test.use({ colorScheme: scheme });
    for (const [name, path] of Object.entries({ ...pages, ...states })) {
      test(`axe finds nothing on ${name}, closed and opened`, async ({ page }) => {
        await page.goto(path);
        expect(await violations(page)).toEqual([]);
        if (await openAll(page)) expect(await violations(page), "with everything opened").toEqual([]);
      });
    }
    test("axe finds nothing on a refused form", async ({ page }) => {
      await refusedReport(page);
      expect(await violations(page)).toEqual([]);
    });
  });
}

for (const [name, path] of Object.entries(pages)) {
  test(`the keyboard reaches everything on ${name}, and shows where it is`, async ({ page }) => {
    await page.goto(path);
    await walk(page);
  });
}

test("the skip link leads past the menu", async ({ page }) => {
  await page.goto("/events");
  await page.keyboard.press("Tab");
  await page.keyboard.press("Enter");
  await expect(page).toHaveURL(/#main$/);
  await page.keyboard.press("Tab");
  expect(await page.evaluate(() => document.activeElement?.closest("main") !== null)).toBe(true);
});

for (const [name, path] of Object.entries(pages)) {
  test(`targets on ${name} are at least 24 px`, async ({ page }) => {
    await page.goto(path);
    expect(await smallTargets(page)).toEqual([]);
  });

  test(`nothing on ${name} is wider than a small screen`, async ({ page }) => {
    // 320 CSS px is a 1280 px window at 400 % (WCAG 2.2, 1.4.10).
    await page.setViewportSize({ width: 320, height: 700 });
    await page.goto(path);
    expect(await width(page)).toBeLessThanOrEqual(320);
  });
}

test("each page has one main heading, a title and a language", async ({ page }) => {
  const titles = new Set<string>();
  for (const path of Object.values(pages)) {
    await page.goto(path);
    await expect(page.getByRole("heading", { level: 1 })).toHaveCount(1);
    await expect(page.locator("html")).toHaveAttribute("lang", "en");
    titles.add(await page.title());
  }
  expect(titles.size, "no two pages share a title").toBe(Object.keys(pages).length);
});

// What a screen reader is told, kept as files, word for word. The programme under it lies in the far future, so no
// date moves. After a wanted change: npm run accept, then read the difference.
test.describe("the accessibility tree", () => {
  test.use({ baseURL: fixed });
  const accepted = async (page: Page, name: string, part = "body") => {
    // The port is another one in each run, and so are the month and the moment at which the programme was imported.
    const { host } = new URL(fixed);
    const month = new Date().toLocaleDateString("en-CA", { timeZone: "America/New_York" }).slice(0, 7);
    const tree = (await page.locator(part).ariaSnapshot())
      .replaceAll(host, "this-server")
      .replaceAll(encodeURIComponent(host), "this-server")
      .replaceAll(`month=${month}`, "month=this-month")
      .replaceAll(/(?<=term: Version \(ETag\)\n\s*- definition: ).*/g, "this-version")
      .replaceAll(/(?<=term: Last change\n\s*- definition:\s*)\S[\s\S]*?(?=\n\s*- (?:term|paragraph|link))/g, "this-moment");
    expect(`${tree}\n`).toMatchSnapshot(`${name}-${test.info().project.name}.yml`);
  };

  const far = {
    series: "/events/coffee-chat",
    date: "/events/coffee-chat/2090-03-22",
    month: "/events?view=month&month=2090-01",
    doctor: "/calendar/doctor?feed=/calendar/series/coffee-chat.ics",
  };
  for (const [name, path] of Object.entries({ ...pages, ...far })) {
    test(`of ${name} is as accepted`, async ({ page }) => {
      await page.goto(path);
      // Islands start when they come near the screen.
      for (const island of await page.locator("leptos-island:visible").all()) {
        await island.scrollIntoViewIfNeeded();
        await expect(island.getByRole("button")).toBeVisible();
      }
      await accepted(page, name);
    });
  }
  test("of a refused report is as accepted", async ({ page }) => {
    await refusedReport(page);
    await accepted(page, "report-refused");
  });
  test("of the opened menu is as accepted", async ({ page, viewport }) => {
    await page.goto("/");
    const button = page.getByText("Menu", { exact: true });
    if ((viewport?.width ?? 0) > 600) return expect(button).toBeHidden();
    await button.click();
    await accepted(page, "menu-open", "header");
  });
});
