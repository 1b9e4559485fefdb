//! How far a cohort is, as a table. Three of its steps are the clock's.

use crate::matching::Side;

vocabulary! {
    /// How far a cohort is.
    State {
        /// Only organizers see it.
        Draft = "draft",
        /// People sign up.
        SignUp = "sign-up",
        /// Mentees rank mentors.
        Mentees = "mentees",
        /// Mentors rank those who listed them.
        Mentors = "mentors",
        /// Nothing of the lists changes any more.
        Closed = "closed",
        /// The objectives have been looked at.
        Previewed = "previewed",
        /// The result is out.
        Published = "published",
        /// It does not take place.
        Canceled = "canceled",
    }
}

vocabulary! {
    /// What happens to a cohort.
    Deed {
        /// The organizer opens it: from here on its seed is bound by a published hash.
        Open = "open",
        /// The last day to sign up is over.
        EndSignUp = "end-sign-up",
        /// The last day for mentees to rank is over.
        EndMentees = "end-mentees",
        /// The last day for mentors to rank is over.
        EndMentors = "end-mentors",
        /// The organizer runs the objectives side by side.
        Preview = "preview",
        /// The organizer publishes a result.
        Publish = "publish",
        /// The organizer calls it off.
        Cancel = "cancel",
    }
}

/// Every step there is. What is not here cannot happen.
pub const TABLE: &[(State, Deed, State)] = &[
    (State::Draft, Deed::Open, State::SignUp),
    (State::Draft, Deed::Cancel, State::Canceled),
    (State::SignUp, Deed::EndSignUp, State::Mentees),
    (State::SignUp, Deed::Cancel, State::Canceled),
    (State::Mentees, Deed::EndMentees, State::Mentors),
    (State::Mentees, Deed::Cancel, State::Canceled),
    (State::Mentors, Deed::EndMentors, State::Closed),
    (State::Mentors, Deed::Cancel, State::Canceled),
    (State::Closed, Deed::Preview, State::Previewed),
    (State::Closed, Deed::Cancel, State::Canceled),
    (State::Previewed, Deed::Preview, State::Previewed),
    (State::Previewed, Deed::Publish, State::Published),
    (State::Previewed, Deed::Cancel, State::Canceled),
];

/// Where a deed leads from a state; `None` when it cannot happen there.
pub fn after(from: State, deed: Deed) -> Option<State> {
    TABLE.iter().find(|(state, done, _)| *state == from && *done == deed).map(|(_, _, to)| *to)
}

/// The step that the clock has still to take.
#[cfg(feature = "zones")]
pub fn due(
    state: State,
    dates: &super::Dates,
    zone: chrono_tz::Tz,
    now: chrono::DateTime<chrono::Utc>,
) -> Option<Deed> {
    let (day, deed) = match state {
        State::SignUp => (dates.sign_up, Deed::EndSignUp),
        State::Mentees => (dates.mentees, Deed::EndMentees),
        State::Mentors => (dates.mentors, Deed::EndMentors),
        State::Draft | State::Closed | State::Previewed | State::Published | State::Canceled => return None,
    };
    super::is_over(zone, day, now).then_some(deed)
}

impl State {
    /// Nothing can happen to it any more.
    pub fn is_final(self) -> bool {
        !TABLE.iter().any(|(from, ..)| *from == self)
    }

    /// Whoever takes part may still leave: nothing has been computed of their list.
    pub const fn may_leave(self) -> bool {
        matches!(self, Self::SignUp | Self::Mentees | Self::Mentors)
    }

    /// Everybody may see that there is such a cohort.
    pub const fn is_public(self) -> bool {
        !matches!(self, Self::Draft)
    }

    /// The lists of this side have been closed, and the cohort was not called off since.
    pub const fn is_closed_for(self, side: Side) -> bool {
        match self {
            Self::Draft | Self::SignUp | Self::Mentees | Self::Canceled => false,
            Self::Mentors => matches!(side, Side::Mentee),
            Self::Closed | Self::Previewed | Self::Published => true,
        }
    }

    /// Objectives can be run: the lists are closed and the result is not out.
    pub const fn may_run(self) -> bool {
        matches!(self, Self::Closed | Self::Previewed)
    }
}
