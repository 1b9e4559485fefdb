//! Fields whose names are made while the page is drawn, and those that take several answers: lists that drop down,
//! boxes to tick, short lines. On a redraw each shows what was typed.

use super::field::{Wiring, error_line, label_hint_error, wire, wired_values};
use leptos::prelude::*;

/// One choice of many, or up to a few of them, each as a list that drops down under the same name.
#[component]
pub fn SelectOf(
    /// The field's name as the action reads it.
    #[prop(into)]
    name: String,
    /// What is asked.
    #[prop(into)]
    label: String,
    /// How to choose well, between label and field.
    #[prop(into, optional_no_strip)]
    hint: Option<String>,
    /// Value and words of each choice.
    options: Vec<(String, String)>,
    /// The words of choosing nothing; without them nothing cannot be chosen.
    #[prop(into, optional_no_strip)]
    nothing: Option<String>,
    /// The choices made when the form is first drawn.
    #[prop(optional)]
    initial: Vec<String>,
    /// How many lists there are.
    #[prop(default = 1)]
    count: usize,
) -> impl IntoView {
    let Wiring { id, error, described_by, .. } = wire(&name, None, hint.is_some());
    let values = wired_values(&name, initial);
    let bad = error.is_some();
    let list = |at: usize, id: String, words: Option<String>| {
        let value = values.get(at).cloned().unwrap_or_default();
        let options = options
            .iter()
            .cloned()
            .map(|(choice, words)| view! { <option value=choice.clone() selected=value == choice>{words}</option> })
            .collect_view();
        view! {
            <select
                id=id
                name=name.clone()
                aria-label=words
                aria-invalid=bad.then_some("true")
                aria-describedby=described_by.clone()
            >
                {nothing.clone().map(|words| view! { <option value="">{words}</option> })}
                {options}
            </select>
        }
    };
    if count <= 1 {
        let only = list(0, id.clone(), None);
        return view! { <div class="field">{label_hint_error(&id, label, false, hint, error)}{only}</div> }.into_any();
    }
    // The first list carries the bare id, so that the error summary's link lands on it.
    let lists = (0..count)
        .map(|at| {
            let list_id = if at == 0 { id.clone() } else { format!("{id}-{at}") };
            list(at, list_id, Some(format!("{label}, {} of {count}", at + 1)))
        })
        .collect_view();
    view! {
        <fieldset class="field several">
            <legend>{label.clone()}</legend>
            {hint.map(|text| view! { <p class="hint" id=format!("{id}-hint")>{text}</p> })}
            {error.map(|text| error_line(&id, text))}
            {lists}
        </fieldset>
    }
    .into_any()
}

/// Any of a list, as boxes to tick under the same name.
#[component]
pub fn Boxes(
    /// The field's name as the action reads it.
    #[prop(into)]
    name: String,
    /// The question.
    #[prop(into)]
    legend: String,
    /// How to choose well, between question and boxes.
    #[prop(into, optional_no_strip)]
    hint: Option<String>,
    /// Value and words of each box.
    options: Vec<(String, String)>,
    /// The boxes that are ticked when the form is first drawn.
    #[prop(optional)]
    initial: Vec<String>,
) -> impl IntoView {
    let Wiring { id, error, described_by, .. } = wire(&name, None, hint.is_some());
    let values = wired_values(&name, initial);
    let boxes = options
        .into_iter()
        .enumerate()
        .map(|(at, (choice, words))| {
            let one = if at == 0 { id.clone() } else { format!("{id}-{at}") };
            let ticked = values.contains(&choice);
            view! {
                <div class="choice">
                    <input type="checkbox" id=one.clone() name=name.clone() value=choice checked=ticked/>
                    <label for=one>{words}</label>
                </div>
            }
        })
        .collect_view();
    view! {
        <fieldset class="field" aria-describedby=described_by>
            <legend>{legend}</legend>
            {hint.map(|text| view! { <p class="hint" id=format!("{id}-hint")>{text}</p> })}
            {error.map(|text| error_line(&id, text))}
            {boxes}
        </fieldset>
    }
}

/// One box to tick whose name is made while the page is drawn; ticked it posts `yes`.
#[component]
pub fn BoxOf(
    /// The field's name as the action reads it.
    #[prop(into)]
    name: String,
    /// What is chosen.
    #[prop(into)]
    label: String,
    /// Whether it is ticked when the form is first drawn.
    #[prop(optional)]
    initial: bool,
) -> impl IntoView {
    let Wiring { id, value, error, described_by } = wire(&name, initial.then(|| "yes".to_owned()), false);
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
        </div>
    }
}

/// A short line whose name is made while the page is drawn.
#[component]
pub fn LineOf(
    /// The field's name as the action reads it.
    #[prop(into)]
    name: String,
    /// What is asked.
    #[prop(into)]
    label: String,
    /// How to answer well, between label and field.
    #[prop(into, optional_no_strip)]
    hint: Option<String>,
    /// Value when the form is first drawn.
    #[prop(into, optional_no_strip)]
    initial: Option<String>,
    /// The keyboard a phone offers, e.g. `numeric`.
    #[prop(optional_no_strip)]
    inputmode: Option<&'static str>,
    /// The browser's autofill word.
    #[prop(default = "off")]
    autocomplete: &'static str,
) -> impl IntoView {
    let Wiring { id, value, error, described_by } = wire(&name, initial, hint.is_some());
    let bad = error.is_some();
    view! {
        <div class="field">
            {label_hint_error(&id, label, false, hint, error)}
            <input
                id=id
                name=name
                value=value
                dir="auto"
                autocomplete=autocomplete
                inputmode=inputmode
                aria-invalid=bad.then_some("true")
                aria-describedby=described_by
            />
        </div>
    }
}
