//! `/me/mentoring/together/{id}`: two who work together, from the agreement to the end.

use super::actions::{AnswerFit, CloseTogether, SignAgreement, WriteAgreement};
use super::new_end::{another_end, too_late};
use super::notes::{Meetings, Steps};
use super::parts::instead;
use crate::ui::{
    Alert, Checkbox, Choices, Crumb, DoneNotice, Form, Moment, NotFoundPage, Page, SafeTextarea, SubmitButton,
    TextField, Tone, is_refused,
};
use crate::{request, routes};
use domain::id::PublicId;
use domain::mentorship::{Boundary, FitAnswer, Phase, Side, words};
use domain::refusal::Refusal;
use leptos::prelude::*;
use leptos_router::hooks::use_params_map;
use server_fn::ServerFn;
use services::mentorship::{Engagement, engagement};

/// The page.
#[component]
pub fn TogetherPage() -> impl IntoView {
    let Some(ctx) = request::try_ctx() else { return ().into_any() };
    let id = use_params_map().with_untracked(|params| params.get("id").and_then(|id| PublicId::parse(&id)));
    Suspend::new(async move {
        let zone = request::viewer_zone().unwrap_or(ctx.config.org.zone);
        let Some(id) = id else { return view! { <NotFoundPage/> }.into_any() };
        match engagement(&ctx, id).await {
            Ok(found) => view! { <Body found zone/> }.into_any(),
            Err(error) => instead(&ctx, &error),
        }
    })
    .into_any()
}

#[component]
fn Body(found: Engagement, zone: chrono_tz::Tz) -> impl IntoView {
    let title = format!("Working with {}", found.other_name.as_deref().unwrap_or(words::UNNAMED_WITHIN));
    let (id, person) = (found.id.to_string(), found.other.to_string());
    let role = if found.side == Side::Mentee { "They are your mentor." } else { "You are their mentor." };
    let active = found.phase != Phase::Ended;
    view! {
        <Page title=title.clone() crumbs=vec![Crumb::new("My mentoring", routes::mentoring())]>
            <div class="page-head">
                <h1 dir="auto">{title}</h1>
                <p><span class="tag">{words::phase(found.phase)}</span>" "{role}</p>
                {found.ended_at.map(|at| view! { <p class="soft">"Ended "<Moment at zone/></p> })}
            </div>
            <DoneNotice/>
            {(found.fit_asked && found.phase == Phase::Active && found.my_fit.is_none_or(|fit| fit == FitAnswer::Deciding)).then(|| view! { <FitCheck id=id.clone()/> })}
            <Agreement found=found.clone() zone/>
            <Steps id=id.clone() steps=found.steps.clone() open=active/>
            <Meetings id=id.clone() meetings=found.meetings.clone() open=active zone/>
            <TheEnd found=found.clone()/>
            <p class="actions">
                <a class="button quiet" href=routes::person(found.other).to_string()>"See their profile"</a>
                <a class="button quiet" href=routes::report_person(&person).to_string()>"Report"</a>
                <a class="button quiet" href=routes::block(&person).to_string()>"Block"</a>
            </p>
        </Page>
    }
}

#[component]
fn FitCheck(id: String) -> impl IntoView {
    let options = FitAnswer::ALL.iter().map(|answer| (answer.word(), words::fit_answer(*answer))).collect::<Vec<_>>();
    view! {
        <section class="card" aria-labelledby="fit-title">
            <h2 id="fit-title">"Does it fit?"</h2>
            <Form action=AnswerFit::PATH row="fit">
                <input type="hidden" name="together" value=id/>
                <Choices
                    name="answer"
                    legend="You have worked together for a month."
                    hint="If it does not fit, it ends here without fault, and what the mentee looked for is open again. The other does not read your answer."
                    options
                />
                <SubmitButton label="Answer"/>
            </Form>
        </section>
    }
}

#[component]
fn Agreement(found: Engagement, zone: chrono_tz::Tz) -> impl IntoView {
    let (id, version) = (found.id, found.version);
    let boundaries = Boundary::ALL.iter().map(|one| view! { <li>{words::boundary(*one)}</li> }).collect_view();
    let written = !found.scope.is_empty();
    let agreeing = found.phase == Phase::Agreeing;
    let signed = |at: Option<chrono::DateTime<chrono::Utc>>, who: &'static str| {
        at.map_or_else(
            || view! { <li>{format!("{who}: not signed yet")}</li> }.into_any(),
            |at| view! { <li>{format!("{who}: signed ")}<Moment at zone/></li> }.into_any(),
        )
    };
    let day = found.ends_on.map(|day| day.format("%B %-d, %Y").to_string());
    let (scope, ends_on) = (found.scope.clone(), found.ends_on.map(|day| day.to_string()));
    view! {
        <section aria-labelledby="agreement-title">
            <h2 id="agreement-title">"What we agree on"</h2>
            {if written {
                view! { <p class="said" dir="auto">{found.scope.clone()}</p> }.into_any()
            } else {
                view! { <p>"One of you writes what you work on and until when. Then you both sign it."</p> }.into_any()
            }}
            {day.map(|day| view! { <p>{format!("Until {day}.")}</p> })}
            <ul>{boundaries}</ul>
            {written.then(|| view! { <ul class="lines">{signed(found.mine_signed_at, "You")}{signed(found.other_signed_at, "The other")}</ul> })}
            {(agreeing && written && found.mine_signed_at.is_none()).then(|| if found.late {
                view! { <p>{Refusal::AgreementLate.words()}</p> }.into_any()
            } else {
                view! { <SignForm id version/> }.into_any()
            })}
            {(found.phase == Phase::Active).then(|| another_end(&found))}
            {(found.phase == Phase::Ended).then(|| too_late(true, true))}
            {agreeing.then(|| view! {
                <details class="more" open=!written || found.late || is_refused(WriteAgreement::PATH, "write")>
                    <summary>{if written { "Change the text" } else { "Write it" }}</summary>
                    <Form action=WriteAgreement::PATH row="write">
                        <input type="hidden" name="together" value=id.to_string()/>
                        <input type="hidden" name="version" value=version.to_string()/>
                        <SafeTextarea
                            name="scope"
                            label="What we work on"
                            hint="Who does what, and how often you meet. A new text is signed anew."
                            rows=4
                            initial=scope
                        />
                        <TextField name="ends_on" label="Until" hint="At most a year ahead." kind="date" initial=ends_on.unwrap_or_default()/>
                        <SubmitButton label="Save the text"/>
                    </Form>
                </details>
            })}
        </section>
    }
}

/// Signs the text, or the last day, that this version names.
#[component]
pub(super) fn SignForm(id: PublicId, version: i32) -> impl IntoView {
    view! {
        <Form action=SignAgreement::PATH row="sign">
            <input type="hidden" name="together" value=id.to_string()/>
            <input type="hidden" name="version" value=version.to_string()/>
            <Checkbox name="agreed" label="I have read all of it and keep to it"/>
            <SubmitButton label="Sign"/>
        </Form>
    }
}

#[component]
fn TheEnd(found: Engagement) -> impl IntoView {
    let id = found.id.to_string();
    let over = found.phase == Phase::Ended;
    let button = if over { "Send" } else { "End it now" };
    let theirs = found.other_feedback.clone().filter(|_| over);
    view! {
        {theirs.map(|words| view! { <h2>"What the other says at the end"</h2><p class="said" dir="auto">{words}</p> })}
        {(over && found.my_feedback.is_some()).then(|| view! {
            <h2>"What you said at the end"</h2><p class="said" dir="auto">{found.my_feedback.clone()}</p>
        })}
        {over.then(|| view! { <Alert tone=Tone::Info title="This is over.">"What you wrote stays readable for both of you."</Alert> })}
        {(!over || found.my_feedback.is_none()).then(|| view! {
            <details class="more" open=over || is_refused(CloseTogether::PATH, "close")>
                <summary>{if over { "Say a few words" } else { "End it" }}</summary>
                <Form action=CloseTogether::PATH row="close">
                    <input type="hidden" name="together" value=id/>
                    <SafeTextarea
                        name="feedback"
                        label="A few words to the other"
                        hint="What helped, and what would have helped more. They read it. Before you both have signed, what the mentee looked for is open again."
                        rows=3
                        optional=true
                    />
                    <SubmitButton label=button/>
                </Form>
            </details>
        })}
    }
}
