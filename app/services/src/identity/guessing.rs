//! How soon a password would be guessed, by the lists of zxcvbn: 30,000 passwords from published breaches, names, words,
//! and what people usually change in them. Takes milliseconds of a whole core for a long password.

use domain::identity::{Vain, WeakPassword, Weakness};
use zxcvbn::feedback::{Suggestion, Warning};

/// Fewer guesses than this and a thief who tries the usual lists is in.
const FEW_GUESSES: u64 = 1_000_000;

/// What makes a password too easy to guess; `None` for one that may be used.
pub(super) fn weakness(password: &str) -> Option<WeakPassword> {
    let found = zxcvbn::zxcvbn(password, &[]);
    if found.guesses() >= FEW_GUESSES {
        return None;
    }
    let feedback = found.feedback();
    let why = feedback.and_then(zxcvbn::feedback::Feedback::warning).map(why);
    let vain = feedback.and_then(|feedback| feedback.suggestions().iter().copied().find_map(vain));
    Some(WeakPassword { why, vain })
}

const fn why(warning: Warning) -> Weakness {
    match warning {
        Warning::StraightRowsOfKeysAreEasyToGuess | Warning::ShortKeyboardPatternsAreEasyToGuess => Weakness::Keys,
        Warning::RepeatsLikeAaaAreEasyToGuess | Warning::RepeatsLikeAbcAbcAreOnlySlightlyHarderToGuess => {
            Weakness::Repeats
        }
        Warning::ThisIsATop10Password
        | Warning::ThisIsATop100Password
        | Warning::ThisIsACommonPassword
        | Warning::ThisIsSimilarToACommonlyUsedPassword => Weakness::Common,
        Warning::SequencesLikeAbcAreEasyToGuess => Weakness::Rows,
        Warning::RecentYearsAreEasyToGuess | Warning::DatesAreOftenEasyToGuess => Weakness::Dates,
        Warning::AWordByItselfIsEasyToGuess => Weakness::Word,
        Warning::NamesAndSurnamesByThemselvesAreEasyToGuess | Warning::CommonNamesAndSurnamesAreEasyToGuess => {
            Weakness::Name
        }
    }
}

/// The other suggestions say what [`WeakPassword::words`] says in any case.
const fn vain(suggestion: Suggestion) -> Option<Vain> {
    match suggestion {
        Suggestion::CapitalizationDoesntHelpVeryMuch | Suggestion::AllUppercaseIsAlmostAsEasyToGuessAsAllLowercase => {
            Some(Vain::Capitals)
        }
        Suggestion::ReversedWordsArentMuchHarderToGuess => Some(Vain::Backwards),
        Suggestion::PredictableSubstitutionsDontHelpVeryMuch => Some(Vain::Substitutes),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_tried_first_is_weak_and_a_sentence_is_not() {
        for common in ["1234567890", "password123", "qwertyuiop", "iloveyou123"] {
            assert!(weakness(common).is_some(), "{common}");
        }
        for good in ["correct horse battery", "nine lamps by the shore", "Xk2#vTq9!mZp"] {
            assert_eq!(weakness(good), None, "{good}");
        }
    }

    #[test]
    fn each_weakness_is_named() {
        for (password, why, vain) in [
            ("password123", Some(Weakness::Common), None),
            ("p@ssword123", Some(Weakness::Common), Some(Vain::Substitutes)),
            ("Password123", Some(Weakness::Common), Some(Vain::Capitals)),
            ("abcdefghijkl", Some(Weakness::Rows), None),
            ("abababababab", Some(Weakness::Repeats), None),
        ] {
            assert_eq!(weakness(password), Some(WeakPassword { why, vain }), "{password}");
        }
    }
}
