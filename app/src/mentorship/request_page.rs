//! `/me/mentoring/requests/{id}`: one request, as each of the two reads it.

use super::actions::{
    AcceptRequest, AskMentee, ConfirmMentor, DeclineRequest, RevealFields, TellMentor, WithdrawRequest,
};
use super::parts::{Reasons, instead};
use crate::ui::{
    Boxes, Choices, Crumb, DoneNotice, Form, Moment, NotFoundPage, Page, SafeTextarea, SubmitButton, is_refused,
};
use crate::{request, routes};
use domain::id::PublicId;
use domain::mentorship::{Decline, Side, State, words};
use leptos::prelude::*;
use leptos_router::hooks::use_params_map;
use server_fn::ServerFn;
use services::mentorship::{RequestPage, ShownField};

/// The page.
#[component]
pub fn MentoringRequestPage() -> impl IntoView {
    let Some(ctx) = request::try_ctx() else { return ().into_any() };
    let id = use_params_map().with_untracked(|params| params.get("id").and_then(|id| PublicId::parse(&id)));
    Suspend::new(async move {
        let zone = request::viewer_zone().unwrap_or(ctx.config.org.zone);
        let Some(id) = id else { return view! { <NotFoundPage/> }.into_any() };
        match services::mentorship::request_page(&ctx, id).await {
            Ok(found) => view! { <Body found zone/> }.into_any(),
            Err(error) => instead(&ctx, &error),
        }
    })
    .into_any()
}

#[component]
fn Body(found: RequestPage, zone: chrono_tz::Tz) -> impl IntoView {
    let mentee = found.side == Side::Mentee;
    let title = if mentee { format!("Request to {}", found.mentor_name) } else { "A request to you".to_owned() };
    let state = if mentee { words::state(found.state) } else { words::state_for_mentor(found.state) };
    let state = found.in_line.map_or_else(|| state.to_owned(), |place| format!("{state}, place {place}"));
    let about = (!found.goals.is_empty()).then(|| {
        view! {
            <h2>{if mentee { "What they see" } else { "What they look for" }}</h2>
            <p class="said" dir="auto">{found.goals.clone()}</p>
            <dl class="facts told">
                <div><dt>"Topics"</dt><dd>{words::and(&found.topics)}</dd></div>
                <div><dt>"Stage"</dt><dd>{found.stage.clone()}</dd></div>
            </dl>
        }
    });
    let other = (!mentee).then(|| found.other.to_string());
    view! {
        <Page title=title.clone() crumbs=vec![Crumb::new("My mentoring", routes::mentoring())]>
            <div class="page-head">
                <h1 dir="auto">{title}</h1>
                <p><span class="tag">{state}</span></p>
                {found.due_at.map(|at| view! { <p class="soft">"Until "<Moment at zone/></p> })}
            </div>
            <DoneNotice/>
            {found.reason.filter(|_| mentee).map(|reason| view! { <p>{reason.told()}</p> })}
            {found.engagement.map(|id| view! {
                <p class="actions"><a class="button" href=routes::mentoring_together(id.as_str()).to_string()>"Go to your work together"</a></p>
            })}
            {about}
            {(!mentee).then(|| view! { <Reasons title="Why you" reasons=found.reasons.clone()/> })}
            <Talk question=found.question.clone() answer=found.answer.clone()/>
            {if mentee {
                view! { <ForMentee found=found.clone()/> }.into_any()
            } else {
                view! { <ForMentor found=found.clone()/> }.into_any()
            }}
            {other.map(|person| view! {
                <p class="actions">
                    <a class="button quiet" href=routes::report_person(&person).to_string()>"Report"</a>
                    <a class="button quiet" href=routes::block(&person).to_string()>"Block"</a>
                </p>
            })}
        </Page>
    }
}

#[component]
fn Talk(
    #[prop(optional_no_strip)] question: Option<String>,
    #[prop(optional_no_strip)] answer: Option<String>,
) -> impl IntoView {
    question.map(|question| {
        view! {
            <h2>"Question and answer"</h2>
            <p class="said" dir="auto">{question}</p>
            {answer.map(|answer| view! { <p class="said" dir="auto">{answer}</p> })}
        }
    })
}

#[component]
fn ForMentee(found: RequestPage) -> impl IntoView {
    let (id, over) = (found.id, found.state.is_over());
    let hidden = move || view! { <input type="hidden" name="request" value=id.to_string()/> };
    let told = |field: &ShownField| {
        if field.told.is_empty() {
            format!("{} (you have not told it)", field.what.label())
        } else {
            format!("{}: {}", field.what.label(), words::and(&field.told))
        }
    };
    let options: Vec<(String, String)> =
        found.fields.iter().map(|field| (field.what.word().to_owned(), told(field))).collect();
    let initial: Vec<String> =
        found.fields.iter().filter(|field| field.shown).map(|field| field.what.word().to_owned()).collect();
    let mentor = routes::mentor(found.mentor).to_string();
    view! {
        {(found.state == State::Accepted).then(|| view! {
            <section class="card" aria-labelledby="confirm-title">
                <h2 id="confirm-title">"They said yes"</h2>
                <p>"If you confirm, you work together, and the others on your list are told that you have found somebody. Your mentor then also sees what your profile shows to people you are matched with."</p>
                <Form action=ConfirmMentor::PATH row="confirm">{hidden()}<SubmitButton label="Confirm this mentor"/></Form>
            </section>
        })}
        {(found.state == State::MoreAsked).then(|| view! {
            <Form action=TellMentor::PATH row="tell">
                {hidden()}
                <SafeTextarea name="answer" label="Your answer" rows=4/>
                <SubmitButton label="Send the answer"/>
            </Form>
        })}
        {found.shown.then(|| view! {
            <h2>"What this mentor may see of my profile"</h2>
            <Form action=RevealFields::PATH row="reveal">
                {hidden()}
                <Boxes
                    name="reveals"
                    legend="Show to this mentor"
                    hint=Some(words::showing(found.state).to_owned())
                    options
                    initial
                />
                <SubmitButton label="Save what is shown"/>
            </Form>
            {(found.state == State::Confirmed).then(|| view! {
                <p><a href=routes::profile().to_string()>"Change who sees what of my profile"</a></p>
            })}
        })}
        <p><a href=mentor>"See the mentor's page"</a></p>
        {(!over && found.state != State::Listed).then(|| view! {
            <details class="more" open=is_refused(WithdrawRequest::PATH, "withdraw")>
                <summary>"Take this request back"</summary>
                <Form action=WithdrawRequest::PATH row="withdraw">
                    {hidden()}
                    <p class="hint">{words::taking_back(found.state)}</p>
                    <SubmitButton label="Take it back"/>
                </Form>
            </details>
        })}
    }
}

#[component]
fn ForMentor(found: RequestPage) -> impl IntoView {
    let id = found.id;
    let hidden = move || view! { <input type="hidden" name="request" value=id.to_string()/> };
    let fields = found.fields.iter().map(|field| {
        view! { <div><dt>{field.what.label()}</dt><dd dir="auto">{words::and(&field.told)}</dd></div> }
    });
    let shown = (!found.fields.is_empty())
        .then(|| view! { <h2>"What they show you"</h2><dl class="facts told">{fields.collect_view()}</dl> });
    let reasons = Decline::ALL.iter().map(|reason| (reason.word(), reason.label())).collect::<Vec<_>>();
    view! {
        {shown}
        {found.state.is_open().then(|| view! {
            <section aria-labelledby="answer-title">
                <h2 id="answer-title">"Your answer"</h2>
                <Form action=AcceptRequest::PATH row="accept">
                    {hidden()}
                    <p class="hint">{format!("Yes holds one of your {} free seats until they confirm, at most three days.", found.free)}</p>
                    <SubmitButton label="Yes, I would like to"/>
                </Form>
                {(found.state == State::Open).then(|| view! {
                    <details class="more" open=is_refused(AskMentee::PATH, "more")>
                        <summary>"Tell me more first"</summary>
                        <Form action=AskMentee::PATH row="more">
                            {hidden()}
                            <SafeTextarea name="question" label="What would you like to know?" hint="Do not ask for citizenship, visa, age, family or religion." rows=3/>
                            <SubmitButton label="Send the question"/>
                        </Form>
                    </details>
                })}
                <details class="more" open=is_refused(DeclineRequest::PATH, "decline")>
                    <summary>"No, kindly"</summary>
                    <Form action=DeclineRequest::PATH row="decline">
                        {hidden()}
                        <Choices name="reason" legend="Why?" hint="They read a kind sentence, and the next mentor is asked." options=reasons initial="no-time"/>
                        <SubmitButton label="Send the no"/>
                    </Form>
                </details>
            </section>
        })}
    }
}
