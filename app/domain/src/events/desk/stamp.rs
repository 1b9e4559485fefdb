//! What a form was drawn from, field by field, so that two people who change the same thing notice each other.
//!
//! A form carries the stamp of what was stored when it was drawn. A stamp is no secret and proves nothing: it only
//! tells which fields are stored otherwise by now.

use std::collections::BTreeMap;

/// A field that somebody else has changed in the meantime.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Changed {
    /// The field's name; of one that comes several times, its only name.
    pub field: String,
    /// What is stored now; several values with commas between them.
    pub now: String,
}

/// The stamp of these fields: a short mark for each name.
pub fn stamp(fields: &[(String, String)]) -> String {
    let marks = gathered(fields).into_iter().map(|(name, value)| format!("{name}:{:08x}", mark(&value)));
    marks.collect::<Vec<_>>().join(" ")
}

/// The fields that are stored otherwise now than when the stamp was made. None for what is no stamp at all: a form
/// that somebody made by hand.
pub fn changed_since(stamp: &str, fields: &[(String, String)]) -> Vec<Changed> {
    let marks: BTreeMap<&str, &str> = stamp.split(' ').filter_map(|pair| pair.split_once(':')).collect();
    if marks.is_empty() {
        return Vec::new();
    }
    let now = gathered(fields);
    let gone = marks.keys().filter(|name| !now.contains_key(**name)).map(|name| ((*name).to_owned(), String::new()));
    let differs = |name: &str, value: &str| marks.get(name).is_none_or(|was| *was != format!("{:08x}", mark(value)));
    let changed =
        now.iter().filter(|(name, value)| differs(name, value)).map(|(name, value)| (name.clone(), value.clone()));
    // What was empty and is not there, or the other way round, is the same.
    let empty = format!("{:08x}", mark(""));
    let same = |name: &str, value: &str| value.is_empty() && marks.get(name).is_none_or(|was| **was == empty);
    let all = changed.chain(gone).filter(|(name, value)| !same(name, value));
    all.map(|(field, now)| Changed { field, now }).collect()
}

/// The posted fields with what others have stored since put in wherever nothing was typed: a field that still holds
/// what its form was drawn with takes the stored value.
pub fn merged(stamp: &str, posted: &[(String, String)], stored: &[(String, String)]) -> Vec<(String, String)> {
    let marks: BTreeMap<&str, &str> = stamp.split(' ').filter_map(|pair| pair.split_once(':')).collect();
    let typed = gathered(posted);
    let empty = format!("{:08x}", mark(""));
    let untouched = |name: &str| {
        let typed = typed.get(name).map_or("", String::as_str).replace("\r\n", "\n");
        marks.get(name).map_or(empty.as_str(), |was| *was) == format!("{:08x}", mark(typed.trim()))
    };
    let others: Vec<String> = changed_since(stamp, stored).into_iter().map(|changed| changed.field).collect();
    let taken = |name: &String| others.contains(name) && untouched(name);
    let kept = posted.iter().filter(|(name, _)| !taken(name)).cloned();
    kept.chain(stored.iter().filter(|(name, _)| taken(name)).cloned()).collect()
}

fn gathered(fields: &[(String, String)]) -> BTreeMap<String, String> {
    let mut all: BTreeMap<String, String> = BTreeMap::new();
    for (name, value) in fields {
        let gathered = all.entry(name.clone()).or_default();
        if !gathered.is_empty() {
            gathered.push_str(", ");
        }
        gathered.push_str(value);
    }
    all
}

/// FNV-1a in 32 bits: the same on every machine and in every version.
fn mark(text: &str) -> u32 {
    text.bytes().fold(0x811c_9dc5, |hash, byte| (hash ^ u32::from(byte)).wrapping_mul(0x0100_0193))
}
