//! What a person may tell of themselves: every field with the reason it is asked, who sees it unless the person says
//! otherwise, and how an answer is read.
//!
//! Each field is optional. An [`Answer`] cannot be wrong: it is made by reading a form, or by reading again what was
//! stored. Who sees it is decided by [`crate::access::may_see`]; storing and sealing belong to the services.

mod answer;
mod field;
mod npi;
mod shape;
mod step;
#[cfg(test)]
mod tests;
mod typed;
pub mod vocab;
pub mod words;

pub use answer::Answer;
pub use field::Field;
pub use npi::is_npi;
pub use shape::{Each, Parts, Shape};
pub use step::{Step, Told};
pub use typed::Typed;
