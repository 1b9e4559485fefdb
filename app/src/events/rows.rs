//! The rows of lists of dates, written as text: a page has dozens of them, and they are most of what it costs.

use super::parts::{Note, is_cancelled, to};
use crate::ui::IconName;
use crate::ui::html::Html;
use crate::ui::icon::write_icon;
use crate::ui::time::{block_class, soon, write_block, write_range};
use chrono::{DateTime, Utc};
use chrono_tz::Tz;
use domain::events::{Format, Speaker};
use services::events::Listed;

/// About the bytes of one row.
const ROW: usize = 1_800;

/// Rows of `/events`, for a reader who has chosen a zone or has not.
pub(super) fn event_rows(dates: &[Listed], now: DateTime<Utc>, chosen: Option<Tz>) -> String {
    let mut html = Html::with_capacity(dates.len() * ROW);
    for date in dates {
        event_row(&mut html, date, now, chosen);
    }
    html.finish()
}

fn event_row(html: &mut Html, date: &Listed, now: DateTime<Utc>, chosen: Option<Tz>) {
    let at = date.occurrence;
    let cancelled = is_cancelled(date);
    html.raw("<li class=\"event-row dated\"><div class=\"").raw(block_class(at.start, date.zone, now, false));
    html.raw("\" aria-hidden=\"true\">");
    write_block(html, at.start, date.zone);
    html.raw(if cancelled { "</div><h3 class=\"canceled\"><a href=\"" } else { "</div><h3><a href=\"" });
    html.text(to(date).as_str()).raw("\" dir=\"auto\">").text(&date.title);
    html.raw("</a></h3><div class=\"dated-facts\"><p class=\"when\">");
    write_icon(html, IconName::Clock);
    html.raw("<span>");
    write_range(html, at.start, at.end, date.zone, chosen);
    html.raw("</span></p>");
    if !date.speakers.is_empty() {
        html.raw("<p class=\"meta\">");
        write_speakers(html, &date.speakers);
        html.raw("</p>");
    }
    html.raw("<p class=\"meta\">");
    write_icon(html, if date.format == Format::Online { IconName::Online } else { IconName::Place });
    html.raw("<span>");
    write_kind(html, &date.category, date.format, &date.place);
    html.raw("</span></p>");
    let ahead = soon(at.start, date.zone, now).filter(|_| at.end > now);
    let notes = [
        cancelled.then_some(Note::Canceled),
        date.moved.then_some(Note::Moved),
        date.for_whom.is_for_members().then_some(Note::Members),
        ahead.map(Note::Soon),
    ];
    write_notes(html, notes);
    html.raw("</div></li>");
}

/// "Community, online" or "Practice, in person: Harbor Reading Room".
fn write_kind(html: &mut Html, category: &str, format: Format, place: &str) {
    if category.is_empty() {
        html.raw(format.label());
    } else {
        html.raw("<bdi>").text(category).raw("</bdi>, ").text(&format.label().to_lowercase());
    }
    if format != Format::Online && !place.is_empty() {
        html.raw(": <bdi>").text(place).raw("</bdi>");
    }
}

/// What stands inside "With A, MD and B, MD".
pub(super) fn write_speakers(html: &mut Html, speakers: &[Speaker]) {
    let last = speakers.len().saturating_sub(1);
    write_icon(html, IconName::People);
    html.raw("<span>");
    for (index, speaker) in speakers.iter().enumerate() {
        html.raw(match index {
            0 => "With ",
            index if index == last => " and ",
            _ => ", ",
        });
        html.raw("<span dir=\"auto\">").text(&speaker.full_name()).raw("</span>");
    }
    html.raw("</span>");
}

/// The labels of a date under their list; nothing for a date like any other.
pub(super) fn write_notes(html: &mut Html, notes: impl AsRef<[Option<Note>]>) {
    let labels = labels(notes.as_ref());
    if !labels.is_empty() {
        html.raw("<ul class=\"tags\" aria-label=\"Notes\">").append(labels).raw("</ul>");
    }
}

/// What is unusual about a date, as small labels. Of a canceled one it no longer matters how soon it is or where it was
/// moved to.
pub(super) fn labels(notes: &[Option<Note>]) -> Html {
    let canceled = notes.contains(&Some(Note::Canceled));
    let matters = |note: &&Note| !canceled || matches!(note, Note::Canceled | Note::Sample);
    let mut html = Html::default();
    for note in notes.iter().flatten().filter(matters) {
        let (class, words) = note.drawn();
        html.raw("<li class=\"").raw(class).raw("\">").text(words).raw("</li>");
    }
    html
}
