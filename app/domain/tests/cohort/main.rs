//! What a cohort tells people about a result, held against the definition on many random ones.

#![expect(clippy::unwrap_used, reason = "a test may fail where it stands")]

mod make;
mod proofs;
mod stories;
