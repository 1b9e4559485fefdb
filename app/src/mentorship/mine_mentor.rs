//! The part of `/me/mentoring` for whoever is a mentor, or may become one.

use super::actions::MentorComesBack;
use super::parts::Reasons;
use crate::routes;
use crate::ui::{Alert, Empty, Form, Moment, SubmitButton, Tone};
use domain::mentorship::{MentorStep, words};
use leptos::prelude::*;
use server_fn::ServerFn;
use services::mentorship::{AsMentor, Incoming, MySetup};

/// The inbox with how one stands as a mentor.
#[component]
pub(super) fn AsMentorPart(mentor: AsMentor, zone: chrono_tz::Tz) -> impl IntoView {
    let AsMentor { setup, incoming, waiting } = mentor;
    if !setup.is_begun() {
        let to = routes::mentor_setup(MentorStep::Work).to_string();
        return view! {
            <p class="soft">"Have you gone the way already? "<a href=to>"Offer to be a mentor"</a>"."</p>
        }
        .into_any();
    }
    let listed = setup.listed().is_some();
    view! {
        <section aria-labelledby="mentor-title">
            <h2 id="mentor-title">"Who asks me"</h2>
            <Standing setup zone/>
            {listed.then(|| view! { <Inbox incoming waiting zone/> })}
        </section>
    }
    .into_any()
}

#[component]
fn Standing(setup: MySetup, zone: chrono_tz::Tz) -> impl IntoView {
    let (capacity, taken) = setup.seats();
    let steps = MentorStep::ALL
        .iter()
        .filter(|step| **step != MentorStep::Check || setup.listed().is_none())
        .map(|step| view! { <li><a href=routes::mentor_setup(*step).to_string()>{words::step(*step)}</a></li> })
        .collect_view();
    let (auto_paused, until) = (setup.is_auto_paused(), setup.paused_until());
    let paused = auto_paused || until.is_some();
    let state = if setup.listed().is_some() {
        format!("People can find you. You help {taken} of at most {capacity}.")
    } else if setup.waits() {
        "A moderator looks at what you told us. You hear from us by mail.".to_owned()
    } else if setup.is_refused() {
        "We could not check what you told us. Look at the last step again, or write to us.".to_owned()
    } else {
        "People cannot find you yet. Answer the steps, then ask for the one check.".to_owned()
    };
    view! {
        <p>{state}</p>
        {setup.checked().map(|(checked, at)| view! { <p class="soft">{format!("Checked: {}, ", words::checked(checked))}<Moment at zone/></p> })}
        {paused.then(|| view! {
            <Alert tone=Tone::Warn title="You take a break.">
                {if auto_paused { "Two requests ran out, so nobody is sent to you." } else { "Nobody is sent to you for now." }}
                {until.map(|at| view! { " It ends "<Moment at zone/>"." })}
            </Alert>
            <Form action=MentorComesBack::PATH row="back"><SubmitButton label="Come back now"/></Form>
        })}
        <nav class="chips" aria-label="What I tell as a mentor"><ul>{steps}</ul></nav>
        {setup.listed().map(|id| view! { <p><a href=routes::mentor(id).to_string()>"See your page as others do"</a></p> })}
    }
}

#[component]
fn Inbox(incoming: Vec<Incoming>, waiting: usize, zone: chrono_tz::Tz) -> impl IntoView {
    let inside = if incoming.is_empty() {
        view! { <Empty title="Nobody asks you right now"><p>"When somebody does, you hear by mail."</p></Empty> }
            .into_any()
    } else {
        let rows = incoming.into_iter().map(|one| view! { <Row one zone/> }).collect_view();
        view! { <ul class="devices">{rows}</ul> }.into_any()
    };
    view! {
        {inside}
        {(waiting > 0).then(|| view! { <p class="soft">{format!("{waiting} more wait in line until you have room.")}</p> })}
    }
    .into_any()
}

#[component]
fn Row(one: Incoming, zone: chrono_tz::Tz) -> impl IntoView {
    let id = one.id.to_string();
    let name = one.name.unwrap_or_else(|| "Somebody".to_owned());
    view! {
        <li class="card">
            <div>
                <h3>
                    <a href=routes::mentoring_request(&id).to_string()>
                        <span dir="auto">{name}</span>{format!(" looks for help with {}", words::and(&one.topics))}
                    </a>
                </h3>
                <p><span class="tag">{words::state_for_mentor(one.state)}</span>" "<span class="soft">{one.stage}</span></p>
                <Reasons title="Why you" reasons=one.reasons/>
                {one.due_at.map(|at| view! { <p class="soft">"Until "<Moment at zone/></p> })}
            </div>
        </li>
    }
}
