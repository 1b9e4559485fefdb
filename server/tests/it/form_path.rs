//! The form path, as a browser without script walks it.

use crate::world::{form, report, server, server_with};
use domain::access::Capability;
use http::{HeaderValue, StatusCode};
use server::routes::{FORM_BYTES, LONG_FORMS, MANY_FIELDS, ROUTES};
use services::testing::{TestWorld, on_both};

const REPORT: &str = "/do/moderation/report";
const TRY: &str = "/do/styleguide/try";

#[tokio::test]
async fn a_report_is_stored_and_the_browser_sent_to_a_page_that_says_so() {
    on_both(async |world| {
        let server = server(world);
        let answer = server.post(REPORT, &report("key00000000000000001", "The button does nothing at all.")).await;
        assert_eq!((answer.status, answer.header("location")), (StatusCode::SEE_OTHER, "/report?done=reported"));
        let thanks = server.get("/report?done=reported").await;
        assert!(thanks.body.contains("Thank you."), "{}", thanks.body);
        let stored = services::moderation::list(&world.ctx, true, 10).await.unwrap();
        assert_eq!(stored.len(), 1);
        assert_eq!(
            (stored[0].page.as_str(), stored[0].details.as_str()),
            ("/events", "The button does nothing at all.")
        );
    })
    .await;
}

#[tokio::test]
async fn two_failures_in_a_row_keep_what_was_typed_and_the_page() {
    on_both(async |world| {
        let server = server(world);
        for round in 1..=2 {
            let mut fields = report("key00000000000000002", "short");
            fields[4] = ("what", "");
            let answer = server.post(REPORT, &fields).await;
            assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY, "round {round}");
            assert_eq!(answer.header("cache-control"), "no-store");
            assert!(answer.body.contains("<title>Error: Report a problem"), "{}", answer.body);
            assert!(answer.body.contains(">short</textarea>"), "what was typed is kept");
            assert!(answer.body.contains("value=\"/report?page=%2Fevents\""), "_page is kept across redraws");
            assert!(
                answer.body.contains("href=\"#details\"") && answer.body.contains("id=\"details\""),
                "the summary links to the field"
            );
        }
        assert!(services::moderation::list(&world.ctx, false, 10).await.unwrap().is_empty());
    })
    .await;
}

#[tokio::test]
async fn what_was_typed_cannot_break_out_of_the_page() {
    let world = TestWorld::sqlite().await;
    let server = server(&world);
    let hostile = "</textarea><script>alert(1)</script>\"><img src=x onerror=alert(1)>";
    let fields = [
        ("_page", "/report"),
        ("_form", REPORT),
        ("_key", "k"),
        ("page", hostile),
        ("what", hostile),
        ("details", hostile),
    ];
    let answer = server.post(REPORT, &fields).await;
    assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(!answer.body.contains("<script>alert") && !answer.body.contains("<img src=x"), "{}", answer.body);
    world.end().await;
}

#[tokio::test]
async fn two_equal_forms_on_a_page_stay_apart() {
    let world = TestWorld::sqlite().await;
    let server = server(&world);
    let fields = [
        ("_page", "/styleguide"),
        ("_form", "/do/styleguide/try#second"),
        ("_key", "k"),
        ("name", ""),
        ("about", "only mine"),
    ];
    let answer = server.post(TRY, &fields).await;
    assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY);
    let (first, second) = answer.body.split_once("Second form").expect("both forms are drawn");
    assert!(second.contains(">only mine</textarea>") && second.contains("id=\"second-name-error\""));
    assert!(!first.contains("only mine") && !first.contains("first-name-error"), "the other form is untouched");
    world.end().await;
}

#[tokio::test]
async fn an_ended_session_answers_401_and_keeps_the_fields() {
    let world = TestWorld::sqlite().await;
    let server = server(&world);
    let fields = [
        ("_page", "/styleguide"),
        ("_form", "/do/styleguide/try#first"),
        ("_key", "k"),
        ("name", "Ines"),
        ("about", "a long text"),
        ("outcome", "signed-out"),
    ];
    let answer = server.post(TRY, &fields).await;
    assert_eq!(answer.status, StatusCode::UNAUTHORIZED);
    // The sign-in page, which carries what was typed and knows where it belongs.
    assert!(answer.body.contains("You were signed out"));
    assert!(answer.body.contains("name=Ines&amp;about=a+long+text&amp;outcome=signed-out"), "{}", answer.body);
    assert!(answer.body.contains("name=\"next\" value=\"/styleguide\""), "{}", answer.body);
    world.end().await;
}

#[tokio::test]
async fn a_hostile_page_field_leads_nowhere_else() {
    let world = TestWorld::sqlite().await;
    let server = server(&world);
    for hostile in [
        "https://evil.example/",
        "//evil.example",
        "/\\evil.example",
        "/a\r\nSet-Cookie: x=1",
        "javascript:alert(1)",
        "",
    ] {
        let fields = [("_page", hostile), ("_form", REPORT), ("_key", "k"), ("details", "x")];
        let answer = server.post(REPORT, &fields).await;
        assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY, "{hostile:?}");
        assert!(answer.headers.get("location").is_none() && answer.headers.get("set-cookie").is_none());
        assert!(!answer.body.contains("evil.example"), "{hostile:?} came back");
    }
    let fields = [("_page", "/nowhere"), ("_form", REPORT), ("_key", "k")];
    assert_eq!(
        server.post(REPORT, &fields).await.status,
        StatusCode::NOT_FOUND,
        "a page that is not 200 sends its own answer"
    );
    world.end().await;
}

#[tokio::test]
async fn a_crafted_link_cannot_make_a_page_speak() {
    let world = TestWorld::sqlite().await;
    let server = server(&world);
    let answer = server.get("/report?__path=%2Fdo%2Fmoderation%2Freport&__err=eyJ&done=You+won").await;
    assert_eq!(answer.status, StatusCode::OK);
    assert!(!answer.body.contains("eyJ") && !answer.body.contains("You won") && !answer.body.contains("error-summary"));
    world.end().await;
}

#[tokio::test]
async fn the_same_form_twice_is_one_report_and_other_content_under_its_key_is_refused() {
    on_both(async |world| {
        let server = server(world);
        for _ in 0..2 {
            let answer =
                server.post(REPORT, &report("key00000000000000003", "Sent twice by an impatient finger.")).await;
            assert_eq!(answer.status, StatusCode::SEE_OTHER);
        }
        let other = server.post(REPORT, &report("key00000000000000003", "Other content under the same key.")).await;
        assert_eq!(other.status, StatusCode::UNPROCESSABLE_ENTITY);
        assert_eq!(services::moderation::list(&world.ctx, false, 10).await.unwrap().len(), 1);
    })
    .await;
}

#[tokio::test]
async fn an_island_gets_json_with_the_status() {
    let world = TestWorld::sqlite().await;
    let server = server(&world);
    let mut request = form(REPORT, &report("key00000000000000004", "short"));
    request.headers_mut().insert("accept", HeaderValue::from_static("application/json"));
    let answer = server.send(request).await;
    assert_eq!((answer.status, answer.header("content-type")), (StatusCode::UNPROCESSABLE_ENTITY, "application/json"));
    assert!(answer.body.contains("\"details\""), "{}", answer.body);
    world.end().await;
}

#[tokio::test]
async fn a_flood_is_refused_before_the_database_hears_of_it() {
    let world = TestWorld::sqlite().await;
    let server = server_with(&world, &[("LANDFALL_REPORTS_PER_HOUR", "2")]);
    let keys = ["key00000000000000005", "key00000000000000006", "key00000000000000007"];
    let mut answers = Vec::new();
    for key in keys {
        answers.push(server.post(REPORT, &report(key, "Again and again and again.")).await.status);
    }
    assert_eq!(answers, [StatusCode::SEE_OTHER, StatusCode::SEE_OTHER, StatusCode::TOO_MANY_REQUESTS]);
    assert_eq!(services::moderation::list(&world.ctx, false, 10).await.unwrap().len(), 2);
    world.end().await;
}

#[tokio::test]
async fn a_form_that_is_too_large_or_not_a_form_is_answered_in_words() {
    let world = TestWorld::sqlite().await;
    let server = server(&world);
    let large = "x".repeat(70_000);
    assert_eq!(server.post(REPORT, &[("details", &large)]).await.status, StatusCode::PAYLOAD_TOO_LARGE);
    let many = vec![("a", "b"); 10_000];
    assert_eq!(server.post(REPORT, &many).await.status, StatusCode::PAYLOAD_TOO_LARGE);
    let mut request = form(REPORT, &[]);
    request.headers_mut().insert("content-type", HeaderValue::from_static("text/plain"));
    let answer = server.send(request).await;
    assert_eq!(answer.status, StatusCode::UNSUPPORTED_MEDIA_TYPE);
    assert!(answer.body.contains("<h1"), "the answer is a page");
    world.end().await;
}

/// The fields of an event's form that is so many bytes long when it is sent.
fn long_form(path: &'static str, bytes: usize) -> Vec<(&'static str, String)> {
    let plain = [("_page", "/desk/new-event"), ("_form", path), ("_key", "k"), ("press", "show"), ("series", "")];
    let mut fields: Vec<_> = plain.into_iter().map(|(name, value)| (name, value.to_owned())).collect();
    fields.push(("description", String::new()));
    let empty = url::form_urlencoded::Serializer::new(String::new()).extend_pairs(&fields).finish().len();
    if let Some((_, description)) = fields.last_mut() {
        *description = "x".repeat(bytes - empty);
    }
    fields
}

fn as_str<'f>(fields: &'f [(&'f str, String)]) -> Vec<(&'f str, &'f str)> {
    fields.iter().map(|(name, value)| (*name, value.as_str())).collect()
}

#[tokio::test]
async fn a_form_of_an_event_may_be_as_long_as_what_fits_and_above_that_it_is_refused_in_words() {
    let world = TestWorld::sqlite().await;
    let server = server(&world);
    let ada = world.person("ada", &[Capability::Admin]).await;
    let ada = server.signed_in(ada.account, true).await;
    for &(path, most) in LONG_FORMS {
        assert!(ROUTES.iter().any(|route| route.path == path && route.form_bytes() == most), "{path}");
        let fits = ada.post(path, &as_str(&long_form(path, most))).await;
        assert_ne!(fits.status, StatusCode::PAYLOAD_TOO_LARGE, "{path}");
        let above = ada.post(path, &as_str(&long_form(path, most + 1))).await;
        assert_eq!(above.status, StatusCode::PAYLOAD_TOO_LARGE, "{path}");
        assert!(above.body.contains("<h1") && above.body.contains("Nothing of it was stored"), "{}", above.body);
    }
    for &(path, most) in MANY_FIELDS {
        let many = vec![("a", "b"); most + 1];
        assert_ne!(ada.post(path, &many[1..]).await.status, StatusCode::PAYLOAD_TOO_LARGE, "{path}");
        assert_eq!(ada.post(path, &many).await.status, StatusCode::PAYLOAD_TOO_LARGE, "{path}");
    }
    // A text that is too long for its field comes back whole, with words beside it.
    let (path, most) = LONG_FORMS[0];
    let fits = ada.post(path, &as_str(&long_form(path, most))).await;
    assert_eq!(fits.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(fits.body.contains("at most 20000 fit.") && fits.body.contains(&"x".repeat(most / 2)));
    // Everywhere else, and for whoever may not send it, the limit is that of every form.
    let mut other = ROUTES.iter().filter(|route| LONG_FORMS.iter().all(|(path, _)| *path != route.path));
    assert!(other.all(|route| route.form_bytes() == FORM_BYTES));
    let mia = world.person("mia", &[]).await;
    let mia = server.signed_in(mia.account, true).await;
    let denied = mia.post(path, &as_str(&long_form(path, FORM_BYTES + 1))).await;
    assert_eq!(denied.status, StatusCode::PAYLOAD_TOO_LARGE);
    world.end().await;
}

#[tokio::test]
async fn what_is_too_long_to_wait_behind_signing_in_is_not_lost_without_a_word() {
    let world = TestWorld::sqlite().await;
    let server = server(&world);
    let (path, _) = LONG_FORMS[0];
    // More than is read of strangers, and what would be too long only once it is packed into another form.
    let packed = "é".repeat(9_000);
    for fields in
        [long_form(path, FORM_BYTES + 1), vec![("_page", "/desk/new-event".to_owned()), ("description", packed)]]
    {
        let answer = server.post(path, &as_str(&fields)).await;
        assert_eq!(answer.status, StatusCode::PAYLOAD_TOO_LARGE);
        assert!(answer.body.contains("Sign in") && answer.body.contains("Then reload this page"), "{}", answer.body);
        assert!(!answer.body.contains("name=\"kept\""));
    }
    // What fits waits as ever.
    let answer = server.post(path, &[("_page", "/desk/new-event"), ("_form", path), ("title", "Tea")]).await;
    assert_eq!(answer.status, StatusCode::UNAUTHORIZED);
    assert!(answer.body.contains("name=\"kept\" value=\"title=Tea\""), "{}", answer.body);
    world.end().await;
}

#[tokio::test]
async fn while_the_database_is_away_a_form_keeps_what_was_typed_and_pages_say_so() {
    on_both(async |world| {
        let server = server(world);
        world.ctx.db.close().await.unwrap();
        let answer = server.post(REPORT, &report("key00000000000000077", "Typed while it was away.")).await;
        assert_eq!((answer.status, answer.header("retry-after")), (StatusCode::SERVICE_UNAVAILABLE, "10"));
        assert!(answer.body.contains(">Typed while it was away.</textarea>"), "{}", answer.body);
        assert!(answer.body.contains("We cannot reach our records right now."), "{}", answer.body);
        let page = server.get("/events").await;
        assert_eq!(page.status, StatusCode::SERVICE_UNAVAILABLE);
        assert!(page.body.contains("<main"), "{}", page.body);
    })
    .await;
}
