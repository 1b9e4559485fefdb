use chrono::{NaiveDate, TimeZone, Utc};

use super::*;
use crate::form::FieldError;

#[test]
fn a_next_step_has_a_day_or_none_and_a_wrong_day_is_refused() {
    let today = NaiveDate::from_ymd_opt(2026, 11, 3).expect("a day");
    let read = |due_on: &str| NextStepForm { what: "Send the CV".to_owned(), due_on: due_on.to_owned() }.parse(today);
    assert_eq!(read(" ").map(|step| step.due_on), Ok(None));
    assert_eq!(read(" 2026-11-20 ").map(|step| step.due_on), Ok(NaiveDate::from_ymd_opt(2026, 11, 20)));
    // Two years away, with a leap day among them, and no further.
    for fine in ["2024-11-03", "2026-11-02", "2028-11-03"] {
        assert!(read(fine).is_ok(), "{fine}");
    }
    for wrong in ["2024-11-01", "2028-11-04", "2026-02-30", "11/20/2026", "soon"] {
        assert_eq!(read(wrong), Err(vec![FieldError::new("due_on", words::DAY)]), "{wrong}");
    }
}

#[test]
fn a_meeting_is_read_by_the_clocks_of_its_writer() {
    let now = Utc.with_ymd_and_hms(2026, 11, 3, 15, 0, 0).single().expect("a moment");
    let form = |at: &str| MeetingForm { met_at: at.to_owned(), minutes: "45".to_owned(), note: String::new() };
    let read = form("2026-11-02T19:00").parse(chrono_tz::America::New_York, now).expect("yesterday");
    assert_eq!(read.met_at.to_rfc3339(), "2026-11-03T00:00:00+00:00");
    assert!(form("2026-11-03T19:00").parse(chrono_tz::America::New_York, now).is_err(), "not yet");
}
