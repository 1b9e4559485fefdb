//! Which calendar feeds there are, and their addresses.

use domain::events::{Format, Month, Slug};
use domain::text;

use super::dates::Filter;
use crate::query;

/// Longest address that is looked at: every value of a filter at its longest, each character as four octets written out.
const MOST_ADDRESS: usize = 6_000;
/// Longest value of a filter in characters, as on the page of events.
const MOST_VALUE: usize = 120;

/// What a feed holds.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub enum FeedScope {
    /// Every public series.
    All,
    /// The public series of the categories with this slug.
    Category(Slug),
    /// One public series, with the parts it continues.
    Series(Slug),
    /// What a filter of the list of events finds. Its place in the list says nothing.
    Filter(Box<Filter>),
    /// One date of a public series, by its name in addresses.
    Occurrence(Slug, String),
    /// Another feed without its canceled dates.
    WithoutCancelled(Box<Self>),
}

impl FeedScope {
    /// The key of the feed's version: `all`, `category/<slug>` or `series/<slug>`. What a filter finds may change with
    /// any series.
    pub fn key(&self) -> String {
        match self {
            Self::All | Self::Filter(_) => "all".to_owned(),
            Self::Category(slug) => format!("category/{slug}"),
            Self::Series(slug) | Self::Occurrence(slug, _) => format!("series/{slug}"),
            Self::WithoutCancelled(feed) => feed.key(),
        }
    }

    /// The feed itself, whatever its reader wishes to be left out.
    pub fn without_wishes(&self) -> &Self {
        match self {
            Self::WithoutCancelled(feed) => feed.without_wishes(),
            feed => feed,
        }
    }

    /// Whether canceled dates are left out at once.
    pub fn hides_cancelled(&self) -> bool {
        matches!(self, Self::WithoutCancelled(_))
    }

    /// Reads the local path and query of a feed: `/calendar/all.ics`, `/calendar/category/<slug>.ics`,
    /// `/calendar/series/<slug>.ics`, `/calendar/events.ics?<filter>`, `/calendar/date/<slug>/<date>.ics`; all but the
    /// last with `canceled=hide`. `None` for any other text. Parameters and values nobody knows are left aside.
    pub fn parse_path(text: &str) -> Option<Self> {
        if text.len() > MOST_ADDRESS {
            return None;
        }
        let (path, query) = text.split_once('?').unwrap_or((text, ""));
        let name = path.strip_prefix("/calendar/")?.strip_suffix(".ics")?;
        let feed = match name.split_once('/') {
            None if name == "all" => Self::All,
            None if name == "events" => Self::of_filter(filter_of(query)),
            Some(("category", slug)) => Self::Category(Slug::parse(slug)?),
            Some(("series", slug)) => Self::Series(Slug::parse(slug)?),
            Some(("date", date)) => {
                let (slug, date) = date.split_once('/')?;
                let known = date.len() <= 20 && date.bytes().all(|b| b.is_ascii_digit() || matches!(b, b'-' | b'T'));
                return known.then_some(Self::Occurrence(Slug::parse(slug)?, date.to_owned()));
            }
            _ => return None,
        };
        let hides = query::first_filled(query, "canceled").is_some_and(|wish| wish == "hide");
        Some(if hides { Self::WithoutCancelled(Box::new(feed)) } else { feed })
    }

    fn of_filter(filter: Filter) -> Self {
        if filter.is_empty() { Self::All } else { Self::Filter(Box::new(filter)) }
    }
}

/// The filter of a query, as the list of events reads it.
fn filter_of(query: &str) -> Filter {
    let word = |name: &str| {
        let value = text::single_line(&query::first_filled(query, name)?);
        (1..=MOST_VALUE).contains(&text::length(&value)).then_some(value)
    };
    Filter {
        category: word("category"),
        format: word("format").and_then(|format| Format::parse(&format)),
        tag: word("tag"),
        month: word("month").and_then(|month| Month::parse(&month)),
        q: word("q"),
        past: word("past").is_some_and(|past| past == "1"),
        after: None,
    }
}

#[cfg(test)]
mod tests {
    use url::form_urlencoded;

    use super::*;

    /// The page counts characters too; a feed that left out what the page looks for would hold everything.
    #[test]
    fn the_longest_words_of_every_script_are_looked_for() {
        let words = "🎉".repeat(MOST_VALUE);
        let query = |words: &str| {
            let mut query = form_urlencoded::Serializer::new(String::new());
            for name in ["category", "tag", "q", "format"] {
                query.append_pair(name, words);
            }
            query.finish()
        };
        let Some(FeedScope::Filter(filter)) = FeedScope::parse_path(&format!("/calendar/events.ics?{}", query(&words)))
        else {
            panic!("that is a filter");
        };
        assert_eq!(
            [filter.category, filter.tag, filter.q],
            [Some(words.clone()), Some(words.clone()), Some(words.clone())]
        );
        let longer = format!("/calendar/events.ics?{}", query(&(words + "x")));
        assert_eq!(FeedScope::parse_path(&longer), Some(FeedScope::All));
        assert_eq!(FeedScope::parse_path(&format!("/calendar/events.ics?q={}", "x".repeat(MOST_ADDRESS))), None);
    }

    #[test]
    fn only_our_own_feeds_are_read() {
        let slug = || Slug::parse("coffee-chat").unwrap();
        let hidden = |feed| FeedScope::WithoutCancelled(Box::new(feed));
        for (text, scope) in [
            ("/calendar/all.ics", FeedScope::All),
            ("/calendar/events.ics", FeedScope::All),
            ("/calendar/events.ics?past=0&after=x", FeedScope::All),
            ("/calendar/category/coffee-chat.ics", FeedScope::Category(slug())),
            ("/calendar/series/coffee-chat.ics?canceled=hide", hidden(FeedScope::Series(slug()))),
            ("/calendar/date/coffee-chat/2026-11-25.ics", FeedScope::Occurrence(slug(), "2026-11-25".to_owned())),
        ] {
            assert_eq!(FeedScope::parse_path(text), Some(scope), "{text}");
        }
        let Some(FeedScope::Filter(filter)) = FeedScope::parse_path(
            "/calendar/events.ics?category=Q%26A&format=in+person&q=+visa%0D%0Ahelp&month=2026-13",
        ) else {
            panic!("that is a filter");
        };
        assert_eq!((filter.category.as_deref(), filter.q.as_deref()), (Some("Q&A"), Some("visa help")));
        assert_eq!((filter.format, filter.month), (Some(Format::InPerson), None));
        for wrong in [
            "",
            "/calendar/",
            "/calendar/all",
            "/calendar/me/secret.ics",
            "/calendar/series/../all.ics",
            "/calendar/date/coffee-chat/%0d%0a.ics",
            "https://example.org/calendar/all.ics",
        ] {
            assert_eq!(FeedScope::parse_path(wrong), None, "{wrong}");
        }
    }
}
