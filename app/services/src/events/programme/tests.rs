use chrono::NaiveDate;
use proptest::prelude::*;

use super::*;

const CHAT: &str = r#"[[series]]
title = "IMG Coffee Chat"
zone = "America/New_York"
starts = 2023-01-25T20:00:00
minutes = 60
repeats = "FREQ=MONTHLY;INTERVAL=2;BYDAY=4WE"
"#;

fn messages(source: &str) -> Vec<String> {
    parse(source).expect_err("this file has mistakes").iter().map(ToString::to_string).collect()
}

#[test]
fn a_short_file_is_enough() {
    let programme = parse(CHAT).unwrap();
    let chat = &programme.series[0];
    assert_eq!((chat.slug.as_str(), chat.format, chat.status), ("img-coffee-chat", Format::Online, Status::Published));
    assert_eq!(chat.rule.unwrap().words(chat.local_start), "Every other month on the 4th Wednesday");
    assert_eq!(parse("").unwrap(), Programme::default());
}

#[test]
fn plain_english_rules_are_read() {
    let words = CHAT.replace("FREQ=MONTHLY;INTERVAL=2;BYDAY=4WE", "every 2 months on the 4th Wednesday");
    assert_eq!(parse(&words), parse(CHAT));
}

#[test]
fn every_mistake_is_named_with_its_line_and_what_would_be_right() {
    let source = r#"[[series]]
titel = "Coffee"
zone = "America/NewYork"
starts = "2023-01-25 20:00"
minutes = 0
repeats = "every month"
format = "by letter"
status = 3

[[series]]
title = "Second"
slug = "Second Series"
zone = "Europe/London"
starts = 2023-01-26T20:00:00
minutes = 60
repeats = "FREQ=MONTHLY;INTERVAL=2;BYDAY=4WE"

[[series.speakers]]
nmae = "Amara Osei"
"#;
    assert_eq!(
        messages(source),
        [
            "line 1, title: is missing; write for example title = \"IMG Coffee Chat\"",
            "line 2, titel: there is no field \"titel\"; did you mean \"title\"?",
            "line 3, zone: there is no such zone; did you mean \"America/New_York\"?",
            "line 4, starts: must be a date and a time without quotation marks, such as 2023-01-25T20:00:00",
            "line 5, minutes: must be a whole number from 1 to 20160, such as 60",
            "line 6, repeats: a monthly rule needs one day, such as BYDAY=4WE, BYDAY=-1FR or BYMONTHDAY=15",
            "line 7, format: must be one of \"online\", \"in person\", \"hybrid\"",
            "line 8, status: must be a text in quotation marks",
            "line 12, slug: must be lower-case letters, digits and single hyphens, such as \"second-series\"",
            "line 14, starts: Thursday, January 26, 2023 does not fit the rule; the nearest date that does is Wednesday, January 25, 2023",
            "line 18, speakers.name: is missing; write for example name = \"Amara Osei\"",
            "line 19, speakers.nmae: there is no field \"nmae\"; did you mean \"name\"?",
        ]
    );
}

#[test]
fn a_file_that_is_not_toml_names_the_line() {
    let errors = parse("[[series]]\ntitle = \"Coffee\nzone = 1\n").unwrap_err();
    assert_eq!(errors[0].line, 2);
    assert!(errors[0].message.starts_with("this is not TOML: "), "{}", errors[0]);
    assert_eq!(messages(&"#".repeat(MAX_BYTES + 1)), ["line 1: the file is larger than 512 KiB"]);
    assert_eq!(messages("series = 3\n"), ["line 1, series: begin each one with a line [[series]]"]);
}

#[test]
fn times_with_a_zone_and_far_years_are_refused() {
    let zoned = CHAT.replace("20:00:00", "20:00:00-05:00");
    assert_eq!(
        messages(&zoned),
        ["line 4, starts: must be the local time alone, such as 2023-01-25T20:00:00; the zone has its own line",]
    );
    let far = CHAT.replace("2023", "2823");
    assert_eq!(messages(&far), ["line 4, starts: the year must be from 1970 to 2099"]);
}

#[test]
fn two_series_may_not_share_an_address() {
    let twice = format!("{CHAT}\n{CHAT}");
    assert_eq!(
        messages(&twice),
        ["line 8, slug: \"img-coffee-chat\" is taken by the series of line 1; give each its own slug",]
    );
}

#[test]
fn hostile_text_is_cleaned_and_long_text_is_refused() {
    let source = CHAT.replace("IMG Coffee Chat", "Coffee\\r\\nATTENDEE:x\\u202e \\u0007chat");
    assert_eq!(parse(&source).unwrap().series[0].title, "Coffee ATTENDEE:x chat");
    let long = CHAT.replace("IMG Coffee Chat", &"x".repeat(121));
    assert_eq!(messages(&long)[0], "line 2, title: has 121 characters; at most 120 fit");
}

fn text(max: usize) -> impl Strategy<Value = String> {
    prop_oneof![any::<String>(), "[a-z \"\\\\'#\n\t\r=\\[\\]]{0,40}", "\\PC{0,40}"]
        .prop_map(move |text| domain::text::cut(&text, max).to_owned())
}

fn line(max: usize) -> impl Strategy<Value = String> {
    text(max).prop_map(|text| domain::text::single_line(&text))
}

prop_compose! {
    fn speaker()(name in line(100), credentials in line(100), role in line(100), affiliation in line(100)) -> Speaker {
        Speaker { name: format!("N{name}"), credentials, role, affiliation }
    }
}

prop_compose! {
    fn series()(
        slug in "[a-z0-9]{1,8}(-[a-z0-9]{1,8}){0,3}",
        (title, summary, category, place) in (line(100), line(200), line(50), line(100)),
        description in text(2000).prop_map(|text| domain::text::multi_line(&text)),
        zone in prop::sample::select(&chrono_tz::TZ_VARIANTS[..]),
        (day, second) in (0_i64..40_000, 0_u32..86_400),
        duration_minutes in 1_u32..=20_160,
        daily in prop::option::of(1_u16..=100),
        format in prop::sample::select(&Format::ALL[..]),
        status in prop::sample::select(&Status::ALL[..]),
        speakers in prop::collection::vec(speaker(), 0..3),
    ) -> ProgrammeSeries {
        let date = NaiveDate::from_ymd_opt(1970, 1, 1).unwrap() + chrono::Duration::days(day);
        ProgrammeSeries {
            slug: Slug::parse(&slug).unwrap(),
            title: format!("T{title}"),
            summary, description, category, zone,
            local_start: date.and_time(chrono::NaiveTime::from_num_seconds_from_midnight_opt(second, 0).unwrap()),
            duration_minutes,
            rule: daily.map(|days| Rule::parse(&format!("FREQ=DAILY;INTERVAL={days}")).unwrap()),
            format, place, status, speakers,
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 200, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn what_is_written_reads_back_and_writes_the_same(mut all in prop::collection::vec(series(), 0..4)) {
        all.sort_by(|one, other| one.slug.cmp(&other.slug));
        all.dedup_by(|one, other| one.slug == other.slug);
        let programme = Programme { series: all };
        let written = write(&programme);
        let read = parse(&written).map_err(|errors| TestCaseError::fail(format!("{errors:?}\n{written}")))?;
        prop_assert_eq!(&read, &programme);
        prop_assert_eq!(write(&read), written);
    }

    #[test]
    fn no_file_makes_the_reader_panic(source in any::<String>(), noise in "[\\[\\]a-z=\"'\n\\\\.0-9:T-]{0,200}") {
        let _ = parse(&source);
        let _ = parse(&noise);
        let _ = parse(&format!("{CHAT}{noise}"));
    }
}
