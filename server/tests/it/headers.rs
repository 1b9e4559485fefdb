//! Security headers on every answer, and the guard on everything that is not GET.

use crate::world::{addresses, form, report, server, server_with};
use axum::body::Body;
use http::{HeaderName, HeaderValue, Method, Request, StatusCode};
use server::headers::CSP;
use services::testing::{TestWorld, on_both};

const ALWAYS: [(&str, &str); 5] = [
    ("content-security-policy", CSP),
    ("x-content-type-options", "nosniff"),
    ("referrer-policy", "same-origin"),
    ("cross-origin-opener-policy", "same-origin"),
    ("x-frame-options", "DENY"),
];

#[tokio::test]
async fn every_answer_carries_the_security_headers_errors_and_assets_included() {
    let world = TestWorld::sqlite().await;
    let server = server(&world);
    let more = ["/nowhere", "/pkg/none.css", "/fonts/none.woff2", "/favicon.svg", "/do/none/none", "/events/%FF"];
    for path in addresses().iter().map(String::as_str).chain(more) {
        for method in [Method::GET, Method::POST, Method::DELETE, Method::HEAD] {
            let request = Request::builder().method(method.clone()).uri(path).body(Body::empty()).unwrap();
            let answer = server.send(request).await;
            for (name, value) in ALWAYS {
                assert_eq!(answer.header(name), value, "{method} {path} ({}): {name}", answer.status);
            }
            assert!(!answer.header("x-request-id").is_empty(), "{method} {path}");
            assert!(
                answer.headers.get("server").is_none() && answer.headers.get("strict-transport-security").is_none()
            );
            assert!(!answer.status.is_server_error(), "{method} {path} answered {}", answer.status);
        }
    }
    assert!(CSP.contains("frame-ancestors 'none'") && !CSP.contains("unsafe-inline"));
    world.end().await;
}

#[tokio::test]
async fn hsts_is_sent_when_the_public_address_is_https() {
    let world = TestWorld::sqlite().await;
    let server = server_with(&world, &[("LANDFALL_PUBLIC_URL", "https://landfall.example")]);
    assert_eq!(server.get("/healthz").await.header("strict-transport-security"), "max-age=63072000; includeSubDomains");
    world.end().await;
}

/// Eight hostile cases on every address that takes anything but GET: 403 and nothing stored.
#[tokio::test]
async fn hostile_posts_are_refused_everywhere_and_change_nothing() {
    on_both(async |world| {
        let server = server(world);
        let hostile: [&[(&str, &str)]; 8] = [
            &[("sec-fetch-site", "cross-site"), ("origin", "https://evil.example")],
            &[("sec-fetch-site", "same-site"), ("origin", "http://127.0.0.1:3001")],
            &[("origin", "https://evil.example")],
            &[("origin", "null")],
            &[],
            &[("sec-fetch-site", "none")],
            &[("sec-fetch-site", "same-origin"), ("origin", "https://evil.example")],
            &[("sec-fetch-site", "cross-site"), ("origin", "http://127.0.0.1:3000")],
        ];
        for path in addresses() {
            for method in [Method::POST, Method::PUT, Method::PATCH, Method::DELETE] {
                // One press in a mail program (RFC 8058) comes from no page: there the token is the authority.
                if path.starts_with("/unsubscribe/") {
                    continue;
                }
                for headers in hostile {
                    let mut request =
                        form(&path, &report("0123456789abcdef0123", "hostile details that are long enough"));
                    *request.method_mut() = method.clone();
                    for name in ["origin", "sec-fetch-site"] {
                        request.headers_mut().remove(name);
                    }
                    for (name, value) in headers {
                        request.headers_mut().insert(
                            HeaderName::from_bytes(name.as_bytes()).unwrap(),
                            HeaderValue::from_str(value).unwrap(),
                        );
                    }
                    let answer = server.send(request).await;
                    assert_eq!(answer.status, StatusCode::FORBIDDEN, "{method} {path} {headers:?}");
                }
            }
        }
        let stored = services::moderation::list(&world.ctx, false, 10).await.unwrap();
        assert!(stored.is_empty());
    })
    .await;
}

#[tokio::test]
async fn a_get_with_a_method_override_changes_nothing() {
    let world = TestWorld::sqlite().await;
    let server = server(&world);
    let request = Request::get("/do/moderation/report?page=%2F&what=unkind&details=long+enough+details&_method=POST")
        .header("x-http-method-override", "POST")
        .body(Body::empty())
        .unwrap();
    let answer = server.send(request).await;
    assert_eq!((answer.status, answer.header("location")), (StatusCode::SEE_OTHER, "/"));
    assert!(services::moderation::list(&world.ctx, false, 10).await.unwrap().is_empty());
    world.end().await;
}
