//! Addresses of work for the association.

use services::mentorship::addresses as mentorship;

use super::{Path, encode, path};

/// What one looks after for the association.
pub fn desk() -> Path {
    path("/desk")
}

/// The events one looks after.
pub fn desk_events() -> Path {
    path("/desk/events")
}

/// Writing a new series, or a single event.
pub fn desk_new_event(single: bool) -> Path {
    let new = path("/desk/new-event");
    if single { new.with("single", "1") } else { new }
}

/// One series on the desk.
pub fn desk_event(slug: &str) -> Path {
    path(format!("/desk/events/{}", encode(slug)))
}

/// Changing one series.
pub fn desk_event_edit(slug: &str) -> Path {
    path(format!("/desk/events/{}/edit", encode(slug)))
}

/// One series as its readers will see it.
pub fn desk_event_preview(slug: &str) -> Path {
    path(format!("/desk/events/{}/preview", encode(slug)))
}

/// Changing one date of a series.
pub fn desk_event_date(slug: &str, date: &str) -> Path {
    path(format!("/desk/events/{}/dates/{}", encode(slug), encode(date)))
}

/// Who did what.
pub fn desk_audit() -> Path {
    path("/desk/audit")
}

/// Who has been trusted with what.
pub fn desk_people() -> Path {
    path("/desk/people")
}

/// What one person has been trusted with.
pub fn desk_person(person: &str) -> Path {
    path(format!("/desk/people/{}", encode(person)))
}

/// Private fields of one person, opened with a reason.
pub fn desk_private(person: &str) -> Path {
    path(format!("/desk/private/{}", encode(person)))
}

/// What people reported.
pub fn desk_moderation() -> Path {
    path("/desk/moderation")
}

/// One case.
pub fn desk_case(case: &str) -> Path {
    path(format!("/desk/moderation/{}", encode(case)))
}

/// A picture of a case: [`services::moderation::SCREENSHOT`], or the number of a version.
pub fn case_picture(case: &str, which: &str) -> Path {
    path(format!("/desk/moderation/{}/picture/{}", encode(case), encode(which)))
}

/// Mentors who wait to be checked.
pub fn desk_mentors() -> Path {
    path(mentorship::DESK)
}
