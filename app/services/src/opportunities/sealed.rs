//! What applicants tell hosts, between its rows and what it says. It is sealed under the applicant's own key, so that erasing
//! them makes it unreadable in old backups too.

use std::collections::HashMap;

use domain::identity::profile::{Answer, Field};
use sea_orm::ConnectionTrait;
use serde::{Deserialize, Serialize};

use super::OpportunityError;
use super::entity::applications;
use crate::ctx::Ctx;
use crate::identity::person_keys;
use crate::secret::Secret;
use crate::vault::{Place, VaultError};

/// What an applicant released.
#[derive(Clone, PartialEq, Eq)]
pub struct Told {
    /// To the host's question.
    pub answer: String,
    /// Exactly the fields that were ticked, as they were.
    pub fields: Vec<Answer>,
}

/// What people tell stays out of logs.
impl std::fmt::Debug for Told {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Told")
    }
}

/// What `applications.sealed` seals.
#[derive(Serialize, Deserialize)]
struct Stored {
    answer: String,
    fields: Vec<StoredField>,
}

#[derive(Serialize, Deserialize)]
struct StoredField {
    field: String,
    value: String,
}

const fn place(row: &str) -> Place<'_> {
    Place { table: "applications", row, field: "sealed" }
}

/// What somebody tells with the application of this public id.
pub(super) async fn seal(
    ctx: &Ctx,
    db: &impl ConnectionTrait,
    (account, id): (i64, &str),
    told: &Told,
) -> Result<Secret, OpportunityError> {
    let (person, key) = person_keys(db, &[account]).await?.remove(&account).ok_or(VaultError::Sealed)?;
    let field = |one: &Answer| StoredField { field: one.field().word().to_owned(), value: one.as_str().to_owned() };
    let stored = Stored { answer: told.answer.clone(), fields: told.fields.iter().map(field).collect() };
    let json = serde_json::to_vec(&stored).map_err(|_| VaultError::Sealed)?;
    Ok(Secret(ctx.vault.seal(&person, &key, place(id), &json, &ctx.dice)?))
}

/// What each of these applications tells, by its key; those of which nothing is kept are left out.
pub(crate) async fn told_of(
    ctx: &Ctx,
    db: &impl ConnectionTrait,
    rows: &[applications::Model],
) -> Result<HashMap<i64, Told>, OpportunityError> {
    let accounts: Vec<i64> = rows.iter().filter(|row| row.sealed.is_some()).map(|row| row.applicant_account).collect();
    let keys = person_keys(db, &accounts).await?;
    let mut found = HashMap::with_capacity(accounts.len());
    for row in rows {
        let Some(sealed) = &row.sealed else { continue };
        let (person, key) = keys.get(&row.applicant_account).ok_or(VaultError::Sealed)?;
        let plain = ctx.vault.unseal(person, key, place(&row.public_id), &sealed.0)?;
        let stored: Stored = serde_json::from_slice(&plain).map_err(|_| VaultError::Sealed)?;
        let answer = |one: &StoredField| Answer::stored(Field::parse(&one.field)?, &one.value);
        let told = Told { fields: stored.fields.iter().filter_map(answer).collect(), answer: stored.answer };
        found.insert(row.id, told);
    }
    Ok(found)
}
