//! Why something about membership, orders or codes was not done.

use domain::form::FieldError;
use domain::refusal::Refusal;
use sea_orm::DbErr;

use crate::access::Denied;
use crate::db::DbError;

/// Why not.
#[derive(Debug, thiserror::Error)]
pub enum MembershipError {
    /// Not for this person.
    #[error(transparent)]
    Denied(#[from] Denied),
    /// There is no such plan, order or code.
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
    /// The database failed.
    #[error(transparent)]
    Db(#[from] DbError),
}

impl MembershipError {
    /// One field to be filled in again.
    pub(crate) fn field(field: &str, words: &str) -> Self {
        Self::Invalid(vec![FieldError::new(field, words)])
    }
}

impl From<DbErr> for MembershipError {
    fn from(error: DbErr) -> Self {
        Self::Db(error.into())
    }
}

impl From<Refusal> for MembershipError {
    fn from(refusal: Refusal) -> Self {
        Self::Refused(refusal)
    }
}

impl From<Vec<FieldError>> for MembershipError {
    fn from(errors: Vec<FieldError>) -> Self {
        Self::Invalid(errors)
    }
}
