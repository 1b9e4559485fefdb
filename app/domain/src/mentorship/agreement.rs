//! What mentor and mentee agree on and both sign: scope, end, confidentiality, boundaries.

use chrono::{NaiveDate, TimeDelta};
use serde::{Deserialize, Serialize};

use super::request::words as worded;
use super::words;
use crate::form::FieldError;
use crate::text;

worded! {
    /// What holds in every agreement, whatever the two write.
    Boundary {
        /// What is told stays between the two.
        Confidential = "confidential",
        /// No payment in either direction.
        NoPayment = "no-payment",
        /// No legal or immigration advice.
        NoAdvice = "no-advice",
        /// No letter of recommendation without work together.
        NoLetter = "no-letter",
        /// Either may end it at any time.
        EndAnyTime = "end-any-time",
    }
}

/// An agreement that can be signed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Agreement {
    /// What they work on, 20 to 1,500 characters.
    pub scope: String,
    /// The last day; at most a year ahead.
    pub ends_on: NaiveDate,
}

/// The form for it.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct AgreementForm {
    /// What they work on.
    pub scope: String,
    /// A day such as 2027-06-30.
    pub ends_on: String,
}

impl AgreementForm {
    /// Reads the form.
    pub fn parse(&self, today: NaiveDate) -> Result<Agreement, Vec<FieldError>> {
        let mut errors = Vec::new();
        let scope = text::multi_line(&self.scope);
        if !(20..=1_500).contains(&text::length(&scope)) {
            errors.push(FieldError::new("scope", words::SCOPE));
        }
        match last_day(&self.ends_on, today) {
            Some(ends_on) if errors.is_empty() => Ok(Agreement { scope, ends_on }),
            Some(_) => Err(errors),
            None => {
                errors.push(FieldError::new("ends_on", words::ENDS_ON));
                Err(errors)
            }
        }
    }
}

/// A day such as 2027-06-30 on which an agreement that is made `today` may end.
fn last_day(typed: &str, today: NaiveDate) -> Option<NaiveDate> {
    let day = typed.trim().parse::<NaiveDate>().ok();
    day.filter(|day| *day > today && *day <= today + TimeDelta::days(366))
}

/// Reads another last day for two who have signed: within the limits of every agreement, and later than `until`, which is
/// what they have signed. The error is that of the field `ends_on`.
pub fn new_end(typed: &str, today: NaiveDate, until: Option<NaiveDate>) -> Result<NaiveDate, Vec<FieldError>> {
    let day = last_day(typed, today).filter(|day| until.is_none_or(|until| *day > until));
    day.ok_or_else(|| vec![FieldError::new("ends_on", words::NEW_END)])
}
