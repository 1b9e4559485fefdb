//! Why something about opportunities was not done.

use domain::form::FieldError;
use domain::refusal::Refusal;
use sea_orm::DbErr;

use crate::access::Denied;
use crate::db::DbError;
use crate::grants::GrantError;
use crate::identity::profile::ProfileError;
use crate::vault::VaultError;

/// Why not.
#[derive(Debug, thiserror::Error)]
pub enum OpportunityError {
    /// Not for this person.
    #[error(transparent)]
    Denied(#[from] Denied),
    /// There is no such draft, posting or application, or it is another's.
    #[error("there is no such thing")]
    NotFound,
    /// Fields to be filled in again.
    #[error("the form has fields to correct")]
    Invalid(Vec<FieldError>),
    /// A rule says no.
    #[error("{0}")]
    Refused(Refusal),
    /// What is sealed cannot be opened, or a row cannot be read. The text is for logs.
    #[error("{0}")]
    Broken(String),
    /// The database failed.
    #[error(transparent)]
    Db(#[from] DbError),
}

impl OpportunityError {
    /// For callers that only know a failing database.
    pub(super) fn into_db(self) -> DbErr {
        match self {
            Self::Db(DbError::Db(error)) => error,
            other => DbErr::Custom(other.to_string()),
        }
    }
}

impl From<DbErr> for OpportunityError {
    fn from(error: DbErr) -> Self {
        Self::Db(error.into())
    }
}

impl From<Refusal> for OpportunityError {
    fn from(refusal: Refusal) -> Self {
        Self::Refused(refusal)
    }
}

impl From<VaultError> for OpportunityError {
    fn from(error: VaultError) -> Self {
        Self::Broken(error.to_string())
    }
}

impl From<GrantError> for OpportunityError {
    fn from(error: GrantError) -> Self {
        match error {
            GrantError::Denied(denied) => Self::Denied(denied),
            GrantError::NotFound => Self::NotFound,
            GrantError::Invalid(errors) => Self::Invalid(errors),
            GrantError::Refused(refusal) => Self::Refused(refusal),
            GrantError::Db(error) => Self::Db(error),
        }
    }
}

impl From<ProfileError> for OpportunityError {
    fn from(error: ProfileError) -> Self {
        match error {
            ProfileError::Denied(denied) => Self::Denied(denied),
            ProfileError::NotFound => Self::NotFound,
            ProfileError::Invalid(errors) => Self::Invalid(errors),
            ProfileError::Refused(refusal) => Self::Refused(refusal),
            ProfileError::Db(error) => Self::Db(error),
            ProfileError::Vault(error) => Self::Broken(error.to_string()),
            ProfileError::File(error) => Self::Broken(error.to_string()),
        }
    }
}
