use super::*;
use chrono::TimeZone;
use domain::events::{Override, Rule, Slug};
use domain::id::PublicId;

fn local(text: &str) -> NaiveDateTime {
    text.parse().unwrap()
}

fn url() -> Url {
    Url::parse("https://example.org").unwrap()
}

fn chat(rule: Option<&str>) -> Series {
    Series {
        public_id: PublicId::from_bytes([0; 12]),
        slug: Slug::parse("chat").unwrap(),
        uid: "1@example.org".to_owned(),
        title: "Chat".to_owned(),
        summary: "An hour.".to_owned(),
        description: String::new(),
        category: String::new(),
        tags: Vec::new(),
        zone: Tz::America__New_York,
        local_start: local("2026-01-28T20:00:00"),
        duration_minutes: 60,
        rule: rule.map(|rule| Rule::parse(rule).unwrap()),
        extra: Vec::new(),
        excluded: Vec::new(),
        overrides: Vec::new(),
        format: Format::Online,
        place: String::new(),
        link: None,
        organizer: String::new(),
        capacity: None,
        status: Status::Published,
        cancelled_at: None,
        continues: None,
        for_whom: domain::events::ForWhom::Everybody,
        sequence: 0,
        speakers: vec![Speaker { name: "A".to_owned(), credentials: "MD".to_owned(), ..Speaker::default() }],
        sample: false,
        changed_at: Utc.with_ymd_and_hms(2026, 1, 1, 0, 0, 0).unwrap(),
    }
}

fn date(series: &Series, name: &str) -> Value {
    let site = Site { url: &url(), org: "The Association" };
    date_event(site, series, series.by_name(name).unwrap())
}

#[test]
fn a_date_has_its_offset_its_place_and_its_people() {
    let event = date(&chat(Some("FREQ=MONTHLY;INTERVAL=2;BYDAY=4WE")), "2026-03-25");
    assert_eq!(event["@type"], "Event");
    // Summer time has begun by then.
    assert_eq!(
        (&event["startDate"], &event["endDate"]),
        (&json!("2026-03-25T20:00:00-04:00"), &json!("2026-03-25T21:00:00-04:00"))
    );
    assert_eq!(event["eventStatus"], "https://schema.org/EventScheduled");
    assert_eq!(event["eventAttendanceMode"], "https://schema.org/OnlineEventAttendanceMode");
    assert_eq!(
        event["location"],
        json!({ "@type": "VirtualLocation", "url": "https://example.org/events/chat/2026-03-25" })
    );
    assert_eq!(event["organizer"]["name"], "The Association");
    assert_eq!(event["performer"], json!([{ "@type": "Person", "name": "A", "honorificSuffix": "MD" }]));
    assert_eq!(event["image"], "https://example.org/pictures/date/chat/2026-03-25.png");
    assert_eq!(event["superEvent"]["url"], "https://example.org/events/chat");
    assert_eq!(event.get("maximumAttendeeCapacity"), None);
}

#[test]
fn a_moved_date_says_from_when_and_a_canceled_one_that_it_is() {
    let mut series = chat(Some("FREQ=MONTHLY;INTERVAL=2;BYDAY=4WE"));
    let original = local("2026-03-25T20:00:00");
    series
        .overrides
        .push(Override { moved_to: Some(local("2026-03-26T19:00:00")), ..Override::of(original, series.changed_at) });
    let event = date(&series, "2026-03-25");
    assert_eq!(event["eventStatus"], "https://schema.org/EventRescheduled");
    assert_eq!(event["previousStartDate"], "2026-03-25T20:00:00-04:00");
    assert_eq!(event["startDate"], "2026-03-26T19:00:00-04:00");
    series.overrides[0].cancelled_at = Some(series.changed_at);
    assert_eq!(date(&series, "2026-03-25")["eventStatus"], "https://schema.org/EventCancelled");
}

#[test]
fn a_schedule_says_how_it_repeats_and_what_is_left_out() {
    let schedule = |rule: &str| {
        let series = chat(Some(rule));
        series_event(Site { url: &url(), org: "" }, &series, &[], series.changed_at)["eventSchedule"].clone()
    };
    let second = schedule("FREQ=MONTHLY;INTERVAL=2;BYDAY=4WE");
    assert_eq!(second["repeatFrequency"], "P2M");
    assert_eq!((&second["byDay"], &second["byMonthWeek"]), (&json!("https://schema.org/Wednesday"), &json!(4)));
    assert_eq!(
        (&second["startDate"], &second["startTime"], &second["endTime"]),
        (&json!("2026-01-28"), &json!("20:00:00"), &json!("21:00:00"))
    );
    assert_eq!((&second["scheduleTimezone"], &second["duration"]), (&json!("America/New_York"), &json!("PT60M")));
    assert_eq!(second.get("exceptDate"), None);
    assert_eq!(schedule("FREQ=MONTHLY;BYDAY=-1WE")["byDay"], "-1WE");
    let weekly = schedule("FREQ=WEEKLY;BYDAY=MO,WE;UNTIL=20261231");
    assert_eq!(weekly["byDay"], json!(["https://schema.org/Monday", "https://schema.org/Wednesday"]));
    assert_eq!((&weekly["repeatFrequency"], &weekly["endDate"]), (&json!("P1W"), &json!("2026-12-31")));
    let yearly = schedule("FREQ=YEARLY;COUNT=5");
    assert_eq!((&yearly["byMonth"], &yearly["byMonthDay"], &yearly["repeatCount"]), (&json!(1), &json!(28), &json!(5)));
    assert_eq!(schedule("FREQ=DAILY;INTERVAL=3")["repeatFrequency"], "P3D");

    let mut series = chat(Some("FREQ=MONTHLY;BYDAY=4WE"));
    series.excluded = vec![local("2026-02-25T20:00:00")];
    series.extra = vec![local("2026-03-01T20:00:00")];
    series.overrides = vec![Override {
        moved_to: Some(local("2026-04-23T20:00:00")),
        ..Override::of(local("2026-04-22T20:00:00"), series.changed_at)
    }];
    let event =
        series_event(Site { url: &url(), org: "" }, &series, &series.next(series.changed_at, 6), series.changed_at);
    assert_eq!(event["eventSchedule"]["exceptDate"], json!(["2026-02-25", "2026-04-22"]));
    let special: Vec<_> = event["subEvent"].as_array().unwrap().iter().map(|date| date["startDate"].clone()).collect();
    assert_eq!(special, ["2026-03-01T20:00:00-05:00", "2026-04-23T20:00:00-04:00"]);
}

#[test]
fn a_one_off_is_its_date() {
    let series = chat(None);
    let event = series_event(Site { url: &url(), org: "" }, &series, &[], series.changed_at);
    assert_eq!(event["startDate"], "2026-01-28T20:00:00-05:00");
    assert_eq!((event.get("eventSchedule"), event.get("superEvent")), (None, None));
}

#[test]
fn a_hybrid_event_has_both_places() {
    let mut series = chat(None);
    series.format = Format::Hybrid;
    series.place = "Hall B".to_owned();
    let event = date(&series, "2026-01-28");
    assert_eq!(event["location"][0]["name"], "Hall B");
    assert_eq!(event["location"][1]["@type"], "VirtualLocation");
}
