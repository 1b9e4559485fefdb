//! A server in memory on a database of its own, and the few ways tests talk to it.

use axum::Router;
use axum::body::Body;
use http::{HeaderMap, Request, StatusCode};
use http_body_util::BodyExt;
use server::config::Config;
use server::outer::Peer;
use server::state::AppState;
use server::{router, routes};
use services::testing::TestWorld;
use tower::ServiceExt;

/// The origin of every test server.
pub(crate) const ORIGIN: &str = "http://127.0.0.1:3000";

/// A router and the state behind it.
pub(crate) struct Server {
    pub(crate) router: Router,
    pub(crate) state: AppState,
}

/// An answer, read to its end.
pub(crate) struct Answer {
    pub(crate) status: StatusCode,
    pub(crate) headers: HeaderMap,
    pub(crate) body: String,
}

impl Answer {
    pub(crate) fn header(&self, name: &str) -> &str {
        self.headers.get(name).and_then(|value| value.to_str().ok()).unwrap_or_default()
    }
}

/// A server with settings over the defaults.
pub(crate) fn server_with(world: &TestWorld, settings: &'static [(&'static str, &'static str)]) -> Server {
    let config =
        Config::from_lookup(|name| settings.iter().find(|(key, _)| *key == name).map(|(_, value)| (*value).to_owned()))
            .expect("the test's settings are right");
    let state = AppState::new(config, world.ctx.clone(), None);
    Server { router: router::build(&state), state }
}

/// A server as it comes.
pub(crate) fn server(world: &TestWorld) -> Server {
    server_with(world, &[("LANDFALL_REPORTS_PER_HOUR", "1000")])
}

/// A browser that is signed in.
pub(crate) struct Signed<'s> {
    server: &'s Server,
    cookie: String,
}

impl Signed<'_> {
    pub(crate) async fn get(&self, path: &str) -> Answer {
        self.server.send(self.with_cookie(Request::get(path).body(Body::empty()).expect("a request"))).await
    }

    pub(crate) async fn post(&self, path: &str, fields: &[(&str, &str)]) -> Answer {
        self.server.send(self.with_cookie(form(path, fields))).await
    }

    /// Any request, with this browser's session.
    pub(crate) fn with_cookie(&self, mut request: Request<Body>) -> Request<Body> {
        request.headers_mut().insert("cookie", self.cookie.parse().expect("a cookie"));
        request
    }
}

impl Server {
    /// Signs somebody in; `two_factor` says whether they gave a second factor.
    pub(crate) async fn signed_in(&self, account: i64, two_factor: bool) -> Signed<'_> {
        let token = services::identity::session_for_tests(&self.state.ctx, account, two_factor).await;
        let cookie = format!("landfall={}", token.expect("a session begins").as_str());
        Signed { server: self, cookie }
    }

    pub(crate) async fn send(&self, request: Request<Body>) -> Answer {
        let mut request = request;
        request.extensions_mut().insert(Peer(([127, 0, 0, 1], 40_000).into()));
        let response = self.router.clone().oneshot(request).await.expect("the router never fails");
        let (parts, body) = response.into_parts();
        let bytes = body.collect().await.expect("the body is read").to_bytes();
        Answer { status: parts.status, headers: parts.headers, body: String::from_utf8_lossy(&bytes).into_owned() }
    }

    pub(crate) async fn get(&self, path: &str) -> Answer {
        self.send(Request::get(path).body(Body::empty()).expect("a request")).await
    }

    /// A form as a browser of this site sends it.
    pub(crate) async fn post(&self, path: &str, fields: &[(&str, &str)]) -> Answer {
        self.send(form(path, fields)).await
    }
}

/// A form post from our own page.
pub(crate) fn form(path: &str, fields: &[(&str, &str)]) -> Request<Body> {
    let body = url::form_urlencoded::Serializer::new(String::new()).extend_pairs(fields).finish();
    Request::post(path)
        .header("content-type", "application/x-www-form-urlencoded")
        .header("accept", "text/html,application/xhtml+xml")
        .header("origin", ORIGIN)
        .header("sec-fetch-site", "same-origin")
        .body(Body::from(body))
        .expect("a request")
}

/// The parameters of addresses that are public ids.
const IDS: [&str; 4] = ["{id}", "{case}", "{order}", "{batch}"];

/// Every address of the table, with something in place of its parameters that is not there.
pub(crate) fn addresses() -> Vec<String> {
    addresses_with(&[])
}

/// The same, with this public id in place of every parameter that is one.
pub(crate) fn addresses_of(id: &str) -> Vec<String> {
    addresses_with(&IDS.map(|name| (name, id)))
}

/// The same, with these things in place of the parameters they are named with.
pub(crate) fn addresses_with(things: &[(&str, &str)]) -> Vec<String> {
    let with = |path: &str| {
        let path = things.iter().fold(path.to_owned(), |path, (name, thing)| path.replace(name, thing));
        let path = IDS.iter().fold(path, |path, name| path.replace(name, "00000000000000000000"));
        path.replace("{slug}", "none")
            .replace("{date}", "2026-12-02")
            .replace("{file}", "none.ics")
            .replace("{step}", "you")
            .replace("{plan}", "none")
            .replace("{section}", "img")
            .replace("{which}", "1")
            .replace("{what}", "observership")
            .replace("{part}", "when")
            .replace("{code}", "0000-0000-0000")
            .replace("{token}", "0000000000000000000000000000000000000000000")
    };
    routes::ROUTES.iter().map(|route| with(route.path)).collect()
}

/// The fields of a report that is in order, with its own key.
pub(crate) fn report<'a>(key: &'a str, details: &'a str) -> Vec<(&'a str, &'a str)> {
    vec![
        ("_page", "/report?page=%2Fevents"),
        ("_form", "/do/moderation/report"),
        ("_key", key),
        ("page", "/events"),
        ("what", "does-not-work"),
        ("details", details),
    ]
}
