//! What people read about cohorts. Sentences about a result are true of the objective it was made for.

mod stories;

use super::{Deed, Promise, State, Unplaced};
use crate::matching::{Objective, Side};

pub use stories::{for_mentee, for_mentor, nth};

/// Wrong input, as sentences for the person.
pub const TITLE: &str = "Write a title of 3 to 120 characters.";
/// What it is about.
pub const ABOUT: &str = "Write 20 to 3,000 characters: whom it is for and what comes of it.";
/// What the result is made for.
pub const PROMISE: &str = "Choose what the result is made for. People are told before they rank.";
/// Stages.
pub const STAGES_OF_PLAN: &str = "Choose stages of the list, or none for everybody.";
/// Length of lists.
pub const MOST: &str = "Enter a number from 1 to 20.";
/// A day.
pub const SIGN_UP_UNTIL: &str = "Choose a day after today, at most a year ahead.";
/// A day.
pub const MENTEES_UNTIL: &str = "Choose a day after the last day to sign up, at most a year ahead.";
/// A day.
pub const MENTORS_UNTIL: &str = "Choose a day after the last day for mentees, at most a year ahead.";
/// Topics.
pub const TOPICS: &str = "Choose one to five topics.";
/// A stage.
pub const STAGE: &str = "Choose how far along you are.";
/// A stage that is left out.
pub const NOT_FOR_STAGE: &str = "This cohort is for people at other stages. Its page says which.";
/// Specialties.
pub const SPECIALTIES: &str = "Choose up to three specialties, or none.";
/// Goals.
pub const GOALS: &str = "Write 20 to 1,500 characters: what you want to reach with a mentor.";
/// Seats.
pub const SEATS: &str = "Enter a number from 1 to 10.";
/// Seats that a mentor does not have: so many are free.
pub fn seats_free(free: i32) -> String {
    match free {
        0 => "All your seats are taken now. Raise your number of seats on your page as a mentor first.".to_owned(),
        1 => "You have 1 free seat now. Raise your number of seats on your page as a mentor to give more.".to_owned(),
        free => {
            format!("You have {free} free seats now. Raise your number of seats on your page as a mentor to give more.")
        }
    }
}

/// A choice.
pub const CHOICE_GONE: &str = "One of these mentors is not in this cohort any more. Look at the list again.";
/// A choice.
pub const CHOICE_TWICE: &str = "Each mentor can be on your list once. Choose somebody else, or leave one empty.";
/// Choices.
pub const TOO_MANY_CHOICES: &str = "Your list has more mentors than this cohort allows. Leave some empty.";
/// A place.
pub const PLACE: &str = "Enter a whole number from 1 to 3,000, or tick Never.";
/// The confirmation.
pub const CONFIRM: &str = "Tick the box to publish.";
/// The confirmation.
pub const CONFIRM_CANCEL: &str = "Tick the box to call it off.";
/// An objective.
pub const OBJECTIVE: &str = "Choose which result is published.";

/// What a state is called.
pub const fn state(state: State) -> &'static str {
    match state {
        State::Draft => "Draft",
        State::SignUp => "Open for sign-up",
        State::Mentees => "Mentees rank",
        State::Mentors => "Mentors rank",
        State::Closed | State::Previewed => "Lists are closed",
        State::Published => "The result is out",
        State::Canceled => "Called off",
    }
}

/// What a deed is called on the desk.
pub const fn deed(deed: Deed) -> &'static str {
    match deed {
        Deed::Open => "Open for sign-up",
        Deed::EndSignUp => "End sign-up",
        Deed::EndMentees => "End ranking of mentees",
        Deed::EndMentors => "End ranking of mentors",
        Deed::Preview => "Run all three",
        Deed::Publish => "Publish",
        Deed::Cancel => "Call it off",
    }
}

/// What an objective is called.
pub const fn objective(objective: Objective) -> &'static str {
    match objective {
        Objective::Stable => "Stable",
        Objective::Fit => "Best total fit",
        Objective::Placed => "Most people placed",
    }
}

/// What an objective means.
pub const fn about_objective(objective: Objective) -> &'static str {
    match objective {
        Objective::Stable => "No mentee and mentor who would both rather have each other are left apart.",
        Objective::Fit => {
            "The sum of the fits of all pairs is as large as it can be; among those, most people are placed."
        }
        Objective::Placed => "As many people as possible have a mentor; among those, the total fit is the largest.",
    }
}

/// What a promise is called in a form.
pub const fn promise(promise: Promise) -> &'static str {
    match promise {
        Promise::Stable => "Stable: nobody could be happier with somebody who would also rather have them",
        Promise::Fit => "The best total fit",
        Promise::Placed => "The most people placed",
        Promise::Open => "We choose after we have seen all three",
    }
}

/// What people are told about ranking honestly, before they rank: a title and paragraphs.
pub const fn honest(promise: Promise) -> (&'static str, &'static [&'static str]) {
    match promise {
        Promise::Stable => (
            "Ranking honestly is safe for mentees",
            &[
                "The result is stable: your list is gone through from the top, and a mentor who has no seat for you costs you \
                 nothing at the next one. No other order of the same mentors can get you somebody you like better. That is \
                 a theorem (Dubins and Freedman 1981, Roth 1982), not a hope.",
                "If your list is too short for everybody you would accept, which ones you put is up to you; their order is still \
                 best honest. Mentors are told that you listed them and never in which place.",
                "It does not hold for mentors. No method is safe for both sides, so a mentor with several seats could sometimes do \
                 better by ranking otherwise. We ask mentors to rank honestly all the same.",
            ],
        ),
        Promise::Fit | Promise::Placed => (
            "What your order does here",
            &[
                "The result is made for all together, not for each list: whom you list says whom you accept, and the places on your \
                 list count for little or nothing. Nobody can be promised that an honest order is the best one for them.",
                "List everybody you would accept, and nobody else. Mentors are told that you listed them and never in which place.",
            ],
        ),
        Promise::Open => (
            "What your order does here",
            &[
                "The organizers choose what the result is made for once they have seen all three. Ranking honestly is safe for \
                 mentees only if they choose the stable one, so we cannot promise it.",
                "List everybody you would accept, best first. Mentors are told that you listed them and never in which place.",
            ],
        ),
    }
}

/// What mentors are told before they rank.
pub const FOR_MENTORS: &[&str] = &[
    "You see everybody who listed you, in the order of the fit, and not in which place they put you. If you say nothing, this order \
     holds for you; people with the same fit then stand side by side, and the lottery decides between them.",
    "You give each a number, and 1 is the best. Equal numbers are a tie, and the lottery decides between them.",
    "Never means: I would rather leave a seat empty. Nobody is told. In a small cohort it can sometimes be worked out from how many \
     seats stay empty; organizers see who is accepted by nobody on their list.",
    "Honest ranking is safe for mentees under a stable result, and for mentors under none: no method can promise it to both sides. We \
     ask you to rank honestly all the same.",
];

/// What goes, and who is told, when somebody leaves while the lists are open.
pub const fn leaving(side: Side) -> &'static str {
    match side {
        Side::Mentee => "Everything you said here goes with it. Nobody is told.",
        Side::Mentor => {
            "Your seats and your order go with it. Those who listed you are told that a mentor on their list has left, not who; they \
             see that you are not there any more."
        }
    }
}

/// Who takes part in a cohort of members.
pub const MEMBERS_ONLY: &str = "Only members of the association take part in this cohort.";

/// What stays of a person who leaves the house after the result is out.
pub const AFTER_ERASURE: &str = "If you delete your account before the result is out, everything you said here goes with it. \
     Afterwards, what stays is a number and an order of numbers that we cannot connect with you any more, so that the proofs of the \
     others still hold.";

/// In public, in place of seats and people placed.
pub const TOO_FEW: &str = "too few people to say";
/// A cohort that does not take place.
pub const CALLED_OFF: &str = "This cohort was called off; nothing is published.";

/// Why somebody has no mentor, for the organizer. True of the objective.
pub const fn unplaced(why: Unplaced, objective: Objective) -> &'static str {
    match (why, objective) {
        (Unplaced::NoList, _) => "Nobody is on their list, so there is nobody to match them with.",
        (Unplaced::NobodyAccepts, _) => {
            "No mentor on their list accepts them. With these lists no result of any kind could place them."
        }
        (Unplaced::NoRoom, Objective::Stable) => {
            "Every mentor who accepts them filled all seats with people ranked as high or higher. With these lists and this lottery, \
             every stable result leaves out the same people."
        }
        (Unplaced::NoRoom, Objective::Fit) => "No pairing in which they have a mentor has a larger total fit.",
        (Unplaced::NoRoom, Objective::Placed) => {
            "No pairing places more people, so somebody stays out whatever is done with these lists."
        }
    }
}
