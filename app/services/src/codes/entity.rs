//! The tables `codes`, `code_singles` and `code_uses`.

#![expect(
    clippy::disallowed_methods,
    reason = "sea-orm derives save and delete methods that begin a transaction; the store calls none of them"
)]

/// Shared codes and batches.
pub mod codes {
    use sea_orm::entity::prelude::*;

    /// A row of `codes`.
    #[sea_orm::model]
    #[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
    #[sea_orm(table_name = "codes")]
    pub struct Model {
        /// Key.
        #[sea_orm(primary_key)]
        pub id: i64,
        /// Public name.
        #[sea_orm(column_type = "String(StringLen::N(20))", unique)]
        pub public_id: String,
        /// `shared` or `single`.
        #[sea_orm(column_type = "String(StringLen::N(8))")]
        pub kind: String,
        /// What stands on receipts.
        #[sea_orm(column_type = "String(StringLen::N(40))")]
        pub label: String,
        /// The letters of a shared code, normalized.
        #[sea_orm(column_type = "String(StringLen::N(24))", nullable)]
        pub letters: Option<String>,
        /// `percent` or `fixed`,
        #[sea_orm(column_type = "String(StringLen::N(8))")]
        pub off_kind: String,
        /// and hundredths of a percent or cents.
        pub off_number: i64,
        /// Only this currency.
        #[sea_orm(column_type = "String(StringLen::N(3))", nullable)]
        pub currency: Option<String>,
        /// Keys of plans between commas; empty for all.
        #[sea_orm(column_type = "Text")]
        pub plans: String,
        /// `new`, `renewal` or `both`.
        #[sea_orm(column_type = "String(StringLen::N(8))")]
        pub purpose: String,
        /// The zone of the two times.
        #[sea_orm(column_type = "String(StringLen::N(64))")]
        pub zone: String,
        /// From when.
        pub from_local: Option<DateTime>,
        /// Until when.
        pub until_local: Option<DateTime>,
        /// How often by everybody; of a batch, how many codes it has.
        pub cap: Option<i32>,
        /// How often by one person.
        pub per_person: i32,
        /// Held and redeemed.
        pub taken: i32,
        /// Only orders of at least so many cents.
        pub minimum: Option<i64>,
        /// Only first orders.
        pub first_purchase: bool,
        /// Words of stages between commas; empty for everybody.
        #[sea_orm(column_type = "String(StringLen::N(200))")]
        pub audience: String,
        /// Whose members it brings.
        #[sea_orm(column_type = "String(StringLen::N(120))", nullable)]
        pub partner: Option<String>,
        /// Invented.
        pub sample: bool,
        /// When the codes of a batch were made and handed out.
        pub handed_out_at: Option<DateTimeUtc>,
        /// When it was stopped.
        pub stopped_at: Option<DateTimeUtc>,
        /// When it was made.
        pub created_at: DateTimeUtc,
    }

    impl ActiveModelBehavior for ActiveModel {}
}

/// Codes that work once.
pub mod singles {
    use sea_orm::entity::prelude::*;

    /// A row of `code_singles`.
    #[sea_orm::model]
    #[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
    #[sea_orm(table_name = "code_singles")]
    pub struct Model {
        /// Key.
        #[sea_orm(primary_key)]
        pub id: i64,
        /// The batch.
        pub code_id: i64,
        /// The hash of the code.
        #[sea_orm(column_type = "String(StringLen::N(64))", unique)]
        pub code_sha256: String,
        /// 1 once it is held or redeemed.
        pub taken: i32,
    }

    impl ActiveModelBehavior for ActiveModel {}
}

/// Codes on orders.
pub mod uses {
    use sea_orm::entity::prelude::*;

    /// A row of `code_uses`.
    #[sea_orm::model]
    #[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
    #[sea_orm(table_name = "code_uses")]
    pub struct Model {
        /// Key.
        #[sea_orm(primary_key)]
        pub id: i64,
        /// The code or batch.
        pub code_id: i64,
        /// The code of the batch.
        pub single_id: Option<i64>,
        /// Whose; null once the person is erased.
        pub account_id: Option<i64>,
        /// The order.
        #[sea_orm(unique)]
        pub order_id: i64,
        /// The person's uses of the code, from 1.
        pub nth: i32,
        /// How it stands.
        pub state: State,
        /// When it was taken.
        pub created_at: DateTimeUtc,
        /// When it changed last.
        pub changed_at: DateTimeUtc,
    }

    /// How a use stands.
    #[derive(Debug, Clone, Copy, PartialEq, Eq, EnumIter, DeriveActiveEnum)]
    #[sea_orm(rs_type = "String", db_type = "String(StringLen::N(10))")]
    pub enum State {
        /// For an order that waits for its payment.
        #[sea_orm(string_value = "held")]
        Held,
        /// For an order that was paid.
        #[sea_orm(string_value = "redeemed")]
        Redeemed,
        /// The order ended unpaid; the code is free again.
        #[sea_orm(string_value = "released")]
        Released,
    }

    impl ActiveModelBehavior for ActiveModel {}
}
