//! A reader's own zone: drawn for that reader, kept by a cookie, and never shown to anybody else.

use crate::world::{Answer, Server, server, server_with};
use axum::body::Body;
use http::{Request, StatusCode};
use services::testing::{TestWorld, on_both};

/// A date that is another day in Karachi, and no reader's business before that.
const FILE: &str = r#"
[[series]]
title = "Evening of letters"
category = "Workshop"
zone = "America/New_York"
starts = 2026-12-02T20:00:00
minutes = 60
format = "online"
status = "published"
"#;
const SERIES: &str = "/events/evening-of-letters";
const IN_KARACHI: &str = "Thursday, December 3, 6:00 to 7:00 am your time, Karachi";
const IN_UTC: &str = "Thursday, December 3, 1:00 to 2:00 am UTC";

async fn with_cookie(server: &Server, path: &str, cookie: &str) -> Answer {
    server.send(Request::get(path).header("cookie", cookie).body(Body::empty()).expect("a request")).await
}

fn is_plain(answer: &Answer) -> bool {
    answer.body.contains(IN_UTC)
        && answer.body.contains(" data-zone=\"America/New_York\"")
        && answer.body.contains("/made/time.")
        && !answer.body.contains("your time, ")
}

fn is_in_karachi(answer: &Answer) -> bool {
    answer.body.contains(IN_KARACHI)
        && answer.body.contains("<b>next day</b>")
        && !answer.body.contains(IN_UTC)
        // Nothing for the script to overwrite.
        && !answer.body.contains(" data-zone=")
        && !answer.body.contains("/made/time.")
}

#[tokio::test]
async fn a_zone_in_the_address_is_drawn_and_kept_by_a_cookie() {
    on_both(async |world| {
        services::events::import_programme(&world.ctx, FILE).await.unwrap();
        let server = server(world);
        for path in [SERIES.to_owned(), "/events".to_owned(), "/".to_owned()] {
            let answer = server.get(&format!("{path}?tz=Asia%2FKarachi")).await;
            assert!(is_in_karachi(&answer), "{path}: {}", answer.body);
            assert_eq!(answer.header("set-cookie"), "tz=Asia/Karachi; Path=/; Max-Age=31536000; SameSite=Lax");
            assert_eq!(answer.header("cache-control"), "no-store");
            assert!(answer.headers.get("etag").is_none());
            let canonical = format!("<link rel=\"canonical\" href=\"http://127.0.0.1:3000{path}\">");
            assert!(answer.body.contains(&canonical), "{path}");
        }
        let later = with_cookie(&server, SERIES, "a=b; tz=Asia/Karachi").await;
        assert!(is_in_karachi(&later) && later.headers.get("set-cookie").is_none());
        let forgotten = with_cookie(&server, &format!("{SERIES}?tz="), "tz=Asia/Karachi").await;
        assert_eq!(forgotten.header("set-cookie"), "tz=; Path=/; Max-Age=0; SameSite=Lax");
        assert!(is_plain(&forgotten));
    })
    .await;
}

#[tokio::test]
async fn one_reader_s_zone_never_reaches_another() {
    on_both(async |world| {
        services::events::import_programme(&world.ctx, FILE).await.unwrap();
        let server = server(world);
        // First, before anything is kept: the personal answer must not become everybody's.
        assert!(is_in_karachi(&with_cookie(&server, SERIES, "tz=Asia/Karachi").await));
        let plain = server.get(SERIES).await;
        assert!(is_plain(&plain) && plain.header("cache-control") == "no-cache");
        // And the other way round: what is kept must not reach the reader with a zone.
        assert!(is_in_karachi(&with_cookie(&server, SERIES, "tz=Asia/Karachi").await));
        let revalidating = Request::get(SERIES)
            .header("cookie", "tz=Asia/Karachi")
            .header("if-none-match", plain.header("etag"))
            .body(Body::empty())
            .unwrap();
        let answer = server.send(revalidating).await;
        assert_eq!(answer.status, StatusCode::OK);
        assert!(is_in_karachi(&answer));
        assert_eq!(server.get(SERIES).await.header("etag"), plain.header("etag"));
        assert!(is_in_karachi(&server.get(&format!("{SERIES}?tz=Asia/Karachi")).await));
        assert!(is_plain(&server.get(&format!("{SERIES}?tz=nowhere")).await));
        for answer in [plain, server.get(SERIES).await] {
            assert!(answer.header("vary").contains("cookie"));
        }
    })
    .await;
}

#[tokio::test]
async fn a_hostile_zone_is_the_plain_page() {
    let world = TestWorld::sqlite().await;
    services::events::import_programme(&world.ctx, FILE).await.unwrap();
    let server = server(&world);
    let long = "Asia/Karachi".repeat(900);
    for value in [
        "nowhere",
        "Asia%2FKarachi%0d%0aSet-Cookie:%20landfall=stolen",
        "%00",
        "%FF%FE",
        "..%2f..%2fetc%2fpasswd",
        "%3Cscript%3Ealert(1)%3C/script%3E",
        "\"><b>",
        long.as_str(),
    ] {
        let value = value.replace('"', "%22").replace('<', "%3C").replace('>', "%3E");
        let answer = server.get(&format!("{SERIES}?tz={value}")).await;
        let shown: String = value.chars().take(40).collect();
        assert_eq!(answer.status, StatusCode::OK, "{shown}");
        assert!(is_plain(&answer), "{shown}");
        assert!(answer.headers.get("set-cookie").is_none(), "{shown}");
        assert!(!answer.body.contains("<script>") && !answer.body.contains("\"><b>"), "{shown}");
        let by_cookie = with_cookie(&server, SERIES, &format!("tz={value}")).await;
        assert!(is_plain(&by_cookie) && by_cookie.headers.get("set-cookie").is_none(), "{shown}");
    }
    world.end().await;
}

#[tokio::test]
async fn behind_https_the_cookie_is_secure() {
    let world = TestWorld::sqlite().await;
    let server = server_with(&world, &[("LANDFALL_PUBLIC_URL", "https://landfall.example")]);
    assert!(server.get("/events?tz=UTC").await.header("set-cookie").ends_with("; SameSite=Lax; Secure"));
    world.end().await;
}
