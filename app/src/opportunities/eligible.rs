//! `/opportunities/{id}/eligible`: each requirement held against one's own profile, when asked and for nobody else.

use super::parts::{first_line, instead};
use crate::ui::{Alert, Crumb, NotFoundPage, Page, Tone};
use crate::{request, routes};
use domain::id::PublicId;
use domain::opportunities::eligibility::{Eligibility, Line, Verdict};
use domain::opportunities::words;
use leptos::prelude::*;
use leptos_router::hooks::use_params_map;
use services::ctx::Ctx;
use services::opportunities::{OpportunityError, Stored};

/// The answer.
#[component]
pub fn EligiblePage() -> impl IntoView {
    let Some(ctx) = request::try_ctx() else { return ().into_any() };
    let id = use_params_map().with_untracked(|params| params.get("id").and_then(|id| PublicId::parse(&id)));
    Suspend::new(async move {
        let Some(id) = id else { return view! { <NotFoundPage/> }.into_any() };
        match asked(&ctx, id).await {
            Ok((stored, answer)) => view! { <Body stored answer/> }.into_any(),
            Err(error) => instead(&ctx, &error),
        }
    })
    .into_any()
}

async fn asked(ctx: &Ctx, id: PublicId) -> Result<(Stored, Eligibility), OpportunityError> {
    let stored = services::opportunities::page(ctx, id.as_str()).await?;
    let answer = services::opportunities::am_i_eligible(ctx, id.as_str()).await?;
    Ok((stored, answer))
}

const fn tone(verdict: Verdict) -> Tone {
    match verdict {
        Verdict::Yes => Tone::Ok,
        Verdict::Unknown => Tone::Info,
        Verdict::No => Tone::Warn,
    }
}

#[component]
fn Body(stored: Stored, answer: Eligibility) -> impl IntoView {
    request::not_for_search_engines();
    let to = routes::posting(stored.id);
    let crumbs = vec![
        Crumb::new("Opportunities", routes::opportunities()),
        Crumb::new(stored.posting.title.clone(), to.clone()),
    ];
    let lines = answer.lines.iter().cloned().map(|line| view! { <Row line/> }).collect_view();
    view! {
        <Page title="Am I eligible?" crumbs>
            <div class="page-head">
                <h1>"Am I eligible?"</h1>
                <p class="lede" dir="auto">{stored.posting.title.clone()}</p>
                <p class="posting-line">{first_line(&stored.posting)}</p>
            </div>
            <Alert tone=tone(answer.verdict) title=answer.words()>{words::ELIGIBILITY}</Alert>
            <ul class="asked">{lines}</ul>
            {answer.lines.is_empty().then(|| view! { <p>"The host asks for nothing that could be compared."</p> })}
            <p class="soft">{words::NOT_ADVICE}</p>
            <p class="actions">
                <a class="button" href=to.to_string()>"Back to the posting"</a>
                <a class="button quiet" href=routes::profile().to_string()>"Change my profile"</a>
            </p>
        </Page>
    }
}

#[component]
fn Row(line: Line) -> impl IntoView {
    let class = match line.verdict {
        Verdict::Yes => "tag ok",
        Verdict::Unknown => "tag plain",
        Verdict::No => "tag warn",
    };
    view! {
        <li>
            <p><span class=class>{line.verdict.label()}</span>" "{line.asked}" ("{line.strength.label()}")"</p>
            {(!line.quote.is_empty()).then(|| view! { <blockquote class="quoted" dir="auto">{line.quote.clone()}</blockquote> })}
            <p class="soft">{line.why}</p>
        </li>
    }
}
