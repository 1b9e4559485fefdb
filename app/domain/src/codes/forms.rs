//! The form of a code, and of a batch of codes.

use chrono::NaiveDateTime;
use chrono_tz::Tz;

use super::{Key, Kind, Off, Purpose, Rules, Window, words};
use crate::events::zone;
use crate::form::FieldError;
use crate::membership::{PlanKey, Stages};
use crate::money::{Currency, Percent, parse_cents};
use crate::text;

/// The most codes of a batch.
pub const BATCH_MOST: u16 = 2_000;
const NAME_MOST: usize = 40;
const PARTNER_MOST: usize = 120;

/// The form as it is posted.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct CodeForm {
    /// `shared` or `single`.
    pub kind: String,
    /// The code, of a shared one; the name of the batch, of the others.
    pub code: String,
    /// How many, of a batch.
    pub count: String,
    /// `percent` or `fixed`.
    pub off: String,
    /// How much.
    pub amount: String,
    /// Of what, for amounts.
    pub currency: String,
    /// Keys of plans between commas; empty for all.
    pub plans: String,
    /// `new`, `renewal` or `both`.
    pub purpose: String,
    /// The zone of the two times.
    pub zone: String,
    /// From when.
    pub from: String,
    /// Until when.
    pub until: String,
    /// How often by everybody.
    pub cap: String,
    /// How often by one person.
    pub per_person: String,
    /// Only orders of at least this much.
    pub minimum: String,
    /// `yes` for first orders only.
    pub first_purchase: String,
    /// Words of stages between commas; empty for everybody.
    pub stages: String,
    /// Whose members it brings.
    pub partner: String,
}

/// A code to be stored, or a batch of them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewCode {
    /// One for many, or a batch.
    pub kind: Kind,
    /// What stands on receipts: the code itself, or the name of the batch.
    pub label: String,
    /// The key of a shared code.
    pub key: Option<Key>,
    /// How many codes: 1 of a shared one.
    pub count: u16,
    /// What it asks for.
    pub rules: Rules,
    /// Whose members it brings.
    pub partner: Option<String>,
}

/// Collects what is wrong while the rest is read.
struct Reader(Vec<FieldError>);

impl Reader {
    fn read<T>(&mut self, field: &str, words: &str, read: Option<T>) -> Option<T> {
        if read.is_none() {
            self.0.push(FieldError::new(field, words));
        }
        read
    }

    /// An empty field is nothing, and right.
    fn maybe<T>(
        &mut self,
        (field, words): (&str, &str),
        typed: &str,
        read: impl FnOnce(&str) -> Option<T>,
    ) -> Option<T> {
        let typed = typed.trim();
        if typed.is_empty() { None } else { self.read(field, words, read(typed)) }
    }
}

fn local_time(typed: &str) -> Option<NaiveDateTime> {
    ["%Y-%m-%dT%H:%M", "%Y-%m-%d %H:%M"].iter().find_map(|form| NaiveDateTime::parse_from_str(typed, form).ok())
}

impl CodeForm {
    /// Reads the form.
    pub fn parse(&self) -> Result<NewCode, Vec<FieldError>> {
        let mut all = Reader(Vec::new());
        let kind = all.read("kind", words::KIND, Kind::parse(&self.kind));
        let single = kind == Some(Kind::Single);
        let key = if single { None } else { all.read("code", words::CODE, Key::parse(&self.code)) };
        let label = match &key {
            Some(key) => key.as_str().to_owned(),
            None => text::single_line(&self.code),
        };
        if single && (label.is_empty() || text::length(&label) > NAME_MOST) {
            all.0.push(FieldError::new("code", words::NAME));
        }
        let count = if single {
            let count = self.count.trim().parse().ok().filter(|count| (1..=BATCH_MOST).contains(count));
            all.read("count", words::COUNT, count)
        } else {
            Some(1)
        };
        let rules = self.rules(&mut all, single);
        let partner = text::single_line(&self.partner);
        if text::length(&partner) > PARTNER_MOST {
            all.0.push(FieldError::new("partner", words::PARTNER));
        }
        match (kind, count, rules) {
            (Some(kind), Some(count), Some(rules)) if all.0.is_empty() => {
                Ok(NewCode { kind, label, key, count, rules, partner: (!partner.is_empty()).then_some(partner) })
            }
            _ => Err(all.0),
        }
    }

    fn rules(&self, all: &mut Reader, single: bool) -> Option<Rules> {
        let off = match self.off.as_str() {
            "percent" => Percent::parse(&self.amount).map(Off::Percent),
            "fixed" => parse_cents(&self.amount).and_then(|cents| Off::parse("fixed", cents.get())),
            _ => None,
        };
        let off = all.read("amount", words::OFF, off);
        let currency = match off {
            Some(Off::Fixed(_)) => all.read("currency", words::CURRENCY, Currency::parse(&self.currency)),
            _ => all.maybe(("currency", words::CURRENCY), &self.currency, Currency::parse),
        };
        let keys = self.plans.split(',').map(str::trim).filter(|key| !key.is_empty());
        let plans = all.read("plans", words::PLANS, keys.map(PlanKey::parse).collect::<Option<Vec<_>>>());
        let purpose = all.read("purpose", words::PURPOSE, Purpose::parse(&self.purpose));
        let window = self.window(all);
        let number = |typed: &str, most: u32| typed.parse().ok().filter(|number| (1..=most).contains(number));
        let cap = all.maybe(("cap", words::CAP), &self.cap, |typed| number(typed, 100_000));
        let per_person = all.maybe(("per_person", words::PER_PERSON), &self.per_person, |typed| number(typed, 20));
        let minimum = all.maybe(("minimum", words::MINIMUM), &self.minimum, parse_cents);
        let audience = all.read("stages", words::STAGES, Stages::parse(&self.stages));
        Some(Rules {
            off: off?,
            currency,
            plans: plans?,
            purpose: purpose?,
            window: window?,
            cap: if single { Some(1) } else { cap },
            per_person: if single { 1 } else { per_person.and_then(|times| u16::try_from(times).ok()).unwrap_or(1) },
            minimum,
            first_purchase: self.first_purchase == "yes",
            audience: audience?,
            stopped: false,
        })
    }

    fn window(&self, all: &mut Reader) -> Option<Window> {
        let zone: Option<Tz> = all.read("zone", words::ZONE, zone::parse(self.zone.trim()).ok());
        let from = all.maybe(("from", words::TIME), &self.from, local_time);
        let until = all.maybe(("until", words::TIME), &self.until, local_time);
        let window = Window { from, until, zone: zone? };
        let ordered = window.opens().zip(window.closes()).is_none_or(|(opens, closes)| opens < closes);
        all.read("until", words::ENDS_FIRST, ordered.then_some(window))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn form() -> CodeForm {
        CodeForm {
            kind: "shared".to_owned(),
            code: " img ".to_owned(),
            off: "percent".to_owned(),
            amount: "15".to_owned(),
            purpose: "both".to_owned(),
            zone: "America/New_York".to_owned(),
            ..CodeForm::default()
        }
    }

    #[test]
    fn a_short_form_is_enough() {
        let code = form().parse().unwrap();
        assert_eq!((code.label.as_str(), code.count, code.rules.per_person), ("IMG", 1, 1));
        assert_eq!(code.rules.off, Off::parse("percent", 1_500).unwrap());
        let batch =
            CodeForm { kind: "single".to_owned(), code: "Spring fair".to_owned(), count: "50".to_owned(), ..form() };
        let batch = batch.parse().unwrap();
        assert_eq!((batch.key, batch.count, batch.rules.cap), (None, 50, Some(1)));
    }

    #[test]
    fn every_field_is_told_of_at_once() {
        let wrong = CodeForm {
            code: "no code".to_owned(),
            amount: "150".to_owned(),
            currency: "shells".to_owned(),
            plans: "Resident!".to_owned(),
            purpose: "never".to_owned(),
            zone: "Mars".to_owned(),
            from: "tomorrow".to_owned(),
            cap: "0".to_owned(),
            per_person: "21".to_owned(),
            minimum: "-5".to_owned(),
            stages: "wizard".to_owned(),
            partner: "x".repeat(121),
            ..form()
        };
        let fields: Vec<_> = wrong.parse().unwrap_err().into_iter().map(|error| error.field).collect();
        let all = [
            "code",
            "amount",
            "currency",
            "plans",
            "purpose",
            "zone",
            "from",
            "cap",
            "per_person",
            "minimum",
            "stages",
            "partner",
        ];
        assert_eq!(fields, all);
        let late = CodeForm { from: "2027-02-01 00:00".to_owned(), until: "2027-01-31T18:00".to_owned(), ..form() };
        assert_eq!(late.parse().unwrap_err()[0].field, "until");
        let amount = CodeForm { off: "fixed".to_owned(), amount: "10".to_owned(), ..form() };
        assert_eq!(amount.parse().unwrap_err()[0].field, "currency");
    }
}
