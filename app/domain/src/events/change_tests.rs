use chrono::TimeDelta;

use super::*;
use crate::events::series::tests::{coffee_chat, series, utc};
use crate::events::{Becoming, LEAVES_AFTER, Rule};

const NOVEMBER: &str = "2026-11-25T20:00:00";

fn november() -> NaiveDateTime {
    NOVEMBER.parse().unwrap()
}

fn written(chat: &Series, now: DateTime<Utc>) -> (u32, Option<u32>) {
    let master = chat.effective_sequence(now);
    (master, chat.override_of(november()).map(|date| date.sequence.max(master)))
}

#[test]
fn a_canceled_date_leaves_after_thirty_days_and_comes_back_with_a_higher_sequence() {
    let now = utc("2026-11-10T12:00:00Z");
    let chat = coffee_chat();
    let cancelled = chat.cancel(november(), now).unwrap();
    assert_eq!(written(&cancelled, now), (0, Some(1)));
    assert_eq!(cancelled.cancel(november(), now + TimeDelta::days(3)).unwrap(), cancelled);

    let step = now + LEAVES_AFTER;
    assert_eq!(cancelled.next_step(now), Some(step));
    assert_eq!(cancelled.next_step(step), None);
    let date = &cancelled.overrides[0];
    assert!(!cancelled.left_feed(date, step - TimeDelta::seconds(1)) && cancelled.left_feed(date, step));
    assert_eq!((cancelled.effective_sequence(step), cancelled.feed_changed_at(step)), (1, step));

    // Undone in time: the series speaks for the date again and has to be heard over what was written of it.
    let soon = cancelled.undo_cancel(november(), now + TimeDelta::days(1)).unwrap();
    assert_eq!((soon.overrides.len(), written(&soon, now)), (0, (2, None)));
    let late = cancelled.undo_cancel(november(), step + TimeDelta::days(1)).unwrap();
    assert_eq!(written(&late, step + TimeDelta::days(1)), (2, None));
    assert_eq!(late.feed_changed_at(step + TimeDelta::days(1)), step + TimeDelta::days(1));
}

#[test]
fn a_series_that_is_canceled_as_a_whole_goes_too() {
    let now = utc("2026-11-10T12:00:00Z");
    let chat = coffee_chat();
    let gone = Series::revised(&chat, Series { status: Status::Cancelled, ..chat.clone() }, now);
    assert_eq!((gone.cancelled_at, gone.sequence, gone.next_step(now)), (Some(now), 1, Some(now + LEAVES_AFTER)));
    assert!(!gone.gone_from_feeds(now) && gone.gone_from_feeds(now + LEAVES_AFTER));
    let back = Series::revised(&gone, Series { status: Status::Published, ..gone.clone() }, now + LEAVES_AFTER);
    assert_eq!((back.cancelled_at, back.sequence), (None, 2));
}

#[test]
fn words_move_the_time_of_change_and_recordings_nothing_that_feeds_hold() {
    let now = utc("2026-11-10T12:00:00Z");
    let chat = coffee_chat();
    let words = Series::revised(&chat, Series { description: "More".to_owned(), ..chat.clone() }, now);
    assert_eq!((words.sequence, words.changed_at, chat.feed_differs(&words)), (0, now, true));

    let recording = Some(Link::parse("https://example.org/recording").unwrap());
    let overrides = vec![Override { recording, capacity: Some(9), ..Override::of(november(), now) }];
    let recorded = Series::revised(&chat, Series { overrides, capacity: Some(50), ..chat.clone() }, now);
    assert!(!chat.feed_differs(&recorded) && !recorded.overrides[0].in_feed());
    assert_eq!((recorded.sequence, recorded.changed_at), (chat.sequence, chat.changed_at));

    // With a clock that was put back the change is still the later one.
    let later = Series::revised(&words, Series { summary: "S".to_owned(), ..words.clone() }, now - TimeDelta::days(9));
    assert_eq!(later.changed_at, now);
}

/// Found by the property of sequences: a recording must not raise the sequence of everybody's dates.
#[test]
fn a_date_said_to_be_moved_to_where_it_is_was_never_moved() {
    let now = utc("2026-11-10T12:00:00Z");
    let stays = Override { moved_to: Some(november()), ..Override::of(november(), now) };
    let chat = Series { overrides: vec![stays.clone()], ..coffee_chat() };
    let recording = Some(Link::parse("https://example.org/recording").unwrap());
    let recorded = Series::revised(
        &chat,
        Series { overrides: vec![Override { recording, ..stays }], ..chat.clone() },
        now + TimeDelta::days(1),
    );
    assert!(!chat.feed_differs(&recorded));
    assert_eq!(written(&recorded, now), (0, Some(0)));
    assert_eq!(recorded.changed_at, chat.changed_at);
}

#[test]
fn what_the_series_changes_for_all_is_heard_for_dates_with_words_of_their_own() {
    let now = utc("2026-11-10T12:00:00Z");
    let mut chat = coffee_chat();
    for n in 1..=3 {
        let title = Some(format!("Title {n}"));
        let overrides = vec![Override { title, ..Override::of(november(), now) }];
        chat = Series::revised(&chat, Series { overrides, ..chat.clone() }, now);
        assert_eq!(written(&chat, now), (0, Some(n)));
    }
    let moved = Series::revised(&chat, Series { place: "Zoom".to_owned(), ..chat.clone() }, now);
    assert_eq!(written(&moved, now), (4, Some(4)));
}

#[test]
fn the_kind_of_a_change_is_known_before_it_is_made() {
    let now = utc("2026-11-10T12:00:00Z");
    let chat = coffee_chat();
    let ends = |rule: &str| Series { rule: Some(Rule::parse(rule).unwrap()), ..chat.clone() };
    assert_eq!(chat.becomes(&chat, now), Becoming::Same);
    assert_eq!(chat.becomes(&ends("FREQ=MONTHLY;INTERVAL=2;BYDAY=4WE;UNTIL=20270101"), now), Becoming::InPlace);
    let Becoming::Refused(past) = chat.becomes(&ends("FREQ=MONTHLY;INTERVAL=2;BYDAY=4WE;UNTIL=20260701"), now) else {
        panic!("dates that took place would be gone");
    };
    assert_eq!(
        past.to_string(),
        "dates up to now stay as they were; this would change Wednesday, September 23, 2026; Wednesday, July 22, 2026"
    );
    let longer = Series { duration_minutes: 90, ..chat.clone() };
    let Becoming::Refused(past) = chat.becomes(&longer, now) else { panic!("another length is another rhythm") };
    assert_eq!(past.next, Some(november()));
    assert_eq!(
        chat.becomes(&Series { local_start: november(), ..longer.clone() }, now),
        Becoming::Split { at: november() }
    );
    let before_all = utc("2022-11-10T12:00:00Z");
    assert_eq!(chat.becomes(&longer, before_all), Becoming::NewKey);
    let draft = Series { status: Status::Draft, ..chat.clone() };
    assert_eq!(draft.becomes(&longer, now), Becoming::InPlace);
}

#[test]
fn a_one_off_may_be_put_off_until_it_has_ended() {
    let evening = series(chrono_tz::Tz::America__Chicago, "2026-04-18T18:00:00", 120, None);
    let later = Series { local_start: "2026-04-25T18:00:00".parse().unwrap(), ..evening.clone() };
    assert_eq!(evening.becomes(&later, utc("2026-04-01T00:00:00Z")), Becoming::InPlace);
    assert_eq!(evening.becomes(&later, utc("2026-04-19T00:59:59Z")), Becoming::InPlace);
    let Becoming::Refused(past) = evening.becomes(&later, utc("2026-04-19T01:00:00Z")) else { panic!("it is over") };
    assert_eq!(past.changed, [evening.local_start]);
    let moved = Series::revised(&evening, later, utc("2026-04-01T00:00:00Z"));
    assert_eq!((moved.sequence, moved.uid), (1, evening.uid));
}
