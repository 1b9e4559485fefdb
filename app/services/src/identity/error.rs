//! Why a use case about people did not do what was asked.

use domain::form::FieldError;
use domain::refusal::Refusal;
use sea_orm::DbErr;

use super::hashing::HashError;
use crate::access::Denied;
use crate::db::DbError;
use crate::vault::VaultError;

/// Why it was not done.
#[derive(Debug, thiserror::Error)]
pub enum IdentityError {
    /// The table of permissions said no.
    #[error(transparent)]
    Denied(#[from] Denied),
    /// Fields to be filled in again.
    #[error("the form has fields to correct")]
    Invalid(Vec<FieldError>),
    /// A rule says no.
    #[error("{0}")]
    Refused(Refusal),
    /// There is no such thing, or not for this person.
    #[error("there is no such thing")]
    NotFound,
    /// The same form was sent before with other content.
    #[error("the form was sent before with other content")]
    KeyConflict,
    /// Too many people sign in at this moment.
    #[error("too many passwords to check at once")]
    Busy,
    /// A sealed value or a hash could not be made or read.
    #[error("{0}")]
    Secret(String),
    /// The database failed.
    #[error(transparent)]
    Db(#[from] DbError),
}

impl IdentityError {
    /// One field, one sentence.
    pub(super) fn field(field: &str, message: &str) -> Self {
        Self::Invalid(vec![FieldError::new(field, message)])
    }
}

impl From<DbErr> for IdentityError {
    fn from(error: DbErr) -> Self {
        Self::Db(error.into())
    }
}

impl From<Refusal> for IdentityError {
    fn from(refusal: Refusal) -> Self {
        Self::Refused(refusal)
    }
}

impl From<HashError> for IdentityError {
    fn from(error: HashError) -> Self {
        match error {
            HashError::Busy => Self::Busy,
            HashError::Failed => Self::Secret(error.to_string()),
        }
    }
}

impl From<VaultError> for IdentityError {
    fn from(error: VaultError) -> Self {
        Self::Secret(error.to_string())
    }
}
