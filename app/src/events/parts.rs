//! Pieces that more than one page of events shows.

use crate::routes::Path;
use crate::ui::time::{month_name, soon};
use crate::ui::{CopyButton, DateBlock, Icon, IconName, TimeRange};
use crate::{request, routes};
use chrono::{DateTime, NaiveDateTime, Utc};
use domain::events::{Format, Speaker, Status};
use leptos::prelude::*;
use services::events::Listed;

/// "With A, MD and B, MD", or nothing.
#[component]
pub(crate) fn Speakers(speakers: Vec<Speaker>) -> impl IntoView {
    let last = speakers.len().saturating_sub(1);
    let count = speakers.len();
    (count > 0).then(|| {
        let names = speakers
            .into_iter()
            .enumerate()
            .map(|(index, speaker)| {
                let joint = match index {
                    0 => "With ",
                    index if index == last => " and ",
                    _ => ", ",
                };
                view! { {joint}<span dir="auto">{speaker.full_name()}</span> }
            })
            .collect_view();
        view! { <p class="meta"><Icon name=IconName::People/><span>{names}</span></p> }
    })
}

/// How one takes part: online, or the place.
#[component]
pub(crate) fn Where(format: Format, place: String) -> impl IntoView {
    let icon = if format == Format::Online { IconName::Online } else { IconName::Place };
    let words = if place.is_empty() { format.label().to_owned() } else { place };
    view! { <p class="meta"><Icon name=icon/><span dir="auto">{words}</span></p> }
}

/// The small labels under a title.
#[component]
pub(crate) fn Tags(
    #[prop(optional_no_strip)] soon: Option<String>,
    status: Status,
    #[prop(into, optional)] category: String,
    format: Format,
    sample: bool,
) -> impl IntoView {
    let canceled = status == Status::Cancelled;
    view! {
        <ul class="tags" aria-label="Tags">
            {canceled.then(|| view! { <li class="tag bad">"Canceled"</li> })}
            {soon.filter(|_| !canceled).map(|words| view! { <li class="tag warm">{words}</li> })}
            {(!category.is_empty()).then(|| view! { <li class="tag">{category}</li> })}
            <li class="tag">{format.label()}</li>
            {sample.then(|| view! { <li class="tag plain">"Sample"</li> })}
        </ul>
    }
}

/// One date in the list.
#[component]
pub(crate) fn EventRow(date: Listed, now: DateTime<Utc>) -> impl IntoView {
    let at = date.occurrence;
    view! {
        <li class="event-row dated">
            <DateBlock start=at.start zone=date.zone now/>
            <h3><a href=routes::series(date.slug.as_str()).to_string() dir="auto">{date.title}</a></h3>
            <div class="dated-facts">
                <p class="when"><Icon name=IconName::Clock/><TimeRange start=at.start end=at.end zone=date.zone/></p>
                <Speakers speakers=date.speakers/>
                {(date.format != Format::Online).then(|| view! { <Where format=date.format place=date.place/> })}
                <Tags
                    soon=soon(at.start, date.zone, now)
                    status=date.status
                    category=date.category
                    format=date.format
                    sample=date.sample
                />
            </div>
        </li>
    }
}

/// When it starts on the clocks where it is announced.
pub(super) fn local(date: &Listed) -> NaiveDateTime {
    date.occurrence.start.with_timezone(&date.zone).naive_local()
}

/// Dates under the heading of their month.
#[component]
pub(crate) fn Months(dates: Vec<Listed>, now: DateTime<Utc>) -> impl IntoView {
    let mut months: Vec<(String, String, Vec<Listed>)> = Vec::new();
    for date in dates {
        let local = local(&date);
        let key = local.format("m-%Y-%m").to_string();
        match months.last_mut() {
            Some((last, _, dates)) if *last == key => dates.push(date),
            _ => months.push((key, month_name(&local), vec![date])),
        }
    }
    months
        .into_iter()
        .map(|(id, name, dates)| {
            let rows = dates.into_iter().map(|date| view! { <EventRow date now/> }).collect_view();
            view! {
                <section aria-labelledby=id.clone()>
                    <h2 class="month" id=id.clone()>{name}</h2>
                    <ol class="event-list">{rows}</ol>
                </section>
            }
        })
        .collect_view()
}

/// How to follow a feed: one button for a calendar program, the address for the rest.
#[component]
pub(crate) fn SubscribeCard(
    /// The feed.
    feed: Path,
    /// Heading of the card.
    title: &'static str,
    /// What comes by subscribing.
    lead: &'static str,
    /// What the button says.
    button: &'static str,
) -> impl IntoView {
    let address = feed.absolute(&request::ctx().config.public_url);
    // Apple Calendar, Outlook for Windows and Thunderbird open webcal; the others need the address itself.
    let webcal = address.split_once("://").map_or_else(|| address.clone(), |(_, rest)| format!("webcal://{rest}"));
    view! {
        <section class="card" id="subscribe" aria-labelledby="subscribe-title">
            <h2 id="subscribe-title">{title}</h2>
            <p>{lead}</p>
            <p class="actions"><a class="button" href=webcal><Icon name=IconName::Subscribe/>{button}</a></p>
            <details class="more">
                <summary>"Google Calendar or Outlook on the web"</summary>
                <div class="stack">
                    <p class="field">
                        <label for="feed">"Feed address"</label>
                        <input id="feed" type="text" readonly=true value=address.clone()/>
                    </p>
                    <div><CopyButton text=address label="Copy the address".to_owned()/></div>
                    <ul>
                        <li>"Google, on a computer: next to Other calendars press +, then From URL."</li>
                        <li>"Outlook on the web: Add calendar, then Subscribe from web."</li>
                    </ul>
                    <p class="hint">"Google looks for changes about once a day, whatever we do."</p>
                </div>
            </details>
        </section>
    }
}
