//! What every handler shares: the services' context, the static files, the caches and the counters.

use crate::assets::Static;
use crate::config::Config;
use crate::headers::SecurityHeaders;
use crate::http::documents::Documents;
use crate::http::pictures::Pictures;
use crate::metrics::Metrics;
use crate::page_cache::PageCache;
use governor::{DefaultKeyedRateLimiter, Quota, RateLimiter};
use services::ctx::Ctx;
use std::net::IpAddr;
use std::num::NonZeroU32;
use std::sync::Arc;

/// Shared by all requests; cheap to clone.
#[derive(Clone)]
pub struct AppState(Arc<Inner>);

/// See [`AppState`].
pub struct Inner {
    /// The configuration as it was read at start.
    pub config: Config,
    /// The services' context without a viewer.
    pub ctx: Ctx,
    /// Static files and their names.
    pub files: Static,
    /// Headers of every answer.
    pub headers: SecurityHeaders,
    /// Rendered pages.
    pub pages: PageCache,
    /// Pictures of link previews.
    pub pictures: Pictures,
    /// News feed and site map.
    pub documents: Documents,
    /// Figures for `/metrics`.
    pub metrics: Metrics,
    /// Posts by network address: refuses a flood before any write.
    pub gate: DefaultKeyedRateLimiter<IpAddr>,
    /// Steps of drafts by network address.
    pub draft_gate: DefaultKeyedRateLimiter<IpAddr>,
    /// Tries to sign in by network address.
    pub sign_in_gate: DefaultKeyedRateLimiter<IpAddr>,
    /// Uploads by network address.
    pub upload_gate: DefaultKeyedRateLimiter<IpAddr>,
    /// Codes looked up by network address.
    pub lookup_gate: DefaultKeyedRateLimiter<IpAddr>,
    /// The public origin, e.g. `https://landfall.example`.
    pub origin: String,
}

impl std::ops::Deref for AppState {
    type Target = Inner;

    fn deref(&self) -> &Inner {
        &self.0
    }
}

impl AppState {
    /// Puts everything together; reads the names of the static files.
    pub fn new(config: Config, ctx: Ctx, hashes: Option<&str>) -> Self {
        let per_hour = NonZeroU32::new(config.features.reports_per_hour).unwrap_or(NonZeroU32::MIN);
        Self(Arc::new(Inner {
            files: Static::load(&config, hashes),
            headers: SecurityHeaders::new(config.https(), config.reload.as_deref()),
            pages: PageCache::new(config.limits.page_cache_mib),
            pictures: Pictures::new(config.limits.page_cache_mib > 0),
            documents: Documents::new(config.limits.page_cache_mib > 0),
            metrics: Metrics::new(),
            gate: RateLimiter::keyed(Quota::per_hour(per_hour)),
            draft_gate: RateLimiter::keyed(Quota::per_hour(per_hour.saturating_mul(STEPS_PER_REPORT))),
            lookup_gate: RateLimiter::keyed(Quota::per_minute(LOOKUPS_PER_MINUTE)),
            sign_in_gate: RateLimiter::keyed(Quota::per_hour(config.sign_ins_per_hour)),
            upload_gate: RateLimiter::keyed(Quota::per_hour(per_hour.saturating_mul(UPLOADS_PER_REPORT))),
            origin: config.http.public_url.origin().ascii_serialization(),
            ctx,
            config,
        }))
    }

    /// Whether this address may post once more now.
    pub fn may_post(&self, peer: Option<IpAddr>) -> bool {
        self.gate.check_key(&household(peer)).is_ok()
    }

    /// Whether this address may keep one more step of a draft now.
    pub fn may_draft(&self, peer: Option<IpAddr>) -> bool {
        self.draft_gate.check_key(&household(peer)).is_ok()
    }

    /// Whether this address may look up one more code now.
    pub fn may_look_up(&self, peer: Option<IpAddr>) -> bool {
        self.lookup_gate.check_key(&household(peer)).is_ok()
    }

    /// Whether this address may try to sign in once more now.
    pub fn may_sign_in(&self, peer: Option<IpAddr>) -> bool {
        self.sign_in_gate.check_key(&household(peer)).is_ok()
    }

    /// Whether this address may upload once more now.
    pub fn may_upload(&self, peer: Option<IpAddr>) -> bool {
        self.upload_gate.check_key(&household(peer)).is_ok()
    }

    /// Forgets addresses that have been quiet; called now and then so that the gates stay small.
    pub fn tidy_gates(&self) {
        self.gate.retain_recent();
        self.draft_gate.retain_recent();
        self.sign_in_gate.retain_recent();
        self.lookup_gate.retain_recent();
        self.upload_gate.retain_recent();
    }
}

/// A draft has five steps, and people go back and forth.
const STEPS_PER_REPORT: NonZeroU32 = NonZeroU32::MIN.saturating_add(11);
/// Tries with wrong files included.
const UPLOADS_PER_REPORT: NonZeroU32 = NonZeroU32::MIN.saturating_add(2);

/// Guessing one of a million codes of 60 bits takes one address 70,000 years.
const LOOKUPS_PER_MINUTE: NonZeroU32 = NonZeroU32::MIN.saturating_add(29);

/// IPv6 counts by /64, which is what one household gets.
fn household(peer: Option<IpAddr>) -> IpAddr {
    match peer {
        Some(IpAddr::V6(ip)) => IpAddr::from((ip.to_bits() & !u128::from(u64::MAX)).to_be_bytes()),
        Some(ip) => ip,
        None => IpAddr::from([0, 0, 0, 0]),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_household_is_one_key() {
        let key = |text: &str| household(text.parse().ok());
        assert_eq!(key("2001:db8:1:2::1"), key("2001:db8:1:2:ffff::9"));
        assert_ne!(key("2001:db8:1:2::1"), key("2001:db8:1:3::1"));
        assert_ne!(key("192.0.2.1"), key("192.0.2.2"));
    }
}
