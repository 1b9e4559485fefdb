//! Who is told of a step: the audit log always, the person it is about, and everybody who works for the association
//! where it is about such work.

use chrono::{DateTime, Utc};
use domain::access::grant::By;
use domain::access::{Action, Capability, Standing};
use domain::identity::Email;
use domain::local_path::LocalPath;
use domain::notifications::{Topic, when};
use sea_orm::DbErr;

use super::{all_staff, confirmers, holders};
use crate::audit::{self, Entry};
use crate::ctx::Ctx;
use crate::db::WriteTx;
use crate::identity::people::{self, Someone};
use crate::mail::{self, Letter, Outgoing, To, WhenEnded};
use crate::notifications::{self, Notice};

/// What happened to a grant.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum What {
    /// Asked for; it holds from then, or once another admin confirms it.
    Asked(Option<DateTime<Utc>>),
    /// In effect now.
    Granted,
    /// Stopped before it took effect.
    Stopped,
    /// Its end was asked for; it ends then, or once another admin confirms it.
    EndAsked(Option<DateTime<Utc>>),
    /// Its end was stopped.
    Kept,
    /// Taken away.
    Ended,
}

/// What is told.
#[derive(Debug, Clone, Copy)]
pub(super) struct Deed<'d> {
    pub(super) what: What,
    pub(super) capability: Capability,
    pub(super) person: &'d Someone,
    /// Who wanted it.
    pub(super) by: By,
}

/// In the transaction of the step.
pub(super) async fn tell(tx: &WriteTx, ctx: &Ctx, deed: &Deed<'_>, now: DateTime<Utc>) -> Result<(), DbErr> {
    tell_person(tx, ctx, deed).await?;
    if deed.capability.is_staff() {
        tell_confirmers(tx, ctx, deed).await?;
        tell_staff(tx, ctx, deed, now).await?;
    }
    let word = match deed.what {
        What::Asked(_) => "asked",
        What::Granted => "granted",
        What::Stopped | What::Ended => "ended",
        What::EndAsked(_) => "end-asked",
        What::Kept => "kept",
    };
    let entry = Entry::done(&ctx.viewer, Action::ChangeGrants).on("person", deed.person.pseudonym);
    audit::note(tx, &entry.saying(word).saying(deed.capability.word()), now).await
}

fn path(text: &str) -> LocalPath {
    LocalPath::parse(text).unwrap_or_else(LocalPath::home)
}

/// Where an admin settles it.
fn place(person: &Someone) -> LocalPath {
    path(&format!("/desk/people/{}", person.id))
}

const fn named(capability: Capability) -> &'static str {
    match capability {
        Capability::Member => "a member",
        Capability::Mentor => "a mentor",
        Capability::Host => "a host",
        Capability::Organizer => "an organizer",
        Capability::Editor => "an editor",
        Capability::Treasurer => "a treasurer",
        Capability::Moderator => "a moderator",
        Capability::Council => "on the council",
        Capability::Admin => "an admin",
    }
}

/// What the person got or lost. What waits for a second admin and what never held they do not hear of.
async fn tell_person(tx: &WriteTx, ctx: &Ctx, deed: &Deed<'_>) -> Result<(), DbErr> {
    let what = named(deed.capability);
    let at = |at: DateTime<Utc>| when(ctx.config.org.zone, at);
    let (title, text, to) = match deed.what {
        What::Granted => {
            let to = if deed.capability.is_staff() { "/desk" } else { "/me" };
            (format!("You are {what} now"), "Somebody who may has trusted you with this.".to_owned(), path(to))
        }
        What::Ended => {
            let text = "If you do not know why, ask the people you work with here.";
            (format!("You are no longer {what}"), text.to_owned(), path(mail::addresses::NOTIFICATIONS))
        }
        What::EndAsked(None) => {
            let text = "It ends once another admin confirms it. Any admin can stop it.";
            (format!("You may soon not be {what} any more"), text.to_owned(), place(deed.person))
        }
        What::EndAsked(Some(then)) => {
            let text = format!("It ends on {}, unless an admin stops it.", at(then));
            (format!("You may soon not be {what} any more"), text, place(deed.person))
        }
        What::Kept => (format!("You stay {what}"), "The end was stopped.".to_owned(), place(deed.person)),
        What::Asked(_) | What::Stopped => return Ok(()),
    };
    notifications::tell(tx, ctx, deed.person.account, &Notice::new(Topic::Account, &title, &text, to)).await
}

/// Whoever could confirm it, that it waits for them.
async fn tell_confirmers(tx: &WriteTx, ctx: &Ctx, deed: &Deed<'_>) -> Result<(), DbErr> {
    let (title, text) = match deed.what {
        What::Asked(None) => {
            ("A grant waits for you", format!("An admin wants somebody to be {}.", named(deed.capability)))
        }
        What::EndAsked(None) => ("An end waits for you", "An admin wants somebody to be no admin any more.".to_owned()),
        _ => return Ok(()),
    };
    let text = format!("{text} Look at it, and confirm it or stop it.");
    let notice = Notice::new(Topic::Staff, title, &text, place(deed.person));
    for admin in confirmers(tx, deed.by, deed.person.account).await? {
        notifications::tell(tx, ctx, admin.account, &notice).await?;
    }
    Ok(())
}

/// A letter to everybody who works for the association, whatever they have chosen, and the same in their lists.
async fn tell_staff(tx: &WriteTx, ctx: &Ctx, deed: &Deed<'_>, now: DateTime<Utc>) -> Result<(), DbErr> {
    let by = name_of(tx, deed.by).await?;
    let admins = holders(tx, Capability::Admin).await?;
    let text = format!("It is about the work of {}.", named(deed.capability));
    for one in all_staff(tx).await?.iter().filter(|one| one.account != deed.person.account) {
        let Some(email) = Email::parse(&one.email) else { continue };
        // Only admins can open the place where it is settled.
        let is_admin = admins.iter().any(|admin| admin.account == one.account);
        let desk = if is_admin { place(deed.person) } else { path("/desk") };
        let Some((title, letter)) = letter(deed, by.clone(), now, desk.clone()) else { return Ok(()) };
        mail::queue(tx, &Outgoing::new(ctx, To::person(&email, one.account, None), &letter), now).await?;
        notifications::list_only(tx, ctx, one.account, &Notice::new(Topic::Staff, title, &text, desk)).await?;
    }
    Ok(())
}

/// What staff read of a step, with a title for their lists. What waits for a second admin to be granted is not told yet.
fn letter(deed: &Deed<'_>, by: String, now: DateTime<Utc>, desk: LocalPath) -> Option<(&'static str, Letter)> {
    let capability = deed.capability.word().to_owned();
    let (title, when) = match deed.what {
        What::Asked(None) => return None,
        What::Asked(Some(from)) => {
            return Some((
                "Somebody may soon be trusted with more",
                Letter::CapabilityGranted { capability, by, from, desk },
            ));
        }
        What::Granted => {
            return Some((
                "Somebody is trusted with more",
                Letter::CapabilityGranted { capability, by, from: now, desk },
            ));
        }
        What::Stopped => ("A grant was stopped", WhenEnded::NeverHeld),
        What::EndAsked(None) => ("An admin may soon be none any more", WhenEnded::OnceConfirmed),
        What::EndAsked(Some(at)) => ("An admin may soon be none any more", WhenEnded::UnlessStopped(at)),
        What::Kept => ("An admin stays", WhenEnded::Kept),
        What::Ended => ("Somebody is trusted with less", WhenEnded::At(now)),
    };
    let whom = deed.person.email.clone();
    Some((title, Letter::CapabilityEnded { capability, by, whom, when, desk }))
}

async fn name_of(tx: &WriteTx, by: By) -> Result<String, DbErr> {
    let By::Admin(pseudonym) = by else { return Ok("The command line".to_owned()) };
    let person = people::by_pseudonyms(tx, &[pseudonym.as_str()]).await?.pop();
    let here = person.filter(|person| person.standing != Standing::Leaving);
    Ok(here.map_or_else(|| "Somebody who has left".to_owned(), |person| person.email))
}
