/**
 * Reads calendar feeds with ical.js and prints the dates it finds.
 *
 * Usage: node read_ical.mjs BATCH.json
 *
 * The batch and the answer are described in batch_dates.py. Zones come from the VTIMEZONE of each file.
 */
import { readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import ICAL from "ical.js";

/** An instant as 2026-11-26T01:00:00Z. */
const iso = (time) => new Date(time.toUnixTime() * 1000).toISOString().replace(".000Z", "Z");

/** One date as the batch's answer has it. */
function told(details) {
  const status = details.item.component.getFirstPropertyValue("status");
  return {
    start: iso(details.startDate),
    end: iso(details.endDate),
    title: details.item.summary ?? "",
    cancelled: status === "CANCELLED",
  };
}

/** Every date of a calendar that starts from `from` to before `to`, soonest first. */
function dates(text, from, to) {
  const calendar = new ICAL.Component(ICAL.parse(text));
  ICAL.TimezoneService.reset();
  for (const zone of calendar.getAllSubcomponents("vtimezone")) ICAL.TimezoneService.register(zone);
  const parts = calendar.getAllSubcomponents("vevent");
  const found = [];
  for (const part of parts.filter((part) => !part.hasProperty("recurrence-id"))) {
    const uid = part.getFirstPropertyValue("uid");
    const changed = parts.filter(
      (other) => other.hasProperty("recurrence-id") && other.getFirstPropertyValue("uid") === uid,
    );
    const event = new ICAL.Event(part, { exceptions: changed, strictExceptions: true });
    // A date moved into the window may belong to a start after it, so the walk goes as far as the last of them.
    const ids = changed.map((other) => other.getFirstPropertyValue("recurrence-id").toUnixTime());
    const until = Math.max(Date.parse(to) / 1000 + 86400, ...ids);
    const walk = event.iterator();
    for (let next = walk.next(); next && next.toUnixTime() <= until; next = walk.next()) {
      found.push(told(event.getOccurrenceDetails(next)));
    }
  }
  return found
    .filter((date) => date.start >= from && date.start < to)
    .sort((one, other) => one.start.localeCompare(other.start) || one.title.localeCompare(other.title));
}

const batch = process.argv[2];
const answer = {};
for (const one of JSON.parse(readFileSync(batch, "utf8")).series) {
  const text = readFileSync(join(dirname(batch), `${one.name}.ics`), "utf8");
  answer[one.name] = dates(text, one.from, one.to);
}
process.stdout.write(JSON.stringify(answer));
