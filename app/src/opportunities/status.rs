//! `/me/postings/{id}`: one of one's postings: how far it is, what one can do with it, who has applied.

use super::actions::{EditPosting, SetPostingSeats, StepPosting};
use super::applicants::Applicants;
use super::parts::{first_line, instead, is_sent_back, last_day, seats_line, state_words};
use crate::ui::{Crumb, DoneNotice, Form, Moment, Page, TextField, is_refused};
use crate::{request, routes};
use domain::id::PublicId;
use domain::opportunities::{By, State, Step};
use leptos::prelude::*;
use leptos_router::hooks::use_params_map;
use server_fn::ServerFn;
use services::ctx::Ctx;
use services::opportunities::{Applied, Hosted, OpportunityError, Whom, applicants, my_posting};

/// The status page.
#[component]
pub fn MyPostingPage() -> impl IntoView {
    let Some(ctx) = request::try_ctx() else { return ().into_any() };
    let id = use_params_map().with_untracked(|params| params.get("id").unwrap_or_default());
    let whom = Whom::parse(&request::query("stage").unwrap_or_default());
    let after = request::query("after").and_then(|id| PublicId::parse(&id));
    Suspend::new(async move {
        match found(&ctx, &id, whom, after).await {
            Ok((hosted, applied)) => {
                let zone = ctx.config.org.zone;
                view! { <Body hosted applied whom begun=after.is_some() zone/> }.into_any()
            }
            Err(error) => instead(&ctx, &error),
        }
    })
    .into_any()
}

async fn found(
    ctx: &Ctx,
    id: &str,
    whom: Whom,
    after: Option<PublicId>,
) -> Result<(Hosted, Applied), OpportunityError> {
    Ok((my_posting(ctx, id).await?, applicants(ctx, id, whom, after).await?))
}

const SENT_BACK: &str = "A moderator sent it back. It lies among your drafts: change it there and send it in again.";

#[component]
fn Body(
    hosted: Hosted,
    applied: Applied,
    whom: Whom,
    /// Whether this is not the beginning of those who have applied.
    begun: bool,
    zone: chrono_tz::Tz,
) -> impl IntoView {
    let (words, sent_back) = (state_words(&hosted), is_sent_back(&hosted));
    let Hosted { stored, flags, note, changed_at } = hosted;
    let (id, state) = (stored.id, stored.state);
    let waits = state.waits();
    let (line, seats) = (first_line(&stored.posting), seats_line(&stored));
    let flags = flags
        .into_iter()
        .map(|fired| view! { <li><strong>{fired.flag.label()}</strong>". "{fired.flag.reason()}" "<span class="soft" dir="auto">{fired.because}</span></li> })
        .collect::<Vec<_>>();
    let title = stored.posting.title.clone();
    let (moving, free) = (state.keeps_applications(), stored.places.free() > 0);
    view! {
        <Page title=title.clone() crumbs=vec![Crumb::new("My page", routes::me()), Crumb::new("What I offer", routes::my_postings())]>
            <div class="page-head">
                <h1 dir="auto">{title}</h1>
                <p class="posting-line">{line}</p>
                <p><span class="tag">{words}</span>" Since "<Moment at=changed_at zone/></p>
                <p>{if sent_back { SENT_BACK } else { state.told_host() }}</p>
                <p class="soft">{format!("Apply by {}. {seats}.", last_day(&stored.posting.window))}</p>
            </div>
            <DoneNotice/>
            {note.map(|note| view! { <h2>"What a moderator wrote"</h2><p class="said" dir="auto">{note}</p> })}
            {(waits && !flags.is_empty()).then(|| view! { <h2>"Why a moderator looks at it"</h2><ul>{flags}</ul> })}
            {sent_back.then(|| view! { <p class="actions"><a class="button" href=routes::my_postings().to_string()>"See my drafts"</a></p> })}
            {state.is_public().then(|| view! {
                <p class="actions"><a class="button quiet" href=routes::posting(id).to_string()>"As people see it"</a></p>
            })}
            {(state == State::TakenDown).then(|| view! {
                <p class="actions"><a class="button quiet" href=routes::appeal().to_string()>"Appeal"</a></p>
            })}
            {state.is_editable().then(|| view! {
                <Form action=EditPosting::PATH row="edit">
                    <input type="hidden" name="posting" value=id.to_string()/>
                    <p class="actions"><button class="button quiet" type="submit">"Change it"</button></p>
                </Form>
                <Form action=SetPostingSeats::PATH row="seats">
                    <input type="hidden" name="posting" value=id.to_string()/>
                    <TextField
                        name="seats"
                        label="Places"
                        hint="Not fewer than are taken or promised."
                        inputmode="numeric"
                        initial=stored.places.seats.to_string()
                    />
                    <p class="actions"><button class="button quiet" type="submit">"Save the number"</button></p>
                </Form>
            })}
            <Applicants posting=id applied whom begun zone moving free/>
            {(!sent_back).then(|| view! { <Steps id=id.to_string() steps=state.steps(By::Host).collect()/> })}
        </Page>
    }
}

/// What the host can do, each with what follows from it.
#[component]
fn Steps(id: String, steps: Vec<Step>) -> impl IntoView {
    let none = steps.is_empty();
    let each = steps
        .into_iter()
        .map(|step| {
            let (row, id) = (step.word(), id.clone());
            let lost = step == Step::Withdraw;
            let class = if lost { "button danger" } else { "button quiet" };
            let button = view! {
                <Form action=StepPosting::PATH row=row>
                    <input type="hidden" name="posting" value=id/>
                    <input type="hidden" name="step" value=step.word()/>
                    <p class="actions"><button class=class type="submit">{step.label()}</button></p>
                </Form>
            };
            if lost {
                view! {
                    <details class="more" open=is_refused(StepPosting::PATH, row)>
                        <summary>"Take it back for good"</summary>
                        <p>"Every application ends, and everybody who has applied is told. You can use the text as a new draft."</p>
                        {button}
                    </details>
                }
                .into_any()
            } else {
                button.into_any()
            }
        })
        .collect_view();
    (!none).then(|| {
        view! { <section aria-labelledby="steps-title"><h2 id="steps-title">"What you can do with it"</h2><div class="cluster">{each}</div></section> }
    })
}
