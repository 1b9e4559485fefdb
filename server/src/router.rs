//! Builds the router from [`ROUTES`]: handler by kind, then the outer layer over all of it,
//! so that no address can miss it.

use crate::assets::IMMUTABLE;
use crate::form_path::Gate;
use crate::http::{
    atom, attendees, case_pictures, codes, deadlines, error, export, feeds, health, personal_feeds, photos, pictures,
    receipts, sitemap, unsubscribe, uploads,
};
use crate::routes::{Kind, ROUTES, Route};
use crate::state::AppState;
use crate::{form_path, outer, pages, session};
use ::http::StatusCode;
use ::http::header::{CACHE_CONTROL, HeaderValue, VARY};
use axum::Router;
use axum::extract::{Request, State};
use axum::middleware::Next;
use axum::middleware::{from_fn, from_fn_with_state};
use axum::response::{IntoResponse, Response};
use axum::routing::{MethodRouter, get, post};
use tower_http::services::ServeDir;

/// The whole application.
pub fn build(state: &AppState) -> Router {
    // Rendering spawns onto it. An error means that an earlier server of this process has done this.
    let _ = any_spawner::Executor::init_tokio();
    let mut router = Router::new();
    for route in ROUTES {
        router = router.route(route.path, handler(state, route));
    }
    let site = &state.config.http.site_dir;
    let pkg =
        ServeDir::new(site.join("pkg")).precompressed_br().precompressed_gzip().append_index_html_on_directories(false);
    let fonts = ServeDir::new(site.join("fonts")).append_index_html_on_directories(false);
    let router = router
        // A kept address, a reload or a guess; and one that no server function has.
        .route("/do/{*rest}", get(form_path::get).post(pages::fresh))
        .nest_service("/pkg", Router::new().fallback_service(pkg).layer(from_fn(forever)))
        .nest_service("/fonts", Router::new().fallback_service(fonts).layer(from_fn(forever)))
        .route("/favicon.svg", get(site_file))
        .route("/apple-touch-icon.png", get(site_file))
        .fallback(pages::fresh)
        .method_not_allowed_fallback(error::method_not_allowed);
    around(state, router)
}

/// The outer layer over all of a router.
pub fn around(state: &AppState, router: Router<AppState>) -> Router {
    router.layer(from_fn_with_state(state.clone(), outer::layer)).with_state(state.clone())
}

fn handler(state: &AppState, route: &'static Route) -> MethodRouter<AppState> {
    let form = |gate: Gate| {
        let (action, most) = (route.action, (route.form_bytes(), route.form_fields()));
        get(form_path::get).post(move |State(state): State<AppState>, request: Request| {
            form_path::post(state, request, action, gate, most)
        })
    };
    match route.kind {
        Kind::Page => get(pages::public),
        Kind::FormPage => get(pages::fresh),
        Kind::LookupPage => get(pages::looked_up),
        Kind::MemberPage => get(pages::fresh).layer(from_fn_with_state((state.clone(), route.action), session::gate)),
        Kind::Export => get(export::archive).layer(from_fn_with_state((state.clone(), route.action), session::gate)),
        Kind::Action => form(Gate::Open),
        Kind::GatedAction => form(Gate::Writes),
        Kind::DraftAction => form(Gate::Drafts),
        Kind::SignInAction => form(Gate::SignIns),
        Kind::Unsubscribe => get(pages::fresh).post(unsubscribe::stop),
        Kind::Photo => get(photos::photo),
        Kind::CasePicture => {
            get(case_pictures::picture).layer(from_fn_with_state((state.clone(), route.action), session::gate))
        }
        Kind::Feed => get(feeds::feed),
        Kind::PersonalFeed => get(personal_feeds::feed),
        Kind::AttendeesCsv => {
            get(attendees::csv).layer(from_fn_with_state((state.clone(), route.action), session::gate))
        }
        Kind::PostingDeadline => get(deadlines::posting),
        Kind::MyDeadlines => {
            get(deadlines::mine).layer(from_fn_with_state((state.clone(), route.action), session::gate))
        }
        Kind::Receipt => get(receipts::file).layer(from_fn_with_state((state.clone(), route.action), session::gate)),
        Kind::DeskReceipt => {
            get(receipts::desk_file).layer(from_fn_with_state((state.clone(), route.action), session::gate))
        }
        Kind::Codes => {
            get(pages::fresh).post(codes::file).layer(from_fn_with_state((state.clone(), route.action), session::gate))
        }
        Kind::Upload => post(uploads::stage).get(form_path::get),
        Kind::Alive => get(health::alive),
        Kind::Ready => get(health::ready),
        Kind::Made => get(made),
        Kind::Robots => get(sitemap::robots),
        Kind::Sitemap => get(sitemap::sitemap),
        Kind::Atom => get(atom::feed),
        Kind::PictureHome => get(pictures::home),
        Kind::PictureSeries => get(pictures::series),
        Kind::PictureDate => get(pictures::date),
    }
}

/// The metrics on their own address.
pub fn metrics(state: &AppState) -> Router {
    around(state, Router::new().route("/metrics", get(health::metrics)))
}

async fn made(State(state): State<AppState>, request: Request) -> Response {
    match state.files.made(request.uri().path()) {
        Some(file) => file.answer(request.headers()),
        None => pages::fresh(State(state), request).await,
    }
}

/// A picture at the root of the site folder; its name does not change with its content, so a day is enough.
async fn site_file(State(state): State<AppState>, request: Request) -> Response {
    let file = state.config.http.site_dir.join(request.uri().path().trim_start_matches('/'));
    let mut answer = match tower_http::services::ServeFile::new(file).try_call(request).await {
        Ok(answer) => answer.into_response(),
        Err(error) => {
            tracing::warn!(%error, "a static file could not be read");
            StatusCode::NOT_FOUND.into_response()
        }
    };
    answer.headers_mut().insert(CACHE_CONTROL, HeaderValue::from_static("public, max-age=86400"));
    answer
}

/// File names in `/pkg` hold the hash of their content.
async fn forever(request: Request, next: Next) -> Response {
    let mut answer = next.run(request).await;
    if answer.status().is_success() || answer.status() == StatusCode::NOT_MODIFIED {
        answer.headers_mut().insert(CACHE_CONTROL, IMMUTABLE);
        // Packed and plain have one address; a shared cache must keep them apart.
        answer.headers_mut().insert(VARY, HeaderValue::from_static("accept-encoding"));
    }
    answer
}
