//! What a list is narrowed to, as typed fields, and the one address that says so.

use std::collections::BTreeSet;

use super::kind::{Contact, Group, Kind, Mode, Outcome, Visa};
use super::money::Cents;
use super::month::Month;
use crate::identity::profile::vocab;
use crate::search;

/// A list of postings, narrowed. Within one field any of the values will do; all fields must fit.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Filters {
    /// Words in title, institution or department; empty for any. At most [`MAX_WORDS`] characters on one line.
    pub words: String,
    /// Kinds.
    pub kinds: BTreeSet<Kind>,
    /// Words of `vocab::SPECIALTIES`.
    pub specialties: BTreeSet<&'static str>,
    /// Words of `vocab::STATES`.
    pub states: BTreeSet<&'static str>,
    /// Where it takes place.
    pub modes: BTreeSet<Mode>,
    /// Contact with patients.
    pub contacts: BTreeSet<Contact>,
    /// Help with a visa; a posting that offers one of these.
    pub visas: BTreeSet<Visa>,
    /// What may come of it; a posting that names one of these.
    pub outcomes: BTreeSet<Outcome>,
    /// Open to this group, by naming it or by naming none of its kind.
    pub group: Option<Group>,
    /// At most so much a week; zero for what costs nothing.
    pub fee: Option<Cents>,
    /// A stay of so many weeks is possible.
    pub weeks: Option<u16>,
    /// It may begin in this month or later,
    pub from: Option<Month>,
    /// and in this month or earlier. What has begun already fits neither.
    pub by: Option<Month>,
    /// The order.
    pub sort: Sort,
    /// Page from 1.
    pub page: u32,
}

super::named::named! {
    /// The order of a list.
    Sort {
        /// Whose last day comes first.
        Deadline: "deadline", "Deadline";
        /// The newest first.
        Newest: "newest", "Newest";
        /// The least a week first.
        Fee: "fee", "Fee a week";
    }
}

#[expect(clippy::derivable_impls, reason = "the macro that makes the list derives no default")]
impl Default for Sort {
    fn default() -> Self {
        Self::Deadline
    }
}

pub use crate::search::MAX_WORDS;
/// Weeks of a stay by which the form of a list narrows it.
pub const STAYS: [u16; 9] = [1, 2, 3, 4, 6, 8, 12, 26, 52];
/// Postings on a page.
pub const PER_PAGE: u32 = 20;
/// The last page that is drawn. With more postings than fit on so many pages the rest is found by narrowing the list.
pub const MAX_PAGE: u32 = 500;

impl Filters {
    /// Reads an address. What makes no sense is left aside, so that an old link still shows a list.
    pub fn parse<'p>(pairs: impl IntoIterator<Item = (&'p str, &'p str)>) -> Self {
        let mut filters = Self { page: 1, ..Self::default() };
        for (name, value) in pairs {
            filters.read(name, value.trim());
        }
        filters
    }

    fn read(&mut self, name: &str, value: &str) {
        match name {
            "q" => self.words = search::read(value),
            "kind" => self.kinds.extend(Kind::parse(value)),
            "specialty" => self.specialties.extend(known(&vocab::SPECIALTIES, value)),
            "state" => self.states.extend(known(&vocab::STATES, value)),
            "mode" => self.modes.extend(Mode::parse(value)),
            "contact" => self.contacts.extend(Contact::parse(value)),
            "visa" => self.visas.extend(Visa::parse(value)),
            "outcome" => self.outcomes.extend(Outcome::parse(value)),
            "for" => self.group = Group::parse(value).or(self.group),
            "fee" if value == "free" => self.fee = Some(Cents::ZERO),
            "fee" => self.fee = Cents::parse(value).or(self.fee),
            "weeks" => self.weeks = value.parse().ok().filter(|weeks| (1..=156).contains(weeks)).or(self.weeks),
            "from" => self.from = Month::parse(value).or(self.from),
            "by" => self.by = Month::parse(value).or(self.by),
            "sort" => self.sort = Sort::parse(value).unwrap_or(self.sort),
            "page" => self.page = value.parse().unwrap_or(1).clamp(1, MAX_PAGE),
            _ => {}
        }
    }

    /// The names and values of the one address of this list: fields and values in a fixed order, defaults left out.
    pub fn pairs(&self) -> Vec<(&'static str, String)> {
        let mut pairs = Vec::new();
        if !self.words.is_empty() {
            pairs.push(("q", self.words.clone()));
        }
        pairs.extend(self.kinds.iter().map(|one| ("kind", one.word().to_owned())));
        pairs.extend(self.specialties.iter().map(|one| ("specialty", (*one).to_owned())));
        pairs.extend(self.states.iter().map(|one| ("state", (*one).to_owned())));
        pairs.extend(self.modes.iter().map(|one| ("mode", one.word().to_owned())));
        pairs.extend(self.contacts.iter().map(|one| ("contact", one.word().to_owned())));
        pairs.extend(self.visas.iter().map(|one| ("visa", one.word().to_owned())));
        pairs.extend(self.outcomes.iter().map(|one| ("outcome", one.word().to_owned())));
        pairs.extend(self.group.map(|one| ("for", one.word().to_owned())));
        pairs.extend(self.fee.map(|most| ("fee", fee_word(most))));
        pairs.extend(self.weeks.map(|weeks| ("weeks", weeks.to_string())));
        pairs.extend(self.from.map(|month| ("from", month.to_string())));
        pairs.extend(self.by.map(|month| ("by", month.to_string())));
        if self.sort != Sort::default() {
            pairs.push(("sort", self.sort.word().to_owned()));
        }
        if self.page > 1 {
            pairs.push(("page", self.page.to_string()));
        }
        pairs
    }

    /// The query of that address, without the question mark; empty for everything.
    pub fn query(&self) -> String {
        url::form_urlencoded::Serializer::new(String::new()).extend_pairs(self.pairs()).finish()
    }

    /// Whether nothing is left out.
    pub fn is_everything(&self) -> bool {
        *self == Self { sort: self.sort, page: self.page, ..Self::default() }
    }

    /// The same list from its first page.
    #[must_use]
    pub fn first_page(&self) -> Self {
        Self { page: 1, ..self.clone() }
    }

    /// The same on another page.
    #[must_use]
    pub fn on_page(&self, page: u32) -> Self {
        Self { page, ..self.clone() }
    }

    /// The words people search for, each in lower case.
    pub fn terms(&self) -> impl Iterator<Item = String> {
        search::terms(&self.words)
    }
}

/// The most a week, as the address says it.
pub fn fee_word(most: Cents) -> String {
    if most == Cents::ZERO { "free".to_owned() } else { most.typed() }
}

fn known(choices: &'static [vocab::Choice], word: &str) -> Option<&'static str> {
    vocab::find(choices, word).map(|choice| choice.word)
}

/// How many postings there are for each value of a field, were only that field open: values with their counts, those with
/// none left out.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Counts {
    /// By kind.
    pub kinds: Vec<(Kind, u64)>,
    /// By specialty, the word.
    pub specialties: Vec<(&'static str, u64)>,
    /// By state, the word; what is remote is in none.
    pub states: Vec<(&'static str, u64)>,
    /// By place.
    pub modes: Vec<(Mode, u64)>,
    /// By contact with patients.
    pub contacts: Vec<(Contact, u64)>,
    /// By help with a visa; a posting counts for each help it gives.
    pub visas: Vec<(Visa, u64)>,
    /// By who may apply; a posting counts for each group it is open to.
    pub groups: Vec<(Group, u64)>,
    /// By what may come of it; a posting counts for each thing it names.
    pub outcomes: Vec<(Outcome, u64)>,
    /// By the most it costs a week, at each of [`Cents::STEPS`].
    pub fees: Vec<(Cents, u64)>,
    /// By the weeks of a stay, at each of [`STAYS`].
    pub weeks: Vec<(u16, u64)>,
    /// By the month from which on a stay begins, at each of [`super::months_from`],
    pub from: Vec<(Month, u64)>,
    /// and by the month until which it begins.
    pub by: Vec<(Month, u64)>,
    /// All that fit.
    pub all: u64,
}
