//! The small steps in which a profile is filled in, and the one step a newcomer is shown.

use super::field::Field;
use chrono::TimeDelta;

/// A page with a few questions that belong together.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Step {
    /// Name and pronouns.
    You,
    /// Where and when one studied.
    School,
    /// Where one is and wants to be.
    Path,
    /// Where one lives and what one speaks.
    Place,
    /// A picture.
    Photo,
    /// Citizenship and visa.
    Papers,
    /// Exams and gaps.
    Exams,
    /// What a physician does and offers.
    Practice,
}

/// A newcomer is shown the next step for so long; after that nobody is asked again.
const NEW: TimeDelta = TimeDelta::days(14);

/// The steps that help at once. The others wait until somebody looks for them.
const FIRST: [Step; 3] = [Step::You, Step::School, Step::Path];

/// What is known of a person who might be shown a step.
#[derive(Debug, Clone)]
pub struct Told {
    /// The fields that have an answer.
    pub fields: Vec<Field>,
    /// How long the account has been there.
    pub age: TimeDelta,
}

impl Step {
    /// All of them, in the order of the pages.
    pub const ALL: [Self; 8] =
        [Self::You, Self::School, Self::Path, Self::Place, Self::Photo, Self::Papers, Self::Exams, Self::Practice];

    /// The word in its address.
    pub const fn word(self) -> &'static str {
        match self {
            Self::You => "you",
            Self::School => "school",
            Self::Path => "path",
            Self::Place => "place",
            Self::Photo => "photo",
            Self::Papers => "papers",
            Self::Exams => "exams",
            Self::Practice => "practice",
        }
    }

    /// The step behind a word.
    pub fn parse(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|step| step.word() == word)
    }

    /// The step that asks for a field.
    pub fn of(field: Field) -> Self {
        Self::ALL.into_iter().find(|step| step.fields().contains(&field)).unwrap_or(Self::You)
    }

    /// What is asked, in order.
    pub const fn fields(self) -> &'static [Field] {
        match self {
            Self::You => &[Field::Name, Field::Pronouns],
            Self::School => &[Field::SchoolCountry, Field::School, Field::GraduationYear],
            Self::Path => &[Field::Stage, Field::Specialties],
            Self::Place => &[Field::State, Field::Zone, Field::Languages],
            Self::Photo => &[Field::Photo],
            Self::Papers => &[Field::Citizenship, Field::VisaNeed],
            Self::Exams => &[Field::Exams, Field::Scores, Field::GapYears],
            Self::Practice => &[Field::Role, Field::Specialty, Field::Institution, Field::Npi, Field::Offers],
        }
    }

    /// The heading of its page.
    pub const fn title(self) -> &'static str {
        match self {
            Self::You => "What should people call you?",
            Self::School => "Where did you study medicine?",
            Self::Path => "Where are you now?",
            Self::Place => "Where do you live?",
            Self::Photo => "Your photo",
            Self::Papers => "Citizenship and visa",
            Self::Exams => "Exams and gaps",
            Self::Practice => "For physicians: what you do and offer",
        }
    }

    /// The step after it.
    pub fn next(self) -> Option<Self> {
        let at = Self::ALL.iter().position(|step| *step == self)?;
        Self::ALL.get(at + 1).copied()
    }

    /// The one step to show to a newcomer: the first of those that help at once with nothing told in it. `None` for
    /// everybody who has been here two weeks, so that a profile left as it is stays a choice and not a chore.
    pub fn for_newcomer(told: &Told) -> Option<Self> {
        let open = |step: &Step| !step.fields().iter().any(|field| told.fields.contains(field));
        (told.age < NEW).then(|| FIRST.into_iter().find(open)).flatten()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_field_is_asked_in_exactly_one_step_and_no_step_asks_more_than_five() {
        for field in Field::ALL {
            let asked = Step::ALL.iter().filter(|step| step.fields().contains(field)).count();
            assert_eq!(asked, 1, "{field:?}");
            assert!(Step::of(*field).fields().contains(field));
        }
        assert!(Step::ALL.iter().all(|step| step.fields().len() <= 5));
    }

    #[test]
    fn a_newcomer_sees_one_step_at_a_time_and_after_two_weeks_none() {
        let next =
            |fields: &[Field], days| Step::for_newcomer(&Told { fields: fields.to_vec(), age: TimeDelta::days(days) });
        assert_eq!(next(&[], 0), Some(Step::You));
        assert_eq!(next(&[Field::Name], 1), Some(Step::School));
        assert_eq!(next(&[Field::Name, Field::SchoolCountry], 1), Some(Step::Path));
        assert_eq!(next(&[Field::Name, Field::School, Field::Stage], 1), None, "papers and exams are never asked for");
        assert_eq!(next(&[], 14), None);
    }

    #[test]
    fn steps_are_found_by_their_words_and_lead_to_an_end() {
        for step in Step::ALL {
            assert_eq!(Step::parse(step.word()), Some(step));
        }
        assert_eq!(Step::Practice.next(), None);
        assert_eq!(Step::parse("You"), None);
    }
}
