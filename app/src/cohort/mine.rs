//! `/me/cohorts`: one's own cohorts; and `/me/cohorts/{id}`: one's own list from its close on, and once the result is out whom
//! one has, why, and the proof of one's own list.

use super::parts::{Row, Told, instead};
use crate::ui::{Alert, Crumb, DoneNotice, Empty, Page, Tone};
use crate::{request, routes};
use domain::cohort::{State, words};
use domain::matching::Side;
use leptos::prelude::*;
use leptos_router::hooks::use_params_map;
use services::cohort::{Matched, MyCohort};

/// The list.
#[component]
pub fn MyCohortsPage() -> impl IntoView {
    let Some(ctx) = request::try_ctx() else { return ().into_any() };
    Suspend::new(async move {
        let all = match services::cohort::mine(&ctx).await {
            Ok(all) => all,
            Err(error) => return instead(&ctx, &error),
        };
        let empty = all.is_empty();
        let rows = all
            .into_iter()
            .map(|one| {
                let side = if one.side == Side::Mentee { "As a mentee" } else { "As a mentor" };
                let to = routes::my_cohort(one.id.as_str()).to_string();
                view! { <Row title=one.title to state=one.state line=side.to_owned()/> }
            })
            .collect_view();
        view! {
            <Page title="My cohorts" crumbs=vec![Crumb::new("My page", routes::me())]>
                <div class="page-head"><h1>"My cohorts"</h1></div>
                <DoneNotice/>
                {if empty {
                    view! {
                        <Empty title="None yet">
                            <p>"Cohorts you take part in appear here. "<a href=routes::cohorts().to_string()>"See which there are"</a>"."</p>
                        </Empty>
                    }
                    .into_any()
                } else {
                    view! { <ul class="devices">{rows}</ul> }.into_any()
                }}
            </Page>
        }
        .into_any()
    })
    .into_any()
}

/// One of them.
#[component]
pub fn MyCohortPage() -> impl IntoView {
    let Some(ctx) = request::try_ctx() else { return ().into_any() };
    let id = use_params_map().with_untracked(|params| params.get("id").unwrap_or_default());
    Suspend::new(async move {
        match services::cohort::my_cohort(&ctx, &id).await {
            Ok(found) => view! { <Body found/> }.into_any(),
            Err(error) => instead(&ctx, &error),
        }
    })
    .into_any()
}

#[component]
fn Body(found: MyCohort) -> impl IntoView {
    let about = if found.state == State::Canceled { "Called off" } else { "My result" };
    let title = format!("{about}: {}", found.title);
    let home = routes::cohort(found.id.as_str()).to_string();
    let certificate = routes::cohort_certificate(found.id.as_str()).to_string();
    let is_closed = found.state.is_closed_for(found.side);
    let inside = match found.state {
        State::Published => view! { <Out found/> }.into_any(),
        State::Canceled => view! {
            <Empty title="Called off">
                <p>{words::CALLED_OFF}" "<a href=certificate>"See which runs were made"</a>"."</p>
            </Empty>
        }
        .into_any(),
        state => view! {
            <Empty title="The result is not out yet">
                <p>{format!("How far the cohort is: {}. ", words::state(state).to_lowercase())}<a href=home>"See its days"</a>"."</p>
            </Empty>
            {is_closed.then(|| view! {
                <h2>"What you said"</h2>
                <Own found=found.clone()/>
            })}
        }
        .into_any(),
    };
    view! {
        <Page title=title.clone() crumbs=vec![Crumb::new("My cohorts", routes::my_cohorts())]>
            <div class="page-head"><h1 dir="auto">{title}</h1></div>
            {inside}
        </Page>
    }
}

#[component]
fn Out(found: MyCohort) -> impl IntoView {
    let mentee = found.side == Side::Mentee;
    let nobody = found.matched.is_empty();
    let rows = found.matched.iter().cloned().map(|one| view! { <Other one/> }).collect_view();
    let (given, counted) = found.seats;
    let why = found.why.iter().cloned().map(|text| view! { <p>{text}</p> }).collect_view();
    let proof = found.proof.as_ref().map(|(_, holds)| view! { <Proof holds=*holds/> });
    let certificate = routes::cohort_certificate(found.id.as_str()).to_string();
    view! {
        {(!nobody).then(|| view! {
            <h2>{if mentee { "Your mentor" } else { "Your mentees" }}</h2>
            <ul class="ways">{rows}</ul>
            <p class="soft">"Write down together what you work on, and both sign it. If it does not fit, either of you can end it without fault."</p>
        })}
        {(given > counted).then(|| view! {
            <p>{format!("You gave {}; {counted} counted, as many as were free.", super::parts::counted(usize::try_from(given).unwrap_or_default(), "seat"))}</p>
        })}
        <h2>"Why"</h2>
        {why}
        {(nobody && mentee).then(|| view! {
            <p class="actions"><a class="button" href=routes::mentors().to_string()>"Look for a mentor yourself"</a></p>
        })}
        {proof}
        <Own found=found.clone()/>
        {found.script.clone().map(|script| view! {
            <p>
                "You need not believe us. This is a program in Python 3 that needs nothing of ours; it computes the hash from your list \
                 and walks up to the one on "<a href=certificate>"the certificate"</a>"."
            </p>
            <details class="more">
                <summary>"The program"</summary>
                <pre class="script" tabindex="0"><code>{script}</code></pre>
            </details>
        })}
    }
}

#[component]
fn Proof(holds: bool) -> impl IntoView {
    view! {
        <h2>"Proof that your list was part of it, unchanged"</h2>
        {if holds {
            view! { <Alert tone=Tone::Ok title="Your list is in the published hash.">"We have walked up to it while this page was made."</Alert> }.into_any()
        } else {
            view! { <Alert tone=Tone::Bad title="Your list is not in the published hash.">"Please write to us: this must not be."</Alert> }.into_any()
        }}
    }
}

/// One's own number, ticket and list, from one's own close on; the hash of them once there is a proof.
#[component]
fn Own(found: MyCohort) -> impl IntoView {
    let (mentee, out) = (found.side == Side::Mentee, found.state == State::Published);
    let leaf = found.proof.map(|(leaf, _)| leaf);
    view! {
        <dl class="facts told">
            <div><dt>"Your number"</dt><dd><code class="hash">{found.number}</code></dd></div>
            <div><dt>"Your ticket in the lottery"</dt><dd><code class="hash">{found.draw}</code></dd></div>
            {leaf.map(|leaf| view! { <div><dt>"The hash of what you said"</dt><dd><code class="hash">{leaf}</code></dd></div> })}
        </dl>
        <WentIn list=found.list mentee out/>
        <p class="soft">"Keep your ticket to yourself: whoever knows it could guess your list and try whether it fits."</p>
    }
}

/// Somebody with whom one was matched, and where the two go on; of a mentee, what they told.
#[component]
fn Other(one: Matched) -> impl IntoView {
    let gone = one.together.is_none() && one.page.is_none();
    let name =
        one.name.unwrap_or_else(|| if gone { "Somebody who is not here any more" } else { "A member" }.to_owned());
    let name = match one.page {
        Some(page) => view! { <a href=routes::mentor(page).to_string() dir="auto">{name}</a> }.into_any(),
        None => view! { <span dir="auto">{name}</span> }.into_any(),
    };
    let on = one.together.map(|id| routes::mentoring_together(id.as_str()).to_string());
    let told = one.needs.map(|needs| {
        let goals = needs.goals.as_str().to_owned();
        view! { <Told topics=needs.topics stage=needs.stage specialties=needs.specialties goals/> }
    });
    view! { <li>{name}{on.map(|on| view! { " "<a href=on>"Go on together"</a> })}{told}</li> }
}

/// One's own list as it was closed, and as it went in once the result is out, to be held against what one remembers.
#[component]
fn WentIn(list: Vec<(String, u32)>, mentee: bool, out: bool) -> impl IntoView {
    let empty = list.is_empty();
    let rows = list
        .into_iter()
        .map(|(name, place)| view! { <li><span class="place">{format!("Place {place}")}</span>" "<span dir="auto">{name}</span></li> })
        .collect_view();
    let left = match (mentee, out) {
        (true, true) => {
            "Not on it are mentors who left before the result, those you keep away, and those you work with already."
        }
        (true, false) => {
            "Until the result is made, mentors who leave, those you keep away, and those you begin to work with go off it."
        }
        (false, true) => {
            "Not on it are those to whom you gave a never, those you keep away, and those who left before the result."
        }
        (false, false) => {
            "Not on it are those to whom you gave a never. Until the result is made, those you keep away and who leave go off it."
        }
    };
    view! {
        <h3>{if out { "Your list as it went in" } else { "Your list as it was closed" }}</h3>
        {if empty { view! { <p>"Nobody is on it."</p> }.into_any() } else { view! { <ol class="went-in">{rows}</ol> }.into_any() }}
        <p class="soft">{left}</p>
    }
}
