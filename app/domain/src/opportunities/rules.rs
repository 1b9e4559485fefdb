//! The rows of the requirements in the form: `requirement_kind_1`, `requirement_value_1`, `requirement_strength_1`,
//! `requirement_quote_1`, and on. A kind is the beginning of a predicate's spelling, the value its end.

use super::Fields;
use super::posting::limits;
use super::requirement::{Predicate, Requirement, Strength};
use crate::form::sheet::Sheet;
use crate::identity::profile::vocab::VISA_NEEDS;

/// What a row may ask for: the word of the form, what people read, and whether a value goes with it.
pub const KINDS: [(&str, &str, Option<&str>); 13] = [
    ("passed:step1", "USMLE Step 1 passed", None),
    ("passed:step2ck", "USMLE Step 2 CK passed", None),
    ("passed:step3", "USMLE Step 3 passed", None),
    ("passed:oet", "OET Medicine passed", None),
    ("passed:ecfmg", "ECFMG certificate", None),
    ("score:step1", "USMLE Step 1, at least so many points", Some("Points, 1 to 300")),
    ("score:step2ck", "USMLE Step 2 CK, at least so many points", Some("Points, 1 to 300")),
    ("score:step3", "USMLE Step 3, at least so many points", Some("Points, 1 to 300")),
    ("since", "Degree from this year or later", Some("A year, such as 2021")),
    ("gap", "At most so many years without clinical work", Some("Years, 0 to 40")),
    ("visa", "Need of a visa is one of these", Some("Words with commas: none, work-permit, j1, h1b")),
    ("speaks", "Speaks a language", Some("The code of the language, such as es")),
    ("host-judges", "Something only you can judge", None),
];

/// Reads every row that is filled.
pub(super) fn read(sheet: &mut Sheet<'_>) -> Vec<Requirement> {
    (1..=limits::REQUIREMENTS).filter_map(|row| requirement(sheet, row)).collect()
}

fn requirement(sheet: &mut Sheet<'_>, row: usize) -> Option<Requirement> {
    let name = |of: &str| format!("requirement_{of}_{row}");
    let filled = ["kind", "value", "quote"].iter().any(|of| !sheet.raw(&name(of)).is_empty());
    if !filled {
        return None;
    }
    let kind = sheet.choice(&name("kind"), |word| KINDS.into_iter().find(|kind| kind.0 == word));
    let predicate = kind.and_then(|(word, _, value)| {
        let Some(hint) = value else { return Predicate::parse(word) };
        let typed = sheet.raw(&name("value"));
        let found = spelled(word, typed);
        if found.is_none() {
            sheet.wrong(&name("value"), format!("{hint}."));
        }
        found
    });
    let strength = sheet.choice(&name("strength"), Strength::parse);
    let quote = sheet.needed(&name("quote"), limits::RULE);
    Some(Requirement { predicate: predicate?, strength: strength?, quote })
}

/// Reads the value beside a kind as people write it.
fn spelled(word: &str, typed: &str) -> Option<Predicate> {
    if word != "visa" {
        return Predicate::parse(&format!("{word}:{typed}"));
    }
    // In any order and with spaces; the stored spelling has one order.
    let wanted: Vec<&str> = typed.split(',').map(str::trim).filter(|need| !need.is_empty()).collect();
    if !wanted.iter().all(|need| VISA_NEEDS.iter().any(|choice| choice.word == *need)) {
        return None;
    }
    let ordered: Vec<&str> = VISA_NEEDS.iter().map(|choice| choice.word).filter(|need| wanted.contains(need)).collect();
    Predicate::parse(&format!("visa:{}", ordered.join(",")))
}

/// The rows of requirements.
pub(super) fn fields_of(requirements: &[Requirement], fields: &mut Fields) {
    for (row, requirement) in (1..).zip(requirements) {
        let (kind, value) = halves(&requirement.predicate.to_string());
        let rows = [
            ("kind", kind),
            ("value", value),
            ("strength", requirement.strength.word().to_owned()),
            ("quote", requirement.quote.clone()),
        ];
        fields.extend(rows.into_iter().map(|(of, value)| (format!("requirement_{of}_{row}"), value)));
    }
}

/// The kind and the value of a spelling.
fn halves(spelling: &str) -> (String, String) {
    let kind = KINDS.iter().find(|(word, _, value)| match value {
        None => spelling == *word,
        Some(_) => spelling.strip_prefix(word).is_some_and(|rest| rest.starts_with(':')),
    });
    let word = kind.map_or(spelling, |kind| kind.0);
    let value = spelling.strip_prefix(word).and_then(|rest| rest.strip_prefix(':')).unwrap_or_default();
    (word.to_owned(), value.to_owned())
}
