//! What a form would do, drawn above its buttons: the next twelve dates, and what happens to those that people know.

use crate::events::dates::clock_note;
use crate::ui::time::{hours, long_date, zone_all_year};
use crate::ui::{Alert, Boxes, Tone, when_words};
use chrono::Duration;
use domain::events::Series;
use domain::events::desk::Effect;
use domain::events::zone::local_time;
use leptos::prelude::*;
use services::events::desk::{AGREE, Looked, people_told};

/// The dates, and boxes to agree where a new rhythm begins and where people are told that theirs is no more.
#[component]
pub(super) fn DrawnDates(looked: Looked) -> impl IntoView {
    let Looked { dates, series, effect, lost, people } = looked;
    let zone = series.zone;
    let rows = dates
        .iter()
        .map(|at| {
            let notes = [
                at.shifted.map(|change| clock_note(zone, *at, change)),
                at.moved.then(|| "Moved from where the series puts it.".to_owned()),
                at.cancelled.then(|| "Canceled.".to_owned()),
                series.extra.contains(&at.original_start).then(|| "Added by hand.".to_owned()),
            ];
            let notes = notes.into_iter().flatten().collect::<Vec<_>>().join(" ");
            view! {
                <li>
                    {when_words(at.start, at.end, zone)}
                    {(!notes.is_empty()).then(|| view! { " "<span class="soft">{notes}</span> })}
                </li>
            }
        })
        .collect_view();
    let none = dates.is_empty();
    let options = to_agree(effect, people);
    view! {
        <section class="card drawn" aria-labelledby="drawn-title">
            <h2 id="drawn-title">"The next dates"</h2>
            {rhythm(&series).map(|words| view! { <p>{words}</p> })}
            {if none {
                view! { <p>"No date is to come."</p> }.into_any()
            } else {
                view! { <ol>{rows}</ol> }.into_any()
            }}
            {what_happens(&series, effect)}
            {(lost > 0).then(|| {
                let words = if lost == 1 {
                    "One date of which something special was said is no more.".to_owned()
                } else {
                    format!("{lost} dates of which something special was said are no more.")
                };
                view! { <Alert tone=Tone::Warn title="Something goes.">{words}</Alert> }
            })}
            {(people > 0).then(|| view! { <PeopleTold people/> })}
            {(!options.is_empty()).then(|| view! { <Boxes name=AGREE legend="Do you agree?" options/> })}
        </section>
    }
}

fn rhythm(series: &Series) -> Option<String> {
    let from = series.local_start;
    let to = from + Duration::minutes(i64::from(series.duration_minutes));
    Some(format!("{}, {} {}", series.rule?.words(from), hours(from, to), zone_all_year(series.zone)))
}

fn what_happens(series: &Series, effect: Effect) -> Option<AnyView> {
    match effect {
        Effect::Same => Some(view! { <p class="soft">"Nothing is different from what is stored."</p> }.into_any()),
        Effect::InPlace => None,
        Effect::NewKey => series.status.is_public().then(|| {
            view! {
                <Alert tone=Tone::Info title="No date has begun yet.">
                    "Calendars take the old dates out and put these in."
                </Alert>
            }
            .into_any()
        }),
        Effect::Split { at, last } => {
            let words = format!(
                "Dates up to {} stay as they are; from {} on it is as shown here.",
                long_date(&last),
                long_date(&at)
            );
            Some(view! { <Alert tone=Tone::Info title="The series goes on in another way.">{words}</Alert> }.into_any())
        }
    }
}

/// Value and words of each box to tick before this is stored.
fn to_agree(effect: Effect, people: usize) -> Vec<(String, String)> {
    let rhythm = match effect {
        Effect::Split { at, .. } => Some((at.date().to_string(), format!("Yes, from {} on", long_date(&at)))),
        Effect::Same | Effect::InPlace | Effect::NewKey => None,
    };
    let told = match people {
        0 => None,
        1 => Some("Yes, their date goes, and 1 person is told".to_owned()),
        many => Some(format!("Yes, their dates go, and {many} people are told")),
    };
    rhythm.into_iter().chain(told.map(|words| (people_told(people), words))).collect()
}

/// What happens to those who have answered for dates that are no more.
#[component]
fn PeopleTold(people: usize) -> impl IntoView {
    let words = if people == 1 {
        "1 person comes to, or waits for, a date that is no more. They get a cancellation by mail as you save, and lose their \
         place for good."
            .to_owned()
    } else {
        format!(
            "{people} people come to, or wait for, dates that are no more. They get a cancellation by mail as you save, and \
             lose their places for good."
        )
    };
    view! {
        <Alert tone=Tone::Warn title="People have answered.">
            {words}" To call a date off and keep the answers, open that date and cancel it."
        </Alert>
    }
}

/// "Wednesday, November 25, 2026" in the zone of a series.
pub(super) fn day_of(series: &Series, at: domain::events::Occurrence) -> String {
    long_date(&local_time(series.zone, at.start))
}
