//! Why a profile was not read or changed.

use domain::access::Verdict;
use domain::form::FieldError;
use domain::refusal::Refusal;
use sea_orm::DbErr;

use crate::access::Denied;
use crate::db::DbError;
use crate::files::StageError;
use crate::vault::VaultError;

/// Why a profile was not read or changed.
#[derive(Debug, thiserror::Error)]
pub enum ProfileError {
    /// The table of permissions said no.
    #[error(transparent)]
    Denied(Denied),
    /// There is no such person, or nothing of them for this reader.
    #[error("there is no such profile")]
    NotFound,
    /// Fields to be filled in again.
    #[error("the form has fields to correct")]
    Invalid(Vec<FieldError>),
    /// A rule says no.
    #[error("{0}")]
    Refused(Refusal),
    /// A sealed value cannot be sealed or opened.
    #[error(transparent)]
    Vault(#[from] VaultError),
    /// A file cannot be read or kept.
    #[error(transparent)]
    File(#[from] StageError),
    /// The database failed.
    #[error(transparent)]
    Db(#[from] DbError),
}

impl From<DbErr> for ProfileError {
    fn from(error: DbErr) -> Self {
        Self::Db(error.into())
    }
}

impl From<Denied> for ProfileError {
    fn from(denied: Denied) -> Self {
        if denied.verdict == Verdict::NotFound { Self::NotFound } else { Self::Denied(denied) }
    }
}
