//! What people read when they report something, and when something is decided about them.

use super::{Decision, Ground, What};

/// The label of a kind of problem.
pub const fn what(what: What) -> &'static str {
    match what {
        What::WrongFact => "Something is wrong or out of date",
        What::DoesNotWork => "Something does not work",
        What::HardToUse => "It is hard to read or to use",
        What::Unkind => "Something is unkind or unsafe",
        What::SomethingElse => "Something else",
    }
}

/// The page is not one of this site.
pub const PAGE: &str = "Enter the address of the page as it begins after the site's name, such as /events.";
/// No kind was chosen.
pub const WHAT: &str = "Choose what is wrong with the page.";
/// No details were given.
pub const DETAILS_MISSING: &str = "Tell us what you saw and what you expected.";
/// Too few details.
pub const DETAILS_TOO_SHORT: &str = "Tell us a little more, at least 10 characters.";
/// Too many details.
pub const DETAILS_TOO_LONG: &str = "Please shorten this to 4,000 characters.";
/// The staged file's id is not one.
pub const FILE: &str = "Choose the screenshot again.";
/// The form came without its key.
pub const KEY: &str = "Reload the page and send the form again.";

/// It is not said what the report is about.
pub const KIND: &str = "Choose what you want to report.";
/// No ground was chosen.
pub const GROUND: &str = "Choose what is wrong.";
/// No decision was chosen.
pub const DECISION: &str = "Choose what is to happen.";
/// The ground does not bear the decision.
pub const GROUND_DOES_NOT_BEAR: &str = "Choose what was wrong, or close the report without a step.";
/// A moderator takes a posting down and hardly says why.
pub const TAKE_DOWN_WHY: &str = "Say in 10 to 500 characters what is wrong with it. The host reads it.";
/// An appeal without words.
pub const APPEAL_MISSING: &str = "Tell us in a few words why the decision should be looked at again.";
/// An appeal that is too long.
pub const APPEAL_TOO_LONG: &str = "Please shorten this to 4,000 characters.";

/// Title of a notification about a decision.
pub const ABOUT_YOU: &str = "A decision about your account";
/// Title of the one notification about a posting that was taken down.
pub const POSTING_TAKEN_DOWN: &str = "Your posting was taken down";
/// What a take-down brings about for those who had applied, and how to appeal.
const AFTER_TAKE_DOWN: &str = "Nobody sees it any more. Every application that was not over has ended, and those people were told. Among the decisions about you, you can ask for another look, once.";
/// Title of a notification to whoever reported.
pub const LOOKED_AT: &str = "Your report was looked at";
/// What it says. The outcome belongs to the person it is about.
pub const LOOKED_AT_TEXT: &str = "A moderator has read what you told us and has decided. What was decided stays between us and the person. Thank you.";
/// An appeal was answered: the decision stands.
pub const UPHELD: &str = "Your appeal was read. The decision stands.";
/// A decision was taken back.
pub const OVERTURNED: &str = "The decision was taken back. It does not hold any more.";

/// The label of a ground.
pub const fn ground(ground: Ground) -> &'static str {
    match ground {
        Ground::Unkind => "Unkind, threatening or unwanted",
        Ground::Money => "Asks for money, or sells what is not for sale",
        Ground::NotWhoTheySay => "Not who they say they are",
        Ground::Privacy => "Tells what is private about others",
        Ground::Spam => "Advertising, or the same again and again",
        Ground::Other => "Something else",
        Ground::Mended => "It has been put right",
        Ground::NothingFound => "Nothing against our rules was found",
    }
}

/// The label of a decision, for the moderator.
pub const fn decision(decision: Decision) -> &'static str {
    match decision {
        Decision::NoAction => "Close without a step",
        Decision::Warn => "Warn the person",
        Decision::Hide => "Hide what was reported",
        Decision::Suspend => "Stop the account",
    }
}

/// What a decision brings about, said before it is made.
pub const fn consequence(decision: Decision) -> &'static str {
    match decision {
        Decision::NoAction => "Nothing happens to anybody. The person is not told.",
        Decision::Warn => "The person is told what must not happen again, and may appeal.",
        Decision::Hide => "Nobody but the person sees it any more. The person is told and may appeal.",
        Decision::Suspend => {
            "The person is signed out everywhere at once and can only read why, appeal, take their data along and leave."
        }
    }
}

/// What the person it is about is told.
pub const fn told(decision: Decision) -> &'static str {
    match decision {
        Decision::NoAction => "A report about you was closed. You need not do anything.",
        Decision::Warn => "A moderator asks you not to let this happen again. Nothing else changes.",
        Decision::Hide => "A moderator has hidden what you wrote. Others do not see it any more.",
        Decision::Suspend => {
            "A moderator has stopped your account. You can read why, appeal, take your data along, or leave."
        }
    }
}

/// The same with the ground, for a mail.
pub fn told_why(decision: Decision, why: Ground) -> String {
    format!("{} Why: {}.", told(decision), ground(why))
}

/// What the host of a posting that was taken down is told: why, what follows, and a moderator's words where there are any
/// for them.
pub fn told_taken_down(title: &str, why: Ground, said: Option<&str>) -> String {
    let said = said.map(|said| format!(" A moderator writes: {said}")).unwrap_or_default();
    format!("{title}: A moderator took it down. Why: {}. {AFTER_TAKE_DOWN}{said}", ground(why))
}

#[cfg(test)]
mod tests {
    use super::super::{Decision, Ground};

    #[test]
    fn words_are_whole_kind_and_told_apart() {
        let labels: std::collections::BTreeSet<_> = Ground::ALL.into_iter().map(super::ground).collect();
        assert_eq!(labels.len(), Ground::ALL.len());
        for decision in Decision::ALL {
            for text in [super::consequence(decision), super::told(decision)] {
                assert!(text.ends_with('.') && !text.contains('!') && !text.contains("invalid"), "{text}");
            }
        }
    }

    #[test]
    fn the_words_name_the_limits_that_hold() {
        assert!(super::DETAILS_TOO_SHORT.contains(&super::super::MIN_DETAILS.to_string()));
        assert_eq!(super::super::MAX_DETAILS, 4_000);
        assert!(super::DETAILS_TOO_LONG.contains("4,000"));
    }
}
