//! The fields of one date.

use super::actions::SaveEventDate;
use super::first;
use super::rows::{MaterialRows, SpeakerRows};
use crate::ui::{Boxes, Choices, SafeTextarea, TextField};
use domain::events::Series;
use domain::events::desk::Reach;
use leptos::prelude::*;
use server_fn::ServerFn;

/// What a date says otherwise than its series.
#[component]
pub(super) fn DateFields(
    /// Names and values when the form is first drawn.
    fields: Vec<(String, String)>,
    /// The series, which speaks where the date does not.
    series: Series,
) -> impl IntoView {
    let of = |name: &str| first(&fields, name).unwrap_or_default();
    let as_series = |words: &str| match words {
        "" => "Empty is as the series: nothing.".to_owned(),
        words => format!("Empty is as the series: {}", domain::text::cut(words, 120)),
    };
    let link = series.link.as_ref().map_or("", |link| link.as_str());
    let capacity = series.capacity.map_or_else(String::new, |most| most.to_string());
    let speakers: Vec<_> = series.speakers.iter().map(|speaker| speaker.name.as_str()).collect();
    let nobody: Vec<String> = Some(of("nobody")).filter(|word| word == "yes").into_iter().collect();
    view! {
        <section class="stack" aria-labelledby="words-part">
            <h2 id="words-part">"Words"</h2>
            <TextField name="title" label="Title" hint=as_series(&series.title) initial=of("title") optional=true/>
            <SafeTextarea
                name="description"
                label="Description"
                hint="Empty is as the series."
                initial=of("description")
                rows=5
                optional=true
            />
            <TextField name="place" label="Place in words" hint=as_series(&series.place) initial=of("place") optional=true/>
            <TextField name="link" label="Public link" hint=as_series(link) kind="url" inputmode="url" initial=of("link") optional=true/>
            <TextField name="capacity" label="Room for how many" hint=as_series(&capacity) inputmode="numeric" initial=of("capacity") optional=true/>
        </section>
        <section class="stack" aria-labelledby="time-part">
            <h2 id="time-part">"Time"</h2>
            <TextField name="date" label="Day" kind="date" initial=of("date")/>
            <TextField name="time" label="Begins at" kind="time" initial=of("time")/>
            <TextField name="minutes" label="Minutes it lasts" inputmode="numeric" initial=of("minutes")/>
        </section>
        <section class="stack" aria-labelledby="speakers-part">
            <h2 id="speakers-part">"Who speaks"</h2>
            <p class="hint">{as_series(&speakers.join(", "))}</p>
            <SpeakerRows fields=fields.clone() action=SaveEventDate::PATH/>
            <Boxes
                name="nobody"
                legend="Or"
                options=vec![("yes".to_owned(), "Nobody speaks at this date".to_owned())]
                initial=nobody
            />
        </section>
        <section class="stack" aria-labelledby="after-part">
            <h2 id="after-part">"Afterward"</h2>
            <p class="hint">"A recording and materials always belong to this date alone."</p>
            <TextField name="recording" label="Recording" kind="url" inputmode="url" initial=of("recording") optional=true/>
            <MaterialRows fields=fields.clone() action=SaveEventDate::PATH/>
        </section>
        <Choices
            name="reach"
            legend="What is this for?"
            hint="For several dates, only what you fill in is taken over; their hour and length as they stand above."
            options=Reach::ALL.map(|reach| (reach.word(), reach.label())).to_vec()
            initial=Reach::This.word()
        />
    }
}
