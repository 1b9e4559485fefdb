//! What is wrong with a posted form, as a value.
//!
//! Bad input is never an error of the program: a parser answers `Vec<FieldError>` and the form is drawn again with
//! the words beside the fields. How it is drawn belongs to the design system.

#[cfg(feature = "zones")]
pub(crate) mod sheet;

use serde::{Deserialize, Serialize};

/// One sentence about one field of a form.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct FieldError {
    /// The field's name as the form posts it, such as `details`.
    pub field: String,
    /// What would be right, as one plain sentence for the person who filled in the form.
    pub message: String,
}

impl FieldError {
    /// Says `message` about `field`.
    pub fn new(field: impl Into<String>, message: impl Into<String>) -> Self {
        Self { field: field.into(), message: message.into() }
    }
}

/// What is said of a text of `long` characters where `most` fit.
pub fn too_long(long: usize, most: usize) -> String {
    format!("This has {long} characters; at most {most} fit.")
}
