//! What machines fetch besides calendars: pictures of links, the news feed, the site map, robots.txt.

use crate::world::{Answer, Server, server, server_with};
use axum::body::Body;
use http::{Request, StatusCode};
use roxmltree::Document;
use services::testing::{TestWorld, on_both};

/// A series with words that would break a document, and a draft that nobody may see.
const FILE: &str = r#"
[[series]]
title = "</title><b> & \"letters\" ]]> نور 🎉"
summary = "<script>alert(1)</script> &amp;"
category = "A & <b>"
zone = "America/New_York"
starts = 2026-12-02T20:00:00
minutes = 60
repeats = "every week on Wednesday"
format = "online"
status = "published"
slug = "letters"

[[series]]
title = "Secret draft"
zone = "America/New_York"
starts = 2026-12-03T20:00:00
minutes = 60
format = "online"
status = "draft"
slug = "secret-draft"
"#;

async fn asking(server: &Server, path: &str, name: &str, value: &str) -> Answer {
    server.send(Request::get(path).header(name, value).body(Body::empty()).expect("a request")).await
}

/// Revalidates by its tag, answers HEAD, sets no cookie.
async fn behaves(server: &Server, path: &str) {
    let first = server.get(path).await;
    assert_eq!(first.status, StatusCode::OK, "{path}");
    assert!(first.headers.get("set-cookie").is_none());
    let again = server.get(path).await;
    assert_eq!((again.header("etag"), &again.body), (first.header("etag"), &first.body), "{path}: stable bytes");
    let known = asking(server, path, "if-none-match", first.header("etag")).await;
    assert_eq!((known.status, known.body.len()), (StatusCode::NOT_MODIFIED, 0), "{path}");
    assert_eq!(known.header("etag"), first.header("etag"));
    let other = asking(server, path, "if-none-match", "\"other\"").await;
    assert_eq!(other.status, StatusCode::OK, "{path}");
    let head = server.send(Request::head(path).body(Body::empty()).expect("a request")).await;
    assert_eq!((head.status, head.body.len()), (StatusCode::OK, 0), "{path}");
    assert!(head.header("content-length").parse::<usize>().expect("a length") > 100, "{path}");
}

#[tokio::test]
async fn pictures_are_there_for_every_public_page_and_for_nothing_else() {
    on_both(async |world| {
        services::events::import_programme(&world.ctx, FILE).await.unwrap();
        let server = server(world);
        for path in ["/pictures/home.png", "/pictures/series/letters.png", "/pictures/date/letters/2026-12-09.png"] {
            behaves(&server, path).await;
            let picture = server.get(path).await;
            assert_eq!(picture.header("content-type"), "image/png");
            assert!(picture.header("cache-control").starts_with("public, max-age="));
        }
        for path in [
            "/pictures/series/none.png",
            "/pictures/series/secret-draft.png",
            "/pictures/series/letters",
            "/pictures/series/..%2fhome.png",
            "/pictures/series/%FF.png",
            "/pictures/date/letters/2026-12-08.png",
            "/pictures/date/letters/nonsense.png",
            "/pictures/date/secret-draft/2026-12-03.png",
            "/pictures/date/none/2026-12-09.png",
            "/pictures/none.png",
        ] {
            let answer = server.get(path).await;
            assert_eq!(answer.status, StatusCode::NOT_FOUND, "{path}");
            assert!(answer.header("content-type").starts_with("text/html"), "{path}");
        }
    })
    .await;
}

#[tokio::test]
async fn a_picture_changes_with_what_it_says_and_with_nothing_else() {
    on_both(async |world| {
        services::events::import_programme(&world.ctx, FILE).await.unwrap();
        let server = server(world);
        let path = "/pictures/series/letters.png";
        let before = server.get(path).await;
        let unsaid = FILE.replace("summary = \"<script>", "summary = \"Other words <script>");
        services::events::import_programme(&world.ctx, &unsaid).await.unwrap();
        assert_eq!(server.get(path).await.header("etag"), before.header("etag"));
        let said = FILE.replace("minutes = 60\nrepeats", "minutes = 90\nrepeats");
        services::events::import_programme(&world.ctx, &said).await.unwrap();
        let after = server.get(path).await;
        assert_ne!(after.header("etag"), before.header("etag"));
        assert_ne!(after.body, before.body);
    })
    .await;
}

#[tokio::test]
async fn without_caches_everything_is_answered_all_the_same() {
    let world = TestWorld::sqlite().await;
    services::events::import_programme(&world.ctx, FILE).await.unwrap();
    let server = server_with(&world, &[("LANDFALL_PAGE_CACHE_MIB", "0")]);
    for path in ["/pictures/series/letters.png", "/events.atom", "/sitemap.xml"] {
        behaves(&server, path).await;
    }
    world.end().await;
}

#[tokio::test]
async fn the_news_feed_is_well_formed_and_tells_of_changes() {
    const ATOM: &str = "http://www.w3.org/2005/Atom";
    on_both(async |world| {
        services::events::import_programme(&world.ctx, FILE).await.unwrap();
        let server = server(world);
        behaves(&server, "/events.atom").await;
        let answer = server.get("/events.atom").await;
        assert_eq!(answer.header("content-type"), "application/atom+xml; charset=utf-8");
        assert!(!answer.body.contains("Secret draft"));
        let texts = |xml: &str, name: &str| -> Vec<String> {
            let read = Document::parse(xml).expect("well-formed");
            let found = read.descendants().filter(|node| node.has_tag_name((ATOM, name)));
            found.map(|node| node.text().unwrap_or_default().to_owned()).collect()
        };
        let entries = |xml: &str| texts(xml, "entry").len();
        assert_eq!(entries(&answer.body), 1);
        assert!(texts(&answer.body, "title").contains(&"</title><b> & \"letters\" ]]> نور 🎉".to_owned()));
        let (ids, updated) = (texts(&answer.body, "id"), texts(&answer.body, "updated"));
        assert_eq!((ids.len(), updated.len()), (2, 2), "feed and entry");
        assert!(ids[1].starts_with("tag:"), "{ids:?}");
        // Time alone changes nothing; a change does, and the entry keeps its name.
        world.clock.advance(chrono::Duration::hours(2));
        assert_eq!(server.get("/events.atom").await.body, answer.body);
        services::events::import_programme(&world.ctx, &FILE.replace("minutes = 60\nrepeats", "minutes = 90\nrepeats"))
            .await
            .unwrap();
        let later = server.get("/events.atom").await;
        assert_ne!(later.header("etag"), answer.header("etag"));
        assert_eq!(entries(&later.body), 1);
        assert!(texts(&later.body, "updated")[1] > updated[1]);
    })
    .await;
}

#[tokio::test]
async fn the_site_map_names_public_pages_that_are_there() {
    on_both(async |world| {
        services::events::import_programme(&world.ctx, FILE).await.unwrap();
        let server = server(world);
        behaves(&server, "/sitemap.xml").await;
        let answer = server.get("/sitemap.xml").await;
        let read = Document::parse(&answer.body).expect("well-formed");
        let found: Vec<&str> =
            read.descendants().filter(|node| node.tag_name().name() == "loc").filter_map(|node| node.text()).collect();
        let local = |page: &str| page.strip_prefix("http://127.0.0.1:3000").unwrap_or(page).to_owned();
        let found: Vec<String> = found.into_iter().map(local).collect();
        for page in ["/", "/events", "/offer/research", "/calendar", "/events/letters", "/events/letters/2026-12-02"] {
            assert!(found.iter().any(|known| known == page), "{page} in {found:?}");
        }
        assert!(!answer.body.contains("secret-draft"));
        for page in found.iter().take(10).chain(found.last()) {
            assert_eq!(server.get(page).await.status, StatusCode::OK, "{page}");
        }
        assert_eq!(server.get("/sitemap.xml?part=1").await.status, StatusCode::OK);
        for none in ["?part=0", "?part=2", "?part=x", "?part=99999999999999999999"] {
            assert_eq!(server.get(&format!("/sitemap.xml{none}")).await.status, StatusCode::NOT_FOUND, "{none}");
        }
        let robots = server.get("/robots.txt").await;
        assert!(robots.body.contains("\nSitemap: http://127.0.0.1:3000/sitemap.xml\n"), "{}", robots.body);
        assert!(robots.body.contains("Disallow: /offer/draft/\n") && !robots.body.contains("Disallow: /offer/\n"));
    })
    .await;
}

/// What a program that shows link previews finds in the page.
#[tokio::test]
async fn every_page_says_what_a_link_preview_shows() {
    on_both(async |world| {
        services::events::import_programme(&world.ctx, FILE).await.unwrap();
        let server = server(world);
        for path in ["/", "/events", "/events/letters", "/report"] {
            let page = server.get(path).await.body;
            for property in ["og:title", "og:url", "og:image", "og:image:width", "og:site_name"] {
                let tag = format!("<meta property=\"{property}\" content=\"");
                assert_eq!(page.matches(&tag).count(), 1, "{path}: {property}");
            }
            let (_, rest) = page.split_once("<meta property=\"og:image\" content=\"http://127.0.0.1:3000").unwrap();
            let (picture, _) = rest.split_once('"').unwrap();
            assert_eq!(server.get(picture).await.header("content-type"), "image/png", "{path}: {picture}");
        }
    })
    .await;
}
