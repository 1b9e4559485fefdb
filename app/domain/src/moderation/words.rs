//! What people read when they report a problem with a page.

use super::What;

/// The label of a kind of problem.
pub const fn what(what: What) -> &'static str {
    match what {
        What::WrongFact => "Something is wrong or out of date",
        What::DoesNotWork => "Something does not work",
        What::HardToUse => "It is hard to read or to use",
        What::Unkind => "Something is unkind or unsafe",
        What::SomethingElse => "Something else",
    }
}

/// The page is not one of this site.
pub const PAGE: &str = "Enter the address of the page as it begins after the site's name, such as /events.";
/// No kind was chosen.
pub const WHAT: &str = "Choose what is wrong with the page.";
/// No details were given.
pub const DETAILS_MISSING: &str = "Tell us what you saw and what you expected.";
/// Too few details.
pub const DETAILS_TOO_SHORT: &str = "Tell us a little more, at least 10 characters.";
/// Too many details.
pub const DETAILS_TOO_LONG: &str = "Please shorten this to 4,000 characters.";
/// The staged file's id is not one.
pub const FILE: &str = "Choose the screenshot again.";
/// The form came without its key.
pub const KEY: &str = "Reload the page and send the form again.";

#[cfg(test)]
mod tests {
    #[test]
    fn the_words_name_the_limits_that_hold() {
        assert!(super::DETAILS_TOO_SHORT.contains(&super::super::MIN_DETAILS.to_string()));
        assert_eq!(super::super::MAX_DETAILS, 4_000);
        assert!(super::DETAILS_TOO_LONG.contains("4,000"));
    }
}
