//! What people read about codes.

use super::No;

/// The one answer to everybody without a confirmed account, whatever the reason is: it tells a guesser nothing.
pub const NOT_HERE: &str =
    "This code does not work here. Look once more at how it is written, or ask whoever gave it to you.";
/// Too many wrong codes.
pub const WAIT: &str = "Those were a lot of codes. Try again in an hour, or go on without one.";
/// No code.
pub const CODE: &str = "Write the code with 3 to 24 letters, digits and hyphens, such as IMG.";
/// Neither a percentage nor an amount.
pub const OFF: &str = "Write how much, such as 15 for a percentage or 10.00 for an amount.";
/// Neither kind.
pub const KIND: &str = "Choose one of the two.";
/// No plan.
pub const PLANS: &str = "Choose plans of the list.";
/// No purpose.
pub const PURPOSE: &str = "Choose who it is for.";
/// No zone.
pub const ZONE: &str = "Write the name of a time zone, such as America/New_York.";
/// No time.
pub const TIME: &str = "Write a day and a time, such as 2027-01-31 18:00.";
/// The end before the start.
pub const ENDS_FIRST: &str = "The end must be after the start.";
/// No cap.
pub const CAP: &str = "Write a whole number from 1 to 100000, or leave it empty.";
/// Not that often.
pub const PER_PERSON: &str = "Write a whole number from 1 to 20.";
/// No amount.
pub const MINIMUM: &str = "Write an amount such as 50.00, or leave it empty.";
/// No stage.
pub const STAGES: &str = "Choose stages of the list.";
/// No partner.
pub const PARTNER: &str = "Shorten the partner's name to at most 120 characters.";
/// No currency.
pub const CURRENCY: &str = "Choose a currency of the list.";
/// No size of a batch.
pub const COUNT: &str = "Write how many codes the batch has, from 1 to 2000.";
/// A batch without a name.
pub const NAME: &str = "Give the batch a name of at most 40 characters; it stands on receipts.";

/// Why a code does not work, to somebody with a confirmed account (`known`) and to anybody else. Somebody who holds a
/// paper with a code is told what to do about it; whoever guesses learns nothing, since a wrong code, one that is over and
/// one that is used up are the same to strangers.
pub const fn told(no: No, known: bool) -> &'static str {
    if !known {
        return NOT_HERE;
    }
    match no {
        No::Unknown | No::Stopped => NOT_HERE,
        No::NotYet => "This code does not work yet.",
        No::Over => "This code is over.",
        No::UsedUp => "This code has been used as often as it can be.",
        No::UsedByPerson => "You have used this code before.",
        No::OtherPlan => "This code is for another plan.",
        No::OtherCurrency => "This code is for plans in another currency.",
        No::OnlyNew => "This code is for people who join, and you belong already.",
        No::OnlyRenewal => "This code is for people who renew.",
        No::BelowMinimum => "This code is for larger orders.",
        No::NotFirst => "This code is for the first order.",
        No::OtherStage => "This code is for people at another stage.",
    }
}
