//! Sections of the association. Nobody signs up for one: whoever the rule fits is in it, and leaves it with the rule.

use super::{Stage, Stages, State, Thing, sees};

/// What is known of a person that rules of sections ask for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Facts {
    /// How they stand.
    pub state: State,
    /// Where they said they are, when they ordered.
    pub stage: Option<Stage>,
    /// They said that they went to medical school outside the United States and Canada.
    pub img: bool,
}

/// A section with its rule.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Section {
    /// Its name in the database and in addresses.
    pub key: &'static str,
    /// What people call it.
    pub name: &'static str,
    /// Only for IMGs.
    pub img_only: bool,
    /// The stages it is for.
    pub stages: Stages,
    /// The rule in words.
    pub rule: &'static str,
}

/// Every section. People are put in line with a rule when how they stand changes; whoever changes a rule also brings everybody
/// in line who is there, by a migration.
pub const SECTIONS: [Section; 3] = [
    Section {
        key: "img",
        name: "IMG section",
        img_only: true,
        stages: Stages::EVERYBODY,
        rule: "Every member who went to medical school outside the United States and Canada.",
    },
    Section {
        key: "trainees",
        name: "Residents and fellows",
        img_only: false,
        stages: Stages::EVERYBODY.with(Stage::Resident).with(Stage::Fellow),
        rule: "Every member in residency or in a fellowship.",
    },
    Section {
        key: "on-the-way",
        name: "On the way to residency",
        img_only: false,
        stages: Stages::EVERYBODY
            .with(Stage::Student)
            .with(Stage::Preparing)
            .with(Stage::Exams)
            .with(Stage::Certified)
            .with(Stage::Applying)
            .with(Stage::Matched),
        rule: "Every member who has not begun residency yet.",
    },
];

impl Section {
    /// The section behind a key.
    pub fn parse(key: &str) -> Option<Self> {
        SECTIONS.into_iter().find(|section| section.key == key)
    }

    /// Does the rule fit this person?
    pub fn holds(&self, facts: &Facts) -> bool {
        sees(facts.state, Thing::Section) && (facts.img || !self.img_only) && self.stages.hold(facts.stage)
    }

    /// The sections a person is in.
    pub fn of(facts: &Facts) -> impl Iterator<Item = Self> {
        SECTIONS.into_iter().filter(move |section| section.holds(facts))
    }
}
