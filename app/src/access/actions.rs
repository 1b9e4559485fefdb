//! What the forms of the desk of people call.

#![expect(missing_docs, reason = "the fields of a server function are named by its form")]

use crate::error::AppError;
use crate::reply::{Done, Reply, reply};
use crate::{request, routes};
use domain::form::FieldError;
use domain::id::PublicId;
use domain::identity::profile::Field;
use leptos::prelude::server;
use services::grants::{self, AskForm, GrantError};
use services::identity::IdentityError;
use services::identity::profile::{self, ProfileError};

/// Trusts a person with something, or asks a second admin to.
#[server(prefix = "/do", endpoint = "access/ask")]
pub async fn ask_grant(
    #[server(default)] person: String,
    #[server(default)] capability: String,
    #[server(default)] categories: String,
    #[server(default)] reason: String,
) -> Result<Reply, AppError> {
    let form = AskForm { person, capability, categories, reason };
    grants::ask(&request::ctx(), &form).await.map_err(refused)?;
    Ok(reply(&routes::desk_person(&form.person), Done::GrantAsked))
}

/// A second admin confirms a grant.
#[server(prefix = "/do", endpoint = "access/confirm")]
pub async fn confirm_grant(
    #[server(default)] grant: String,
    #[server(default)] person: String,
) -> Result<Reply, AppError> {
    grants::confirm(&request::ctx(), &grant).await.map_err(refused)?;
    Ok(reply(&routes::desk_person(&person), Done::GrantConfirmed))
}

/// Takes a capability away, or asks a second admin to.
#[server(prefix = "/do", endpoint = "access/end")]
pub async fn end_grant(
    #[server(default)] grant: String,
    #[server(default)] person: String,
    #[server(default)] reason: String,
) -> Result<Reply, AppError> {
    grants::end(&request::ctx(), &grant, &reason).await.map_err(refused)?;
    Ok(reply(&routes::desk_person(&person), Done::GrantEnded))
}

/// Stops the end of an admin.
#[server(prefix = "/do", endpoint = "access/keep")]
pub async fn keep_grant(
    #[server(default)] grant: String,
    #[server(default)] person: String,
) -> Result<Reply, AppError> {
    grants::keep(&request::ctx(), &grant).await.map_err(refused)?;
    Ok(reply(&routes::desk_person(&person), Done::GrantKept))
}

/// Opens one private field of a person to the viewer, for the reason given, in the open.
#[server(prefix = "/do", endpoint = "access/break-glass")]
pub async fn break_glass(
    #[server(default)] person: String,
    #[server(default)] field: String,
    #[server(default)] reason: String,
) -> Result<Reply, AppError> {
    let whose = PublicId::parse(&person).ok_or(AppError::NotFound)?;
    let field = Field::parse(&field)
        .filter(|field| field.is_sealed())
        .ok_or_else(|| AppError::Invalid(vec![FieldError::new("field", domain::identity::profile::words::CHOOSE)]))?;
    profile::break_glass(&request::ctx(), whose, field, &reason).await.map_err(|error| match error {
        ProfileError::Denied(denied) => denied.into(),
        ProfileError::NotFound => AppError::NotFound,
        ProfileError::Invalid(errors) => AppError::Invalid(errors),
        error => AppError::internal(&request::request_id(), &error),
    })?;
    Ok(reply(&routes::desk_private(&person), Done::GlassBroken))
}

/// Erases a person on a lawful request.
#[server(prefix = "/do", endpoint = "access/erase-person")]
pub async fn erase_person(
    #[server(default)] person: String,
    #[server(default)] ground: String,
    #[server(default)] understood: String,
) -> Result<Reply, AppError> {
    let erased = services::identity::erase_person(&request::ctx(), &person, &ground, understood == "yes").await;
    erased.map_err(|error| match error {
        IdentityError::Denied(denied) => denied.into(),
        IdentityError::Invalid(errors) => AppError::Invalid(errors),
        IdentityError::NotFound => AppError::NotFound,
        error => AppError::internal(&request::request_id(), &error),
    })?;
    Ok(reply(&routes::desk_people(), Done::PersonErased))
}

fn refused(error: GrantError) -> AppError {
    match error {
        GrantError::Denied(denied) => denied.into(),
        GrantError::NotFound => AppError::NotFound,
        GrantError::Invalid(errors) => AppError::Invalid(errors),
        GrantError::Refused(refusal) => AppError::Refused(refusal),
        GrantError::Db(error) => AppError::internal(&request::request_id(), &error),
    }
}
