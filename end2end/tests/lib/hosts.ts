// Hosts and the moderators who check them, for journeys of opportunities.
import type { Page } from "@playwright/test";
import { member, send } from "./people.ts";
import { whole } from "./postings.ts";
import { expect, type As } from "./roles.ts";

/** Somebody who is signed in sends a posting in; answers its id. */
export async function sentIn(host: Page, title: string): Promise<string> {
  const begun = await send(host, "/do/opportunities/begin", whole(title));
  const draft = begun.split("/")[3] ?? "";
  for (const part of ["where", "when", "money", "who"]) {
    await send(host, "/do/opportunities/save-part", { draft, part, ...whole(title) });
  }
  const status = await send(host, "/do/opportunities/submit", { draft });
  return new URL(status, "http://localhost").pathname.split("/").at(-1) ?? "";
}

/** A moderator begins the check of a posting. */
export async function takeUp(moderator: Page, id: string) {
  await moderator.goto(`/desk/opportunities/${id}`);
  await moderator.getByRole("button", { name: "Begin the check" }).click();
  await expect(moderator.getByRole("status")).toContainText("Decided.");
}

/** Both moderators look at a host and their first posting; the first reads that one more has to. */
export async function check(as: As, id: string) {
  const [first, second] = [await as("moderator"), await as("editor")];
  await takeUp(first, id);
  for (const one of [first, second]) {
    await one.goto(`/desk/opportunities/${id}`);
    await one.getByLabel("What now?").selectOption("Publish");
    await one.getByLabel("What you looked at, or why").fill("The page and the registry.");
    await one.getByRole("button", { name: "Decide" }).click();
    await expect(one.getByRole("status")).toContainText("Decided.");
    if (one === first) await expect(one.locator("main")).toContainText("One moderator has looked at this host.");
  }
}

/** A published posting of somebody new; answers its id. */
export async function published(host: Page, as: As, title: string): Promise<string> {
  await member(host);
  const id = await sentIn(host, title);
  await check(as, id);
  return id;
}
