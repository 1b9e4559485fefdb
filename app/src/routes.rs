//! Every address of the product as a typed function, used by pages, mails and feeds.
//! No other module writes a path as text.

use domain::id::PublicId;
use domain::identity::profile::Step;
use services::events::rsvp;
use services::identity::letters;
use services::mail::addresses;

mod cohorts;
mod desk;
mod mentoring;

pub use cohorts::*;
pub use desk::*;
pub use mentoring::*;

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

/// All upcoming events.
pub fn events() -> Path {
    path("/events")
}

/// The list of events as a reader asked for it, each pair one parameter of the page.
pub fn events_where(pairs: &[(&str, &str)]) -> Path {
    events().with_all(pairs)
}

/// Upcoming events of one category.
pub fn events_in(category: &str) -> Path {
    events_where(&[("category", category)])
}

/// One series.
pub fn series(slug: &str) -> Path {
    path(format!("/events/{}", encode(slug)))
}

/// One date of a series, by the name of the date.
pub fn occurrence(slug: &str, date: &str) -> Path {
    path(format!("/events/{}/{}", encode(slug), encode(date)))
}

/// Where one date is put into a calendar.
pub fn add_occurrence(slug: &str, date: &str) -> Path {
    path(format!("/events/{}/{}#add", encode(slug), encode(date)))
}

/// Saying whether one comes to a date.
pub fn rsvp(slug: &str, date: &str) -> Path {
    path(format!("/events/{}/{}/rsvp", encode(slug), encode(date)))
}

/// What a guest has said, behind the link in a mail.
pub fn guest(token: &str) -> Path {
    path(format!("{}{}", rsvp::GUEST_PAGE, encode(token)))
}

/// What one attends.
pub fn my_events() -> Path {
    path(rsvp::MY_EVENTS)
}

/// What one attends, in one's own calendar.
pub fn personal_calendar() -> Path {
    path("/me/calendar")
}

/// The address of a personal calendar; `None` for what cannot be a secret of ours.
pub fn personal_feed(token: &str) -> Option<Path> {
    let token = services::identity::Token::parse(token)?;
    Some(path(format!("{}{}.ics", rsvp::FEED_ADDRESS, token.as_str())))
}

/// Who comes to a date, for organizers.
pub fn attendees(slug: &str, date: &str) -> Path {
    path(format!("/desk/events/{}/{}/attendees", encode(slug), encode(date)))
}

/// The same as a file for a spreadsheet.
pub fn attendees_csv(slug: &str, date: &str) -> Path {
    path(format!("/desk/events/{}/{}/attendees.csv", encode(slug), encode(date)))
}

/// Where the calendar feeds are offered.
pub fn subscribe() -> Path {
    path("/calendar")
}

/// Where one feed is offered, for every kind of calendar.
pub fn subscribe_to(feed: &Path) -> Path {
    subscribe().with("feed", feed.as_str())
}

/// Where a feed is examined.
pub fn doctor() -> Path {
    path("/calendar/doctor")
}

/// The examination of one feed.
pub fn doctor_of(feed: &Path) -> Path {
    doctor().with("feed", feed.as_str())
}

/// The calendar feed of everything.
pub fn feed_all() -> Path {
    path("/calendar/all.ics")
}

/// The calendar feed of one category.
pub fn feed_category(slug: &str) -> Path {
    path(format!("/calendar/category/{}.ics", encode(slug)))
}

/// The calendar feed of one series.
pub fn feed_series(slug: &str) -> Path {
    path(format!("/calendar/series/{}.ics", encode(slug)))
}

/// The calendar feed of what a reader asked of the list of events; the same parameters as [`events_where`].
pub fn feed_where(pairs: &[(&str, &str)]) -> Path {
    path("/calendar/events.ics").with_all(pairs)
}

/// One date as a file for a calendar.
pub fn feed_date(slug: &str, date: &str) -> Path {
    path(format!("/calendar/date/{}/{}.ics", encode(slug), encode(date)))
}

/// The picture of a series for previews of its link.
pub fn picture_of_series(slug: &str) -> Path {
    path(format!("/pictures/series/{}.png", encode(slug)))
}

/// The picture of one date for previews of its link.
pub fn picture_of_date(slug: &str, date: &str) -> Path {
    path(format!("/pictures/date/{}/{}.png", encode(slug), encode(date)))
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

/// Everything one has told of oneself.
pub fn profile() -> Path {
    path("/me/profile")
}

/// A few questions of the profile.
pub fn profile_step(step: Step) -> Path {
    path(format!("/me/profile/{}", step.word()))
}

/// One's own profile as others see it.
pub fn preview() -> Path {
    path("/me/profile/preview")
}

/// One's own profile through the eyes of one kind of reader.
pub fn preview_as(eyes: &str) -> Path {
    preview().with("as", eyes)
}

/// Who of the staff saw a private field, and what is kept where.
pub fn privacy() -> Path {
    path(letters::PRIVACY)
}

/// A person, as far as they let one see.
pub fn person(id: PublicId) -> Path {
    path(format!("/people/{id}"))
}

/// The photo of a person.
pub fn photo_of(id: PublicId) -> Path {
    path(format!("/people/{id}/photo"))
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
