use super::super::zone;
use super::*;

/// The onsets of one part until 2046, as instants.
fn onsets(part: &Observance) -> Vec<DateTime<Utc>> {
    let instant = |local: NaiveDateTime| local.and_utc() - Duration::seconds(i64::from(part.offset_from));
    let Some(rule) = &part.rule else { return vec![instant(part.start)] };
    let (rule, until) = rule.split_once(";UNTIL=").unwrap_or((rule, "20460101T000000Z"));
    let until = NaiveDateTime::parse_from_str(until, "%Y%m%dT%H%M%SZ").unwrap().and_utc();
    let text = format!("DTSTART:{}Z\nRRULE:{rule}", part.start.format("%Y%m%dT%H%M%S"));
    let set: rrule::RRuleSet = text.parse().unwrap();
    set.into_iter().map(|at| instant(at.naive_utc())).take_while(|at| *at <= until).collect()
}

fn utc(text: &str) -> DateTime<Utc> {
    text.parse().unwrap()
}

#[test]
fn new_york_is_the_second_sunday_of_march_and_the_first_of_november() {
    let lines = vtimezone(Tz::America__New_York, utc("2023-01-26T01:00:00Z")).lines();
    assert_eq!(
        lines,
        [
            "BEGIN:VTIMEZONE",
            "TZID:America/New_York",
            "BEGIN:DAYLIGHT",
            "DTSTART:20070311T020000",
            "TZOFFSETFROM:-0500",
            "TZOFFSETTO:-0400",
            "TZNAME:EDT",
            "RRULE:FREQ=YEARLY;BYMONTH=3;BYDAY=2SU",
            "END:DAYLIGHT",
            "BEGIN:STANDARD",
            "DTSTART:20071104T020000",
            "TZOFFSETFROM:-0400",
            "TZOFFSETTO:-0500",
            "TZNAME:EST",
            "RRULE:FREQ=YEARLY;BYMONTH=11;BYDAY=1SU",
            "END:STANDARD",
            "END:VTIMEZONE",
        ]
    );
}

#[test]
fn a_zone_without_changes_has_one_standard() {
    for (zone, offset, name) in [
        (Tz::Asia__Kolkata, 19_800, "IST"),
        (Tz::Asia__Karachi, 18_000, "PKT"),
        (Tz::America__Sao_Paulo, -10_800, "-03"),
        (Tz::UTC, 0, "UTC"),
    ] {
        let parts = vtimezone(zone, utc("2026-01-01T00:00:00Z")).observances;
        assert_eq!(parts.len(), 1, "{zone}");
        assert_eq!((parts[0].daylight, parts[0].offset_to, parts[0].name.as_str()), (false, offset, name));
        assert_eq!(parts[0].rule, None);
    }
}

#[test]
fn a_regime_that_ended_says_when() {
    let parts = vtimezone(Tz::America__Sao_Paulo, utc("2017-06-01T00:00:00Z")).observances;
    let rules: Vec<_> = parts.iter().filter_map(|part| part.rule.as_deref()).collect();
    assert!(rules.iter().all(|rule| rule.contains(";UNTIL=")), "{rules:?}");
    // The last change was on 2019-02-17 at 02:00 UTC; see `observance` for the day of slack.
    assert!(rules.iter().any(|rule| rule.ends_with("UNTIL=20190218T020000Z")), "{rules:?}");
}

#[test]
fn an_old_series_is_served_as_long_as_a_new_one() {
    let parts = vtimezone(Tz::America__New_York, utc("1995-01-01T00:00:00Z")).observances;
    let going_on: Vec<_> =
        parts.iter().filter_map(|part| part.rule.as_deref()).filter(|rule| !rule.contains("UNTIL")).collect();
    assert_eq!(going_on, ["FREQ=YEARLY;BYMONTH=3;BYDAY=2SU", "FREQ=YEARLY;BYMONTH=11;BYDAY=1SU"]);
    let ramadan = vtimezone(Tz::Africa__Casablanca, utc("2000-01-01T00:00:00Z")).observances;
    assert_eq!(ramadan.iter().map(|part| part.start.year()).max(), Some(2050));
}

/// 2:30 on October 29, 2006 did not exist in Sydney; the summer time that begins then is not enough to place it.
#[test]
fn the_offset_before_a_skipped_first_start_is_there() {
    let (first, _) = zone::resolve(Tz::Australia__Sydney, "2006-10-29T02:30:00".parse().unwrap());
    let parts = vtimezone(Tz::Australia__Sydney, first).observances;
    assert!(parts.iter().any(|part| part.start.year() == 2006 && part.start.month() == 4 && part.offset_to == 36_000));
}

#[test]
fn a_zone_with_a_rule_has_one_pair() {
    for zone in [
        Tz::Europe__London,
        Tz::Europe__Dublin,
        Tz::Australia__Sydney,
        Tz::America__Chicago,
        Tz::Australia__Lord_Howe,
        Tz::America__Santiago,
    ] {
        let parts = vtimezone(zone, utc("2026-01-01T00:00:00Z")).observances;
        assert!(
            parts.iter().filter(|part| part.rule.as_ref().is_some_and(|rule| !rule.contains("UNTIL"))).count() == 2,
            "{zone}: {parts:?}"
        );
        assert!(parts.iter().any(|part| part.daylight) && parts.iter().any(|part| !part.daylight), "{zone}");
    }
}

#[test]
fn the_rules_give_the_zone_data_back_in_every_zone() {
    for (first, every) in [("2023-01-26T01:00:00Z", 1), ("2007-01-01T00:00:00Z", 7)] {
        let first = utc(first);
        // Each call reads sixty years of zone data: all zones once, some of them twice.
        for zone in chrono_tz::TZ_VARIANTS.into_iter().step_by(every) {
            let parts = vtimezone(zone, first).observances;
            let mut all: Vec<_> =
                parts.iter().flat_map(|part| onsets(part).into_iter().map(|at| (at, part.offset_to))).collect();
            all.sort_unstable();
            let mut at = first;
            while at.year() < first.year() + 15 {
                // A reader takes the latest onset at or before the time.
                let latest =
                    all.partition_point(|(onset, _)| *onset <= at).checked_sub(1).map(|index| i64::from(all[index].1));
                let real = (zone::local_time(zone, at) - at.naive_utc()).num_seconds();
                assert_eq!(latest, Some(real), "{zone} {at}");
                at += Duration::days(5) + Duration::hours(7);
            }
        }
    }
}
