//! The tables `plans`, `memberships`, `section_members`, `orders`, `order_lines` and `payments`.

#![expect(
    clippy::disallowed_methods,
    reason = "sea-orm derives save and delete methods that begin a transaction; the store calls none of them"
)]

mod money;

pub use money::{order_lines, payments};

/// What can be ordered.
pub mod plans {
    use sea_orm::entity::prelude::*;

    /// A row of `plans`.
    #[sea_orm::model]
    #[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
    #[sea_orm(table_name = "plans")]
    pub struct Model {
        /// Key.
        #[sea_orm(primary_key)]
        pub id: i64,
        /// Name in addresses.
        #[sea_orm(column_type = "String(StringLen::N(40))", unique)]
        pub slug: String,
        /// What people call it.
        #[sea_orm(column_type = "String(StringLen::N(80))")]
        pub name: String,
        /// Who it is for and what is in it.
        #[sea_orm(column_type = "String(StringLen::N(400))")]
        pub summary: String,
        /// For one term, in cents.
        pub price_cents: i64,
        /// Of what.
        #[sea_orm(column_type = "String(StringLen::N(3))")]
        pub currency: String,
        /// The word of its term,
        #[sea_orm(column_type = "String(StringLen::N(16))")]
        pub term: String,
        /// and the number of months, of a term that has one.
        pub months: Option<i32>,
        /// Words of stages between commas; empty for everybody.
        #[sea_orm(column_type = "String(StringLen::N(200))")]
        pub audience: String,
        /// Days after the end in which nothing is taken away.
        pub grace_days: i32,
        /// Terms that can be bought at once.
        pub most_terms: i32,
        /// Whether orders are taken.
        pub open: bool,
        /// Invented.
        pub sample: bool,
        /// When it was made.
        pub created_at: DateTimeUtc,
    }

    impl ActiveModelBehavior for ActiveModel {}
}

/// How people stand.
pub mod memberships {
    use sea_orm::entity::prelude::*;

    /// A row of `memberships`.
    #[sea_orm::model]
    #[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
    #[sea_orm(table_name = "memberships")]
    pub struct Model {
        /// Key.
        #[sea_orm(primary_key)]
        pub id: i64,
        /// Whose.
        #[sea_orm(unique)]
        pub account_id: i64,
        /// How they stand.
        pub state: State,
        /// The plan that was paid for.
        pub plan_id: Option<i64>,
        /// Where they said they are.
        #[sea_orm(column_type = "String(StringLen::N(32))", nullable)]
        pub stage: Option<String>,
        /// Whether they said that they are an IMG.
        pub img: bool,
        /// The first day.
        #[sea_orm(column_type = "String(StringLen::N(10))", nullable)]
        pub from_day: Option<String>,
        /// The last day that was paid for.
        #[sea_orm(column_type = "String(StringLen::N(10))", nullable)]
        pub through_day: Option<String>,
        /// The last day by which they say that training goes on.
        #[sea_orm(column_type = "String(StringLen::N(10))", nullable)]
        pub confirm_by: Option<String>,
        /// Days of grace.
        pub grace_days: i32,
        /// The last day on which it holds by itself.
        #[sea_orm(column_type = "String(StringLen::N(10))", nullable)]
        pub last_day: Option<String>,
        /// The last day of grace.
        #[sea_orm(column_type = "String(StringLen::N(10))", nullable)]
        pub grace_until: Option<String>,
        /// The last reminder of this end: days before it.
        pub reminded_days: Option<i32>,
        /// When it changed last.
        pub changed_at: DateTimeUtc,
    }

    /// How somebody stands; the rules are [`domain::membership::State`].
    #[derive(Debug, Clone, Copy, PartialEq, Eq, EnumIter, DeriveActiveEnum)]
    #[sea_orm(rs_type = "String", db_type = "String(StringLen::N(12))")]
    pub enum State {
        /// Has asked for nothing.
        #[sea_orm(string_value = "none")]
        None,
        /// Waits for the first payment.
        #[sea_orm(string_value = "pending")]
        Pending,
        /// Belongs.
        #[sea_orm(string_value = "active")]
        Active,
        /// Is to renew.
        #[sea_orm(string_value = "grace")]
        Grace,
        /// Has run out.
        #[sea_orm(string_value = "lapsed")]
        Lapsed,
        /// Has left.
        #[sea_orm(string_value = "cancelled")]
        Cancelled,
        /// Was paid back.
        #[sea_orm(string_value = "refunded")]
        Refunded,
    }

    impl ActiveModelBehavior for ActiveModel {}
}

/// Who is in which section.
pub mod section_members {
    use sea_orm::entity::prelude::*;

    /// A row of `section_members`.
    #[sea_orm::model]
    #[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
    #[sea_orm(table_name = "section_members")]
    pub struct Model {
        /// Key.
        #[sea_orm(primary_key)]
        pub id: i64,
        /// The section.
        #[sea_orm(column_type = "String(StringLen::N(24))")]
        pub section: String,
        /// Who.
        pub account_id: i64,
        /// Since when.
        pub since: DateTimeUtc,
    }

    impl ActiveModelBehavior for ActiveModel {}
}

/// Orders.
pub mod orders {
    use sea_orm::entity::prelude::*;

    /// A row of `orders`.
    #[sea_orm::model]
    #[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
    #[sea_orm(table_name = "orders")]
    pub struct Model {
        /// Key.
        #[sea_orm(primary_key)]
        pub id: i64,
        /// Public name.
        #[sea_orm(column_type = "String(StringLen::N(20))", unique)]
        pub public_id: String,
        /// Whose; null once the person is erased.
        pub account_id: Option<i64>,
        /// What.
        pub plan_id: i64,
        /// How many terms.
        pub terms: i32,
        /// Where the person said they are.
        #[sea_orm(column_type = "String(StringLen::N(32))", nullable)]
        pub stage: Option<String>,
        /// Whether they said that they are an IMG.
        pub img: bool,
        /// When they expect training to end.
        #[sea_orm(column_type = "String(StringLen::N(10))", nullable)]
        pub training_ends: Option<String>,
        /// Whether they belonged when they ordered.
        pub renewal: bool,
        /// Cents before anything is taken off.
        pub subtotal: i64,
        /// Cents taken off.
        pub off: i64,
        /// Cents asked for.
        pub total: i64,
        /// Of what.
        #[sea_orm(column_type = "String(StringLen::N(3))")]
        pub currency: String,
        /// Where it stands.
        pub state: State,
        /// Cents that came in.
        pub received: i64,
        /// Cents that went back.
        pub refunded: i64,
        /// The last day on which it waits.
        #[sea_orm(column_type = "String(StringLen::N(10))")]
        pub due_day: String,
        /// The first day it gave.
        #[sea_orm(column_type = "String(StringLen::N(10))", nullable)]
        pub from_day: Option<String>,
        /// The last day it gave.
        #[sea_orm(column_type = "String(StringLen::N(10))", nullable)]
        pub through_day: Option<String>,
        /// When it was paid in full.
        pub paid_at: Option<DateTimeUtc>,
        /// When it was placed.
        pub created_at: DateTimeUtc,
        /// When it changed last.
        pub changed_at: DateTimeUtc,
    }

    /// Where an order stands; the rules are [`domain::membership::OrderState`].
    #[derive(Debug, Clone, Copy, PartialEq, Eq, EnumIter, DeriveActiveEnum)]
    #[sea_orm(rs_type = "String", db_type = "String(StringLen::N(12))")]
    pub enum State {
        /// Waits for its payment.
        #[sea_orm(string_value = "open")]
        Open,
        /// Paid in full.
        #[sea_orm(string_value = "paid")]
        Paid,
        /// Not paid in time.
        #[sea_orm(string_value = "dropped")]
        Dropped,
        /// Taken back.
        #[sea_orm(string_value = "cancelled")]
        Cancelled,
        /// Paid back.
        #[sea_orm(string_value = "refunded")]
        Refunded,
    }

    impl ActiveModelBehavior for ActiveModel {}
}
