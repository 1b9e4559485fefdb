//! The tables `postings`, `posting_marks`, `posting_drafts`, `host_checks`, `saved_postings` and `applications`.
#![expect(
    clippy::disallowed_methods,
    reason = "sea-orm derives save and delete methods that begin a transaction; the store calls none of them"
)]

/// Postings that were sent in.
pub mod postings {
    use sea_orm::entity::prelude::*;

    /// A row of `postings`.
    #[sea_orm::model]
    #[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
    #[sea_orm(table_name = "postings")]
    pub struct Model {
        /// Key.
        #[sea_orm(primary_key)]
        pub id: i64,
        /// Public name.
        #[sea_orm(column_type = "String(StringLen::N(20))", unique)]
        pub public_id: String,
        /// Whose.
        pub host_account: i64,
        /// A word of [`domain::opportunities::State`], never `draft`.
        #[sea_orm(column_type = "String(StringLen::N(12))")]
        pub state: String,
        /// The posting as JSON.
        #[sea_orm(column_type = "Text")]
        pub body: String,
        /// What it is called.
        #[sea_orm(column_type = "String(StringLen::N(120))")]
        pub title: String,
        /// Title, institution and department in lower case.
        #[sea_orm(column_type = "Text")]
        pub search: String,
        /// A word of [`domain::opportunities::Kind`].
        #[sea_orm(column_type = "String(StringLen::N(24))")]
        pub kind: String,
        /// A word of [`domain::opportunities::Contact`].
        #[sea_orm(column_type = "String(StringLen::N(24))")]
        pub contact: String,
        /// A word of the list of specialties.
        #[sea_orm(column_type = "String(StringLen::N(40))")]
        pub specialty: String,
        /// A word of the list of states; empty when it is remote.
        #[sea_orm(column_type = "String(StringLen::N(8))")]
        pub region: String,
        /// A word of [`domain::opportunities::Mode`].
        #[sea_orm(column_type = "String(StringLen::N(8))")]
        pub mode: String,
        /// Cents for a week of the shortest stay.
        pub fee_week: i64,
        /// Shortest stay.
        pub weeks_least: i32,
        /// Longest stay.
        pub weeks_most: i32,
        /// Help with a visa, one bit for each in the order of the list.
        pub visa_bits: i32,
        /// Who may apply, one bit for each in the order of the list.
        pub group_bits: i32,
        /// What may come of it, one bit for each in the order of the list.
        pub outcome_bits: i32,
        /// The first month in which a stay may begin, such as 202703; null for any.
        pub begins_from: Option<i32>,
        /// The last one; null for any.
        pub begins_to: Option<i32>,
        /// The number of the last change of what lists show of it.
        pub revision: i64,
        /// People taken.
        pub seats: i32,
        /// Offers that hold a place.
        pub offered: i32,
        /// Places taken for good,
        pub taken: i32,
        /// and how many of them by stays that are over, of people who are erased.
        pub past_stays: i32,
        /// The rules that fired, as JSON.
        #[sea_orm(column_type = "Text")]
        pub flags: String,
        /// What it says now was checked, or needed no check.
        pub checked: bool,
        /// Its host had closed it before it was held or taken down, so no check opens it.
        pub closed: bool,
        /// Pseudonym of the moderator who reads it.
        #[sea_orm(column_type = "String(StringLen::N(20))", nullable)]
        pub reviewer: Option<String>,
        /// What the last moderator said to the host.
        #[sea_orm(column_type = "Text", nullable)]
        pub note: Option<String>,
        /// From when on nobody may apply.
        pub expires_at: DateTimeUtc,
        /// When it was sent in last.
        pub submitted_at: DateTimeUtc,
        /// When it was published first.
        pub published_at: Option<DateTimeUtc>,
        /// When it changed last.
        pub changed_at: DateTimeUtc,
        /// Invented.
        pub sample: bool,
    }

    impl ActiveModelBehavior for ActiveModel {}
}

/// What has changed of postings as lists show them.
pub mod posting_marks {
    use sea_orm::entity::prelude::*;

    /// The row of `posting_marks`.
    #[sea_orm::model]
    #[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
    #[sea_orm(table_name = "posting_marks")]
    pub struct Model {
        /// Always 1.
        #[sea_orm(primary_key, auto_increment = false)]
        pub id: i64,
        /// The number of the last change; rises with each.
        pub changed: i64,
        /// How often postings were deleted.
        pub removed: i64,
    }

    impl ActiveModelBehavior for ActiveModel {}
}

/// Postings that are being written.
pub mod posting_drafts {
    use sea_orm::entity::prelude::*;

    /// A row of `posting_drafts`.
    #[sea_orm::model]
    #[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
    #[sea_orm(table_name = "posting_drafts")]
    pub struct Model {
        /// Key.
        #[sea_orm(primary_key)]
        pub id: i64,
        /// Public name.
        #[sea_orm(column_type = "String(StringLen::N(20))", unique)]
        pub public_id: String,
        /// Whose; or
        pub account_id: Option<i64>,
        /// the hash of the token of somebody without an account.
        #[sea_orm(column_type = "String(StringLen::N(64))", unique, nullable)]
        pub token_sha256: Option<String>,
        /// The posting it was sent in as.
        pub posting_id: Option<i64>,
        /// Names and values of the form, as JSON.
        #[sea_orm(column_type = "Text")]
        pub fields: String,
        /// When it was begun.
        pub created_at: DateTimeUtc,
        /// When it changed last.
        pub changed_at: DateTimeUtc,
    }

    impl ActiveModelBehavior for ActiveModel {}
}

/// Who has looked at which host.
pub mod host_checks {
    use sea_orm::entity::prelude::*;

    /// A row of `host_checks`.
    #[sea_orm::model]
    #[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
    #[sea_orm(table_name = "host_checks")]
    pub struct Model {
        /// Key.
        #[sea_orm(primary_key)]
        pub id: i64,
        /// The host.
        pub account_id: i64,
        /// Pseudonym of the moderator.
        #[sea_orm(column_type = "String(StringLen::N(20))")]
        pub moderator: String,
        /// What was looked at, in the moderator's words.
        #[sea_orm(column_type = "Text")]
        pub what: String,
        /// When.
        pub checked_at: DateTimeUtc,
    }

    impl ActiveModelBehavior for ActiveModel {}
}

/// Postings people want to find again.
pub mod saved_postings {
    use sea_orm::entity::prelude::*;

    /// A row of `saved_postings`.
    #[sea_orm::model]
    #[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
    #[sea_orm(table_name = "saved_postings")]
    pub struct Model {
        /// Key.
        #[sea_orm(primary_key)]
        pub id: i64,
        /// Who.
        pub account_id: i64,
        /// What.
        pub posting_id: i64,
        /// Since when.
        pub created_at: DateTimeUtc,
    }

    impl ActiveModelBehavior for ActiveModel {}
}

/// Applications.
pub mod applications {
    use sea_orm::entity::prelude::*;

    use crate::secret::Secret;

    /// A row of `applications`.
    #[sea_orm::model]
    #[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
    #[sea_orm(table_name = "applications")]
    pub struct Model {
        /// Key.
        #[sea_orm(primary_key)]
        pub id: i64,
        /// Public name.
        #[sea_orm(column_type = "String(StringLen::N(20))", unique)]
        pub public_id: String,
        /// To which posting.
        pub posting_id: i64,
        /// Whose.
        pub applicant_account: i64,
        /// A word of [`domain::opportunities::pipeline::Stage`].
        #[sea_orm(column_type = "String(StringLen::N(12))")]
        pub stage: String,
        /// Answer and released fields, under the applicant's key; null once they have withdrawn.
        #[sea_orm(column_type = "Text", nullable)]
        pub sealed: Option<Secret>,
        /// Place in the host's line.
        pub line: Option<i32>,
        /// For how many days an offer holds.
        pub hold_days: Option<i32>,
        /// Until when the offer holds.
        pub hold_until: Option<DateTimeUtc>,
        /// When they applied.
        pub applied_at: DateTimeUtc,
        /// When it moved last.
        pub changed_at: DateTimeUtc,
        /// It ended because its posting was taken down, so they may apply again once that is back.
        pub taken_down: bool,
        /// The posting has come back since, and they were told so if they were to hear of it. For the house alone.
        pub told_back: bool,
    }

    impl ActiveModelBehavior for ActiveModel {}
}
