//! What the forms of the organizer's desk call.

#![expect(missing_docs, reason = "the fields of a server function are named by its form")]

use crate::error::AppError;
use crate::reply::{Done, Reply, reply};
use crate::{request, routes};
use domain::refusal::Refusal;
use leptos::prelude::server;
use services::events::desk::{self, DateDeed, OrganizeError, Press, Saved, SeriesDeed};

/// Stores a series, or only looks at what that would do.
#[server(prefix = "/do", endpoint = "events/save")]
pub async fn save_series(
    #[server(default)] series: String,
    #[server(default)] press: String,
) -> Result<Reply, AppError> {
    let (ctx, fields, key) = (request::ctx(), request::posted().fields().to_vec(), request::form_meta().key);
    let slug = (!series.is_empty()).then_some(series.as_str());
    let press = match press.as_str() {
        "save" => Press::Save,
        "publish" => Press::Publish,
        _ => {
            let looked = desk::look(&ctx, slug, &fields).await.map_err(refused)?;
            return Err(looked.map_or_else(AppError::Invalid, |_| AppError::OnlyLooked));
        }
    };
    let saved = desk::save(&ctx, slug, &fields, press, &key).await.map_err(refused)?;
    Ok(reply(&routes::desk_event(&saved.slug), done(&saved, press == Press::Publish)))
}

/// Stores what one date says, or only looks at what that would do.
#[server(prefix = "/do", endpoint = "events/save-date")]
pub async fn save_event_date(
    #[server(default)] series: String,
    #[server(default)] of: String,
    #[server(default)] press: String,
) -> Result<Reply, AppError> {
    let (ctx, fields) = (request::ctx(), request::posted().fields().to_vec());
    let (series, of) = desk::place(&series, &of);
    if press != "save" {
        let looked = desk::look_at_date(&ctx, series, of, &fields).await.map_err(refused)?;
        return Err(looked.map_or_else(AppError::Invalid, |_| AppError::OnlyLooked));
    }
    let saved = desk::save_date(&ctx, series, of, &fields).await.map_err(refused)?;
    Ok(reply(&routes::desk_event(&saved.slug), done(&saved, false)))
}

/// Publishes, takes back, cancels a series or brings it back.
#[server(prefix = "/do", endpoint = "events/set")]
pub async fn set_event(#[server(default)] series: String, #[server(default)] deed: String) -> Result<Reply, AppError> {
    let deed = SeriesDeed::parse(&deed).ok_or(AppError::NotFound)?;
    desk::set_series(&request::ctx(), &series, deed).await.map_err(refused)?;
    let done = match deed {
        SeriesDeed::Publish => Done::EventPublished,
        SeriesDeed::TakeBack => Done::EventTakenBack,
        SeriesDeed::Cancel => Done::EventCanceled,
        SeriesDeed::Undo => Done::EventBack,
    };
    Ok(reply(&routes::desk_event(&series), done))
}

/// Cancels one date, or undoes that.
#[server(prefix = "/do", endpoint = "events/set-date")]
pub async fn set_event_date(
    #[server(default)] series: String,
    #[server(default)] date: String,
    #[server(default)] deed: String,
) -> Result<Reply, AppError> {
    let deed = DateDeed::parse(&deed).ok_or(AppError::NotFound)?;
    desk::set_date(&request::ctx(), &series, &date, deed).await.map_err(refused)?;
    let done = match deed {
        DateDeed::Cancel => Done::EventCanceled,
        DateDeed::Undo => Done::EventBack,
    };
    Ok(reply(&routes::desk_event_date(&series, &date), done))
}

const fn done(saved: &Saved, published: bool) -> Done {
    match (published && saved.public, saved.kept.is_some()) {
        (_, true) => Done::EventSplit,
        (true, false) => Done::EventPublished,
        (false, false) => Done::EventSaved,
    }
}

fn refused(error: OrganizeError) -> AppError {
    match error {
        OrganizeError::Denied(denied) => denied.into(),
        OrganizeError::NotFound => AppError::NotFound,
        OrganizeError::DateGone => AppError::Refused(Refusal::DateGone),
        OrganizeError::Invalid(errors) => AppError::Invalid(errors),
        OrganizeError::Refused(refusal) => AppError::Refused(refusal),
        OrganizeError::KeyConflict => AppError::AlreadySent,
        error @ OrganizeError::Db(_) => AppError::internal(&request::request_id(), &error),
    }
}
