//! The table `reports`.
#![expect(
    clippy::disallowed_methods,
    reason = "sea-orm derives save and delete methods that begin a transaction; the store calls none of them"
)]

use sea_orm::entity::prelude::*;

/// A row of `reports`: a problem with a page, as somebody told it.
#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "reports")]
pub struct Model {
    /// Key.
    #[sea_orm(primary_key)]
    pub id: i64,
    /// The number the person and the association know it by.
    #[sea_orm(column_type = "String(StringLen::N(20))", unique)]
    pub public_id: String,
    /// The local path it is about.
    #[sea_orm(column_type = "Text")]
    pub page: String,
    /// What kind of problem.
    pub what: What,
    /// In the person's own words.
    #[sea_orm(column_type = "Text")]
    pub details: String,
    /// The attached screenshot.
    #[sea_orm(unique)]
    pub file_id: Option<i64>,
    /// Open or closed.
    pub state: State,
    /// Sample content, not a person's report.
    pub sample: bool,
    /// When it was told.
    pub created_at: DateTimeUtc,
    /// When it was closed.
    pub closed_at: Option<DateTimeUtc>,
}

/// The stored form of [`domain::moderation::What`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, EnumIter, DeriveActiveEnum)]
#[sea_orm(rs_type = "String", db_type = "String(StringLen::N(32))")]
pub enum What {
    /// Something on the page is not true or out of date.
    #[sea_orm(string_value = "wrong-fact")]
    WrongFact,
    /// Something does not do what it should.
    #[sea_orm(string_value = "does-not-work")]
    DoesNotWork,
    /// The page is hard to read or to use.
    #[sea_orm(string_value = "hard-to-use")]
    HardToUse,
    /// Something is unkind or unsafe.
    #[sea_orm(string_value = "unkind")]
    Unkind,
    /// None of these.
    #[sea_orm(string_value = "something-else")]
    SomethingElse,
}

impl From<domain::moderation::What> for What {
    fn from(what: domain::moderation::What) -> Self {
        use domain::moderation::What as Domain;
        match what {
            Domain::WrongFact => Self::WrongFact,
            Domain::DoesNotWork => Self::DoesNotWork,
            Domain::HardToUse => Self::HardToUse,
            Domain::Unkind => Self::Unkind,
            Domain::SomethingElse => Self::SomethingElse,
        }
    }
}

impl From<What> for domain::moderation::What {
    fn from(what: What) -> Self {
        match what {
            What::WrongFact => Self::WrongFact,
            What::DoesNotWork => Self::DoesNotWork,
            What::HardToUse => Self::HardToUse,
            What::Unkind => Self::Unkind,
            What::SomethingElse => Self::SomethingElse,
        }
    }
}

/// Whether somebody still has to look at it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, EnumIter, DeriveActiveEnum)]
#[sea_orm(rs_type = "String", db_type = "String(StringLen::N(16))")]
pub enum State {
    /// Nobody has dealt with it yet.
    #[sea_orm(string_value = "open")]
    Open,
    /// Dealt with; `closed_at` says when.
    #[sea_orm(string_value = "closed")]
    Closed,
}

impl ActiveModelBehavior for ActiveModel {}
