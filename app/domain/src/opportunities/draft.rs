//! A posting as a form of a few short steps, and back. A draft is what was typed so far; nothing of it is believed
//! until [`read`] makes a [`Posting`] of it.

use chrono::{DateTime, Utc};

use super::document::Document;
use super::kind::{Contact, Group, Kind, Outcome};
use super::posting::{Posting, limits};
use super::when::Start;
use super::{Fields, answers, bill, rules};
use crate::form::FieldError;
use crate::form::sheet::Sheet;
use crate::identity::profile::vocab;

/// A step of the form.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Part {
    /// What is offered.
    What,
    /// Where and by whom.
    Where,
    /// When and for how many.
    When,
    /// What it costs, and a visa.
    Money,
    /// For whom, and what is asked of them.
    Who,
}

/// The answers without which nothing is sent in. A field that only follows from another answer (the days of a start
/// that is not rolling, the lines of a fee and the rule about refunds) is asked only then; city and state are for what is
/// not remote. Whoever says nothing of start and mode means at any time, and where its kind usually takes place.
pub const REQUIRED: [&str; 12] = [
    "kind",
    "contact",
    "specialty",
    "institution",
    "supervisor",
    "official_page",
    "city",
    "state",
    "weeks_least",
    "closes",
    "has_fee",
    "visa",
];

impl Part {
    /// All of them in their order.
    pub const ALL: [Self; 5] = [Self::What, Self::Where, Self::When, Self::Money, Self::Who];

    /// The word in its address.
    pub const fn word(self) -> &'static str {
        match self {
            Self::What => "what",
            Self::Where => "where",
            Self::When => "when",
            Self::Money => "money",
            Self::Who => "who",
        }
    }

    /// The step behind a word.
    pub fn parse(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|part| part.word() == word)
    }

    /// What people read.
    pub const fn label(self) -> &'static str {
        match self {
            Self::What => "What you offer",
            Self::Where => "Where, and who answers for it",
            Self::When => "When, and for how many",
            Self::Money => "What it costs, and a visa",
            Self::Who => "For whom",
        }
    }

    /// The next step.
    pub fn next(self) -> Option<Self> {
        let at = Self::ALL.iter().position(|part| *part == self)?;
        Self::ALL.get(at + 1).copied()
    }

    /// Whether a field belongs to this step. Rows end in a number.
    pub fn has(self, field: &str) -> bool {
        let stem = field.trim_end_matches(|c: char| c.is_ascii_digit()).trim_end_matches('_');
        match self {
            Self::What => matches!(stem, "kind" | "contact" | "specialty" | "title" | "description"),
            Self::Where => {
                matches!(
                    stem,
                    "institution" | "department" | "supervisor" | "official_page" | "mode" | "city" | "state"
                )
            }
            Self::When => matches!(
                stem,
                "start"
                    | "from"
                    | "to"
                    | "weeks_least"
                    | "weeks_most"
                    | "hours"
                    | "seats"
                    | "opens"
                    | "closes"
                    | "zone"
            ),
            Self::Money => {
                matches!(stem, "has_fee" | "refund" | "refund_rule" | "pay" | "visa") || stem.starts_with("fee_")
            }
            Self::Who => {
                matches!(stem, "group" | "outcome" | "document" | "question") || stem.starts_with("requirement_")
            }
        }
    }
}

/// The draft with what one step has sent in place of what it said before. Fields of other steps that come along are
/// left aside, and so is everything beyond [`MOST_FIELDS`] or [`MOST_BYTES`].
pub fn merged(draft: &Fields, part: Part, sent: &Fields) -> Fields {
    let kept = draft.iter().filter(|(name, _)| !part.has(name)).cloned();
    let new = sent.iter().filter(|(name, value)| part.has(name) && !value.trim().is_empty()).cloned();
    let mut bytes = 0;
    kept.chain(new)
        .take(MOST_FIELDS)
        .take_while(|(name, value)| {
            bytes += name.len() + value.len();
            bytes <= MOST_BYTES
        })
        .collect()
}

/// Fields of a draft, at most.
pub const MOST_FIELDS: usize = 300;
/// Bytes of a draft, at most.
pub const MOST_BYTES: usize = 64 * 1024;

/// The steps that still lack something or have something to correct, with what it is.
pub fn open_parts(draft: &Fields, now: DateTime<Utc>) -> Vec<(Part, Vec<FieldError>)> {
    let errors = read(draft, now).err().unwrap_or_default();
    let of = |part: Part| -> Vec<FieldError> { errors.iter().filter(|e| part.has(&e.field)).cloned().collect() };
    Part::ALL.into_iter().map(|part| (part, of(part))).filter(|(_, errors)| !errors.is_empty()).collect()
}

/// Reads a whole draft. The errors come in the order of the steps. `now` decides which last days are to come.
pub fn read(draft: &Fields, now: DateTime<Utc>) -> Result<Posting, Vec<FieldError>> {
    let mut sheet = Sheet::new(draft);
    let kind = sheet.choice("kind", Kind::parse);
    let contact = sheet.choice("contact", Contact::parse);
    let specialty = sheet.choice("specialty", |word| vocab::find(&vocab::SPECIALTIES, word).map(|one| one.word));
    let title = sheet.line("title", limits::TITLE);
    let description = sheet.lines("description", limits::DESCRIPTION);
    let institution = sheet.needed("institution", limits::NAME);
    let department = sheet.line("department", limits::NAME);
    let supervisor = sheet.needed("supervisor", limits::NAME);
    let official_page = answers::page(&mut sheet);
    let mode = answers::mode(&mut sheet, kind);
    let (city, state) = answers::place(&mut sheet, mode);
    let start = answers::start(&mut sheet, now);
    let weeks = answers::weeks(&mut sheet);
    let hours = sheet.number("hours", &limits::HOURS).and_then(|hours| u8::try_from(hours).ok());
    let seats = sheet.number("seats", &limits::SEATS).and_then(|seats| u16::try_from(seats).ok()).unwrap_or(1);
    let window = answers::window(&mut sheet, now);
    let fee = bill::read(&mut sheet);
    let pay_per_week = sheet.money("pay");
    let visas = answers::visas(&mut sheet);
    let outcomes = sheet.choices("outcome", Outcome::parse);
    let documents = sheet.choices("document", Document::parse);
    let groups = sheet.choices("group", Group::parse);
    let requirements = rules::read(&mut sheet);
    let question = sheet.lines("question", limits::RULE);
    let whole = (kind, contact, specialty, official_page, mode, start, weeks, window);
    let (
        Some(kind),
        Some(contact),
        Some(specialty),
        Some(official_page),
        Some(mode),
        Some(start),
        Some(weeks),
        Some(window),
    ) = whole
    else {
        return Err(sheet.errors);
    };
    if !sheet.errors.is_empty() {
        return Err(sheet.errors);
    }
    let title = if title.is_empty() { answers::usual_title(kind, specialty, &institution) } else { title };
    Ok(Posting {
        title,
        description,
        kind,
        contact,
        institution,
        department,
        supervisor,
        specialty: specialty.to_owned(),
        mode,
        city,
        state,
        official_page,
        start,
        weeks,
        hours,
        seats,
        window,
        fee,
        pay_per_week,
        visas,
        outcomes,
        documents,
        groups,
        requirements,
        question,
    })
}

/// What the form of a posting shows: reading it again gives the same posting.
pub fn fields_of(posting: &Posting) -> Fields {
    let one = |name: &str, value: &str| (name.to_owned(), value.to_owned());
    let mut fields = vec![
        one("kind", posting.kind.word()),
        one("contact", posting.contact.word()),
        one("specialty", &posting.specialty),
        one("title", &posting.title),
        one("description", &posting.description),
        one("institution", &posting.institution),
        one("department", &posting.department),
        one("supervisor", &posting.supervisor),
        one("official_page", posting.official_page.as_str()),
        one("mode", posting.mode.word()),
        one("city", &posting.city),
        one("state", &posting.state),
    ];
    match posting.start {
        Start::Rolling => fields.push(one("start", "rolling")),
        Start::Between { from, to } => {
            fields.extend([one("start", "between"), one("from", &from.to_string()), one("to", &to.to_string())]);
        }
    }
    fields.extend([
        one("weeks_least", &posting.weeks.least.to_string()),
        // Said only where it is another: whoever changes the shortest stay of a fixed one changes both.
        one(
            "weeks_most",
            &if posting.weeks.most == posting.weeks.least { String::new() } else { posting.weeks.most.to_string() },
        ),
        one("hours", &posting.hours.map(|hours| hours.to_string()).unwrap_or_default()),
        one("seats", &posting.seats.to_string()),
        one("opens", &posting.window.opens.map(|day| day.to_string()).unwrap_or_default()),
        one("closes", &posting.window.closes.to_string()),
        one("zone", posting.window.zone.name()),
    ]);
    bill::fields_of(&posting.fee, &mut fields);
    fields.push(one("pay", &posting.pay_per_week.map(super::money::Cents::typed).unwrap_or_default()));
    fields.extend(posting.visas.iter().map(|visa| one("visa", visa.word())));
    fields.extend(posting.outcomes.iter().map(|outcome| one("outcome", outcome.word())));
    fields.extend(posting.documents.iter().map(|document| one("document", document.word())));
    fields.extend(posting.groups.iter().map(|group| one("group", group.word())));
    rules::fields_of(&posting.requirements, &mut fields);
    fields.push(one("question", &posting.question));
    fields.retain(|(_, value)| !value.is_empty());
    fields
}
