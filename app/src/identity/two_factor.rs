//! `/me/two-factor`: a code after the password.

use super::actions::{BeginTwoFactor, ConfirmTwoFactor, EndTwoFactor};
use crate::ui::{
    Alert, Crumb, DoneNotice, Form, Page, PasswordField, QrCode, Sorry, SubmitButton, TextField, Time, Tone,
};
use crate::{request, routes};
use leptos::prelude::*;
use server_fn::ServerFn;
use services::identity::{Pending, TwoFactor};

/// Off, being set up, or on.
#[component]
pub fn TwoFactorPage() -> impl IntoView {
    let Some(ctx) = request::try_ctx() else { return ().into_any() };
    let needed = request::query("needed").is_some();
    Suspend::new(async move {
        match services::identity::two_factor(&ctx).await {
            Ok(found) => view! {
                <Page title="Two-step sign-in" crumbs=vec![Crumb::new("My page", routes::me())]>
                    <div class="page-head">
                        <h1>"Two-step sign-in"</h1>
                        <p class="lede">"After your password we ask for a code that only your phone knows. Somebody who has your password alone stays out."</p>
                    </div>
                    <DoneNotice/>
                    {(needed && found.since.is_none()).then(|| view! {
                        <Alert tone=Tone::Info title="You need this for what you wanted to open">
                            "People who work for the association use it, because they see more than others."
                        </Alert>
                    })}
                    {found.pending.is_none().then(not_switched_on)}
                    <Inside found zone=ctx.config.org.zone/>
                </Page>
            }
            .into_any(),
            Err(error) => {
                request::failed(&ctx.viewer.request_id, &error);
                view! { <Sorry/> }.into_any()
            }
        }
    })
    .into_any()
}

/// A refused code whose form is no longer drawn, because key and codes are shown for ten minutes only.
fn not_switched_on() -> Option<AnyView> {
    let state = request::form_state().filter(|state| state.meta().form == ConfirmTwoFactor::PATH)?;
    let why = state.field_error("code").map_or_else(|| state.error().to_string(), str::to_owned);
    let drawn = view! {
        <Alert tone=Tone::Bad title="Nothing was switched on">
            {why}" The key and the recovery codes are shown for ten minutes after your password. Begin anew, and take what you scanned before out of your app."
        </Alert>
    };
    Some(drawn.into_any())
}

#[component]
fn Inside(found: TwoFactor, zone: chrono_tz::Tz) -> impl IntoView {
    match (found.since, found.pending) {
        (None, None) => view! { <Off/> }.into_any(),
        (None, Some(pending)) => view! { <SetUp pending/> }.into_any(),
        (Some(_), Some(pending)) => view! { <NewCodes pending/> }.into_any(),
        (Some(since), None) => view! {
            <p>"It is on since "<Time at=since zone/>". "{left(found.codes_left)}</p>
            <section class="stack" aria-labelledby="codes-title">
                <h2 id="codes-title">"New recovery codes"</h2>
                <p>"The old ones stop working once you have said that you kept the new ones."</p>
                <Form action=BeginTwoFactor::PATH row="codes">
                    <PasswordField name="password" label="Password"/>
                    <SubmitButton label="Make new codes"/>
                </Form>
            </section>
            <section class="stack" aria-labelledby="off-title">
                <h2 id="off-title">"Switch it off"</h2>
                <Form action=EndTwoFactor::PATH row="off">
                    <PasswordField name="password" label="Password"/>
                    <p class="actions"><button class="button danger" type="submit">"Switch it off"</button></p>
                </Form>
            </section>
        }
        .into_any(),
    }
}

fn left(codes: usize) -> String {
    match codes {
        0 => "You have no recovery code left: make new ones now.".to_owned(),
        1 => "You have one recovery code left: make new ones soon.".to_owned(),
        more => format!("You have {more} recovery codes left."),
    }
}

#[component]
fn Off() -> impl IntoView {
    view! {
        <p>"You need an app that shows codes, such as the one that comes with your phone's password manager."</p>
        <Form action=BeginTwoFactor::PATH>
            <PasswordField name="password" label="Password"/>
            <SubmitButton label="Set it up"/>
        </Form>
    }
}

#[component]
fn SetUp(pending: Pending) -> impl IntoView {
    let grouped = pending.secret.as_bytes().chunks(4).map(String::from_utf8_lossy).collect::<Vec<_>>().join(" ");
    view! {
        <ol class="steps">
            <li>
                <h2>"Show this to your app"</h2>
                <QrCode text=pending.address.clone() label="Code for your app"/>
                <p>"On this phone? "<a href=pending.address>"Open it in your app"</a>", or type this key:"</p>
                <p><code class="key">{grouped}</code></p>
            </li>
            <li>
                <h2>"Keep your recovery codes"</h2>
                <p>"Each lets you in once if your phone is gone. Write them down or print them; we cannot show them again."</p>
                <Codes codes=pending.codes/>
            </li>
            <li>
                <h2>"Enter the code your app shows now"</h2>
                <Form action=ConfirmTwoFactor::PATH>
                    <TextField name="code" label="Code" hint="Six digits." autocomplete="one-time-code" inputmode="numeric"/>
                    <SubmitButton label="I have kept my codes: switch it on"/>
                </Form>
            </li>
        </ol>
    }
}

#[component]
fn NewCodes(pending: Pending) -> impl IntoView {
    view! {
        <h2>"Keep your new recovery codes"</h2>
        <p>"Each lets you in once if your phone is gone. We cannot show them again."</p>
        <Codes codes=pending.codes/>
        <Form action=ConfirmTwoFactor::PATH>
            <TextField
                name="code"
                label="Code"
                hint="The six digits your app shows now."
                autocomplete="one-time-code"
                inputmode="numeric"
            />
            <SubmitButton label="I have kept them"/>
        </Form>
    }
}

#[component]
fn Codes(codes: Vec<String>) -> impl IntoView {
    view! { <ul class="codes">{codes.into_iter().map(|code| view! { <li><code>{code}</code></li> }).collect_view()}</ul> }
}
