//! Feeds over HTTP: HEAD, headers, what costs nothing, and what is no feed. The rules of readers are in `feed_rules`.

use crate::world::{Answer, Server, server, server_with};
use axum::body::Body;
use chrono::{DateTime, TimeDelta, Utc};
use http::{Method, Request, StatusCode};
use server::headers::CSP;
use services::events::{add_sample, remove_sample};
use services::testing::on_both;

/// One of each kind. The last is a file, the others are followed.
pub(crate) const FEEDS: [&str; 7] = [
    "/calendar/all.ics",
    "/calendar/all.ics?canceled=hide",
    "/calendar/category/community.ics",
    "/calendar/series/img-coffee-chat.ics",
    "/calendar/events.ics?format=online&q=coffee",
    "/calendar/events.ics?month=2026-11",
    SINGLE,
];
pub(crate) const SINGLE: &str = "/calendar/date/img-coffee-chat/2026-11-25.ics";

pub(crate) async fn asking(server: &Server, path: &str, headers: &[(&str, &str)]) -> Answer {
    let request = headers.iter().fold(Request::get(path), |request, (name, value)| request.header(*name, *value));
    server.send(request.body(Body::empty()).expect("a request")).await
}

pub(crate) async fn head(server: &Server, path: &str) -> Answer {
    server.send(Request::head(path).body(Body::empty()).expect("a request")).await
}

pub(crate) fn http_date(at: DateTime<Utc>) -> String {
    at.format("%a, %d %b %Y %H:%M:%S GMT").to_string()
}

#[tokio::test]
async fn a_reader_that_has_the_feed_costs_no_query_and_no_rendering() {
    on_both(async |world| {
        add_sample(&world.ctx).await.unwrap();
        let server = server(world);
        for path in FEEDS {
            let first = server.get(path).await;
            for (name, value) in
                [("if-none-match", first.header("etag")), ("if-modified-since", first.header("last-modified"))]
            {
                let before = world.ctx.db.queries();
                let answer = asking(&server, path, &[(name, value)]).await;
                assert_eq!(answer.status, StatusCode::NOT_MODIFIED, "{path}");
                assert_eq!(world.ctx.db.queries(), before, "{path} {name}");
            }
        }
        // Where nothing is kept the version alone is read, and nothing is written.
        let server = server_with(world, &[("LANDFALL_PAGE_CACHE_MIB", "0")]);
        for path in FEEDS.into_iter().filter(|path| *path != SINGLE) {
            let first = server.get(path).await;
            let before = world.ctx.db.queries();
            let answer = asking(&server, path, &[("if-none-match", first.header("etag"))]).await;
            assert_eq!((answer.status, world.ctx.db.queries() - before), (StatusCode::NOT_MODIFIED, 1), "{path}");
        }
    })
    .await;
}

#[tokio::test]
async fn head_has_the_headers_of_get_and_no_body() {
    on_both(async |world| {
        add_sample(&world.ctx).await.unwrap();
        let server = server(world);
        for path in FEEDS {
            let (whole, head) = (server.get(path).await, head(&server, path).await);
            assert_eq!((head.status, head.body.as_str()), (StatusCode::OK, ""), "{path}");
            let of = |answer: &Answer| {
                let mut headers = answer.headers.clone();
                headers.remove("x-request-id");
                headers
            };
            assert_eq!(of(&head), of(&whole), "{path}");
            assert_eq!(head.header("content-length"), whole.body.len().to_string(), "{path}");
            let known = Request::head(path).header("if-none-match", whole.header("etag")).body(Body::empty()).unwrap();
            assert_eq!(server.send(known).await.status, StatusCode::NOT_MODIFIED, "{path}");
        }
    })
    .await;
}

#[tokio::test]
async fn every_answer_of_a_feed_is_guarded_and_sets_no_cookie() {
    on_both(async |world| {
        add_sample(&world.ctx).await.unwrap();
        let server = server(world);
        for path in FEEDS {
            let whole = server.get(path).await;
            let known = asking(&server, path, &[("if-none-match", whole.header("etag"))]).await;
            for answer in [&whole, &known] {
                for (name, value) in [
                    ("content-security-policy", CSP),
                    ("x-content-type-options", "nosniff"),
                    ("referrer-policy", "same-origin"),
                    ("x-frame-options", "DENY"),
                    ("cache-control", "public, no-cache"),
                    ("access-control-allow-origin", "*"),
                ] {
                    assert_eq!(answer.header(name), value, "{path} {name}");
                }
                assert!(answer.headers.get("set-cookie").is_none() && !answer.header("x-request-id").is_empty());
            }
            // Whoever is signed in gets what everybody gets.
            let signed_in = asking(&server, path, &[("cookie", "landfall=abc; tz=Asia%2FKarachi")]).await;
            assert_eq!((&signed_in.body, signed_in.header("etag")), (&whole.body, whole.header("etag")), "{path}");
            for method in [Method::POST, Method::PUT, Method::DELETE] {
                let request = Request::builder().method(method.clone()).uri(path).body(Body::empty()).unwrap();
                assert!(server.send(request).await.status.is_client_error(), "{method} {path}");
            }
        }
    })
    .await;
}

#[tokio::test]
async fn what_is_no_feed_is_a_page_that_says_so() {
    on_both(async |world| {
        add_sample(&world.ctx).await.unwrap();
        let server = server(world);
        let long = format!("/calendar/series/{}.ics", "a".repeat(5000));
        let deep = format!("/calendar/{}all.ics", "series/".repeat(300));
        for path in [
            "/calendar/none.ics",
            "/calendar/all",
            "/calendar/all.ics/",
            "/calendar/.ics",
            "/calendar/series/none.ics",
            "/calendar/series/none",
            "/calendar/series/.ics",
            "/calendar/series/%2e%2e.ics",
            "/calendar/series/..%2fall.ics",
            "/calendar/series/img-coffee-chat.ics.ics",
            "/calendar/series/IMG-Coffee-Chat.ics",
            "/calendar/series/img%00.ics",
            "/calendar/series/%0d%0aset-cookie:x=1.ics",
            "/calendar/series/%ff%fe.ics",
            "/calendar/category/none.ics",
            "/calendar/category/%3Cscript%3E.ics",
            "/calendar/date/img-coffee-chat/2026-11-26.ics",
            "/calendar/date/img-coffee-chat/9999-99-99.ics",
            "/calendar/date/img-coffee-chat/2026-11-25T9999.ics",
            "/calendar/date/img-coffee-chat/.ics",
            "/calendar/date/none/2026-11-25.ics",
            "/calendar/date/img-coffee-chat/2026-11-25/x.ics",
            "/calendar/me/0123456789abcdef.ics",
            &long,
            &deep,
        ] {
            let answer = server.get(path).await;
            assert_eq!(answer.status, StatusCode::NOT_FOUND, "{path}");
            assert!(answer.header("content-type").starts_with("text/html"), "{path}");
            assert!(answer.headers.get("set-cookie").is_none() && answer.headers.get("etag").is_none(), "{path}");
            // A reader that claims to have it is told the same.
            for (name, value) in [("if-none-match", "*"), ("if-modified-since", "Fri, 01 Jan 2100 00:00:00 GMT")] {
                assert_eq!(
                    asking(&server, path, &[(name, value)]).await.status,
                    StatusCode::NOT_FOUND,
                    "{path} {name}"
                );
            }
        }
    })
    .await;
}

#[tokio::test]
async fn hostile_filters_are_answered_and_never_break_anything() {
    on_both(async |world| {
        add_sample(&world.ctx).await.unwrap();
        let server = server(world);
        let many = vec!["q=x"; 190].join("&");
        let long = format!("q={}", "x".repeat(400));
        for query in [
            "q=%00",
            "q=%ff%fe",
            "q=%0d%0aBEGIN:VEVENT",
            "q=%25%5f%5c",
            "q=';DROP+TABLE+series;--",
            "q=%E2%80%AE%E2%80%A8",
            "category=%0d%0a",
            "category=%3Cscript%3E&tag=%00",
            "format=none",
            "month=99999-99",
            "month=-1",
            "month=2026-00",
            "past=2",
            "past=1&month=0001-01",
            "month=9999-12&past=1",
            "canceled=hide&canceled=show&canceled=%00",
            "after=1-2-3",
            "=&&&==&%",
            "%zz",
            &many,
            &long,
        ] {
            let path = format!("/calendar/events.ics?{query}");
            let answer = server.get(&path).await;
            assert!(answer.status == StatusCode::OK || answer.status.is_client_error(), "{path}: {}", answer.status);
            if answer.status == StatusCode::OK {
                assert!(answer.body.starts_with("BEGIN:VCALENDAR\r\nVERSION:2.0\r\n"), "{path}");
                assert!(answer.body.ends_with("\r\nEND:VCALENDAR\r\n"), "{path}");
                assert!(answer.body.split_terminator("\r\n").all(|line| !line.contains(['\r', '\n', '\0'])), "{path}");
            }
        }
        // Too long to be one of ours.
        let answer = server.get(&format!("/calendar/events.ics?q={}", "x".repeat(6_000))).await;
        assert_eq!(answer.status, StatusCode::NOT_FOUND);
    })
    .await;
}

#[tokio::test]
async fn a_series_that_is_gone_is_not_found_whatever_its_reader_has() {
    on_both(async |world| {
        add_sample(&world.ctx).await.unwrap();
        let server = server(world);
        let path = "/calendar/series/img-coffee-chat.ics";
        let before = server.get(path).await;
        assert_eq!(before.status, StatusCode::OK);
        remove_sample(&world.ctx).await.unwrap();
        let now = http_date(world.ctx.now() + TimeDelta::days(1));
        for (name, value) in
            [("if-none-match", before.header("etag")), ("if-none-match", "*"), ("if-modified-since", now.as_str())]
        {
            let answer = asking(&server, path, &[(name, value)]).await;
            assert_eq!(answer.status, StatusCode::NOT_FOUND, "{name}");
            assert!(answer.header("content-type").starts_with("text/html"));
        }
        // The feeds of all and of the category are there, and empty.
        for path in ["/calendar/all.ics", "/calendar/category/community.ics"] {
            let after = server.get(path).await;
            assert!(after.status == StatusCode::OK && !after.body.contains("BEGIN:VEVENT"), "{path}");
        }
    })
    .await;
}
