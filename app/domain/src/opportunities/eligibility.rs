//! "Am I eligible?": each requirement held against what a person has told of themselves, with the host's own words.
//!
//! Computed when the person asks, shown to nobody else, kept nowhere. What a profile does not say is unknown, never no.

use chrono::{Datelike, NaiveDate};

use super::kind::Group;
use super::posting::Posting;
use super::requirement::{Predicate, Strength};
use crate::identity::profile::{Answer, Field, vocab};

/// What a person has told, as far as a posting may ask.
#[derive(Clone, Default, PartialEq, Eq)]
pub struct Facts {
    graduation_year: Option<i32>,
    stage: Option<String>,
    exams: Vec<(String, String)>,
    scores: Vec<(String, u16)>,
    gap: Option<String>,
    visa_need: Option<String>,
    languages: Vec<String>,
    citizenship: Vec<String>,
}

/// What people tell stays out of logs.
impl std::fmt::Debug for Facts {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Facts")
    }
}

/// The fields that are looked at, and no others.
pub const FIELDS: [Field; 8] = [
    Field::GraduationYear,
    Field::Stage,
    Field::Exams,
    Field::Scores,
    Field::GapYears,
    Field::VisaNeed,
    Field::Languages,
    Field::Citizenship,
];

impl Facts {
    /// From the answers of a profile; others than [`FIELDS`] are left aside.
    pub fn of<'a>(answers: impl IntoIterator<Item = &'a Answer>) -> Self {
        let mut facts = Self::default();
        for answer in answers {
            let field = answer.field();
            let one = || Some(answer.as_str().to_owned());
            let all = || answer.values(field.word()).into_iter().map(ToOwned::to_owned).collect();
            match field {
                Field::GraduationYear => facts.graduation_year = answer.as_str().parse().ok(),
                Field::Stage => facts.stage = one(),
                Field::GapYears => facts.gap = one(),
                Field::VisaNeed => facts.visa_need = one(),
                Field::Languages => facts.languages = all(),
                Field::Citizenship => facts.citizenship = all(),
                Field::Exams => facts.exams = parts(answer, &vocab::EXAMS),
                Field::Scores => {
                    let told = parts(answer, &vocab::SCORED);
                    facts.scores = told.into_iter().filter_map(|(of, it)| Some((of, it.parse().ok()?))).collect();
                }
                _ => {}
            }
        }
        facts
    }

    fn exam(&self, word: &str) -> Option<&str> {
        self.exams.iter().find(|(exam, _)| exam == word).map(|(_, mark)| mark.as_str())
    }

    fn score(&self, word: &str) -> Option<u16> {
        self.scores.iter().find(|(exam, _)| exam == word).map(|(_, points)| *points)
    }

    /// Medical student or graduate; `None` where the profile does not say.
    fn training(&self, today: NaiveDate) -> Option<Group> {
        match (self.stage.as_deref(), self.graduation_year) {
            (Some("student"), _) => Some(Group::Student),
            (Some("exploring-other-careers") | None, None) => None,
            (Some("exploring-other-careers") | None, Some(year)) if year == today.year() => None,
            (Some("exploring-other-careers") | None, Some(year)) if year > today.year() => Some(Group::Student),
            (Some(_), _) | (None, Some(_)) => Some(Group::Graduate),
        }
    }

    fn citizens(&self) -> Option<Group> {
        if self.citizenship.is_empty() {
            return None;
        }
        let american = self.citizenship.iter().any(|country| country == "US");
        Some(if american { Group::UsImg } else { Group::NonUsImg })
    }
}

fn parts(answer: &Answer, of: &'static [vocab::Choice]) -> Vec<(String, String)> {
    let field = answer.field();
    let told = of.iter().filter_map(|choice| {
        let mark = answer.values(&field.part(choice.word)).first().map(|mark| (*mark).to_owned())?;
        Some((choice.word.to_owned(), mark))
    });
    told.collect()
}

/// What came of one requirement.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Verdict {
    /// True of the person.
    Yes,
    /// The profile does not say.
    Unknown,
    /// Not true of the person.
    No,
}

impl Verdict {
    /// What the person reads.
    pub const fn label(self) -> &'static str {
        match self {
            Self::Yes => "Yes",
            Self::Unknown => "Cannot tell",
            Self::No => "No",
        }
    }
}

/// One requirement with its verdict.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Line {
    /// How strictly it is asked for.
    pub strength: Strength,
    /// The host's own words.
    pub quote: String,
    /// What was looked at, in our words.
    pub asked: String,
    /// What came of it.
    pub verdict: Verdict,
    /// Why, in one sentence to the person.
    pub why: String,
}

/// The answer to "am I eligible?".
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Eligibility {
    /// Over everything that is required: no, where one is no; else unknown, where one is unknown; else yes.
    pub verdict: Verdict,
    /// Each requirement in the order of the posting; who may apply comes first.
    pub lines: Vec<Line>,
}

impl Eligibility {
    /// The answer in one sentence.
    pub const fn words(&self) -> &'static str {
        match self.verdict {
            Verdict::Yes => "By what your profile says, you meet everything that is required.",
            Verdict::Unknown => "Your profile does not say enough to tell. What is missing is named below.",
            Verdict::No => "By what your profile says, you do not meet everything that is required.",
        }
    }
}

/// Holds a posting against what a person has told. `today` is the present day in the posting's zone.
pub fn evaluate(posting: &Posting, facts: &Facts, today: NaiveDate) -> Eligibility {
    let groups = [(Group::TRAINING, facts.training(today)), (Group::CITIZENSHIP, facts.citizens())];
    let mut lines: Vec<Line> =
        groups.into_iter().filter_map(|(of, mine)| group_line(&posting.groups, of, mine)).collect();
    lines.extend(posting.requirements.iter().map(|requirement| {
        let (verdict, why) = judge(&requirement.predicate, facts);
        Line {
            strength: requirement.strength,
            quote: requirement.quote.clone(),
            asked: requirement.predicate.words(),
            verdict,
            why,
        }
    }));
    let required = lines.iter().filter(|line| line.strength == Strength::Required);
    let verdict = required.map(|line| line.verdict).max().unwrap_or(Verdict::Yes);
    Eligibility { verdict, lines }
}

/// Who may apply, where the posting names a group of this kind.
fn group_line(named: &[Group], of: [Group; 2], mine: Option<Group>) -> Option<Line> {
    let wanted: Vec<Group> = of.into_iter().filter(|group| named.contains(group)).collect();
    if wanted.is_empty() {
        return None;
    }
    let labels: Vec<&str> = wanted.iter().map(|group| group.label()).collect();
    let verdict = match mine {
        // Both are named: whichever it is, it is one of them.
        _ if wanted.len() == of.len() => Verdict::Yes,
        None => Verdict::Unknown,
        Some(group) if wanted.contains(&group) => Verdict::Yes,
        Some(_) => Verdict::No,
    };
    let why = match (verdict, mine) {
        (Verdict::Yes, None) => "Both are welcome.".to_owned(),
        (_, Some(group)) => format!("Your profile says: {}.", group.label()),
        (_, None) if of == Group::TRAINING => missing(Field::Stage),
        (_, None) => missing(Field::Citizenship),
    };
    let quote = format!("Open to: {}", labels.join(", "));
    Some(Line { strength: Strength::Required, asked: labels.join(" or "), quote, verdict, why })
}

fn missing(field: Field) -> String {
    format!("Your profile does not say: {}.", field.label())
}

fn told(field: Field, what: &str) -> String {
    format!("Your profile says {}: {what}.", field.label())
}

const fn yes_or_no(yes: bool) -> Verdict {
    if yes { Verdict::Yes } else { Verdict::No }
}

fn judge(predicate: &Predicate, facts: &Facts) -> (Verdict, String) {
    match predicate {
        Predicate::Passed(exam) => match facts.exam(exam) {
            None => (Verdict::Unknown, missing(Field::Exams)),
            Some(mark) => (yes_or_no(mark == "passed"), told(Field::Exams, &vocab::label(&vocab::MARKS, mark))),
        },
        Predicate::Score(exam, least) => match (facts.score(exam), facts.exam(exam)) {
            (Some(points), _) => (yes_or_no(points >= *least), told(Field::Scores, &points.to_string())),
            (None, Some("not-yet")) => (Verdict::No, told(Field::Exams, "Not yet")),
            (None, _) => (Verdict::Unknown, missing(Field::Scores)),
        },
        Predicate::GraduatedSince(since) => match facts.graduation_year {
            None => (Verdict::Unknown, missing(Field::GraduationYear)),
            Some(year) => (yes_or_no(year >= i32::from(*since)), told(Field::GraduationYear, &year.to_string())),
        },
        Predicate::GapAtMost(most) => match facts.gap.as_deref() {
            None => (Verdict::Unknown, missing(Field::GapYears)),
            Some(word) => (gap(word, *most), told(Field::GapYears, &vocab::label(&vocab::GAPS, word))),
        },
        Predicate::VisaNeedIn(needs) => match facts.visa_need.as_deref() {
            None => (Verdict::Unknown, missing(Field::VisaNeed)),
            Some("not-sure") if !needs.contains(&"not-sure") => {
                (Verdict::Unknown, told(Field::VisaNeed, &vocab::label(&vocab::VISA_NEEDS, "not-sure")))
            }
            Some(need) => {
                // Whoever would take either of the two is served by one of them.
                let either = need == "j1-or-h1b" && (needs.contains(&"j1") || needs.contains(&"h1b"));
                let met = either || needs.contains(&need);
                (yes_or_no(met), told(Field::VisaNeed, &vocab::label(&vocab::VISA_NEEDS, need)))
            }
        },
        Predicate::Speaks(language) => {
            if facts.languages.iter().any(|spoken| spoken == language) {
                (Verdict::Yes, told(Field::Languages, &vocab::label(&vocab::LANGUAGES, language)))
            } else {
                // A profile has room for five languages, so one that is not there is not a no.
                (Verdict::Unknown, missing(Field::Languages))
            }
        }
        Predicate::HostJudges => (Verdict::Unknown, "Only the host can tell. Read their words.".to_owned()),
    }
}

/// Years without clinical work are told in steps; a step that is partly within is unknown.
fn gap(word: &str, most: u8) -> Verdict {
    let (least, longest) = match word {
        "none" => (0, Some(0)),
        "1" => (1, Some(1)),
        "2" => (2, Some(2)),
        "3-5" => (3, Some(5)),
        "6-10" => (6, Some(10)),
        "over-10" => (11, None),
        _ => return Verdict::Unknown,
    };
    match longest {
        Some(longest) if longest <= most => Verdict::Yes,
        _ if least > most => Verdict::No,
        _ => Verdict::Unknown,
    }
}
