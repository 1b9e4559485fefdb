//! The desk where a moderator checks a mentor once, before the first request.

use chrono::{DateTime, Utc};
use domain::access::{Action, Capability, Object, Standing};
use domain::form::FieldError;
use domain::id::PublicId;
use domain::identity::profile::vocab::{ROLES, label};
use domain::mentorship::{Checked, MentorDeed, MentorStatus, words};
use domain::refusal::Refusal;
use sea_orm::sea_query::Expr;
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, QueryOrder, QuerySelect};
use serde::{Deserialize, Serialize};

use super::entity::mentors::{self, Column};
use super::sealed::{Column as Sealed, Pen};
use super::{MentorshipError, flow, me, news, store};
use crate::access::allow;
use crate::audit::{self, Entry};
use crate::ctx::Ctx;
use crate::grants;
use crate::identity::people;
use crate::secret::Secret;

/// Somebody who waits to be checked.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ToCheck {
    /// The mentor.
    pub id: PublicId,
    /// As they call themselves.
    pub name: String,
    /// What they say they do.
    pub role: String,
    /// How they offer to be checked.
    pub way: Option<Checked>,
    /// The registry number, the institution, or whom to ask.
    pub what: String,
    /// What is behind the `@` of their confirmed address.
    pub domain: String,
    /// Where the registry can be looked up, for a registry number.
    pub look_up: Option<String>,
    /// Since when.
    pub since: Option<DateTime<Utc>>,
    /// Says which asking a decision is about, see [`CheckForm`].
    pub stamp: String,
    /// It is the moderator's own.
    pub own: bool,
}

/// The form of a decision.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct CheckForm {
    /// The mentor's public id.
    pub mentor: String,
    /// What was checked, a word of [`Checked`]; or `no`.
    pub checked: String,
    /// The stamp of what the moderator has read; another asking is not decided by it.
    pub stamp: String,
}

fn stamp(row: &mentors::Model) -> String {
    row.asked_check_at.map_or_else(String::new, |at| at.timestamp_micros().to_string())
}

/// Those who wait, the longest first; at most 50.
pub async fn to_check(ctx: &Ctx) -> Result<Vec<ToCheck>, MentorshipError> {
    allow(ctx, Action::CheckMentors, Object::None)?;
    let (db, own) = (ctx.db.read(), me(ctx)?.account);
    let rows = mentors::Entity::find()
        .filter(Column::Status.eq(MentorStatus::Waiting.word()))
        .order_by_asc(Column::AskedCheckAt)
        .order_by_asc(Column::Id)
        .limit(50)
        .all(db)
        .await?;
    let accounts: Vec<i64> = rows.iter().map(|row| row.account_id).collect();
    let people = people::by_accounts(db, &accounts).await?;
    let mut waiting = Vec::with_capacity(rows.len());
    for row in rows {
        let Some(person) = people.iter().find(|person| person.account == row.account_id) else { continue };
        let Some(id) = PublicId::parse(&row.public_id) else { continue };
        let pen = Pen::of(db, row.account_id).await?;
        let what = pen.open_some(ctx, Sealed::Proof, &row.public_id, row.proof.as_ref())?.unwrap_or_default();
        let (way, stamp) = (row.proof_way.as_deref().and_then(Checked::parse), stamp(&row));
        waiting.push(ToCheck {
            id,
            name: row.name.0,
            role: row.role.map_or_else(String::new, |role| label(&ROLES, &role)),
            look_up: (way == Some(Checked::Registry))
                .then(|| format!("https://npiregistry.cms.hhs.gov/provider-view/{what}")),
            way,
            what,
            domain: person.email.rsplit_once('@').map_or_else(String::new, |(_, domain)| domain.to_owned()),
            stamp,
            since: row.asked_check_at,
            own: row.account_id == own,
        });
    }
    Ok(waiting)
}

/// Lists a mentor with what was checked and gives them the capability, or says that it could not be checked. Nobody checks
/// themselves.
pub async fn decide_check(ctx: &Ctx, form: &CheckForm) -> Result<(), MentorshipError> {
    allow(ctx, Action::CheckMentors, Object::None)?;
    let moderator = me(ctx)?.clone();
    let id = PublicId::parse(form.mentor.trim()).ok_or(MentorshipError::NotFound)?;
    let checked = match form.checked.as_str() {
        "no" => None,
        word => match Checked::parse(word) {
            Some(checked) => Some(checked),
            None => return Err(MentorshipError::Invalid(vec![FieldError::new("checked", words::WAY)])),
        },
    };
    let (inner, now, seen) = (ctx.clone(), ctx.now(), form.stamp.clone());
    ctx.db
        .write(move |tx| {
            let (ctx, moderator, seen) = (inner.clone(), moderator.clone(), seen.clone());
            Box::pin(async move {
                flow::lock(tx).await?;
                let row = store::mentor_by_public(tx, id).await?.ok_or(MentorshipError::NotFound)?;
                if stamp(&row) != seen {
                    return Err(Refusal::CaseSettled.into());
                }
                if row.account_id == moderator.account {
                    return Err(Refusal::OwnCase.into());
                }
                let person = people::by_accounts(tx, &[row.account_id]).await?.pop();
                let person = person.filter(|person| person.standing == Standing::Active);
                let person = person.ok_or(Refusal::AccountNotActive)?;
                let none = Option::<Secret>::None;
                let deed = if checked.is_some() { MentorDeed::Pass } else { MentorDeed::Refuse };
                let to = store::status(&row)?.after(deed).ok_or(Refusal::CaseSettled)?;
                let update = mentors::Entity::update_many()
                    .col_expr(Column::Status, Expr::value(to.word()))
                    .col_expr(Column::Proof, Expr::value(none))
                    .col_expr(Column::ChangedAt, Expr::value(now))
                    .filter(Column::Id.eq(row.id))
                    .filter(Column::Status.is_in(MentorStatus::before(deed).map(MentorStatus::word)));
                let update = match checked {
                    Some(checked) => update
                        .col_expr(Column::Checked, Expr::value(checked.word()))
                        .col_expr(Column::CheckedAt, Expr::value(now))
                        .col_expr(Column::CheckedBy, Expr::value(moderator.pseudonym.to_string())),
                    None => update,
                };
                if update.exec(tx).await?.rows_affected != 1 {
                    return Err(Refusal::CaseSettled.into());
                }
                news::checked(tx, &ctx, row.account_id, checked.is_some()).await?;
                if let Some(checked) = checked {
                    let reason = format!("Checked as a mentor: {}.", words::checked(checked));
                    grants::give(tx, &ctx, &person, (Capability::Mentor, &reason), now).await?;
                }
                let entry = Entry::done(&ctx.viewer, Action::CheckMentors).on("person", person.pseudonym);
                Ok(audit::note(tx, &entry.saying(checked.map_or("no", Checked::word)), now).await?)
            })
        })
        .await
}
