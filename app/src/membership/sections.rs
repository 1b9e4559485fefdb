//! `/sections/<section>` and `/desk/sections/<section>`: who is in a section, as far as they show their name to members.

use super::parts::instead;
use crate::access::DeskNav;
use crate::ui::{Crumb, Empty, Page, Pager, PagerLink};
use crate::{request, routes};
use domain::id::PublicId;
use leptos::prelude::*;
use services::membership::{self, InSection, Roster};

/// The section of the address, and whom its page begins behind.
fn asked() -> (String, Option<PublicId>) {
    let params = leptos_router::hooks::use_params_map();
    let section = params.with_untracked(|params| params.get("section")).unwrap_or_default();
    (section, request::query("after").and_then(|id| PublicId::parse(&id)))
}

/// A section, for those who are in it.
#[component]
pub fn SectionPage() -> impl IntoView {
    let Some(ctx) = request::try_ctx() else { return ().into_any() };
    let (section, after) = asked();
    Suspend::new(async move {
        match membership::section(&ctx, &section, after).await {
            Ok(roster) => view! { <Body roster begun=after.is_some() on_desk=false/> }.into_any(),
            Err(error) => instead(&ctx, &error),
        }
    })
    .into_any()
}

/// Any section, for the treasurer.
#[component]
pub fn SectionDeskPage() -> impl IntoView {
    let Some(ctx) = request::try_ctx() else { return ().into_any() };
    let (section, after) = asked();
    Suspend::new(async move {
        match membership::section_on_desk(&ctx, &section, after).await {
            Ok(roster) => view! { <Body roster begun=after.is_some() on_desk=true/> }.into_any(),
            Err(error) => instead(&ctx, &error),
        }
    })
    .into_any()
}

#[component]
fn Body(
    roster: Roster,
    /// Whether this is not the beginning of the list.
    begun: bool,
    /// For the treasurer, not for those who are in it.
    on_desk: bool,
) -> impl IntoView {
    let Roster { section, count, people, next } = roster;
    let (first, crumbs) = if on_desk {
        let desk = vec![Crumb::new("Desk", routes::desk()), Crumb::new("Membership", routes::desk_membership())];
        (routes::desk_section(section.key), desk)
    } else {
        (routes::section(section.key), vec![Crumb::new("My membership", routes::my_membership())])
    };
    let previous = PagerLink::start(&first, begun, "The beginning");
    let next = PagerLink::more(&first, next.as_ref().map(PublicId::as_str), "On");
    let how_many = if count == 1 { "One person is in it.".to_owned() } else { format!("{count} people are in it.") };
    let list = if people.is_empty() {
        view! { <Empty title="No names here"><p>"Nobody on this page shows their name to members."</p></Empty> }
            .into_any()
    } else {
        view! { <ul class="ways">{people.into_iter().map(row).collect_view()}</ul> }.into_any()
    };
    view! {
        <Page title=section.name crumbs>
            <div class="page-head">
                <h1>{section.name}</h1>
                <p class="lede">{section.rule}</p>
                <p>{how_many}" Only those are named who show their name to members."</p>
            </div>
            {on_desk.then(|| view! { <DeskNav/> })}
            {list}
            <Pager label="Pages of the section" previous next/>
        </Page>
    }
}

fn row(one: InSection) -> impl IntoView {
    let to = routes::person(one.id).to_string();
    view! { <li><a href=to dir="auto">{one.name}</a></li> }
}
