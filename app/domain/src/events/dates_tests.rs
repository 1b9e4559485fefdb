use super::*;
use crate::events::series::tests::{coffee_chat, utc};
use crate::events::{Speaker, Status};

fn local(text: &str) -> NaiveDateTime {
    text.parse().unwrap()
}

/// The coffee chat with the date of November 2026 a week later, the one of January 2027 left out, an extra evening in
/// between and the date of March 2027 canceled.
fn busy_chat() -> Series {
    let mut chat = coffee_chat();
    let changed = chat.changed_at;
    chat.excluded = vec![local("2027-01-27T20:00:00")];
    chat.extra = vec![local("2026-11-25T09:30:00"), local("2026-12-29T19:00:00")];
    chat.overrides = vec![
        Override {
            moved_to: Some(local("2026-12-30T21:00:00")),
            minutes: Some(90),
            title: Some("Holiday chat".to_owned()),
            speakers: Some(Vec::new()),
            ..Override::of(local("2026-11-25T20:00:00"), changed)
        },
        Override {
            cancelled_at: Some(utc("2026-11-01T00:00:00Z")),
            ..Override::of(local("2027-03-24T20:00:00"), changed)
        },
    ];
    chat
}

#[test]
fn dates_stand_where_they_are_and_not_where_they_were() {
    let chat = busy_chat();
    let dates = chat.between(utc("2026-11-01T00:00:00Z"), utc("2027-06-01T00:00:00Z"), 10);
    let told: Vec<_> =
        dates.iter().map(|at| (at.original_start.to_string(), at.start, at.moved, at.cancelled)).collect();
    assert_eq!(
        told,
        [
            ("2026-11-25 09:30:00".to_owned(), utc("2026-11-25T14:30:00Z"), false, false),
            ("2026-12-29 19:00:00".to_owned(), utc("2026-12-30T00:00:00Z"), false, false),
            ("2026-11-25 20:00:00".to_owned(), utc("2026-12-31T02:00:00Z"), true, false),
            ("2027-03-24 20:00:00".to_owned(), utc("2027-03-25T00:00:00Z"), false, true),
            ("2027-05-26 20:00:00".to_owned(), utc("2027-05-27T00:00:00Z"), false, false),
        ]
    );
    assert_eq!(dates[2].end - dates[2].start, Duration::minutes(90));
    let past = chat.past(utc("2026-12-31T03:30:00Z"), 3);
    assert_eq!(past.iter().map(|at| at.start).collect::<Vec<_>>(), [dates[2].start, dates[1].start, dates[0].start]);
    assert_eq!(chat.occurrence(local("2027-01-27T20:00:00")), None);
    assert_eq!(chat.around(local("2026-11-25T20:00:00")), (Some(dates[1]), Some(dates[3])));
    assert_eq!(chat.around(local("2027-01-27T20:00:00")), (None, None));
}

#[test]
fn a_day_with_two_dates_names_the_added_one_by_its_time() {
    let chat = busy_chat();
    for (start, name) in [
        ("2026-11-25T20:00:00", "2026-11-25"),
        ("2026-11-25T09:30:00", "2026-11-25T0930"),
        ("2026-12-29T19:00:00", "2026-12-29"),
    ] {
        assert_eq!(chat.date_name(local(start)), name);
        assert_eq!(chat.by_name(name).unwrap().original_start, local(start));
    }
    assert_eq!(chat.by_name("2026-11-25T2000").unwrap().original_start, local("2026-11-25T20:00:00"));
    for none in ["2027-01-27", "2027-01-27T2000", "2026-11-26", "2026-12-30", "2026-12-29T19", "26-12-29", "", "x"] {
        assert_eq!(chat.by_name(none), None, "{none}");
    }
    for odd in [" 2026-12-29", "2026-12-29T1900 ", "+2026-12-29", "2026-12-29T19:00", "2026-12-29T190000"] {
        assert_eq!(chat.by_name(odd), None, "{odd}");
    }
}

#[test]
fn the_nearest_dates_to_a_day_that_is_none_are_told_in_order() {
    let near = busy_chat().nearest("2026-12-26".parse().unwrap(), 3);
    let starts: Vec<_> = near.iter().map(|at| at.start.date_naive().to_string()).collect();
    assert_eq!(starts, ["2026-11-25", "2026-12-30", "2026-12-31"]);
    assert_eq!(coffee_chat().nearest("1900-01-01".parse().unwrap(), 1)[0], coffee_chat().first());
}

#[test]
fn a_date_tells_its_own_words_over_those_of_its_series() {
    let mut chat = busy_chat();
    chat.speakers = vec![Speaker { name: "Amara Osei".to_owned(), ..Speaker::default() }];
    chat.capacity = Some(40);
    let own = chat.told(local("2026-11-25T20:00:00"));
    assert_eq!((own.title, own.speakers.len(), own.capacity, own.place), ("Holiday chat", 0, Some(40), ""));
    let plain = chat.told(local("2027-05-26T20:00:00"));
    assert_eq!((plain.title, plain.speakers.len(), plain.cancelled_at), ("IMG Coffee Chat", 1, None));
    let cancelled = Some(utc("2026-11-01T00:00:00Z"));
    assert_eq!(chat.told(local("2027-03-24T20:00:00")).cancelled_at, cancelled);
    chat.status = Status::Cancelled;
    chat.cancelled_at = Some(utc("2026-11-20T00:00:00Z"));
    assert_eq!(chat.told(local("2027-05-26T20:00:00")).cancelled_at, chat.cancelled_at);
    assert_eq!(chat.told(local("2027-03-24T20:00:00")).cancelled_at, cancelled);
}

#[test]
fn dates_that_do_not_fit_are_told_with_the_nearest() {
    let mut chat = busy_chat();
    assert_eq!(chat.check_dates(), []);
    let changed = chat.changed_at;
    chat.extra.extend([local("2027-05-26T20:00:00"), local("2026-12-29T19:00:00"), local("2266-01-01T00:00:00")]);
    chat.excluded.push(local("2027-01-28T20:00:00"));
    chat.overrides.push(Override::of(local("2027-01-27T20:00:00"), changed));
    chat.overrides.push(Override::of(local("2027-03-24T20:30:00"), changed));
    let words: Vec<_> = chat.check_dates().iter().map(ToString::to_string).collect();
    assert_eq!(
        words,
        [
            "Wednesday, May 26, 2027, at 8:00 PM is already a date by the rule of this series",
            "Tuesday, December 29, 2026, at 7:00 PM stands here twice; once is enough",
            "Monday, January 1, 2266, at 12:00 AM: the year must be from 1970 to 2099",
            "Thursday, January 28, 2027, at 8:00 PM is not a date of this series; the nearest is Wednesday, January 27, 2027, at 8:00 PM",
            "Wednesday, January 27, 2027, at 8:00 PM is left out of this series; take it out of the excluded dates, or cancel it instead",
            "Wednesday, March 24, 2027, at 8:30 PM is not a date of this series; the nearest is Wednesday, March 24, 2027, at 8:00 PM",
        ]
    );
}

#[test]
fn a_moved_date_is_told_what_the_change_of_clocks_does_to_it() {
    let mut chat = coffee_chat();
    let moved_to = Some(local("2027-03-14T02:30:00"));
    chat.overrides = vec![Override { moved_to, ..Override::of(local("2027-03-24T20:00:00"), chat.changed_at) }];
    let date = chat.occurrence(local("2027-03-24T20:00:00")).unwrap();
    assert_eq!((date.start, date.shifted.is_some()), (utc("2027-03-14T07:30:00Z"), true));
}
