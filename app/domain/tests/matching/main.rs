//! The matching engine against its definition, against brute force, and against other people's programs.

#![expect(clippy::unwrap_used, reason = "a test may fail where it stands")]

mod brute;
mod make;
mod mistakes;
mod peers;
mod proofs;
mod properties;
