//! The tables `ledger_postings` and `ledger_entries`.

#![expect(
    clippy::disallowed_methods,
    reason = "sea-orm derives save and delete methods that begin a transaction; the store calls none of them"
)]

/// Postings.
pub mod postings {
    use sea_orm::entity::prelude::*;

    /// A row of `ledger_postings`.
    #[sea_orm::model]
    #[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
    #[sea_orm(table_name = "ledger_postings")]
    pub struct Model {
        /// Key.
        #[sea_orm(primary_key)]
        pub id: i64,
        /// The order it is about.
        pub order_id: i64,
        /// What happened.
        #[sea_orm(column_type = "String(StringLen::N(12))")]
        pub kind: String,
        /// When.
        pub created_at: DateTimeUtc,
    }

    impl ActiveModelBehavior for ActiveModel {}
}

/// Their sides.
pub mod entries {
    use sea_orm::entity::prelude::*;

    /// A row of `ledger_entries`.
    #[sea_orm::model]
    #[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
    #[sea_orm(table_name = "ledger_entries")]
    pub struct Model {
        /// Key.
        #[sea_orm(primary_key)]
        pub id: i64,
        /// The posting.
        pub posting_id: i64,
        /// The account.
        #[sea_orm(column_type = "String(StringLen::N(12))")]
        pub book: String,
        /// Cents; debits above zero, credits below.
        pub cents: i64,
    }

    impl ActiveModelBehavior for ActiveModel {}
}
