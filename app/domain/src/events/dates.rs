//! The dates of a series in order of time: what its rule chooses, what was added, left out, moved and canceled.
//!
//! Dates by the rule that begin and last as the series says come out of the rule one by one, as they are asked for.
//! The few that do not, and the extra ones, are placed first and put in where they belong, so that a date that was
//! moved far away is found where it is and not where it was.

use chrono::{DateTime, Duration, NaiveDate, NaiveDateTime, NaiveTime, Utc};

use super::{Occurrence, Override, Series, expand::Grid, zone::local_time};

/// No answer holds more occurrences than this.
const MOST: usize = 1000;

/// Dates are ordered by when they begin, equal ones by name.
pub(super) fn in_order(one: &Occurrence) -> (DateTime<Utc>, NaiveDateTime) {
    (one.start, one.original_start)
}

impl Series {
    /// The next `n` occurrences that have not ended at `now`, soonest first. At most 1000.
    pub fn next(&self, now: DateTime<Utc>, n: usize) -> Vec<Occurrence> {
        self.ending_after(now).take(n.min(MOST)).collect()
    }

    /// The last `n` occurrences that have ended at `now`, newest first. At most 1000.
    pub fn past(&self, now: DateTime<Utc>, n: usize) -> Vec<Occurrence> {
        self.starting_until(now).filter(|occurrence| occurrence.end <= now).take(n.min(MOST)).collect()
    }

    /// Occurrences that touch the time from `from` (inclusive) to `to` (exclusive), soonest first. At most `max`, and
    /// at most 1000.
    pub fn between(&self, from: DateTime<Utc>, to: DateTime<Utc>, max: usize) -> Vec<Occurrence> {
        self.ending_after(from).take_while(|occurrence| occurrence.start < to).take(max.min(MOST)).collect()
    }

    /// The place of the first start that the series gives, left out or moved as it may be: what a feed calls DTSTART.
    pub fn first(&self) -> Occurrence {
        Occurrence::place(self.zone, self.local_start, self.duration_minutes)
    }

    /// Every occurrence that ends after `at`, soonest first, computed as it is asked for. Ends by itself in 2199.
    pub fn ending_after(&self, at: DateTime<Utc>) -> impl Iterator<Item = Occurrence> {
        let longest = self.overrides.iter().filter_map(|date| date.minutes).fold(self.duration_minutes, u32::max);
        let from = at.checked_sub_signed(Duration::minutes(i64::from(longest))).unwrap_or(DateTime::<Utc>::MIN_UTC);
        self.starting(from).filter(move |occurrence| occurrence.end > at)
    }

    /// Every occurrence that begins at or after `from`, soonest first.
    pub(super) fn starting(&self, from: DateTime<Utc>) -> impl Iterator<Item = Occurrence> {
        let plan = Plan::of(self);
        let placed: Vec<_> = plan.placed().into_iter().filter(|occurrence| occurrence.start >= from).collect();
        let near = self.local_near(from, Duration::days(-2));
        let ruled = self.grid().map(|grid| grid.starting(near)).into_iter().flatten().chain(self.once());
        let by_rule =
            ruled.filter_map(move |local| plan.as_ruled(local)).skip_while(move |occurrence| occurrence.start < from);
        merge(by_rule, placed, |ruled, placed| in_order(ruled) <= in_order(placed))
    }

    /// Every occurrence that begins at or before `to`, latest first.
    pub(super) fn starting_until(&self, to: DateTime<Utc>) -> impl Iterator<Item = Occurrence> {
        let plan = Plan::of(self);
        let placed: Vec<_> = plan.placed().into_iter().rev().filter(|occurrence| occurrence.start <= to).collect();
        let near = self.local_near(to, Duration::days(2));
        let ruled = self.grid().map(|grid| grid.starting_until(near)).into_iter().flatten().chain(self.once());
        let by_rule =
            ruled.filter_map(move |local| plan.as_ruled(local)).skip_while(move |occurrence| occurrence.start > to);
        merge(by_rule, placed, |ruled, placed| in_order(ruled) >= in_order(placed))
    }

    /// The date of that original start, where it is now; `None` when the series has no such date.
    pub fn occurrence(&self, original_start: NaiveDateTime) -> Option<Occurrence> {
        self.has(original_start).then(|| self.placed(original_start, self.override_of(original_start)))
    }

    /// True when the series has a date of that original start: by its rule and not left out, or extra.
    pub fn has(&self, original_start: NaiveDateTime) -> bool {
        (self.chooses(original_start) && !self.excluded.contains(&original_start))
            || self.extra.contains(&original_start)
    }

    /// True when the rule chooses that local start; of a one-off, when it is its start.
    pub(super) fn chooses(&self, local: NaiveDateTime) -> bool {
        self.rule.map_or(local == self.local_start, |rule| Grid::new(rule, self.local_start).chooses(local))
    }

    /// The start that the rule chooses on a day, left out or not.
    pub(super) fn chosen_on(&self, date: NaiveDate) -> Option<NaiveDateTime> {
        match self.rule {
            Some(rule) => Grid::new(rule, self.local_start).start_on(date),
            None => Some(self.local_start).filter(|start| start.date() == date),
        }
    }

    /// Whether a date of this series is neither canceled by itself nor with the whole series.
    pub const fn takes_place(&self, at: &Occurrence) -> bool {
        self.cancelled_at.is_none() && !at.cancelled
    }

    /// What one date says otherwise, if it says anything.
    pub fn override_of(&self, original_start: NaiveDateTime) -> Option<&Override> {
        self.overrides.iter().find(|date| date.original_start == original_start)
    }

    /// Where a date lies with what it says otherwise.
    fn placed(&self, original_start: NaiveDateTime, says: Option<&Override>) -> Occurrence {
        let start = says.and_then(|date| date.moved_to).unwrap_or(original_start);
        let minutes = says.and_then(|date| date.minutes).unwrap_or(self.duration_minutes);
        Occurrence {
            original_start,
            moved: start != original_start,
            cancelled: says.is_some_and(|date| date.cancelled_at.is_some()),
            ..Occurrence::place(self.zone, start, minutes)
        }
    }

    /// The rule with its first start; `None` for a one-off, which has [`Self::once`].
    fn grid(&self) -> Option<Grid> {
        self.rule.map(|rule| Grid::new(rule, self.local_start))
    }

    fn once(&self) -> Option<NaiveDateTime> {
        self.rule.is_none().then_some(self.local_start)
    }

    /// What the clocks show at an instant, with some slack for gaps (a gap moves a start by at most a day), and kept
    /// within years that local times can be reckoned in.
    fn local_near(&self, at: DateTime<Utc>, slack: Duration) -> NaiveDateTime {
        let year = |year| NaiveDate::from_ymd_opt(year, 1, 1).map(|day| day.and_time(NaiveTime::MIN).and_utc());
        let low = year(1800).unwrap_or(DateTime::<Utc>::MIN_UTC);
        let high = year(2400).unwrap_or(DateTime::<Utc>::MAX_UTC);
        local_time(self.zone, at.clamp(low, high)) + slack
    }
}

/// What a walk over the dates has to know of the ones that differ, sorted for looking up.
struct Plan<'s> {
    series: &'s Series,
    excluded: Vec<NaiveDateTime>,
    overrides: Vec<&'s Override>,
}

impl<'s> Plan<'s> {
    fn of(series: &'s Series) -> Self {
        let mut excluded = series.excluded.clone();
        excluded.sort_unstable();
        let mut overrides: Vec<_> = series.overrides.iter().collect();
        overrides.sort_by_key(|date| date.original_start);
        Self { series, excluded, overrides }
    }

    fn says(&self, original_start: NaiveDateTime) -> Option<&'s Override> {
        let found = self.overrides.binary_search_by_key(&original_start, |date| date.original_start);
        found.ok().map(|at| self.overrides[at])
    }

    fn is_excluded(&self, original_start: NaiveDateTime) -> bool {
        self.excluded.binary_search(&original_start).is_ok()
    }

    /// A date by the rule; `None` when it is left out or one of those that are placed by themselves.
    fn as_ruled(&self, local: NaiveDateTime) -> Option<Occurrence> {
        let says = self.says(local);
        let placed_alone = says.is_some_and(differs_in_time) || self.series.extra.contains(&local);
        (!placed_alone && !self.is_excluded(local)).then(|| self.series.placed(local, says))
    }

    /// Extra dates and those by the rule that begin or last otherwise, in order.
    fn placed(&self) -> Vec<Occurrence> {
        let series = self.series;
        let otherwise = self.overrides.iter().filter(|date| differs_in_time(date)).map(|date| date.original_start);
        let ruled = otherwise.filter(|start| !self.is_excluded(*start) && series.chooses(*start));
        let mut starts: Vec<_> = ruled.chain(series.extra.iter().copied()).collect();
        starts.sort_unstable();
        starts.dedup();
        let mut placed: Vec<_> = starts.into_iter().map(|start| series.placed(start, self.says(start))).collect();
        placed.sort_by_key(in_order);
        placed
    }
}

const fn differs_in_time(date: &Override) -> bool {
    date.moved_to.is_some() || date.minutes.is_some()
}

/// Puts dates in where they belong among others that come in the same order.
fn merge(
    ruled: impl Iterator<Item = Occurrence>,
    placed: Vec<Occurrence>,
    comes_first: impl Fn(&Occurrence, &Occurrence) -> bool,
) -> impl Iterator<Item = Occurrence> {
    let (mut ruled, mut placed) = (ruled.peekable(), placed.into_iter().peekable());
    std::iter::from_fn(move || match (ruled.peek(), placed.peek()) {
        (Some(by_rule), Some(alone)) if comes_first(by_rule, alone) => ruled.next(),
        (_, Some(_)) => placed.next(),
        (_, None) => ruled.next(),
    })
}

#[cfg(test)]
#[path = "dates_tests.rs"]
mod tests;
