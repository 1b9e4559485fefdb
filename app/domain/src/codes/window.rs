//! When a code works.

use chrono::{DateTime, NaiveDateTime, Utc};
use chrono_tz::Tz;

use crate::events::zone;

/// From a local time on, and until one; both in one zone, which is the truth when the rules of clocks change.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Window {
    /// The first instant, if there is one.
    pub from: Option<NaiveDateTime>,
    /// The first instant at which it works no more, if there is one.
    pub until: Option<NaiveDateTime>,
    /// The zone both are in.
    pub zone: Tz,
}

/// Where an instant lies.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum When {
    /// Before it.
    Before,
    /// In it.
    Inside,
    /// After it.
    After,
}

impl Window {
    /// Always.
    pub const fn always(zone: Tz) -> Self {
        Self { from: None, until: None, zone }
    }

    /// The first instant.
    pub fn opens(&self) -> Option<DateTime<Utc>> {
        self.from.map(|local| zone::resolve(self.zone, local).0)
    }

    /// The first instant at which it works no more.
    pub fn closes(&self) -> Option<DateTime<Utc>> {
        self.until.map(|local| zone::resolve(self.zone, local).0)
    }

    /// Where an instant lies.
    pub fn at(&self, now: DateTime<Utc>) -> When {
        if self.closes().is_some_and(|closes| now >= closes) {
            When::After
        } else if self.opens().is_some_and(|opens| now < opens) {
            When::Before
        } else {
            When::Inside
        }
    }
}
