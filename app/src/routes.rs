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

/// Upcoming events of one category.
pub fn events_in(category: &str) -> Path {
    path(format!("/events?category={}", encode(category)))
}

/// Where the calendar feeds are offered.
pub fn subscribe() -> Path {
    path("/events#subscribe")
}

/// Upcoming events after a point in the list.
pub fn events_after(category: Option<&str>, after: &str) -> Path {
    match category {
        Some(category) => path(format!("/events?category={}&after={}", encode(category), encode(after))),
        None => path(format!("/events?after={}", encode(after))),
    }
}

/// One series.
pub fn series(slug: &str) -> Path {
    path(format!("/events/{}", encode(slug)))
}

/// Where the feed of one series is offered, for every kind of calendar.
pub fn subscribe_series(slug: &str) -> Path {
    path(format!("/events/{}#subscribe", encode(slug)))
}

/// The calendar feed of everything.
pub fn feed_all() -> Path {
    path("/calendar/all.ics")
}

/// The calendar feed of one series.
pub fn feed_series(slug: &str) -> Path {
    path(format!("/calendar/series/{}.ics", encode(slug)))
}

/// The form to report a problem with a page.
pub fn report() -> Path {
    path("/report")
}

/// The form to report a problem, with the page already filled in.
pub fn report_about(page: &str) -> Path {
    path(format!("/report?page={}", encode(page)))
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
    }

    #[test]
    fn an_absolute_address_has_one_slash_between_host_and_path() {
        let url = url::Url::parse("https://example.org/").expect("a literal address parses");
        assert_eq!(events().absolute(&url), "https://example.org/events");
    }
}
