//! What a reader asks of `/events`, as the address of the page says it: read, changed by one step, written again.
//! The form and the chips that show it are in `filter_form`.

use super::feed_address::{FeedAddress, Holds};
use crate::routes::{self, Path};
use domain::events::{Format, Month};
use domain::text::{length, single_line};
use services::events::Filter;

/// Longest filter value that is looked at, in characters.
const MAX_FILTER: usize = 120;

/// How the dates are shown.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum View {
    /// One after the other, by month.
    List,
    /// One month as a table of weeks.
    Month,
}

/// Everything the address of `/events` says.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Asked {
    /// Which dates. In the view by month, its month is the month shown and not a filter.
    pub(super) filter: Filter,
    /// How they are shown.
    pub(super) view: View,
}

/// One thing that was chosen, in words, and the page without it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Choice {
    /// "Category", "Search".
    pub(super) what: &'static str,
    /// The value as people read it.
    pub(super) words: String,
    /// The same page without it.
    pub(super) without: Path,
}

impl Asked {
    /// Reads the parameters of the page; what makes no sense is as if it were not there.
    pub(super) fn read(query: impl Fn(&str) -> Option<String>) -> Self {
        let text = |name: &str| {
            query(name).map(|value| single_line(&value)).filter(|value| (1..=MAX_FILTER).contains(&length(value)))
        };
        let view = if text("view").as_deref() == Some("month") { View::Month } else { View::List };
        let past = view == View::List && text("past").as_deref() == Some("1");
        let filter = Filter {
            category: text("category"),
            format: text("format").and_then(|word| Format::parse(&word)),
            tag: text("tag"),
            month: text("month").and_then(|month| Month::parse(&month)),
            q: text("q"),
            past,
            after: text("after").filter(|_| view == View::List),
        };
        Self { filter, view }
    }

    /// The address of this very page.
    pub(super) fn path(&self) -> Path {
        let mut pairs = self.pairs();
        if self.view == View::Month {
            pairs.insert(0, ("view", "month".to_owned()));
        }
        if let Some(after) = &self.filter.after {
            pairs.push(("after", after.clone()));
        }
        path_of(&pairs)
    }

    /// From another place in the list.
    pub(super) fn after(&self, after: Option<&str>) -> Path {
        let filter = Filter { after: after.map(ToOwned::to_owned), ..self.filter.clone() };
        Self { filter, view: self.view }.path()
    }

    /// In another view, from its beginning.
    pub(super) fn seen_as(&self, view: View) -> Path {
        let filter = Filter { after: None, past: false, ..self.filter.clone() };
        Self { filter, view }.path()
    }

    /// The list of dates gone, or to come, with the same filter but for the month.
    pub(super) fn in_the_past(&self, past: bool) -> Path {
        let filter = Filter { after: None, month: None, past, ..self.filter.clone() };
        Self { filter, view: View::List }.path()
    }

    /// The grid of another month.
    pub(super) fn in_month(&self, month: Month) -> Path {
        let filter = Filter { month: Some(month), after: None, past: false, ..self.filter.clone() };
        Self { filter, view: View::Month }.path()
    }

    /// The same view without any filter.
    pub(super) fn cleared(&self) -> Path {
        let month = self.filter.month.filter(|_| self.view == View::Month);
        let filter = Filter { month, past: self.filter.past, ..Filter::default() };
        Self { filter, view: self.view }.path()
    }

    /// The feed that holds exactly these dates, whatever page of the list is shown.
    pub(super) fn feed(&self) -> FeedAddress {
        let mut pairs = self.pairs();
        if self.view == View::Month {
            pairs.retain(|(name, _)| *name != "month");
        }
        FeedAddress { holds: Holds::of(pairs), hides_canceled: false }
    }

    /// What narrows the list, in the order of the form.
    pub(super) fn choices(&self) -> Vec<Choice> {
        let filter = &self.filter;
        let without = |change: fn(&mut Filter)| {
            let mut rest = Filter { after: None, ..filter.clone() };
            change(&mut rest);
            Self { filter: rest, view: self.view }.path()
        };
        let choice = |what, words: Option<String>, change: fn(&mut Filter)| {
            words.map(|words| Choice { what, words, without: without(change) })
        };
        let month = filter.month.filter(|_| self.view == View::List);
        [
            choice("Search", filter.q.as_ref().map(|words| format!("\u{201c}{words}\u{201d}")), |rest| rest.q = None),
            choice("Category", filter.category.clone(), |rest| rest.category = None),
            choice("Format", filter.format.map(|format| format.label().to_owned()), |rest| rest.format = None),
            choice("Topic", filter.tag.clone(), |rest| rest.tag = None),
            choice("Month", month.map(|month| crate::ui::time::month_name(&month.first())), |rest| rest.month = None),
        ]
        .into_iter()
        .flatten()
        .collect()
    }

    /// The parameters of the filter, in one order, without view and place in the list.
    fn pairs(&self) -> Vec<(&'static str, String)> {
        let filter = &self.filter;
        [
            ("category", filter.category.clone()),
            ("format", filter.format.map(format_word)),
            ("tag", filter.tag.clone()),
            ("q", filter.q.clone()),
            ("month", filter.month.map(|month| month.to_string())),
            ("past", filter.past.then(|| "1".to_owned())),
        ]
        .into_iter()
        .filter_map(|(name, value)| Some((name, value?)))
        .collect()
    }
}

/// A format as it stands in an address: `in-person`.
pub(super) fn format_word(format: Format) -> String {
    format.as_str().replace(' ', "-")
}

fn path_of(pairs: &[(&'static str, String)]) -> Path {
    let pairs: Vec<_> = pairs.iter().map(|(name, value)| (*name, value.as_str())).collect();
    routes::events_where(&pairs)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn asked(query: &str) -> Asked {
        let pairs: Vec<(String, String)> = url::form_urlencoded::parse(query.as_bytes()).into_owned().collect();
        Asked::read(|name| pairs.iter().find(|(key, _)| key == name).map(|(_, value)| value.clone()))
    }

    #[test]
    fn an_address_reads_back() {
        for query in [
            "category=Q%26A&format=in-person&tag=step%202&q=visa&month=2026-12&past=1&after=1-a",
            "view=month&category=Community&month=2026-12",
            "past=1",
        ] {
            assert_eq!(asked(query).path().as_str(), format!("/events?{query}"));
        }
    }

    #[test]
    fn what_makes_no_sense_is_not_there() {
        let plain = asked("category=&format=by-letter&month=2026-13&past=yes&view=year&q=%20%00");
        assert_eq!(plain.path().as_str(), "/events");
        assert!(plain.choices().is_empty());
        assert_eq!(asked(&format!("q={}", "a".repeat(121))).filter.q, None);
        // A grid has no place in a list and shows what was and what will be.
        assert_eq!(asked("view=month&past=1&after=1-a").path().as_str(), "/events?view=month");
    }

    #[test]
    fn each_choice_can_be_taken_back_alone() {
        let asked = asked("category=A&tag=b&q=c&after=1-a");
        let without: Vec<_> = asked.choices().iter().map(|choice| choice.without.to_string()).collect();
        assert_eq!(without, ["/events?category=A&tag=b", "/events?tag=b&q=c", "/events?category=A&q=c"]);
        assert_eq!(asked.cleared().as_str(), "/events");
    }

    #[test]
    fn views_keep_the_filter() {
        let now = Month::parse("2026-11").unwrap();
        let list = asked("tag=b&month=2026-12&after=1-a");
        assert_eq!(list.seen_as(View::Month).as_str(), "/events?view=month&tag=b&month=2026-12");
        assert_eq!(list.in_the_past(true).as_str(), "/events?tag=b&past=1");
        let grid = asked("view=month&tag=b&month=2026-10");
        assert_eq!(grid.seen_as(View::List).as_str(), "/events?tag=b&month=2026-10");
        assert_eq!(grid.in_month(now).as_str(), "/events?view=month&tag=b&month=2026-11");
        assert_eq!(grid.cleared().as_str(), "/events?view=month&month=2026-10");
    }

    #[test]
    fn the_feed_holds_the_filter_and_never_the_page() {
        let feed = |query| asked(query).feed().path().to_string();
        assert_eq!(feed(""), "/calendar/all.ics");
        assert_eq!(feed("category=Coffee%20Chat&after=1-a"), "/calendar/category/coffee-chat.ics");
        assert_eq!(feed("category=A&format=in-person"), "/calendar/events.ics?category=A&format=in-person");
        assert_eq!(feed("view=month&month=2026-12"), "/calendar/all.ics");
        assert_eq!(feed("month=2026-12"), "/calendar/events.ics?month=2026-12");
    }
}
