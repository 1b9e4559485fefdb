//! The private way into a date: who comes sees it, and not before its time.

use chrono::{DateTime, TimeDelta, Utc};

use super::words;
use crate::events::Link;
use crate::form::FieldError;

/// Minutes before the start from which the way in is shown, unless an organizer says otherwise.
pub const OPENS_BEFORE: u32 = 60;
/// The most an organizer may say: a week.
const MOST: u32 = 10_080;

/// The instant from which the way in is shown.
pub fn opens_at(start: DateTime<Utc>, minutes: u32) -> DateTime<Utc> {
    start - TimeDelta::minutes(i64::from(minutes))
}

/// The form as it is posted.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct JoiningForm {
    /// The address; empty takes it away.
    pub link: String,
    /// Minutes before the start.
    pub minutes: String,
    /// `series` for every date that has no link of its own, else the one date.
    pub scope: String,
}

/// A way in.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewJoining {
    /// `None` takes it away.
    pub link: Option<Link>,
    /// Minutes before the start from which it is shown.
    pub minutes: u32,
    /// For the whole series.
    pub whole_series: bool,
}

impl JoiningForm {
    /// Reads the form.
    pub fn parse(&self) -> Result<NewJoining, Vec<FieldError>> {
        let mut errors = Vec::new();
        let typed = self.link.trim();
        let link = match Link::parse(typed) {
            _ if typed.is_empty() => None,
            Ok(link) => Some(link),
            Err(_) => {
                errors.push(FieldError::new("link", words::LINK));
                None
            }
        };
        let typed = self.minutes.trim();
        let minutes = if typed.is_empty() { Some(OPENS_BEFORE) } else { typed.parse().ok() };
        let minutes = minutes.filter(|minutes| *minutes <= MOST).unwrap_or_else(|| {
            errors.push(FieldError::new("minutes", words::MINUTES));
            OPENS_BEFORE
        });
        if !errors.is_empty() {
            return Err(errors);
        }
        Ok(NewJoining { link, minutes, whole_series: self.scope == "series" })
    }
}
