//! Whom an event is for. It is announced to everybody all the same: title, time and place, on pages and in calendars.
//!
//! What members have for themselves is how to take part (the link, a seat, the way in), and what is kept of it (recordings
//! and materials). Who counts as a member is said by one table, [`crate::membership::sees`].

use super::Series;
use crate::membership::{State, Thing, sees};

/// Whom an event is for.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Hash)]
pub enum ForWhom {
    /// For everybody.
    #[default]
    Everybody,
    /// Everybody may come; what is kept of it is for members.
    MaterialsForMembers,
    /// Only members come, and have what is kept of it.
    Members,
}

impl ForWhom {
    /// All of them, in the order people see.
    pub const ALL: [Self; 3] = [Self::Everybody, Self::MaterialsForMembers, Self::Members];

    /// The word in files, forms and the database.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Everybody => "everybody",
            Self::MaterialsForMembers => "materials for members",
            Self::Members => "members",
        }
    }

    /// The label in forms.
    pub const fn label(self) -> &'static str {
        match self {
            Self::Everybody => "Everybody",
            Self::MaterialsForMembers => "Everybody; recordings and materials are for members",
            Self::Members => "Members only",
        }
    }

    /// Reads the word in any case; a hyphen or an underscore may stand for a space.
    pub fn parse(text: &str) -> Option<Self> {
        let word = text.trim().to_ascii_lowercase().replace(['-', '_'], " ");
        Self::ALL.into_iter().find(|whom| whom.as_str() == word)
    }

    /// Whether only members take part.
    pub const fn is_for_members(self) -> bool {
        matches!(self, Self::Members)
    }
}

/// What somebody may see of what members have for themselves.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Sees {
    /// How to take part in events for members.
    pub events: bool,
    /// Recordings and materials for members.
    pub materials: bool,
}

impl Sees {
    /// Everything.
    pub const ALL: Self = Self { events: true, materials: true };
    /// What everybody sees who is not signed in.
    pub const NOTHING: Self = Self::of(State::None);

    /// What somebody sees who stands so.
    pub const fn of(state: State) -> Self {
        Self { events: sees(state, Thing::MembersEvents), materials: sees(state, Thing::MembersMaterials) }
    }

    /// Whether somebody who sees so much may take part.
    pub const fn lets_come(self, whom: ForWhom) -> bool {
        self.events || !whom.is_for_members()
    }

    /// Whether somebody who sees so much has what is kept.
    pub const fn lets_look(self, whom: ForWhom) -> bool {
        self.materials || matches!(whom, ForWhom::Everybody)
    }
}

impl Series {
    /// The same without what `sees` does not reach: links, recordings, materials.
    #[must_use]
    pub fn seen_by(mut self, sees: Sees) -> Self {
        let (come, look) = (sees.lets_come(self.for_whom), sees.lets_look(self.for_whom));
        if !come {
            self.link = None;
        }
        for date in &mut self.overrides {
            if !come {
                date.link = None;
            }
            if !look {
                date.recording = None;
                date.materials.clear();
            }
        }
        self
    }
}

#[cfg(test)]
mod tests {
    use super::super::series::tests::coffee_chat;
    use super::super::{Link, Material, Override};
    use super::*;

    #[test]
    fn words_read_back() {
        for whom in ForWhom::ALL {
            assert_eq!(ForWhom::parse(whom.as_str()), Some(whom));
        }
        assert_eq!(ForWhom::parse(" Materials-for_members "), Some(ForWhom::MaterialsForMembers));
        assert_eq!(ForWhom::parse("friends"), None);
    }

    #[test]
    fn each_state_sees_what_the_table_of_membership_says() {
        for state in State::ALL {
            let seen = Sees::of(state);
            assert_eq!(seen.events, sees(state, Thing::MembersEvents), "{state:?}");
            assert_eq!(seen.materials, sees(state, Thing::MembersMaterials), "{state:?}");
            for whom in ForWhom::ALL {
                assert_eq!(seen.lets_come(whom), whom != ForWhom::Members || seen.events);
                assert_eq!(seen.lets_look(whom), whom == ForWhom::Everybody || seen.materials);
            }
        }
        assert_eq!(Sees::NOTHING, Sees { events: false, materials: false });
    }

    #[test]
    fn links_go_with_the_event_and_recordings_with_the_materials() {
        let link = |text: &str| Some(Link::parse(text).unwrap());
        let mut series = coffee_chat();
        series.link = link("https://example.org/join");
        let material =
            Material { title: "Slides".to_owned(), link: Link::parse("https://example.org/slides").unwrap() };
        let start = series.local_start;
        series.overrides = vec![Override {
            link: link("https://example.org/other"),
            recording: link("https://example.org/watch"),
            materials: vec![material],
            ..Override::of(start, series.changed_at)
        }];
        let told = |whom: ForWhom, sees: Sees| {
            let seen = Series { for_whom: whom, ..series.clone() }.seen_by(sees);
            let told = seen.told(start);
            (seen.link.is_some(), told.link.is_some(), told.recording.is_some(), told.materials.len())
        };
        let all = (true, true, true, 1);
        for whom in ForWhom::ALL {
            assert_eq!(told(whom, Sees::ALL), all, "{whom:?}");
        }
        assert_eq!(told(ForWhom::Everybody, Sees::NOTHING), all);
        assert_eq!(told(ForWhom::MaterialsForMembers, Sees::NOTHING), (true, true, false, 0));
        assert_eq!(told(ForWhom::Members, Sees::NOTHING), (false, false, false, 0));
    }
}
