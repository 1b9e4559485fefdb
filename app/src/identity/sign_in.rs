//! `/sign-in`, `/sign-in/code`, `/prove`: who one is, in one, two or again one step.

use super::actions::{Prove, SecondFactor, SignIn};
use crate::error::AppError;
use crate::reply::{KEPT, KEPT_FORM};
use crate::ui::{Alert, Crumb, DoneNotice, Form, Page, PasswordField, SubmitButton, TextField, Tone};
use crate::{request, routes};
use leptos::prelude::*;
use server_fn::ServerFn;

/// The address somebody asked for before, or nothing. Whether it is one of ours is checked when it is used.
pub(super) fn next() -> String {
    request::form_state()
        .and_then(|state| state.value("next").map(ToOwned::to_owned))
        .or_else(|| request::query("next"))
        .unwrap_or_default()
}

/// The same where an account can be made on the way: the page with the plans, or nothing.
pub(super) fn joining() -> String {
    routes::join_again(&next()).map(|join| join.to_string()).unwrap_or_default()
}

/// What a form carried that was sent when the session had ended.
#[component]
fn Carried() -> impl IntoView {
    let state = request::form_state();
    let value = |name: &str| state.as_ref().and_then(|state| state.value(name)).map(ToOwned::to_owned);
    let kept = value(KEPT).filter(|kept| !kept.is_empty());
    kept.map(|kept| {
        view! {
            <input type="hidden" name=KEPT value=kept/>
            <input type="hidden" name=KEPT_FORM value=value(KEPT_FORM).unwrap_or_default()/>
        }
    })
}

/// That a form is too long to wait behind this page, and how it is not lost all the same.
#[component]
fn TooLong(
    /// What is to be done in another tab.
    first: &'static str,
) -> impl IntoView {
    let too_long = request::form_state().is_some_and(|state| *state.error() == AppError::TooLongToCarry);
    too_long.then(|| {
        view! {
            <Alert tone=Tone::Warn title="Do not close this page" announced=true>
                "What you typed was not stored, and it is too long to be carried through this page. "{first}
                " in another tab. Then reload this page: your browser asks whether to send what you typed once more."
            </Alert>
        }
    })
}

/// Address and password.
#[component]
pub fn SignInPage() -> impl IntoView {
    if request::try_ctx().is_none() {
        return ().into_any();
    }
    let ended = request::form_state().is_some_and(|state| *state.error() == AppError::SignInRequired);
    let signed_in = request::ctx().viewer.member.is_some();
    view! {
        <Page title="Sign in" crumbs=vec![Crumb::new("Home", routes::home())]>
            <div class="page-head"><h1>"Sign in"</h1></div>
            <DoneNotice/>
            {ended.then(|| view! {
                <Alert tone=Tone::Warn title="You were signed out" announced=true>
                    "Sign in and you are back where you were. What you typed is kept; passwords and files are not."
                </Alert>
            })}
            <TooLong first="Sign in"/>
            {signed_in.then(|| view! {
                <Alert tone=Tone::Info title="You are signed in already">
                    <a href=routes::me().to_string()>"Go to My page"</a>", or sign in as somebody else below."
                </Alert>
            })}
            <Form action=SignIn::PATH>
                <input type="hidden" name="next" value=next()/>
                <Carried/>
                <TextField
                    name="email"
                    label="E-mail address"
                    kind="email"
                    autocomplete="username"
                    inputmode="email"
                />
                <PasswordField name="password" label="Password"/>
                <SubmitButton label="Sign in"/>
            </Form>
            <ul class="plain">
                <li><a href=routes::forgot_password().to_string()>"I forgot my password"</a></li>
                <li><a href=routes::sign_up_to(&joining()).to_string()>"I have no account yet"</a></li>
            </ul>
        </Page>
    }
    .into_any()
}

/// The code of the second factor.
#[component]
pub fn CodePage() -> impl IntoView {
    if request::try_ctx().is_none() {
        return ().into_any();
    }
    view! {
        <Page title="Enter your code" crumbs=vec![Crumb::new("Sign in", routes::sign_in())]>
            <div class="page-head">
                <h1>"Enter your code"</h1>
                <p class="lede">"Your password was right. The second step keeps others out who may know it."</p>
            </div>
            <Form action=SecondFactor::PATH>
                <input type="hidden" name="next" value=next()/>
                <Carried/>
                <TextField
                    name="code"
                    label="Code"
                    hint="The six digits your app shows now, or one of your recovery codes."
                    autocomplete="one-time-code"
                />
                <SubmitButton label="Sign in"/>
            </Form>
            <p><a href=routes::sign_in().to_string()>"Begin again"</a></p>
        </Page>
    }
    .into_any()
}

/// The password once more, for something that matters.
#[component]
pub fn ProvePage() -> impl IntoView {
    if request::try_ctx().is_none() {
        return ().into_any();
    }
    view! {
        <Page title="Your password, please" crumbs=vec![Crumb::new("My page", routes::me())]>
            <div class="page-head">
                <h1>"Your password, please"</h1>
                <p class="lede">"This matters, so we make sure that it is you. It holds for ten minutes."</p>
            </div>
            <TooLong first="Open My page and give your password"/>
            <Form action=Prove::PATH>
                <input type="hidden" name="next" value=next()/>
                <Carried/>
                <PasswordField name="password" label="Password"/>
                <SubmitButton label="Go on"/>
            </Form>
        </Page>
    }
    .into_any()
}
