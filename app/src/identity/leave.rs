//! `/me/leave`: deleting one's account, with what goes, what stays and why said first.

use super::actions::Leave;
use crate::ui::{Checkbox, Crumb, Form, Page, PasswordField, SubmitButton};
use crate::{request, routes};
use leptos::prelude::*;
use server_fn::ServerFn;
use services::identity::WHAT_STAYS;

/// What happens, then the form.
#[component]
pub fn LeavePage() -> impl IntoView {
    if request::try_ctx().is_none() {
        return ().into_any();
    }
    view! {
        <Page title="Delete your account" crumbs=vec![Crumb::new("My page", routes::me())]>
            <div class="page-head"><h1>"Delete your account"</h1></div>
            <h2>"What happens"</h2>
            <ul>
                <li>"From the moment you press the button nobody sees anything of you here, and you are signed out everywhere."</li>
                <li>"For 14 days you can change your mind: sign in and keep your account."</li>
                <li>"Then everything is erased: address, password, profile, files, messages and choices."</li>
            </ul>
            <h2>"What stays, and why"</h2>
            <ul>{WHAT_STAYS.map(|words| view! { <li>{words}</li> }).collect_view()}</ul>
            <p>
                "You may want to "<a href=routes::export().to_string()>"take your data along"</a>" first."
            </p>
            <Form action=Leave::PATH>
                <Checkbox name="understood" label="I want to delete my account"/>
                <PasswordField name="password" label="Password"/>
                <SubmitButton label="Delete my account"/>
            </Form>
        </Page>
    }
    .into_any()
}
