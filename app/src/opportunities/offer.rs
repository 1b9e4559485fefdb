//! `/offer/{what}`: the first questions of a posting, for everybody; and `/me/postings`: what one offers.

use super::actions::{BeginPosting, DiscardDraft, draft_token};
use super::draft_rows::WhatFields;
use super::parts::{PostingHead, instead, state_words};
use crate::ui::{Alert, Crumb, DoneNotice, Empty, Form, NotFoundPage, Page, SubmitButton, Time, Tone};
use crate::{request, routes};
use domain::identity::profile::vocab::{SPECIALTIES, label};
use domain::opportunities::draft::{Part, REQUIRED};
use domain::opportunities::{Fields, Kind, limits};
use domain::text;
use leptos::prelude::*;
use leptos_router::hooks::use_params_map;
use server_fn::ServerFn;
use services::ctx::Ctx;
use services::opportunities::{Draft, Hosted, OpportunityError, hosted, my_drafts};

/// The first questions.
#[component]
pub fn OfferPage() -> impl IntoView {
    let Some(ctx) = request::try_ctx() else { return ().into_any() };
    let what = use_params_map().with_untracked(|params| params.get("what").unwrap_or_default());
    let token = draft_token().filter(|_| ctx.viewer.member.is_none());
    Suspend::new(async move {
        let research = match what.as_str() {
            "observership" => false,
            "research" => true,
            _ => return view! { <NotFoundPage/> }.into_any(),
        };
        let begun = match token {
            Some(token) => services::opportunities::draft_of(&ctx, &token).await,
            None => Ok(None),
        };
        let member = ctx.viewer.member.is_some();
        match begun {
            Ok(begun) => view! { <Offer research begun member/> }.into_any(),
            Err(error) => instead(&ctx, &error),
        }
    })
    .into_any()
}

#[component]
fn Offer(research: bool, #[prop(optional_no_strip)] begun: Option<Draft>, member: bool) -> impl IntoView {
    let title = if research { "Offer research" } else { "Offer an observership" };
    let kinds: Vec<Kind> = Kind::ALL.iter().copied().filter(|kind| kind.is_research() == research).collect();
    let inside = match begun {
        Some(begun) => view! { <GoOn begun/> }.into_any(),
        None => view! {
            <Form action=BeginPosting::PATH>
                <WhatFields kinds fields=Fields::new()/>
                <SubmitButton label="Keep this and go on"/>
            </Form>
        }
        .into_any(),
    };
    view! {
        <Page
            title=title
            description="Offer a place in a few short steps. You need an account only to send it in."
            crumbs=vec![Crumb::new("Opportunities", routes::opportunities())]
        >
            <div class="page-head">
                <h1>{title}</h1>
                <p class="lede">
                    {format!("{} short steps and at most {} answers. A fee brings a few of its own, and everything else is up to you.", Part::ALL.len(), REQUIRED.len())}
                </p>
                {(!member).then(|| view! {
                    <p>"You need no account to begin: what you type is kept in this browser for 30 days, and becomes yours when you sign in here."</p>
                })}
            </div>
            <DoneNotice/>
            {inside}
            <h2>"What happens then"</h2>
            <ol class="how">
                <li>"Two of our moderators look at you as a host and at this posting, in one go. Where there is only one moderator, that one suffices and the log says so."</li>
                <li>"A page tells you how far it is, and you hear of each step."</li>
                <li>"What you offer later at the same institution, with the same supervising physician, is public at once, unless one of our rules asks for a look."</li>
            </ol>
        </Page>
    }
}

#[component]
fn GoOn(begun: Draft) -> impl IntoView {
    let id = begun.id.to_string();
    view! {
        <Alert tone=Tone::Info title="You have begun a posting in this browser.">"Go on with it, or throw it away to begin another."</Alert>
        <p class="actions"><a class="button" href=routes::posting_draft(&id).to_string()>"Go on with it"</a></p>
        <Form action=DiscardDraft::PATH>
            <input type="hidden" name="draft" value=id/>
            <p class="actions"><button class="button danger" type="submit">"Throw it away"</button></p>
        </Form>
    }
}

/// What one offers.
#[component]
pub fn MyPostingsPage() -> impl IntoView {
    let Some(ctx) = request::try_ctx() else { return ().into_any() };
    Suspend::new(async move {
        match all(&ctx).await {
            Ok((drafts, postings)) => view! { <Mine drafts postings zone=ctx.config.org.zone/> }.into_any(),
            Err(error) => instead(&ctx, &error),
        }
    })
    .into_any()
}

async fn all(ctx: &Ctx) -> Result<(Vec<Draft>, Vec<Hosted>), OpportunityError> {
    Ok((my_drafts(ctx).await?, hosted(ctx).await?))
}

/// A draft in one line.
fn name_of(fields: &Fields) -> String {
    let value = |name: &str| fields.iter().find(|(field, _)| field == name).map_or("", |(_, value)| value.as_str());
    let kind = Kind::parse(value("kind")).map_or("A posting", Kind::label);
    match (value("title"), value("specialty")) {
        ("", "") => kind.to_owned(),
        ("", specialty) => format!("{kind}, {}", label(&SPECIALTIES, specialty)),
        // As it was typed: a draft is kept before it is read.
        (title, _) => text::cut(&text::single_line(title), limits::TITLE).to_owned(),
    }
}

#[component]
fn Mine(drafts: Vec<Draft>, postings: Vec<Hosted>, zone: chrono_tz::Tz) -> impl IntoView {
    let none = drafts.is_empty() && postings.is_empty();
    let drafts = drafts
        .into_iter()
        .map(|draft| {
            let words = if draft.posting.is_some() { "Changes to a posting" } else { "Draft" };
            view! {
                <li class="card">
                    <h2><a href=routes::posting_draft(draft.id.as_str()).to_string() dir="auto">{name_of(&draft.fields)}</a></h2>
                    <p><span class="tag plain">{words}</span>" Changed on "<Time at=draft.changed_at zone/></p>
                </li>
            }
        })
        .collect_view();
    let postings = postings
        .into_iter()
        .map(|one| {
            let (words, to) = (state_words(&one), routes::my_posting(one.stored.id.as_str()));
            view! {
                <li class="card">
                    <PostingHead stored=one.stored to=Some(to)/>
                    <p><span class="tag">{words}</span>" Since "<Time at=one.changed_at zone/></p>
                </li>
            }
        })
        .collect_view();
    view! {
        <Page title="What I offer" crumbs=vec![Crumb::new("My page", routes::me())]>
            <div class="page-head"><h1>"What I offer"</h1></div>
            <DoneNotice/>
            <p class="actions">
                <a class="button" href=routes::offer_observership().to_string()>"Offer an observership"</a>
                <a class="button quiet" href=routes::offer_research().to_string()>"Offer research"</a>
            </p>
            {if none {
                view! { <Empty title="Nothing yet"><p>"What you offer appears here from your first answer on."</p></Empty> }.into_any()
            } else {
                view! { <ul class="posting-list">{drafts}{postings}</ul> }.into_any()
            }}
        </Page>
    }
}
