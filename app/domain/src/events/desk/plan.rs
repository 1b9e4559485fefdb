//! What saving a form would do, before anything is stored: in place, or a new rhythm from the next date on.

use chrono::{DateTime, Days, NaiveDate, NaiveDateTime, Utc};

use super::super::expand::Grid;
use super::super::zone::resolve;
use super::super::{Becoming, DateUse, Ends, Repeats, Rule, Series};
use super::series::day_words;
use crate::form::FieldError;

/// No rule of ours has its next date further away than this.
const FAR: u64 = 366 * 9;

/// A series as it is wanted, its days to leave out not yet put to its rule.
pub(super) struct Wish {
    pub(super) after: Series,
    pub(super) except: Vec<NaiveDate>,
}

/// What saving does to the dates.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Effect {
    /// Nothing is different.
    Same,
    /// Words, or dates to come, of the series as it is.
    InPlace,
    /// Another rhythm before the first date: calendars get it as a new series.
    NewKey,
    /// Another rhythm from `at` on; the dates up to `last` stay as they are.
    Split {
        /// First local start of the new rhythm.
        at: NaiveDateTime,
        /// Last day that stays as it is.
        last: NaiveDate,
    },
}

/// A form that may be saved, and what that does.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Planned {
    /// The whole series as it is wanted; of a new rhythm, from its first date on.
    pub after: Series,
    /// What saving does.
    pub effect: Effect,
    /// Original starts of dates of which something was said and that are no more.
    pub lost: Vec<NaiveDateTime>,
}

/// Most days that are named.
const NAMED: usize = 3;

impl Planned {
    /// The days of which something was said and that are no more, in words: at most 3, and how many others.
    pub fn lost_days(&self) -> String {
        let named: Vec<_> = self.lost.iter().take(NAMED).map(|at| day_words(at.date())).collect();
        match self.lost.len().saturating_sub(NAMED) {
            0 => named.join("; "),
            more => format!("{}; and {more} more", named.join("; ")),
        }
    }

    pub(super) fn of(before: &Series, wish: Wish, now: DateTime<Utc>) -> Result<Self, Vec<FieldError>> {
        let Wish { mut after, except } = wish;
        let moved_on = rebased(before, &mut after, now)?;
        let first = after.local_start.date();
        let except = except.into_iter().filter(|day| !moved_on || *day >= first);
        if moved_on {
            after.extra.retain(|start| start.date() >= first);
        }
        if let Err(error) = after.check() {
            return Err(vec![FieldError::new("date", format!("{error}."))]);
        }
        for day in except {
            let Some(start) = after.chosen_on(day) else {
                let message = format!("{} is no date of this series, so it cannot be left out.", day_words(day));
                return Err(vec![FieldError::new("except", message)]);
            };
            after.excluded.push(start);
        }
        after.tidy();
        Self::weighed(before, after, now)
    }

    /// As [`Planned::of`] for a series that is whole already.
    pub(super) fn weighed(before: &Series, mut after: Series, now: DateTime<Utc>) -> Result<Self, Vec<FieldError>> {
        let mut effect = effect(before, &after, now)?;
        let mut lost = Vec::new();
        if let Effect::Split { at, .. } = effect {
            let parts = before.clone().split(at, after.clone(), now);
            lost = parts.lost;
            after.overrides.retain(|date| !lost.contains(&date.original_start));
        } else if after.overrides.iter().any(|date| !after.has(date.original_start)) {
            lost = after.take_along(before, NaiveDate::MIN, now);
            effect = self::effect(before, &after, now)?;
        }
        let wrong: Vec<_> = match effect {
            // What was said of the old rhythm's dates finds its new place when it is split.
            Effect::Split { .. } => Series { overrides: Vec::new(), ..after.clone() }.check_dates(),
            _ => after.check_dates(),
        };
        if let Some(error) = wrong.first() {
            let field = match error.of {
                DateUse::Extra => "extra",
                DateUse::Excluded => "except",
                DateUse::Override | DateUse::MovedTo => "date",
            };
            return Err(vec![FieldError::new(field, format!("{error}."))]);
        }
        Ok(Self { after, effect, lost })
    }
}

fn effect(before: &Series, after: &Series, now: DateTime<Utc>) -> Result<Effect, Vec<FieldError>> {
    match before.becomes(after, now) {
        Becoming::Same => Ok(Effect::Same),
        Becoming::InPlace => Ok(Effect::InPlace),
        Becoming::NewKey => Ok(Effect::NewKey),
        Becoming::Split { at } => {
            let last = before.last_begun_day(now).unwrap_or(at.date());
            // Dates between the last that has begun and the new rhythm stay too.
            let eve = at.date().and_time(chrono::NaiveTime::MIN);
            let kept =
                before.starting_until(resolve(before.zone, eve).0).find(|date| date.original_start.date() < at.date());
            Ok(Effect::Split { at, last: kept.map_or(last, |date| date.original_start.date()) })
        }
        Becoming::Refused(past) => {
            let days: Vec<_> = past.changed.iter().map(|at| day_words(at.date())).collect();
            let message = if days.is_empty() {
                "Dates that have begun stay as they were. Choose a first day that is later than the last of them."
                    .to_owned()
            } else {
                format!("Dates that have begun stay as they were; this would change {}.", days.join("; "))
            };
            Err(vec![FieldError::new("date", message)])
        }
    }
}

/// Lets another rhythm of a series that has begun start at its next date, where the form still says the first one.
/// Answers whether it did.
fn rebased(before: &Series, after: &mut Series, now: DateTime<Utc>) -> Result<bool, Vec<FieldError>> {
    let once = before.rule.is_none() && after.rule.is_none();
    if !before.status.is_public() || once || before.rhythm() == after.rhythm() {
        return Ok(false);
    }
    let Some(last_day) = before.last_begun_day(now) else { return Ok(false) };
    let later = |at: &NaiveDateTime| at.date() > last_day && resolve(after.zone, *at).0 > now;
    if later(&after.local_start) {
        return Ok(true);
    }
    let Some(rule) = after.rule else {
        return Err(vec![FieldError::new("date", "Choose a day to come: dates that have begun stay as they were.")]);
    };
    let open = Rule::new(rule.repeats(), rule.interval(), Ends::Never).unwrap_or(rule);
    let time = after.local_start.time();
    let fits = open.check_start(after.local_start).is_ok();
    let next = if fits {
        Grid::new(open, after.local_start).starting(last_day.and_time(time)).find(later)
    } else {
        let days = (1..FAR).filter_map(|far| last_day.checked_add_days(Days::new(far)));
        days.filter(|day| open.fits(*day)).map(|day| day.and_time(time)).find(later)
    };
    let Some(next) = next else {
        return Err(vec![FieldError::new("repeats", "This has no date to come.")]);
    };
    after.rule = match (before.rule.map(|rule| rule.ends()), rule.ends()) {
        // The same count goes on: what has taken place is part of it.
        (Some(Ends::After(was)), Ends::After(times)) if was == times => {
            let gone = before.rule.map(|rule| {
                Grid::new(rule, before.local_start)
                    .starting_until(last_day.and_hms_opt(23, 59, 59).unwrap_or(next))
                    .count()
            });
            let left = times.saturating_sub(u32::try_from(gone.unwrap_or(0)).unwrap_or(u32::MAX));
            if left == 0 {
                return Err(vec![FieldError::new(
                    "times",
                    "All of these dates have taken place. Write a larger number.",
                )]);
            }
            Rule::new(rule.repeats(), rule.interval(), Ends::After(left)).ok()
        }
        _ => Some(rule),
    };
    if let (Some(rule), Repeats::MonthlyByDate(_)) = (after.rule, rule.repeats()) {
        debug_assert!(rule.fits(next.date()), "the next date fits");
    }
    after.local_start = next;
    Ok(true)
}
