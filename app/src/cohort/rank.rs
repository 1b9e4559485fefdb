//! `/cohorts/{id}/rank`: mentees put mentors in order with lists that drop down; mentors give a number, or never, to each who
//! listed them: a few bytes each, however many there are. Works with the keyboard alone and without script.

use super::actions::{RankMentees, RankMentors};
use super::parts::{Honest, Told, Why, counted, instead, named};
use crate::ui::{BoxOf, Crumb, DoneNotice, DragRank, Empty, Form, LineOf, Moment, Page, SelectOf, SubmitButton};
use crate::{request, routes};
use domain::cohort::words;
use domain::identity::profile::vocab::{LANGUAGES, NEEDS, ROLES, SPECIALTIES, STATES, label};
use domain::matching::Side;
use leptos::prelude::*;
use leptos_router::hooks::use_params_map;
use server_fn::ServerFn;
use services::cohort::{MenteeCard, MentorCard, Ranking};

/// The page.
#[component]
pub fn RankPage() -> impl IntoView {
    let Some(ctx) = request::try_ctx() else { return ().into_any() };
    let id = use_params_map().with_untracked(|params| params.get("id").unwrap_or_default());
    Suspend::new(async move {
        let zone = request::viewer_zone().unwrap_or(ctx.config.org.zone);
        match services::cohort::ranking(&ctx, &id).await {
            Ok(found) => view! { <Body found zone/> }.into_any(),
            Err(error) => instead(&ctx, &error),
        }
    })
    .into_any()
}

#[component]
fn Body(found: Ranking, zone: chrono_tz::Tz) -> impl IntoView {
    let mentee = found.side == Side::Mentee;
    let title = if mentee { "Rank the mentors" } else { "Rank those who listed you" };
    let (promise, until, saved, open) = (found.promise, found.until, found.saved, found.open);
    let home = routes::cohort(found.id.as_str());
    let state = words::state(found.state);
    let crumbs = vec![Crumb::new("Cohorts", routes::cohorts()), Crumb::new(found.title.clone(), home.clone())];
    let inside = if !open {
        view! {
            <Empty title="Nothing to rank now">
                <p>{format!("How far the cohort is: {}. ", state.to_lowercase())}<a href=home.to_string()>"See its days"</a>"."</p>
            </Empty>
        }
        .into_any()
    } else if mentee {
        view! { <ForMentee found/> }.into_any()
    } else {
        view! { <ForMentor found/> }.into_any()
    };
    view! {
        <Page title crumbs>
            <div class="page-head">
                <h1>{title}</h1>
                {open.then(|| view! {
                    <p class="lede">
                        {if saved { "Your list is saved. You can change it until " } else { "You have time until " }}
                        <Moment at=until zone/>"."
                    </p>
                })}
            </div>
            <DoneNotice/>
            {inside}
            {(open && mentee).then(|| view! { <Honest promise/> })}
        </Page>
    }
}

#[component]
fn ForMentee(found: Ranking) -> impl IntoView {
    if found.mentors.is_empty() {
        return view! { <Empty title="No mentor to rank"><p>"No mentor has signed up whom you could list."</p></Empty> }.into_any();
    }
    let names: Vec<(String, String)> =
        found.mentors.iter().map(|card| (card.id.to_string(), card.name.clone())).collect();
    let lists = found.most.min(found.mentors.len());
    let (id, chosen) = (found.id.to_string(), found.chosen);
    let cards = found.mentors.into_iter().map(|card| view! { <Mentor card/> }).collect_view();
    view! {
        <DragRank field="choice".to_owned() options=names.clone() most=lists/>
        <Form action=RankMentors::PATH>
            <input type="hidden" name="cohort" value=id/>
            <SelectOf
                name="choice"
                label="Your choice"
                hint=Some("The best first. Leave out whom you would not accept; gaps do not matter.".to_owned())
                options=names
                nothing=Some("Nobody".to_owned())
                initial=chosen
                count=lists
            />
            <SubmitButton label="Save my list"/>
        </Form>
        <h2>"The mentors, the best fit first"</h2>
        <ul class="mentor-list">{cards}</ul>
    }
    .into_any()
}

#[component]
fn Mentor(card: MentorCard) -> impl IntoView {
    let role = card.role.as_deref().map(|role| label(&ROLES, role));
    let specialties = (!card.specialties.is_empty()).then(|| named(&SPECIALTIES, &card.specialties));
    let state = card.state.as_deref().map(|state| label(&STATES, state));
    let work = [role, specialties, state].into_iter().flatten().collect::<Vec<_>>().join(" · ");
    let languages = (!card.languages.is_empty()).then(|| format!("Speaks {}.", named(&LANGUAGES, &card.languages)));
    let seats = counted(usize::try_from(card.seats).unwrap_or_default(), "seat");
    view! {
        <li class="card mentor-card">
            <h3><a href=routes::mentor(card.id).to_string() dir="auto">{card.name}</a></h3>
            <p class="soft">{work}</p>
            <p dir="auto">{card.statement}</p>
            <p>{format!("Helps with {}.", named(&NEEDS, &card.topics))}</p>
            {languages.map(|words| view! { <p>{words}</p> })}
            <Why reasons=card.reasons/>
            <p class="soft">{seats}</p>
        </li>
    }
}

#[component]
fn ForMentor(found: Ranking) -> impl IntoView {
    if found.mentees.is_empty() {
        return view! {
            <Empty title="Nobody has listed you this time">
                <p>"There is nothing for you to do. Thank you for having been there."</p>
            </Empty>
        }
        .into_any();
    }
    let id = found.id.to_string();
    let notes = words::FOR_MENTORS.iter().map(|text| view! { <p>{*text}</p> }).collect_view();
    let mentees = found.mentees;
    // Drawn within the form: a field asks it what was typed.
    let rows = move || mentees.into_iter().zip(1..).map(|(card, at)| view! { <Mentee card at/> }).collect_view();
    view! {
        {notes}
        <Form action=RankMentees::PATH>
            <input type="hidden" name="cohort" value=id/>
            <ol class="rank-list">{rows()}</ol>
            <SubmitButton label="Save my order"/>
        </Form>
    }
    .into_any()
}

#[component]
fn Mentee(card: MenteeCard, at: u32) -> impl IntoView {
    let id = card.id.to_string();
    let never = card.place == 0;
    let place = (!never).then(|| card.place.to_string());
    view! {
        <li class="card">
            <h2>{format!("Mentee {at}")}</h2>
            <p class="soft">"Number "<code class="hash">{id.clone()}</code></p>
            <Told topics=card.topics stage=card.stage specialties=card.specialties goals=card.goals/>
            <Why reasons=card.reasons/>
            <LineOf
                name=format!("place_{id}")
                label=format!("Place of mentee {at}")
                hint=Some("1 is the best. Equal numbers are a tie.".to_owned())
                initial=place
                inputmode=Some("numeric")
            />
            <BoxOf name=format!("never_{id}") label=format!("Never mentee {at}") initial=never/>
            <p class="actions">
                <a class="button quiet" href=routes::report_person(&id).to_string()>{format!("Report mentee {at}")}</a>
                <a class="button quiet" href=routes::block(&id).to_string()>{format!("Block mentee {at}")}</a>
            </p>
        </li>
    }
}
