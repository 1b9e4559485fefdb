//! Filters, made ready to be held against many postings, and the counts of what fits.

use chrono::{DateTime, Utc};
use chrono_tz::Tz;

use super::{Bits, Entry, place};
use crate::identity::profile::vocab::{self, Choice};
use crate::opportunities::filters::{Counts, Filters, STAYS};
use crate::opportunities::{Cents, Contact, Group, Kind, MONTHS, Mode, Month, Outcome, Visa, months_from};

/// Fields that are counted, in this order: kind, specialty, state, place, contact, visa, group, outcome, fee, weeks, begin.
pub(super) const FIELDS: usize = 11;
/// The begin is counted twice: the months from which on in its own place, those until which here.
const BY: usize = FIELDS;

const _: () = assert!(MONTHS <= 32 && STAYS.len() <= 32, "steps of a field are one number of 32 bits");

/// Filters, made ready to be held against many postings.
pub(super) struct Wanted {
    now: DateTime<Utc>,
    /// This month and those that the form offers after it.
    months: [Month; MONTHS],
    fee: u64,
    weeks: Option<u16>,
    begins: Option<(Month, Month)>,
    terms: Vec<String>,
    specialties: u128,
    states: Option<u128>,
    outcomes: Option<u32>,
    bits: Bits,
}

/// A set of bits, or all of them for an empty one, which narrows nothing.
fn any_of(bits: impl Iterator<Item = u32>) -> u32 {
    some_of(bits).unwrap_or(u32::MAX)
}

fn some_of(bits: impl Iterator<Item = u32>) -> Option<u32> {
    bits.reduce(|all, bit| all | bit)
}

fn places<'w>(choices: &[Choice], words: impl Iterator<Item = &'w &'static str>) -> Option<u128> {
    words.filter_map(|word| place(choices, word)).map(|at| 1 << at).reduce(|all, bit: u128| all | bit)
}

impl Wanted {
    pub(super) fn new(filters: &Filters, now: DateTime<Tz>) -> Self {
        let months = months_from(now.date_naive());
        let begins = (filters.from.unwrap_or(months[0]), filters.by.unwrap_or(Month::LAST));
        Self {
            now: now.to_utc(),
            months,
            fee: filters.fee.map_or(u64::MAX, |most| most.get().into()),
            weeks: filters.weeks,
            begins: (filters.from.is_some() || filters.by.is_some()).then_some(begins),
            terms: filters.terms().collect(),
            specialties: places(&vocab::SPECIALTIES, filters.specialties.iter()).unwrap_or(u128::MAX),
            states: places(&vocab::STATES, filters.states.iter()),
            outcomes: some_of(filters.outcomes.iter().map(|one| one.bit())),
            bits: Bits {
                kind: any_of(filters.kinds.iter().map(|one| one.bit())),
                mode: any_of(filters.modes.iter().map(|one| one.bit())),
                contact: any_of(filters.contacts.iter().map(|one| one.bit())),
                visas: any_of(filters.visas.iter().map(|one| one.bit())),
                groups: any_of(filters.group.iter().map(|one| one.bit())),
            },
        }
    }

    /// Whether everything that is not counted by value fits.
    pub(super) fn may(&self, entry: &Entry) -> bool {
        entry.expires_at > self.now && self.terms.iter().all(|term| entry.search.contains(term.as_str()))
    }

    /// Which of the counted fields do not fit, a bit for each.
    pub(super) fn misses(&self, entry: &Entry) -> u32 {
        let fits = [
            self.bits.kind & entry.bits.kind != 0,
            self.specialties & (1 << entry.specialty) != 0,
            self.states.is_none_or(|set| entry.state.is_some_and(|state| set & (1 << state) != 0)),
            self.bits.mode & entry.bits.mode != 0,
            self.bits.contact & entry.bits.contact != 0,
            self.bits.visas & entry.bits.visas != 0,
            self.bits.groups & entry.bits.groups != 0,
            self.outcomes.is_none_or(|set| set & entry.outcomes != 0),
            entry.fee_week <= self.fee,
            self.weeks.is_none_or(|weeks| entry.weeks.allow(weeks)),
            self.begins.is_none_or(|(from, by)| self.may_begin(entry, from, by)),
        ];
        fits.iter().enumerate().fold(0, |misses, (field, fits)| misses | (u32::from(!fits) << field))
    }

    /// Whether a stay may begin in one of these months, this one or later.
    fn may_begin(&self, entry: &Entry, from: Month, by: Month) -> bool {
        let (first, last) = entry.begins.unwrap_or((from, Month::LAST));
        first.max(from).max(self.months[0]) <= last.min(by)
    }
}

/// Those of a few steps that fit, as a set of bits.
fn set<T, const N: usize>(steps: [T; N], fits: impl Fn(T) -> bool) -> u32 {
    steps.into_iter().zip(0_u32..).fold(0, |bits, (step, at)| bits | (u32::from(fits(step)) << at))
}

/// Counts by field and by place in the field's list.
pub(super) struct Tally([[u64; 128]; FIELDS + 1]);

impl Tally {
    pub(super) const fn new() -> Self {
        Self([[0; 128]; FIELDS + 1])
    }

    pub(super) fn add(&mut self, field: usize, entry: &Entry, wanted: &Wanted) {
        let bits = match field {
            1 => return self.0[1][usize::from(entry.specialty)] += 1,
            2 => return entry.state.into_iter().for_each(|state| self.0[2][usize::from(state)] += 1),
            0 => entry.bits.kind,
            3 => entry.bits.mode,
            4 => entry.bits.contact,
            5 => entry.bits.visas,
            6 => entry.bits.groups,
            7 => entry.outcomes,
            8 => set(Cents::STEPS, |most| entry.fee_week <= u64::from(most.get())),
            9 => set(STAYS, |weeks| entry.weeks.allow(weeks)),
            _ => {
                let (from, by) = wanted.begins.unwrap_or((wanted.months[0], Month::LAST));
                self.raise(BY, set(wanted.months, |month| wanted.may_begin(entry, from, month)));
                set(wanted.months, |month| wanted.may_begin(entry, month, by))
            }
        };
        self.raise(field, bits);
    }

    fn raise(&mut self, field: usize, bits: u32) {
        let mut left = bits;
        while left != 0 {
            self.0[field][left.trailing_zeros() as usize] += 1;
            left &= left - 1;
        }
    }

    fn of<T: Copy>(&self, field: usize, all: impl Iterator<Item = T>) -> Vec<(T, u64)> {
        all.zip(self.0[field]).filter(|(_, number)| *number > 0).collect()
    }

    /// All counts, where so many fit.
    pub(super) fn counts(&self, wanted: &Wanted, all: u64) -> Counts {
        let words = |choices: &'static [Choice]| choices.iter().map(|choice| choice.word);
        Counts {
            kinds: self.of(0, Kind::ALL.iter().copied()),
            specialties: self.of(1, words(&vocab::SPECIALTIES)),
            states: self.of(2, words(&vocab::STATES)),
            modes: self.of(3, Mode::ALL.iter().copied()),
            contacts: self.of(4, Contact::ALL.iter().copied()),
            visas: self.of(5, Visa::ALL.iter().copied()),
            groups: self.of(6, Group::ALL.iter().copied()),
            outcomes: self.of(7, Outcome::ALL.iter().copied()),
            fees: self.of(8, Cents::STEPS.into_iter()),
            weeks: self.of(9, STAYS.into_iter()),
            from: self.of(10, wanted.months.into_iter()),
            by: self.of(BY, wanted.months.into_iter()),
            all,
        }
    }
}
