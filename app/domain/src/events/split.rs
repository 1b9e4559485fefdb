//! "This and following": from one date on a series goes on in another rhythm.
//!
//! The ended part keeps its UID and all its dates up to there; the living one keeps the address people know and begins
//! with a UID of its own. What was said of dates to come travels with them, by their local day.

use chrono::{DateTime, NaiveDate, NaiveDateTime, NaiveTime, Utc};

use super::{Ends, Override, Rule, Series, Slug, expand::Grid};

/// Longest beginning of a slug that leaves room for "-until-2026-11-25" within a slug's 80 bytes.
const STEM: usize = 63;

/// A series in two.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Split {
    /// What was, with an end.
    pub ended: Series,
    /// What goes on, under the old address.
    pub living: Series,
    /// Original starts of dates of which something was said and whose local day has no date any more.
    pub lost: Vec<NaiveDateTime>,
}

impl Series {
    /// This series from one of its dates by the rule on, with nothing else changed: to begin "this and following" with.
    /// A count goes down by the dates before. `None` when the rule does not choose `at`.
    pub fn following(&self, at: NaiveDateTime) -> Option<Self> {
        let rule = self.rule.filter(|_| self.chooses(at))?;
        let rule = match rule.ends() {
            Ends::Never | Ends::Until(_) => Some(rule),
            Ends::After(count) => {
                let before = Grid::new(rule, self.local_start).starting(self.local_start).take_while(|date| *date < at);
                let left = count.saturating_sub(u32::try_from(before.count()).unwrap_or(u32::MAX));
                // One that is left needs no rule; a count of one is refused by some calendar programs.
                Rule::new(rule.repeats(), rule.interval(), Ends::After(left)).ok()
            }
        };
        Some(Self { local_start: at, rule, ..self.clone() })
    }

    /// Ends this series before the local day of `at` and lets `new` begin there. `new` is the whole series as it is
    /// wanted, with a public id and UID of its own; what it says of dates before that day is left to the ended part,
    /// what it says of later ones travels to the date of the same local day. Neither part is checked.
    pub fn split(self, at: NaiveDateTime, new: Self, now: DateTime<Utc>) -> Split {
        let day = at.date();
        let ended = Self::revised(&self, self.ended_before(day), now);
        let mut living = Self {
            slug: self.slug.clone(),
            local_start: at,
            continues: Some(ended.slug.clone()),
            sequence: 0,
            changed_at: now,
            ..new
        };
        living.extra.retain(|start| start.date() >= day);
        living.excluded.retain(|start| start.date() >= day);
        let by_rule = living.clone();
        living.extra.retain(|start| !by_rule.chooses(*start));
        living.excluded = living.excluded.iter().filter_map(|start| by_rule.chosen_on(start.date())).collect();
        let lost = living.take_along(&self, day, now);
        living.tidy();
        Split { ended, living, lost }
    }

    /// This series with only its dates before a local day.
    fn ended_before(&self, day: NaiveDate) -> Self {
        let mut ended = self.clone();
        ended.extra.retain(|start| start.date() < day);
        ended.excluded.retain(|start| start.date() < day);
        ended.overrides.retain(|date| date.original_start.date() < day);
        let eve = day.pred_opt().unwrap_or(day).and_time(NaiveTime::from_hms_opt(23, 59, 59).unwrap_or_default());
        let last_by_rule = match self.rule {
            Some(rule) => Grid::new(rule, self.local_start).starting_until(eve).next(),
            None => Some(self.local_start).filter(|start| *start <= eve),
        };
        match (self.rule, last_by_rule) {
            (Some(rule), Some(last)) => {
                let goes_on = Grid::new(rule, self.local_start).starting(last).nth(1).is_some();
                let until = Rule::new(rule.repeats(), rule.interval(), Ends::Until(last.date())).ok();
                ended.rule = if goes_on { until } else { Some(rule) };
            }
            (None, Some(_)) => {}
            // Only extra dates lie before: the first of them stands for the series.
            (_, None) => {
                ended.rule = None;
                ended.excluded.clear();
                match ended.extra.iter().copied().min() {
                    Some(first) => {
                        ended.extra.retain(|start| *start != first);
                        ended.local_start = first;
                    }
                    None => ended.excluded.push(ended.local_start),
                }
            }
        }
        let last = last_by_rule.into_iter().chain(ended.extra.iter().copied()).chain([ended.local_start]).max();
        let last = last.map_or(day, |last| last.date());
        ended.slug = ended_slug(&self.slug, last);
        ended
    }

    /// Brings what is said of single dates to the dates of the same local days; returns those that have none.
    pub(super) fn take_along(&mut self, old: &Self, day: NaiveDate, now: DateTime<Utc>) -> Vec<NaiveDateTime> {
        let travelling: Vec<_> = std::mem::take(&mut self.overrides);
        let mut said: Vec<Override> = Vec::new();
        let mut lost = Vec::new();
        // Those that keep their very start go first, so that none of another time takes their place.
        let (exact, others): (Vec<_>, Vec<_>) = travelling
            .into_iter()
            .filter(|date| date.original_start.date() >= day && !date.is_blank())
            .partition(|date| self.has(date.original_start));
        for mut date in exact.into_iter().chain(others) {
            let from = date.original_start;
            let to = if self.has(from) { Some(from) } else { self.date_on(from.date()) };
            let free = |to: &NaiveDateTime| said.iter().all(|other| other.original_start != *to);
            let Some(to) = to.filter(free) else {
                lost.push(from);
                continue;
            };
            let was = old.override_of(from).and_then(|was| was.cancelled_at);
            date.cancelled_at = date.cancelled_at.map(|at| was.unwrap_or(at));
            (date.original_start, date.sequence, date.changed_at) = (to, 0, now);
            said.push(date);
        }
        self.overrides = said;
        lost.sort_unstable();
        lost
    }

    /// The date on a local day: the rule's, or the first extra one.
    fn date_on(&self, day: NaiveDate) -> Option<NaiveDateTime> {
        let by_rule = self.chosen_on(day).filter(|start| self.has(*start));
        by_rule.or_else(|| self.extra.iter().copied().filter(|start| start.date() == day).min())
    }
}

/// The address of an ended part: that of the series with the last date it had.
fn ended_slug(slug: &Slug, last: NaiveDate) -> Slug {
    let stem: String = slug.as_str().chars().take(STEM).collect();
    Slug::parse(&format!("{}-until-{last}", stem.trim_end_matches('-'))).unwrap_or_else(|| slug.clone())
}

#[cfg(test)]
#[path = "split_tests.rs"]
mod tests;
