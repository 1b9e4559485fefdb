//! Mails about dates, in the transaction of what they tell, each with its part for the calendar of whoever gets it.
//!
//! The addresses in them are those of `app::routes`, which takes them from here.

use std::collections::HashMap;

use domain::events::Series;
use domain::identity::Email;
use domain::local_path::LocalPath;
use domain::notifications::{Topic, when};
use sea_orm::{ConnectionTrait, DbErr};

use super::answer::lets_in;
use super::calendars::{self, News};
use super::entity::rsvps::{Model, State};
use super::guests;
use super::joining;
use super::who::Who;
use crate::ctx::Ctx;
use crate::db::WriteTx;
use crate::identity;
use crate::mail::{self, CalendarPart, Letter, Outgoing, RsvpDate, RsvpNews, RsvpTold, To};
use crate::notifications::{self, Notice};

/// Where a guest answers; the token follows.
pub const GUEST_PAGE: &str = "/rsvp/";
/// What a member attends.
pub const MY_EVENTS: &str = "/me/events";
/// Dates that the notice on the site lists; how many more there are it says.
const LISTED: usize = 8;

/// Somebody who gets mail about dates.
pub(super) struct Receiver {
    email: Email,
    zone: Option<chrono_tz::Tz>,
    who: Who,
    /// Not stopped by a moderator: only then new seats are given.
    active: bool,
}

pub(super) async fn receiver(db: &impl ConnectionTrait, who: Who) -> Result<Option<Receiver>, DbErr> {
    Ok(match who {
        Who::Account(key) => {
            let reach = identity::reach(db, key).await?;
            reach.map(|reach| Receiver { email: reach.email, zone: reach.zone, who, active: reach.active })
        }
        Who::Guest(key) => {
            let email = guests::confirmed_email(db, key).await?;
            // A place that nobody can be told of is no use to anybody.
            match email {
                Some(email) if !mail::takes_no_mail(db, &email).await? => {
                    Some(Receiver { email, zone: None, who, active: true })
                }
                _ => None,
            }
        }
    })
}

/// Whether somebody can be given a seat that they did not just ask for.
pub(super) async fn may_be_seated(db: &impl ConnectionTrait, who: Who) -> Result<bool, DbErr> {
    Ok(receiver(db, who).await?.is_some_and(|receiver| receiver.active))
}

/// Whether somebody was stopped by a moderator: they are told what becomes of their places, and get no new ones.
pub(super) async fn is_stopped(db: &impl ConnectionTrait, who: Who) -> Result<bool, DbErr> {
    Ok(receiver(db, who).await?.is_some_and(|receiver| !receiver.active))
}

/// Tells everybody what happened to their answers, one mail for each person, whatever number of dates it is about. `of` is
/// the series that goes on, with its key.
pub(super) async fn tell_all(tx: &WriteTx, ctx: &Ctx, of: (i64, &Series), news: Vec<News<'_>>) -> Result<(), DbErr> {
    let mut people: Vec<(Who, Vec<News<'_>>)> = Vec::new();
    let mut known: HashMap<Who, usize> = HashMap::new();
    for one in news {
        let Some(who) = Who::of(one.row.account_id, one.row.guest_id) else { continue };
        let nth = *known.entry(who).or_insert(people.len());
        match people.get_mut(nth) {
            Some((_, all)) => all.push(one),
            None => people.push((who, vec![one])),
        }
    }
    for (who, mut all) in people {
        all.sort_by_key(|one| (one.begins(), one.row.id));
        match all.as_slice() {
            [one] => tell(tx, ctx, of, one).await?,
            several => tell_of_several(tx, ctx, of, who, several).await?,
        }
    }
    Ok(())
}

/// Tells somebody what happened to their place at one date; the others are those of the series `of`.
pub(super) async fn tell(tx: &WriteTx, ctx: &Ctx, of: (i64, &Series), one: &News<'_>) -> Result<(), DbErr> {
    let Some(who) = Who::of(one.row.account_id, one.row.guest_id) else { return Ok(()) };
    let Some(receiver) = receiver(tx, who).await? else { return Ok(()) };
    let (series, start, key) = (one.now.series, one.now.start, one.row.series_id);
    let page = match who {
        Who::Account(_) if one.is_gone() || one.what == RsvpNews::Stopped => page_of_series(of.1),
        Who::Account(_) => page_of(series, start),
        Who::Guest(guest) if one.is_gone() => guests::link_to_series(tx, ctx, (guest, of.0)).await?,
        Who::Guest(guest) => guests::link_to_date(tx, ctx, (guest, key), series, start).await?,
    };
    let has_way_in = has_way_in(tx, series, &one.row, start).await?;
    let told = told_of(series, Some(start), one.what, page.clone(), has_way_in, who.guest().is_some());
    let told = RsvpTold { start: one.begins(), ..told };
    if let Some(account) = who.account().filter(|_| is_listed(one.what)) {
        notifications::list_only(tx, ctx, account, &notice(&told, page)).await?;
    }
    let parts = calendars::parts(tx, ctx, std::slice::from_ref(one), &receiver.email).await?;
    send(tx, ctx, &receiver, told, parts).await
}

/// Whether somebody finds the way into a date on their page: who has a seat, and is let in.
async fn has_way_in(tx: &WriteTx, series: &Series, row: &Model, start: chrono::NaiveDateTime) -> Result<bool, DbErr> {
    let Some(who) = Who::of(row.account_id, row.guest_id).filter(|_| row.state == State::Going) else {
        return Ok(false);
    };
    Ok(lets_in(tx, series, who).await? && joining::find(tx, row.series_id, start).await?.is_some())
}

/// The same about several dates, which are listed.
async fn tell_of_several(
    tx: &WriteTx,
    ctx: &Ctx,
    (key, series): (i64, &Series),
    who: Who,
    all: &[News<'_>],
) -> Result<(), DbErr> {
    let Some(receiver) = receiver(tx, who).await? else { return Ok(()) };
    let stays = all.iter().find(|one| one.takes_place());
    let page = match (who, stays) {
        (Who::Account(_), Some(one)) => page_of(one.now.series, one.now.start),
        (Who::Account(_), None) => page_of_series(series),
        (Who::Guest(guest), _) => guests::link_to_series(tx, ctx, (guest, key)).await?,
    };
    let news = headline(all);
    let place = common_place(all);
    let dates = all.iter().filter_map(|one| {
        let told = one.now.series.told(one.now.start);
        let title = (told.title != series.title).then(|| told.title.to_owned());
        let own = one.takes_place() && place.is_none() && !told.place.is_empty();
        Some(RsvpDate { news: one.what, start: one.begins()?, title, place: own.then(|| told.place.to_owned()) })
    });
    let (dates, place) = (dates.collect(), place.unwrap_or_default().to_owned());
    let told = RsvpTold { dates, place, ..told_of(series, None, news, page.clone(), false, who.guest().is_some()) };
    if let Some(account) = who.account().filter(|_| all.iter().any(|one| is_listed(one.what))) {
        notifications::list_only(tx, ctx, account, &notice(&told, page)).await?;
    }
    let parts = calendars::parts(tx, ctx, all, &receiver.email).await?;
    send(tx, ctx, &receiver, told, parts).await
}

/// Where all of those dates are that take place; `None` when they are at several places.
fn common_place<'s>(all: &[News<'s>]) -> Option<&'s str> {
    let mut places = all.iter().filter(|one| one.takes_place()).map(|one| one.now.series.told(one.now.start).place);
    let first = places.next().unwrap_or_default();
    places.all(|place| place == first).then_some(first)
}

/// What stands above several dates.
fn headline(all: &[News<'_>]) -> RsvpNews {
    let first = all.first().map_or(RsvpNews::Changed, |one| one.what);
    if all.iter().all(|one| one.what == first) {
        return first;
    }
    let only_near = all.iter().all(|one| matches!(one.what, RsvpNews::Going | RsvpNews::Waiting));
    if only_near { RsvpNews::Going } else { RsvpNews::Changed }
}

/// Tells somebody in one mail that they have answered for all dates of a series at once. `of` is the series that goes on,
/// with its key; `parts` are those the answer is about, with the rows that are different, and it is the last of them.
pub(super) async fn tell_series(
    tx: &WriteTx,
    ctx: &Ctx,
    of: (i64, &Series),
    parts: &[(Series, Vec<Model>)],
    who: Who,
    news: RsvpNews,
) -> Result<(), DbErr> {
    let Some(receiver) = receiver(tx, who).await? else { return Ok(()) };
    let (key, series) = of;
    let first = parts.last().and_then(|(_, rows)| rows.first());
    let page = match who {
        Who::Account(_) => page_of(series, first.map_or(series.local_start, |row| row.original_start)),
        Who::Guest(guest) => guests::link_to_series(tx, ctx, (guest, key)).await?,
    };
    let mut all: Vec<News<'_>> = Vec::new();
    for (part, rows) in parts {
        all.extend(rows.iter().map(|row| News::of(row, news, part)));
    }
    let elsewhere = all.iter().filter_map(|one| {
        let place = one.now.series.told(one.now.start).place;
        let other = place != series.place && !place.is_empty();
        other.then_some(())?;
        Some(RsvpDate { news: one.what, start: one.begins()?, title: None, place: Some(place.to_owned()) })
    });
    let dates = if matches!(news, RsvpNews::GoingToSeries { .. }) { elsewhere.collect() } else { Vec::new() };
    let told = RsvpTold { dates, ..told_of(series, None, news, page, false, who.guest().is_some()) };
    let calendar = calendars::parts(tx, ctx, &all, &receiver.email).await?;
    send(tx, ctx, &receiver, told, calendar).await
}

/// What others did or chance brought is listed on the site too; what one did oneself is not news.
fn is_listed(news: RsvpNews) -> bool {
    matches!(news, RsvpNews::Promoted | RsvpNews::OffWaitlist | RsvpNews::Changed | RsvpNews::Canceled | RsvpNews::Back)
}

/// The page on which a member answers.
pub(super) fn page_of(series: &Series, start: chrono::NaiveDateTime) -> LocalPath {
    let path = format!("/events/{}/{}/rsvp", series.slug, series.date_name(start));
    LocalPath::parse(&path).unwrap_or_else(LocalPath::home)
}

/// The page of a series.
fn page_of_series(series: &Series) -> LocalPath {
    LocalPath::parse(&format!("/events/{}", series.slug)).unwrap_or_else(LocalPath::home)
}

/// What a letter says of a date or of a series.
pub(super) fn told_of(
    series: &Series,
    start: Option<chrono::NaiveDateTime>,
    news: RsvpNews,
    page: LocalPath,
    has_way_in: bool,
    guest: bool,
) -> RsvpTold {
    // Of all dates only what the series says holds; its first date may say otherwise.
    let of_series = (series.title.as_str(), series.place.as_str());
    let words = start.map(|start| series.told(start)).map_or(of_series, |words| (words.title, words.place));
    RsvpTold {
        news,
        title: words.0.to_owned(),
        start: start.and_then(|start| series.occurrence(start)).map(|at| at.start),
        dates: Vec::new(),
        zone: series.zone,
        place: words.1.to_owned(),
        page,
        has_way_in,
        guest,
        discreet: false,
    }
}

fn notice(told: &RsvpTold, page: LocalPath) -> Notice {
    let title = match told.news {
        RsvpNews::Promoted => format!("You have a place: {}", told.title),
        RsvpNews::OffWaitlist => format!("You are off the waitlist: {}", told.title),
        RsvpNews::Canceled => format!("Canceled: {}", told.title),
        RsvpNews::Back => format!("Takes place after all: {}", told.title),
        _ => format!("Changed: {}", told.title),
    };
    let line = |date: &RsvpDate| match &date.place {
        Some(place) => format!("{}. Where: {place}", when(told.zone, date.start)),
        None => when(told.zone, date.start),
    };
    let mut lines: Vec<String> = told.dates.iter().map(line).take(LISTED).collect();
    let more = told.dates.len().saturating_sub(LISTED);
    if more > 0 {
        lines.push(format!("and {more} more"));
    }
    lines.extend(told.start.map(|start| when(told.zone, start)));
    Notice::new(Topic::Events, &title, &lines.join("\n"), page)
}

/// The reminder: to a member as they have chosen to hear of dates, but never later than the date.
pub(super) async fn remind(tx: &WriteTx, ctx: &Ctx, series: &Series, row: &Model) -> Result<(), DbErr> {
    let Some(at) = series.occurrence(row.original_start) else { return Ok(()) };
    let Some(account) = row.account_id else {
        let of = (row.series_id, series);
        return tell(tx, ctx, of, &News::of(row, RsvpNews::Reminder, series)).await;
    };
    let page = page_of(series, row.original_start);
    let title = format!("Reminder: {}", series.told(row.original_start).title);
    let mut text = when(series.zone, at.start);
    if has_way_in(tx, series, row, row.original_start).await? {
        text.push_str("\nThe way in appears on your page a little before it begins.");
    }
    notifications::remind(tx, ctx, account, &Notice::new(Topic::Events, &title, &text, page), at.start).await
}

async fn send(tx: &WriteTx, ctx: &Ctx, to: &Receiver, told: RsvpTold, parts: Vec<CalendarPart>) -> Result<(), DbErr> {
    let receiver = match to.who {
        Who::Account(account) => To::person(&to.email, account, to.zone),
        Who::Guest(_) => To::address(&to.email),
    };
    let discreet = match to.who {
        Who::Account(account) => notifications::is_discreet(tx, account).await?,
        Who::Guest(_) => false,
    };
    let mail = Outgoing::new(ctx, receiver, &Letter::Rsvp(RsvpTold { discreet, ..told })).for_calendar(parts);
    mail::queue(tx, &mail, ctx.now()).await.map(|_| ())
}
