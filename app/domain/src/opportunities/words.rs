//! What people read around postings and applications.

use super::state::State;

/// On every page where somebody applies, and in every mail about an offer.
pub const NEVER_PAY: &str = "Never pay a person. A real fee is on this page, goes to the institution or company named here, and comes with a bill.";

/// Who is asked by whom for what, beside the fields somebody releases.
pub const RELEASED: &str = "The host sees exactly the fields you tick here and nothing else of your profile. Until it is decided you can take them back by withdrawing. We forget them half a year after the end, and in any case two years after your application last moved.";

/// To whoever has applied, while what was changed waits for a moderator.
pub const BEING_CHECKED: &str = "A moderator reads it before anybody else does.";

/// To whoever was offered a place, once a moderator has found nothing against its posting.
pub const OFFER_GOES_ON: &str = "We have looked at this posting again, and your offer goes on.";

/// To whoever has applied to a host who is stopped or about to leave.
pub const HOST_AWAY: &str = "The host cannot use their account at the moment. Until that changes nobody reads the posting and no place can be accepted; an offer ends at its time all the same.";

/// To whoever has completed a stay or was too late, once a moderator has taken the posting down.
pub const TAKEN_DOWN: &str = "A moderator took this posting down. If anybody asked you for money, report it.";

/// To whoever lost an application to a take-down, once the posting is back; `from` is the day from which on people can apply,
/// where that is still to come.
pub fn is_back(from: Option<&str>) -> String {
    let from = from.map(|day| format!(" from {day} on")).unwrap_or_default();
    format!(
        "This posting was taken down, and moderators have let it come back. Your application stays ended; you can apply again{from}, as long as it takes applications."
    )
}

/// On the page where somebody applies again.
pub const IN_PLACE: &str =
    "What you send now takes the place of your earlier application, and the host no longer sees that one.";

/// Why an application ended with its posting, by how far that is now. What was taken down may be back; `again`: they can apply
/// to it now.
pub const fn why_ended(posting: State, again: bool) -> &'static str {
    match posting {
        State::TakenDown => {
            "A moderator took this posting down, so your application ends. If anybody asked you for money, report it."
        }
        back if back.keeps_applications() && again => {
            "A moderator took this posting down, so your application ended. You can apply again while it takes applications."
        }
        back if back.keeps_applications() => "A moderator took this posting down, so your application ended.",
        _ => "This posting is no longer offered, so your application ends.",
    }
}

/// Beside "am I eligible?".
pub const ELIGIBILITY: &str =
    "Computed from your profile when you ask. The host does not see it, and we do not keep it.";

/// Nothing here is advice.
pub const NOT_ADVICE: &str = "This is what the host says, not legal or immigration advice.";

/// A field that must be filled in.
pub const MISSING: &str = "This is needed before you send it in.";

/// Choose one.
pub const CHOOSE: &str = "Choose one of these.";

/// An amount of money.
pub const MONEY: &str = "Write dollars, such as 750 or 1,250.50.";

/// An answer to the host's question is missing.
pub const ANSWER_MISSING: &str = "The host asks this of everybody. Answer in a few words.";

/// The same where the host asks nothing: without it nobody could be reached.
pub const WHO_MISSING: &str = "Say in a few words who you are and how the host reaches you.";
