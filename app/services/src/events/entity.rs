//! The tables `series`, `overrides`, `speakers`, `materials`, `series_tags`, `occurrences` and `feed_versions`.
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
        /// Tags as they are written, one to a line.
        #[sea_orm(column_type = "Text")]
        pub tags: String,
        /// Who organizes it, or empty.
        #[sea_orm(column_type = "Text")]
        pub organizer: String,
        /// A public address.
        #[sea_orm(column_type = "Text")]
        pub link: Option<String>,
        /// How many people may come to each date.
        pub capacity: Option<i32>,
        /// When the series as a whole was canceled.
        pub cancelled_at: Option<DateTimeUtc>,
        /// The slug of the part it goes on from.
        #[sea_orm(column_type = "String(StringLen::N(80))")]
        pub continues: Option<String>,
        /// Further local starts, one to a line.
        #[sea_orm(column_type = "Text")]
        pub extra: String,
        /// Local starts of the rule that are left out, one to a line.
        #[sea_orm(column_type = "Text")]
        pub excluded: String,
        /// What it is found by, in lower case.
        #[sea_orm(column_type = "Text")]
        pub search: String,
        /// everybody, materials for members, members.
        #[sea_orm(column_type = "String(StringLen::N(24))")]
        pub for_whom: String,
        /// Markdown.
        #[sea_orm(column_type = "Text")]
        pub description: String,
    }

    impl ActiveModelBehavior for ActiveModel {}
}

/// What single dates say otherwise.
pub mod overrides {
    use sea_orm::entity::prelude::*;

    /// A row of `overrides`; what is null is as the series says.
    #[sea_orm::model]
    #[derive(Clone, Debug, PartialEq, Eq, serde::Deserialize, DeriveEntityModel)]
    #[sea_orm(table_name = "overrides")]
    pub struct Model {
        /// Key.
        #[sea_orm(primary_key)]
        pub id: i64,
        /// The series.
        pub series_id: i64,
        /// The local start the series gives; with the series, the name of the date.
        #[serde(deserialize_with = "crate::gathered::local")]
        pub original_start: DateTime,
        /// Title.
        #[sea_orm(column_type = "Text")]
        pub title: Option<String>,
        /// Place in words.
        #[sea_orm(column_type = "Text")]
        pub place: Option<String>,
        /// A public address.
        #[sea_orm(column_type = "Text")]
        pub link: Option<String>,
        /// How many people may come.
        pub capacity: Option<i32>,
        /// Has the date speakers of its own, be it nobody?
        #[serde(deserialize_with = "crate::gathered::flag")]
        pub own_speakers: bool,
        /// Another local start.
        #[serde(deserialize_with = "crate::gathered::some_local")]
        pub moved_to: Option<DateTime>,
        /// Another length.
        pub minutes: Option<i32>,
        /// When it was canceled.
        #[serde(deserialize_with = "crate::gathered::some_instant")]
        pub cancelled_at: Option<DateTimeUtc>,
        /// Where the recording is.
        #[sea_orm(column_type = "Text")]
        pub recording: Option<String>,
        /// iCalendar SEQUENCE.
        pub sequence: i32,
        /// When anything of it last changed.
        #[serde(deserialize_with = "crate::gathered::instant")]
        pub changed_at: DateTimeUtc,
        /// What this date is found by, in lower case.
        #[sea_orm(column_type = "Text")]
        pub search: String,
        /// Markdown.
        #[sea_orm(column_type = "Text")]
        pub description: Option<String>,
    }

    impl ActiveModelBehavior for ActiveModel {}
}

/// Materials of single dates.
pub mod materials {
    use sea_orm::entity::prelude::*;

    /// A row of `materials`.
    #[sea_orm::model]
    #[derive(Clone, Debug, PartialEq, Eq, serde::Deserialize, DeriveEntityModel)]
    #[sea_orm(table_name = "materials")]
    pub struct Model {
        /// Key.
        #[sea_orm(primary_key)]
        pub id: i64,
        /// The date's row in `overrides`.
        pub override_id: i64,
        /// Place in the list, from 0.
        pub position: i32,
        /// Title.
        #[sea_orm(column_type = "Text")]
        pub title: String,
        /// Where it is.
        #[sea_orm(column_type = "Text")]
        pub link: String,
    }

    impl ActiveModelBehavior for ActiveModel {}
}

/// Tags to filter by. Derived from the series.
pub mod series_tags {
    use sea_orm::entity::prelude::*;

    /// A row of `series_tags`.
    #[sea_orm::model]
    #[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
    #[sea_orm(table_name = "series_tags")]
    pub struct Model {
        /// Key.
        #[sea_orm(primary_key)]
        pub id: i64,
        /// The series.
        pub series_id: i64,
        /// The tag as it is written.
        #[sea_orm(column_type = "Text")]
        pub tag: String,
        /// The tag in lower case, to be compared.
        #[sea_orm(column_type = "Text")]
        pub tag_key: String,
    }

    impl ActiveModelBehavior for ActiveModel {}
}

/// Speakers of a series and of single dates.
pub mod speakers {
    use sea_orm::entity::prelude::*;

    /// A row of `speakers`.
    #[sea_orm::model]
    #[derive(Clone, Debug, PartialEq, Eq, serde::Deserialize, DeriveEntityModel)]
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
        /// About the person, or empty.
        #[sea_orm(column_type = "Text")]
        pub bio: String,
        /// The date they speak at; null for the series as a whole.
        pub override_id: Option<i64>,
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
        /// What the date is called in an address.
        #[sea_orm(column_type = "String(StringLen::N(20))")]
        pub name: String,
        /// Is this date canceled, though its series may go on?
        pub cancelled: bool,
        /// Does it begin at another time than the series says?
        pub moved: bool,
        /// What it says otherwise.
        pub override_id: Option<i64>,
        /// When it begins, of a date that lasts long; null for the others.
        pub long_since: Option<DateTimeUtc>,
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
