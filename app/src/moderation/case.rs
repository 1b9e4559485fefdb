//! `/desk/moderation/<case>`: what was told, what was there, and the decision.

use super::actions::{AnswerAppeal, DecideCase, UndoDecision};
use crate::access::DeskNav;
use crate::ui::{
    Alert, Choices, Crumb, DoneNotice, Form, Moment, NotFoundPage, Page, SafeTextarea, Select, Sorry, SubmitButton,
    Tone, is_refused,
};
use crate::{request, routes};
use domain::moderation::{Case, Decision, Ground, words};
use leptos::prelude::*;
use leptos_router::hooks::use_params_map;
use server_fn::ServerFn;
use services::moderation::{CaseError, CasePage as Found};

/// One case.
#[component]
pub fn CasePage() -> impl IntoView {
    let Some(ctx) = request::try_ctx() else { return ().into_any() };
    let id = use_params_map().with_untracked(|params| params.get("case")).unwrap_or_default();
    Suspend::new(async move {
        let zone = ctx.config.org.zone;
        match services::moderation::case_page(&ctx, &id).await {
            Ok(found) => view! { <Body found zone/> }.into_any(),
            Err(CaseError::NotFound) => view! { <NotFoundPage/> }.into_any(),
            Err(error) => {
                request::failed(&ctx.viewer.request_id, &error);
                view! { <Sorry/> }.into_any()
            }
        }
    })
    .into_any()
}

fn state_words(case: &Case) -> String {
    let decided = |decided: &domain::moderation::Decided| words::decision(decided.decision).to_lowercase();
    match case {
        Case::Open => "Nobody has decided yet.".to_owned(),
        Case::Decided(one) => format!("Decided: {}.", decided(one)),
        Case::Appealed(one) => format!("Decided: {}. The person asks for another look.", decided(one)),
        Case::Upheld(one) => format!("Decided: {}. It stands after an appeal.", decided(one)),
        Case::Overturned(one) => format!("Decided: {}. It was taken back.", decided(one)),
    }
}

#[component]
fn Body(found: Found, zone: chrono_tz::Tz) -> impl IntoView {
    let title = format!("{}, case {}", found.head.kind.label(), found.head.id);
    let case = found.head.id.to_string();
    let about = match (&found.subject, &found.page) {
        (Some(person), _) => view! {
            "About the account "<a href=routes::person(*person).to_string()>{person.to_string()}</a>
        }
        .into_any(),
        (None, Some(page)) => format!("About the page {page}").into_any(),
        (None, None) if found.gone => "The person is erased. What they wrote and showed is gone with them.".into_any(),
        (None, None) => ().into_any(),
    };
    let screenshot = found.screenshot.then(|| {
        let picture = routes::case_picture(&case, services::moderation::SCREENSHOT).to_string();
        view! {
            <p><img src=picture.clone() alt="The picture that came with the report" loading="lazy"/></p>
            <p><a href=picture>"Open the picture"</a></p>
        }
    });
    let told = found.told.clone().into_iter().map(move |one| {
        view! {
            <li class="card">
                <div>
                    <h3>{one.ground}</h3>
                    <p class="said">{one.details}</p>
                    <p class="soft"><Moment at=one.at zone/></p>
                </div>
            </li>
        }
    });
    let evidence = found.evidence.clone().into_iter().map(move |one| {
        view! {
            <li class="card">
                <div>
                    <h3>{format!("Version {}", one.version)}</h3>
                    <p class="said">{one.content}</p>
                    {one.told.map(|words| view! { <p class="said" dir="auto">{words}</p> })}
                    {one.picture.then(|| {
                        let picture = routes::case_picture(&case, &one.version.to_string()).to_string();
                        let alt = format!("The photo of version {}", one.version);
                        view! { <p><img src=picture alt=alt loading="lazy"/></p> }
                    })}
                    <p class="soft">"Kept "<Moment at=one.at zone/></p>
                </div>
            </li>
        }
    });
    let with_evidence = !found.evidence.is_empty();
    view! {
        <Page
            title
            crumbs=vec![Crumb::new("Desk", routes::desk()), Crumb::new("Reports", routes::desk_moderation())]
        >
            <div class="page-head">
                <h1>{found.head.kind.label()}</h1>
                <p class="lede">{state_words(&found.head.case)}</p>
                {found.ground.map(|ground| view! { <p>{format!("Why: {}.", words::ground(ground))}</p> })}
                <p class="soft">{about}</p>
                {found.subject.as_ref().map(|person| view! {
                    <p>
                        <a href=routes::desk_private(person.as_str()).to_string()>"Open a private field of this person"</a>
                        " "<span class="soft">"in rare cases, with a reason that they read"</span>
                    </p>
                })}
            </div>
            <DeskNav/>
            <DoneNotice/>
            <h2>"What was told"</h2>
            <p class="soft">"Who told it is not shown."</p>
            <ul class="devices">{told.collect_view()}</ul>
            {screenshot}
            {with_evidence.then(|| view! {
                <h2>"What was there"</h2>
                <ul class="devices">{evidence.collect_view()}</ul>
            })}
            {found.note.clone().map(|note| view! { <h2>"Note of the moderator"</h2><p class="said">{note}</p> })}
            {found.appeal.clone().map(|appeal| view! { <h2>"What the person says"</h2><p class="said">{appeal}</p> })}
            <Deeds found/>
        </Page>
    }
}

#[component]
fn Deeds(found: Found) -> impl IntoView {
    let case = found.head.id.to_string();
    match found.head.case {
        Case::Open => view! { <Decide found/> }.into_any(),
        Case::Appealed(_) => match found.not_yours {
            Some(refusal) => view! {
                <Alert tone=Tone::Info title="Another moderator answers this.">{refusal.words()}</Alert>
            }
            .into_any(),
            None => view! { <Answer case alone=found.alone/> }.into_any(),
        },
        Case::Decided(one) | Case::Upheld(one) if one.decision.is_felt() => view! {
            <details class="more" open=is_refused(UndoDecision::PATH, "undo")>
                <summary>"Take the decision back"</summary>
                <Form action=UndoDecision::PATH row="undo">
                    <input type="hidden" name="case" value=case/>
                    <p class="hint">"The decision does not hold any more, and the person is told. Somebody whose account was stopped gets their places at dates back where there is room."</p>
                    <SubmitButton label="Take it back"/>
                </Form>
            </details>
        }
        .into_any(),
        Case::Decided(_) | Case::Upheld(_) | Case::Overturned(_) => ().into_any(),
    }
}

#[component]
fn Decide(found: Found) -> impl IntoView {
    let options = found.choices.iter().map(|one| (one.word(), words::decision(*one))).collect();
    let consequence =
        |one: &Decision| view! { <li>{format!("{}: {}", words::decision(*one), words::consequence(*one))}</li> };
    let consequences = found.choices.iter().map(consequence).collect_view();
    let grounds = Ground::ALL.map(|ground| (ground.word().to_owned(), words::ground(ground).to_owned())).to_vec();
    view! {
        <h2>"Decide"</h2>
        <ul>{consequences}</ul>
        <Form action=DecideCase::PATH>
            <input type="hidden" name="case" value=found.head.id.to_string()/>
            <Choices name="decision" legend="What is to happen?" options/>
            <Select name="ground" label="Why?" hint="The person reads these words." options=grounds/>
            <SafeTextarea
                name="note"
                label="Note"
                hint="For other moderators. The person does not read it."
                rows=3
                optional=true
            />
            <SubmitButton label="Decide"/>
        </Form>
    }
}

#[component]
fn Answer(case: String, alone: bool) -> impl IntoView {
    let options = vec![("stands", "The decision stands"), ("take-back", "Take the decision back")];
    view! {
        <h2>"Answer the appeal"</h2>
        {alone.then(|| view! {
            <Alert tone=Tone::Warn title="There is no other moderator.">
                "An appeal is answered by somebody else than the one who decided. While there is nobody else, you may; the person is told so."
            </Alert>
        })}
        <Form action=AnswerAppeal::PATH row="answer">
            <input type="hidden" name="case" value=case/>
            <Choices name="answer" legend="What is the answer?" options initial="stands"/>
            <SubmitButton label="Answer"/>
        </Form>
    }
}
