//! The tables `profile_fields` and `private_views`.
#![expect(
    clippy::disallowed_methods,
    reason = "sea-orm derives save and delete methods that begin a transaction; the store calls none of them"
)]

/// What people tell of themselves.
pub mod profile_fields {
    use sea_orm::entity::prelude::*;

    use crate::secret::Secret;

    /// A row of `profile_fields`.
    #[sea_orm::model]
    #[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
    #[sea_orm(table_name = "profile_fields")]
    pub struct Model {
        /// Key.
        #[sea_orm(primary_key)]
        pub id: i64,
        /// Whose.
        pub account_id: i64,
        /// The word of a [`domain::identity::profile::Field`].
        #[sea_orm(column_type = "String(StringLen::N(32))")]
        pub field: String,
        /// Who sees it.
        pub audience: Audience,
        /// The answer in its stored spelling, or that under the person's key.
        #[sea_orm(column_type = "Text")]
        pub value: Secret,
        /// Whether the value is under the person's key.
        pub sealed: bool,
        /// When it was told.
        pub changed_at: DateTimeUtc,
    }

    /// The stored form of [`domain::access::Audience`].
    #[derive(Debug, Clone, Copy, PartialEq, Eq, EnumIter, DeriveActiveEnum)]
    #[sea_orm(rs_type = "String", db_type = "String(StringLen::N(16))")]
    pub enum Audience {
        /// Nobody but the person.
        #[sea_orm(string_value = "only-me")]
        OnlyMe,
        /// Whom they are matched with.
        #[sea_orm(string_value = "matched")]
        Matched,
        /// Everybody in good standing.
        #[sea_orm(string_value = "members")]
        Members,
        /// Everybody.
        #[sea_orm(string_value = "everyone")]
        Everyone,
    }

    impl From<domain::access::Audience> for Audience {
        fn from(audience: domain::access::Audience) -> Self {
            use domain::access::Audience as Domain;
            match audience {
                Domain::OnlyMe => Self::OnlyMe,
                Domain::Matched => Self::Matched,
                Domain::Members => Self::Members,
                Domain::Everyone => Self::Everyone,
            }
        }
    }

    impl From<Audience> for domain::access::Audience {
        fn from(audience: Audience) -> Self {
            match audience {
                Audience::OnlyMe => Self::OnlyMe,
                Audience::Matched => Self::Matched,
                Audience::Members => Self::Members,
                Audience::Everyone => Self::Everyone,
            }
        }
    }

    impl ActiveModelBehavior for ActiveModel {}
}

/// Who of the staff looked at a private field.
pub mod private_views {
    use sea_orm::entity::prelude::*;

    /// A row of `private_views`.
    #[sea_orm::model]
    #[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
    #[sea_orm(table_name = "private_views")]
    pub struct Model {
        /// Key.
        #[sea_orm(primary_key)]
        pub id: i64,
        /// Whose field it was.
        pub account_id: i64,
        /// Who looked, as in the audit log.
        #[sea_orm(column_type = "String(StringLen::N(20))")]
        pub viewer_pseudonym: String,
        /// The word of a [`domain::identity::profile::Field`].
        #[sea_orm(column_type = "String(StringLen::N(32))")]
        pub field: String,
        /// Why, as the person reads it.
        #[sea_orm(column_type = "Text")]
        pub reason: String,
        /// When.
        pub seen_at: DateTimeUtc,
    }

    impl ActiveModelBehavior for ActiveModel {}
}
