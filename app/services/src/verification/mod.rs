//! One engine behind every certificate, record of hours and card: a code is issued, and whoever has it may check it.
//!
//! The answer is what it says, who signed, when, and whether it still holds; nothing more. A wrong code and a mistyped
//! one are answered alike. Who may have what is the rule of the feature that issues; how many tries an address has is
//! checked before this is called.

pub mod entity;
#[cfg(test)]
mod tests;

use chrono::{DateTime, Utc};
use domain::access::Standing;
use domain::text;
use domain::verification::{Code, Kind};
use sea_orm::sea_query::Expr;
use sea_orm::{ActiveValue, ColumnTrait, ConnectionTrait, DbErr, EntityTrait, QueryFilter};
use serde_json::{Value, json};

use crate::ctx::Ctx;
use crate::db::{DbError, WriteTx};
use crate::identity::people;
use entity::{ActiveModel, Column, Entity};

/// Longest name of a person or signer, in characters.
const MAX_NAME: usize = 120;

/// Something to put the association's name to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct New {
    /// What it is.
    pub kind: Kind,
    /// Whose it is: it is erased with the account.
    pub account: Option<i64>,
    /// Whom it names.
    pub subject: String,
    /// What it says: label and value, in this order.
    pub facts: Vec<(String, String)>,
    /// Who signs.
    pub signer: String,
}

/// What a code stands for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Verified {
    /// The code.
    pub code: Code,
    /// What it is.
    pub kind: Kind,
    /// Whom it names; nobody while the person is leaving.
    pub subject: Option<String>,
    /// What it says; nothing while the person is leaving.
    pub facts: Vec<(String, String)>,
    /// Who signed.
    pub signer: String,
    /// When.
    pub issued_at: DateTime<Utc>,
    /// Since when it no longer holds.
    pub revoked_at: Option<DateTime<Utc>>,
}

/// Issues a code in the transaction of the deed. `code` comes from [`fresh_code`], drawn before the write.
pub async fn issue(tx: &WriteTx, code: Code, new: &New, now: DateTime<Utc>) -> Result<(), DbErr> {
    let name = |name: &str| text::cut(&text::single_line(name), MAX_NAME).to_owned();
    let facts: Vec<(String, String)> =
        new.facts.iter().map(|(label, value)| (text::single_line(label), text::single_line(value))).collect();
    let row = ActiveModel {
        id: ActiveValue::NotSet,
        code: ActiveValue::Set(code.as_str().to_owned()),
        kind: ActiveValue::Set(new.kind.word().to_owned()),
        account_id: ActiveValue::Set(new.account),
        subject: ActiveValue::Set(name(&new.subject)),
        facts: ActiveValue::Set(serde_json::to_string(&facts).map_err(|error| DbErr::Custom(error.to_string()))?),
        signer: ActiveValue::Set(name(&new.signer)),
        issued_at: ActiveValue::Set(now),
        revoked_at: ActiveValue::Set(None),
    };
    Entity::insert(row).exec(tx).await?;
    Ok(())
}

/// 60 random bits.
pub fn fresh_code(ctx: &Ctx) -> Code {
    Code::from_bytes(ctx.dice.bytes())
}

/// Takes the association's name back, in the transaction of the deed; `false` when it was taken back before.
pub async fn revoke(tx: &WriteTx, code: Code, now: DateTime<Utc>) -> Result<bool, DbErr> {
    let done = Entity::update_many()
        .col_expr(Column::RevokedAt, Expr::value(now))
        .filter(Column::Code.eq(code.as_str()))
        .filter(Column::RevokedAt.is_null())
        .exec(tx)
        .await?;
    Ok(done.rows_affected == 1)
}

/// What was issued to a person, for the archive they can take along.
pub(crate) async fn export_part(db: &impl ConnectionTrait, account: i64) -> Result<Vec<Value>, DbErr> {
    let rows = Entity::find().filter(Column::AccountId.eq(account)).all(db).await?;
    let show = |row: &entity::Model| {
        json!({
            "code": row.code,
            "kind": row.kind,
            "name": row.subject,
            "facts": serde_json::from_str::<Value>(&row.facts).unwrap_or_default(),
            "signer": row.signer,
            "at": row.issued_at,
            "taken_back": row.revoked_at,
        })
    };
    Ok(rows.iter().map(show).collect())
}

/// What a code stands for; `None` for any other text. Of somebody who is leaving nothing is told but that the code is
/// ours.
pub async fn verify(ctx: &Ctx, typed: &str) -> Result<Option<Verified>, DbError> {
    let Some(code) = Code::parse(typed) else { return Ok(None) };
    let db = ctx.db.read();
    let Some(row) = Entity::find().filter(Column::Code.eq(code.as_str())).one(db).await? else { return Ok(None) };
    let whose: Vec<i64> = row.account_id.into_iter().collect();
    let leaving = people::by_accounts(db, &whose).await?.iter().any(|person| person.standing == Standing::Leaving);
    Ok(read(code, row, leaving))
}

fn read(code: Code, row: entity::Model, leaving: bool) -> Option<Verified> {
    Some(Verified {
        code,
        kind: Kind::parse(&row.kind)?,
        subject: (!leaving).then_some(row.subject),
        facts: if leaving { Vec::new() } else { serde_json::from_str(&row.facts).ok()? },
        signer: row.signer,
        issued_at: row.issued_at,
        revoked_at: row.revoked_at,
    })
}
