import { expect, test } from "@playwright/test";
import { desktop, phone } from "../browser.ts";

const pages = { home: "/", events: "/events", report: "/report", styleguide: "/styleguide" };

for (const [size, viewport] of Object.entries({ desktop, phone })) {
  for (const scheme of ["light", "dark"] as const) {
    test(`${size}, ${scheme}`, async ({ browser, baseURL }) => {
      const context = await browser.newContext({ baseURL, viewport, colorScheme: scheme, deviceScaleFactor: 2 });
      const page = await context.newPage();
      const shot = async (name: string) => {
        await page.evaluate(() => document.fonts.ready);
        await page.screenshot({ path: `../docs/images/${name}-${size}-${scheme}.png`, fullPage: size === "phone" });
      };
      for (const [name, path] of Object.entries(pages)) {
        await page.goto(path);
        await shot(name);
      }
      await page.goto("/events");
      await page.locator('main a[href^="/events/"]').first().click();
      await expect(page).toHaveURL(/\/events\/.+/);
      await shot("series");
      await context.close();
    });
  }
}
