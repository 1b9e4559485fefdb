//! Security headers on every response, errors and assets included. Values are constant
//! for a process, so they are built once.

use ::http::header::{
    CONTENT_SECURITY_POLICY, HeaderMap, HeaderName, HeaderValue, REFERRER_POLICY, STRICT_TRANSPORT_SECURITY,
    X_CONTENT_TYPE_OPTIONS,
};

/// One policy for all pages: no inline script or style anywhere, nothing from elsewhere.
pub const CSP: &str = "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; style-src 'self'; img-src 'self' data:; \
     font-src 'self'; connect-src 'self'; manifest-src 'self'; form-action 'self'; base-uri 'none'; \
     frame-ancestors 'none'; object-src 'none'";

/// The headers that every answer carries.
#[derive(Debug, Clone)]
pub struct SecurityHeaders(Vec<(HeaderName, HeaderValue)>);

impl SecurityHeaders {
    /// `https`: whether the public address is https, which alone makes HSTS right.
    /// `reload`: the address of the development reload socket, which widens `connect-src`.
    pub fn new(https: bool, reload: Option<&str>) -> Self {
        let csp = reload.map_or_else(
            || HeaderValue::from_static(CSP),
            |socket| {
                HeaderValue::from_str(&CSP.replace("connect-src 'self'", &format!("connect-src 'self' {socket}")))
                    .unwrap_or(HeaderValue::from_static(CSP))
            },
        );
        let mut headers = vec![
            (CONTENT_SECURITY_POLICY, csp),
            (X_CONTENT_TYPE_OPTIONS, HeaderValue::from_static("nosniff")),
            // Under no-referrer browsers send `Origin: null` on form posts, which the guard refuses.
            (REFERRER_POLICY, HeaderValue::from_static("same-origin")),
            (HeaderName::from_static("cross-origin-opener-policy"), HeaderValue::from_static("same-origin")),
            (HeaderName::from_static("cross-origin-resource-policy"), HeaderValue::from_static("same-origin")),
            (
                HeaderName::from_static("permissions-policy"),
                HeaderValue::from_static(
                    "camera=(), geolocation=(), microphone=(), payment=(), usb=(), browsing-topics=()",
                ),
            ),
            (::http::header::X_FRAME_OPTIONS, HeaderValue::from_static("DENY")),
        ];
        if https {
            headers.push((STRICT_TRANSPORT_SECURITY, HeaderValue::from_static("max-age=63072000; includeSubDomains")));
        }
        Self(headers)
    }

    /// Writes them all, over whatever stood there.
    pub fn write(&self, headers: &mut HeaderMap) {
        for (name, value) in &self.0 {
            headers.insert(name.clone(), value.clone());
        }
    }
}
