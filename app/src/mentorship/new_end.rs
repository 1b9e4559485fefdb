//! Another last day for two who have both signed.

use super::actions::{ProposeEnd, SignAgreement, TakeEndBack};
use super::together::SignForm;
use crate::ui::{ErrorSummary, Form, SubmitButton, TextField, is_refused};
use domain::id::PublicId;
use leptos::prelude::*;
use server_fn::ServerFn;
use services::mentorship::Engagement;

/// What is proposed, the form to sign it or to take it back, and the form to propose one.
pub(super) fn another_end(found: &Engagement) -> impl IntoView + use<> {
    let (id, version) = (found.id, found.version);
    let mine = found.new_end.as_ref().map(|new| new.by == found.side);
    let proposed = found.new_end.as_ref().map(|new| {
        let day = new.ends_on.format("%B %-d, %Y");
        if new.by == found.side {
            let words = format!("You have proposed to go on until {day}. It holds once the other has signed it too.");
            view! { <p>{words}</p><TakeBackForm id version/> }.into_any()
        } else {
            let words = format!("The other proposes to go on until {day}. It holds once you have signed it too.");
            view! { <p>{words}</p><SignForm id version/> }.into_any()
        }
    });
    view! {
        {too_late(mine != Some(false), mine != Some(true))}
        {proposed}
        <details class="more" open=is_refused(ProposeEnd::PATH, "end")>
            <summary>"Go on for longer"</summary>
            <Form action=ProposeEnd::PATH row="end">
                <input type="hidden" name="together" value=id.to_string()/>
                <TextField
                    name="ends_on"
                    label="New last day"
                    hint="At most a year ahead. Until the other has signed it too, your agreement stays as it is."
                    kind="date"
                />
                <SubmitButton label="Propose it"/>
            </Form>
        </details>
    }
}

/// Why signing, or taking back, was refused: a form whose time is over because the other was faster is not drawn again, and
/// cannot say so itself.
pub(super) fn too_late(to_sign: bool, to_take_back: bool) -> impl IntoView {
    view! {
        {to_sign.then(|| view! { <ErrorSummary action=SignAgreement::PATH row="sign"/> })}
        {to_take_back.then(|| view! { <ErrorSummary action=TakeEndBack::PATH row="take-end-back"/> })}
    }
}

/// Takes back the last day that this version names.
#[component]
fn TakeBackForm(id: PublicId, version: i32) -> impl IntoView {
    view! {
        <Form action=TakeEndBack::PATH row="take-end-back">
            <input type="hidden" name="together" value=id.to_string()/>
            <input type="hidden" name="version" value=version.to_string()/>
            <p class="hint">"Until the other has signed it, you can take it back. They are told."</p>
            <p class="actions"><button class="button quiet" type="submit">"Take back"</button></p>
        </Form>
    }
}
