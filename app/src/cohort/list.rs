//! `/cohorts`: what a cohort is, and which there are.

use super::parts::instead;
use crate::ui::{Empty, Moment, Page};
use crate::{request, routes};
use domain::cohort::words;
use leptos::prelude::*;
use services::cohort::Listed;

/// The list.
#[component]
pub fn CohortsPage() -> impl IntoView {
    let Some(ctx) = request::try_ctx() else { return ().into_any() };
    Suspend::new(async move {
        let zone = request::viewer_zone().unwrap_or(ctx.config.org.zone);
        let all = match services::cohort::list(&ctx).await {
            Ok(all) => all,
            Err(error) => return instead(&ctx, &error),
        };
        let empty = all.is_empty();
        let rows = all.into_iter().map(|one| view! { <Row one zone/> }).collect_view();
        view! {
            <Page
                title="Cohorts"
                description="People sign up, rank each other, and are matched once for all, with a certificate that anybody can check."
            >
                <div class="page-head">
                    <h1>"Cohorts"</h1>
                    <p class="lede">"Mentors and mentees who begin together: you put each other in order, and everybody is matched at once."</p>
                </div>
                {if empty {
                    view! {
                        <Empty title="No cohort yet">
                            <p>"Cohorts begin a few times a year. Until then, "<a href=routes::mentors().to_string()>"look at the mentors"</a>"."</p>
                        </Empty>
                    }
                    .into_any()
                } else {
                    view! { <ul class="devices cohort-list">{rows}</ul> }.into_any()
                }}
                <h2>"How it works"</h2>
                <ol class="how">
                    <li>"You sign up, as a mentee or as a mentor who was checked. Before that, the lottery is bound by a number that everybody can see."</li>
                    <li>"Mentees put mentors in order. Then mentors put those who listed them in order, and never learn in which place they stood."</li>
                    <li>"The lists are closed by the clock, and the result is computed. How often it was computed is written down for everybody."</li>
                    <li>"You read whom you have and why, with a proof that your list was part of it unchanged."</li>
                </ol>
            </Page>
        }
        .into_any()
    })
    .into_any()
}

#[component]
fn Row(one: Listed, zone: chrono_tz::Tz) -> impl IntoView {
    view! {
        <li class="card">
            <div>
                <h2><a href=routes::cohort(one.id.as_str()).to_string() dir="auto">{one.title}</a></h2>
                <p><span class="tag">{words::state(one.state)}</span></p>
                {one.until.map(|at| view! { <p class="soft">"Until "<Moment at zone/></p> })}
            </div>
        </li>
    }
}
