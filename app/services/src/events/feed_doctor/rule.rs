//! RRULE as text to local dates (RFC 5545 section 3.3.10).
//!
//! Cuts time into periods and filters the days of each, as the standard describes it. The domain computes dates with
//! other arithmetic; this is here to be another opinion.

use chrono::{DateTime, Datelike, Days, Months, NaiveDate, NaiveDateTime, Utc, Weekday};

use super::values::{Clock, When};

/// No rule is followed beyond this year.
pub(super) const LAST_YEAR: i32 = 2199;

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Frequency {
    Daily,
    Weekly,
    Monthly,
    Yearly,
}

/// A rule as it was written.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Recurrence {
    frequency: Frequency,
    interval: u32,
    /// How many dates, the first start included.
    pub(super) count: Option<u32>,
    /// The last instant or local time.
    pub(super) until: Option<When>,
    by_day: Vec<(i8, Weekday)>,
    by_month_day: Vec<i8>,
    by_month: Vec<u32>,
    week_start: Weekday,
}

impl Recurrence {
    /// Reads an RRULE value; the error says which part is not understood.
    pub(super) fn parse(text: &str) -> Result<Self, String> {
        let mut frequency = None;
        let mut rule = Self {
            frequency: Frequency::Daily,
            interval: 1,
            count: None,
            until: None,
            by_day: Vec::new(),
            by_month_day: Vec::new(),
            by_month: Vec::new(),
            week_start: Weekday::Mon,
        };
        for part in text.trim().to_ascii_uppercase().split(';') {
            let wrong = || format!("{part} is not understood");
            let (name, value) = part.split_once('=').ok_or_else(wrong)?;
            match name {
                "FREQ" => frequency = Some(of_name(value).ok_or_else(wrong)?),
                "INTERVAL" => rule.interval = number(value, 1, 1_000).ok_or_else(wrong)?,
                "COUNT" => rule.count = Some(number(value, 1, 100_000).ok_or_else(wrong)?),
                "UNTIL" => rule.until = Some(When::parse(value, None).ok_or_else(wrong)?),
                "BYDAY" => rule.by_day = list(value, nth_weekday).ok_or_else(wrong)?,
                "BYMONTHDAY" => rule.by_month_day = list(value, month_day).ok_or_else(wrong)?,
                "BYMONTH" => rule.by_month = list(value, |month| number(month, 1, 12)).ok_or_else(wrong)?,
                "WKST" => rule.week_start = weekday(value).ok_or_else(wrong)?,
                _ => return Err(wrong()),
            }
        }
        rule.frequency = frequency.ok_or("FREQ is missing")?;
        let nth = rule.by_day.iter().any(|(nth, _)| *nth != 0);
        let in_months =
            rule.frequency == Frequency::Monthly || rule.frequency == Frequency::Yearly && !rule.by_month.is_empty();
        if nth && (!in_months || !rule.by_month_day.is_empty()) {
            return Err("BYDAY counts weekdays of a month the rule does not name".to_owned());
        }
        Ok(rule)
    }

    /// The local starts from `from` on, in order, without end or until the rule's own. The first start is always one.
    /// `instant` turns a local start into its instant, for an UNTIL in UTC.
    pub(super) fn starts(
        &self,
        first: NaiveDateTime,
        from: NaiveDateTime,
        instant: impl Fn(NaiveDateTime) -> DateTime<Utc>,
    ) -> impl Iterator<Item = NaiveDateTime> {
        // Whoever counts must begin at the beginning.
        let skipped = if self.count.is_some() { 0 } else { self.periods_before(first.date(), from.date()) };
        let by_rule = (skipped..)
            .map_while(move |period| self.period(first.date(), period))
            .flatten()
            .map(move |day| day.and_time(first.time()))
            .filter(move |local| *local > first);
        let all = std::iter::once(first).chain(by_rule);
        let counted = all.take(self.count.map_or(usize::MAX, |count| count as usize));
        counted
            .take_while(move |local| match &self.until {
                None => true,
                Some(When { local: last, clock: Clock::Utc }) => instant(*local).naive_utc() <= *last,
                Some(When { local: last, clock: Clock::Day }) => local.date() <= last.date(),
                Some(When { local: last, .. }) => local <= last,
            })
            .skip_while(move |local| *local < from)
    }

    /// True when the rule itself chooses the day of its first start.
    pub(super) fn chooses(&self, first: NaiveDateTime) -> bool {
        self.period(first.date(), 0).is_some_and(|days| days.contains(&first.date()))
    }

    /// True for a yearly rule that leaves the day to its first start.
    pub(super) fn is_bare_yearly(&self) -> bool {
        self.frequency == Frequency::Yearly
            && self.by_month.is_empty()
            && self.by_month_day.is_empty()
            && self.by_day.is_empty()
    }

    /// Whole periods that end before `from`, one less to be safe.
    fn periods_before(&self, first: NaiveDate, from: NaiveDate) -> u32 {
        let days = (from - first).num_days();
        let months = i64::from(from.year() - first.year()) * 12 + i64::from(from.month()) - i64::from(first.month());
        let units = match self.frequency {
            Frequency::Daily => days,
            Frequency::Weekly => days / 7,
            Frequency::Monthly => months,
            Frequency::Yearly => months / 12,
        };
        u32::try_from((units / i64::from(self.interval) - 1).max(0)).unwrap_or(0)
    }

    /// The days of the nth period; `None` when it lies beyond the last year.
    fn period(&self, first: NaiveDate, nth: u32) -> Option<Vec<NaiveDate>> {
        let units = nth.checked_mul(self.interval)?;
        let days = match self.frequency {
            Frequency::Daily => {
                let day = first.checked_add_days(Days::new(u64::from(units)))?;
                vec![day].into_iter().filter(|day| self.on_month_day(*day) && self.on_weekday(*day)).collect()
            }
            Frequency::Weekly => self.week(first, u64::from(units))?,
            Frequency::Monthly => self.month(first.with_day(1)?.checked_add_months(Months::new(units))?, first.day()),
            Frequency::Yearly => {
                let year = first.year().checked_add(i32::try_from(units).ok()?)?;
                let months: Vec<u32> =
                    match (self.by_month.is_empty(), self.by_month_day.is_empty() && self.by_day.is_empty()) {
                        (false, _) => self.by_month.clone(),
                        (true, true) => vec![first.month()],
                        (true, false) => (1..=12).collect(),
                    };
                let firsts = months.into_iter().filter_map(|month| NaiveDate::from_ymd_opt(year, month, 1));
                firsts.flat_map(|month| self.month(month, first.day())).collect()
            }
        };
        let mut days: Vec<NaiveDate> = days;
        days.retain(|day| self.by_month.is_empty() || self.by_month.contains(&day.month()));
        days.sort_unstable();
        days.dedup();
        let reference = match self.frequency {
            Frequency::Yearly => first.year().checked_add(i32::try_from(units).ok()?)?,
            Frequency::Monthly => first.checked_add_months(Months::new(units))?.year(),
            Frequency::Weekly => first.checked_add_days(Days::new(7 * u64::from(units)))?.year(),
            Frequency::Daily => first.checked_add_days(Days::new(u64::from(units)))?.year(),
        };
        (reference <= LAST_YEAR).then_some(days)
    }

    fn week(&self, first: NaiveDate, weeks: u64) -> Option<Vec<NaiveDate>> {
        let into = first.weekday().days_since(self.week_start);
        let monday = first.checked_sub_days(Days::new(u64::from(into)))?.checked_add_days(Days::new(7 * weeks))?;
        let wanted = |day: &NaiveDate| {
            if self.by_day.is_empty() { day.weekday() == first.weekday() } else { self.on_weekday(*day) }
        };
        Some(monday.iter_days().take(7).filter(wanted).filter(|day| self.on_month_day(*day)).collect())
    }

    /// The days of a month, given its first one. `default` is the day of the month where no part says one.
    fn month(&self, month: NaiveDate, default: u32) -> Vec<NaiveDate> {
        let days = month.iter_days().take_while(|day| day.month() == month.month());
        days.filter(|day| match (self.by_day.is_empty(), self.by_month_day.is_empty()) {
            (true, true) => day.day() == default,
            _ => self.on_month_day(*day) && self.on_weekday(*day),
        })
        .collect()
    }

    fn on_month_day(&self, day: NaiveDate) -> bool {
        let from_end = i64::from(day.day()) - 1 - i64::from(last_of_month(day));
        let is = |wanted: &i8| i64::from(*wanted) == i64::from(day.day()) || i64::from(*wanted) == from_end;
        self.by_month_day.is_empty() || self.by_month_day.iter().any(is)
    }

    fn on_weekday(&self, day: NaiveDate) -> bool {
        let forth = i64::from((day.day() - 1) / 7 + 1);
        let back = -i64::from((last_of_month(day) - day.day()) / 7 + 1);
        self.by_day.is_empty()
            || self.by_day.iter().any(|(nth, wanted)| {
                *wanted == day.weekday() && (*nth == 0 || i64::from(*nth) == forth || i64::from(*nth) == back)
            })
    }
}

/// 28 to 31.
fn last_of_month(day: NaiveDate) -> u32 {
    (29..=31).take_while(|last| day.with_day(*last).is_some()).last().unwrap_or(28)
}

fn of_name(name: &str) -> Option<Frequency> {
    Some(match name {
        "DAILY" => Frequency::Daily,
        "WEEKLY" => Frequency::Weekly,
        "MONTHLY" => Frequency::Monthly,
        "YEARLY" => Frequency::Yearly,
        _ => return None,
    })
}

fn number(text: &str, low: u32, high: u32) -> Option<u32> {
    text.parse().ok().filter(|number| (low..=high).contains(number))
}

fn list<T>(text: &str, one: impl Fn(&str) -> Option<T>) -> Option<Vec<T>> {
    text.split(',').map(|part| one(part.trim())).collect()
}

fn month_day(text: &str) -> Option<i8> {
    text.parse().ok().filter(|day: &i8| (1..=31).contains(&day.unsigned_abs()))
}

/// `MO`, `4WE`, `-1FR`; without a number, 0.
fn nth_weekday(text: &str) -> Option<(i8, Weekday)> {
    let (nth, day) = text.split_at_checked(text.len().checked_sub(2)?)?;
    let nth =
        if nth.is_empty() { 0 } else { nth.parse().ok().filter(|nth: &i8| (1..=5).contains(&nth.unsigned_abs()))? };
    Some((nth, weekday(day)?))
}

fn weekday(text: &str) -> Option<Weekday> {
    Some(match text {
        "MO" => Weekday::Mon,
        "TU" => Weekday::Tue,
        "WE" => Weekday::Wed,
        "TH" => Weekday::Thu,
        "FR" => Weekday::Fri,
        "SA" => Weekday::Sat,
        "SU" => Weekday::Sun,
        _ => return None,
    })
}

#[cfg(test)]
#[path = "rule_tests.rs"]
mod tests;
