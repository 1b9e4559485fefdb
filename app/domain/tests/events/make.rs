//! Series to try properties with.
#![expect(clippy::unwrap_used, reason = "helpers of tests may fail as tests do")]

use chrono::{DateTime, Duration, NaiveDate, NaiveDateTime, Utc, Weekday};
use chrono_tz::Tz;
use domain::events::{Days, Ends, Format, Nth, Override, Repeats, Rule, Series, Slug, Status};
use domain::id::PublicId;
use proptest::prelude::*;

pub(crate) const ZONES: [Tz; 9] = [
    Tz::America__New_York,
    Tz::Europe__London,
    Tz::Asia__Kolkata,
    Tz::Asia__Karachi,
    Tz::Australia__Sydney,
    Tz::Pacific__Apia,
    Tz::America__Sao_Paulo,
    Tz::Africa__Casablanca,
    Tz::UTC,
];

fn weekday() -> impl Strategy<Value = Weekday> {
    (0_u8..7).prop_map(|day| Weekday::try_from(day).unwrap())
}

pub(crate) fn date() -> impl Strategy<Value = NaiveDate> {
    (0_i64..22_000).prop_map(|days| NaiveDate::from_ymd_opt(1990, 1, 1).unwrap() + Duration::days(days))
}

fn repeats() -> impl Strategy<Value = Repeats> {
    prop_oneof![
        Just(Repeats::Daily),
        Just(Repeats::Yearly),
        prop::collection::vec(weekday(), 1..8).prop_map(|days| Repeats::Weekly(Days::new(days).unwrap())),
        (1_u8..=31).prop_map(Repeats::MonthlyByDate),
        ((1_u8..=5).prop_map(Nth::From), weekday()).prop_map(|(nth, day)| Repeats::MonthlyByWeekday(nth, day)),
        weekday().prop_map(|day| Repeats::MonthlyByWeekday(Nth::Last, day)),
    ]
}

pub(crate) fn rule() -> impl Strategy<Value = Rule> {
    let ends = prop_oneof![Just(Ends::Never), date().prop_map(Ends::Until), (2_u32..=1000).prop_map(Ends::After)];
    (repeats(), 1_u16..=100, ends).prop_map(|(repeats, interval, ends)| Rule::new(repeats, interval, ends).unwrap())
}

pub(crate) fn series(rule: Rule, start: NaiveDateTime, zone: Tz, minutes: u32) -> Series {
    Series {
        tags: Vec::new(),
        extra: Vec::new(),
        excluded: Vec::new(),
        overrides: Vec::new(),
        link: None,
        organizer: String::new(),
        capacity: None,
        cancelled_at: None,
        continues: None,
        for_whom: domain::events::ForWhom::Everybody,
        public_id: PublicId::from_bytes([1; 12]),
        slug: Slug::parse("s").unwrap(),
        uid: "s@example.org".to_owned(),
        title: "S".to_owned(),
        summary: String::new(),
        description: String::new(),
        category: String::new(),
        zone,
        local_start: start,
        duration_minutes: minutes,
        rule: Some(rule),
        format: Format::Online,
        place: String::new(),
        status: Status::Published,
        sequence: 0,
        speakers: Vec::new(),
        sample: false,
        changed_at: DateTime::UNIX_EPOCH,
    }
}

/// A series whose start is moved to the nearest date its rule allows.
pub(crate) fn any_series() -> impl Strategy<Value = Series> {
    (rule(), date(), 0_u32..86_400, prop::sample::select(&ZONES[..]), 1_u32..3000).prop_filter_map(
        "the rule ends before it starts",
        |(rule, date, second, zone, minutes)| {
            let at = |date: NaiveDate| {
                date.and_time(chrono::NaiveTime::from_num_seconds_from_midnight_opt(second, 0).unwrap())
            };
            let start = match rule.check_start(at(date)) {
                Err(domain::events::StartError::NotByRule { nearest, .. }) => at(nearest),
                _ => at(date),
            };
            let series = series(rule, start, zone, minutes);
            series.check().is_ok().then_some(series)
        },
    )
}

/// The first `most` starts by the rule alone, walked from the beginning.
pub(crate) fn by_rule(series: &Series, most: usize) -> Vec<NaiveDateTime> {
    let plain =
        Series { extra: Vec::new(), excluded: Vec::new(), overrides: Vec::new(), zone: Tz::UTC, ..series.clone() };
    plain.next(plain.first().start, most).iter().map(|date| date.original_start).collect()
}

/// What is done to a date: its place among the first ones, what kind, by how many minutes.
type Doing = (usize, u8, i64);

/// A series with extra dates, some left out, moved (days and years away), of another length, canceled or renamed.
pub(crate) fn varied_series() -> impl Strategy<Value = Series> {
    let doings = prop::collection::vec((0_usize..40, 0_u8..7, -20_000_i64..20_000), 0..14);
    (any_series(), doings, any::<bool>()).prop_map(|(mut series, doings, once)| {
        if once && series.duration_minutes % 4 == 0 {
            series.rule = None;
        }
        let dates = by_rule(&series, 40);
        for doing in doings {
            vary(&mut series, &dates, doing);
        }
        let (excluded, chosen) = (series.excluded.clone(), dates);
        series.extra.retain(|start| !chosen.contains(start));
        series.overrides.retain(|date| !excluded.contains(&date.original_start));
        series.extra.sort_unstable();
        series.extra.dedup();
        series.excluded.sort_unstable();
        series.excluded.dedup();
        series.overrides.sort_by_key(|date| date.original_start);
        series.overrides.dedup_by_key(|date| date.original_start);
        let misfits: Vec<_> = series.check_dates().iter().map(|wrong| wrong.given).collect();
        series.extra.retain(|start| !misfits.contains(start));
        let known = series.clone();
        let far_off = |to| misfits.contains(&to);
        series.overrides.retain(|date| known.has(date.original_start) && !date.moved_to.is_some_and(far_off));
        series
    })
}

fn vary(series: &mut Series, dates: &[NaiveDateTime], (at, kind, minutes): Doing) {
    let at = dates[at % dates.len()];
    let by = Duration::minutes(minutes);
    let mut says = Override::of(at, series.changed_at);
    match kind {
        0 => series.extra.push(at + by),
        1 => series.excluded.push(at),
        2 => says.moved_to = Some(at + by),
        3 => says.moved_to = Some(at + by * 40),
        4 => says.minutes = Some(u32::try_from(minutes.unsigned_abs()).unwrap() + 1),
        5 => says.cancelled_at = Some(at.and_utc() - Duration::days(3)),
        _ => says.title = Some("Another".to_owned()),
    }
    if kind >= 2 {
        series.overrides.push(says);
    }
}

/// Every date that begins up to the last one of `starts`, reckoned the slow way from the fields.
pub(crate) fn reckoned(
    series: &Series,
    starts: &[NaiveDateTime],
) -> Vec<(NaiveDateTime, DateTime<Utc>, DateTime<Utc>)> {
    let kept = starts.iter().filter(|start| !series.excluded.contains(start)).chain(&series.extra);
    let mut all: Vec<_> = kept
        .map(|original| {
            let says = series.overrides.iter().find(|date| date.original_start == *original);
            let at = says.and_then(|date| date.moved_to).unwrap_or(*original);
            let minutes = says.and_then(|date| date.minutes).unwrap_or(series.duration_minutes);
            let (start, _) = domain::events::zone::resolve(series.zone, at);
            (*original, start, start + Duration::minutes(i64::from(minutes)))
        })
        .collect();
    all.sort_by_key(|(original, start, _)| (*start, *original));
    all
}
