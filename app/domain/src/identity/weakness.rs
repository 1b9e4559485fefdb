//! Why a password would soon be guessed, in words that help to choose another. How soon is found out by the services, which
//! have the lists.

use super::words;

/// What is easy to guess in a password.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Weakness {
    /// It is in the lists that are tried first, or a small change of one that is.
    Common,
    /// Keys that lie beside each other.
    Keys,
    /// The same again and again.
    Repeats,
    /// abc, 6543.
    Rows,
    /// A year or a date.
    Dates,
    /// One word of a dictionary.
    Word,
    /// A name.
    Name,
}

/// What was done to make it harder, and does not.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Vain {
    /// Capital letters.
    Capitals,
    /// A word written backwards.
    Backwards,
    /// @ for a.
    Substitutes,
}

/// A password that would soon be guessed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct WeakPassword {
    /// What is easy to guess in it, if one thing is.
    pub why: Option<Weakness>,
    /// What does not help.
    pub vain: Option<Vain>,
}

impl WeakPassword {
    /// What the person reads: no, why, and what would be better.
    pub fn words(self) -> String {
        let why = self.why.map(|why| match why {
            Weakness::Common => words::WEAK_COMMON,
            Weakness::Keys => words::WEAK_KEYS,
            Weakness::Repeats => words::WEAK_REPEATS,
            Weakness::Rows => words::WEAK_ROWS,
            Weakness::Dates => words::WEAK_DATES,
            Weakness::Word => words::WEAK_WORD,
            Weakness::Name => words::WEAK_NAME,
        });
        let vain = self.vain.map(|vain| match vain {
            Vain::Capitals => words::VAIN_CAPITALS,
            Vain::Backwards => words::VAIN_BACKWARDS,
            Vain::Substitutes => words::VAIN_SUBSTITUTES,
        });
        let said = [Some(words::PASSWORD_WEAK), why, vain, Some(words::PASSWORD_BETTER)];
        said.into_iter().flatten().collect::<Vec<_>>().join(" ")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_refusal_says_why_and_what_would_be_better() {
        let words = WeakPassword { why: Some(Weakness::Dates), vain: Some(Vain::Capitals) }.words();
        assert_eq!(
            words,
            "Choose a password that is harder to guess. Years and dates are easy to guess. Capital letters hardly help. \
             Add a word or two that nobody would expect."
        );
        let common = WeakPassword { why: Some(Weakness::Common), vain: None }.words();
        assert!(common.starts_with(words::PASSWORD_COMMON), "{common}");
        assert!(!WeakPassword { why: None, vain: None }.words().contains("  "));
    }
}
