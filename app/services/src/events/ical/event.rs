//! The events of one series: the rule with what it leaves out, dates that differ, dates of their own.

use std::borrow::Cow;
use std::collections::BTreeSet;

use chrono::{DateTime, Duration, NaiveDateTime, Utc};
use domain::events::{Format, Link, Override, Series, Status, Told, limits, zone};
use url::Url;

use super::itip::{CalendarName, Invitation, Invited, Meeting, write_people};
use super::lines::Lines;
use super::plain::plain_text;
use super::{FeedInput, FeedSeries, Named, Part};

/// How far the SEQUENCE of a series without its canceled dates rises by one of its own: more than it has dates that say
/// something otherwise.
const STEP: u32 = 1_000;
const _: () = assert!(limits::OVERRIDES < STEP as usize);

/// What one VEVENT says besides its words.
struct Event<'s> {
    uid: Cow<'s, str>,
    /// The start of the date it takes the place of (RFC 5545 section 3.8.4.4).
    replaces: Option<NaiveDateTime>,
    start: NaiveDateTime,
    minutes: u32,
    rule: Option<String>,
    /// Starts of the rule that are not (section 3.8.5.1).
    without: Vec<NaiveDateTime>,
    cancelled: bool,
    sequence: u32,
    changed_at: DateTime<Utc>,
    url: Url,
}

/// Writes all events of a series.
pub(super) fn write(out: &mut Lines, feed: &FeedInput, FeedSeries { series, url, part }: &FeedSeries) {
    let writer = Writer { feed, series, url };
    match part {
        Part::Only(starts) => starts.iter().for_each(|start| writer.alone(out, *start)),
        Part::Named(dates) => dates.iter().for_each(|date| writer.named(out, date)),
        Part::AllBut(left_out) if writer.is_there() => writer.whole(out, left_out),
        Part::AllBut(_) => {}
    }
}

pub(super) struct Writer<'f> {
    pub(super) feed: &'f FeedInput,
    pub(super) series: &'f Series,
    pub(super) url: &'f Url,
}

/// The UID of a date that is an event of its own. Never that of the series, which would make it one of its dates.
pub(super) fn own_uid(series: &Series, start: NaiveDateTime) -> String {
    let host = series.uid.rsplit_once('@').map_or("localhost", |(_, host)| host);
    format!("{}-{}@{host}", series.public_id, start.format("%Y%m%dT%H%M%S"))
}

impl<'f> Writer<'f> {
    fn whole(&self, out: &mut Lines, left_out: &[NaiveDateTime]) {
        let series = self.series;
        if series.rule.is_none() {
            if !left_out.contains(&series.local_start) && !self.is_gone(series.override_of(series.local_start)) {
                let uid = Cow::Borrowed(series.uid.as_str());
                self.event(out, &self.date(uid, series.local_start), &series.told(series.local_start));
            }
        } else {
            self.ruled(out, left_out);
        }
        for start in series.extra.iter().filter(|start| !left_out.contains(start)) {
            if !self.is_gone(series.override_of(*start)) {
                self.event(out, &self.date(self.own_uid(*start), *start), &series.told(*start));
            }
        }
    }

    /// The event of the rule, and one for each of its dates that says something otherwise.
    fn ruled(&self, out: &mut Lines, left_out: &[NaiveDateTime]) {
        let series = self.series;
        let by_rule = |start: &NaiveDateTime| !series.extra.contains(start);
        let gone = series.overrides.iter().filter(|date| self.is_gone(Some(date))).map(|date| date.original_start);
        let without: BTreeSet<NaiveDateTime> =
            series.excluded.iter().copied().chain(gone).chain(left_out.iter().copied()).filter(by_rule).collect();
        let master = Event {
            uid: Cow::Borrowed(&series.uid),
            replaces: None,
            start: series.local_start,
            minutes: series.duration_minutes,
            rule: series.feed_rule(),
            without: without.iter().copied().collect(),
            cancelled: series.status == Status::Cancelled,
            sequence: self.sequence(),
            changed_at: series.feed_changed_at(self.feed.as_of),
            url: self.url.clone(),
        };
        let words = Told {
            title: &series.title,
            summary: &series.summary,
            description: &series.description,
            place: &series.place,
            link: series.link.as_ref(),
            capacity: series.capacity,
            speakers: &series.speakers,
            cancelled_at: series.cancelled_at,
            recording: None,
            materials: &[],
        };
        self.event(out, &master, &words);
        for date in series.overrides.iter().filter(|date| date.in_feed()) {
            let start = date.original_start;
            if by_rule(&start) && !without.contains(&start) {
                let uid = Cow::Borrowed(series.uid.as_str());
                let event = Event { replaces: Some(start), ..self.date(uid, start) };
                self.event(out, &event, &series.told(start));
            }
        }
    }

    /// A date taken out of its series, as an event without a rule and with a name of its own.
    fn alone(&self, out: &mut Lines, start: NaiveDateTime) {
        self.event(out, &self.date(self.own_uid(start), start), &self.series.told(start));
    }

    /// A date by itself that keeps its name. The event of the rule is not there: a calendar may hold some of the dates of an
    /// event (RFC 4791 section 4.1, RFC 5546 section 3.2.2).
    fn named(&self, out: &mut Lines, date: &Named) {
        let start = date.original_start;
        let name = CalendarName::in_feed(self.series, start);
        let of_feed = self.date(Cow::Owned(name.uid), start);
        let event = Event {
            replaces: name.recurrence,
            sequence: of_feed.sequence.max(date.sequence),
            changed_at: of_feed.changed_at.max(date.changed_at),
            ..of_feed
        };
        self.event(out, &event, &self.series.told(start));
    }

    fn date<'s>(&self, uid: Cow<'s, str>, original: NaiveDateTime) -> Event<'s> {
        let (series, as_of) = (self.series, self.feed.as_of);
        let own = series.override_of(original);
        let (sequence, changed_at) = (self.sequence(), series.feed_changed_at(as_of));
        Event {
            uid,
            replaces: None,
            start: own.and_then(|date| date.moved_to).unwrap_or(original),
            minutes: own.and_then(|date| date.minutes).unwrap_or(series.duration_minutes),
            rule: None,
            without: Vec::new(),
            cancelled: series.status == Status::Cancelled || own.is_some_and(|date| date.cancelled_at.is_some()),
            // Some readers ignore a date whose number is below its series'.
            sequence: own.filter(|_| !self.feed.hides_cancelled).map_or(sequence, |date| sequence.max(date.sequence)),
            changed_at: own.map_or(changed_at, |date| changed_at.max(date.changed_at)),
            url: self.page_of(original),
        }
    }

    /// SEQUENCE of the series. In a feed without canceled dates the series itself is another with every cancel and every
    /// undoing, of which only the date's own number tells; so that counts there as well, for the series and all dates
    /// alike. Whenever the series' number rises it makes up for what the dates' may lose by it.
    fn sequence(&self) -> u32 {
        let effective = self.series.effective_sequence(self.feed.as_of);
        if !self.feed.hides_cancelled {
            return effective;
        }
        let above = self.series.overrides.iter().map(|date| date.sequence.saturating_sub(effective));
        above.fold(effective.saturating_mul(STEP), u32::saturating_add)
    }

    /// Whether the series as a whole is still in this feed.
    fn is_there(&self) -> bool {
        let hidden = self.feed.hides_cancelled && self.series.status == Status::Cancelled;
        !hidden && !self.series.gone_from_feeds(self.feed.as_of)
    }

    /// Whether a canceled date is no longer in this feed.
    fn is_gone(&self, date: Option<&Override>) -> bool {
        date.filter(|date| date.cancelled_at.is_some())
            .is_some_and(|date| self.feed.hides_cancelled || self.series.left_feed(date, self.feed.as_of))
    }

    fn own_uid(&self, start: NaiveDateTime) -> Cow<'f, str> {
        Cow::Owned(own_uid(self.series, start))
    }

    fn page_of(&self, start: NaiveDateTime) -> Url {
        let mut url = self.url.clone();
        if let Ok(mut path) = url.path_segments_mut() {
            path.push(&self.series.date_name(start));
        }
        url
    }

    /// The date of an invitation by mail.
    pub(super) fn invitation(
        &self,
        out: &mut Lines,
        asked: &Invitation<'_>,
        date: &Invited<'_>,
        meeting: &Meeting<'_>,
    ) {
        let start = date.original_start;
        let of_feed = self.date(Cow::Borrowed(asked.uid), start);
        let event = Event {
            replaces: date.recurrence,
            sequence: date.sequence,
            changed_at: of_feed.changed_at.max(asked.now),
            ..of_feed
        };
        self.event_with(out, &event, &self.series.told(start), Some(meeting));
    }

    fn event(&self, out: &mut Lines, event: &Event<'_>, words: &Told<'_>) {
        self.event_with(out, event, words, None);
    }

    fn event_with(&self, out: &mut Lines, event: &Event<'_>, words: &Told<'_>, meeting: Option<&Meeting<'_>>) {
        let (series, zone) = (self.series, self.series.zone.name());
        out.constant("BEGIN:VEVENT");
        out.text("UID", &event.uid);
        out.instant("DTSTAMP", event.changed_at);
        out.instant("LAST-MODIFIED", event.changed_at);
        out.number("SEQUENCE", event.sequence);
        if let Some(meeting) = meeting {
            write_people(out, meeting);
        }
        if let Some(start) = event.replaces {
            out.local("RECURRENCE-ID", zone, start);
        }
        out.local("DTSTART", zone, event.start);
        self.end(out, event);
        if let Some(rule) = &event.rule {
            out.constant(&format!("RRULE:{rule}"));
        }
        for start in &event.without {
            out.local("EXDATE", zone, *start);
        }
        out.constant(if event.cancelled { "STATUS:CANCELLED" } else { "STATUS:CONFIRMED" });
        if event.cancelled {
            out.text("SUMMARY", &format!("Cancelled: {}", words.title));
        } else {
            out.text("SUMMARY", words.title);
        }
        out.text("DESCRIPTION", &description(series, words, &event.url));
        if !words.place.is_empty() {
            out.text("LOCATION", words.place);
        }
        out.uri("URL", &event.url);
        if let Some(link) = link_of(series, words).filter(|_| series.format != Format::InPerson) {
            out.link("CONFERENCE;VALUE=URI;FEATURE=AUDIO,VIDEO;LABEL=Join or read more", link);
        }
        let category = if series.category.is_empty() { "Event" } else { &series.category };
        out.texts("CATEGORIES", [category].into_iter().chain(series.tags.iter().map(String::as_str)));
        out.constant("END:VEVENT");
    }

    /// DTEND in the zone of DTSTART, which Outlook wants. Readers take the distance on the clock for every date of the
    /// series; where that is not the length, because the clocks change meanwhile, the length is written instead.
    fn end(&self, out: &mut Lines, event: &Event<'_>) {
        let zone = self.series.zone;
        let length = Duration::minutes(i64::from(event.minutes));
        let end = zone::resolve(zone, event.start).0 + length;
        let shown = zone::local_time(zone, end);
        if zone::resolve(zone, shown).0 == end && shown - event.start == length {
            out.local("DTEND", zone.name(), shown);
        } else {
            out.constant(&format!("DURATION:PT{}M", event.minutes));
        }
    }
}

/// A calendar goes from hand to hand, so it never holds the link to what is for members; its page does, for them.
fn link_of<'w>(series: &Series, words: &Told<'w>) -> Option<&'w Link> {
    words.link.filter(|_| !series.for_whom.is_for_members())
}

/// What the page says, without markup, with the speakers, organizer, link and the page's address at the end, because
/// some readers show nothing else.
fn description(series: &Series, words: &Told<'_>, url: &Url) -> String {
    let mut text = String::with_capacity(400);
    let mut part = |words: &str| {
        if !words.is_empty() {
            if !text.is_empty() {
                text.push_str("\n\n");
            }
            text.push_str(words);
        }
    };
    part(words.summary);
    part(&plain_text(words.description));
    let speakers: Vec<_> = words
        .speakers
        .iter()
        .map(|speaker| match speaker.position() {
            position if position.is_empty() => speaker.full_name(),
            position => format!("{} ({position})", speaker.full_name()),
        })
        .collect();
    if !speakers.is_empty() {
        part(&format!("With {}", speakers.join("; ")));
    }
    if !series.organizer.is_empty() {
        part(&format!("Organized by {}", series.organizer));
    }
    if let Some(link) = link_of(series, words) {
        part(link.as_str());
    }
    part(url.as_str());
    text
}
