// From an address and a password to an account, through the second factor, and out again.
import { expect, test } from "./lib/roles.ts";
import {
  appCode,
  elevenMinutesLater,
  fillSignIn,
  fillSignUp,
  freshEmail,
  letter,
  mailedLink,
  member,
  newcomer,
  password,
  send,
} from "./lib/people.ts";

test("somebody makes an account, confirms it, signs in and out", async ({ page }) => {
  await newcomer(page);
  await expect(page.getByRole("heading", { level: 1 })).toHaveText("My page");
  await expect(page.getByRole("heading", { name: "Next for you" })).toBeVisible();
  await page.getByRole("button", { name: "Sign out" }).click();
  await expect(page.getByRole("status")).toContainText("You are signed out");
  await page.goto("/me");
  await expect(page).toHaveURL(/\/sign-in\?next=%2Fme$/);
});

test("a refused sign-in keeps the address and never the password, and leads back where one wanted to go", async ({
  page,
}) => {
  const email = await member(page);
  await send(page, "/do/identity/sign-out", {});
  await page.goto("/me/devices");
  await fillSignIn(page, email, "not my password");
  await expect(page).toHaveTitle(/^Error: /);
  await expect(page.locator(".error-summary")).toBeFocused();
  await expect(page.getByLabel("E-mail address")).toHaveValue(email);
  await expect(page.getByLabel("Password", { exact: true })).toHaveValue("");
  await page.getByLabel("Password", { exact: true }).fill(password);
  await page.getByRole("button", { name: "Sign in" }).click();
  await expect(page).toHaveURL(/\/me\/devices$/);
  await expect(page.getByText("This device")).toBeVisible();
});

test("a mailed link does nothing until its button is pressed, and nothing twice", async ({ page }) => {
  const email = freshEmail();
  await fillSignUp(page, email, "short");
  await expect(page.locator(".error-summary")).toContainText("at least 10 characters");
  await expect(page.getByLabel("E-mail address")).toHaveValue(email);
  await expect(page.getByLabel("Password", { exact: true })).toHaveValue("");
  await fillSignUp(page, email);
  await expect(page.getByRole("status")).toContainText("Look into your mailbox");
  const first = await mailedLink(page, email, "/confirm/");

  // Before that there is a page of one's own, and nothing more.
  await page.goto("/sign-in");
  await fillSignIn(page, email);
  await expect(page.getByRole("heading", { name: "Next: confirm your address" })).toBeVisible();
  expect((await page.request.get("/me/blocks", { maxRedirects: 0 })).status()).toBe(303);
  await page.getByRole("button", { name: "Send the link again" }).click();
  await expect(page.getByRole("status")).toContainText("Only the newest link works");
  await expect(async () => expect(await mailedLink(page, email, "/confirm/")).not.toBe(first)).toPass();
  const link = await mailedLink(page, email, "/confirm/");
  await page.goto(first);
  await expect(page.getByText("This link does not work any more")).toBeVisible();
  for (let look = 0; look < 3; look++) expect((await page.request.get(link)).status()).toBe(200);
  await page.goto(link);
  await page.getByRole("button", { name: "Confirm my address" }).click();
  await expect(page.getByRole("status")).toContainText("confirmed");
  await page.goto(link);
  await expect(page.getByText("This link does not work any more")).toBeVisible();
});

test("a forgotten password is replaced by mail", async ({ page }) => {
  const email = await member(page);
  await page.goto("/sign-in");
  await expect(page.getByText("You are signed in already")).toBeVisible();
  await page.getByRole("link", { name: "I forgot my password" }).click();
  await page.getByLabel("E-mail address").fill(email);
  await page.getByRole("button", { name: "Send me the link" }).click();
  await expect(page.getByRole("status")).toContainText("Look into your mailbox");
  await page.goto(await mailedLink(page, email, "/reset-password/"));
  await page.getByLabel("New password").fill("short");
  await page.getByRole("button", { name: "Set the new password" }).click();
  await expect(page).toHaveTitle(/^Error: /);
  await page.getByLabel("New password").fill("seven boats at the pier");
  await page.getByRole("button", { name: "Set the new password" }).click();
  await fillSignIn(page, email, "seven boats at the pier");
  await expect(page).toHaveURL(/\/me$/);
});

test("the second factor is set up, asked for, and a recovery code helps out", async ({ page }) => {
  const email = await member(page);
  await page.goto("/me");
  await page.getByRole("link", { name: "Two-step sign-in" }).click();
  await page.getByLabel("Password", { exact: true }).fill(password);
  await page.getByRole("button", { name: "Set it up" }).click();
  const key = (await page.locator("code.key").innerText()).replaceAll(/\s/g, "");
  const codes = await page.locator(".codes code").allInnerTexts();
  expect(codes).toHaveLength(10);
  await page.getByLabel("Code", { exact: true }).fill(appCode(key));
  await page.getByRole("button", { name: /switch it on/ }).click();
  await expect(page.getByRole("status")).toContainText("Two-step sign-in is on");
  await page.goto("/me");
  await page.getByRole("button", { name: "Sign out" }).click();
  await fillSignIn(page, email);
  await expect(page.getByRole("heading", { level: 1 })).toHaveText("Enter your code");
  await page.getByLabel("Code", { exact: true }).fill("000000");
  await page.getByRole("button", { name: "Sign in" }).click();
  await expect(page).toHaveTitle(/^Error: /);
  await page.getByLabel("Code", { exact: true }).fill(codes[0] ?? "");
  await page.getByRole("button", { name: "Sign in" }).click();
  await expect(page).toHaveURL(/\/me$/);
  await page.goto("/me/two-factor");
  await expect(page.getByText("You have 9 recovery codes left")).toBeVisible();
});

test("what was typed when the session had ended is there after signing in again", async ({ page, context }) => {
  const email = await member(page);
  await page.goto("/me/account");
  await page.getByLabel("New e-mail address").fill("someone@example.net");
  const cookies = await context.cookies();
  await context.clearCookies();
  await context.addCookies(cookies.filter((cookie) => cookie.name !== "landfall"));
  await page.getByRole("button", { name: "Send the link" }).click();
  await expect(page.getByText("You were signed out").first()).toBeVisible();
  await fillSignIn(page, email);
  await expect(page.getByLabel("New e-mail address")).toHaveValue("someone@example.net");
  await expect(page.locator(".error-summary")).toContainText("You are signed in again");
});

test("a device is signed out from another one, and a new password signs all others out", async ({ page, as }) => {
  const email = await member(page);
  const [other, third] = [await as(), await as()];
  for (const one of [other, third]) await send(one, "/do/identity/sign-in", { email, password });
  await letter(page, email, /^New sign-in/);
  await page.goto("/me/devices");
  const devices = page.locator("ul.devices > li");
  await expect(devices).toHaveCount(3);
  await expect(devices.filter({ hasText: "This device" })).toHaveCount(1);
  await devices.getByRole("button", { name: /^Sign out/ }).first().click();
  await expect(page.getByRole("status")).toContainText("That device is signed out.");
  await expect(devices).toHaveCount(2);

  await page.goto("/me/account");
  const change = page.getByRole("region", { name: "Change your password" });
  await change.getByLabel("Present password").fill("not my password");
  await change.getByLabel("New password").fill("seven boats at the pier");
  await change.getByRole("button", { name: "Change my password" }).click();
  await expect(page.locator(".error-summary")).toContainText("This is not your present password.");
  await change.getByLabel("Present password").fill(password);
  await change.getByLabel("New password").fill("seven boats at the pier");
  await change.getByRole("button", { name: "Change my password" }).click();
  await expect(page.getByRole("status")).toContainText("All other devices were signed out.");
  for (const one of [other, third]) expect((await one.request.get("/me", { maxRedirects: 0 })).status()).toBe(303);
  await page.goto("/me/devices");
  await expect(devices).toHaveCount(1);
});

test("another address is used once its mailbox has agreed", async ({ page }) => {
  const [email, next] = [await member(page), freshEmail()];
  await page.goto("/me/account");
  const change = page.getByRole("region", { name: "Change your e-mail address" });
  await change.getByLabel("New e-mail address").fill(next);
  await change.getByLabel("Password", { exact: true }).fill(password);
  await change.getByRole("button", { name: "Send the link" }).click();
  await expect(page.getByRole("status")).toContainText("Until then your present address stays.");
  await letter(page, email, /is about to change$/);
  await page.goto(await mailedLink(page, next, "/change-email/"));
  await page.getByRole("button", { name: "Use this address" }).click();
  await expect(page.getByRole("status")).toContainText("From now on you sign in with the new one.");
  await page.goto("/sign-in");
  await fillSignIn(page, email);
  await expect(page.locator(".error-summary")).toContainText("do not belong together");
  await fillSignIn(page, next);
  await expect(page).toHaveURL(/\/me$/);
});

test("somebody takes their data along when the password was long ago", async ({ page }) => {
  const email = await member(page);
  await elevenMinutesLater(page);
  await page.goto("/me");
  await page.getByRole("link", { name: "Take your data along" }).click();
  // The password comes first, on a page and not in the file.
  await page.getByRole("link", { name: "Download my data" }).click();
  await expect(page.getByRole("heading", { level: 1 })).toHaveText("Your password, please");
  await page.getByLabel("Password", { exact: true }).fill(password);
  const download = page.waitForEvent("download");
  await page.getByRole("button", { name: "Go on" }).click();
  expect((await download).suggestedFilename()).toBe("landfall-my-data.zip");
});

test("somebody takes their data along, leaves, and comes back", async ({ page }) => {
  const email = await member(page);
  await page.goto("/me/export");
  const download = page.waitForEvent("download");
  await page.getByRole("link", { name: "Download my data" }).click();
  expect((await download).suggestedFilename()).toBe("landfall-my-data.zip");
  await page.goto("/me/leave");
  await page.getByRole("button", { name: "Delete my account" }).click();
  await expect(page.locator(".error-summary")).toContainText("Tick the box");
  await page.getByLabel("I want to delete my account").check();
  await page.getByLabel("Password", { exact: true }).fill(password);
  await page.getByRole("button", { name: "Delete my account" }).click();
  await expect(page.getByRole("status")).toContainText("on its way out");
  await fillSignIn(page, email);
  await expect(page.getByRole("heading", { name: "Your account is on its way out" })).toBeVisible();
  await page.getByRole("button", { name: "Keep my account" }).click();
  await expect(page.getByRole("status")).toContainText("Welcome back");
});
