//! `/cohorts/{id}`: what a cohort is, its days, signing up, and what an honest list is worth.

use super::actions::{JoinCohort, JoinCohortAsMentor, LeaveCohort};
use super::parts::{Honest, counted, instead, named, options};
use crate::ui::{
    Alert, Boxes, Crumb, DoneNotice, Form, Moment, Page, SafeTextarea, SelectOf, SubmitButton, TextField, Tone,
    is_refused,
};
use crate::{request, routes};
use domain::cohort::{State, may_be_told, words};
use domain::identity::profile::vocab::{NEEDS, SPECIALTIES, STAGES};
use domain::matching::Side;
use leptos::prelude::*;
use leptos_router::hooks::use_params_map;
use server_fn::ServerFn;
use services::cohort::{CohortPage as Found, Mine};

/// The page.
#[component]
pub fn CohortPage() -> impl IntoView {
    let Some(ctx) = request::try_ctx() else { return ().into_any() };
    let id = use_params_map().with_untracked(|params| params.get("id").unwrap_or_default());
    Suspend::new(async move {
        let zone = request::viewer_zone().unwrap_or(ctx.config.org.zone);
        match services::cohort::cohort_page(&ctx, &id).await {
            Ok(found) => view! { <Body found zone/> }.into_any(),
            Err(error) => instead(&ctx, &error),
        }
    })
    .into_any()
}

#[component]
fn Body(found: Found, zone: chrono_tz::Tz) -> impl IntoView {
    let (title, promise, state) = (found.plan.title.clone(), found.plan.promise, found.state);
    let paragraphs =
        found.plan.about.split("\n\n").map(|text| view! { <p dir="auto">{text.to_owned()}</p> }).collect_view();
    let who = if found.plan.stages.is_empty() { "Everybody".to_owned() } else { named(&STAGES, &found.plan.stages) };
    let who = if found.plan.members_only { format!("{who}; members of the association") } else { who };
    let [sign_up, mentees, mentors] = found.until;
    let people = format!("{}, {}", counted(found.mentees, "mentee"), counted(found.mentors, "mentor"));
    let seats = counted(usize::try_from(found.seats).unwrap_or_default(), "seat");
    let numbers = if may_be_told(found.mentees, found.mentors) {
        format!("{people} with {seats} so far.")
    } else {
        format!("{people} so far. Seats: {}.", words::TOO_FEW)
    };
    let certificate = routes::cohort_certificate(found.id.as_str()).to_string();
    let to_certificate = match state {
        State::Published => "The certificate of the result",
        State::Canceled => "What the certificate says",
        _ => "What the certificate will say",
    };
    view! {
        <Page title=title.clone() crumbs=vec![Crumb::new("Cohorts", routes::cohorts())]>
            <div class="page-head">
                <h1 dir="auto">{title}</h1>
                <p><span class="tag">{words::state(state)}</span></p>
            </div>
            <DoneNotice/>
            <MyPart found=found.clone()/>
            {paragraphs}
            <dl class="facts told">
                <div><dt>"For mentees"</dt><dd>{who}</dd></div>
                <div><dt>"Sign up until"</dt><dd><Moment at=sign_up zone/></dd></div>
                <div><dt>"Mentees rank until"</dt><dd><Moment at=mentees zone/></dd></div>
                <div><dt>"Mentors rank until"</dt><dd><Moment at=mentors zone/></dd></div>
                <div><dt>"The result is made for"</dt><dd>{words::promise(promise)}</dd></div>
                <div><dt>"List"</dt><dd>{format!("Up to {}", counted(usize::try_from(found.plan.most).unwrap_or_default(), "mentor"))}</dd></div>
                <div><dt>"Taking part"</dt><dd>{numbers}</dd></div>
            </dl>
            <SignUp found=found.clone()/>
            <Honest promise/>
            <h2>"How you can check it"</h2>
            <p>
                "Where two people stand alike, a lottery decides. Its seed was bound before anybody signed up, by this number:"
            </p>
            <p><code class="hash">{found.commitment.clone()}</code></p>
            <p><a href=certificate>{to_certificate}</a></p>
        </Page>
    }
}

/// What there is to do for whoever takes part.
#[component]
fn MyPart(found: Found) -> impl IntoView {
    let Some(mine) = found.mine.clone() else { return ().into_any() };
    let id = found.id;
    let side = if mine.side == Side::Mentee { "a mentee" } else { "a mentor" };
    let turn = match mine.side {
        Side::Mentee => found.state == State::Mentees,
        Side::Mentor => found.state == State::Mentors,
    };
    let (words, button) = match found.state {
        State::Published => {
            ("The result is out.", Some(("See whom you have, and why", routes::my_cohort(id.as_str()))))
        }
        State::Canceled => ("This cohort was called off. Nobody is matched in it.", None),
        _ if turn && mine.ranked => (
            "Your list is saved. You can change it until the day ends.",
            Some(("Change my list", routes::cohort_rank(id.as_str()))),
        ),
        _ if turn => ("It is your turn to rank.", Some(("Rank now", routes::cohort_rank(id.as_str())))),
        state if state.is_closed_for(mine.side) => (
            "Your list is closed. You hear from us when the result is out.",
            Some(("See your list", routes::my_cohort(id.as_str()))),
        ),
        _ => ("There is nothing to do now. You hear from us when it is your turn.", None),
    };
    view! {
        <section class="card" aria-labelledby="part-title">
            <h2 id="part-title">{format!("You take part as {side}")}</h2>
            <p>{words}</p>
            {button.map(|(label, to)| view! { <p class="actions"><a class="button" href=to.to_string()>{label}</a></p> })}
            {found.state.may_leave().then(|| view! {
                <details class="more" open=is_refused(LeaveCohort::PATH, "leave")>
                    <summary>"Leave this cohort"</summary>
                    <Form action=LeaveCohort::PATH row="leave">
                        <input type="hidden" name="cohort" value=id.to_string()/>
                        <p class="hint">{words::leaving(mine.side)}</p>
                        <SubmitButton label="Leave this cohort"/>
                    </Form>
                </details>
            })}
        </section>
    }
    .into_any()
}

#[component]
fn SignUp(found: Found) -> impl IntoView {
    if found.state != State::SignUp {
        let closed = matches!(found.state, State::Mentees | State::Mentors | State::Closed | State::Previewed);
        return (closed && found.mine.is_none())
            .then(|| view! { <Alert tone=Tone::Info title="Sign-up is over.">"Look at "<a href=routes::cohorts().to_string()>"the other cohorts"</a>"."</Alert> })
            .into_any();
    }
    if !found.is_active {
        let next = routes::cohort(found.id.as_str());
        let only = found.plan.members_only;
        return view! {
            <h2>"Sign up"</h2>
            {only.then(|| view! { <p>{words::MEMBERS_ONLY}</p> })}
            <p class="actions">
                <a class="button" href=routes::sign_in_to(next.as_str()).to_string()>"Sign in to take part"</a>
                <a class="button quiet" href=routes::sign_up().to_string()>"Make an account"</a>
            </p>
        }
        .into_any();
    }
    let side = found.mine.as_ref().map(|mine| mine.side);
    // Whoever could sign up when they were a member may not change what they said now, and can still leave.
    if !found.may_join {
        return view! { <Alert tone=Tone::Info title="Only for members.">{words::MEMBERS_ONLY}</Alert> }.into_any();
    }
    let (for_mentee, for_mentor) = (side != Some(Side::Mentor), side != Some(Side::Mentee));
    let both = side.is_none();
    let mine = found.mine.clone();
    view! {
        <h2>{if both { "Sign up" } else { "Change what you said" }}</h2>
        {for_mentee.then(|| view! { <AsMentee id=found.id.to_string() stages=found.plan.stages.clone() mine=mine.clone() both/> })}
        {for_mentor.then(|| view! { <AsMentor id=found.id.to_string() free=found.free_seats mine=found.mine.clone() both/> })}
        <p class="soft">{words::AFTER_ERASURE}</p>
    }
    .into_any()
}

#[component]
fn AsMentee(
    id: String,
    stages: Vec<String>,
    #[prop(optional_no_strip)] mine: Option<Mine>,
    both: bool,
) -> impl IntoView {
    let needs = mine.and_then(|mine| mine.needs);
    let topics = needs.as_ref().map(|needs| needs.topics.clone()).unwrap_or_default();
    let specialties = needs.as_ref().map(|needs| needs.specialties.clone()).unwrap_or_default();
    let stage: Vec<String> = needs.as_ref().map(|needs| needs.stage.clone()).into_iter().collect();
    let goals = needs.map_or_else(String::new, |needs| needs.goals.as_str().to_owned());
    let mut at_stage = options(&STAGES);
    at_stage.retain(|(word, _)| stages.is_empty() || stages.contains(word));
    view! {
        <details class="more" open=!both || is_refused(JoinCohort::PATH, "mentee")>
            <summary>{if both { "As a mentee" } else { "What mentors whom you list read of you" }}</summary>
            <Form action=JoinCohort::PATH row="mentee">
                <input type="hidden" name="cohort" value=id/>
                <p class="hint">
                    "Mentors whom you list read this and nothing else of you, not even your name. The fit looks at it alone. Whoever \
                     you are matched with also sees what your profile shows to people you are matched with. "
                    <a href=routes::profile().to_string()>"See what my profile shows"</a>
                </p>
                <Boxes name="topics" legend="What do you want help with?" hint=Some("One to five.".to_owned()) options=options(&NEEDS) initial=topics/>
                <SelectOf name="stage" label="How far along are you?" options=at_stage nothing=Some("Choose one".to_owned()) initial=stage/>
                <SelectOf name="specialties" label="What do you want to train in?" options=options(&SPECIALTIES) nothing=Some("I do not say".to_owned()) initial=specialties count=3_usize/>
                <SafeTextarea name="goals" label="What do you want to reach?" hint="A few sentences." initial=goals/>
                <SubmitButton label={if both { "Sign up as a mentee" } else { "Save" }}/>
            </Form>
        </details>
    }
}

#[component]
fn AsMentor(
    id: String,
    #[prop(optional_no_strip)] free: Option<i32>,
    #[prop(optional_no_strip)] mine: Option<Mine>,
    both: bool,
) -> impl IntoView {
    let seats = mine.map_or_else(|| "1".to_owned(), |mine| mine.seats.to_string());
    view! {
        <details class="more" open=!both || is_refused(JoinCohortAsMentor::PATH, "mentor")>
            <summary>{if both { "As a mentor" } else { "Your seats" }}</summary>
            {if let Some(free) = free {
                let hint = format!("From 1 to 10; {free} of your seats are free now. Mentees read your page as it is.");
                view! {
                    <p class="hint">
                        "Until the lists close, a yes to somebody else takes one of the same seats. As many count as are free then."
                    </p>
                    <Form action=JoinCohortAsMentor::PATH row="mentor">
                        <input type="hidden" name="cohort" value=id/>
                        <TextField name="seats" label="How many people do you help from this cohort?" hint=hint initial=seats inputmode="numeric"/>
                        <SubmitButton label={if both { "Sign up as a mentor" } else { "Save" }}/>
                    </Form>
                }
                .into_any()
            } else {
                view! {
                    <p>
                        "Mentors are checked once before anybody is matched with them. "
                        <a href=routes::mentoring().to_string()>"Offer to be a mentor"</a>", and come back."
                    </p>
                }
                .into_any()
            }}
        </details>
    }
}
