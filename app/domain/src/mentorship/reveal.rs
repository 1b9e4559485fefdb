//! What a mentee shows to one mentor: field by field, request by request, and back again.

use super::ask::Ask;
use super::request::words;
use super::wish::Wish;
use crate::identity::profile::Field;

words! {
    /// What can be shown beyond topics, stage and goals, which every request says.
    Reveal {
        /// What the person is called.
        Name = "name",
        /// How to speak of them.
        Pronouns = "pronouns",
        /// What they want to train in.
        Specialties = "specialties",
        /// Where they live.
        State = "state",
        /// By which clocks.
        Zone = "zone",
        /// Languages.
        Languages = "languages",
        /// Where the medical school is.
        SchoolCountry = "school_country",
        /// The medical school.
        School = "school",
        /// The year of the degree.
        GraduationYear = "graduation_year",
        /// Gender.
        Gender = "gender",
        /// Exams passed.
        Exams = "exams",
        /// Years without clinical work.
        GapYears = "gap_years",
        /// Whether a visa is needed. Shown to be talked about; no input of any fit.
        VisaNeed = "visa_need",
    }
}

impl Reveal {
    /// The field of the profile behind it; `None` for what only the request holds.
    pub const fn field(self) -> Option<Field> {
        Some(match self {
            Self::Name => Field::Name,
            Self::Pronouns => Field::Pronouns,
            Self::Specialties => Field::Specialties,
            Self::State => Field::State,
            Self::Zone => Field::Zone,
            Self::Languages => Field::Languages,
            Self::SchoolCountry => Field::SchoolCountry,
            Self::School => Field::School,
            Self::GraduationYear => Field::GraduationYear,
            Self::Exams => Field::Exams,
            Self::GapYears => Field::GapYears,
            Self::VisaNeed => Field::VisaNeed,
            Self::Gender => return None,
        })
    }

    /// What people call it.
    pub const fn label(self) -> &'static str {
        match self.field() {
            Some(field) => field.label(),
            None => "Gender",
        }
    }
}

/// What is shown to one mentor.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Revealed(Vec<Reveal>);

impl Revealed {
    /// Reads stored or posted words; unknown ones are left out.
    pub fn read<'w>(words: impl IntoIterator<Item = &'w str>) -> Self {
        words.into_iter().filter_map(Reveal::parse).collect()
    }

    /// Everything, as the person themselves sees it.
    pub fn all() -> Self {
        Self(Reveal::ALL.to_vec())
    }

    /// Whether one is shown.
    pub fn has(&self, one: Reveal) -> bool {
        self.0.contains(&one)
    }

    /// What is shown, in the order of the table.
    pub fn iter(&self) -> impl Iterator<Item = Reveal> + '_ {
        self.0.iter().copied()
    }

    /// The stored spelling.
    pub fn stored(&self) -> String {
        self.0.iter().map(|one| one.word()).collect::<Vec<_>>().join(",")
    }
}

impl FromIterator<Reveal> for Revealed {
    fn from_iter<I: IntoIterator<Item = Reveal>>(all: I) -> Self {
        let mut all: Vec<Reveal> = all.into_iter().collect();
        all.sort_unstable();
        all.dedup();
        Self(all)
    }
}

/// What the profile of a mentee says that a fit may look at, each only once it is revealed.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Facts {
    /// What they want to train in.
    pub specialties: Vec<String>,
    /// Where they live.
    pub state: Option<String>,
    /// By which clocks.
    pub zone: Option<String>,
}

/// What one mentor knows of a mentee. It is made here only, so that nothing hidden can be in it.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Seen {
    pub(super) topics: Vec<String>,
    pub(super) stage: Option<String>,
    pub(super) facts: Facts,
    pub(super) wishes: Vec<Wish>,
}

impl Seen {
    /// What `revealed` leaves of a request and of what the person's profile says.
    pub fn of(ask: &Ask, facts: &Facts, revealed: &Revealed) -> Self {
        let shown = |wish: &&Wish| wish.kind.reveal().is_some_and(|one| revealed.has(one));
        Self {
            topics: ask.topics.clone(),
            stage: Some(ask.stage.clone()),
            facts: Facts {
                specialties: if revealed.has(Reveal::Specialties) { facts.specialties.clone() } else { Vec::new() },
                state: facts.state.clone().filter(|_| revealed.has(Reveal::State)),
                zone: facts.zone.clone().filter(|_| revealed.has(Reveal::Zone)),
            },
            wishes: ask.wishes.iter().filter(shown).cloned().collect(),
        }
    }

    /// Everything, for the person's own search.
    pub fn own(ask: &Ask, facts: &Facts) -> Self {
        Self { wishes: ask.wishes.clone(), ..Self::of(ask, facts, &Revealed::all()) }
    }

    /// What they want help with.
    pub fn topics(&self) -> &[String] {
        &self.topics
    }
}
