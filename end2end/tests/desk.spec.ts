// What people who work for the association do: trust others with work, open what is private, mend what is stuck.
import { createHash } from "node:crypto";
import type { Page } from "@playwright/test";
import { expect, idOf, proven, scene, test } from "./lib/roles.ts";
import { freshId, moment, sql } from "./lib/house.ts";
import { elevenMinutesLater, fillSignIn, freshEmail, letter, member, samplePerson, send } from "./lib/people.ts";

const card = (page: Page, text: string) => page.locator("li.card").filter({ hasText: text });

test("a desk is closed to whoever was not asked to look after it", async ({ page, as }) => {
  await page.goto("/desk/people?find=x");
  await expect(page).toHaveURL(/\/sign-in\?next=%2Fdesk%2Fpeople%3Ffind%3Dx$/);
  const reader = await as("member");
  for (const desk of ["/desk/events", "/desk/people", "/desk/jobs", "/desk/audit", "/desk/moderation", "/desk/mentors", "/desk/cohorts", "/desk/opportunities"]) {
    expect((await reader.request.get(desk)).status(), desk).toBe(403);
  }
  await reader.goto("/desk/audit");
  await expect(reader.getByRole("heading", { level: 1 })).toHaveText("This desk is not yours");
  // An admin's desks are no moderator's, and the other way round.
  const [admin, moderator] = [await as("admin"), await as("moderator")];
  expect((await admin.request.get("/desk/moderation")).status()).toBe(403);
  expect((await moderator.request.get("/desk/people")).status()).toBe(403);
  await moderator.goto("/desk");
  await expect(moderator.locator("main ul.ways a")).toHaveText(["Reports", "Mentors", "Opportunities"]);
  await admin.goto("/desk");
  await expect(admin.locator("main ul.ways a")).toHaveText(["Events", "Cohorts", "People", "Jobs and mail", "Audit log"]);
});

test("work for the association wants two admins, and goes as it came", async ({ page, as }) => {
  const email = await member(page);
  const admin = await proven(await as("admin"), "admin");
  await admin.goto("/desk");
  await admin.getByRole("link", { name: "People" }).click();
  await admin.getByLabel("E-mail address or public id").fill("nobody@example.net");
  await admin.getByRole("button", { name: "Find" }).click();
  await expect(admin.getByRole("status")).toContainText("Nobody has this address or id.");
  await admin.getByLabel("E-mail address or public id").fill(email);
  await admin.getByRole("button", { name: "Find" }).click();
  await admin.getByRole("link", { name: "Open what this person has" }).click();
  await expect(admin.getByRole("heading", { level: 1 })).toHaveText(email);
  await expect(admin.getByRole("heading", { name: "Nothing yet" })).toBeVisible();

  const grant = admin.getByRole("region", { name: "Grant something" });
  await grant.getByLabel("What?").selectOption("Moderator: decides about reports");
  await grant.getByRole("button", { name: "Grant" }).click();
  await expect(admin.locator(".error-summary")).toContainText("Say in a few words why.");
  await expect(grant.getByLabel("What?")).toHaveValue("moderator");
  await grant.getByLabel("Why?").fill("Has helped at <b>every</b> meeting.");
  await grant.getByRole("button", { name: "Grant" }).click();
  await expect(admin.getByRole("status")).toContainText("It is written down.");
  await expect(card(admin, "moderator")).toContainText("waits for a second admin");
  await expect(card(admin, "moderator")).toContainText("Asked for by admin@example.org: Has helped at <b>every</b> meeting.");
  // Whoever asked does not say yes as well.
  await expect(admin.getByRole("button", { name: "Confirm moderator" })).toHaveCount(0);
  expect((await page.request.get("/desk/moderation")).status()).toBe(403);
  await grant.getByLabel("What?").selectOption("Member: belongs to the association");
  await grant.getByLabel("Why?").fill("Has paid.");
  await grant.getByRole("button", { name: "Grant" }).click();
  await expect(card(admin, "member")).toContainText(/since \w+day, \w+ \d+, \d{4}, (\d+:\d\d [ap]m|noon) ET/);

  const second = await proven(await as("council"), "council");
  await second.goto(new URL(admin.url()).pathname);
  await second.getByRole("button", { name: "Confirm moderator" }).click();
  await expect(second.getByRole("status")).toContainText("It holds from now on.");
  await letter(admin, "admin@example.org", /A new capability was granted/);

  // Now the work waits for a second step of its own.
  await page.goto("/me");
  await expect(page.getByRole("heading", { name: "Set up two-step sign-in" })).toBeVisible();
  await page.getByRole("link", { name: "Desk" }).click();
  await expect(page.locator("main")).not.toContainText("Nothing to look after yet");
  await page.goto("/desk/moderation");
  await expect(page).toHaveURL(/\/me\/two-factor\?needed=1$/);
  await expect(page.getByText("You need this for what you wanted to open")).toBeVisible();

  await second.locator("summary", { hasText: "Take moderator away" }).click();
  await card(second, "moderator").getByLabel("Why?").fill("Has moved away.");
  await second.getByRole("button", { name: "Take moderator away" }).click();
  await expect(second.getByRole("status")).toContainText("It is written down.");
  await expect(card(second, "moderator")).toContainText(/ended .*: Has moved away\./);
  await page.goto("/me");
  await expect(page.getByRole("link", { name: "Desk" })).toHaveCount(0);

  await admin.goto("/desk/audit");
  await admin.getByLabel("What", { exact: true }).selectOption("ChangeGrants");
  await admin.getByRole("button", { name: "Show these" }).click();
  const rows = admin.getByRole("row");
  await expect(rows.filter({ hasText: "ended moderator" }).first()).toContainText("Done");
  await expect(rows.filter({ hasText: "granted member" }).first()).toBeVisible();
  // People stand in the log by a pseudonym.
  await expect(admin.getByRole("table")).not.toContainText("@example.org");
  await expect(admin.getByText(/the last rows hang together as they were written/)).toBeVisible();
});

test("a private field is opened with a reason that its owner reads", async ({ page, as }) => {
  const email = await member(page);
  await send(page, "/do/identity/save-profile", { step: "papers", citizenship: "GH" });
  const admin = await proven(await as("admin"), "admin");
  const id = await idOf(admin, email);
  await admin.goto(`/desk/people/${id}`);
  await admin.getByRole("link", { name: "Open a private field" }).click();
  await expect(admin.getByRole("heading", { name: "Nothing is open" })).toBeVisible();
  await admin.getByLabel("Which field?").selectOption("Citizenship");
  await admin.getByLabel("Why?").fill("Curious.");
  await admin.getByRole("button", { name: "Open it" }).click();
  await expect(admin.locator(".error-summary")).toContainText("20 to 500 characters");
  await expect(admin.getByLabel("Why?")).toHaveValue("Curious.");
  await expect(admin.locator("main")).not.toContainText("Ghana");
  await admin.getByLabel("Why?").fill("The embassy has asked us on your behalf.");
  await admin.getByRole("button", { name: "Open it" }).click();
  await expect(admin.getByRole("status")).toContainText("The person has been told.");
  await expect(admin.getByRole("region", { name: "Open for you now" })).toContainText("Ghana");

  await page.goto("/me/privacy");
  const look = page.getByRole("region", { name: "Who looked" });
  await expect(look).toContainText("saw: Citizenship");
  await expect(look).toContainText("The embassy has asked us on your behalf.");
  await page.goto(await letter(page, email, /has looked at your private data/));
  await expect(page.locator("main")).not.toContainText("Ghana");
});

test("a person can be erased", async ({ page, as }) => {
  const email = await member(page);
  const admin = await proven(await as("admin"), "admin");
  const id = await idOf(admin, email);
  await admin.goto(`/desk/people/${id}`);
  await admin.locator("summary", { hasText: "Erase this person" }).click();
  await admin.getByRole("button", { name: "Erase this person" }).click();
  await expect(admin.locator(".error-summary a").first()).toBeVisible();
  const erase = admin.locator("details", { hasText: "Erase this person" });
  await expect(erase).toHaveAttribute("open", "");
  await erase.getByLabel("Why?").selectOption({ index: 1 });
  await erase.getByLabel("I want to erase this person for good").check();
  await erase.getByRole("button", { name: "Erase this person" }).click();
  await expect(admin.getByRole("status")).toContainText("Nothing of the person is left here.");
  expect((await admin.request.get(`/desk/people/${id}`)).status()).toBe(404);
  await page.goto("/me");
  await expect(page).toHaveURL(/\/sign-in/);
});

test("what matters wants the password again, and keeps what was typed", async ({ page }) => {
  const { email, password: secret } = samplePerson("council");
  const nth = ["phone", "desktop", "phone-plain", "desktop-plain"].indexOf(test.info().project.name);
  const { host, codes } = scene();
  await page.goto(`/desk/people/${host}`);
  await fillSignIn(page, email, secret);
  await page.getByLabel("Code", { exact: true }).fill((codes[nth] ?? "").toLowerCase());
  await page.getByRole("button", { name: "Sign in" }).click();
  await expect(page).toHaveURL(`/desk/people/${host}`);

  await elevenMinutesLater(page);
  const grant = page.getByRole("region", { name: "Grant something" });
  await grant.getByLabel("What?").selectOption("Mentor: may be asked for help");
  await grant.getByLabel("Why?").fill("Asked at the meeting.");
  await grant.getByRole("button", { name: "Grant" }).click();
  await expect(page.getByRole("heading", { level: 1 })).toHaveText("Your password, please");
  await page.getByLabel("Password", { exact: true }).fill("not it");
  await page.getByRole("button", { name: "Go on" }).click();
  await expect(page.locator(".error-summary")).toContainText("This is not your present password.");
  await page.getByLabel("Password", { exact: true }).fill(secret);
  await page.getByRole("button", { name: "Go on" }).click();
  await expect(page.locator(".error-summary")).toContainText("Nothing was sent yet");
  await expect(grant.getByLabel("What?")).toHaveValue("mentor");
  await expect(grant.getByLabel("Why?")).toHaveValue("Asked at the meeting.");
});

test("a mail and a job that are stuck are tried again", async ({ page, as }) => {
  const [email, reason] = [freshEmail(), `451 the mailbox of ${freshId()} is full`];
  const hash = createHash("sha256").update(email).digest("hex");
  sql(
    `insert into mails (public_id, topic, kind, by_strangers, recipient, recipient_sha256, subject, body_text, body_html,
       state, due_at, attempts, last_error, created_at, done_at)
     values (?, 'account', 'new-device', 0, ?, ?, 'New sign-in', 'Hello.', '<p>Hello.</p>', 'failed', ?, 7, ?, ?, ?)`,
    freshId(), email, hash, moment(), reason, moment(5_000), moment(),
  );
  sql(
    `insert into jobs (kind, due_at, payload, attempts, last_error, state, created_at)
     values ('files.purge_orphans', ?, 'null', 9, ?, 'stuck', ?)`,
    moment(), `the disk is full: ${reason}`, moment(3_600_000),
  );
  const admin = await as("admin");
  await admin.goto("/desk/jobs");
  const mail = card(admin, reason).filter({ hasText: "new-device" });
  await expect(mail).toContainText("7 tries");
  // Whose mail it is and what it says is not for the desk.
  await expect(admin.locator("main")).not.toContainText(email);
  await mail.getByRole("button", { name: /^Try again ?: new-device/ }).click();
  await expect(admin.getByRole("status")).toContainText("It is tried again.");
  await letter(page, email, /^New sign-in$/);
  await card(admin, `the disk is full: ${reason}`).getByRole("button", { name: /^Try again/ }).click();
  await expect(admin.getByRole("status")).toContainText("It is tried again.");
  await expect(async () => {
    await admin.reload();
    await expect(card(admin, reason)).toHaveCount(0, { timeout: 100 });
  }).toPass();
});
