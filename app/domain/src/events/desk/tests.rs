use super::*;
use crate::events::series::tests::{coffee_chat, series, utc};
use crate::events::{Series, Status};
use crate::form::FieldError;
use chrono::{DateTime, Utc};
use chrono_tz::Tz;

/// Before the date of November 25, 2026.
pub(super) fn now() -> DateTime<Utc> {
    utc("2026-11-03T15:00:00Z")
}

pub(super) fn with(mut fields: Fields, changes: &[(&str, &str)]) -> Fields {
    for (name, _) in changes {
        fields.retain(|(field, _)| field != name);
    }
    fields.extend(changes.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())));
    fields
}

fn read(before: &Series, changes: &[(&str, &str)]) -> Result<Planned, Vec<FieldError>> {
    read_series(&with(fields_of(before), changes), before, now())
}

pub(super) fn wrong<T: std::fmt::Debug>(result: Result<T, Vec<FieldError>>) -> Vec<(String, String)> {
    result.unwrap_err().into_iter().map(|error| (error.field, error.message)).collect()
}

#[test]
fn a_form_that_nobody_touched_changes_nothing() {
    for rule in [
        None,
        Some("FREQ=DAILY;INTERVAL=3;COUNT=9"),
        Some("FREQ=WEEKLY;INTERVAL=2;BYDAY=MO,WE"),
        Some("FREQ=MONTHLY;INTERVAL=2;BYDAY=4WE"),
        Some("FREQ=MONTHLY;BYDAY=-1WE;UNTIL=20281231"),
        Some("FREQ=MONTHLY;BYMONTHDAY=25"),
        Some("FREQ=YEARLY"),
    ] {
        let stored = series(Tz::America__New_York, "2023-01-25T20:00:00", 60, rule);
        let planned = read(&stored, &[]).unwrap();
        assert_eq!((planned.effect, &planned.after), (Effect::Same, &stored), "{rule:?}");
    }
}

#[test]
fn what_is_left_open_comes_from_the_first_day() {
    let draft = Series { status: Status::Draft, ..coffee_chat() };
    for (fields, rule) in [
        (&[("repeats", "weeks"), ("every", "")][..], "FREQ=WEEKLY;BYDAY=WE"),
        (&[("repeats", "weeks"), ("every", "2"), ("days", "WE"), ("days", "FR")], "FREQ=WEEKLY;INTERVAL=2;BYDAY=WE,FR"),
        (&[("repeats", "months-weekday"), ("every", "1"), ("nth", ""), ("weekday", "")], "FREQ=MONTHLY;BYDAY=4WE"),
        (&[("repeats", "months-weekday"), ("every", "1"), ("nth", "last")], "FREQ=MONTHLY;BYDAY=-1WE"),
        (&[("repeats", "months-date"), ("every", "1")], "FREQ=MONTHLY;BYMONTHDAY=25"),
        (&[("repeats", "days"), ("every", "1"), ("ends", "after"), ("times", "5")], "FREQ=DAILY;COUNT=5"),
    ] {
        let planned = read(&draft, fields).unwrap();
        assert_eq!(planned.after.rule.unwrap().to_string(), rule);
        assert_eq!(planned.effect, Effect::InPlace);
    }
    assert_eq!(read(&draft, &[("repeats", "once")]).unwrap().after.rule, None);
}

#[test]
fn each_mistake_stands_beside_its_field() {
    let draft = Series { status: Status::Draft, ..coffee_chat() };
    for (changes, field, words) in [
        (&[("title", "  ")][..], "title", "called"),
        (&[("title", "\u{4f60}\u{597d}")], "title", "from A to Z"),
        (&[("zone", "America/New York")], "zone", "America/New_York"),
        (&[("date", "25.1.2023")], "date", "2026-11-25"),
        (&[("date", "")], "date", "first day"),
        (&[("time", "8 pm")], "time", "20:00"),
        (&[("minutes", "0")], "minutes", "from 1"),
        (&[("every", "1000")], "every", "from 1 to 100"),
        (&[("ends", "until"), ("until", "")], "until", "last day"),
        (&[("ends", "after"), ("times", "1")], "times", "from 2"),
        (&[("except", "2026-11-24")], "except", "no date of this series"),
        (&[("except", "soon")], "except", "2026-11-25"),
        (&[("extra", "2026-11-24")], "extra", "20:00"),
        (&[("extra", "2026-11-25 20:00")], "extra", "already a date"),
        (&[("date", "2023-01-26")], "date", "January 25, 2023"),
        (&[("link", "javascript:alert(1)")], "link", "whole web address"),
        (&[("capacity", "-3")], "capacity", "whole number"),
        (&[("time", "23:59:60")], "time", "hours from 0 to 23"),
        (&[("format", "by letter")], "format", "how people meet"),
        (&[("speaker_2_role", "Resident")], "speaker_2_name", "name of this speaker"),
    ] {
        let found = wrong(read(&draft, changes));
        assert!(found.len() == 1 && found[0].0 == field && found[0].1.contains(words), "{changes:?}: {found:?}");
    }
}

#[test]
fn another_rhythm_begins_at_the_next_date_and_keeps_its_place() {
    let chat = coffee_chat();
    let split = |at: &str, last: &str| Effect::Split { at: at.parse().unwrap(), last: last.parse().unwrap() };
    // The hour alone: every other month stays every other month.
    let seven = read(&chat, &[("time", "19:00")]).unwrap();
    assert_eq!(seven.effect, split("2026-11-25T19:00:00", "2026-09-23"));
    // Another rule: the first day that fits it.
    let monthly = read(&chat, &[("nth", "1"), ("weekday", "TH"), ("every", "1")]).unwrap();
    assert_eq!(monthly.effect, split("2026-11-05T20:00:00", "2026-09-23"));
    assert_eq!(monthly.after.rule.unwrap().to_string(), "FREQ=MONTHLY;BYDAY=1TH");
    // A day of one's own: dates in between stay.
    let later = read(&chat, &[("date", "2027-01-27"), ("time", "19:00")]).unwrap();
    assert_eq!(later.effect, split("2027-01-27T19:00:00", "2026-11-25"));
    // It cannot end in the past, nor be a single event of the past.
    assert_eq!(wrong(read(&chat, &[("repeats", "once")]))[0].0, "date");
}

#[test]
fn a_count_goes_on_counting() {
    let rule = Some("FREQ=WEEKLY;BYDAY=TU;COUNT=6");
    let six = series(Tz::America__New_York, "2026-10-20T20:00:00", 60, rule);
    // October 20 and 27 have been; four are left.
    let planned = read(&six, &[("minutes", "90")]).unwrap();
    assert_eq!(planned.after.rule.unwrap().to_string(), "FREQ=WEEKLY;BYDAY=TU;COUNT=4");
    assert_eq!(planned.after.local_start, "2026-11-03T20:00:00".parse().unwrap());
}

#[test]
fn what_was_said_of_a_date_finds_its_day_in_another_rhythm() {
    let start = "2026-11-25T20:00:00".parse().unwrap();
    let chat = coffee_chat().cancel(start, now()).unwrap();
    let seven = read(&chat, &[("time", "19:00")]).unwrap();
    assert!(seven.lost.is_empty());
    let draft = Series { status: Status::Draft, ..chat };
    let moved = read(&draft, &[("time", "19:00")]).unwrap();
    assert_eq!(moved.after.overrides[0].original_start, "2026-11-25T19:00:00".parse().unwrap());
    let gone = read(&draft, &[("repeats", "months-date"), ("date", "2026-01-14")]).unwrap();
    assert_eq!((gone.lost.as_slice(), gone.after.overrides.len()), (&[start][..], 0));
}

fn read_one(before: &Series, day: &str, reach: Reach, changes: &[(&str, &str)]) -> Result<Planned, Vec<FieldError>> {
    let start = before.by_name(day).unwrap().original_start;
    read_date(&with(fields_of_date(before, start), changes), before, start, reach, now())
}

#[test]
fn a_date_says_only_what_was_typed() {
    let chat = coffee_chat();
    assert_eq!(read_one(&chat, "2026-11-25", Reach::This, &[]).unwrap().effect, Effect::Same);
    let moved = [("date", "2026-11-26"), ("minutes", "90"), ("title", "Guest night"), ("nobody", "yes")];
    let planned = read_one(&chat, "2026-11-25", Reach::This, &moved).unwrap();
    let date = &planned.after.overrides[0];
    assert_eq!((date.title.as_deref(), date.minutes), (Some("Guest night"), Some(90)));
    assert_eq!(date.moved_to, Some("2026-11-26T20:00:00".parse().unwrap()));
    assert_eq!((date.speakers.as_deref(), &date.place), (Some(&[][..]), &None));
    let both = [("nobody", "yes"), ("speaker_1_name", "Hana Sato")];
    assert_eq!(wrong(read_one(&chat, "2026-11-25", Reach::This, &both))[0].0, "nobody");
    let half = [("material_1_title", "Slides")];
    assert_eq!(wrong(read_one(&chat, "2026-11-25", Reach::This, &half))[0].0, "material_1_link");
}

#[test]
fn a_date_that_has_begun_keeps_its_time() {
    let chat = coffee_chat();
    assert_eq!(wrong(read_one(&chat, "2026-09-23", Reach::This, &[("time", "21:00")]))[0].0, "date");
    let words = read_one(&chat, "2026-09-23", Reach::This, &[("recording", "https://example.org/watch")]).unwrap();
    assert_eq!(words.effect, Effect::InPlace);
    for (reach, changes) in [(Reach::All, &[("time", "21:00")][..]), (Reach::Following, &[("title", "Tea")])] {
        assert!(read_one(&chat, "2026-09-23", reach, changes).is_err(), "{reach:?}");
    }
}

#[test]
fn this_and_following_leaves_what_comes_before() {
    let chat = coffee_chat();
    let changes = [("title", "Tea"), ("time", "18:00")];
    let planned = read_one(&chat, "2027-01-27", Reach::Following, &changes).unwrap();
    let at = "2027-01-27T18:00:00".parse().unwrap();
    assert_eq!(planned.effect, Effect::Split { at, last: "2026-11-25".parse().unwrap() });
    assert_eq!((planned.after.title.as_str(), planned.after.local_start), ("Tea", at));
    assert_eq!(wrong(read_one(&chat, "2027-01-27", Reach::Following, &[("date", "2027-01-28")]))[0].0, "date");
}

#[test]
fn what_follows_from_a_date_of_a_draft_does_not_go_apart() {
    let draft = Series { status: Status::Draft, ..coffee_chat() };
    let found = wrong(read_one(&draft, "2027-01-27", Reach::Following, &[("title", "Tea")]));
    assert!(found.len() == 1 && found[0].0 == "reach" && found[0].1.contains("once it is published"), "{found:?}");
    assert!(read_one(&draft, "2027-01-27", Reach::All, &[("title", "Tea")]).is_ok());
}

#[test]
fn a_form_has_room_to_add() {
    assert_eq!((rows(0, 3, 20), rows(4, 3, 20), rows(19, 3, 20)), (3, 6, 20));
    let typed =
        [("speaker_4_role", "Host"), ("speaker_7_name", " "), ("material_9_title", "Slides"), ("speaker_x", "?")];
    let typed = with(Vec::new(), &typed);
    assert_eq!((last_row(&typed, "speaker"), last_row(&typed, "material"), last_row(&typed, "row")), (4, 9, 0));
    let draft = Series { status: Status::Draft, ..coffee_chat() };
    assert_eq!(wrong(read(&draft, &[("speaker_21_name", "Hana Sato")]))[0].0, "speaker_1_name");
}

#[test]
fn every_reach_is_found_by_its_word() {
    for reach in Reach::ALL {
        assert_eq!(Reach::parse(reach.word()), Some(reach));
    }
    assert_eq!(Reach::parse("some"), None);
}
