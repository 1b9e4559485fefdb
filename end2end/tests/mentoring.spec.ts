// What happens beside the straight way: the waiting line, no fit without fault, somebody unnamed kept away, a check taken back.
import { moment, sql } from "./lib/house.ts";
import { addToList, ask, mentor, requestPath, together } from "./lib/mentors.ts";
import { letter, member, send } from "./lib/people.ts";
import { expect, test } from "./lib/roles.ts";

test("whoever finds no free seat waits in line, and comes in when a seat is free", async ({ page, as }) => {
  test.setTimeout(120_000);
  const [helper, first] = [await as(), await as()];
  const name = await mentor(helper, as, "1");
  await member(first);
  const path = await together(first, helper, name);

  const email = await member(page);
  await send(page, "/do/mentorship/save-ask", ask);
  await page.goto("/mentors?state=NY");
  await addToList(page, name);
  const row = page.locator(".request-list > li").first();
  await expect(row).toContainText("In the waiting line, place 1");
  await row.getByRole("link", { name }).click();
  await expect(page.locator("main")).toContainText("The mentor was not told that you wait");
  await letter(page, email, /at place 1/);
  await helper.goto("/me/mentoring");
  await expect(helper.locator("main")).not.toContainText("Somebody looks for help");

  await first.goto(path);
  await first.locator("summary", { hasText: "End it" }).click();
  await first.getByRole("button", { name: "End it now" }).click();
  await page.goto("/me/mentoring");
  await expect(row).toContainText("Asked");
  await letter(page, email, /has room for your request/);
  await helper.goto("/me/mentoring");
  await expect(helper.getByRole("link", { name: "Somebody looks for help with CV review" })).toBeVisible();
});

test("no fit is nobody's fault: it ends, and what was looked for is open again", async ({ page, as }) => {
  test.setTimeout(120_000);
  const helper = await as();
  const name = await mentor(helper, as);
  await member(page);
  const path = await together(page, helper, name);
  await page.goto(path);
  await expect(page.getByRole("heading", { name: "Does it fit?" })).toHaveCount(0);
  sql("update engagements set fit_asked_at = ? where public_id = ?", moment(), path.split("/").at(-1) ?? "");
  await page.reload();
  await page.getByRole("button", { name: "Answer" }).click();
  await expect(page.locator(".error-summary")).toContainText("Choose one of the answers.");
  await page.getByLabel("It does not fit; nobody is at fault").check();
  await page.getByRole("button", { name: "Answer" }).click();
  await expect(page.locator(".tag").first()).toHaveText("Ended");
  await helper.goto(path);
  await expect(helper.locator("main")).toContainText("This is over.");
  await expect(helper.getByRole("heading", { level: 1 })).toHaveText("Working with your mentee");
  await expect(helper.locator("main")).not.toContainText("nobody is at fault");
  await page.goto("/me/mentoring/ask");
  await expect(page.getByLabel("What do you want to reach?")).toHaveValue(ask.goals);
});

test("a mentor keeps away somebody who has not shown a name", async ({ page, as }) => {
  test.setTimeout(120_000);
  const helper = await as();
  const name = await mentor(helper, as);
  await member(page);
  await send(page, "/do/mentorship/save-ask", ask);
  await addToList(page, name);
  await helper.goto(`/me/mentoring/requests/${await requestPath(helper)}`);
  await helper.getByRole("link", { name: "Block" }).click();
  await helper.getByRole("button", { name: "Block", exact: true }).click();
  await helper.goto("/me/mentoring");
  await expect(helper.locator("main")).toContainText("Nobody asks you right now");
  await page.goto("/me/mentoring");
  await expect(page.locator(".request-list > li").first()).toContainText("Closed");
});

test("a moderator takes a check back, and whoever asked is told", async ({ page, as }) => {
  test.setTimeout(120_000);
  const helper = await as();
  const name = await mentor(helper, as);
  const email = await member(page);
  await send(page, "/do/mentorship/save-ask", ask);
  await addToList(page, name);
  const moderator = await as("moderator");
  await helper.goto("/me/mentoring");
  await helper.getByRole("link", { name: "See your page as others do" }).click();
  await expect(helper.locator("summary", { hasText: "For moderators" })).toHaveCount(0);
  await moderator.goto(new URL(helper.url()).pathname);
  await moderator.locator("summary", { hasText: "For moderators: take the check back" }).click();
  await moderator.getByRole("button", { name: "Take the check back" }).click();
  await expect(moderator).toHaveURL(/\/desk\/mentors\?done=mentor-checked$/);
  await letter(page, email, /no longer here/);
  await helper.goto("/me/mentoring");
  await expect(helper.locator("main")).toContainText("People cannot find you yet.");
});
