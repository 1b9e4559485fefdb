//! What the pages of mentorship share.

use crate::request;
use crate::ui::{NotFoundPage, Sorry};
use domain::identity::profile::vocab::{COUNTRIES, Choice, LANGUAGES, NEEDS, ROLES, SPECIALTIES, STATES, label};
use domain::mentorship::words;
use leptos::prelude::*;
use services::ctx::Ctx;
use services::mentorship::{Badge, Card, MentorshipError};

/// The page in place of what cannot be shown. Whoever may not see it gets the page of an unknown address.
pub(super) fn instead(ctx: &Ctx, error: &MentorshipError) -> AnyView {
    match error {
        MentorshipError::NotFound | MentorshipError::Denied(_) => view! { <NotFoundPage/> }.into_any(),
        error => {
            request::failed(&ctx.viewer.request_id, error);
            view! { <Sorry/> }.into_any()
        }
    }
}

/// Values and words of a list.
pub(super) fn options(choices: &[Choice]) -> Vec<(String, String)> {
    choices.iter().map(|choice| (choice.word.to_owned(), choice.label.to_owned())).collect()
}

fn named(choices: &'static [Choice], all: &[String]) -> String {
    let all: Vec<String> = all.iter().map(|word| label(choices, word)).collect();
    words::and(&all)
}

/// What was checked, and on which day.
fn badge_words(badge: Badge) -> String {
    format!("{}, {}", words::checked(badge.checked), badge.at.format("%B %-d, %Y"))
}

/// What was checked of a mentor, and when.
#[component]
pub(super) fn BadgeLine(#[prop(optional_no_strip)] badge: Option<Badge>) -> impl IntoView {
    badge.map(|badge| view! { <p class="badge-line"><span class="tag">"Checked"</span>" "{badge_words(badge)}</p> })
}

/// Seats and the time to an answer, in one line.
pub(super) fn seats_line(card: &Card) -> String {
    let seats = match card.free {
        _ if card.paused => "Takes a break now".to_owned(),
        0 => "No free seat".to_owned(),
        1 => "1 free seat".to_owned(),
        free => format!("{free} free seats"),
    };
    let line = if card.full { "; you can wait in line" } else { "" };
    format!("{seats}{line}. {}", words::answers(card.reply_minutes))
}

/// What a mentor does and where.
pub(super) fn work_line(card: &Card) -> String {
    let role = card.mentor.role.as_deref().map(|role| label(&ROLES, role));
    let specialties = (!card.mentor.specialties.is_empty()).then(|| named(&SPECIALTIES, &card.mentor.specialties));
    let state = card.mentor.state.as_deref().map(|state| label(&STATES, state));
    [role, specialties, state].into_iter().flatten().collect::<Vec<_>>().join(" · ")
}

/// The facts of a mentor, for their page.
#[component]
pub(super) fn Facts(card: Card) -> impl IntoView {
    let rows = [
        ("Helps with", named(&NEEDS, &card.mentor.topics)),
        ("Speaks", named(&LANGUAGES, &card.mentor.languages)),
        ("Medical school", card.mentor.school.unwrap_or_default()),
        (
            "School in",
            card.mentor.school_country.as_deref().map_or_else(String::new, |country| label(&COUNTRIES, country)),
        ),
        ("Time zone", card.mentor.zone.as_deref().map_or_else(String::new, |zone| zone.replace('_', " "))),
    ];
    let rows = rows.into_iter().filter(|(_, told)| !told.is_empty());
    let rows = rows.map(|(name, told)| view! { <div><dt>{name}</dt><dd dir="auto">{told}</dd></div> }).collect_view();
    view! { <dl class="facts told">{rows}</dl> }
}

/// Reasons as a short list.
#[component]
pub(super) fn Reasons(title: &'static str, reasons: Vec<String>) -> impl IntoView {
    (!reasons.is_empty()).then(|| {
        let lines = reasons.into_iter().map(|reason| view! { <li>{reason}</li> }).collect_view();
        view! { <div class="why"><p class="why-title">{title}</p><ul>{lines}</ul></div> }
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use chrono::{TimeZone, Utc};
    use domain::id::PublicId;
    use domain::mentorship::{Checked, Mentor};

    fn card(free: i32, paused: bool, full: bool) -> Card {
        Card {
            id: PublicId::from_bytes([0; 12]),
            name: "Ada".to_owned(),
            mentor: Mentor::default(),
            statement: String::new(),
            free,
            paused,
            full,
            reply_minutes: Some(90),
            badge: None,
            reasons: Vec::new(),
        }
    }

    #[test]
    fn a_card_says_its_free_seats_whether_one_can_wait_and_how_fast_they_answer() {
        assert_eq!(seats_line(&card(1, false, false)), "1 free seat. Answers in about 2 hours.");
        assert_eq!(seats_line(&card(3, false, false)), "3 free seats. Answers in about 2 hours.");
        assert_eq!(seats_line(&card(0, false, true)), "No free seat; you can wait in line. Answers in about 2 hours.");
        // Seats are free, and nobody gets one now.
        let paused = seats_line(&card(3, true, true));
        assert_eq!(paused, "Takes a break now; you can wait in line. Answers in about 2 hours.");
        let asked_by_many = Card { reply_minutes: None, ..card(1, false, true) };
        assert_eq!(seats_line(&asked_by_many), "1 free seat; you can wait in line. Has not answered a request yet.");
    }

    #[test]
    fn the_badge_says_what_was_checked_and_on_which_day() {
        let at = Utc.with_ymd_and_hms(2026, 11, 3, 15, 0, 0).single().expect("a moment");
        let said = |checked: Checked| badge_words(Badge { checked, at });
        assert_eq!(said(Checked::InstitutionMail), "address at the institution, November 3, 2026");
        assert_eq!(said(Checked::Registry), "entry in the national registry, November 3, 2026");
        assert_eq!(said(Checked::Moderator), "by a moderator, November 3, 2026");
    }
}
