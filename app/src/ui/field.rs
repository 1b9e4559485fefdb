//! Form fields with label, hint and error, wired together for screen readers.
//! On a redraw each shows what was typed.

use super::form::FormView;
use super::icon::{Icon, IconName};
use leptos::prelude::*;

fn form_view() -> FormView {
    use_context::<FormView>().expect("a field stands inside a Form")
}

pub(super) struct Wiring {
    pub(super) id: String,
    pub(super) value: String,
    pub(super) error: Option<String>,
    pub(super) described_by: Option<String>,
}

pub(super) fn wire(name: &str, initial: Option<String>, has_hint: bool) -> Wiring {
    let form = form_view();
    let id = form.id(name);
    let state = form.state.as_ref();
    let value = match state {
        Some(state) => state.value(name).unwrap_or_default().to_owned(),
        None => initial.unwrap_or_default(),
    };
    let error = state.and_then(|state| state.field_error(name)).map(ToOwned::to_owned);
    let mut by = Vec::new();
    if has_hint {
        by.push(format!("{id}-hint"));
    }
    if error.is_some() {
        by.push(format!("{id}-error"));
    }
    Wiring { described_by: (!by.is_empty()).then(|| by.join(" ")), id, value, error }
}

/// The values of a field that takes several: those typed, or those it begins with.
pub(super) fn wired_values(name: &str, initial: Vec<String>) -> Vec<String> {
    match form_view().state {
        Some(state) => state.values(name).into_iter().map(ToOwned::to_owned).collect(),
        None => initial,
    }
}

pub(super) fn label_hint_error(
    id: &str,
    label: String,
    optional: bool,
    hint: Option<String>,
    error: Option<String>,
) -> impl IntoView + use<> {
    let id = id.to_owned();
    view! {
        <label for=id.clone()>{label}{optional.then_some(view! { <span class="optional">" (optional)"</span> })}</label>
        {hint.map(|text| view! { <p class="hint" id=format!("{id}-hint")>{text}</p> })}
        {error.map(|text| error_line(&id, text))}
    }
}

pub(super) fn error_line(id: &str, text: String) -> impl IntoView + use<> {
    view! {
        <p class="error" id=format!("{id}-error")>
            <Icon name=IconName::Error/>
            <span><span class="hidden">"Error: "</span>{text}</span>
        </p>
    }
}

/// A one-line text field.
#[component]
pub fn TextField(
    /// The field's name as the action reads it.
    name: &'static str,
    /// What is asked.
    #[prop(into)]
    label: String,
    /// How to answer well, between label and field.
    #[prop(into, optional)]
    hint: Option<String>,
    /// Value when the form is first drawn.
    #[prop(into, optional)]
    initial: Option<String>,
    /// The browser's autofill word, e.g. `email`.
    #[prop(optional)]
    autocomplete: Option<&'static str>,
    /// `text`, `email`, `url`…
    #[prop(default = "text")]
    kind: &'static str,
    /// The keyboard a phone offers, e.g. `url`.
    #[prop(optional)]
    inputmode: Option<&'static str>,
    /// Whether it may stay empty; said in the label.
    #[prop(optional)]
    optional: bool,
    /// Words to choose from; others may be typed all the same.
    #[prop(optional)]
    suggestions: Vec<String>,
) -> impl IntoView {
    let Wiring { id, value, error, described_by } = wire(name, initial, hint.is_some());
    let bad = error.is_some();
    let list = (!suggestions.is_empty()).then(|| format!("{id}-list"));
    let listed = list.clone().map(|list| {
        let options = suggestions.into_iter().map(|word| view! { <option value=word></option> }).collect_view();
        view! { <datalist id=list>{options}</datalist> }
    });
    view! {
        <div class="field">
            {label_hint_error(&id, label, optional, hint, error)}
            <input
                id=id
                name=name
                type=kind
                value=value
                dir="auto"
                autocomplete=autocomplete
                inputmode=inputmode
                list=list
                aria-invalid=bad.then_some("true")
                aria-describedby=described_by
            />
            {listed}
        </div>
    }
}

/// A password: never echoed, for a password manager to fill in or to make.
#[component]
pub fn PasswordField(
    /// The field's name as the action reads it; holds `password`, so that it is never sent back.
    name: &'static str,
    /// What is asked.
    #[prop(into)]
    label: String,
    /// How to choose well, between label and field.
    #[prop(into, optional)]
    hint: Option<String>,
    /// One to be chosen now, not one that is known.
    #[prop(optional)]
    new: bool,
) -> impl IntoView {
    let Wiring { id, error, described_by, .. } = wire(name, None, hint.is_some());
    let bad = error.is_some();
    let autocomplete = if new { "new-password" } else { "current-password" };
    view! {
        <div class="field">
            {label_hint_error(&id, label, false, hint, error)}
            <input
                id=id
                name=name
                type="password"
                autocomplete=autocomplete
                spellcheck="false"
                autocapitalize="none"
                aria-invalid=bad.then_some("true")
                aria-describedby=described_by
            />
        </div>
    }
}

/// A text field of several lines. The only `<textarea>` of the product: Leptos does not escape
/// dynamic children of a textarea on the server (leptos-rs/leptos#4819), so the text is escaped
/// here and handed over whole.
#[component]
pub fn SafeTextarea(
    /// The field's name as the action reads it.
    #[prop(into)]
    name: String,
    /// What is asked.
    #[prop(into)]
    label: String,
    /// How to answer well, between label and field.
    #[prop(into, optional)]
    hint: Option<String>,
    /// Value when the form is first drawn.
    #[prop(into, optional)]
    initial: Option<String>,
    /// Visible lines.
    #[prop(default = 6)]
    rows: u8,
    /// Whether it may stay empty; said in the label.
    #[prop(optional)]
    optional: bool,
) -> impl IntoView {
    let Wiring { id, value, error, described_by } = wire(&name, initial, hint.is_some());
    let bad = error.is_some();
    view! {
        <div class="field">
            {label_hint_error(&id, label, optional, hint, error)}
            <textarea
                id=id
                name=name
                rows=rows.to_string()
                dir="auto"
                aria-invalid=bad.then_some("true")
                aria-describedby=described_by
                inner_html=escape_for_textarea(&value)
            ></textarea>
        </div>
    }
}

/// Escapes text for the inside of a `<textarea>`. A leading newline is doubled, since the parser drops the first one.
fn escape_for_textarea(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len() + 8);
    if text.starts_with(['\n', '\r']) {
        escaped.push('\n');
    }
    for letter in text.chars() {
        match letter {
            '&' => escaped.push_str("&amp;"),
            '<' => escaped.push_str("&lt;"),
            '>' => escaped.push_str("&gt;"),
            other => escaped.push(other),
        }
    }
    escaped
}

/// One choice of a few, as radio buttons.
#[component]
pub fn Choices(
    /// The field's name as the action reads it.
    name: &'static str,
    /// The question.
    #[prop(into)]
    legend: String,
    /// How to choose well, between question and choices.
    #[prop(into, optional)]
    hint: Option<String>,
    /// Value and words of each choice.
    options: Vec<(&'static str, &'static str)>,
    /// The choice made when the form is first drawn.
    #[prop(into, optional)]
    initial: Option<String>,
) -> impl IntoView {
    let Wiring { id, value, error, described_by } = wire(name, initial, hint.is_some());
    let buttons = options
        .into_iter()
        .enumerate()
        .map(|(index, (choice, words))| {
            // The first button carries the bare id, so that the error summary's link lands on it.
            let button = if index == 0 { id.clone() } else { format!("{id}-{index}") };
            view! {
                <div class="choice">
                    <input type="radio" id=button.clone() name=name value=choice checked=value == choice/>
                    <label for=button>{words}</label>
                </div>
            }
        })
        .collect_view();
    view! {
        <fieldset class="field" aria-describedby=described_by>
            <legend>{legend}</legend>
            {hint.map(|text| view! { <p class="hint" id=format!("{id}-hint")>{text}</p> })}
            {error.map(|text| error_line(&id, text))}
            {buttons}
        </fieldset>
    }
}

/// A file as its own small form, which stages the file and comes back to this page with its id.
/// Stands beside the form that will carry the id, never inside it.
#[component]
pub fn FileField(
    /// What kind of file is staged: names its limit and accepted types.
    kind: &'static str,
    /// What is asked for.
    #[prop(into)]
    label: String,
    /// Types and size that are taken, and what to leave out.
    #[prop(into)]
    hint: String,
    /// Media types for the browser's file picker.
    accept: &'static str,
    /// The page to come back to, with `?file=<id>` added.
    #[prop(into)]
    page: String,
    /// What the last try was refused for.
    #[prop(optional_no_strip)]
    error: Option<String>,
) -> impl IntoView {
    let bad = error.is_some();
    let described_by = if bad { "upload-file-hint upload-file-error" } else { "upload-file-hint" };
    view! {
        <form class="form" method="post" action=super::form::upload_action() enctype="multipart/form-data">
            <input type="hidden" name="_page" value=page/>
            <input type="hidden" name="kind" value=kind/>
            <div class="field">
                <label for="upload-file">{label}</label>
                <p class="hint" id="upload-file-hint">{hint}</p>
                {error.map(|text| error_line("upload-file", text))}
                <input
                    id="upload-file"
                    type="file"
                    name="file"
                    accept=accept
                    aria-describedby=described_by
                    aria-invalid=bad.then_some("true")
                    autofocus=bad
                />
            </div>
            <p class="actions"><button class="button quiet" type="submit">"Add the file"</button></p>
        </form>
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_textarea_cannot_be_closed_by_its_text() {
        let escaped = escape_for_textarea("</textarea><script>alert(1)</script>&amp;");
        assert!(!escaped.contains('<'), "{escaped}");
        assert!(escaped.ends_with("&amp;amp;"), "{escaped}");
    }

    #[test]
    fn a_leading_newline_survives_the_parser() {
        assert_eq!(escape_for_textarea("\na"), "\n\na");
    }
}
