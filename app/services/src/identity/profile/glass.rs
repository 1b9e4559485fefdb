//! Breaking the glass: a moderator or admin who must see one private field, with a reason, in the open.
//!
//! The look is written down before the field is read, in the log of the person whom it is about. Whoever may do it is
//! said by `Action::BreakGlass`: two-factor, and the password a moment ago.

use std::collections::HashMap;

use chrono::{DateTime, TimeDelta, Utc};
use domain::access::{Action, Audience, Object, Relation, may_see};
use domain::form::FieldError;
use domain::id::PublicId;
use domain::identity::profile::{Answer, Field, words};
use domain::notifications::Topic;
use domain::text;
use sea_orm::sea_query::{Query, SelectStatement};
use sea_orm::{ColumnTrait, ConnectionTrait, DbErr};

use super::entity::profile_fields;
use super::error::ProfileError;
use super::seal::opened;
use super::store;
use crate::access::allow;
use crate::audit::{self, Entry};
use crate::ctx::Ctx;
use crate::db::WriteTx;
use crate::identity::entity::accounts;
use crate::identity::{letters, people, person_key};
use crate::mail::Letter;
use crate::notifications::{self, Notice};

/// Fewest and most characters of a reason.
const REASON: std::ops::RangeInclusive<usize> = 20..=500;
/// A page of one's own log.
const MOST: u64 = 200;

/// How long whoever has looked can read it again without a new reason.
const OPEN_FOR: TimeDelta = TimeDelta::minutes(10);

/// A private field that the viewer has opened a moment ago.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Opened {
    /// Which.
    pub field: Field,
    /// What it says; `None` if the person has told nothing.
    pub answer: Option<Answer>,
    /// Until when it is shown.
    pub until: DateTime<Utc>,
}

/// One look at a private field, as the person reads it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PrivateView {
    /// What was looked at.
    pub field: Field,
    /// Why, in the words of who looked.
    pub reason: String,
    /// When.
    pub at: DateTime<Utc>,
    /// Who, by the name they show to members.
    pub by: Option<String>,
    /// Who, by the mark that stands for them in the audit log.
    pub mark: String,
}

/// The person, if there is one and the viewer may; nobody while they are leaving.
async fn owner(ctx: &Ctx, whose: PublicId) -> Result<accounts::Model, ProfileError> {
    let owner = store::owner(ctx.db.read(), whose).await?.filter(|owner| owner.state != accounts::State::Leaving);
    allow(ctx, Action::BreakGlass, if owner.is_some() { Object::Anothers } else { Object::Missing })?;
    owner.ok_or(ProfileError::NotFound)
}

/// Shows one field of a person to staff whom it is not shown to; `None` if the person has told nothing.
///
/// The person reads it in their own log, with the reason. The empty answer is written down too: that nothing is there
/// is also a fact.
pub async fn break_glass(
    ctx: &Ctx,
    whose: PublicId,
    field: Field,
    reason: &str,
) -> Result<Option<Answer>, ProfileError> {
    let owner = owner(ctx, whose).await?;
    let viewer = ctx.viewer.member.as_ref().ok_or(ProfileError::NotFound)?.pseudonym;
    let reason = parse_reason(reason).map_err(|error| ProfileError::Invalid(vec![error]))?;
    let mut entry = Entry::done(&ctx.viewer, Action::BreakGlass).saying(field.word());
    if let Some(pseudonym) = PublicId::parse(&owner.pseudonym) {
        entry = entry.on("person", pseudonym);
    }
    let (inner, now, account) = (ctx.clone(), ctx.now(), owner.id);
    let (row, key) = ctx
        .db
        .write(move |tx| {
            let (inner, owner, entry, reason) = (inner.clone(), owner.clone(), entry.clone(), reason.clone());
            Box::pin(async move {
                store::insert_view(tx, account, viewer, field, &reason, now).await?;
                tell_member(tx, &inner, &owner).await?;
                let row = store::field(tx, account, field).await?;
                let key = person_key(tx, account).await?;
                audit::note(tx, &entry, now).await?;
                Ok::<_, ProfileError>((row, key))
            })
        })
        .await?;
    row.map(|row| opened(ctx, whose.as_str(), key.as_ref(), &row)).transpose()
}

/// What the viewer has opened of a person in the last ten minutes, the newest first. What the person has changed since
/// is left out: that would be another look.
pub async fn opened_by_viewer(ctx: &Ctx, whose: PublicId) -> Result<Vec<Opened>, ProfileError> {
    let owner = owner(ctx, whose).await?;
    let viewer = ctx.viewer.member.as_ref().ok_or(ProfileError::NotFound)?.pseudonym;
    let views = store::views_by(ctx.db.read(), owner.id, viewer, ctx.now() - OPEN_FOR).await?;
    if views.is_empty() {
        return Ok(Vec::new());
    }
    let rows = store::fields(ctx.db.read(), owner.id).await?;
    let key = person_key(ctx.db.read(), owner.id).await?;
    let mut seen: Vec<Opened> = Vec::new();
    for view in views {
        let Some(field) = Field::parse(&view.field) else { continue };
        let row = rows.iter().find(|row| row.field == view.field);
        if seen.iter().any(|one| one.field == field) || row.is_some_and(|row| row.changed_at > view.seen_at) {
            continue;
        }
        let answer = row.map(|row| opened(ctx, whose.as_str(), key.as_ref(), row)).transpose()?;
        seen.push(Opened { field, answer, until: view.seen_at + OPEN_FOR });
    }
    Ok(seen)
}

/// Who of the staff saw a private field of the reader, the newest first.
pub async fn who_saw(ctx: &Ctx) -> Result<Vec<PrivateView>, ProfileError> {
    allow(ctx, Action::ReadMe, Object::Own)?;
    let member = ctx.viewer.member.as_ref().ok_or(ProfileError::NotFound)?;
    let rows = store::views(ctx.db.read(), member.account, MOST).await?;
    if rows.is_empty() {
        return Ok(Vec::new());
    }
    let marks: Vec<&str> = rows.iter().map(|row| row.viewer_pseudonym.as_str()).collect();
    let staff = people::by_pseudonyms(ctx.db.read(), &marks).await?;
    let keys = staff.iter().map(|one| one.account).collect();
    let names = names(ctx.db.read(), keys).await?;
    let name_of = |mark: &str| {
        let account = staff.iter().find(|one| one.pseudonym.as_str() == mark)?.account;
        names.get(&account).cloned()
    };
    let view = |row: super::entity::private_views::Model| {
        Some(PrivateView {
            field: Field::parse(&row.field)?,
            by: name_of(&row.viewer_pseudonym),
            mark: row.viewer_pseudonym,
            reason: row.reason,
            at: row.seen_at,
        })
    };
    Ok(rows.into_iter().filter_map(view).collect())
}

/// What to call each of these people, as far as they show it to members.
pub(crate) async fn names(db: &impl ConnectionTrait, accounts: Vec<i64>) -> Result<HashMap<i64, String>, DbErr> {
    let rows = store::one_field_of(db, accounts, Field::Name).await?;
    let shown = rows.into_iter().filter(|row| may_see(row.audience.into(), Relation::Member));
    Ok(shown.map(|row| (row.account_id, row.value.0)).collect())
}

/// The accounts of those whom [`names`] names, as a part of another query.
pub(crate) fn showing_names() -> SelectStatement {
    let seen = Audience::ALL.into_iter().filter(|audience| may_see(*audience, Relation::Member));
    let mut showing = Query::select();
    showing
        .column(profile_fields::Column::AccountId)
        .from(profile_fields::Entity)
        .and_where(profile_fields::Column::Field.eq(Field::Name.word()))
        .and_where(profile_fields::Column::Audience.is_in(seen.map(profile_fields::Audience::from)));
    showing
}

/// What to call a person, as far as they show it to whom they are matched with. The caller has made sure that they are.
pub(crate) async fn name_for_matched(db: &impl ConnectionTrait, account: i64) -> Result<Option<String>, DbErr> {
    let row = store::field(db, account, Field::Name).await?;
    Ok(row.filter(|row| may_see(row.audience.into(), Relation::Matched)).map(|row| row.value.0))
}

/// What somebody calls themselves, for their own papers.
pub(crate) async fn own_name(db: &impl ConnectionTrait, account: i64) -> Result<Option<String>, DbErr> {
    Ok(store::field(db, account, Field::Name).await?.map(|row| row.value.0))
}

/// A reason that the person can read: one line, long enough to say something.
pub(crate) fn parse_reason(typed: &str) -> Result<String, FieldError> {
    let clean = text::single_line(typed);
    if REASON.contains(&text::length(&clean)) { Ok(clean) } else { Err(FieldError::new("reason", words::REASON)) }
}

/// Tells the person by mail and on the site, in the transaction of the look. Neither names the field or the reason.
async fn tell_member(tx: &WriteTx, ctx: &Ctx, owner: &accounts::Model) -> Result<(), DbErr> {
    let log = letters::path(letters::PRIVACY);
    let text = "A member of the staff opened something that you keep private. Your log says who, what and why.";
    let notice = Notice::new(Topic::Safety, "Somebody has looked at your private data", text, log.clone());
    notifications::list_only(tx, ctx, owner.id, &notice).await?;
    letters::send(tx, ctx, owner, &Letter::BreakGlassTold { at: ctx.now(), log }).await
}

#[cfg(test)]
#[path = "glass_tests.rs"]
mod tests;
