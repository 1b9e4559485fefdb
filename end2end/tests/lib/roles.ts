// Tests with several people in them. Whoever needs a second factor signed in once, before all tests: a code works
// only once, and a minute has only two of them.
import { readFileSync } from "node:fs";
import type { Page } from "@playwright/test";
import { kept } from "./house.ts";
import { samplePerson, send } from "./people.ts";
import { expect, test as base, watch } from "./test.ts";

export { expect };

/** Sample people, `council` a second admin, `editor` a second moderator. */
const sample = ["newcomer", "member", "moderator", "editor", "admin", "council", "mentor", "host", "treasurer"] as const;
/** And who signs up: `subject` is whom the scene is about, the others have things to be looked at (made.ts). */
export const roles = [...sample, "subject", "regular", "mentee", "helper"] as const;
export type Role = (typeof roles)[number];

export const stateOf = (role: Role) => kept(`session-${role}`);
export const sceneFile = kept("scene");

/** What the run begins with: somebody with a full profile, reported twice, and what came of it. */
export interface Scene {
  subject: { email: string; id: string };
  /** Ids of the sample people. */
  member: string;
  host: string;
  council: string;
  /** Decided by the moderator, appealed by the subject. */
  appealed: string;
  /** Nobody has decided yet. */
  open: string;
  /** Recovery codes of the second admin, for sessions of one's own. */
  codes: string[];
  unsubscribe: string;
  /** A draft of the subject, all of it filled in, and a posting that waits for its check. */
  draft: string;
  waiting: string;
  certificate: string;
}

export const scene = () => JSON.parse(readFileSync(sceneFile, "utf8")) as Scene;

/** A browser of its own; signed in where a role is given. */
export type As = (role?: Role) => Promise<Page>;

export const test = base.extend<{ as: As }>({
  as: async ({ browser, baseURL, seen }, use) => {
    const contexts: Awaited<ReturnType<typeof browser.newContext>>[] = [];
    await use(async (role) => {
      const context = await browser.newContext(role ? { storageState: stateOf(role) } : {});
      contexts.push(context);
      const page = await context.newPage();
      watch(page, new URL(baseURL ?? "").hostname, seen);
      return page;
    });
    for (const context of contexts) await context.close();
  },
});

/** The public id behind an address, as an admin finds it. */
export async function idOf(admin: Page, email: string): Promise<string> {
  const found = await admin.request.get(`/desk/people?find=${encodeURIComponent(email)}`);
  const id = (await found.text()).match(/href="\/desk\/people\/([0-9a-z]{20})"[^>]*>Open what/)?.[1];
  expect(id, `an admin finds ${email}`).toBeTruthy();
  return id ?? "";
}

/** The case about a person that waits: the newest are the last of the queue. */
export async function caseAbout(moderator: Page, person: string, kind: "person" | "profile"): Promise<string> {
  let next: string | undefined = `/desk/moderation?kind=${kind}`;
  const paths: string[] = [];
  while (next !== undefined) {
    const text: string = await (await moderator.request.get(next)).text();
    paths.push(...[...text.matchAll(/href="(\/desk\/moderation\/[0-9a-z]{20})"/g)].map((found) => found[1] ?? ""));
    next = text.match(/rel="next" href="([^"]+)"/)?.[1]?.replaceAll("&amp;", "&");
  }
  for (const path of paths.reverse()) {
    const text = await (await moderator.request.get(path)).text();
    if (text.includes(`/desk/private/${person}`)) return path;
  }
  throw new Error(`no case about ${person} waits`);
}

/** Some deeds want the password again after ten minutes, and a session may be older by the time it is its turn. */
export async function proven(page: Page, role: Role): Promise<Page> {
  // Whoever may not go through a door hears nothing of a password there.
  const behind = role === "treasurer" ? "/desk/codes/" : "/desk/private/";
  const door = await page.request.get(behind + "0".repeat(20), { maxRedirects: 0 });
  expect(door.status(), `${role} may go through ${behind}`).not.toBe(403);
  if (door.status() === 303) await send(page, "/do/identity/prove", { password: samplePerson(role).password });
  return page;
}
