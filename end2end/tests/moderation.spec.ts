// The first write of the house: a visitor reports a problem with a page. The whole form path shows here.
import type { Page } from "@playwright/test";
import { expect, test } from "./lib/test.ts";

const action = "/do/moderation/report";
const picture = Buffer.from(
  "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==",
  "base64",
);
const details = (page: Page) => page.locator("textarea[name=details]");
const choose = (page: Page, what: string) => page.locator(`input[name=what][value="${what}"]`).check();
const send = async (page: Page) => {
  const answered = page.waitForResponse((answer) => answer.url().includes(action));
  await page.getByRole("button", { name: "Send the report" }).click();
  return (await answered).status();
};

test("a report is taken once and thanked for", async ({ page }) => {
  await page.goto("/report?page=/events");
  await expect(page.locator("input[name=page]")).toHaveValue("/events");
  await choose(page, "wrong-fact");
  await details(page).fill("The chat in May shows the wrong day.");
  expect(await send(page)).toBe(303);
  await expect(page).toHaveURL(/[?&]done=/);
  await expect(page.getByRole("status")).toBeVisible();

  // Reloading the thank-you page reads; it does not report again.
  const reloaded = page.waitForRequest((request) => request.isNavigationRequest());
  await page.reload();
  expect((await reloaded).method()).toBe("GET");

  await page.goBack();
  await expect(page.getByRole("heading", { level: 1 })).toHaveText("Report a problem");
  await expect(page.locator(".error-summary")).toHaveCount(0);
});

test("two refusals in a row keep what was typed", async ({ page }) => {
  await page.goto("/report?page=/events");
  const words = 'I typed "this" & <b>that</b>\n</textarea><script>alert(1)</script>\nin three lines.';
  await details(page).fill(words);
  expect(await send(page)).toBe(422);

  await expect(page).toHaveTitle(/^Error: /);
  const summary = page.locator(".error-summary");
  await expect(summary).toBeFocused();
  await expect(summary.getByRole("heading")).toHaveText("There is a problem");
  await expect(details(page)).toHaveValue(words);
  await expect(page.locator("input[name=page]")).toHaveValue("/events");

  await details(page).fill(`${words} And more.`);
  expect(await send(page)).toBe(422);
  await expect(page).toHaveTitle(/^Error: (?!Error: )/);
  await expect(page.locator(".error-summary")).toBeFocused();
  await expect(details(page)).toHaveValue(`${words} And more.`);
  await expect(page.locator("input[name=_page]").last()).toHaveValue("/report?page=/events");

  await page.locator(".error-summary a").first().click();
  await expect(page.locator(":focus")).toHaveAttribute("name", "what");
  await choose(page, "something-else");
  expect(await send(page)).toBe(303);
  await expect(page).toHaveURL(/[?&]done=/);
});

test("Back after a refusal shows the form, without its errors", async ({ page }) => {
  await page.goto("/report");
  await send(page);
  await expect(page.locator(".error-summary")).toBeVisible();
  await page.goBack();
  await expect(page.locator(".error-summary")).toHaveCount(0);
  await expect(page.getByRole("button", { name: "Send the report" })).toBeVisible();
});

test("each error is tied to its field", async ({ page }) => {
  await page.goto("/report");
  await send(page);
  const field = details(page);
  await expect(field).toHaveAttribute("aria-invalid", "true");
  const ids = ((await field.getAttribute("aria-describedby")) ?? "").split(" ");
  expect(ids).toContain("details-error");
  await expect(page.locator("#details-error")).toContainText("Error:");
  for (const link of await page.locator(".error-summary a").all()) {
    const target = (await link.getAttribute("href")) ?? "";
    await expect(page.locator(target), `${target} is on the page`).toHaveCount(1);
  }
});

test("a screenshot is added first and goes with the report", async ({ page }) => {
  await page.goto("/report?page=/events");
  await page.getByText("Add a screenshot first").click();
  await page.getByLabel("Screenshot").setInputFiles({ name: "events-page.png", mimeType: "image/png", buffer: picture });
  await page.getByRole("button", { name: "Add the file" }).click();
  await expect(page.locator(".staged")).toContainText("Screenshot added: PNG");
  await expect(page.locator("input[name=page]")).toHaveValue("/events");

  // A refusal in between does not lose the picture.
  expect(await send(page)).toBe(422);
  await expect(page.locator(".staged")).toContainText("Screenshot added: PNG");
  await choose(page, "hard-to-use");
  await details(page).fill("The month heading covers the first row.");
  expect(await send(page)).toBe(303);
});

for (const [what, file, words] of [
  ["a file of another type is refused by its content", { name: "picture.png", buffer: Buffer.from("<html><script>alert(1)</script></html>") }, /PNG, JPEG or WebP/],
  ["a file over its limit is refused", { name: "large.png", buffer: Buffer.concat([picture, Buffer.alloc(2_200_000)]) }, /too large/],
] as const) {
  test(what, async ({ page }) => {
    await page.goto("/report?page=/events");
    await page.getByText("Add a screenshot first").click();
    await page.getByLabel("Screenshot").setInputFiles({ ...file, mimeType: "image/png" });
    await page.getByRole("button", { name: "Add the file" }).click();
    await expect(page.locator("#upload-file-error")).toContainText(words);
    await expect(page.locator("#upload-file-error")).toBeVisible();
    await expect(page.locator(".staged")).toHaveCount(0);
    await expect(page.locator("input[name=page]")).toHaveValue("/events");
  });
}
