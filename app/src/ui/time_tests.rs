//! Dates and times read as people say them.

use super::*;
use chrono::{NaiveDate, NaiveTime, TimeZone};

fn local(year: i32, month: u32, day: u32, hour: u32) -> NaiveDateTime {
    NaiveDate::from_ymd_opt(year, month, day).unwrap().and_hms_opt(hour, 0, 0).unwrap()
}

#[test]
fn a_coffee_chat_reads_as_it_is_announced() {
    let start = Utc.with_ymd_and_hms(2026, 1, 29, 1, 0, 0).unwrap();
    let zone = chrono_tz::America::New_York;
    let local = start.with_timezone(&zone);
    assert_eq!(long_date(&local), "Wednesday, January 28, 2026");
    assert_eq!(clock_range(&local, &(local + Duration::hours(1))), "8:00 to 9:00 pm");
    assert_eq!(zone_name(zone, start), "ET");
}

#[test]
fn an_instant_is_one_time() {
    let at = Utc.with_ymd_and_hms(2026, 11, 3, 6, 46, 0).unwrap();
    let zone = chrono_tz::America::New_York;
    assert_eq!(when_words(at, at, zone), "Tuesday, November 3, 2026, 1:46 am ET");
}

#[test]
fn a_range_across_noon_says_both_halves() {
    let at = |h, m| NaiveTime::from_hms_opt(h, m, 0).unwrap();
    for (from, to, words) in [
        (at(11, 30), at(12, 30), "11:30 am to 12:30 pm"),
        (at(12, 30), at(13, 0), "12:30 to 1:00 pm"),
        (at(12, 0), at(13, 0), "noon to 1:00 pm"),
        (at(11, 0), at(12, 0), "11:00 am to noon"),
        (at(0, 0), at(1, 0), "12:00 to 1:00 am"),
        (at(0, 0), at(12, 0), "12:00 am to noon"),
        (at(23, 0), at(0, 0), "11:00 pm to midnight"),
        (at(12, 0), at(0, 0), "noon to midnight"),
        (at(23, 30), at(0, 30), "11:30 pm to 12:30 am"),
    ] {
        assert_eq!(clock_range(&from, &to), words);
    }
}

#[test]
fn the_line_without_script_is_honest_about_the_day() {
    let start = Utc.with_ymd_and_hms(2026, 11, 26, 1, 0, 0).unwrap();
    let line = |zone, chosen| on_other_clocks(start, start + Duration::hours(1), zone, chosen);
    let said = |words: &str, day| Some((words.to_owned(), day));
    let (new_york, karachi) = (chrono_tz::America::New_York, chrono_tz::Asia::Karachi);
    assert_eq!(line(new_york, None), said("Thursday, November 26, 1:00 to 2:00 am UTC", Some("next day")));
    assert_eq!(line(karachi, None), said("1:00 to 2:00 am UTC", None));
    assert_eq!(line(chrono_tz::Africa::Abidjan, None), None);
    assert_eq!(
        line(new_york, Some(karachi)),
        said("Thursday, November 26, 6:00 to 7:00 am your time, Karachi", Some("next day"))
    );
    assert_eq!(
        line(karachi, Some(new_york)),
        said("Wednesday, November 25, 8:00 to 9:00 pm your time, New York", Some("day before"))
    );
    let toronto = chrono_tz::America::Toronto;
    assert_eq!(line(new_york, Some(toronto)), said("8:00 to 9:00 pm your time, Toronto", None));
    assert_eq!(line(new_york, Some(new_york)), None);
}

#[test]
fn what_lasts_for_days_names_the_day_it_ends_on() {
    assert_eq!(hours(local(2027, 1, 8, 9), local(2027, 1, 9, 17)), "9:00 am to Saturday, January 9, 5:00 pm");
    assert_eq!(hours(local(2027, 1, 8, 9), local(2027, 1, 9, 0)), "9:00 am to Saturday, January 9, 12:00 am");
    assert_eq!(hours(local(2027, 1, 8, 23), local(2027, 1, 9, 0)), "11:00 pm to midnight");
}

#[test]
fn a_zone_without_a_name_is_called_by_its_city() {
    let at = Utc.with_ymd_and_hms(2026, 6, 1, 0, 0, 0).unwrap();
    assert_eq!(zone_name(chrono_tz::Asia::Almaty, at), "Almaty time");
    assert_eq!(zone_name(chrono_tz::Asia::Karachi, at), "PKT");
    assert_eq!(zone_words(chrono_tz::Asia::Karachi), "Karachi time");
    assert_eq!(zone_all_year(chrono_tz::Europe::London), "London time");
    assert_eq!(zone_words(chrono_tz::America::New_York), "Eastern Time (New York)");
}
