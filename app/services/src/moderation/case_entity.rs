//! The tables `cases`, `case_reports`, `evidence`, `hidden_content` and `blocks`.
#![expect(
    clippy::disallowed_methods,
    reason = "sea-orm derives save and delete methods that begin a transaction; the store calls none of them"
)]

/// Cases of the room.
pub mod cases {
    use sea_orm::entity::prelude::*;

    /// A row of `cases`.
    #[sea_orm::model]
    #[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
    #[sea_orm(table_name = "cases")]
    pub struct Model {
        /// Key.
        #[sea_orm(primary_key)]
        pub id: i64,
        /// Public name.
        #[sea_orm(column_type = "String(StringLen::N(20))", unique)]
        pub public_id: String,
        /// A word of [`domain::moderation::Kind`].
        #[sea_orm(column_type = "String(StringLen::N(16))")]
        pub kind: String,
        /// Whom it is about; null for a page and for somebody who is erased.
        pub subject_account: Option<i64>,
        /// What it is about, as the feature names it; empty for a person or a page.
        #[sea_orm(column_type = "String(StringLen::N(60))")]
        pub content: String,
        /// Brings reports of one thing together while nobody has decided.
        #[sea_orm(column_type = "String(StringLen::N(60))", unique, nullable)]
        pub open_key: Option<String>,
        /// How far it is.
        pub state: State,
        /// How many reports it has.
        pub reports: i32,
        /// When the first of them came.
        pub opened_at: DateTimeUtc,
        /// Since when a moderator has something to do: the report or the appeal.
        pub waiting_since: DateTimeUtc,
        /// A word of [`domain::moderation::Decision`].
        #[sea_orm(column_type = "String(StringLen::N(16))", nullable)]
        pub decision: Option<String>,
        /// A word of [`domain::moderation::Ground`].
        #[sea_orm(column_type = "String(StringLen::N(20))", nullable)]
        pub ground: Option<String>,
        /// The moderator's note, for other moderators.
        #[sea_orm(column_type = "Text", nullable)]
        pub note: Option<String>,
        /// Pseudonym of the moderator, or `house`.
        #[sea_orm(column_type = "String(StringLen::N(20))", nullable)]
        pub decided_by: Option<String>,
        /// When it was decided.
        pub decided_at: Option<DateTimeUtc>,
        /// What the person said against it.
        #[sea_orm(column_type = "Text", nullable)]
        pub appeal: Option<String>,
        /// Pseudonym of the moderator who answered or took it back.
        #[sea_orm(column_type = "String(StringLen::N(20))", nullable)]
        pub answered_by: Option<String>,
        /// When.
        pub answered_at: Option<DateTimeUtc>,
        /// The reported problem with a page.
        #[sea_orm(unique)]
        pub report_id: Option<i64>,
        /// Keyed hash of the address of somebody who was erased while their account was stopped.
        #[sea_orm(column_type = "String(StringLen::N(64))", nullable)]
        pub held_address: Option<String>,
        /// Until when it is known.
        pub held_until: Option<DateTimeUtc>,
    }

    /// The stored form of [`domain::moderation::Case`].
    #[derive(Debug, Clone, Copy, PartialEq, Eq, EnumIter, DeriveActiveEnum)]
    #[sea_orm(rs_type = "String", db_type = "String(StringLen::N(16))")]
    pub enum State {
        /// Nobody has decided.
        #[sea_orm(string_value = "open")]
        Open,
        /// Decided.
        #[sea_orm(string_value = "decided")]
        Decided,
        /// The person asks for another look.
        #[sea_orm(string_value = "appealed")]
        Appealed,
        /// The decision stands.
        #[sea_orm(string_value = "upheld")]
        Upheld,
        /// The decision was taken back.
        #[sea_orm(string_value = "overturned")]
        Overturned,
    }

    impl ActiveModelBehavior for ActiveModel {}
}

/// What was told of a person or of what they wrote.
pub mod case_reports {
    use sea_orm::entity::prelude::*;

    /// A row of `case_reports`.
    #[sea_orm::model]
    #[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
    #[sea_orm(table_name = "case_reports")]
    pub struct Model {
        /// Key.
        #[sea_orm(primary_key)]
        pub id: i64,
        /// The case.
        pub case_id: i64,
        /// Who told it; null when they have left.
        pub reporter_account: Option<i64>,
        /// A word of [`domain::moderation::Ground`].
        #[sea_orm(column_type = "String(StringLen::N(20))")]
        pub ground: String,
        /// In the person's own words.
        #[sea_orm(column_type = "Text")]
        pub details: String,
        /// When.
        pub created_at: DateTimeUtc,
    }

    impl ActiveModelBehavior for ActiveModel {}
}

/// What was reported, as it was.
pub mod evidence {
    use sea_orm::entity::prelude::*;

    /// A row of `evidence`.
    #[sea_orm::model]
    #[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
    #[sea_orm(table_name = "evidence")]
    pub struct Model {
        /// Key.
        #[sea_orm(primary_key)]
        pub id: i64,
        /// The case.
        pub case_id: i64,
        /// 1 for the first.
        pub version: i32,
        /// What was there, as text.
        #[sea_orm(column_type = "Text")]
        pub content: String,
        /// Hash of the text.
        #[sea_orm(column_type = "String(StringLen::N(64))")]
        pub sha256: String,
        /// The photo as JPEG, sealed under the key of the person.
        #[sea_orm(column_type = "Text", nullable)]
        pub picture: Option<String>,
        /// What the person had told whoever reported it, sealed under their key.
        #[sea_orm(column_type = "Text", nullable)]
        pub told: Option<String>,
        /// When it was taken.
        pub taken_at: DateTimeUtc,
    }

    impl ActiveModelBehavior for ActiveModel {}
}

/// What moderators have hidden.
pub mod hidden_content {
    use sea_orm::entity::prelude::*;

    /// A row of `hidden_content`.
    #[sea_orm::model]
    #[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
    #[sea_orm(table_name = "hidden_content")]
    pub struct Model {
        /// Key.
        #[sea_orm(primary_key)]
        pub id: i64,
        /// The case it was decided in.
        #[sea_orm(unique)]
        pub case_id: i64,
        /// What, as the feature names it.
        #[sea_orm(column_type = "String(StringLen::N(60))")]
        pub content: String,
        /// Since when.
        pub hidden_at: DateTimeUtc,
    }

    impl ActiveModelBehavior for ActiveModel {}
}

/// People who keep others away.
pub mod blocks {
    use sea_orm::entity::prelude::*;

    /// A row of `blocks`.
    #[sea_orm::model]
    #[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
    #[sea_orm(table_name = "blocks")]
    pub struct Model {
        /// Key.
        #[sea_orm(primary_key)]
        pub id: i64,
        /// Account that blocks.
        pub blocker: i64,
        /// Account that is blocked.
        pub blocked: i64,
        /// Since when.
        pub created_at: DateTimeUtc,
        /// The request, or the number in a cohort, by which it was named, where the blocker was not told who it is.
        pub named: Option<String>,
    }

    impl ActiveModelBehavior for ActiveModel {}
}
