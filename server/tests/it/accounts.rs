//! Accounts over HTTP: cookies, doors, links that scanners open, and forms that outlive a session.

#![expect(clippy::unwrap_used, reason = "a helper of a test fails the test")]

use crate::world::{Server, form, server, server_with};
use axum::body::Body;
use http::{Request, StatusCode};
use services::mail::entity::mails;
use services::testing::{TestWorld, on_both};

use sea_orm::{EntityTrait, QueryOrder};

pub(crate) const PASSWORD: &str = "nine lamps by the shore";
pub(crate) const SIGN_IN: &str = "/do/identity/sign-in";

async fn sign_up(server: &Server, email: &str) {
    let key = format!("{:0>20}", email.len());
    let fields = [("_page", "/sign-up"), ("_key", &key), ("email", email), ("password", PASSWORD)];
    let answer = server.post("/do/identity/sign-up", &fields).await;
    assert_eq!((answer.status, answer.header("location")), (StatusCode::SEE_OTHER, "/sign-up?done=signed-up"));
}

/// The newest mailed link of a kind, as a local path.
pub(crate) async fn link(world: &TestWorld, path: &str) -> String {
    let all = mails::Entity::find().order_by_desc(mails::Column::Id).all(world.ctx.db.read()).await.unwrap();
    let found = all.into_iter().filter_map(|mail| mail.body_text).find_map(|text| {
        let (_, rest) = text.0.split_once(path)?;
        Some(rest.chars().take_while(|c| c.is_ascii_alphanumeric() || "-_".contains(*c)).collect::<String>())
    });
    format!("{path}{}", found.expect("such a link was mailed"))
}

pub(crate) fn cookies(answer: &crate::world::Answer) -> Vec<String> {
    answer.headers.get_all("set-cookie").iter().map(|value| value.to_str().unwrap().to_owned()).collect()
}

pub(crate) fn cookie(answer: &crate::world::Answer, name: &str) -> String {
    let start = format!("{name}=");
    let all = cookies(answer);
    let found = all.iter().find(|value| value.starts_with(&start)).unwrap_or_else(|| panic!("{name} in {all:?}"));
    found.split(';').next().unwrap_or_default().to_owned()
}

pub(crate) async fn with_cookie(server: &Server, mut request: Request<Body>, cookie: &str) -> crate::world::Answer {
    request.headers_mut().insert("cookie", cookie.parse().unwrap());
    server.send(request).await
}

pub(crate) async fn get(server: &Server, path: &str, cookie: &str) -> crate::world::Answer {
    with_cookie(server, Request::get(path).body(Body::empty()).unwrap(), cookie).await
}

#[tokio::test]
async fn from_sign_up_to_my_page_and_out_again() {
    on_both(async |world| {
        let server = server(world);
        sign_up(&server, "ada@example.org").await;
        let confirm = link(world, "/confirm/").await;
        // Mail scanners and link previews open every link: nothing is used up by it.
        for _ in 0..3 {
            let page = server.get(&confirm).await;
            assert!(page.status == StatusCode::OK && page.body.contains("Confirm my address"), "{}", page.body);
            let head = server.send(Request::head(&confirm).body(Body::empty()).unwrap()).await;
            assert_eq!(head.status, StatusCode::OK);
        }
        let token = confirm.rsplit('/').next().unwrap();
        let fields = [("_page", confirm.as_str()), ("link_token", token)];
        let answer = server.post("/do/identity/confirm", &fields).await;
        assert_eq!(answer.header("location"), "/sign-in?done=confirmed");
        let again = server.post("/do/identity/confirm", &fields).await;
        assert_eq!(again.status, StatusCode::UNPROCESSABLE_ENTITY);
        assert!(server.get(&confirm).await.body.contains("does not work any more"));

        let me = server.get("/me").await;
        assert_eq!((me.status, me.header("location")), (StatusCode::SEE_OTHER, "/sign-in?next=%2Fme"));
        let fields = [("email", "ada@example.org"), ("password", PASSWORD), ("next", "/me/devices")];
        let entered = server.post(SIGN_IN, &fields).await;
        assert_eq!((entered.status, entered.header("location")), (StatusCode::SEE_OTHER, "/me/devices"));
        let session = cookie(&entered, "landfall");
        for value in cookies(&entered) {
            assert!(
                value.contains("HttpOnly") && value.contains("SameSite=Lax") && value.contains("Path=/"),
                "{value}"
            );
        }
        let devices = get(&server, "/me/devices", &session).await;
        assert!(devices.body.contains("This device"), "{}", devices.body);
        assert_eq!(devices.header("cache-control"), "no-store");
        let home = get(&server, "/", &session).await;
        assert!(home.body.contains("My page") && home.header("cache-control") == "no-store");
        assert!(!server.get("/").await.body.contains("My page"), "the shared cache holds no signed-in page");

        let out = with_cookie(&server, form("/do/identity/sign-out", &[]), &session).await;
        assert_eq!(out.header("location"), "/sign-in?done=signed-out");
        let gone = get(&server, "/me", &session).await;
        assert_eq!(gone.status, StatusCode::SEE_OTHER);
        assert!(cookies(&gone).iter().any(|value| value.starts_with("landfall=; ") && value.contains("Max-Age=0")));
    })
    .await;
}

#[tokio::test]
async fn a_wrong_password_and_an_unknown_address_get_the_same_page() {
    on_both(async |world| {
        let server = server(world);
        sign_up(&server, "ada@example.org").await;
        let mut pages = Vec::new();
        for email in ["ada@example.org", "eve@example.org"] {
            let fields = [("_page", "/sign-in"), ("_form", SIGN_IN), ("email", email), ("password", "not this one")];
            let answer = server.post(SIGN_IN, &fields).await;
            assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY);
            assert!(!answer.body.contains("not this one"), "a password is never echoed");
            assert!(cookies(&answer).is_empty());
            let plain = answer.body.replace(email, "-");
            // Each form has a key of its own.
            let (before, rest) = plain.split_once("name=\"_key\" value=\"").unwrap();
            pages.push(format!("{before}{}", &rest[20..]));
        }
        assert_eq!(pages[0], pages[1]);
        let forgot = [("_page", "/forgot-password"), ("email", "eve@example.org")];
        let answer = server.post("/do/identity/forgot-password", &forgot).await;
        assert_eq!(answer.header("location"), "/forgot-password?done=forgot");
    })
    .await;
}

#[tokio::test]
async fn a_crafted_next_leads_nowhere_else() {
    on_both(async |world| {
        let server = server(world);
        let ada = world.person("ada", &[]).await;
        sign_up(&server, "boris@example.org").await;
        for evil in ["//evil.example", "https://evil.example", "/\\evil.example", "javascript:alert(1)"] {
            let fields = [("email", "boris@example.org"), ("password", PASSWORD), ("next", evil)];
            assert_eq!(server.post(SIGN_IN, &fields).await.header("location"), "/me", "{evil}");
        }
        assert_eq!(server.signed_in(ada.account, false).await.get("/me").await.status, StatusCode::OK);
    })
    .await;
}

#[tokio::test]
async fn what_was_typed_when_a_session_had_ended_is_there_after_signing_in() {
    on_both(async |world| {
        let server = server(world);
        sign_up(&server, "ada@example.org").await;
        let typed = [
            ("_page", "/me/account"),
            ("_form", "/do/identity/change-email#email"),
            ("_key", "00000000000000000001"),
            ("email", "ada@example.net"),
            ("password", "secret that must not travel"),
        ];
        let ended = server.post("/do/identity/change-email", &typed).await;
        assert_eq!(ended.status, StatusCode::UNAUTHORIZED);
        assert!(ended.body.contains("You were signed out") && !ended.body.contains("must not travel"));
        let hidden = |body: &str, name: &str| {
            let (_, rest) =
                body.split_once(&format!("name=\"{name}\" value=\"")).unwrap_or_else(|| panic!("{name}: {body}"));
            rest.split('"').next().unwrap_or_default().replace("&amp;", "&")
        };
        let (kept, kept_form, next) =
            (hidden(&ended.body, "kept"), hidden(&ended.body, "kept_form"), hidden(&ended.body, "next"));
        assert_eq!(next, "/me/account");
        let sign_in = |password: &'static str| {
            vec![
                ("_page", "/sign-in?next=%2Fme%2Faccount"),
                ("_form", SIGN_IN),
                ("email", "ada@example.org"),
                ("password", password),
                ("next", next.as_str()),
                ("kept", kept.as_str()),
                ("kept_form", kept_form.as_str()),
            ]
        };
        let wrong = server.post(SIGN_IN, &sign_in("a wrong password")).await;
        assert_eq!(wrong.status, StatusCode::UNPROCESSABLE_ENTITY);
        assert_eq!(hidden(&wrong.body, "kept"), kept, "it is carried through a mistake");
        let back = server.post(SIGN_IN, &sign_in(PASSWORD)).await;
        assert_eq!(back.status, StatusCode::OK);
        assert!(back.body.contains("value=\"ada@example.net\"") && back.body.contains("You are signed in again"));
        assert!(!cookie(&back, "landfall").ends_with('='));
        assert!(back.body.contains("My page"), "the page knows who is back");
    })
    .await;
}

#[tokio::test]
async fn on_https_cookies_are_bound_to_the_host() {
    let world = TestWorld::sqlite().await;
    let mut config = (*world.ctx.config).clone();
    config.public_url = "https://landfall.example".parse().unwrap();
    let ctx = services::ctx::Ctx { config: std::sync::Arc::new(config), ..world.ctx.clone() };
    let https = server_with(&world, &[("LANDFALL_PUBLIC_URL", "https://landfall.example")]);
    let state = server::state::AppState::new(https.state.config.clone(), ctx, None);
    let https = Server { router: server::router::build(&state), state };
    let ours = |path: &str, fields: &[(&str, &str)]| {
        let mut request = form(path, fields);
        request.headers_mut().insert("origin", "https://landfall.example".parse().unwrap());
        request
    };
    let fields = [("_key", "00000000000000000001"), ("email", "ada@example.org"), ("password", PASSWORD)];
    https.send(ours("/do/identity/sign-up", &fields)).await;
    let entered = https.send(ours(SIGN_IN, &fields[1..])).await;
    assert!(!cookies(&entered).is_empty());
    for value in cookies(&entered) {
        assert!(value.starts_with("__Host-") && value.ends_with("; Secure"), "{value}");
    }
    let session = cookie(&entered, "__Host-landfall");
    assert_eq!(get(&https, "/me", &session).await.status, StatusCode::OK);
    assert_eq!(get(&https, "/me", session.trim_start_matches("__Host-")).await.status, StatusCode::SEE_OTHER);
    world.end().await;
}

#[tokio::test]
async fn a_planted_cookie_is_never_taken_over() {
    on_both(async |world| {
        let server = server(world);
        sign_up(&server, "ada@example.org").await;
        let planted = "A".repeat(43);
        let fields = [("email", "ada@example.org"), ("password", PASSWORD)];
        let both = format!("landfall={planted}; landfall-device={planted}");
        let entered = with_cookie(&server, form(SIGN_IN, &fields), &both).await;
        assert!(!cookie(&entered, "landfall").contains(&planted));
        assert!(!cookie(&entered, "landfall-device").contains(&planted));
    })
    .await;
}

#[tokio::test]
async fn the_archive_asks_for_the_password_first() {
    on_both(async |world| {
        let server = server(world);
        sign_up(&server, "ada@example.org").await;
        let fields = [("email", "ada@example.org"), ("password", PASSWORD)];
        let session = cookie(&server.post(SIGN_IN, &fields).await, "landfall");
        let path = "/me/export/landfall-my-data.zip";
        let archive = get(&server, path, &session).await;
        assert_eq!((archive.status, archive.header("content-type")), (StatusCode::OK, "application/zip"));
        world.clock.advance(domain::identity::limits::PROOF);
        let asked = get(&server, path, &session).await;
        assert_eq!(asked.header("location"), "/prove?next=%2Fme%2Fexport%2Flandfall-my-data.zip");
        let proof = [("_page", "/prove"), ("password", PASSWORD), ("next", path)];
        let proved = with_cookie(&server, form("/do/identity/prove", &proof), &session).await;
        assert_eq!(proved.header("location"), path);
        assert_eq!(get(&server, path, &session).await.status, StatusCode::OK);
        assert_eq!(server.get(path).await.status, StatusCode::SEE_OTHER);
    })
    .await;
}

#[tokio::test]
async fn a_code_refused_after_its_page_grew_old_says_so() {
    on_both(async |world| {
        let server = server(world);
        sign_up(&server, "ada@example.org").await;
        let fields = [("email", "ada@example.org"), ("password", PASSWORD)];
        let session = cookie(&server.post(SIGN_IN, &fields).await, "landfall");
        let page = ("_page", "/me/two-factor");
        with_cookie(&server, form("/do/identity/begin-two-factor", &[page, ("password", PASSWORD)]), &session).await;
        let shown = get(&server, page.1, &session).await;
        assert!(shown.body.contains(r#"class="key""#), "{}", shown.body);
        let wrong = [page, ("_form", "/do/identity/confirm-two-factor"), ("code", "000000")];
        let fresh = with_cookie(&server, form("/do/identity/confirm-two-factor", &wrong), &session).await;
        assert!(fresh.body.contains(r#"class="key""#) && !fresh.body.contains("Nothing was switched on"));
        world.clock.advance(domain::identity::limits::PROOF);
        let refused = with_cookie(&server, form("/do/identity/confirm-two-factor", &wrong), &session).await;
        assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
        assert!(refused.body.contains("Nothing was switched on"), "{}", refused.body);
        assert!(refused.body.contains(domain::identity::words::CODE_WRONG));
    })
    .await;
}
