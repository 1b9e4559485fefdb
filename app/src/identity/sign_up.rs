//! `/sign-up`: an address and a password, nothing else.

use super::actions::SignUp;
use super::sign_in::joining;
use crate::reply::Done;
use crate::ui::{Crumb, DoneNotice, Form, Page, PasswordField, SubmitButton, TextField};
use crate::{request, routes};
use leptos::prelude::*;
use server_fn::ServerFn;

/// The form, and after it what happens next.
#[component]
pub fn SignUpPage() -> impl IntoView {
    if request::try_ctx().is_none() {
        return ().into_any();
    }
    let sent = request::form_state().is_none()
        && request::done().is_some_and(|done| matches!(done, Done::SignedUp | Done::Erased));
    view! {
        <Page
            title="Make an account"
            description="One address and one password. Nobody sees anything of you until you say so."
            crumbs=vec![Crumb::new("Home", routes::home())]
        >
            <div class="page-head">
                <h1>"Make an account"</h1>
                <p class="lede">"We ask for two things only. What you add later stays private until you choose otherwise."</p>
            </div>
            {if sent {
                view! {
                    <div class="stack">
                        <DoneNotice/>
                        <p>"No mail after some minutes? Look into the folder for unwanted mail, or sign in to have the link sent again."</p>
                        <p class="actions"><a class="button" href=sign_in().to_string()>"Go to sign in"</a></p>
                    </div>
                }
                .into_any()
            } else {
                view! { <Fields/> }.into_any()
            }}
        </Page>
    }
    .into_any()
}

/// Signing in, to go on where this was begun.
fn sign_in() -> routes::Path {
    let joining = joining();
    if joining.is_empty() { routes::sign_in() } else { routes::sign_in_to(&joining) }
}

#[component]
fn Fields() -> impl IntoView {
    view! {
        <Form action=SignUp::PATH>
            <input type="hidden" name="next" value=joining()/>
            <TextField
                name="email"
                label="E-mail address"
                hint="We send a link to it. It is shown to nobody."
                kind="email"
                autocomplete="email"
                inputmode="email"
            />
            <PasswordField
                name="password"
                label="Password"
                hint="At least 10 characters. Three or four words are easy to remember and hard to guess."
                new=true
            />
            <SubmitButton label="Make my account"/>
        </Form>
        <p>"You have one already? "<a href=sign_in().to_string()>"Sign in"</a>"."</p>
    }
}
