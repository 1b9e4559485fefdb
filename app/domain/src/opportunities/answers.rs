//! Answers that are more than one field, and what a posting is called whose host has not said.

use chrono::{DateTime, Days, NaiveDate, Utc};
use chrono_tz::Tz;

use super::kind::{Kind, Mode, Visa};
use super::posting::limits;
use super::when::{Start, Weeks, Window};
use crate::events::{Link, zone};
use crate::form::sheet::Sheet;
use crate::identity::profile::vocab;

/// What a posting is called whose host has not said.
pub(super) fn usual_title(kind: Kind, specialty: &str, institution: &str) -> String {
    let title = format!("{} in {}, {institution}", kind.label(), vocab::label(&vocab::SPECIALTIES, specialty));
    crate::text::cut(&title, limits::TITLE).to_owned()
}

pub(super) fn page(sheet: &mut Sheet<'_>) -> Option<Link> {
    let typed = sheet.raw("official_page");
    if typed.is_empty() {
        sheet
            .wrong("official_page", "Give the page of the institution itself, so that people can see that it is real.");
        return None;
    }
    let link = Link::parse(typed).ok();
    if link.is_none() {
        sheet.wrong("official_page", "Write a whole web address, such as https://example.org/observers.");
    }
    link
}

/// Whoever says nothing means what is usual.
pub(super) fn mode(sheet: &mut Sheet<'_>, kind: Option<Kind>) -> Option<Mode> {
    if sheet.raw("mode").is_empty() {
        return Some(kind.map_or(Mode::OnSite, Kind::usual_mode));
    }
    sheet.choice("mode", Mode::parse)
}

pub(super) fn place(sheet: &mut Sheet<'_>, mode: Option<Mode>) -> (String, String) {
    if mode.is_none_or(|mode| mode == Mode::Remote) {
        return (String::new(), String::new());
    }
    let city = sheet.needed("city", limits::NAME);
    let state = sheet.choice("state", |word| vocab::find(&vocab::STATES, word).map(|one| one.word));
    (city, state.unwrap_or_default().to_owned())
}

pub(super) fn start(sheet: &mut Sheet<'_>, now: DateTime<Utc>) -> Option<Start> {
    let rolling = if sheet.raw("start").is_empty() {
        // Whoever gives a day means it.
        ["from", "to"].iter().all(|name| sheet.raw(name).is_empty())
    } else {
        sheet.choice("start", |word| matches!(word, "rolling" | "between").then_some(word == "rolling"))?
    };
    if rolling {
        return Some(Start::Rolling);
    }
    let (from, to) = (sheet.day("from", &limits::YEARS), sheet.day("to", &limits::YEARS));
    for (name, day) in [("from", from), ("to", to)] {
        if day.is_none() && sheet.raw(name).is_empty() {
            sheet.wrong(name, "Choose a day, or say that stays begin at any time.");
        }
    }
    let (from, to) = (from?, to?);
    if to < from {
        sheet.wrong("to", "The last day is before the first.");
        return None;
    }
    let zone = zone_of(sheet).unwrap_or(USUAL_ZONE);
    if to < zone::local_time(zone, now).date() {
        sheet.wrong("to", "This day is over.");
        return None;
    }
    Some(Start::Between { from, to })
}

pub(super) fn weeks(sheet: &mut Sheet<'_>) -> Option<Weeks> {
    let least = sheet.number("weeks_least", &limits::WEEKS);
    if least.is_none() && sheet.raw("weeks_least").is_empty() {
        sheet.wrong("weeks_least", super::words::MISSING);
    }
    let most = if sheet.raw("weeks_most").is_empty() { least } else { sheet.number("weeks_most", &limits::WEEKS) };
    let (least, most) = (u16::try_from(least?).ok()?, u16::try_from(most?).ok()?);
    if most < least {
        sheet.wrong("weeks_most", "The longest stay is shorter than the shortest.");
        return None;
    }
    Some(Weeks { least, most })
}

/// The clocks of most hospitals here; the page says so beside the question.
const USUAL_ZONE: Tz = Tz::America__New_York;

fn zone_of(sheet: &Sheet<'_>) -> Result<Tz, zone::UnknownZone> {
    match sheet.raw("zone") {
        "" => Ok(USUAL_ZONE),
        typed => zone::parse(typed),
    }
}

pub(super) fn window(sheet: &mut Sheet<'_>, now: DateTime<Utc>) -> Option<Window> {
    let zone = zone_of(sheet).map_err(|unknown| {
        sheet.wrong("zone", format!("There is no such time zone. Did you mean {}?", unknown.nearest.name()));
    });
    let (opens, closes) = (sheet.day("opens", &limits::YEARS), sheet.day("closes", &limits::YEARS));
    if closes.is_none() && sheet.raw("closes").is_empty() {
        sheet.wrong("closes", "Choose the last day to apply. Every posting has one; you can set a new one later.");
    }
    let (zone, closes) = (zone.ok()?, closes?);
    let today = zone::local_time(zone, now).date();
    if closes < today {
        sheet.wrong("closes", "This day is over.");
    } else if closes > latest(opens, today) {
        sheet.wrong("closes", format!("At most {} days ahead. You can use the posting again then.", limits::OPEN_DAYS));
    }
    if opens.is_some_and(|opens| closes < opens) {
        sheet.wrong("opens", "The first day to apply is after the last.");
    }
    Some(Window { zone, opens, closes })
}

/// The latest last day: so many days after the first, and the first itself is no farther ahead.
fn latest(opens: Option<NaiveDate>, today: NaiveDate) -> NaiveDate {
    let ahead = |day: NaiveDate| day.checked_add_days(Days::new(limits::OPEN_DAYS)).unwrap_or(NaiveDate::MAX);
    ahead(opens.map_or(today, |opens| opens.clamp(today, ahead(today))))
}

pub(super) fn visas(sheet: &mut Sheet<'_>) -> Vec<Visa> {
    let before = sheet.errors.len();
    let visas = sheet.choices("visa", Visa::parse);
    if visas.is_empty() && sheet.errors.len() == before {
        sheet.wrong("visa", "Say what you do about a visa. Nothing is an answer too.");
    } else if visas.len() > 1 && visas.contains(&Visa::None) {
        sheet.wrong("visa", "Choose either no help or what you do.");
    }
    visas
}

#[cfg(test)]
mod tests {
    use super::super::draft;
    use super::super::tests::{least, now, with};

    #[test]
    fn the_last_day_to_start_is_not_over_by_the_clocks_of_the_posting() {
        let wrong = |to: &str, zone: &str| {
            let typed = [("start", "between"), ("from", "2027-01-02"), ("to", to), ("zone", zone)];
            let errors = draft::read(&with(least(), &typed), now()).err().unwrap_or_default();
            errors.into_iter().map(|error| format!("{}: {}", error.field, error.message)).collect::<Vec<_>>()
        };
        let over = ["to: This day is over."];
        assert_eq!(wrong("2027-01-15", "America/New_York"), [""; 0]);
        assert_eq!(wrong("2027-01-14", "America/New_York"), over);
        // It is the next day there.
        assert_eq!(wrong("2027-01-15", "Pacific/Auckland"), over);
        assert_eq!(wrong("2027-01-16", "Pacific/Auckland"), [""; 0]);
        assert_eq!(wrong("2026-12-31", ""), ["to: The last day is before the first."]);
    }
}
