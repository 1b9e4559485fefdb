//! The matching engine against its definition, against brute force, and against other people's programs.

mod brute;
mod make;
mod mistakes;
mod peers;
mod proofs;
mod properties;
