//! `/opportunities/{id}/apply`: an answer, and exactly the fields of one's profile that the host may see.

use super::actions::ApplyToPosting;
use super::parts::{NeverPay, first_line, instead, last_day};
use crate::ui::{Alert, Boxes, Crumb, Form, NotFoundPage, Page, SafeTextarea, SubmitButton, Tone};
use crate::{request, routes};
use domain::id::PublicId;
use domain::opportunities::apply::releasable;
use domain::opportunities::words;
use leptos::prelude::*;
use leptos_router::hooks::use_params_map;
use server_fn::ServerFn;
use services::ctx::Ctx;
use services::identity::profile::{Profile, mine};
use services::opportunities::{Near, OpportunityError, Stored};

/// The form.
#[component]
pub fn ApplyPage() -> impl IntoView {
    let Some(ctx) = request::try_ctx() else { return ().into_any() };
    let id = use_params_map().with_untracked(|params| params.get("id").and_then(|id| PublicId::parse(&id)));
    Suspend::new(async move {
        let Some(id) = id else { return view! { <NotFoundPage/> }.into_any() };
        match found(&ctx, id).await {
            Ok((stored, near, profile)) => {
                let open = stored.state.is_listed() && stored.posting.window.is_open(ctx.now());
                view! { <Body stored near profile open/> }.into_any()
            }
            Err(error) => instead(&ctx, &error),
        }
    })
    .into_any()
}

async fn found(ctx: &Ctx, id: PublicId) -> Result<(Stored, Near, Profile), OpportunityError> {
    let stored = services::opportunities::page(ctx, id.as_str()).await?;
    Ok((stored, services::opportunities::near(ctx, id).await?, mine(ctx).await?))
}

#[component]
fn Body(stored: Stored, near: Near, profile: Profile, open: bool) -> impl IntoView {
    let (id, posting) = (stored.id, stored.posting);
    let to = routes::posting(id);
    let crumbs =
        vec![Crumb::new("Opportunities", routes::opportunities()), Crumb::new(posting.title.clone(), to.clone())];
    let applied = near.stage.is_some();
    let no = if near.own {
        Some("This posting is yours.")
    } else if applied && !near.again {
        Some("You have applied already.")
    } else if open {
        None
    } else {
        Some("Nobody can apply at the moment.")
    };
    let in_place = (near.again && no.is_none()).then_some(words::IN_PLACE);
    let inside = match no {
        Some(words) => view! { <Alert tone=Tone::Info title="There is nothing to send.">{words}</Alert> }.into_any(),
        None => view! { <Questions id question=posting.question.clone() profile/> }.into_any(),
    };
    view! {
        <Page title="Apply" crumbs>
            <div class="page-head">
                <h1>"Apply"</h1>
                <p class="lede" dir="auto">{posting.title.clone()}</p>
                <p class="posting-line">{first_line(&posting)}</p>
                <p>{format!("Apply by {}.", last_day(&posting.window))}</p>
            </div>
            <NeverPay/>
            {in_place.map(|words| view! { <p>{words}</p> })}
            {inside}
            {applied.then(|| view! {
                <p class="actions"><a class="button quiet" href=routes::my_applications().to_string()>"See how far my application is"</a></p>
            })}
            <p class="ways-on"><a href=to.to_string()>"Back to the posting"</a></p>
        </Page>
    }
}

#[component]
fn Questions(id: PublicId, question: String, profile: Profile) -> impl IntoView {
    let label = if question.is_empty() { "Who you are, and how the host reaches you".to_owned() } else { question };
    let told: Vec<(String, String)> = releasable()
        .filter_map(|field| profile.answer(field))
        .map(|answer| {
            (answer.field().word().to_owned(), format!("{}: {}", answer.field().label(), answer.words().join("; ")))
        })
        .collect();
    let empty = told.is_empty();
    view! {
        <Form action=ApplyToPosting::PATH>
            <input type="hidden" name="posting" value=id.to_string()/>
            <SafeTextarea
                name="answer"
                label=label
                hint="Say here how the host can reach you, such as by your mail address: we do not hand it out."
            />
            {if empty {
                view! {
                    <p>"Your profile says nothing yet that you could release. "<a href=routes::profile().to_string()>"Fill it in"</a>" first, or apply with your words alone."</p>
                }
                .into_any()
            } else {
                view! { <Boxes name="release" legend="What may the host see of your profile?" hint=Some(words::RELEASED.to_owned()) options=told/> }.into_any()
            }}
            <SubmitButton label="Send my application"/>
        </Form>
    }
}
