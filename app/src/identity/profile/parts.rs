//! What the pages of profiles share: a profile as others see it, and the answer when there is none.

use crate::ui::{NotFoundPage, Sorry};
use crate::{request, routes};
use domain::identity::profile::{Answer, Field};
use leptos::prelude::*;
use services::ctx::Ctx;
use services::identity::profile::{Profile, ProfileError};

/// What to call somebody who shows no name.
pub(super) const NAMELESS: &str = "A member";

/// The page in place of a profile that cannot be shown. Whoever may not see one gets the page of an unknown address.
pub(super) fn instead(ctx: &Ctx, error: &ProfileError) -> AnyView {
    match error {
        ProfileError::NotFound | ProfileError::Denied(_) => view! { <NotFoundPage/> }.into_any(),
        error => {
            request::failed(&ctx.viewer.request_id, error);
            view! { <Sorry/> }.into_any()
        }
    }
}

/// The name to put over a page.
pub(super) fn name_of(profile: &Profile) -> String {
    profile.name().unwrap_or(NAMELESS).to_owned()
}

/// Photo and pronouns.
#[component]
pub(super) fn Face(profile: Profile) -> impl IntoView {
    let alt = format!("Photo of {}", name_of(&profile));
    let pronouns = profile.answer(Field::Pronouns).map(|answer| answer.as_str().to_owned());
    view! {
        {profile.answer(Field::Photo).is_some().then(|| view! {
            <img class="face" src=routes::photo_of(profile.id).to_string() alt=alt width="160" height="160"/>
        })}
        {pronouns.map(|pronouns| view! { <p class="lede" dir="auto">{pronouns}</p> })}
    }
}

/// What a person shows, but for name, photo and pronouns, which stand above.
#[component]
pub(super) fn Told(profile: Profile) -> impl IntoView {
    let rest = profile.shown.into_iter().map(|shown| shown.answer);
    let rest = rest.filter(|answer| !matches!(answer.field(), Field::Name | Field::Photo | Field::Pronouns));
    let rows = rest
        .map(|answer| view! { <div><dt>{answer.field().label()}</dt><dd><Lines answer=Some(answer)/></dd></div> })
        .collect_view();
    view! { <dl class="facts told">{rows}</dl> }
}

/// An answer in words, one line for each thing told.
#[component]
pub(crate) fn Lines(answer: Option<Answer>) -> impl IntoView {
    let Some(answer) = answer else { return view! { <span class="soft">"Nothing told"</span> }.into_any() };
    let mut words = answer.words();
    match (words.len(), words.pop()) {
        (1, Some(only)) => view! { <span dir="auto">{only}</span> }.into_any(),
        (_, last) => {
            let lines = words.into_iter().chain(last).map(|line| view! { <li dir="auto">{line}</li> }).collect_view();
            view! { <ul class="lines">{lines}</ul> }.into_any()
        }
    }
}
