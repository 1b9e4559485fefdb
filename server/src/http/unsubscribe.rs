//! `POST /unsubscribe/<token>`: one press in a mail program, or the button of the page at the same address.
//!
//! Whoever is signed in does not matter here: the token is the right to stop these mails, and to do nothing else.

use crate::state::AppState;
use crate::{form_path, http::error};
use ::http::StatusCode;
use ::http::header::CACHE_CONTROL;
use app::reply::{Done, reply};
use app::routes;
use axum::body::Body;
use axum::extract::{Path, Request, State};
use axum::response::{IntoResponse, Response};
use http_body_util::{BodyExt, Limited};

/// More than any mail program or our own page sends.
const BODY_BYTES: usize = 8 * 1024;

/// Stops. A mail program is answered 200 without a redirect (RFC 8058 section 3.1), our own page goes on to itself.
pub async fn stop(State(state): State<AppState>, Path(token): Path<String>, request: Request) -> Response {
    let (parts, body) = request.into_parts();
    let fields = fields(&state, body).await;
    let is = |name: &str, value: &str| fields.iter().any(|(field, given)| field == name && given == value);
    match services::notifications::stop(&state.ctx, &token, is("everything", "1")).await {
        Ok(true) if is("from", "page") => {
            form_path::see_other(&reply(&routes::unsubscribe(&token), Done::Unsubscribed).to)
        }
        Ok(true) => ([(CACHE_CONTROL, "no-store")], "You will get no more mails like this one.\n").into_response(),
        Ok(false) => error::page(&state, &parts, StatusCode::NOT_FOUND).await,
        Err(failure) => {
            tracing::error!(error = %failure, "mails could not be stopped");
            error::page(&state, &parts, StatusCode::INTERNAL_SERVER_ERROR).await
        }
    }
}

/// Nothing of the body is needed: what cannot be read, too long or of another kind, is no fields.
async fn fields(state: &AppState, body: Body) -> Vec<(String, String)> {
    let whole = tokio::time::timeout(state.config.limits.body_timeout, Limited::new(body, BODY_BYTES).collect()).await;
    let Ok(Ok(whole)) = whole else { return Vec::new() };
    url::form_urlencoded::parse(&whole.to_bytes()).into_owned().collect()
}
