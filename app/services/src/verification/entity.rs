//! The table `verifications`.
#![expect(
    clippy::disallowed_methods,
    reason = "sea-orm derives save and delete methods that begin a transaction; the store calls none of them"
)]

use sea_orm::entity::prelude::*;

/// A row of `verifications`: what the association has put its name to.
#[sea_orm::model]
#[derive(Clone, PartialEq, Eq, Debug, DeriveEntityModel)]
#[sea_orm(table_name = "verifications")]
pub struct Model {
    /// Key.
    #[sea_orm(primary_key)]
    pub id: i64,
    /// The code, without hyphens.
    #[sea_orm(column_type = "String(StringLen::N(12))", unique)]
    pub code: String,
    /// A word of [`domain::verification::Kind`].
    #[sea_orm(column_type = "String(StringLen::N(16))")]
    pub kind: String,
    /// Whose it is; erased with them.
    pub account_id: Option<i64>,
    /// Whom it names, as it was issued.
    #[sea_orm(column_type = "String(StringLen::N(120))")]
    pub subject: String,
    /// What it says: pairs of a label and a value, as JSON.
    #[sea_orm(column_type = "Text")]
    pub facts: String,
    /// Who signed, as it was issued.
    #[sea_orm(column_type = "String(StringLen::N(120))")]
    pub signer: String,
    /// When it was issued.
    pub issued_at: DateTimeUtc,
    /// Since when it no longer holds.
    pub revoked_at: Option<DateTimeUtc>,
}

impl ActiveModelBehavior for ActiveModel {}
