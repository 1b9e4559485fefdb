//! A date that went while its form was open: where what was typed may go instead.

use chrono::NaiveDate;
use chrono_tz::Tz;
use domain::events::zone::local_time;
use domain::events::{Occurrence, Series};

use super::super::store;
use super::OrganizeError;
use super::scope::Scope;
use crate::ctx::Ctx;

/// Dates offered instead.
const NEAR: usize = 5;
/// No series has more parts.
const PARTS: usize = 50;

/// What there is instead of a date that went.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Gone {
    /// The series that has no such date any more.
    pub series: Series,
    /// Dates that what was typed may be for.
    pub choices: Vec<Choice>,
}

/// A date that may stand in for one that went.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Choice {
    /// Series and date as one value of a form; see [`place`].
    pub of: String,
    /// The date.
    pub at: Occurrence,
    /// The zone it is announced in.
    pub zone: Tz,
    /// Whether it is the very date, kept with another part of the series.
    pub same: bool,
}

/// The series and the date a form is for: the two fields of it, or both in the second with a slash between them.
pub fn place<'p>(series: &'p str, of: &'p str) -> (&'p str, &'p str) {
    of.split_once('/').unwrap_or((series, of))
}

/// The same date in another part of the series, and those of the series that are nearest to it.
pub async fn gone(ctx: &Ctx, slug: &str, date: &str) -> Result<Gone, OrganizeError> {
    let scope = Scope::of(ctx).await?;
    let db = ctx.db.read();
    let series = scope.read(db, slug).await?;
    let choice = |part: &Series, at: Occurrence, same: bool| {
        let of = format!("{}/{}", part.slug, part.date_name(at.original_start));
        Choice { of, at, zone: part.zone, same }
    };
    let mut choices = Vec::new();
    // Where a series goes on in another rhythm, the dates before it have an address of their own.
    let mut earlier = series.continues.clone();
    for _ in 0..PARTS {
        let Some(slug) = earlier else { break };
        let Some(part) = store::by_slug(db, &slug).await? else { break };
        if let Some(at) = part.by_name(date).filter(|_| scope.holds(&part.category)) {
            choices.push(choice(&part, at, true));
            break;
        }
        earlier = part.continues;
    }
    let day: Option<NaiveDate> = date.get(..10).and_then(|day| day.parse().ok());
    let day = day.unwrap_or_else(|| local_time(series.zone, ctx.now()).date());
    choices.extend(series.nearest(day, NEAR).into_iter().map(|at| choice(&series, at, false)));
    Ok(Gone { series, choices })
}
