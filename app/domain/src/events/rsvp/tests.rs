use chrono_tz::Tz;

use super::*;
use crate::events::series::tests::series;

fn coffee() -> Series {
    series(Tz::America__New_York, "2026-11-25T20:00:00", 60, Some("FREQ=WEEKLY;BYDAY=WE"))
}

#[test]
fn an_answer_is_taken_until_the_end_and_a_seat_only_where_something_takes_place() {
    let (series, now) = (coffee(), "2026-11-20T12:00:00Z".parse().unwrap());
    let at = series.occurrence(series.local_start).unwrap();
    for answer in [Answer::Going, Answer::NotGoing] {
        assert_eq!(may_answer(&series, &at, answer, now), Ok(()));
        assert_eq!(may_answer(&series, &at, answer, at.end - TimeDelta::seconds(1)), Ok(()));
        assert_eq!(may_answer(&series, &at, answer, at.end), Err(Refusal::DateOver));
    }
    let canceled = series.cancel(series.local_start, now).unwrap();
    let at = canceled.occurrence(series.local_start).unwrap();
    assert_eq!(may_answer(&canceled, &at, Answer::Going, now), Err(Refusal::DateCanceled));
    assert_eq!(may_answer(&canceled, &at, Answer::NotGoing, now), Ok(()));
    let whole = Series { cancelled_at: Some(now), ..coffee() };
    let at = whole.occurrence(whole.local_start).unwrap();
    assert_eq!(may_answer(&whole, &at, Answer::Going, now), Err(Refusal::DateCanceled));
}

#[test]
fn nobody_passes_the_line_and_a_smaller_room_takes_no_seat() {
    let seats = |taken, capacity| Seats { taken, capacity };
    assert!(seats(49, Some(50)).gives(0) && !seats(50, Some(50)).gives(0) && !seats(49, Some(50)).gives(1));
    assert!(seats(7, None).gives(0));
    assert_eq!(seats(50, Some(40)).free(), Some(0));
    assert_eq!(seats(50, Some(40)).promotes(7), 0);
    assert_eq!(
        [seats(45, Some(50)).promotes(3), seats(45, Some(50)).promotes(9), seats(1, None).promotes(9)],
        [3, 5, 9]
    );
}

#[test]
fn every_invitation_has_a_higher_number_than_the_last_and_never_one_below_the_feed() {
    assert_eq!(next_sequence(None, 0), 0);
    assert_eq!(next_sequence(Some(0), 0), 1);
    assert_eq!(next_sequence(Some(1), 7), 7);
    assert_eq!(next_sequence(Some(7), 7), 8);
    assert_eq!(next_sequence(Some(u32::MAX), 0), u32::MAX);
}

#[test]
fn forms_are_read_into_what_cannot_be_wrong() {
    let guest = |name: &str, email: &str| GuestForm { name: name.to_owned(), email: email.to_owned() }.parse();
    let good = guest(" Ada\r\nOsei ", "ada@example.org").unwrap();
    assert_eq!((good.name.as_str(), good.email.as_str()), ("Ada Osei", "ada@example.org"));
    let fields = |errors: Vec<crate::form::FieldError>| errors.into_iter().map(|error| error.field).collect::<Vec<_>>();
    assert_eq!(fields(guest(" ", "ada").unwrap_err()), ["name", "email"]);
    assert_eq!(fields(guest(&"a".repeat(121), "ada@example.org").unwrap_err()), ["name"]);
    let joining = |link: &str, minutes: &str| {
        JoiningForm { link: link.to_owned(), minutes: minutes.to_owned(), scope: "series".to_owned() }.parse()
    };
    let good = joining("https://example.org/room", "").unwrap();
    assert!(good.link.is_some() && good.minutes == OPENS_BEFORE && good.whole_series);
    assert_eq!(joining("", "15").unwrap().link, None);
    for (link, minutes, wrong) in
        [("room", "", vec!["link"]), ("", "-1", vec!["minutes"]), ("javascript:1", "x", vec!["link", "minutes"])]
    {
        assert_eq!(fields(joining(link, minutes).unwrap_err()), wrong);
    }
    let start = "2026-11-26T01:00:00Z".parse().unwrap();
    assert_eq!(opens_at(start, 60).to_rfc3339(), "2026-11-26T00:00:00+00:00");
    assert_eq!(Answer::parse(Answer::NotGoing.word()), Some(Answer::NotGoing));
    assert_eq!(Answer::parse("maybe"), None);
}

#[test]
fn words_count_as_people_do() {
    assert_eq!(words::places(28, Some(40)).as_deref(), Some("12 of 40 places left"));
    assert_eq!(words::places(50, Some(40)).as_deref(), Some("All 40 places are taken"));
    assert_eq!((words::places(5, None), words::line(0)), (None, None));
    assert_eq!(words::line(3).as_deref(), Some("Waitlist: 3"));
    assert!(words::stand(Some(Stand::Waiting(3))).contains("number 3"));
    // Only who has room for a guest promises a place.
    for words in [words::guest_asks, words::guest_unconfirmed] {
        assert!(
            words(true).contains("waitlist") && !words(true).contains("is kept") && words(false).contains("is kept")
        );
    }
}
