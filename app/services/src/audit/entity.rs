//! The tables `audit_log` and `audit_head`.
#![expect(
    clippy::disallowed_methods,
    reason = "sea-orm derives save and delete methods that begin a transaction; the store calls none of them"
)]

/// What was done.
pub mod log {
    use sea_orm::entity::prelude::*;

    /// A row of `audit_log`.
    #[sea_orm::model]
    #[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
    #[sea_orm(table_name = "audit_log")]
    pub struct Model {
        /// Key.
        #[sea_orm(primary_key)]
        pub id: i64,
        /// Place in the chain, from 1 without a gap.
        #[sea_orm(unique)]
        pub seq: i64,
        /// When.
        pub at: DateTimeUtc,
        /// Pseudonym of a person, `house` or `anonymous`.
        #[sea_orm(column_type = "String(StringLen::N(20))")]
        pub actor: String,
        /// A word of [`domain::access::Action`].
        #[sea_orm(column_type = "String(StringLen::N(40))")]
        pub action: String,
        /// Kind and public name of the thing; empty for none.
        #[sea_orm(column_type = "String(StringLen::N(60))")]
        pub object: String,
        /// Done or denied.
        pub outcome: Outcome,
        /// How often, for denied attempts of one hour.
        pub count: i64,
        /// The request, as the logs name it.
        #[sea_orm(column_type = "String(StringLen::N(64))")]
        pub request_id: String,
        /// Fixed words; never an address, a name or anything else a person typed.
        #[sea_orm(column_type = "Text")]
        pub note: String,
        /// Hash of the row before; zeros for the first.
        #[sea_orm(column_type = "String(StringLen::N(64))")]
        pub prev_hash: String,
        /// Hash of this row.
        #[sea_orm(column_type = "String(StringLen::N(64))", unique)]
        pub hash: String,
    }

    /// What came of it.
    #[derive(Debug, Clone, Copy, PartialEq, Eq, EnumIter, DeriveActiveEnum)]
    #[sea_orm(rs_type = "String", db_type = "String(StringLen::N(8))")]
    pub enum Outcome {
        /// It was done.
        #[sea_orm(string_value = "done")]
        Done,
        /// The table of permissions said no.
        #[sea_orm(string_value = "denied")]
        Denied,
    }

    impl ActiveModelBehavior for ActiveModel {}
}

/// The end of the chain.
pub mod head {
    use sea_orm::entity::prelude::*;

    /// The one row of `audit_head`.
    #[sea_orm::model]
    #[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
    #[sea_orm(table_name = "audit_head")]
    pub struct Model {
        /// Always 1.
        #[sea_orm(primary_key, auto_increment = false)]
        pub id: i64,
        /// Place of the last row.
        pub seq: i64,
        /// Its hash.
        #[sea_orm(column_type = "String(StringLen::N(64))")]
        pub hash: String,
    }

    impl ActiveModelBehavior for ActiveModel {}
}
