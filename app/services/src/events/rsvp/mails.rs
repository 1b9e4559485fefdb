//! Mails about dates, in the transaction of what they tell, each with its part for the calendar of whoever gets it.
//!
//! The addresses in them are those of `app::routes`, which takes them from here.

use chrono::{DateTime, Utc};
use domain::events::Series;
use domain::events::rsvp::next_sequence;
use domain::identity::Email;
use domain::local_path::LocalPath;
use domain::notifications::Topic;
use sea_orm::DbErr;

use super::entity::rsvps::Model;
use super::guests;
use super::who::Who;
use super::{joining, store};
use crate::ctx::Ctx;
use crate::db::WriteTx;
use crate::events::ical::itip::{CalendarName, Invitation, Invited, Method, invitation};
use crate::identity;
use crate::mail::{self, CalendarPart, Letter, Outgoing, RsvpNews, RsvpTold, To};
use crate::notifications::{self, Notice};

/// Where a guest answers; the token follows.
pub const GUEST_PAGE: &str = "/rsvp/";
/// What a member attends.
pub const MY_EVENTS: &str = "/me/events";

/// Whether somebody could be told.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Mailed {
    Yes,
    /// The account is leaving or stopped, or the guest is gone.
    Nobody,
}

/// Somebody who gets mail about dates.
pub(super) struct Receiver {
    email: Email,
    zone: Option<chrono_tz::Tz>,
    who: Who,
    /// Not stopped by a moderator: only then new seats are given.
    active: bool,
}

pub(super) async fn receiver(tx: &WriteTx, who: Who) -> Result<Option<Receiver>, DbErr> {
    Ok(match who {
        Who::Account(key) => {
            let reach = identity::reach(tx, key).await?;
            reach.map(|reach| Receiver { email: reach.email, zone: reach.zone, who, active: reach.active })
        }
        Who::Guest(key) => {
            let email = guests::confirmed_email(tx, key).await?;
            email.map(|email| Receiver { email, zone: None, who, active: true })
        }
    })
}

/// Whether somebody can be given a seat that they did not just ask for.
pub(super) async fn may_be_seated(tx: &WriteTx, who: Who) -> Result<bool, DbErr> {
    Ok(receiver(tx, who).await?.is_some_and(|receiver| receiver.active))
}

/// Tells somebody what happened to their place at one date.
pub(super) async fn tell(
    tx: &WriteTx,
    ctx: &Ctx,
    series: &Series,
    row: &Model,
    news: RsvpNews,
) -> Result<Mailed, DbErr> {
    let Some(who) = Who::of(row.account_id, row.guest_id) else { return Ok(Mailed::Nobody) };
    let Some(receiver) = receiver(tx, who).await? else { return Ok(Mailed::Nobody) };
    if news == RsvpNews::Promoted && !receiver.active {
        return Ok(Mailed::Nobody);
    }
    let start = row.original_start;
    let page = match who {
        Who::Account(_) => page_of(series, start),
        Who::Guest(guest) => guests::link_to_date(tx, ctx, (guest, row.series_id), series, start).await?,
    };
    let has_way_in = joining::find(tx, row.series_id, start).await?.is_some();
    let told = told_of(series, Some(start), news, page.clone(), has_way_in, who.guest().is_some());
    if let Some(account) = who.account().filter(|_| is_listed(news)) {
        notifications::list_only(tx, ctx, account, &notice(&told, page)).await?;
    }
    let part = match method_of(news, row) {
        Some(method) => Some(calendar(tx, ctx, series, &[row], method, &receiver.email).await?),
        None => None,
    };
    send(tx, ctx, &receiver, told, part).await?;
    Ok(Mailed::Yes)
}

/// Tells somebody in one mail about the dates of a series they have answered for at once. Dates that calendars know under
/// names of their own get a mail each, because an invitation has one name.
pub(super) async fn tell_series(
    tx: &WriteTx,
    ctx: &Ctx,
    series: &Series,
    rows: &[Model],
    (who, key): (Who, i64),
    news: RsvpNews,
) -> Result<(), DbErr> {
    let Some(receiver) = receiver(tx, who).await? else { return Ok(()) };
    let method = match news {
        RsvpNews::LeftSeries => Method::Cancel,
        _ => Method::Request,
    };
    let single = match news {
        RsvpNews::LeftSeries => RsvpNews::NotGoing,
        _ => RsvpNews::Going,
    };
    let wanted = |row: &&Model| method_of(single, row).is_some() && (method == Method::Cancel || has_seat(row));
    let name = |row: &Model| row.uid.clone().unwrap_or_else(|| CalendarName::in_feed(series, row.original_start).uid);
    let (together, alone): (Vec<&Model>, Vec<&Model>) =
        rows.iter().filter(wanted).partition(|row| name(row) == series.uid);
    let page = match who {
        Who::Account(_) => page_of(series, rows.first().map_or(series.local_start, |row| row.original_start)),
        Who::Guest(guest) => guests::link_to_series(tx, ctx, (guest, key)).await?,
    };
    let told = told_of(series, None, news, page, false, who.guest().is_some());
    let part = if together.is_empty() {
        None
    } else {
        Some(calendar(tx, ctx, series, &together, method, &receiver.email).await?)
    };
    send(tx, ctx, &receiver, told, part).await?;
    for row in alone {
        tell(tx, ctx, series, row, single).await?;
    }
    Ok(())
}

fn has_seat(row: &Model) -> bool {
    row.state == super::entity::rsvps::State::Going
}

/// What the calendar of the receiver is asked to do. One that was never asked to keep a date has none to take out.
fn method_of(news: RsvpNews, row: &Model) -> Option<Method> {
    match news {
        RsvpNews::Going | RsvpNews::GoingToSeries { .. } | RsvpNews::Promoted => Some(Method::Request),
        RsvpNews::Changed | RsvpNews::Back => has_seat(row).then_some(Method::Request),
        RsvpNews::NotGoing | RsvpNews::LeftSeries | RsvpNews::Canceled => row.uid.is_some().then_some(Method::Cancel),
        RsvpNews::Waiting | RsvpNews::Reminder | RsvpNews::GuestAsked { .. } => None,
    }
}

/// What others did or chance brought is listed on the site too; what one did oneself is not news.
fn is_listed(news: RsvpNews) -> bool {
    matches!(news, RsvpNews::Promoted | RsvpNews::Changed | RsvpNews::Canceled | RsvpNews::Back)
}

/// The calendar part for dates of one name; notes its numbers.
async fn calendar(
    tx: &WriteTx,
    ctx: &Ctx,
    series: &Series,
    rows: &[&Model],
    method: Method,
    to: &Email,
) -> Result<CalendarPart, DbErr> {
    let now = ctx.now();
    let mut dates = Vec::with_capacity(rows.len());
    let mut uid = series.uid.clone();
    for row in rows {
        // Whatever becomes of the series, a calendar knows the date by what it was told first.
        let name = match &row.uid {
            Some(uid) => CalendarName { uid: uid.clone(), recurrence: row.recurrence },
            None => CalendarName::in_feed(series, row.original_start),
        };
        let sequence = next_sequence(row.sequence.map(i32::unsigned_abs), of_feed(series, row, now));
        store::set_told(tx, row.id, &name.uid, name.recurrence, sequence).await?;
        uid = name.uid;
        dates.push(Invited { original_start: row.original_start, recurrence: name.recurrence, sequence });
    }
    let page = ctx.config.public_url.join(&format!("/events/{}", series.slug));
    let page = page.map_err(|error| DbErr::Custom(error.to_string()))?;
    let asked = Invitation { method, series, uid: &uid, dates: &dates, to, now };
    Ok(CalendarPart { method, bytes: invitation(&ctx.config, page, &asked) })
}

/// The SEQUENCE that the feed of the series writes for a date.
fn of_feed(series: &Series, row: &Model, now: DateTime<Utc>) -> u32 {
    let own = series.override_of(row.original_start).map_or(0, |date| date.sequence);
    series.effective_sequence(now).max(own)
}

/// The page on which a member answers.
pub(super) fn page_of(series: &Series, start: chrono::NaiveDateTime) -> LocalPath {
    let path = format!("/events/{}/{}/rsvp", series.slug, series.date_name(start));
    LocalPath::parse(&path).unwrap_or_else(LocalPath::home)
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
    let words = series.told(start.unwrap_or(series.local_start));
    RsvpTold {
        news,
        title: if start.is_some() { words.title.to_owned() } else { series.title.clone() },
        start: start.and_then(|start| series.occurrence(start)).map(|at| at.start),
        zone: series.zone,
        place: words.place.to_owned(),
        page,
        has_way_in,
        guest,
        discreet: false,
    }
}

fn notice(told: &RsvpTold, page: LocalPath) -> Notice {
    let title = match told.news {
        RsvpNews::Promoted => format!("You have a place: {}", told.title),
        RsvpNews::Canceled => format!("Canceled: {}", told.title),
        RsvpNews::Back => format!("Takes place after all: {}", told.title),
        _ => format!("Changed: {}", told.title),
    };
    let text = told.start.map(|start| domain::notifications::when(told.zone, start)).unwrap_or_default();
    Notice::new(Topic::Events, &title, &text, page)
}

/// The reminder of a member: as they have chosen to hear of dates.
pub(super) async fn remind(tx: &WriteTx, ctx: &Ctx, series: &Series, row: &Model) -> Result<(), DbErr> {
    match row.account_id {
        Some(account) => {
            let page = page_of(series, row.original_start);
            let told = told_of(series, Some(row.original_start), RsvpNews::Reminder, page.clone(), false, false);
            let title = format!("Tomorrow: {}", told.title);
            let mut text = told.start.map(|start| domain::notifications::when(told.zone, start)).unwrap_or_default();
            if joining::find(tx, row.series_id, row.original_start).await?.is_some() {
                text.push_str("\nThe way in appears on your page a little before it begins.");
            }
            notifications::tell(tx, ctx, account, &Notice::new(Topic::Events, &title, &text, page)).await
        }
        None => tell(tx, ctx, series, row, RsvpNews::Reminder).await.map(|_| ()),
    }
}

async fn send(tx: &WriteTx, ctx: &Ctx, to: &Receiver, told: RsvpTold, part: Option<CalendarPart>) -> Result<(), DbErr> {
    let receiver = match to.who {
        Who::Account(account) => To::person(&to.email, account, to.zone),
        Who::Guest(_) => To::address(&to.email),
    };
    let discreet = match to.who {
        Who::Account(account) => notifications::is_discreet(tx, account).await?,
        Who::Guest(_) => false,
    };
    let mut mail = Outgoing::new(ctx, receiver, &Letter::Rsvp(RsvpTold { discreet, ..told }));
    if let Some(part) = part {
        mail = mail.for_calendar(part);
    }
    mail::queue(tx, &mail, ctx.now()).await.map(|_| ())
}
