//! The tables `series`, `speakers`, `occurrences` and `feed_versions`.
#![expect(
    clippy::disallowed_methods,
    reason = "sea-orm derives save and delete methods that begin a transaction; the store calls none of them"
)]

/// Series and one-offs.
pub mod series {
    use sea_orm::entity::prelude::*;

    /// A row of `series`.
    #[sea_orm::model]
    #[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
    #[sea_orm(table_name = "series")]
    pub struct Model {
        /// Key.
        #[sea_orm(primary_key)]
        pub id: i64,
        /// Public name.
        #[sea_orm(column_type = "String(StringLen::N(20))", unique)]
        pub public_id: String,
        /// Part of the address.
        #[sea_orm(column_type = "String(StringLen::N(80))", unique)]
        pub slug: String,
        /// iCalendar UID.
        #[sea_orm(column_type = "String(StringLen::N(255))", unique)]
        pub uid: String,
        /// Title.
        #[sea_orm(column_type = "Text")]
        pub title: String,
        /// One or two sentences.
        #[sea_orm(column_type = "Text")]
        pub summary: String,
        /// Category, or empty.
        #[sea_orm(column_type = "Text")]
        pub category: String,
        /// The category in lower case, to be compared.
        #[sea_orm(column_type = "Text")]
        pub category_key: String,
        /// IANA zone.
        #[sea_orm(column_type = "String(StringLen::N(64))")]
        pub zone: String,
        /// First start in the clocks of the zone.
        pub local_start: DateTime,
        /// Length in minutes.
        pub duration_minutes: i32,
        /// RFC 5545 value; null for a one-off.
        #[sea_orm(column_type = "Text")]
        pub rule: Option<String>,
        /// online, in person, hybrid.
        #[sea_orm(column_type = "String(StringLen::N(16))")]
        pub format: String,
        /// Place in words.
        #[sea_orm(column_type = "Text")]
        pub place: String,
        /// draft, published, cancelled.
        #[sea_orm(column_type = "String(StringLen::N(16))")]
        pub status: String,
        /// iCalendar SEQUENCE.
        pub sequence: i32,
        /// Loaded to try the site.
        pub sample: bool,
        /// When it was stored first.
        pub created_at: DateTimeUtc,
        /// When anything of it last changed.
        pub changed_at: DateTimeUtc,
        /// Start of the last date that `occurrences` holds; null when the series has no other to come.
        pub dates_until: Option<DateTimeUtc>,
        /// Release of the zone data its dates were resolved with.
        #[sea_orm(column_type = "String(StringLen::N(16))")]
        pub tzdata: String,
        /// Markdown.
        #[sea_orm(column_type = "Text")]
        pub description: String,
    }

    impl ActiveModelBehavior for ActiveModel {}
}

/// Speakers of a series.
pub mod speakers {
    use sea_orm::entity::prelude::*;

    /// A row of `speakers`.
    #[sea_orm::model]
    #[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
    #[sea_orm(table_name = "speakers")]
    pub struct Model {
        /// Key.
        #[sea_orm(primary_key)]
        pub id: i64,
        /// The series.
        pub series_id: i64,
        /// Place in the list, from 0.
        pub position: i32,
        /// Name.
        #[sea_orm(column_type = "Text")]
        pub name: String,
        /// Letters after the name.
        #[sea_orm(column_type = "Text")]
        pub credentials: String,
        /// What the person does.
        #[sea_orm(column_type = "Text")]
        pub role: String,
        /// Where.
        #[sea_orm(column_type = "Text")]
        pub affiliation: String,
    }

    impl ActiveModelBehavior for ActiveModel {}
}

/// Dates of series, for lists. Derived from the series.
pub mod occurrences {
    use sea_orm::entity::prelude::*;

    /// A row of `occurrences`.
    #[sea_orm::model]
    #[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
    #[sea_orm(table_name = "occurrences")]
    pub struct Model {
        /// Key.
        #[sea_orm(primary_key)]
        pub id: i64,
        /// The series.
        pub series_id: i64,
        /// The local start the rule gives; with the series, the name of the date.
        pub original_start: DateTime,
        /// When it begins.
        pub starts_at: DateTimeUtc,
        /// When it ends.
        pub ends_at: DateTimeUtc,
    }

    impl ActiveModelBehavior for ActiveModel {}
}

/// The version of each feed.
pub mod feed_versions {
    use sea_orm::entity::prelude::*;

    /// A row of `feed_versions`.
    #[sea_orm::model]
    #[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
    #[sea_orm(table_name = "feed_versions")]
    pub struct Model {
        /// The feed, such as `all` or `series/coffee-chat`.
        #[sea_orm(primary_key, auto_increment = false, column_type = "String(StringLen::N(120))")]
        pub scope: String,
        /// Rises by one with every change, also when the series goes.
        pub version: i64,
        /// When it rose last; never goes back.
        pub changed_at: DateTimeUtc,
    }

    impl ActiveModelBehavior for ActiveModel {}
}
