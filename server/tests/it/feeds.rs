//! Feeds over HTTP: validators, HEAD, and what changes them.

use crate::world::server;
use axum::body::Body;
use http::{Request, StatusCode};
use services::testing::on_both;

#[tokio::test]
async fn a_feed_is_revalidated_by_its_tag_and_its_date() {
    on_both(async |world| {
        services::events::add_sample(&world.ctx).await.unwrap();
        let server = server(world);
        for path in ["/calendar/all.ics", "/calendar/series/img-coffee-chat.ics"] {
            let first = server.get(path).await;
            assert_eq!((first.status, first.header("content-type")), (StatusCode::OK, "text/calendar; charset=utf-8"));
            assert!(first.body.starts_with("BEGIN:VCALENDAR\r\n") && first.body.ends_with("END:VCALENDAR\r\n"));
            assert!(
                first.headers.get("content-encoding").is_none() && first.headers.get("content-disposition").is_none()
            );
            assert!(first.headers.get("set-cookie").is_none());
            assert_eq!(first.body, server.get(path).await.body, "the bytes are stable");
            let (etag, date) = (first.header("etag").to_owned(), first.header("last-modified").to_owned());
            assert!(etag.starts_with('"'), "a strong tag: {etag}");
            for (name, value, expected) in [
                ("if-none-match", etag.as_str(), StatusCode::NOT_MODIFIED),
                ("if-none-match", "\"other\"", StatusCode::OK),
                ("if-modified-since", date.as_str(), StatusCode::NOT_MODIFIED),
                ("if-modified-since", "Mon, 02 Jan 2006 15:04:05 GMT", StatusCode::OK),
            ] {
                let request = Request::get(path)
                    .header(name, value)
                    .header("accept-encoding", "br, gzip")
                    .body(Body::empty())
                    .unwrap();
                let answer = server.send(request).await;
                assert_eq!(answer.status, expected, "{path} {name}: {value}");
                assert_eq!(answer.header("etag"), etag);
                assert_eq!(answer.body.is_empty(), expected == StatusCode::NOT_MODIFIED);
            }
            let both = Request::get(path)
                .header("if-none-match", "\"other\"")
                .header("if-modified-since", &date)
                .body(Body::empty())
                .unwrap();
            assert_eq!(server.send(both).await.status, StatusCode::OK, "If-None-Match wins");
            let head = server.send(Request::head(path).body(Body::empty()).unwrap()).await;
            assert_eq!((head.status, head.body.len()), (StatusCode::OK, 0));
            assert_eq!(head.header("content-length"), first.body.len().to_string());
        }
    })
    .await;
}

#[tokio::test]
async fn a_removal_moves_the_feed_on_and_an_unknown_feed_is_a_page() {
    on_both(async |world| {
        services::events::add_sample(&world.ctx).await.unwrap();
        let server = server(world);
        let before = server.get("/calendar/all.ics").await;
        services::events::remove_sample(&world.ctx).await.unwrap();
        let after = server.get("/calendar/all.ics").await;
        assert_ne!(before.header("etag"), after.header("etag"));
        assert!(!after.body.contains("BEGIN:VEVENT"));
        for path in [
            "/calendar/series/img-coffee-chat.ics",
            "/calendar/series/none.ics",
            "/calendar/series/none",
            "/calendar/series/%2e%2e.ics",
        ] {
            let answer = server.get(path).await;
            assert_eq!(answer.status, StatusCode::NOT_FOUND, "{path}");
            assert!(answer.header("content-type").starts_with("text/html"));
        }
    })
    .await;
}
