//! How much mail one hour may bring, so that nobody can be bombed with ours. Whoever counts is in the services.

/// The hour that is counted, in minutes before now.
pub const WINDOW_MINUTES: i64 = 60;

/// Mails to one address that somebody who is not signed in can cause (sign up, forgotten password, a new address).
pub const BY_STRANGERS_PER_RECIPIENT: u64 = 3;

/// The same from one network address, whoever they go to.
pub const BY_STRANGERS_PER_ADDRESS: u64 = 10;

/// The same from everywhere: beyond it the house is being used to spray mail.
pub const BY_STRANGERS_IN_ALL: u64 = 500;

/// Mails at once about notifications to one person; what is more waits for the digest.
pub const NOTICES_PER_RECIPIENT: u64 = 10;
