// Somebody narrows the list, sees whether they fit, applies, and takes a place; what is reported is held.
import { published } from "./lib/hosts.ts";
import { word } from "./lib/mentors.ts";
import { member, send } from "./lib/people.ts";
import { expect, test } from "./lib/roles.ts";

test("somebody sees whether they fit, saves, applies, and takes the place", async ({ page, as }) => {
  test.setTimeout(120_000);
  const title = `Rounds ${word()}`;
  const host = await as();
  const id = await published(host, as, title);
  await member(page);
  await send(page, "/do/identity/save-profile", { step: "you", name: "Nuri Aslan", pronouns: "they" });
  await page.goto(`/opportunities/${id}`);
  await expect(page.locator("main")).toContainText("Never pay a person.");
  await page.getByRole("link", { name: "Am I eligible?" }).click();
  await expect(page.locator("main")).toContainText("The host does not see it, and we do not keep it.");
  await page.goto(`/opportunities/${id}`);
  await page.getByRole("button", { name: "Save", exact: true }).click();
  await expect(page.getByRole("heading", { name: title })).toBeVisible();
  const file = await page.request.get("/me/saved/deadlines.ics");
  expect(await file.text()).toContain("Last day to apply");
  await page.getByRole("link", { name: title }).click();
  await page.getByRole("link", { name: "Apply", exact: true }).click();
  await expect(page.getByRole("heading", { level: 1 })).toHaveText("Apply");
  await expect(page.locator("main")).toContainText("Never pay a person.");
  await page.getByLabel("Who you are, and how the host reaches you").fill("Because of the <clinic>.");
  await page.getByLabel("Name: Nuri Aslan").check();
  await page.getByRole("button", { name: "Send my application" }).click();
  await expect(page.getByRole("status")).toContainText("Your application is with the host.");
  await expect(page.locator(".tag").first()).toHaveText("Received");

  // The host sees what was ticked, and nothing else.
  await host.goto(`/me/postings/${id}`);
  await expect(host.getByRole("heading", { name: "Nuri Aslan" })).toBeVisible();
  await expect(host.locator("main")).toContainText("Because of the <clinic>.");
  await expect(host.locator("main")).not.toContainText("Pronouns");
  await host.locator("summary", { hasText: "Offer a place" }).click();
  await host.getByRole("button", { name: /^Offer a place/ }).click();
  await expect(host.getByRole("status")).toContainText("The person is told");
  await page.reload();
  await expect(page.locator("main")).toContainText("Held until");
  await page.getByRole("button", { name: /^Accept the place/ }).click();
  await expect(page.locator(".tag").first()).toHaveText("Accepted");
  await host.reload();
  await expect(host.locator(".tag").first()).toHaveText("Filled");
});

test("a list is narrowed, each chip takes its value away, and the address says it all", async ({ page }) => {
  await page.goto("/opportunities");
  await page.locator("summary", { hasText: "Filters" }).click();
  await page.getByLabel(/^Observership/).check();
  await page.getByLabel("Fee").selectOption("free");
  await page.getByRole("button", { name: "Show these" }).click();
  await expect(page).toHaveURL(/kind=observership/);
  await expect(page.locator(".posting-row").first()).toContainText("No fee");
  const chips = page.getByRole("navigation", { name: "Chosen filters" });
  await chips.getByRole("link", { name: /Kind: Observership/ }).click();
  await expect(page).toHaveURL(/\/opportunities\?fee=free$/);
  await page.getByLabel("Title or institution").fill("nothing is called so");
  await page.getByRole("main").getByRole("button", { name: "Search", exact: true }).click();
  // What was left open stands in no address.
  await expect(page).toHaveURL(/\/opportunities\?q=nothing\+is\+called\+so&fee=free$/);
  await expect(page.locator("main")).toContainText("Nothing fits");
  await page.goto("/opportunities?outcome=certificate&from=2020-01&by=2099-12");
  await expect(chips.getByRole("link")).toHaveText([
    /What may come of it: Certificate of completion/,
    /Begins in or after: January 2020/,
    /Begins in or before: December 2099/,
    "Clear all",
  ]);
  await expect(page.locator(".posting-row").first()).toBeVisible();
  await chips.getByRole("link", { name: /Begins in or after/ }).click();
  await expect(page).toHaveURL(/\/opportunities\?outcome=certificate&by=2099-12$/);
  await page.goto("/opportunities?q=nothing-is-called-so");
  await page.getByRole("link", { name: "See all of them" }).click();
  await expect(page).toHaveURL(/\/opportunities$/);
  await expect(page.locator(".posting-row").first()).toBeVisible();
});

test("two reports hold a posting, and a changed one says so to whoever applied", async ({ page, as }) => {
  test.setTimeout(120_000);
  const title = `Clinic ${word()}`;
  const host = await as();
  const id = await published(host, as, title);
  await member(page);
  await send(page, "/do/opportunities/apply", { posting: id, answer: "Because of the clinic." });
  await host.goto(`/me/postings/${id}`);
  await host.getByRole("button", { name: "Change it" }).click();
  await host.getByRole("link", { name: "When, and for how many" }).click();
  await host.getByLabel("Shortest stay in weeks").fill("6");
  await host.getByRole("button", { name: "Keep this and go on" }).click();
  await expect(host.getByRole("heading", { level: 1 })).toHaveText("What it costs, and a visa");
  await host.goto(`/me/postings/${id}`);
  await host.getByRole("button", { name: "Change it" }).click();
  await host.getByRole("button", { name: "Send it in" }).click();
  await expect(host.getByRole("status")).toContainText("We have it.");
  await page.goto("/me/notifications");
  await expect(page.locator("main")).toContainText("the host has changed the dates");
  const other = await as();
  await member(other);
  for (const one of [page, other]) {
    await one.goto(`/opportunities/${id}`);
    await one.getByRole("link", { name: "Report this posting" }).click();
    await one.getByLabel(/money/i).first().check();
    await one.getByLabel("What happened?").fill("They asked me to pay a person in a private chat.");
    await one.getByRole("button", { name: "Send the report" }).click();
    await expect(one.getByRole("status")).toBeVisible();
  }
  expect((await other.request.get(`/opportunities/${id}`)).status()).toBe(404);
});
