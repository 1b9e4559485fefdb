//! The way to an answer, on the pages of events. Those are kept for everybody, so nothing of the viewer stands here but for
//! whoever is signed in, whose pages are drawn anew.

use crate::routes;
use crate::ui::{Icon, IconName};
use leptos::prelude::*;

/// Of one date.
#[component]
pub(in crate::events) fn AnswerCard(
    slug: String,
    date_name: String,
    /// For whoever looks after the series.
    mine: bool,
) -> impl IntoView {
    let attendees = mine.then(|| {
        let to = routes::attendees(&slug, &date_name).to_string();
        view! { <p><a href=to>"Who comes to this date"</a></p> }
    });
    view! {
        <section class="card add" id="coming" aria-labelledby="coming-title">
            <h2 id="coming-title">"Are you coming?"</h2>
            <p class="actions">
                <a class="button" href=routes::rsvp(&slug, &date_name).to_string()>
                    <Icon name=IconName::Check/>"Answer for this date"
                </a>
            </p>
            <p class="hint">"With or without an account. You can change your mind until it is over."</p>
            {attendees}
        </section>
    }
}

/// Of the next date of a series, from where all of them can be answered for.
#[component]
pub(in crate::events) fn SeriesAnswerCard(slug: String, date_name: String, several: bool) -> impl IntoView {
    let hint = if several {
        "For the next date, or for all of them at once."
    } else {
        "With or without an account. You can change your mind until it is over."
    };
    view! {
        <section class="card add" id="coming" aria-labelledby="coming-title">
            <h2 id="coming-title">"Are you coming?"</h2>
            <p class="actions">
                <a class="button" href=routes::rsvp(&slug, &date_name).to_string()><Icon name=IconName::Check/>"Say that you come"</a>
            </p>
            <p class="hint">{hint}</p>
        </section>
    }
}
