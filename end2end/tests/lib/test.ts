// The `test` every journey uses: it fails when a page wrote an error to the console or asked a third party for anything.
import { test as base, expect, type Page } from "@playwright/test";

export { expect };

let tests = 0;

/** Notes in `seen` whatever a page should not have said or asked for. */
export function watch(page: Page, host: string, seen: string[]) {
  const navigations = new Set<string>();
  page.on("request", (request) => {
    if (request.isNavigationRequest()) navigations.add(request.url());
    const url = new URL(request.url());
    if (["http:", "https:"].includes(url.protocol) && url.hostname !== host) {
      seen.push(`a request to another host: ${request.url()}`);
    }
  });
  page.on("pageerror", (error) => {
    // Chromium says so itself when the next page is there before the fade from the last one, which only style sheets ask for
    // (w3c/csswg-drafts issue 13726); no script could catch it and nobody sees anything of it.
    const faded = /^Transition was (aborted|skipped)/.test(error.message);
    if (!faded) seen.push(`uncaught: ${error.message}`);
  });
  page.on("console", (message) => {
    if (message.type() !== "error" && message.type() !== "warning") return;
    // Chromium notes a 4xx of the page itself; the journey looks at that status on its own.
    const expected = /status of 4\d\d/.test(message.text()) && navigations.has(message.location().url);
    if (!expected) seen.push(`${message.type()}: ${message.text()}`);
  });
}

interface Journeys {
  js: boolean;
  /** What pages should not have said so far. */
  seen: string[];
  quiet: void;
}

export const test = base.extend<Journeys>({
  // Each test comes from a network of its own, so that what one address may do in an hour is not shared by all.
  extraHTTPHeaders: async ({ extraHTTPHeaders }, use, { workerIndex }) => {
    const network = `198.18.${(workerIndex * 7 + Math.floor(tests / 250)) % 256}.${(tests++ % 250) + 1}`;
    await use({ ...extraHTTPHeaders, "X-Forwarded-For": network });
  },
  js: [async ({ javaScriptEnabled }, use) => use(javaScriptEnabled !== false), { scope: "test" }],
  seen: async ({}, use) => use([]),
  quiet: [
    async ({ page, baseURL, seen }, use) => {
      watch(page, new URL(baseURL ?? "").hostname, seen);
      await use();
      expect(seen, "the console stays empty").toEqual([]);
    },
    { auto: true },
  ],
});

/** Every page a visitor can reach without knowing anything, plus one that is not there. */
export const pages = {
  home: "/",
  events: "/events",
  month: "/events?view=month",
  series: "/events/img-coffee-chat",
  // The first date of all: over, and there for good.
  date: "/events/img-coffee-chat/2023-01-25",
  calendar: "/calendar",
  doctor: "/calendar/doctor",
  opportunities: "/opportunities",
  offer: "/offer/observership",
  report: "/report",
  styleguide: "/styleguide",
  missing: "/no-such-page",
} as const;
