// `npm run shots`: pictures for the documentation. Nothing is asserted.
import { defineConfig } from "@playwright/test";
import { launchOptions, sample, servers } from "./browser.ts";

export default defineConfig({
  testDir: "shots",
  workers: 1,
  reporter: [["list"]],
  use: { baseURL: sample, launchOptions, locale: "en-US", timezoneId: "America/New_York" },
  projects: [{ name: "shots" }],
  webServer: servers,
});
