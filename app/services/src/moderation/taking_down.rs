//! A posting that a moderator takes down from the desk of postings: a report of their own, decided in the same breath, so
//! that its host reads why and may appeal as after any other decision.

use domain::access::{Action, Object};
use domain::form::FieldError;
use domain::id::PublicId;
use domain::moderation::{Decision, Details, Ground, Kind, PersonReport, words};
use domain::text;

use super::cases::{CaseError, decide_in, me};
use super::evidence::Evidence;
use super::reporting::{subject, take};
use super::{case_store as store, content_store};
use crate::access::allow;
use crate::ctx::Ctx;
use crate::opportunities;

/// Longest reason, in characters: it fits into a notification, whole and beside everything else that one says.
const MAX_WHY: usize = 500;

/// Takes a posting down by a decision about it. `ground` is a word of [`Ground::OF_REPORTS`]; `details` is what the
/// moderator has seen, which the host reads. Where a case about the posting is open, it is that one which is decided. Not
/// found for whoever offers it.
pub async fn take_posting_down(ctx: &Ctx, posting: &str, ground: &str, details: &str) -> Result<(), CaseError> {
    allow(ctx, Action::DecideCase, Object::None)?;
    let id = PublicId::parse(posting.trim()).ok_or(CaseError::NotFound)?;
    let report = parse(id, ground, details)?;
    let (by, new, now, ctx) = (me(ctx)?.account, ctx.dice.public_id(), ctx.now(), ctx.clone());
    ctx.db
        .clone()
        .write(move |tx| {
            let (ctx, report) = (ctx.clone(), report.clone());
            Box::pin(async move {
                let host = subject(tx, report.kind, id).await?.ok_or(CaseError::NotFound)?;
                // The case first, as everywhere in the room: two moderators never wait for each other.
                let (case, _) = take(tx, by, (&host, id), &report, new, now).await?;
                let why = report.details.as_str();
                let said = opportunities::take_down_for(tx, &ctx, id, why).await?;
                content_store::keep(tx, case, &Evidence::of(said), now).await?;
                let case = store::name_of(tx, case).await?.ok_or(CaseError::NotFound)?;
                decide_in(tx, &ctx, case, (Decision::Hide, report.ground), (why, Some(why)), now).await
            })
        })
        .await
}

fn parse(posting: PublicId, ground: &str, details: &str) -> Result<PersonReport, CaseError> {
    let ground = Ground::parse(ground).filter(|ground| Ground::OF_REPORTS.contains(ground));
    let line = text::single_line(details);
    let details = Details::parse(&line).ok().filter(|_| text::length(&line) <= MAX_WHY);
    let missing = [
        ground.is_none().then(|| FieldError::new("ground", words::GROUND)),
        details.is_none().then(|| FieldError::new("details", words::TAKE_DOWN_WHY)),
    ];
    match (ground, details) {
        (Some(ground), Some(details)) => {
            Ok(PersonReport { kind: Kind::Posting, person: Some(posting), ground, details })
        }
        _ => Err(CaseError::Invalid(missing.into_iter().flatten().collect())),
    }
}
