//! The questions of each step of a posting, drawn with what was typed before.

use super::parts::options;
use crate::identity::zones;
use crate::ui::{Boxes, Choices, LineOf, SafeTextarea, SelectOf, TextField};
use domain::identity::profile::vocab::{SPECIALTIES, STATES};
use domain::opportunities::rules::KINDS;
use domain::opportunities::{
    Contact, Document, Fields, Group, Kind, Mode, Outcome, Payee, Per, Refund, Strength, Visa, limits,
};
use leptos::prelude::*;

/// Empty rows beyond those that are filled.
const SPARE_ROWS: usize = 2;

fn one(fields: &Fields, name: &str) -> String {
    fields.iter().find(|(field, _)| field == name).map(|(_, value)| value.clone()).unwrap_or_default()
}

fn all(fields: &Fields, name: &str) -> Vec<String> {
    fields.iter().filter(|(field, _)| field == name).map(|(_, value)| value.clone()).collect()
}

/// How many rows are drawn whose first field is called so.
fn rows(fields: &Fields, stem: &str, most: usize) -> usize {
    let filled = (1..=most).filter(|row| !one(fields, &format!("{stem}_{row}")).is_empty()).max().unwrap_or(0);
    (filled + SPARE_ROWS).min(most)
}

macro_rules! words_of {
    ($name:ident) => {
        $name::ALL.iter().map(|one| (one.word(), one.label())).collect::<Vec<_>>()
    };
}

macro_rules! owned_of {
    ($name:ident) => {
        $name::ALL.iter().map(|one| (one.word().to_owned(), one.label().to_owned())).collect::<Vec<_>>()
    };
}

/// What is offered.
#[component]
pub(super) fn WhatFields(kinds: Vec<Kind>, fields: Fields) -> impl IntoView {
    let hints =
        kinds.iter().map(|kind| view! { <li><strong>{kind.label()}</strong>": "{kind.hint()}</li> }).collect_view();
    let kinds: Vec<_> = kinds.iter().map(|kind| (kind.word(), kind.label())).collect();
    view! {
        <Choices name="kind" legend="What do you offer?" options=kinds initial=one(&fields, "kind")/>
        <details class="more"><summary>"What the kinds mean"</summary><ul>{hints}</ul></details>
        <Choices
            name="contact"
            legend="How near do people come to patients?"
            hint="It decides visa and insurance."
            options=words_of!(Contact)
            initial=one(&fields, "contact")
        />
        <SelectOf
            name="specialty"
            label="Specialty"
            options=options(&SPECIALTIES)
            nothing=Some("Choose one".to_owned())
            initial=all(&fields, "specialty")
        />
        <TextField
            name="title"
            label="Title"
            hint="Without one it is called by kind, specialty and institution."
            initial=one(&fields, "title")
            optional=true
        />
        <SafeTextarea
            name="description"
            label="What people should know"
            hint="What a day looks like. Markdown works."
            initial=one(&fields, "description")
            optional=true
        />
    }
}

/// Where, and who answers for it.
#[component]
pub(super) fn WhereFields(fields: Fields) -> impl IntoView {
    let usual = Kind::parse(&one(&fields, "kind")).map_or(Mode::OnSite, Kind::usual_mode);
    let mode = Some(one(&fields, "mode")).filter(|mode| !mode.is_empty()).unwrap_or_else(|| usual.word().to_owned());
    view! {
        <TextField name="institution" label="Institution" initial=one(&fields, "institution")/>
        <TextField name="department" label="Department" initial=one(&fields, "department") optional=true/>
        <TextField
            name="supervisor"
            label="Supervising physician"
            hint="By name, so that people can look it up."
            initial=one(&fields, "supervisor")
        />
        <TextField
            name="official_page"
            label="Page of the institution about it"
            hint="A whole web address, such as https://example.org/observers."
            initial=one(&fields, "official_page")
            inputmode="url"
        />
        <Choices name="mode" legend="Where does it take place?" options=words_of!(Mode) initial=mode/>
        <TextField name="city" label="City" hint="Not needed for what is remote." initial=one(&fields, "city")/>
        <SelectOf
            name="state"
            label="State"
            options=options(&STATES)
            nothing=Some("Not needed for what is remote".to_owned())
            initial=all(&fields, "state")
        />
    }
}

/// When, and for how many. How many people are taken is changed on the posting's own page.
#[component]
pub(super) fn WhenFields(fields: Fields, change: bool) -> impl IntoView {
    let zone =
        Some(one(&fields, "zone")).filter(|zone| !zone.is_empty()).unwrap_or_else(|| "America/New_York".to_owned());
    let zones = zones(Some(&zone));
    let seats = (!change).then(|| one(&fields, "seats"));
    let starts = vec![("rolling", "At any time"), ("between", "Between two days")];
    view! {
        <Choices
            name="start"
            legend="When can people start?"
            hint="Choose nothing, and it is at any time."
            options=starts
            initial=one(&fields, "start")
        />
        <TextField name="from" label="First day" hint="Only between two days." kind="date" initial=one(&fields, "from")/>
        <TextField name="to" label="Last day to start" hint="Only between two days." kind="date" initial=one(&fields, "to")/>
        <TextField name="weeks_least" label="Shortest stay in weeks" inputmode="numeric" initial=one(&fields, "weeks_least")/>
        <TextField
            name="weeks_most"
            label="Longest stay in weeks"
            inputmode="numeric"
            initial=one(&fields, "weeks_most")
            optional=true
        />
        <TextField name="hours" label="Hours a week" inputmode="numeric" initial=one(&fields, "hours") optional=true/>
        {seats.map(|seats| view! {
            <TextField
                name="seats"
                label="Places"
                hint="How many people you take. Empty is one."
                inputmode="numeric"
                initial=seats
                optional=true
            />
        })}
        <TextField name="opens" label="First day to apply" kind="date" initial=one(&fields, "opens") optional=true/>
        <TextField
            name="closes"
            label="Last day to apply"
            hint="After it the posting leaves every list. You can use it again then."
            kind="date"
            initial=one(&fields, "closes")
        />
        <SelectOf name="zone" label="By whose clocks" options=zones initial=vec![zone]/>
    }
}

/// What it costs, and a visa.
#[component]
pub(super) fn MoneyFields(fields: Fields) -> impl IntoView {
    let fee = vec![("no", "No, nothing is paid"), ("yes", "Yes")];
    let lines = (1..=rows(&fields, "fee_what", limits::FEE_LINES)).map(|row| fee_line(&fields, row)).collect_view();
    view! {
        <Choices
            name="has_fee"
            legend="Do people pay anything?"
            hint="Actual costs may be charged. A fee stands in the first line of your posting."
            options=fee
            initial=one(&fields, "has_fee")
        />
        <details class="more" open=one(&fields, "has_fee") == "yes">
            <summary>"Each thing that is paid for"</summary>
            {lines}
            <SelectOf
                name="refund"
                label="What comes back if somebody cannot come"
                options=owned_of!(Refund)
                nothing=Some("Choose one".to_owned())
                initial=all(&fields, "refund")
            />
            <SafeTextarea
                name="refund_rule"
                label="Your rule about it, in your words"
                initial=one(&fields, "refund_rule")
                rows=3
                optional=true
            />
        </details>
        <TextField
            name="pay"
            label="What you pay a week, in dollars"
            hint="Only where people are paid."
            inputmode="decimal"
            initial=one(&fields, "pay")
            optional=true
        />
        <Boxes name="visa" legend="What do you do about a visa?" options=owned_of!(Visa) initial=all(&fields, "visa")/>
    }
}

fn fee_line(fields: &Fields, row: usize) -> impl IntoView + use<> {
    let name = |of: &str| format!("fee_{of}_{row}");
    let value = |of: &str| Some(one(fields, &name(of)));
    view! {
        <fieldset class="field parts grouped">
            <legend>{format!("Line {row}")}</legend>
            <LineOf name=name("what") label="What for" initial=value("what")/>
            <LineOf name=name("amount") label="Dollars" initial=value("amount") inputmode=Some("decimal")/>
            <SelectOf name=name("per") label="How often" options=owned_of!(Per) initial=all(fields, &name("per"))/>
            <SelectOf name=name("payee") label="Paid to" options=owned_of!(Payee) initial=all(fields, &name("payee"))/>
            <LineOf name=name("name") label="Name on the bill" initial=value("name")/>
        </fieldset>
    }
}

/// For whom, and what is asked of them.
#[component]
pub(super) fn WhoFields(fields: Fields) -> impl IntoView {
    let asked = (1..=rows(&fields, "requirement_kind", limits::REQUIREMENTS))
        .map(|row| requirement(&fields, row))
        .collect_view();
    view! {
        <Boxes
            name="group"
            legend="Who may apply?"
            hint=Some("Tick none, and everybody may.".to_owned())
            options=owned_of!(Group)
            initial=all(&fields, "group")
        />
        {asked}
        <Boxes
            name="outcome"
            legend="What may come of it?"
            hint=Some("Nothing of it is ever promised or paid for.".to_owned())
            options=owned_of!(Outcome)
            initial=all(&fields, "outcome")
        />
        <Boxes name="document" legend="Which papers do you ask for?" options=owned_of!(Document) initial=all(&fields, "document")/>
        <SafeTextarea
            name="question"
            label="A question to whoever applies"
            initial=one(&fields, "question")
            rows=3
            optional=true
        />
    }
}

fn requirement(fields: &Fields, row: usize) -> impl IntoView + use<> {
    let name = |of: &str| format!("requirement_{of}_{row}");
    let kinds = KINDS.iter().map(|(word, words, value)| {
        let hint = value.map(|hint| format!(" ({hint})")).unwrap_or_default();
        ((*word).to_owned(), format!("{words}{hint}"))
    });
    view! {
        <fieldset class="field parts grouped">
            <legend>{format!("Requirement {row}")}</legend>
            <SelectOf
                name=name("kind")
                label="What you ask for"
                options=kinds.collect()
                nothing=Some("Nothing".to_owned())
                initial=all(fields, &name("kind"))
            />
            <LineOf name=name("value") label="Value, where there is one" initial=Some(one(fields, &name("value")))/>
            <SelectOf name=name("strength") label="How strictly" options=owned_of!(Strength) initial=all(fields, &name("strength"))/>
            <LineOf name=name("quote") label="The rule in your own words" initial=Some(one(fields, &name("quote")))/>
        </fieldset>
    }
}
