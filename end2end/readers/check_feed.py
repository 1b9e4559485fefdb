"""Reads a calendar feed with other people's software and prints the starts it finds.

Usage: check_feed.py FILE.ics FROM TO [UID]

FROM and TO are dates (2023-01-01); TO is not included. Prints a JSON list, soonest first, one object for each
occurrence: uid, summary, start (UTC, 2025-05-29T00:00:00Z), local (2025-05-28T20:00:00), zone, minutes and status.
Exit code 1 with a message on standard error when the file cannot be read.
"""

import json
import sys
from datetime import date, timezone
from pathlib import Path

import icalendar
import recurring_ical_events


def read(path, first, last, uid=None):
    """The occurrences of a feed from `first` to `last`, as plain dictionaries."""
    calendar = icalendar.Calendar.from_ical(Path(path).read_bytes())
    found = []
    for event in recurring_ical_events.of(calendar).between(first, last):
        start, end = event.start, event.end
        if uid is not None and str(event["UID"]) != uid:
            continue
        found.append(
            {
                "uid": str(event["UID"]),
                "summary": str(event.get("SUMMARY", "")),
                "start": start.astimezone(timezone.utc).strftime("%Y-%m-%dT%H:%M:%SZ"),
                "local": start.strftime("%Y-%m-%dT%H:%M:%S"),
                "zone": str(start.tzinfo),
                "minutes": int((end.astimezone(timezone.utc) - start.astimezone(timezone.utc)).total_seconds() // 60),
                "status": str(event.get("STATUS", "")),
            }
        )
    return sorted(found, key=lambda one: (one["start"], one["uid"]))


def main(arguments):
    if len(arguments) not in (3, 4):
        print(__doc__, file=sys.stderr)
        return 2
    path, first, last = arguments[:3]
    try:
        found = read(path, date.fromisoformat(first), date.fromisoformat(last), *arguments[3:])
    except (OSError, ValueError) as error:
        print(f"{path}: {error}", file=sys.stderr)
        return 1
    json.dump(found, sys.stdout, indent=1)
    print()
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
