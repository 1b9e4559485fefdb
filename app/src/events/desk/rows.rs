//! Rows of the desk's forms: speakers and materials.

use super::first;
use crate::ui::{LineOf, SafeTextarea};
use domain::events::desk::{MATERIAL_ROWS, SPEAKER_ROWS, rows};
use domain::events::limits;
use leptos::prelude::*;

/// Names of speakers' fields with their labels.
const SPEAKER: [(&str, &str); 4] = [
    ("name", "Name"),
    ("credentials", "Letters after the name, such as MD"),
    ("role", "What they do"),
    ("affiliation", "Where"),
];

fn filled(fields: &[(String, String)], kind: &str) -> usize {
    let begins = format!("{kind}_");
    let numbers =
        fields.iter().filter(|(_, value)| !value.is_empty()).filter_map(|(name, _)| name.strip_prefix(&begins));
    numbers.filter_map(|rest| rest.split('_').next()?.parse::<usize>().ok()).max().unwrap_or(0)
}

/// Rows for speakers: those that are filled and some to add. Empty rows are left out when the form is stored.
#[component]
pub(super) fn SpeakerRows(fields: Vec<(String, String)>) -> impl IntoView {
    let count = rows(filled(&fields, "speaker"), SPEAKER_ROWS, limits::SPEAKERS);
    (1..=count)
        .map(|row| {
            let field = |part: &str| format!("speaker_{row}_{part}");
            let is_filled = first(&fields, &field("name")).is_some_and(|name| !name.is_empty());
            let lines = SPEAKER
                .map(|(part, label)| view! { <LineOf name=field(part) label initial=first(&fields, &field(part))/> })
                .into_iter()
                .collect_view();
            let bio = first(&fields, &field("bio")).unwrap_or_default();
            view! {
                <details class="more" open=is_filled || row == 1>
                    <summary>{format!("Speaker {row}")}</summary>
                    <fieldset class="rows">
                        <legend class="hidden">{format!("Speaker {row}")}</legend>
                        {lines}
                        <SafeTextarea name=field("bio") label="About them" initial=bio rows=3/>
                    </fieldset>
                </details>
            }
        })
        .collect_view()
}

/// Rows for slides and texts.
#[component]
pub(super) fn MaterialRows(fields: Vec<(String, String)>) -> impl IntoView {
    let count = rows(filled(&fields, "material"), MATERIAL_ROWS, limits::MATERIALS);
    (1..=count)
        .map(|row| {
            let field = |part: &str| format!("material_{row}_{part}");
            view! {
                <fieldset class="rows">
                    <legend>{format!("Material {row}")}</legend>
                    <LineOf name=field("title") label="What it is, such as Slides" initial=first(&fields, &field("title"))/>
                    <LineOf name=field("link") label="Its address" initial=first(&fields, &field("link")) inputmode=Some("url")/>
                </fieldset>
            }
        })
        .collect_view()
}
