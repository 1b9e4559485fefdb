//! Reads the fields of one TOML table and remembers what is wrong with them.

use std::{collections::BTreeMap, ops::Range};

use domain::text;
use toml::Spanned;
use toml::de::{DeTable, DeValue};

use super::ProgrammeError;

/// Collects mistakes and knows the lines of the file.
pub(super) struct Report<'t> {
    source: &'t str,
    line_starts: Vec<usize>,
    pub(super) errors: Vec<ProgrammeError>,
}

impl<'t> Report<'t> {
    pub(super) fn new(source: &'t str) -> Self {
        let line_starts = std::iter::once(0).chain(source.match_indices('\n').map(|(at, _)| at + 1)).collect();
        Self { source, line_starts, errors: Vec::new() }
    }

    /// Line and column, from 1, of a byte of the file.
    pub(super) fn position(&self, byte: usize) -> (usize, usize) {
        let mut end = byte.min(self.source.len());
        while !self.source.is_char_boundary(end) {
            end -= 1;
        }
        let line = self.line_starts.partition_point(|start| *start <= end);
        let line_start = self.line_starts[line - 1];
        (line, text::length(&self.source[line_start..end]) + 1)
    }

    pub(super) fn add(&mut self, byte: usize, field: &str, message: impl Into<String>) {
        let (line, column) = self.position(byte);
        self.errors.push(ProgrammeError { line, column, field: field.to_owned(), message: message.into() });
    }
}

/// One table of the file, with the names that may stand in it.
pub(super) struct Fields<'f, 'i> {
    values: BTreeMap<&'f str, &'f Spanned<DeValue<'i>>>,
    /// Where the table begins, for what is missing.
    start: usize,
    /// `""`, or such as `"speakers."` inside one.
    prefix: &'static str,
}

impl<'f, 'i> Fields<'f, 'i> {
    /// Takes a table apart; names that do not belong there are reported with the one that was meant.
    pub(super) fn new(
        table: &'f DeTable<'i>,
        start: usize,
        prefix: &'static str,
        known: &[&'static str],
        report: &mut Report<'_>,
    ) -> Self {
        let mut values = BTreeMap::new();
        for (key, value) in table {
            let name: &str = key.get_ref();
            if known.contains(&name) {
                values.insert(name, value);
                continue;
            }
            let clean = text::single_line(text::cut(name, 60));
            let message = match text::nearest(&clean, known.iter().copied()) {
                Some(meant) => format!("there is no field \"{clean}\"; did you mean \"{meant}\"?"),
                None => format!("there is no field \"{clean}\"; the fields are {}", known.join(", ")),
            };
            report.add(key.span().start, &format!("{prefix}{clean}"), message);
        }
        Self { values, start, prefix }
    }

    pub(super) fn name(&self, field: &str) -> String {
        format!("{}{field}", self.prefix)
    }

    /// The value of a field, if it is there.
    pub(super) fn get(&self, field: &str) -> Option<&'f Spanned<DeValue<'i>>> {
        self.values.get(field).copied()
    }

    /// Where the value of a field stands, or where the table begins.
    pub(super) fn span(&self, field: &str) -> Range<usize> {
        self.get(field).map_or(self.start..self.start, Spanned::span)
    }

    /// Says what is wrong with a field, at its place.
    pub(super) fn wrong(&self, field: &str, message: impl Into<String>, report: &mut Report<'_>) {
        report.add(self.span(field).start, &self.name(field), message);
    }

    /// The value of a field that must be there; its absence is reported with an example.
    pub(super) fn needed(
        &self,
        field: &str,
        example: &str,
        report: &mut Report<'_>,
    ) -> Option<&'f Spanned<DeValue<'i>>> {
        let found = self.get(field);
        if found.is_none() {
            self.wrong(field, format!("is missing; write for example {field} = {example}"), report);
        }
        found
    }

    /// A text as it stands in the file.
    pub(super) fn raw(&self, field: &str, report: &mut Report<'_>) -> Option<&'f str> {
        let found = self.get(field)?;
        let text = found.get_ref().as_str();
        if text.is_none() {
            self.wrong(field, "must be a text in quotation marks", report);
        }
        text
    }

    /// A cleaned text of one line, at most `max` characters; empty when it is not there.
    pub(super) fn line(&self, field: &str, max: usize, report: &mut Report<'_>) -> String {
        let clean = self.raw(field, report).map(text::single_line).unwrap_or_default();
        self.within(field, clean, max, report)
    }

    /// As [`Fields::line`], but it must be there and not empty.
    pub(super) fn needed_line(&self, field: &str, example: &str, max: usize, report: &mut Report<'_>) -> String {
        let there = self.needed(field, example, report).is_some();
        let line = self.line(field, max, report);
        if there && line.is_empty() && self.get(field).is_some_and(|value| value.get_ref().is_str()) {
            self.wrong(field, format!("must not be empty; write for example {field} = {example}"), report);
        }
        line
    }

    /// A cleaned text of several lines.
    pub(super) fn lines(&self, field: &str, max: usize, report: &mut Report<'_>) -> String {
        let clean = self.raw(field, report).map(text::multi_line).unwrap_or_default();
        self.within(field, clean, max, report)
    }

    /// As [`Fields::line`], and `None` when the field is not there.
    pub(super) fn maybe_line(&self, field: &str, max: usize, report: &mut Report<'_>) -> Option<String> {
        self.get(field).map(|_| self.line(field, max, report))
    }

    /// As [`Fields::lines`], and `None` when the field is not there.
    pub(super) fn maybe_lines(&self, field: &str, max: usize, report: &mut Report<'_>) -> Option<String> {
        self.get(field).map(|_| self.lines(field, max, report))
    }

    /// The tables of an array of tables, with the place where each begins.
    pub(super) fn tables(
        &self,
        field: &str,
        header: &str,
        max: usize,
        report: &mut Report<'_>,
    ) -> Vec<(usize, &'f DeTable<'i>)> {
        let Some(found) = self.get(field) else { return Vec::new() };
        let items = found.get_ref().as_array();
        let tables: Option<Vec<_>> = items
            .and_then(|items| items.iter().map(|item| Some((item.span().start, item.get_ref().as_table()?))).collect());
        let Some(tables) = tables else {
            self.wrong(field, format!("begin each one with a line {header}"), report);
            return Vec::new();
        };
        if tables.len() > max {
            self.wrong(field, format!("there are {} of them; at most {max} fit", tables.len()), report);
            return Vec::new();
        }
        tables
    }

    fn within(&self, field: &str, clean: String, max: usize, report: &mut Report<'_>) -> String {
        let long = text::length(&clean);
        if long > max {
            self.wrong(field, format!("has {long} characters; at most {max} fit"), report);
        }
        clean
    }
}
