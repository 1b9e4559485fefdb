//! A posted form put together with what others have stored since it was drawn.
//!
//! What its sender left alone takes what is stored; what only its sender changed is theirs; where both changed the same,
//! the sender has to know before theirs is taken.

use std::collections::{BTreeMap, BTreeSet};

use super::Fields;
use super::rows_merge::{Rows, merged_rows, row_words, rows_of};
use super::stamp::{DATES, Gathered, Marks, SERIES, STATUS, gathered, mark, read, thing_of};

/// What of a date's form is written over the series when it reaches further than the date; speakers aside.
const REACHING: [&str; 7] = ["title", "description", "place", "link", "capacity", "minutes", "time"];
/// Things of which a form has numbered rows, and the part of a row that messages stand beside.
const LISTS: [(&str, &str); 2] = [("speaker", "name"), ("material", "title")];

/// Something that somebody else has changed in the meantime, and the sender of the form too.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Changed {
    /// The name of the field to say it beside.
    pub field: String,
    /// What is stored now; several values with commas between them.
    pub now: String,
    /// Whether it is stored of the whole series, where the form is that of a date.
    pub of_series: bool,
}

/// What comes of a posted form.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Merged {
    /// The fields to be read.
    pub fields: Fields,
    /// What both have changed and its sender has not been told, in the order of the form.
    pub both: Vec<Changed>,
    /// Whether single dates say something else by now, of which its sender has not been told.
    pub dates: bool,
}

/// Puts a posted form together with what is stored. `drawn` is the stamp it was drawn with, `seen` that of what its
/// sender has been told, or empty; `stored` is what it is held against, see [`super::watched`]. `reaching` says that it
/// is the form of a date and for more than that date. A form without a stamp, which somebody made by hand, is taken as
/// it is.
pub fn merge(
    (drawn, seen): (&str, &str),
    posted: &[(String, String)],
    stored: &[(String, String)],
    reaching: bool,
) -> Merged {
    let base = read(drawn);
    if base.is_empty() {
        return Merged { fields: posted.to_vec(), both: Vec::new(), dates: false };
    }
    let seen = Some(read(seen)).filter(|seen| !seen.is_empty());
    let held = Held { base, seen, mine: gathered(posted), theirs: gathered(stored) };
    let (mut taken, mut both) = (BTreeSet::new(), Vec::new());
    for name in held.names() {
        let (was, mine, theirs) = (held.base.get(&name).copied(), of(&held.mine, &name), of(&held.theirs, &name));
        if mine == was {
            taken.insert(name);
        } else if theirs != was && theirs != mine && held.is_news(&name) {
            both.push(Changed { now: said(&held.theirs, &name), field: name, of_series: false });
        }
    }
    let is_row = |name: &str| LISTS.iter().any(|(list, _)| row_of(list, &thing_of(name).0).is_some());
    let typed = |name: &str| ![STATUS, DATES].contains(&name) && !is_row(name) && !taken.contains(&thing_of(name).0);
    let mut fields: Fields = posted.iter().filter(|(name, _)| typed(name)).cloned().collect();
    fields.extend(stored.iter().filter(|(name, _)| taken.contains(&thing_of(name).0)).cloned());
    for (list, part) in LISTS {
        let (rows, in_both) = held.list(list);
        both.extend(in_both.into_iter().map(|(row, now)| Changed {
            field: field_of(list, row, part),
            now,
            of_series: false,
        }));
        fields.extend(rows.fields(list));
    }
    if reaching {
        let told: Vec<String> = both.iter().map(|changed| changed.field.clone()).collect();
        both.extend(held.over_series(&fields).into_iter().filter(|changed| !told.contains(&changed.field)));
    }
    if held.changed(STATUS) {
        both.push(Changed { field: STATUS.to_owned(), now: said(&held.theirs, STATUS), of_series: true });
    }
    both.sort_by_key(|changed| posted.iter().position(|(name, _)| *name == changed.field));
    Merged { fields, both, dates: held.changed(DATES) }
}

fn field_of(list: &str, row: usize, part: &str) -> String {
    if row == 0 { "nobody".to_owned() } else { super::speakers::field(list, row, part) }
}

/// Which row of a list this is, if it is one.
pub(super) fn row_of(list: &str, thing: &str) -> Option<usize> {
    thing.strip_prefix(list)?.strip_prefix('_')?.parse().ok()
}

fn of(all: &Gathered, name: &str) -> Option<u32> {
    all.get(name).map(|parts| mark(parts))
}

fn said(all: &Gathered, name: &str) -> String {
    let values = all.get(name).into_iter().flatten().map(|(_, value)| value.as_str());
    values.collect::<Vec<_>>().join(", ")
}

struct Held {
    base: Marks,
    seen: Option<Marks>,
    mine: Gathered,
    theirs: Gathered,
}

impl Held {
    /// Everything that is one field, or a few that belong together.
    fn names(&self) -> BTreeSet<String> {
        let all = self.base.keys().chain(self.mine.keys()).chain(self.theirs.keys());
        let rows = |name: &str| LISTS.iter().any(|(list, _)| row_of(list, name).is_some());
        let own = all.filter(|name| !name.starts_with(SERIES) && ![STATUS, DATES].contains(&name.as_str()));
        own.filter(|name| !rows(name)).cloned().collect()
    }

    /// Whether the sender has not been told of what is stored there now.
    fn is_news(&self, name: &str) -> bool {
        self.seen.as_ref().is_none_or(|seen| seen.get(name).copied() != of(&self.theirs, name))
    }

    /// Whether it is stored otherwise than when the form was drawn, and the sender does not know.
    fn changed(&self, name: &str) -> bool {
        of(&self.theirs, name) != self.base.get(name).copied() && self.is_news(name)
    }

    fn list(&self, list: &str) -> (Rows, Vec<(usize, String)>) {
        let marks = |marks: &Marks| -> BTreeMap<usize, u32> {
            marks.iter().filter_map(|(name, mark)| Some((row_of(list, name)?, *mark))).collect()
        };
        let theirs = rows_of(&self.theirs, list);
        let words = theirs.clone();
        let seen = self.seen.as_ref().map(marks);
        let (rows, both) = merged_rows(&marks(&self.base), seen.as_ref(), rows_of(&self.mine, list), theirs);
        (rows, both.into_iter().map(|row| (row.unwrap_or(1), row_words(&words, row))).collect())
    }

    /// What others have changed of the series where these fields, which reach further than their date, write over it.
    fn over_series(&self, fields: &[(String, String)]) -> Vec<Changed> {
        let merged = gathered(fields);
        let mut over = Vec::new();
        for name in REACHING {
            let wide = format!("{SERIES}{name}");
            let typed = merged.get(name);
            let written = typed.is_some() && typed != self.theirs.get(name) && typed != self.theirs.get(&wide);
            if written && self.changed(&wide) {
                over.push(Changed { field: name.to_owned(), now: said(&self.theirs, &wide), of_series: true });
            }
        }
        let list = format!("{SERIES}speaker");
        let (typed, stored) = (rows_of(&merged, "speaker"), rows_of(&self.theirs, &list));
        let written = !typed.is_empty() && typed != rows_of(&self.theirs, "speaker") && typed != stored;
        let all = self.base.keys().chain(self.theirs.keys()).filter(|name| row_of(&list, name).is_some());
        if written && all.into_iter().any(|name| self.changed(name)) {
            let field = field_of("speaker", 1, "name");
            over.push(Changed { field, now: row_words(&stored, None), of_series: true });
        }
        over
    }
}
