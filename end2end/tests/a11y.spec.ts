// Everybody can use every page: axe, a walk by keyboard, and what a screen reader is told.
import axe, { type AxeResults } from "axe-core";
import type { Page } from "@playwright/test";
import { fixed } from "../browser.ts";
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

// `evaluate` is not held back by the page's policy, so nothing is loosened for the test.
async function violations(page: Page): Promise<string[]> {
  await page.evaluate(axe.source);
  const results = await page.evaluate(async () => {
    const runner = (globalThis as unknown as { axe: { run(options: object): Promise<unknown> } }).axe;
    return (await runner.run({
      runOnly: ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"],
      resultTypes: ["violations"],
    })) as unknown;
  });
  return (results as AxeResults).violations.flatMap((violation) =>
    violation.nodes.map((node) => `${violation.id}: ${node.target.join(" ")}: ${node.failureSummary ?? ""}`),
  );
}

for (const scheme of ["light", "dark"] as const) {
  test.describe(scheme, () => {
    test.use({ colorScheme: scheme });
    for (const [name, path] of Object.entries({ ...pages, ...states })) {
      test(`axe finds nothing on ${name}, closed and opened`, async ({ page }) => {
        await page.goto(path);
        expect(await violations(page)).toEqual([]);
        const closed = page.locator("details:not([open]) > summary:visible");
        if ((await closed.count()) === 0) return;
        while ((await closed.count()) > 0) await closed.first().click();
        expect(await violations(page), "with everything opened").toEqual([]);
      });
    }
    test("axe finds nothing on a refused form", async ({ page }) => {
      await refusedReport(page);
      expect(await violations(page)).toEqual([]);
    });
  });
}

const controls =
  "a[href], button:not([disabled]), input:not([type=hidden]):not([disabled]), select, textarea, summary, [tabindex='0']";

for (const [name, path] of Object.entries(pages)) {
  test(`the keyboard reaches everything on ${name}, and shows where it is`, async ({ page }) => {
    await page.goto(path);
    const expected = await page.evaluate((selector) => {
      const groups = new Map<HTMLFormElement | null, Map<string, string>>();
      let count = 0;
      for (const element of document.querySelectorAll<HTMLElement>(selector)) {
        if (!element.checkVisibility({ visibilityProperty: true, contentVisibilityAuto: true })) continue;
        // One stop for a group of radio buttons, whichever of them is chosen.
        if (element instanceof HTMLInputElement && element.type === "radio") {
          const group = groups.get(element.form) ?? new Map<string, string>();
          groups.set(element.form, group);
          element.dataset["stop"] = group.get(element.name) ?? String(count++);
          group.set(element.name, element.dataset["stop"]);
        } else {
          element.dataset["stop"] = String(count++);
        }
      }
      return count;
    }, controls);

    const reached = new Set<string>();
    for (let step = 0; step < expected + 10; step++) {
      await page.keyboard.press("Tab");
      const stop = await page.evaluate(() => {
        const element = document.activeElement as HTMLElement | null;
        if (!element || element === document.body) return null;
        const style = getComputedStyle(element);
        const box = element.getBoundingClientRect();
        const outlined = style.outlineStyle !== "none" && parseFloat(style.outlineWidth) >= 2;
        return {
          stop: element.dataset["stop"] ?? "",
          what: element.outerHTML.slice(0, 120),
          marked: outlined || style.boxShadow !== "none",
          inView: box.bottom > 0 && box.top < innerHeight && box.width > 0 && box.height > 0,
          text: element.textContent?.trim() ?? "",
        };
      });
      if (stop === null) break;
      if (step === 0) expect(stop.text, "the skip link comes first").toBe("Skip to main content");
      expect(stop.marked, `focus shows on ${stop.what}`).toBe(true);
      expect(stop.inView, `focus is in view on ${stop.what}`).toBe(true);
      // What scrolls is a stop too, though it is no control.
      if (stop.stop === "") continue;
      if (reached.has(stop.stop)) break;
      reached.add(stop.stop);
    }
    expect(reached.size, "every control is reached").toBe(expected);
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
    const small = await page.evaluate((selector) => {
      const found: string[] = [];
      for (const element of document.querySelectorAll<HTMLElement>(selector)) {
        if (!element.checkVisibility() || element.closest(".skip")) continue;
        // Links within a sentence are exempt (WCAG 2.2, 2.5.8).
        if (element.matches("p a, dd a, li > a:not(:only-child)") && !element.matches(".button")) continue;
        const label = element.id ? document.querySelector(`label[for="${element.id}"]`) : null;
        const boxes = [element, label].filter((one) => one !== null).map((one) => one.getBoundingClientRect());
        if (boxes.every((box) => box.width < 23.5 || box.height < 23.5)) {
          found.push(`${element.outerHTML.slice(0, 90)} ${boxes[0]!.width}x${boxes[0]!.height}`);
        }
      }
      return found;
    }, controls);
    expect(small).toEqual([]);
  });

  test(`nothing on ${name} is wider than a small screen`, async ({ page }) => {
    // 320 CSS px is a 1280 px window at 400 % (WCAG 2.2, 1.4.10).
    await page.setViewportSize({ width: 320, height: 700 });
    await page.goto(path);
    expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(320);
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
