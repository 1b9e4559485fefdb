//! A rule's no.
//!
//! A refusal is an ordinary answer: the input was well formed, but a rule of the association or of the product
//! forbids the step. It travels to the page as a value and is shown in the words below. A field that is filled in
//! wrongly is a [`crate::form::FieldError`] instead; a surprise of the machinery is an error.

use std::fmt;

use serde::{Deserialize, Serialize};

/// Every no a rule can say. `Display` gives the words for the person who asked.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum Refusal {
    /// Sample content is only for a public address that is a loopback address.
    SampleNeedsLoopback,
    /// This address has sent as many problem reports as it may in an hour.
    TooManyReports,
    /// The form was sent before, with other content under the same key.
    FormAlreadySent,
    /// The uploaded file a form refers to has been cleared away.
    UploadGone,
}

impl Refusal {
    /// The sentence the person reads.
    pub const fn words(self) -> &'static str {
        match self {
            Self::SampleNeedsLoopback => "Sample content can only be loaded while the site runs on your own computer.",
            Self::TooManyReports => "You have sent several reports in the last hour. Please try again later.",
            Self::FormAlreadySent => "This form has already been sent. Please reload the page before you send another.",
            Self::UploadGone => "The file is no longer here. Please choose it again.",
        }
    }
}

impl fmt::Display for Refusal {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str(self.words())
    }
}

impl std::error::Error for Refusal {}

#[cfg(test)]
mod tests {
    use super::Refusal;

    #[test]
    fn a_refusal_speaks_in_whole_sentences() {
        for refusal in
            [Refusal::SampleNeedsLoopback, Refusal::TooManyReports, Refusal::FormAlreadySent, Refusal::UploadGone]
        {
            let words = refusal.to_string();
            assert!(words.ends_with('.'), "{words}");
            assert!(!words.contains('!') && !words.to_lowercase().contains("invalid"));
        }
    }
}
