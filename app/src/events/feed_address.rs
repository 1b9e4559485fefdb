//! Which of our own feeds an address in a query means. Nothing else is ever offered to a calendar or examined: a
//! crafted link must not make this site recommend somebody else's.

use crate::routes::{self, Path};
use domain::events::Slug;

/// Longest address that is looked at.
const MAX: usize = 600;
/// Parameters that a feed of a filter may have, as `/events` has them.
const FILTERS: [&str; 6] = ["category", "format", "tag", "q", "month", "past"];

/// What a feed holds.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Holds {
    /// Every public event.
    All,
    /// One category, by the slug of its name.
    Category(Slug),
    /// One series.
    Series(Slug),
    /// What a filter of the list of events finds: its parameters, each once, in one order.
    Filter(Vec<(&'static str, String)>),
}

/// One of our own feeds.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct FeedAddress {
    /// What it holds.
    pub(super) holds: Holds,
    /// Whether canceled dates are left out at once.
    pub(super) hides_canceled: bool,
}

impl FeedAddress {
    /// The feed of everything.
    pub(super) const fn all() -> Self {
        Self { holds: Holds::All, hides_canceled: false }
    }

    /// Reads the local path (and query) of one of our feeds; `None` for any other text. Unknown parameters are dropped.
    pub(super) fn parse(text: &str) -> Option<Self> {
        if text.len() > MAX {
            return None;
        }
        let (path, query) = text.split_once('?').unwrap_or((text, ""));
        let asked = |name: &str| services::query::first_filled(query, name);
        let slug = |rest: &str| rest.strip_suffix(".ics").and_then(Slug::parse);
        let holds = match path.strip_prefix("/calendar/")? {
            "all.ics" => Holds::All,
            "events.ics" => Holds::of(FILTERS.into_iter().filter_map(|name| Some((name, asked(name)?))).collect()),
            rest => match rest.split_once('/')? {
                ("category", file) => Holds::Category(slug(file)?),
                ("series", file) => Holds::Series(slug(file)?),
                _ => return None,
            },
        };
        Some(Self { holds, hides_canceled: asked("canceled").as_deref() == Some("hide") })
    }

    /// Its address in one form.
    pub(super) fn path(&self) -> Path {
        let feed = self.holds.path();
        if self.hides_canceled { feed.with("canceled", "hide") } else { feed }
    }
}

impl Holds {
    /// A filter that asks for nothing holds everything; one that asks only for a category is that category's own feed.
    pub(super) fn of(pairs: Vec<(&'static str, String)>) -> Self {
        match pairs.as_slice() {
            [] => Self::All,
            [("category", name)] => Slug::from_title(name).map_or(Self::Filter(pairs), Self::Category),
            _ => Self::Filter(pairs),
        }
    }

    /// The address of the feed with canceled dates in it.
    pub(super) fn path(&self) -> Path {
        match self {
            Self::All => routes::feed_all(),
            Self::Category(slug) => routes::feed_category(slug.as_str()),
            Self::Series(slug) => routes::feed_series(slug.as_str()),
            Self::Filter(pairs) => {
                let pairs: Vec<_> = pairs.iter().map(|(name, value)| (*name, value.as_str())).collect();
                routes::feed_where(&pairs)
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn our_own_feeds_read_back() {
        for text in [
            "/calendar/all.ics",
            "/calendar/all.ics?canceled=hide",
            "/calendar/category/coffee-chat.ics",
            "/calendar/series/img-coffee-chat.ics?canceled=hide",
            "/calendar/events.ics?category=Q%26A&tag=step%202",
            "/calendar/events.ics?format=online&q=visa&past=1&canceled=hide",
        ] {
            assert_eq!(FeedAddress::parse(text).unwrap().path().as_str(), text);
        }
    }

    #[test]
    fn equal_feeds_have_one_address() {
        let same = |text: &str| FeedAddress::parse(text).unwrap().path().to_string();
        assert_eq!(same("/calendar/events.ics?tag=a&category=b&tag=c&utm=1"), "/calendar/events.ics?category=b&tag=a");
        assert_eq!(same("/calendar/events.ics?category="), "/calendar/all.ics");
        assert_eq!(same("/calendar/events.ics?category=Coffee%20Chat"), "/calendar/category/coffee-chat.ics");
        assert_eq!(
            same("/calendar/events.ics?category=%E5%96%AB%E8%8C%B6"),
            "/calendar/events.ics?category=%E5%96%AB%E8%8C%B6"
        );
        assert_eq!(same("/calendar/all.ics?canceled=show"), "/calendar/all.ics");
    }

    #[test]
    fn nothing_else_is_a_feed_of_ours() {
        for text in [
            "",
            "https://evil.example/calendar/all.ics",
            "//evil.example/calendar/all.ics",
            "/calendar/../calendar/all.ics",
            "/calendar/all.ics/",
            "/calendar/series/.ics",
            "/calendar/series/a/b.ics",
            "/calendar/series/A.ics",
            "/calendar/series/a%2f..%2fb.ics",
            "/calendar/date/a/2026-11-25.ics",
            "/calendar/doctor",
            "javascript:alert(1)",
            "/calendar/all.ics#x",
        ] {
            assert_eq!(FeedAddress::parse(text), None, "{text}");
        }
        assert_eq!(FeedAddress::parse(&format!("/calendar/events.ics?q={}", "a".repeat(700))), None);
    }
}
