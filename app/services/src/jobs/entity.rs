//! The table `jobs`.
#![expect(
    clippy::disallowed_methods,
    reason = "sea-orm derives save and delete methods that begin a transaction; the store calls none of them"
)]

use sea_orm::entity::prelude::*;

/// A row of `jobs`.
#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "jobs")]
pub struct Model {
    /// Key, in order of creation.
    #[sea_orm(primary_key)]
    pub id: i64,
    /// Which handler runs it, at most 64 characters.
    #[sea_orm(column_type = "String(StringLen::N(64))")]
    pub kind: String,
    /// Not before this instant.
    pub due_at: DateTimeUtc,
    /// JSON with ids, never with personal data.
    #[sea_orm(column_type = "Text")]
    pub payload: String,
    /// At most one job with this key exists at a time.
    #[sea_orm(column_type = "String(StringLen::N(128))", nullable, unique)]
    pub dedupe_key: Option<String>,
    /// A worker has it until then.
    pub leased_until: Option<DateTimeUtc>,
    /// How often a worker has begun it.
    pub attempts: i32,
    /// Why the last attempt did not succeed.
    #[sea_orm(column_type = "Text", nullable)]
    pub last_error: Option<String>,
    /// Waiting or stuck; a done job has no row.
    pub state: State,
    /// When it was asked for.
    pub created_at: DateTimeUtc,
}

/// Where a job stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, EnumIter, DeriveActiveEnum)]
#[sea_orm(rs_type = "String", db_type = "String(StringLen::N(16))")]
pub enum State {
    /// To be run when due, or running now under a lease.
    #[sea_orm(string_value = "waiting")]
    Waiting,
    /// Given up; a person has to look.
    #[sea_orm(string_value = "stuck")]
    Stuck,
}

impl ActiveModelBehavior for ActiveModel {}
