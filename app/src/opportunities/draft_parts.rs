//! `/offer/draft/{id}/{part}`: one step of a posting.

use super::actions::{SavePostingPart, draft_token};
use super::draft_rows::{MoneyFields, WhatFields, WhenFields, WhereFields, WhoFields};
use super::parts::instead;
use crate::ui::{Alert, Crumb, DoneNotice, Form, NotFoundPage, Page, SubmitButton, Tone};
use crate::{request, routes};
use domain::opportunities::draft::Part;
use domain::opportunities::{Fields, Kind};
use leptos::prelude::*;
use leptos_router::hooks::use_params_map;
use server_fn::ServerFn;
use services::opportunities::{Draft, draft};

/// One step.
#[component]
pub fn DraftPartPage() -> impl IntoView {
    let Some(ctx) = request::try_ctx() else { return ().into_any() };
    let (id, part) = use_params_map().with_untracked(|params| {
        (params.get("id").unwrap_or_default(), params.get("part").and_then(|part| Part::parse(&part)))
    });
    let (token, checked) = (draft_token(), request::query("missing").is_some());
    Suspend::new(async move {
        let Some(part) = part else { return view! { <NotFoundPage/> }.into_any() };
        match draft(&ctx, &id, token.as_ref()).await {
            Ok(found) if found.sent => view! { <NotFoundPage/> }.into_any(),
            Ok(found) => view! { <Body found part checked/> }.into_any(),
            Err(error) => instead(&ctx, &error),
        }
    })
    .into_any()
}

#[component]
fn Body(found: Draft, part: Part, checked: bool) -> impl IntoView {
    request::not_for_search_engines();
    let id = found.id.to_string();
    let missing =
        found.open.iter().find(|(open, _)| *open == part).map(|(_, errors)| errors.clone()).unwrap_or_default();
    let missing = missing.into_iter().filter(|_| checked);
    let missing: Vec<_> = missing
        .map(|error| view! { <li><a href=format!("#{}", error.field)>{error.message.clone()}</a></li> })
        .collect();
    let (fields, place) = (found.fields, Part::ALL.iter().position(|one| *one == part).unwrap_or_default() + 1);
    let back = routes::posting_draft(&id).to_string();
    let change = found.posting.is_some();
    view! {
        <Page title=part.label() crumbs=vec![Crumb::new("My posting", routes::posting_draft(&id))]>
            <div class="page-head">
                <p class="soft">{format!("Step {place} of {}", Part::ALL.len())}</p>
                <h1>{part.label()}</h1>
            </div>
            <DoneNotice/>
            {(!missing.is_empty()).then(|| view! {
                <Alert tone=Tone::Warn title="Before you send it in:">"Each line leads to its question."</Alert>
                <ul>{missing}</ul>
            })}
            <Form action=SavePostingPart::PATH>
                <input type="hidden" name="draft" value=id/>
                <input type="hidden" name="part" value=part.word()/>
                <Questions part fields change/>
                <SubmitButton label="Keep this and go on"/>
            </Form>
            <p class="ways-on"><a href=back>"Leave this step as it is"</a></p>
        </Page>
    }
}

#[component]
fn Questions(part: Part, fields: Fields, change: bool) -> impl IntoView {
    match part {
        Part::What => view! { <WhatFields kinds=Kind::ALL.to_vec() fields/> }.into_any(),
        Part::Where => view! { <WhereFields fields/> }.into_any(),
        Part::When => view! { <WhenFields fields change/> }.into_any(),
        Part::Money => view! { <MoneyFields fields/> }.into_any(),
        Part::Who => view! { <WhoFields fields/> }.into_any(),
    }
}
