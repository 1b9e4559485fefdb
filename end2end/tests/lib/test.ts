// The `test` every journey uses: it fails when the page wrote an error to the console or asked a third party for anything.
import { test as base, expect } from "@playwright/test";

export { expect };

export const test = base.extend<{ quiet: void; js: boolean }>({
  js: [async ({ javaScriptEnabled }, use) => use(javaScriptEnabled !== false), { scope: "test" }],
  quiet: [
    async ({ page, baseURL }, use) => {
      const seen: string[] = [];
      const navigations = new Set<string>();
      page.on("request", (request) => {
        if (request.isNavigationRequest()) navigations.add(request.url());
        const url = new URL(request.url());
        if (["http:", "https:"].includes(url.protocol) && url.hostname !== new URL(baseURL ?? "").hostname) {
          seen.push(`a request to another host: ${request.url()}`);
        }
      });
      page.on("pageerror", (error) => seen.push(`uncaught: ${error.message}`));
      page.on("console", (message) => {
        if (message.type() !== "error" && message.type() !== "warning") return;
        // Chromium notes a 4xx of the page itself; the journey looks at that status on its own.
        const expected =
          /status of 4\d\d/.test(message.text()) && navigations.has(message.location().url);
        if (!expected) seen.push(`${message.type()}: ${message.text()}`);
      });
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
  report: "/report",
  styleguide: "/styleguide",
  missing: "/no-such-page",
} as const;
