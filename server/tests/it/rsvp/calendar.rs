//! The personal calendar: shown once, nobody else's, and as careful as the feeds of everybody.

use super::{CHAT, said};
use crate::feeds::{asking, head, http_date};
use crate::world::{Answer, server, server_with};
use chrono::{DateTime, NaiveDateTime, TimeDelta, Utc};
use domain::events::rsvp::Answer as Answered;
use http::StatusCode;
use services::events::{import_programme, rsvp};
use services::testing::on_both;

#[tokio::test(flavor = "multi_thread")]
async fn the_personal_calendar_is_shown_once_and_is_nobody_elses() {
    on_both(async |world| {
        import_programme(&world.ctx, CHAT).await.unwrap();
        let server = server(world);
        let ada = world.person("ada", &[]).await;
        let by_ada = server.signed_in(ada.account, false).await;
        by_ada.post("/do/events/answer", &said("going")).await;
        let form = [("_page", "/me/calendar"), ("_form", "x")];
        let made = by_ada.post("/do/events/make-feed", &form).await;
        assert_eq!(made.header("location"), "/me/calendar?done=feed-made", "the address holds no secret");
        let cookies: Vec<_> = made.headers.get_all("set-cookie").iter().map(|value| value.to_str().unwrap()).collect();
        let cookie = cookies.iter().find(|cookie| cookie.starts_with("landfall-feed=")).unwrap();
        assert!(cookie.contains("HttpOnly") && cookie.contains("Max-Age=120"), "{cookie}");
        let token = cookie["landfall-feed=".len()..].split(';').next().unwrap().to_owned();
        let plain = by_ada.get("/me/calendar?done=feed-made").await;
        assert!(!plain.body.contains(&token), "without the cookie it is not shown");
        // A reload: the address is there no more, and nothing says that it were.
        for untrue in ["Your address is made.", "shown only"] {
            assert!(!plain.body.contains(untrue), "{untrue}");
        }
        assert!(plain.body.contains("cannot be shown again"));
        let mut request = by_ada
            .with_cookie(http::Request::get("/me/calendar?done=feed-made").body(axum::body::Body::empty()).unwrap());
        let both = format!("{}; landfall-feed={token}", request.headers()["cookie"].to_str().unwrap());
        request.headers_mut().insert("cookie", both.parse().unwrap());
        let page = server.send(request).await;
        assert!(page.body.contains(&format!("/calendar/me/{token}.ics")) && page.body.contains("webcal://"));
        assert!(page.body.contains("Your address is made.") && page.body.contains("This address is shown only now."));
        assert!(!page.body.contains("cannot be shown again"));
        let removed = page.headers.get_all("set-cookie").iter().any(|value| {
            let value = value.to_str().unwrap();
            value.starts_with("landfall-feed=;") && value.contains("Max-Age=0")
        });
        assert!(removed, "and the cookie goes");
        let address = format!("/calendar/me/{token}.ics");
        let feed = server.get(&address).await;
        assert_eq!((feed.status, feed.header("content-type")), (StatusCode::OK, "text/calendar; charset=utf-8"));
        assert_eq!(feed.header("cache-control"), "no-store");
        assert!(feed.header("x-robots-tag").contains("noindex") && feed.header("content-encoding").is_empty());
        assert!(feed.header("content-disposition").is_empty() && feed.header("access-control-allow-origin").is_empty());
        assert!(feed.body.contains("Coffee chat"));
        let again = asking(&server, &address, &[("if-none-match", feed.header("etag"))]).await;
        assert_eq!((again.status, again.body.as_str()), (StatusCode::NOT_MODIFIED, ""));
        let since = asking(&server, &address, &[("if-modified-since", feed.header("last-modified"))]).await;
        assert_eq!(since.status, StatusCode::NOT_MODIFIED);
        for bad in ["A".repeat(43), "x".to_owned(), token[1..].to_owned()] {
            assert_eq!(server.get(&format!("/calendar/me/{bad}.ics")).await.status, StatusCode::NOT_FOUND);
        }
        assert_eq!(server.get(&format!("/calendar/me/{token}")).await.status, StatusCode::NOT_FOUND);
        by_ada.post("/do/events/revoke-feed", &form).await;
        assert_eq!(server.get(&address).await.status, StatusCode::NOT_FOUND);
    })
    .await;
}

/// Last-Modified as an instant.
fn last_modified(answer: &Answer) -> DateTime<Utc> {
    let told = NaiveDateTime::parse_from_str(answer.header("last-modified"), "%a, %d %b %Y %H:%M:%S GMT");
    told.expect("a date of HTTP").and_utc()
}

/// The rules of `feed_rules` about headers and bytes, on a calendar that is somebody's own (9, 10, 11, 14).
#[tokio::test(flavor = "multi_thread")]
async fn the_personal_calendar_keeps_the_rules_of_feeds() {
    on_both(async |world| {
        let ctx = &world.ctx;
        import_programme(ctx, CHAT).await.unwrap();
        let (kept, anew) = (server(world), server_with(world, &[("LANDFALL_PAGE_CACHE_MIB", "0")]));
        let (ada, ben) = (world.person("ada", &[]).await, world.person("ben", &[]).await);
        rsvp::answer(&ada.ctx, "chat", "2026-11-11", Answered::Going).await.unwrap();
        let token = rsvp::make_feed(&ada.ctx).await.unwrap();
        let path = format!("/calendar/me/{}.ics", token.as_str());
        let first = kept.get(&path).await;
        let (etag, at) = (first.header("etag").to_owned(), last_modified(&first));
        assert!(etag.starts_with('"'), "a strong tag");
        for (server, wait) in [(&kept, 1), (&anew, 3600), (&kept, 7200)] {
            world.clock.advance(TimeDelta::seconds(wait));
            let again = server.get(&path).await;
            assert_eq!((&again.body, again.header("etag")), (&first.body, etag.as_str()));
            assert_eq!(last_modified(&again), at);
        }
        let since = |seconds: i64| http_date(at + TimeDelta::seconds(seconds));
        let known: [(&[(&str, &str)], StatusCode); 10] = [
            (&[("if-none-match", &etag)], StatusCode::NOT_MODIFIED),
            (&[("if-none-match", &format!("W/{etag}"))], StatusCode::NOT_MODIFIED),
            (&[("if-none-match", &format!("\"a\", {etag}"))], StatusCode::NOT_MODIFIED),
            (&[("if-none-match", "\"other\"")], StatusCode::OK),
            (&[("if-modified-since", &since(0))], StatusCode::NOT_MODIFIED),
            (&[("if-modified-since", &since(60))], StatusCode::NOT_MODIFIED),
            (&[("if-modified-since", &since(-1))], StatusCode::OK),
            (&[("if-modified-since", "yesterday")], StatusCode::OK),
            // If-None-Match wins (RFC 9110 section 13.1.3), both ways.
            (&[("if-none-match", "\"other\""), ("if-modified-since", &since(0))], StatusCode::OK),
            (&[("if-none-match", &etag), ("if-modified-since", &since(-60))], StatusCode::NOT_MODIFIED),
        ];
        for (headers, status) in known {
            let answer = asking(&kept, &path, headers).await;
            assert_eq!(answer.status, status, "{headers:?}");
            assert_eq!((answer.header("etag"), last_modified(&answer)), (etag.as_str(), at));
            assert_eq!(answer.body.is_empty(), status == StatusCode::NOT_MODIFIED);
        }
        for accepts in ["gzip, br", "*", "identity;q=0, br"] {
            let answer = asking(&kept, &path, &[("accept-encoding", accepts)]).await;
            assert!(answer.headers.get("content-encoding").is_none(), "{accepts}");
            assert_eq!(answer.header("content-length"), first.body.len().to_string());
        }
        for answer in [first, head(&kept, &path).await] {
            assert_eq!(answer.header("content-disposition"), "", "it is no file to save");
            assert_eq!(answer.header("content-type"), "text/calendar; charset=utf-8");
        }
        // Always forward, by seconds: what others do moves nothing, what one does oneself and what becomes of dates does.
        rsvp::answer(&ben.ctx, "chat", "2026-11-18", Answered::Going).await.unwrap();
        assert_eq!(kept.get(&path).await.header("etag"), etag);
        let mut before = at;
        for step in 0..4 {
            match step {
                0 => rsvp::answer(&ada.ctx, "chat", "2026-11-25", Answered::Going).await.unwrap(),
                1 => rsvp::answer(&ada.ctx, "chat", "2026-11-25", Answered::NotGoing).await.unwrap(),
                2 => {
                    world.clock.advance(TimeDelta::days(-1));
                    rsvp::answer(&ada.ctx, "chat", "2026-12-02", Answered::Going).await.unwrap();
                }
                _ => drop(import_programme(ctx, &CHAT.replace("Coffee chat", "Tea chat")).await.unwrap()),
            }
            let after = kept.get(&path).await;
            assert!(last_modified(&after) > before, "step {step}");
            before = last_modified(&after);
        }
    })
    .await;
}
