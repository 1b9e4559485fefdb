use chrono::NaiveDate;
use domain::events::Material;
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
    assert_eq!(messages(&"#".repeat(MAX_BYTES + 1)), ["line 1: the file is larger than 8 MiB"]);
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

const DATES: &str = r#"tags = ["Residency", "", 3, "residency"]
except = [2023-03-22, 2023-03-23, 2023-03-22, "2023-05-24"]
extra = [2023-04-05T20:00:00, 2023-05-24T20:00:00, 2023-04-05]
link = "example.org"
capacity = 0
cancelled_at = 2023-01-01T00:00:00Z
continues = "img-coffee-chat"

[[series.dates]]
date = 2023-05-23
title = ""
cancelled = "yes"
nobody = 1

[[series.dates]]
date = 2023-03-22
place = 3

[[series.dates]]
date = 2023-04-05
moved_to = 2023-04-05T20:00:00
minutes = 20161
recording = "ftp://example.org/x"

[[series.dates]]
date = 2023-04-05T20:00:00
nobody = true

[[series.dates.speakers]]
name = "Amara Osei"

[[series.dates.materials]]
title = "Slides"

[[series.dates]]
titel = "x"
"#;

#[test]
fn every_mistake_about_single_dates_is_named_too() {
    assert_eq!(
        messages(&format!("{CHAT}{DATES}")),
        [
            "line 7, tags: a tag must not be empty",
            "line 7, tags: must be texts in quotation marks",
            "line 7, tags: \"residency\" is there twice",
            "line 8, except: Thursday, March 23, 2023, at 8:00 PM is not a date of this series; the nearest is Wednesday, March 22, 2023, at 8:00 PM",
            "line 8, except: Wednesday, March 22, 2023, at 8:00 PM stands here twice; once is enough",
            "line 8, except: must be a day without quotation marks, such as 2026-11-25",
            "line 9, extra: Wednesday, May 24, 2023, at 8:00 PM is already a date by the rule of this series",
            "line 9, extra: must be a date and a time without quotation marks, such as 2023-01-25T20:00:00",
            "line 10, link: must be a whole web address, such as https://example.org/join",
            "line 11, capacity: must be a whole number from 1 to 100000, such as 40",
            "line 12, cancelled_at: belongs to status = \"cancelled\"; take one of the two out",
            "line 13, continues: is the series itself",
            "line 16, dates.date: Tuesday, May 23, 2023, at 8:00 PM is not a date of this series; the nearest is Wednesday, May 24, 2023, at 8:00 PM",
            "line 17, dates.title: must not be empty; take the line out to keep the title of the series",
            "line 18, dates.cancelled: must be true, or the moment it was canceled, such as 2026-11-20T14:00:00Z",
            "line 19, dates.nobody: must be true or false, without quotation marks",
            "line 22, dates.date: Wednesday, March 22, 2023, at 8:00 PM is left out of this series; take it out of the excluded dates, or cancel it instead",
            "line 23, dates.place: must be a text in quotation marks",
            "line 26, dates.moved_to: is when it takes place anyway; take the line out",
            "line 28, dates.minutes: must be a whole number from 1 to 20160, such as 60",
            "line 29, dates.recording: must be a whole web address, such as https://example.org/join",
            "line 32, dates.date: Wednesday, April 5, 2023, at 8:00 PM stands here twice; once is enough",
            "line 33, dates.nobody: there are speakers below; take one of the two out",
            "line 38, dates.materials.link: is missing; write for example link = \"https://example.org/slides\"",
            "line 41, dates.date: is missing; write for example date = 2026-11-25",
            "line 42, dates.titel: there is no field \"titel\"; did you mean \"title\"?",
        ]
    );
}

#[test]
fn a_day_is_the_rules_own_date_and_with_a_time_an_extra_one() {
    let told = "extra = [2023-03-22T12:30:00, 2023-04-05T20:00:00]\n\n[[series.dates]]\ndate = 2023-03-22T12:30:00\n\
                title = \"Noon\"\n\n[[series.dates]]\ndate = 2023-03-22\ncancelled = true\n\n\
                [[series.dates]]\ndate = 2023-04-05\nnobody = true\n";
    let programme = parse(&format!("{CHAT}{told}")).unwrap();
    let dates = &programme.series[0].dates;
    let starts: Vec<_> = dates.iter().map(|date| date.original_start.to_string()).collect();
    assert_eq!(starts, ["2023-03-22 12:30:00", "2023-03-22 20:00:00", "2023-04-05 20:00:00"]);
    assert_eq!((dates[1].cancelled, dates[2].speakers.as_deref()), (Some(Cancelled::Open), Some(&[][..])));
    let written = write(&programme);
    assert!(written.contains("date = 2023-03-22T12:30:00\n") && written.contains("date = 2023-03-22\n"), "{written}");
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

fn lines(max: usize) -> impl Strategy<Value = String> {
    text(max).prop_map(|text| domain::text::multi_line(&text))
}

fn link() -> impl Strategy<Value = Link> {
    "https://[a-z]{1,8}\\.example\\.org/[a-zA-Z0-9?=&#é\"%\\\\]{0,30}"
        .prop_filter_map("an address", |text| Link::parse(&text).ok())
}

fn maybe<T: std::fmt::Debug>(of: impl Strategy<Value = T>) -> impl Strategy<Value = Option<T>> {
    prop::option::weighted(0.4, of)
}

/// Down to the microsecond, as clocks and databases have it.
fn instant() -> impl Strategy<Value = DateTime<Utc>> {
    (0_i64..4_000_000_000_000_000).prop_map(|micros| DateTime::from_timestamp_micros(micros).unwrap())
}

prop_compose! {
    fn speaker()(
        name in line(100),
        (credentials, role, affiliation) in (line(100), line(100), line(100)),
        bio in lines(300),
    ) -> Speaker {
        Speaker { name: format!("N{name}"), credentials, role, affiliation, bio }
    }
}

prop_compose! {
    fn material()(title in line(100), link in link()) -> Material {
        Material { title: format!("M{title}"), link }
    }
}

prop_compose! {
    fn date()(
        (title, place, description) in (maybe(line(100)), maybe(line(100)), maybe(lines(300))),
        (link, recording) in (maybe(link()), maybe(link())),
        (capacity, minutes) in (maybe(1_u32..=100_000), maybe(1_u32..=20_160)),
        moved in maybe((1_i64..40_000, 0_u32..86_400)),
        cancelled in maybe(prop_oneof![Just(Cancelled::Open), instant().prop_map(Cancelled::Since)]),
        speakers in maybe(prop::collection::vec(speaker(), 0..3)),
        materials in prop::collection::vec(material(), 0..3),
    ) -> ProgrammeDate {
        ProgrammeDate {
            original_start: NaiveDateTime::default(),
            title: title.map(|title| format!("T{title}")),
            moved_to: moved.map(|(day, second)| local(day, second)),
            place, link, capacity, minutes, cancelled, recording, description, speakers, materials,
        }
    }
}

fn local(day: i64, second: u32) -> NaiveDateTime {
    let date = NaiveDate::from_ymd_opt(1970, 1, 1).unwrap() + chrono::Duration::days(day);
    date.and_time(chrono::NaiveTime::from_num_seconds_from_midnight_opt(second, 0).unwrap())
}

prop_compose! {
    fn series()(
        slug in "[a-z0-9]{1,8}(-[a-z0-9]{1,8}){0,3}",
        (title, summary, category, place, organizer) in (line(100), line(200), line(50), line(100), line(100)),
        tags in prop::collection::btree_set("[a-z \"ü\\\\]{1,12}", 0..4),
        description in lines(2000),
        zone in prop::sample::select(&chrono_tz::TZ_VARIANTS[..]),
        (day, second) in (1_i64..40_000, 0_u32..86_400),
        (duration_minutes, capacity, link) in (1_u32..=20_160, maybe(1_u32..=100_000), maybe(link())),
        daily in prop::option::of(1_u16..=100),
        (format, for_whom) in (prop::sample::select(&Format::ALL[..]), prop::sample::select(&ForWhom::ALL[..])),
        (status, at) in (prop::sample::select(&Status::ALL[..]), maybe(instant())),
        continues in maybe("[a-z0-9]{1,8}-until-[0-9]{4}"),
        speakers in prop::collection::vec(speaker(), 0..3),
        (excluded, extra) in (prop::collection::btree_set(1_i64..60, 0..4), prop::collection::btree_set(0_i64..90_000, 0..4)),
        told in prop::collection::btree_map(0_usize..12, date(), 0..4),
    ) -> ProgrammeSeries {
        let local_start = local(day, second);
        let rule = daily.map(|days| Rule::parse(&format!("FREQ=DAILY;INTERVAL={days}")).unwrap());
        let step = chrono::Duration::days(i64::from(daily.unwrap_or(1)));
        let nth = |n: i64| local_start + step * i32::try_from(n).unwrap();
        let excluded: Vec<_> = excluded.into_iter().filter(|_| rule.is_some()).map(nth).collect();
        // Of another minute of the day than the rule's, and often on its very days.
        let extra = extra.into_iter().map(|minutes| local_start + chrono::Duration::minutes(minutes));
        let extra: Vec<_> = extra.filter(|start| start.time() != local_start.time()).collect();
        // What can be told of: the first dates of the rule and the extra ones.
        let by_rule = (0..if rule.is_some() { 10 } else { 1 }).map(nth).filter(|start| !excluded.contains(start));
        let all: Vec<_> = by_rule.chain(extra.iter().copied()).collect();
        let mut dates: Vec<_> = told
            .into_iter()
            .filter_map(|(n, date)| Some(ProgrammeDate { original_start: *all.get(n)?, ..date }))
            .filter(|date| date.moved_to != Some(date.original_start))
            .collect();
        dates.sort_by_key(|date| date.original_start);
        let tags: Vec<_> = tags.iter().map(|tag| domain::text::single_line(tag)).filter(|tag| !tag.is_empty()).collect();
        let once = tags.iter().enumerate().filter(|(n, tag)| !tags[..*n].contains(tag)).map(|(_, tag)| tag.clone());
        ProgrammeSeries {
            slug: Slug::parse(&slug).unwrap(),
            title: format!("T{title}"),
            tags: once.collect(),
            cancelled_at: at.filter(|_| status == Status::Cancelled),
            continues: continues.map(|slug| Slug::parse(&slug).unwrap()),
            summary, description, category, zone, local_start, duration_minutes, rule, excluded, extra, format, place,
            link, for_whom, organizer, capacity, status, speakers, dates,
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 300, failure_persistence: None, ..ProptestConfig::default() })]

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
