//! Pieces that more than one page of events shows.

use super::rows::{event_rows, labels, write_speakers};
use crate::routes::Path;
use crate::ui::html::Html;
use crate::ui::time::month_name;
use crate::ui::{Icon, IconName, TimeRange};
use crate::{request, routes};
use chrono::{DateTime, Datelike, NaiveDateTime, Utc};
use domain::events::{Format, Link, Speaker, Status};
use leptos::prelude::*;
use services::events::Listed;

/// "With A, MD and B, MD", or nothing.
#[component]
pub(crate) fn Speakers(speakers: Vec<Speaker>) -> impl IntoView {
    (!speakers.is_empty()).then(|| {
        let mut html = Html::default();
        write_speakers(&mut html, &speakers);
        view! { <p class="meta" inner_html=html.finish()></p> }
    })
}

/// Each speaker with what is known of them.
#[component]
pub(super) fn People(speakers: Vec<Speaker>) -> impl IntoView {
    (!speakers.is_empty()).then(|| {
        let people = speakers
            .into_iter()
            .map(|speaker| {
                let position = speaker.position();
                view! {
                    <li>
                        <h3 dir="auto">{speaker.full_name()}</h3>
                        {(!position.is_empty()).then(|| view! { <p class="position" dir="auto">{position}</p> })}
                        {(!speaker.bio.is_empty()).then(|| view! { <p class="bio" dir="auto">{speaker.bio}</p> })}
                    </li>
                }
            })
            .collect_view();
        view! {
            <section aria-labelledby="who-title">
                <h2 id="who-title">"Who"</h2>
                <ul class="people">{people}</ul>
            </section>
        }
    })
}

/// How one takes part: online, or the place.
#[component]
pub(crate) fn Where(format: Format, place: String) -> impl IntoView {
    let icon = if format == Format::Online { IconName::Online } else { IconName::Place };
    let words = if place.is_empty() { format.label().to_owned() } else { place };
    view! { <p class="meta"><Icon name=icon/><span dir="auto">{words}</span></p> }
}

/// Format and place as a fact: "In person. Harbor Reading Room".
#[component]
pub(super) fn WhereFact(format: Format, place: String) -> impl IntoView {
    let later = format != Format::Online && place.is_empty();
    view! {
        <div>
            <dt>"Where"</dt>
            <dd>
                {format.label()}
                {(!place.is_empty()).then(|| view! { ". "<span dir="auto">{place}</span> })}
                {later.then_some(". The place is announced later.")}
            </dd>
        </div>
    }
}

/// A link to another site, which it names.
#[component]
pub(super) fn LinkOut(link: Link, #[prop(into)] words: String) -> impl IntoView {
    let host = link.host().to_owned();
    view! {
        <a href=link.as_str().to_owned() rel="noopener"><span dir="auto">{words}</span></a>
        " "
        <span class="hint host">"(" <bdi>{host}</bdi> ")"</span>
    }
}

/// Something unusual about a date.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Note {
    /// It does not take place.
    Canceled,
    /// It takes place at another time than the series gives.
    Moved,
    /// The series does not give it; it was added.
    Extra,
    /// Only members come.
    Members,
    /// "Today", "In 3 days".
    Soon(String),
    /// Invented content.
    Sample,
}

impl Note {
    /// Its class and its words.
    pub(super) fn drawn(&self) -> (&'static str, &str) {
        match self {
            Self::Canceled => ("tag bad", "Canceled"),
            Self::Moved => ("tag warn", "Moved"),
            Self::Extra => ("tag", "Extra date"),
            Self::Members => ("tag", "Members only"),
            Self::Soon(words) => ("tag warm", words),
            Self::Sample => ("tag plain", "Sample"),
        }
    }
}

/// What is unusual about a date, as small labels; nothing for a date like any other.
#[component]
pub(super) fn Notes(
    /// In the order shown, without those that do not hold.
    of: Vec<Option<Note>>,
) -> impl IntoView {
    let labels = labels(&of);
    (!labels.is_empty()).then(|| view! { <ul class="tags" aria-label="Notes" inner_html=labels.finish()></ul> })
}

/// Whether a date does not take place, by itself or with its whole series.
pub(super) fn is_cancelled(date: &Listed) -> bool {
    date.cancelled || date.status == Status::Cancelled
}

/// The page of a listed date.
pub(crate) fn to(date: &Listed) -> Path {
    routes::occurrence(date.slug.as_str(), &date.date_name)
}

/// When it starts on the clocks where it is announced.
pub(super) fn local(date: &Listed) -> NaiveDateTime {
    date.occurrence.start.with_timezone(&date.zone).naive_local()
}

/// Dates under the heading of their month, which is the month where each is announced.
#[component]
pub(crate) fn Months(dates: Vec<Listed>, now: DateTime<Utc>) -> impl IntoView {
    let mut months: Vec<(String, String, Vec<Listed>)> = Vec::new();
    for date in dates {
        let local = local(&date);
        let id = format!("m-{:04}-{:02}", local.year(), local.month());
        // Around the end of a month, dates of two zones may take turns.
        match months.iter_mut().rev().find(|(known, ..)| *known == id) {
            Some((_, _, dates)) => dates.push(date),
            None => months.push((id, month_name(&local), vec![date])),
        }
    }
    let chosen = request::viewer_zone();
    months
        .into_iter()
        .map(|(id, name, dates)| {
            let rows = event_rows(&dates, now, chosen);
            view! {
                <section aria-labelledby=id.clone()>
                    <h2 class="month" id=id.clone()>{name}</h2>
                    <ol class="event-list" inner_html=rows></ol>
                </section>
            }
        })
        .collect_view()
}

/// A few dates as a plain list, for pages that have no other: when, what, and a link to each.
#[component]
pub(super) fn FewDates(dates: Vec<Listed>) -> impl IntoView {
    let rows = dates
        .into_iter()
        .map(|date| {
            let at = date.occurrence;
            view! {
                <li>
                    <a href=to(&date).to_string() dir="auto">{date.title.clone()}</a>
                    <p class="when"><TimeRange start=at.start end=at.end zone=date.zone/></p>
                    <Notes of=vec![is_cancelled(&date).then_some(Note::Canceled), date.moved.then_some(Note::Moved)]/>
                </li>
            }
        })
        .collect_view();
    view! { <ol class="dates">{rows}</ol> }
}

/// How to follow a feed: one button to the page that knows every kind of calendar.
#[component]
pub(super) fn SubscribeCard(
    /// The feed.
    feed: Path,
    /// Heading of the card.
    #[prop(into)]
    title: String,
    /// What comes by subscribing.
    #[prop(into)]
    lead: String,
    /// What the button says.
    button: &'static str,
    /// Another way, under the button.
    #[prop(optional)]
    children: Option<Children>,
) -> impl IntoView {
    view! {
        <section class="card subscribe" id="subscribe" aria-labelledby="subscribe-title">
            <h2 id="subscribe-title">{title}</h2>
            <p>{lead}</p>
            <p class="actions">
                <a class="button" href=routes::subscribe_to(&feed).to_string()><Icon name=IconName::Subscribe/>{button}</a>
            </p>
            {children.map(|children| children())}
        </section>
    }
}
