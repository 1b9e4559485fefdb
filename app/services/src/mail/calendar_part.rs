//! What a mail carries for the calendar of whoever gets it (RFC 6047).

use crate::events::ical::itip::Method;

/// An iTIP object. It names the receiver, so it is kept as the mail's words are.
#[derive(Clone, PartialEq, Eq)]
pub struct CalendarPart {
    /// What the calendar is to do.
    pub method: Method,
    /// The bytes of `text/calendar`.
    pub bytes: String,
}
