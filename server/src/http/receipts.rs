//! Receipts as files to print and to hand in: one's own, and any for the treasurer.

use crate::receipt::{pdf, rows};
use crate::state::AppState;
use ::http::StatusCode;
use ::http::header::{CACHE_CONTROL, CONTENT_DISPOSITION, CONTENT_TYPE, HeaderName};
use ::http::request::Parts;
use axum::extract::{Path, Request, State};
use axum::response::{IntoResponse, Response};
use services::ctx::{Ctx, Viewer};
use services::membership::{MembershipError, Receipt, order as on_desk, receipt};

/// `GET /me/membership/orders/<order>/receipt.pdf`, kept by nobody on the way.
pub async fn file(State(state): State<AppState>, Path(order): Path<String>, request: Request) -> Response {
    let (parts, ctx) = asked(&state, request);
    let found = receipt(&ctx, &order).await;
    answer(&state, &parts, found).await
}

/// `GET /desk/membership/<order>/receipt.pdf`: the same file, for the treasurer.
pub async fn desk_file(State(state): State<AppState>, Path(order): Path<String>, request: Request) -> Response {
    let (parts, ctx) = asked(&state, request);
    let found = on_desk(&ctx, &order).await;
    answer(&state, &parts, found).await
}

fn asked(state: &AppState, request: Request) -> (Parts, Ctx) {
    let (parts, _) = request.into_parts();
    let viewer = parts.extensions.get::<Viewer>().cloned().unwrap_or_default();
    let ctx = state.ctx.with_viewer(viewer);
    (parts, ctx)
}

async fn answer(state: &AppState, parts: &Parts, found: Result<Receipt, MembershipError>) -> Response {
    match found {
        Ok(receipt) => {
            let name = format!("receipt-{}", receipt.order.id);
            let Some(bytes) = pdf(&rows(&receipt, &state.ctx.config.org), &name) else {
                return super::error::page(state, parts, StatusCode::INTERNAL_SERVER_ERROR).await;
            };
            let headers = [
                (CONTENT_TYPE, "application/pdf".to_owned()),
                (CONTENT_DISPOSITION, format!("attachment; filename=\"{name}.pdf\"")),
                (CACHE_CONTROL, "no-store".to_owned()),
                (HeaderName::from_static("x-robots-tag"), "noindex, noarchive".to_owned()),
            ];
            (headers, bytes).into_response()
        }
        Err(MembershipError::NotFound | MembershipError::Denied(_)) => {
            super::error::page(state, parts, StatusCode::NOT_FOUND).await
        }
        Err(error) => {
            let id = parts.extensions.get::<Viewer>().map_or("", |viewer| viewer.request_id.as_str());
            tracing::error!(request_id = %id, %error, "a receipt could not be read");
            super::error::page(state, parts, StatusCode::INTERNAL_SERVER_ERROR).await
        }
    }
}
