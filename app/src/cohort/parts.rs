//! What the pages of cohorts share.

use crate::request;
use crate::ui::{NotFoundPage, Sorry};
use domain::cohort::{Promise, State, words};
use domain::identity::profile::vocab::{Choice, NEEDS, SPECIALTIES, STAGES, label};
use domain::mentorship;
use leptos::prelude::*;
use services::cohort::CohortError;
use services::ctx::Ctx;

/// The page in place of what cannot be shown. Whoever may not see it gets the page of an unknown address.
pub(super) fn instead(ctx: &Ctx, error: &CohortError) -> AnyView {
    match error {
        CohortError::NotFound | CohortError::Denied(_) => view! { <NotFoundPage/> }.into_any(),
        error => {
            request::failed(&ctx.viewer.request_id, error);
            view! { <Sorry/> }.into_any()
        }
    }
}

/// Values and words of a list.
pub(super) fn options(choices: &[Choice]) -> Vec<(String, String)> {
    choices.iter().map(|choice| (choice.word.to_owned(), choice.label.to_owned())).collect()
}

/// Labels of words in one line.
pub(super) fn named(choices: &'static [Choice], all: &[String]) -> String {
    let all: Vec<String> = all.iter().map(|word| label(choices, word)).collect();
    mentorship::words::and(&all)
}

/// "1 mentee", "3 mentees".
pub(super) fn counted(count: usize, word: &str) -> String {
    if count == 1 { format!("1 {word}") } else { format!("{count} {word}s") }
}

/// What people are told about ranking honestly.
#[component]
pub(super) fn Honest(promise: Promise) -> impl IntoView {
    let (title, paragraphs) = words::honest(promise);
    let paragraphs = paragraphs.iter().map(|text| view! { <p>{*text}</p> }).collect_view();
    view! {
        <section class="honest" aria-labelledby="honest-title">
            <h2 id="honest-title">{title}</h2>
            {paragraphs}
        </section>
    }
}

/// What a mentee told the cohort, for a mentor.
#[component]
pub(super) fn Told(topics: Vec<String>, stage: String, specialties: Vec<String>, goals: String) -> impl IntoView {
    let specialties =
        (!specialties.is_empty()).then(|| format!("Wants to train in {}.", named(&SPECIALTIES, &specialties)));
    view! {
        <p class="soft">{label(&STAGES, &stage)}</p>
        <p>{format!("Looks for help with {}.", named(&NEEDS, &topics))}</p>
        {specialties.map(|words| view! { <p>{words}</p> })}
        <p class="said" dir="auto">{goals}</p>
    }
}

/// Reasons of a fit as a short list.
#[component]
pub(super) fn Why(reasons: Vec<String>) -> impl IntoView {
    (!reasons.is_empty()).then(|| {
        let lines = reasons.into_iter().map(|reason| view! { <li>{reason}</li> }).collect_view();
        view! { <ul class="cohort-why">{lines}</ul> }
    })
}

/// A cohort in a list: its title, which links to a page of it, how far it is, and a line more.
#[component]
pub(super) fn Row(title: String, to: String, state: State, line: String) -> impl IntoView {
    view! {
        <li class="card">
            <div>
                <h2><a href=to dir="auto">{title}</a></h2>
                <p><span class="tag">{words::state(state)}</span></p>
                <p class="soft">{line}</p>
            </div>
        </li>
    }
}
