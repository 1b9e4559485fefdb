//! Why something about mentorship was not done.

use domain::access::Verdict;
use domain::form::FieldError;
use domain::refusal::Refusal;
use sea_orm::DbErr;

use crate::access::Denied;
use crate::db::DbError;
use crate::identity::profile::ProfileError;
use crate::vault::VaultError;

/// Why something about mentorship was not done.
#[derive(Debug, thiserror::Error)]
pub enum MentorshipError {
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
    /// A sealed text cannot be sealed or opened.
    #[error(transparent)]
    Vault(#[from] VaultError),
    /// What a profile says cannot be read.
    #[error(transparent)]
    Profile(ProfileError),
    /// The database failed.
    #[error(transparent)]
    Db(#[from] DbError),
}

impl From<DbErr> for MentorshipError {
    fn from(error: DbErr) -> Self {
        Self::Db(error.into())
    }
}

impl From<Refusal> for MentorshipError {
    fn from(refusal: Refusal) -> Self {
        Self::Refused(refusal)
    }
}

impl From<Denied> for MentorshipError {
    fn from(denied: Denied) -> Self {
        if denied.verdict == Verdict::NotFound { Self::NotFound } else { Self::Denied(denied) }
    }
}

impl From<ProfileError> for MentorshipError {
    fn from(error: ProfileError) -> Self {
        match error {
            ProfileError::Denied(denied) => denied.into(),
            ProfileError::NotFound => Self::NotFound,
            ProfileError::Db(error) => Self::Db(error),
            ProfileError::Vault(error) => Self::Vault(error),
            other => Self::Profile(other),
        }
    }
}
