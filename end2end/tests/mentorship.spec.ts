// Somebody finds a mentor: the list in order, what is shown and taken back, a no, a yes, the agreement, the end.
import { addToList, ask, mentor, word } from "./lib/mentors.ts";
import { letter, member, send } from "./lib/people.ts";
import { expect, test } from "./lib/roles.ts";

test("a stranger reads what mentorship is, and sees no mentor", async ({ page }) => {
  await page.goto("/mentors");
  await expect(page.getByRole("heading", { level: 1 })).toHaveText("Mentors");
  await expect(page.locator("main")).toContainText("Nobody asks you to prove anything.");
  await expect(page.locator("main")).not.toContainText("Leila Haddad");
  await page.getByRole("link", { name: "Sign in to see the mentors" }).click();
  await expect(page).toHaveURL(/\/sign-in\?next=%2Fmentors$/);
});

test("somebody says what they look for and gets the best fit first, with the reason", async ({ page }) => {
  await member(page);
  await page.goto("/mentors");
  await page.getByRole("link", { name: "Say what you look for" }).click();
  await page.getByRole("button", { name: "Save and see the mentors" }).click();
  await expect(page.locator(".error-summary a")).toHaveCount(3);
  await page.getByLabel("What do you want to reach?").fill("Practice interviews with somebody who knows them.");
  await page.getByLabel("Mock interview").check();
  await page.getByLabel("Isolation, discrimination and stress").check();
  await page.getByLabel("How far along are you?").selectOption("Applying for residency");
  // A refused form opens what is folded; without script too.
  await page.getByLabel("Speaks", { exact: true }).selectOption("Portuguese");
  await page.getByLabel("How much: Speaks").selectOption("Must be so");
  await page.getByRole("button", { name: "Save and see the mentors" }).click();
  // What was asked for is in no address.
  await expect(page).toHaveURL(/\/mentors\?done=ask-saved$/);
  const first = page.locator(".mentor-card").first();
  await expect(first.getByRole("heading")).toHaveText("Ines Ferreira");
  await expect(first).toContainText("Helps with Mock interview and Isolation, discrimination and stress.");
  await expect(first).toContainText("As you asked: speaks Portuguese.");
  await expect(first).toContainText("Answers in about 12 hours.");
  await expect(page.getByText("Some mentors are left out.")).toBeVisible();
});

test("somebody finds a mentor by words, and what tells about them is asked for elsewhere", async ({ page }) => {
  await member(page);
  await page.goto("/mentors");
  await page.getByLabel("Name or words").fill("WATCH interviews");
  await page.getByRole("main").getByRole("button", { name: "Search", exact: true }).click();
  await expect(page).toHaveURL(/\/mentors\?q=WATCH\+interviews/);
  await expect(page.locator(".mentor-card").getByRole("heading")).toHaveText(["Ines Ferreira"]);
  await page.getByLabel("Name or words").fill("ferreira nobody");
  await page.getByLabel("Name or words").press("Enter");
  await expect(page.getByRole("heading", { name: "Nobody fits" })).toBeVisible();
  await page.locator("summary", { hasText: "Filters" }).click();
  const topics = page.getByLabel("Helps with");
  await expect(topics.locator("option", { hasText: "Mock interview" })).toHaveCount(1);
  await expect(topics.locator("option", { hasText: "Visa and immigration choices" })).toHaveCount(0);
  await page.getByRole("link", { name: "say them in what you look for" }).click();
  await expect(page).toHaveURL(/\/me\/mentoring\/ask$/);
  await expect(page.getByLabel("Visa and immigration choices")).toBeVisible();
});

test("a mentee asks, shows and hides, hears a no, confirms a yes, and both sign and work to the end", async ({ page, as }) => {
  test.setTimeout(120_000);
  const [first, second] = [await as(), await as()];
  const one = await mentor(first, as);
  const two = await mentor(second, as);
  const email = await member(page);
  await send(page, "/do/identity/save-profile", { step: "you", name: "Nuri Aslan" });
  await send(page, "/do/identity/save-profile", { step: "place", state: "NY" });
  await send(page, "/do/mentorship/save-ask", ask);
  await addToList(page, one);
  await addToList(page, two);
  const rows = page.locator(".request-list > li");
  await expect(rows.nth(0)).toContainText("Asked");
  await expect(rows.nth(1)).toContainText("Asked");

  // The first sees topics, stage and goals, and nothing of the person.
  await first.goto("/me/mentoring");
  await first.getByRole("link", { name: "Somebody looks for help with CV review" }).click();
  await expect(first.locator("main")).toContainText("Find the right programs for me.");
  await expect(first.locator("main")).not.toContainText("Nuri");
  const request = new URL(first.url()).pathname;
  await page.getByRole("link", { name: one }).click();
  await page.getByLabel("Name: Nuri Aslan").check();
  await page.getByLabel("Where you live: New York").check();
  await page.getByRole("button", { name: "Save what is shown" }).click();
  await expect(page.getByRole("status")).toContainText("Saved.");
  await first.goto(request);
  await expect(first.locator("main")).toContainText("Nuri Aslan");
  await expect(first.locator("main")).toContainText("Lives in New York, as you do.");
  await page.getByLabel("Name: Nuri Aslan").uncheck();
  await page.getByRole("button", { name: "Save what is shown" }).click();
  await first.reload();
  await expect(first.locator("main")).not.toContainText("Nuri");

  // A kind no.
  await first.locator("summary", { hasText: "No, kindly" }).click();
  await first.getByLabel("I have no time for this now").check();
  await first.getByRole("button", { name: "Send the no" }).click();
  await expect(first).toHaveURL(/\/me\/mentoring\?done=request-answered$/);
  await page.goto("/me/mentoring");
  await expect(rows.nth(0)).toContainText("It has nothing to do with you.");

  // Tell me more, then a yes.
  await second.goto("/me/mentoring");
  await second.getByRole("link", { name: "Somebody looks for help with CV review" }).click();
  await second.locator("summary", { hasText: "Tell me more first" }).click();
  await second.getByLabel("What would you like to know?").fill("Which season?");
  await second.getByRole("button", { name: "Send the question" }).click();
  await expect(second.getByRole("status")).toBeVisible();
  await page.getByRole("link", { name: two }).click();
  await page.getByLabel("Your answer").fill("The <next> one.");
  await page.getByRole("button", { name: "Send the answer" }).click();
  await expect(page.getByRole("status")).toBeVisible();
  await second.reload();
  await expect(second.locator("main")).toContainText("The <next> one.");
  await second.getByRole("button", { name: "Yes, I would like to" }).click();
  await page.goto(await letter(page, email, /would like to be your mentor|Mentorship|notification/i));
  await page.goto("/me/mentoring");
  await page.getByRole("link", { name: two }).click();
  await expect(page.getByRole("button", { name: "Confirm this mentor" })).toBeVisible();
  const asked = new URL(page.url()).pathname;
  await page.getByRole("button", { name: "Confirm this mentor" }).click();
  await expect(page.getByRole("heading", { level: 1 })).toHaveText(`Working with ${two}`);

  // The agreement.
  await page.getByLabel("What we work on").fill("Interviews, once a month, by video.");
  const inThreeMonths = new Date(Date.now() + 90 * 86_400_000).toISOString().slice(0, 10);
  await page.getByLabel("Until").fill(inThreeMonths);
  await page.getByRole("button", { name: "Save the text" }).click();
  await page.getByRole("button", { name: "Sign" }).click();
  await expect(page.locator(".error-summary")).toContainText("Tick the box to sign.");
  await page.getByLabel("I have read all of it and keep to it").check();
  await page.getByRole("button", { name: "Sign" }).click();
  await expect(page.getByRole("status")).toContainText("Signed.");
  const together = new URL(page.url()).pathname;
  await second.goto(together);
  await second.getByLabel("I have read all of it and keep to it").check();
  await second.getByRole("button", { name: "Sign" }).click();
  await expect(second.locator(".tag").first()).toHaveText("Under way");

  // What is hidden on the request can be on the profile; the page says so, and where that is changed.
  await page.goto(asked);
  await expect(page.locator("main")).toContainText("Your mentor also sees what your profile shows to people you are matched with.");
  await expect(page.getByRole("link", { name: "Change who sees what of my profile" })).toHaveAttribute("href", "/me/profile");

  // Another last day: the old one holds until both have signed.
  const day = (ahead: number) => new Date(Date.now() + ahead * 86_400_000).toISOString().slice(0, 10);
  await page.goto(together);
  await page.locator("summary", { hasText: "Go on for longer" }).click();
  await page.getByLabel("New last day").fill(day(30));
  await page.getByRole("button", { name: "Propose it" }).click();
  await expect(page.locator(".error-summary")).toContainText("Choose a day after the last day you have agreed on");
  await page.getByLabel("New last day").fill(day(200));
  await page.getByRole("button", { name: "Propose it" }).click();
  await expect(page.locator("main")).toContainText("You have proposed to go on until");
  await expect(page.getByRole("button", { name: "Sign", exact: true })).toHaveCount(0);
  // It is taken back while the other reads of it, who then signs nothing, and is proposed anew.
  await second.goto(together);
  await page.getByRole("button", { name: "Take back" }).click();
  await expect(page.getByRole("status")).toContainText("Taken back.");
  await expect(page.locator("main")).not.toContainText("You have proposed to go on until");
  await second.getByLabel("I have read all of it and keep to it").check();
  await second.getByRole("button", { name: "Sign" }).click();
  await expect(second.locator(".error-summary")).toContainText("it was changed, taken back or signed");
  await page.locator("summary", { hasText: "Go on for longer" }).click();
  await page.getByLabel("New last day").fill(day(200));
  await page.getByRole("button", { name: "Propose it" }).click();
  await expect(page.locator("main")).toContainText("You have proposed to go on until");
  const agreed = await page.getByText(/^Until .* \d{4}\.$/).textContent();
  await second.goto(together);
  await expect(second.getByText(/^Until .* \d{4}\.$/)).toHaveText(agreed ?? "");
  await second.getByLabel("I have read all of it and keep to it").check();
  await second.getByRole("button", { name: "Sign" }).click();
  await expect(second.getByRole("status")).toContainText("Signed.");
  await expect(second.locator("main")).not.toContainText("proposes to go on");
  await expect(second.getByText(/^Until .* \d{4}\.$/)).not.toHaveText(agreed ?? "");

  // Work, and the end.
  await page.goto(together);
  await page.locator("summary", { hasText: "Add one" }).click();
  await page.getByLabel("What is to be done?").fill("Send the CV");
  await page.getByRole("button", { name: "Add", exact: true }).click();
  await expect(page.getByRole("listitem").filter({ hasText: "Send the CV" })).toBeVisible();
  await second.reload();
  await second.getByRole("button", { name: /^Done.*Send the CV/ }).click();
  await expect(second.getByRole("listitem").filter({ hasText: "Send the CV" })).toContainText("Done");
  await second.locator("summary", { hasText: "Log a meeting" }).click();
  const yesterday = new Date(Date.now() - 36 * 3_600_000).toISOString().slice(0, 16);
  await second.getByLabel("When did you meet?").fill(yesterday);
  await second.getByLabel("How many minutes?").fill("45");
  await second.getByRole("button", { name: "Log it" }).click();
  await expect(second.locator("main")).toContainText("45 minutes");
  await page.goto(together);
  await page.locator("summary", { hasText: "End it" }).click();
  await page.getByLabel("A few words to the other").fill("Thank you.");
  await page.getByRole("button", { name: "End it now" }).click();
  await expect(page.getByRole("status")).toContainText("It is over.");
  await second.goto(together);
  await expect(second.locator("main")).toContainText("Thank you.");
});

test("somebody becomes a mentor in small steps and takes a break", async ({ page, as }) => {
  await member(page);
  await page.goto("/me/mentoring");
  await page.getByRole("link", { name: "Offer to be a mentor" }).click();
  await page.getByRole("button", { name: "Save and go on" }).click();
  await expect(page.locator(".error-summary a")).toHaveCount(3);
  const name = `Steps ${word()}`;
  await page.getByLabel("Your name, as people read it").fill(name);
  await page.getByLabel("What you do", { exact: true }).selectOption("Fellow");
  await page.getByLabel("A few sentences").fill("I help with interviews, for an hour a month.");
  await page.getByRole("button", { name: "Save and go on" }).click();
  await page.getByLabel("Mock interview").check();
  await page.getByRole("button", { name: "Save and go on" }).click();
  await page.getByRole("button", { name: "Save and go on" }).click();
  await page.getByLabel("How many people do you help at a time?").fill("1");
  await page.getByRole("button", { name: "Save", exact: true }).click();
  await page.getByLabel("A moderator can ask somebody").check();
  await page.getByLabel("Your institution, your NPI, or whom we can ask").fill("The program office");
  await page.getByRole("button", { name: "Ask to be checked" }).click();
  await expect(page.locator("main")).toContainText("A moderator looks at what you told us.");
  const moderator = await as("moderator");
  await moderator.goto("/desk/mentors");
  const row = moderator.getByRole("listitem").filter({ hasText: name });
  await row.getByLabel("I have asked, or I know").check();
  await row.getByRole("button", { name: "Decide" }).click();
  await page.reload();
  await expect(page.locator("main")).toContainText("People can find you.");
  const nextMonth = new Date(Date.now() + 30 * 86_400_000).toISOString().slice(0, 10);
  await page.getByRole("link", { name: "Room and pauses" }).click();
  await page.getByLabel("Pause until").fill(nextMonth);
  await page.getByRole("button", { name: "Save", exact: true }).click();
  await expect(page.getByText("You take a break.")).toBeVisible();
  await page.getByRole("button", { name: "Come back now" }).click();
  await expect(page.getByText("You take a break.")).toHaveCount(0);
});
