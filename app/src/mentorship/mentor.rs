//! `/mentors/{id}`: one mentor.

use super::actions::{AddMentor, TakeCheckBack};
use super::parts::{BadgeLine, Facts, Reasons, instead, seats_line, work_line};
use crate::ui::{Alert, Crumb, DoneNotice, Form, NotFoundPage, Page, SubmitButton, Tone, is_refused};
use crate::{request, routes};
use domain::id::PublicId;
use leptos::prelude::*;
use leptos_router::hooks::use_params_map;
use server_fn::ServerFn;
use services::mentorship::{MentorPage as Found, NextDeed};

/// The page.
#[component]
pub fn MentorPage() -> impl IntoView {
    let Some(ctx) = request::try_ctx() else { return ().into_any() };
    let id = use_params_map().with_untracked(|params| params.get("id").and_then(|id| PublicId::parse(&id)));
    Suspend::new(async move {
        let Some(id) = id else { return view! { <NotFoundPage/> }.into_any() };
        match services::mentorship::mentor_page(&ctx, id).await {
            Ok(found) => view! { <Body found/> }.into_any(),
            Err(error) => instead(&ctx, &error),
        }
    })
    .into_any()
}

#[component]
fn Body(found: Found) -> impl IntoView {
    request::not_for_search_engines();
    let card = found.card.clone();
    let (name, person) = (card.name.clone(), found.person.to_string());
    let (work, seats) = (work_line(&card), seats_line(&card));
    view! {
        <Page title=name.clone() crumbs=vec![Crumb::new("Mentors", routes::mentors())]>
            <div class="page-head">
                <h1 dir="auto">{name}</h1>
                <p class="lede">{work}</p>
                <BadgeLine badge=card.badge/>
            </div>
            <DoneNotice/>
            <p class="said" dir="auto">{card.statement.clone()}</p>
            <Reasons title="Why they fit what you look for" reasons=card.reasons.clone()/>
            <Facts card=card.clone()/>
            <p>{seats}</p>
            <Next next=found.next id=card.id/>
            {found.may_take_back.then(|| view! {
                <details class="more" open=is_refused(TakeCheckBack::PATH, "take-back")>
                    <summary>"For moderators: take the check back"</summary>
                    <Form action=TakeCheckBack::PATH row="take-back">
                        <input type="hidden" name="mentor" value=card.id.to_string()/>
                        <p class="hint">"People cannot find them any more, and whoever asks them is sent to the next. Whom they work with, they go on with. They are told."</p>
                        <SubmitButton label="Take the check back"/>
                    </Form>
                </details>
            })}
            {(found.next != NextDeed::Own).then(|| view! {
                <p class="actions">
                    <a class="button quiet" href=routes::report_person(&person).to_string()>"Report"</a>
                    <a class="button quiet" href=routes::block(&person).to_string()>"Block"</a>
                </p>
            })}
        </Page>
    }
}

#[component]
fn Next(next: NextDeed, id: PublicId) -> impl IntoView {
    match next {
        NextDeed::Own => view! {
            <Alert tone=Tone::Info title="This is your own page.">
                "Change it under "<a href=routes::mentoring().to_string()>"My mentoring"</a>"."
            </Alert>
        }
        .into_any(),
        NextDeed::SeeList => {
            view! { <p><a class="button quiet" href=routes::mentoring().to_string()>"On your list: see it"</a></p> }.into_any()
        }
        NextDeed::Add => view! {
            <Form action=AddMentor::PATH>
                <input type="hidden" name="mentor" value=id.to_string()/>
                <p class="hint">"They see your topics, your stage and your goals, and what you have chosen to show from the start. They are asked as soon as it is their turn."</p>
                <SubmitButton label="Put on my list"/>
            </Form>
        }
        .into_any(),
        NextDeed::TellFirst => view! {
            <p class="actions">
                <a class="button" href=routes::mentoring_ask().to_string()>"First say what you look for"</a>
            </p>
        }
        .into_any(),
    }
}
