// The practice form: two equal forms on one page, and what people see when one is taken, refused or sent too late.
import type { Page } from "@playwright/test";
import { expect, test } from "./lib/test.ts";

const action = "/do/styleguide/try";
const form = (page: Page, which: "first" | "second") =>
  page.locator("form").filter({ has: page.locator(`input[name=_form][value="${action}#${which}"]`) });
const send = async (page: Page, which: "first" | "second") => {
  const answered = page.waitForResponse((answer) => answer.url().includes(action));
  await form(page, which).getByRole("button", { name: "Try it" }).click();
  return (await answered).status();
};

test("two equal forms on a page stay apart", async ({ page }) => {
  await page.goto("/styleguide");
  await form(page, "second").locator("[name=about]").fill("Only the second form was filled in.");
  expect(await send(page, "second")).toBe(422);

  await expect(page.locator(".error-summary")).toHaveCount(1);
  await expect(form(page, "second").locator(".error-summary")).toBeFocused();
  await expect(form(page, "second").locator("[name=about]")).toHaveValue("Only the second form was filled in.");
  await expect(form(page, "second").locator("[name=name]")).toHaveAttribute("aria-invalid", "true");
  await expect(form(page, "first").locator("[name=about]")).toHaveValue("");
  await expect(form(page, "first").locator("[name=name]")).not.toHaveAttribute("aria-invalid", "true");

  await form(page, "second").locator(".error-summary a").first().click();
  await expect(form(page, "second").locator("[name=name]")).toBeFocused();
  const ids = await page.locator("[id]").evaluateAll((all) => all.map((one) => one.id));
  expect(ids.filter((id, at) => ids.indexOf(id) !== at), "no id is there twice").toEqual([]);

  // The other form refuses next: now only that one shows it.
  await form(page, "first").locator("[name=about]").fill("Now the first.");
  expect(await send(page, "first")).toBe(422);
  await expect(form(page, "first").locator("[name=about]")).toHaveValue("Now the first.");
  await expect(form(page, "second").locator(".error-summary")).toHaveCount(0);
});

test("the practice form is taken and thanked for", async ({ page }) => {
  await page.goto("/styleguide");
  await form(page, "first").locator("[name=name]").fill("Łucja Żórawska, نور");
  expect(await send(page, "first")).toBe(303);
  await expect(page).toHaveURL("/styleguide?done=tried");
  await expect(page.getByRole("status").filter({ hasText: "It worked." })).toBeVisible();
});

test("signed-out: the answer is 401, and the sign-in page carries what was typed", async ({ page }) => {
  await page.goto("/styleguide");
  const mine = form(page, "first");
  await mine.locator("[name=name]").fill("Ines Valdorra");
  await mine.locator('[name=outcome][value="signed-out"]').check();
  expect(await send(page, "first")).toBe(401);
  await expect(page.getByRole("heading", { level: 1 })).toHaveText("Sign in");
  await expect(page.locator("input[name=kept]")).toHaveValue(/name=Ines\+Valdorra/);
  await expect(page.locator("input[name=next]")).toHaveValue("/styleguide");
});

for (const [outcome, status, words] of [["busy", 429, "This was not sent"]] as const) {
  test(`${outcome}: the answer is ${status} and nothing typed is lost`, async ({ page }) => {
    await page.goto("/styleguide");
    const mine = form(page, "first");
    await mine.locator("[name=name]").fill("Ines Valdorra");
    await mine.locator("[name=about]").fill("I wrote for an hour.\nIt must not be lost.");
    await mine.locator(`[name=outcome][value="${outcome}"]`).check();
    expect(await send(page, "first")).toBe(status);
    await expect(page).toHaveTitle(/^Error: /);
    await expect(mine.locator(".error-summary")).toBeFocused();
    await expect(mine.locator(".error-summary")).toContainText(words);
    await expect(mine.locator("[name=name]")).toHaveValue("Ines Valdorra");
    await expect(mine.locator("[name=about]")).toHaveValue("I wrote for an hour.\nIt must not be lost.");
    await expect(mine.locator(`[name=outcome][value="${outcome}"]`)).toBeChecked();

    await mine.locator('[name=outcome][value="taken"]').check();
    expect(await send(page, "first")).toBe(303);
  });
}

test("the island is there with script, and what it copies can be copied without", async ({ page, js, context }) => {
  await page.goto("/styleguide");
  const button = page.getByRole("button", { name: "Copy the rule" });
  // Without script there is nothing to press, and the words stand on the page.
  await expect(page.getByText("FREQ=MONTHLY;INTERVAL=2;BYDAY=4WE").first()).toBeVisible();
  if (!js) {
    await expect(button).toBeHidden();
    return;
  }
  await context.grantPermissions(["clipboard-read", "clipboard-write"]);
  // The island starts when it comes near the screen; until then the button is not there.
  await page.locator("#buttons").scrollIntoViewIfNeeded();
  await button.click();
  await expect(page.getByRole("status").filter({ hasText: "Copied." })).toBeVisible();
  expect(await page.evaluate(() => navigator.clipboard.readText())).toContain("FREQ=MONTHLY");
});
