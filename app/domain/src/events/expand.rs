//! From a rule to local dates.
//!
//! The computing is the crate `rrule`'s, in floating local time (it is told the local times are UTC), because it
//! refuses starts that fall into a gap of their zone. Instants are made afterwards, in `zone`. Every expansion ends: at
//! the rule's end, at [`LAST_YEAR`], or when the caller has enough.

use chrono::{DateTime, Datelike, Days, Months, NaiveDate, NaiveDateTime, NaiveTime};
use rrule::{Frequency, NWeekday, RRule, RRuleSet, Tz};

use super::rule::{Ends, Nth, Repeats, Rule};

/// No rule is computed beyond this year.
const LAST_YEAR: i32 = 2199;

/// The local starts of `rule` at or after `from`, in order. `start` is the first local start of the series and must
/// fit the rule ([`Rule::check_start`]).
pub(super) fn local_starts(
    rule: &Rule,
    start: NaiveDateTime,
    from: NaiveDateTime,
) -> impl Iterator<Item = NaiveDateTime> + use<> {
    let anchor = match rule.ends() {
        // Counted from the first start, so there is no shortcut; a count is at most a thousand.
        Ends::After(_) => Some(start),
        Ends::Never | Ends::Until(_) => anchor(rule, start, from),
    };
    anchor
        .and_then(|anchor| build(rule, start, anchor))
        .into_iter()
        .flat_map(|set| set.limit().into_iter())
        .map(|at| at.naive_utc())
        .take_while(|at| at.year() <= LAST_YEAR)
        .skip_while(move |at| *at < from)
}

/// The latest date not after `from` at which the rule may be started anew without changing what follows: whole
/// intervals after the first start. Without it a daily rule of twenty years would be walked from its beginning.
fn anchor(rule: &Rule, start: NaiveDateTime, from: NaiveDateTime) -> Option<NaiveDateTime> {
    let interval = i64::from(rule.interval());
    let whole = |periods: i64| (periods.div_euclid(interval).max(0)) * interval;
    let days = (from.date() - start.date()).num_days();
    let months = i64::from(from.year() - start.year()) * 12 + i64::from(from.month0()) - i64::from(start.month0());
    match rule.repeats() {
        Repeats::Daily => start.checked_add_days(Days::new(u64::try_from(whole(days)).ok()?)),
        Repeats::Weekly(_) => start.checked_add_days(Days::new(u64::try_from(7 * whole(days.div_euclid(7))).ok()?)),
        Repeats::MonthlyByDate(_) | Repeats::MonthlyByWeekday(..) => match u32::try_from(whole(months)).ok()? {
            0 => Some(start),
            skipped => start.with_day(1)?.checked_add_months(Months::new(skipped)),
        },
        Repeats::Yearly => match i32::try_from(whole(months.div_euclid(12))).ok()? {
            0 => Some(start),
            skipped => Some(NaiveDate::from_ymd_opt(start.year() + skipped, 1, 1)?.and_time(start.time())),
        },
    }
}

/// The rule in the crate's terms. `None` when it ended before the anchor.
fn build(rule: &Rule, start: NaiveDateTime, anchor: NaiveDateTime) -> Option<RRuleSet> {
    let plain = match rule.repeats() {
        Repeats::Daily => RRule::new(Frequency::Daily),
        Repeats::Weekly(days) => RRule::new(Frequency::Weekly).by_weekday(days.iter().map(NWeekday::Every).collect()),
        Repeats::MonthlyByDate(day) => RRule::new(Frequency::Monthly).by_month_day(vec![i8::try_from(day).ok()?]),
        Repeats::MonthlyByWeekday(nth, day) => {
            let nth = match nth {
                Nth::From(nth) => i16::from(nth),
                Nth::Last => -1,
            };
            RRule::new(Frequency::Monthly).by_weekday(vec![NWeekday::Nth(nth, day)])
        }
        Repeats::Yearly => RRule::new(Frequency::Yearly)
            .by_month(&[chrono::Month::try_from(u8::try_from(start.month()).ok()?).ok()?])
            .by_month_day(vec![i8::try_from(start.day()).ok()?]),
    };
    let spaced = plain.interval(rule.interval());
    let ended = match rule.ends() {
        Ends::Never => spaced,
        Ends::Until(last) => spaced.until(floating(last.and_time(NaiveTime::from_hms_opt(23, 59, 59)?))),
        Ends::After(count) => spaced.count(count),
    };
    ended.build(floating(anchor)).ok()
}

/// A local time under the flag of UTC.
fn floating(local: NaiveDateTime) -> DateTime<Tz> {
    local.and_utc().with_timezone(&Tz::UTC)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn starts(rule: &str, start: &str, from: &str, n: usize) -> Vec<String> {
        let rule = Rule::parse(rule).unwrap();
        local_starts(&rule, start.parse().unwrap(), from.parse().unwrap())
            .take(n)
            .map(|at| at.date().to_string())
            .collect()
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
        let rule = Rule::parse("FREQ=MONTHLY;INTERVAL=100;BYMONTHDAY=31").unwrap();
        let start = "2026-01-31T09:00:00".parse().unwrap();
        assert!(local_starts(&rule, start, start).count() < 30);
        let daily = Rule::parse("FREQ=DAILY").unwrap();
        assert!(local_starts(&daily, start, start).count() < 70_000);
        assert_eq!(local_starts(&daily, start, "9999-01-01T00:00:00".parse().unwrap()).count(), 0);
    }
}
