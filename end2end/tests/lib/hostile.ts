// What somebody may type who means harm, and how a page looks that it did nothing to.
import { expect, type Page } from "@playwright/test";

export const payloads = {
  script: "<script>window.__hit='script'</script>",
  image: "\"><img src=x onerror=\"window.__hit='image'\">",
  end: "</textarea></title></q><svg onload=window.__hit=1>",
  template: "{{7*7}} ${7*7} <%= 7*7 %>",
  address: "javascript:window.__hit='address'",
  entity: "&lt;img src=x onerror=window.__hit='entity'&gt;",
  backwards: "photo \u202egnp.exe\u2066 \u2028",
  nothing: "be\0fore\u0007",
} as const;

export const long = "<b>long</b>".repeat(1_000);
/** All of them at once. */
export const everything = Object.values(payloads).join(" ");

const injected = [
  "main script",
  "img[src='x']",
  "main svg[onload]",
  "[onerror]",
  "main b, main i, main title",
  "a[href^='javascript:' i]",
  "form:not([action^='/'])",
];

/** Nothing typed by somebody has become part of the page itself, now and once its islands are awake. */
export async function unharmed(page: Page, where: string) {
  const look = () =>
    page.evaluate((selector) => {
      const text = document.body.innerText + document.title;
      return {
        hit: (globalThis as { __hit?: unknown }).__hit ?? null,
        injected: [...document.querySelectorAll(selector)]
          .map((element) => element.outerHTML.slice(0, 200))
          // Ours: how another clock's day is marked.
          .filter((html) => !/^<b>(next day|day before)<\/b>$/.test(html)),
        counted: / 49 /.test(text),
        // Signs that turn a line around, or end it early, are taken out on the way in.
        hidden: /[\u0000\u0007\u202a-\u202e\u2066-\u2069]/.test(text),
      };
    }, injected.join(", "));
  const quiet = { hit: null, injected: [], counted: false, hidden: false };
  expect(await look(), where).toEqual(quiet);
  const islands = page.locator("leptos-island");
  for (let nth = 0; nth < (await islands.count()); nth++) await islands.nth(nth).scrollIntoViewIfNeeded();
  if ((await islands.count()) > 0) {
    await page.waitForLoadState("networkidle");
    expect(await look(), `${where}, awake`).toEqual(quiet);
  }
}
