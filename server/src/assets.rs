//! Static files: their hashed names, read once at start, and the few that are made here
//! (boot.js, time.js, the association's colors, the prefetch rules).

use crate::config::Config;
use crate::finish::Scripts;
use ::http::header::{CACHE_CONTROL, CONTENT_ENCODING, CONTENT_TYPE, VARY};
use ::http::{HeaderMap, HeaderValue, Response};
use app::shell::Assets;
use axum::body::Body;
use bytes::Bytes;
use sha2::{Digest, Sha256};
use std::collections::HashMap;
use std::fmt::Write as _;
use std::path::Path;
use std::sync::Arc;

/// One file kept in memory.
#[derive(Debug, Clone)]
pub struct Made {
    media_type: &'static str,
    plain: Bytes,
    brotli: Bytes,
}

/// Everything the pages need to know about static files.
#[derive(Debug, Clone)]
pub struct Static {
    /// Names for the document head.
    pub assets: Arc<Assets>,
    /// Names of the scripts a finished page may carry.
    pub scripts: Scripts,
    /// The value of the `Speculation-Rules` header.
    pub speculation: HeaderValue,
    made: HashMap<String, Made>,
}

/// Public pages that may be fetched ahead; nothing here records a view or changes anything.
const SPECULATION: &str = r#"{"prefetch":[{"where":{"or":[{"href_matches":"/"},{"href_matches":"/events"},{"href_matches":"/events/*"}]},"eagerness":"moderate"}]}"#;

/// Development only: any word from the build tool means that something changed.
const RELOAD_JS: &str = "new WebSocket(\"__SOCKET__/live_reload\").onmessage = () => location.reload();\n";

/// A year: the name changes with the content.
pub const IMMUTABLE: HeaderValue = HeaderValue::from_static("public, max-age=31536000, immutable");

impl Static {
    /// Reads `hash.txt` beside the binary (as cargo-leptos writes it) and makes the small files.
    pub fn load(config: &Config, hashes: Option<&str>) -> Self {
        let name = |kind: &str, ending: &str| {
            let hash = hashes.and_then(|text| {
                text.lines().find_map(|line| {
                    line.split_once(':').filter(|(key, _)| key.trim() == kind).map(|(_, hash)| hash.trim())
                })
            });
            hash.map_or_else(|| format!("/pkg/landfall.{ending}"), |hash| format!("/pkg/landfall.{hash}.{ending}"))
        };
        let mut made = HashMap::new();
        let mut add = |stem: &str, ending: &str, media_type: &'static str, text: String| {
            let path = format!("/made/{stem}.{}.{ending}", short_hash(text.as_bytes()));
            made.insert(path.clone(), Made::new(media_type, text));
            path
        };
        let boot = app::ui::BOOT_JS.replace("__JS__", &name("js", "js")).replace("__WASM__", &name("wasm", "wasm"));
        let scripts = Scripts {
            boot: add("boot", "js", "text/javascript; charset=utf-8", boot),
            time: add("time", "js", "text/javascript; charset=utf-8", app::ui::TIME_JS.to_owned()),
            reload: config.reload.as_ref().map(|socket| {
                add("reload", "js", "text/javascript; charset=utf-8", RELOAD_JS.replace("__SOCKET__", socket))
            }),
        };
        let theme_css = theme(config).map(|css| add("theme", "css", "text/css; charset=utf-8", css));
        let speculation = add("speculation", "json", "application/speculationrules+json", SPECULATION.to_owned());
        let font = "/fonts/landfall-serif.woff2";
        let has_font = config.http.site_dir.join(font.trim_start_matches('/')).is_file();
        Self {
            assets: Arc::new(Assets { css: name("css", "css"), theme_css, font: has_font.then(|| font.to_owned()) }),
            scripts,
            speculation: HeaderValue::from_str(&format!("\"{speculation}\"")).unwrap_or(HeaderValue::from_static("")),
            made,
        }
    }

    /// The small files by their path.
    pub fn made(&self, path: &str) -> Option<&Made> {
        self.made.get(path)
    }
}

impl Made {
    fn new(media_type: &'static str, text: String) -> Self {
        let brotli = crate::pages::brotli(text.as_bytes(), 11);
        Self { media_type, plain: text.into(), brotli }
    }

    /// The file as an answer, compressed where the client can.
    pub fn answer(&self, request: &HeaderMap) -> Response<Body> {
        let packed = crate::pages::Encoding::best(request) == crate::pages::Encoding::Brotli;
        let mut answer = Response::new(Body::from(if packed { self.brotli.clone() } else { self.plain.clone() }));
        let headers = answer.headers_mut();
        headers.insert(CONTENT_TYPE, HeaderValue::from_static(self.media_type));
        headers.insert(CACHE_CONTROL, IMMUTABLE);
        headers.insert(VARY, HeaderValue::from_static("accept-encoding"));
        if packed {
            headers.insert(CONTENT_ENCODING, HeaderValue::from_static("br"));
        }
        answer
    }
}

/// Reads `hash.txt` where cargo-leptos puts it: beside the binary.
pub fn hashes_beside_binary() -> Option<String> {
    let exe = std::env::current_exe().ok()?;
    std::fs::read_to_string(exe.parent().unwrap_or(Path::new(".")).join("hash.txt")).ok()
}

fn theme(config: &Config) -> Option<String> {
    let colors = &config.org.colors;
    let mut css = String::new();
    for (token, value) in [("paper", &colors.paper), ("action", &colors.action), ("warm", &colors.warm)] {
        if let Some(value) = value {
            let _ = write!(css, "--{token}:{value};");
        }
    }
    (!css.is_empty()).then(|| format!("@media screen and (prefers-color-scheme:light){{:root{{{css}}}}}"))
}

/// The first 64 bits of the SHA-256 of `text`, in hexadecimal.
pub fn short_hash(text: impl AsRef<[u8]>) -> String {
    Sha256::digest(text).iter().take(8).fold(String::new(), |mut hex, byte| {
        let _ = write!(hex, "{byte:02x}");
        hex
    })
}
