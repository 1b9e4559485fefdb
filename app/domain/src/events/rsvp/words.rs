//! What people read about coming or not.

use super::Stand;

/// A guest without a name.
pub const NAME: &str = "Tell us your name, so that the organizers know who comes.";
/// A name nobody has.
pub const NAME_TOO_LONG: &str = "Shorten the name to at most 120 characters.";
/// No address.
pub const EMAIL: &str = "Write your e-mail address like name@example.org.";
/// No web address.
pub const LINK: &str = "Write the whole address, beginning with https://.";
/// No number of minutes.
pub const MINUTES: &str = "Write a whole number of minutes from 0 to 10080, which is a week.";

/// "12 of 40 places left"; nothing where nobody counts.
pub fn places(taken: u32, capacity: Option<u32>) -> Option<String> {
    let capacity = capacity?;
    Some(match capacity.saturating_sub(taken) {
        0 => format!("All {capacity} places are taken"),
        left => format!("{left} of {capacity} places left"),
    })
}

/// "3 in line"; nothing when nobody waits.
pub fn line(waiting: u64) -> Option<String> {
    (waiting > 0).then(|| format!("Waitlist: {waiting}"))
}

/// What the form for guests says before it is sent.
pub const fn guest_asks(full: bool) -> &'static str {
    if full {
        "All places are taken. We send you a link; the button behind it puts you on the waitlist."
    } else {
        "We send you a link. Your place is kept once you press the button behind it."
    }
}

/// What the page behind the link says of a date before the button was pressed.
pub const fn guest_unconfirmed(full: bool) -> &'static str {
    if full {
        "Not confirmed yet. All places are taken: one press, and you are on the waitlist."
    } else {
        "Not confirmed yet: one press, and your place is kept."
    }
}

/// How somebody stands, in one sentence.
pub fn stand(stand: Option<Stand>) -> String {
    match stand {
        Some(Stand::Going) => "You are going.".to_owned(),
        Some(Stand::Waiting(place)) => format!("You are number {place} on the waitlist."),
        Some(Stand::NotGoing) => "You are not going.".to_owned(),
        None => "You have not answered yet.".to_owned(),
    }
}
