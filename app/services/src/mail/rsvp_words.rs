//! What letters about dates say. The title of a date is the organizer's words; nothing a guest has typed stands in them.

use chrono::{DateTime, Utc};

use super::letter::{RsvpDate, RsvpNews, RsvpTold};
use super::words::{Desk, Part, line, say};

pub(super) fn of(told: &RsvpTold, desk: Desk<'_>) -> (String, Vec<Part>) {
    let (title, short) = (line(&told.title), line(&desk.org.short_name));
    let subject = subject(told.news, &title);
    let mut parts = if told.is_about_several() {
        about_several(told, &title, desk)
    } else {
        vec![say(about_one(told, &title, desk))]
    };
    let comes = !matches!(
        told.news,
        RsvpNews::NotGoing | RsvpNews::LeftSeries | RsvpNews::OffWaitlist | RsvpNews::Stopped | RsvpNews::Canceled
    );
    if comes && !told.place.is_empty() {
        parts.push(say(format!("Where: {}", line(&told.place))));
    }
    if matches!(told.news, RsvpNews::GoingToSeries { .. }) && !told.dates.is_empty() {
        let lines = told.dates.iter().map(|date| date_line(told, date, desk)).collect();
        parts.extend([say("Some dates are at another place:"), Part::List(lines)]);
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
        RsvpNews::Stopped => {
            parts.push(say(
                "If your account goes on before then, you get a place again where one is free. Where none is, you are on the \
                 waitlist.",
            ));
            parts.push(desk.button("See the event", &told.page));
        }
        RsvpNews::OffWaitlist => parts.push(desk.button("See the event", &told.page)),
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

fn subject(news: RsvpNews, title: &str) -> String {
    match news {
        RsvpNews::GuestAsked { .. } => format!("Confirm that you are coming to {title}"),
        RsvpNews::Going | RsvpNews::GoingToSeries { .. } => format!("You are going: {title}"),
        RsvpNews::Waiting => format!("You are on the waitlist: {title}"),
        RsvpNews::Promoted => format!("You have a place: {title}"),
        RsvpNews::OffWaitlist => format!("You are off the waitlist: {title}"),
        RsvpNews::NotGoing | RsvpNews::LeftSeries => format!("You are not going: {title}"),
        RsvpNews::Stopped => format!("You have no place any more: {title}"),
        RsvpNews::Changed => format!("Changed: {title}"),
        RsvpNews::Canceled => format!("Canceled: {title}"),
        RsvpNews::Back => format!("It takes place after all: {title}"),
        RsvpNews::Stays => format!("Your date stays: {title}"),
        RsvpNews::Reminder => format!("Reminder: {title}"),
    }
}

fn about_one(told: &RsvpTold, title: &str, desk: Desk<'_>) -> String {
    let day = told.start.map(|start| format!(" on {}", when(told, start, desk))).unwrap_or_default();
    match told.news {
        RsvpNews::GuestAsked { .. } => {
            format!("Somebody, we hope you, wants to come to \"{title}\"{day} and gave this address.")
        }
        RsvpNews::Going => format!("You have a place at \"{title}\"{day}."),
        RsvpNews::GoingToSeries { going, waiting } => {
            format!("You come to every date of \"{title}\". {}", series_line(going, waiting))
        }
        RsvpNews::Waiting => format!(
            "All places at \"{title}\"{day} are taken. You are on the waitlist; we write as soon as a place is yours."
        ),
        RsvpNews::Promoted => format!("A place at \"{title}\"{day} has become free, and it is yours."),
        RsvpNews::OffWaitlist => {
            format!("Only members come to \"{title}\"{day} now, and you are not a member. You are off the waitlist.")
        }
        RsvpNews::NotGoing => {
            format!("As you said, you do not come to \"{title}\"{day}. Your place goes to somebody else.")
        }
        RsvpNews::LeftSeries => format!("As you said, you do not come to the dates of \"{title}\" any more."),
        RsvpNews::Stopped => {
            format!("Your account is stopped. You have no place at \"{title}\"{day} any more.")
        }
        RsvpNews::Changed => format!("Something about \"{title}\" has changed. It takes place{day}."),
        RsvpNews::Canceled => format!("\"{title}\"{day} does not take place. We are sorry."),
        RsvpNews::Back => format!("\"{title}\"{day} was canceled and takes place after all."),
        RsvpNews::Stays => format!(
            "The plan of \"{title}\" has changed. Your date{day} stays as it is: this mail only keeps your calendar in step."
        ),
        RsvpNews::Reminder => format!("\"{title}\" takes place{day}. You are going."),
    }
}

/// What becomes of the dates of a letter, in the order in which it is told, and the line above each list.
const GROUPS: [(RsvpNews, &str); 9] = [
    (RsvpNews::Going, "You have a place at:"),
    (RsvpNews::Promoted, "A place has become free for you at:"),
    (RsvpNews::Changed, "These dates have changed. They take place on:"),
    (RsvpNews::Back, "These dates were canceled and take place after all:"),
    (RsvpNews::Stays, "These dates stay as they are, and your calendar is only kept in step:"),
    (RsvpNews::Waiting, "All places are taken, and you are on the waitlist, at:"),
    (RsvpNews::OffWaitlist, "You are off the waitlist of:"),
    (RsvpNews::Stopped, "You have no place any more at:"),
    (RsvpNews::Canceled, "These dates do not take place. We are sorry:"),
];

/// One letter about all of them, instead of a letter for each.
fn about_several(told: &RsvpTold, title: &str, desk: Desk<'_>) -> Vec<Part> {
    let first = match told.news {
        RsvpNews::Going | RsvpNews::Waiting => {
            format!("You are signed up for more dates of \"{title}\".")
        }
        RsvpNews::Promoted => format!("Places at \"{title}\" have become free."),
        RsvpNews::OffWaitlist => format!("Only members come to \"{title}\" now, and you are not a member."),
        RsvpNews::Stopped => format!("Your account is stopped. Your places at \"{title}\" go to others."),
        RsvpNews::Canceled => format!("\"{title}\" was canceled on several dates."),
        RsvpNews::Back => format!("\"{title}\" takes place after all."),
        _ => format!("The plan of \"{title}\" has changed."),
    };
    let mut parts = vec![say(first)];
    for (news, above) in GROUPS {
        let of_group = told.dates.iter().filter(|date| date.news == news);
        let lines: Vec<String> = of_group.map(|date| date_line(told, date, desk)).collect();
        if !lines.is_empty() {
            parts.extend([say(above), Part::List(lines)]);
        }
    }
    parts
}

fn date_line(told: &RsvpTold, date: &RsvpDate, desk: Desk<'_>) -> String {
    let mut day = when(told, date.start, desk);
    if let Some(title) = &date.title {
        day = format!("{day}: {}", line(title));
    }
    match &date.place {
        Some(place) => format!("{day}. Where: {}", line(place)),
        None => day,
    }
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
