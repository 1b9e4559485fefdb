//! `/desk/events`: the series one looks after.

use super::trouble;
use crate::access::DeskNav;
use crate::ui::{Crumb, DoneNotice, Empty, Moment, Page};
use crate::{request, routes};
use domain::events::Status;
use leptos::prelude::*;
use services::events::desk::{Row, list};

/// Drafts, published and canceled series, with a search.
#[component]
pub fn EventsDeskPage() -> impl IntoView {
    let Some(ctx) = request::try_ctx() else { return ().into_any() };
    let search = request::query("q").map(|words| words.trim().to_owned()).unwrap_or_default();
    Suspend::new(async move {
        match list(&ctx, &search).await {
            Ok(rows) => view! { <Body rows search=search.clone()/> }.into_any(),
            Err(error) => trouble(&ctx.viewer.request_id, &error),
        }
    })
    .into_any()
}

#[component]
fn Body(rows: Vec<Row>, search: String) -> impl IntoView {
    let none = rows.is_empty();
    let (searched, all) = (!search.is_empty(), routes::desk_events().to_string());
    let parts = [
        (Status::Draft, "drafts", "Drafts"),
        (Status::Published, "published", "Published"),
        (Status::Cancelled, "canceled", "Canceled"),
    ];
    let sections = parts
        .into_iter()
        .map(|(status, id, title)| {
            section(id, title, rows.iter().filter(|row| row.status == status).cloned().collect())
        })
        .collect_view();
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
                    <div class="finder-words">
                        <p class="field">
                            <label for="q">"Title, speaker or tag"</label>
                            <input id="q" type="search" name="q" value=search autocomplete="off" maxlength="200"/>
                        </p>
                        <button class="button" type="submit">"Find"</button>
                    </div>
                </form>
            </search>
            {if none && searched {
                view! { <Empty title="Nothing found"><p><a href=all>"See all of them"</a></p></Empty> }.into_any()
            } else if none {
                view! {
                    <Empty title="No events yet"><p>"Begin with a series that repeats, or with a single event."</p></Empty>
                }
                .into_any()
            } else {
                sections.into_any()
            }}
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
