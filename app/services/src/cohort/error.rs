//! Why something about cohorts was not done.

use domain::access::Verdict;
use domain::form::FieldError;
use domain::matching::Mistake;
use domain::refusal::Refusal;
use sea_orm::DbErr;

use crate::access::Denied;
use crate::db::DbError;
use crate::mentorship::MentorshipError;
use crate::vault::VaultError;

/// Why something about cohorts was not done.
#[derive(Debug, thiserror::Error)]
pub enum CohortError {
    /// The table of permissions said no.
    #[error(transparent)]
    Denied(Denied),
    /// There is no such thing, or not for this person.
    #[error("there is no such thing")]
    NotFound,
    /// Fields to be filled in again.
    #[error("the form has fields to correct")]
    Invalid(Vec<FieldError>),
    /// A rule says no.
    #[error("{0}")]
    Refused(Refusal),
    /// The same form was sent before with other content.
    #[error("the form was sent before with other content")]
    KeyConflict,
    /// What is stored is no input of the engine.
    #[error("the stored lists are no input: {0}")]
    Broken(String),
    /// A sealed text cannot be sealed or opened.
    #[error(transparent)]
    Vault(#[from] VaultError),
    /// The database failed.
    #[error(transparent)]
    Db(#[from] DbError),
}

impl From<DbErr> for CohortError {
    fn from(error: DbErr) -> Self {
        Self::Db(error.into())
    }
}

impl From<Refusal> for CohortError {
    fn from(refusal: Refusal) -> Self {
        Self::Refused(refusal)
    }
}

impl From<Mistake> for CohortError {
    fn from(mistake: Mistake) -> Self {
        Self::Broken(mistake.to_string())
    }
}

impl From<Denied> for CohortError {
    fn from(denied: Denied) -> Self {
        if denied.verdict == Verdict::NotFound { Self::NotFound } else { Self::Denied(denied) }
    }
}

impl From<MentorshipError> for CohortError {
    fn from(error: MentorshipError) -> Self {
        match error {
            MentorshipError::Denied(denied) => denied.into(),
            MentorshipError::NotFound => Self::NotFound,
            MentorshipError::Refused(refusal) => Self::Refused(refusal),
            MentorshipError::Vault(error) => Self::Vault(error),
            MentorshipError::Db(error) => Self::Db(error),
            other => Self::Broken(other.to_string()),
        }
    }
}
