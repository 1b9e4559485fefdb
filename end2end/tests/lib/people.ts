// How tests become somebody: a fresh account by sign-up and its mail, or one of the sample people.
import { createHash, createHmac, randomUUID } from "node:crypto";
import type { Page } from "@playwright/test";
import { sample } from "../../browser.ts";
import { moment, sql, written } from "./house.ts";
import { expect } from "./test.ts";

export const password = "nine lamps by the shore";
let made = 0;

/** An address nobody else in this run has. */
export const freshEmail = () => `person-${process.pid}-${Date.now()}-${made++}@example.org`;

interface Letter {
  path: string;
  subject: string;
}

/** The mails to an address in the mailbox that only development copies have, the newest first. */
async function letters(page: Page, email: string): Promise<Letter[]> {
  const list = await (await page.request.get("/dev/mail")).text();
  return list
    .split('<li class="card">')
    .filter((row) => row.includes(`>${email}, `))
    .map((row) => {
      const [, path = "", subject = ""] = row.match(/href="(\/dev\/mail\/[^"]+)">([^<]*)</) ?? [];
      return { path, subject };
    });
}

/** The page of the newest mail to an address whose subject fits. It comes when the worker has sent it. */
export async function letter(page: Page, email: string, subject: RegExp): Promise<string> {
  let found: Letter | undefined;
  await expect
    .poll(async () => (found = (await letters(page, email)).find((one) => subject.test(one.subject))), {
      message: `a mail to ${email} about ${subject}`,
      timeout: 15_000,
      intervals: [100, 200, 300],
    })
    .toBeTruthy();
  return found?.path ?? "";
}

/** The newest mailed link of a kind to an address. */
export async function mailedLink(page: Page, email: string, path: string): Promise<string> {
  const link = new RegExp(`${path}[A-Za-z0-9_-]{43}`);
  let found = "";
  await expect
    .poll(
      async () => {
        for (const one of await letters(page, email)) {
          found = (await (await page.request.get(one.path)).text()).match(link)?.[0] ?? "";
          if (found) break;
        }
        return found;
      },
      { message: `a mail to ${email} with ${path}`, timeout: 15_000, intervals: [100, 200, 300] },
    )
    .not.toBe("");
  return found;
}

export async function fillSignIn(page: Page, email: string, secret = password) {
  await page.getByLabel("E-mail address").fill(email);
  await page.getByLabel("Password", { exact: true }).fill(secret);
  await page.getByRole("button", { name: "Sign in" }).click();
}

export async function fillSignUp(page: Page, email: string, secret = password) {
  await page.goto("/sign-up");
  await page.getByLabel("E-mail address").fill(email);
  await page.getByLabel("Password", { exact: true }).fill(secret);
  await page.getByRole("button", { name: "Make my account" }).click();
}

/** Signs up, confirms by the mailed link, and signs in: ends on My page. */
export async function newcomer(page: Page): Promise<string> {
  const email = freshEmail();
  await fillSignUp(page, email);
  await expect(page).toHaveURL(/done=signed-up/);
  await page.goto(await mailedLink(page, email, "/confirm/"));
  await page.getByRole("button", { name: "Confirm my address" }).click();
  await expect(page).toHaveURL(/done=confirmed/);
  await fillSignIn(page, email);
  await expect(page).toHaveURL(/\/me$/);
  return email;
}

type Fields = Record<string, string | string[]>;

/** Posts a form of ours without looking at its page: for what a journey needs and is not about. */
export async function send(page: Page, action: string, fields: Fields): Promise<string> {
  const all = Object.entries({ _page: "/", _form: action, _key: randomUUID(), ...fields });
  const pairs = all.flatMap(([name, value]) => [value].flat().map((one) => [name, one] as [string, string]));
  const answer = await page.request.post(action, {
    data: new URLSearchParams(pairs).toString(),
    headers: {
      "content-type": "application/x-www-form-urlencoded",
      origin: new URL(sample).origin,
      "sec-fetch-site": "same-origin",
    },
    maxRedirects: 0,
  });
  expect(answer.status(), `${action}: ${(await answer.text()).match(/error-summary[\s\S]{0,400}/)?.[0] ?? ""}`).toBe(303);
  return answer.headers()["location"] ?? "";
}

/** The same as `newcomer` without its pages: for journeys about something else. */
export async function member(page: Page, email = freshEmail()): Promise<string> {
  await send(page, "/do/identity/sign-up", { email, password });
  const link = await mailedLink(page, email, "/confirm/");
  await send(page, "/do/identity/confirm", { link_token: link.replace("/confirm/", "") });
  await send(page, "/do/identity/sign-in", { email, password });
  return email;
}

/** The day where the association is: at night another one than in London. */
export const today = () => new Date().toLocaleDateString("en-CA", { timeZone: "America/New_York" });

/** The password was given eleven minutes ago: for what matters it is asked for again. */
export async function elevenMinutesLater(page: Page) {
  const cookie = (await page.context().cookies()).find((cookie) => cookie.name === "landfall")?.value ?? "";
  const session = createHash("sha256").update(cookie).digest("hex");
  sql("update sessions set proved_at = ? where token_sha256 = ?", moment(11 * 60_000), session);
}

interface Person {
  email: string;
  password: string;
  key: string | undefined;
}

/** One of the sample people, as `sample add` printed them when the server was made. */
export function samplePerson(role: string): Person {
  const line = written("people")
    .split("\n")
    .map((line) => line.trim().split(/\s+/))
    .find((words) => words[0] === role);
  if (!line) throw new Error(`there is no sample person who is a ${role}`);
  return { email: line[1] ?? "", password: line[2] ?? "", key: line.length > 3 ? line.at(-1) : undefined };
}

/** The six digits an app shows at a moment (RFC 6238). */
export function appCode(key: string, at = Date.now()): string {
  const alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";
  const bits = [...key.replace(/=+$/, "")].map((sign) => alphabet.indexOf(sign).toString(2).padStart(5, "0")).join("");
  const secret = Buffer.from((bits.match(/.{8}/g) ?? []).map((byte) => parseInt(byte, 2)));
  const counter = Buffer.alloc(8);
  counter.writeBigUInt64BE(BigInt(Math.floor(at / 30_000)));
  const hash = createHmac("sha1", secret).update(counter).digest();
  const offset = (hash.at(-1) ?? 0) & 15;
  return String((hash.readUInt32BE(offset) & 0x7fffffff) % 1_000_000).padStart(6, "0");
}
