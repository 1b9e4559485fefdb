"""Computes the dates of series from their own fields with dateutil and Python's zone data.

Usage: batch_dates.py BATCH.json

The batch is a JSON object of `as_of` (an instant) and `series`, a list of objects:
  name            also the name of the feed beside the batch, NAME.ics (not read here)
  from, to        only dates that start from `from` to before `to` are asked for (instants)
  title, zone, start (local), minutes, cancelled_at (instant or null)
  rule            null, or freq, interval, weekdays (["MO"]), nth (1 to 5, -1, null), month_day, until (a date), count
  extra, excluded local starts
  overrides       original_start and, each of them or null: title, moved_to (local), minutes, cancelled_at (instant)
The answer is a JSON object: by name a list of dates, soonest first, each with start and end (instants), title and
cancelled. A date that was canceled thirty days before `as_of` is not in it.
"""

import json
import sys
from datetime import date, datetime, time, timedelta, timezone
from pathlib import Path
from zoneinfo import ZoneInfo, reset_tzpath

from dateutil import rrule

WEEKDAYS = {"MO": rrule.MO, "TU": rrule.TU, "WE": rrule.WE, "TH": rrule.TH, "FR": rrule.FR, "SA": rrule.SA, "SU": rrule.SU}
FREQUENCIES = {"DAILY": rrule.DAILY, "WEEKLY": rrule.WEEKLY, "MONTHLY": rrule.MONTHLY, "YEARLY": rrule.YEARLY}
LEAVES_AFTER = timedelta(days=30)


def by_rule(one, last):
    """The local starts that the rule of a series gives, up to `last`."""
    start, rule = datetime.fromisoformat(one["start"]), one["rule"]
    if rule is None:
        return [start]
    days = [WEEKDAYS[day] for day in rule["weekdays"]]
    if rule["nth"] is not None:
        days = [day(rule["nth"]) for day in days]
    until = rule["until"] and datetime.combine(date.fromisoformat(rule["until"]), time(23, 59, 59))
    dates = rrule.rrule(
        FREQUENCIES[rule["freq"]],
        dtstart=start,
        interval=rule["interval"],
        byweekday=days or None,
        bymonthday=rule["month_day"],
        until=until,
        count=rule["count"],
    )
    return list(dates.between(start, last, inc=True))


def instant(local, zone):
    """RFC 5545 section 3.3.5 is what fold=0 means: the first of two, and the offset before a gap."""
    return local.replace(tzinfo=zone, fold=0).astimezone(timezone.utc)


def gone(cancelled_at, as_of):
    """True when so long canceled that feeds have dropped it."""
    return cancelled_at is not None and datetime.fromisoformat(cancelled_at) + LEAVES_AFTER <= as_of


def dates(one, as_of):
    """The dates of one series in its window."""
    zone = ZoneInfo(one["zone"])
    first, last = (datetime.fromisoformat(one[edge]) for edge in ("from", "to"))
    if gone(one["cancelled_at"], as_of):
        return []
    overrides = {datetime.fromisoformat(other["original_start"]): other for other in one["overrides"]}
    # A date moved into the window may belong to a start far after it.
    edge = max([last.replace(tzinfo=None) + timedelta(days=3), *overrides])
    excluded, extra = ({datetime.fromisoformat(text) for text in one[name]} for name in ("excluded", "extra"))
    found = []
    for original in (set(by_rule(one, edge)) - excluded) | extra:
        told = overrides.get(original, {})
        if gone(told.get("cancelled_at"), as_of):
            continue
        local = datetime.fromisoformat(told["moved_to"]) if told.get("moved_to") else original
        start = instant(local, zone)
        if first <= start < last:
            end = start + timedelta(minutes=told.get("minutes") or one["minutes"])
            found.append(
                {
                    "start": start.strftime("%Y-%m-%dT%H:%M:%SZ"),
                    "end": end.strftime("%Y-%m-%dT%H:%M:%SZ"),
                    "title": told.get("title") or one["title"],
                    "cancelled": bool(told.get("cancelled_at") or one["cancelled_at"]),
                }
            )
    return sorted(found, key=lambda date: (date["start"], date["title"]))


def main(arguments):
    if len(arguments) != 1:
        print(__doc__, file=sys.stderr)
        return 2
    # Only the pinned zone data, whatever this machine has.
    reset_tzpath([])
    batch = json.loads(Path(arguments[0]).read_text())
    as_of = datetime.fromisoformat(batch["as_of"])
    json.dump({one["name"]: dates(one, as_of) for one in batch["series"]}, sys.stdout)
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
