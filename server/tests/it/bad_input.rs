//! Nonsense in addresses: a page of words or the nearest sensible answer, never a 500.

use crate::world::server;
use http::StatusCode;
use services::testing::on_both;

#[tokio::test]
async fn nonsense_in_an_address_is_answered_sensibly() {
    on_both(async |world| {
        services::events::add_sample(&world.ctx).await.unwrap();
        let server = server(world);
        let many = format!("/events?{}", "a=1&".repeat(10_000));
        let long = format!("/events/{}", "a".repeat(5_000));
        for (path, expected) in [
            ("/events?category=nothing-of-the-kind", StatusCode::OK),
            ("/events?after=99999999999999999999-x", StatusCode::OK),
            ("/events?after=-1", StatusCode::OK),
            ("/events?after=9223372036854775807-img-coffee-chat", StatusCode::OK),
            ("/events?category=%FF%FE", StatusCode::OK),
            ("/events?category=%00", StatusCode::OK),
            ("/events?category[]=x&category=y", StatusCode::OK),
            ("/events/2026-13-45", StatusCode::NOT_FOUND),
            ("/events/%FF", StatusCode::NOT_FOUND),
            ("/events/%00", StatusCode::NOT_FOUND),
            ("/events/..%2f..%2fetc%2fpasswd", StatusCode::NOT_FOUND),
            ("/events/../../etc/passwd", StatusCode::NOT_FOUND),
            ("/pkg/..%2f..%2fCargo.toml", StatusCode::NOT_FOUND),
            ("/pkg/../../Cargo.toml", StatusCode::NOT_FOUND),
            ("/fonts/%2e%2e/%2e%2e/Cargo.toml", StatusCode::NOT_FOUND),
            ("/opportunities?kind=nothing&fee=-1&weeks=x&page=99999999999&q=%00%FF", StatusCode::OK),
            ("/opportunities?page=500", StatusCode::OK),
            ("/opportunities?from=0000-00&by=%FF-%00&from=-1-01&outcome[]=certificate&outcome=none", StatusCode::OK),
            ("/opportunities/%00", StatusCode::NOT_FOUND),
            ("/opportunities/00000000000000000000/deadline.ics", StatusCode::NOT_FOUND),
            ("/offer/nothing", StatusCode::NOT_FOUND),
            ("/offer/draft/00000000000000000000/what", StatusCode::NOT_FOUND),
            ("/report?file=nothing", StatusCode::OK),
            ("/report?upload=nothing&page=//evil", StatusCode::OK),
            ("/Events", StatusCode::NOT_FOUND),
            ("/events//", StatusCode::NOT_FOUND),
            (many.as_str(), StatusCode::OK),
            (long.as_str(), StatusCode::NOT_FOUND),
        ] {
            let answer = server.get(path).await;
            let shown: String = path.chars().take(60).collect();
            assert_eq!(answer.status, expected, "{shown}");
            assert!(!answer.body.contains("root:") && !answer.body.contains("[workspace]"), "{shown}");
        }
    })
    .await;
}
