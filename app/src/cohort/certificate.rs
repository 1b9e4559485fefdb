//! `/cohorts/{id}/certificate`: what binds a result, every run, and what looking again found in the minute the page was made.
//! It tells of hashes, and of seats and people placed only where there are enough people.

use super::parts::instead;
use crate::ui::{Alert, Column, Crumb, DataTable, Empty, Moment, Page, Tone};
use crate::{request, routes};
use domain::cohort::{State, may_be_told, words};
use leptos::prelude::*;
use leptos_router::hooks::use_params_map;
use services::cohort::{Certificate, Run, Verified};

/// The page.
#[component]
pub fn CertificatePage() -> impl IntoView {
    let Some(ctx) = request::try_ctx() else { return ().into_any() };
    let id = use_params_map().with_untracked(|params| params.get("id").unwrap_or_default());
    Suspend::new(async move {
        let zone = request::viewer_zone().unwrap_or(ctx.config.org.zone);
        match services::cohort::certificate(&ctx, &id).await {
            Ok(found) => view! { <Body found zone/> }.into_any(),
            Err(error) => instead(&ctx, &error),
        }
    })
    .into_any()
}

#[component]
fn Body(found: Certificate, zone: chrono_tz::Tz) -> impl IntoView {
    let crumbs = vec![
        Crumb::new("Cohorts", routes::cohorts()),
        Crumb::new(found.title.clone(), routes::cohort(found.id.as_str())),
    ];
    let made = match found.made {
        0 => "Nothing was run so far.".to_owned(),
        1 => "1 run was made so far.".to_owned(),
        made => format!("{made} runs were made so far."),
    };
    let opened = found.opened_at;
    let bound = view! {
        <h2>"Bound before anybody signed up"</h2>
        <p>"The hash that binds the seed of the lottery, public since "{opened.map(|at| view! { <Moment at zone/> })}":"</p>
        <p><code class="hash">{found.commitment.clone()}</code></p>
    };
    let closed = found.input_at_close.map(|(hash, at)| {
        view! {
            <h2>"Bound when the lists were closed"</h2>
            <p>"The hash of all lists on "<Moment at zone/>":"</p>
            <p><code class="hash">{hash.to_string()}</code></p>
            <p class="soft">
                "Whoever leaves or is kept away between that day and a run is taken out of the lists first, so a run can be made on lists \
                 of another hash."
            </p>
        }
    });
    let inside = match (found.run.clone(), found.verified.clone()) {
        (Some(run), Some(verified)) => view! { <Published found=found.clone() run verified zone/> }.into_any(),
        // A result is out, and the row of the run that was published is not there any more.
        (None, Some(_)) => view! { <DoesNotHold/><Runs runs=found.runs.clone() told=false zone/> }.into_any(),
        _ if found.state == State::Canceled => {
            let (runs, seed) = (found.runs.clone(), found.seed.clone());
            view! {
                <Empty title="Called off"><p>{words::CALLED_OFF}" "{made}</p></Empty>
                {seed.map(|seed| view! {
                    <h2>"The seed of the lottery"</h2>
                    <p><code class="hash">{seed}</code></p>
                })}
                {(!runs.is_empty()).then(|| view! { <Runs runs told=false zone/> })}
            }
            .into_any()
        }
        _ => view! {
            <Empty title="The result is not out yet">
                <p>"Here you will find the hash of all lists, the seed, the hash of the result, and every run that was made. "{made}</p>
            </Empty>
        }
        .into_any(),
    };
    view! {
        <Page title="Certificate" crumbs>
            <div class="page-head">
                <h1>"Certificate"</h1>
                <p class="lede" dir="auto">{found.title.clone()}</p>
            </div>
            {inside}
            {closed}
            {bound}
        </Page>
    }
}

#[component]
fn DoesNotHold() -> impl IntoView {
    view! { <Alert tone=Tone::Bad title="It does not hold.">"What is stored is not what was published. Please write to us."</Alert> }
}

#[component]
fn Published(found: Certificate, run: Run, verified: Verified, zone: chrono_tz::Tz) -> impl IntoView {
    let holds = verified.holds(run.objective);
    let (mentees, mentors) = (run.mentees, run.mentors);
    let told = may_be_told(usize::try_from(mentees).unwrap_or_default(), usize::try_from(mentors).unwrap_or_default());
    let (placed, seats) = if told {
        (format!("{mentees}, {} of them with a mentor", run.placed), format!("{mentors}, with {} seats", run.seats))
    } else {
        (format!("{mentees}. With a mentor: {}", words::TOO_FEW), format!("{mentors}. Seats: {}", words::TOO_FEW))
    };
    let checks = looked_at(&verified);
    let columns = vec![Column { label: "What", number: false }, Column { label: "Found", number: false }];
    let hash = |name: &'static str, text: String| view! { <div><dt>{name}</dt><dd><code class="hash">{text}</code></dd></div> };
    view! {
        {if holds {
            view! { <Alert tone=Tone::Ok title="It holds.">"We looked at it again in the minute this page was made."</Alert> }.into_any()
        } else {
            view! { <DoesNotHold/> }.into_any()
        }}
        <h2>"The result"</h2>
        <dl class="facts told">
            <div><dt>"Made for"</dt><dd>{words::objective(run.objective)}". "{words::about_objective(run.objective)}</dd></div>
            <div><dt>"Promised before ranking"</dt><dd>{words::promise(found.promise)}</dd></div>
            <div><dt>"Mentees"</dt><dd>{placed}</dd></div>
            <div><dt>"Mentors"</dt><dd>{seats}</dd></div>
            <div><dt>"Lists closed"</dt><dd>{found.closed_at.map(|at| view! { <Moment at zone/> })}</dd></div>
            <div><dt>"Result out"</dt><dd>{found.published_at.map(|at| view! { <Moment at zone/> })}</dd></div>
            <div><dt>"Rules"</dt><dd><code>{run.algorithm.clone()}</code></dd></div>
            {hash("Hash of all lists", run.input_hash.clone())}
            {hash("Seed", found.seed.clone().unwrap_or_default())}
            {hash("Hash of the result", run.result_hash.clone())}
        </dl>
        <h2>"Looked at again in the minute this page was made"</h2>
        <p>"By a judge that was written from the definition alone and shares nothing with the engine but the lists."</p>
        <DataTable caption="What was found" columns rows=checks small=true/>
        <Runs runs=found.runs told zone/>
        <h2>"Your own list"</h2>
        <p>
            "Nobody's list is here. Whoever took part finds the proof of their own list "
            <a href=routes::my_cohort(found.id.as_str()).to_string()>"on their page"</a>"."
        </p>
    }
}

/// What was looked at, and what was found.
fn looked_at(verified: &Verified) -> Vec<Vec<String>> {
    let row = |what: &str, found: String| vec![what.to_owned(), found];
    let yes = |holds: bool| if holds { "Yes" } else { "No" }.to_owned();
    let Some(judge) = verified.findings else { return vec![row("What was published can be read", yes(false))] };
    let again = match verified.again {
        Some(same) => yes(same),
        None => "Computed by older rules; look at it with that version".to_owned(),
    };
    vec![
        row("The seed is the one that was bound", yes(verified.seed)),
        row("The lists have the published hash", yes(verified.input)),
        row("The pairs have the published hash and figures", yes(verified.result)),
        row("The engine gives the same pairs again", again),
        row("Runs that are missing or wrongly marked", verified.odd_runs.to_string()),
        row("Pairs who would both rather have each other", judge.blocking_pairs.to_string()),
        row("Pairs of whom one does not accept the other", judge.unacceptable_pairs.to_string()),
        row("Mentors with more mentees than seats", judge.over_capacity.to_string()),
        row("Mentees with two mentors", judge.matched_twice.to_string()),
    ]
}

/// Every run; figures of the published one alone, and those of people only where there are enough.
#[component]
fn Runs(runs: Vec<Run>, told: bool, zone: chrono_tz::Tz) -> impl IntoView {
    let rows = runs.into_iter().map(|run| view! { <RunRow run told zone/> }).collect_view();
    view! {
        <h2>"Every run that was made"</h2>
        <p>"This program takes none away: they are numbered, and their number is counted."</p>
        <ol class="run-list">{rows}</ol>
    }
}

#[component]
fn RunRow(run: Run, told: bool, zone: chrono_tz::Tz) -> impl IntoView {
    let placed = if told { format!("{} of {} placed, ", run.placed, run.mentees) } else { String::new() };
    // What the others would have given could be set against the one that was published.
    let figures = run.published.then(|| format!("{placed}{} blocking pairs", run.blocking_pairs));
    view! {
        <li>
            <p>
                {format!("Run {}: ", run.number)}<strong>{words::objective(run.objective)}</strong>", "<Moment at=run.at zone/>
                {run.published.then_some(view! { " "<span class="tag">"Published"</span> })}
            </p>
            {figures.map(|words| view! { <p class="soft">{words}</p> })}
            <p class="soft">"Lists "<code class="hash">{run.input_hash}</code></p>
            <p class="soft">"Result "<code class="hash">{run.result_hash}</code></p>
        </li>
    }
}
