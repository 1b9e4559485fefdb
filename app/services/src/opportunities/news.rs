//! Who is told of what, in the transaction in which it happens. Nothing an applicant released is ever in it.

use domain::access::Capability;
use domain::local_path::LocalPath;
use domain::notifications::{Topic, when};
use domain::opportunities::pipeline::Stage;
use domain::opportunities::{State, words};
use sea_orm::DbErr;

use super::addresses::{self, path};
use super::entity::{applications, postings};
use super::{filed, rows};
use crate::ctx::Ctx;
use crate::db::WriteTx;
use crate::grants;
use crate::notifications::{self, Notice};

const CHANGED: &str = "A posting has changed";

/// An applicant, how far their application is. Everybody always knows state and date, so it cannot be turned off.
pub(super) async fn tell_applicant(
    tx: &WriteTx,
    ctx: &Ctx,
    posting: &postings::Model,
    application: &applications::Model,
    to: Stage,
    hold_until: Option<chrono::DateTime<chrono::Utc>>,
) -> Result<(), DbErr> {
    let mut text = format!("{}: {}", rows::title(posting), to.told_applicant());
    if let Some(until) = hold_until {
        text = format!("{text} It is held until {}. {}", when(ctx.config.org.zone, until), words::NEVER_PAY);
    }
    let title = format!("Your application: {}", to.label());
    let notice = Notice::new(Topic::Account, &title, &text, path(addresses::MY_APPLICATIONS));
    notifications::tell(tx, ctx, application.applicant_account, &notice).await
}

/// An applicant, that a moderator has looked at the posting again and until when their offer holds now.
pub(super) async fn tell_kept(
    tx: &WriteTx,
    ctx: &Ctx,
    posting: &postings::Model,
    application: &applications::Model,
    until: chrono::DateTime<chrono::Utc>,
) -> Result<(), DbErr> {
    let (title, until) = (rows::title(posting), when(ctx.config.org.zone, until));
    let (goes_on, held, never) = (words::OFFER_GOES_ON, Stage::Offered.told_applicant(), words::NEVER_PAY);
    let text = format!("{title}: {goes_on} {held} It is held until {until}. {never}");
    let notice = Notice::new(Topic::Account, "Your offer goes on", &text, path(addresses::MY_APPLICATIONS));
    notifications::tell(tx, ctx, application.applicant_account, &notice).await
}

/// An applicant, that a posting they had applied to is gone: a title, and what it means for them.
pub(super) async fn tell_gone(
    tx: &WriteTx,
    ctx: &Ctx,
    posting: &postings::Model,
    application: &applications::Model,
    (title, why): (&str, &str),
) -> Result<(), DbErr> {
    let text = format!("{}: {why}", rows::title(posting));
    let notice = Notice::new(Topic::Account, title, &text, path(addresses::MY_APPLICATIONS));
    notifications::tell(tx, ctx, application.applicant_account, &notice).await
}

/// Somebody who lost an application to a take-down, that the posting is back; `from` is the day on which it opens, where that is
/// still to come.
pub(super) async fn tell_back(
    tx: &WriteTx,
    ctx: &Ctx,
    (posting, application): (&postings::Model, &applications::Model),
    from: Option<&str>,
) -> Result<(), DbErr> {
    let text = format!("{}: {}", rows::title(posting), words::is_back(from));
    let notice = Notice::new(Topic::Account, "A posting is back", &text, addresses::posting(&posting.public_id));
    notifications::tell(tx, ctx, application.applicant_account, &notice).await
}

/// The host, that something came of an application.
pub(super) async fn tell_host(tx: &WriteTx, ctx: &Ctx, posting: &postings::Model, what: &str) -> Result<(), DbErr> {
    let place = addresses::my_posting(&posting.public_id);
    let notice = Notice::new(Topic::Account, what, &posting.title, place);
    notifications::tell(tx, ctx, posting.host_account, &notice).await
}

/// The host, how far their posting is.
pub(super) async fn tell_state(
    tx: &WriteTx,
    ctx: &Ctx,
    posting: &postings::Model,
    to: State,
    note: Option<&str>,
) -> Result<(), DbErr> {
    let said = note.map(|note| format!(" A moderator writes: {note}")).unwrap_or_default();
    let text = format!("{}: {}{said}", posting.title, to.told_host());
    let title = format!("Your posting: {}", to.label());
    let place = addresses::my_posting(&posting.public_id);
    notifications::tell(tx, ctx, posting.host_account, &Notice::new(Topic::Account, &title, &text, place)).await
}

/// Moderators other than the host and whoever acts, that a posting waits.
pub(super) async fn tell_moderators(
    tx: &WriteTx,
    ctx: &Ctx,
    posting: &postings::Model,
    title: &str,
) -> Result<(), DbErr> {
    let acts = ctx.viewer.member.as_ref().map(|member| member.account);
    let notice = Notice::new(Topic::Staff, title, &posting.title, addresses::check(&posting.public_id));
    for one in grants::holders(tx, Capability::Moderator).await? {
        if one.account != posting.host_account && Some(one.account) != acts {
            notifications::tell(tx, ctx, one.account, &notice).await?;
        }
    }
    Ok(())
}

/// Everybody whose application is not over, that what they have applied to says something else now.
pub(super) async fn tell_changes(
    tx: &WriteTx,
    ctx: &Ctx,
    posting: &postings::Model,
    changes: &[&str],
) -> Result<(), DbErr> {
    let text = format!("{}: the host has changed {}. Have a look.", rows::title(posting), changes.join(", "));
    let place = addresses::posting(&posting.public_id);
    tell_all(tx, ctx, posting, (CHANGED, &text), &place, |stage| !stage.is_over()).await
}

/// The same people, that a change is being checked. `before` is the posting as they know it: nobody has read the new words.
pub(super) async fn tell_checking(
    tx: &WriteTx,
    ctx: &Ctx,
    before: &postings::Model,
    changes: &[&str],
) -> Result<(), DbErr> {
    let what = if changes.is_empty() { "what it says".to_owned() } else { changes.join(", ") };
    let (title, never) = (rows::title(before), words::NEVER_PAY);
    let text = format!("{title}: the host has changed {what}. {} {never}", words::BEING_CHECKED);
    let place = path(addresses::MY_APPLICATIONS);
    tell_all(tx, ctx, before, (CHANGED, &text), &place, |stage| !stage.is_over()).await
}

/// Whoever waits for an answer or holds an offer, that the host cannot act for now; whoever has a place too, but not once the
/// posting has expired: their stay may be long ago, and a host may leave often. `state` is how far the posting is.
pub(super) async fn tell_host_away(
    tx: &WriteTx,
    ctx: &Ctx,
    posting: &postings::Model,
    state: State,
) -> Result<(), DbErr> {
    let concerns =
        |stage: Stage| stage.may_wait() || stage.holds_offer() || (stage == Stage::Accepted && state != State::Expired);
    let text = format!("{}: {} {}", rows::title(posting), words::HOST_AWAY, words::NEVER_PAY);
    tell_all(tx, ctx, posting, ("A host is away", &text), &path(addresses::MY_APPLICATIONS), concerns).await
}

/// Those applicants of a posting whose application is at a stage that this concerns.
async fn tell_all(
    tx: &WriteTx,
    ctx: &Ctx,
    posting: &postings::Model,
    (title, text): (&str, &str),
    place: &LocalPath,
    concerns: impl Fn(Stage) -> bool,
) -> Result<(), DbErr> {
    for one in filed::applications_to(tx, posting.id).await? {
        if Stage::parse(&one.stage).is_some_and(&concerns) {
            let notice = Notice::new(Topic::Account, title, text, place.clone());
            notifications::tell(tx, ctx, one.applicant_account, &notice).await?;
        }
    }
    Ok(())
}
