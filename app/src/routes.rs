//! Every address of the product as a typed function, used by pages, mails and feeds.
//! No other module writes a path as text.

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

/// The form to report a problem with a page.
pub fn report() -> Path {
    path("/report")
}

/// The form to report a problem, with the page already filled in.
pub fn report_about(page: &str) -> Path {
    report().with("page", page)
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
    fn an_absolute_address_has_one_slash_between_host_and_path() {
        let url = url::Url::parse("https://example.org/").expect("a literal address parses");
        assert_eq!(events().absolute(&url), "https://example.org/events");
    }
}
