//! The upload road: one small multipart form stages one file and returns to its page with the
//! file's id. Streamed to disk with a limit by kind; outside the form layer.

use crate::form_path::see_other;
use crate::state::AppState;
use ::http::StatusCode;
use app::moderation::UploadNote;
use axum::extract::multipart::Field;
use axum::extract::{DefaultBodyLimit, FromRequest, Multipart, Request, State};
use axum::response::Response;
use domain::local_path::LocalPath;
use services::ctx::Viewer;
use services::files::{Kind, StageError};

/// A file may take so many times as long as a form.
pub const PATIENCE: u32 = 4;

/// Longest text field of the upload form.
const TEXT_BYTES: usize = 4096;

/// `POST /files/upload` with the fields `_page`, `kind`, `file`, in this order.
pub async fn stage(State(state): State<AppState>, mut request: Request) -> Response {
    // The limit is that of the file's kind, counted while it streams in.
    DefaultBodyLimit::disable().apply(&mut request);
    let (parts, body) = request.into_parts();
    let viewer = parts.extensions.get::<Viewer>().cloned().unwrap_or_default();
    if !state.may_upload(viewer.peer) {
        return crate::http::error::page(&state, &parts, StatusCode::TOO_MANY_REQUESTS).await;
    }
    let backup = parts.clone();
    let Ok(form) = Multipart::from_request(Request::from_parts(parts, body), &()).await else {
        return crate::http::error::page(&state, &backup, StatusCode::UNSUPPORTED_MEDIA_TYPE).await;
    };
    let ctx = state.ctx.with_viewer(viewer);
    let limit = state.config.limits.body_timeout * PATIENCE;
    match tokio::time::timeout(limit, receive(&ctx, form)).await {
        Ok(Some(to)) => see_other(&to),
        Ok(None) => crate::http::error::page(&state, &backup, StatusCode::BAD_REQUEST).await,
        Err(_) => crate::http::error::page(&state, &backup, StatusCode::REQUEST_TIMEOUT).await,
    }
}

/// Reads the form; answers where to go, or `None` when it is not our form.
async fn receive(ctx: &services::ctx::Ctx, mut form: Multipart) -> Option<String> {
    let mut page = LocalPath::home();
    let mut kind = None;
    while let Ok(Some(field)) = form.next_field().await {
        match field.name().unwrap_or_default() {
            "_page" => page = LocalPath::parse(&text(field).await?).unwrap_or_else(LocalPath::home),
            "kind" => kind = Kind::parse(&text(field).await?),
            "file" => {
                let outcome = services::files::stage(ctx, kind?, field).await;
                return Some(match outcome {
                    Ok(staged) => with(&page, "file", staged.id.as_str()),
                    // The page it was for asks to sign in.
                    Err(StageError::SignInRequired) => page.to_string(),
                    Err(error) => with(&page, "upload", note(&ctx.viewer.request_id, &error).word()),
                });
            }
            _ => {}
        }
    }
    None
}

fn note(request_id: &str, error: &StageError) -> UploadNote {
    match error {
        StageError::TooLarge { .. } => UploadNote::TooLarge,
        StageError::Empty => UploadNote::Empty,
        StageError::WrongType { .. } => UploadNote::WrongType,
        StageError::Broken(_) | StageError::SignInRequired => UploadNote::Failed,
        StageError::Disk(_) | StageError::Db(_) => {
            tracing::error!(request_id, %error, "a file could not be staged");
            UploadNote::Failed
        }
    }
}

async fn text(mut field: Field<'_>) -> Option<String> {
    let mut bytes = Vec::new();
    while let Ok(Some(chunk)) = field.chunk().await {
        bytes.extend_from_slice(&chunk);
        if bytes.len() > TEXT_BYTES {
            return None;
        }
    }
    String::from_utf8(bytes).ok()
}

/// The page with `name=value`, replacing what an earlier try left there.
fn with(page: &LocalPath, name: &str, value: &str) -> String {
    let mut query = url::form_urlencoded::Serializer::new(String::new());
    for (key, old) in url::form_urlencoded::parse(page.query().unwrap_or_default().as_bytes()) {
        if !["file", "upload", "done"].contains(&key.as_ref()) {
            query.append_pair(&key, &old);
        }
    }
    query.append_pair(name, value);
    format!("{}?{}", page.path(), query.finish())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_second_try_replaces_the_first_in_the_address() {
        let page = LocalPath::parse("/report?page=%2Fevents&upload=empty").unwrap();
        assert_eq!(with(&page, "file", "abc"), "/report?page=%2Fevents&file=abc");
    }
}
