//! `/desk/opportunities`: hosts and postings that wait for their check.

use super::parts::{PostingHead, instead};
use crate::access::DeskNav;
use crate::ui::{Crumb, DoneNotice, Empty, Moment, Page};
use crate::{request, routes};
use leptos::prelude::*;
use services::opportunities::desk;

/// The queue, the longest waiting first.
#[component]
pub fn CheckPostingsPage() -> impl IntoView {
    let Some(ctx) = request::try_ctx() else { return ().into_any() };
    Suspend::new(async move {
        let zone = ctx.config.org.zone;
        let waiting = match desk(&ctx).await {
            Ok(waiting) => waiting,
            Err(error) => return instead(&ctx, &error),
        };
        let empty = waiting.is_empty();
        let rows = waiting
            .into_iter()
            .map(|stored| {
                let (to, state, at) = (routes::desk_opportunity(stored.id.as_str()), stored.state, stored.submitted_at);
                view! {
                    <li class="card">
                        <PostingHead stored to=Some(to)/>
                        <p><span class="tag">{state.label()}</span>" Waits since "<Moment at zone/></p>
                    </li>
                }
            })
            .collect_view();
        view! {
            <Page title="Postings to check" crumbs=vec![Crumb::new("Desk", routes::desk())]>
                <div class="page-head">
                    <h1>"Postings to check"</h1>
                    <p class="lede">"One check of host and posting. A host is trusted once two moderators have looked; where there is one moderator, that one suffices."</p>
                </div>
                <DeskNav/>
                <DoneNotice/>
                {if empty {
                    view! { <Empty title="Nothing waits"><p>"First postings of new hosts, and those for which a rule fires, appear here."</p></Empty> }.into_any()
                } else {
                    view! { <ul class="posting-list">{rows}</ul> }.into_any()
                }}
            </Page>
        }
        .into_any()
    })
    .into_any()
}
