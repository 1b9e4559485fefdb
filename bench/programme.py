"""Writes a programme of many invented series to standard output. Usage: programme.py HOW-MANY [FIRST-NUMBER]"""

import sys

KINDS = ("Coffee chat", "Workshop", "Practice", "Meet-up")
ZONES = ("America/New_York", "America/Chicago", "America/Los_Angeles", "Europe/London")
RULES = (
    "FREQ=MONTHLY;INTERVAL=2;BYDAY=4WE",
    "FREQ=MONTHLY;BYDAY=1SA",
    "FREQ=WEEKLY;BYDAY=TU",
    "FREQ=MONTHLY;BYDAY=-1TH",
)
# The first day of 2026 on which each rule falls.
STARTS = ("2026-01-28", "2026-01-03", "2026-01-06", "2026-01-29")
FORMATS = ("online", "in person", "hybrid")


def series(number: int) -> str:
    kind, which = KINDS[number % 4], number % 4
    form = FORMATS[number % 3]
    place = "" if form == "online" else f'place = "Reading Room {number}"\n'
    return f'''[[series]]
title = "{kind} number {number}"
slug = "bench-{number:04}"
summary = "An hour with somebody who has been where you are."
category = "{kind}"
zone = "{ZONES[number % 4]}"
starts = {STARTS[which]}T{8 + number % 12:02}:{15 * (number % 4):02}:00
minutes = 60
repeats = "{RULES[which]}"
format = "{form}"
{place}description = "Fifteen minutes from our guests; the rest **belongs to you**."
[[series.speakers]]
name = "Guest {number}"
role = "Resident"
'''


if __name__ == "__main__":
    # The file may not be larger than 512 KiB, so each series is short and ten thousand of them take ten files.
    first = int(sys.argv[2]) if len(sys.argv) > 2 else 1
    print("\n".join(series(number) for number in range(first, first + int(sys.argv[1]))))
