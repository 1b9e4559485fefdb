//! What a page says about what happened or what is not there: alerts, done notices,
//! empty states, the page for an unknown address and the apology.

use super::icon::{Icon, IconName};
use super::page::Page;
use crate::reply::Done;
use crate::{request, routes};
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
        let (title, text) = match done {
            Done::Reported => ("Thank you.", "Your report is with our volunteers. They read each one."),
            Done::Tried => ("It worked.", "The practice form was accepted. Nothing was stored."),
            Done::SignedUp => (
                "Look into your mailbox.",
                "We have sent you a link. Open it to confirm your address, then sign in. It works for 24 hours.",
            ),
            Done::Confirmed => ("Your address is confirmed.", "Thank you. You can sign in now."),
            Done::Resent => ("The link is on its way.", "Only the newest link works, for 24 hours."),
            Done::Forgot => (
                "Look into your mailbox.",
                "If this address has an account, a link to choose a new password is on its way. It works for 30 minutes.",
            ),
            Done::PasswordReset => {
                ("Your new password is set.", "You were signed out everywhere. Sign in with the new password.")
            }
            Done::PasswordChanged => ("Your new password is set.", "All other devices were signed out."),
            Done::AddressAsked => (
                "Look into the new mailbox.",
                "Open the link there within 24 hours. Until then your present address stays.",
            ),
            Done::AddressChanged => ("Your address is changed.", "From now on you sign in with the new one."),
            Done::DeviceEnded => ("Done.", "That device is signed out."),
            Done::DevicesEnded => ("Done.", "All your other devices are signed out."),
            Done::TwoFactorOn => ("Two-step sign-in is on.", "From now on we ask for a code after your password."),
            Done::TwoFactorOff => ("Two-step sign-in is off.", "From now on your password alone signs you in."),
            Done::SignedOut => ("You are signed out.", "See you soon."),
            Done::Leaving => (
                "Your account is on its way out.",
                "Nobody can see you here any more. If you change your mind, sign in within 14 days.",
            ),
            Done::CameBack => ("Welcome back.", "Your account stays, and everything is as you left it."),
            Done::ProfileSaved => ("Saved.", "You can change it whenever you like."),
            Done::PhotoRemoved => ("Your photo is gone.", "Nothing of it is kept."),
            Done::Erased => ("Your account is erased.", "Thank you for having been here."),
            Done::GrantAsked => ("It is written down.", "The list below says whether it holds now or waits."),
            Done::GrantConfirmed => ("Confirmed.", "It holds from now on."),
            Done::GlassBroken => ("Opened.", "It is shown below for ten minutes. The person has been told."),
            Done::PersonErased => ("Erased.", "Nothing of the person is left here. The audit log keeps that it was done."),
            Done::GrantEnded => ("It is written down.", "The list below says whether it has ended or is about to."),
            Done::GrantKept => ("Stopped.", "The person stays what they are."),
            Done::SuppressionLifted => ("Done.", "Mails go to this address again."),
            Done::Decided => ("Decided.", "It is done, and the person is told where it is about them."),
            Done::Answered => ("Done.", "The person is told."),
            Done::Appealed => ("Your appeal is with us.", "You will hear from us here and by mail."),
            Done::Blocked => ("Blocked.", "You do not see each other here any more."),
            Done::MarkedRead => ("Done.", "It is marked as read."),
            Done::MailChosen => ("Saved.", "It holds from now on, also for mails that have not left yet."),
            Done::Unsubscribed => ("Done.", "You will get no more mails like that one."),
            Done::TriedAgain => ("It is tried again.", "Reload this page in a minute to see what came of it."),
            Done::RsvpSaved => ("Thank you, we have noted it.", "A mail with it is on its way, also for your calendar."),
            Done::GuestAsked => (
                "Look into your mailbox.",
                "We have sent you a link. Your place is kept once you press the button behind it, within 24 hours.",
            ),
            Done::GuestForgotten => ("You are forgotten.", "Your places go to whoever is next. You are welcome again."),
            Done::FeedMade => ("Your address is made.", "Put it into your calendar now: it is shown only this once."),
            Done::FeedRevoked => ("The address is taken back.", "It stopped working at once."),
            Done::JoiningSet => ("The way in is saved.", "Those who come see it from the time you said."),
            Done::AskSaved => ("Saved.", "These are the mentors for it, the best fit first."),
            Done::AskEnded => ("Done.", "Your list is closed, and whoever was asked is told."),
            Done::MentorAdded => ("On your list.", "They are asked as soon as it is their turn."),
            Done::ListChanged => ("Done.", "Your list is below."),
            Done::RevealSaved => ("Saved.", "This mentor sees what is ticked below, and nothing else."),
            Done::RequestAnswered => ("Done.", "The other hears of it by mail."),
            Done::RequestWithdrawn => ("Taken back.", "The next on your list is asked."),
            Done::MentorConfirmed => ("You have a mentor.", "Write down together what you work on, and both sign it."),
            Done::MentorBack => ("Welcome back.", "People can be sent to you again."),
            Done::CheckAsked => ("Thank you.", "A moderator looks at it. You hear from us by mail."),
            Done::MentorChecked => ("Decided.", "The person is told."),
            Done::TogetherSaved => ("Saved.", "Both of you see it."),
            Done::AgreementSigned => ("Signed.", "It holds once both of you have signed."),
            Done::TogetherClosed => ("It is over.", "Thank you, both of you."),
            Done::CohortSaved => ("Saved.", "It is a draft until you open it."),
            Done::CohortOpened => ("It is open.", "People can sign up until the day you said."),
            Done::CohortCanceled => ("Called off.", "Everybody in it is told."),
            Done::CohortRun => ("Run.", "Each run is written down below."),
            Done::CohortPublished => ("The result is out.", "Everybody in the cohort is told."),
            Done::CohortJoined => ("You take part.", "You can change what you said until sign-up is over."),
            Done::CohortLeft => ("You have left.", "Nothing of what you said here is kept."),
            Done::CohortRanked => ("Saved.", "You can change it until the day ends."),
            Done::Unblocked => ("Unblocked.", "You can see each other again."),
            Done::EventSaved => ("Saved.", "Where it is public, pages and calendars show it from now on."),
            Done::EventSplit => (
                "Saved.",
                "The dates before are kept under an address of their own; old links to them lead there.",
            ),
            Done::EventPublished => ("It is public.", "Pages and calendars show it from now on."),
            Done::EventTakenBack => ("It is a draft again.", "Only organizers see it. A calendar that was quick may show it for a day."),
            Done::EventCanceled => ("Canceled.", "It stays visible as canceled, so that nobody waits in vain. You can undo this here."),
            Done::EventBack => ("It takes place.", "The cancel is undone, and calendars are told."),
        };
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
        let (title, lede) = words(status, notice.is_some_and(|notice| notice.denied));
        let not_found = status == StatusCode::NOT_FOUND;
        view! {
            <Page title>
                <div class="page-head message">
                    <p class="kicker">{status.as_str().to_owned()}</p>
                    <h1>{title}</h1>
                    <p class="lede">{lede}</p>
                    <p class="actions">
                        <a class="button" href=routes::events().to_string()>"See the events"</a>
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
