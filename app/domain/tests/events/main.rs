//! Properties of series over many rules, zones and changes.

mod changes;
mod dates;
mod expansion;
mod make;
mod rules;
mod seats;
mod splits;
