//! Who has applied to one's posting, a page at a time: how many are how far, what they released, and the moves of a host.

use super::actions::{LineApplicantUp, MoveApplicant};
use crate::routes;
use crate::ui::{Form, LineOf, Moment, Pager, PagerLink, is_refused};
use domain::id::PublicId;
use domain::identity::profile::Field;
use domain::opportunities::pipeline::{HOLD_DAYS, Hand, Move, Stage, USUAL_HOLD_DAYS};
use leptos::prelude::*;
use server_fn::ServerFn;
use services::opportunities::{Applicant, Applied, Listed, Told, Whom};

/// A page of the applications in the order of applying.
#[component]
pub(super) fn Applicants(
    posting: PublicId,
    applied: Applied,
    /// Whom the host looks at.
    whom: Whom,
    /// Whether this is not the beginning of the list.
    begun: bool,
    zone: chrono_tz::Tz,
    moving: bool,
    /// Whether a place is free: then nobody waits in line.
    free: bool,
) -> impl IntoView {
    let Applied { listed: Listed { rows, next }, stages, in_line } = applied;
    let all: u64 = stages.iter().map(|(_, count)| count).sum();
    let nobody = rows.is_empty().then_some(if all == 0 { "Nobody yet." } else { "Nobody here now." });
    let narrows = all > 1 || whom != Whom::Everybody;
    let first = routes::my_posting_of(posting, whom);
    let previous = PagerLink::start(&first, begun, "The beginning");
    let next = PagerLink::more(&first, next.as_ref().map(PublicId::as_str), "Applied later");
    let rows = rows.into_iter().map(|one| view! { <Row posting one zone moving free/> }).collect_view();
    view! {
        <section aria-labelledby="applicants-title">
            <h2 id="applicants-title">"Who has applied"</h2>
            {narrows.then(|| view! { <Stages posting whom all stages in_line/> })}
            {if let Some(words) = nobody {
                view! { <p>{words}</p> }.into_any()
            } else {
                view! {
                    <p class="soft">"You see what each person has released to you, and nothing else. Please pass it on to nobody."</p>
                    <ol class="applicants">{rows}</ol>
                }
                .into_any()
            }}
            <Pager label="Pages of those who have applied" previous next/>
        </section>
    }
}

/// Ways to those who are at a stage or in line, each with how many they are on all pages. Where nobody is, no way leads.
#[component]
fn Stages(posting: PublicId, whom: Whom, all: u64, stages: Vec<(Stage, u64)>, in_line: u64) -> impl IntoView {
    let chip = move |of: Whom, label: &'static str, count: u64| {
        let (to, here) = (routes::my_posting_of(posting, of).to_string(), (of == whom).then_some("true"));
        view! { <li><a href=to aria-current=here>{format!("{label} ({count})")}</a></li> }
    };
    let count = |stage: Stage| stages.iter().find(|(of, _)| *of == stage).map_or(0, |(_, count)| *count);
    let each = Stage::ALL.iter().copied().map(|stage| (Whom::At(stage), stage.label(), count(stage)));
    let each = [(Whom::Everybody, "All", all), (Whom::InLine, "In line", in_line)].into_iter().chain(each);
    let chips = each
        .filter(|(of, _, count)| *count > 0 || *of == whom)
        .map(|(of, label, count)| chip(of, label, count))
        .collect_view();
    view! { <nav class="chips" aria-label="Stages"><ul>{chips}</ul></nav> }
}

/// How an applicant is called: by the name they released.
fn called(one: &Applicant) -> String {
    let name = one.told.as_ref().and_then(|told| told.fields.iter().find(|answer| answer.field() == Field::Name));
    name.map_or_else(|| format!("Applicant {}", one.nth), |answer| answer.as_str().to_owned())
}

#[component]
fn Row(posting: PublicId, one: Applicant, zone: chrono_tz::Tz, moving: bool, free: bool) -> impl IntoView {
    let name = called(&one);
    let moves: Vec<Move> = one.stage.moves(Hand::Host).filter(|_| moving).collect();
    let (id, may_wait, line) = (one.id.to_string(), one.stage.may_wait() && moving, one.line);
    // Whoever stands there is taken out also then, and a refusal is read where it was asked for.
    let lines = may_wait && (!free || line.is_some() || is_refused(LineApplicantUp::PATH, &line_row(&id)));
    let buttons = moves
        .iter()
        .map(|&step| view! { <MoveForm posting application=id.clone() step name=name.clone()/> })
        .collect_view();
    view! {
        <li class="card">
            <h3 dir="auto">{name.clone()}</h3>
            <p>
                <span class="tag">{one.stage.label()}</span>
                {line.map(|line| view! { " "<span class="tag plain">{format!("Place {line} in line")}</span> })}
            </p>
            <p class="soft">
                "Applied "<Moment at=one.applied_at zone/>". Moved "<Moment at=one.changed_at zone/>"."
                {one.hold_until.map(|at| view! { " Held until "<Moment at zone/>"." })}
            </p>
            {match one.told {
                Some(told) => view! { <Released told/> }.into_any(),
                None => view! { <p class="soft">{gone(one.stage)}</p> }.into_any(),
            }}
            {(!moves.is_empty()).then(|| view! { <div class="cluster">{buttons}</div> })}
            {lines.then(|| view! { <LineForm posting application=id line name/> })}
        </li>
    }
}

const fn gone(stage: Stage) -> &'static str {
    match stage {
        Stage::Withdrawn => "They took their application back, and with it what they released.",
        _ => "What they released is gone.",
    }
}

#[component]
fn Released(told: Told) -> impl IntoView {
    let rows = told
        .fields
        .iter()
        .map(|answer| {
            view! { <div><dt>{answer.field().label()}</dt><dd dir="auto">{answer.words().join("; ")}</dd></div> }
        })
        .collect_view();
    view! {
        {(!told.answer.is_empty()).then(|| view! { <p class="said" dir="auto">{told.answer.clone()}</p> })}
        <dl class="facts told">{rows}</dl>
    }
}

#[component]
fn MoveForm(posting: PublicId, application: String, step: Move, name: String) -> impl IntoView {
    let row = format!("{}-{application}", step.word());
    let class = if step == Move::Decline { "button danger" } else { "button quiet" };
    let form = view! {
        <Form action=MoveApplicant::PATH row=row.clone()>
            <input type="hidden" name="posting" value=posting.to_string()/>
            <input type="hidden" name="application" value=application/>
            <input type="hidden" name="step" value=step.word()/>
            {(step == Move::Offer).then(|| view! {
                <LineOf
                    name="days"
                    label=format!("Hold the place for so many days ({} to {})", HOLD_DAYS.start(), HOLD_DAYS.end())
                    initial=Some(USUAL_HOLD_DAYS.to_string())
                    inputmode=Some("numeric")
                />
            })}
            <p class="actions">
                <button class=class type="submit">{step.label()}<span class="hidden">{format!(": {name}")}</span></button>
            </p>
        </Form>
    };
    match step {
        // What cannot be taken back asks once more.
        Move::Offer | Move::Decline => {
            let words = if step == Move::Offer { "Offer a place" } else { "Decline, kindly" };
            view! {
                <details class="more" open=is_refused(MoveApplicant::PATH, &row)>
                    <summary>{words}</summary>
                    <p class="hint">{if step == Move::Offer { "The offer cannot be taken back before its time is over." } else { "They are told at once. This cannot be taken back." }}</p>
                    {form}
                </details>
            }
            .into_any()
        }
        _ => form.into_any(),
    }
}

/// The form of an application among the others.
fn line_row(application: &str) -> String {
    format!("line-{application}")
}

#[component]
fn LineForm(
    posting: PublicId,
    application: String,
    #[prop(optional_no_strip)] line: Option<u32>,
    name: String,
) -> impl IntoView {
    let row = line_row(&application);
    let refused = is_refused(LineApplicantUp::PATH, &row);
    view! {
        <details class="more" open=refused>
            <summary>"Next in line"</summary>
            <Form action=LineApplicantUp::PATH row=row>
                <input type="hidden" name="posting" value=posting.to_string()/>
                <input type="hidden" name="application" value=application/>
                <LineOf
                    name="place"
                    label="Place in line"
                    hint=Some("The lowest number is offered the next place that becomes free. Empty takes them out.".to_owned())
                    initial=line.map(|line| line.to_string())
                    inputmode=Some("numeric")
                />
                <p class="actions">
                    <button class="button quiet" type="submit">"Save the place"<span class="hidden">{format!(": {name}")}</span></button>
                </p>
            </Form>
        </details>
    }
}
