//! The page cache: what is written shows on the very next request, and sessions never share.

use crate::world::server;
use axum::body::Body;
use http::{Request, StatusCode};
use services::testing::on_both;

const FILE: &str = r#"
[[series]]
title = "Evening of letters"
category = "Workshop"
zone = "America/New_York"
starts = 2026-12-02T18:00:00
minutes = 60
format = "online"
status = "published"
"#;

#[tokio::test]
async fn our_own_write_shows_on_the_very_next_request() {
    on_both(async |world| {
        let server = server(world);
        let before = server.get("/events").await;
        assert!(!before.body.contains("Evening of letters"));
        let tag = before.header("etag").to_owned();
        services::events::import_programme(&world.ctx, FILE).await.unwrap();
        let after = server.get("/events").await;
        assert!(after.body.contains("Evening of letters"));
        assert_ne!(after.header("etag"), tag);
        services::events::import_programme(&world.ctx, FILE).await.unwrap();
        assert_eq!(server.get("/events").await.header("etag"), after.header("etag"), "twice changes nothing");
    })
    .await;
}

#[tokio::test]
async fn a_kept_page_is_revalidated_and_a_session_never_sees_it() {
    on_both(async |world| {
        let server = server(world);
        let first = server.get("/events").await;
        assert_eq!(first.header("cache-control"), "no-cache");
        let again = Request::get("/events").header("if-none-match", first.header("etag")).body(Body::empty()).unwrap();
        assert_eq!(server.send(again).await.status, StatusCode::NOT_MODIFIED);
        let signed_in = Request::get("/events").header("cookie", "landfall=abc").body(Body::empty()).unwrap();
        assert_eq!(server.send(signed_in).await.header("cache-control"), "no-store");
    })
    .await;
}

#[tokio::test]
async fn pages_are_packed_for_clients_that_can_unpack() {
    on_both(async |world| {
        let server = server(world);
        for (path, accepts, packed) in
            [("/events", "br", "br"), ("/events", "gzip", "gzip"), ("/report", "br", "br"), ("/events", "identity", "")]
        {
            let request = Request::get(path).header("accept-encoding", accepts).body(Body::empty()).unwrap();
            let answer = server.send(request).await;
            assert_eq!(answer.header("content-encoding"), packed, "{path} {accepts}");
            assert!(answer.header("vary").contains("accept-encoding"));
        }
    })
    .await;
}

#[tokio::test]
async fn the_same_page_has_the_same_bytes_each_time_it_is_rendered() {
    on_both(async |world| {
        services::events::add_sample(&world.ctx).await.unwrap();
        let server = crate::world::server_with(world, &[("LANDFALL_PAGE_CACHE_MIB", "0")]);
        for path in ["/", "/events", "/events/img-coffee-chat"] {
            assert_eq!(server.get(path).await.body, server.get(path).await.body, "{path}");
        }
    })
    .await;
}
