//! What an invented population is shaped by: figures with their source and their day, and assumptions that say so.
//!
//! Shares are weights; they need not add up to 100. Nothing here is about a person who exists.

/// One figure or assumption, as it is written into the file.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Given {
    /// What it is about.
    pub what: &'static str,
    /// The figure in words.
    pub value: &'static str,
    /// Who says so.
    pub source: &'static str,
    /// The day or year it is of, or was read.
    pub as_of: &'static str,
    /// Whether it is our own assumption, or taken over as one.
    pub assumption: bool,
}

/// Everything that shaped it.
pub const GIVEN: [Given; 9] = [
    given("mentees by kind of IMG", "35.2 % U.S., 64.8 % non-U.S.", "NRMP 2024, from 3,181 and 5,864 matched", "2024"),
    given("women", "45 % of first licenses to IMGs", "AMA", "2014"),
    given("two or more languages", "98 %", "AMA", "2026-11-22"),
    given(
        "states",
        "NY 1,092, PA 455, MI 414, TX 384, FL 381, NJ 309",
        "NRMP 2024 as cited by matcharesident.com",
        "2024",
    ),
    given("specialties", "IMGs matched in seven of them, 2026", "NRMP 2026 as cited by uscehub", "2026"),
    assumed("countries of the school", "weights shaped by FSMB 2017 to 2022"),
    assumed("stages, needs and seats", "all stages before residency alike; two to five needs; three seats each"),
    assumed(
        "how well a pair fits",
        "scored criteria of the mentoring vocabulary, without visa and family; noise of 10 %",
    ),
    assumed("lists", "each mentee ranks the 20 best of 60 chosen at random, half of them of the own specialty"),
];

const fn given(what: &'static str, value: &'static str, source: &'static str, as_of: &'static str) -> Given {
    Given { what, value, source, as_of, assumption: false }
}

const fn assumed(what: &'static str, value: &'static str) -> Given {
    Given {
        what,
        value,
        source: "our own assumption, for tests and figures only",
        as_of: "2026-11-22",
        assumption: true,
    }
}

/// Of a hundred.
pub(super) const WOMEN: u32 = 45;
/// Of a thousand mentees.
pub(super) const US_IMG: u32 = 352;
/// Of a hundred.
pub(super) const TWO_LANGUAGES: u32 = 98;

/// IMGs matched in each state, 2024; the rest of the country is not in the source and is left out.
pub(super) const STATES: [(&str, u32); 6] =
    [("NY", 1092), ("PA", 455), ("MI", 414), ("TX", 384), ("FL", 381), ("NJ", 309)];

/// IMGs matched, 2026.
pub(super) const SPECIALTIES: [(&str, u32); 7] = [
    ("internal-medicine", 4718),
    ("family-medicine", 1465),
    ("pediatrics", 841),
    ("psychiatry", 362),
    ("neurology", 269),
    ("pathology", 225),
    ("general-surgery", 214),
];

/// Countries of the school with weights and the languages spoken there. Assumptions.
pub(super) const COUNTRIES: [(&str, u32, &[&str]); 27] = [
    ("IN", 20, &["en", "hi", "ta", "te", "ml", "gu", "pa"]),
    ("PK", 10, &["en", "ur", "pa"]),
    ("GD", 6, &["en"]),
    ("DM", 5, &["en"]),
    ("SX", 5, &["en", "nl"]),
    ("PH", 5, &["en", "tl"]),
    ("MX", 5, &["es", "en"]),
    ("NG", 5, &["en", "yo", "ig", "ha"]),
    ("EG", 5, &["ar", "en"]),
    ("NP", 4, &["ne", "en"]),
    ("JO", 3, &["ar", "en"]),
    ("LB", 3, &["ar", "fr", "en"]),
    ("SY", 2, &["ar", "en"]),
    ("IR", 2, &["fa", "en"]),
    ("BD", 2, &["bn", "en"]),
    ("DO", 2, &["es", "en"]),
    ("CO", 2, &["es", "en"]),
    ("VE", 2, &["es", "en"]),
    ("BR", 2, &["pt", "en"]),
    ("UA", 2, &["uk", "ru", "en"]),
    ("RU", 1, &["ru", "en"]),
    ("CN", 2, &["zh", "en"]),
    ("SA", 1, &["ar", "en"]),
    ("SD", 1, &["ar", "en"]),
    ("GH", 1, &["en", "ak"]),
    ("IL", 1, &["he", "ar", "en"]),
    ("PL", 1, &["pl", "en"]),
];
