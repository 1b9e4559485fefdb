// Before all journeys with people in them: those with a second factor sign in, and there is something to look at.
import { writeFileSync } from "node:fs";
import type { Page } from "@playwright/test";
import { expect, idOf, sceneFile, stateOf, test as setup, caseAbout, type Role, type Scene } from "./lib/roles.ts";
import { moment, sql } from "./lib/house.ts";
import { appCode, fillSignIn, member, samplePerson, send } from "./lib/people.ts";
import { picture } from "./lib/picture.ts";
import { postingAt, whole } from "./lib/postings.ts";

const step = 30_000;

/** A code is at hand for this step and the one before, so the later one is left for what comes next. */
async function signIn(page: Page, role: string) {
  const { email, password, key } = samplePerson(role);
  await page.goto("/sign-in");
  await fillSignIn(page, email, password);
  if (key) {
    // Near its end the step before would be one too far back by the time it is read.
    if (Date.now() % step > step - 3_000) await page.waitForTimeout(3_100);
    await page.getByLabel("Code", { exact: true }).fill(appCode(key, Date.now() - step));
    await page.getByRole("button", { name: "Sign in" }).click();
  }
  await expect(page).toHaveURL(/\/me$/);
}

/** Codes for sessions of one's own, because the app has none left. */
async function recoveryCodes(page: Page, role: string): Promise<string[]> {
  const { password, key } = samplePerson(role);
  await send(page, "/do/identity/begin-two-factor", { password });
  await page.goto("/me/two-factor");
  const codes = await page.locator(".codes code").allInnerTexts();
  await send(page, "/do/identity/confirm-two-factor", { code: appCode(key ?? "") });
  return codes;
}

async function tellEverything(page: Page) {
  const save = (step: string, fields: Record<string, string | string[]>) =>
    send(page, "/do/identity/save-profile", { step, ...fields });
  await save("you", { name: "Ines Okafor", name_audience: "members", pronouns: "she/her", pronouns_audience: "everyone" });
  await save("school", {
    school_country: "NG",
    school_country_audience: "members",
    school: "University of the Lagoon",
    school_audience: "matched",
    graduation_year: "2019",
    graduation_year_audience: "members",
  });
  await save("path", {
    stage: "applying",
    stage_audience: "members",
    specialties: ["internal-medicine", "pediatrics"],
    specialties_audience: "everyone",
  });
  await save("place", {
    state: "NY",
    state_audience: "matched",
    zone: "Africa/Lagos",
    zone_audience: "only-me",
    languages: ["en", "yo"],
    languages_audience: "members",
  });
  await save("papers", { citizenship: "NG", citizenship_audience: "only-me", visa_need: "j1", visa_need_audience: "matched" });
  await save("exams", { exams_step1: "passed", exams_ecfmg: "not-yet", scores_step2ck: "245", gap_years: "1" });
  await save("practice", {
    role: "resident",
    institution: "Lakeshore Teaching Hospital",
    npi: "1234567893",
    offers: ["cv-review", "mock-interview"],
    offers_audience: "members",
  });
  await page.goto("/me/profile/photo");
  await page.getByLabel("Photo").setInputFiles({ name: "me.png", mimeType: "image/png", buffer: picture() });
  await page.getByRole("button", { name: "Add the file" }).click();
  await page.getByLabel("Who sees this: Photo").selectOption("members");
  await page.getByRole("button", { name: "Use this photo" }).click();
  await expect(page).toHaveURL(/done=profile-saved/);
}

/** The first of the invented postings, which has the same name in every copy. */
const openPosting = postingAt(1);

/** A draft that could be sent in, and a posting that waits. */
async function offers(page: Page): Promise<[draft: string, waiting: string]> {
  const drafts: string[] = [];
  for (const title of ["Observer in a quiet clinic", "Observer at the harbor"]) {
    const fields = whole(title);
    const begun = await send(page, "/do/opportunities/begin", fields);
    const draft = begun.split("/")[3] ?? "";
    for (const part of ["where", "when", "money", "who"]) {
      await send(page, "/do/opportunities/save-part", { draft, part, ...fields });
    }
    drafts.push(draft);
  }
  const status = await send(page, "/do/opportunities/submit", { draft: drafts[1] ?? "" });
  return [drafts[0] ?? "", new URL(status, "http://localhost").pathname.split("/").at(-1) ?? ""];
}

setup("people sign in, and one of them has been reported", async ({ as }) => {
  setup.setTimeout(90_000);
  const keep = (page: Page, role: Role) => page.context().storageState({ path: stateOf(role) });

  const people = {} as Record<Role, Page>;
  for (const role of ["newcomer", "member", "moderator", "editor", "admin", "council", "mentor", "host", "treasurer"] as const) {
    people[role] = await as();
    await signIn(people[role], role);
  }
  const codes = await recoveryCodes(people.council, "council");

  people.subject = await as();
  const email = await member(people.subject, "ines.okafor@example.org");
  const id = await idOf(people.admin, email);
  await tellEverything(people.subject);

  const report = (kind: string, ground: string, details: string) =>
    send(people.member, "/do/moderation/report-person", { kind, person: id, ground, details });
  await report("profile", "unkind", "The profile speaks badly of a hospital that I know well.");
  const appealed = await caseAbout(people.moderator, id, "profile");
  const named = (path: string) => path.replace("/desk/moderation/", "");
  const note = "Spoke to both of them.";
  await send(people.moderator, "/do/moderation/decide", { case: named(appealed), decision: "warn", ground: "unkind", note });
  await send(people.subject, "/do/moderation/appeal", { case: named(appealed), why: "I wrote about my own experience." });
  await report("person", "spam", "Sends everybody the same message about a course.");
  const open = await caseAbout(people.moderator, id, "person");
  const reason = "A hospital asked us whether the visa allows the visit.";
  await send(people.moderator, "/do/access/break-glass", { person: id, field: "visa_need", reason });

  const [draft, waiting] = await offers(people.subject);
  await send(people.member, "/do/identity/save-profile", { step: "exams", exams_step1: "passed" });
  await send(people.newcomer, "/do/opportunities/save", { posting: openPosting });
  await send(people.newcomer, "/do/opportunities/apply", { posting: openPosting, answer: "Because of the clinic." });
  const host = await idOf(people.admin, samplePerson("host").email);
  await send(people.subject, "/do/moderation/block", { person: host });
  await send(people.subject, "/do/notifications/choose", { digest: "daily", news: "digest", quiet_from: "22:00", quiet_until: "07:00" });
  const [[secret] = []] = sql(
    "select secret from mail_settings join accounts on accounts.id = account_id where email = ?",
    email,
  );
  const certificate = "7K3MQ2XD9A4T";
  sql(
    "insert into verifications (code, kind, subject, facts, signer, issued_at) values (?, 'certificate', ?, ?, ?, ?)",
    certificate,
    "Ines Okafor",
    JSON.stringify([["For", "IMG Coffee Chat"]]),
    "Amara Osei, MD",
    moment(),
  );

  const told: Scene = {
    subject: { email, id },
    member: await idOf(people.admin, samplePerson("member").email),
    host,
    council: await idOf(people.admin, samplePerson("council").email),
    appealed,
    open,
    codes,
    draft,
    waiting,
    unsubscribe: `/unsubscribe/${String(secret)}-news`,
    certificate,
  };
  for (const [role, page] of Object.entries(people)) await keep(page, role as Role);
  writeFileSync(sceneFile, JSON.stringify(told, null, 1));
});
