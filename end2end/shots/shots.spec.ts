import { test } from "@playwright/test";
import { desktop, phone } from "../browser.ts";

const series = "/events/img-coffee-chat";

/** What README.md shows, and nothing else. */
const shots = [
  { name: "home-desktop-light", path: "/", scheme: "light", viewport: desktop, scale: 1 },
  { name: "home-desktop-dark", path: "/", scheme: "dark", viewport: desktop, scale: 1 },
  { name: "series-desktop-light", path: series, scheme: "light", viewport: desktop, scale: 1 },
  { name: "events-phone-light", path: "/events", scheme: "light", viewport: phone, scale: 1.5 },
] as const;

for (const { name, path, scheme, viewport, scale } of shots) {
  test(name, async ({ browser, baseURL }) => {
    const context = await browser.newContext({
      baseURL,
      viewport,
      colorScheme: scheme,
      deviceScaleFactor: scale,
      locale: "en-US",
      timezoneId: "America/New_York",
    });
    const page = await context.newPage();
    await page.goto(path);
    await page.evaluate(() => document.fonts.ready);
    await page.screenshot({ path: `../docs/images/${name}.png` });
    await context.close();
  });
}
