// Whatever is typed into a form of ours stays text, for everybody who reads it.
import type { Page } from "@playwright/test";
import { caseAbout, expect, idOf, proven, scene, test } from "./lib/roles.ts";
import { everything, long, payloads, unharmed } from "./lib/hostile.ts";
import { begin } from "./lib/looks.ts";
import { mentor, together, word } from "./lib/mentors.ts";
import { letter, member, password, send } from "./lib/people.ts";
import { postingAt, whole } from "./lib/postings.ts";

const types = ["text", "search", "email", "url", "password", "time"].map((type) => `input[type=${type}]`);
const fields = ["input:not([type])", ...types, "textarea"].join(", ");

function noDialogs(page: Page, seen: string[]) {
  page.on("dialog", (dialog) => {
    seen.push(`a dialog: ${dialog.message()}`);
    void dialog.dismiss();
  });
}

/** Pages with forms that somebody who is signed in can reach. */
const pages = () => [
  "/offer/observership",
  "/offer/research",
  "/me/account",
  "/me/two-factor",
  "/me/leave",
  "/me/mail",
  "/prove?next=/me",
  ...["you", "school", "path", "place", "photo", "papers", "exams", "practice"].map((step) => `/me/profile/${step}`),
  "/report?page=/events",
  `/report/person?person=${scene().host}`,
  "/sign-in",
  "/sign-up",
  "/forgot-password",
  "/verify",
];

/**
 * Types what means harm into every text field of every form of these pages, and sends it; answers the page of each field.
 * Of what is too long for a field a form of many fields takes less, so that the whole of it is still read.
 */
async function typeInto(page: Page, paths: string[], tooLong = long): Promise<string[]> {
  const filled: string[] = [];
  for (const path of paths) {
    await page.goto(path);
    const forms = await page.locator("main form").evaluateAll(
      (all, fields) => all.map((form, nth) => ({ nth, has: form.querySelector(fields) !== null })),
      fields,
    );
    for (const { nth } of forms.filter((form) => form.has)) {
      await page.goto(path);
      await page.locator("main details").evaluateAll((all) => all.forEach((one) => one.setAttribute("open", "")));
      const form = page.locator("main form").nth(nth);
      for (const field of await form.locator(fields).all()) {
        // What a browser would not let through is let through here; others send what they like.
        await field.evaluate((input: HTMLInputElement) => {
          input.removeAttribute("maxlength");
          if (input.type === "email" || input.type === "time") input.type = "text";
        });
        await field.fill(filled.length % 3 === 2 ? tooLong : everything);
        filled.push(path);
      }
      const answered = page.waitForResponse((answer) => answer.request().isNavigationRequest());
      await form.locator("button[type=submit]").first().click();
      expect((await answered).status(), `${path}, form ${nth}`).toBeLessThan(500);
      await page.waitForLoadState();
      await unharmed(page, `${path}, form ${nth}`);
    }
  }
  return filled;
}

/** A browser notes by itself that what was typed is no time of day. */
function withoutTimes(seen: string[]) {
  seen.splice(0, seen.length, ...seen.filter((one) => !one.includes("does not conform to the required format")));
}

test("every text field of every form gives back what was typed as text", async ({ page, seen }) => {
  test.setTimeout(180_000);
  noDialogs(page, seen);
  await member(page);
  const begun = await send(page, "/do/opportunities/begin", whole("Observer in a quiet clinic"));
  const steps = ["what", "where", "when", "money", "who"].map((part) => `${begun.split("/").slice(0, 4).join("/")}/${part}`);
  const filled = await typeInto(page, [...pages(), ...steps]);
  expect(filled.length, "there were fields to fill").toBeGreaterThan(50);
  await page.goto("/me/postings");
  await unharmed(page, "drafts of postings");
  withoutTimes(seen);
});

test("what is typed into the forms of mentors, cohorts, members, guests and desks is given back as text", async ({ page, as, seen }) => {
  test.setTimeout(150_000);
  const [helper, guest, admin, treasurer] = [await as(), await as(), await as("admin"), await as("treasurer")];
  for (const one of [page, helper, guest, admin, treasurer]) noDialogs(one, seen);
  const name = await mentor(helper, as);
  await member(page);
  const work = await together(page, helper, name);
  // Whoever has told what a mentor tells is asked how it can be checked.
  const statement = "I help with interviews and forms, for an hour a month.";
  await send(page, "/do/mentorship/save-step", { step: "work", name: `Mentor ${word()}`, role: "fellow", statement });
  await send(page, "/do/mentorship/save-step", { step: "help", offers: "cv-review" });
  await guest.goto("/events/img-coffee-chat");
  const date = (await guest.getByRole("link", { name: "Say that you come" }).getAttribute("href")) ?? "";
  const mentoring = ["ask", ...["work", "path", "room", "check"].map((step) => `mentor/${step}`)];

  const everybody: [Page, string[]][] = [
    [page, [...mentoring.map((path) => `/me/mentoring/${path}`), work]],
    [page, ["/mentors", begin, "/join", `/opportunities/${postingAt(7)}/apply`]],
    [guest, [date]],
    [admin, ["/desk/new-event", "/desk/new-cohort"]],
    [treasurer, ["/desk/new-plan", "/desk/codes"]],
  ];
  for (const [one, paths] of everybody) {
    const filled = await typeInto(one, paths, long.slice(0, 2_500));
    expect([...new Set(filled)], "each of these pages has a form with a text field").toEqual(paths);
  }
  await helper.goto(work);
  await unharmed(helper, "what two work on, as the other reads it");
  withoutTimes(seen);
});

test("what a profile says stays text for everybody who may read it", async ({ page, as, seen }) => {
  test.setTimeout(120_000);
  noDialogs(page, seen);
  const email = await member(page);
  const id = await idOf(await as("admin"), email);
  const reader = await as("member");
  noDialogs(reader, seen);
  const kept = Object.values(payloads);
  for (const [nth, payload] of kept.entries()) {
    for (const step of ["you", nth % 2 === 0 ? "school" : "practice"]) {
      await page.goto(`/me/profile/${step}`);
      // Another one for each field, so that some are taken wherever some are refused.
      for (const [at, name] of ["name", "pronouns", "school", "institution"].entries()) {
        const field = page.locator(`main input[name=${name}]`);
        if ((await field.count()) === 0) continue;
        const typed = at === 0 ? payload : (kept[(nth + at) % kept.length] ?? "");
        await field.fill(typed.slice(0, 40));
        await page.locator(`main select[name=${name}_audience]`).selectOption("everyone");
      }
      await page.getByRole("button", { name: "Save", exact: true }).click();
      await page.waitForLoadState();
      await unharmed(page, `${step} saved with ${payload}`);
    }
    await page.goto("/me/profile/preview?as=stranger");
    await unharmed(page, `preview of ${payload}`);
    await reader.goto(`/people/${id}`);
    await unharmed(reader, `profile with ${payload}`);
    // What could be read was not cut out, only made harmless.
    await expect(reader.getByRole("heading", { level: 1 })).toHaveText(
      payload.slice(0, 40).replaceAll(/[\u0000\u0007\u202a-\u202e\u2066-\u2069]/g, "").replaceAll(/\s+/g, " ").trim(),
    );
  }
  await page.goto("/me/profile");
  await unharmed(page, "own profile");
});

test("what people tell the moderators stays text, on every desk and in every mail", async ({ page, as, seen }) => {
  test.setTimeout(90_000);
  noDialogs(page, seen);
  const email = await member(page);
  const name = everything.slice(0, 95);
  await send(page, "/do/identity/save-profile", { step: "you", name, name_audience: "members" });
  const [reader, moderator, admin] = [await as("member"), await proven(await as("moderator"), "moderator"), await as("admin")];
  for (const one of [reader, moderator, admin]) noDialogs(one, seen);
  const person = await idOf(admin, email);

  await reader.goto(`/report/person?person=${person}&kind=profile`);
  await reader.getByLabel("Something else").check();
  await reader.getByLabel("What happened?").fill(`${everything}\n${long.slice(0, 3_000)}`);
  await reader.getByRole("button", { name: "Send the report" }).click();
  await expect(reader).toHaveURL(/done=reported/);
  await send(page, "/do/moderation/report", { page: "/events?q=%3Cb%3E", what: "something-else", details: everything });

  const path = await caseAbout(moderator, person, "profile");
  await moderator.goto(path);
  await unharmed(moderator, "the open case");
  await moderator.getByLabel("Warn the person").check();
  await moderator.getByLabel("Why?").selectOption("Something else");
  await moderator.getByLabel(/^Note/).fill(everything);
  await moderator.getByRole("button", { name: "Decide" }).click();
  await expect(moderator.getByRole("status")).toContainText("Decided.");
  await unharmed(moderator, "the decided case");

  await page.goto("/me/appeal");
  await page.locator("summary", { hasText: "Ask for another look" }).click();
  await page.getByLabel("Why should we look again?").fill(everything);
  await page.getByRole("button", { name: "Ask for another look" }).click();
  await unharmed(page, "the appeal");
  await moderator.goto(path);
  await unharmed(moderator, "the appealed case");
  await expect(moderator.locator("main")).toContainText(payloads.script);

  await moderator.goto(`/desk/private/${person}`);
  await moderator.getByLabel("Which field?").selectOption({ index: 1 });
  await moderator.getByLabel("Why?").fill(everything);
  await moderator.getByRole("button", { name: "Open it" }).click();
  await unharmed(moderator, "the opened field");
  await page.goto("/me/privacy");
  await unharmed(page, "the log of looks");
  await expect(page.locator("main")).toContainText(payloads.script);

  // A browser says of itself what it likes, too.
  const other = await as();
  await other.context().setExtraHTTPHeaders({ ...(await headers()), "user-agent": everything.replaceAll(/[^ -~]/g, "") });
  await send(other, "/do/identity/sign-in", { email, password });
  for (const address of ["/me/notifications", "/me/devices", "/dev/mail", await letter(page, email, /A decision about/), await letter(page, email, /New sign-in/)]) {
    await page.goto(address);
    await unharmed(page, address);
  }
  for (const address of ["/desk/moderation", "/desk/moderation?kind=page"]) {
    await moderator.goto(address);
    await unharmed(moderator, address);
  }
  for (const query of ["/desk/people?find=", "/desk/audit?actor="]) {
    await admin.goto(query + encodeURIComponent(everything));
    await unharmed(admin, query);
  }
});

/** The network of the test is kept beside what else is said. */
async function headers(): Promise<Record<string, string>> {
  return { "X-Forwarded-For": `198.19.${Math.floor(Math.random() * 256)}.${Math.floor(Math.random() * 256)}` };
}
