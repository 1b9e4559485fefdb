//! The global guard on every request that is not GET or HEAD: Fetch Metadata first, then
//! Origin, else no (OWASP CSRF Prevention Cheat Sheet, 2026: Fetch Metadata with Origin fallback).
//! No GET changes anything, so no token is needed.

use ::http::header::ORIGIN;
use ::http::{HeaderMap, Method};

/// Whether a request may change something here.
///
/// `origin` is the public origin, e.g. `https://landfall.example`.
/// A browser's own word (`Sec-Fetch-Site: same-origin`) is enough; without it the `Origin`
/// must equal ours. A request with neither is refused: every browser since 2023 sends one.
pub fn allows(method: &Method, headers: &HeaderMap, origin: &str) -> bool {
    if matches!(*method, Method::GET | Method::HEAD) {
        return true;
    }
    let mut sites = headers.get_all("sec-fetch-site").iter();
    match (sites.next(), sites.next()) {
        (Some(site), None) => site.as_bytes() == b"same-origin" && origin_fits(headers, origin, true),
        (None, _) => origin_fits(headers, origin, false),
        // Two values: not a browser.
        (Some(_), Some(_)) => false,
    }
}

/// `Origin: null` passes only beside `Sec-Fetch-Site: same-origin`; a missing one likewise.
fn origin_fits(headers: &HeaderMap, ours: &str, same_origin: bool) -> bool {
    let mut origins = headers.get_all(ORIGIN).iter();
    match (origins.next(), origins.next()) {
        (None, _) => same_origin,
        (Some(value), None) => value.as_bytes() == ours.as_bytes() || (same_origin && value.as_bytes() == b"null"),
        (Some(_), Some(_)) => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use ::http::HeaderValue;

    const OURS: &str = "https://landfall.example";

    fn headers(pairs: &[(&'static str, &'static str)]) -> HeaderMap {
        let mut map = HeaderMap::new();
        for (name, value) in pairs {
            map.append(*name, HeaderValue::from_static(value));
        }
        map
    }

    #[test]
    fn eight_hostile_cases_are_refused() {
        let hostile: [&[(&str, &str)]; 8] = [
            &[("sec-fetch-site", "cross-site"), ("origin", "https://evil.example")],
            &[("sec-fetch-site", "same-site"), ("origin", "https://other.landfall.example")],
            &[("origin", "https://evil.example")],
            &[("origin", "null")],
            &[],
            &[("sec-fetch-site", "none")],
            &[("sec-fetch-site", "same-origin"), ("sec-fetch-site", "cross-site")],
            &[("sec-fetch-site", "same-origin"), ("origin", "https://evil.example")],
        ];
        for case in hostile {
            let case: Vec<_> = case.iter().map(|(name, value)| (*name, *value)).collect();
            let mut map = HeaderMap::new();
            for (name, value) in &case {
                map.append(
                    ::http::HeaderName::from_bytes(name.as_bytes()).unwrap(),
                    HeaderValue::from_str(value).unwrap(),
                );
            }
            assert!(!allows(&Method::POST, &map, OURS), "{case:?}");
        }
    }

    #[test]
    fn our_own_forms_pass() {
        for good in [
            headers(&[("sec-fetch-site", "same-origin"), ("origin", OURS)]),
            headers(&[("sec-fetch-site", "same-origin")]),
            headers(&[("sec-fetch-site", "same-origin"), ("origin", "null")]),
            headers(&[("origin", OURS)]),
        ] {
            assert!(allows(&Method::POST, &good, OURS), "{good:?}");
        }
    }

    #[test]
    fn reading_is_always_allowed() {
        assert!(allows(&Method::GET, &HeaderMap::new(), OURS));
        assert!(allows(&Method::HEAD, &HeaderMap::new(), OURS));
        assert!(!allows(&Method::DELETE, &HeaderMap::new(), OURS));
    }
}
