//! What the forms about coming or not call.

#![expect(missing_docs, reason = "the fields of a server function are named by its form")]

use crate::cookies::Cookie;
use crate::error::AppError;
use crate::reply::{Done, Reply, reply};
use crate::{request, routes};
use domain::events::rsvp::{Answer, GuestForm, JoiningForm};
use leptos::prelude::server;
use services::events::rsvp::{self, RsvpError};

fn said(answer: &str) -> Result<Answer, AppError> {
    Answer::parse(answer).ok_or_else(|| AppError::Invalid(Vec::new()))
}

/// The viewer's answer for one date.
#[server(prefix = "/do", endpoint = "events/answer")]
pub async fn answer_date(
    #[server(default)] series: String,
    #[server(default)] date: String,
    #[server(default)] answer: String,
) -> Result<Reply, AppError> {
    let ctx = request::ctx();
    rsvp::answer(&ctx, &series, &date, said(&answer)?).await.map_err(refused)?;
    Ok(reply(&routes::rsvp(&series, &date), Done::RsvpSaved))
}

/// The viewer's answer for every date of a series to come.
#[server(prefix = "/do", endpoint = "events/answer-series")]
pub async fn answer_series(
    #[server(default)] series: String,
    #[server(default)] date: String,
    #[server(default)] answer: String,
) -> Result<Reply, AppError> {
    let ctx = request::ctx();
    rsvp::answer_series(&ctx, &series, said(&answer)?).await.map_err(refused)?;
    Ok(reply(&routes::rsvp(&series, &date), Done::RsvpSaved))
}

/// Asks a guest by mail whether it was them.
#[server(prefix = "/do", endpoint = "events/ask-as-guest")]
pub async fn ask_as_guest(
    #[server(default)] series: String,
    #[server(default)] date: String,
    #[server(default)] name: String,
    #[server(default)] email: String,
    #[server(default)] whole: String,
) -> Result<Reply, AppError> {
    let (ctx, form) = (request::ctx(), GuestForm { name, email });
    let one = (whole != "yes").then_some(date.as_str());
    rsvp::ask_as_guest(&ctx, &series, one, &form).await.map_err(refused)?;
    Ok(reply(&routes::rsvp(&series, &date), Done::GuestAsked))
}

/// A guest's answer by link.
#[server(prefix = "/do", endpoint = "events/answer-as-guest")]
pub async fn answer_guest(
    #[server(default)] link_token: String,
    #[server(default)] date: String,
    #[server(default)] answer: String,
) -> Result<Reply, AppError> {
    rsvp::answer_as_guest(&request::ctx(), &link_token, &date, said(&answer)?).await.map_err(refused)?;
    Ok(reply(&routes::guest(&link_token), Done::RsvpSaved))
}

/// Forgets a guest.
#[server(prefix = "/do", endpoint = "events/forget-guest")]
pub async fn forget_guest(#[server(default)] link_token: String) -> Result<Reply, AppError> {
    rsvp::forget_guest(&request::ctx(), &link_token).await.map_err(refused)?;
    Ok(reply(&routes::events(), Done::GuestForgotten))
}

/// Makes the address of the personal calendar, or another one.
#[server(prefix = "/do", endpoint = "events/make-feed")]
pub async fn make_feed() -> Result<Reply, AppError> {
    let token = rsvp::make_feed(&request::ctx()).await.map_err(refused)?;
    // The page after this shows it once and takes the cookie away.
    request::set_cookie(Cookie::Feed, token.as_str());
    Ok(reply(&routes::personal_calendar(), Done::FeedMade))
}

/// Takes the address of the personal calendar back.
#[server(prefix = "/do", endpoint = "events/revoke-feed")]
pub async fn revoke_feed() -> Result<Reply, AppError> {
    rsvp::revoke_feed(&request::ctx()).await.map_err(refused)?;
    request::clear_cookie(Cookie::Feed);
    Ok(reply(&routes::personal_calendar(), Done::FeedRevoked))
}

/// Sets the way into a date or a series.
#[server(prefix = "/do", endpoint = "events/set-joining")]
pub async fn set_joining(
    #[server(default)] series: String,
    #[server(default)] date: String,
    #[server(default)] link: String,
    #[server(default)] minutes: String,
    #[server(default)] scope: String,
) -> Result<Reply, AppError> {
    let (ctx, form) = (request::ctx(), JoiningForm { link, minutes, scope });
    rsvp::set_joining(&ctx, &series, &date, &form).await.map_err(refused)?;
    Ok(reply(&routes::attendees(&series, &date), Done::JoiningSet))
}

fn refused(error: RsvpError) -> AppError {
    match error {
        RsvpError::Denied(denied) => denied.into(),
        RsvpError::NotFound => AppError::NotFound,
        RsvpError::Invalid(errors) => AppError::Invalid(errors),
        RsvpError::Refused(refusal) => AppError::Refused(refusal),
        RsvpError::Db(error) => AppError::internal(&request::request_id(), &error),
    }
}
