//! What a calendar program compares between two readings of a feed: SEQUENCE first, then DTSTAMP (RFC 5546 section
//! 2.1.5). It takes the news of an event only when the pair has grown.

use std::collections::BTreeMap;

use super::super::Read;

/// UID and RECURRENCE-ID.
type Key = (String, String);

fn by_key(bytes: &str) -> BTreeMap<Key, Read> {
    let of = |event: Read| {
        let date = event.every("RECURRENCE-ID").next().unwrap_or_default().to_owned();
        ((event.value("UID").to_owned(), date), event)
    };
    let all: Vec<_> = Read::all(bytes).into_iter().map(of).collect();
    let count = all.len();
    let keyed: BTreeMap<_, _> = all.into_iter().collect();
    assert_eq!(keyed.len(), count, "no event is there twice");
    keyed
}

fn said(event: &Read) -> (u32, String) {
    assert_eq!(event.value("DTSTAMP"), event.value("LAST-MODIFIED"));
    (event.sequence(), event.value("DTSTAMP").to_owned())
}

/// Everything but the two that are compared.
fn content(event: &Read) -> Vec<&String> {
    let compared =
        |line: &&String| !["SEQUENCE:", "DTSTAMP:", "LAST-MODIFIED:"].iter().any(|name| line.starts_with(name));
    event.0.iter().filter(compared).collect()
}

/// What people plan by (RFC 5545 section 3.8.7.4): times, what is left out, whether it takes place, title and place.
fn plan(event: &Read) -> Vec<&String> {
    let names = ["DTSTART", "DTEND", "DURATION", "RRULE", "EXDATE", "STATUS", "SUMMARY", "LOCATION"];
    event.0.iter().filter(|line| names.iter().any(|name| line.starts_with(name))).collect()
}

/// Every event of both feeds went forward when it changed, and none ever went back.
pub(super) fn goes_forward(name: &str, before: &str, after: &str) {
    let (before, after) = (by_key(before), by_key(after));
    for (key, is) in &after {
        let Some(was) = before.get(key) else { continue };
        let (old, new) = (said(was), said(is));
        assert!(new.0 >= old.0, "{name}: SEQUENCE fell from {was:#?} to {is:#?}");
        assert!(content(was) == content(is) || new > old, "{name}: nobody will read {is:#?} after {was:#?}");
        assert!(plan(was) == plan(is) || new.0 > old.0, "{name}: SEQUENCE must rise from {was:#?} to {is:#?}");
    }
    // A date that begins or ceases to speak for itself takes over from its series, or gives back to it.
    for key in before.keys().chain(after.keys()).filter(|(_, date)| !date.is_empty()) {
        let of_series = (key.0.clone(), String::new());
        let Some(was) = before.get(key).or_else(|| before.get(&of_series)) else { continue };
        let Some(is) = after.get(key).or_else(|| after.get(&of_series)) else { continue };
        if before.contains_key(key) != after.contains_key(key) {
            assert!(said(is) > said(was), "{name}: {key:?} is not taken from {was:#?} to {is:#?}");
        }
    }
}
