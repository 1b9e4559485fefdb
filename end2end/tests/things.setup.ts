// After the people have signed in: a date they answer for, orders, two who work together, for pages to be looked at.
import { writeFileSync } from "node:fs";
import type { Page } from "@playwright/test";
import { madeFile, type Made } from "./lib/made.ts";
import { addToList, ask, mentor, pageOf, requestPath, together } from "./lib/mentors.ts";
import { mailedLink, member, send, today } from "./lib/people.ts";
import { inDays } from "./lib/postings.ts";
import { expect, proven, stateOf, test as setup, type As } from "./lib/roles.ts";

/** The last part of where a form has led to. */
const lastOf = (place: string) => new URL(place, "http://localhost").pathname.split("/").at(-1) ?? "";

/**
 * Six dates a week apart and a way in. All of them are near enough for an answer for the series to count at once, and
 * Lagos has no summer time: readers in Karachi are four hours ahead all year.
 */
async function hours(admin: Page): Promise<Pick<Made, "series" | "day">> {
  const day = inDays(100);
  const saved = await send(admin, "/do/events/save", {
    press: "publish",
    title: "Lantern hour",
    summary: "An hour by the light of a lantern.",
    date: day,
    time: "10:00",
    zone: "Africa/Lagos",
    minutes: "60",
    repeats: "weeks",
    ends: "after",
    times: "6",
    format: "online",
    place: "Video call",
    capacity: "12",
  });
  const series = lastOf(saved);
  const link = "https://video.example.org/lantern";
  await send(admin, "/do/events/set-joining", { series, date: day, link, minutes: "30", scope: "series" });
  return { series, day };
}

/** A member comes to every date but the second, one guest to the first; another guest has not pressed the button yet. */
async function answers(regular: Page, guest: Page, { series, day }: Pick<Made, "series" | "day">) {
  await send(regular, "/do/events/answer-series", { series, date: day, answer: "going" });
  const second = new Date(Date.parse(day) + 7 * 86_400_000).toISOString().slice(0, 10);
  await send(regular, "/do/events/answer", { series, date: second, answer: "not-going" });
  const links: string[] = [];
  for (const name of ["Grace Visitor", "Henry Visitor"]) {
    const email = `${name.toLowerCase().replace(" ", ".")}@example.net`;
    await send(guest, "/do/events/ask-as-guest", { series, date: day, name, email });
    links.push(await mailedLink(guest, email, "/rsvp/"));
  }
  const [comes = "", asked = ""] = links;
  await send(guest, "/do/events/answer-as-guest", { link_token: lastOf(comes), answer: "going" });
  return { guest: comes, asked };
}

/** An order that is paid, and one for the year after it that is not. */
async function orders(regular: Page, treasurer: Page): Promise<Pick<Made, "paid" | "waiting">> {
  const ordered = async (more: Record<string, string>) =>
    lastOf(await send(regular, "/do/membership/join", { plan: "fellow", stage: "fellow", img: "yes", ...more }));
  const paid = await ordered({ discount: "img" });
  const payment = { order: paid, amount: "63.75", method: "check", received_on: today(), reference: "Check 1042" };
  await send(treasurer, "/do/membership/record-payment", payment);
  return { paid, waiting: await ordered({}) };
}

async function batch(treasurer: Page): Promise<string> {
  const rules = { off: "percent", amount: "10", purpose: "both", zone: "America/New_York", per_person: "1" };
  await send(treasurer, "/do/codes/make", { kind: "single", letters: "Harbor fair", count: "3", ...rules });
  const codes = await (await treasurer.request.get("/desk/codes")).text();
  const page = codes.match(/href="(\/desk\/codes\/[0-9a-z]{20})"/)?.[1];
  expect(page, "a batch waits to be handed out").toBeTruthy();
  return page ?? "";
}

/** A mentor who works with one and is asked by another, who shows their name. */
async function mentoring(as: As, [helper, regular, mentee]: [Page, Page, Page]) {
  const name = await mentor(helper, as, "3", "Tove Halvorsen");
  const path = await together(regular, helper, name);
  const id = lastOf(path);
  await send(regular, "/do/mentorship/plan", { together: id, what: "Send the CV", due_on: inDays(30) });
  const note = "We read three applications.";
  await send(helper, "/do/mentorship/meet", { together: id, met_at: `${inDays(-2)}T10:00`, minutes: "45", note });

  await send(mentee, "/do/mentorship/save-ask", ask);
  await addToList(mentee, name);
  const request = await requestPath(helper);
  await send(mentee, "/do/mentorship/reveal", { request, reveals: "name" });
  return { mentor: await pageOf(mentee, name), request: `/me/mentoring/requests/${request}`, together: path };
}

async function draft(admin: Page): Promise<string> {
  const saved = await send(admin, "/do/cohort/save", {
    title: "Winter cohort",
    about: "Six months with a mentor, an hour a month.",
    promise: "stable",
    most: "5",
    sign_up: inDays(30),
    mentees: inDays(40),
    mentors: inDays(50),
  });
  return new URL(saved, "http://localhost").pathname;
}

setup("a date, orders, codes, two who work together and a cohort are there to be looked at", async ({ as }) => {
  setup.setTimeout(90_000);
  const [regular, mentee, helper, guest] = [await as(), await as(), await as(), await as()];
  for (const [page, name] of [[regular, "Amina Bello"], [mentee, "Nuri Aslan"]] as const) {
    await member(page);
    await send(page, "/do/identity/save-profile", { step: "you", name, name_audience: "members" });
  }
  const [admin, treasurer] = [await as("admin"), await as("treasurer")];
  await proven(admin, "admin");
  const series = await hours(admin);
  const told: Made = {
    ...series,
    ...(await answers(regular, guest, series)),
    ...(await orders(regular, treasurer)),
    ...(await mentoring(as, [helper, regular, mentee])),
    batch: await batch(treasurer),
    cohort: await draft(admin),
  };
  for (const [role, page] of [["regular", regular], ["mentee", mentee], ["helper", helper]] as const) {
    await page.context().storageState({ path: stateOf(role) });
  }
  writeFileSync(madeFile, JSON.stringify(told, null, 1));
});
