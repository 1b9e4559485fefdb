// Somebody holds a paper in hand and wants to know whether it is ours.
import { expect, scene, test } from "./lib/roles.ts";
import { moment, sql } from "./lib/house.ts";

test("a code says whose the paper is, who signed and whether it holds", async ({ page }) => {
  const { certificate } = scene();
  await page.goto("/");
  await page.getByRole("contentinfo").getByRole("link", { name: "Verify a certificate" }).click();
  await expect(page.getByRole("heading", { level: 1 })).toHaveText("Check a certificate");
  const code = page.getByLabel(/^Code, such as/);
  const check = async (typed: string) => {
    await code.fill(typed);
    await page.getByRole("button", { name: "Check" }).click();
  };
  // As people write it down: small letters, spaces.
  await check(` ${certificate.toLowerCase().replace(/(.{4})/g, "$1 ")}`);
  await expect(page.getByRole("status")).toContainText("This is ours, and it holds.");
  const paper = page.getByRole("region", { name: "Certificate of participation" });
  await expect(paper.locator("dd").first()).toHaveText("Ines Okafor");
  await expect(paper).toContainText("Signed byAmara Osei, MD");
  await expect(page.locator("link[rel=canonical]")).toHaveCount(1);

  for (const wrong of ["0000-0000-0000", "7K3M-Q2XD-9A4", "<b>bold</b>", "no code at all"]) {
    await check(wrong);
    await expect(page.getByRole("status")).toContainText("We have signed nothing with this code.");
    // A mistyped sign is found by looking at what was typed.
    await expect(code).toHaveValue(wrong);
    await expect(page.getByRole("region")).toHaveCount(0);
  }
  await check("   ");
  await expect(page.getByRole("status")).toHaveCount(0);

  const gone = [..."BCDFGHJKMNPQ"].map((sign) => ("0123456789ABCDEFGHJKMNPQRSTVWXYZ"[Math.floor(Math.random() * 32)] ?? sign)).join("");
  sql(
    `insert into verifications (code, kind, subject, facts, signer, issued_at, revoked_at)
     values (?, 'hours', 'Hana Sato', '[]', 'Amara Osei, MD', ?, ?)`,
    gone,
    moment(86_400_000),
    moment(),
  );
  await page.goto(`/verify/${gone}`);
  await expect(page.getByRole("status")).toContainText("This no longer holds.");
  await expect(page.getByRole("region", { name: "Record of volunteer hours" })).toContainText("Hana Sato");
});

test("whoever tries codes one after the other is asked to wait", async ({ page }) => {
  await page.goto("/verify");
  let status = 200;
  for (let tries = 0; tries < 60 && status === 200; tries++) {
    status = (await page.request.get(`/verify/0000-0000-${String(tries).padStart(4, "0")}`)).status();
  }
  expect(status).toBe(429);
  const answer = await page.goto("/verify/0000-0000-9999");
  expect(answer?.status()).toBe(429);
  await expect(page.getByRole("heading", { level: 1 })).toHaveText("That was a lot in a short time");
});
