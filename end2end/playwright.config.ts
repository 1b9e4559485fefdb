// Every journey runs three times: on a phone and on a desktop with JavaScript, and on a phone without. Without script a
// page is the same HTML on a desktop; E2E_ALL=1 walks that as well.
import { defineConfig } from "@playwright/test";
import { desktop, launchOptions, phone, sample, servers } from "./browser.ts";

const journeys = [
  "events.spec.ts",
  "subscribe.spec.ts",
  "moderation.spec.ts",
  "styleguide.spec.ts",
  "identity.spec.ts",
  "profile.spec.ts",
  "notifications.spec.ts",
  "desk.spec.ts",
  "cases.spec.ts",
  "mentorship.spec.ts",
  "mentoring.spec.ts",
  "cohort.spec.ts",
  "opportunities.spec.ts",
  "hosting.spec.ts",
  "verify.spec.ts",
  "organizing.spec.ts",
  "rsvp.spec.ts",
];
/** What changes the books: after the pages that show them were looked at. */
const books = ["membership.spec.ts", "treasurer.spec.ts"];
/** What asks no other question without script. */
const once = ["a11y.spec.ts", "a11y-people.spec.ts"];
/** What a screen's width has no part in. */
const anywhere = ["hostile.spec.ts", "looks.spec.ts"];
/** Who signs in before everybody else, and what they leave behind. */
const people = { dependencies: ["things"] };
const looked = { dependencies: ["phone", "desktop"] };

export default defineConfig({
  testDir: "tests",
  outputDir: "test-results",
  snapshotPathTemplate: "{testDir}/golden/{arg}{ext}",
  updateSnapshots: process.env.CI ? "none" : "missing",
  fullyParallel: true,
  workers: 2,
  forbidOnly: !!process.env.CI,
  timeout: 45_000,
  expect: { timeout: 7_000 },
  reporter: [["list"]],
  use: {
    baseURL: sample,
    launchOptions,
    locale: "en-US",
    // A zone where the coffee chat falls on the next day.
    timezoneId: "Asia/Karachi",
    // Traces cost time; who looks for a failure runs that test again at home.
    trace: process.env.CI ? "off" : "retain-on-failure",
  },
  projects: [
    { name: "http", testMatch: ["house.spec.ts", "guard.spec.ts"], use: { viewport: desktop } },
    { name: "people", testMatch: ["people.setup.ts"], use: { viewport: desktop } },
    { name: "things", testMatch: ["things.setup.ts"], use: { viewport: desktop }, dependencies: ["people"] },
    { name: "phone", testMatch: [...journeys, ...once], use: { viewport: phone, hasTouch: true }, ...people },
    { name: "desktop", testMatch: [...journeys, ...once, ...anywhere], use: { viewport: desktop }, ...people },
    {
      name: "phone-plain",
      testMatch: journeys,
      use: { viewport: phone, hasTouch: true, javaScriptEnabled: false },
      ...people,
    },
    { name: "books-phone", testMatch: books, use: { viewport: phone, hasTouch: true }, ...looked },
    { name: "books-desktop", testMatch: books, use: { viewport: desktop }, ...looked },
    {
      name: "books-plain",
      testMatch: books,
      use: { viewport: phone, hasTouch: true, javaScriptEnabled: false },
      ...looked,
    },
    ...(process.env.E2E_ALL
      ? [
          {
            name: "desktop-plain",
            testMatch: journeys,
            use: { viewport: desktop, javaScriptEnabled: false },
            ...people,
          },
        ]
      : []),
  ],
  webServer: servers,
});
