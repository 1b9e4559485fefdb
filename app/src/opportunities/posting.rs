//! `/opportunities/{id}`: one posting.

use super::actions::{SavePosting, UnsavePosting};
use super::parts::{Facts, FeeTable, NeverPay, Requirements, first_line, instead, last_day, seats_line};
use crate::ui::{Alert, Crumb, DoneNotice, Form, Markdown, NotFoundPage, Page, Time, Tone};
use crate::{request, routes};
use domain::access::Standing;
use domain::id::PublicId;
use domain::opportunities::{State, words};
use leptos::prelude::*;
use leptos_router::hooks::use_params_map;
use server_fn::ServerFn;
use services::ctx::Ctx;
use services::opportunities::{Checked, Near, OpportunityError, Stored};

/// One posting.
#[component]
pub fn PostingPage() -> impl IntoView {
    let Some(ctx) = request::try_ctx() else { return ().into_any() };
    let id = use_params_map().with_untracked(|params| params.get("id").and_then(|id| PublicId::parse(&id)));
    Suspend::new(async move {
        let Some(id) = id else { return view! { <NotFoundPage/> }.into_any() };
        match found(&ctx, id).await {
            Ok((stored, near, checked)) => {
                let member = ctx.viewer.member.as_ref().is_some_and(|member| member.standing == Standing::Active);
                let open = stored.state.is_listed() && stored.posting.window.is_open(ctx.now());
                view! { <Body stored near checked=checked member open zone=ctx.config.org.zone/> }.into_any()
            }
            Err(error) => instead(&ctx, &error),
        }
    })
    .into_any()
}

async fn found(ctx: &Ctx, id: PublicId) -> Result<(Stored, Near, Option<Checked>), OpportunityError> {
    let stored = services::opportunities::page(ctx, id.as_str()).await?;
    let near = services::opportunities::near(ctx, id).await?;
    let checked = services::opportunities::checked(ctx, id).await?;
    Ok((stored, near, checked))
}

#[component]
fn Body(
    stored: Stored,
    near: Near,
    #[prop(optional_no_strip)] checked: Option<Checked>,
    member: bool,
    open: bool,
    zone: chrono_tz::Tz,
) -> impl IntoView {
    if !stored.state.is_listed() {
        request::not_for_search_engines();
    }
    let (id, state) = (stored.id, stored.state);
    let (seats, line) = (seats_line(&stored), first_line(&stored.posting));
    let posting = stored.posting.clone();
    // Before it is public the second look may still be to come.
    let checked = checked.filter(|_| state.is_public());
    let opens = posting.window.opens_at().filter(|_| state.is_listed() && !open);
    view! {
        <Page
            title=posting.title.clone()
            description=line.clone()
            crumbs=vec![Crumb::new("Opportunities", routes::opportunities())]
        >
            <div class="page-head">
                <h1 dir="auto">{posting.title.clone()}</h1>
                <p class="lede posting-line">{line}</p>
                <p>{format!("Apply by {}. {seats}.", last_day(&posting.window))}</p>
                {checked.map(|checked| view! { <HostChecked checked zone/> })}
            </div>
            <DoneNotice/>
            {(state != State::Published).then(|| view! {
                <Alert tone=Tone::Info title="Nobody can apply at the moment.">{closed(state)}</Alert>
            })}
            {opens.map(|at| view! { <Alert tone=Tone::Info title="Not open yet.">"You can apply from "<Time at zone/>"."</Alert> })}
            <Deeds id near member open/>
            <NeverPay/>
            {(!posting.description.is_empty()).then(|| view! { <Markdown source=posting.description.clone()/> })}
            <Facts posting=posting.clone()/>
            <h2>"What it costs"</h2>
            <FeeTable fee=posting.fee.clone() weeks=posting.weeks.least/>
            <h2>"What is asked of you"</h2>
            <Requirements posting=posting.clone()/>
            <p class="soft">{words::NOT_ADVICE}</p>
            <p class="actions">
                <a class="button quiet" href=posting.official_page.as_str().to_owned() rel="noopener noreferrer nofollow">"The institution's own page"</a>
                {state.is_listed().then(|| view! {
                    <a class="button quiet" href=routes::posting_deadline(id).to_string()>"Last day into my calendar (.ics)"</a>
                })}
                {(!near.own).then(|| view! { <a href=routes::report_posting(id).to_string()>"Report this posting"</a> })}
            </p>
        </Page>
    }
}

/// That moderators have looked at the host, and when. One is enough only where there is no other; then nobody is to think
/// of two.
#[component]
fn HostChecked(checked: Checked, zone: chrono_tz::Tz) -> impl IntoView {
    let (before, behind) = if checked.by == 1 {
        (" One of our moderators looked at this host on ", "; there was no second one.")
    } else {
        (" Our moderators looked at this host on ", ".")
    };
    view! {
        <p class="badge-line"><span class="tag ok">"Checked"</span>{before}<Time at=checked.at zone/>{behind}</p>
    }
}

const fn closed(state: State) -> &'static str {
    match state {
        State::Paused => "The host has paused it.",
        State::Filled => "Every place is taken. If one becomes free, people can apply again.",
        State::Expired => "Its last day is over.",
        _ => "Only you see this page.",
    }
}

#[component]
fn Deeds(id: PublicId, near: Near, member: bool, open: bool) -> impl IntoView {
    if near.own {
        return view! {
            <p class="actions"><a class="button" href=routes::my_posting(id.as_str()).to_string()>"This is yours: see how far it is"</a></p>
        }
        .into_any();
    }
    let apply = routes::posting_apply(id.as_str());
    let first = match near.stage {
        Some(_) if near.again && open => {
            view! { <a class="button" href=apply.to_string()>"Apply again"</a> }.into_any()
        }
        Some(stage) => {
            // The host has not said no where a take-down has ended it.
            let words = format!("You have applied: {}", if near.again { "Ended" } else { stage.label() });
            view! { <a class="button quiet" href=routes::my_applications().to_string()>{words}</a> }.into_any()
        }
        None if open => view! { <a class="button" href=apply.to_string()>"Apply"</a> }.into_any(),
        None => ().into_any(),
    };
    let keep = member.then(|| {
        let (path, words) =
            if near.saved { (UnsavePosting::PATH, "Saved: take it off my list") } else { (SavePosting::PATH, "Save") };
        view! {
            <Form action=path>
                <input type="hidden" name="posting" value=id.to_string()/>
                <p class="actions"><button class="button quiet" type="submit">{words}</button></p>
            </Form>
        }
    });
    view! {
        <div class="cluster">
            <p class="actions">
                {first}
                <a class="button quiet" href=routes::posting_eligible(id).to_string()>"Am I eligible?"</a>
            </p>
            {keep}
        </div>
    }
    .into_any()
}
