//! What a page says about what happened or what is not there: alerts, done notices,
//! empty states, the page for an unknown address and the apology.

use super::done;
use super::icon::{Icon, IconName};
use super::page::Page;
use crate::{request, routes};
use domain::refusal::Refusal;
use http::StatusCode;
use leptos::prelude::*;

/// How an alert sounds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Tone {
    /// It worked.
    Ok,
    /// Something to know.
    Info,
    /// Something to mind.
    Warn,
    /// Something failed.
    Bad,
}

impl Tone {
    const fn class(self) -> &'static str {
        match self {
            Self::Ok => "alert ok",
            Self::Info => "alert info",
            Self::Warn => "alert warn",
            Self::Bad => "alert bad",
        }
    }

    const fn icon(self) -> IconName {
        match self {
            Self::Ok => IconName::Check,
            Self::Info => IconName::Info,
            Self::Warn => IconName::Warning,
            Self::Bad => IconName::Error,
        }
    }
}

/// A framed message with an icon; color is never its only sign.
#[component]
pub fn Alert(
    /// How it sounds.
    tone: Tone,
    /// The first, bold words.
    #[prop(into)]
    title: String,
    /// Read out by screen readers when the page opens, for news about what was just done.
    #[prop(optional)]
    announced: bool,
    /// What it says, in one paragraph.
    children: Children,
) -> impl IntoView {
    view! {
        <div class=tone.class() role=announced.then_some("status")>
            <Icon name=tone.icon()/>
            <div><p><strong>{title}</strong></p><p>{children()}</p></div>
        </div>
    }
}

/// Says what the last form did, from `?done=`.
#[component]
pub fn DoneNotice() -> impl IntoView {
    request::done().map(|done| {
        let (title, text) = done::words(done);
        view! { <Alert tone=Tone::Ok title announced=true>{text}</Alert> }
    })
}

/// What will be here, why it is empty, and the one thing to do.
#[component]
pub fn Empty(
    /// What will be here.
    #[prop(into)]
    title: String,
    /// Why it is empty and the one thing to do.
    children: Children,
) -> impl IntoView {
    view! {
        <div class="empty">
            <h2>{title}</h2>
            {children()}
        </div>
    }
}

/// Set by the server in the request when it wants the page for this status drawn.
#[derive(Debug, Clone, Copy)]
pub struct ErrorNotice {
    /// The status of the answer.
    pub status: StatusCode,
    /// Somebody signed in asked for what is not theirs.
    pub denied: bool,
    /// The rule by which a desk did not do what was asked.
    pub refusal: Option<Refusal>,
}

/// The page for an address that leads nowhere, and for the other errors the server answers with.
#[component]
pub fn NotFoundPage() -> impl IntoView {
    let notice = request::error_notice();
    let status = notice.map_or(StatusCode::NOT_FOUND, |notice| notice.status);
    request::set_status(status);
    // The route list is made without a request, and then there is no page to draw.
    request::try_ctx().map(|_| {
        if status.is_server_error() {
            return view! { <Sorry/> }.into_any();
        }
        let refusal = notice.and_then(|notice| notice.refusal);
        let (title, lede) = refusal.map_or_else(
            || words(status, notice.is_some_and(|notice| notice.denied)),
            |refusal| ("This was not done", refusal.words()),
        );
        let (to, label) = match refusal {
            Some(_) => (routes::desk(), "Go to the desk"),
            None => (routes::events(), "See the events"),
        };
        let not_found = status == StatusCode::NOT_FOUND;
        view! {
            <Page title>
                <div class="page-head message">
                    <p class="kicker">{status.as_str().to_owned()}</p>
                    <h1>{title}</h1>
                    <p class="lede">{lede}</p>
                    <p class="actions">
                        <a class="button" href=to.to_string()>{label}</a>
                        <a class="button quiet" href=routes::home().to_string()>"Go to the home page"</a>
                    </p>
                    {not_found.then(|| view! {
                        <p>
                            "If a link of ours brought you here, "
                            <a href=routes::report_about(&request::page()).to_string()>"tell us which one"</a>"."
                        </p>
                    })}
                </div>
            </Page>
        }
        .into_any()
    })
}

fn words(status: StatusCode, denied: bool) -> (&'static str, &'static str) {
    match status {
        StatusCode::FORBIDDEN if denied => (
            "This desk is not yours",
            "You are signed in, but this part is for people who have been asked to look after it. An admin can add you.",
        ),
        StatusCode::NOT_FOUND => {
            ("We cannot find this page", "The address may be mistyped, or the page has moved. Nothing you did is lost.")
        }
        StatusCode::FORBIDDEN => (
            "This did not come from our own page",
            "For your safety we only take forms that were sent from this site. Open the page here and send it again.",
        ),
        StatusCode::PAYLOAD_TOO_LARGE => (
            "That was too much at once",
            "This is more than the form takes. Nothing of it was stored, and it is too much to be shown here again. If your browser still has it when you go back, copy it, shorten it and send it once more.",
        ),
        StatusCode::METHOD_NOT_ALLOWED => ("This page cannot do that", "Please start again from the home page."),
        StatusCode::TOO_MANY_REQUESTS => {
            ("That was a lot in a short time", "Please wait a few minutes and try again. Nothing is lost.")
        }
        StatusCode::REQUEST_TIMEOUT => (
            "Your connection was too slow this time",
            "What you sent did not arrive in full. Please go back and send it again.",
        ),
        _ => ("We could not understand that", "Please go back and try again."),
    }
}

/// The apology on a page whose data could not be read; the status is set by the page.
#[component]
pub fn Sorry() -> impl IntoView {
    let ctx = request::ctx();
    let id = request::request_id();
    let mail = format!("mailto:{}?subject=Request%20{id}", ctx.config.org.email);
    view! {
        <Page title="Something went wrong">
            <div class="page-head message">
                <p class="kicker">"500"</p>
                <h1>"Something went wrong on our side"</h1>
                <p class="lede">
                    "Please try again in a minute. If it happens again, send us the number below and we will look it up."
                </p>
                <p>"Request number: "<code>{id}</code></p>
                <p class="actions">
                    <a class="button" href=routes::home().to_string()>"Go to the home page"</a>
                    <a class="button quiet" href=mail>"Write to us"</a>
                </p>
            </div>
        </Page>
    }
}
