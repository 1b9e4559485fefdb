//! Codes that take something off: shared ones such as IMG, and batches of codes that work once.
//!
//! A code is found by its [`Key`], judged by its [`Rules`] and takes [`Off`] a subtotal by the one rounding rule of
//! [`crate::money`]. One code for an order: nothing adds up. How many are left and who holds which is in the services.

mod forms;
mod key;
mod off;
mod rules;
mod window;
pub mod words;

pub use forms::{BATCH_MOST, CodeForm, NewCode};
pub use key::{Key, normalize, single_use};
pub use off::Off;
pub use rules::{Asked, Kind, No, Purpose, Rules, judge};
pub use window::Window;

use chrono::TimeDelta;

use crate::identity::limits::Tries;

/// Codes that were not there or not for this person, tried by one account: then it is told to wait.
pub const WRONG_BY_ACCOUNT: Tries = Tries { most: 5, per: TimeDelta::hours(1) };
/// The same by somebody who is not signed in, from one network address.
pub const WRONG_FROM_ADDRESS: Tries = Tries { most: 20, per: TimeDelta::hours(1) };
