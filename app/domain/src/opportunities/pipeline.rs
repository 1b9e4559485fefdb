//! How far an application is, and who may move it where: one table.
//!
//! An offer holds a place until a moment. When that passes without an answer the offer lapses, and the house offers the
//! place to whoever is next in the host's line.

use chrono::{DateTime, TimeDelta, Utc};

use super::named::named;
use super::state::State;
use crate::refusal::Refusal;

/// Fewest and most days an offer may be held for.
pub const HOLD_DAYS: std::ops::RangeInclusive<u32> = 2..=60;
/// What a form proposes.
pub const USUAL_HOLD_DAYS: u32 = 7;
/// An offer that was kept while a moderator looked at its posting holds at least so long from then on.
pub const AFTER_CHECK: TimeDelta = TimeDelta::hours(48);

named! {
    /// How far an application is.
    Stage {
        /// The host has it.
        Received: "received", "Received";
        /// The host is reading it.
        InReview: "in-review", "In review";
        /// The host wants to talk.
        Interview: "interview", "Interview";
        /// A place is held until a moment.
        Offered: "offered", "Offered";
        /// The place is taken.
        Accepted: "accepted", "Accepted";
        /// The host has said no.
        Declined: "declined", "Declined";
        /// The applicant has said no.
        Withdrawn: "withdrawn", "Withdrawn";
        /// The stay is over.
        Completed: "completed", "Completed";
        /// The offer was not answered in time.
        Lapsed: "lapsed", "Lapsed";
    }
}

named! {
    /// A move of an application.
    Move {
        /// The host begins to read.
        Review: "review", "Begin to read";
        /// The host wants to talk.
        Invite: "invite", "Invite to an interview";
        /// A place is offered.
        Offer: "offer", "Offer a place";
        /// The applicant takes the place.
        Accept: "accept", "Accept";
        /// The host says no.
        Decline: "decline", "Decline";
        /// The applicant says no.
        Withdraw: "withdraw", "Withdraw";
        /// The host says that the stay is over.
        Complete: "complete", "Mark as completed";
        /// The offer runs out.
        Lapse: "lapse", "Let it lapse";
        /// The posting is gone, so the application ends.
        Close: "close", "Close";
    }
}

/// Who moves it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Hand {
    /// Whose posting it is.
    Host,
    /// Whose application it is.
    Applicant,
    /// The house: a job, or what follows from another deed.
    House,
}

/// A row: from where, by which move, by whom, to where.
pub type Row = (Stage, Move, &'static [Hand], Stage);

const HOST: &[Hand] = &[Hand::Host];
const APPLICANT: &[Hand] = &[Hand::Applicant];
const HOUSE: &[Hand] = &[Hand::House];
const HOST_OR_HOUSE: &[Hand] = &[Hand::Host, Hand::House];

/// Every move there is. What is not here is refused.
pub const TABLE: &[Row] = &[
    (Stage::Received, Move::Review, HOST, Stage::InReview),
    (Stage::Received, Move::Invite, HOST, Stage::Interview),
    (Stage::Received, Move::Offer, HOST_OR_HOUSE, Stage::Offered),
    (Stage::Received, Move::Decline, HOST, Stage::Declined),
    (Stage::Received, Move::Withdraw, APPLICANT, Stage::Withdrawn),
    (Stage::Received, Move::Close, HOUSE, Stage::Declined),
    (Stage::InReview, Move::Invite, HOST, Stage::Interview),
    (Stage::InReview, Move::Offer, HOST_OR_HOUSE, Stage::Offered),
    (Stage::InReview, Move::Decline, HOST, Stage::Declined),
    (Stage::InReview, Move::Withdraw, APPLICANT, Stage::Withdrawn),
    (Stage::InReview, Move::Close, HOUSE, Stage::Declined),
    (Stage::Interview, Move::Offer, HOST_OR_HOUSE, Stage::Offered),
    (Stage::Interview, Move::Decline, HOST, Stage::Declined),
    (Stage::Interview, Move::Withdraw, APPLICANT, Stage::Withdrawn),
    (Stage::Interview, Move::Close, HOUSE, Stage::Declined),
    // A host does not take an offer back: it holds until its moment.
    (Stage::Offered, Move::Accept, APPLICANT, Stage::Accepted),
    (Stage::Offered, Move::Withdraw, APPLICANT, Stage::Withdrawn),
    (Stage::Offered, Move::Lapse, HOUSE, Stage::Lapsed),
    (Stage::Offered, Move::Close, HOUSE, Stage::Declined),
    (Stage::Accepted, Move::Complete, HOST, Stage::Completed),
    (Stage::Accepted, Move::Withdraw, APPLICANT, Stage::Withdrawn),
    (Stage::Accepted, Move::Close, HOUSE, Stage::Declined),
    // Somebody who was too late may be offered a place once more.
    (Stage::Lapsed, Move::Offer, HOST, Stage::Offered),
    // And can take back what they released, so that nobody is offered a place who has left.
    (Stage::Lapsed, Move::Withdraw, APPLICANT, Stage::Withdrawn),
];

impl Stage {
    /// Where a move leads, when `by` may make it from here.
    pub fn after(self, step: Move, by: Hand) -> Result<Self, Refusal> {
        let row = TABLE.iter().find(|(from, of, who, _)| *from == self && *of == step && who.contains(&by));
        row.map(|(_, _, _, to)| *to).ok_or(Refusal::ApplicationMoved)
    }

    /// The moves somebody may make from here, in the order of the table.
    pub fn moves(self, by: Hand) -> impl Iterator<Item = Move> {
        TABLE.iter().filter(move |(from, _, who, _)| *from == self && who.contains(&by)).map(|(_, one, _, _)| *one)
    }

    /// Whether it holds a place by an offer.
    pub const fn holds_offer(self) -> bool {
        matches!(self, Self::Offered)
    }

    /// Whether it has a place for good.
    pub const fn has_seat(self) -> bool {
        matches!(self, Self::Accepted | Self::Completed)
    }

    /// Whether it can stand in the host's line for the next free place.
    pub const fn may_wait(self) -> bool {
        matches!(self, Self::Received | Self::InReview | Self::Interview)
    }

    /// Whether nothing more happens to it by itself. Only one that lapsed can still be moved by somebody.
    pub const fn is_over(self) -> bool {
        matches!(self, Self::Declined | Self::Withdrawn | Self::Completed | Self::Lapsed)
    }

    /// What the applicant is told.
    pub const fn told_applicant(self) -> &'static str {
        match self {
            Self::Received => "The host has your application.",
            Self::InReview => "The host is reading your application.",
            Self::Interview => "The host would like to talk with you.",
            Self::Offered => "A place is held for you. Accept it before the time runs out, or give it back.",
            Self::Accepted => "The place is yours. What to bring comes from the host, by the way you gave them.",
            Self::Declined => "Your application has ended without a place. That says nothing about you as a physician.",
            Self::Withdrawn => "You took your application back.",
            Self::Completed => "Your stay is over. The host has marked it as completed.",
            Self::Lapsed => "The offer was not answered in time, and the place is no longer held for you.",
        }
    }
}

/// Until when an offer of so many days made now holds. Days outside [`HOLD_DAYS`] are brought inside.
pub fn hold_until(now: DateTime<Utc>, days: u32) -> DateTime<Utc> {
    now + TimeDelta::days(i64::from(days.clamp(*HOLD_DAYS.start(), *HOLD_DAYS.end())))
}

/// Until when an offer holds once a moderator has looked at its posting again: [`AFTER_CHECK`] from now, or what is left
/// of it if that is more.
pub fn hold_after_check(until: DateTime<Utc>, now: DateTime<Utc>) -> DateTime<Utc> {
    until.max(now + AFTER_CHECK)
}

/// May an offer be accepted? `posting` is how far its posting is: while a moderator looks at that, offers are kept.
pub fn may_accept(
    stage: Stage,
    posting: State,
    hold_until: Option<DateTime<Utc>>,
    now: DateTime<Utc>,
) -> Result<(), Refusal> {
    stage.after(Move::Accept, Hand::Applicant)?;
    if posting.waits() {
        return Err(Refusal::PostingHeld);
    }
    match hold_until {
        Some(at) if now < at => Ok(()),
        _ => Err(Refusal::OfferLapsed),
    }
}

/// The places of one posting. What is stored follows the same rules in guarded statements.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Places {
    /// People taken.
    pub seats: u32,
    /// Offers that hold a place.
    pub offered: u32,
    /// Places taken for good.
    pub taken: u32,
}

impl Places {
    /// Places that may be offered now. None while fewer seats are left than are promised.
    pub const fn free(self) -> u32 {
        self.seats.saturating_sub(self.offered.saturating_add(self.taken))
    }

    /// Whether every place is taken for good.
    pub const fn is_filled(self) -> bool {
        self.taken >= self.seats
    }

    /// The fewest seats a host may go down to: what is promised stays promised.
    pub const fn least(self) -> u32 {
        self.offered.saturating_add(self.taken)
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;

    const EVERYBODY: [Hand; 3] = [Hand::Host, Hand::Applicant, Hand::House];

    #[test]
    fn every_stage_move_and_hand_has_one_answer() {
        for stage in Stage::ALL {
            for step in Move::ALL {
                let rows: Vec<&Row> = TABLE.iter().filter(|row| row.0 == *stage && row.1 == *step).collect();
                assert!(rows.len() <= 1, "{stage:?} {step:?}");
                for by in EVERYBODY {
                    let expected = rows.first().filter(|row| row.2.contains(&by)).map(|row| row.3);
                    assert_eq!(stage.after(*step, by).ok(), expected, "{stage:?} {step:?} {by:?}");
                    assert_eq!(stage.moves(by).any(|one| one == *step), expected.is_some());
                }
            }
        }
    }

    #[test]
    fn every_stage_is_reached_and_every_move_is_of_use() {
        let mut reached = BTreeSet::from([Stage::Received]);
        while let Some(row) = TABLE.iter().find(|row| reached.contains(&row.0) && !reached.contains(&row.3)) {
            reached.insert(row.3);
        }
        assert_eq!(reached.len(), Stage::ALL.len());
        assert!(Move::ALL.iter().all(|one| TABLE.iter().any(|row| row.1 == *one)));
    }

    #[test]
    fn only_an_applicant_takes_a_place_and_only_an_offered_one() {
        for row in TABLE.iter().filter(|row| row.3.has_seat() && !row.0.has_seat()) {
            assert_eq!((row.0, row.2), (Stage::Offered, APPLICANT));
        }
        // No host takes an offer back.
        assert!(!TABLE.iter().any(|row| row.0 == Stage::Offered && row.2.contains(&Hand::Host)));
    }

    #[test]
    fn an_applicant_can_leave_whatever_is_not_over_and_what_could_be_offered_once_more() {
        for stage in Stage::ALL {
            let open = !stage.is_over() || stage.after(Move::Offer, Hand::Host).is_ok();
            assert_eq!(stage.after(Move::Withdraw, Hand::Applicant).is_ok(), open, "{stage:?}");
            assert_eq!(stage.after(Move::Close, Hand::House).is_ok(), !stage.is_over(), "{stage:?}");
        }
    }

    #[test]
    fn an_offer_holds_until_its_moment_and_not_longer() {
        let now = DateTime::from_timestamp(1_800_000_000, 0).unwrap();
        let until = hold_until(now, USUAL_HOLD_DAYS);
        assert_eq!(until - now, TimeDelta::days(7));
        assert_eq!(hold_until(now, 0), now + TimeDelta::days(2));
        let accept = |stage, until, now| may_accept(stage, State::Published, until, now);
        assert_eq!(accept(Stage::Offered, Some(until), until - TimeDelta::seconds(1)), Ok(()));
        assert_eq!(accept(Stage::Offered, Some(until), until), Err(Refusal::OfferLapsed));
        assert_eq!(accept(Stage::Lapsed, Some(until), now), Err(Refusal::ApplicationMoved));
        assert_eq!(accept(Stage::Offered, None, now), Err(Refusal::OfferLapsed));
    }

    #[test]
    fn an_offer_is_kept_while_a_moderator_looks_and_has_two_days_from_then_on() {
        let now = DateTime::from_timestamp(1_800_000_000, 0).unwrap();
        let days = |days| now + TimeDelta::days(days);
        for state in State::ALL {
            let held = matches!(state, State::Submitted | State::InReview);
            for until in [days(-9), days(9)] {
                let accepts = may_accept(Stage::Offered, *state, Some(until), now);
                assert_eq!(accepts == Err(Refusal::PostingHeld), held, "{state:?} {until}");
            }
            assert_eq!(may_accept(Stage::Withdrawn, *state, None, now), Err(Refusal::ApplicationMoved), "{state:?}");
        }
        for (until, holds) in [(-9, 2), (1, 2), (2, 2), (3, 3)] {
            assert_eq!(hold_after_check(days(until), now), days(holds));
        }
    }

    #[test]
    fn places_are_never_promised_twice() {
        let places = Places { seats: 3, offered: 1, taken: 1 };
        assert_eq!((places.free(), places.least(), places.is_filled()), (1, 2, false));
        assert!(Places { seats: 1, offered: 0, taken: 1 }.is_filled());
        assert_eq!(Places { seats: 1, offered: 2, taken: 1 }.free(), 0);
    }
}
