//! `Form`: draws every form of the product, with the hidden fields of the form path, the
//! error summary and, on a redraw, what was typed. Fields inside read it from context.

use super::icon::{Icon, IconName};
use crate::error::AppError;
use crate::reply::FormState;
use crate::{request, routes};
use leptos::context::Provider;
use leptos::prelude::*;

/// What the fields of one form need to know. Provided by [`Form`].
#[derive(Debug, Clone)]
pub(super) struct FormView {
    /// Prefix of element ids, so that two equal forms on a page stay apart.
    pub(super) prefix: String,
    /// The refused form, if it is this one that is redrawn.
    pub(super) state: Option<FormState>,
}

impl FormView {
    /// The id of the element for a field.
    pub(super) fn id(&self, name: &str) -> String {
        format!("{}{name}", self.prefix)
    }

    fn new(action: &str, row: &str) -> Self {
        let form = form_name(action, row);
        let state = request::form_state().filter(|state| state.meta().form == form);
        Self { prefix: if row.is_empty() { String::new() } else { format!("{row}-") }, state }
    }
}

fn form_name(action: &str, row: &str) -> String {
    if row.is_empty() { action.to_owned() } else { format!("{action}#{row}") }
}

/// Whether this form of the page was refused and is drawn again: what it lies folded in must then be open.
pub fn is_refused(action: &str, row: &str) -> bool {
    FormView::new(action, row).state.is_some()
}

/// A form that posts to a server function and works the same with and without script.
///
/// A refused form shows its [`ErrorSummary`] at its own top, unless the page draws that right after its heading.
#[component]
pub fn Form(
    /// Where it posts to, e.g. `ReportProblem::PATH`.
    action: &'static str,
    /// Tells equal forms on one page apart; a row's public id, or empty.
    #[prop(into, optional)]
    row: String,
    /// The page has an [`ErrorSummary`] of this form after its heading.
    #[prop(optional)]
    summary_above: bool,
    /// Its fields and its button.
    children: TypedChildren<impl IntoView + 'static>,
) -> impl IntoView {
    let page = request::form_state().map_or_else(request::page, |state| state.meta().page.clone());
    let key = request::ctx().dice.public_id().to_string();
    let view = FormView::new(action, &row);
    let fields = children.into_inner();
    view! {
        <form class="form" method="post" action=action accept-charset="utf-8" novalidate=true>
            {(!summary_above).then(|| summary(&view))}
            <input type="hidden" name="_page" value=page/>
            <input type="hidden" name="_form" value=form_name(action, &row)/>
            <input type="hidden" name="_key" value=key/>
            <Provider value=view>{fields()}</Provider>
        </form>
    }
}

/// What is wrong with a form, for a page where something stands between the heading and the form:
/// a screen reader hears title, heading and summary in that order. Nothing when the form was not refused.
#[component]
pub fn ErrorSummary(
    /// The form's action.
    action: &'static str,
    /// The form's row.
    #[prop(into, optional)]
    row: String,
) -> impl IntoView {
    summary(&FormView::new(action, &row))
}

/// The box of a refused form: takes focus, names each problem and links to its field.
fn summary(form: &FormView) -> Option<AnyView> {
    let error = form.state.as_ref()?.error();
    let items = match error {
        AppError::Invalid(errors) if !errors.is_empty() => errors
            .iter()
            .map(|error| view! { <li><a href=format!("#{}", form.id(&error.field))>{error.message.clone()}</a></li> })
            .collect_view()
            .into_any(),
        other => view! { <li>{other.to_string()}</li> }.into_any(),
    };
    let title = match error {
        AppError::Invalid(_) => "There is a problem",
        AppError::SignInRequired => "You were signed out",
        AppError::OnlyLooked => "Look over the dates",
        _ => "This was not sent",
    };
    let drawn = view! {
        <div
            class="error-summary"
            id=form.id("errors")
            role="group"
            aria-labelledby=form.id("errors-title")
            tabindex="-1"
            autofocus=true
        >
            <h2 id=form.id("errors-title")><Icon name=IconName::Error/>{title}</h2>
            <ul>{items}</ul>
        </div>
    };
    Some(drawn.into_any())
}

/// The button that sends the form.
#[component]
pub fn SubmitButton(
    /// What it does, as a verb: "Send the report".
    #[prop(into)]
    label: String,
) -> impl IntoView {
    view! { <p class="actions"><button class="button" type="submit">{label}</button></p> }
}

/// The address of the upload route, for forms with a file beside them.
pub(super) fn upload_action() -> String {
    routes::upload().to_string()
}
