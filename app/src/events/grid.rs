//! One month of `/events` as a table: a row for each week, in each day its dates. On a phone the same table shows only
//! the days that have dates, one under the other.

use super::filters::Asked;
use super::parts::{is_cancelled, to};
use crate::ui::time::{clock_time, month_name, month_only, weekday, zone_name, zone_words};
use crate::ui::{Empty, Icon, IconName};
use chrono::{DateTime, Datelike, Days, Duration, NaiveDate, Utc};
use chrono_tz::Tz;
use domain::events::Month;
use leptos::prelude::*;
use services::events::Listed;
use std::collections::HashMap;

/// What lasts longer than this is shown on each of its days, as its hours name the day it ends on.
const ONE_EVENING: Duration = Duration::hours(12);

/// The month of `asked` as a table; `dates` in order of time, days counted in `zone`.
#[component]
pub(super) fn MonthGrid(asked: Asked, month: Month, dates: Vec<Listed>, zone: Tz, now: DateTime<Utc>) -> impl IntoView {
    let today = now.with_timezone(&zone).date_naive();
    let mut on_day: HashMap<NaiveDate, Vec<&Listed>> = HashMap::new();
    for date in &dates {
        for day in days_of(date, zone) {
            on_day.entry(day).or_default().push(date);
        }
    }
    let full = dates.len() >= services::events::MONTH;
    let empty = !on_day.keys().any(|day| Month::of(*day) == month);
    let weeks = weeks(month)
        .into_iter()
        .map(|week| {
            let days = week
                .into_iter()
                .map(|day| {
                    let dates = on_day.get(&day).map_or(&[][..], Vec::as_slice);
                    Day { date: day, is_today: day == today, outside: Month::of(day) != month }.cell(dates, zone)
                })
                .collect_view();
            view! { <tr>{days}</tr> }
        })
        .collect_view();
    let heads = weeks_first()
        .map(|day| {
            let name = weekday(&day);
            view! { <th scope="col"><span class="hidden">{name}</span><span aria-hidden="true">{&name[..3]}</span></th> }
        })
        .collect_view();
    let name = month_name(&month.first());
    view! {
        <div class="stack">
        <MonthNav asked=asked.clone() month this_month=Month::of(today)/>
        <table class="month-grid">
            <caption>
                <strong>{name.clone()}</strong>
                <span>". The days are those in "{zone_words(zone)}"; so are the times, unless another zone is named."</span>
            </caption>
            <thead><tr>{heads}</tr></thead>
            <tbody>{weeks}</tbody>
        </table>
            {full.then(|| view! { <p class="hint">"There are more dates than fit here. Filters show the rest."</p> })}
        </div>
        {empty.then(|| view! { <EmptyMonth asked name/> })}
    }
}

/// One cell.
struct Day {
    date: NaiveDate,
    is_today: bool,
    outside: bool,
}

impl Day {
    fn cell(&self, dates: &[&Listed], zone: Tz) -> impl IntoView + use<> {
        let day = self.date;
        let class = match (dates.is_empty(), self.outside) {
            (true, true) => "none out",
            (true, false) => "none",
            (false, true) => "out",
            (false, false) => "some",
        };
        let rows = dates.iter().map(|date| entry(date, day, zone)).collect_view();
        view! {
            <td class=class aria-current=self.is_today.then_some("date")>
                <p class="day">
                    <time datetime=day.to_string()>
                        <span class="full">{format!("{}, {} ", weekday(&day), month_only(&day))}</span>
                        {day.day()}
                    </time>
                    {self.is_today.then(|| view! { " "<span class="today">"Today"</span> })}
                </p>
                {(!dates.is_empty()).then(|| view! { <ul class="day-dates">{rows}</ul> })}
            </td>
        }
    }
}

/// A date within a day: its time on the clocks where it is announced, and its title.
fn entry(date: &Listed, day: NaiveDate, zone: Tz) -> impl IntoView + use<> {
    let local = date.occurrence.start.with_timezone(&date.zone);
    let begins = date.occurrence.start.with_timezone(&zone).date_naive() == day;
    let mut words = if begins { clock_time(&local) } else { "Goes on".to_owned() };
    if begins && date.zone != zone {
        let other_day = (local.date_naive() != day).then(|| format!("{} ", &weekday(&local)[..3]));
        words = format!("{}{words} {}", other_day.unwrap_or_default(), zone_name(date.zone, date.occurrence.start));
    }
    let cancelled = is_cancelled(date);
    view! {
        <li class=cancelled.then_some("canceled")>
            <a href=to(date).to_string()><span class="at">{words}</span>" "<span dir="auto">{date.title.clone()}</span></a>
            {cancelled.then(|| view! { <span class="tag bad">"Canceled"</span> })}
            {(date.moved && !cancelled).then(|| view! { <span class="tag warn">"Moved"</span> })}
        </li>
    }
}

/// The month before, this one, the one after.
#[component]
fn MonthNav(asked: Asked, month: Month, this_month: Month) -> impl IntoView {
    let name = |month: Month| month_name(&month.first());
    let previous = month.previous().map(|other| view! {
        <a rel="prev" href=asked.in_month(other).to_string()><Icon name=IconName::Previous/><span>{name(other)}</span></a>
    });
    let next = month.next().map(|other| view! {
        <a rel="next" href=asked.in_month(other).to_string()><span>{name(other)}</span><Icon name=IconName::Next/></a>
    });
    let now = (month != this_month).then(|| view! { <a href=asked.in_month(this_month).to_string()>"This month"</a> });
    view! { <nav class="month-nav" aria-label="Months">{previous}{next}{now}</nav> }
}

#[component]
fn EmptyMonth(asked: Asked, name: String) -> impl IntoView {
    let narrowed = !asked.choices().is_empty();
    view! {
        <Empty title=format!("No dates in {name}")>
            {narrowed.then(|| view! { <p>"None that fits what you have chosen."</p> })}
            <p class="actions">
                {narrowed.then(|| view! { <a class="button quiet" href=asked.cleared().to_string()>"Clear all filters"</a> })}
                <a class="button quiet" href=asked.in_the_past(false).to_string()>"See the next dates"</a>
            </p>
        </Empty>
    }
}

/// The days a date is shown on, counted in `zone`.
fn days_of(date: &Listed, zone: Tz) -> Vec<NaiveDate> {
    let at = date.occurrence;
    let day = |instant: DateTime<Utc>| instant.with_timezone(&zone).date_naive();
    let first = day(at.start);
    let last = if at.end - at.start > ONE_EVENING { day(at.end - Duration::seconds(1)) } else { first };
    first.iter_days().take_while(|day| *day <= last).collect()
}

/// Whole weeks from Sunday that hold the month.
fn weeks(month: Month) -> Vec<Vec<NaiveDate>> {
    let first = month.first();
    let sunday = first.checked_sub_days(Days::new(first.weekday().num_days_from_sunday().into())).unwrap_or(first);
    let days: Vec<_> = sunday.iter_days().take(42).collect();
    days.chunks(7).filter(|week| week.first().is_some_and(|day| *day <= month.last())).map(<[_]>::to_vec).collect()
}

/// Any Sunday to Saturday, for the names of the days.
fn weeks_first() -> impl Iterator<Item = NaiveDate> {
    NaiveDate::default().iter_days().skip_while(|day| day.weekday() != chrono::Weekday::Sun).take(7)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn weeks_begin_on_sunday_and_hold_the_whole_month() {
        let shape = |text| {
            let weeks = weeks(Month::parse(text).unwrap());
            let (first, last) = (weeks[0][0], weeks[weeks.len() - 1][6]);
            assert!(weeks.iter().all(|week| week.len() == 7));
            (weeks.len(), first.to_string(), last.to_string())
        };
        assert_eq!(shape("2026-12"), (5, "2026-11-29".into(), "2027-01-02".into()));
        assert_eq!(shape("2026-08"), (6, "2026-07-26".into(), "2026-09-05".into()));
        // Begins on a Sunday and ends on a Saturday.
        assert_eq!(shape("2026-02"), (4, "2026-02-01".into(), "2026-02-28".into()));
        assert_eq!(weeks_first().map(|day| weekday(&day)).next(), Some("Sunday"));
    }
}
