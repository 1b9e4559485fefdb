// Looks at what things.setup.ts has made: answers for a date, orders and receipts, and two who work together.
import { made } from "./made.ts";
import type { Look } from "./looks.ts";

const someDay: [RegExp, string] = [/\d{4}-\d\d-\d\d/g, "some-day"];
/** A day that is told without its weekday. */
const plainDay: [RegExp, string] = [/[A-Z][a-z]+ \d{1,2}, \d{4}/g, "some day"];
const answer = () => `/events/${made().series}/${made().day}/rsvp`;
const desk = () => `/desk/events/${made().series}`;
const order = (id: string) => `/me/membership/orders/${id}`;

export const looksMade: Record<string, Look> = {
  "answer-as-guest": { walk: true, path: answer, h1: "Are you coming?", mask: [someDay] },
  "guest-asked": { path: () => made().asked, h1: "Your answer", alone: false },
  "guest-comes": { path: () => made().guest, h1: "Your answer", alone: false },

  answer: { as: "regular", path: answer, h1: "Are you coming?", alone: false, mask: [someDay] },
  "my-events-to-come": { as: "regular", path: "/me/events", h1: "My events", alone: false, mask: [someDay] },
  "my-membership-paid": { as: "regular", path: "/me/membership", h1: "My membership", alone: false, mask: [plainDay] },
  "my-receipt": { as: "regular", path: () => order(made().paid), h1: "Receipt" },
  "my-order": { as: "regular", path: () => order(made().waiting), h1: "Your order" },
  "join-waits": { as: "regular", path: "/join", h1: /^Join /, alone: false },
  section: { as: "regular", path: "/sections/img", h1: "IMG section", alone: false },
  together: { as: "regular", path: () => made().together, h1: "Working with Tove Halvorsen", mask: [plainDay] },

  "join-order": { walk: true, as: "newcomer", path: "/join", h1: /^Join /, alone: false },

  "mentor-page": { as: "mentee", path: () => made().mentor, h1: "Tove Halvorsen", mask: [plainDay] },
  "mentoring-list": { as: "mentee", path: "/me/mentoring", h1: "My mentoring", alone: false },
  "mentoring-request": { as: "mentee", path: () => made().request, h1: "Request to Tove Halvorsen" },

  "mentoring-inbox": { as: "helper", path: "/me/mentoring", h1: "My mentoring", alone: false },
  "mentoring-request-to-me": { walk: true, as: "helper", path: () => made().request, h1: "A request to you" },
  "together-as-mentor": { as: "helper", path: () => made().together, h1: "Working with Amina Bello", mask: [plainDay] },

  "desk-order": { walk: true, as: "treasurer", path: () => `/desk/membership/${made().paid}`, h1: "Order" },
  "desk-order-waits": { as: "treasurer", path: () => `/desk/membership/${made().waiting}`, h1: "Order" },
  "desk-batch": { as: "treasurer", path: () => made().batch, h1: "Hand out the codes" },

  // Other tests make series too; the search finds this one alone.
  "desk-events": { as: "admin", path: "/desk/events?q=lantern", h1: "Events" },
  "desk-date": { as: "admin", path: () => `${desk()}/dates/${made().day}`, h1: /^[A-Z][a-z]+day, .* \d{4}$/, mask: [someDay] },
  attendees: { as: "admin", path: () => `${desk()}/${made().day}/attendees`, h1: "Who comes", mask: [someDay] },
  "desk-cohort-draft": { as: "admin", path: () => made().cohort, h1: "Winter cohort", mask: [someDay] },
};
