// The treasurer: payments in parts, receipts, what goes back, plans, codes and batches that are handed out once.
import { readFileSync } from "node:fs";
import { letter, member, send, today } from "./lib/people.ts";
import { expect, proven, test } from "./lib/roles.ts";

let made = 0;
const fresh = (word: string) => `${word}-${process.pid}-${Date.now()}-${made++}`;

/** Orders the fellow plan; the order's number. */
async function ordered(page: import("@playwright/test").Page): Promise<string> {
  const to = await send(page, "/do/membership/join", { plan: "fellow", stage: "fellow", img: "yes", discount: "img" });
  return to.match(/orders\/([0-9a-z]{20})/)?.[1] ?? "";
}

test("a payment in two parts, the receipt, and what goes back", async ({ page, as }) => {
  const email = await member(page);
  const order = await ordered(page);
  const desk = await proven(await as("treasurer"), "treasurer");
  await desk.goto("/desk/membership");
  await expect(desk.getByRole("region", { name: "Waiting for payment" }).locator(`a[href$="${order}"]`)).toBeVisible();

  const pays = async (amount: string) => {
    await desk.goto(`/desk/membership/${order}`);
    const form = desk.getByRole("region", { name: "A payment came" });
    await form.getByLabel("Amount").fill(amount);
    await form.getByLabel("How it came").selectOption({ label: "Check" });
    await form.getByLabel("The day it came").fill(today());
    await form.getByRole("button", { name: "Write it down" }).click();
  };
  await pays("nothing");
  await expect(desk.locator(".error-summary")).toContainText("Write an amount such as 59.50.");
  await pays("20");
  await expect(desk.getByRole("status")).toContainText("Written down.");
  await expect(desk.getByText("$43.75 is missing.")).toBeVisible();
  await letter(page, email, /^A part of your payment/);
  await pays("50");
  await expect(desk.getByText("$6.25 too much, to be given back.")).toBeVisible();
  await letter(page, email, /^You are a member/);

  await page.goto("/me/membership");
  await expect(page.getByText(/^You are a member through /)).toBeVisible();
  await page.getByRole("link", { name: "Fellow membership" }).click();
  await expect(page.getByRole("heading", { level: 1 })).toHaveText("Receipt");
  const [file] = await Promise.all([page.waitForEvent("download"), page.getByRole("link", { name: "Download as PDF" }).click()]);
  expect(file.suggestedFilename()).toBe(`receipt-${order}.pdf`);
  expect(readFileSync(await file.path()).subarray(0, 5).toString()).toBe("%PDF-");

  await desk.goto(`/desk/membership/${order}`);
  const back = desk.getByRole("region", { name: "Give money back" });
  await back.getByLabel("Amount").fill("6.25");
  await back.getByLabel("Why").fill("Paid too much.");
  await back.getByRole("button", { name: "Give it back" }).click();
  await expect(desk.getByRole("status")).toContainText("Written down.");
  await expect(desk.getByText("$6.25 was given back.")).toBeVisible();
  await letter(page, email, /goes back to you$/);
});

test("a payment for an order that was canceled takes it up again", async ({ page, as }) => {
  const email = await member(page);
  const order = await ordered(page);
  await send(page, "/do/membership/cancel-order", { order });
  const desk = await proven(await as("treasurer"), "treasurer");
  await desk.goto(`/desk/membership/${order}`);
  const form = desk.getByRole("region", { name: "A payment came" });
  await expect(form).toContainText("A payment takes it up again");
  await form.getByLabel("Amount").fill("63.75");
  await form.getByLabel("How it came").selectOption({ label: "Check" });
  await form.getByLabel("The day it came").fill(today());
  await form.getByRole("button", { name: "Write it down" }).click();
  await expect(desk.getByRole("status")).toContainText("The order is taken up again, at the price it had.");
  await expect(desk.getByText("Paid. Paid in full.")).toBeVisible();
  await letter(page, email, /^You are a member/);
});

test("a plan is made, seen by everybody, and closed", async ({ page, as }) => {
  const desk = await as("treasurer");
  const [key, name] = [fresh("plan"), `Visitor membership ${process.pid}-${made}`];
  await desk.goto("/desk/new-plan");
  await desk.getByRole("button", { name: "Make the plan" }).click();
  await expect(desk.locator(".error-summary")).toContainText("Write from 2 to 40 small letters");
  await desk.getByLabel("Short name").fill(key);
  await desk.getByLabel("Name", { exact: true }).fill(name);
  await desk.getByLabel("Price of one term").fill("12.50");
  await desk.getByRole("button", { name: "Make the plan" }).click();
  await expect(desk.getByRole("status")).toContainText("Saved.");
  await page.goto("/join");
  await expect(page.getByRole("row").filter({ hasText: name })).toContainText("$12.50");

  await desk.getByRole("link", { name }).click();
  await desk.getByLabel("Price of one term").fill("15");
  await desk.getByLabel("It takes orders").uncheck();
  await desk.getByRole("button", { name: "Save the plan" }).click();
  await expect(desk.getByRole("listitem").filter({ hasText: name })).toContainText("Closed");
  await page.goto("/join");
  await expect(page.getByRole("row").filter({ hasText: name })).toHaveCount(0);
});

test("what a code seldom needs lies folded until something in it is wrong", async ({ as }) => {
  const desk = await as("treasurer");
  await desk.goto("/desk/codes");
  const form = desk.getByRole("region", { name: "Make a code" });
  const [limits, partner] = [form.locator("details").first(), form.locator("details").last()];
  await expect(form.getByLabel("How often, by everybody")).toBeHidden();
  await limits.locator("summary").click();
  await form.getByLabel("How often, by everybody").fill("0");
  await form.getByLabel("The code, or the name of the batch").fill(fresh("limit").slice(0, 24));
  await form.getByLabel("How much").fill("10");
  await form.getByRole("button", { name: "Make it" }).click();
  await expect(form.locator(".error-summary")).toContainText("Write a whole number from 1 to 100000");
  await expect(form.getByLabel("How often, by everybody")).toHaveValue("0");
  await expect(limits).toHaveAttribute("open");
  await expect(partner).not.toHaveAttribute("open");
});

test("a batch of codes is handed out once", async ({ as }) => {
  const desk = await proven(await as("treasurer"), "treasurer");
  const name = fresh("Fair").slice(0, 40);
  await desk.goto("/desk/codes");
  const form = desk.getByRole("region", { name: "Make a code" });
  await form.getByLabel("A batch; each code works once").check();
  await form.getByLabel("The code, or the name of the batch").fill(name);
  await form.getByLabel("Codes in the batch").fill("7");
  await form.getByLabel("How much").fill("10");
  await form.getByRole("button", { name: "Make it" }).click();
  await expect(desk.getByRole("status")).toContainText("The code is made.");

  const card = desk.getByRole("listitem").filter({ hasText: name });
  await card.getByRole("link", { name: "Hand the codes out" }).click();
  await expect(desk.getByText("7 codes are made now")).toBeVisible();
  const page = desk.url();
  const [file] = await Promise.all([desk.waitForEvent("download"), desk.getByRole("button", { name: "Make the file" }).click()]);
  const lines = readFileSync(await file.path(), "utf8").trim().split("\r\n");
  expect(lines).toHaveLength(8);
  expect(new Set(lines.slice(1)).size).toBe(7);
  for (const line of lines.slice(1)) expect(line).toMatch(/^[0-9A-HJKMNP-TV-Z]{4}(-[0-9A-HJKMNP-TV-Z]{4}){2}$/);
  expect((await desk.goto(page))?.status()).toBe(404);

  await desk.goto("/desk/codes");
  await card.getByRole("button", { name: "Stop it" }).click();
  await expect(desk.getByRole("status")).toContainText("Stopped.");
});
