//! What letters about dates say. The title of a date is the organizer's words; nothing a guest has typed stands in them.

use chrono::{DateTime, Utc};

use super::letter::{RsvpNews, RsvpTold};
use super::words::{Desk, Part, line, say};

pub(super) fn of(told: &RsvpTold, desk: Desk<'_>) -> (String, Vec<Part>) {
    let (title, short) = (line(&told.title), line(&desk.org.short_name));
    let day = told.start.map(|start| format!(" on {}", when(told, start, desk))).unwrap_or_default();
    let (subject, first) = match told.news {
        RsvpNews::GuestAsked { .. } => (
            format!("Confirm that you are coming to {title}"),
            format!("Somebody, we hope you, wants to come to \"{title}\"{day} and gave this address."),
        ),
        RsvpNews::Going => (format!("You are going: {title}"), format!("You have a place at \"{title}\"{day}.")),
        RsvpNews::GoingToSeries { going, waiting } => (
            format!("You are going: {title}"),
            format!("You come to every date of \"{title}\". {}", series_line(going, waiting)),
        ),
        RsvpNews::Waiting => (
            format!("You are on the waitlist: {title}"),
            format!(
                "All places at \"{title}\"{day} are taken. You are on the waitlist; we write as soon as a place is yours."
            ),
        ),
        RsvpNews::Promoted => (
            format!("You have a place: {title}"),
            format!("A place at \"{title}\"{day} has become free, and it is yours."),
        ),
        RsvpNews::NotGoing => (
            format!("You are not going: {title}"),
            format!("As you said, you do not come to \"{title}\"{day}. Your place goes to somebody else."),
        ),
        RsvpNews::LeftSeries => (
            format!("You are not going: {title}"),
            format!("As you said, you do not come to the dates of \"{title}\" any more."),
        ),
        RsvpNews::Changed => {
            (format!("Changed: {title}"), format!("Something about \"{title}\" has changed. It takes place{day}."))
        }
        RsvpNews::Canceled => {
            (format!("Canceled: {title}"), format!("\"{title}\"{day} does not take place. We are sorry."))
        }
        RsvpNews::Back => (
            format!("It takes place after all: {title}"),
            format!("\"{title}\"{day} was canceled and takes place after all."),
        ),
        RsvpNews::Reminder => (format!("Tomorrow: {title}"), format!("\"{title}\" takes place{day}. You are going.")),
    };
    let mut parts = vec![say(first)];
    let comes = !matches!(told.news, RsvpNews::NotGoing | RsvpNews::LeftSeries | RsvpNews::Canceled);
    if comes && !told.place.is_empty() {
        parts.push(say(format!("Where: {}", line(&told.place))));
    }
    if comes && told.has_way_in && told.start.is_some() {
        parts.push(say("The way in appears on your page a little before it begins."));
    }
    match told.news {
        RsvpNews::GuestAsked { until } => {
            parts.push(desk.button("See and confirm", &told.page));
            parts.push(say(format!("The link works until {}. Nothing happens without the button.", desk.when(until))));
            parts.push(say("If this was not you, you can ignore this mail."));
        }
        RsvpNews::Canceled => parts.push(desk.button("See the other dates", &told.page)),
        RsvpNews::NotGoing | RsvpNews::LeftSeries => {
            parts.push(desk.button("Change my answer", &told.page));
        }
        _ => {
            parts.push(say("If you cannot come, please say so: somebody may be waiting for your place."));
            parts.push(desk.button("See or change my answer", &told.page));
        }
    }
    if told.guest && !told.asks_stranger() {
        parts.push(say(format!(
            "The button is for you alone. {short} keeps your name and address until a month after your last date."
        )));
    }
    (if told.discreet { format!("News from {short}") } else { subject }, parts)
}

/// In the clocks it is announced in, and in the reader's where those differ.
fn when(told: &RsvpTold, start: DateTime<Utc>, desk: Desk<'_>) -> String {
    let announced = domain::notifications::when(told.zone, start);
    let own = desk.when(start);
    if own == announced { announced } else { format!("{announced} ({own})") }
}

fn series_line(going: usize, waiting: usize) -> String {
    let dates = |count: usize| if count == 1 { "1 date".to_owned() } else { format!("{count} dates") };
    match (going, waiting) {
        (going, 0) => format!("For now you have a place at {}; later ones follow as they come near.", dates(going)),
        (0, waiting) => format!("All places are taken: you are on the waitlist of {}.", dates(waiting)),
        (going, waiting) => {
            format!("For now you have a place at {} and are on the waitlist of {}.", dates(going), dates(waiting))
        }
    }
}
