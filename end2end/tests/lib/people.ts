// How tests become somebody: a fresh account by sign-up and its mail, or one of the sample people.
import { createHmac } from "node:crypto";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import type { Page } from "@playwright/test";
import { sample } from "../../browser.ts";
import { expect } from "./test.ts";

export const password = "nine lamps by the shore";
let made = 0;

/** An address nobody else in this run has. */
export const freshEmail = () => `person-${process.pid}-${Date.now()}-${made++}@example.org`;

/** The newest mailed link of a kind to an address, read in the mailbox that only development copies have. */
export async function mailedLink(page: Page, email: string, path: string): Promise<string> {
  const list = await (await page.request.get(`/dev/mail?to=${encodeURIComponent(email)}`)).text();
  const letters = [...list.matchAll(/href="(\/dev\/mail\/[^"?]+)"/g)].map((found) => found[1] ?? "");
  for (const letter of letters) {
    const text = await (await page.request.get(letter)).text();
    const link = text.match(new RegExp(`${path}[A-Za-z0-9_-]{43}`));
    if (link) return link[0];
  }
  throw new Error(`no mail to ${email} holds ${path}`);
}

export async function fillSignIn(page: Page, email: string, secret = password) {
  await page.getByLabel("E-mail address").fill(email);
  await page.getByLabel("Password", { exact: true }).fill(secret);
  await page.getByRole("button", { name: "Sign in" }).click();
}

/** Signs up, confirms by the mailed link, and signs in: ends on My page. */
export async function newcomer(page: Page): Promise<string> {
  const email = freshEmail();
  await page.goto("/sign-up");
  await page.getByLabel("E-mail address").fill(email);
  await page.getByLabel("Password", { exact: true }).fill(password);
  await page.getByRole("button", { name: "Make my account" }).click();
  await expect(page).toHaveURL(/done=signed-up/);
  await page.goto(await mailedLink(page, email, "/confirm/"));
  await page.getByRole("button", { name: "Confirm my address" }).click();
  await expect(page).toHaveURL(/done=confirmed/);
  await fillSignIn(page, email);
  await expect(page).toHaveURL(/\/me$/);
  return email;
}

interface Person {
  email: string;
  password: string;
  key: string | undefined;
}

/** One of the sample people, as `sample add` printed them when the server was made. */
export function samplePerson(role: string): Person {
  const target = process.env["CARGO_TARGET_DIR"] ?? join(import.meta.dirname, "../../../target");
  const port = new URL(sample).port;
  const line = readFileSync(join(target, `.sample-people-${port}`), "utf8")
    .split("\n")
    .map((line) => line.trim().split(/\s+/))
    .find((words) => words[0] === role);
  if (!line) throw new Error(`there is no sample person who is a ${role}`);
  return { email: line[1] ?? "", password: line[2] ?? "", key: line.length > 3 ? line.at(-1) : undefined };
}

/** The six digits an app shows now (RFC 6238). */
export function appCode(key: string, now = Date.now()): string {
  const alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";
  const bits = [...key.replace(/=+$/, "")].map((sign) => alphabet.indexOf(sign).toString(2).padStart(5, "0")).join("");
  const secret = Buffer.from((bits.match(/.{8}/g) ?? []).map((byte) => parseInt(byte, 2)));
  const counter = Buffer.alloc(8);
  counter.writeBigUInt64BE(BigInt(Math.floor(now / 30_000)));
  const hash = createHmac("sha1", secret).update(counter).digest();
  const at = (hash.at(-1) ?? 0) & 15;
  return String((hash.readUInt32BE(at) & 0x7fffffff) % 1_000_000).padStart(6, "0");
}
