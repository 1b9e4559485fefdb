//! The cookies of the product, in one place: names, attributes, reading.
//!
//! On https they carry the `__Host-` prefix, which browsers take only with `Secure`, without a domain and for the whole
//! site. On a loopback address without https browsers refuse that prefix, so the names are plain there (any other http
//! address refuses to start).

use http::HeaderMap;
use http::header::{COOKIE, HeaderValue};

/// A cookie of ours.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Cookie {
    /// Who is signed in.
    Session,
    /// A browser that has signed in before.
    Device,
    /// Half a sign-in: the password was right, the second factor is next.
    Challenge,
    /// The secret of a personal calendar that was just made, until its page has shown it.
    Feed,
    /// The right to go on with a posting that was begun without an account.
    Draft,
    /// Where somebody who makes an account goes on once their address is confirmed, also with a code that works once: the
    /// database keeps none, and a mail to an address that is not confirmed says nothing that was typed.
    Next,
}

impl Cookie {
    const fn plain(self) -> &'static str {
        match self {
            Self::Session => "landfall",
            Self::Device => "landfall-device",
            Self::Challenge => "landfall-challenge",
            Self::Feed => "landfall-feed",
            Self::Draft => "landfall-draft",
            Self::Next => "landfall-next",
        }
    }

    /// Seconds a browser keeps it. The server's own limits decide; this only lets it be forgotten one day.
    const fn kept(self) -> u32 {
        match self {
            Self::Session | Self::Draft => 30 * 86_400,
            Self::Device => 180 * 86_400,
            Self::Challenge => 600,
            Self::Feed => 120,
            Self::Next => 2 * 86_400,
        }
    }

    /// Its name.
    pub fn name(self, https: bool) -> String {
        if https { format!("__Host-{}", self.plain()) } else { self.plain().to_owned() }
    }

    /// The value of `Set-Cookie` that sets it.
    pub fn set(self, value: &str, https: bool) -> Option<HeaderValue> {
        self.header(value, self.kept(), https)
    }

    /// The value of `Set-Cookie` that takes it away. It needs the same attributes, or browsers keep a `__Host-` one.
    pub fn clear(self, https: bool) -> Option<HeaderValue> {
        self.header("", 0, https)
    }

    fn header(self, value: &str, age: u32, https: bool) -> Option<HeaderValue> {
        let secure = if https { "; Secure" } else { "" };
        let text = format!("{}={value}; Path=/; Max-Age={age}; HttpOnly; SameSite=Lax{secure}", self.name(https));
        HeaderValue::from_str(&text).ok()
    }

    /// The value a request brings along; the first one, where there are several.
    pub fn read(self, headers: &HeaderMap, https: bool) -> Option<&str> {
        let name = self.name(https);
        headers
            .get_all(COOKIE)
            .iter()
            .filter_map(|cookies| cookies.to_str().ok())
            .flat_map(|cookies| cookies.split(';'))
            .find_map(|cookie| cookie.trim_start().strip_prefix(name.as_str())?.strip_prefix('='))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn on_https_a_cookie_is_bound_to_the_host_and_unreadable_for_scripts() {
        assert_eq!(
            Cookie::Session.set("x", true).unwrap(),
            "__Host-landfall=x; Path=/; Max-Age=2592000; HttpOnly; SameSite=Lax; Secure"
        );
        assert_eq!(
            Cookie::Session.clear(true).unwrap(),
            "__Host-landfall=; Path=/; Max-Age=0; HttpOnly; SameSite=Lax; Secure"
        );
        assert_eq!(
            Cookie::Device.set("x", false).unwrap(),
            "landfall-device=x; Path=/; Max-Age=15552000; HttpOnly; SameSite=Lax"
        );
    }

    #[test]
    fn one_cookie_is_not_mistaken_for_another() {
        let headers = |text: &'static str| HeaderMap::from_iter([(COOKIE, HeaderValue::from_static(text))]);
        let both = headers("tz=a; landfall-device=d; landfall=s");
        assert_eq!(Cookie::Session.read(&both, false), Some("s"));
        assert_eq!(Cookie::Device.read(&both, false), Some("d"));
        assert_eq!(Cookie::Session.read(&both, true), None, "a plain one counts for nothing on https");
        assert_eq!(Cookie::Challenge.read(&both, false), None);
    }
}
