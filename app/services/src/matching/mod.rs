//! Matches as files: an input is read, an objective is run, the result is written, and anybody can verify it.
//!
//! No database, no clock, no dice: the same input gives the same bytes.
//!
//! # The input, as JSON
//!
//! ```json
//! {
//!   "format": "landfall-match-input/1",
//!   "seed": "64 hexadecimal digits, lower case",
//!   "commitment": "optional: the hash of the seed that was published before",
//!   "mentees": [
//!     { "id": "amara", "draw": "k3v9", "ranks": ["kofi", ["lena", "mei"]], "fits": [870, [640, 640]] }
//!   ],
//!   "mentors": [
//!     { "id": "kofi", "draw": "p07q", "seats": 2, "ranks": ["amara"] }
//!   ]
//! }
//! ```
//!
//! `ranks` says whom a person accepts, best first; a list inside the list is a tie, and whoever is not there is not
//! acceptable. `fits` of a mentee has the shape of `ranks`: whole numbers from 0 to 10,000; without it every fit is 0.
//! `draw` is the person's ticket in the lottery, a text without meaning; without it the id serves. Keys that describe
//! an invented population (`assumptions`; `name` and `profile` of a person) are passed over, any other key is refused.
//!
//! # The input, as CSV
//!
//! One header line, then one record a line in any order, UTF-8, fields in double quotes where they hold a comma:
//!
//! ```csv
//! record,id,other,rank,fit,seats,draw
//! seed,64 hexadecimal digits,the commitment or nothing,,,,
//! mentee,amara,,,,,k3v9
//! mentor,kofi,,,,2,p07q
//! mentee_rank,amara,kofi,1,870,,
//! mentor_rank,kofi,amara,1,,,
//! ```
//!
//! Ranks count from 1, equal ranks are a tie, gaps do not matter. The same people in JSON and in CSV have the same hash.
//!
//! # The result
//!
//! JSON with `format` (`landfall-match-result/1`), the figures of [`domain::matching::Report::figures`], `pairs` (by
//! mentee) and `result_hash`. [`verify`] reads input and result, runs the objective again, has
//! [`domain::matching::check`] count, and compares every line.

mod csv;
mod json;
mod population;
mod read;
mod result;
mod verify;

pub use population::write_population;
pub use read::{Unreadable, read};
pub use result::{read_result, write_result};
pub use verify::{Verdict, verify};

#[cfg(test)]
mod tests;
