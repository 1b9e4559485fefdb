//! People as other features may know them: who is behind an id, an address or a pseudonym, and how they stand.

use chrono::{DateTime, Utc};
use domain::access::Standing;
use domain::id::PublicId;
use domain::identity::Email;
use sea_orm::{ColumnTrait, ConnectionTrait, DbErr, EntityTrait, QueryFilter};

use super::entity::accounts;

/// Somebody with an account.
#[derive(Clone, PartialEq, Eq)]
pub struct Someone {
    /// Key of the account.
    pub account: i64,
    /// Public id.
    pub id: PublicId,
    /// Stands for them in the audit log.
    pub pseudonym: PublicId,
    /// Where to write to; only staff and the person see it.
    pub email: String,
    /// How they stand.
    pub standing: Standing,
    /// Invented.
    pub sample: bool,
    /// Since when there is an account.
    pub since: DateTime<Utc>,
}

/// The address stays out of logs.
impl std::fmt::Debug for Someone {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Someone").field("id", &self.id).field("standing", &self.standing).finish_non_exhaustive()
    }
}

impl Someone {
    fn from_row(row: accounts::Model) -> Option<Self> {
        Some(Self {
            account: row.id,
            id: PublicId::parse(&row.public_id)?,
            pseudonym: PublicId::parse(&row.pseudonym)?,
            email: row.email,
            standing: match row.state {
                accounts::State::Unconfirmed => Standing::Unconfirmed,
                accounts::State::Active => Standing::Active,
                accounts::State::Suspended => Standing::Suspended,
                accounts::State::Leaving => Standing::Leaving,
            },
            sample: row.sample,
            since: row.created_at,
        })
    }
}

/// The person with this public id.
pub async fn by_id(db: &impl ConnectionTrait, id: PublicId) -> Result<Option<Someone>, DbErr> {
    let row = accounts::Entity::find().filter(accounts::COLUMN.public_id.eq(id.as_str())).one(db).await?;
    Ok(row.and_then(Someone::from_row))
}

/// The person with this address.
pub async fn by_email(db: &impl ConnectionTrait, email: &Email) -> Result<Option<Someone>, DbErr> {
    let row = accounts::Entity::find().filter(accounts::COLUMN.email_key.eq(email.key())).one(db).await?;
    Ok(row.and_then(Someone::from_row))
}

/// The people behind keys of accounts.
pub async fn by_accounts(db: &impl ConnectionTrait, keys: &[i64]) -> Result<Vec<Someone>, DbErr> {
    if keys.is_empty() {
        return Ok(Vec::new());
    }
    let rows = accounts::Entity::find().filter(accounts::Column::Id.is_in(keys.iter().copied())).all(db).await?;
    Ok(rows.into_iter().filter_map(Someone::from_row).collect())
}

/// The people behind pseudonyms; those who were erased are not among them.
pub async fn by_pseudonyms(db: &impl ConnectionTrait, pseudonyms: &[&str]) -> Result<Vec<Someone>, DbErr> {
    if pseudonyms.is_empty() {
        return Ok(Vec::new());
    }
    let wanted = pseudonyms.iter().copied();
    let rows = accounts::Entity::find().filter(accounts::Column::Pseudonym.is_in(wanted)).all(db).await?;
    Ok(rows.into_iter().filter_map(Someone::from_row).collect())
}
