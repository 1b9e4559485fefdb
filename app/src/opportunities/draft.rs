//! `/offer/draft/{id}`: a posting that is being written: the steps, what is still open, and sending it in.

use super::actions::{DiscardDraft, SubmitPosting, draft_token};
use super::parts::{FeeTable, instead};
use crate::ui::{Alert, Crumb, DoneNotice, Form, Page, SubmitButton, Tone, is_refused};
use crate::{request, routes};
use chrono::{DateTime, Utc};
use domain::opportunities::draft::{Part, read};
use leptos::prelude::*;
use leptos_router::hooks::use_params_map;
use server_fn::ServerFn;
use services::opportunities::{Draft, draft};

/// The draft.
#[component]
pub fn DraftPage() -> impl IntoView {
    let Some(ctx) = request::try_ctx() else { return ().into_any() };
    let id = use_params_map().with_untracked(|params| params.get("id").unwrap_or_default());
    let token = draft_token();
    Suspend::new(async move {
        match draft(&ctx, &id, token.as_ref()).await {
            Ok(found) => view! { <Body found member=ctx.viewer.member.is_some() now=ctx.now()/> }.into_any(),
            Err(error) => instead(&ctx, &error),
        }
    })
    .into_any()
}

#[component]
fn Body(found: Draft, member: bool, now: DateTime<Utc>) -> impl IntoView {
    request::not_for_search_engines();
    let id = found.id.to_string();
    if let Some(posting) = found.posting.filter(|_| found.sent) {
        return view! {
            <Page title="Sent in">
                <div class="page-head"><h1>"Sent in"</h1><p class="lede">"This draft has become a posting."</p></div>
                <p class="actions"><a class="button" href=routes::my_posting(posting.as_str()).to_string()>"See how far it is"</a></p>
            </Page>
        }
        .into_any();
    }
    let change = found.posting.is_some();
    let title = if change { "Change my posting" } else { "My posting" };
    let done = found.open.is_empty();
    let steps = Part::ALL
        .into_iter()
        .map(|part| {
            let open = found.open.iter().find(|(open, _)| *open == part).map_or(0, |(_, errors)| errors.len());
            let to = routes::posting_draft_part(&id, part);
            let (to, class, words) = match open {
                0 => (to, "tag ok", "In order".to_owned()),
                1 => (to.with("missing", "1"), "tag warn", "1 answer to give".to_owned()),
                more => (to.with("missing", "1"), "tag warn", format!("{more} answers to give")),
            };
            view! { <li><a href=to.to_string()>{part.label()}</a>" "<span class=class>{words}</span></li> }
        })
        .collect_view();
    let fee = read(&found.fields, now).ok().map(|posting| {
        view! {
            <h2>"What people read about money"</h2>
            <p class="posting-line">{posting.fee.headline(posting.weeks.least)}</p>
            <FeeTable fee=posting.fee weeks=posting.weeks.least/>
        }
    });
    let crumbs = if member {
        vec![Crumb::new("My page", routes::me()), Crumb::new("What I offer", routes::my_postings())]
    } else {
        Vec::new()
    };
    view! {
        <Page title=title crumbs>
            <div class="page-head"><h1>{title}</h1></div>
            <DoneNotice/>
            <ol class="ways posting-steps">{steps}</ol>
            {fee}
            <Send id=id.clone() done member change/>
            <details class="more" open=is_refused(DiscardDraft::PATH, "discard")>
                <summary>"Throw it away"</summary>
                <p>{if change { "The posting stays as it is; only these changes are lost." } else { "Everything you typed here is lost." }}</p>
                <Form action=DiscardDraft::PATH row="discard">
                    <input type="hidden" name="draft" value=id/>
                    <p class="actions"><button class="button danger" type="submit">"Throw it away"</button></p>
                </Form>
            </details>
        </Page>
    }
    .into_any()
}

#[component]
fn Send(id: String, done: bool, member: bool, change: bool) -> impl IntoView {
    if !done {
        return view! { <Alert tone=Tone::Info title="Not all of it is there yet.">"Every step says what it still needs."</Alert> }.into_any();
    }
    if !member {
        let back = routes::posting_draft(&id);
        return view! {
            <Alert tone=Tone::Ok title="All of it is there.">"To send it in you need an account. What you typed is kept in this browser and becomes yours when you sign in here."</Alert>
            <p class="actions">
                <a class="button" href=routes::sign_up().to_string()>"Make an account"</a>
                <a class="button quiet" href=routes::sign_in_to(back.as_str()).to_string()>"Sign in"</a>
            </p>
        }
        .into_any();
    }
    let words = if change {
        "Whoever has applied hears of what concerns them. A change of who answers for it, or one that our rules ask about, is checked first."
    } else {
        "The first time, moderators check you as a host and this posting together."
    };
    view! {
        <p>{words}</p>
        <Form action=SubmitPosting::PATH>
            <input type="hidden" name="draft" value=id/>
            <SubmitButton label="Send it in"/>
        </Form>
    }
    .into_any()
}
