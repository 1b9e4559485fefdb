//! Numbered rows of a form that two people have changed: who speaks, what there is to read.

use std::collections::{BTreeMap, BTreeSet};

use super::Fields;
use super::merge::row_of;
use super::speakers::{PARTS, field};
use super::stamp::{Gathered, mark};

/// Rows by their number from 1, each with its parts. Row 0 says that nobody speaks.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Rows(BTreeMap<usize, Vec<(String, String)>>);

/// What both have changed of a list: a row, or `None` for the list as a whole.
pub(super) type Both = Option<usize>;

type RowMarks = BTreeMap<usize, u32>;

impl Rows {
    pub(super) fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    fn marks(&self) -> RowMarks {
        self.0.iter().map(|(row, parts)| (*row, mark(parts))).collect()
    }

    /// As fields of a form.
    pub(super) fn fields(&self, list: &str) -> Fields {
        let name = |row: usize, part: &str| if row == 0 { part.to_owned() } else { field(list, row, part) };
        let rows = self.0.iter().flat_map(|(row, parts)| parts.iter().map(move |part| (*row, part)));
        rows.map(|(row, (part, value))| (name(row, part), value.clone())).collect()
    }
}

/// The filled rows of a list.
pub(super) fn rows_of(all: &Gathered, list: &str) -> Rows {
    Rows(all.iter().filter_map(|(name, parts)| Some((row_of(list, name)?, parts.clone()))).collect())
}

/// The rows to be stored, and what of them both have changed without the sender's knowing. Rows that only one of the two
/// has changed or added are all kept; where rows have moved or gone, the list is one thing.
pub(super) fn merged_rows(base: &RowMarks, seen: Option<&RowMarks>, mut mine: Rows, theirs: Rows) -> (Rows, Vec<Both>) {
    let (my_marks, their_marks) = (mine.marks(), theirs.marks());
    if their_marks == *base {
        return (mine, Vec::new());
    }
    if my_marks == *base || my_marks.values().eq(their_marks.values()) {
        return (theirs, Vec::new());
    }
    let is_of_base = |mark: &u32| base.values().any(|was| was == mark);
    let moved = their_marks.iter().any(|(row, mark)| base.get(row) != Some(mark) && is_of_base(mark));
    let gone = base.keys().any(|row| !their_marks.contains_key(row));
    let nobody = [&my_marks, &their_marks].iter().any(|marks| marks.get(&0) != base.get(&0));
    if moved || gone || nobody {
        let told = seen.is_some_and(|seen| *seen == their_marks);
        return (mine, if told { Vec::new() } else { vec![None] });
    }
    let mut both = Vec::new();
    for (row, was) in base {
        let (my, their) = (my_marks.get(row), their_marks.get(row));
        if my == Some(was) {
            mine.0.extend(theirs.0.get(row).map(|parts| (*row, parts.clone())));
        } else if their != Some(was) && my != their && seen.is_none_or(|seen| seen.get(row) != their) {
            both.push(Some(*row));
        }
    }
    let known: BTreeSet<u32> = my_marks.values().copied().collect();
    let new = theirs.0.into_iter().filter(|(row, parts)| !base.contains_key(row) && !known.contains(&mark(parts)));
    for (row, parts) in new {
        let next = mine.0.keys().next_back().map_or(row, |last| row.max(last.saturating_add(1)));
        mine.0.insert(next, parts);
    }
    (mine, both)
}

/// A row, or the first words of all of them, for a message.
pub(super) fn row_words(rows: &Rows, row: Both) -> String {
    match row {
        Some(row) => rows.0.get(&row).map(|parts| in_order(parts).join(", ")).unwrap_or_default(),
        None if rows.0.contains_key(&0) => "nobody speaks".to_owned(),
        None => rows.0.values().filter_map(|parts| in_order(parts).first().copied()).collect::<Vec<_>>().join(", "),
    }
}

fn in_order(parts: &[(String, String)]) -> Vec<&str> {
    let place = |part: &str| PARTS.iter().position(|other| *other == part);
    let mut parts: Vec<_> = parts.iter().collect();
    parts.sort_by_key(|(part, _)| (place(part), part != "title"));
    parts.into_iter().map(|(_, value)| value.as_str()).collect()
}
