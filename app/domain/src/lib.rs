//! The rules of Landfall: pure types, state machines, parsers and words.
//!
//! The module list below is the table of contents of the product. Nothing here does input or output, waits, reads a
//! clock or throws dice: time and random bytes come in as parameters. Storage, HTTP and HTML do not belong here.
//!
//! Time zones and web addresses (everything that needs `chrono-tz` or `url`) sit behind the feature `zones`, which is
//! on by default and off in the WASM.

pub mod access;
#[cfg(feature = "zones")]
pub mod codes;
#[cfg(feature = "zones")]
pub mod cohort;
pub mod color;
pub mod events;
pub mod fact;
pub mod form;
pub mod id;
pub mod identity;
pub mod local_path;
pub mod matching;
#[cfg(feature = "zones")]
pub mod membership;
#[cfg(feature = "zones")]
pub mod mentorship;
pub mod moderation;
pub mod money;
pub mod notifications;
#[cfg(feature = "zones")]
pub mod opportunities;
pub mod refusal;
pub mod search;
pub mod text;
pub mod verification;
