//! Fields to choose with: a list that drops down, a box to tick, and a date as three numbers
//! (people type dates they know faster than they page through a calendar).

use super::field::{Wiring, error_line, label_hint_error, wire};
use leptos::prelude::*;

/// One choice of many, as a list that drops down.
#[component]
pub fn Select(
    /// The field's name as the action reads it.
    name: &'static str,
    /// What is asked.
    #[prop(into)]
    label: String,
    /// How to choose well, between label and field.
    #[prop(into, optional)]
    hint: Option<String>,
    /// Value and words of each choice. The empty choice is added.
    options: Vec<(String, String)>,
    /// The choice made when the form is first drawn.
    #[prop(into, optional)]
    initial: Option<String>,
    /// Whether it may stay empty; said in the label.
    #[prop(optional)]
    optional: bool,
) -> impl IntoView {
    let Wiring { id, value, error, described_by } = wire(name, initial, hint.is_some());
    let bad = error.is_some();
    let options = options
        .into_iter()
        .map(|(choice, words)| view! { <option value=choice.clone() selected=value == choice>{words}</option> })
        .collect_view();
    view! {
        <div class="field">
            {label_hint_error(&id, label, optional, hint, error)}
            <select id=id name=name aria-invalid=bad.then_some("true") aria-describedby=described_by>
                <option value="">"Choose one"</option>
                {options}
            </select>
        </div>
    }
}

/// One box to tick. An empty box posts nothing, so the action reads it by `#[server(default)]`.
#[component]
pub fn Checkbox(
    /// The field's name as the action reads it; ticked it posts `yes`.
    name: &'static str,
    /// What is agreed to or asked for.
    #[prop(into)]
    label: String,
    /// More words, below.
    #[prop(into, optional)]
    hint: Option<String>,
) -> impl IntoView {
    let Wiring { id, value, error, described_by } = wire(name, None, hint.is_some());
    let bad = error.is_some();
    view! {
        <div class="field">
            {error.map(|text| error_line(&id, text))}
            <div class="choice">
                <input
                    type="checkbox"
                    id=id.clone()
                    name=name
                    value="yes"
                    checked=value == "yes"
                    aria-invalid=bad.then_some("true")
                    aria-describedby=described_by
                />
                <label for=id.clone()>{label}</label>
            </div>
            {hint.map(|text| view! { <p class="hint" id=format!("{id}-hint")>{text}</p> })}
        </div>
    }
}

/// A date as month, day and year. The action reads `<name>_month`, `<name>_day`, `<name>_year`.
#[component]
pub fn DateField(
    /// First part of the three fields' names.
    name: &'static str,
    /// The question.
    #[prop(into)]
    legend: String,
    /// An example, such as "For example 11 25 2026".
    #[prop(into)]
    hint: String,
) -> impl IntoView {
    let Wiring { id, error, described_by, .. } = wire(name, None, true);
    let first = id.clone();
    let part = |part: &'static str, label: &'static str| {
        let Wiring { id, value, .. } = wire(&format!("{name}_{part}"), None, false);
        // The first part carries the bare id, so that the error summary's link lands on it.
        let id = if part == "month" { first.clone() } else { id };
        view! {
            <div class="field short">
                <label for=id.clone()>{label}</label>
                <input id=id name=format!("{name}_{part}") value=value inputmode="numeric" autocomplete="off"/>
            </div>
        }
    };
    view! {
        <fieldset class="field" aria-describedby=described_by>
            <legend>{legend}</legend>
            <p class="hint" id=format!("{id}-hint")>{hint}</p>
            {error.map(|text| error_line(&id, text))}
            <div class="cluster">{part("month", "Month")}{part("day", "Day")}{part("year", "Year")}</div>
        </fieldset>
    }
}
