// The same questions to every page with people in it, each as the person it is for. Nothing here writes.
import { readFileSync } from "node:fs";
import type { Page } from "@playwright/test";
import { openAll, smallTargets, violations, walk, width } from "./lib/a11y.ts";
import { looks, pathOf, type Look } from "./lib/looks.ts";
import { expect, proven, scene, stateOf, test, type Role } from "./lib/roles.ts";

type Named = [name: string, look: Look];

const all: Named[] = Object.entries(looks);
/** Some of their pages want the password again after ten minutes. */
const proving: Role[] = ["admin", "moderator", "treasurer"];

const days = "(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day";
const clock = "(?:\\d{1,2}:\\d\\d(?: to \\d{1,2}:\\d\\d)? [ap]m|noon)(?: [A-Z]{2,4}| your time, [A-Z][a-z]+)?";
const moment = new RegExp(`${days}, [A-Z][a-z]+ \\d{1,2}, \\d{4}(?:, ${clock})?`, "g");

/** What is another in each run. */
function masked(tree: string): string {
  const { subject, member, host, council } = scene();
  const known = { [subject.id]: "subject", [member]: "member", [host]: "host", [council]: "council" };
  return Object.entries(known)
    .reduce((text, [id, who]) => text.replaceAll(id, `id-of-${who}`), tree)
    .replaceAll(moment, "some-moment")
    .replaceAll(/\b[0-9a-hjkmnp-tv-z]{19}[0g]\b/g, "some-id")
    .replaceAll(/\b[0-9a-f]{32,64}\b/g, "some-hash")
    .replaceAll(/(?<=Staff member )[0-9a-z]{6}/g, "some-mark");
}

/** Of a long list its ends and what is chosen: the list itself has tests of its own. */
function folded(tree: string): string {
  return tree.replaceAll(/(?:^ *- '?option .*\n){13,}/gm, (options) => {
    const lines = options.trimEnd().split("\n");
    const kept = lines.filter((line, nth) => nth < 2 || nth === lines.length - 1 || line.includes("[selected]"));
    return `${kept.join("\n")}\n${lines[0]?.match(/^ */)?.[0] ?? ""}# ${lines.length} options\n`;
  });
}

async function isForEverybody(page: Page, [name, look]: Named, wide: number) {
  const says = (what: string) => `${name}: ${what}`;
  await page.emulateMedia({ colorScheme: "light", reducedMotion: "reduce" });
  await page.goto(pathOf(look));
  await look.then?.(page);
  await expect.soft(page.getByRole("heading", { level: 1 }), says("one main heading")).toHaveText(look.h1);
  await expect.soft(page.locator("html")).toHaveAttribute("lang", "en");
  expect.soft(await width(page), says("no scrolling sideways")).toBeLessThanOrEqual(wide);
  expect.soft(await smallTargets(page), says("targets are at least 24 px")).toEqual([]);

  // What other tests do meanwhile is no part of the page.
  await page.locator("main :is(tbody tr, ul.ways > li)").evaluateAll((rows) => {
    for (const row of rows) if (/person-\d+-/.test(row.textContent)) row.remove();
  });
  for (const part of look.moving ?? []) {
    await page.locator(part).evaluateAll((parts) => parts.forEach((part) => part.remove()));
  }
  let tree = folded(masked(`${await page.locator("main").ariaSnapshot()}\n`));
  for (const [moving, still] of look.mask ?? []) tree = tree.replaceAll(moving, still);
  expect.soft(tree, says("the accessibility tree")).toMatchSnapshot(`people-${name}-${test.info().project.name}.yml`);

  await openAll(page);
  expect.soft(await violations(page), says("axe")).toEqual([]);
  await page.emulateMedia({ colorScheme: "dark", reducedMotion: "reduce" });
  expect.soft(await violations(page, "colors"), says("axe, in the dark")).toEqual([]);
  // 320 CSS px is a 1280 px window at 400 % (WCAG 2.2, 1.4.10).
  await page.setViewportSize({ width: 320, height: 700 });
  expect.soft(await width(page), says("opened, on a small screen")).toBeLessThanOrEqual(320);
}

/** A few pages to a test: a browser for each would take longer than the pages. */
const SOME = 6;
const eyes = [...new Set(all.map(([, look]) => look.as))];

for (const as of eyes) {
  test.describe(as ?? "a visitor", () => {
    if (as) test.use({ storageState: stateOf(as) });
    const mine = all.filter(([, look]) => look.as === as);
    for (let from = 0; from < mine.length; from += SOME) {
      const some = mine.slice(from, from + SOME);
      test(`everybody can use: ${some.map(([name]) => name).join(", ")}`, async ({ page, viewport }) => {
        test.setTimeout(90_000);
        if (as && proving.includes(as)) await proven(page, as);
        for (const one of some) {
          await test.step(one[0], () => isForEverybody(page, one, viewport?.width ?? 0));
          await page.setViewportSize(viewport ?? { width: 1280, height: 900 });
        }
      });
    }
    for (const [name, look] of mine.filter(([, look]) => look.walk)) {
      test(`the keyboard reaches everything on ${name}, and shows where it is`, async ({ page }) => {
        await page.goto(pathOf(look));
        await walk(page);
      });
    }
  });
}

test("no two of these pages share a title", async ({ page, as: signedIn }) => {
  for (const role of proving) await proven(await signedIn(role), role);
  const titles = new Map<string, string>();
  const cookies = (as: Role) => {
    const state = JSON.parse(readFileSync(stateOf(as), "utf8")) as { cookies: { name: string; value: string }[] };
    return state.cookies.map(({ name, value }) => `${name}=${value}`).join("; ");
  };
  for (const [name, look] of all.filter(([, look]) => !look.then && look.alone !== false)) {
    const answer = await page.request.get(pathOf(look), look.as ? { headers: { cookie: cookies(look.as) } } : {});
    const title = (await answer.text()).match(/<title>([^<]*)</)?.[1] ?? "";
    expect(title, name).toMatch(/^\S.* · Harborlight$/);
    expect(titles.get(title), `${name}: ${title}`).toBeUndefined();
    titles.set(title, name);
  }
});
