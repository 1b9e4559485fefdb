//! `/events/<slug>`: one series.

use super::parts::{SubscribeCard, Tags};
use crate::ui::time::{hours, soon, zone_all_year, zone_words};
use crate::ui::{Alert, Crumb, DateBlock, Icon, IconName, Markdown, NotFoundPage, Page, Sorry, TimeRange, Tone};
use crate::{request, routes};
use chrono::{DateTime, Duration, NaiveDateTime, Utc};
use chrono_tz::Tz;
use domain::events::{Format, Occurrence, Status};
use leptos::prelude::*;
use leptos_router::hooks::use_params_map;
use services::events::{SeriesCard, SeriesView};

/// One series: the rule in plain words, what it is, its dates, how to follow it.
#[component]
pub fn SeriesPage() -> impl IntoView {
    let Some(ctx) = request::try_ctx() else { return ().into_any() };
    let slug = use_params_map().with_untracked(|params| params.get("slug")).unwrap_or_default();
    Suspend::new(async move {
        match services::events::series_page(&ctx, &slug).await {
            Ok(Some(found)) => view! { <SeriesBody found now=ctx.now()/> }.into_any(),
            Ok(None) => view! { <NotFoundPage/> }.into_any(),
            Err(error) => {
                request::failed(&ctx.viewer.request_id, &error);
                view! { <Sorry/> }.into_any()
            }
        }
    })
    .into_any()
}

#[component]
fn SeriesBody(found: SeriesView, now: DateTime<Utc>) -> impl IntoView {
    let SeriesView { card, description, speakers, duration_minutes, first_start, next, past, .. } = found;
    let zone = card.zone;
    let canceled = card.status == Status::Cancelled;
    let rhythm = card.repeats.as_ref().map(|words| rhythm(words, first_start, duration_minutes, zone));
    let people = speakers
        .iter()
        .map(|speaker| view! { <li><h3 dir="auto">{speaker.full_name()}</h3><p dir="auto">{speaker.position()}</p></li> })
        .collect_view();
    view! {
        <Page
            title=card.title.clone()
            description=card.summary.clone()
            crumbs=vec![Crumb::new("Home", routes::home()), Crumb::new("Events", routes::events())]
        >
            <Head card=card.clone() rhythm last=past.first().copied() now/>
            {canceled.then(|| view! {
                <Alert tone=Tone::Bad title="This event was canceled">"Its dates stay here so that nobody waits in vain."</Alert>
            })}
            <div class="with-sidebar">
                <div class="sidebar first">
                    {(!canceled).then(|| view! {
                        <SubscribeCard
                            feed=routes::feed_series(card.slug.as_str())
                            title="Save the dates"
                            lead="Every date of this series, in your own time. Changes arrive by themselves."
                            button="Add to calendar"
                        />
                    })}
                    <Facts card duration_minutes/>
                </div>
                <div class="stack wide">
                    {(!speakers.is_empty()).then(|| view! {
                        <section aria-labelledby="who-title">
                            <h2 id="who-title">"Who"</h2>
                            <ul class="people">{people}</ul>
                        </section>
                    })}
                    {(!description.is_empty()).then(|| view! {
                        <section aria-labelledby="what-title">
                            <h2 id="what-title">"What"</h2>
                            <Markdown source=description/>
                        </section>
                    })}
                    <section aria-labelledby="dates-title">
                        <h2 id="dates-title">"Dates"</h2>
                        <Dates next past zone/>
                    </section>
                </div>
            </div>
        </Page>
    }
}

/// Title, the next date and the rhythm: what one reads in a second.
#[component]
fn Head(
    card: SeriesCard,
    #[prop(optional_no_strip)] rhythm: Option<String>,
    #[prop(optional_no_strip)] last: Option<Occurrence>,
    now: DateTime<Utc>,
) -> impl IntoView {
    let (zone, next) = (card.zone, card.next);
    let title = view! {
        <div>
            {(!card.category.is_empty()).then(|| view! { <p class="kicker" dir="auto">{card.category.clone()}</p> })}
            <h1 dir="auto">{card.title.clone()}</h1>
        </div>
    };
    let facts = view! {
        {(!card.summary.is_empty()).then(|| view! { <p class="lede" dir="auto">{card.summary.clone()}</p> })}
        {next.map(|at| view! {
            <p class="when"><Icon name=IconName::Clock/><TimeRange start=at.start end=at.end zone/></p>
        })}
        {rhythm.map(|words| view! { <p class="meta"><Icon name=IconName::Repeats/><span>{words}</span></p> })}
        <Tags soon=next.and_then(|at| soon(at.start, zone, now)) status=card.status format=card.format sample=card.sample/>
    };
    match next.or(last) {
        Some(at) => view! {
            <div class="page-head dated">
                <DateBlock start=at.start zone now large=true/>
                {title}
                <div class="dated-facts">{facts}</div>
            </div>
        }
        .into_any(),
        None => view! { <div class="page-head">{title}{facts}</div> }.into_any(),
    }
}

/// "Every other month on the 4th Wednesday, 8:00 to 9:00 pm ET".
fn rhythm(words: &str, from: NaiveDateTime, minutes: u32, zone: Tz) -> String {
    let to = from + Duration::minutes(i64::from(minutes));
    format!("{words}, {} {}", hours(from, to), zone_all_year(zone))
}

/// Where, how long, and in whose time.
#[component]
fn Facts(card: SeriesCard, duration_minutes: u32) -> impl IntoView {
    let later = card.format != Format::Online && card.place.is_empty();
    view! {
        <dl class="facts">
            <div>
                <dt>"Where"</dt>
                <dd>
                    {card.format.label()}
                    {(!card.place.is_empty()).then(|| view! { ". "<span dir="auto">{card.place.clone()}</span> })}
                    {later.then_some(". The place is announced later.")}
                </dd>
            </div>
            <div><dt>"Length"</dt><dd>{length(duration_minutes)}</dd></div>
            <div><dt>"Announced in"</dt><dd>{zone_words(card.zone)}</dd></div>
        </dl>
    }
}

#[component]
fn Dates(next: Vec<Occurrence>, past: Vec<Occurrence>, zone: Tz) -> impl IntoView {
    let list = move |dates: Vec<Occurrence>| {
        let rows =
            dates.into_iter().map(|at| view! { <li><TimeRange start=at.start end=at.end zone/></li> }).collect_view();
        view! { <ol class="dates">{rows}</ol> }
    };
    let none = next.is_empty();
    let shifted = next.iter().any(|at| at.shifted.is_some());
    view! {
        {none.then(|| view! { <p>"No date is planned at the moment."</p> })}
        {shifted.then(|| view! {
            <p class="hint">"The clocks change on one of these dates; the times below already count that in."</p>
        })}
        {(!none).then(|| list(next))}
        {(!past.is_empty()).then(|| view! {
            <details class="more"><summary>"Past dates"</summary>{list(past)}</details>
        })}
    }
}

/// "1 hour", "1 hour 30 minutes", "45 minutes".
fn length(minutes: u32) -> String {
    let unit = |count: u32, word: &str| format!("{count} {word}{}", if count == 1 { "" } else { "s" });
    match (minutes / 60, minutes % 60) {
        (0, rest) => unit(rest, "minute"),
        (hours, 0) => unit(hours, "hour"),
        (hours, rest) => format!("{} {}", unit(hours, "hour"), unit(rest, "minute")),
    }
}

#[cfg(test)]
mod tests {
    use super::length;

    #[test]
    fn lengths_read_as_people_say_them() {
        assert_eq!(length(60), "1 hour");
        assert_eq!(length(90), "1 hour 30 minutes");
        assert_eq!(length(45), "45 minutes");
        assert_eq!(length(121), "2 hours 1 minute");
    }
}
