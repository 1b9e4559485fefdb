//! `/desk/events/<slug>`: one series with its dates and what can be done with it; and how everybody will see it.

use super::actions::SetEvent;
use super::trouble;
use crate::access::DeskNav;
use crate::events::SeriesBody;
use crate::ui::time::{hours, zone_all_year};
use crate::ui::{Alert, Crumb, DoneNotice, ErrorSummary, Form, Page, SubmitButton, Tone, when_words};
use crate::{request, routes};
use chrono::Duration;
use domain::events::{Occurrence, Series, Status};
use leptos::prelude::*;
use leptos_router::hooks::use_params_map;
use server_fn::ServerFn;
use services::events::desk::{Opened, SeriesDeed, open, preview};

/// One series.
#[component]
pub fn EventDeskPage() -> impl IntoView {
    let Some(ctx) = request::try_ctx() else { return ().into_any() };
    let slug = use_params_map().with_untracked(|params| params.get("slug")).unwrap_or_default();
    Suspend::new(async move {
        match open(&ctx, &slug).await {
            Ok(opened) => view! { <Body opened/> }.into_any(),
            Err(error) => trouble(&ctx.viewer.request_id, &error),
        }
    })
    .into_any()
}

/// The public page of a series before it is one.
#[component]
pub fn EventPreviewPage() -> impl IntoView {
    let Some(ctx) = request::try_ctx() else { return ().into_any() };
    let slug = use_params_map().with_untracked(|params| params.get("slug")).unwrap_or_default();
    Suspend::new(async move {
        match preview(&ctx, &slug).await {
            Ok(found) => view! { <SeriesBody found now=ctx.now() preview=true/> }.into_any(),
            Err(error) => trouble(&ctx.viewer.request_id, &error),
        }
    })
    .into_any()
}

#[component]
fn Body(opened: Opened) -> impl IntoView {
    let Opened { series, next, past, may_take_back } = opened;
    let slug = series.slug.as_str().to_owned();
    let status = series.status;
    let (edit, preview) = (routes::desk_event_edit(&slug), routes::desk_event_preview(&slug));
    let public = status.is_public().then(|| {
        view! { <a class="button quiet" href=routes::series(&slug).to_string()>"Public page"</a> }
    });
    let from = series.local_start;
    let to = from + Duration::minutes(i64::from(series.duration_minutes));
    let rhythm =
        series.rule.map(|rule| format!("{}, {} {}", rule.words(from), hours(from, to), zone_all_year(series.zone)));
    view! {
        <Page
            title=series.title.clone()
            crumbs=vec![Crumb::new("Desk", routes::desk()), Crumb::new("Events", routes::desk_events())]
        >
            <div class="page-head">
                <p class="kicker">{status.label()}</p>
                <h1 dir="auto">{series.title.clone()}</h1>
                {rhythm.map(|words| view! { <p class="lede">{words}</p> })}
            </div>
            {SeriesDeed::ALL.into_iter().map(|deed| view! { <ErrorSummary action=SetEvent::PATH row=deed.word()/> }).collect_view()}
            <DeskNav/>
            <DoneNotice/>
            <p class="actions">
                <a class="button" href=edit.to_string()>"Edit the series"</a>
                <a class="button quiet" href=preview.to_string()>"Preview"</a>
                {public}
            </p>
            <Deeds series=series.clone() may_take_back/>
            <section aria-labelledby="coming-title">
                <h2 id="coming-title">"Dates to come"</h2>
                <p class="soft">"Open a date to change it alone, with all that follow, or to cancel it."</p>
                {dates(&series, &next)}
            </section>
            {(!past.is_empty()).then(|| view! {
                <details class="more">
                    <summary>"Dates gone"</summary>
                    <p class="soft">"Add a recording or slides to them; their time stays as it was."</p>
                    {dates(&series, &past)}
                </details>
            })}
        </Page>
    }
}

fn dates(series: &Series, dates: &[Occurrence]) -> AnyView {
    if dates.is_empty() {
        return view! { <p>"None."</p> }.into_any();
    }
    let rows = dates
        .iter()
        .map(|at| {
            let to = routes::desk_event_date(series.slug.as_str(), &series.date_name(at.original_start)).to_string();
            let own = series.override_of(at.original_start);
            let notes: Vec<_> = [
                at.cancelled.then(|| "canceled".to_owned()),
                at.moved.then(|| "moved".to_owned()),
                own.and_then(|date| date.title.clone()),
            ]
            .into_iter()
            .flatten()
            .collect();
            view! {
                <li>
                    <a href=to>{when_words(at.start, at.end, series.zone)}</a>
                    " "<span class="soft"><bdi>{notes.join(", ")}</bdi></span>
                </li>
            }
        })
        .collect_view();
    view! { <ul class="ways">{rows}</ul> }.into_any()
}

/// The buttons that fit how far the series has come.
#[component]
fn Deeds(series: Series, may_take_back: bool) -> impl IntoView {
    let slug = series.slug.as_str().to_owned();
    let button = |deed: SeriesDeed, label: &'static str| {
        let slug = slug.clone();
        view! {
            <Form action=SetEvent::PATH row=deed.word() summary_above=true>
                <input type="hidden" name="series" value=slug/>
                <input type="hidden" name="deed" value=deed.word()/>
                <SubmitButton label/>
            </Form>
        }
    };
    match series.status {
        Status::Draft => view! {
            <Alert tone=Tone::Info title="This is a draft.">"Only organizers see it."</Alert>
            {button(SeriesDeed::Publish, "Publish")}
        }
        .into_any(),
        Status::Published => view! {
            {may_take_back.then(|| view! {
                <p class="soft">"Published a moment ago. For ten minutes, and as long as nothing else was changed, it can become a draft again."</p>
                {button(SeriesDeed::TakeBack, "Make it a draft again")}
            })}
            <details class="more">
                <summary>"Cancel the whole series"</summary>
                <p>
                    "Pages and calendars show all dates to come as canceled for 30 days. Everybody who comes to one of \
                     them, or is on its waitlist, is mailed as you press. You can undo this, and they are mailed again. \
                     To call off one date, open that date."
                </p>
                {button(SeriesDeed::Cancel, "Cancel the whole series")}
            </details>
        }
        .into_any(),
        Status::Cancelled => view! {
            <Alert tone=Tone::Bad title="This was canceled.">"Pages go on showing it, so that nobody waits in vain."</Alert>
            <p class="soft">"Everybody who has answered for a date to come is mailed as you press."</p>
            {button(SeriesDeed::Undo, "Undo: it takes place")}
        }
        .into_any(),
    }
}
