//! `/opportunities`: what is published, narrowed by the address.

use super::filters::{Chosen, FilterForm, Order};
use super::parts::{first_line, instead, last_day, seats_line};
use crate::ui::{DoneNotice, Empty, Page, Pager, PagerLink};
use crate::{request, routes};
use chrono::NaiveDate;
use domain::opportunities::filters::{MAX_PAGE, PER_PAGE};
use domain::opportunities::{Filters, Visa};
use leptos::prelude::*;
use services::opportunities::{Found, Stored};

/// The list.
#[component]
pub fn OpportunitiesPage() -> impl IntoView {
    let Some(ctx) = request::try_ctx() else { return ().into_any() };
    let pairs = request::query_pairs();
    let filters = Filters::parse(pairs.iter().map(|(name, value)| (name.as_str(), value.as_str())));
    // A browser also sends what was left open; the address that people pass on does not say it.
    if pairs.iter().any(|(_, value)| value.trim().is_empty()) {
        request::see_other(&routes::opportunities_where(&filters));
    }
    Suspend::new(async move {
        match services::opportunities::list(&ctx, &filters).await {
            Ok(found) => view! { <Body found filters today=ctx.today()/> }.into_any(),
            Err(error) => instead(&ctx, &error),
        }
    })
    .into_any()
}

#[component]
fn Body(found: Found, filters: Filters, today: NaiveDate) -> impl IntoView {
    let Found { lines, counts } = found;
    let all = counts.all;
    let link = |page: u32, label: &str| PagerLink {
        to: routes::opportunities_where(&filters.on_page(page)).to_string(),
        label: label.to_owned(),
        note: format!("Page {page}"),
    };
    let more = u64::from(filters.page) * u64::from(PER_PAGE) < all && filters.page < MAX_PAGE;
    let previous = (filters.page > 1).then(|| link(filters.page - 1, "Previous postings"));
    let next = more.then(|| link(filters.page + 1, "More postings"));
    let narrowed = !filters.is_everything();
    let counted = match all {
        1 => "1 posting".to_owned(),
        all => format!("{all} postings"),
    };
    let empty = lines.is_empty();
    let past_the_end = empty && all > 0;
    let rows = lines.into_iter().map(|stored| view! { <Row stored/> }).collect_view();
    view! {
        <Page
            title="Opportunities"
            description="Observerships and research for physicians trained abroad, with fees, dates and requirements as the hosts give them."
        >
            <div class="page-head">
                <h1>"Opportunities"</h1>
                <p class="lede">"Observerships and research. Hosts are checked by us, and every fee stands in the first line."</p>
            </div>
            <DoneNotice/>
            <p class="actions">
                <a class="button quiet" href=routes::offer_observership().to_string()>"Offer an observership"</a>
                <a class="button quiet" href=routes::offer_research().to_string()>"Offer research"</a>
            </p>
            <FilterForm filters=filters.clone() counts today/>
            <Chosen filters=filters.clone()/>
            <Order filters/>
            <p role="status">{if narrowed { format!("{counted} that fit") } else { counted }}</p>
            {if empty {
                view! { <Nothing past_the_end narrowed/> }.into_any()
            } else {
                view! { <ul class="posting-list">{rows}</ul> }.into_any()
            }}
            <Pager label="Pages of postings" previous next/>
        </Page>
    }
}

#[component]
fn Nothing(past_the_end: bool, narrowed: bool) -> impl IntoView {
    let (title, why) = match (past_the_end, narrowed) {
        (true, _) => ("No further postings", "You have seen all that fit."),
        (false, true) => {
            ("Nothing fits", "Take a filter away. New postings appear here as soon as their hosts are checked.")
        }
        (false, false) => ("No postings yet", "They appear here as soon as their hosts are checked."),
    };
    view! {
        <Empty title>
            <p>{why}</p>
            {(past_the_end || narrowed).then(|| view! {
                <p class="actions"><a class="button quiet" href=routes::opportunities().to_string()>"See all of them"</a></p>
            })}
        </Empty>
    }
}

#[component]
fn Row(stored: Stored) -> impl IntoView {
    let to = routes::posting(stored.id).to_string();
    let seats = seats_line(&stored);
    let posting = stored.posting;
    let visas = posting.visas.iter().filter(|visa| **visa != Visa::None).map(|visa| visa.label());
    let tags: Vec<&'static str> = visas.chain(stored.sample.then_some("Sample")).collect();
    let tags = (!tags.is_empty()).then(|| {
        // The space is for whoever has them read out.
        let each = tags.into_iter().map(|words| view! { <span class="tag plain">{words}</span>" " }).collect_view();
        view! { <p class="tags">{each}</p> }
    });
    view! {
        <li class="card posting-row">
            <p class="posting-line">{first_line(&posting)}</p>
            <h2><a href=to dir="auto">{posting.title.clone()}</a></h2>
            <p class="soft" dir="auto">{posting.institution.clone()}</p>
            <p>{format!("Apply by {}. {seats}.", last_day(&posting.window))}</p>
            {tags}
        </li>
    }
}
