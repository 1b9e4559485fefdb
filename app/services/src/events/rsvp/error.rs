//! Why something about coming or not was not done.

use domain::form::FieldError;
use domain::refusal::Refusal;
use sea_orm::DbErr;

use crate::access::Denied;
use crate::db::DbError;

/// Why not.
#[derive(Debug, thiserror::Error)]
pub enum RsvpError {
    /// Not for this person.
    #[error(transparent)]
    Denied(#[from] Denied),
    /// There is no such series, date or link.
    #[error("there is no such thing")]
    NotFound,
    /// Fields to be filled in again.
    #[error("the form has fields to correct")]
    Invalid(Vec<FieldError>),
    /// A rule says no.
    #[error("{0}")]
    Refused(Refusal),
    /// The database failed.
    #[error(transparent)]
    Db(#[from] DbError),
}

impl From<DbErr> for RsvpError {
    fn from(error: DbErr) -> Self {
        Self::Db(error.into())
    }
}

impl From<Refusal> for RsvpError {
    fn from(refusal: Refusal) -> Self {
        Self::Refused(refusal)
    }
}
