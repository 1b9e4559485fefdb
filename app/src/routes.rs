//! Every address of the product as a typed function, used by pages, mails and feeds.
//! No other module writes a path as text.

use services::events::rsvp;
use services::identity::letters;
use services::mail::addresses;

mod cohorts;
mod desk;
mod events;
mod membership;
mod mentoring;
mod opportunities;
mod people;

pub use cohorts::*;
pub use desk::*;
pub use events::*;
pub use membership::*;
pub use mentoring::*;
pub use opportunities::*;
pub use people::*;

/// A local path (and query), always starting with `/`. Made only here.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Path(String);

impl Path {
    /// The path as it stands in a link.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The full address under the public URL of this installation.
    pub fn absolute(&self, public_url: &url::Url) -> String {
        format!("{}{}", public_url.as_str().trim_end_matches('/'), self.0)
    }

    /// The same path with one more query parameter.
    #[must_use]
    pub fn with(&self, name: &str, value: &str) -> Self {
        let joint = if self.0.contains('?') { '&' } else { '?' };
        path(format!("{}{joint}{}={}", self.0, encode(name), encode(value)))
    }

    /// The same path with each pair as a query parameter.
    #[must_use]
    fn with_all(self, pairs: &[(&str, &str)]) -> Self {
        pairs.iter().fold(self, |path, (name, value)| path.with(name, value))
    }
}

impl std::fmt::Display for Path {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&self.0)
    }
}

fn path(text: impl Into<String>) -> Path {
    Path(text.into())
}

/// The front page.
pub fn home() -> Path {
    path("/")
}

/// New and changed dates for readers of news.
pub fn atom() -> Path {
    path("/events.atom")
}

/// The list of pages for search engines.
pub fn sitemap() -> Path {
    path("/sitemap.xml")
}

/// What robots may read.
pub fn robots() -> Path {
    path("/robots.txt")
}

/// The picture of the house in link previews.
pub fn picture_of_home() -> Path {
    path("/pictures/home.png")
}

/// Making an account.
pub fn sign_up() -> Path {
    path("/sign-up")
}

/// Making an account, to go on to a page once its address is confirmed.
pub fn sign_up_to(next: &str) -> Path {
    if next.is_empty() { sign_up() } else { sign_up().with("next", next) }
}

/// Signing in.
pub fn sign_in() -> Path {
    path(letters::SIGN_IN)
}

/// Signing in, to go on to a page afterwards.
pub fn sign_in_to(next: &str) -> Path {
    sign_in().with("next", next)
}

/// The second step of signing in.
pub fn sign_in_code() -> Path {
    path("/sign-in/code")
}

/// Where signing out is posted to.
pub fn sign_out() -> Path {
    path("/do/identity/sign-out")
}

/// Giving the password again, to go on to a page afterwards.
pub fn prove_to(next: &str) -> Path {
    path("/prove").with("next", next)
}

/// Pages whose address is the right to do something: after the word comes a token.
const WITH_TOKEN: [&str; 6] =
    ["/confirm/", "/reset-password/", "/change-email/", "/unsubscribe/", rsvp::GUEST_PAGE, rsvp::FEED_ADDRESS];

/// A page's address as it may be written elsewhere, such as into a report: without the token it may hold.
pub fn without_token(page: &str) -> &str {
    WITH_TOKEN.iter().find(|begins| page.starts_with(**begins)).map_or(page, |begins| begins.trim_end_matches('/'))
}

/// Asking for a new password.
pub fn forgot_password() -> Path {
    path(letters::FORGOT)
}

/// What is next for the person.
pub fn me() -> Path {
    path("/me")
}

/// Address, password, and the ways to the rest.
pub fn account() -> Path {
    path("/me/account")
}

/// Signed-in browsers.
pub fn devices() -> Path {
    path(letters::DEVICES)
}

/// The second factor.
pub fn two_factor() -> Path {
    path(letters::TWO_FACTOR)
}

/// Taking one's data along.
pub fn export() -> Path {
    path("/me/export")
}

/// The archive itself.
pub fn export_file() -> Path {
    path("/me/export/landfall-my-data.zip")
}

/// Whether one counts as an international medical graduate.
pub fn am_i_an_img() -> Path {
    path("/am-i-an-img")
}

/// What one was told.
pub fn notifications() -> Path {
    path(addresses::NOTIFICATIONS)
}

/// Which mails one gets.
pub fn mail_choices() -> Path {
    path(addresses::CHOICES)
}

/// Stopping mails by the link in one.
pub fn unsubscribe(token: &str) -> Path {
    path(format!("{}{}", addresses::UNSUBSCRIBE, encode(token)))
}

/// Mails that lie in the folder while no mail server is set; only on one's own computer.
pub fn dev_mail() -> Path {
    path("/dev/mail")
}

/// One of them.
pub fn dev_mail_one(name: &str) -> Path {
    path(format!("/dev/mail/{}", encode(name)))
}

/// Stuck jobs and mails.
pub fn desk_jobs() -> Path {
    path("/desk/jobs")
}

/// Deleting one's account.
pub fn leave() -> Path {
    path("/me/leave")
}

/// The form to report a problem with a page.
pub fn report() -> Path {
    path("/report")
}

/// The form to report a problem, with the page already filled in.
pub fn report_about(page: &str) -> Path {
    report().with("page", page)
}

/// The form to report a person or what they wrote.
pub fn report_person(person: &str) -> Path {
    path("/report/person").with("person", person)
}

/// What was decided about oneself.
pub fn appeal() -> Path {
    path("/me/appeal")
}

/// Whom one keeps away.
pub fn blocks() -> Path {
    path("/me/blocks")
}

/// The question whether to keep a person away.
pub fn block(person: &str) -> Path {
    blocks().with("person", person)
}

/// Where a code is checked.
pub fn verify() -> Path {
    path("/verify")
}

/// What one code stands for.
pub fn verify_code(code: &str) -> Path {
    path(format!("/verify/{}", encode(code)))
}

/// Where files are staged before a form names them.
pub fn upload() -> Path {
    path("/files/upload")
}

/// The design system on one page.
pub fn styleguide() -> Path {
    path("/styleguide")
}

fn encode(text: &str) -> String {
    url::form_urlencoded::byte_serialize(text.as_bytes()).collect::<String>().replace('+', "%20")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_path_encodes_what_would_end_a_query_value() {
        assert_eq!(report_about("/events?a=b&c").as_str(), "/report?page=%2Fevents%3Fa%3Db%26c");
        assert_eq!(series("a b").as_str(), "/events/a%20b");
        assert_eq!(occurrence("a", "2026-11-25T2030").as_str(), "/events/a/2026-11-25T2030");
        assert_eq!(events_where(&[("category", "Q&A"), ("past", "1")]).as_str(), "/events?category=Q%26A&past=1");
    }

    #[test]
    fn a_feed_with_a_query_stays_one_value_of_the_subscribe_page() {
        let feed = feed_where(&[("tag", "step 2"), ("q", "a")]).with("canceled", "hide");
        assert_eq!(feed.as_str(), "/calendar/events.ics?tag=step%202&q=a&canceled=hide");
        assert_eq!(
            subscribe_to(&feed).as_str(),
            "/calendar?feed=%2Fcalendar%2Fevents.ics%3Ftag%3Dstep%25202%26q%3Da%26canceled%3Dhide"
        );
    }

    #[test]
    fn a_token_is_not_written_elsewhere() {
        assert_eq!(without_token("/reset-password/abc?x=1"), "/reset-password");
        assert_eq!(without_token("/unsubscribe/abc"), "/unsubscribe");
        assert_eq!(without_token("/rsvp/abc"), "/rsvp");
        assert_eq!(without_token("/calendar/me/abc.ics"), "/calendar/me");
        assert_eq!(without_token("/events/confirm/"), "/events/confirm/");
    }

    #[test]
    fn an_absolute_address_has_one_slash_between_host_and_path() {
        let url = url::Url::parse("https://example.org/").expect("a literal address parses");
        assert_eq!(events().absolute(&url), "https://example.org/events");
    }
}
