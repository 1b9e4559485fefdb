//! The fields of a series.

use super::actions::SaveSeries;
use super::rows::SpeakerRows;
use super::{all, first};
use crate::ui::{Boxes, Choices, SafeTextarea, SelectOf, TextField};
use crate::zone::PLACES;
use domain::events::{ForWhom, Format};
use leptos::prelude::*;
use server_fn::ServerFn;
use services::events::desk::Drawn;

const WEEK: [(&str, &str); 7] = [
    ("MO", "Monday"),
    ("TU", "Tuesday"),
    ("WE", "Wednesday"),
    ("TH", "Thursday"),
    ("FR", "Friday"),
    ("SA", "Saturday"),
    ("SU", "Sunday"),
];
const NTH: [(&str, &str); 6] = [("1", "1st"), ("2", "2nd"), ("3", "3rd"), ("4", "4th"), ("5", "5th"), ("last", "Last")];

fn owned(pairs: &[(&str, &str)]) -> Vec<(String, String)> {
    pairs.iter().map(|(value, words)| ((*value).to_owned(), (*words).to_owned())).collect()
}

/// A new series begins as one that repeats every month.
pub(super) fn repeat_monthly(mut drawn: Drawn) -> Drawn {
    for (name, value) in &mut drawn.fields {
        if name == "repeats" {
            "months-weekday".clone_into(value);
        }
    }
    drawn
}

/// What an event is, when it takes place, where, and who speaks.
#[component]
pub(super) fn SeriesFields(drawn: Drawn) -> impl IntoView {
    let Drawn { fields, categories, .. } = drawn;
    let of = |name: &str| first(&fields, name).unwrap_or_default();
    let zones = zone_names();
    view! {
        <section class="stack" aria-labelledby="what-part">
            <h2 id="what-part">"What"</h2>
            <TextField name="title" label="Title" initial=of("title")/>
            <TextField name="summary" label="In one or two sentences" hint="Shown in lists." initial=of("summary") optional=true/>
            <SafeTextarea
                name="description"
                label="Description"
                hint="Leave an empty line between paragraphs. **Bold**, links and lists in Markdown work."
                initial=of("description")
                rows=8
                optional=true
            />
            <TextField name="category" label="Category" initial=of("category") suggestions=categories autocomplete="off" optional=true/>
            <TextField name="tags" label="Tags" hint="With commas between them, such as Residency, Open to all." initial=of("tags") optional=true/>
        </section>
        <section class="stack" aria-labelledby="when-part">
            <h2 id="when-part">"When"</h2>
            <TextField name="date" label="First day" kind="date" initial=of("date")/>
            <TextField name="time" label="Begins at" kind="time" initial=of("time")/>
            <TextField
                name="zone"
                label="Time zone"
                hint="Whose clocks count, such as America/New_York. Readers see their own time beside it."
                initial=of("zone")
                suggestions=zones
                autocomplete="off"
            />
            <TextField name="minutes" label="Minutes it lasts" inputmode="numeric" initial=of("minutes")/>
            <Repeating fields=fields.clone()/>
        </section>
        <section class="stack" aria-labelledby="where-part">
            <h2 id="where-part">"Where and for whom"</h2>
            <Choices
                name="format"
                legend="How do people meet?"
                options=Format::ALL.map(|format| (format.as_str(), format.label())).to_vec()
                initial=of("format")
            />
            <TextField name="place" label="Place in words" initial=of("place") optional=true/>
            <TextField
                name="link"
                label="Public link"
                hint="Everybody can see it, calendars too; only members where it is for members."
                kind="url"
                inputmode="url"
                initial=of("link")
                optional=true
            />
            <Choices
                name="for_whom"
                legend="Whom is it for?"
                hint="It is announced to everybody all the same. What is for members (the link, a place, recordings and materials) is shown to members only."
                options=ForWhom::ALL.map(|whom| (whom.as_str(), whom.label())).to_vec()
                initial=of("for_whom")
            />
            <TextField name="organizer" label="Organized by" initial=of("organizer") optional=true/>
            <TextField name="capacity" label="Room for how many" inputmode="numeric" initial=of("capacity") optional=true/>
        </section>
        <section class="stack" aria-labelledby="who-part">
            <h2 id="who-part">"Who speaks"</h2>
            <p class="hint">"Rows left empty are not stored. Save to get more rows."</p>
            <SpeakerRows fields=fields.clone() action=SaveSeries::PATH/>
        </section>
    }
}

/// How it repeats. Controls that do not belong to the choice are not looked at.
#[component]
fn Repeating(fields: Vec<(String, String)>) -> impl IntoView {
    let of = |name: &str| first(&fields, name).unwrap_or_default();
    let one = |name: &str| first(&fields, name).into_iter().collect::<Vec<_>>();
    view! {
        <Choices
            name="repeats"
            legend="How does it repeat?"
            options=vec![
                ("once", "Not at all"),
                ("days", "By days"),
                ("weeks", "By weeks, on the weekdays marked below"),
                ("months-weekday", "By months, on a weekday such as the 4th Wednesday"),
                ("months-date", "By months, on the date of the first day"),
                ("years", "By years, on the date of the first day"),
            ]
            initial=of("repeats")
        />
        <TextField
            name="every"
            label="Every how many days, weeks, months or years"
            hint="1 is every one, 2 every other one."
            inputmode="numeric"
            initial=of("every")
        />
        <Boxes
            name="days"
            legend="Weekdays, if it repeats by weeks"
            hint=Some("None marked is the weekday of the first day.".to_owned())
            options=owned(&WEEK)
            initial=all(&fields, "days")
        />
        <SelectOf
            name="nth"
            label="Which one of the month, if it repeats on a weekday"
            options=owned(&NTH)
            nothing=Some("As on the first day".to_owned())
            initial=one("nth")
        />
        <SelectOf
            name="weekday"
            label="Weekday of the month"
            options=owned(&WEEK)
            nothing=Some("As on the first day".to_owned())
            initial=one("weekday")
        />
        <Choices
            name="ends"
            legend="When does it end?"
            options=vec![("never", "It goes on"), ("until", "On a day"), ("after", "After a number of dates")]
            initial=of("ends")
        />
        <TextField name="until" label="Last day, if it ends on one" kind="date" initial=of("until") optional=true/>
        <TextField name="times" label="How many dates, if it ends after a number" inputmode="numeric" initial=of("times") optional=true/>
        <SafeTextarea
            name="except"
            label="Days to leave out"
            hint="One to a line, such as 2026-12-23. To call off a date that people know, cancel it instead."
            initial=of("except")
            rows=3
            optional=true
        />
        <SafeTextarea
            name="extra"
            label="Further dates"
            hint="One to a line with its time, such as 2027-01-13 20:00."
            initial=of("extra")
            rows=3
            optional=true
        />
    }
}

/// Zones of large cities, to choose from.
fn zone_names() -> Vec<String> {
    let mut names: Vec<String> = PLACES.iter().map(|place| place.zone.name().to_owned()).collect();
    names.sort_unstable();
    names.dedup();
    names
}
