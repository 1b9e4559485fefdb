use super::*;
use crate::events::series::tests::{coffee_chat, series, utc};

fn local(text: &str) -> NaiveDateTime {
    text.parse().unwrap()
}

fn new(from: &Series, rule: &str, start: &str) -> Series {
    Series {
        uid: "new@example.org".to_owned(),
        rule: Some(Rule::parse(rule).unwrap()),
        local_start: local(start),
        ..from.clone()
    }
}

#[test]
fn what_was_said_of_dates_to_come_travels_by_local_day() {
    let now = utc("2026-11-10T12:00:00Z");
    let mut chat = coffee_chat();
    let says = |start: &str, title: &str| Override { title: Some(title.to_owned()), ..Override::of(local(start), now) };
    chat.extra = vec![local("2026-06-02T10:00:00"), local("2026-12-15T20:00:00")];
    chat.excluded = vec![local("2026-07-22T20:00:00"), local("2027-03-24T20:00:00")];
    chat.overrides = vec![
        says("2026-05-27T20:00:00", "Then"),
        Override { cancelled_at: Some(now), ..says("2026-11-25T20:00:00", "Soon") },
        says("2026-12-15T20:00:00", "Extra"),
        says("2027-01-27T20:00:00", "Later"),
    ];
    let wanted = new(&chat, "FREQ=MONTHLY;INTERVAL=4;BYDAY=4WE", "2026-11-25T18:30:00");
    let at = wanted.local_start;
    let Split { ended, living, lost } = chat.clone().split(at, wanted, now);

    assert_eq!((ended.slug.as_str(), &ended.uid), ("coffee-chat-until-2026-09-23", &chat.uid));
    assert_eq!(ended.rule.unwrap().to_string(), "FREQ=MONTHLY;INTERVAL=2;BYDAY=4WE;UNTIL=20260923");
    assert_eq!(ended.excluded, [local("2026-07-22T20:00:00")]);
    assert_eq!(ended.extra, [local("2026-06-02T10:00:00")]);
    assert_eq!(ended.overrides, chat.overrides[..1]);
    assert_eq!((ended.sequence, ended.changed_at), (1, now));

    assert_eq!((living.slug, living.continues), (chat.slug.clone(), Some(ended.slug)));
    assert_eq!((living.uid.as_str(), living.sequence), ("new@example.org", 0));
    assert_eq!(living.extra, [local("2026-12-15T20:00:00")]);
    assert_eq!(living.excluded, [local("2027-03-24T18:30:00")]);
    let said: Vec<_> = living.overrides.iter().map(|date| (date.original_start, date.title.as_deref())).collect();
    assert_eq!(said, [(local("2026-11-25T18:30:00"), Some("Soon")), (local("2026-12-15T20:00:00"), Some("Extra"))]);
    assert_eq!(living.overrides[0].cancelled_at, Some(now));
    assert_eq!(lost, [local("2027-01-27T20:00:00")]);
}

#[test]
fn a_count_is_shared_out_and_one_that_is_left_needs_no_rule() {
    let weekly = series(chrono_tz::Tz::UTC, "2026-11-02T09:00:00", 60, Some("FREQ=WEEKLY;BYDAY=MO;COUNT=4"));
    let rest = weekly.following(local("2026-11-16T09:00:00")).unwrap();
    assert_eq!(rest.rule.unwrap().to_string(), "FREQ=WEEKLY;BYDAY=MO;COUNT=2");
    let split = weekly.clone().split(rest.local_start, rest, utc("2026-11-10T00:00:00Z"));
    assert_eq!(split.ended.feed_rule().unwrap(), "FREQ=WEEKLY;BYDAY=MO;UNTIL=20261109T235959Z");
    assert_eq!(weekly.following(local("2026-11-23T09:00:00")).unwrap().rule, None);
    assert_eq!(weekly.following(local("2026-11-30T09:00:00")), None);
    assert_eq!(weekly.following(local("2026-11-16T09:30:00")), None);
}

#[test]
fn when_only_extra_dates_lie_before_the_first_of_them_stands_for_the_ended_part() {
    let mut weekly = series(chrono_tz::Tz::UTC, "2026-11-30T09:00:00", 60, Some("FREQ=WEEKLY;BYDAY=MO"));
    weekly.extra = vec![local("2026-11-05T09:00:00"), local("2026-11-09T09:00:00")];
    let wanted = new(&weekly, "FREQ=WEEKLY;BYDAY=TU", "2026-11-24T09:00:00");
    let split = weekly.clone().split(wanted.local_start, wanted, utc("2026-11-10T00:00:00Z"));
    let ended: Vec<_> = split.ended.next(utc("2026-01-01T00:00:00Z"), 9).iter().map(|at| at.original_start).collect();
    assert_eq!(ended, weekly.extra);
    assert_eq!((split.ended.rule, split.ended.slug.as_str()), (None, "coffee-chat-until-2026-11-09"));
}

#[test]
fn a_long_slug_keeps_room_for_the_last_date() {
    let long = Slug::parse(&format!("{}-end", "a".repeat(76))).unwrap();
    let ended = ended_slug(&long, "2026-11-25".parse().unwrap());
    assert_eq!(ended.as_str(), format!("{}-until-2026-11-25", "a".repeat(63)));
}
