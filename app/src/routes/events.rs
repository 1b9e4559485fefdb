//! Addresses of events: their pages, answers, calendars and pictures.

use services::events::rsvp;

use super::{Path, encode, path};

/// All upcoming events.
pub fn events() -> Path {
    path("/events")
}

/// The list of events as a reader asked for it, each pair one parameter of the page.
pub fn events_where(pairs: &[(&str, &str)]) -> Path {
    events().with_all(pairs)
}

/// Upcoming events of one category.
pub fn events_in(category: &str) -> Path {
    events_where(&[("category", category)])
}

/// One series.
pub fn series(slug: &str) -> Path {
    path(format!("/events/{}", encode(slug)))
}

/// One date of a series, by the name of the date.
pub fn occurrence(slug: &str, date: &str) -> Path {
    path(format!("/events/{}/{}", encode(slug), encode(date)))
}

/// Where one date is put into a calendar.
pub fn add_occurrence(slug: &str, date: &str) -> Path {
    path(format!("/events/{}/{}#add", encode(slug), encode(date)))
}

/// Saying whether one comes to a date.
pub fn rsvp(slug: &str, date: &str) -> Path {
    path(format!("/events/{}/{}/rsvp", encode(slug), encode(date)))
}

/// What a guest has said, behind the link in a mail.
pub fn guest(token: &str) -> Path {
    path(format!("{}{}", rsvp::GUEST_PAGE, encode(token)))
}

/// What one attends.
pub fn my_events() -> Path {
    path(rsvp::MY_EVENTS)
}

/// What one attends, in one's own calendar.
pub fn personal_calendar() -> Path {
    path("/me/calendar")
}

/// The address of a personal calendar; `None` for what cannot be a secret of ours.
pub fn personal_feed(token: &str) -> Option<Path> {
    let token = services::identity::Token::parse(token)?;
    Some(path(format!("{}{}.ics", rsvp::FEED_ADDRESS, token.as_str())))
}

/// Who comes to a date, for organizers.
pub fn attendees(slug: &str, date: &str) -> Path {
    path(format!("/desk/events/{}/{}/attendees", encode(slug), encode(date)))
}

/// The same as a file for a spreadsheet.
pub fn attendees_csv(slug: &str, date: &str) -> Path {
    path(format!("/desk/events/{}/{}/attendees.csv", encode(slug), encode(date)))
}

/// Where the calendar feeds are offered.
pub fn subscribe() -> Path {
    path("/calendar")
}

/// Where one feed is offered, for every kind of calendar.
pub fn subscribe_to(feed: &Path) -> Path {
    subscribe().with("feed", feed.as_str())
}

/// Where a feed is examined.
pub fn doctor() -> Path {
    path("/calendar/doctor")
}

/// The examination of one feed.
pub fn doctor_of(feed: &Path) -> Path {
    doctor().with("feed", feed.as_str())
}

/// The calendar feed of everything.
pub fn feed_all() -> Path {
    path("/calendar/all.ics")
}

/// The calendar feed of one category.
pub fn feed_category(slug: &str) -> Path {
    path(format!("/calendar/category/{}.ics", encode(slug)))
}

/// The calendar feed of one series.
pub fn feed_series(slug: &str) -> Path {
    path(format!("/calendar/series/{}.ics", encode(slug)))
}

/// The calendar feed of what a reader asked of the list of events; the same parameters as [`events_where`].
pub fn feed_where(pairs: &[(&str, &str)]) -> Path {
    path("/calendar/events.ics").with_all(pairs)
}

/// One date as a file for a calendar.
pub fn feed_date(slug: &str, date: &str) -> Path {
    path(format!("/calendar/date/{}/{}.ics", encode(slug), encode(date)))
}

/// The picture of a series for previews of its link.
pub fn picture_of_series(slug: &str) -> Path {
    path(format!("/pictures/series/{}.png", encode(slug)))
}

/// The picture of one date for previews of its link.
pub fn picture_of_date(slug: &str, date: &str) -> Path {
    path(format!("/pictures/date/{}/{}.png", encode(slug), encode(date)))
}
