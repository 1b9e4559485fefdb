//! From a rule to local dates.
//!
//! Our own arithmetic instead of the crate `rrule`'s: it is many times faster, walks backward as well as forward, and
//! tells at once whether a rule chooses a date. The rules of [`Rule`] are few enough for that: time is cut into periods
//! of one interval each, and every period has at most seven places for a date. Tests compare it with the crate.
//!
//! Everything here is local time without a zone; instants are made afterwards, in `zone`. Every expansion ends: at the
//! rule's end or at [`LAST_YEAR`].

use chrono::{Datelike, Days, NaiveDate, NaiveDateTime, NaiveTime, Weekday};

use super::rule::{Ends, Nth, Repeats, Rule};

/// No rule is computed beyond this year.
const LAST_YEAR: i32 = 2199;

/// A rule with the first local start it counts from. The start must fit the rule ([`Rule::check_start`]).
#[derive(Debug, Clone, Copy)]
pub(super) struct Grid {
    rule: Rule,
    first: NaiveDate,
    time: NaiveTime,
    last: NaiveDate,
}

impl Grid {
    pub(super) fn new(rule: Rule, start: NaiveDateTime) -> Self {
        let horizon = NaiveDate::from_ymd_opt(LAST_YEAR, 12, 31).unwrap_or(NaiveDate::MAX);
        let last = match rule.ends() {
            Ends::Until(last) => last.min(horizon),
            Ends::Never | Ends::After(_) => horizon,
        };
        Self { rule, first: start.date(), time: start.time(), last }
    }

    /// The local starts at or after `from`, in order.
    pub(super) fn starting(self, from: NaiveDateTime) -> impl Iterator<Item = NaiveDateTime> + use<> {
        // A count is counted from the first start, so there is no shortcut; it is at most a thousand.
        let (begin, count) = match self.rule.ends() {
            Ends::After(count) => (self.first, usize::try_from(count).unwrap_or(usize::MAX)),
            Ends::Never | Ends::Until(_) => (from.date().max(self.first), usize::MAX),
        };
        self.dates(begin).take(count).map(move |date| date.and_time(self.time)).skip_while(move |at| *at < from)
    }

    /// The local starts at or before `to`, latest first.
    pub(super) fn starting_until(self, to: NaiveDateTime) -> impl Iterator<Item = NaiveDateTime> + use<> {
        let counted = match self.rule.ends() {
            Ends::After(count) => self.dates(self.first).take(usize::try_from(count).unwrap_or(usize::MAX)).last(),
            Ends::Never | Ends::Until(_) => Some(self.last),
        };
        // Nothing lies before the first date, so an empty rule asks for nothing.
        let last = counted.map_or(self.first, |last| last.min(to.date()));
        (0..=self.period(last))
            .rev()
            .flat_map(move |period| self.dates_in(period).rev())
            .skip_while(move |date| *date > last)
            .filter(move |_| counted.is_some())
            .map(move |date| date.and_time(self.time))
            .skip_while(move |at| *at > to)
    }

    /// True when the rule chooses this local start.
    pub(super) fn chooses(self, at: NaiveDateTime) -> bool {
        at.time() == self.time && self.on(at.date())
    }

    /// The start the rule chooses on a day; it never chooses two.
    pub(super) fn start_on(self, date: NaiveDate) -> Option<NaiveDateTime> {
        self.on(date).then(|| date.and_time(self.time))
    }

    fn on(self, date: NaiveDate) -> bool {
        let here = (self.first..=self.last).contains(&date) && self.dates_in(self.period(date)).any(|at| at == date);
        here && match self.rule.ends() {
            Ends::After(count) => {
                let count = usize::try_from(count).unwrap_or(usize::MAX);
                self.dates(self.first).take(count).take_while(|at| *at <= date).last() == Some(date)
            }
            Ends::Never | Ends::Until(_) => true,
        }
    }

    /// Dates at or after `begin`, without a count.
    fn dates(self, begin: NaiveDate) -> impl Iterator<Item = NaiveDate> + use<> {
        (self.period(begin)..=self.period(self.last))
            .flat_map(move |period| self.dates_in(period))
            .skip_while(move |date| *date < begin)
            .take_while(move |date| *date <= self.last)
    }

    /// Which period a date lies in; the first start lies in the one of number 0.
    fn period(self, date: NaiveDate) -> i64 {
        let months = |date: NaiveDate| i64::from(date.year()) * 12 + i64::from(date.month0());
        let units = match self.rule.repeats() {
            Repeats::Daily => (date - self.first).num_days(),
            Repeats::Weekly(_) => (date - self.monday()).num_days().div_euclid(7),
            Repeats::MonthlyByDate(_) | Repeats::MonthlyByWeekday(..) => months(date) - months(self.first),
            Repeats::Yearly => i64::from(date.year() - self.first.year()),
        };
        units.div_euclid(i64::from(self.rule.interval()))
    }

    /// The dates of a period, none before the first start, the end of the rule aside.
    fn dates_in(self, period: i64) -> impl DoubleEndedIterator<Item = NaiveDate> + use<> {
        let places: u8 = if matches!(self.rule.repeats(), Repeats::Weekly(_)) { 7 } else { 1 };
        (0..places).filter_map(move |place| self.date_at(period, place)).filter(move |date| *date >= self.first)
    }

    fn date_at(self, period: i64, place: u8) -> Option<NaiveDate> {
        let units = period * i64::from(self.rule.interval());
        match self.rule.repeats() {
            Repeats::Daily => days_after(self.first, units),
            Repeats::Weekly(days) => {
                let weekday = Weekday::try_from(place).ok().filter(|day| days.contains(*day))?;
                days_after(self.monday(), 7 * units + i64::from(weekday.num_days_from_monday()))
            }
            Repeats::MonthlyByDate(day) => self.month(units)?.with_day(u32::from(day)),
            Repeats::MonthlyByWeekday(nth, day) => nth_weekday(self.month(units)?, nth, day),
            Repeats::Yearly => {
                let year = self.first.year().checked_add(i32::try_from(units).ok()?)?;
                self.first.with_year(year)
            }
        }
    }

    /// The Monday of the first start's week.
    fn monday(self) -> NaiveDate {
        self.first - Days::new(u64::from(self.first.weekday().num_days_from_monday()))
    }

    /// The first day of the month so many after the first start's.
    fn month(self, after: i64) -> Option<NaiveDate> {
        let months = i64::from(self.first.year()) * 12 + i64::from(self.first.month0()) + after;
        let month = u32::try_from(months.rem_euclid(12)).ok()? + 1;
        NaiveDate::from_ymd_opt(i32::try_from(months.div_euclid(12)).ok()?, month, 1)
    }
}

fn days_after(date: NaiveDate, days: i64) -> Option<NaiveDate> {
    date.checked_add_days(Days::new(u64::try_from(days).ok()?))
}

/// The nth or last such weekday of the month that begins on `month`.
fn nth_weekday(month: NaiveDate, nth: Nth, day: Weekday) -> Option<NaiveDate> {
    match nth {
        Nth::From(nth) => NaiveDate::from_weekday_of_month_opt(month.year(), month.month(), day, nth),
        Nth::Last => [5, 4]
            .into_iter()
            .find_map(|nth| NaiveDate::from_weekday_of_month_opt(month.year(), month.month(), day, nth)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn starts(rule: &str, start: &str, from: &str, n: usize) -> Vec<String> {
        let grid = Grid::new(Rule::parse(rule).unwrap(), start.parse().unwrap());
        grid.starting(from.parse().unwrap()).take(n).map(|at| at.date().to_string()).collect()
    }

    #[test]
    fn months_without_the_date_are_skipped() {
        let rule = "FREQ=MONTHLY;BYMONTHDAY=31";
        assert_eq!(
            starts(rule, "2026-01-31T09:00:00", "2026-01-01T00:00:00", 3),
            ["2026-01-31", "2026-03-31", "2026-05-31"]
        );
        assert_eq!(starts(rule, "2026-01-31T09:00:00", "2026-04-01T00:00:00", 1), ["2026-05-31"]);
    }

    #[test]
    fn a_leap_day_comes_every_four_years() {
        let years = starts("FREQ=YEARLY", "2024-02-29T09:00:00", "2025-01-01T00:00:00", 2);
        assert_eq!(years, ["2028-02-29", "2032-02-29"]);
    }

    #[test]
    fn the_last_day_counts_and_the_count_counts() {
        assert_eq!(starts("FREQ=DAILY;UNTIL=20260103", "2026-01-02T23:00:00", "2026-01-01T00:00:00", 9).len(), 2);
        assert_eq!(starts("FREQ=DAILY;COUNT=3", "2026-01-02T23:00:00", "2026-01-04T00:00:00", 9), ["2026-01-04"]);
        assert_eq!(starts("FREQ=DAILY;UNTIL=20260103", "2026-01-02T23:00:00", "2030-01-01T00:00:00", 9).len(), 0);
    }

    #[test]
    fn an_expansion_ends_by_itself() {
        let start: NaiveDateTime = "2026-01-31T09:00:00".parse().unwrap();
        let rare = Grid::new(Rule::parse("FREQ=MONTHLY;INTERVAL=100;BYMONTHDAY=31").unwrap(), start);
        assert!(rare.starting(start).count() < 30);
        let daily = Grid::new(Rule::parse("FREQ=DAILY").unwrap(), start);
        assert!(daily.starting(start).count() < 70_000);
        assert_eq!(daily.starting("9999-01-01T00:00:00".parse().unwrap()).count(), 0);
        assert_eq!(daily.starting_until("9999-01-01T00:00:00".parse().unwrap()).count(), daily.starting(start).count());
        assert_eq!(daily.starting_until("1999-01-01T00:00:00".parse().unwrap()).count(), 0);
    }

    #[test]
    fn walking_back_meets_the_same_dates() {
        for rule in ["FREQ=WEEKLY;INTERVAL=2;BYDAY=MO,SA;COUNT=7", "FREQ=WEEKLY;BYDAY=SA;UNTIL=20260320"] {
            let start: NaiveDateTime = "2026-01-31T09:00:00".parse().unwrap();
            let grid = Grid::new(Rule::parse(rule).unwrap(), start);
            let mut back: Vec<_> = grid.starting_until("2026-12-31T00:00:00".parse().unwrap()).collect();
            back.reverse();
            assert_eq!(back, grid.starting(start).collect::<Vec<_>>(), "{rule}");
            assert!(back.iter().all(|at| grid.chooses(*at)));
            assert_eq!(grid.starting_until(back[1]).next(), Some(back[1]));
            assert!(!grid.chooses(back[back.len() - 1] + chrono::Duration::days(7)));
        }
    }
}
