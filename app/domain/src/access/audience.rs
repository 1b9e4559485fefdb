//! Who may see one field of a person's profile: the person chooses an audience, and this table decides.

use serde::{Deserialize, Serialize};

/// Who a person shows a field to. Each includes those before it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Audience {
    /// Nobody but the person.
    OnlyMe,
    /// People the person is matched with, such as their mentor.
    Matched,
    /// Everybody who is signed in and in good standing.
    Members,
    /// Everybody, signed in or not.
    Everyone,
}

/// How a reader stands to the person whose profile it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Relation {
    /// It is their own.
    Myself,
    /// The two are matched.
    Matched,
    /// Signed in and in good standing.
    Member,
    /// Works for the association. In a profile that is worth no more than being a member.
    Staff,
    /// Anybody else: not signed in, not confirmed, suspended, leaving.
    Stranger,
}

impl Audience {
    /// All of them, the fewest readers first.
    pub const ALL: [Self; 4] = [Self::OnlyMe, Self::Matched, Self::Members, Self::Everyone];

    /// The word that forms and the database carry.
    pub const fn word(self) -> &'static str {
        match self {
            Self::OnlyMe => "only-me",
            Self::Matched => "matched",
            Self::Members => "members",
            Self::Everyone => "everyone",
        }
    }

    /// The audience behind a word.
    pub fn parse(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|audience| audience.word() == word)
    }

    /// The label people read.
    pub const fn label(self) -> &'static str {
        match self {
            Self::OnlyMe => "Only me",
            Self::Matched => "People I am matched with",
            Self::Members => "Members",
            Self::Everyone => "Everyone",
        }
    }
}

impl Relation {
    /// All of them.
    pub const ALL: [Self; 5] = [Self::Myself, Self::Matched, Self::Member, Self::Staff, Self::Stranger];
}

/// May somebody who stands so to a person see what the person shows to `audience`?
pub const fn may_see(audience: Audience, relation: Relation) -> bool {
    match relation {
        Relation::Myself => true,
        Relation::Matched => !matches!(audience, Audience::OnlyMe),
        Relation::Member | Relation::Staff => matches!(audience, Audience::Members | Audience::Everyone),
        Relation::Stranger => matches!(audience, Audience::Everyone),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_table_is_this_one() {
        // In the order of Audience::ALL: only me, matched, members, everyone.
        for (relation, seen) in [
            (Relation::Myself, [true, true, true, true]),
            (Relation::Matched, [false, true, true, true]),
            (Relation::Member, [false, false, true, true]),
            (Relation::Staff, [false, false, true, true]),
            (Relation::Stranger, [false, false, false, true]),
        ] {
            assert_eq!(Audience::ALL.map(|audience| may_see(audience, relation)), seen, "{relation:?}");
        }
    }

    #[test]
    fn a_wider_audience_never_shows_less() {
        for relation in Relation::ALL {
            for pair in Audience::ALL.windows(2) {
                assert!(may_see(pair[0], relation) <= may_see(pair[1], relation), "{relation:?} {pair:?}");
            }
        }
    }

    #[test]
    fn staff_see_what_a_member_sees() {
        for audience in Audience::ALL {
            assert_eq!(may_see(audience, Relation::Staff), may_see(audience, Relation::Member));
        }
    }

    #[test]
    fn every_audience_is_found_by_its_word() {
        for audience in Audience::ALL {
            assert_eq!(Audience::parse(audience.word()), Some(audience));
            assert_eq!(Audience::ALL.iter().filter(|other| other.label() == audience.label()).count(), 1);
        }
        assert_eq!(Audience::parse("Everyone"), None);
    }
}
