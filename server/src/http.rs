//! Handlers that are not pages: feeds, pictures, documents for machines, health, uploads, error pages.

pub mod atom;
pub mod attendees;
pub mod case_pictures;
pub mod codes;
pub mod deadlines;
pub mod documents;
pub mod error;
pub mod export;
pub mod feeds;
pub mod health;
pub mod personal_feeds;
pub mod photos;
pub mod pictures;
pub mod receipts;
pub mod sitemap;
pub mod unsubscribe;
pub mod uploads;

use crate::state::AppState;
use ::http::StatusCode;
use axum::extract::{Request, State};
use axum::response::Response;
use services::ctx::Viewer;
use services::db::DbError;

/// The page for an address where nothing is, or for a database that did not answer.
async fn not_found_or_failed(state: AppState, request: Request, error: Option<DbError>) -> Response {
    let Some(error) = error else { return crate::pages::fresh(State(state), request).await };
    let id = request.extensions().get::<Viewer>().map(|viewer| viewer.request_id.clone()).unwrap_or_default();
    tracing::error!(request_id = %id, %error, "what was asked for could not be read");
    let (parts, _) = request.into_parts();
    crate::http::error::page(&state, &parts, StatusCode::INTERNAL_SERVER_ERROR).await
}
