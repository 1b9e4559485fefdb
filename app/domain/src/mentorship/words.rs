//! What people read about mentorship.

use chrono::TimeDelta;

use super::ANSWER_WITHIN;
use super::agreement::Boundary;
use super::engagement::{FitAnswer, Phase};
use super::fit::{Eyes, Fit, Met, Test};
use super::mentor::{Checked, MentorStep};
use super::request::State;
use crate::identity::profile::vocab::{COUNTRIES, LANGUAGES, NEEDS, ROLES, SPECIALTIES, STATES, label};

/// The longest pause that can be set.
pub(super) const LONGEST_PAUSE: TimeDelta = TimeDelta::days(731);

/// Wrong input, as sentences for the person.
pub const STATEMENT: &str = "Write 30 to 1,000 characters: what you can help with, and how you like to work.";
/// Seats.
pub const CAPACITY: &str = "Enter a number from 0 to 10.";
/// A pause.
pub const PAUSE: &str = "Choose a day after today, at most two years ahead, or leave it empty.";
/// A way to be checked.
pub const WAY: &str = "Choose how we can check it.";
/// A registry number.
pub const NPI: &str = "Enter the ten digits of your NPI.";
/// What is to be checked.
pub const WHAT_TO_CHECK: &str = "Name the institution, or somebody we can ask, in 2 to 200 characters.";
/// Goals.
pub const GOALS: &str = "Write 20 to 1,500 characters: what you want to reach with a mentor.";
/// Topics.
pub const TOPICS: &str = "Choose one to five topics.";
/// A stage.
pub const STAGE: &str = "Choose how far along you are.";
/// A wish.
pub const WISH: &str = "Choose one of the list, or leave it empty.";
/// A gender.
pub const GENDER: &str = "Choose one of the list, or leave it empty.";
/// A scope.
pub const SCOPE: &str = "Write 20 to 1,500 characters: what you work on together.";
/// The end of an agreement.
pub const ENDS_ON: &str = "Choose a day after today, at most a year ahead.";
/// Another end of an agreement.
pub const NEW_END: &str = "Choose a day after the last day you have agreed on and after today, at most a year ahead.";
/// A short line.
pub const LINE: &str = "Write 3 to 200 characters.";
/// A text.
pub const TEXT: &str = "Please shorten this to 2,000 characters.";
/// A text that may not be empty.
pub const NEEDED: &str = "Write a sentence or two.";
/// A day.
pub const DAY: &str = "Choose a day, or leave it empty.";
/// When a meeting was.
pub const MET_AT: &str = "Enter the day and the time when you met.";
/// How long a meeting was.
pub const MINUTES: &str = "Enter how many minutes you met, from 1 to 600.";
/// A reason to decline.
pub const REASON: &str = "Choose one of the reasons.";
/// Answers to the fit check.
pub const FIT_ANSWER: &str = "Choose one of the answers.";
/// A required answer of the set-up.
pub const REQUIRED: &str = "This is needed before people can find you.";
/// The boundaries were not agreed to.
pub const AGREE: &str = "Tick the box to sign.";

/// What a mentor calls a mentee who shows no name, at the beginning of a line.
pub const UNNAMED: &str = "Your mentee";
/// The same within a sentence.
pub const UNNAMED_WITHIN: &str = "your mentee";

/// What taking a request back leads to.
pub const fn taking_back(state: State) -> &'static str {
    match state {
        State::Waiting => "You leave the line. The mentor was not told that you wait, and is not told of this.",
        _ => "The mentor is told that there is nothing to do. The next on your list is asked.",
    }
}

/// What it means to show a field to a mentor, and not to.
pub const fn showing(state: State) -> &'static str {
    match state {
        State::Confirmed => {
            "What is ticked stands on the page of this request, and you can take it back. Your mentor also sees what your profile shows to people you are matched with."
        }
        _ => "Whatever is not ticked stays hidden, and counts for nothing here. You can take it back.",
    }
}

/// Roles by their words.
pub(super) const ROLE_WORDS: [&str; 7] =
    ["resident", "fellow", "attending", "program-leader", "retired", "researcher", "career-adviser"];

/// Who is one to three stages ahead.
pub(super) fn ahead_of(stage: &str) -> &'static [&'static str] {
    match stage {
        "student" | "graduate-preparing" | "exams" | "certified" | "applying" | "matched" => &["resident", "fellow"],
        "resident" => &["fellow", "attending"],
        "fellow" => &["attending", "program-leader"],
        "practising" => &["attending", "program-leader", "retired"],
        "exploring-other-careers" => &["researcher", "career-adviser"],
        _ => &[],
    }
}

/// Things in a row: one, two and three.
pub fn and(all: &[String]) -> String {
    match all {
        [] => String::new(),
        [one] => one.clone(),
        [first @ .., last] => format!("{} and {last}", first.join(", ")),
    }
}

pub(super) fn reasons(fit: &Fit, eyes: Eyes) -> Vec<String> {
    let pick =
        |of: &dyn Fn(&Test) -> Option<String>| fit.met.iter().filter_map(|met| of(&met.test)).collect::<Vec<_>>();
    let topics = pick(&|test| match test {
        Test::HelpsWith(word) => Some(label(&NEEDS, word)),
        _ => None,
    });
    // A wish says something of the mentor it looks for, and nothing of whoever wishes.
    let (wished, practices): (Vec<_>, Vec<_>) = fit.met.iter().partition(|met| eyes == Eyes::Mentor && met.wished);
    let named = |all: Vec<&Met>| {
        let of = |met: &Met| match &met.test {
            Test::Practices(word) => Some(label(&SPECIALTIES, word)),
            _ => None,
        };
        all.into_iter().filter_map(of).collect::<Vec<_>>()
    };
    let (wished, practices) = (named(wished), named(practices));
    let mut said = Vec::new();
    if !topics.is_empty() {
        said.push(match eyes {
            Eyes::Mentee => format!("Helps with {}.", and(&topics)),
            Eyes::Mentor => format!("Looks for help with {}, which you offer.", and(&topics)),
        });
    }
    if !practices.is_empty() {
        said.push(match eyes {
            Eyes::Mentee => format!("Practices {}.", and(&practices)),
            Eyes::Mentor => format!("Wants to go into {}, which you practice.", and(&practices)),
        });
    }
    if !wished.is_empty() {
        said.push(asked(false, &format!("practices {}", and(&wished))));
    }
    for met in &fit.met {
        said.extend(one_reason(&met.test, met.wished, eyes));
    }
    said
}

fn one_reason(test: &Test, wished: bool, eyes: Eyes) -> Option<String> {
    let mentee = eyes == Eyes::Mentee;
    Some(match test {
        Test::HelpsWith(_) | Test::Practices(_) => return None,
        Test::WorksAs(roles) if wished => {
            format!("Works as you asked: {}.", and(&roles.iter().map(|role| label(&ROLES, role)).collect::<Vec<_>>()))
        }
        Test::WorksAs(_) if mentee => "Is one to three stages ahead of you.".to_owned(),
        Test::WorksAs(_) => "Is one to three stages behind you.".to_owned(),
        Test::LivesIn(state) if mentee => format!("Lives in {}.", label(&STATES, state)),
        Test::LivesIn(state) if wished => asked(false, &format!("lives in {}", label(&STATES, state))),
        Test::LivesIn(state) => format!("Lives in {}, as you do.", label(&STATES, state)),
        Test::LivesBy(_) => "Lives by the same clocks.".to_owned(),
        Test::Speaks(word) => asked(mentee, &format!("speaks {}", label(&LANGUAGES, word))),
        Test::SchoolIn(word) => asked(mentee, &format!("went to medical school in {}", label(&COUNTRIES, word))),
        Test::School(_) => asked(mentee, "went to the same school"),
        Test::Gender(_) => asked(mentee, "is of the gender that was asked for"),
    })
}

/// What counts only because it was asked for.
fn asked(mentee: bool, what: &str) -> String {
    if mentee { format!("As you asked: {what}.") } else { format!("Asked for a mentor who {what}.") }
}

/// What a state is called for the mentee.
pub const fn state(state: State) -> &'static str {
    match state {
        State::Listed => "On your list, not asked yet",
        State::Waiting => "In the waiting line",
        State::Open => "Asked",
        State::MoreAsked => "They ask you something",
        State::Accepted => "Said yes: please confirm",
        State::Confirmed => "You work together",
        State::Declined => "Cannot help now",
        State::Lapsed => "Ran out",
        State::Withdrawn => "You took it back",
        State::Closed => "Closed",
    }
}

/// What a state is called for the mentor.
pub const fn state_for_mentor(state: State) -> &'static str {
    match state {
        State::Open => "Waits for your answer",
        State::MoreAsked => "You asked for more",
        State::Accepted => "You said yes; the mentee has still to confirm",
        State::Confirmed => "You work together",
        State::Declined => "You said no",
        State::Lapsed => "Ran out",
        State::Listed | State::Waiting | State::Withdrawn | State::Closed => "Closed",
    }
}

/// What a phase is called.
pub const fn phase(phase: Phase) -> &'static str {
    match phase {
        Phase::Agreeing => "The agreement is being written",
        Phase::Active => "Under way",
        Phase::Ended => "Ended",
    }
}

/// What the badge of a mentor says was checked.
pub const fn checked(checked: Checked) -> &'static str {
    match checked {
        Checked::InstitutionMail => "address at the institution",
        Checked::Registry => "entry in the national registry",
        Checked::Moderator => "by a moderator",
    }
}

/// How a mentor offers to be checked.
pub const fn way(way: Checked) -> &'static str {
    match way {
        Checked::InstitutionMail => "My address here is at my institution",
        Checked::Registry => "By my number in the national registry (NPI)",
        Checked::Moderator => "A moderator can ask somebody",
    }
}

/// The title of a step of the set-up.
pub const fn step(step: MentorStep) -> &'static str {
    match step {
        MentorStep::Work => "What you do",
        MentorStep::Help => "What you help with",
        MentorStep::Path => "Your path",
        MentorStep::Room => "Room and pauses",
        MentorStep::Check => "One check",
    }
}

/// Words of an agreement that always holds.
pub const fn boundary(boundary: Boundary) -> &'static str {
    match boundary {
        Boundary::Confidential => "What we tell each other stays between us, unless somebody is in danger.",
        Boundary::NoPayment => "Nobody pays anybody, in money or in favors.",
        Boundary::NoAdvice => "No legal and no immigration advice; for that we go to those whose work it is.",
        Boundary::NoLetter => "No letter of recommendation without having worked together.",
        Boundary::EndAnyTime => "Each of us can end this at any time, without giving a reason.",
    }
}

/// Answers to the fit check.
pub const fn fit_answer(answer: FitAnswer) -> &'static str {
    match answer {
        FitAnswer::Good => "It is a good fit",
        FitAnswer::Deciding => "Too early to say",
        FitAnswer::Not => "It does not fit; nobody is at fault",
    }
}

/// How fast a mentor answers, as a sentence; `median` as [`super::median_reply`] counts it. From a week on it is made of
/// requests that ran out.
pub fn answers(median: Option<i32>) -> String {
    match median {
        None => "Has not answered a request yet.".to_owned(),
        Some(minutes) if i64::from(minutes) >= ANSWER_WITHIN.num_minutes() => {
            "Has left half of the latest requests or more without an answer.".to_owned()
        }
        Some(minutes) => format!("Answers {}.", reply_time(minutes)),
    }
}

/// The time it takes a mentor to answer, in one number.
fn reply_time(minutes: i32) -> String {
    let (count, unit) = match minutes {
        ..60 => return "within an hour".to_owned(),
        60..2_880 => ((minutes + 30) / 60, "hour"),
        _ => ((minutes + 720) / 1_440, "day"),
    };
    format!("in about {count} {unit}{}", if count == 1 { "" } else { "s" })
}
