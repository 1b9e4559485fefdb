//! How far a posting is, and who may take it which step: one table.

use super::named::named;
use crate::refusal::Refusal;

named! {
    /// How far a posting is.
    State {
        /// Being written; nobody but its host sees it.
        Draft: "draft", "Draft";
        /// Waits for somebody who reads it.
        Submitted: "submitted", "Waiting for a check";
        /// Somebody is reading it.
        InReview: "in-review", "Being checked";
        /// Everybody sees it, and people apply.
        Published: "published", "Published";
        /// Seen by whoever has its address; nobody applies.
        Paused: "paused", "Paused";
        /// Every place is taken.
        Filled: "filled", "Filled";
        /// Its last day is over.
        Expired: "expired", "Expired";
        /// The host took it back.
        Withdrawn: "withdrawn", "Withdrawn";
        /// A moderator took it down.
        TakenDown: "taken-down", "Taken down";
    }
}

named! {
    /// A step of a posting.
    Step {
        /// The host asks for it to be published.
        Submit: "submit", "Send it in";
        /// The house publishes it at once: the host is known, and no rule has fired.
        PublishKnown: "publish-known", "Publish at once";
        /// A moderator begins to read.
        TakeUp: "take-up", "Begin the check";
        /// A moderator publishes it.
        Approve: "approve", "Publish";
        /// A moderator has nothing against it, and its last day is over: what was promised holds, nobody new applies.
        ApproveLate: "approve-late", "Publish as expired";
        /// What is approved had been closed by its host, who opens it.
        ApproveClosed: "approve-closed", "Approve, paused";
        /// A moderator asks for something else.
        SendBack: "send-back", "Send back";
        /// Something about it needs a look: a rule fired after a change, or two people reported it.
        Hold: "hold", "Hold for a check";
        /// Nobody may apply for now.
        Pause: "pause", "Pause";
        /// People may apply again.
        Resume: "resume", "Open again";
        /// Every place is taken.
        Fill: "fill", "Mark as filled";
        /// A place is free again.
        Reopen: "reopen", "Open again";
        /// Its last day is over.
        Expire: "expire", "Let it expire";
        /// The host writes it again for another season.
        Renew: "renew", "Use as a new draft";
        /// The host takes it back.
        Withdraw: "withdraw", "Withdraw";
        /// The moderation room has decided that nobody sees it any more.
        TakeDown: "take-down", "Take down";
        /// A moderator puts it back; its host opens it.
        Restore: "restore", "Put back, paused";
        /// What is put back waits for a check first: nobody has checked what it says, or its host is none any more.
        Recheck: "recheck", "Put back, to be checked";
    }
}

/// Who takes a step.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum By {
    /// Whose posting it is.
    Host,
    /// A moderator, who is not the host.
    Moderator,
    /// The house by itself: a job, or what follows from another deed.
    House,
}

/// A row: from where, by which step, by whom, to where.
pub type Row = (State, Step, &'static [By], State);

const HOST: &[By] = &[By::Host];
const MODERATOR: &[By] = &[By::Moderator];
const HOUSE: &[By] = &[By::House];
const HOST_OR_HOUSE: &[By] = &[By::Host, By::House];
// The house follows the moderation room, where a posting is hidden by a decision that its host may appeal. What was taken
// down before that was so has no case, and a moderator puts it back from the desk.
const MODERATOR_OR_HOUSE: &[By] = &[By::Moderator, By::House];

/// Every step there is. What is not here is refused.
pub const TABLE: &[Row] = &[
    (State::Draft, Step::Submit, HOST, State::Submitted),
    (State::Draft, Step::Withdraw, HOST, State::Withdrawn),
    (State::Submitted, Step::PublishKnown, HOUSE, State::Published),
    (State::Submitted, Step::TakeUp, MODERATOR, State::InReview),
    (State::Submitted, Step::Expire, HOUSE, State::Expired),
    (State::Submitted, Step::Withdraw, HOST, State::Withdrawn),
    (State::Submitted, Step::TakeDown, HOUSE, State::TakenDown),
    (State::InReview, Step::Approve, MODERATOR, State::Published),
    (State::InReview, Step::ApproveLate, HOUSE, State::Expired),
    (State::InReview, Step::ApproveClosed, HOUSE, State::Paused),
    (State::InReview, Step::SendBack, MODERATOR, State::Draft),
    (State::InReview, Step::TakeDown, HOUSE, State::TakenDown),
    (State::InReview, Step::Expire, HOUSE, State::Expired),
    (State::InReview, Step::Withdraw, HOST, State::Withdrawn),
    (State::Published, Step::Hold, HOUSE, State::Submitted),
    (State::Published, Step::Pause, HOST_OR_HOUSE, State::Paused),
    (State::Published, Step::Fill, HOST_OR_HOUSE, State::Filled),
    (State::Published, Step::Expire, HOUSE, State::Expired),
    (State::Published, Step::Withdraw, HOST, State::Withdrawn),
    (State::Published, Step::TakeDown, HOUSE, State::TakenDown),
    (State::Paused, Step::Hold, HOUSE, State::Submitted),
    (State::Paused, Step::Resume, HOST, State::Published),
    (State::Paused, Step::Fill, HOST, State::Filled),
    (State::Paused, Step::Expire, HOUSE, State::Expired),
    (State::Paused, Step::Withdraw, HOST, State::Withdrawn),
    (State::Paused, Step::TakeDown, HOUSE, State::TakenDown),
    (State::Filled, Step::Hold, HOUSE, State::Submitted),
    (State::Filled, Step::Reopen, HOST_OR_HOUSE, State::Published),
    (State::Filled, Step::Pause, HOST_OR_HOUSE, State::Paused),
    (State::Filled, Step::Expire, HOUSE, State::Expired),
    (State::Filled, Step::Withdraw, HOST, State::Withdrawn),
    (State::Filled, Step::TakeDown, HOUSE, State::TakenDown),
    (State::Expired, Step::Renew, HOST, State::Draft),
    (State::Expired, Step::TakeDown, HOUSE, State::TakenDown),
    (State::Withdrawn, Step::Renew, HOST, State::Draft),
    (State::TakenDown, Step::Restore, MODERATOR_OR_HOUSE, State::Paused),
    (State::TakenDown, Step::Recheck, HOUSE, State::Submitted),
];

impl State {
    /// Where a step leads, when `by` may take it from here.
    pub fn after(self, step: Step, by: By) -> Result<Self, Refusal> {
        let row = TABLE.iter().find(|(from, of, who, _)| *from == self && *of == step && who.contains(&by));
        row.map(|(_, _, _, to)| *to).ok_or(Refusal::PostingMoved)
    }

    /// The steps somebody may take from here, in the order of the table.
    pub fn steps(self, by: By) -> impl Iterator<Item = Step> {
        TABLE.iter().filter(move |(from, _, who, _)| *from == self && who.contains(&by)).map(|(_, step, _, _)| *step)
    }

    /// Whether lists, feeds and the site map have it.
    pub const fn is_listed(self) -> bool {
        matches!(self, Self::Published)
    }

    /// Whether somebody who has its address may read it.
    pub const fn is_public(self) -> bool {
        matches!(self, Self::Published | Self::Paused | Self::Filled | Self::Expired)
    }

    /// Whether a moderator looks at it before anything comes of it.
    pub const fn waits(self) -> bool {
        matches!(self, Self::Submitted | Self::InReview)
    }

    /// Whether its last day ends it.
    pub const fn runs_out(self) -> bool {
        matches!(self, Self::Submitted | Self::InReview | Self::Published | Self::Paused | Self::Filled)
    }

    /// Whether its host may change what it says.
    pub const fn is_editable(self) -> bool {
        matches!(self, Self::Draft | Self::Published | Self::Paused | Self::Filled)
    }

    /// Whether whoever has applied still gets an answer from the host.
    pub const fn keeps_applications(self) -> bool {
        !matches!(self, Self::Draft | Self::Withdrawn | Self::TakenDown)
    }

    /// What its host is told about it.
    pub const fn told_host(self) -> &'static str {
        match self {
            Self::Draft => "You are still writing this. Nobody else sees it.",
            Self::Submitted => {
                "We have it. A moderator checks you as a host and this posting together, mostly within three working days."
            }
            Self::InReview => "A moderator is reading it now.",
            Self::Published => "Everybody can see it and apply.",
            Self::Paused => "People can read it but not apply.",
            Self::Filled => "Every place is taken. If one becomes free, people can apply again.",
            Self::Expired => "Its last day is over. Use it as a draft for the next season.",
            Self::Withdrawn => "You took it back. Everybody who had applied was told.",
            Self::TakenDown => {
                "A moderator took it down. You read why among the decisions about you, and can ask there for another look."
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;

    const EVERYBODY: [By; 3] = [By::Host, By::Moderator, By::House];

    #[test]
    fn every_state_step_and_person_has_one_answer() {
        for state in State::ALL {
            for step in Step::ALL {
                let rows: Vec<&Row> = TABLE.iter().filter(|row| row.0 == *state && row.1 == *step).collect();
                assert!(rows.len() <= 1, "{state:?} {step:?}");
                for by in EVERYBODY {
                    let expected = rows.first().filter(|row| row.2.contains(&by)).map(|row| row.3);
                    assert_eq!(state.after(*step, by).ok(), expected, "{state:?} {step:?} {by:?}");
                    assert_eq!(state.steps(by).any(|one| one == *step), expected.is_some());
                }
            }
        }
    }

    #[test]
    fn every_step_is_of_use_and_every_state_is_reached_from_a_draft() {
        for step in Step::ALL {
            assert!(TABLE.iter().any(|row| row.1 == *step), "{step:?}");
        }
        let mut reached = BTreeSet::from([State::Draft]);
        while let Some(row) = TABLE.iter().find(|row| reached.contains(&row.0) && !reached.contains(&row.3)) {
            reached.insert(row.3);
        }
        assert_eq!(reached.len(), State::ALL.len());
    }

    #[test]
    fn no_host_publishes_what_nobody_has_looked_at() {
        for row in TABLE.iter().filter(|row| row.3 == State::Published && row.2.contains(&By::Host)) {
            assert!(matches!(row.0, State::Paused | State::Filled), "{row:?}");
        }
        // A posting that was taken down comes back only through a moderator, and goes down only by a decision of the room.
        for row in TABLE.iter().filter(|row| row.0 == State::TakenDown) {
            assert!(!row.2.contains(&By::Host), "{row:?}");
        }
        for row in TABLE.iter().filter(|row| row.3 == State::TakenDown) {
            assert_eq!(row.2, HOUSE, "{row:?}");
        }
    }

    #[test]
    fn whatever_runs_out_expires_and_nothing_else() {
        for state in State::ALL {
            assert_eq!(state.after(Step::Expire, By::House).is_ok(), state.runs_out(), "{state:?}");
            assert!(!state.is_listed() || state.is_public());
        }
    }
}
