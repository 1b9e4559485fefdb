//! `/me/applications` and `/me/saved`: what one has applied to, and what one wants to find again, a page at a time.

use super::actions::{AnswerApplication, UnsavePosting};
use super::parts::{NeverPay, PostingHead, instead, last_day};
use crate::ui::{Crumb, DoneNotice, Empty, Form, Moment, Page, Pager, PagerLink, is_refused};
use crate::{request, routes};
use domain::id::PublicId;
use domain::opportunities::pipeline::{Hand, Move, Stage};
use domain::opportunities::words;
use domain::refusal::Refusal;
use leptos::prelude::*;
use server_fn::ServerFn;
use services::opportunities::{Listed, Mine, Stored, mine, saved};

/// Behind what the page of a list begins.
fn asked() -> Option<PublicId> {
    request::query("after").and_then(|id| PublicId::parse(&id))
}

/// The neighbors of a page of a list.
fn pager(label: &'static str, list: &routes::Path, begun: bool, next: Option<PublicId>) -> impl IntoView + use<> {
    let previous = PagerLink::start(list, begun, "The beginning");
    let next = PagerLink::more(list, next.as_ref().map(PublicId::as_str), "On");
    view! { <Pager label previous next/> }
}

/// One's applications.
#[component]
pub fn MyApplicationsPage() -> impl IntoView {
    let Some(ctx) = request::try_ctx() else { return ().into_any() };
    let after = asked();
    Suspend::new(async move {
        let zone = request::viewer_zone().unwrap_or(ctx.config.org.zone);
        let Listed { rows, next } = match mine(&ctx, after).await {
            Ok(page) => page,
            Err(error) => return instead(&ctx, &error),
        };
        let begun = after.is_some();
        let empty = rows.is_empty() && !begun;
        let rows = rows.into_iter().map(|one| view! { <Application one zone/> }).collect_view();
        view! {
            <Page title="My applications" crumbs=vec![Crumb::new("My page", routes::me())]>
                <div class="page-head">
                    <h1>"My applications"</h1>
                    <p class="lede">"How far each is, since when, and what happens next."</p>
                </div>
                <DoneNotice/>
                {if empty {
                    view! {
                        <Empty title="Nothing yet">
                            <p>"What you apply to appears here. "<a href=routes::opportunities().to_string()>"See the opportunities"</a></p>
                        </Empty>
                    }
                    .into_any()
                } else {
                    view! { <NeverPay/><ul class="posting-list">{rows}</ul> }.into_any()
                }}
                {pager("Pages of my applications", &routes::my_applications(), begun, next)}
            </Page>
        }
        .into_any()
    })
    .into_any()
}

#[component]
fn Application(one: Mine, zone: chrono_tz::Tz) -> impl IntoView {
    let (id, stage, title) = (one.id.to_string(), one.stage, one.posting.posting.title.clone());
    let (state, there) = (one.posting.state, one.host_is_there);
    // What is not public any more has no page.
    let to = (state.is_public() && there).then(|| routes::posting(one.posting.id));
    let kept = stage == Stage::Offered && state.waits();
    let accepts = there && !kept;
    let moves: Vec<Move> = stage.moves(Hand::Applicant).filter(|step| accepts || *step != Move::Accept).collect();
    let (label, told) = if one.ended_with_posting {
        ("Ended", words::why_ended(state, one.again))
    } else if kept {
        (stage.label(), Refusal::PostingHeld.words())
    } else {
        (stage.label(), stage.told_applicant())
    };
    let away = (!there && !stage.is_over()).then_some(words::HOST_AWAY);
    let again = one.again.then(|| routes::posting_apply(one.posting.id.as_str()));
    let forms = moves.into_iter().map(|step| view! { <Answer id=id.clone() step title=title.clone()/> }).collect_view();
    view! {
        <li class="card">
            <PostingHead stored=one.posting to/>
            <p><span class="tag">{label}</span>" Since "<Moment at=one.changed_at zone/></p>
            <p>{told}</p>
            {away.map(|words| view! { <p><strong>{words}</strong></p> })}
            {one.hold_until.filter(|_| !kept).map(|at| view! { <p><strong>"Held until "<Moment at zone/></strong></p> })}
            <p class="soft">"Applied "<Moment at=one.applied_at zone/></p>
            {again.map(|to| view! {
                <p class="actions"><a class="button" href=to.to_string()>"Apply again"<span class="hidden">{format!(": {title}")}</span></a></p>
            })}
            <div class="cluster">{forms}</div>
        </li>
    }
}

#[component]
fn Answer(id: String, step: Move, title: String) -> impl IntoView {
    let row = format!("{}-{id}", step.word());
    let withdraw = step == Move::Withdraw;
    let class = if withdraw { "button danger" } else { "button" };
    let label = if withdraw { "Take my application back" } else { "Accept the place" };
    let form = view! {
        <Form action=AnswerApplication::PATH row=row.clone()>
            <input type="hidden" name="application" value=id/>
            <input type="hidden" name="step" value=step.word()/>
            <p class="actions"><button class=class type="submit">{label}<span class="hidden">{format!(": {title}")}</span></button></p>
        </Form>
    };
    if withdraw {
        view! {
            <details class="more" open=is_refused(AnswerApplication::PATH, &row)>
                <summary>"Take it back"</summary>
                <p class="hint">"The host loses sight of everything you released, and a place you hold goes to the next. You cannot apply here again."</p>
                {form}
            </details>
        }
        .into_any()
    } else {
        form.into_any()
    }
}

/// Postings one wants to find again.
#[component]
pub fn SavedPage() -> impl IntoView {
    let Some(ctx) = request::try_ctx() else { return ().into_any() };
    let after = asked();
    Suspend::new(async move {
        let Listed { rows, next } = match saved(&ctx, after).await {
            Ok(page) => page,
            Err(error) => return instead(&ctx, &error),
        };
        let begun = after.is_some();
        let empty = rows.is_empty() && !begun;
        let rows = rows.into_iter().map(|stored| view! { <Kept stored/> }).collect_view();
        view! {
            <Page title="Saved postings" crumbs=vec![Crumb::new("My page", routes::me())]>
                <div class="page-head"><h1>"Saved postings"</h1></div>
                <DoneNotice/>
                {if empty {
                    view! {
                        <Empty title="Nothing saved">
                            <p>"Save a posting on its page. "<a href=routes::opportunities().to_string()>"See the opportunities"</a></p>
                        </Empty>
                    }
                    .into_any()
                } else {
                    view! {
                        <p class="actions"><a class="button quiet" href=routes::my_deadlines().to_string()>"All last days into my calendar (.ics)"</a></p>
                        <ul class="posting-list">{rows}</ul>
                    }
                    .into_any()
                }}
                {pager("Pages of saved postings", &routes::saved_postings(), begun, next)}
            </Page>
        }
        .into_any()
    })
    .into_any()
}

#[component]
fn Kept(stored: Stored) -> impl IntoView {
    let (id, state, title) = (stored.id, stored.state, stored.posting.title.clone());
    let by = last_day(&stored.posting.window);
    view! {
        <li class="card">
            <PostingHead stored to=Some(routes::posting(id))/>
            <p>{if state.is_listed() { format!("Apply by {by}.") } else { format!("{}: nobody can apply now.", state.label()) }}</p>
            <Form action=UnsavePosting::PATH row=id.to_string()>
                <input type="hidden" name="posting" value=id.to_string()/>
                <p class="actions"><button class="button quiet" type="submit">"Take it off my list"<span class="hidden">{format!(": {title}")}</span></button></p>
            </Form>
        </li>
    }
}
