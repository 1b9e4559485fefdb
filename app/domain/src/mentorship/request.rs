//! One request of a mentee to a mentor, as a table of states.

use super::engagement::Side;

macro_rules! words {
    ($(#[doc = $about:literal])+ $name:ident { $($(#[doc = $doc:literal])+ $variant:ident = $word:literal,)+ }) => {
        $(#[doc = $about])+
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum $name {
            $($(#[doc = $doc])+ $variant,)+
        }

        impl $name {
            /// All of them.
            pub const ALL: &'static [Self] = &[$(Self::$variant,)+];

            /// The word that forms and the database carry.
            pub const fn word(self) -> &'static str {
                match self {
                    $(Self::$variant => $word,)+
                }
            }

            /// The one behind a word.
            pub fn parse(word: &str) -> Option<Self> {
                Self::ALL.iter().copied().find(|one| one.word() == word)
            }
        }
    };
}
pub(super) use words;

words! {
    /// How far a request is.
    State {
        /// On the mentee's list; the mentor knows nothing of it.
        Listed = "listed",
        /// In the line before a mentor who has no room now.
        Waiting = "waiting",
        /// With the mentor.
        Open = "open",
        /// The mentor has asked something and waits for the mentee.
        MoreAsked = "more-asked",
        /// The mentor said yes; the mentee has still to confirm.
        Accepted = "accepted",
        /// Both said yes.
        Confirmed = "confirmed",
        /// The mentor said no.
        Declined = "declined",
        /// Nobody answered in time.
        Lapsed = "lapsed",
        /// The mentee took it back.
        Withdrawn = "withdrawn",
        /// The house ended it: the mentee found another mentor, or one of the two is gone.
        Closed = "closed",
    }
}

words! {
    /// What happens to a request.
    Deed {
        /// It is put before the mentor.
        Open = "open",
        /// It joins the line before the mentor.
        Queue = "queue",
        /// The mentor asks for more.
        AskMore = "ask-more",
        /// The mentee answers.
        TellMore = "tell-more",
        /// The mentor says yes.
        Accept = "accept",
        /// The mentor says no.
        Decline = "decline",
        /// The mentee confirms.
        Confirm = "confirm",
        /// Time is over.
        Lapse = "lapse",
        /// The mentee takes it back.
        Withdraw = "withdraw",
        /// It is ended because of something else.
        Close = "close",
    }
}

/// Every step there is. What is not here cannot happen.
pub const TABLE: &[(State, Deed, State)] = &[
    (State::Listed, Deed::Open, State::Open),
    (State::Listed, Deed::Queue, State::Waiting),
    (State::Listed, Deed::Close, State::Closed),
    (State::Waiting, Deed::Open, State::Open),
    (State::Waiting, Deed::Withdraw, State::Withdrawn),
    (State::Waiting, Deed::Close, State::Closed),
    (State::Open, Deed::AskMore, State::MoreAsked),
    (State::Open, Deed::Accept, State::Accepted),
    (State::Open, Deed::Decline, State::Declined),
    (State::Open, Deed::Lapse, State::Lapsed),
    (State::Open, Deed::Withdraw, State::Withdrawn),
    (State::Open, Deed::Close, State::Closed),
    (State::MoreAsked, Deed::TellMore, State::Open),
    (State::MoreAsked, Deed::Accept, State::Accepted),
    (State::MoreAsked, Deed::Decline, State::Declined),
    (State::MoreAsked, Deed::Lapse, State::Lapsed),
    (State::MoreAsked, Deed::Withdraw, State::Withdrawn),
    (State::MoreAsked, Deed::Close, State::Closed),
    (State::Accepted, Deed::Confirm, State::Confirmed),
    (State::Accepted, Deed::Lapse, State::Lapsed),
    (State::Accepted, Deed::Withdraw, State::Withdrawn),
    (State::Accepted, Deed::Close, State::Closed),
];

/// Where a deed leads from a state; `None` when it cannot happen there.
pub fn after(from: State, deed: Deed) -> Option<State> {
    TABLE.iter().find(|(state, done, _)| *state == from && *done == deed).map(|(_, _, to)| *to)
}

/// Whose deed it is; `None` for the house.
pub const fn by(deed: Deed) -> Option<Side> {
    match deed {
        Deed::AskMore | Deed::Accept | Deed::Decline => Some(Side::Mentor),
        Deed::TellMore | Deed::Confirm | Deed::Withdraw => Some(Side::Mentee),
        Deed::Open | Deed::Queue | Deed::Lapse | Deed::Close => None,
    }
}

impl State {
    /// Nothing can happen to it any more.
    pub fn is_over(self) -> bool {
        !TABLE.iter().any(|(from, ..)| *from == self)
    }

    /// It counts as one of the few a mentee asks at a time.
    pub const fn is_asked(self) -> bool {
        matches!(self, Self::Open | Self::MoreAsked | Self::Accepted)
    }

    /// It takes up room in the mentor's inbox.
    pub const fn is_open(self) -> bool {
        matches!(self, Self::Open | Self::MoreAsked)
    }

    /// The mentor may know of it: it is, or was, put before them.
    pub const fn is_told(self) -> bool {
        !matches!(self, Self::Listed | Self::Waiting)
    }
}
