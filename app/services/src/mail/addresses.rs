//! The addresses that stand in mails about notifications. They are those of `app::routes`, which takes them from here.

/// What a person was told.
pub const NOTIFICATIONS: &str = "/me/notifications";
/// Where a person chooses their mails.
pub const CHOICES: &str = "/me/mail";
/// Where a link in a mail stops mails; the token follows.
pub const UNSUBSCRIBE: &str = "/unsubscribe/";
