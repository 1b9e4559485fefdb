// Joining: the price before anybody signs up, with a code too; the order, how to pay it, and taking it back.
import { freshId } from "./lib/house.ts";
import { fillSignIn, freshEmail, letter, mailedLink, member, password, send, today } from "./lib/people.ts";
import { expect, test } from "./lib/roles.ts";

test("a visitor sees the price with the code IMG, and one answer to every other code", async ({ page }) => {
  await page.goto("/join?code=img");
  await expect(page.getByText("IMG works.")).toBeVisible();
  const resident = page.getByRole("row").filter({ hasText: "Resident membership" });
  await expect(resident).toContainText("$50.00");
  await expect(resident).toContainText("$42.50, $7.50 off");
  await expect(page.getByRole("link", { name: "Make an account" })).toBeVisible();

  await page.getByLabel("Code for the prices above", { exact: true }).fill("no-such-code");
  await page.getByRole("button", { name: "Show prices with this code" }).click();
  await expect(page.getByText("This code does not work here.")).toBeVisible();
  await expect(page.getByRole("row").filter({ hasText: "Resident membership" })).not.toContainText("off");
});

test("whoever confirms the address on another device goes on with joining there", async ({ page, as }) => {
  const email = freshEmail();
  await page.goto("/join?code=img&plan=resident");
  await page.getByRole("link", { name: "Make an account" }).click();
  await page.getByLabel("E-mail address").fill(email);
  await page.getByLabel("Password", { exact: true }).fill(password);
  await page.getByRole("button", { name: "Make my account" }).click();
  await expect(page).toHaveURL(/done=signed-up/);

  const phone = await as();
  const link = await mailedLink(page, email, "/confirm/");
  expect(link).not.toContain("join");
  await phone.goto(link);
  await phone.getByRole("button", { name: "Confirm my address" }).click();
  await expect(phone).toHaveURL(/\/sign-in\?next=.*done=confirmed/);
  await fillSignIn(phone, email);
  await expect(phone).toHaveURL(/\/join\?code=IMG&plan=resident$/);
  await expect(phone.getByText("IMG works.")).toBeVisible();
  const order = phone.getByRole("region", { name: "Order" });
  await expect(order).toContainText("You order with the code IMG.");
  await expect(order.locator('input[name="discount"]')).toHaveValue("IMG");
  await expect(order.getByLabel(/code/i)).toHaveCount(0);
  await order.getByRole("link", { name: "Order without it" }).click();
  await expect(phone).toHaveURL(/\/join\?plan=resident$/);
  // Without a code there are two fields, and each says what it is for.
  await expect(phone.getByLabel("Code for the prices above", { exact: true })).toHaveValue("");
  await expect(order.getByLabel("Code for this order (optional)", { exact: true })).toHaveValue("");
});

test("a member orders with the code, reads how to pay, and cancels", async ({ page }) => {
  const email = await member(page);
  await page.goto("/join?code=img");
  const order = page.getByRole("region", { name: "Order" });
  await order.getByRole("button", { name: "Order" }).click();
  await expect(page.locator(".error-summary")).toContainText("Choose a plan.");
  await page.goto("/join?code=img");
  await order.getByLabel("Plan").selectOption({ label: "Resident membership, $50.00" });
  await order.getByLabel("Where you are now").selectOption({ label: "Resident" });
  await order.getByLabel("When you expect residency to end").fill(`${new Date().getFullYear() + 2}-06-30`);
  await order.getByRole("button", { name: "Order" }).click();

  await expect(page.getByRole("heading", { level: 1 })).toHaveText("Your order");
  const line = page.getByRole("row").filter({ hasText: "IMG \u2212" });
  await expect(line).toContainText("IMG \u221215 %");
  await expect(line).toContainText("\u2212$7.50");
  await expect(page.getByRole("row").filter({ hasText: "Total" })).toContainText("$42.50");
  await expect(page.getByRole("region", { name: "How to pay" })).toBeVisible();
  await letter(page, email, /^Your order is waiting/);

  // One order at a time: the page of prices leads to it instead of taking another.
  await page.goto("/join");
  const waits = page.getByRole("region", { name: "You have an order that waits for its payment" });
  await expect(waits).toContainText("Resident membership, $42.50");
  await expect(page.getByLabel("Where you are now")).toHaveCount(0);
  await waits.getByRole("link", { name: "Go to your order" }).click();
  await expect(page.getByRole("heading", { level: 1 })).toHaveText("Your order");

  await page.goto("/me/membership");
  await expect(page.getByText("Your membership begins when your payment has come.")).toBeVisible();
  await page.getByRole("link", { name: "Resident membership" }).click();
  await page.getByRole("button", { name: "Cancel the order" }).click();
  await expect(page.getByRole("status")).toContainText("The order is canceled.");
  await expect(page.getByText("You are not a member.")).toBeVisible();
});

test("an event for members is announced to everybody and open to whoever has paid", async ({ page, as }) => {
  const [admin, desk, reader] = [await as("admin"), await as("treasurer"), await as()];
  const title = `Board hour ${freshId()}`;
  await admin.goto("/desk/new-event");
  await admin.getByLabel(/^Title/).fill(title);
  await admin.getByLabel("First day", { exact: true }).fill(`${new Date().getUTCFullYear() + 1}-03-24`);
  await admin.getByLabel("Begins at").fill("20:00");
  await admin.getByLabel("Time zone").fill("America/New_York");
  await admin.getByLabel("Public link").fill("https://example.org/members-room");
  await admin.getByLabel("Members only").check();
  await admin.getByRole("button", { name: "Save and publish" }).click();
  await expect(admin.getByRole("status")).toContainText("It is public.");
  const path = new URL(admin.url()).pathname.replace("/desk", "");

  await reader.goto(path);
  await expect(reader.getByRole("heading", { level: 1 })).toHaveText(title);
  await expect(reader.getByText("Members only")).toBeVisible();
  await expect(reader.locator('a[href*="members-room"]')).toHaveCount(0);
  await reader.getByRole("region", { name: "For members" }).getByRole("link", { name: "See what membership costs" }).click();
  await expect(reader.getByRole("heading", { level: 1 })).toHaveText(/^Join /);

  await member(page);
  await page.goto(path);
  await expect(page.getByRole("region", { name: "For members" })).toBeVisible();
  const to = await send(page, "/do/membership/join", { plan: "fellow", stage: "fellow" });
  const order = to.match(/orders\/([0-9a-z]{20})/)?.[1] ?? "";
  await send(desk, "/do/membership/record-payment", { order, amount: "75", method: "card", received_on: today() });
  await page.goto(path);
  await expect(page.locator('a[href*="members-room"]').first()).toBeVisible();
  await page.getByRole("link", { name: "Say that you come" }).click();
  await page.getByRole("region", { name: "This date" }).getByRole("button", { name: "I am coming" }).click();
  await expect(page.getByRole("status")).toContainText("we have noted it");
});
