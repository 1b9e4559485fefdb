//! An input from the bytes of a file, whichever of the two formats it is in.

use domain::matching::{Hash, Input, Mistake, Seed};

use super::{csv, json};

/// Why a file is no input or no result. `Display` gives one line for the person at the terminal.
#[derive(Debug, thiserror::Error)]
pub enum Unreadable {
    /// Not UTF-8.
    #[error("the file is not UTF-8 text")]
    NotText,
    /// Not JSON, or not of this shape; says line and column.
    #[error("{0}")]
    Json(#[from] serde_json::Error),
    /// A line of the CSV that cannot be read, counted from 1.
    #[error("line {line}: {what}")]
    Csv {
        /// From 1.
        line: usize,
        /// What would be right.
        what: String,
    },
    /// Something a person said is not possible.
    #[error(transparent)]
    Mistake(#[from] Mistake),
    /// The file's `format` is another.
    #[error("the format is {found:?}; this program reads {wanted}")]
    Format {
        /// What the file says.
        found: String,
        /// What is read here.
        wanted: &'static str,
    },
    /// The file gives no seed, or not 64 hexadecimal digits.
    #[error("the seed must be 64 hexadecimal digits in lower case")]
    Seed,
    /// Not 64 hexadecimal digits.
    #[error("{0} must be 64 hexadecimal digits in lower case")]
    Hash(&'static str),
    /// The seed is not the one that was committed to.
    #[error("another seed: its commitment is {found}, and {published} was published")]
    Commitment {
        /// Of the seed in the file.
        found: Hash,
        /// As the file gives it.
        published: Hash,
    },
}

/// Reads an input: JSON when the first character is a brace, CSV otherwise.
pub fn read(bytes: &[u8]) -> Result<Input, Unreadable> {
    let text = std::str::from_utf8(bytes).map_err(|_| Unreadable::NotText)?;
    let text = text.strip_prefix('\u{feff}').unwrap_or(text);
    if text.trim_start().starts_with('{') { json::read(text) } else { csv::read(text) }
}

/// A seed that fits what was published of it, if anything was.
pub(super) fn seed(seed: &str, commitment: Option<&str>) -> Result<Seed, Unreadable> {
    let seed = Seed::parse(seed).ok_or(Unreadable::Seed)?;
    if let Some(commitment) = commitment {
        let published = Hash::parse(commitment).ok_or(Unreadable::Hash("commitment"))?;
        let found = seed.commitment();
        if found != published {
            return Err(Unreadable::Commitment { found, published });
        }
    }
    Ok(seed)
}
