//! `/me/mentoring`: one's own list and requests, whom one works with, and, for mentors, the inbox.

use super::actions::{RaiseMentor, TakeOffMentor};
use super::mine_mentor::AsMentorPart;
use super::parts::instead;
use crate::ui::{Crumb, DoneNotice, Form, Moment, Page};
use crate::{request, routes};
use domain::mentorship::{MOST_LISTED, Side, State, words};
use leptos::prelude::*;
use server_fn::ServerFn;
use services::ctx::Ctx;
use services::mentorship::{AsMentor, Listed, MentorshipError, Together, inbox, my_ask, my_list, together};

struct Mine {
    list: Vec<Listed>,
    looking: bool,
    together: Vec<Together>,
    mentor: AsMentor,
}

async fn mine(ctx: &Ctx) -> Result<Mine, MentorshipError> {
    Ok(Mine {
        list: my_list(ctx).await?,
        looking: my_ask(ctx).await?.ask.is_some(),
        together: together(ctx).await?,
        mentor: inbox(ctx).await?,
    })
}

/// The page.
#[component]
pub fn MentoringPage() -> impl IntoView {
    let Some(ctx) = request::try_ctx() else { return ().into_any() };
    Suspend::new(async move {
        let zone = request::viewer_zone().unwrap_or(ctx.config.org.zone);
        let Mine { list, looking, together, mentor } = match mine(&ctx).await {
            Ok(mine) => mine,
            Err(error) => return instead(&ctx, &error),
        };
        view! {
            <Page title="My mentoring" crumbs=vec![Crumb::new("My page", routes::me())]>
                <div class="page-head"><h1>"My mentoring"</h1></div>
                <DoneNotice/>
                <AsMentorPart mentor zone/>
                <Pairs together/>
                <MyList list looking zone/>
            </Page>
        }
        .into_any()
    })
    .into_any()
}

#[component]
fn Pairs(together: Vec<Together>) -> impl IntoView {
    (!together.is_empty()).then(|| {
        let rows = together
            .into_iter()
            .map(|one| {
                let to = routes::mentoring_together(one.id.as_str()).to_string();
                let role = if one.side == Side::Mentee { "Your mentor" } else { words::UNNAMED };
                let name = one.other_name.unwrap_or_else(|| role.to_owned());
                view! {
                    <li class="card">
                        <div>
                            <h3><a href=to dir="auto">{name}</a></h3>
                            <p class="soft">{format!("{role}. {}.", words::phase(one.phase))}</p>
                        </div>
                    </li>
                }
            })
            .collect_view();
        view! { <section aria-labelledby="pairs-title"><h2 id="pairs-title">"Working together"</h2><ul class="devices">{rows}</ul></section> }
    })
}

#[component]
fn MyList(list: Vec<Listed>, looking: bool, zone: chrono_tz::Tz) -> impl IntoView {
    let free = MOST_LISTED.saturating_sub(list.iter().filter(|one| !one.state.is_over()).count());
    let inside = if looking {
        let rows = list.into_iter().map(|one| view! { <Row one zone/> }).collect_view();
        let room = match free {
            0 => "Your list is full.".to_owned(),
            1 => "There is room for 1 more.".to_owned(),
            free => format!("There is room for {free} more."),
        };
        view! {
            <p>"Two are asked at a time, in this order. A no, or a week without an answer, brings the next. "{room}</p>
            <ol class="devices request-list">{rows}</ol>
            <p class="actions">
                <a class="button" href=routes::mentors().to_string()>"See the mentors"</a>
                <a class="button quiet" href=routes::mentoring_ask().to_string()>"Change what you look for"</a>
            </p>
        }
        .into_any()
    } else {
        view! {
            <p>"Say what you look for, and put up to five mentors in order. Two are asked at a time."</p>
            <p class="actions"><a class="button" href=routes::mentoring_ask().to_string()>"Say what you look for"</a></p>
        }
        .into_any()
    };
    view! {
        <section aria-labelledby="list-title">
            <h2 id="list-title">"Mentors I ask"</h2>
            {inside}
        </section>
    }
}

#[component]
fn Row(one: Listed, zone: chrono_tz::Tz) -> impl IntoView {
    let id = one.id;
    let (up, off) = (format!(": {}", one.name), format!(": {}", one.name));
    let state = match one.in_line {
        Some(place) => format!("{}, place {place}", words::state(one.state)),
        None => words::state(one.state).to_owned(),
    };
    let listed = one.state == State::Listed;
    let button = |label: &'static str, about: String| {
        view! { <button class="button quiet" type="submit">{label}<span class="hidden">{about}</span></button> }
    };
    view! {
        <li class="card">
            <div>
                <h3><a href=routes::mentoring_request(id.as_str()).to_string() dir="auto">{one.name.clone()}</a></h3>
                <p><span class="tag">{state}</span></p>
                <p class="soft">
                    {one.since.map(|at| view! { "Since "<Moment at zone/>". " })}
                    {one.due_at.map(|at| view! { "Until "<Moment at zone/>"." })}
                </p>
                {one.reason.map(|reason| view! { <p>{reason.told()}</p> })}
            </div>
            {listed.then(|| view! {
                <div class="cluster">
                    {one.rises.then(|| view! {
                        <Form action=RaiseMentor::PATH row=format!("up-{id}")>
                            <input type="hidden" name="request" value=id.to_string()/>
                            {button("Move up", up)}
                        </Form>
                    })}
                    <Form action=TakeOffMentor::PATH row=format!("off-{id}")>
                        <input type="hidden" name="request" value=id.to_string()/>
                        {button("Take off", off)}
                    </Form>
                </div>
            })}
        </li>
    }
}
