//! The organizer's desk: series and dates written, published, changed and canceled in the browser.
//!
//! What a form says is read in `domain::events::desk`, and everything is stored by the way an import takes. Each deed
//! is a row of the audit log in its transaction. Admins and organizers of everything see every series; organizers of
//! some categories see those, and any other is to them as if it were not there.

#[cfg(test)]
mod answered_tests;
mod deeds;
mod gone;
mod list;
mod open;
mod others;
#[cfg(test)]
mod race_tests;
mod save;
mod scope;
#[cfg(test)]
mod single_tests;
#[cfg(test)]
mod tests;
#[cfg(test)]
mod together_tests;

use domain::access::{Action, Object, Verdict, may};
use domain::events::Series;
use domain::form::FieldError;
use domain::refusal::Refusal;
use sea_orm::DbErr;

pub use deeds::{DateDeed, SeriesDeed, set_date, set_series};
pub use gone::{Choice, Gone, gone, place};
pub use list::{Listing, PAGE, Row, Wish, list};
pub use open::{
    DateSheet, Drawn, Looked, Opened, drawn_date, drawn_new, drawn_series, look, look_at_date, open, preview,
};
pub use others::{Again, tells_of_others};
pub use save::{Press, Saved, save, save_date};
pub(in crate::events) use scope::Scope;

use super::import::ImportError;
use crate::access::Denied;
use crate::ctx::Ctx;
use crate::db::DbError;

/// The field of a form that says what it was drawn from.
pub const STAMP: &str = "stamp";
/// The field that says what of others its sender has been told.
pub const SEEN: &str = "seen";
/// The boxes that say what happens to the dates was understood: the first day of a new rhythm, and [`people_told`].
pub const AGREE: &str = "agree";

/// What the box carries that agrees to mail so many people that their date is no more. Where others have answered
/// meanwhile it is another.
pub fn people_told(people: usize) -> String {
    format!("told-{people}")
}

/// Why nothing was stored.
#[derive(Debug, thiserror::Error)]
pub enum OrganizeError {
    /// The table of permissions said no.
    #[error(transparent)]
    Denied(#[from] Denied),
    /// There is no such series, or not for this person.
    #[error("no such event")]
    NotFound,
    /// The series has no such date, or none any more.
    #[error("no such date")]
    DateGone,
    /// Fields to correct.
    #[error("{} fields to correct", .0.len())]
    Invalid(Vec<FieldError>),
    /// A rule says no.
    #[error("{0}")]
    Refused(Refusal),
    /// The form was sent before with other content.
    #[error("the form was sent before with other content")]
    KeyConflict,
    /// The database failed.
    #[error(transparent)]
    Db(#[from] DbError),
}

/// Whether the viewer may look after a series: one query for organizers, none for anybody else.
pub async fn looks_after(ctx: &Ctx, series: &Series) -> Result<bool, DbError> {
    if may(&ctx.viewer.actor(), Action::OrganizeEvents, Object::None) != Verdict::Yes {
        return Ok(false);
    }
    Ok(Scope::of_viewer(ctx).await?.holds(&series.category))
}

impl From<DbErr> for OrganizeError {
    fn from(error: DbErr) -> Self {
        Self::Db(error.into())
    }
}

impl From<Refusal> for OrganizeError {
    fn from(refusal: Refusal) -> Self {
        Self::Refused(refusal)
    }
}

impl From<ImportError> for OrganizeError {
    fn from(error: ImportError) -> Self {
        match error {
            ImportError::Refused(refusal) => Self::Refused(refusal),
            ImportError::Db(error) => Self::Db(error),
            // The desk reads no file.
            ImportError::Mistakes(_) => Self::Refused(Refusal::EventChanged),
        }
    }
}

fn invalid(field: &str, message: impl Into<String>) -> OrganizeError {
    OrganizeError::Invalid(vec![FieldError::new(field, message)])
}
