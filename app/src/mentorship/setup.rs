//! `/me/mentoring/mentor/{step}`: becoming a mentor in small steps.

use super::actions::{AskMentorCheck, SaveMentorRoom, SaveMentorStep};
use super::parts::{instead, options};
use crate::identity::zones;
use crate::request;
use crate::routes;
use crate::ui::{
    Alert, Boxes, Choices, Crumb, DoneNotice, Form, LineOf, NotFoundPage, Page, SafeTextarea, SelectOf, SubmitButton,
    TextField, Tone,
};
use domain::identity::profile::{Field, Shape};
use domain::mentorship::{Checked, GENDERS, MentorStep, words};
use leptos::prelude::*;
use leptos_router::hooks::use_params_map;
use server_fn::ServerFn;
use services::mentorship::{MySetup, my_setup};

/// One step.
#[component]
pub fn MentorSetupPage() -> impl IntoView {
    let Some(ctx) = request::try_ctx() else { return ().into_any() };
    let step = use_params_map().with_untracked(|params| params.get("step").and_then(|step| MentorStep::parse(&step)));
    Suspend::new(async move {
        let Some(step) = step else { return view! { <NotFoundPage/> }.into_any() };
        let zone = ctx.config.org.zone;
        match my_setup(&ctx).await {
            Ok(setup) => view! { <Body step setup zone/> }.into_any(),
            Err(error) => instead(&ctx, &error),
        }
    })
    .into_any()
}

const fn lede(step: MentorStep) -> &'static str {
    match step {
        MentorStep::Work => "This is what people read first. Members see it, nobody else.",
        MentorStep::Help => "Tick what you like to talk about.",
        MentorStep::Path => "All of this is optional. It counts only for people who ask for it.",
        MentorStep::Room => "Take as few as you like. You can pause at any time.",
        MentorStep::Check => {
            "Somebody of us looks once, so that nobody writes to a stranger. Mentees are never asked to prove anything."
        }
    }
}

#[component]
fn Body(step: MentorStep, setup: MySetup, zone: chrono_tz::Tz) -> impl IntoView {
    let inside = match step {
        MentorStep::Room => view! { <RoomStep setup=setup.clone() zone/> }.into_any(),
        MentorStep::Check => view! { <CheckStep setup=setup.clone()/> }.into_any(),
        _ => view! { <Questions step setup=setup.clone()/> }.into_any(),
    };
    let place = MentorStep::ALL.iter().position(|one| *one == step).unwrap_or_default() + 1;
    view! {
        <Page title=words::step(step) crumbs=vec![Crumb::new("My mentoring", routes::mentoring())]>
            <div class="page-head">
                <p class="soft">{format!("Being a mentor, step {place} of {}", MentorStep::ALL.len())}</p>
                <h1>{words::step(step)}</h1>
                <p class="lede">{lede(step)}</p>
            </div>
            <DoneNotice/>
            {inside}
            <p class="ways-on"><a href=routes::mentoring().to_string()>"Back to my mentoring"</a></p>
        </Page>
    }
}

#[component]
fn Questions(step: MentorStep, setup: MySetup) -> impl IntoView {
    let checked = setup.checked().is_some();
    let gender: Vec<String> = setup.gender().into_iter().collect();
    view! {
        {(checked && step == MentorStep::Work).then(|| view! {
            <Alert tone=Tone::Info title="You are checked under this name.">"With another name you are checked again before people find you, and whoever asks you now is sent to others."</Alert>
        })}
        <Form action=SaveMentorStep::PATH>
            <input type="hidden" name="step" value=step.word()/>
            {step
                .fields()
                .iter()
                .map(|field| view! { <Question field=*field setup=setup.clone()/> })
                .collect_view()}
            {(step == MentorStep::Work).then(|| view! {
                <SafeTextarea
                    name="statement"
                    label="A few sentences to people who look for a mentor"
                    hint="What you can help with, and how you like to work."
                    initial=setup.statement()
                />
            })}
            {(step == MentorStep::Path).then(|| view! {
                <SelectOf
                    name="gender"
                    label="Gender"
                    hint=Some("Some people ask for a mentor of their own gender.".to_owned())
                    options=options(&GENDERS)
                    nothing=Some("I do not say".to_owned())
                    initial=gender
                />
            })}
            <SubmitButton label="Save and go on"/>
        </Form>
    }
}

#[component]
fn Question(field: Field, setup: MySetup) -> impl IntoView {
    let (name, initial) = (field.word().to_owned(), setup.values(field));
    let label = match field {
        Field::Name => "Your name, as people read it",
        Field::Specialties => "What you practice",
        Field::Offers => "What you help with",
        other => other.label(),
    };
    let nothing = Some("I do not say".to_owned());
    match field.shape() {
        Shape::One(choices) => view! { <SelectOf name label options=options(choices) nothing initial/> }.into_any(),
        Shape::Several(choices, most) if most <= 5 => {
            view! { <SelectOf name label options=options(choices) nothing initial count=most/> }.into_any()
        }
        Shape::Several(choices, _) => view! { <Boxes name legend=label options=options(choices) initial/> }.into_any(),
        Shape::Zone => {
            let options = zones(initial.first());
            view! { <SelectOf name label options nothing initial/> }.into_any()
        }
        _ => view! { <LineOf name label initial=initial.into_iter().next()/> }.into_any(),
    }
}

#[component]
fn RoomStep(setup: MySetup, zone: chrono_tz::Tz) -> impl IntoView {
    let (capacity, taken) = setup.seats();
    let until = setup.paused_until().map(|at| at.with_timezone(&zone).format("%Y-%m-%d").to_string());
    view! {
        <Form action=SaveMentorRoom::PATH>
            <TextField
                name="capacity"
                label="How many people do you help at a time?"
                hint=format!("From 0 to 10. You help {taken} now.")
                initial=capacity.to_string()
                inputmode="numeric"
            />
            <TextField
                name="paused_until"
                label="Pause until"
                hint="Nobody is sent to you before this day."
                initial=until.unwrap_or_default()
                kind="date"
                optional=true
            />
            <SubmitButton label="Save"/>
        </Form>
    }
}

#[component]
fn CheckStep(setup: MySetup) -> impl IntoView {
    if setup.listed().is_some() || setup.waits() {
        let words = if setup.waits() {
            "A moderator looks at it. You hear from us by mail."
        } else {
            "You are checked. There is nothing to do."
        };
        return view! { <p>{words}</p> }.into_any();
    }
    if let Some(missing) = setup.missing() {
        let to = routes::mentor_setup(missing).to_string();
        return view! { <p>"Before that, answer the step "<a href=to>{words::step(missing)}</a>"."</p> }.into_any();
    }
    let ways = Checked::ALL.iter().map(|way| (way.word(), words::way(*way))).collect::<Vec<_>>();
    view! {
        <Form action=AskMentorCheck::PATH>
            <Choices name="way" legend="How can we check that you are what you say?" options=ways/>
            <TextField
                name="what"
                label="Your institution, your NPI, or whom we can ask"
                hint="Only moderators see it, and it is forgotten once they have looked."
            />
            <SubmitButton label="Ask to be checked"/>
        </Form>
    }
    .into_any()
}
