// Mentors and those who ask them, for journeys of mentorship.
import type { Page } from "@playwright/test";
import { member, send } from "./people.ts";
import { expect, type As } from "./roles.ts";

let made = 0;
/** A word nobody else in this run has. */
export const word = () => `${process.pid}${Date.now()}${made++}`;

/** A mentor whom a moderator has checked; answers the name. */
export async function mentor(page: Page, as: As, seats = "2", name = `Mentor ${word()}`): Promise<string> {
  await member(page);
  const statement = "I help with interviews and forms, for an hour a month.";
  await send(page, "/do/mentorship/save-step", { step: "work", name, role: "fellow", specialties: "psychiatry", statement });
  await send(page, "/do/mentorship/save-step", { step: "help", offers: ["cv-review", "mock-interview"] });
  await send(page, "/do/mentorship/save-step", { step: "path", languages: ["en", "ar"], state: "NY", gender: "woman" });
  await send(page, "/do/mentorship/save-room", { capacity: seats });
  await send(page, "/do/mentorship/ask-check", { way: "moderator", what: "The program office" });
  const moderator = await as("moderator");
  await moderator.goto("/desk/mentors");
  const row = moderator.getByRole("listitem").filter({ hasText: name });
  await row.getByLabel("I have asked, or I know").check();
  await row.getByRole("button", { name: "Decide" }).click();
  await expect(moderator.getByRole("status")).toContainText("Decided.");
  return name;
}

/** What a mentee looks for, with nothing optional in it. */
export const ask = { goals: "Find the right programs for me.", topics: "cv-review", stage: "applying" };

/** The page of a mentor, as the list links it. Their state narrows the list. */
export async function pageOf(page: Page, name: string): Promise<string> {
  for (let at = 1; at < 20; at++) {
    const text = await (await page.request.get(`/mentors?state=NY&page=${at}`)).text();
    const path = text.match(new RegExp(`href="(/mentors/[0-9a-z]{20})"[^>]*>${name}<`))?.[1];
    if (path) return path;
  }
  throw new Error(`${name} is not in the list`);
}

/** Puts a mentor on the list by the button of their page. */
export async function addToList(page: Page, name: string) {
  await page.goto(await pageOf(page, name));
  await page.getByRole("button", { name: "Put on my list" }).click();
  await expect(page.getByRole("status")).toContainText("On your list.");
}

/** Two who work together and have both signed; answers the path of their page. */
export async function together(mentee: Page, helper: Page, name: string): Promise<string> {
  await send(mentee, "/do/mentorship/save-ask", ask);
  await addToList(mentee, name);
  const request = await requestPath(helper);
  await send(helper, "/do/mentorship/accept", { request });
  const place = await send(mentee, "/do/mentorship/confirm", { request });
  const path = new URL(place, "http://localhost").pathname;
  const id = path.split("/").at(-1) ?? "";
  const inThreeMonths = new Date(Date.now() + 90 * 86_400_000).toISOString().slice(0, 10);
  const scope = "Interviews, once a month.";
  await send(helper, "/do/mentorship/agree", { together: id, version: "0", scope, ends_on: inThreeMonths });
  for (const one of [helper, mentee]) {
    await send(one, "/do/mentorship/sign", { together: id, version: "1", agreed: "yes" });
  }
  return path;
}

/** The id of the one request that waits for a mentor. */
export async function requestPath(helper: Page): Promise<string> {
  const inbox = await (await helper.request.get("/me/mentoring")).text();
  const id = inbox.match(/href="\/me\/mentoring\/requests\/([0-9a-z]{20})"/)?.[1];
  expect(id, "a request waits").toBeTruthy();
  return id ?? "";
}
