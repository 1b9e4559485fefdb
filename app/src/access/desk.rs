//! `/desk`: what the viewer looks after for the association. Each feature with a desk adds its row.

use crate::ui::{Empty, Page};
use crate::{request, routes};
use domain::access::{Action, Object, Verdict, may};
use domain::identity::limits::SessionLimits;
use leptos::prelude::*;

/// Every desk: whom it is for, where it is, what it is called and what one does there.
fn desks() -> [(Action, routes::Path, &'static str, &'static str); 11] {
    [
        (Action::ReadModeration, routes::desk_moderation(), "Reports", "what people reported, the oldest first"),
        (Action::OrganizeEvents, routes::desk_events(), "Events", "what is planned, written and canceled"),
        (
            Action::CheckMentors,
            routes::desk_mentors(),
            "Mentors",
            "who waits for the one check before their first request",
        ),
        (Action::RunCohorts, routes::desk_cohorts(), "Cohorts", "what is planned, ranked and matched"),
        (
            Action::ReviewPostings,
            routes::desk_opportunities(),
            "Opportunities",
            "hosts and postings that wait for their check",
        ),
        (Action::ReadBooks, routes::desk_membership(), "Membership", "orders, payments and the books"),
        (Action::KeepBooks, routes::desk_plans(), "Plans", "what membership costs, and for whom"),
        (Action::ManageCodes, routes::desk_codes(), "Codes", "what takes something off, and how often"),
        (Action::ReadGrants, routes::desk_people(), "People", "who has been trusted with what"),
        (Action::RunDesk, routes::desk_jobs(), "Jobs and mail", "what is stuck, and trying it again"),
        (Action::ReadAudit, routes::desk_audit(), "Audit log", "who did what"),
    ]
}

/// The desks that are the viewer's.
fn mine() -> Vec<(routes::Path, &'static str, &'static str)> {
    let Some(ctx) = request::try_ctx() else { return Vec::new() };
    let actor = ctx.viewer.actor();
    // Whoever has been trusted and has not set up a second step yet is shown the desk; its door leads to setting it up.
    let open = |action: Action| {
        matches!(may(&actor, action, Object::None), Verdict::Yes | Verdict::SecondFactor | Verdict::Prove)
    };
    let runs_cohorts = services::cohort::runs_cohorts(&ctx);
    let is_there = |action: Action| action != Action::RunCohorts || runs_cohorts;
    desks()
        .into_iter()
        .filter(|desk| open(desk.0) && is_there(desk.0))
        .map(|(_, to, name, about)| (to, name, about))
        .collect()
}

/// The desks side by side, with the present one marked.
#[component]
pub fn DeskNav() -> impl IntoView {
    let here = request::page();
    let link = move |(to, name, _): (routes::Path, &'static str, &'static str)| {
        let current = here.starts_with(to.as_str()).then_some("page");
        view! { <li><a href=to.to_string() aria-current=current>{name}</a></li> }
    };
    let idle = SessionLimits::of(true).idle.num_minutes();
    view! {
        <nav class="chips" aria-label="Desks"><ul>{mine().into_iter().map(link).collect_view()}</ul></nav>
        <p class="soft">
            {format!("After {idle} minutes without a new page you are signed out. What you type is kept: you sign in again and go on.")}
        </p>
    }
}

/// The list of them.
#[component]
pub fn DeskPage() -> impl IntoView {
    if request::try_ctx().is_none() {
        return ().into_any();
    }
    Suspend::new(async move {
        let mine = mine();
        let inside = if mine.is_empty() {
            view! {
                <Empty title="Nothing to look after yet">
                    <p>"When an admin asks you to help the association, your desks appear here."</p>
                </Empty>
            }
            .into_any()
        } else {
            let row = |(to, name, about): (routes::Path, &'static str, &'static str)| {
                view! { <li><a href=to.to_string()>{name}</a>" "<span class="soft">{about}</span></li> }
            };
            view! { <ul class="ways">{mine.into_iter().map(row).collect_view()}</ul> }.into_any()
        };
        view! {
            <Page title="Desk">
                <div class="page-head">
                    <h1>"Desk"</h1>
                    <p class="lede">"What you look after for the association."</p>
                </div>
                {inside}
            </Page>
        }
    })
    .into_any()
}
