//! Lists that are read a page at a time.

use domain::id::PublicId;

/// Rows on a page.
pub const PAGE: usize = 25;

/// A page of a list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Listed<T> {
    /// At most [`PAGE`].
    pub rows: Vec<T>,
    /// The last of this page, if there are more.
    pub next: Option<PublicId>,
}
