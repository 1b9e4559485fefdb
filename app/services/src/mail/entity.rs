//! The tables `mails` and `suppressions`.
#![expect(
    clippy::disallowed_methods,
    reason = "sea-orm derives save and delete methods that begin a transaction; the store calls none of them"
)]

/// The outbox.
pub mod mails {
    use sea_orm::entity::prelude::*;

    use crate::secret::Secret;

    /// A row of `mails`. It holds links that are as good as a password.
    #[sea_orm::model]
    #[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
    #[sea_orm(table_name = "mails")]
    pub struct Model {
        /// Key, in order of creation.
        #[sea_orm(primary_key)]
        pub id: i64,
        /// Its Message-ID is made of this, so that a mail sent twice is known for the same one.
        #[sea_orm(column_type = "String(StringLen::N(20))", unique)]
        pub public_id: String,
        /// Whose it is; the row goes with the account.
        pub account_id: Option<i64>,
        /// The word of a [`domain::notifications::Topic`].
        #[sea_orm(column_type = "String(StringLen::N(32))")]
        pub topic: String,
        /// Which letter.
        #[sea_orm(column_type = "String(StringLen::N(48))")]
        pub kind: String,
        /// Somebody who is not signed in can cause it.
        pub by_strangers: bool,
        /// The network address that caused it, hashed with the key of the house.
        #[sea_orm(column_type = "String(StringLen::N(64))", nullable)]
        pub caused_by: Option<String>,
        /// Where to; forgotten once it has left.
        #[sea_orm(column_type = "String(StringLen::N(254))", nullable)]
        pub recipient: Option<Secret>,
        /// To count by, see [`super::address_sha256`].
        #[sea_orm(column_type = "String(StringLen::N(64))")]
        pub recipient_sha256: String,
        /// Subject; forgotten once it has left, as are the two bodies.
        #[sea_orm(column_type = "Text", nullable)]
        pub subject: Option<Secret>,
        /// The mail as plain text.
        #[sea_orm(column_type = "Text", nullable)]
        pub body_text: Option<Secret>,
        /// The mail as HTML.
        #[sea_orm(column_type = "Text", nullable)]
        pub body_html: Option<Secret>,
        /// What is for the calendar of whoever gets it: iTIP objects, one after the other.
        #[sea_orm(column_type = "Text", nullable)]
        pub calendar: Option<Secret>,
        /// What the first of them asks the calendar to do: `REQUEST` or `CANCEL`.
        #[sea_orm(column_type = "String(StringLen::N(8))", nullable)]
        pub calendar_method: Option<String>,
        /// The token of the link that stops mails like this one.
        #[sea_orm(column_type = "String(StringLen::N(80))", nullable)]
        pub unsubscribe: Option<Secret>,
        /// Where it stands.
        pub state: State,
        /// Not before this instant.
        pub due_at: DateTimeUtc,
        /// A worker has it until then.
        pub leased_until: Option<DateTimeUtc>,
        /// How often a worker has begun to send it.
        pub attempts: i32,
        /// Why the last attempt did not succeed, without addresses.
        #[sea_orm(column_type = "Text", nullable)]
        pub last_error: Option<String>,
        /// From then on it is of no use: its links do nothing any more, or what it reminds of has begun.
        pub useless_at: Option<DateTimeUtc>,
        /// When it was written.
        pub created_at: DateTimeUtc,
        /// When it left, was dropped or given up.
        pub done_at: Option<DateTimeUtc>,
    }

    /// Where a mail stands.
    #[derive(Debug, Clone, Copy, PartialEq, Eq, EnumIter, DeriveActiveEnum)]
    #[sea_orm(rs_type = "String", db_type = "String(StringLen::N(16))")]
    pub enum State {
        /// To be sent when due, or being sent under a lease.
        #[sea_orm(string_value = "waiting")]
        Waiting,
        /// The mail server has taken it.
        #[sea_orm(string_value = "sent")]
        Sent,
        /// Not sent, as it should be: the person wants no such mail, the address takes none, or it came too late.
        #[sea_orm(string_value = "dropped")]
        Dropped,
        /// Given up; a person may look.
        #[sea_orm(string_value = "failed")]
        Failed,
    }

    impl ActiveModelBehavior for ActiveModel {}
}

/// Addresses that take no mail.
pub mod suppressions {
    use sea_orm::entity::prelude::*;

    /// A row of `suppressions`.
    #[sea_orm::model]
    #[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
    #[sea_orm(table_name = "suppressions")]
    pub struct Model {
        /// Key.
        #[sea_orm(primary_key)]
        pub id: i64,
        /// See [`super::address_sha256`].
        #[sea_orm(column_type = "String(StringLen::N(64))", unique)]
        pub address_sha256: String,
        /// What the mail server said, without addresses.
        #[sea_orm(column_type = "Text")]
        pub reason: String,
        /// When it said so.
        pub created_at: DateTimeUtc,
    }

    impl ActiveModelBehavior for ActiveModel {}
}

/// The hash by which mails are counted and addresses remembered. Not keyed by the house: a suppression must hold in a
/// dump that is loaded elsewhere, and after the keys have changed.
pub(crate) fn address_sha256(email: &domain::identity::Email) -> String {
    use sha2::{Digest, Sha256};
    let mut hash = Sha256::new();
    hash.update(b"landfall mail address\0");
    hash.update(email.key().as_bytes());
    crate::idempotency::hex(&hash.finalize())
}
