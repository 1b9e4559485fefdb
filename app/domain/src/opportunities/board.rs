//! Finding among published postings: what a list is narrowed by, held against all of them in one pass, with the counts of
//! every field.
//!
//! A posting counts for a value of a field if it fits everything else. So one look at how many fields it misses is enough:
//! none, and it is in the list and counts everywhere; one, and it counts for that field alone.

mod narrow;

use std::sync::Arc;

use chrono::{DateTime, Utc};
use chrono_tz::Tz;

use super::filters::{Counts, Filters, PER_PAGE, Sort};
use super::kind::{Contact, Group, Kind, Mode};
use super::month::Month;
use super::posting::Posting;
use super::when::Weeks;
use crate::identity::profile::vocab::{self, Choice};
use crate::search;
use narrow::{FIELDS, Tally, Wanted};

/// What of a posting lists are narrowed and ordered by, as its row repeats it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Facets<'p> {
    /// What is offered.
    pub kind: Kind,
    /// How near one comes to patients.
    pub contact: Contact,
    /// Where it takes place.
    pub mode: Mode,
    /// A word of `vocab::SPECIALTIES`.
    pub specialty: &'p str,
    /// A word of `vocab::STATES`; empty when it is remote.
    pub state: &'p str,
    /// Cents for a week of the shortest stay.
    pub fee_week: u64,
    /// How long a stay may be.
    pub weeks: Weeks,
    /// The first and the last month in which a stay may begin; `None` for any.
    pub begins: Option<(Month, Month)>,
    /// Help with a visa, as [`super::Visa::bit`].
    pub visas: u32,
    /// Groups that are named, as [`Group::bit`].
    pub groups: u32,
    /// What may come of it, as [`super::Outcome::bit`].
    pub outcomes: u32,
    /// What words are looked for in: title, institution and department in lower case, a line each.
    pub search: String,
}

impl<'p> Facets<'p> {
    /// Those of a posting.
    pub fn of(posting: &'p Posting) -> Self {
        Self {
            kind: posting.kind,
            contact: posting.contact,
            mode: posting.mode,
            specialty: &posting.specialty,
            state: &posting.state,
            fee_week: posting.fee_per_week(),
            weeks: posting.weeks,
            begins: posting.start.months(),
            visas: posting.visas.iter().fold(0, |bits, one| bits | one.bit()),
            groups: posting.groups.iter().fold(0, |bits, one| bits | one.bit()),
            outcomes: posting.outcomes.iter().fold(0, |bits, one| bits | one.bit()),
            search: search::lines([&posting.title, &posting.institution, &posting.department].map(String::as_str)),
        }
    }
}

/// A published posting among all of them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Entry {
    id: i64,
    host: i64,
    expires_at: DateTime<Utc>,
    published_at: DateTime<Utc>,
    fee_week: u64,
    weeks: Weeks,
    begins: Option<(Month, Month)>,
    specialty: u8,
    state: Option<u8>,
    /// There may be none.
    outcomes: u32,
    bits: Bits,
    search: Box<str>,
}

/// Sets of values: one bit for each of a field's list.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Bits {
    kind: u32,
    mode: u32,
    contact: u32,
    visas: u32,
    groups: u32,
}

const _: () = assert!(vocab::SPECIALTIES.len() <= 128 && vocab::STATES.len() <= 128, "a set is one number of 128 bits");

impl Entry {
    /// A posting of these keys, its own and its host's, that was first published and expires then. `None` for a specialty
    /// or a state that no list has.
    pub fn new(
        (id, host): (i64, i64),
        facets: Facets<'_>,
        published_at: DateTime<Utc>,
        expires_at: DateTime<Utc>,
    ) -> Option<Self> {
        let state = if facets.state.is_empty() { None } else { Some(place(&vocab::STATES, facets.state)?) };
        Some(Self {
            id,
            host,
            expires_at,
            published_at,
            fee_week: facets.fee_week,
            weeks: facets.weeks,
            begins: facets.begins,
            specialty: place(&vocab::SPECIALTIES, facets.specialty)?,
            state,
            outcomes: facets.outcomes,
            bits: Bits {
                kind: facets.kind.bit(),
                mode: facets.mode.bit(),
                contact: facets.contact.bit(),
                visas: facets.visas,
                groups: open_to(facets.groups),
            },
            search: facets.search.into(),
        })
    }

    /// Its key.
    pub const fn id(&self) -> i64 {
        self.id
    }
}

fn place(choices: &[Choice], word: &str) -> Option<u8> {
    choices.iter().position(|choice| choice.word == word).and_then(|at| u8::try_from(at).ok())
}

/// Every group a posting is open to: those it names, and all of a kind of which it names none.
fn open_to(named: u32) -> u32 {
    [Group::TRAINING, Group::CITIZENSHIP].into_iter().fold(0, |bits, of| {
        let all = of.into_iter().fold(0, |bits, group| bits | group.bit());
        bits | if named & all == 0 { all } else { named & all }
    })
}

/// One page of a list.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Page {
    /// The keys of its postings in the order of the list, [`PER_PAGE`] at most.
    pub ids: Vec<i64>,
    /// How many there are altogether, and by field.
    pub counts: Counts,
}

/// One page of what fits, with the counts of every field. `now`, in the zone of the association, decides what has expired
/// and which month is this one; hosts of `away`, which is sorted, are kept from whoever looks, with all they offer.
pub fn find(entries: &[Arc<Entry>], filters: &Filters, away: &[i64], now: DateTime<Tz>) -> Page {
    let wanted = Wanted::new(filters, now);
    let mut tally = Tally::new();
    let mut listed: Vec<&Entry> = Vec::new();
    let near = |entry: &Entry| away.binary_search(&entry.host).is_err();
    for entry in entries.iter().filter(|entry| near(entry) && wanted.may(entry)) {
        let misses = wanted.misses(entry);
        if misses == 0 {
            (0..FIELDS).for_each(|field| tally.add(field, entry, &wanted));
            listed.push(entry);
        } else if misses.is_power_of_two() {
            tally.add(misses.trailing_zeros() as usize, entry, &wanted);
        }
    }
    let counts = tally.counts(&wanted, listed.len() as u64);
    Page { ids: page(listed, filters), counts }
}

/// The keys of one page. Only what stands before the end of the page is sorted.
fn page(mut listed: Vec<&Entry>, filters: &Filters) -> Vec<i64> {
    let order = |one: &&Entry, other: &&Entry| match filters.sort {
        Sort::Deadline => (one.expires_at, one.id).cmp(&(other.expires_at, other.id)),
        Sort::Newest => (other.published_at, other.id).cmp(&(one.published_at, one.id)),
        Sort::Fee => (one.fee_week, one.id).cmp(&(other.fee_week, other.id)),
    };
    let (size, skipped) = (PER_PAGE as usize, PER_PAGE as usize * (filters.page.max(1) as usize - 1));
    let end = skipped + size;
    if end < listed.len() {
        listed.select_nth_unstable_by(end, order);
        listed.truncate(end);
    }
    listed.sort_unstable_by(order);
    listed.iter().skip(skipped).map(|entry| entry.id).collect()
}
