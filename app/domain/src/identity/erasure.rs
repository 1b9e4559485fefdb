//! Why somebody of the staff erases a person. One of a fixed list: it stands in the audit log for good, where nothing may
//! stand that says who the person was.

/// The lawful ground of an erasure.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ErasureGround {
    /// The person asked for it, outside the site.
    Asked,
    /// A court or an authority ordered it.
    Ordered,
    /// Somebody made the account in another person's name.
    NotTheirs,
}

impl ErasureGround {
    /// All of them.
    pub const ALL: [Self; 3] = [Self::Asked, Self::Ordered, Self::NotTheirs];

    /// Its word in forms and in the audit log.
    pub const fn word(self) -> &'static str {
        match self {
            Self::Asked => "asked",
            Self::Ordered => "ordered",
            Self::NotTheirs => "not-theirs",
        }
    }

    /// What the staff read.
    pub const fn label(self) -> &'static str {
        match self {
            Self::Asked => "The person asked for it and cannot sign in",
            Self::Ordered => "A court or an authority ordered it",
            Self::NotTheirs => "Somebody made the account in another person's name",
        }
    }

    /// The ground of a form's word.
    pub fn parse(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|ground| ground.word() == word)
    }
}

#[cfg(test)]
mod tests {
    use super::ErasureGround;

    #[test]
    fn every_word_names_its_ground_and_no_other_text_does() {
        for ground in ErasureGround::ALL {
            assert_eq!(ErasureGround::parse(ground.word()), Some(ground));
            assert_eq!(ErasureGround::ALL.iter().filter(|other| other.label() == ground.label()).count(), 1);
        }
        assert_eq!(ErasureGround::parse("because"), None);
    }
}
