//! How a series repeats: the part of RFC 5545 recurrence that people plan by, as types that cannot be wrong.
//!
//! A rule knows nothing of zones or clocks; it speaks of local dates. Text forms are in `rule_text`, `friendly` and
//! `words`, the computing of dates in `expand`.

use chrono::{Datelike, Days as DayCount, NaiveDate, NaiveDateTime, Weekday};

use super::rule_text::RuleError;

/// Which repetition of a weekday within a month.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Nth {
    /// The 1st to the 5th. A month without a 5th is skipped.
    From(u8),
    /// The last one of the month.
    Last,
}

/// A set of weekdays with at least one member.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Days(u8);

/// All weekdays, Monday first as in RFC 5545's default week.
const WEEK: [Weekday; 7] =
    [Weekday::Mon, Weekday::Tue, Weekday::Wed, Weekday::Thu, Weekday::Fri, Weekday::Sat, Weekday::Sun];

impl Days {
    /// Collects weekdays; `None` when there are none.
    pub fn new(days: impl IntoIterator<Item = Weekday>) -> Option<Self> {
        let bits = days.into_iter().fold(0, |bits, day| bits | 1_u8 << day.num_days_from_monday());
        (bits != 0).then_some(Self(bits))
    }

    /// True when `day` is one of them.
    pub fn contains(self, day: Weekday) -> bool {
        self.0 & (1 << day.num_days_from_monday()) != 0
    }

    /// The days, Monday first.
    pub fn iter(self) -> impl Iterator<Item = Weekday> {
        WEEK.into_iter().filter(move |day| self.contains(*day))
    }
}

/// What repeats.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Repeats {
    /// Every day.
    Daily,
    /// On these weekdays of the week. Weeks begin on Monday.
    Weekly(Days),
    /// On this date of the month, 1 to 31. A month without it is skipped (RFC 5545 section 3.3.10).
    MonthlyByDate(u8),
    /// On the nth or last such weekday of the month.
    MonthlyByWeekday(Nth, Weekday),
    /// On the date of the first start. February 29 is skipped in ordinary years.
    Yearly,
}

/// When it stops.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Ends {
    /// Goes on until somebody says otherwise.
    Never,
    /// The last local date on which it may start, inclusive.
    Until(NaiveDate),
    /// After this many occurrences, the first start included.
    After(u32),
}

/// A recurrence rule: what repeats, every how many periods, until when.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Rule {
    repeats: Repeats,
    interval: u16,
    ends: Ends,
}

/// The first start of a series does not fit its rule.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum StartError {
    /// RFC 5545 counts the first start as an occurrence even when the rule would not choose it; readers disagree about
    /// such series, so they are refused.
    #[error("{} does not fit the rule; the nearest date that does is {}", super::words::date(*.given), super::words::date(*.nearest))]
    NotByRule {
        /// The date of the given start.
        given: NaiveDate,
        /// The nearest date the rule would choose; the later one of two equally near.
        nearest: NaiveDate,
    },
    /// The rule ends before the series begins.
    #[error("the rule ends on {}, before the first start on {}", super::words::date(*.until), super::words::date(*.given))]
    EndsBeforeStart {
        /// The date of the given start.
        given: NaiveDate,
        /// The rule's last date.
        until: NaiveDate,
    },
}

impl Rule {
    /// Largest interval.
    pub const MAX_INTERVAL: u16 = 100;
    /// Largest count.
    pub const MAX_COUNT: u32 = 1000;

    /// Builds a rule, refusing what RFC 5545 or the feeds' readers would not understand.
    pub fn new(repeats: Repeats, interval: u16, ends: Ends) -> Result<Self, RuleError> {
        if !(1..=Self::MAX_INTERVAL).contains(&interval) {
            return Err(RuleError::Interval);
        }
        match repeats {
            Repeats::MonthlyByDate(day) if !(1..=31).contains(&day) => return Err(RuleError::MonthDay),
            Repeats::MonthlyByWeekday(Nth::From(nth), _) if !(1..=5).contains(&nth) => return Err(RuleError::Nth),
            _ => {}
        }
        match ends {
            Ends::After(count) if !(2..=Self::MAX_COUNT).contains(&count) => Err(RuleError::Count),
            _ => Ok(Self { repeats, interval, ends }),
        }
    }

    /// What repeats.
    pub const fn repeats(&self) -> Repeats {
        self.repeats
    }

    /// Every how many days, weeks, months or years; 1 to 100.
    pub const fn interval(&self) -> u16 {
        self.interval
    }

    /// When it stops.
    pub const fn ends(&self) -> Ends {
        self.ends
    }

    /// Checks that `start` is a date the rule itself chooses.
    pub fn check_start(&self, start: NaiveDateTime) -> Result<(), StartError> {
        let given = start.date();
        if !self.fits(given) {
            let nearest = self.nearest(given).unwrap_or(given);
            return Err(StartError::NotByRule { given, nearest });
        }
        match self.ends {
            Ends::Until(until) if until < given => Err(StartError::EndsBeforeStart { given, until }),
            _ => Ok(()),
        }
    }

    /// True when the day of `date` is one the rule speaks of, leaving interval and end aside.
    pub(super) fn fits(&self, date: NaiveDate) -> bool {
        match self.repeats {
            Repeats::Daily | Repeats::Yearly => true,
            Repeats::Weekly(days) => days.contains(date.weekday()),
            Repeats::MonthlyByDate(day) => date.day() == u32::from(day),
            Repeats::MonthlyByWeekday(nth, day) => {
                date.weekday() == day
                    && match nth {
                        Nth::From(nth) => date.day0() / 7 + 1 == u32::from(nth),
                        Nth::Last => {
                            date.checked_add_days(DayCount::new(7)).is_none_or(|next| next.month() != date.month())
                        }
                    }
            }
        }
    }

    /// The nearest date that fits. A 5th weekday is never further than a few months away.
    fn nearest(&self, from: NaiveDate) -> Option<NaiveDate> {
        (1..=366).map(DayCount::new).find_map(|far| {
            let around = [from.checked_add_days(far), from.checked_sub_days(far)];
            around.into_iter().flatten().find(|date| self.fits(*date))
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(text: &str) -> NaiveDate {
        text.parse().unwrap()
    }

    fn fourth_wednesday() -> Rule {
        Rule::new(Repeats::MonthlyByWeekday(Nth::From(4), Weekday::Wed), 2, Ends::Never).unwrap()
    }

    #[test]
    fn a_start_on_the_wrong_day_names_the_nearest_right_one() {
        let rule = fourth_wednesday();
        let start = |text| day(text).and_hms_opt(20, 0, 0).unwrap();
        assert_eq!(rule.check_start(start("2023-01-25")), Ok(()));
        let refused = rule.check_start(start("2023-01-26")).unwrap_err();
        assert_eq!(refused, StartError::NotByRule { given: day("2023-01-26"), nearest: day("2023-01-25") });
        assert_eq!(
            refused.to_string(),
            "Thursday, January 26, 2023 does not fit the rule; the nearest date that does is Wednesday, January 25, 2023"
        );
    }

    #[test]
    fn the_last_weekday_is_told_from_the_fourth() {
        let rule = Rule::new(Repeats::MonthlyByWeekday(Nth::Last, Weekday::Fri), 1, Ends::Never).unwrap();
        assert!(rule.fits(day("2026-01-30")) && !rule.fits(day("2026-01-23")));
        assert!(rule.fits(day("2026-02-27")));
    }

    #[test]
    fn a_rule_may_not_end_before_it_begins() {
        let rule = Rule::new(Repeats::Daily, 1, Ends::Until(day("2025-12-31"))).unwrap();
        let start = day("2026-01-01").and_hms_opt(9, 0, 0).unwrap();
        assert!(matches!(rule.check_start(start), Err(StartError::EndsBeforeStart { .. })));
    }

    #[test]
    fn numbers_out_of_range_are_refused() {
        assert_eq!(Rule::new(Repeats::Daily, 0, Ends::Never), Err(RuleError::Interval));
        assert_eq!(Rule::new(Repeats::Daily, 101, Ends::Never), Err(RuleError::Interval));
        assert_eq!(Rule::new(Repeats::MonthlyByDate(32), 1, Ends::Never), Err(RuleError::MonthDay));
        assert_eq!(
            Rule::new(Repeats::MonthlyByWeekday(Nth::From(6), Weekday::Sun), 1, Ends::Never),
            Err(RuleError::Nth)
        );
        assert_eq!(Rule::new(Repeats::Daily, 1, Ends::After(1)), Err(RuleError::Count));
    }
}
