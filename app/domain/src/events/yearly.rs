//! Finds the yearly rule behind a run of dates: "the 2nd Sunday of March", "the last Sunday of October".
//!
//! Zone data gives instants of clock changes, a VTIMEZONE wants the rule that makes them. Only exact matches count: a
//! date that does not fit ends the run, so a rule always gives back precisely the dates it was found from.

use chrono::{Datelike, NaiveDate, NaiveDateTime};

use super::rule_text::two_letters;

/// Dates of consecutive years that one yearly rule explains. All start at the same time of day.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Run {
    dates: Vec<NaiveDateTime>,
}

impl Run {
    /// A run of one.
    pub(super) fn new(first: NaiveDateTime) -> Self {
        Self { dates: vec![first] }
    }

    /// Takes the next date in if a rule still explains them all; tells whether it did.
    pub(super) fn extend(&mut self, next: NaiveDateTime) -> bool {
        let last = self.last();
        let follows = next.year() == last.year() + 1 && next.month() == last.month() && next.time() == last.time();
        if !follows {
            return false;
        }
        self.dates.push(next);
        let explained = self.by_part().is_some();
        if !explained {
            self.dates.pop();
        }
        explained
    }

    /// The first date.
    pub(super) fn first(&self) -> NaiveDateTime {
        self.dates[0]
    }

    /// The last date.
    pub(super) fn last(&self) -> NaiveDateTime {
        self.dates[self.dates.len() - 1]
    }

    /// How many years it covers.
    pub(super) fn years(&self) -> usize {
        self.dates.len()
    }

    /// The RRULE value without an end.
    pub(super) fn rule(&self) -> String {
        let by = self.by_part().unwrap_or_default();
        format!("FREQ=YEARLY;BYMONTH={};{by}", self.first().month())
    }

    /// The parts that choose the day: nth weekday, last weekday, "on or after" a date, or the same date.
    fn by_part(&self) -> Option<String> {
        let days = || self.dates.iter().map(Datelike::day);
        let (low, high) = (days().min()?, days().max()?);
        let weekday = self.first().weekday();
        if self.dates.iter().any(|at| at.weekday() != weekday) {
            return (low == high).then(|| format!("BYMONTHDAY={low}"));
        }
        let day = two_letters(weekday);
        let nth = (low - 1) / 7 + 1;
        if self.dates.iter().all(|at| is_last(at.date())) && self.dates.len() > 1 {
            Some(format!("BYDAY=-1{day}"))
        } else if nth == (high - 1) / 7 + 1 {
            Some(format!("BYDAY={nth}{day}"))
        } else if high - low <= 6 {
            let all: Vec<_> = (low..=low + 6).filter(|date| *date <= 31).map(|date| date.to_string()).collect();
            Some(format!("BYDAY={day};BYMONTHDAY={}", all.join(",")))
        } else {
            None
        }
    }
}

/// True when no such weekday follows in the month.
fn is_last(date: NaiveDate) -> bool {
    date.checked_add_days(chrono::Days::new(7)).is_none_or(|next| next.month() != date.month())
}

#[cfg(test)]
mod tests {
    use super::Run;

    fn run(dates: &[&str]) -> Run {
        let mut dates = dates.iter().map(|date| format!("{date}T02:00:00").parse().unwrap());
        let mut run = Run::new(dates.next().unwrap());
        for date in dates {
            assert!(run.extend(date), "{date}");
        }
        run
    }

    #[test]
    fn the_rule_behind_the_dates_is_found() {
        for (dates, rule) in [
            (&["2007-03-11", "2008-03-09", "2009-03-08", "2010-03-14"][..], "FREQ=YEARLY;BYMONTH=3;BYDAY=2SU"),
            (
                &["2023-10-29", "2024-10-27", "2025-10-26", "2026-10-25", "2027-10-31"],
                "FREQ=YEARLY;BYMONTH=10;BYDAY=-1SU",
            ),
            (&["2026-04-05"], "FREQ=YEARLY;BYMONTH=4;BYDAY=1SU"),
            (&["2018-09-06", "2019-09-08"][..1], "FREQ=YEARLY;BYMONTH=9;BYDAY=1TH"),
            (&["2025-04-01", "2026-04-01"], "FREQ=YEARLY;BYMONTH=4;BYMONTHDAY=1"),
        ] {
            assert_eq!(run(dates).rule(), rule);
        }
    }

    #[test]
    fn a_date_that_does_not_fit_ends_the_run() {
        let mut dates = run(&["2005-04-03", "2006-04-02"]);
        assert!(!dates.extend("2007-03-11T02:00:00".parse().unwrap()));
        assert!(!dates.extend("2007-04-15T02:00:00".parse().unwrap()));
        assert!(!dates.extend("2007-04-01T03:00:00".parse().unwrap()));
        assert!(!dates.extend("2008-04-06T02:00:00".parse().unwrap()));
        assert_eq!(dates.last().to_string(), "2006-04-02 02:00:00");
    }
}
