//! `/me/mail`: which mails one gets, when, and what their subjects say.

use super::actions::Choose;
use crate::ui::{
    Alert, Choices, Crumb, DoneNotice, ErrorSummary, Form, Moment, Page, Sorry, SubmitButton, TextField, Tone,
    zone_all_year,
};
use crate::{request, routes};
use chrono::{DateTime, Utc};
use chrono_tz::Tz;
use domain::notifications::{Choice, Digest, Topic};
use leptos::prelude::*;
use server_fn::ServerFn;

/// The form.
#[component]
pub fn MailChoicesPage() -> impl IntoView {
    let Some(ctx) = request::try_ctx() else { return ().into_any() };
    let staff = ctx.viewer.member.as_ref().is_some_and(|member| member.capabilities.is_staff());
    Suspend::new(async move {
        let came_back = services::mail::came_back(&ctx).await.unwrap_or_else(|error| {
            tracing::warn!(request_id = ctx.viewer.request_id, %error, "it could not be read whether mails come back");
            None
        });
        match services::notifications::chosen(&ctx).await {
            Ok((chosen, zone)) => view! { <Body chosen zone staff came_back/> }.into_any(),
            Err(error) => {
                request::failed(&ctx.viewer.request_id, &error);
                view! { <Sorry/> }.into_any()
            }
        }
    })
    .into_any()
}

#[component]
fn Body(
    chosen: domain::notifications::Choices,
    zone: Tz,
    staff: bool,
    #[prop(optional_no_strip)] came_back: Option<DateTime<Utc>>,
) -> impl IntoView {
    let topics: Vec<_> = Topic::ALL
        .into_iter()
        .filter(|topic| !topic.is_transactional() && (staff || !topic.is_for_staff()))
        .map(|topic| (topic, chosen.of(topic).word()))
        .collect();
    let options = Choice::ALL.map(|choice| (choice.word(), choice.label())).to_vec();
    let digests = Digest::ALL.map(|digest| (digest.word(), digest.label())).to_vec();
    let (from, until) = chosen.quiet.map_or_else(Default::default, domain::notifications::QuietHours::fields);
    let quiet_hint = format!("In {}. What comes in these hours is mailed when they end.", zone_all_year(zone));
    view! {
        <Page title="My mails" crumbs=vec![Crumb::new("My page", routes::me())]>
            <div class="page-head">
                <h1>"My mails"</h1>
                <p class="lede">"On the site you find everything under Notifications. Here you choose what you also get by mail."</p>
                <p class="soft">"Mails about your account, and decisions about you, always come at once."</p>
            </div>
            <ErrorSummary action=Choose::PATH/>
            <DoneNotice/>
            {came_back.map(|at| view! {
                <Alert tone=Tone::Warn title="Mails to your address came back">
                    "Since "<Moment at zone/>" we write to it no more. If the address is wrong, "
                    <a href=routes::account().to_string()>"change it"</a>
                    ". If it is right and the mailbox works, tell us, and we write again."
                </Alert>
            })}
            <Form action=Choose::PATH summary_above=true>
                {topics
                    .into_iter()
                    .map(|(topic, initial)| view! {
                        <Choices name=topic.word() legend=topic.label() options=options.clone() initial/>
                    })
                    .collect_view()}
                <Choices
                    name="digest"
                    legend="How often does the digest come?"
                    hint="One mail with everything you chose for it, at 8:00 am. With Never, those are only on the site."
                    options=digests
                    initial=chosen.digest.word()
                />
                <TextField name="quiet_from" label="No mails from" hint=quiet_hint initial=from kind="time" optional=true/>
                <TextField name="quiet_until" label="No mails until" initial=until kind="time" optional=true/>
                <Choices
                    name="discreet"
                    legend="What do subjects say?"
                    hint="A subject can be seen on a locked phone."
                    options=vec![("0", "What the mail is about"), ("1", "Only that there is news")]
                    initial=if chosen.discreet { "1" } else { "0" }
                />
                <SubmitButton label="Save my choices"/>
            </Form>
        </Page>
    }
}
