"""Reads calendar feeds with icalendar and prints the words of their events.

Usage: read_values.py FILE.ics...

Prints a JSON list, one item for each file: a list of its events in the order of the file, each with uid, summary,
description, location, categories (a list), url and conference; empty when there is none.
"""

import json
import sys
from pathlib import Path

import icalendar


def words(event):
    """What one event says, unescaped."""
    categories = event.get("CATEGORIES")
    told = {name: str(event.get(name.upper(), "")) for name in ("uid", "summary", "description", "location", "url")}
    return told | {
        "categories": [str(one) for one in categories.cats] if categories is not None else [],
        "conference": str(event.get("CONFERENCE", "")),
    }


def read(path):
    """The words of one feed."""
    calendar = icalendar.Calendar.from_ical(Path(path).read_bytes())
    return [words(event) for event in calendar.walk("VEVENT")]


def main(arguments):
    if not arguments:
        print(__doc__, file=sys.stderr)
        return 2
    json.dump([read(path) for path in arguments], sys.stdout)
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
