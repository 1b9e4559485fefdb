//! Reads what only drafts and rules of postings have.

use super::money::Cents;
use super::words;
use crate::form::sheet::Sheet;

impl Sheet<'_> {
    /// One cleaned line that must not be empty.
    pub(super) fn needed(&mut self, name: &str, most: usize) -> String {
        let clean = self.line(name, most);
        if clean.is_empty() {
            self.wrong(name, words::MISSING);
        }
        clean
    }

    /// One of a list; `None` and a word about it when it is none of them or missing.
    pub(super) fn choice<T>(&mut self, name: &str, parse: impl Fn(&str) -> Option<T>) -> Option<T> {
        let typed = self.raw(name);
        let found = parse(typed);
        if found.is_none() {
            self.wrong(name, if typed.is_empty() { words::MISSING } else { words::CHOOSE });
        }
        found
    }

    /// Several of a list, each once and in its order.
    pub(super) fn choices<T: Ord>(&mut self, name: &str, parse: impl Fn(&str) -> Option<T>) -> Vec<T> {
        let mut found = std::collections::BTreeSet::new();
        let typed: Vec<&str> = self.all(name).filter(|typed| !typed.is_empty()).collect();
        for typed in typed {
            let Some(one) = parse(typed) else {
                self.wrong(name, words::CHOOSE);
                return Vec::new();
            };
            found.insert(one);
        }
        found.into_iter().collect()
    }

    /// Money; `None` when the field is empty or wrong.
    pub(super) fn money(&mut self, name: &str) -> Option<Cents> {
        let typed = self.raw(name);
        if typed.is_empty() {
            return None;
        }
        let found = Cents::parse(typed);
        if found.is_none() {
            self.wrong(name, words::MONEY);
        }
        found
    }
}
