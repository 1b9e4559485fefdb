//! `/me/mentoring/ask`: what somebody looks for. What tells about them travels by POST and is in no address.

use super::actions::{EndAsk, SaveAsk};
use super::parts::{instead, options};
use crate::ui::{Boxes, Crumb, Form, LineOf, Page, SafeTextarea, SelectOf, SubmitButton, is_refused};
use crate::{request, routes};
use domain::identity::profile::vocab::{COUNTRIES, LANGUAGES, NEEDS, ROLES, SPECIALTIES, STAGES, STATES};
use domain::mentorship::{AskForm, GENDERS, Reveal, Weight, Wish, WishKind};
use leptos::prelude::*;
use server_fn::ServerFn;
use services::mentorship::MyAsk;

/// The form.
#[component]
pub fn AskPage() -> impl IntoView {
    let Some(ctx) = request::try_ctx() else { return ().into_any() };
    Suspend::new(async move {
        match services::mentorship::my_ask(&ctx).await {
            Ok(mine) => view! { <Body mine/> }.into_any(),
            Err(error) => instead(&ctx, &error),
        }
    })
    .into_any()
}

#[component]
fn Body(mine: MyAsk) -> impl IntoView {
    let ask = mine.ask.clone();
    let goals = ask.as_ref().map(|ask| ask.goals.as_str().to_owned());
    let topics = ask.as_ref().map(|ask| ask.topics.clone()).unwrap_or_default();
    let stage: Vec<String> = ask.as_ref().map(|ask| ask.stage.clone()).or(mine.stage).into_iter().collect();
    let gender: Vec<String> = ask.as_ref().and_then(|ask| ask.gender.clone()).into_iter().collect();
    let shown: Vec<String> =
        ask.as_ref().map(|ask| ask.reveals.iter().map(|one| one.word().to_owned()).collect()).unwrap_or_default();
    let reveals: Vec<(String, String)> =
        Reveal::ALL.iter().map(|one| (one.word().to_owned(), one.label().to_owned())).collect();
    let wishes = ask.as_ref().map(|ask| ask.wishes.clone()).unwrap_or_default();
    let (has_ask, has_wishes) = (ask.is_some(), !wishes.is_empty());
    let tells = !gender.is_empty() || !shown.is_empty();
    // Drawn within the form: a field asks it what was typed.
    let controls = move || {
        let wish_of = |kind: &WishKind| {
            let wish = wishes.iter().find(|wish| wish.kind == *kind).cloned();
            view! { <WishOf kind=*kind wish/> }
        };
        WishKind::ALL.iter().map(wish_of).collect_view()
    };
    view! {
        <Page title="What you look for" crumbs=vec![Crumb::new("My mentoring", routes::mentoring())]>
            <div class="page-head">
                <h1>"What you look for"</h1>
                <p class="lede">"Mentors whom you ask see goals, topics and stage. The rest stays yours."</p>
            </div>
            <Form action=SaveAsk::PATH>
                <SafeTextarea
                    name="goals"
                    label="What do you want to reach?"
                    hint="A few sentences. Leave out what you would not tell everybody you ask."
                    initial=goals.unwrap_or_default()
                />
                <Boxes
                    name="topics"
                    legend="What do you want help with?"
                    hint=Some("One to five.".to_owned())
                    options=options(&NEEDS)
                    initial=topics
                />
                <SelectOf name="stage" label="How far along are you?" options=options(&STAGES) nothing=Some("Choose one".to_owned()) initial=stage/>
                <details class="more" open=has_wishes || is_refused(SaveAsk::PATH, "")>
                    <summary>"What a mentor must or should be (optional)"</summary>
                    <p class="hint">
                        "Others are left out of your search where something must be so. A school, a country, a language or a \
                         gender counts only if you ask for it here, and a mentor learns of it only if you show them your own."
                    </p>
                    {controls()}
                </details>
                <details class="more" open=tells>
                    <summary>"What mentors see from the start (optional)"</summary>
                    <Boxes
                        name="reveals"
                        legend="Show at once, of my profile"
                        hint=Some("You can show more, or hide it again, for each mentor.".to_owned())
                        options=reveals
                        initial=shown
                    />
                    <SelectOf
                        name="gender"
                        label="My gender"
                        hint=Some("Only to be shown where you choose so.".to_owned())
                        options=options(&GENDERS)
                        nothing=Some("I do not say".to_owned())
                        initial=gender
                    />
                </details>
                <SubmitButton label="Save and see the mentors"/>
            </Form>
            {has_ask.then(|| view! {
                <details class="more" open=is_refused(EndAsk::PATH, "end")>
                    <summary>"Stop looking"</summary>
                    <Form action=EndAsk::PATH row="end">
                        <p class="hint">"Whoever was asked is told that there is nothing to do. Your list is closed."</p>
                        <SubmitButton label="Stop looking"/>
                    </Form>
                </details>
            })}
        </Page>
    }
}

/// One wish: what, and how much it matters.
#[component]
fn WishOf(kind: WishKind, #[prop(optional_no_strip)] wish: Option<Wish>) -> impl IntoView {
    let (name, weight) = (AskForm::wish_name(kind), AskForm::weight_name(kind));
    let value: Vec<String> = wish.iter().map(|wish| wish.value.clone()).collect();
    let weighs = vec![wish.map_or(Weight::Nice, |wish| wish.weight).word().to_owned()];
    let choices = match kind {
        WishKind::Specialty => Some(options(&SPECIALTIES)),
        WishKind::Role => Some(options(&ROLES)),
        WishKind::State => Some(options(&STATES)),
        WishKind::Language => Some(options(&LANGUAGES)),
        WishKind::Country => Some(options(&COUNTRIES)),
        WishKind::Gender => Some(options(&GENDERS)),
        WishKind::School => None,
    };
    let weights = vec![("nice".to_owned(), "Would be nice".to_owned()), ("must".to_owned(), "Must be so".to_owned())];
    view! {
        <div class="question wish">
            {match choices {
                Some(options) => view! {
                    <SelectOf name label=kind.label() options nothing=Some("No matter".to_owned()) initial=value/>
                }
                .into_any(),
                None => view! { <LineOf name label=kind.label() initial=value.into_iter().next()/> }.into_any(),
            }}
            <SelectOf name=weight label=format!("How much: {}", kind.label()) options=weights initial=weighs/>
        </div>
    }
}
