"""Reads calendar feeds with icalendar and recurring-ical-events and prints the dates they find.

Usage: batch_read.py BATCH.json [own-clocks]

The batch and the answer are described in batch_dates.py. By itself icalendar takes the clocks of a zone whose name it
knows from its own zone data. With "own-clocks" the zones are renamed to names nobody knows, in the text of each file,
so that the VTIMEZONE of the file is all there is.
"""

import json
import sys
from datetime import datetime, timedelta, timezone
from pathlib import Path
from zoneinfo import reset_tzpath

import icalendar
import recurring_ical_events


def rename(text, name):
    """The same calendar with zone names that are in no zone data; other ones for each, since icalendar keeps them."""
    text = text.replace(b"\r\n ", b"")
    for tzid in (b"TZID=", b"TZID:"):
        text = text.replace(tzid, tzid + name.encode() + b"-")
    return text


def utc(at):
    """An instant as 2026-11-26T01:00:00Z."""
    return at.astimezone(timezone.utc).strftime("%Y-%m-%dT%H:%M:%SZ")


def read(text, first, last):
    """The dates that start from `first` to before `last`, soonest first."""
    calendar = icalendar.Calendar.from_ical(text)
    # A day more on both sides, because the reader counts in the zone of each event.
    day = timedelta(days=2)
    found = []
    for event in recurring_ical_events.of(calendar).between(first - day, last + day):
        start = event.start
        if first <= start.astimezone(timezone.utc) < last:
            status, title = str(event.get("STATUS", "")), str(event.get("SUMMARY", ""))
            found.append({"start": utc(start), "end": utc(event.end), "title": title, "cancelled": status == "CANCELLED"})
    return sorted(found, key=lambda one: (one["start"], one["title"]))


def main(arguments):
    if len(arguments) not in (1, 2) or arguments[1:] not in ([], ["own-clocks"]):
        print(__doc__, file=sys.stderr)
        return 2
    # Only the pinned zone data, whatever this machine has.
    reset_tzpath([])
    batch = Path(arguments[0])
    answer = {}
    for one in json.loads(batch.read_text())["series"]:
        text = batch.with_name(f"{one['name']}.ics").read_bytes()
        text = rename(text, one["name"]) if arguments[1:] else text
        answer[one["name"]] = read(text, *(datetime.fromisoformat(one[edge]) for edge in ("from", "to")))
    json.dump(answer, sys.stdout)
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
