//! One date or one cancellation as a mail carries it to one person (RFC 5546 sections 3.2.2 and 3.2.5, RFC 6047).
//!
//! UID, RECURRENCE-ID and words are those of the feed of the series, so that a calendar that has both knows them for one.
//! Nobody stands in it but the organizer and the receiver.

use chrono::{DateTime, NaiveDateTime, Utc};
use domain::events::Series;
use domain::identity::Email;

use super::event::Writer;
use super::lines::Lines;
use super::{FeedInput, FeedKind, FeedSeries, Part, zone_lines, zones};
use crate::config::Config;

/// What a mail asks a calendar to do.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Method {
    /// Keep the date, or take its new version.
    Request,
    /// Take the date out.
    Cancel,
}

impl Method {
    /// As METHOD writes it.
    pub const fn word(self) -> &'static str {
        match self {
            Self::Request => "REQUEST",
            Self::Cancel => "CANCEL",
        }
    }

    /// The method of a word.
    pub fn parse(word: &str) -> Option<Self> {
        [Self::Request, Self::Cancel].into_iter().find(|method| method.word() == word)
    }
}

/// How a date is called in calendars.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CalendarName {
    /// UID.
    pub uid: String,
    /// RECURRENCE-ID, for a date by the rule of a series.
    pub recurrence: Option<NaiveDateTime>,
}

impl CalendarName {
    /// What the feed of the series calls a date.
    pub fn in_feed(series: &Series, original_start: NaiveDateTime) -> Self {
        if series.extra.contains(&original_start) {
            return Self { uid: super::event::own_uid(series, original_start), recurrence: None };
        }
        Self { uid: series.uid.clone(), recurrence: series.rule.map(|_| original_start) }
    }
}

/// A date of an invitation.
#[derive(Debug, Clone, Copy)]
pub struct Invited<'i> {
    /// The series with all its words, as it is or as it was.
    pub series: &'i Series,
    /// Which of its dates.
    pub original_start: NaiveDateTime,
    /// RECURRENCE-ID, in the clocks of the series.
    pub recurrence: Option<NaiveDateTime>,
    /// SEQUENCE.
    pub sequence: u32,
}

/// An invitation to one person: several dates of one event, as RFC 5546 wants them.
#[derive(Debug, Clone)]
pub struct Invitation<'i> {
    /// What the calendar is to do.
    pub method: Method,
    /// UID; all dates of one invitation have the same.
    pub uid: &'i str,
    /// The dates.
    pub dates: &'i [Invited<'i>],
    /// The only ATTENDEE.
    pub to: &'i Email,
    /// When it is written.
    pub now: DateTime<Utc>,
}

/// What an event says beyond its words when it is an invitation.
pub(super) struct Meeting<'m> {
    pub(super) organizer: (&'m str, &'m str),
    pub(super) attendee: &'m str,
    pub(super) accepted: bool,
}

/// Writes it.
pub fn invitation(config: &Config, asked: &Invitation<'_>) -> String {
    let cancels = asked.method == Method::Cancel;
    let mut known: Vec<&Series> = Vec::new();
    for date in asked.dates {
        if !known.iter().any(|series| std::ptr::eq(*series, date.series)) {
            known.push(date.series);
        }
    }
    let feed = FeedInput {
        name: String::new(),
        organization: config.org.name.clone(),
        zone: config.org.zone,
        color: crate::events::feed::color_of(config),
        as_of: asked.now,
        hides_cancelled: false,
        kind: FeedKind::Single,
        series: known.iter().map(|series| entry(config, series, cancels)).collect(),
    };
    let mut out = Lines::with_capacity(2_000);
    out.constant("BEGIN:VCALENDAR");
    out.constant("VERSION:2.0");
    let product = feed.organization.replace("//", "/");
    out.text("PRODID", &format!("-//{product}//Landfall//EN"));
    out.constant("CALSCALE:GREGORIAN");
    out.constant(&format!("METHOD:{}", asked.method.word()));
    for (zone, first_start) in zones(&feed) {
        for line in zone_lines(zone, first_start).iter() {
            out.constant(line);
        }
    }
    let meeting = Meeting {
        organizer: (&config.org.short_name, &config.org.email),
        attendee: asked.to.as_str(),
        accepted: !cancels,
    };
    for date in asked.dates {
        let of_date = known.iter().zip(&feed.series).find(|(series, _)| std::ptr::eq(**series, date.series));
        if let Some((_, FeedSeries { series, url, .. })) = of_date {
            Writer { feed: &feed, series, url }.invitation(&mut out, asked, date, &meeting);
        }
    }
    out.constant("END:VCALENDAR");
    out.finish()
}

fn entry(config: &Config, series: &Series, cancels: bool) -> FeedSeries {
    let page = config.public_url.join(&format!("/events/{}", series.slug));
    let mut series = series.clone();
    if cancels && series.cancelled_at.is_none() {
        // Of somebody who does not come any more the date itself is as it was.
        series.status = domain::events::Status::Cancelled;
    }
    let url = page.unwrap_or_else(|_| config.public_url.clone());
    FeedSeries { series, url, part: Part::Only(Vec::new()) }
}

/// ORGANIZER and ATTENDEE (RFC 5545 sections 3.8.4.3 and 3.8.4.1). Whoever gets it has said yes on the site.
pub(super) fn write_people(out: &mut Lines, meeting: &Meeting<'_>) {
    let (name, address) = meeting.organizer;
    // A parameter in quotation marks holds none (section 3.1).
    let name: String = name.chars().filter(|c| *c != '"' && !c.is_control()).collect();
    out.constant(&format!("ORGANIZER;CN=\"{name}\":mailto:{}", address_of(address)));
    let stand = if meeting.accepted { ";PARTSTAT=ACCEPTED;RSVP=FALSE" } else { "" };
    out.constant(&format!("ATTENDEE;ROLE=REQ-PARTICIPANT{stand}:mailto:{}", address_of(meeting.attendee)));
}

/// An address in a `mailto:` URI (RFC 6068 section 2).
fn address_of(address: &str) -> String {
    let mut out = String::with_capacity(address.len());
    for byte in address.bytes() {
        if byte.is_ascii_alphanumeric() || b"@.-_+~!$'*=".contains(&byte) {
            out.push(char::from(byte));
        } else {
            let digit = |half: u8| char::from(b"0123456789ABCDEF"[usize::from(half)]);
            out.extend(['%', digit(byte >> 4), digit(byte & 15)]);
        }
    }
    out
}
