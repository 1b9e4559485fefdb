//! `/desk/new-event` and `/desk/events/<slug>/edit`: writing a series.

use super::actions::SaveSeries;
use super::drawn::DrawnDates;
use super::series_form::{SeriesFields, repeat_monthly};
use super::{Stamps, again, trouble};
use crate::access::DeskNav;
use crate::ui::{Crumb, ErrorSummary, Form, Page};
use crate::{request, routes};
use domain::events::Status;
use leptos::prelude::*;
use leptos_router::hooks::use_params_map;
use server_fn::ServerFn;
use services::events::desk::{Drawn, Looked, drawn_new, drawn_series, look};

/// The form of a new series, or of a single event.
#[component]
pub fn NewEventPage() -> impl IntoView {
    let Some(ctx) = request::try_ctx() else { return ().into_any() };
    let single = request::query("single").is_some();
    let again = again(SaveSeries::PATH);
    Suspend::new(async move {
        let read = async {
            let drawn = drawn_new(&ctx).await?;
            let looked = match &again {
                Some(again) => look(&ctx, None, &again.fields).await?.ok(),
                None => None,
            };
            Ok((drawn, looked))
        };
        match read.await {
            Ok((drawn, looked)) => {
                let drawn = if single { drawn } else { repeat_monthly(drawn) };
                let title = if single { "New single event" } else { "New series" };
                view! { <Body drawn looked title=title.to_owned() slug=String::new()/> }.into_any()
            }
            Err(error) => trouble(&ctx.viewer.request_id, &error),
        }
    })
    .into_any()
}

/// The form of a stored series.
#[component]
pub fn EditEventPage() -> impl IntoView {
    let Some(ctx) = request::try_ctx() else { return ().into_any() };
    let slug = use_params_map().with_untracked(|params| params.get("slug")).unwrap_or_default();
    let again = again(SaveSeries::PATH);
    Suspend::new(async move {
        let read = async {
            let drawn = drawn_series(&ctx, &slug, again.as_ref()).await?;
            let looked = match &again {
                Some(again) => look(&ctx, Some(&slug), &again.fields).await?.ok(),
                None => None,
            };
            Ok((drawn, looked))
        };
        match read.await {
            Ok((drawn, looked)) => {
                let title = format!("Edit {}", drawn.title);
                view! { <Body drawn looked title slug=slug.clone()/> }.into_any()
            }
            Err(error) => trouble(&ctx.viewer.request_id, &error),
        }
    })
    .into_any()
}

#[component]
fn Body(drawn: Drawn, #[prop(optional_no_strip)] looked: Option<Looked>, title: String, slug: String) -> impl IntoView {
    let mut crumbs = vec![Crumb::new("Desk", routes::desk()), Crumb::new("Events", routes::desk_events())];
    if !slug.is_empty() {
        crumbs.push(Crumb::new(drawn.title.clone(), routes::desk_event(&slug)));
    }
    let (draft, status) = (drawn.status == Status::Draft, drawn.status);
    let (stamp, seen) = (drawn.stamp.clone(), drawn.seen.clone());
    let here = if slug.is_empty() { title.clone() } else { "Edit".to_owned() };
    view! {
        <Page title=title.clone() crumbs here>
            <div class="page-head">
                <h1><bdi>{title.clone()}</bdi></h1>
                <p class="lede">{match status {
                    Status::Draft => "A draft is seen by organizers only, until you publish it.",
                    Status::Published => "This is public. What you save here is for all dates; dates that have begun keep their time.",
                    Status::Cancelled => "This was canceled. What you save here is public.",
                }}</p>
            </div>
            <ErrorSummary action=SaveSeries::PATH/>
            <DeskNav/>
            <Form action=SaveSeries::PATH summary_above=true>
                <input type="hidden" name="series" value=slug/>
                <Stamps action=SaveSeries::PATH stored=stamp seen/>
                <SeriesFields drawn/>
                {looked.map(|looked| view! { <DrawnDates looked/> })}
                <p class="actions">
                    <button class="button quiet" type="submit" name="press" value="show">"Show the dates"</button>
                    <button class="button" type="submit" name="press" value="save">
                        {if draft { "Save as a draft" } else { "Save" }}
                    </button>
                    {draft.then(|| view! {
                        <button class="button quiet" type="submit" name="press" value="publish">"Save and publish"</button>
                    })}
                </p>
            </Form>
        </Page>
    }
}
