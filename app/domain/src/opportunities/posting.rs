//! One posting, whole and checked.

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

use super::document::Document;
use super::kind::{Contact, Group, Kind, Mode, Outcome, Visa};
use super::money::{Cents, Fee, FeeLine};
use super::requirement::Requirement;
use super::when::{Start, Weeks, Window};
use crate::events::Link;
use crate::identity::profile::vocab;

/// What a host offers. It is made by reading a form, so none of it can be wrong; how far it is, is a
/// [`super::State`] beside it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Posting {
    /// What it is called, 1 to [`limits::TITLE`] characters.
    pub title: String,
    /// Markdown about it; may be empty.
    pub description: String,
    /// What is offered.
    pub kind: Kind,
    /// How near one comes to patients.
    pub contact: Contact,
    /// The hospital, university or clinic.
    pub institution: String,
    /// Its department; may be empty.
    pub department: String,
    /// The physician who answers for it.
    pub supervisor: String,
    /// A word of `vocab::SPECIALTIES`.
    pub specialty: String,
    /// Where it takes place.
    pub mode: Mode,
    /// Empty when it is remote.
    pub city: String,
    /// A word of `vocab::STATES`; empty when it is remote.
    pub state: String,
    /// The page of the institution itself about it.
    pub official_page: Link,
    /// When stays begin.
    pub start: Start,
    /// How long they are.
    pub weeks: Weeks,
    /// Hours a week, where the host says.
    pub hours: Option<u8>,
    /// How many people are taken.
    pub seats: u16,
    /// When one may apply. After it the posting has expired.
    pub window: Window,
    /// What it costs.
    pub fee: Fee,
    /// What is paid to whoever comes, a week.
    pub pay_per_week: Option<Cents>,
    /// What the host does about a visa; at least one, and nothing beside "none".
    pub visas: Vec<Visa>,
    /// What may come of it.
    pub outcomes: Vec<Outcome>,
    /// Papers asked for.
    pub documents: Vec<Document>,
    /// Who may apply; groups of a kind that names none are all welcome.
    pub groups: Vec<Group>,
    /// What is asked of them.
    pub requirements: Vec<Requirement>,
    /// A question of the host to whoever applies; may be empty.
    pub question: String,
}

impl Posting {
    /// From when on nobody may apply and no list has it.
    pub fn expires_at(&self) -> DateTime<Utc> {
        self.window.closes_at()
    }

    /// What a week of the shortest stay costs, in cents.
    pub fn fee_per_week(&self) -> u64 {
        self.fee.per_week(self.weeks.least)
    }

    /// Where, in words.
    pub fn place(&self) -> String {
        let there = if self.city.is_empty() { self.state.clone() } else { format!("{}, {}", self.city, self.state) };
        match self.mode {
            Mode::Remote => "Remote".to_owned(),
            Mode::OnSite => there,
            Mode::Hybrid => format!("{there}, partly remote"),
        }
    }

    /// The same without anything its host has written: what may be shown of it while nobody has checked the words.
    #[must_use]
    pub fn without_words(self) -> Self {
        let line = |line: FeeLine| FeeLine { what: String::new(), payee_name: String::new(), ..line };
        let lines = self.fee.lines.into_iter().map(line).collect();
        let unquoted = |one: Requirement| Requirement { quote: String::new(), ..one };
        Self {
            title: plain_title(self.kind, &self.specialty),
            description: String::new(),
            institution: String::new(),
            department: String::new(),
            supervisor: String::new(),
            city: String::new(),
            question: String::new(),
            fee: Fee { lines, refund: self.fee.refund, refund_rule: String::new() },
            requirements: self.requirements.into_iter().map(unquoted).collect(),
            ..self
        }
    }

    /// Whether the same physician at the same institution answers for it, whatever its kind and its page.
    pub fn is_answered_for_as(&self, other: &Self) -> bool {
        self.institution == other.institution && self.supervisor == other.supervisor
    }

    /// Whether the same people at the same place answer for it: what moderators have looked at.
    pub fn is_vouched_as(&self, before: &Self) -> bool {
        self.is_answered_for_as(before) && self.official_page == before.official_page && self.kind == before.kind
    }

    /// What whoever has applied must hear of, in a few words each; empty when only words have changed.
    pub fn told_changes(&self, before: &Self) -> Vec<&'static str> {
        let changes = [
            (self.kind != before.kind || self.contact != before.contact, "what is offered"),
            (!self.is_vouched_as(before) || self.department != before.department, "who answers for it"),
            (self.place() != before.place(), "the place"),
            (self.start != before.start || self.weeks != before.weeks || self.hours != before.hours, "the dates"),
            (self.window != before.window, "the last day to apply"),
            (self.fee != before.fee || self.pay_per_week != before.pay_per_week, "the money"),
            (self.visas != before.visas, "the help with a visa"),
            (self.groups != before.groups || self.requirements != before.requirements, "what is asked of people"),
            (self.documents != before.documents, "the papers asked for"),
            (self.outcomes != before.outcomes, "what may come of it"),
        ];
        changes.into_iter().filter_map(|(changed, what)| changed.then_some(what)).collect()
    }

    /// Everything the host has written as free text, for the rules that look for words.
    pub fn texts(&self) -> impl Iterator<Item = &str> {
        let own = [
            &self.title,
            &self.description,
            &self.institution,
            &self.department,
            &self.supervisor,
            &self.city,
            &self.question,
            &self.fee.refund_rule,
        ];
        let lines = self.fee.lines.iter().flat_map(|line| [&line.what, &line.payee_name]);
        let quotes = self.requirements.iter().map(|one| &one.quote);
        own.into_iter().chain(lines).chain(quotes).map(String::as_str)
    }
}

/// What a posting is called in the words of the house alone.
pub fn plain_title(kind: Kind, specialty: &str) -> String {
    format!("{} in {}", kind.label(), vocab::label(&vocab::SPECIALTIES, specialty))
}

/// Limits of what a posting may hold, in characters unless said otherwise.
pub mod limits {
    use std::ops::RangeInclusive;

    /// Years of the days of a posting.
    pub const YEARS: RangeInclusive<i32> = 2000..=2100;
    /// Title.
    pub const TITLE: usize = 120;
    /// Markdown of the page.
    pub const DESCRIPTION: usize = 10_000;
    /// Institution, department, supervisor, city, payee.
    pub const NAME: usize = 160;
    /// What a fee is for.
    pub const FEE_WHAT: usize = 80;
    /// Rule about refunds, quoted rule, question.
    pub const RULE: usize = 500;
    /// Lines of the fee.
    pub const FEE_LINES: usize = 8;
    /// Requirements.
    pub const REQUIREMENTS: usize = 10;
    /// Weeks of a stay.
    pub const WEEKS: RangeInclusive<u32> = 1..=156;
    /// Hours a week.
    pub const HOURS: RangeInclusive<u32> = 1..=80;
    /// People taken.
    pub const SEATS: RangeInclusive<u32> = 1..=500;
    /// Postings of one host that wait for a check at the same time.
    pub const WAITING: u64 = 5;
    /// Drafts of one person.
    pub const DRAFTS: u64 = 20;
    /// A posting is open for at most so many days.
    pub const OPEN_DAYS: u64 = 366;
    /// An answer to the host's question.
    pub const ANSWER: usize = 4_000;
}
