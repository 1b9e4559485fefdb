//! The table `grants`.
#![expect(
    clippy::disallowed_methods,
    reason = "sea-orm derives save and delete methods that begin a transaction; the store calls none of them"
)]

use sea_orm::entity::prelude::*;

/// A row of `grants`: one capability of one person, from the asking to the end.
#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "grants")]
pub struct Model {
    /// Key.
    #[sea_orm(primary_key)]
    pub id: i64,
    /// Public name.
    #[sea_orm(column_type = "String(StringLen::N(20))", unique)]
    pub public_id: String,
    /// Whose.
    pub account_id: i64,
    /// A word of [`domain::access::Capability`].
    #[sea_orm(column_type = "String(StringLen::N(16))")]
    pub capability: String,
    /// For organizers: keys of the categories, one to a line; null for all.
    #[sea_orm(column_type = "Text", nullable)]
    pub categories: Option<String>,
    /// How far it is.
    pub state: State,
    /// Account and capability while it is not over.
    #[sea_orm(column_type = "String(StringLen::N(40))", unique, nullable)]
    pub open_key: Option<String>,
    /// Pseudonym of the admin, or `house`.
    #[sea_orm(column_type = "String(StringLen::N(20))")]
    pub asked_by: String,
    /// When it was asked for.
    pub asked_at: DateTimeUtc,
    /// Why, in the admin's words.
    #[sea_orm(column_type = "Text")]
    pub reason: String,
    /// When it takes effect, or took.
    pub effective_at: Option<DateTimeUtc>,
    /// Pseudonym of the second admin, or `house`.
    #[sea_orm(column_type = "String(StringLen::N(20))", nullable)]
    pub confirmed_by: Option<String>,
    /// Pseudonym of whoever ended it, or `house`.
    #[sea_orm(column_type = "String(StringLen::N(20))", nullable)]
    pub ended_by: Option<String>,
    /// When it ended.
    pub ended_at: Option<DateTimeUtc>,
    /// Why it ended, in the admin's words.
    #[sea_orm(column_type = "Text", nullable)]
    pub end_reason: Option<String>,
    /// Pseudonym of the admin who wants the end, or `house`, while it is on its way.
    #[sea_orm(column_type = "String(StringLen::N(20))", nullable)]
    pub end_asked_by: Option<String>,
    /// When it ends, unless somebody stops that.
    pub ends_at: Option<DateTimeUtc>,
}

/// The stored form of [`domain::access::grant::Grant`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, EnumIter, DeriveActiveEnum)]
#[sea_orm(rs_type = "String", db_type = "String(StringLen::N(16))")]
pub enum State {
    /// Asked for.
    #[sea_orm(string_value = "waiting")]
    Waiting,
    /// In effect.
    #[sea_orm(string_value = "active")]
    Active,
    /// In effect, and somebody wants its end.
    #[sea_orm(string_value = "ending")]
    Ending,
    /// Taken away or stopped.
    #[sea_orm(string_value = "ended")]
    Ended,
}

impl ActiveModelBehavior for ActiveModel {}
