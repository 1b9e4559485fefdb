//! How long a plan holds. Days are whole days of the legal zone, the last one included.

use chrono::{Datelike, Months, NaiveDate};

/// How often somebody on a plan until a life event says that it has not come yet.
pub const CONFIRMED_EVERY: Months = Months::new(12);
/// The end of training that somebody expects lies at most this many months ahead.
pub const LONGEST_TRAINING: Months = Months::new(15 * 12);

/// The kind of a term.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Term {
    /// So many months from the day it begins.
    Months(u16),
    /// Until December 31 of the year in which it begins.
    CalendarYear,
    /// Without an end.
    Lifetime,
    /// Until training ends, whenever that is. The person says when they expect it, and once a year that it still holds.
    UntilTrainingEnds,
}

impl Term {
    /// The word that forms and the database carry; months have their number beside it.
    pub const fn word(self) -> &'static str {
        match self {
            Self::Months(_) => "months",
            Self::CalendarYear => "calendar-year",
            Self::Lifetime => "lifetime",
            Self::UntilTrainingEnds => "training",
        }
    }

    /// The number of months, of a term that has one.
    pub const fn months(self) -> Option<u16> {
        match self {
            Self::Months(months) => Some(months),
            _ => None,
        }
    }

    /// The term behind a word and its number.
    pub fn parse(word: &str, months: Option<u16>) -> Option<Self> {
        match (word, months) {
            ("months", Some(months @ 1..=120)) => Some(Self::Months(months)),
            ("calendar-year", None) => Some(Self::CalendarYear),
            ("lifetime", None) => Some(Self::Lifetime),
            ("training", None) => Some(Self::UntilTrainingEnds),
            _ => None,
        }
    }

    /// Whether another term can follow, so that several can be bought at once.
    pub const fn repeats(self) -> bool {
        matches!(self, Self::Months(_) | Self::CalendarYear)
    }
}

/// What was paid for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Period {
    /// The first day.
    pub from: NaiveDate,
    /// The last day; `None` without an end. Until training ends, it is the day the person expects.
    pub through: Option<NaiveDate>,
    /// The last day by which the person says that training goes on; `None` for other terms.
    pub confirm_by: Option<NaiveDate>,
}

impl Period {
    /// The last day on which it holds without anybody doing anything.
    pub fn last_day(&self) -> Option<NaiveDate> {
        match (self.through, self.confirm_by) {
            (Some(through), Some(confirm_by)) => Some(through.min(confirm_by)),
            (through, confirm_by) => through.or(confirm_by),
        }
    }
}

/// Why a period cannot be told.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, thiserror::Error)]
pub enum TermError {
    /// The plan wants to know when training ends.
    #[error("the day training ends is missing")]
    EndMissing,
    /// The plan would begin only after training has ended.
    #[error("training ends before the plan begins")]
    EndBeforePlan,
    /// The end of training is further away than anybody trains.
    #[error("the day training ends is more than fifteen years away")]
    EndUnlikely,
    /// So far ahead that no calendar knows the day.
    #[error("there is no such day")]
    NoSuchDay,
}

/// What `terms` terms hold that begin on `from`. `end` is the day on which the person expects training to end.
pub fn period(term: Term, from: NaiveDate, terms: u16, end: Option<NaiveDate>) -> Result<Period, TermError> {
    let terms = terms.max(1);
    let through = match term {
        Term::Months(months) => {
            let months = u32::from(months) * u32::from(terms);
            Some(last_day_of(from, months).ok_or(TermError::NoSuchDay)?)
        }
        Term::CalendarYear => {
            let year = from.year() + i32::from(terms) - 1;
            Some(NaiveDate::from_ymd_opt(year, 12, 31).ok_or(TermError::NoSuchDay)?)
        }
        Term::Lifetime => None,
        Term::UntilTrainingEnds => return until_training_ends(from, from, end.ok_or(TermError::EndMissing)?),
    };
    Ok(Period { from, through, confirm_by: None })
}

/// The day before the same day so many months later. A month that lacks the day gives its last one, so that nobody has
/// a day less: January 31 and one month is February 28.
fn last_day_of(from: NaiveDate, months: u32) -> Option<NaiveDate> {
    let next = from.checked_add_months(Months::new(months))?;
    if next.day() < from.day() { Some(next) } else { next.pred_opt() }
}

/// A person says today that training goes on and ends on `end`; if that day is past, the period ends with it. `since` is the
/// first day of the plan until training ends: where it was bought ahead, what was paid for before it stays whole, and the
/// year after which the word is asked for again begins with it.
pub fn confirm(period: Period, since: NaiveDate, today: NaiveDate, end: NaiveDate) -> Result<Period, TermError> {
    let begins = today.max(since);
    if end < begins {
        let through = Some(end.max(since));
        return Ok(Period { through, confirm_by: through, ..period });
    }
    until_training_ends(period.from, begins, end)
}

fn until_training_ends(from: NaiveDate, today: NaiveDate, end: NaiveDate) -> Result<Period, TermError> {
    let furthest = today.checked_add_months(LONGEST_TRAINING).ok_or(TermError::NoSuchDay)?;
    if end < from || end < today {
        return Err(TermError::EndBeforePlan);
    }
    if end > furthest {
        return Err(TermError::EndUnlikely);
    }
    let in_a_year = today.checked_add_months(CONFIRMED_EVERY).ok_or(TermError::NoSuchDay)?;
    Ok(Period { from, through: Some(end), confirm_by: Some(in_a_year.min(end)) })
}

/// The day on which what is bought today begins: after what there is as long as that is kept, or today. `None` when what
/// there is has no end.
pub fn next_start(kept: Option<&Period>, today: NaiveDate) -> Option<NaiveDate> {
    let Some(kept) = kept else { return Some(today) };
    kept.last_day()?.succ_opt()
}

/// What is paid for today holds: after what is kept, or from today on where all of it would be over by now, because fewer
/// days were bought than there are of grace. `end` is the day on which the person expects training to end.
pub fn bought(
    term: Term,
    kept: Option<&Period>,
    today: NaiveDate,
    terms: u16,
    end: Option<NaiveDate>,
) -> Result<Period, TermError> {
    let gives = |start: NaiveDate| period(term, start, terms, end.map(|end| end.max(start)));
    // Without an end there is nothing to begin after: such orders are not taken, and if one is paid all the same it counts.
    let after = gives(next_start(kept, today).unwrap_or(today))?;
    if after.last_day().is_some_and(|last| last < today) { gives(today) } else { Ok(after) }
}
