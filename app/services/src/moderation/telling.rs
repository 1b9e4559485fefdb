//! Who hears of a decision: the person it is about, and whoever reported.

use domain::local_path::LocalPath;
use domain::moderation::words;
use domain::notifications::Topic;

use super::case_entity::cases as entity;
use super::case_store as store;
use super::cases::CaseError;
use crate::ctx::Ctx;
use crate::db::WriteTx;
use crate::identity::people::Someone;
use crate::mail::addresses;
use crate::notifications::{self, Notice};

/// Tells the person, on the site and by mail, in the transaction of the deed. Their own page says the same.
pub(super) async fn tell_person(tx: &WriteTx, ctx: &Ctx, person: &Someone, told: &str) -> Result<(), CaseError> {
    let Some(path) = LocalPath::parse("/me/appeal") else { return Ok(()) };
    let notice = Notice::new(Topic::Safety, words::ABOUT_YOU, told, path);
    Ok(notifications::tell(tx, ctx, person.account, &notice).await?)
}

/// Tells everybody who reported, once, that somebody has looked. What came of it is not theirs.
pub(super) async fn tell_reporters(tx: &WriteTx, ctx: &Ctx, row: &entity::Model) -> Result<(), CaseError> {
    let Some(path) = LocalPath::parse(addresses::NOTIFICATIONS) else { return Ok(()) };
    let notice = Notice::new(Topic::Safety, words::LOOKED_AT, words::LOOKED_AT_TEXT, path);
    let mut reporters: Vec<i64> =
        store::reports(tx, row.id).await?.into_iter().filter_map(|report| report.reporter_account).collect();
    reporters.sort_unstable();
    reporters.dedup();
    for reporter in reporters {
        notifications::tell(tx, ctx, reporter, &notice).await?;
    }
    Ok(())
}
