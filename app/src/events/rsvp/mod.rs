//! Coming or not: the page of an answer, that of a guest's link, what one attends, the personal calendar, and the desk of
//! organizers.

mod actions;
mod attendees;
mod calendar;
mod card;
mod guest;
mod mine;
mod page;

pub use actions::{AnswerDate, AnswerGuest, AnswerSeries, AskAsGuest, ForgetGuest, MakeFeed, RevokeFeed, SetJoining};
pub use attendees::AttendeesPage;
pub use calendar::PersonalCalendarPage;
pub(super) use card::{AnswerCard, SeriesAnswerCard};
pub use guest::GuestPage;
pub use mine::MyEventsPage;
pub use page::RsvpPage;
