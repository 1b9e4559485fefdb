//! Rows of the desk's forms: speakers and materials.

use super::{again, first};
use crate::ui::{LineOf, SafeTextarea};
use domain::events::desk::{MATERIAL_ROWS, SPEAKER_ROWS, last_row, rows};
use domain::events::limits;
use leptos::prelude::*;
use services::events::desk::Again;

/// Names of speakers' fields with their labels.
const SPEAKER: [(&str, &str); 4] = [
    ("name", "Name"),
    ("credentials", "Letters after the name, such as MD"),
    ("role", "What they do"),
    ("affiliation", "Where"),
];

/// Whatever of a row was typed comes back, also where fewer rows are stored by now.
fn count(fields: &[(String, String)], again: Option<&Again>, kind: &str, least: usize, most: usize) -> usize {
    let typed = again.map_or(0, |again| last_row(&again.fields, kind));
    rows(last_row(fields, kind).max(typed), least, most)
}

/// Rows for speakers: those that are filled and some to add. Empty rows are left out when the form is stored.
#[component]
pub(super) fn SpeakerRows(
    /// Names and values when the form is first drawn.
    fields: Vec<(String, String)>,
    /// What the form calls.
    action: &'static str,
) -> impl IntoView {
    let again = again(action);
    let count = count(&fields, again.as_ref(), "speaker", SPEAKER_ROWS, limits::SPEAKERS);
    (1..=count)
        .map(|row| {
            let field = |part: &str| format!("speaker_{row}_{part}");
            let shown = again.as_ref().map_or(fields.as_slice(), |again| again.fields.as_slice());
            let says = |part: &str| first(shown, &field(part)).is_some_and(|value| !value.is_empty());
            let is_filled = says("bio") || SPEAKER.iter().any(|(part, _)| says(part));
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
pub(super) fn MaterialRows(
    /// Names and values when the form is first drawn.
    fields: Vec<(String, String)>,
    /// What the form calls.
    action: &'static str,
) -> impl IntoView {
    let count = count(&fields, again(action).as_ref(), "material", MATERIAL_ROWS, limits::MATERIALS);
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
