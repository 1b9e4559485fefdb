//! `/desk/events/<slug>/dates/<date>`: one date, what it says otherwise, and canceling it.

use super::actions::{SaveEventDate, SetEventDate};
use super::date_form::DateFields;
use super::drawn::{DrawnDates, day_of};
use super::gone::GonePage;
use super::{Stamps, again, first, trouble};
use crate::access::DeskNav;
use crate::ui::{Alert, Crumb, DoneNotice, ErrorSummary, Form, Page, SubmitButton, Tone, when_words};
use crate::{request, routes};
use leptos::prelude::*;
use leptos_router::hooks::use_params_map;
use server_fn::ServerFn;
use services::ctx::Ctx;
use services::events::desk::{
    Again, DateDeed, DateSheet, Looked, OrganizeError, drawn_date, gone, look_at_date, place,
};
use services::events::rsvp::Answered;

/// The form of one date.
#[component]
pub fn EditDatePage() -> impl IntoView {
    let Some(ctx) = request::try_ctx() else { return ().into_any() };
    let param = |name: &str| use_params_map().with_untracked(|params| params.get(name)).unwrap_or_default();
    let again = again(SaveEventDate::PATH);
    let (slug, date) = wanted(again.as_ref()).unwrap_or_else(|| (param("slug"), param("date")));
    Suspend::new(async move {
        match drawn(&ctx, &slug, &date, again.as_ref()).await {
            Ok(page) => page,
            Err(error) => trouble(&ctx.viewer.request_id, &error),
        }
    })
    .into_any()
}

/// Series and date of a form that is drawn again: whoever chose another date than that of the page means it.
fn wanted(again: Option<&Again>) -> Option<(String, String)> {
    let again = again?;
    let (series, of) = (first(&again.fields, "series")?, first(&again.fields, "of").filter(|of| !of.is_empty())?);
    let (slug, date) = place(&series, &of);
    Some((slug.to_owned(), date.to_owned()))
}

async fn drawn(ctx: &Ctx, slug: &str, date: &str, again: Option<&Again>) -> Result<AnyView, OrganizeError> {
    let sheet = match drawn_date(ctx, slug, date, again).await {
        // The date went while the form was open: what was typed must not go with it.
        Err(OrganizeError::DateGone) if again.is_some() => {
            let gone = gone(ctx, slug, date).await?;
            return Ok(view! { <GonePage gone/> }.into_any());
        }
        sheet => sheet?,
    };
    let looked = match again {
        Some(again) => look_at_date(ctx, slug, date, &again.fields).await?.ok(),
        None => None,
    };
    let name = date.to_owned();
    Ok(view! { <Body sheet looked name/> }.into_any())
}

/// Whom the button mails.
fn mailed(answered: Answered) -> String {
    let Answered { going, waiting } = answered;
    let come = if going == 1 { "1 person who comes".to_owned() } else { format!("{going} people who come") };
    match (going, waiting) {
        (0, 0) => "Nobody has answered for it, so nobody is mailed.".to_owned(),
        (_, 0) => format!("As you press, mail goes to {come}."),
        (0, _) => format!("As you press, mail goes to {waiting} on the waitlist."),
        _ => format!("As you press, mail goes to {come} and {waiting} on the waitlist."),
    }
}

#[component]
fn Body(sheet: DateSheet, #[prop(optional_no_strip)] looked: Option<Looked>, name: String) -> impl IntoView {
    let DateSheet { fields, stamp, seen, series, occurrence, begun, answered } = sheet;
    let slug = series.slug.as_str().to_owned();
    let day = day_of(&series, occurrence);
    let crumbs = vec![
        Crumb::new("Desk", routes::desk()),
        Crumb::new("Events", routes::desk_events()),
        Crumb::new(series.title.clone(), routes::desk_event(&slug)),
    ];
    let (deed, label) = if occurrence.cancelled {
        (DateDeed::Undo, "Undo: this date takes place")
    } else {
        (DateDeed::Cancel, "Cancel this date")
    };
    let settled = begun && series.status.is_public();
    let (of_series, of_date) = (slug.clone(), name.clone());
    let cancel = (!settled).then(|| {
        let form = view! {
            <Form action=SetEventDate::PATH row="cancel" summary_above=true>
                <input type="hidden" name="series" value=of_series/>
                <input type="hidden" name="date" value=of_date/>
                <input type="hidden" name="deed" value=deed.word()/>
                <SubmitButton label/>
            </Form>
        };
        let mailed = mailed(answered);
        match deed {
            DateDeed::Cancel => view! {
                <details class="more">
                    <summary>{label}</summary>
                    <p>"Pages and calendars show it as canceled, and answers are kept. You can undo this. "{mailed}</p>
                    {form}
                </details>
            }
            .into_any(),
            DateDeed::Undo => view! { <p class="soft">{mailed}</p>{form} }.into_any(),
        }
    });
    view! {
        <Page title=format!("{day}: {}", series.title) crumbs here=day.clone()>
            <div class="page-head">
                <p class="kicker"><bdi>{series.title.clone()}</bdi></p>
                <h1>{day}</h1>
                <p class="lede">{when_words(occurrence.start, occurrence.end, series.zone)}</p>
            </div>
            <ErrorSummary action=SaveEventDate::PATH/>
            <ErrorSummary action=SetEventDate::PATH row="cancel"/>
            <DeskNav/>
            <DoneNotice/>
            {occurrence.cancelled.then(|| view! {
                <Alert tone=Tone::Bad title="This date was canceled.">"The others take place."</Alert>
            })}
            {settled.then(|| view! {
                <Alert tone=Tone::Info title="This date has begun.">"Its time stays as it was. Words, a recording and slides can be added."</Alert>
            })}
            {cancel}
            <Form action=SaveEventDate::PATH summary_above=true>
                <input type="hidden" name="series" value=slug.clone()/>
                <input type="hidden" name="of" value=name.clone()/>
                <Stamps action=SaveEventDate::PATH stored=stamp seen/>
                <DateFields fields series/>
                {looked.map(|looked| view! { <DrawnDates looked/> })}
                <p class="actions">
                    <button class="button quiet" type="submit" name="press" value="show">"Show the dates"</button>
                    <button class="button" type="submit" name="press" value="save">"Save"</button>
                </p>
            </Form>
        </Page>
    }
}
