//! The table of addresses against what is really there.

use crate::world::{Server, server};
use app::shell::App;
use leptos_router::SsrMode;
use server::routes::{Kind, ROUTES};
use services::testing::on_both;
use std::collections::BTreeSet;
use std::path::Path;

fn of_kind(wanted: impl Fn(Kind) -> bool) -> BTreeSet<String> {
    ROUTES.iter().filter(|route| wanted(route.kind)).map(|route| route.path.to_owned()).collect()
}

#[tokio::test]
async fn the_table_holds_every_page_and_each_is_async() {
    let listed = leptos_axum::generate_route_list(App);
    for page in &listed {
        assert!(matches!(page.mode(), SsrMode::Async), "{} is not Async", page.path());
    }
    let pages: BTreeSet<String> = listed.iter().map(|page| page.path().to_owned()).collect();
    assert_eq!(
        pages,
        of_kind(|kind| {
            matches!(
                kind,
                Kind::Page | Kind::FormPage | Kind::MemberPage | Kind::LookupPage | Kind::Unsubscribe | Kind::Codes
            )
        })
    );
}

#[test]
fn the_table_holds_every_server_function_and_each_is_post() {
    let registered: Vec<_> = server_fn::axum::server_fn_paths().collect();
    let paths: BTreeSet<String> = registered.iter().map(|(path, _)| (*path).to_owned()).collect();
    assert_eq!(
        paths,
        of_kind(|kind| matches!(kind, Kind::Action | Kind::GatedAction | Kind::DraftAction | Kind::SignInAction))
    );
    for (path, method) in registered {
        assert_eq!(method, http::Method::POST, "{path}");
    }
}

#[test]
fn every_server_attribute_in_the_source_is_registered_with_a_fixed_address() {
    let mut found = 0;
    let mut open = vec![Path::new(env!("CARGO_MANIFEST_DIR")).join("../app/src")];
    while let Some(folder) = open.pop() {
        for entry in std::fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                open.push(path);
            } else if path.extension().is_some_and(|ending| ending == "rs") {
                for line in std::fs::read_to_string(&path)
                    .unwrap()
                    .lines()
                    .filter(|line| line.trim_start().starts_with("#[server(prefix") || line.trim() == "#[server]")
                {
                    found += 1;
                    assert!(
                        line.contains("prefix = \"/do\"") && line.contains("endpoint = \""),
                        "{}: {line}",
                        path.display()
                    );
                    assert!(!line.contains("GetUrl") && !line.contains("input"), "{}: {line}", path.display());
                }
            }
        }
    }
    assert!(found > 0);
    assert_eq!(found, server_fn::axum::server_fn_paths().count());
}

/// Which scripts each page carries. A page without an island or a time ships none.
#[tokio::test]
async fn a_script_is_there_if_and_only_if_the_page_holds_what_it_serves() {
    on_both(async |world| {
        services::events::add_sample(&world.ctx).await.unwrap();
        let server = server(world);
        for path in [
            "/",
            "/events",
            "/events?view=month",
            "/events/img-coffee-chat",
            "/events/img-coffee-chat/2026-11-25",
            "/calendar",
            "/opportunities",
            "/offer/observership",
            "/report",
            "/styleguide",
            "/nowhere",
        ] {
            let page = server.get(path).await.body;
            let expected = [("<leptos-island", "/made/boot."), (" data-zone=", "/made/time.")];
            for (cause, script) in expected {
                assert_eq!(page.contains(cause), page.contains(script), "{path}: {cause} and {script}");
            }
            // A data block is no script: its type names no language (HTML 4.12.1), and it holds no "<".
            let blocks: Vec<_> = page.split("<script type=\"application/ld+json\">").skip(1).collect();
            for block in &blocks {
                let (data, _) = block.split_once('<').expect("a data block ends");
                assert!(serde_json::from_str::<serde_json::Value>(data).is_ok(), "{path}: {data}");
            }
            let scripts = page.matches("<script").count() - blocks.len();
            let known = expected.iter().filter(|(_, script)| page.contains(script)).count();
            assert_eq!(scripts, known, "{path} carries another script");
            assert!(!page.contains(" style=\"") && !page.contains("<style"), "{path} carries inline style");
            assert!(page.ends_with("</html>"), "{path}: something follows the document");
        }
    })
    .await;
}

/// A request that panics is a 500 with its number, and the next one is served.
#[tokio::test]
async fn a_panic_in_one_request_is_a_500_and_nothing_else() {
    async fn panics() -> &'static str {
        panic!("secret detail of a bug")
    }
    let world = services::testing::TestWorld::sqlite().await;
    let mut server = server(&world);
    let broken = axum::Router::<server::state::AppState>::new().route("/broken", axum::routing::get(panics));
    server.router = server::router::around(&server.state, broken);
    for _ in 0..2 {
        let answer = server.get("/broken").await;
        assert_eq!(answer.status, http::StatusCode::INTERNAL_SERVER_ERROR);
        assert!(answer.body.contains(answer.header("x-request-id")) && !answer.body.contains("secret detail"));
        assert!(!answer.header("content-security-policy").is_empty());
    }
    world.end().await;
}

#[tokio::test]
async fn each_page_asks_the_database_a_fixed_number_of_times() {
    on_both(async |world| {
        services::events::add_sample(&world.ctx).await.unwrap();
        let server = crate::world::server_with(world, &[("LANDFALL_PAGE_CACHE_MIB", "0")]);
        for (path, most) in [
            ("/", 2),
            ("/events", 3),
            ("/events/img-coffee-chat", 3),
            ("/opportunities", 2),
            ("/offer/observership", 0),
            ("/report", 0),
            ("/styleguide", 0),
            ("/nowhere", 0),
        ] {
            // What lies in memory, such as the board of postings, is read by whoever comes first.
            let first = queries(&server, path).await;
            let asked = queries(&server, path).await;
            assert_eq!(asked, queries(&server, path).await, "{path} is not steady");
            assert!(first.max(asked) <= most, "{path} asked {first} and then {asked} times, {most} are enough");
        }
    })
    .await;
}

async fn queries(server: &Server, path: &str) -> u64 {
    let before = server.state.ctx.db.queries();
    server.get(path).await;
    server.state.ctx.db.queries() - before
}
