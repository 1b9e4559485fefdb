// Every page with people in it: as whom to look at it, where it is, and what of it moves by itself.
import type { Page } from "@playwright/test";
import { looksMade } from "./looks-made.ts";
import { postingAt } from "./postings.ts";
import { scene, type Role, type Scene } from "./roles.ts";

export interface Look {
  as?: Role;
  path: string | ((scene: Scene) => string);
  h1: string | RegExp;
  /** What is done on it first. */
  then?: (page: Page) => Promise<unknown>;
  /** Its title is that of another look at the same page. */
  alone?: false;
  /** Tabbed through, as one of its kind. */
  walk?: true;
  /** Parts that other tests change meanwhile. */
  moving?: string[];
  mask?: [RegExp, string][];
}

const press = (name: string) => (page: Page) => page.getByRole("button", { name, exact: true }).click();
const token = "A".repeat(43);
const step = (word: string) => `/me/profile/${word}`;
/** The invented cohorts, which have the same names in every copy. */
export const [begin, order, place, done] = [
  "/cohorts/cdqpgvvjegpp4sb7d5q0",
  "/cohorts/cdqpgvvjegppywk4cns0",
  "/cohorts/cdqpgvvjegpq0v31cdjg",
  "/cohorts/cdqpgvvjegpp8vvecmgg",
];
const img = (query: string) => `/am-i-an-img?${query}`;

export const looks: Record<string, Look> = {
  "sign-up": { path: "/sign-up", h1: "Make an account" },
  "sign-up-refused": { path: "/sign-up", h1: "Make an account", then: press("Make my account") },
  "sign-up-done": { path: "/sign-up?done=signed-up", h1: "Make an account", alone: false },
  "sign-in": { walk: true, path: "/sign-in", h1: "Sign in" },
  "sign-in-refused": { path: "/sign-in", h1: "Sign in", then: press("Sign in") },
  "sign-in-code": { path: "/sign-in/code", h1: "Enter your code" },
  "forgot-password": { path: "/forgot-password", h1: "Choose a new password" },
  "confirm-spent": { path: `/confirm/${token}`, h1: "Confirm your address" },
  "reset-spent": { path: `/reset-password/${token}`, h1: "Choose a new password", alone: false },
  "change-email-spent": { path: `/change-email/${token}`, h1: "Confirm your new address" },
  "am-i-an-img": { path: "/am-i-an-img", h1: "Am I an IMG?" },
  "am-i-an-img-yes": { path: img("school=NG&citizen=no"), h1: "Am I an IMG?", alone: false },
  "am-i-an-img-canada": { path: img("school=CA"), h1: "Am I an IMG?", alone: false },
  "am-i-an-img-missing": { path: img("school="), h1: "Am I an IMG?" },
  verify: { path: "/verify", h1: "Check a certificate" },
  "verify-unknown": { path: "/verify/0000-0000-0000", h1: "Check a certificate", alone: false },
  "verify-known": { path: (scene) => `/verify/${scene.certificate}`, h1: "Check a certificate", alone: false },
  join: { walk: true, path: "/join", h1: /^Join / },
  "join-with-code": { path: "/join?code=img", h1: /^Join /, alone: false },
  "join-wrong-code": { path: "/join?code=nothing", h1: /^Join /, alone: false },
  unsubscribe: { path: (scene) => scene.unsubscribe, h1: "Stop mails" },
  mailbox: { path: "/dev/mail", h1: "Mailbox", moving: ["ul.devices > li"] },
  "mentors-as-stranger": { path: "/mentors", h1: "Mentors", alone: false },
  "person-as-stranger": { path: (scene) => `/people/${scene.subject.id}`, h1: "A member" },

  "desk-new-series": { as: "admin", path: "/desk/new-event", h1: "New series", walk: true },
  "desk-new-event": { as: "admin", path: "/desk/new-event?single=1", h1: "New single event" },
  "desk-new-event-refused": { as: "admin", path: "/desk/new-event", h1: "New series", then: press("Show the dates"), alone: false },
  "desk-event": {
    as: "admin",
    path: "/desk/events/img-coffee-chat",
    h1: "IMG Coffee Chat",
    moving: ["section:has(#coming-title) ul", "details:has(> ul.ways) > ul"],
  },
  "desk-event-edit": { as: "admin", path: "/desk/events/img-coffee-chat/edit", h1: "Edit IMG Coffee Chat" },
  "desk-event-preview": {
    as: "admin",
    path: "/desk/events/img-coffee-chat/preview",
    h1: "IMG Coffee Chat",
    alone: false,
    moving: [".event-page :not(h1):not(:has(h1))"],
  },

  mentors: { walk: true, as: "subject", path: "/mentors", h1: "Mentors", moving: [".mentor-list > li", ".pager"] },
  mentoring: { as: "subject", path: "/me/mentoring", h1: "My mentoring" },
  "mentoring-ask": { as: "subject", path: "/me/mentoring/ask", h1: "What you look for" },
  "mentor-work": { as: "subject", path: "/me/mentoring/mentor/work", h1: "What you do" },
  "mentor-help": { as: "subject", path: "/me/mentoring/mentor/help", h1: "What you help with" },
  "mentor-path": { as: "subject", path: "/me/mentoring/mentor/path", h1: "Your path" },
  "mentor-room": { as: "subject", path: "/me/mentoring/mentor/room", h1: "Room and pauses" },
  "mentor-check": { as: "subject", path: "/me/mentoring/mentor/check", h1: "One check" },
  "desk-mentors": { as: "moderator", path: "/desk/mentors", h1: "Mentors to check", moving: ["ul.devices > li"] },
  cohorts: { path: "/cohorts", h1: "Cohorts", moving: [".cohort-list > li", ".empty"] },
  cohort: { path: begin, h1: "Spring cohort" },
  "cohort-sign-up": { walk: true, as: "subject", path: begin, h1: "Spring cohort", alone: false },
  "cohort-sign-up-refused": {
    as: "subject",
    path: begin,
    h1: "Spring cohort",
    then: async (page) => {
      await page.locator("summary", { hasText: "As a mentee" }).click();
      await press("Sign up as a mentee")(page);
    },
    alone: false,
  },
  "cohort-out": { as: "member", path: done, h1: "Autumn cohort" },
  "cohort-certificate": { path: `${done}/certificate`, h1: "Certificate" },
  "cohort-certificate-before": { path: `${begin}/certificate`, h1: "Certificate", alone: false },
  "cohort-rank-mentors": { walk: true, as: "member", path: `${order}/rank`, h1: "Rank the mentors" },
  "cohort-rank-mentees": { as: "mentor", path: `${place}/rank`, h1: "Rank those who listed you" },
  "my-cohort": { as: "member", path: `/me${done}`, h1: "My result: Autumn cohort" },
  "my-cohort-mentor": { as: "mentor", path: `/me${done}`, h1: "My result: Autumn cohort", alone: false },
  "my-cohort-before": { as: "member", path: `/me${order}`, h1: "My result: Research cohort" },
  "desk-cohort": { as: "admin", path: `/desk${done}`, h1: "Autumn cohort", alone: false },
  "my-cohorts": { as: "subject", path: "/me/cohorts", h1: "My cohorts" },
  "desk-cohorts": { as: "admin", path: "/desk/cohorts", h1: "Cohorts to run", moving: ["ul.devices > li", ".empty"] },
  "desk-new-cohort": { as: "admin", path: "/desk/new-cohort", h1: "Plan a cohort" },
  "desk-new-cohort-refused": {
    as: "admin",
    path: "/desk/new-cohort",
    h1: "Plan a cohort",
    then: press("Save the plan"),
    alone: false,
  },
  opportunities: { walk: true, path: "/opportunities", h1: "Opportunities", moving: [".posting-list > li", ".pager", "[role=status]", ".finder-more"] },
  posting: { path: `/opportunities/${postingAt(1)}`, h1: /Observership/ },
  "posting-with-a-fee": { path: `/opportunities/${postingAt(4)}`, h1: /Research, paid/ },
  "posting-as-member": { as: "member", path: `/opportunities/${postingAt(1)}`, h1: /Observership/, alone: false },
  "posting-applied": { as: "newcomer", path: `/opportunities/${postingAt(1)}`, h1: /Observership/, alone: false },
  "posting-apply": { walk: true, as: "member", path: `/opportunities/${postingAt(1)}/apply`, h1: "Apply" },
  "posting-eligible": { as: "member", path: `/opportunities/${postingAt(1)}/eligible`, h1: "Am I eligible?" },
  // The subject has blocked the host.
  "posting-of-blocked": { as: "subject", path: `/opportunities/${postingAt(1)}`, h1: "We cannot find this page", alone: false },
  "opportunities-narrowed": { path: "/opportunities?kind=observership&fee=free", h1: "Opportunities", alone: false, moving: [".posting-list > li", ".pager", "[role=status]", ".finder-more"] },
  "opportunities-nothing": { path: "/opportunities?q=nothing-is-called-so", h1: "Opportunities", alone: false, moving: [".finder-more"] },
  "report-posting": { as: "newcomer", path: `/report/person?person=${postingAt(2)}&kind=posting`, h1: "Report a posting" },
  "posting-draft": { as: "subject", path: (scene) => `/offer/draft/${scene.draft}`, h1: "My posting" },
  "posting-draft-what": { as: "subject", path: (scene) => `/offer/draft/${scene.draft}/what`, h1: "What you offer" },
  "posting-draft-where": { as: "subject", path: (scene) => `/offer/draft/${scene.draft}/where`, h1: "Where, and who answers for it" },
  "posting-draft-when": { as: "subject", path: (scene) => `/offer/draft/${scene.draft}/when`, h1: "When, and for how many", mask: [[/\d{4}-\d\d-\d\d/g, "some-day"]] },
  "posting-draft-money": { walk: true, as: "subject", path: (scene) => `/offer/draft/${scene.draft}/money`, h1: "What it costs, and a visa" },
  "posting-draft-who": { as: "subject", path: (scene) => `/offer/draft/${scene.draft}/who`, h1: "For whom" },
  "posting-waiting": { as: "subject", path: (scene) => `/me/postings/${scene.waiting}`, h1: "Observer at the harbor" },
  "posting-hosted": { walk: true, as: "host", path: `/me/postings/${postingAt(1)}`, h1: /Observership/, alone: false },
  "my-applications-one": { as: "newcomer", path: "/me/applications", h1: "My applications", alone: false },
  "saved-postings-one": { as: "newcomer", path: "/me/saved", h1: "Saved postings", alone: false },
  "desk-opportunity": { walk: true, as: "moderator", path: (scene) => `/desk/opportunities/${scene.waiting}`, h1: "Observer at the harbor", alone: false },
  "offer-observership": { path: "/offer/observership", h1: "Offer an observership" },
  "offer-research": { path: "/offer/research", h1: "Offer research" },
  "my-postings": { as: "subject", path: "/me/postings", h1: "What I offer" },
  "my-applications": { as: "subject", path: "/me/applications", h1: "My applications" },
  "saved-postings": { as: "subject", path: "/me/saved", h1: "Saved postings" },
  "desk-opportunities": { as: "moderator", path: "/desk/opportunities", h1: "Postings to check", moving: [".posting-list > li", "main .empty"] },
  me: { as: "subject", path: "/me", h1: "My page" },
  account: { as: "subject", path: "/me/account", h1: "Address and password" },
  devices: { as: "subject", path: "/me/devices", h1: "Devices" },
  "two-factor": { as: "subject", path: "/me/two-factor", h1: "Two-step sign-in" },
  "two-factor-on": { as: "moderator", path: "/me/two-factor", h1: "Two-step sign-in", alone: false },
  export: { as: "subject", path: "/me/export", h1: "Take your data along" },
  leave: { as: "subject", path: "/me/leave", h1: "Delete your account" },
  prove: { as: "subject", path: "/prove?next=/me", h1: "Your password, please" },
  privacy: { as: "subject", path: "/me/privacy", h1: "Privacy" },
  profile: { as: "subject", path: "/me/profile", h1: "My profile" },
  "profile-empty": { as: "council", path: "/me/profile", h1: "My profile", alone: false },
  "profile-you": { as: "subject", path: step("you"), h1: "What should people call you?" },
  "profile-school": { as: "subject", path: step("school"), h1: "Where did you study medicine?" },
  "profile-path": { as: "subject", path: step("path"), h1: "Where are you now?" },
  "profile-place": { as: "subject", path: step("place"), h1: "Where do you live?" },
  "profile-photo": { as: "subject", path: step("photo"), h1: "Your photo" },
  "profile-papers": { as: "subject", path: step("papers"), h1: "Citizenship and visa" },
  "profile-exams": { as: "subject", path: step("exams"), h1: "Exams and gaps" },
  "profile-practice": { walk: true, as: "subject", path: step("practice"), h1: "For physicians: what you do and offer" },
  preview: { as: "subject", path: "/me/profile/preview?as=matched", h1: "What others see of me" },
  "person-as-member": { as: "member", path: (scene) => `/people/${scene.subject.id}`, h1: "Ines Okafor" },
  "person-own": { as: "subject", path: (scene) => `/people/${scene.subject.id}`, h1: "Ines Okafor", alone: false },
  "person-hidden": { as: "member", path: "/people/00000000000000000000", h1: "We cannot find this page" },
  "my-events": { as: "subject", path: "/me/events", h1: "My events" },
  "my-calendar": { walk: true, as: "subject", path: "/me/calendar", h1: "My calendar" },
  "guest-spent": { path: `/rsvp/${token}`, h1: "Your answer" },
  notifications: { as: "subject", path: "/me/notifications", h1: "Notifications" },
  "notifications-one": { as: "newcomer", path: "/me/notifications", h1: "Notifications", alone: false },
  "mail-choices": { walk: true, as: "subject", path: "/me/mail", h1: "My mails" },
  "desk-membership": { walk: true, as: "treasurer", path: "/desk/membership", h1: "Membership" },
  "desk-section": { as: "treasurer", path: "/desk/sections/img", h1: "IMG section" },
  "desk-plans": { walk: true, as: "treasurer", path: "/desk/plans", h1: "Plans" },
  "desk-new-plan": { as: "treasurer", path: "/desk/new-plan", h1: "Make a plan" },
  "desk-plan": { as: "treasurer", path: "/desk/plans/fellow", h1: "Fellow membership" },
  "desk-codes": { walk: true, as: "treasurer", path: "/desk/codes", h1: "Codes" },
  "my-membership": { as: "subject", path: "/me/membership", h1: "My membership" },
  appeal: { as: "subject", path: "/me/appeal", h1: "Decisions about you" },
  "appeal-none": { as: "council", path: "/me/appeal", h1: "Decisions about you", alone: false },
  blocks: { as: "subject", path: "/me/blocks", h1: "Blocked people" },
  block: { as: "council", path: (scene) => `/me/blocks?person=${scene.host}`, h1: "Blocked people", alone: false },
  "report-person": { as: "newcomer", path: (scene) => `/report/person?person=${scene.host}`, h1: "Report a person" },
  "report-person-refused": {
    as: "newcomer",
    path: (scene) => `/report/person?person=${scene.host}`,
    h1: "Report a person",
    then: press("Send the report"),
  },
  "desk-of-nobody": { as: "newcomer", path: "/desk", h1: "Desk", alone: false },
  "desk-refused": { as: "newcomer", path: "/desk/people", h1: "This desk is not yours" },
  "desk-second-step": { as: "subject", path: "/me/two-factor?needed=1", h1: "Two-step sign-in", alone: false },
  desk: { as: "admin", path: "/desk", h1: "Desk" },
  "desk-people": { as: "admin", path: "/desk/people?find=host@example.org", h1: "People" },
  "desk-people-nobody": { as: "admin", path: "/desk/people?find=nobody@example.net", h1: "People", alone: false },
  "person-at-desk": { walk: true, as: "admin", path: (scene) => `/desk/people/${scene.subject.id}`, h1: "ines.okafor@example.org" },
  "staff-at-desk": { as: "admin", path: (scene) => `/desk/people/${scene.council}`, h1: "council@example.org" },
  "desk-audit": {
    as: "admin",
    path: "/desk/audit",
    h1: "Audit log",
    moving: ["main tbody tr", "nav.pager"],
    mask: [[/Row \d+ is/g, "Row n is"]],
  },
  "desk-jobs": {
    as: "admin",
    path: "/desk/jobs",
    h1: "Jobs and mail",
    // Addresses that take no mail are there only once a mail has come back.
    moving: [
      "main h2:has(+ p + ul.devices), main h2 + p:has(+ ul.devices), main form:has([name=email])",
      "main .empty, main ul.devices",
    ],
    mask: [[/\d+ (mails|were|addresses)/g, "n $1"]],
  },
  // Of the subject the scene has opened a field, which can be read here for ten minutes and then not any more.
  "desk-private": { as: "moderator", path: (scene) => `/desk/private/${scene.member}`, h1: "Private fields" },
  "desk-moderation": {
    as: "moderator",
    path: "/desk/moderation",
    h1: "Reports",
    moving: ["ul.devices > li", "nav.pager"],
    mask: [
      [/\d+ cases? waits?\. The oldest has waited \d+ \w+/g, "n cases wait. The oldest has waited a while"],
      // Which kinds wait depends on what other tests have reported by now.
      [/(link "A (?:page|person|profile|posting))(?: \(\d+\))?"/g, '$1 (n)"'],
    ],
  },
  "case-open": { walk: true, as: "moderator", path: (scene) => scene.open, h1: "A person" },
  "case-not-mine": { as: "moderator", path: (scene) => scene.appealed, h1: "A profile" },
  "case-appealed": { as: "editor", path: (scene) => scene.appealed, h1: "A profile", alone: false },

  ...looksMade,
};

/** Where a look is, once its things have been made. */
export const pathOf = ({ path }: Look): string => (typeof path === "string" ? path : path(scene()));
