//! People: their addresses, passwords, sessions and the links mailed to them.
//!
//! What a profile holds and who may see it belongs here too; what a person may do is in [`crate::access`].

mod account;
pub mod device;
mod email;
mod erasure;
mod forms;
pub mod img;
pub mod limits;
mod password;
#[cfg(feature = "zones")]
pub mod profile;
mod purpose;
pub mod recovery;
mod weakness;
pub mod words;

pub use account::Account;
pub use email::{Email, MAX_EMAIL};
pub use erasure::ErasureGround;
pub use forms::{SignUp, parse_email, parse_password};
pub use password::NewPassword;
pub use purpose::Purpose;
pub use weakness::{Vain, WeakPassword, Weakness};
