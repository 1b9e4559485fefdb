//! The tables `accounts`, `person_keys`, `sessions`, `link_tokens`, `known_devices`, `recovery_codes`, `buckets` and
//! `erasures`.
#![expect(
    clippy::disallowed_methods,
    reason = "sea-orm derives save and delete methods that begin a transaction; the store calls none of them"
)]

pub use crate::secret::Secret;

/// People who can sign in.
pub mod accounts {
    use sea_orm::entity::prelude::*;

    use super::Secret;

    /// A row of `accounts`.
    #[sea_orm::model]
    #[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
    #[sea_orm(table_name = "accounts")]
    pub struct Model {
        /// Key.
        #[sea_orm(primary_key)]
        pub id: i64,
        /// Public name.
        #[sea_orm(column_type = "String(StringLen::N(20))", unique)]
        pub public_id: String,
        /// Stands for the person in the audit log.
        #[sea_orm(column_type = "String(StringLen::N(20))", unique)]
        pub pseudonym: String,
        /// Where to write to.
        #[sea_orm(column_type = "String(StringLen::N(254))")]
        pub email: String,
        /// How addresses are compared.
        #[sea_orm(column_type = "String(StringLen::N(254))", unique)]
        pub email_key: String,
        /// Argon2id in PHC form.
        #[sea_orm(column_type = "Text")]
        pub password_hash: Secret,
        /// How the person stands.
        pub state: State,
        /// When the address was confirmed.
        pub confirmed_at: Option<DateTimeUtc>,
        /// When somebody first signed in to it.
        pub entered_at: Option<DateTimeUtc>,
        /// Since when a moderator has stopped it; kept while leaving, so that coming back is no way out.
        pub suspended_at: Option<DateTimeUtc>,
        /// When the account will be erased; only while leaving.
        pub erase_at: Option<DateTimeUtc>,
        /// The second factor's secret, sealed.
        #[sea_orm(column_type = "Text", nullable)]
        pub totp_secret: Option<Secret>,
        /// Since when the second factor is asked for; a secret without it is not confirmed yet.
        pub totp_since: Option<DateTimeUtc>,
        /// The last time step whose code was taken; none is taken twice.
        pub totp_step: Option<i64>,
        /// IANA zone of the person.
        #[sea_orm(column_type = "String(StringLen::N(64))", nullable)]
        pub zone: Option<String>,
        /// Invented.
        pub sample: bool,
        /// When it was made.
        pub created_at: DateTimeUtc,
        /// When anything of it last changed.
        pub changed_at: DateTimeUtc,
        /// When the password was set.
        pub password_at: DateTimeUtc,
    }

    /// The stored part of [`domain::access::Standing`].
    #[derive(Debug, Clone, Copy, PartialEq, Eq, EnumIter, DeriveActiveEnum)]
    #[sea_orm(rs_type = "String", db_type = "String(StringLen::N(16))")]
    pub enum State {
        /// The address is not confirmed.
        #[sea_orm(string_value = "unconfirmed")]
        Unconfirmed,
        /// In good standing.
        #[sea_orm(string_value = "active")]
        Active,
        /// Stopped by a moderator.
        #[sea_orm(string_value = "suspended")]
        Suspended,
        /// To be erased at `erase_at`.
        #[sea_orm(string_value = "leaving")]
        Leaving,
    }

    impl ActiveModelBehavior for ActiveModel {}
}

/// Keys of persons, sealed.
pub mod person_keys {
    use sea_orm::entity::prelude::*;

    use super::Secret;

    /// A row of `person_keys`.
    #[sea_orm::model]
    #[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
    #[sea_orm(table_name = "person_keys")]
    pub struct Model {
        /// Key.
        #[sea_orm(primary_key)]
        pub id: i64,
        /// Whose.
        #[sea_orm(unique)]
        pub account_id: i64,
        /// The person's key under the key of the house.
        #[sea_orm(column_type = "Text")]
        pub wrapped: Secret,
        /// When it was made.
        pub created_at: DateTimeUtc,
    }

    impl ActiveModelBehavior for ActiveModel {}
}

/// Signed-in browsers.
pub mod sessions {
    use sea_orm::entity::prelude::*;

    /// A row of `sessions`.
    #[sea_orm::model]
    #[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
    #[sea_orm(table_name = "sessions")]
    pub struct Model {
        /// Key.
        #[sea_orm(primary_key)]
        pub id: i64,
        /// How the list of devices names it.
        #[sea_orm(column_type = "String(StringLen::N(20))", unique)]
        pub public_id: String,
        /// Whose.
        pub account_id: i64,
        /// SHA-256 of the cookie.
        #[sea_orm(column_type = "String(StringLen::N(64))", unique)]
        pub token_sha256: String,
        /// SHA-256 of the cookie by which the browser is known next time.
        #[sea_orm(column_type = "String(StringLen::N(64))")]
        pub browser_sha256: String,
        /// Browser and system in words, at most 80 characters.
        #[sea_orm(column_type = "String(StringLen::N(80))")]
        pub device: String,
        /// A second factor was given.
        pub two_factor: bool,
        /// When the person signed in.
        pub created_at: DateTimeUtc,
        /// When it was last used, to half a minute.
        pub seen_at: DateTimeUtc,
        /// When it ends however much it is used.
        pub ends_at: DateTimeUtc,
        /// When the password was last given.
        pub proved_at: DateTimeUtc,
    }

    impl ActiveModelBehavior for ActiveModel {}
}

/// Mailed links.
pub mod link_tokens {
    use sea_orm::entity::prelude::*;

    /// A row of `link_tokens`.
    #[sea_orm::model]
    #[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
    #[sea_orm(table_name = "link_tokens")]
    pub struct Model {
        /// Key.
        #[sea_orm(primary_key)]
        pub id: i64,
        /// Whose.
        pub account_id: i64,
        /// What it does.
        pub purpose: Purpose,
        /// SHA-256 of what stands in the link.
        #[sea_orm(column_type = "String(StringLen::N(64))", unique)]
        pub token_sha256: String,
        /// The new address, where it is about one.
        #[sea_orm(column_type = "String(StringLen::N(254))", nullable)]
        pub email: Option<String>,
        /// When it was mailed.
        pub created_at: DateTimeUtc,
        /// Until when it works.
        pub expires_at: DateTimeUtc,
        /// Where whoever confirms their address with it goes on.
        #[sea_orm(column_type = "String(StringLen::N(200))", nullable)]
        pub next: Option<String>,
    }

    /// The stored form of [`domain::identity::Purpose`].
    #[derive(Debug, Clone, Copy, PartialEq, Eq, EnumIter, DeriveActiveEnum)]
    #[sea_orm(rs_type = "String", db_type = "String(StringLen::N(32))")]
    pub enum Purpose {
        /// Confirm the address of a new account.
        #[sea_orm(string_value = "confirm")]
        Confirm,
        /// Choose a new password.
        #[sea_orm(string_value = "reset")]
        Reset,
        /// Confirm a new address of an account.
        #[sea_orm(string_value = "change-email")]
        ChangeEmail,
        /// Finish a sign-in with the second factor.
        #[sea_orm(string_value = "second-factor")]
        SecondFactor,
    }

    impl ActiveModelBehavior for ActiveModel {}
}

/// Browsers that have signed in before.
pub mod known_devices {
    use sea_orm::entity::prelude::*;

    /// A row of `known_devices`.
    #[sea_orm::model]
    #[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
    #[sea_orm(table_name = "known_devices")]
    pub struct Model {
        /// Key.
        #[sea_orm(primary_key)]
        pub id: i64,
        /// Whose.
        pub account_id: i64,
        /// SHA-256 of the cookie.
        #[sea_orm(column_type = "String(StringLen::N(64))", unique)]
        pub token_sha256: String,
        /// When it first signed in.
        pub created_at: DateTimeUtc,
        /// When it last signed in.
        pub used_at: DateTimeUtc,
    }

    impl ActiveModelBehavior for ActiveModel {}
}

/// Codes for a lost second factor.
pub mod recovery_codes {
    use sea_orm::entity::prelude::*;

    /// A row of `recovery_codes`.
    #[sea_orm::model]
    #[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
    #[sea_orm(table_name = "recovery_codes")]
    pub struct Model {
        /// Key.
        #[sea_orm(primary_key)]
        pub id: i64,
        /// Whose.
        pub account_id: i64,
        /// SHA-256 of the code.
        #[sea_orm(column_type = "String(StringLen::N(64))")]
        pub code_sha256: String,
        /// When it was used; none is used twice.
        pub used_at: Option<DateTimeUtc>,
        /// When it was made.
        pub created_at: DateTimeUtc,
    }

    impl ActiveModelBehavior for ActiveModel {}
}

/// Tries that were used up.
pub mod buckets {
    use sea_orm::entity::prelude::*;

    /// A row of `buckets`.
    #[sea_orm::model]
    #[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
    #[sea_orm(table_name = "buckets")]
    pub struct Model {
        /// Key.
        #[sea_orm(primary_key)]
        pub id: i64,
        /// What is counted and for whom, hashed.
        #[sea_orm(column_type = "String(StringLen::N(96))", unique)]
        pub name: String,
        /// Tries used since it was full.
        pub used: i32,
        /// When it is full again.
        pub full_at: DateTimeUtc,
    }

    impl ActiveModelBehavior for ActiveModel {}
}

/// Who was erased.
pub mod erasures {
    use sea_orm::entity::prelude::*;

    /// A row of `erasures`.
    #[sea_orm::model]
    #[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
    #[sea_orm(table_name = "erasures")]
    pub struct Model {
        /// Key.
        #[sea_orm(primary_key)]
        pub id: i64,
        /// SHA-256 of the account's public id.
        #[sea_orm(column_type = "String(StringLen::N(64))", unique)]
        pub account_sha256: String,
        /// When.
        pub erased_at: DateTimeUtc,
    }

    impl ActiveModelBehavior for ActiveModel {}
}
