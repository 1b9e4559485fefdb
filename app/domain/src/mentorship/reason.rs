//! Why a mentor says no: kind sentences that are ready, so that nobody has to find words and nobody is judged.

use super::request::words;

words! {
    /// A ready reason.
    Decline {
        /// No time now.
        NoTime = "no-time",
        /// Somebody else knows more about this.
        OtherField = "other-field",
        /// The needs do not meet.
        OtherNeed = "other-need",
        /// They know each other, work together or decide about each other.
        TooClose = "too-close",
        /// No reason is given.
        NoReason = "no-reason",
    }
}

impl Decline {
    /// What the mentor chooses.
    pub const fn label(self) -> &'static str {
        match self {
            Self::NoTime => "I have no time for this now",
            Self::OtherField => "Somebody in another field would help more",
            Self::OtherNeed => "I cannot help with these topics",
            Self::TooClose => "We know each other from work, or I may decide about this person",
            Self::NoReason => "I would rather not say",
        }
    }

    /// What the mentee reads.
    pub const fn told(self) -> &'static str {
        match self {
            Self::NoTime => "They have no time for another person now. It has nothing to do with you.",
            Self::OtherField => "They think that somebody in another field would help you more.",
            Self::OtherNeed => "They cannot help with these topics as well as somebody else could.",
            Self::TooClose => "They may have to do with you in another role, and want to keep the two apart.",
            Self::NoReason => "They cannot help at this time. It says nothing about you.",
        }
    }
}
