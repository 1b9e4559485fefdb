//! A series: an event that repeats, or a one-off. What one asks of its dates is in `dates`, `names`, `near` and `told`.

use chrono::{DateTime, Datelike, NaiveDateTime, NaiveTime, Utc};
use chrono_tz::Tz;

use super::{Ends, ForWhom, Format, Link, Override, Repeats, Rule, Slug, Speaker, StartError, Status, zone::resolve};
use crate::id::PublicId;

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
    /// Tags in the order written, each once whatever its case.
    pub tags: Vec<String>,
    /// The zone its local times are in.
    pub zone: Tz,
    /// First start, in the clocks of `zone`.
    pub local_start: NaiveDateTime,
    /// How long each occurrence lasts, in minutes of elapsed time.
    pub duration_minutes: u32,
    /// How it repeats; `None` for a one-off.
    pub rule: Option<Rule>,
    /// Further local starts that the rule does not choose, in order.
    pub extra: Vec<NaiveDateTime>,
    /// Local starts that the rule chooses and that never were meant, in order.
    pub excluded: Vec<NaiveDateTime>,
    /// What single dates say otherwise, by original start; at most one each.
    pub overrides: Vec<Override>,
    /// Where people meet.
    pub format: Format,
    /// The place in words, or how to join.
    pub place: String,
    /// A public address to join at or to read more; `None` when there is none.
    pub link: Option<Link>,
    /// Who organizes it, one line; may be empty.
    pub organizer: String,
    /// How many people may come to each date; `None` when nobody counts.
    pub capacity: Option<u32>,
    /// How far it has come.
    pub status: Status,
    /// When the series as a whole was canceled; set if and only if `status` is [`Status::Cancelled`].
    pub cancelled_at: Option<DateTime<Utc>>,
    /// Whom it is for; it is announced to everybody all the same.
    pub for_whom: ForWhom,
    /// The series this one goes on from, after "this and following" dates got another plan.
    pub continues: Option<Slug>,
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

    /// The rule as a feed writes it: UNTIL is the last second of the last day, in UTC (RFC 5545 section 3.3.10 asks
    /// for UTC when DTSTART names a zone). A leap day is named, because ical.js takes a yearly rule without parts for
    /// March 1 in ordinary years.
    pub fn feed_rule(&self) -> Option<String> {
        let rule = self.rule?;
        let text = match rule.ends() {
            Ends::Until(last) => {
                let evening = last.and_time(NaiveTime::from_hms_opt(23, 59, 59).unwrap_or_default());
                let (until, _) = resolve(self.zone, evening);
                format!("{};UNTIL={}", rule.value_without_end(), until.format("%Y%m%dT%H%M%SZ"))
            }
            Ends::Never | Ends::After(_) => rule.to_string(),
        };
        let leap_day = (self.local_start.month(), self.local_start.day()) == (2, 29);
        Some(match rule.repeats() {
            Repeats::Yearly if leap_day => text.replacen("FREQ=YEARLY", "FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=29", 1),
            _ => text,
        })
    }
}

#[cfg(test)]
#[path = "series_tests.rs"]
pub(super) mod tests;
