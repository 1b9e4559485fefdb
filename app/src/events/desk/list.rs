//! `/desk/events`: the series one looks after.

use super::trouble;
use crate::access::DeskNav;
use crate::ui::{Crumb, DoneNotice, Empty, Moment, Page, Pager, PagerLink};
use crate::{request, routes};
use domain::events::Status;
use leptos::prelude::*;
use services::events::desk::{Listing, Row, Wish, list};

/// Drafts, published and canceled series, with a search.
#[component]
pub fn EventsDeskPage() -> impl IntoView {
    let Some(ctx) = request::try_ctx() else { return ().into_any() };
    let wish = Wish {
        search: request::query("q").map(|words| words.trim().to_owned()).unwrap_or_default(),
        status: request::query("show").and_then(|word| Status::parse(&word)),
        after: request::query("after"),
    };
    Suspend::new(async move {
        match list(&ctx, &wish).await {
            Ok(listing) => view! { <Body listing wish/> }.into_any(),
            Err(error) => trouble(&ctx.viewer.request_id, &error),
        }
    })
    .into_any()
}

/// The address of the first page of a wish.
fn address(search: &str, status: Option<Status>) -> routes::Path {
    let path = routes::desk_events();
    let path = if search.is_empty() { path } else { path.with("q", search) };
    status.iter().fold(path, |path, status| path.with("show", status.as_str()))
}

const PARTS: [(Status, &str, &str); 3] = [
    (Status::Draft, "drafts", "Drafts"),
    (Status::Published, "published", "Published"),
    (Status::Cancelled, "canceled", "Canceled"),
];

#[component]
fn Body(listing: Listing, wish: Wish) -> impl IntoView {
    let Listing { rows, next } = listing;
    let Wish { search, status: shown, after } = wish;
    let narrowed = !search.is_empty() || shown.is_some() || after.is_some();
    let first = address(&search, shown);
    let next = PagerLink::more(&first, next.as_deref(), "Changed earlier");
    let previous = PagerLink::start(&first, after.is_some(), "The latest changed");
    let chip = |status: Option<Status>, label: &'static str| {
        let here = (shown == status).then_some("true");
        view! { <li><a href=address(&search, status).to_string() aria-current=here>{label}</a></li> }
    };
    let chips = [chip(None, "All")].into_iter().chain(PARTS.map(|(status, _, label)| chip(Some(status), label)));
    let chips = chips.collect_view();
    let sections = PARTS
        .into_iter()
        .map(|(status, id, title)| {
            section(id, title, rows.iter().filter(|row| row.status == status).cloned().collect())
        })
        .collect_view();
    let (none, all) = (rows.is_empty(), routes::desk_events().to_string());
    let kept = shown.map(|status| view! { <input type="hidden" name="show" value=status.as_str()/> });
    view! {
        <Page title="Events" crumbs=vec![Crumb::new("Desk", routes::desk())]>
            <div class="page-head">
                <h1>"Events"</h1>
                <p class="lede">"What is planned. A draft is seen by organizers only."</p>
            </div>
            <DeskNav/>
            <DoneNotice/>
            <p class="actions">
                <a class="button" href=routes::desk_new_event(false).to_string()>"New series"</a>
                <a class="button quiet" href=routes::desk_new_event(true).to_string()>"New single event"</a>
            </p>
            <search>
                <form class="finder" method="get" action=all.clone()>
                    {kept}
                    <div class="finder-words">
                        <p class="field">
                            <label for="q">"Title, speaker or tag"</label>
                            <input id="q" type="search" name="q" value=search autocomplete="off" maxlength="200"/>
                        </p>
                        <button class="button" type="submit">"Find"</button>
                    </div>
                </form>
            </search>
            <nav class="chips" aria-label="How far they have come"><ul>{chips}</ul></nav>
            {if none && narrowed {
                view! { <Empty title="Nothing found"><p><a href=all>"See all of them"</a></p></Empty> }.into_any()
            } else if none {
                view! {
                    <Empty title="No events yet"><p>"Begin with a series that repeats, or with a single event."</p></Empty>
                }
                .into_any()
            } else {
                sections.into_any()
            }}
            <Pager label="Pages of events" previous next/>
        </Page>
    }
}

fn section(id: &'static str, title: &'static str, rows: Vec<Row>) -> Option<impl IntoView> {
    (!rows.is_empty()).then(|| {
        let rows = rows.into_iter().map(row).collect_view();
        view! {
            <section aria-labelledby=id>
                <h2 id=id>{title}</h2>
                <ul class="ways">{rows}</ul>
            </section>
        }
    })
}

fn row(row: Row) -> impl IntoView {
    let to = routes::desk_event(row.slug.as_str()).to_string();
    let next = match row.next {
        Some(at) => view! { "next "<Moment at zone=row.zone/> }.into_any(),
        None => view! { "no date to come" }.into_any(),
    };
    let category = (!row.category.is_empty()).then(|| view! { <bdi>{row.category}</bdi>", " });
    view! { <li><a href=to dir="auto">{row.title}</a>" "<span class="soft">{category}{next}</span></li> }
}
