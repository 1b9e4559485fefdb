//! `/unsubscribe/<token>`: stopping mails by the link in one, signed in or not. Opening it stops nothing, since mail
//! scanners open every link; the buttons do.

use crate::reply::Done;
use crate::ui::{Crumb, DoneNotice, NotFoundPage, Page, Sorry};
use crate::{request, routes};
use domain::notifications::Stop;
use leptos::prelude::*;
use leptos_router::hooks::use_params_map;

/// The question, or the answer after a press.
#[component]
pub fn UnsubscribePage() -> impl IntoView {
    let Some(ctx) = request::try_ctx() else { return ().into_any() };
    let token = use_params_map().read_untracked().get("token").unwrap_or_default();
    let stopped = request::done() == Some(Done::Unsubscribed);
    Suspend::new(async move {
        match services::notifications::stoppable(&ctx, &token).await {
            Ok(Some(stop)) => view! { <Body token stop stopped/> }.into_any(),
            Ok(None) => view! { <NotFoundPage/> }.into_any(),
            Err(error) => {
                request::failed(&ctx.viewer.request_id, &error);
                view! { <Sorry/> }.into_any()
            }
        }
    })
    .into_any()
}

#[component]
fn Body(token: String, stop: Stop, stopped: bool) -> impl IntoView {
    let button = match stop {
        Stop::Digest => "Stop the digest".to_owned(),
        Stop::Topic(topic) => format!("Stop mails about: {}", topic.label()),
    };
    view! {
        <Page title="Stop mails" crumbs=vec![Crumb::new("Home", routes::home())]>
            <div class="page-head">
                <h1>"Stop mails"</h1>
                <p class="lede">"You need not sign in. Mails about your account, and decisions about you, still come."</p>
            </div>
            <DoneNotice/>
            <form class="form" method="post" action=routes::unsubscribe(&token).to_string()>
                <input type="hidden" name="from" value="page"/>
                <p class="actions">
                    {(!stopped).then(|| view! {
                        <button class="button" type="submit" name="everything" value="0">{button}</button>
                    })}
                    <button class="button quiet" type="submit" name="everything" value="1">
                        "Stop all mails that can be stopped"
                    </button>
                </p>
            </form>
            <p><a href=routes::mail_choices().to_string()>"Sign in to choose in detail"</a></p>
        </Page>
    }
}
