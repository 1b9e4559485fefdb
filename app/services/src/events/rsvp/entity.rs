//! The tables `rsvps`, `standing_rsvps`, `rsvp_seats`, `guests`, `guest_links`, `joining_links` and `personal_feeds`.

#![expect(
    clippy::disallowed_methods,
    reason = "sea-orm derives save and delete methods that begin a transaction; the store calls none of them"
)]

/// Answers for single dates.
pub mod rsvps {
    use sea_orm::entity::prelude::*;

    /// A row of `rsvps`.
    #[sea_orm::model]
    #[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
    #[sea_orm(table_name = "rsvps")]
    pub struct Model {
        /// Key.
        #[sea_orm(primary_key)]
        pub id: i64,
        /// Public name.
        #[sea_orm(column_type = "String(StringLen::N(20))", unique)]
        pub public_id: String,
        /// The series.
        pub series_id: i64,
        /// The local start the series gives; with the series, the name of the date.
        pub original_start: DateTime,
        /// Whose answer; or
        pub account_id: Option<i64>,
        /// the guest's.
        pub guest_id: Option<i64>,
        /// What they said and got.
        pub state: State,
        /// Place in line; the lowest is next. Below zero: no answer any more, because the date was gone once; the name and the
        /// number in calendars are kept.
        pub ticket: i64,
        /// UID that the invitations by mail carry; null until there was one.
        #[sea_orm(column_type = "String(StringLen::N(255))", nullable)]
        pub uid: Option<String>,
        /// RECURRENCE-ID that they carry beside it.
        pub recurrence: Option<DateTime>,
        /// SEQUENCE of the last of them.
        pub sequence: Option<i32>,
        /// When they were reminded.
        pub reminded_at: Option<DateTimeUtc>,
        /// When they answered first.
        pub created_at: DateTimeUtc,
        /// When their standing last changed.
        pub changed_at: DateTimeUtc,
    }

    /// Where somebody stands.
    #[derive(Debug, Clone, Copy, PartialEq, Eq, EnumIter, DeriveActiveEnum)]
    #[sea_orm(rs_type = "String", db_type = "String(StringLen::N(12))")]
    pub enum State {
        /// Has a seat.
        #[sea_orm(string_value = "going")]
        Going,
        /// Stands in line.
        #[sea_orm(string_value = "waiting")]
        Waiting,
        /// Does not come.
        #[sea_orm(string_value = "not_going")]
        NotGoing,
    }

    impl ActiveModelBehavior for ActiveModel {}
}

/// Answers for every date to come.
pub mod standing_rsvps {
    use sea_orm::entity::prelude::*;

    /// A row of `standing_rsvps`.
    #[sea_orm::model]
    #[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
    #[sea_orm(table_name = "standing_rsvps")]
    pub struct Model {
        /// Key.
        #[sea_orm(primary_key)]
        pub id: i64,
        /// The series.
        pub series_id: i64,
        /// Whose; or
        pub account_id: Option<i64>,
        /// the guest's.
        pub guest_id: Option<i64>,
        /// Since when.
        pub created_at: DateTimeUtc,
    }

    impl ActiveModelBehavior for ActiveModel {}
}

/// Seats of single dates.
pub mod rsvp_seats {
    use sea_orm::entity::prelude::*;

    /// A row of `rsvp_seats`.
    #[sea_orm::model]
    #[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
    #[sea_orm(table_name = "rsvp_seats")]
    pub struct Model {
        /// Key.
        #[sea_orm(primary_key)]
        pub id: i64,
        /// The series.
        pub series_id: i64,
        /// The date.
        pub original_start: DateTime,
        /// Seats that somebody has.
        pub taken: i32,
        /// Seats to give; null when nobody counts.
        pub capacity: Option<i32>,
        /// The capacity, or what is taken where that is more.
        pub room: Option<i32>,
        /// The ticket of whoever answers next.
        pub next_ticket: i64,
    }

    impl ActiveModelBehavior for ActiveModel {}
}

/// People without an account.
pub mod guests {
    use sea_orm::entity::prelude::*;

    use crate::secret::Secret;

    /// A row of `guests`.
    #[sea_orm::model]
    #[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
    #[sea_orm(table_name = "guests")]
    pub struct Model {
        /// Key.
        #[sea_orm(primary_key)]
        pub id: i64,
        /// Public name.
        #[sea_orm(column_type = "String(StringLen::N(20))", unique)]
        pub public_id: String,
        /// What they are called.
        #[sea_orm(column_type = "String(StringLen::N(120))")]
        pub name: Secret,
        /// Where to write to.
        #[sea_orm(column_type = "String(StringLen::N(254))")]
        pub email: Secret,
        /// The address to compare by.
        #[sea_orm(column_type = "String(StringLen::N(254))", unique)]
        pub email_key: Secret,
        /// When they confirmed by link; null until then.
        pub confirmed_at: Option<DateTimeUtc>,
        /// When they wrote first.
        pub created_at: DateTimeUtc,
    }

    impl ActiveModelBehavior for ActiveModel {}
}

/// Links in mails to guests.
pub mod guest_links {
    use sea_orm::entity::prelude::*;

    /// A row of `guest_links`.
    #[sea_orm::model]
    #[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
    #[sea_orm(table_name = "guest_links")]
    pub struct Model {
        /// Key.
        #[sea_orm(primary_key)]
        pub id: i64,
        /// Whose.
        pub guest_id: i64,
        /// The series it is about.
        pub series_id: i64,
        /// The hash of the token.
        #[sea_orm(column_type = "String(StringLen::N(64))", unique)]
        pub token_sha256: String,
        /// What its buttons are about: `date` or `series`.
        #[sea_orm(column_type = "String(StringLen::N(8))")]
        pub wish: String,
        /// The date it asks for.
        pub original_start: Option<DateTime>,
        /// Until when it works.
        pub expires_at: DateTimeUtc,
        /// When it was mailed.
        pub created_at: DateTimeUtc,
    }

    impl ActiveModelBehavior for ActiveModel {}
}

/// Where those who come join.
pub mod joining_links {
    use sea_orm::entity::prelude::*;

    use crate::secret::Secret;

    /// A row of `joining_links`.
    #[sea_orm::model]
    #[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
    #[sea_orm(table_name = "joining_links")]
    pub struct Model {
        /// Key.
        #[sea_orm(primary_key)]
        pub id: i64,
        /// The series.
        pub series_id: i64,
        /// The date; null for every date that has none of its own.
        pub original_start: Option<DateTime>,
        /// The address.
        #[sea_orm(column_type = "Text")]
        pub link: Secret,
        /// Minutes before the start from which it is shown.
        pub opens_minutes: i32,
    }

    impl ActiveModelBehavior for ActiveModel {}
}

/// Calendars of what people attend.
pub mod personal_feeds {
    use sea_orm::entity::prelude::*;

    /// A row of `personal_feeds`.
    #[sea_orm::model]
    #[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
    #[sea_orm(table_name = "personal_feeds")]
    pub struct Model {
        /// Key.
        #[sea_orm(primary_key)]
        pub id: i64,
        /// Whose.
        #[sea_orm(unique)]
        pub account_id: i64,
        /// The hash of the address' secret.
        #[sea_orm(column_type = "String(StringLen::N(64))", unique)]
        pub token_sha256: String,
        /// Rises with each answer of its owner.
        pub version: i64,
        /// When it rose last; never goes back.
        pub changed_at: DateTimeUtc,
        /// When the address was made.
        pub created_at: DateTimeUtc,
        /// When a calendar last asked.
        pub fetched_at: Option<DateTimeUtc>,
        /// How often one has.
        pub fetches: i64,
    }

    impl ActiveModelBehavior for ActiveModel {}
}
