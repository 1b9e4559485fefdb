//! The rules that calendar programs taught us (`rule_01` to `rule_18`), as far as they are about headers and
//! pages. Those about bytes are in `services`.

use crate::feeds::{FEEDS, SINGLE, asking, head, http_date};
use crate::world::{Answer, server, server_with};
use chrono::{DateTime, NaiveDateTime, TimeDelta, Utc};
use http::StatusCode;
use services::events::{add_sample, import_programme, remove_sample};
use services::testing::on_both;

const FILE: &str = r#"
[[series]]
title = "Evening of letters"
slug = "letters"
category = "Community"
zone = "America/New_York"
starts = 2026-12-02T18:00:00
minutes = 60
format = "online"
status = "published"
"#;

/// Last-Modified as an instant.
fn last_modified(answer: &Answer) -> DateTime<Utc> {
    let told = answer.header("last-modified");
    let at = NaiveDateTime::parse_from_str(told, "%a, %d %b %Y %H:%M:%S GMT");
    at.unwrap_or_else(|_| panic!("{told} is no date of HTTP")).and_utc()
}

#[tokio::test]
async fn rule_09_a_feed_has_the_same_bytes_and_tag_until_something_changes() {
    on_both(async |world| {
        add_sample(&world.ctx).await.unwrap();
        let changed = world.ctx.now().format("DTSTAMP:%Y%m%dT%H%M%SZ").to_string();
        // With and without memory, so that the bytes are made anew.
        let (kept, anew) = (server(world), server_with(world, &[("LANDFALL_PAGE_CACHE_MIB", "0")]));
        for path in FEEDS {
            let first = kept.get(path).await;
            assert_eq!(first.status, StatusCode::OK, "{path}");
            assert!(first.header("etag").starts_with('"'), "a strong tag");
            for (server, wait) in [(&kept, 1), (&anew, 3600), (&kept, 86_400), (&anew, 1)] {
                world.clock.advance(TimeDelta::seconds(wait));
                let again = server.get(path).await;
                assert_eq!(again.body, first.body, "{path}");
                assert_eq!(again.header("etag"), first.header("etag"), "{path}");
                assert_eq!(again.header("last-modified"), first.header("last-modified"), "{path}");
            }
            let stamps: Vec<_> = first.body.lines().filter(|line| line.starts_with("DTSTAMP")).collect();
            assert!(
                !stamps.is_empty() && stamps.iter().all(|stamp| *stamp == changed),
                "{path}: of the change, not of now"
            );
        }
    })
    .await;
}

#[tokio::test]
async fn rule_10_not_modified_is_said_when_it_is_so_and_last_modified_never_goes_back() {
    on_both(async |world| {
        let ctx = &world.ctx;
        add_sample(ctx).await.unwrap();
        let server = server(world);
        for path in FEEDS {
            let first = server.get(path).await;
            let (etag, at) = (first.header("etag").to_owned(), last_modified(&first));
            let since = |seconds: i64| http_date(at + TimeDelta::seconds(seconds));
            let known: [(&[(&str, &str)], StatusCode); 13] = [
                (&[("if-none-match", &etag)], StatusCode::NOT_MODIFIED),
                (&[("if-none-match", &format!("W/{etag}"))], StatusCode::NOT_MODIFIED),
                (&[("if-none-match", &format!("\"a\", {etag}"))], StatusCode::NOT_MODIFIED),
                (&[("if-none-match", "*")], StatusCode::NOT_MODIFIED),
                (&[("if-none-match", "\"other\"")], StatusCode::OK),
                (&[("if-none-match", "")], StatusCode::OK),
                (&[("if-modified-since", &since(0))], StatusCode::NOT_MODIFIED),
                (&[("if-modified-since", &since(60))], StatusCode::NOT_MODIFIED),
                (&[("if-modified-since", &since(-1))], StatusCode::OK),
                (&[("if-modified-since", "yesterday")], StatusCode::OK),
                // If-None-Match wins (RFC 9110 section 13.1.3), both ways.
                (&[("if-none-match", "\"other\""), ("if-modified-since", &since(0))], StatusCode::OK),
                (&[("if-none-match", ""), ("if-modified-since", &since(0))], StatusCode::OK),
                (&[("if-none-match", &etag), ("if-modified-since", &since(-60))], StatusCode::NOT_MODIFIED),
            ];
            for (headers, status) in known {
                let answer = asking(&server, path, headers).await;
                assert_eq!(answer.status, status, "{path} {headers:?}");
                assert_eq!((answer.header("etag"), last_modified(&answer)), (etag.as_str(), at));
                assert_eq!(answer.body.is_empty(), status == StatusCode::NOT_MODIFIED);
            }
        }
        // A delete, a clock put back, an addition, and another one at once: always forward, by seconds.
        let mut before = server.get("/calendar/all.ics").await;
        for step in 0..4 {
            match step {
                0 => drop(remove_sample(ctx).await.unwrap()),
                1 => {
                    world.clock.advance(TimeDelta::days(-400));
                    import_programme(ctx, FILE).await.unwrap();
                }
                2 => drop(add_sample(ctx).await.unwrap()),
                _ => drop(import_programme(ctx, &FILE.replace("letters\"", "notes\"")).await.unwrap()),
            }
            let after = server.get("/calendar/all.ics").await;
            assert!(last_modified(&after) > last_modified(&before), "step {step}");
            assert_ne!(after.header("etag"), before.header("etag"), "step {step}");
            let stale =
                asking(&server, "/calendar/all.ics", &[("if-modified-since", before.header("last-modified"))]).await;
            assert_eq!((stale.status, &stale.body), (StatusCode::OK, &after.body), "step {step}");
            before = after;
        }
    })
    .await;
}

#[tokio::test]
async fn rule_11_a_feed_is_never_compressed() {
    on_both(async |world| {
        add_sample(&world.ctx).await.unwrap();
        let server = server(world);
        for path in FEEDS {
            let plain = server.get(path).await;
            for accepts in ["gzip, br", "br;q=1.0, gzip;q=0.8, *;q=0.1", "gzip", "*", "identity;q=0, br"] {
                let answer = asking(&server, path, &[("accept-encoding", accepts)]).await;
                assert_eq!(answer.status, StatusCode::OK);
                assert!(answer.headers.get("content-encoding").is_none(), "{path} {accepts}");
                assert_eq!((&answer.body, answer.header("etag")), (&plain.body, plain.header("etag")));
                assert_eq!(answer.header("content-length"), plain.body.len().to_string());
            }
        }
    })
    .await;
}

#[tokio::test]
async fn rule_12_apple_is_offered_webcal_and_outlook_https() {
    on_both(async |world| {
        add_sample(&world.ctx).await.unwrap();
        let server = server(world);
        let page = server.get("/calendar?feed=/calendar/series/img-coffee-chat.ics").await.body.replace("&amp;", "&");
        let links: Vec<_> = page.split("href=\"").skip(1).filter_map(|rest| rest.split('"').next()).collect();
        let path = "127.0.0.1:3000/calendar/series/img-coffee-chat.ics";
        assert!(links.contains(&format!("webcal://{path}").as_str()), "{links:#?}");
        let of = |host: &str| {
            let link = links.iter().find(|link| link.starts_with(host)).unwrap_or_else(|| panic!("{host}: {links:#?}"));
            let query = link.split_once('?').map_or("", |(_, query)| query);
            url::form_urlencoded::parse(query.as_bytes()).into_owned().collect::<Vec<_>>()
        };
        for host in ["https://outlook.live.com/", "https://outlook.office.com/"] {
            let query = of(host);
            assert!(query.contains(&("url".to_owned(), format!("http://{path}"))), "{query:?}");
            assert!(query.iter().all(|(_, value)| !value.contains("webcal")), "{query:?}");
        }
        assert!(of("https://calendar.google.com/").contains(&("cid".to_owned(), format!("webcal://{path}"))));
        assert!(page.contains(&format!("value=\"http://{path}\"")), "to copy, for all others");
    })
    .await;
}

#[tokio::test]
async fn rule_14_only_a_single_date_is_a_file_to_save() {
    on_both(async |world| {
        add_sample(&world.ctx).await.unwrap();
        let server = server(world);
        for path in FEEDS {
            for answer in [server.get(path).await, head(&server, path).await] {
                let saved = if path == SINGLE { "attachment; filename=\"img-coffee-chat-2026-11-25.ics\"" } else { "" };
                assert_eq!(answer.header("content-disposition"), saved, "{path}");
                assert_eq!(answer.header("content-type"), "text/calendar; charset=utf-8", "{path}");
            }
        }
        let single = server.get(SINGLE).await.body;
        assert!(single.contains("\r\nMETHOD:PUBLISH\r\n") && single.matches("BEGIN:VEVENT").count() == 1);
        assert!(!single.contains("RECURRENCE-ID") && !single.contains("\r\nRRULE:FREQ=MONTHLY"));
    })
    .await;
}
