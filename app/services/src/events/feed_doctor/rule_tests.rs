//! Rules by the examples of the standard, and at their ends.

use super::*;

fn starts(rule: &str, first: &str, from: &str, n: usize) -> Vec<String> {
    let rule = Recurrence::parse(rule).unwrap();
    let found = rule.starts(first.parse().unwrap(), from.parse().unwrap(), |local| local.and_utc());
    found.take(n).map(|at| at.date().to_string()).collect()
}

/// From the examples of RFC 5545 section 3.8.5.3, and what its section 3.3.10 says of missing days.
#[test]
fn the_examples_of_the_standard_come_out() {
    let from = "1997-09-02T09:00:00";
    for (rule, dates) in [
        ("FREQ=DAILY;INTERVAL=10;COUNT=3", &["1997-09-02", "1997-09-12", "1997-09-22"][..]),
        (
            "FREQ=WEEKLY;INTERVAL=2;UNTIL=19971002T000000Z;WKST=SU;BYDAY=TU,TH",
            &["1997-09-02", "1997-09-04", "1997-09-16", "1997-09-18", "1997-09-30"],
        ),
        ("FREQ=MONTHLY;BYMONTHDAY=2,-1;COUNT=4", &["1997-09-02", "1997-09-30", "1997-10-02", "1997-10-31"]),
        ("FREQ=MONTHLY;INTERVAL=18;BYMONTHDAY=2,13;COUNT=4", &["1997-09-02", "1997-09-13", "1999-03-02", "1999-03-13"]),
        ("FREQ=YEARLY;COUNT=2", &["1997-09-02", "1998-09-02"]),
        ("FREQ=MONTHLY;BYDAY=TU;COUNT=3", &["1997-09-02", "1997-09-09", "1997-09-16"]),
        ("FREQ=MONTHLY;BYDAY=1TU;COUNT=3", &["1997-09-02", "1997-10-07", "1997-11-04"]),
        ("FREQ=YEARLY;BYMONTH=9;BYDAY=1TU;COUNT=3", &["1997-09-02", "1998-09-01", "1999-09-07"]),
    ] {
        assert_eq!(starts(rule, from, from, 9), dates, "{rule}");
    }
    assert_eq!(
        starts("FREQ=MONTHLY;BYDAY=FR;BYMONTHDAY=13", "1998-02-13T09:00:00", from, 3),
        ["1998-02-13", "1998-03-13", "1998-11-13"]
    );
    assert_eq!(starts("FREQ=MONTHLY;BYDAY=-1FR", "1998-02-27T09:00:00", from, 2), ["1998-02-27", "1998-03-27"]);
    assert_eq!(starts("FREQ=MONTHLY;BYDAY=5WE", "2026-04-29T09:00:00", from, 2), ["2026-04-29", "2026-07-29"]);
    assert_eq!(starts("FREQ=YEARLY", "2024-02-29T09:00:00", "2025-01-01T00:00:00", 2), ["2028-02-29", "2032-02-29"]);
}

#[test]
fn skipping_ahead_gives_what_walking_gives() {
    for (rule, first) in [
        ("FREQ=DAILY;INTERVAL=3", "1995-03-01T02:30:00"),
        ("FREQ=WEEKLY;INTERVAL=2;BYDAY=MO,FR", "1995-03-03T02:30:00"),
        ("FREQ=MONTHLY;INTERVAL=5;BYDAY=-1SU", "1995-03-26T02:30:00"),
        ("FREQ=MONTHLY;BYMONTHDAY=31", "1995-03-31T02:30:00"),
        ("FREQ=YEARLY;INTERVAL=3", "1995-03-31T02:30:00"),
    ] {
        let all = starts(rule, first, first, 20_000);
        for from in ["1995-03-31T02:30:00", "1996-02-29T00:00:00", "2026-11-03T15:00:00", "2026-01-01T00:00:00"] {
            let walked: Vec<_> = all.iter().filter(|day| format!("{day}T02:30:00").as_str() >= from).take(5).collect();
            assert_eq!(starts(rule, first, from, 5).iter().collect::<Vec<_>>(), walked, "{rule} {from}");
        }
    }
}

#[test]
fn the_first_start_counts_even_where_the_rule_would_not_choose_it() {
    let first = "2026-11-03T09:00:00";
    assert_eq!(starts("FREQ=WEEKLY;BYDAY=WE;COUNT=2", first, first, 9), ["2026-11-03", "2026-11-04"]);
}

#[test]
fn an_end_is_an_instant_or_what_the_clock_shows() {
    let first = "2026-11-03T09:00:00";
    for (until, days) in [("20261104", 2), ("20261104T090000", 2), ("20261104T085959", 1), ("20261104T090000Z", 2)] {
        assert_eq!(starts(&format!("FREQ=DAILY;UNTIL={until}"), first, first, 9).len(), days, "{until}");
    }
}

#[test]
fn what_is_not_understood_is_named() {
    for wrong in [
        "",
        "FREQ",
        "INTERVAL=2",
        "FREQ=HOURLY",
        "FREQ=DAILY;INTERVAL=0",
        "FREQ=DAILY;BYSETPOS=1",
        "FREQ=MONTHLY;BYDAY=6MO",
        "FREQ=DAILY;BYDAY=1MO",
        "FREQ=YEARLY;BYDAY=1MO",
        "FREQ=MONTHLY;BYDAY=é",
        "FREQ=DAILY;UNTIL=x",
        "FREQ=DAILY;COUNT=0",
    ] {
        assert!(Recurrence::parse(wrong).is_err(), "{wrong}");
    }
}

#[test]
fn every_rule_ends() {
    let first = "1970-01-01T00:00:00";
    assert!(starts("FREQ=DAILY", first, first, 999_999).len() < 90_000);
    assert_eq!(starts("FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=30", first, first, 9), ["1970-01-01"]);
    assert_eq!(starts("FREQ=MONTHLY;INTERVAL=1000", first, "9999-12-31T00:00:00", 9).len(), 0);
}
