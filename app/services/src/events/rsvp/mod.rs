//! Who comes: answers, seats and the line for them, guests, invitations by mail, and the calendar of what one attends.
//!
//! The rules are in `domain::events::rsvp`. Everything that changes a date's seats first takes hold of its row in
//! `rsvp_seats`, so that all of it happens one after the other; the database's own checks refuse what that forgets.
//! Whoever stores a series calls [`series_changed`] in the same transaction.

mod answer;
mod attendees;
mod back;
mod calendars;
pub mod entity;
mod error;
mod export;
mod forget;
mod guests;
mod joining;
mod lost;
mod mails;
mod mine;
mod parts;
mod personal;
mod remind;
mod seats;
mod series_changed;
mod standing;
mod store;
#[cfg(test)]
mod tests;
mod view;
mod who;

pub use answer::{answer, answer_series};
pub use attendees::{Attendee, Attendees, attendees, attendees_csv};
pub use error::RsvpError;
pub use forget::forget_guest;
pub use guests::{GuestDate, GuestPage, answer_as_guest, ask_as_guest, guest_page};
pub use joining::{Joining, set_joining};
pub use lost::Answered;
pub use mails::{GUEST_PAGE, MY_EVENTS};
pub use mine::{Mine, MyDate, MySeries, mine, next_of_mine};
pub use personal::{
    FEED_ADDRESS, Fetches, PersonalFeed, flush_fetches, make_feed, my_feed, personal_feed, revoke_feed,
};
pub use view::{DateView, SeriesOfMine, date_view};

pub(crate) use answer::leaves;
pub(crate) use back::back;
pub(crate) use export::{calendar_part, export_part};
pub(crate) use guests::cannot_be_told;
pub(in crate::events) use lost::{answered_for, lost_to};
pub(crate) use personal::end_feed;
pub(crate) use remind::{purge_guests, remind_due};
pub(crate) use series_changed::series_changed;
pub(crate) use standing::extend_standing;
