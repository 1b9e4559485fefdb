//! `/events`: dates to come and dates gone, as a list by month or as the grid of one month.

use super::feed_address::FeedAddress;
use super::filter_form::{Chosen, FilterForm, Views};
use super::filters::{Asked, View};
use super::grid::MonthGrid;
use super::parts::{Months, SubscribeCard, local};
use crate::head::HeadPart;
use crate::ui::time::{long_date, month_name};
use crate::ui::{Crumb, Empty, Page, Pager, PagerLink, Sorry, ZoneForm};
use crate::{request, routes};
use chrono::{DateTime, Utc};
use domain::events::Month;
use leptos::prelude::*;
use services::events::Listing;

/// All dates, as the address asks for them.
#[component]
pub fn EventsPage() -> impl IntoView {
    let Some(ctx) = request::try_ctx() else { return ().into_any() };
    let asked = Asked::read(request::query);
    let org_zone = ctx.config.org.zone;
    Suspend::new(async move {
        let this_month = Month::of(ctx.today());
        let found = async {
            let listing = services::events::list(&ctx, &asked.filter).await?;
            let shown = asked.filter.month.unwrap_or(this_month);
            let month = match asked.view {
                View::Month => Some((shown, services::events::month(&ctx, shown, &asked.filter).await?)),
                View::List => None,
            };
            Ok::<_, services::db::DbError>((listing, month))
        };
        match found.await {
            Ok((listing, month)) => {
                let grid = month.map(|(month, dates)| {
                    let asked = asked.clone();
                    view! { <MonthGrid asked month dates zone=org_zone now=ctx.now()/> }.into_any()
                });
                let content = Content { listing, this_month, grid };
                view! { <EventsView asked content/> }.into_any()
            }
            Err(error) => {
                request::failed(&ctx.viewer.request_id, &error);
                view! { <Sorry/> }.into_any()
            }
        }
    })
    .into_any()
}

/// What the page shows: a grid where one is asked for, the list otherwise.
struct Content {
    listing: Listing,
    this_month: Month,
    grid: Option<AnyView>,
}

#[component]
fn EventsView(asked: Asked, content: Content) -> impl IntoView {
    let Content { listing, this_month, grid } = content;
    let (categories, tags) = (listing.categories.clone(), listing.tags.clone());
    let shown = asked.filter.month.unwrap_or(this_month).first();
    let title = match (asked.view, asked.filter.past) {
        (View::Month, _) => format!("Events in {}", month_name(&shown)),
        (View::List, true) => "Past events".to_owned(),
        (View::List, false) => "Events".to_owned(),
    };
    announce_feeds();
    let dates = grid.unwrap_or_else(|| view! { <DateList asked=asked.clone() listing/> }.into_any());
    let by_month = asked.view == View::Month;
    let narrowed = asked.feed() != FeedAddress::all();
    let (card, lead, button) = if narrowed {
        (
            "Subscribe to exactly this",
            "Only the dates you have chosen here, and those to come like them.",
            "Subscribe to these",
        )
    } else {
        (
            "Every date in your calendar",
            "Subscribe once. New dates, changes and cancellations arrive by themselves.",
            "Subscribe to all events",
        )
    };
    view! {
        <Page
            title=title.clone()
            description="Coffee chats, workshops and practice for physicians trained abroad, each date in your own time."
            crumbs=vec![Crumb::new("Home", routes::home())]
        >
            <div class="page-head">
                <h1>{title}</h1>
                <p class="lede">"Come to one, or follow them all. Each time is given where it was announced, then for you."</p>
            </div>
            <div class="finder-bar">
                <FilterForm asked=asked.clone() categories tags now=this_month/>
                <Views asked=asked.clone()/>
                <Chosen asked=asked.clone()/>
                <ZoneForm/>
            </div>
            <div class=if by_month { "stack wide" } else { "with-sidebar" }>
                <div class="stack wide">{dates}</div>
                <div class="sidebar">
                    <SubscribeCard feed=asked.feed().path() title=card lead button/>
                </div>
            </div>
        </Page>
    }
}

/// Names the feeds of everything in the head, for programs that look for them there.
pub(super) fn announce_feeds() {
    let ctx = request::ctx();
    let (name, url) = (&ctx.config.org.short_name, &ctx.config.public_url);
    let feed = |mime, path: routes::Path| HeadPart::Alternate {
        mime,
        title: format!("Events of {name}"),
        href: path.absolute(url),
    };
    request::head().add(feed("text/calendar", routes::feed_all()));
    request::head().add(feed("application/atom+xml", routes::atom()));
}

#[component]
fn DateList(asked: Asked, listing: Listing) -> impl IntoView {
    let past = asked.filter.past;
    let (forth, back, back_note, joint) = if past {
        ("Earlier dates", "The latest dates", "Back to the start", "Before")
    } else {
        ("Later dates", "From today", "Back to the start", "After")
    };
    let next = listing.next.as_deref().map(|after| PagerLink {
        to: asked.after(Some(after)).to_string(),
        label: forth.to_owned(),
        note: listing.dates.last().map(|date| format!("{joint} {}", long_date(&local(date)))).unwrap_or_default(),
    });
    let first = asked.filter.after.is_some().then(|| PagerLink {
        to: asked.after(None).to_string(),
        label: back.to_owned(),
        note: back_note.to_owned(),
    });
    let empty = listing.dates.is_empty();
    let now: DateTime<Utc> = listing.now;
    view! {
        {empty.then(|| view! { <NoDates asked/> })}
        <Months dates=listing.dates now/>
        <Pager label="More dates" previous=first next/>
    }
}

/// Why the list is empty, which depends on what was asked, and the way out.
#[component]
fn NoDates(asked: Asked) -> impl IntoView {
    let (past, later) = (asked.filter.past, asked.filter.after.is_some());
    let narrowed = !asked.choices().is_empty();
    let (title, why) = match (later, narrowed, past) {
        (true, _, false) => ("No later dates yet", "You have seen every date that is planned."),
        (true, _, true) => ("No earlier dates", "You have seen every date there was."),
        (false, true, false) => ("Nothing planned fits all of that", "Try fewer filters, or look at what has been."),
        (false, true, true) => ("No past date fits all of that", "Try fewer filters, or look at what is to come."),
        (false, false, true) => ("No past dates yet", "Dates are kept here once they are over."),
        (false, false, false) => (
            "No dates yet",
            "Dates appear here as soon as an organizer publishes them, and in every calendar that subscribes.",
        ),
    };
    let other = if past { "Look among dates to come" } else { "Look among past dates" };
    view! {
        <Empty title>
            <p>{why}</p>
            <p class="actions">
                {narrowed.then(|| view! { <a class="button quiet" href=asked.cleared().to_string()>"Clear all filters"</a> })}
                {later.then(|| view! { <a class="button quiet" href=asked.after(None).to_string()>"Back to the start"</a> })}
                <a class="button quiet" href=asked.in_the_past(!past).to_string()>{other}</a>
            </p>
        </Empty>
    }
}
