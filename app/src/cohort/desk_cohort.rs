//! `/desk/cohorts/{id}`: one cohort for its organizers: the plan, the objectives side by side, and publishing one.

use super::actions::{CancelCohort, OpenCohort, PreviewCohort, PublishCohort};
use super::desk::PlanOf;
use super::parts::{counted, instead};
use crate::access::DeskNav;
use crate::ui::{
    Alert, Checkbox, Choices, Column, Crumb, DataTable, DoneNotice, Form, Moment, Page, SubmitButton, Tone, is_refused,
};
use crate::{request, routes};
use domain::cohort::{Deed, State, after, words};
use leptos::prelude::*;
use leptos_router::hooks::use_params_map;
use server_fn::ServerFn;
use services::cohort::{Beside, CohortError, Draft, SideBySide};
use services::ctx::Ctx;

async fn read(ctx: &Ctx, id: &str) -> Result<(Draft, SideBySide), CohortError> {
    Ok((services::cohort::draft(ctx, id).await?, services::cohort::side_by_side(ctx, id).await?))
}

/// The page.
#[component]
pub fn CohortDeskPage() -> impl IntoView {
    let Some(ctx) = request::try_ctx() else { return ().into_any() };
    let id = use_params_map().with_untracked(|params| params.get("id").unwrap_or_default());
    Suspend::new(async move {
        let zone = request::viewer_zone().unwrap_or(ctx.config.org.zone);
        match read(&ctx, &id).await {
            Ok((draft, beside)) => view! { <Body draft beside zone/> }.into_any(),
            Err(error) => instead(&ctx, &error),
        }
    })
    .into_any()
}

#[component]
fn Body(draft: Draft, beside: SideBySide, zone: chrono_tz::Tz) -> impl IntoView {
    let (id, state, title) = (draft.id.to_string(), draft.state, draft.plan.title.clone());
    let lists = format!(
        "{}, {} of them with a saved list; {}, {} of them with a saved order.",
        counted(draft.mentees, "mentee"),
        draft.mentees_ranked,
        counted(draft.mentors, "mentor"),
        draft.mentors_ranked
    );
    let crumbs = vec![Crumb::new("Desk", routes::desk()), Crumb::new("Cohorts", routes::desk_cohorts())];
    let (is_draft, runs) = (state == State::Draft, state.may_run());
    // A draft that was called off was never anybody's to see.
    let was_open = draft.commitment.is_some();
    let has_runs = !beside.runs.is_empty();
    view! {
        <Page title=title.clone() crumbs>
            <div class="page-head">
                <h1 dir="auto">{title}</h1>
                <p><span class="tag">{words::state(state)}</span></p>
            </div>
            <DeskNav/>
            <DoneNotice/>
            {was_open.then(|| view! {
                <p>{lists}" "<a href=routes::cohort(&id).to_string()>"The page that people see"</a></p>
            })}
            {draft.own.then(|| view! {
                <Alert tone=Tone::Warn title="You take part in this cohort.">"Somebody else runs it and publishes the result, so you see no result here."</Alert>
            })}
            {is_draft.then(|| view! { <ToOpen draft=draft.clone()/> })}
            {(runs && !draft.own).then(|| view! { <ToRun id=id.clone() beside=beside.clone()/> })}
            {(has_runs && !beside.beside.is_empty()).then(|| view! { <Objectives beside=beside.clone()/> })}
            {(state == State::Previewed && !beside.beside.is_empty()).then(|| view! { <ToPublish id=id.clone() beside=beside.clone()/> })}
            {has_runs.then(|| view! { <Runs beside=beside.clone() zone/> })}
            {after(state, Deed::Cancel).is_some().then(|| view! { <ToCancel id=id.clone()/> })}
        </Page>
    }
}

#[component]
fn ToOpen(draft: Draft) -> impl IntoView {
    let (id, of_plan) = (draft.id.to_string(), draft.id.to_string());
    view! {
        <section class="card" aria-labelledby="open-title">
            <h2 id="open-title">"Open it"</h2>
            <p>"Everybody sees it then, and the seed of the lottery is bound by its hash. The plan below does not change any more."</p>
            <Form action=OpenCohort::PATH row="open">
                <input type="hidden" name="cohort" value=id/>
                <SubmitButton label="Open for sign-up"/>
            </Form>
        </section>
        <h2>"The plan"</h2>
        <PlanOf id=of_plan plan=draft.plan/>
    }
}

#[component]
fn ToRun(id: String, beside: SideBySide) -> impl IntoView {
    view! {
        <h2>"Run the objectives"</h2>
        {beside.changed.then(|| view! {
            <Alert tone=Tone::Warn title="The lists have changed.">"Somebody has left since the last run. Run all three again before you publish."</Alert>
        })}
        <p>"Each run is written down and shown on the certificate. This program takes none away."</p>
        <Form action=PreviewCohort::PATH row="preview">
            <input type="hidden" name="cohort" value=id/>
            <SubmitButton label="Run all three"/>
        </Form>
    }
}

#[component]
fn Objectives(beside: SideBySide) -> impl IntoView {
    let number = |label: &'static str| Column { label, number: true };
    let columns = vec![
        Column { label: "Made for", number: false },
        number("Placed"),
        number("Fewer than could be"),
        number("Mean rank"),
        number("Total fit"),
        number("Fit lost"),
        number("Blocking pairs"),
        number("Empty seats"),
    ];
    let row = |one: &Beside| {
        vec![
            words::objective(one.run.objective).to_owned(),
            format!("{} of {}", one.run.placed, one.run.mentees),
            one.price.fewer_placed.to_string(),
            one.mean_rank.clone(),
            one.total_fit.to_string(),
            one.price.fit_lost.to_string(),
            one.price.blocking_pairs.to_string(),
            one.free_seats.to_string(),
        ]
    };
    let rows: Vec<Vec<String>> = beside.beside.iter().map(row).collect();
    let alone = beside.beside.into_iter().map(|one| view! { <Alone one/> }).collect_view();
    view! {
        <h2>"Side by side"</h2>
        <DataTable caption="What each objective gives, and what it costs" columns rows/>
        <p class="soft">
            "A blocking pair are two who would both rather have each other. The mean rank counts a first choice as 1. Every stable \
             result of the same lists and lottery places the same people."
        </p>
        {alone}
    }
}

/// Who stays without a mentor under one objective, and why.
#[component]
fn Alone(one: Beside) -> impl IntoView {
    let objective = one.run.objective;
    let count = one.unplaced.len();
    let rows = one
        .unplaced
        .into_iter()
        .map(|(number, name, why)| {
            let who = name.unwrap_or_else(|| format!("Number {number}"));
            view! { <li><strong dir="auto">{who}</strong>" "{words::unplaced(why, objective)}</li> }
        })
        .collect_view();
    view! {
        <details class="more">
            <summary>{format!("{}: {} without a mentor", words::objective(objective), counted(count, "mentee"))}</summary>
            <p class="hint">{words::about_objective(objective)}</p>
            <ul>{rows}</ul>
        </details>
    }
}

#[component]
fn ToPublish(id: String, beside: SideBySide) -> impl IntoView {
    let allowed: Vec<(&'static str, &'static str)> = beside
        .beside
        .iter()
        .filter(|one| one.allowed)
        .map(|one| (one.run.objective.word(), words::objective(one.run.objective)))
        .collect();
    let only = if allowed.len() == 1 { allowed[0].0.to_owned() } else { String::new() };
    let promised = allowed.len() == 1;
    view! {
        <section class="card" aria-labelledby="publish-title">
            <h2 id="publish-title">"Publish the result"</h2>
            <p>
                "Everybody in the cohort is told whom they have. It cannot be taken back, and no second result is ever published."
                {promised.then_some(" People were promised this one before they ranked.")}
            </p>
            <Form action=PublishCohort::PATH row="publish">
                <input type="hidden" name="cohort" value=id/>
                <Choices name="objective" legend="Which result?" options=allowed initial=only/>
                <Checkbox name="understood" label="I have looked at it, and it is final"/>
                <SubmitButton label="Publish the result"/>
            </Form>
        </section>
    }
}

#[component]
fn Runs(beside: SideBySide, zone: chrono_tz::Tz) -> impl IntoView {
    let rows = beside
        .runs
        .into_iter()
        .map(|run| {
            let words = format!(
                "Run {}: {}, {} placed, ",
                run.number,
                words::objective(run.objective).to_lowercase(),
                run.placed
            );
            view! {
                <li>
                    {words}<Moment at=run.at zone/>
                    {run.published.then_some(view! { " "<span class="tag">"Published"</span> })}
                </li>
            }
        })
        .collect_view();
    view! { <h2>"Every run so far"</h2><ul class="run-list">{rows}</ul> }
}

#[component]
fn ToCancel(id: String) -> impl IntoView {
    view! {
        <details class="more" open=is_refused(CancelCohort::PATH, "cancel")>
            <summary>"Call it off"</summary>
            <Form action=CancelCohort::PATH row="cancel">
                <input type="hidden" name="cohort" value=id/>
                <p class="hint">"Everybody in it is told, and nobody is matched. This cannot be taken back."</p>
                <Checkbox name="understood" label="I understand"/>
                <SubmitButton label="Call it off"/>
            </Form>
        </details>
    }
}
