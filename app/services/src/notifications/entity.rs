//! The tables `mail_settings`, `mail_choices` and `notifications`.
#![expect(
    clippy::disallowed_methods,
    reason = "sea-orm derives save and delete methods that begin a transaction; the store calls none of them"
)]

/// How a person wants to be written to.
pub mod settings {
    use sea_orm::entity::prelude::*;

    use crate::secret::Secret;

    /// A row of `mail_settings`.
    #[sea_orm::model]
    #[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
    #[sea_orm(table_name = "mail_settings")]
    pub struct Model {
        /// Key.
        #[sea_orm(primary_key)]
        pub id: i64,
        /// Whose.
        #[sea_orm(unique)]
        pub account_id: i64,
        /// Stands in the links that stop mails.
        #[sea_orm(column_type = "String(StringLen::N(32))", unique)]
        pub secret: Secret,
        /// How often the digest comes.
        pub digest: Digest,
        /// When it comes next.
        pub digest_due_at: Option<DateTimeUtc>,
        /// Quiet from this minute of the day, in the person's zone.
        pub quiet_from: Option<i32>,
        /// Quiet until this minute of the day.
        pub quiet_until: Option<i32>,
        /// No titles in subjects.
        pub discreet: bool,
        /// When the person last chose.
        pub changed_at: DateTimeUtc,
    }

    /// The stored form of [`domain::notifications::Digest`].
    #[derive(Debug, Clone, Copy, PartialEq, Eq, EnumIter, DeriveActiveEnum)]
    #[sea_orm(rs_type = "String", db_type = "String(StringLen::N(16))")]
    pub enum Digest {
        /// Never.
        #[sea_orm(string_value = "off")]
        Off,
        /// Every morning.
        #[sea_orm(string_value = "daily")]
        Daily,
        /// On Monday morning.
        #[sea_orm(string_value = "weekly")]
        Weekly,
    }

    impl From<domain::notifications::Digest> for Digest {
        fn from(digest: domain::notifications::Digest) -> Self {
            use domain::notifications::Digest as Domain;
            match digest {
                Domain::Off => Self::Off,
                Domain::Daily => Self::Daily,
                Domain::Weekly => Self::Weekly,
            }
        }
    }

    impl From<Digest> for domain::notifications::Digest {
        fn from(digest: Digest) -> Self {
            match digest {
                Digest::Off => Self::Off,
                Digest::Daily => Self::Daily,
                Digest::Weekly => Self::Weekly,
            }
        }
    }

    impl ActiveModelBehavior for ActiveModel {}
}

/// What a person has chosen for a topic.
pub mod choices {
    use sea_orm::entity::prelude::*;

    /// A row of `mail_choices`.
    #[sea_orm::model]
    #[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
    #[sea_orm(table_name = "mail_choices")]
    pub struct Model {
        /// Key.
        #[sea_orm(primary_key)]
        pub id: i64,
        /// Whose.
        pub account_id: i64,
        /// The word of a [`domain::notifications::Topic`].
        #[sea_orm(column_type = "String(StringLen::N(32))")]
        pub topic: String,
        /// How to hear of it by mail.
        pub choice: Choice,
    }

    /// The stored form of [`domain::notifications::Choice`].
    #[derive(Debug, Clone, Copy, PartialEq, Eq, EnumIter, DeriveActiveEnum)]
    #[sea_orm(rs_type = "String", db_type = "String(StringLen::N(16))")]
    pub enum Choice {
        /// A mail for each.
        #[sea_orm(string_value = "at-once")]
        AtOnce,
        /// Together with others.
        #[sea_orm(string_value = "digest")]
        Digest,
        /// No mail.
        #[sea_orm(string_value = "off")]
        Off,
    }

    impl From<domain::notifications::Choice> for Choice {
        fn from(choice: domain::notifications::Choice) -> Self {
            use domain::notifications::Choice as Domain;
            match choice {
                Domain::AtOnce => Self::AtOnce,
                Domain::Digest => Self::Digest,
                Domain::Off => Self::Off,
            }
        }
    }

    impl From<Choice> for domain::notifications::Choice {
        fn from(choice: Choice) -> Self {
            match choice {
                Choice::AtOnce => Self::AtOnce,
                Choice::Digest => Self::Digest,
                Choice::Off => Self::Off,
            }
        }
    }

    impl ActiveModelBehavior for ActiveModel {}
}

/// What the site has told people.
pub mod notifications {
    use sea_orm::entity::prelude::*;

    /// A row of `notifications`.
    #[sea_orm::model]
    #[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
    #[sea_orm(table_name = "notifications")]
    pub struct Model {
        /// Key, in order of creation.
        #[sea_orm(primary_key)]
        pub id: i64,
        /// Public name.
        #[sea_orm(column_type = "String(StringLen::N(20))", unique)]
        pub public_id: String,
        /// Whose.
        pub account_id: i64,
        /// The word of a [`domain::notifications::Topic`].
        #[sea_orm(column_type = "String(StringLen::N(32))")]
        pub topic: String,
        /// One line.
        #[sea_orm(column_type = "Text")]
        pub title: String,
        /// A sentence or two, or empty.
        #[sea_orm(column_type = "Text")]
        pub body: String,
        /// The local path to read more at.
        #[sea_orm(column_type = "Text")]
        pub path: String,
        /// Waits for the next digest.
        pub for_digest: bool,
        /// When the person said they have read it.
        pub read_at: Option<DateTimeUtc>,
        /// When it happened.
        pub created_at: DateTimeUtc,
    }

    impl ActiveModelBehavior for ActiveModel {}
}
