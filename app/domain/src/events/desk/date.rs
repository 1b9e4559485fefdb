//! One date of a series as a form, and what it is to change: this date, this and the following, or all.

use chrono::{DateTime, NaiveDate, NaiveDateTime, Utc};

use super::super::{Override, Series, Status, limits};
use super::plan::{Effect, Planned};
use super::sheet::time_words;
use super::{Fields, speakers};
use crate::form::FieldError;
use crate::form::sheet::Sheet;

/// How far a change of one date reaches.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Reach {
    /// This date alone.
    This,
    /// This date and all that follow.
    Following,
    /// Every date of the series.
    All,
}

impl Reach {
    /// All of them, in the order of the form.
    pub const ALL: [Self; 3] = [Self::This, Self::Following, Self::All];

    /// The word that forms carry.
    pub const fn word(self) -> &'static str {
        match self {
            Self::This => "this",
            Self::Following => "following",
            Self::All => "all",
        }
    }

    /// The label people read.
    pub const fn label(self) -> &'static str {
        match self {
            Self::This => "Only this date",
            Self::Following => "This and the following dates",
            Self::All => "All dates",
        }
    }

    /// The reach behind a word.
    pub fn parse(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|reach| reach.word() == word)
    }
}

/// What the form of a date shows: its own words, empty where the series speaks for it.
pub fn fields_of_date(series: &Series, original_start: NaiveDateTime) -> Fields {
    let none = Override::of(original_start, DateTime::UNIX_EPOCH);
    let date = series.override_of(original_start).unwrap_or(&none);
    let start = date.moved_to.unwrap_or(original_start);
    let minutes = date.minutes.unwrap_or(series.duration_minutes);
    let text = |value: &Option<String>| value.clone().unwrap_or_default();
    let link =
        |value: &Option<super::super::Link>| value.as_ref().map_or_else(String::new, |link| link.as_str().to_owned());
    let nobody = date.speakers.as_ref().is_some_and(Vec::is_empty);
    let mut fields: Fields = [
        ("title", text(&date.title)),
        ("description", text(&date.description)),
        ("place", text(&date.place)),
        ("link", link(&date.link)),
        ("capacity", date.capacity.map_or_else(String::new, |most| most.to_string())),
        ("date", start.date().to_string()),
        ("time", time_words(start)),
        ("minutes", minutes.to_string()),
        ("nobody", if nobody { "yes".to_owned() } else { String::new() }),
        ("recording", link(&date.recording)),
    ]
    .into_iter()
    .map(|(name, value)| (name.to_owned(), value))
    .collect();
    fields.extend(speakers::speakers_as_fields(date.speakers.as_deref().unwrap_or_default()));
    fields.extend(speakers::materials_as_fields(&date.materials));
    fields
}

/// What a posted form says of a date.
struct Said {
    own: Override,
    start: NaiveDateTime,
    minutes: u32,
}

impl Said {
    /// For more than this date only what was changed in the form counts: that the date itself is moved or longer stays
    /// its own.
    fn of_many(self, before: &Series, was: &Override) -> Self {
        let as_before = self.start == was.moved_to.unwrap_or(was.original_start);
        let minutes = if self.own.minutes == was.minutes { before.duration_minutes } else { self.minutes };
        Self { start: if as_before { was.original_start } else { self.start }, minutes, ..self }
    }
}

/// What saving the form of a date would make of `before`. A recording, materials and whether it is canceled stay with
/// the date, however far the rest reaches.
///
/// # Errors
/// One sentence for each field that is wrong, and for what would rewrite dates that have begun.
pub fn read_date(
    fields: &[(String, String)],
    before: &Series,
    original_start: NaiveDateTime,
    reach: Reach,
    now: DateTime<Utc>,
) -> Result<Planned, Vec<FieldError>> {
    let said = said(fields, before, original_start, now)?;
    if reach == Reach::This {
        return this_date(before, said, now);
    }
    let was = before.override_of(original_start).cloned().unwrap_or_else(|| Override::of(original_start, now));
    let said = said.of_many(before, &was);
    match reach {
        Reach::This | Reach::All => {
            let begun = before.occurrence(original_start).is_none_or(|date| date.start <= now);
            let mut after = spread(before.clone(), &said, &was, now);
            if said.start != original_start {
                let by_rule = before.chooses(original_start);
                if begun || !by_rule || said.start.date() != original_start.date() {
                    return Err(vec![FieldError::new("date", ONLY_THE_HOUR)]);
                }
                after.local_start = after.local_start.date().and_time(said.start.time());
                after.excluded = after.excluded.iter().map(|at| at.date().and_time(said.start.time())).collect();
            }
            after.duration_minutes = said.minutes;
            let before_was = before.rhythm() != after.rhythm();
            if before_was && before.status.is_public() && before.last_begun_day(now).is_some() && before.rule.is_some()
            {
                return Err(vec![FieldError::new(
                    "reach",
                    "Dates that have begun stay as they were. To change hour or length, choose this and the following dates.",
                )]);
            }
            Planned::weighed(before, after, now)
        }
        Reach::Following => following(before, original_start, (&said, &was), now),
    }
}

const ONLY_THE_HOUR: &str =
    "Only the hour of several dates can change here. To put them on other days, edit the series.";

fn said(
    fields: &[(String, String)],
    before: &Series,
    original_start: NaiveDateTime,
    now: DateTime<Utc>,
) -> Result<Said, Vec<FieldError>> {
    let mut sheet = Sheet::new(fields);
    let was = before.override_of(original_start).cloned().unwrap_or_else(|| Override::of(original_start, now));
    // An empty field is as the series says; where a date says nothing on purpose, it goes on doing so.
    let kept = |typed: String, was: &Option<String>| {
        if typed.is_empty() { was.clone().filter(String::is_empty) } else { Some(typed) }
    };
    let title = kept(sheet.line("title", limits::TITLE), &was.title);
    let description = kept(sheet.lines("description", limits::DESCRIPTION), &was.description);
    let place = kept(sheet.line("place", limits::PLACE), &was.place);
    let (link, capacity) = (sheet.link("link"), sheet.number("capacity", &limits::CAPACITY));
    let (day, time) = (sheet.day("date", &limits::YEARS), sheet.time("time"));
    let minutes = sheet.number("minutes", &limits::MINUTES);
    let (recording, materials) = (sheet.link("recording"), speakers::read_materials(&mut sheet));
    let typed = speakers::read_speakers(&mut sheet);
    let nobody = sheet.raw("nobody") == "yes";
    if nobody && !typed.is_empty() {
        sheet.wrong("nobody", "Either somebody speaks or nobody does: empty the rows, or take this mark away.");
    }
    let at = was.moved_to.unwrap_or(original_start);
    let start = day.unwrap_or(at.date()).and_time(time.unwrap_or(at.time()));
    let minutes = minutes.unwrap_or(before.duration_minutes);
    if !sheet.errors.is_empty() {
        return Err(sheet.errors);
    }
    let speakers = if nobody || !typed.is_empty() { Some(typed) } else { None };
    let own = Override {
        title,
        description,
        place,
        link,
        capacity,
        speakers,
        moved_to: Some(start).filter(|start| *start != original_start),
        minutes: Some(minutes).filter(|minutes| *minutes != before.duration_minutes),
        recording,
        materials,
        ..was
    };
    Ok(Said { own, start, minutes })
}

fn this_date(before: &Series, said: Said, now: DateTime<Utc>) -> Result<Planned, Vec<FieldError>> {
    let mut after = before.clone();
    after.overrides.retain(|date| date.original_start != said.own.original_start);
    after.overrides.push(said.own);
    after.tidy();
    Planned::weighed(before, after, now)
}

/// The series with what the form changes put over it; what the date said before, and what is its own for good, stays
/// with the date.
fn spread(mut series: Series, said: &Said, was: &Override, now: DateTime<Utc>) -> Series {
    let Said { own, .. } = said;
    let mut left = Override {
        cancelled_at: own.cancelled_at,
        recording: own.recording.clone(),
        materials: own.materials.clone(),
        ..was.clone()
    };
    let words = [
        (&mut series.title, &own.title, &mut left.title),
        (&mut series.description, &own.description, &mut left.description),
        (&mut series.place, &own.place, &mut left.place),
    ];
    for (told, typed, kept) in words {
        if typed != kept {
            *kept = None;
            if let Some(typed) = typed.as_ref().filter(|word| !word.is_empty()) {
                told.clone_from(typed);
            }
        }
    }
    if own.link != left.link {
        left.link = None;
        series.link = own.link.clone().or(series.link);
    }
    if own.capacity != left.capacity {
        left.capacity = None;
        series.capacity = own.capacity.or(series.capacity);
    }
    if own.speakers != left.speakers {
        left.speakers = None;
        if let Some(speakers) = &own.speakers {
            series.speakers.clone_from(speakers);
        }
    }
    if own.minutes != left.minutes {
        left.minutes = None;
    }
    if own.moved_to != left.moved_to {
        left.moved_to = None;
    }
    left.changed_at = now;
    series.overrides.retain(|date| date.original_start != own.original_start);
    series.overrides.push(left);
    series.tidy();
    series
}

fn following(
    before: &Series,
    original_start: NaiveDateTime,
    (said, was): (&Said, &Override),
    now: DateTime<Utc>,
) -> Result<Planned, Vec<FieldError>> {
    if before.local_start == original_start && before.extra.iter().all(|start| start.date() >= original_start.date()) {
        return Err(vec![FieldError::new("reach", "This is the first date: choose all dates.")]);
    }
    let wrong = |message: &str| Err(vec![FieldError::new("reach", message)]);
    // Its parts would be published apart, and the first be seen by nobody.
    if before.status == Status::Draft {
        return wrong("Of a draft, change one date or all dates. Dates that follow change apart once it is published.");
    }
    let Some(rest) = before.following(original_start) else {
        return wrong("This date was added by hand, so nothing follows from it. Choose only this date.");
    };
    let last_day = before.last_begun_day(now).filter(|_| before.status.is_public());
    let begun = last_day.is_some_and(|day| original_start.date() <= day)
        || before.occurrence(original_start).is_some_and(|date| date.start <= now);
    if before.status.is_public() && begun {
        return wrong("Dates that have begun stay as they were. Choose a date to come.");
    }
    if said.start.date() != original_start.date() {
        return Err(vec![FieldError::new("date", ONLY_THE_HOUR)]);
    }
    let mut after = spread(rest, said, was, now);
    after.local_start = said.start;
    after.duration_minutes = said.minutes;
    let parts = before.clone().split(said.start, after.clone(), now);
    let last = last_day_of(&parts.ended).unwrap_or(original_start.date());
    Ok(Planned { after, effect: Effect::Split { at: said.start, last }, lost: parts.lost })
}

fn last_day_of(ended: &Series) -> Option<NaiveDate> {
    ended.starting_until(DateTime::<Utc>::MAX_UTC).next().map(|date| date.original_start.date())
}
