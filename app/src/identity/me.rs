//! `/me`: what is next for the person. Later features add their rows; a newcomer sees one step.

use super::actions::{ComeBack, EraseNow, Resend};
use crate::ui::{
    Alert, DoneNotice, Form, Icon, IconName, Moment, Page, Sorry, SubmitButton, TimeRange, Tone, is_refused,
};
use crate::{request, routes};
use chrono::{DateTime, Utc};
use domain::access::Standing;
use domain::identity::profile::Step;
use leptos::prelude::*;
use server_fn::ServerFn;
use services::ctx::Member;

/// One thing to do next.
struct Next {
    what: &'static str,
    why: &'static str,
    to: routes::Path,
    button: &'static str,
}

/// The list, or what stands in the way of one.
#[component]
pub fn MePage() -> impl IntoView {
    let Some(ctx) = request::try_ctx() else { return ().into_any() };
    Suspend::new(async move {
        let Some(member) = ctx.viewer.member.clone() else { return view! { <Sorry/> }.into_any() };
        let leaving = match services::identity::leaving_at(&ctx).await {
            Ok(leaving) => leaving,
            Err(error) => {
                request::failed(&ctx.viewer.request_id, &error);
                return view! { <Sorry/> }.into_any();
            }
        };
        // A step that cannot be read is no reason to show nothing.
        let step = services::identity::profile::next_step(&ctx).await.unwrap_or_else(|error| {
            tracing::warn!(request_id = ctx.viewer.request_id, %error, "the next step could not be read");
            None
        });
        let unread = services::notifications::unread(&ctx).await.unwrap_or_else(|error| {
            tracing::warn!(request_id = ctx.viewer.request_id, %error, "unread notifications could not be counted");
            0
        });
        // The next date one comes to, for those who may come to any.
        let coming = match member.standing {
            Standing::Active => services::events::rsvp::next_of_mine(&ctx).await.unwrap_or_else(|error| {
                tracing::warn!(request_id = ctx.viewer.request_id, %error, "the next date could not be read");
                None
            }),
            _ => None,
        };
        let inside = match member.standing {
            Standing::Unconfirmed => view! { <ToConfirm/> }.into_any(),
            Standing::Leaving => view! { <OnTheWayOut erase_at=leaving zone=ctx.config.org.zone/> }.into_any(),
            Standing::Suspended => view! { <Stopped/> }.into_any(),
            Standing::Active | Standing::Anonymous => view! { <List member=member.clone() step coming/> }.into_any(),
        };
        view! {
            <Page title="My page">
                <div class="page-head"><h1>"My page"</h1></div>
                <DoneNotice/>
                {inside}
                <Ways staff=member.capabilities.is_staff() active=member.standing == Standing::Active unread/>
            </Page>
        }
        .into_any()
    })
    .into_any()
}

#[component]
fn ToConfirm() -> impl IntoView {
    view! {
        <section class="card" aria-labelledby="next-title">
            <h2 id="next-title">"Next: confirm your address"</h2>
            <p>"We have sent you a link. Open it, and everything here is yours to use."</p>
            <Form action=Resend::PATH>
                <SubmitButton label="Send the link again"/>
            </Form>
        </section>
    }
}

#[component]
fn OnTheWayOut(#[prop(optional_no_strip)] erase_at: Option<DateTime<Utc>>, zone: chrono_tz::Tz) -> impl IntoView {
    view! {
        <section class="card" aria-labelledby="next-title">
            <h2 id="next-title">"Your account is on its way out"</h2>
            <p>
                "Nobody can see you here. "
                {erase_at.map(|at| view! { "Everything is erased on "<Moment at zone/>"." })}
            </p>
            <Form action=ComeBack::PATH>
                <SubmitButton label="Keep my account"/>
            </Form>
            <details class="more" open=is_refused(EraseNow::PATH, "erase")>
                <summary>"Erase it now instead"</summary>
                <p>"This cannot be taken back. Your profile, your devices and your messages are gone at once."</p>
                <Form action=EraseNow::PATH row="erase">
                    <p class="actions"><button class="button danger" type="submit">"Erase my account now"</button></p>
                </Form>
            </details>
        </section>
    }
}

#[component]
fn Stopped() -> impl IntoView {
    view! {
        <Alert tone=Tone::Warn title="Your account is stopped">
            "A moderator has stopped your account. You were told why by mail. You can still take your data along, delete \
             your account, or "<a href=routes::appeal().to_string()>"answer the decision"</a>"."
        </Alert>
    }
}

#[component]
fn List(
    member: Member,
    #[prop(optional_no_strip)] step: Option<Step>,
    #[prop(optional_no_strip)] coming: Option<services::events::rsvp::MyDate>,
) -> impl IntoView {
    let mut next = Vec::new();
    if member.capabilities.is_staff() && !member.two_factor {
        next.push(Next {
            what: "Set up two-step sign-in",
            why: "You have been asked to help the association. That work opens once a second step protects it.",
            to: routes::two_factor(),
            button: "Set it up",
        });
    }
    if let Some(step) = step {
        next.push(Next {
            what: step.title(),
            why: "A few questions, each of them optional. You choose who sees an answer.",
            to: routes::profile_step(step),
            button: "Tell us a little",
        });
    }
    let coming = coming.map(|date| {
        let to = routes::rsvp(date.slug.as_str(), &date.date_name).to_string();
        view! {
            <li class="card">
                <div>
                    <h3 dir="auto">{date.title}</h3>
                    <p class="when"><TimeRange start=date.at.start end=date.at.end zone=date.zone/></p>
                    <p>"You are going."</p>
                </div>
                <p class="actions"><a class="button" href=to>"See your answer"</a></p>
            </li>
        }
    });
    if coming.is_none() {
        next.push(Next {
            what: "Come to the next meeting",
            why: "An hour of good company. Every date in your own time.",
            to: routes::events(),
            button: "See the events",
        });
    }
    view! {
        <section aria-labelledby="next-title">
            <h2 id="next-title">"Next for you"</h2>
            <ul class="next">
                {coming}
                {next
                    .into_iter()
                    .map(|next| view! {
                        <li class="card">
                            <div><h3>{next.what}</h3><p>{next.why}</p></div>
                            <p class="actions"><a class="button" href=next.to.to_string()>{next.button}</a></p>
                        </li>
                    })
                    .collect_view()}
            </ul>
        </section>
    }
}

/// What else there is of one's own.
#[component]
fn Ways(staff: bool, active: bool, unread: u64) -> impl IntoView {
    let way = |to: routes::Path, what: &'static str, about: &'static str| {
        view! { <li><a href=to.to_string()>{what}</a>" "<span class="soft">{about}</span></li> }
    };
    let news = (unread > 0).then(|| view! { " "<span class="tag">{format!("{unread} new")}</span> });
    view! {
        <section aria-labelledby="mine-title">
            <h2 id="mine-title">"Your account"</h2>
            <ul class="ways">
                {(staff && active).then(|| way(routes::desk(), "Desk", "what you look after for the association"))}
                {active.then(|| way(routes::my_events(), "My events", "what you come to, and your own calendar"))}
                {way(routes::my_membership(), "My membership", "how you stand, your orders and receipts")}
                {active.then(|| way(routes::profile(), "Profile", "what you tell about yourself, and who sees it"))}
                {active.then(|| way(routes::mentoring(), "My mentoring", "mentors you ask, and those who ask you"))}
                {active.then(|| way(routes::my_cohorts(), "My cohorts", "where many are matched at once, with a proof"))}
                {active.then(|| way(routes::my_applications(), "My applications", "what you have applied to, and how far it is"))}
                {active.then(|| way(routes::saved_postings(), "Saved postings", "what you want to find again, with its last days"))}
                {active.then(|| way(routes::my_postings(), "What I offer", "your postings, and who has applied"))}
                {way(routes::privacy(), "Privacy", "who has looked, and what is kept where")}
                <li>
                    <a href=routes::notifications().to_string()>"Notifications"</a>
                    {news}
                    " "<span class="soft">"what concerns you, also by mail"</span>
                </li>
                {way(routes::mail_choices(), "My mails", "which of it you get by mail, and when")}
                {way(routes::account(), "Address and password", "how you sign in")}
                {way(routes::two_factor(), "Two-step sign-in", "a code after your password")}
                {way(routes::devices(), "Devices", "where you are signed in")}
                {active.then(|| way(routes::blocks(), "Blocked people", "whom you do not want to see here"))}
                {way(routes::appeal(), "Decisions about you", "what moderators have decided, and appeals")}
                {way(routes::export(), "Take your data along", "everything we keep of you, in one file")}
                {way(routes::leave(), "Delete your account", "with two weeks to change your mind")}
            </ul>
            <form method="post" action=routes::sign_out().to_string()>
                <input type="hidden" name="_page" value=routes::me().to_string()/>
                <p class="actions">
                    <button class="button quiet" type="submit"><Icon name=IconName::Previous/>"Sign out"</button>
                </p>
            </form>
        </section>
    }
}
