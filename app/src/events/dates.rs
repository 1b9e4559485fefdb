//! The dates of one series as rows, and the words about what is unusual with one of them.

use super::parts::Note;
use super::rows::{write_notes, write_speakers};
use crate::ui::html::Html;
use crate::ui::time::{city, clock_time, short_date, write_range};
use crate::{request, routes};
use chrono::{DateTime, Duration, NaiveDateTime, Utc};
use chrono_tz::Tz;
use domain::events::zone::{ClockChange, local_time};
use domain::events::{Occurrence, Series, Status};
use leptos::prelude::*;
use std::sync::Arc;

/// Dates shown before the rest is folded.
const SHOWN: usize = 6;

/// Dates to come: the first ones open, the rest folded.
#[component]
pub(super) fn ComingDates(series: Arc<Series>, dates: Vec<Occurrence>, more: bool) -> impl IntoView {
    let (shown, folded) = dates.split_at(dates.len().min(SHOWN));
    let count = folded.len();
    let last = dates.last().filter(|_| more).map(|at| short_date(&local_time(series.zone, at.start)));
    let further = last.map(|day| {
        view! { <p class="hint">{format!("It goes on after {day}. A calendar that subscribes has all further dates.")}</p> }
    });
    view! {
        {dates.is_empty().then(|| view! { <p>"No date is planned at the moment."</p> })}
        {(!shown.is_empty()).then(|| rows(&series, shown))}
        {if count > 0 {
            view! {
                <details class="more">
                    <summary>{format!("{count} more {}", if count == 1 { "date" } else { "dates" })}</summary>
                    {rows(&series, folded)}
                    {further}
                </details>
            }
            .into_any()
        } else {
            further.into_any()
        }}
    }
}

/// Dates gone, folded; they say what is left of them.
#[component]
pub(super) fn PastDates(series: Arc<Series>, dates: Vec<Occurrence>) -> impl IntoView {
    (!dates.is_empty()).then(|| {
        view! { <details class="more"><summary>"Past dates"</summary>{rows(&series, &dates)}</details> }
    })
}

fn rows(series: &Series, dates: &[Occurrence]) -> impl IntoView + use<> {
    let chosen = request::viewer_zone();
    let mut html = Html::with_capacity(dates.len() * 500);
    for at in dates {
        row(&mut html, series, *at, chosen);
    }
    view! { <ol class="dates" inner_html=html.finish()></ol> }
}

/// One date: when, what differs from the series, what is unusual; the whole date is the link.
fn row(html: &mut Html, series: &Series, at: Occurrence, chosen: Option<Tz>) {
    let told = series.told(at.original_start);
    let own = series.override_of(at.original_start);
    let cancelled = told.cancelled_at.is_some();
    let to = routes::occurrence(series.slug.as_str(), &series.date_name(at.original_start));
    html.raw(if cancelled { "<li class=\"canceled\">" } else { "<li>" });
    html.raw("<a class=\"date-link\" href=\"").text(to.as_str()).raw("\"><span>");
    write_range(html, at.start, at.end, series.zone, chosen);
    html.raw("</span></a>");
    if let Some(title) = own.and_then(|date| date.title.as_deref()) {
        html.raw("<p class=\"own-title\"><bdi>").text(title).raw("</bdi></p>");
    }
    if let Some(speakers) = own.and_then(|date| date.speakers.as_deref()).filter(|speakers| !speakers.is_empty()) {
        html.raw("<p class=\"meta\">");
        write_speakers(html, speakers);
        html.raw("</p>");
    }
    if let Some(place) = own.and_then(|date| date.place.as_deref()).filter(|place| !place.is_empty()) {
        html.raw("<p><bdi>").text(place).raw("</bdi></p>");
    }
    let moved = at.moved.then(|| moved_from(series, at));
    let clocks = at.shifted.map(|change| clock_note(series.zone, at, change));
    for note in [moved, clocks].into_iter().flatten() {
        html.raw("<p class=\"hint\">").text(&note).raw("</p>");
    }
    if let Some(words) = kept(told.recording.is_some(), told.materials.len()) {
        html.raw("<p class=\"kept\">").text(&words).raw("</p>");
    }
    write_notes(
        html,
        [
            (cancelled && series.status != Status::Cancelled).then_some(Note::Canceled),
            at.moved.then_some(Note::Moved),
            series.extra.contains(&at.original_start).then_some(Note::Extra),
        ],
    );
    html.raw("</li>");
}

/// "Recording and 2 materials", for a date one can look at again.
pub(super) fn kept(recording: bool, materials: usize) -> Option<String> {
    let papers = match materials {
        0 => None,
        1 => Some("1 material".to_owned()),
        many => Some(format!("{many} materials")),
    };
    match (recording, papers) {
        (true, Some(papers)) => Some(format!("Recording and {papers}")),
        (true, None) => Some("Recording".to_owned()),
        (false, papers) => papers,
    }
}

/// "Moved from Wednesday, November 25", with the hour where the hour differs too.
pub(super) fn moved_from(series: &Series, at: Occurrence) -> String {
    moved(at.original_start, local_time(series.zone, at.start))
}

fn moved(from: NaiveDateTime, to: NaiveDateTime) -> String {
    match (from.date() == to.date(), from.time() == to.time()) {
        (true, _) => format!("Moved from {}", clock_time(&from)),
        (false, true) => format!("Moved from {}", short_date(&from)),
        (false, false) => format!("Moved from {}, {}", short_date(&from), clock_time(&from)),
    }
}

/// What a change of clocks does to the start of a date.
pub(super) fn clock_note(zone: Tz, at: Occurrence, change: ClockChange) -> String {
    let (place, starts) = (city(zone), local_time(zone, at.start));
    match change {
        ClockChange::MovedForward { minutes } if minutes >= 1440 => {
            format!("{place} leaves out a whole day then, so it takes place a day later.")
        }
        ClockChange::MovedForward { minutes } => {
            let skipped = starts - Duration::minutes(minutes);
            format!(
                "The clocks in {place} go forward then and skip {}, so it starts at {}.",
                clock_time(&skipped),
                clock_time(&starts)
            )
        }
        ClockChange::FirstOfTwo => format!(
            "The clocks in {place} go back then and show {} twice; it starts the first time.",
            clock_time(&starts)
        ),
    }
}

/// Whether a date is over.
pub(super) fn is_over(at: &Occurrence, now: DateTime<Utc>) -> bool {
    at.end <= now
}

/// "1 hour", "1 hour 30 minutes", "45 minutes".
pub(super) fn span(minutes: i64) -> String {
    let unit = |count: i64, word: &str| format!("{count} {word}{}", if count == 1 { "" } else { "s" });
    match (minutes / 60, minutes % 60) {
        (0, rest) => unit(rest, "minute"),
        (hours, 0) => unit(hours, "hour"),
        (hours, rest) => format!("{} {}", unit(hours, "hour"), unit(rest, "minute")),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn local(text: &str) -> NaiveDateTime {
        text.parse().unwrap()
    }

    #[test]
    fn lengths_read_as_people_say_them() {
        assert_eq!(span(60), "1 hour");
        assert_eq!(span(90), "1 hour 30 minutes");
        assert_eq!(span(45), "45 minutes");
        assert_eq!(span(121), "2 hours 1 minute");
    }

    #[test]
    fn a_move_says_only_what_changed() {
        let from = local("2026-11-25T20:00:00");
        assert_eq!(moved(from, local("2026-11-25T19:00:00")), "Moved from 8:00 pm");
        assert_eq!(moved(from, local("2026-11-26T20:00:00")), "Moved from Wednesday, November 25");
        assert_eq!(moved(from, local("2026-11-26T19:00:00")), "Moved from Wednesday, November 25, 8:00 pm");
    }

    #[test]
    fn a_change_of_clocks_is_said_in_words() {
        let note = |zone, start| {
            let at = Occurrence::place(zone, local(start), 60);
            clock_note(zone, at, at.shifted.unwrap())
        };
        assert_eq!(
            note(Tz::America__New_York, "2026-03-08T02:30:00"),
            "The clocks in New York go forward then and skip 2:30 am, so it starts at 3:30 am."
        );
        assert_eq!(
            note(Tz::America__New_York, "2026-11-01T01:30:00"),
            "The clocks in New York go back then and show 1:30 am twice; it starts the first time."
        );
        assert_eq!(
            note(Tz::Pacific__Apia, "2011-12-30T10:00:00"),
            "Apia leaves out a whole day then, so it takes place a day later."
        );
    }

    #[test]
    fn what_is_left_of_a_date_is_counted() {
        assert_eq!(kept(true, 2).as_deref(), Some("Recording and 2 materials"));
        assert_eq!(kept(false, 1).as_deref(), Some("1 material"));
        assert_eq!(kept(false, 0), None);
    }
}
