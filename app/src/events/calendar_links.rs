//! Addresses that put something into somebody's calendar on the web: one date, or a whole feed.
//!
//! Neither Google nor Microsoft publishes these forms. The one-date forms are those gathered and kept by
//! <https://github.com/InteractionDesignFoundation/add-event-to-calendar-docs> (services/google.md, services/outlook-web.md).
//! For feeds, Google takes only a `webcal:` address in `cid` (an `https:` one is read as a mail address, see
//! <https://github.com/calagator/calagator/issues/556>), and Outlook on the web only `https:` (a `webcal:` one stays
//! empty, see <https://github.com/sportstimes/f1/issues/449>).

use chrono::{DateTime, Utc};
use url::Url;

/// One date as a calendar on the web is told of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct OneDate {
    /// Title, plain text.
    pub(super) title: String,
    /// Start, an instant.
    pub(super) start: DateTime<Utc>,
    /// End, an instant.
    pub(super) end: DateTime<Utc>,
    /// What it is about and where more is said, plain text of a few lines.
    pub(super) details: String,
    /// Where, plain text; may be empty.
    pub(super) location: String,
}

impl OneDate {
    /// The form of Google Calendar: times as `YYYYMMDDTHHMMSSZ/YYYYMMDDTHHMMSSZ` in UTC.
    pub(super) fn google(&self) -> String {
        let dates = format!("{}/{}", self.start.format("%Y%m%dT%H%M%SZ"), self.end.format("%Y%m%dT%H%M%SZ"));
        with_query(
            "https://calendar.google.com/calendar/render",
            &[
                ("action", "TEMPLATE"),
                ("text", &self.title),
                ("dates", &dates),
                ("details", &self.details),
                ("location", &self.location),
            ],
        )
    }

    /// The form of Outlook for a private account.
    pub(super) fn outlook(&self) -> String {
        self.microsoft("https://outlook.live.com/calendar/0/deeplink/compose")
    }

    /// The form of Outlook for an account at work or school.
    pub(super) fn office(&self) -> String {
        self.microsoft("https://outlook.office.com/calendar/0/deeplink/compose")
    }

    /// Both Outlooks read the same parameters: times as `YYYY-MM-DDTHH:MM:SSZ` in UTC.
    fn microsoft(&self, base: &str) -> String {
        let instant = |at: DateTime<Utc>| at.format("%Y-%m-%dT%H:%M:%SZ").to_string();
        with_query(
            base,
            &[
                ("path", "/calendar/action/compose"),
                ("rru", "addevent"),
                ("subject", &self.title),
                ("startdt", &instant(self.start)),
                ("enddt", &instant(self.end)),
                ("body", &self.details),
                ("location", &self.location),
            ],
        )
    }
}

/// A feed by its whole `http` or `https` address.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct FeedLinks {
    /// The address itself, for programs that are given one.
    pub(super) address: String,
    /// What the calendar is called.
    pub(super) name: String,
}

impl FeedLinks {
    /// The same address for programs that open `webcal:`, such as Apple Calendar.
    pub(super) fn webcal(&self) -> String {
        let rest = self.address.split_once("://").map_or(self.address.as_str(), |(_, rest)| rest);
        format!("webcal://{rest}")
    }

    /// Google Calendar in a browser.
    pub(super) fn google(&self) -> String {
        with_query("https://calendar.google.com/calendar/render", &[("cid", &self.webcal())])
    }

    /// Outlook in a browser, for a private account.
    pub(super) fn outlook(&self) -> String {
        self.microsoft("https://outlook.live.com/calendar/0/addfromweb")
    }

    /// Outlook in a browser, for an account at work or school.
    pub(super) fn office(&self) -> String {
        self.microsoft("https://outlook.office.com/calendar/0/addfromweb")
    }

    fn microsoft(&self, base: &str) -> String {
        with_query(base, &[("url", &self.address), ("name", &self.name)])
    }
}

/// `base?name=value&..` without empty values. A space is `%20`: Outlook shows a `+` as it stands.
fn with_query(base: &str, pairs: &[(&str, &str)]) -> String {
    let Ok(mut url) = Url::parse(base) else { return base.to_owned() };
    url.query_pairs_mut().extend_pairs(pairs.iter().filter(|(_, value)| !value.is_empty()));
    // A plus that is part of the text is `%2B` by now.
    String::from(url).replace('+', "%20")
}

#[cfg(test)]
mod tests {
    use super::*;
    use chrono::TimeZone;
    use std::collections::HashMap;

    fn date() -> OneDate {
        OneDate {
            title: "Q&A + tea: \"Visa\" #1 für Ärzte".to_owned(),
            start: Utc.with_ymd_and_hms(2026, 11, 26, 1, 0, 0).unwrap(),
            end: Utc.with_ymd_and_hms(2026, 11, 26, 2, 0, 0).unwrap(),
            details: "First line\nhttps://example.org/events/a/2026-11-25?x=1&y=2".to_owned(),
            location: "Hall B, 5 % off".to_owned(),
        }
    }

    fn read(address: &str) -> (String, HashMap<String, String>) {
        assert!(!address.contains(['+', ' ', '\n', '"']), "{address}");
        let url = Url::parse(address).unwrap();
        let base = format!("{}{}", url.origin().ascii_serialization(), url.path());
        (base, url.query_pairs().into_owned().collect())
    }

    #[test]
    fn google_reads_back_what_was_said() {
        let (base, query) = read(&date().google());
        assert_eq!(base, "https://calendar.google.com/calendar/render");
        assert_eq!(query["action"], "TEMPLATE");
        assert_eq!(query["dates"], "20261126T010000Z/20261126T020000Z");
        assert_eq!(query["text"], date().title);
        assert_eq!(query["details"], date().details);
        assert_eq!(query["location"], date().location);
    }

    #[test]
    fn both_outlooks_read_back_what_was_said() {
        for (address, host) in
            [(date().outlook(), "https://outlook.live.com"), (date().office(), "https://outlook.office.com")]
        {
            let (base, query) = read(&address);
            assert_eq!(base, format!("{host}/calendar/0/deeplink/compose"));
            assert_eq!((query["path"].as_str(), query["rru"].as_str()), ("/calendar/action/compose", "addevent"));
            assert_eq!(query["startdt"], "2026-11-26T01:00:00Z");
            assert_eq!(query["enddt"], "2026-11-26T02:00:00Z");
            assert_eq!((&query["subject"], &query["body"]), (&date().title, &date().details));
        }
    }

    #[test]
    fn what_is_not_known_is_left_out() {
        let date = OneDate { location: String::new(), ..date() };
        assert!(!date.google().contains("location") && !date.office().contains("location"));
    }

    #[test]
    fn a_feed_with_a_query_arrives_whole() {
        let feed = FeedLinks {
            address: "https://example.org/calendar/events.ics?tag=step%202&canceled=hide".to_owned(),
            name: "Harborlight: Q&A".to_owned(),
        };
        assert_eq!(feed.webcal(), "webcal://example.org/calendar/events.ics?tag=step%202&canceled=hide");
        let (base, query) = read(&feed.google());
        assert_eq!((base.as_str(), &query["cid"]), ("https://calendar.google.com/calendar/render", &feed.webcal()));
        for (address, host) in
            [(feed.outlook(), "https://outlook.live.com"), (feed.office(), "https://outlook.office.com")]
        {
            let (base, query) = read(&address);
            assert_eq!(base, format!("{host}/calendar/0/addfromweb"));
            assert_eq!((&query["url"], &query["name"]), (&feed.address, &feed.name));
        }
    }
}
