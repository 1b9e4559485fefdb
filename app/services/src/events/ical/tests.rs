mod golden;
pub(in crate::events) mod hostile;
mod points;
mod rules;

use domain::events::{Format, Link, Override, Rule, Slug, Speaker, Status};
use domain::id::PublicId;

use super::*;

/// The content lines of a feed, unfolded (RFC 5545 section 3.1).
pub(in crate::events) fn lines_of(bytes: &str) -> Vec<String> {
    assert!(bytes.ends_with("\r\n"), "the last line has its end too");
    bytes.replace("\r\n ", "").split_terminator("\r\n").map(str::to_owned).collect()
}

/// The lines of one VEVENT.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(in crate::events) struct Read(pub(in crate::events) Vec<String>);

impl Read {
    /// Every VEVENT of a feed, in its order.
    pub(in crate::events) fn all(bytes: &str) -> Vec<Self> {
        let lines = lines_of(bytes);
        let events = lines.split(|line| line == "BEGIN:VEVENT").skip(1);
        events.map(|event| Self(event.iter().take_while(|line| *line != "END:VEVENT").cloned().collect())).collect()
    }

    pub(in crate::events) fn has(&self, line: &str) -> bool {
        self.0.iter().any(|one| one == line)
    }

    /// All lines of a property, whole.
    pub(in crate::events) fn every(&self, name: &'static str) -> impl Iterator<Item = &str> {
        let of_name = move |line: &&String| line.strip_prefix(name).is_some_and(|rest| rest.starts_with([':', ';']));
        self.0.iter().filter(of_name).map(String::as_str)
    }

    /// What stands after the colon of the only line of a property without parameters; empty when there is none.
    pub(in crate::events) fn value(&self, name: &'static str) -> &str {
        let mut lines = self.every(name);
        let value = lines.next().and_then(|line| line[name.len()..].strip_prefix(':')).unwrap_or_default();
        assert_eq!(lines.next(), None, "{name} stands once");
        value
    }

    pub(in crate::events) fn sequence(&self) -> u32 {
        self.value("SEQUENCE").parse().unwrap()
    }
}

/// The events of series in a feed of their own.
fn events(series: Vec<Series>) -> Vec<Read> {
    Read::all(&render(&feed(series)))
}

fn local(text: &str) -> NaiveDateTime {
    text.parse().unwrap()
}

fn instant(text: &str) -> DateTime<Utc> {
    text.parse().unwrap()
}

/// A date of the coffee chat that says something otherwise, changed when the series was.
fn date(original: &str, change: impl FnOnce(&mut Override)) -> Override {
    let mut date = Override::of(local(original), instant("2026-11-03T15:00:00Z"));
    change(&mut date);
    date
}

/// The coffee chat with a date of every kind: moved, canceled, another title, its own speakers, an extra one, one left
/// out, and a link.
fn everything_chat() -> Series {
    let guest = Speaker { name: "Luca Brandt".to_owned(), ..Speaker::default() };
    Series {
        slug: Slug::parse("everything-chat").unwrap(),
        uid: "everything@example.org".to_owned(),
        tags: vec!["Residency".to_owned(), "Letters, visas".to_owned()],
        organizer: "Coffee chat team".to_owned(),
        link: Some(Link::parse("https://example.org/join?room=1,2;3").unwrap()),
        extra: vec![local("2026-12-16T18:30:00")],
        excluded: vec![local("2027-05-26T20:00:00")],
        overrides: vec![
            date("2026-09-23T20:00:00", |one| {
                one.cancelled_at = Some(instant("2026-09-20T12:00:00Z"));
                one.sequence = 3;
            }),
            date("2026-11-25T20:00:00", |one| {
                one.speakers = Some(vec![guest]);
                one.description = Some("Luca tells *his* way.".to_owned());
            }),
            date("2027-01-27T20:00:00", |one| {
                one.moved_to = Some(local("2027-01-29T09:00:00"));
                one.minutes = Some(90);
                one.sequence = 4;
                one.changed_at = instant("2026-11-10T08:00:00Z");
            }),
            date("2027-03-24T20:00:00", |one| {
                one.cancelled_at = Some(instant("2026-11-20T12:00:00Z"));
                one.sequence = 4;
                one.changed_at = instant("2026-11-20T12:00:00Z");
            }),
            date("2027-07-28T20:00:00", |one| {
                one.title = Some("Coffee in the park".to_owned());
                one.place = Some("Riverside Park; at the gate".to_owned());
                one.link = Some(Link::parse("https://example.org/park").unwrap());
                one.sequence = 3;
            }),
        ],
        ..coffee_chat()
    }
}

fn coffee_chat() -> Series {
    Series {
        tags: Vec::new(),
        extra: Vec::new(),
        excluded: Vec::new(),
        overrides: Vec::new(),
        link: None,
        organizer: String::new(),
        capacity: None,
        cancelled_at: None,
        continues: None,
        for_whom: domain::events::ForWhom::Everybody,
        public_id: PublicId::from_bytes([7; 12]),
        slug: Slug::parse("img-coffee-chat").unwrap(),
        uid: "0w3g70w3g70w3g70w3g7@example.org".to_owned(),
        title: "IMG Coffee Chat".to_owned(),
        summary: "An hour of good company, every other month.".to_owned(),
        description: "Bring **one** question; we listen.\n\n- No slides\n- No recording".to_owned(),
        category: "Community".to_owned(),
        zone: Tz::America__New_York,
        local_start: "2023-01-25T20:00:00".parse().unwrap(),
        duration_minutes: 60,
        rule: Some(Rule::parse("FREQ=MONTHLY;INTERVAL=2;BYDAY=4WE").unwrap()),
        format: Format::Online,
        place: "Zoom; the link comes by mail".to_owned(),
        status: Status::Published,
        sequence: 2,
        speakers: vec![Speaker {
            name: "Amara Osei".to_owned(),
            credentials: "MD".to_owned(),
            role: "Internal medicine resident".to_owned(),
            affiliation: "Lakeshore Teaching Hospital".to_owned(),
            bio: String::new(),
        }],
        sample: false,
        changed_at: "2026-11-03T15:00:00.123456Z".parse().unwrap(),
    }
}

fn feed(series: Vec<Series>) -> FeedInput {
    let page = |series: &Series| Url::parse(&format!("https://example.org/events/{}", series.slug)).unwrap();
    FeedInput {
        name: "Harborlight events".to_owned(),
        organization: "Harborlight".to_owned(),
        zone: Tz::America__New_York,
        color: Color::parse("#0b5c6b").unwrap(),
        as_of: "2026-11-24T12:00:00Z".parse().unwrap(),
        hides_cancelled: false,
        kind: FeedKind::Subscription,
        series: series
            .into_iter()
            .map(|series| FeedSeries { url: page(&series), series, part: Part::AllBut(Vec::new()) })
            .collect(),
    }
}

fn unfolded(series: Series) -> Vec<String> {
    render(&feed(vec![series])).replace("\r\n ", "").split_terminator("\r\n").map(str::to_owned).collect()
}

#[test]
fn an_empty_feed_is_a_calendar_all_the_same() {
    let bytes = render(&feed(Vec::new()));
    assert!(bytes.starts_with("BEGIN:VCALENDAR\r\nVERSION:2.0\r\n") && bytes.ends_with("\r\nEND:VCALENDAR\r\n"));
    assert!(!bytes.contains("VTIMEZONE"));
}

#[test]
fn an_end_that_the_clocks_make_unclear_is_a_duration() {
    let mut night = coffee_chat();
    night.rule = None;
    night.local_start = "2026-11-01T00:30:00".parse().unwrap();
    assert!(unfolded(night.clone()).contains(&"DTEND;TZID=America/New_York:20261101T013000".to_owned()));
    night.duration_minutes = 120;
    assert!(unfolded(night).contains(&"DURATION:PT120M".to_owned()));
}

#[test]
fn the_same_input_gives_the_same_bytes() {
    assert_eq!(render(&feed(vec![coffee_chat()])), render(&feed(vec![coffee_chat()])));
}
