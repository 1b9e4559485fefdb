//! Forms: joining, the yearly word, plans, payments and what goes back.

use chrono::NaiveDate;

use super::{Method, Plan, PlanKey, Stage, Stages, Term, words};
use crate::form::FieldError;
use crate::money::{Cents, Currency, parse_cents};
use crate::text;

const NAME_MOST: usize = 80;
const SUMMARY_MOST: usize = 400;
const REFERENCE_MOST: usize = 120;
const NOTE_MOST: usize = 500;
const TERMS_MOST: u16 = 10;
const GRACE_MOST: u16 = 366;

fn day(typed: &str) -> Option<NaiveDate> {
    NaiveDate::parse_from_str(typed.trim(), "%Y-%m-%d").ok()
}

/// Notes a wrong field and goes on.
fn read<T>(errors: &mut Vec<FieldError>, field: &str, words: &str, read: Option<T>) -> Option<T> {
    if read.is_none() {
        errors.push(FieldError::new(field, words));
    }
    read
}

fn short(typed: &str, most: usize) -> Option<String> {
    let text = text::single_line(typed);
    (text::length(&text) <= most).then_some(text)
}

/// Joining or renewing, as it is posted.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct JoinForm {
    /// The plan's key.
    pub plan: String,
    /// Where the person is.
    pub stage: String,
    /// `yes` for a medical school outside the United States and Canada.
    pub img: String,
    /// The day training is expected to end.
    pub training_ends: String,
    /// Terms; empty for one.
    pub terms: String,
    /// A code; empty for none.
    pub code: String,
}

/// What somebody wants to join.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Joining {
    /// The plan.
    pub plan: PlanKey,
    /// Where the person is.
    pub stage: Stage,
    /// Whether they say that they are an IMG.
    pub img: bool,
    /// The day training is expected to end.
    pub training_ends: Option<NaiveDate>,
    /// Terms.
    pub terms: u16,
    /// The code as it was typed.
    pub code: Option<String>,
}

impl JoinForm {
    /// Reads the form.
    pub fn parse(&self) -> Result<Joining, Vec<FieldError>> {
        let mut errors = Vec::new();
        let plan = read(&mut errors, "plan", words::PLAN, PlanKey::parse(self.plan.trim()));
        let stage = read(&mut errors, "stage", words::STAGE, Stage::parse(&self.stage));
        let training_ends = match self.training_ends.trim() {
            "" => None,
            typed => read(&mut errors, "training_ends", words::DAY, day(typed)),
        };
        let terms = match self.terms.trim() {
            "" => Some(1),
            typed => typed.parse().ok().filter(|terms| (1..=TERMS_MOST).contains(terms)),
        };
        let terms = read(&mut errors, "terms", words::TERMS, terms);
        let code = self.code.trim();
        match (plan, stage, terms) {
            (Some(plan), Some(stage), Some(terms)) if errors.is_empty() => Ok(Joining {
                plan,
                stage,
                img: self.img == "yes",
                training_ends,
                terms,
                code: (!code.is_empty()).then(|| code.to_owned()),
            }),
            _ => Err(errors),
        }
    }
}

/// The yearly word, as it is posted.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct ConfirmForm {
    /// The day training ends or has ended.
    pub training_ends: String,
}

/// The yearly word.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Confirmed {
    /// The day training ends or has ended.
    pub training_ends: NaiveDate,
}

impl ConfirmForm {
    /// Reads the form.
    pub fn parse(&self) -> Result<Confirmed, Vec<FieldError>> {
        let mut errors = Vec::new();
        let ends = read(&mut errors, "training_ends", words::DAY, day(&self.training_ends));
        ends.map(|training_ends| Confirmed { training_ends }).ok_or(errors)
    }
}

/// A payment, as the treasurer posts it.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct PaymentForm {
    /// How much.
    pub amount: String,
    /// How it came.
    pub method: String,
    /// On which day.
    pub received_on: String,
    /// A check's number, a line of the bank's.
    pub reference: String,
}

/// A payment.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Received {
    /// How much; never nothing.
    pub amount: Cents,
    /// How it came.
    pub method: Method,
    /// On which day.
    pub received_on: NaiveDate,
    /// A check's number, a line of the bank's; may be empty.
    pub reference: String,
}

impl PaymentForm {
    /// Reads the form; nothing has come in on a day after `today`.
    pub fn parse(&self, today: NaiveDate) -> Result<Received, Vec<FieldError>> {
        let mut errors = Vec::new();
        let amount = parse_cents(&self.amount).filter(|amount| *amount > Cents::ZERO);
        let amount = read(&mut errors, "amount", words::AMOUNT, amount);
        let method = read(&mut errors, "method", words::METHOD, Method::parse(&self.method));
        let received_on = day(&self.received_on).filter(|day| *day <= today);
        let received_on = read(&mut errors, "received_on", words::RECEIVED_ON, received_on);
        let reference = read(&mut errors, "reference", words::REFERENCE, short(&self.reference, REFERENCE_MOST));
        match (amount, method, received_on, reference) {
            (Some(amount), Some(method), Some(received_on), Some(reference)) => {
                Ok(Received { amount, method, received_on, reference })
            }
            _ => Err(errors),
        }
    }
}

/// What goes back, as the treasurer posts it.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct RefundForm {
    /// How much.
    pub amount: String,
    /// Why; the person reads it.
    pub reason: String,
}

/// What goes back.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Returned {
    /// How much; never nothing.
    pub amount: Cents,
    /// Why.
    pub reason: String,
}

impl RefundForm {
    /// Reads the form.
    pub fn parse(&self) -> Result<Returned, Vec<FieldError>> {
        let mut errors = Vec::new();
        let amount = parse_cents(&self.amount).filter(|amount| *amount > Cents::ZERO);
        let amount = read(&mut errors, "amount", words::AMOUNT, amount);
        let reason = short(&self.reason, NOTE_MOST).filter(|reason| !reason.is_empty());
        let reason = read(&mut errors, "reason", words::REASON, reason);
        amount.zip(reason).map(|(amount, reason)| Returned { amount, reason }).ok_or(errors)
    }
}

/// A plan, as the treasurer posts it.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct PlanForm {
    /// Its name in addresses.
    pub key: String,
    /// What people call it.
    pub name: String,
    /// Who it is for and what is in it.
    pub summary: String,
    /// For one term.
    pub price: String,
    /// Of what.
    pub currency: String,
    /// The word of the term.
    pub term: String,
    /// The number of months, of a term that has one.
    pub months: String,
    /// Words of stages between commas; empty for everybody.
    pub stages: String,
    /// Days after the end in which nothing is taken away.
    pub grace_days: String,
    /// Terms that can be bought at once.
    pub most_terms: String,
    /// `yes` while orders are taken.
    pub open: String,
}

impl PlanForm {
    /// Reads the form.
    pub fn parse(&self) -> Result<Plan, Vec<FieldError>> {
        let mut errors = Vec::new();
        let key = read(&mut errors, "key", words::KEY, PlanKey::parse(self.key.trim()));
        let name = short(&self.name, NAME_MOST).filter(|name| !name.is_empty());
        let name = read(&mut errors, "name", words::NAME, name);
        let summary = read(&mut errors, "summary", words::SUMMARY, short(&self.summary, SUMMARY_MOST));
        let price = read(&mut errors, "price", words::AMOUNT, parse_cents(&self.price));
        let currency = read(&mut errors, "currency", words::CURRENCY, Currency::parse(&self.currency));
        let months = if self.term == "months" { self.months.trim().parse().ok() } else { None };
        let field = if self.term == "months" { "months" } else { "term" };
        let term = read(&mut errors, field, words::TERM, Term::parse(&self.term, months));
        let audience = read(&mut errors, "stages", words::STAGES, Stages::parse(&self.stages));
        let grace_days = self.grace_days.trim().parse().ok().filter(|days| *days <= GRACE_MOST);
        let grace_days = read(&mut errors, "grace_days", words::GRACE, grace_days);
        let most_terms = self.most_terms.trim().parse().ok().filter(|terms| (1..=TERMS_MOST).contains(terms));
        let most_terms = read(&mut errors, "most_terms", words::TERMS, most_terms);
        let plan = (|| {
            Some(Plan {
                key: key?,
                name: name?,
                summary: summary?,
                price: price?,
                currency: currency?,
                term: term?,
                audience: audience?,
                grace_days: grace_days?,
                most_terms: most_terms?,
                open: self.open == "yes",
                sample: false,
            })
        })();
        plan.ok_or(errors)
    }
}
