//! The table `idempotency_keys`.
#![expect(
    clippy::disallowed_methods,
    reason = "sea-orm derives save and delete methods that begin a transaction; the store calls none of them"
)]

use sea_orm::entity::prelude::*;

/// A row of `idempotency_keys`: one form that was sent.
#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "idempotency_keys")]
pub struct Model {
    /// Key of the row.
    #[sea_orm(primary_key)]
    pub id: i64,
    /// The key inside the form; unique together with `action`.
    #[sea_orm(column_type = "String(StringLen::N(64))")]
    pub key: String,
    /// Which form, for example `moderation/report`.
    #[sea_orm(column_type = "String(StringLen::N(64))")]
    pub action: String,
    /// SHA-256 of what was sent, in hex.
    #[sea_orm(column_type = "String(StringLen::N(64))")]
    pub body_sha256: String,
    /// What came of it, as JSON.
    #[sea_orm(column_type = "Text")]
    pub outcome: String,
    /// When it was sent.
    pub created_at: DateTimeUtc,
}

impl ActiveModelBehavior for ActiveModel {}
