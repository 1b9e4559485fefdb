//! `/dev/mail`: mails that lie in the folder while no mail server is set. Only on one's own computer; elsewhere there
//! is no such page. A mail is shown as its text with links, its HTML is never drawn.

use crate::ui::{Crumb, Empty, Moment, NotFoundPage, Page};
use crate::{request, routes};
use leptos::prelude::*;
use leptos_router::hooks::use_params_map;
use services::mail::{self, Kept};

/// The list, the newest first.
#[component]
pub fn MailboxPage() -> impl IntoView {
    let Some(ctx) = request::try_ctx() else { return ().into_any() };
    Suspend::new(async move {
        let Some(kept) = mail::kept(&ctx).await else { return view! { <NotFoundPage/> }.into_any() };
        let zone = ctx.config.org.zone;
        let row = |one: Kept| {
            view! {
                <li class="card">
                    <div>
                        <h2><a href=routes::dev_mail_one(&one.name).to_string()>{one.subject}</a></h2>
                        <p class="soft">{one.to}", "<Moment at=one.at zone/></p>
                    </div>
                </li>
            }
        };
        let inside = if kept.is_empty() {
            view! { <Empty title="No mail yet"><p>"Mails appear here a few seconds after they are written."</p></Empty> }
                .into_any()
        } else {
            view! { <ul class="devices">{kept.into_iter().map(row).collect_view()}</ul> }.into_any()
        };
        view! {
            <Page title="Mailbox">
                <div class="page-head">
                    <h1>"Mailbox"</h1>
                    <p class="lede">"No mail server is set, so mails stay on this computer, in the folder mail of the data folder."</p>
                </div>
                {inside}
            </Page>
        }
        .into_any()
    })
    .into_any()
}

/// One mail.
#[component]
pub fn MailboxMailPage() -> impl IntoView {
    let Some(ctx) = request::try_ctx() else { return ().into_any() };
    let name = use_params_map().read_untracked().get("file").unwrap_or_default();
    Suspend::new(async move {
        let Some(one) = mail::kept_one(&ctx, &name).await else { return view! { <NotFoundPage/> }.into_any() };
        let zone = ctx.config.org.zone;
        view! {
            <Page title=one.subject.clone() crumbs=vec![Crumb::new("Mailbox", routes::dev_mail())]>
                <div class="page-head">
                    <h1>{one.subject.clone()}</h1>
                    <p class="soft">"To "{one.to}", "<Moment at=one.at zone/></p>
                </div>
                <div class="mail-text">{one.text.lines().map(line).collect_view()}</div>
            </Page>
        }
        .into_any()
    })
    .into_any()
}

/// A line that is an address is a link; our letters put each on a line of its own.
fn line(text: &str) -> AnyView {
    let text = text.to_owned();
    if text.starts_with("http://") || text.starts_with("https://") {
        view! { <a href=text.clone() rel="nofollow noopener noreferrer">{text.clone()}</a>"\n" }.into_any()
    } else {
        view! { {text}"\n" }.into_any()
    }
}
