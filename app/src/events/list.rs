//! `/events`: every date to come, by month.

use super::parts::{Months, SubscribeCard, local};
use crate::ui::time::long_date;
use crate::ui::{Crumb, Empty, Page, Pager, PagerLink, Sorry};
use crate::{request, routes};
use leptos::prelude::*;
use services::events::{Filter, Listing};

/// Longest filter value that is looked at.
const MAX_FILTER: usize = 120;

/// All dates to come, by month.
#[component]
pub fn EventsPage() -> impl IntoView {
    let Some(ctx) = request::try_ctx() else { return ().into_any() };
    let short = |value: String| (!value.is_empty() && value.len() <= MAX_FILTER).then_some(value);
    let filter =
        Filter { category: request::query("category").and_then(short), after: request::query("after").and_then(short) };
    Suspend::new(async move {
        match services::events::upcoming(&ctx, &filter).await {
            Ok(listing) => view! { <EventsView listing filter/> }.into_any(),
            Err(error) => {
                request::failed(&ctx.viewer.request_id, &error);
                view! { <Sorry/> }.into_any()
            }
        }
    })
    .into_any()
}

#[component]
fn EventsView(listing: Listing, filter: Filter) -> impl IntoView {
    let category = filter.category.clone();
    let next = listing.next.map(|after| PagerLink {
        to: routes::events_after(category.as_deref(), &after).to_string(),
        label: "Later dates".to_owned(),
        note: listing.dates.last().map(|date| format!("After {}", long_date(&local(date)))).unwrap_or_default(),
    });
    let first = filter.after.is_some().then(|| PagerLink {
        to: category.as_deref().map_or_else(routes::events, routes::events_in).to_string(),
        label: "From today".to_owned(),
        note: "Back to the start".to_owned(),
    });
    let empty = listing.dates.is_empty();
    view! {
        <Page
            title="Events"
            description="Coffee chats, workshops and practice for physicians trained abroad, each date in your own time."
            crumbs=vec![Crumb::new("Home", routes::home())]
        >
            <div class="page-head">
                <h1>"Events"</h1>
                <p class="lede">"Come to one, or follow them all. Each time is given where it was announced, then for you."</p>
            </div>
            <Kinds categories=listing.categories chosen=filter.category.clone()/>
            <div class="with-sidebar">
                <div class="stack wide">
                    {empty.then(|| view! { <NoDates filter/> })}
                    <Months dates=listing.dates now=listing.now/>
                    <Pager label="More dates" previous=first next/>
                </div>
                <div class="sidebar">
                    <SubscribeCard
                        feed=routes::feed_all()
                        title="Every date in your calendar"
                        lead="Subscribe once. New dates, changes and cancellations arrive by themselves."
                        button="Subscribe to all events"
                    />
                </div>
            </div>
        </Page>
    }
}

/// The categories as a line of filters; nothing while there are none.
#[component]
fn Kinds(categories: Vec<String>, chosen: Option<String>) -> impl IntoView {
    let is_chosen = |name: &str| chosen.as_ref().is_some_and(|chosen| chosen.to_lowercase() == name.to_lowercase());
    let chips = categories
        .iter()
        .map(|name| {
            let here = is_chosen(name).then_some("true");
            view! { <li><a href=routes::events_in(name).to_string() aria-current=here dir="auto">{name.clone()}</a></li> }
        })
        .collect_view();
    let all = chosen.is_none().then_some("true");
    (!categories.is_empty()).then(|| {
        view! {
            <nav class="chips" aria-label="Kind of event">
                <ul>
                    <li><a href=routes::events().to_string() aria-current=all>"All"</a></li>
                    {chips}
                </ul>
            </nav>
        }
    })
}

/// Why the list is empty, which depends on what was asked.
#[component]
fn NoDates(filter: Filter) -> impl IntoView {
    let asked = filter.category.is_some() || filter.after.is_some();
    let (title, why) = match (&filter.category, &filter.after) {
        (_, Some(_)) => ("No later dates yet", "You have seen every date that is planned."),
        (Some(_), None) => {
            ("No dates of this kind", "Nothing of this kind is planned at the moment, or it goes by another name.")
        }
        (None, None) => (
            "No dates yet",
            "Dates appear here as soon as an organizer publishes them, and in every calendar that subscribes.",
        ),
    };
    view! {
        <Empty title>
            <p>{why}</p>
            {asked.then(|| view! {
                <p class="actions"><a class="button quiet" href=routes::events().to_string()>"See all events"</a></p>
            })}
        </Empty>
    }
}
