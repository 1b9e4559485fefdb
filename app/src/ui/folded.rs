//! A part of a form that lies folded, because most who fill the form in need nothing of it. Works without script.

use super::form::FormView;
use leptos::prelude::*;

/// Fields that most leave as they are. Open once one of them is wrong, or says something else than it began with.
#[component]
pub fn Folded(
    /// What is inside, in a word or two.
    summary: &'static str,
    /// Each field inside, and the value it begins with.
    fields: Vec<(&'static str, &'static str)>,
    /// The fields.
    children: TypedChildren<impl IntoView + 'static>,
) -> impl IntoView {
    let refused = use_context::<FormView>().and_then(|form| form.state);
    let open = refused.is_some_and(|state| {
        fields.iter().any(|(name, initial)| {
            state.field_error(name).is_some() || state.values(name).iter().any(|value| value != initial)
        })
    });
    let inside = children.into_inner();
    view! {
        <details class="more" open=open>
            <summary>{summary}</summary>
            {inside()}
        </details>
    }
}
