//! `/me/account` and `/me/export`: address, password, and everything in one file.

use super::actions::{ChangeEmail, ChangePassword};
use crate::ui::{Crumb, DoneNotice, Form, Page, PasswordField, SubmitButton, TextField};
use crate::{request, routes};
use leptos::prelude::*;
use server_fn::ServerFn;
use services::identity::WHAT_STAYS;

/// Another address, another password.
#[component]
pub fn AccountPage() -> impl IntoView {
    if request::try_ctx().is_none() {
        return ().into_any();
    }
    view! {
        <Page title="Address and password" crumbs=vec![Crumb::new("My page", routes::me())]>
            <div class="page-head"><h1>"Address and password"</h1></div>
            <DoneNotice/>
            <section class="stack" aria-labelledby="password-title">
                <h2 id="password-title">"Change your password"</h2>
                <Form action=ChangePassword::PATH row="password">
                    <PasswordField name="present_password" label="Present password"/>
                    <PasswordField
                        name="new_password"
                        label="New password"
                        hint="At least 10 characters. All your other devices are signed out."
                        new=true
                    />
                    <SubmitButton label="Change my password"/>
                </Form>
            </section>
            <section class="stack" aria-labelledby="email-title">
                <h2 id="email-title">"Change your e-mail address"</h2>
                <Form action=ChangeEmail::PATH row="email">
                    <TextField
                        name="email"
                        label="New e-mail address"
                        hint="We send a link to it, and tell your present address."
                        kind="email"
                        autocomplete="email"
                        inputmode="email"
                    />
                    <PasswordField name="password" label="Password"/>
                    <SubmitButton label="Send the link"/>
                </Form>
            </section>
        </Page>
    }
    .into_any()
}

/// What the archive holds, and the way to it.
#[component]
pub fn ExportPage() -> impl IntoView {
    if request::try_ctx().is_none() {
        return ().into_any();
    }
    view! {
        <Page title="Take your data along" crumbs=vec![Crumb::new("My page", routes::me())]>
            <div class="page-head">
                <h1>"Take your data along"</h1>
                <p class="lede">"One file with everything we keep of you: a page to read, data for other programs, and your dates for a calendar."</p>
            </div>
            <p>"It holds what you have marked private too. Keep it where nobody else looks."</p>
            <p class="actions">
                <a class="button" href=routes::export_file().to_string()>"Download my data"</a>
            </p>
            <p class="soft">"We may ask for your password first."</p>
            <h2>"What is not in it"</h2>
            <p>"Your password and the secret of your two-step sign-in, which nobody can be shown, and who of the staff or of other people said what about you."</p>
            <h2>"What stays when you delete your account, and why"</h2>
            <ul>{WHAT_STAYS.map(|words| view! { <li>{words}</li> }).collect_view()}</ul>
        </Page>
    }
    .into_any()
}
