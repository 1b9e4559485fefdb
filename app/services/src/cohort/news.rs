//! What people of a cohort are told. Nothing here says what anybody ranked.

use std::collections::HashSet;

use chrono::NaiveDate;
use domain::access::Capability;
use domain::cohort::end_of;
use domain::local_path::LocalPath;
use domain::matching::Side;
use domain::notifications::{Topic, when};
use sea_orm::DbErr;

use super::entity::{cohorts, people};
use super::{addresses, store};
use crate::ctx::Ctx;
use crate::db::WriteTx;
use crate::grants;
use crate::notifications::{self, Notice};

async fn tell(
    tx: &WriteTx,
    ctx: &Ctx,
    people: &[&people::Model],
    (title, text): (&str, &str),
    to: &LocalPath,
) -> Result<(), DbErr> {
    let notice = Notice::new(Topic::Mentorship, title, text, to.clone());
    for account in people.iter().filter_map(|one| one.account_id) {
        notifications::tell(tx, ctx, account, &notice).await?;
    }
    Ok(())
}

fn until(ctx: &Ctx, day: NaiveDate) -> String {
    let zone = ctx.config.org.zone;
    when(zone, end_of(zone, day))
}

/// Mentees hear that they can rank.
pub(super) async fn mentees_rank(tx: &WriteTx, ctx: &Ctx, cohort: &cohorts::Model) -> Result<(), DbErr> {
    let all = store::people(tx, cohort.id).await?;
    let mentees: Vec<_> = all.iter().filter(|one| store::side(one) == Side::Mentee).collect();
    let title = format!("{}: put the mentors in order", cohort.title);
    let text = format!("You have time until {}.", until(ctx, store::dates(cohort).mentees));
    tell(tx, ctx, &mentees, (&title, &text), &addresses::rank(&cohort.public_id)).await
}

/// Mentors hear that they can rank, if anybody has listed them; the others hear that nobody has.
pub(super) async fn mentors_rank(tx: &WriteTx, ctx: &Ctx, cohort: &cohorts::Model) -> Result<(), DbErr> {
    let all = store::people(tx, cohort.id).await?;
    let listed: HashSet<i64> = store::ranks(tx, cohort.id).await?.into_iter().map(|row| row.other_id).collect();
    let mentors = all.iter().filter(|one| store::side(one) == Side::Mentor);
    let (some, none): (Vec<_>, Vec<_>) = mentors.partition(|one| listed.contains(&one.id));
    let title = format!("{}: put those who listed you in order", cohort.title);
    let text = format!(
        "They are in the order of the fit already. You have time until {}; if you do nothing, that order holds.",
        until(ctx, store::dates(cohort).mentors)
    );
    tell(tx, ctx, &some, (&title, &text), &addresses::rank(&cohort.public_id)).await?;
    let title = format!("{}: nobody has listed you this time", cohort.title);
    let text = "There is nothing for you to do. Thank you for having been there.";
    tell(tx, ctx, &none, (&title, text), &addresses::cohort(&cohort.public_id)).await
}

/// Somebody who has not ranked is reminded.
pub(super) async fn remind(
    tx: &WriteTx,
    ctx: &Ctx,
    cohort: &cohorts::Model,
    person: &people::Model,
) -> Result<(), DbErr> {
    let dates = store::dates(cohort);
    let (day, text) = match store::side(person) {
        Side::Mentee => (dates.mentees, "Without a list you cannot be matched."),
        Side::Mentor => (dates.mentors, "If you do nothing, the order of the fit holds for you."),
    };
    let title = format!("{}: your list is still open", cohort.title);
    let text = format!("You have time until {}. {text}", until(ctx, day));
    tell(tx, ctx, &[person], (&title, &text), &addresses::rank(&cohort.public_id)).await
}

/// Mentees who listed a mentor hear that the mentor has left.
pub(super) async fn mentor_left(
    tx: &WriteTx,
    ctx: &Ctx,
    cohort: &cohorts::Model,
    mentees: &[&people::Model],
) -> Result<(), DbErr> {
    let title = format!("{}: a mentor on your list has left", cohort.title);
    let text = "The others on your list moved up. While ranking is open you can change it.";
    tell(tx, ctx, mentees, (&title, text), &addresses::cohort(&cohort.public_id)).await
}

/// Organizers hear that they can run the objectives.
pub(super) async fn lists_closed(tx: &WriteTx, ctx: &Ctx, cohort: &cohorts::Model) -> Result<(), DbErr> {
    let title = format!("{}: the lists are closed", cohort.title);
    let text = "Run the three objectives side by side, then publish one.";
    let notice = Notice::new(Topic::Staff, &title, text, addresses::desk(&cohort.public_id));
    for organizer in grants::holders(tx, Capability::Organizer).await? {
        if grants::organized(tx, organizer.account).await?.is_none() {
            notifications::tell(tx, ctx, organizer.account, &notice).await?;
        }
    }
    Ok(())
}

/// Everybody hears that the result is out.
pub(super) async fn published(tx: &WriteTx, ctx: &Ctx, cohort: &cohorts::Model) -> Result<(), DbErr> {
    let all = store::people(tx, cohort.id).await?;
    let title = format!("{}: the result is out", cohort.title);
    let text = "Your page says whom you have and why, and has the proof that your list was part of it unchanged. Two who were \
                matched agree there on what they do, and sign it.";
    tell(tx, ctx, &all.iter().collect::<Vec<_>>(), (&title, text), &addresses::mine(&cohort.public_id)).await
}

/// Everybody hears that it does not take place.
pub(super) async fn canceled(tx: &WriteTx, ctx: &Ctx, cohort: &cohorts::Model) -> Result<(), DbErr> {
    let all = store::people(tx, cohort.id).await?;
    let title = format!("{} was called off", cohort.title);
    let text = "Nobody is matched in it. Look at the mentors, and at other cohorts, whenever you like.";
    tell(tx, ctx, &all.iter().collect::<Vec<_>>(), (&title, text), &addresses::cohort(&cohort.public_id)).await
}
