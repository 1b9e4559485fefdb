//! Postings of every shape.
#![expect(clippy::unwrap_used, reason = "helpers of tests may fail as tests do")]

use chrono::{DateTime, Days, NaiveDate, Utc};
use domain::events::Link;
use domain::identity::profile::vocab;
use domain::opportunities::{
    Cents, Contact, Document, Fee, FeeLine, Group, Kind, Mode, Month, Outcome, Payee, Per, Posting, Predicate, Refund,
    Requirement, Start, Strength, Visa, Weeks, Window,
};
use proptest::prelude::*;
use proptest::sample::{select, subsequence};

/// The moment by which drafts are read.
pub(crate) fn now() -> DateTime<Utc> {
    "2027-01-15T12:00:00Z".parse().unwrap()
}

fn today() -> NaiveDate {
    now().date_naive()
}

/// One line as it is after cleaning.
fn line() -> impl Strategy<Value = String> {
    "[A-Za-zÀ-ÿ&$=+%]{1,12}( [A-Za-z0-9&=+]{1,8}){0,3}"
}

fn maybe(text: impl Strategy<Value = String> + 'static) -> impl Strategy<Value = String> {
    prop_oneof![Just(String::new()), text]
}

pub(crate) fn cents() -> impl Strategy<Value = Cents> {
    (0_u32..=10_000_000).prop_map(|cents| Cents::new(cents).unwrap())
}

/// Around the days on which stays begin, and a little before.
pub(crate) fn month() -> impl Strategy<Value = Month> {
    (0_u64..900).prop_map(|days| Month::of(today() - Days::new(60) + Days::new(days)))
}

pub(crate) fn fee_line() -> impl Strategy<Value = FeeLine> {
    (line(), cents(), select(Per::ALL), select(Payee::ALL), line())
        .prop_map(|(what, cents, per, payee, payee_name)| FeeLine { what, cents, per, payee, payee_name })
}

fn fee() -> impl Strategy<Value = Fee> {
    let some = (prop::collection::vec(fee_line(), 1..=8), select(Refund::ALL), maybe(line()));
    prop_oneof![
        Just(Fee::default()),
        some.prop_map(|(lines, refund, refund_rule)| Fee { lines, refund: Some(refund), refund_rule }),
    ]
}

pub(crate) fn predicate() -> impl Strategy<Value = Predicate> {
    let word = |choices: &'static [vocab::Choice]| select(choices).prop_map(|choice| choice.word);
    let needs: Vec<&'static str> = vocab::VISA_NEEDS.iter().map(|choice| choice.word).collect();
    prop_oneof![
        word(&vocab::EXAMS).prop_map(Predicate::Passed),
        (word(&vocab::SCORED), 1_u16..=300).prop_map(|(exam, least)| Predicate::Score(exam, least)),
        (1940_u16..=2100).prop_map(Predicate::GraduatedSince),
        (0_u8..=40).prop_map(Predicate::GapAtMost),
        subsequence(needs, 1..=5).prop_map(Predicate::VisaNeedIn),
        word(&vocab::LANGUAGES).prop_map(Predicate::Speaks),
        Just(Predicate::HostJudges),
    ]
}

fn requirements() -> impl Strategy<Value = Vec<Requirement>> {
    let one = (predicate(), select(Strength::ALL), line());
    let one = one.prop_map(|(predicate, strength, quote)| Requirement { predicate, strength, quote });
    prop::collection::vec(one, 0..=10)
}

fn start() -> impl Strategy<Value = Start> {
    let between = (0_u64..400, 0_u64..400).prop_map(|(from, long)| {
        let from = today() + Days::new(from);
        Start::Between { from, to: from + Days::new(long) }
    });
    prop_oneof![Just(Start::Rolling), between]
}

fn window() -> impl Strategy<Value = Window> {
    let zones = ["America/New_York", "America/Los_Angeles", "Asia/Kolkata", "UTC"].map(|zone| zone.parse().unwrap());
    (select(zones.to_vec()), prop::option::of(0_u64..60), 60_u64..300).prop_map(|(zone, opens, closes)| Window {
        zone,
        opens: opens.map(|days| today() + Days::new(days)),
        closes: today() + Days::new(closes),
    })
}

fn visas() -> impl Strategy<Value = Vec<Visa>> {
    let some = [Visa::Invitation, Visa::Ds2019, Visa::H1b].to_vec();
    prop_oneof![Just(vec![Visa::None]), subsequence(some, 1..=3)]
}

/// Any posting that a form can make.
pub(crate) fn posting() -> impl Strategy<Value = Posting> {
    let what = (line(), maybe(line()), select(Kind::ALL), select(Contact::ALL), select(&vocab::SPECIALTIES[..]));
    let place = (line(), maybe(line()), line(), select(Mode::ALL), line(), select(&vocab::STATES[..]));
    let time = (start(), 1_u16..=156, 0_u16..=156, prop::option::of(1_u8..=80), 1_u16..=500, window());
    let money = (fee(), prop::option::of(cents()), visas());
    let who = (
        subsequence(Outcome::ALL.to_vec(), 0..=Outcome::ALL.len()),
        subsequence(Document::ALL.to_vec(), 0..=Document::ALL.len()),
        subsequence(Group::ALL.to_vec(), 0..=Group::ALL.len()),
        requirements(),
        maybe(line()),
    );
    (what, place, time, money, who).prop_map(|(what, place, time, money, who)| {
        let remote = place.3 == Mode::Remote;
        Posting {
            title: what.0,
            description: what.1,
            kind: what.2,
            contact: what.3,
            institution: place.0,
            department: place.1,
            supervisor: place.2,
            specialty: what.4.word.to_owned(),
            mode: place.3,
            city: if remote { String::new() } else { place.4 },
            state: if remote { String::new() } else { place.5.word.to_owned() },
            official_page: Link::parse("https://lakeshore.example.org/observers?a=b&c=d").unwrap(),
            start: time.0,
            weeks: Weeks { least: time.1, most: time.1.max(time.2) },
            hours: time.3,
            seats: time.4,
            window: time.5,
            fee: money.0,
            pay_per_week: money.1,
            visas: money.2,
            outcomes: who.0,
            documents: who.1,
            groups: who.2,
            requirements: who.3,
            question: who.4,
        }
    })
}
