//! What an import did, in words for the organizer.

use std::fmt;

use chrono::NaiveDate;
use domain::events::Slug;

/// More names than this make a line nobody reads.
const NAMED: usize = 5;

/// What an import did.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct ImportReport {
    /// Series that are new.
    pub added: Vec<Slug>,
    /// Series that were there and are different now.
    pub changed: Vec<Slug>,
    /// Series that go on in another rhythm from some date on.
    pub split: Vec<SplitOff>,
    /// How many were there just so.
    pub unchanged: usize,
    /// Series of the association that the file does not speak of. They stay as they are. Parts that a series of the file
    /// goes on from are not counted.
    pub not_in_file: Vec<Slug>,
}

/// A series in two parts.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SplitOff {
    /// The series, under the address people know.
    pub slug: Slug,
    /// The day its new rhythm begins.
    pub from: NaiveDate,
    /// Where the dates before are kept.
    pub kept: Slug,
}

impl fmt::Display for ImportReport {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(out, "{} added{}", self.added.len(), list(&self.added))?;
        writeln!(out, "{} changed{}", self.changed.len(), list(&self.changed))?;
        for SplitOff { slug, from, kept } in &self.split {
            writeln!(out, "{slug} changed from {from} on; the dates before are kept as {kept}")?;
        }
        write!(out, "{} unchanged", self.unchanged)?;
        if self.not_in_file.is_empty() {
            return Ok(());
        }
        write!(out, "\n{} not in the file and left as they are{}", self.not_in_file.len(), list(&self.not_in_file))
    }
}

/// " (one, two and 3 more)", or nothing.
fn list(slugs: &[Slug]) -> String {
    let named: Vec<_> = slugs.iter().take(NAMED).map(Slug::as_str).collect();
    match slugs.len().saturating_sub(NAMED) {
        0 if slugs.is_empty() => String::new(),
        0 => format!(" ({})", named.join(", ")),
        more => format!(" ({} and {more} more)", named.join(", ")),
    }
}

#[cfg(test)]
mod tests {
    use super::{ImportReport, SplitOff};
    use domain::events::Slug;

    #[test]
    fn a_long_list_is_cut() {
        let slugs = |n: usize| (0..n).map(|n| Slug::parse(&format!("s{n}")).unwrap()).collect::<Vec<_>>();
        let kept = Slug::parse("chat-until-2027-01-27").unwrap();
        let split = SplitOff { slug: Slug::parse("chat").unwrap(), from: "2027-03-24".parse().unwrap(), kept };
        let report = ImportReport {
            added: slugs(5),
            changed: slugs(8),
            split: vec![split],
            unchanged: 2,
            not_in_file: slugs(1),
        };
        assert_eq!(
            report.to_string(),
            "5 added (s0, s1, s2, s3, s4)\n8 changed (s0, s1, s2, s3, s4 and 3 more)\n\
             chat changed from 2027-03-24 on; the dates before are kept as chat-until-2027-01-27\n2 unchanged\n\
             1 not in the file and left as they are (s0)"
        );
    }
}
