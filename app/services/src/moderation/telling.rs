//! Who hears of a decision: the person it is about, and whoever reported.

use domain::local_path::LocalPath;
use domain::moderation::{Decision, Ground, words};
use domain::notifications::Topic;

use super::case_entity::cases as entity;
use super::case_store as store;
use super::cases::CaseError;
use crate::ctx::Ctx;
use crate::db::WriteTx;
use crate::identity::people::Someone;
use crate::mail::addresses;
use crate::notifications::{self, Notice};
use crate::opportunities;

/// Tells the person, on the site and by mail, in the transaction of the deed. Their own page says the same.
pub(super) async fn tell_person(tx: &WriteTx, ctx: &Ctx, person: &Someone, told: &str) -> Result<(), CaseError> {
    tell(tx, ctx, person, (words::ABOUT_YOU, told)).await
}

/// Tells the person what was decided about them and why, `why` in a moderator's words where there are any for them. Of a
/// posting that was taken down this is all that its host is told, so it also says what has become of those who had applied.
pub(super) async fn tell_decision(
    tx: &WriteTx,
    ctx: &Ctx,
    (row, person): (&entity::Model, &Someone),
    (decision, ground): (Decision, Ground),
    why: Option<&str>,
) -> Result<(), CaseError> {
    let posting = match decision {
        Decision::Hide => opportunities::title_taken_down(tx, &row.content).await?,
        Decision::NoAction | Decision::Warn | Decision::Suspend => None,
    };
    match posting {
        Some(title) => {
            let told = words::told_taken_down(&title, ground, why);
            tell(tx, ctx, person, (words::POSTING_TAKEN_DOWN, &told)).await
        }
        None => tell_person(tx, ctx, person, &words::told_why(decision, ground)).await,
    }
}

async fn tell(tx: &WriteTx, ctx: &Ctx, person: &Someone, (title, told): (&str, &str)) -> Result<(), CaseError> {
    let Some(path) = LocalPath::parse("/me/appeal") else { return Ok(()) };
    let notice = Notice::whole(Topic::Safety, title, told, path);
    Ok(notifications::tell(tx, ctx, person.account, &notice).await?)
}

/// Tells everybody who reported, once, that somebody has looked. What came of it is not theirs; whoever decides knows.
pub(super) async fn tell_reporters(tx: &WriteTx, ctx: &Ctx, row: &entity::Model) -> Result<(), CaseError> {
    let Some(path) = LocalPath::parse(addresses::NOTIFICATIONS) else { return Ok(()) };
    let notice = Notice::new(Topic::Safety, words::LOOKED_AT, words::LOOKED_AT_TEXT, path);
    let mut reporters: Vec<i64> =
        store::reports(tx, row.id).await?.into_iter().filter_map(|report| report.reporter_account).collect();
    reporters.sort_unstable();
    reporters.dedup();
    let decides = ctx.viewer.member.as_ref().map(|member| member.account);
    reporters.retain(|reporter| Some(*reporter) != decides);
    for reporter in reporters {
        notifications::tell(tx, ctx, reporter, &notice).await?;
    }
    Ok(())
}
