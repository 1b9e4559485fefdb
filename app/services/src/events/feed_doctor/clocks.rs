//! A VTIMEZONE of the bytes as clocks one can ask (RFC 5545 sections 3.6.5 and 3.3.5).

use chrono::{DateTime, Days, NaiveDateTime, TimeDelta, Utc};

use super::rule::Recurrence;
use super::tree::Component;
use super::values::{When, offset};

/// No observance sets the clocks more often: a yearly rule until the last year needs a seventh of it.
const MOST_ONSETS: usize = 2_000;

/// The clocks of one VTIMEZONE.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Clocks {
    /// Its TZID.
    pub(super) name: String,
    /// Where the VTIMEZONE begins.
    pub(super) line: usize,
    /// By instant: seconds since 1970, and seconds east of UTC before and after.
    changes: Vec<(i64, i32, i32)>,
}

impl Clocks {
    /// Builds the clocks, and says what of the VTIMEZONE cannot be followed.
    pub(super) fn build(zone: &Component) -> (Self, Vec<(usize, String)>) {
        let mut faults = Vec::new();
        let name = zone.first("TZID").map(|line| line.value.clone()).unwrap_or_default();
        if name.is_empty() {
            faults.push((zone.line, "this VTIMEZONE has no TZID".to_owned()));
        }
        let mut changes = Vec::new();
        let parts = || zone.inside.iter().filter(|part| matches!(part.name.as_str(), "STANDARD" | "DAYLIGHT"));
        for part in parts() {
            for rdate in part.all("RDATE") {
                faults.push((rdate.number, format!("the VTIMEZONE {name} uses RDATE")));
            }
            match onsets(part) {
                Ok(found) => changes.extend(found),
                Err(why) => faults.push((part.line, format!("the VTIMEZONE {name}: {why}"))),
            }
        }
        if !parts().any(|part| part.name == "STANDARD") {
            faults.push((zone.line, format!("the VTIMEZONE {name} has no STANDARD")));
        }
        changes.sort_unstable();
        (Self { name, line: zone.line, changes }, faults)
    }

    /// The instant of what the clocks show. A skipped time moves forward by the gap, of two equal ones the first is
    /// meant: both come of counting with the offset before the change.
    pub(super) fn instant(&self, local: NaiveDateTime) -> DateTime<Utc> {
        let seconds = local.and_utc().timestamp();
        let over = self.changes.partition_point(|(at, from, to)| at + i64::from(*from.max(to)) <= seconds);
        (local - TimeDelta::seconds(i64::from(self.after(over)))).and_utc()
    }

    /// What the clocks show at an instant.
    pub(super) fn local(&self, at: DateTime<Utc>) -> NaiveDateTime {
        let over = self.changes.partition_point(|(change, ..)| *change <= at.timestamp());
        at.naive_utc() + TimeDelta::seconds(i64::from(self.after(over)))
    }

    /// Seconds east of UTC after so many changes.
    fn after(&self, changes: usize) -> i32 {
        match changes.checked_sub(1) {
            Some(last) => self.changes[last].2,
            None => self.changes.first().map_or(0, |(_, from, _)| *from),
        }
    }
}

/// The instants at which a STANDARD or DAYLIGHT begins, with the offsets before and after.
fn onsets(part: &Component) -> Result<Vec<(i64, i32, i32)>, String> {
    let shift = |name: &str| {
        part.first(name).and_then(|line| offset(line.value.trim())).ok_or_else(|| format!("{name} cannot be read"))
    };
    let (from, to) = (shift("TZOFFSETFROM")?, shift("TZOFFSETTO")?);
    let first = part.first("DTSTART").and_then(When::one).ok_or("DTSTART cannot be read")?;
    let instant = |local: NaiveDateTime| (local - TimeDelta::seconds(i64::from(from))).and_utc();
    let starts: Vec<_> = match part.first("RRULE") {
        None => vec![first.local],
        Some(line) => {
            let rule = Recurrence::parse(&line.value)?;
            rule.starts(first.local, first.local, instant).take(MOST_ONSETS).collect()
        }
    };
    Ok(starts.into_iter().map(|local| (instant(local).timestamp(), from, to)).collect())
}

/// The same local time some days later, or as late as there are days.
pub(super) fn days_later(local: NaiveDateTime, days: i64) -> NaiveDateTime {
    let count = Days::new(days.unsigned_abs());
    let moved = if days < 0 { local.checked_sub_days(count) } else { local.checked_add_days(count) };
    moved.unwrap_or(local)
}

#[cfg(test)]
mod tests {
    use super::super::{lines::read, tree::build};
    use super::*;

    const NEW_YORK: &str = "BEGIN:VTIMEZONE\nTZID:America/New_York\n\
        BEGIN:DAYLIGHT\nDTSTART:20070311T020000\nTZOFFSETFROM:-0500\nTZOFFSETTO:-0400\nRRULE:FREQ=YEARLY;BYMONTH=3;BYDAY=2SU\nEND:DAYLIGHT\n\
        BEGIN:STANDARD\nDTSTART:20071104T020000\nTZOFFSETFROM:-0400\nTZOFFSETTO:-0500\nRRULE:FREQ=YEARLY;BYMONTH=11;BYDAY=1SU\nEND:STANDARD\n\
        END:VTIMEZONE\n";

    fn clocks(text: &str) -> (Clocks, Vec<(usize, String)>) {
        let (file, _) = build(read(text.as_bytes()).content);
        Clocks::build(&file.inside[0])
    }

    #[test]
    fn gaps_move_forward_and_the_first_of_two_is_meant() {
        let (clocks, faults) = clocks(NEW_YORK);
        assert!(faults.is_empty());
        for (local, instant) in [
            ("2026-01-28T20:00:00", "2026-01-29T01:00:00Z"),
            ("2026-03-08T01:59:59", "2026-03-08T06:59:59Z"),
            ("2026-03-08T02:30:00", "2026-03-08T07:30:00Z"),
            ("2026-03-08T03:00:00", "2026-03-08T07:00:00Z"),
            ("2026-11-01T00:59:59", "2026-11-01T04:59:59Z"),
            ("2026-11-01T01:30:00", "2026-11-01T05:30:00Z"),
            ("2026-11-01T02:00:00", "2026-11-01T07:00:00Z"),
            ("2150-07-01T00:00:00", "2150-07-01T04:00:00Z"),
            ("1990-07-01T00:00:00", "1990-07-01T05:00:00Z"),
        ] {
            assert_eq!(clocks.instant(local.parse().unwrap()), instant.parse::<DateTime<Utc>>().unwrap(), "{local}");
        }
        assert_eq!(clocks.local("2026-03-08T07:30:00Z".parse().unwrap()), "2026-03-08T03:30:00".parse().unwrap());
        assert_eq!(clocks.local("2026-11-01T06:30:00Z".parse().unwrap()), "2026-11-01T01:30:00".parse().unwrap());
    }

    #[test]
    fn what_cannot_be_followed_is_told() {
        for (find, replace, words) in [
            ("TZID:America/New_York\n", "", "no TZID"),
            ("-0500\nTZ", "-05\nTZ", "TZOFFSETFROM cannot be read"),
            ("BYDAY=2SU", "BYSETPOS=1", "BYSETPOS"),
            ("DTSTART:20071104T020000\n", "", "DTSTART cannot be read"),
            ("TZOFFSETTO:-0500", "TZOFFSETTO:-0500\nRDATE:20081102T020000", "RDATE"),
            ("STANDARD", "DAYLIGHT", "no STANDARD"),
        ] {
            let (_, faults) = clocks(&NEW_YORK.replace(find, replace));
            assert!(faults.iter().any(|(line, why)| *line > 0 && why.contains(words)), "{words}: {faults:?}");
        }
    }
}
