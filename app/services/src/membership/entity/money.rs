//! The tables `order_lines` and `payments`.

/// What stands on receipts.
pub mod order_lines {
    use sea_orm::entity::prelude::*;

    /// A row of `order_lines`.
    #[sea_orm::model]
    #[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
    #[sea_orm(table_name = "order_lines")]
    pub struct Model {
        /// Key.
        #[sea_orm(primary_key)]
        pub id: i64,
        /// The order.
        pub order_id: i64,
        /// Place on the receipt, from 1.
        pub place: i32,
        /// What it is for.
        #[sea_orm(column_type = "String(StringLen::N(160))")]
        pub label: String,
        /// Cents; below zero where something is taken off.
        pub cents: i64,
    }

    impl ActiveModelBehavior for ActiveModel {}
}

/// Money that came in or went back.
pub mod payments {
    use sea_orm::entity::prelude::*;

    use crate::secret::Secret;

    /// A row of `payments`.
    #[sea_orm::model]
    #[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
    #[sea_orm(table_name = "payments")]
    pub struct Model {
        /// Key.
        #[sea_orm(primary_key)]
        pub id: i64,
        /// Public name.
        #[sea_orm(column_type = "String(StringLen::N(20))", unique)]
        pub public_id: String,
        /// The order.
        pub order_id: i64,
        /// Cents; below zero for what went back.
        pub cents: i64,
        /// How it came.
        #[sea_orm(column_type = "String(StringLen::N(12))", nullable)]
        pub method: Option<String>,
        /// On which day.
        #[sea_orm(column_type = "String(StringLen::N(10))")]
        pub day: String,
        /// A check's number, a line of the bank's.
        #[sea_orm(column_type = "String(StringLen::N(120))")]
        pub reference: Secret,
        /// Why it went back.
        #[sea_orm(column_type = "String(StringLen::N(500))")]
        pub reason: Secret,
        /// When it was written down.
        pub created_at: DateTimeUtc,
    }

    impl ActiveModelBehavior for ActiveModel {}
}
