//! `/me/appeal`: what was decided about oneself, and asking for another look, once per decision.

use super::actions::AppealDecision;
use crate::ui::{Crumb, DoneNotice, Empty, Form, Moment, Page, SafeTextarea, Sorry, SubmitButton, is_refused};
use crate::{request, routes};
use domain::moderation::{Case, words};
use leptos::prelude::*;
use server_fn::ServerFn;
use services::moderation::AboutMe;

/// The list.
#[component]
pub fn AppealPage() -> impl IntoView {
    let Some(ctx) = request::try_ctx() else { return ().into_any() };
    Suspend::new(async move {
        let zone = ctx.config.org.zone;
        match services::moderation::about_me(&ctx).await {
            Ok(all) => view! { <Body all zone/> }.into_any(),
            Err(error) => {
                request::failed(&ctx.viewer.request_id, &error);
                view! { <Sorry/> }.into_any()
            }
        }
    })
    .into_any()
}

#[component]
fn Body(all: Vec<AboutMe>, zone: chrono_tz::Tz) -> impl IntoView {
    let empty = all.is_empty();
    view! {
        <Page title="Decisions about you" crumbs=vec![Crumb::new("My page", routes::me())]>
            <div class="page-head">
                <h1>"Decisions about you"</h1>
                <p class="lede">"What moderators have decided, why, and how to ask for another look."</p>
            </div>
            <DoneNotice/>
            {if empty {
                view! { <Empty title="Nothing here"><p>"No decision about you has been made. That is how it should be."</p></Empty> }
                    .into_any()
            } else {
                view! { <ul class="devices">{all.into_iter().map(|one| view! { <One one zone/> }).collect_view()}</ul> }
                    .into_any()
            }}
        </Page>
    }
}

#[component]
fn One(one: AboutMe, zone: chrono_tz::Tz) -> impl IntoView {
    let (told, state) = match one.case {
        Case::Open => ("", None),
        Case::Decided(decided) => (words::told(decided.decision), None),
        Case::Appealed(decided) => (words::told(decided.decision), Some("Your appeal waits for a moderator.")),
        Case::Upheld(decided) => (words::told(decided.decision), Some(words::UPHELD)),
        Case::Overturned(decided) => (words::told(decided.decision), Some(words::OVERTURNED)),
    };
    let open = matches!(one.case, Case::Decided(_));
    let who = if one.alone {
        "There is only one moderator at the moment, so the same one looks again."
    } else {
        "Another moderator than the one who decided looks at it."
    };
    let id = one.id.to_string();
    let refused = is_refused(AppealDecision::PATH, &id);
    view! {
        <li class="card">
            <div>
                <h2>{told}</h2>
                {one.ground.map(|ground| view! { <p>{format!("Why: {}.", words::ground(ground))}</p> })}
                {one.posting.map(|posting| view! {
                    <p><a href=routes::my_posting(posting.as_str()).to_string()>"The posting it is about"</a></p>
                })}
                <p class="soft"><Moment at=one.at zone/></p>
                {state.map(|state| view! { <p>{state}</p> })}
                {one.appeal.map(|appeal| view! { <p class="said">{appeal}</p> })}
            </div>
            {open.then(|| view! {
                <details class="more" open=refused>
                    <summary>"Ask for another look"</summary>
                    <Form action=AppealDecision::PATH row=id.clone()>
                        <input type="hidden" name="case" value=id.clone()/>
                        <p class="hint">{format!("{who} You can ask once.")}</p>
                        <SafeTextarea name="why" label="Why should we look again?" rows=4/>
                        <SubmitButton label="Ask for another look"/>
                    </Form>
                </details>
            })}
        </li>
    }
}
