//! What others have stored since a form was drawn: taken where its sender changed nothing, told where both did.

use chrono::NaiveDateTime;
use domain::events::desk::{
    Changed, Fields, Merged, Planned, Reach, STAMPED_STATUS, merge, stamp, stamp_without_dates, watched, watched_date,
};
use domain::events::{Format, Series, Status};
use domain::form::FieldError;

use super::open::reach_of;
use super::{SEEN, STAMP};

/// How every message about a change of somebody else begins.
const CONFLICT: &str = "Somebody else has changed this meanwhile";
/// How the one about single dates begins.
const DATES: &str = "Somebody else has changed this meanwhile: single dates";

/// A form that was refused and is drawn again.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Again {
    /// Names and values as they were posted.
    pub fields: Fields,
    /// What it was refused for.
    pub errors: Vec<FieldError>,
}

/// A posted form held against what is stored.
pub(super) struct Held {
    /// The fields to be read.
    pub(super) fields: Fields,
    conflicts: Vec<FieldError>,
    /// Others have changed single dates.
    dates: bool,
    stored: Fields,
}

impl Held {
    /// The form of a series.
    pub(super) fn of_series(posted: &Fields, before: &Series) -> Self {
        Self::of(posted, before, watched(before), false)
    }

    /// The form of a date.
    pub(super) fn of_date(posted: &Fields, before: &Series, start: NaiveDateTime) -> Self {
        Self::of(posted, before, watched_date(before, start), reach_of(posted) != Reach::This)
    }

    fn of(posted: &Fields, before: &Series, stored: Fields, reaching: bool) -> Self {
        let stamps = (first_of(posted, STAMP), first_of(posted, SEEN));
        let Merged { fields, both, dates } = merge(stamps, posted, &stored, reaching);
        let conflicts = both.into_iter().map(|changed| told(changed, before)).collect();
        Self { fields, conflicts, dates, stored }
    }

    /// What others have stored comes before what the form would do.
    pub(super) fn with(self, planned: Result<Planned, Vec<FieldError>>) -> Result<Planned, Vec<FieldError>> {
        let mut errors = self.conflicts;
        match planned {
            Ok(planned) => {
                if self.dates && !planned.lost.is_empty() {
                    errors.push(lost(&planned));
                }
                if errors.is_empty() {
                    return Ok(planned);
                }
            }
            Err(wrong) => errors.extend(wrong),
        }
        Err(errors)
    }

    /// What the sender of a form that is drawn again has been told of others, as a stamp. Only what the messages say:
    /// where more has happened since, the next press tells it.
    pub(super) fn seen(&self, again: &Again) -> String {
        let of_dates = |error: &&FieldError| error.message.starts_with(DATES);
        let told = again.errors.iter().filter(|error| error.message.starts_with(CONFLICT) && !of_dates(error));
        let told_dates = again.errors.iter().any(|error| of_dates(&error));
        if !tells_of_others(&again.errors) || !told.eq(self.conflicts.iter()) {
            return first_of(&again.fields, SEEN).to_owned();
        }
        if told_dates { stamp(&self.stored) } else { stamp_without_dates(&self.stored) }
    }
}

/// Whether these errors tell what others have stored.
pub fn tells_of_others(errors: &[FieldError]) -> bool {
    errors.iter().any(|error| error.message.starts_with(CONFLICT))
}

/// The first value of a field.
pub(super) fn first_of<'f>(fields: &'f Fields, name: &str) -> &'f str {
    fields.iter().find(|(field, _)| field == name).map_or("", |(_, value)| value.as_str())
}

fn told(changed: Changed, before: &Series) -> FieldError {
    let Changed { field, now, of_series } = changed;
    let now = in_words(&field, now, before);
    let whose = if of_series { "for the whole series it is" } else { "it is" };
    let now = match now.trim_end_matches('.') {
        status if field == STAMPED_STATUS => format!("the event is {status} now"),
        "" => format!("{whose} empty now"),
        long if domain::text::length(long) > 200 => {
            format!("{whose} another text now, which begins: {}...", domain::text::cut(long, 200))
        }
        short => format!("{whose} now: {short}"),
    };
    let message = format!(
        "{CONFLICT}; {now}. What you typed is still here: look it over and save again. Where you changed nothing, theirs stays."
    );
    FieldError::new(field, message)
}

/// What is stored, as people read it.
fn in_words(field: &str, now: String, before: &Series) -> String {
    match field {
        STAMPED_STATUS => Status::parse(&now).map_or(now, |status| status.label().to_lowercase()),
        "format" => Format::parse(&now).map_or(now, |format| format.label().to_owned()),
        "repeats" | "every" | "ends" => {
            before.rule.map_or_else(|| "not repeated".to_owned(), |rule| rule.words(before.local_start))
        }
        _ => now,
    }
}

fn lost(planned: &Planned) -> FieldError {
    let message = format!(
        "{DATES} say something else now, and saving would drop what is said of {}. Look at these dates first; to save all the same, save again.",
        planned.lost_days()
    );
    FieldError::new("date", message)
}
