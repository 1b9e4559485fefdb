//! Pictures of link previews by address: what each says, and a small memory of those drawn last.
//!
//! What a picture says is read anew each time (a few statements) and its digest is the entity tag, so that an unchanged
//! picture is neither drawn nor sent again. One picture is drawn at a time, away from the threads that answer.

use crate::config::Scheme;
use crate::http::not_found_or_failed;
use crate::picture::{self, Card};
use crate::state::AppState;
use ::http::header::{CACHE_CONTROL, CONTENT_LENGTH, CONTENT_TYPE, ETAG, HeaderValue};
use ::http::{Method, StatusCode};
use app::ui::{block_words, hours, when_words, zone_all_year};
use axum::body::Body;
use axum::extract::{Request, State};
use axum::response::{IntoResponse, Response};
use bytes::Bytes;
use chrono::{DateTime, Duration, Utc};
use chrono_tz::Tz;
use domain::events::{Speaker, Status};
use quick_cache::Weighter;
use quick_cache::sync::Cache;
use services::db::DbError;
use services::events::{OccurrenceFound, OccurrenceView, SeriesFound, SeriesView};
use std::sync::Arc;
use tokio::sync::Semaphore;

/// A quarter of an hour: programs that show previews keep them for days anyway.
const KEPT: HeaderValue = HeaderValue::from_static("public, max-age=900");
const PNG: HeaderValue = HeaderValue::from_static("image/png");
/// About fifty pictures.
const MOST_BYTES: u64 = 3 * 1024 * 1024;
/// Names on a picture; the others are counted.
const NAMES: usize = 3;

/// The pictures drawn last, by digest, and the one place to draw.
pub struct Pictures {
    drawn: Option<Cache<String, Bytes, Bytewise>>,
    brush: Arc<Semaphore>,
}

#[derive(Clone)]
struct Bytewise;

impl Weighter<String, Bytes> for Bytewise {
    fn weight(&self, _: &String, picture: &Bytes) -> u64 {
        picture.len() as u64 + 256
    }
}

impl Pictures {
    /// `keep`: whether pictures stay in memory at all.
    pub fn new(keep: bool) -> Self {
        let drawn = keep.then(|| Cache::with_weighter(64, MOST_BYTES, Bytewise));
        Self { drawn, brush: Arc::new(Semaphore::new(1)) }
    }

    fn known(&self, digest: &str) -> Option<Bytes> {
        self.drawn.as_ref().and_then(|drawn| drawn.get(digest))
    }

    /// The picture from memory, or drawn in turn; `None` if it cannot be drawn.
    async fn get(&self, digest: String, card: Card, scheme: Scheme) -> Option<Bytes> {
        if let Some(picture) = self.known(&digest) {
            return Some(picture);
        }
        let turn = self.brush.clone().acquire_owned().await.ok()?;
        // Perhaps the one before in the queue drew the same.
        if let Some(picture) = self.known(&digest) {
            return Some(picture);
        }
        let drawing = tokio::task::spawn_blocking(move || {
            let picture = picture::png(&card, &scheme);
            // Held until the drawing ends, even if nobody waits for it any more.
            drop(turn);
            picture
        });
        let picture = Bytes::from(drawing.await.ok()??);
        if let Some(drawn) = &self.drawn {
            drawn.insert(digest, picture.clone());
        }
        Some(picture)
    }
}

/// `GET /pictures/home.png`.
pub async fn home(State(state): State<AppState>, request: Request) -> Response {
    let org = &state.ctx.config.org;
    let card = Card {
        name: org.name.clone(),
        kicker: String::new(),
        title: "Help on the way into American medicine".to_owned(),
        block: None,
        lines: vec!["Meetings, mentors and calendars for physicians trained abroad".to_owned()],
        canceled: false,
    };
    answer(state, request, Ok(Some(card))).await
}

/// `GET /pictures/series/<slug>.png`.
pub async fn series(State(state): State<AppState>, request: Request) -> Response {
    let found = match named(&request).as_slice() {
        [.., slug] => services::events::series_page(&state.ctx, slug).await.map(|found| match found {
            SeriesFound::Found(view) => Some(of_series(&view, &state.ctx.config.org.name)),
            SeriesFound::Missing { .. } => None,
        }),
        [] => Ok(None),
    };
    answer(state, request, found).await
}

/// `GET /pictures/date/<slug>/<date>.png`.
pub async fn date(State(state): State<AppState>, request: Request) -> Response {
    let found = match named(&request).as_slice() {
        [.., slug, date] => services::events::occurrence_page(&state.ctx, slug, date).await.map(|found| match found {
            OccurrenceFound::Found(view) => Some(of_date(&view, &state.ctx.config.org.name)),
            OccurrenceFound::Elsewhere { .. } | OccurrenceFound::Missing { .. } => None,
        }),
        _ => Ok(None),
    };
    answer(state, request, found).await
}

/// The parts of the address without its ending; none where it is not that of a picture.
fn named(request: &Request) -> Vec<String> {
    let path = request.uri().path().strip_suffix(".png").unwrap_or_default();
    path.split('/').map(str::to_owned).collect()
}

fn of_series(view: &SeriesView, name: &str) -> Card {
    let series = &view.series;
    let first = series.first();
    let Some(rule) = series.rule else {
        return dated(
            name,
            series.category.clone(),
            series.title.clone(),
            &Dated {
                start: first.start,
                end: first.end,
                zone: series.zone,
                speakers: &series.speakers,
                canceled: series.status == Status::Cancelled,
            },
        );
    };
    let to = series.local_start + Duration::minutes(i64::from(series.duration_minutes));
    let rhythm = rule.words(series.local_start);
    Card {
        name: name.to_owned(),
        kicker: series.category.clone(),
        title: series.title.clone(),
        block: None,
        lines: vec![
            format!("{rhythm}, {} {}", hours(series.local_start, to), zone_all_year(series.zone)),
            with(&series.speakers),
        ],
        canceled: series.status == Status::Cancelled,
    }
}

fn of_date(view: &OccurrenceView, name: &str) -> Card {
    let (series, at) = (&view.series, view.occurrence);
    let told = series.told(at.original_start);
    dated(
        name,
        series.category.clone(),
        told.title.to_owned(),
        &Dated {
            start: at.start,
            end: at.end,
            zone: series.zone,
            speakers: told.speakers,
            canceled: at.cancelled || series.status == Status::Cancelled,
        },
    )
}

struct Dated<'d> {
    start: DateTime<Utc>,
    end: DateTime<Utc>,
    zone: Tz,
    speakers: &'d [Speaker],
    canceled: bool,
}

fn dated(name: &str, kicker: String, title: String, at: &Dated<'_>) -> Card {
    Card {
        name: name.to_owned(),
        kicker,
        title,
        block: Some(block_words(at.start, at.zone)),
        lines: vec![when_words(at.start, at.end, at.zone), with(at.speakers)],
        canceled: at.canceled,
    }
}

/// "With A, MD and B, MD", "With A, B, C and 2 more", or nothing.
fn with(speakers: &[Speaker]) -> String {
    let mut names: Vec<String> = speakers.iter().take(NAMES).map(Speaker::full_name).collect();
    match (speakers.len().saturating_sub(NAMES), names.pop()) {
        (_, None) => String::new(),
        (0, Some(last)) if names.is_empty() => format!("With {last}"),
        (0, Some(last)) => format!("With {} and {last}", names.join(", ")),
        (more, Some(last)) => format!("With {}, {last} and {more} more", names.join(", ")),
    }
}

async fn answer(state: AppState, request: Request, found: Result<Option<Card>, DbError>) -> Response {
    let card = match found {
        Ok(Some(card)) => card,
        other => return not_found_or_failed(state, request, other.err()).await,
    };
    let scheme = Scheme::of(&state.ctx.config.org.colors);
    let digest = crate::assets::short_hash(format!("{} {card:?} {scheme:?}", picture::FORMAT_VERSION));
    let etag = HeaderValue::from_str(&format!("\"{digest}\"")).unwrap_or(HeaderValue::from_static("\"\""));
    let mut response = if crate::pages::matches_etag(request.headers(), &etag) {
        StatusCode::NOT_MODIFIED.into_response()
    } else {
        let Some(picture) = state.pictures.get(digest, card, scheme).await else {
            let (parts, _) = request.into_parts();
            return crate::http::error::page(&state, &parts, StatusCode::INTERNAL_SERVER_ERROR).await;
        };
        let length = HeaderValue::from(picture.len());
        let body = if request.method() == Method::HEAD { Body::empty() } else { Body::from(picture) };
        let mut response = Response::new(body);
        response.headers_mut().insert(CONTENT_TYPE, PNG);
        response.headers_mut().insert(CONTENT_LENGTH, length);
        response
    };
    response.headers_mut().insert(ETAG, etag);
    response.headers_mut().insert(CACHE_CONTROL, KEPT);
    response
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn many_speakers_are_counted() {
        let speaker = |name: &str| Speaker { name: name.to_owned(), ..Speaker::default() };
        let all = ["A", "B", "C", "D", "E"].map(speaker);
        let said = [0, 1, 2, 3, 5].map(|count| with(&all[..count]));
        assert_eq!(said, ["", "With A", "With A and B", "With A, B and C", "With A, B, C and 2 more"]);
    }
}
