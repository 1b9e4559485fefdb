//! A series and the questions one asks of it: what is next, what was, what lies between.

use chrono::{DateTime, Duration, NaiveDateTime, NaiveTime, Utc};
use chrono_tz::Tz;

use super::{
    Ends, Format, Occurrence, Repeats, Rule, Slug, Speaker, StartError, Status,
    expand::local_starts,
    zone::{local_time, resolve},
};
use crate::id::PublicId;

/// No answer holds more occurrences than this.
const MOST: usize = 1000;

/// An event that repeats by a rule, or a one-off without one.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Series {
    /// Public name of the row.
    pub public_id: PublicId,
    /// Its part of the address.
    pub slug: Slug,
    /// iCalendar UID (RFC 5545 section 3.8.4.7): never changes, never used again.
    pub uid: String,
    /// Title, one line.
    pub title: String,
    /// One or two sentences for lists.
    pub summary: String,
    /// Markdown for the series' page.
    pub description: String,
    /// Category, one line; may be empty.
    pub category: String,
    /// The zone its local times are in.
    pub zone: Tz,
    /// First start, in the clocks of `zone`.
    pub local_start: NaiveDateTime,
    /// How long each occurrence lasts, in minutes of elapsed time.
    pub duration_minutes: u32,
    /// How it repeats; `None` for a one-off.
    pub rule: Option<Rule>,
    /// Where people meet.
    pub format: Format,
    /// The place in words, or how to join.
    pub place: String,
    /// How far it has come.
    pub status: Status,
    /// iCalendar SEQUENCE (RFC 5545 section 3.8.7.4): rises when what people plan by changes.
    pub sequence: u32,
    /// Who speaks, in the order shown.
    pub speakers: Vec<Speaker>,
    /// True for content that was loaded to try the site.
    pub sample: bool,
    /// When anything of it last changed.
    pub changed_at: DateTime<Utc>,
}

impl Series {
    /// Checks that the first start is one its own rule chooses.
    pub fn check(&self) -> Result<(), StartError> {
        self.rule.map_or(Ok(()), |rule| rule.check_start(self.local_start))
    }

    /// The next `n` occurrences that have not ended at `now`, soonest first. At most 1000.
    pub fn next(&self, now: DateTime<Utc>, n: usize) -> Vec<Occurrence> {
        self.ending_after(now).take(n.min(MOST)).collect()
    }

    /// The last `n` occurrences that have ended at `now`, newest first. At most 1000.
    pub fn past(&self, now: DateTime<Utc>, n: usize) -> Vec<Occurrence> {
        let n = n.min(MOST);
        let mut span = Duration::days(self.days_between() * (i64::try_from(n).unwrap_or(i64::MAX).min(1000) + 2));
        loop {
            let begin = self.first().start;
            let from = now.checked_sub_signed(span).map_or(begin, |early| early.max(begin));
            let mut found: Vec<_> = self.ending_after(from).take_while(|occurrence| occurrence.end <= now).collect();
            if found.len() >= n || from == begin {
                found.reverse();
                found.truncate(n);
                return found;
            }
            span = span * 4;
        }
    }

    /// Occurrences that touch the time from `from` (inclusive) to `to` (exclusive), soonest first. At most `max`, and
    /// at most 1000.
    pub fn between(&self, from: DateTime<Utc>, to: DateTime<Utc>, max: usize) -> Vec<Occurrence> {
        self.ending_after(from).take_while(|occurrence| occurrence.start < to).take(max.min(MOST)).collect()
    }

    /// The first occurrence.
    pub fn first(&self) -> Occurrence {
        self.place(self.local_start)
    }

    /// The rule as a feed writes it: UNTIL is the last second of the last day, in UTC (RFC 5545 section 3.3.10 asks
    /// for UTC when DTSTART names a zone).
    pub fn feed_rule(&self) -> Option<String> {
        let rule = self.rule?;
        Some(match rule.ends() {
            Ends::Until(last) => {
                let evening = last.and_time(NaiveTime::from_hms_opt(23, 59, 59).unwrap_or_default());
                let (until, _) = resolve(self.zone, evening);
                format!("{};UNTIL={}", rule.value_without_end(), until.format("%Y%m%dT%H%M%SZ"))
            }
            Ends::Never | Ends::After(_) => rule.to_string(),
        })
    }

    /// Every occurrence that ends after `at`, soonest first, computed as it is asked for. Ends by itself in 2199.
    pub fn ending_after(&self, at: DateTime<Utc>) -> impl Iterator<Item = Occurrence> {
        // A gap moves a start by at most a day; two are enough whatever the zone did.
        let slack = Duration::minutes(i64::from(self.duration_minutes)) + Duration::days(2);
        let from = at.checked_sub_signed(slack).map_or(self.local_start, |early| local_time(self.zone, early));
        let rule = self.rule;
        let start = self.local_start;
        let once = rule.is_none().then_some(start).into_iter();
        rule.into_iter()
            .flat_map(move |rule| local_starts(&rule, start, from))
            .chain(once)
            .map(|local| self.place(local))
            .filter(move |occurrence| occurrence.end > at)
    }

    fn place(&self, local: NaiveDateTime) -> Occurrence {
        Occurrence::place(self.zone, local, self.duration_minutes)
    }

    /// About how many days lie between two occurrences; at least one.
    fn days_between(&self) -> i64 {
        self.rule.map_or(1, |rule| {
            let period = match rule.repeats() {
                Repeats::Daily => 1,
                Repeats::Weekly(_) => 7,
                Repeats::MonthlyByDate(_) | Repeats::MonthlyByWeekday(..) => 31,
                Repeats::Yearly => 366,
            };
            period * i64::from(rule.interval())
        })
    }
}

#[cfg(test)]
#[path = "series_tests.rs"]
mod tests;
