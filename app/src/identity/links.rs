//! Pages behind mailed links. Opening one does nothing, since mail scanners open every link; the button does.

use super::actions::{Confirm, ConfirmEmail, ForgotPassword, ResetPassword};
use crate::ui::{Crumb, DoneNotice, Form, Page, PasswordField, Sorry, SubmitButton, TextField};
use crate::{request, routes};
use domain::identity::Purpose;
use leptos::prelude::*;
use leptos_router::hooks::use_params_map;
use server_fn::ServerFn;

fn token() -> String {
    use_params_map().read_untracked().get("token").unwrap_or_default()
}

/// Draws `inside` if the link works, and what to do next if it does not.
fn behind_link(purpose: Purpose, title: &'static str, inside: fn(String) -> AnyView) -> AnyView {
    let Some(ctx) = request::try_ctx() else { return ().into_any() };
    let token = token();
    Suspend::new(async move {
        match services::identity::link_works(&ctx, purpose, &token).await {
            Ok(works) => {
                let drawn = if works { inside(token) } else { view! { <Spent purpose/> }.into_any() };
                view! {
                    <Page title crumbs=vec![Crumb::new("Home", routes::home())]>
                        <div class="page-head"><h1>{title}</h1></div>
                        {drawn}
                    </Page>
                }
                .into_any()
            }
            Err(error) => {
                request::failed(&ctx.viewer.request_id, &error);
                view! { <Sorry/> }.into_any()
            }
        }
    })
    .into_any()
}

/// A link that was used, is too old, was replaced, or never was.
#[component]
fn Spent(purpose: Purpose) -> impl IntoView {
    let (again, words) = match purpose {
        Purpose::Reset => (routes::forgot_password(), "Ask for a new link"),
        Purpose::Confirm | Purpose::ChangeEmail | Purpose::SecondFactor => (routes::sign_in(), "Go to sign in"),
    };
    view! {
        <div class="stack">
            <p class="lede">"This link does not work any more. It was used, is too old, or a newer one was sent."</p>
            <p class="actions"><a class="button" href=again.to_string()>{words}</a></p>
        </div>
    }
}

/// `/confirm/<token>`.
#[component]
pub fn ConfirmPage() -> impl IntoView {
    behind_link(Purpose::Confirm, "Confirm your address", |token| {
        view! {
            <p class="lede">"One press, and this e-mail address is yours here."</p>
            <Form action=Confirm::PATH>
                <input type="hidden" name="link_token" value=token/>
                <SubmitButton label="Confirm my address"/>
            </Form>
        }
        .into_any()
    })
}

/// `/change-email/<token>`.
#[component]
pub fn ChangeEmailPage() -> impl IntoView {
    behind_link(Purpose::ChangeEmail, "Confirm your new address", |token| {
        view! {
            <p class="lede">"One press, and you sign in with this e-mail address from now on. Your old one is told."</p>
            <Form action=ConfirmEmail::PATH>
                <input type="hidden" name="link_token" value=token/>
                <SubmitButton label="Use this address"/>
            </Form>
        }
        .into_any()
    })
}

/// `/reset-password/<token>`.
#[component]
pub fn ResetPasswordPage() -> impl IntoView {
    behind_link(Purpose::Reset, "Choose a new password", |token| {
        view! {
            <p class="lede">"Afterwards you are signed out everywhere and sign in with the new one."</p>
            <Form action=ResetPassword::PATH>
                <input type="hidden" name="link_token" value=token/>
                <PasswordField
                    name="password"
                    label="New password"
                    hint="At least 10 characters. Three or four words are easy to remember and hard to guess."
                    new=true
                />
                <SubmitButton label="Set the new password"/>
            </Form>
        }
        .into_any()
    })
}

/// `/forgot-password`.
#[component]
pub fn ForgotPasswordPage() -> impl IntoView {
    if request::try_ctx().is_none() {
        return ().into_any();
    }
    view! {
        <Page title="Choose a new password" crumbs=vec![Crumb::new("Sign in", routes::sign_in())]>
            <div class="page-head">
                <h1>"Choose a new password"</h1>
                <p class="lede">"We send a link to your e-mail address."</p>
            </div>
            <DoneNotice/>
            <Form action=ForgotPassword::PATH>
                <TextField
                    name="email"
                    label="E-mail address"
                    kind="email"
                    autocomplete="username"
                    inputmode="email"
                />
                <SubmitButton label="Send me the link"/>
            </Form>
        </Page>
    }
    .into_any()
}
