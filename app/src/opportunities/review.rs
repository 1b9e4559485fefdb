//! `/desk/opportunities/{id}`: the check of one host and posting.

use super::actions::DecidePosting;
use super::parts::{Facts, FeeTable, Requirements, first_line, instead, last_day};
use crate::access::DeskNav;
use crate::moderation::actions::TakePostingDown;
use crate::ui::{
    Alert, Crumb, DoneNotice, Form, Markdown, Moment, Page, SafeTextarea, Select, SubmitButton, Tone, is_refused,
};
use crate::{request, routes};
use domain::moderation::{Ground, words};
use domain::opportunities::{By, State, Step};
use domain::text;
use leptos::prelude::*;
use leptos_router::hooks::use_params_map;
use server_fn::ServerFn;
use services::opportunities::{Review, review};

/// The check.
#[component]
pub fn CheckPostingPage() -> impl IntoView {
    let Some(ctx) = request::try_ctx() else { return ().into_any() };
    let id = use_params_map().with_untracked(|params| params.get("id").unwrap_or_default());
    Suspend::new(async move {
        match review(&ctx, &id).await {
            Ok(found) => view! { <Body found zone=ctx.config.org.zone/> }.into_any(),
            Err(error) => instead(&ctx, &error),
        }
    })
    .into_any()
}

/// What to look at before a host is trusted; the list of the field.
const LOOK: [&str; 5] = [
    "The page is on the institution's own site and speaks of this.",
    "The supervisor is in the state board's look-up.",
    "The costs are itemized, and paid to the institution.",
    "What is offered fits the kind, and the kind fits who may apply.",
    "Nothing is promised that nobody can promise.",
];

#[component]
fn Body(found: Review, zone: chrono_tz::Tz) -> impl IntoView {
    let Review { stored, host, trusted, flags, checks, case, steps } = found;
    let (id, state, posting) = (stored.id.to_string(), stored.state, stored.posting);
    let half = state == State::InReview && !trusted && checks.len() == 1;
    let mail = host.email.rsplit('@').next().unwrap_or_default().to_owned();
    let flags = flags
        .into_iter()
        .map(|fired| view! { <li><strong>{fired.flag.label()}</strong>". "{fired.flag.reason()}" "<mark dir="auto">{fired.because}</mark></li> })
        .collect::<Vec<_>>();
    let checks = checks
        .into_iter()
        .map(|(who, what, at)| view! { <li><bdi>{what}</bdi>" "<span class="soft">{format!("Staff member {}", text::cut(&who, 6))}", "<Moment at zone/></span></li> })
        .collect::<Vec<_>>();
    // What a case has taken down comes back with that case.
    let steps = if case.is_none() { steps } else { Vec::new() };
    let goes = state.after(Step::TakeDown, By::House).is_ok();
    let nothing = steps.is_empty() && !goes && case.is_none();
    let look = LOOK.map(|one| view! { <li>{one}</li> }).collect_view();
    view! {
        <Page title=posting.title.clone() crumbs=vec![Crumb::new("Desk", routes::desk()), Crumb::new("Postings to check", routes::desk_opportunities())]>
            <div class="page-head">
                <h1 dir="auto">{posting.title.clone()}</h1>
                <p class="posting-line">{first_line(&posting)}</p>
                <p><span class="tag">{state.label()}</span>" Sent in "<Moment at=stored.submitted_at zone/></p>
            </div>
            <DeskNav/>
            <DoneNotice/>
            {half.then(|| view! {
                <Alert tone=Tone::Info title="One moderator has looked at this host.">"The posting is published once a second one has looked as well."</Alert>
            })}
            <h2>"Rules that fired"</h2>
            {if flags.is_empty() { view! { <p>"None."</p> }.into_any() } else { view! { <ul>{flags}</ul> }.into_any() }}
            <h2>"The host"</h2>
            <p>"Their mail address ends in "<bdi>{format!("@{mail}")}</bdi>"."</p>
            {if checks.is_empty() { view! { <p>"Nobody has looked at this host yet."</p> }.into_any() } else { view! { <ul>{checks}</ul> }.into_any() }}
            <h2>"The posting"</h2>
            <p>{format!("Apply by {}.", last_day(&posting.window))}</p>
            {(!posting.description.is_empty()).then(|| view! { <Markdown source=posting.description.clone()/> })}
            <Facts posting=posting.clone()/>
            <p><a href=posting.official_page.as_str().to_owned() rel="noopener noreferrer nofollow">{posting.official_page.as_str().to_owned()}</a></p>
            <h3>"What it costs"</h3>
            <FeeTable fee=posting.fee.clone() weeks=posting.weeks.least/>
            <h3>"What is asked of people"</h3>
            <Requirements posting=posting.clone()/>
            {(!posting.question.is_empty()).then(|| view! { <h3>"The host's question"</h3><p class="said" dir="auto">{posting.question.clone()}</p> })}
            {case.map(|case| view! {
                <h2>"Decided"</h2>
                <p>"It was taken down by a decision that its host may appeal. "<a href=routes::desk_case(case.as_str()).to_string()>"Open the case"</a></p>
            })}
            {(!steps.is_empty()).then(|| view! { <Decide id=id.clone() steps look/> })}
            {goes.then(|| view! { <TakeDown id/> })}
            {nothing.then(|| view! { <p>"There is nothing to decide at the moment."</p> })}
        </Page>
    }
}

#[component]
fn Decide(
    id: String,
    /// What can be done, each with what it does.
    steps: Vec<(Step, Step)>,
    look: impl IntoView + 'static,
) -> impl IntoView {
    if steps == [(Step::TakeUp, Step::TakeUp)] {
        return view! {
            <Form action=DecidePosting::PATH>
                <input type="hidden" name="posting" value=id/>
                <input type="hidden" name="step" value=Step::TakeUp.word()/>
                <SubmitButton label="Begin the check"/>
            </Form>
        }
        .into_any();
    }
    let paused = steps.iter().any(|(_, does)| matches!(does, Step::ApproveClosed | Step::Restore));
    let options = steps.into_iter().map(|(step, does)| (step.word().to_owned(), does.label().to_owned())).collect();
    view! {
        <h2>"Decide"</h2>
        <ul>{look}</ul>
        {paused.then(|| view! { <p>"It comes back paused: its host opens it, and until then nobody can apply."</p> })}
        <Form action=DecidePosting::PATH>
            <input type="hidden" name="posting" value=id/>
            <Select name="step" label="What now?" options=options/>
            <SafeTextarea
                name="note"
                label="What you looked at, or why"
                hint="The host reads it."
                rows=3
            />
            <SubmitButton label="Decide"/>
        </Form>
    }
    .into_any()
}

/// The form of a decision that its host reads and may appeal.
#[component]
fn TakeDown(id: String) -> impl IntoView {
    let grounds =
        Ground::OF_REPORTS.map(|ground| (ground.word().to_owned(), words::ground(ground).to_owned())).to_vec();
    view! {
        <details class="more" open=is_refused(TakePostingDown::PATH, "")>
            <summary>"Take it down"</summary>
            <p>"Nobody sees it any more, and every application ends. The host reads why and may appeal; another moderator answers, where there is one."</p>
            <Form action=TakePostingDown::PATH>
                <input type="hidden" name="posting" value=id/>
                <Select name="ground" label="Why?" hint="The host reads these words." options=grounds/>
                <SafeTextarea name="details" label="What is wrong with it" hint="The host reads this too." rows=3/>
                <p class="actions"><button class="button danger" type="submit">"Take it down"</button></p>
            </Form>
        </details>
    }
}
