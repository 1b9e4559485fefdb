// What can be asked of any page, whoever it is for.
import axe, { type AxeResults } from "axe-core";
import { expect, type Page } from "@playwright/test";

const questions = {
  all: ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"],
  // All that changes with the color scheme.
  colors: ["color-contrast", "link-in-text-block"],
};

// `evaluate` is not held back by the page's policy, so nothing is loosened for the test.
export async function violations(page: Page, which: keyof typeof questions = "all"): Promise<string[]> {
  await page.evaluate(axe.source);
  const results = await page.evaluate(async (runOnly) => {
    const runner = (globalThis as unknown as { axe: { run(options: object): Promise<unknown> } }).axe;
    return (await runner.run({ runOnly, resultTypes: ["violations"] })) as unknown;
  }, questions[which]);
  return (results as AxeResults).violations.flatMap((violation) =>
    violation.nodes.map((node) => `${violation.id}: ${node.target.join(" ")}: ${node.failureSummary ?? ""}`),
  );
}

/** Opens whatever can be opened; answers whether there was anything. */
export async function openAll(page: Page): Promise<boolean> {
  const closed = page.locator("details:not([open]) > summary:visible");
  if ((await closed.count()) === 0) return false;
  while ((await closed.count()) > 0) await closed.first().click();
  return true;
}

const controls =
  "a[href], button:not([disabled]), input:not([type=hidden]):not([disabled]), select, textarea, summary, [tabindex='0']";

/** Tabs through the page: everything is reached, and shows that it is. */
export async function walk(page: Page) {
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
  // A time has three stops of its own: hours, minutes, half of the day; a date has its parts and its calendar.
  for (let step = 0; step < expected + 32; step++) {
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
        several: element instanceof HTMLInputElement && ["date", "time"].includes(element.type),
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
    if (reached.has(stop.stop) && !stop.several) break;
    reached.add(stop.stop);
  }
  expect(reached.size, "every control is reached").toBe(expected);
}

/** Controls that are too small to hit (WCAG 2.2, 2.5.8). */
export const smallTargets = (page: Page): Promise<string[]> =>
  page.evaluate((selector) => {
    const found: string[] = [];
    for (const element of document.querySelectorAll<HTMLElement>(selector)) {
      if (!element.checkVisibility() || element.closest(".skip")) continue;
      // Links within a sentence are exempt.
      const alone = element.parentElement?.textContent.trim() === element.textContent.trim();
      const inSentence = element.matches("p a, dd a") || (element.matches("li > a") && !alone);
      if (inSentence && !element.matches(".button")) continue;
      const label = element.id ? document.querySelector(`label[for="${element.id}"]`) : null;
      const boxes = [element, label].filter((one) => one !== null).map((one) => one.getBoundingClientRect());
      if (boxes.every((box) => box.width < 23.5 || box.height < 23.5)) {
        found.push(`${element.outerHTML.slice(0, 90)} ${boxes[0]!.width}x${boxes[0]!.height}`);
      }
    }
    return found;
  }, controls);

/** How wide the page is; more than its window means scrolling sideways. */
export const width = (page: Page): Promise<number> => page.evaluate(() => document.documentElement.scrollWidth);
