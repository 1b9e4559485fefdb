//! What people read when they choose their mails.

use super::{Choice, Topic};

/// The name of a topic.
pub const fn topic(topic: Topic) -> &'static str {
    match topic {
        Topic::Account => "Your account",
        Topic::Safety => "Decisions about you and your private data",
        Topic::Events => "Events you have to do with",
        Topic::Mentorship => "Mentorship",
        Topic::News => "News of the association",
        Topic::Staff => "Work for the association",
    }
}

/// The name of a choice.
pub const fn choice(choice: Choice) -> &'static str {
    match choice {
        Choice::AtOnce => "At once",
        Choice::Digest => "In the digest",
        Choice::Off => "Not by mail",
    }
}

/// A posted choice is not one.
pub const CHOICE: &str = "Choose when to hear of this.";
/// A posted digest is not one.
pub const DIGEST: &str = "Choose how often the digest comes.";
/// A time is not one.
pub const TIME: &str = "Enter a time such as 22:00, or leave both times empty.";
/// Only one of the two times was given.
pub const BOTH_TIMES: &str = "Enter both times, or leave both empty.";
/// Quiet from and until the same minute.
pub const SAME_TIMES: &str = "Enter two different times, or leave both empty.";
