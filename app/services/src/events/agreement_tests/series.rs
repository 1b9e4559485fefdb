//! Series at random, always the same: in nine zones, around changes of their law, with every kind of rule and end, and
//! with dates left out, added, moved and canceled.

use chrono::{DateTime, Datelike, Days, Duration, NaiveDate, NaiveDateTime, NaiveTime, Utc};
use chrono_tz::Tz;
use domain::events::{self as events, Ends, Format, Link, Nth, Override, Repeats, Rule, Series, Slug, Speaker, Status};
use domain::id::PublicId;

use crate::dice::Dice;

/// The zones, each with the years in which its law changed.
const ZONES: [(Tz, &[i32]); 9] = [
    (Tz::America__New_York, &[2006, 2007]),
    (Tz::Europe__London, &[1995, 1996]),
    (Tz::Asia__Kolkata, &[]),
    (Tz::Asia__Karachi, &[2002, 2008, 2009]),
    (Tz::Australia__Sydney, &[2000, 2006, 2008]),
    (Tz::Pacific__Apia, &[2010, 2011, 2021]),
    (Tz::America__Sao_Paulo, &[2002, 2008, 2018, 2019]),
    (Tz::Africa__Casablanca, &[2008, 2012, 2018, 2023]),
    (Tz::UTC, &[]),
];

/// Times of day, most of them where clocks change somewhere.
const TIMES: [&str; 10] = ["20:00", "02:30", "00:00", "01:30", "00:30", "23:30", "02:00", "03:00", "12:15", "01:00"];
const MINUTES: [u32; 8] = [60, 30, 90, 45, 120, 180, 480, 1500];

/// One series with the time in which its dates are compared, at most a few hundred of them.
#[derive(Debug, Clone)]
pub(super) struct Drawn {
    pub(super) series: Series,
    pub(super) from: DateTime<Utc>,
    pub(super) to: DateTime<Utc>,
}

/// The instant as of which feeds are written.
pub(super) fn as_of() -> DateTime<Utc> {
    "2026-11-03T15:00:00Z".parse().unwrap()
}

/// The nth series of a sequence that never changes.
pub(super) fn draw(nth: usize) -> Drawn {
    let dice = Dice::seeded(nth as u64);
    let (zone, eras) = ZONES[nth % ZONES.len()];
    let year =
        if !eras.is_empty() && chance(&dice, 2) { *one_of(&dice, eras) } else { 1995 + below(&dice, 46).cast_signed() };
    let date = NaiveDate::from_yo_opt(year, 1 + below(&dice, 365)).unwrap();
    let local_start = date.and_time(time(&dice));
    let rule = rule(&dice, nth / ZONES.len(), date);
    let mut series = plain(nth, zone, local_start, rule);
    series.duration_minutes = *one_of(&dice, &MINUTES);
    series.sequence = below(&dice, 4);
    if chance(&dice, 20) {
        series.status = Status::Cancelled;
        series.cancelled_at = Some(as_of() - Duration::days(1 + 50 * i64::from(below(&dice, 2))));
    }
    let (from, to) = window(&dice, &series);
    differ(&dice, &mut series, from, to);
    Drawn { series, from, to }
}

fn below(dice: &Dice, limit: u32) -> u32 {
    u32::try_from(dice.below(limit.into())).unwrap()
}

fn chance(dice: &Dice, one_in: u64) -> bool {
    dice.below(one_in) == 0
}

fn one_of<'a, T>(dice: &Dice, all: &'a [T]) -> &'a T {
    &all[usize::try_from(dice.below(all.len() as u64)).unwrap()]
}

fn time(dice: &Dice) -> NaiveTime {
    one_of(dice, &TIMES).parse().unwrap()
}

/// A rule that chooses `date`; the kinds take turns.
fn rule(dice: &Dice, kind: usize, date: NaiveDate) -> Option<Rule> {
    let is_last = (date + Days::new(7)).month() != date.month();
    let nth = Nth::From(u8::try_from(date.day0() / 7 + 1).unwrap());
    let repeats = match kind % 8 {
        0 => Repeats::Daily,
        1 => Repeats::Weekly(events::Days::new([date.weekday()]).unwrap()),
        2 => {
            let others = [
                date.weekday(),
                date.weekday().succ(),
                one_of(dice, &[date.weekday().pred(), chrono::Weekday::Sun]).to_owned(),
            ];
            Repeats::Weekly(events::Days::new(others).unwrap())
        }
        3 => Repeats::MonthlyByDate(u8::try_from(date.day()).unwrap()),
        4 => Repeats::MonthlyByWeekday(nth, date.weekday()),
        5 => Repeats::MonthlyByWeekday(if is_last { Nth::Last } else { nth }, date.weekday()),
        6 => Repeats::Yearly,
        _ => return None,
    };
    let ends = match dice.below(4) {
        0 => Ends::Until(date + Days::new(dice.below(3_000))),
        1 => Ends::After(2 + below(dice, 60)),
        _ => Ends::Never,
    };
    let interval = *one_of(dice, &[1, 1, 1, 2, 2, 3, 4, 13]);
    Some(Rule::new(repeats, interval, ends).unwrap())
}

fn plain(nth: usize, zone: Tz, local_start: NaiveDateTime, rule: Option<Rule>) -> Series {
    Series {
        public_id: PublicId::from_bytes([7; 12]),
        slug: Slug::parse(&format!("series-{nth}")).unwrap(),
        uid: format!("series-{nth}@example.org"),
        title: format!("Talk {nth}, with \"guests\"; and more"),
        summary: "An hour of good company.".to_owned(),
        description: "Bring **one** question.".to_owned(),
        category: "Community".to_owned(),
        tags: vec!["talk".to_owned()],
        zone,
        local_start,
        duration_minutes: 60,
        rule,
        extra: Vec::new(),
        excluded: Vec::new(),
        overrides: Vec::new(),
        format: Format::Online,
        place: "Video call".to_owned(),
        link: Some(Link::parse("https://example.org/join").unwrap()),
        organizer: String::new(),
        capacity: None,
        status: Status::Published,
        cancelled_at: None,
        continues: None,
        for_whom: domain::events::ForWhom::Everybody,
        sequence: 0,
        speakers: Vec::<Speaker>::new(),
        sample: false,
        changed_at: "2026-10-01T12:00:00Z".parse().unwrap(),
    }
}

/// Mostly later than the first start, and long enough for the clocks to change. Not beyond 2050 nor twenty years after
/// the first start, which is how far a VTIMEZONE reaches where the law names every single change.
fn window(dice: &Dice, series: &Series) -> (DateTime<Utc>, DateTime<Utc>) {
    let first = series.first().start;
    let reach = (first + Duration::days(20 * 365)).max("2050-01-01T00:00:00Z".parse().unwrap());
    let days = series.rule.map_or(400, |rule| match rule.repeats() {
        Repeats::Daily => 300 * i64::from(rule.interval()),
        Repeats::Weekly(_) => 700 * i64::from(rule.interval()),
        _ => 4_000,
    });
    let days = days.min(5_000);
    let endless = series.rule.is_some_and(|rule| rule.ends() == Ends::Never);
    let room = if endless && !chance(dice, 3) { (reach - first).num_days() - days } else { 0 };
    let from = first + Duration::days(dice.below(room.max(0).unsigned_abs()).cast_signed() - 1);
    (from, from + Duration::days(days))
}

/// Leaves out, adds, moves, renames and cancels some dates of the window.
fn differ(dice: &Dice, series: &mut Series, from: DateTime<Utc>, to: DateTime<Utc>) {
    let dates: Vec<_> = series.between(from, to, 300).into_iter().map(|at| at.original_start).collect();
    let mut free = dates.clone();
    let take = |free: &mut Vec<NaiveDateTime>| {
        let at = usize::try_from(dice.below(free.len() as u64)).unwrap();
        (free.len() > 1).then(|| free.swap_remove(at))
    };
    for _ in 0..dice.below(4) {
        series.excluded.extend(take(&mut free));
    }
    for kind in 0..dice.below(8) {
        let Some(original) = take(&mut free) else { break };
        let mut date = Override::of(original, as_of() - Duration::days(5));
        date.sequence = below(dice, 3);
        match kind % 4 {
            0 => {
                let day = original.date() + Days::new(dice.below(6)) - Days::new(3);
                date.moved_to = Some(day.and_time(time(dice)));
                date.minutes = chance(dice, 2).then_some(75);
            }
            1 => date.cancelled_at = Some(as_of() - Duration::days(3)),
            2 => date.title = Some("Another title, for once".to_owned()),
            _ => date.cancelled_at = Some(as_of() - Duration::days(40)),
        }
        series.overrides.push(date);
    }
    for _ in 0..dice.below(3) {
        let near = *one_of(dice, if dates.is_empty() { std::slice::from_ref(&series.local_start) } else { &dates });
        let extra = (near.date() + Days::new(dice.below(3))).and_time(time(dice));
        if !dates.contains(&extra) && !series.has(extra) {
            series.extra.push(extra);
        }
    }
    series.extra.sort_unstable();
    series.excluded.sort_unstable();
    series.overrides.sort_unstable_by_key(|date| date.original_start);
}
