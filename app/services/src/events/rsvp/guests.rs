//! People without an account: a name, an address, and a link in each mail to it. Opening the link does nothing, since mail
//! scanners open every link; its buttons do.
//!
//! Whether an address was here before is told to nobody: the form always says the same.

use chrono::{DateTime, NaiveDateTime, TimeDelta, Utc};
use domain::access::{Action, Object};
use domain::events::rsvp::{Answer, GUEST_CONFIRMS_WITHIN, GuestForm, NewGuest, Stand, may_answer};
use domain::events::{Link, Occurrence, Series, Slug};
use domain::identity::Email;
use domain::local_path::LocalPath;
use domain::refusal::Refusal;
use sea_orm::sea_query::Expr;
use sea_orm::{ActiveValue, ColumnTrait, ConnectionTrait, DbErr, EntityTrait, QueryFilter, QueryOrder};

use super::entity::{guest_links, guests, rsvps};
use super::error::RsvpError;
use super::who::Who;
use super::{answer, joining, mails, parts, store, view};
use crate::access::allow;
use crate::ctx::Ctx;
use crate::db::WriteTx;
use crate::identity::Token;
use crate::mail::{self, Letter, Outgoing, Queued, RsvpNews, To};
use crate::secret::Secret;

/// How long after its date a link still opens its page.
const AFTER_DATE: TimeDelta = TimeDelta::days(1);
/// How long the link in a mail about a whole series works.
const SERIES_LINK: TimeDelta = TimeDelta::days(400);
const WISH_DATE: &str = "date";
const WISH_SERIES: &str = "series";

/// A date on a guest's page: its name, the date, how they stand to it, and the way in once it is shown.
pub type GuestDate = (String, Occurrence, Option<Stand>, Option<Link>);

/// The page behind a guest's link.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct GuestPage {
    /// The series.
    pub series: Series,
    /// Dates to come of the parts that the series goes on from, each with its part; only where the link is about all dates.
    pub earlier: Vec<(Series, GuestDate)>,
    /// The one date the link is about, or all to come. None where the link is about a date that the series has no more,
    /// and where every date is over.
    pub dates: Vec<GuestDate>,
    /// Original starts of those whose places are all taken: whoever answers now stands in line.
    pub full: Vec<NaiveDateTime>,
    /// The link is about every date to come.
    pub whole_series: bool,
    /// They answered for every date to come.
    pub standing: bool,
    /// They have confirmed before.
    pub confirmed: bool,
}

/// Asks by mail whether it was them. `date` is the name of a date; `None` asks for every date to come.
pub async fn ask_as_guest(ctx: &Ctx, slug: &str, date: Option<&str>, form: &GuestForm) -> Result<(), RsvpError> {
    allow(ctx, Action::RsvpAsGuest, Object::None)?;
    let slug = Slug::parse(slug).ok_or(RsvpError::NotFound)?;
    let guest = form.parse().map_err(RsvpError::Invalid)?;
    let (ctx, date) = (ctx.clone(), date.map(str::to_owned));
    ctx.db
        .clone()
        .write(move |tx| {
            let (ctx, slug, date, guest) = (ctx.clone(), slug.clone(), date.clone(), guest.clone());
            Box::pin(async move {
                tx.housekeeping();
                let (key, series) = store::held_series(tx, &slug).await?.ok_or(RsvpError::NotFound)?;
                let at = match &date {
                    Some(name) => Some(series.by_name(name).ok_or(RsvpError::NotFound)?),
                    None => series.next(ctx.now(), 1).first().copied(),
                };
                let at = at.ok_or(Refusal::DateOver)?;
                may_answer(&series, &at, Answer::Going, ctx.now())?;
                if series.for_whom.is_for_members() {
                    return Err(Refusal::EventForMembers.into());
                }
                ask(tx, &ctx, (key, &series), date.is_some().then_some(at.original_start), &guest).await?;
                Ok(())
            })
        })
        .await
}

async fn ask(
    tx: &WriteTx,
    ctx: &Ctx,
    (key, series): (i64, &Series),
    start: Option<NaiveDateTime>,
    guest: &NewGuest,
) -> Result<(), DbErr> {
    let now = ctx.now();
    let until = now + GUEST_CONFIRMS_WITHIN;
    let row = guests::ActiveModel {
        id: ActiveValue::NotSet,
        public_id: ActiveValue::Set(ctx.dice.public_id().to_string()),
        name: ActiveValue::Set(Secret(guest.name.clone())),
        email: ActiveValue::Set(Secret(guest.email.as_str().to_owned())),
        email_key: ActiveValue::Set(Secret(guest.email.key().to_owned())),
        confirmed_at: ActiveValue::Set(None),
        created_at: ActiveValue::Set(now),
    };
    guests::Entity::insert(row).on_conflict_do_nothing_on([guests::Column::EmailKey]).exec(tx).await?;
    let found = guests::Entity::find().filter(guests::Column::EmailKey.eq(guest.email.key())).one(tx).await?;
    let Some(found) = found else { return Ok(()) };
    let token = Token::new(&ctx.dice);
    let page = page_behind(&token);
    let told = mails::told_of(series, start, RsvpNews::GuestAsked { until }, page, false, true);
    let letter = Outgoing::new(ctx, To::address(&guest.email), &Letter::Rsvp(told));
    // One too many in an hour is left out, and the answer stays the same.
    if mail::queue(tx, &letter, now).await? == Queued::Waiting {
        if found.confirmed_at.is_none() {
            // Whoever wrote last; somebody who has confirmed is renamed by nobody.
            guests::Entity::update_many()
                .col_expr(guests::Column::Name, Expr::value(guest.name.clone()))
                .filter(guests::Column::Id.eq(found.id))
                .exec(tx)
                .await?;
        }
        add_link(tx, (found.id, key), &token, start, until, now).await?;
    }
    Ok(())
}

async fn add_link(
    tx: &WriteTx,
    (guest, series_id): (i64, i64),
    token: &Token,
    start: Option<NaiveDateTime>,
    expires_at: DateTime<Utc>,
    now: DateTime<Utc>,
) -> Result<(), DbErr> {
    let row = guest_links::ActiveModel {
        id: ActiveValue::NotSet,
        guest_id: ActiveValue::Set(guest),
        series_id: ActiveValue::Set(series_id),
        token_sha256: ActiveValue::Set(token.sha256()),
        wish: ActiveValue::Set(if start.is_some() { WISH_DATE } else { WISH_SERIES }.to_owned()),
        original_start: ActiveValue::Set(start),
        expires_at: ActiveValue::Set(expires_at),
        created_at: ActiveValue::Set(now),
    };
    guest_links::Entity::insert(row).exec(tx).await?;
    Ok(())
}

fn page_behind(token: &Token) -> LocalPath {
    LocalPath::parse(&format!("{}{}", mails::GUEST_PAGE, token.as_str())).unwrap_or_else(LocalPath::home)
}

/// A fresh link for a mail about one date; `of` are the keys of guest and series.
pub(super) async fn link_to_date(
    tx: &WriteTx,
    ctx: &Ctx,
    of: (i64, i64),
    series: &Series,
    start: NaiveDateTime,
) -> Result<LocalPath, DbErr> {
    let token = Token::new(&ctx.dice);
    let end = series.occurrence(start).map_or(ctx.now(), |at| at.end);
    add_link(tx, of, &token, Some(start), end + AFTER_DATE, ctx.now()).await?;
    Ok(page_behind(&token))
}

/// A fresh link for a mail about all dates.
pub(super) async fn link_to_series(tx: &WriteTx, ctx: &Ctx, of: (i64, i64)) -> Result<LocalPath, DbErr> {
    let token = Token::new(&ctx.dice);
    add_link(tx, of, &token, None, ctx.now() + SERIES_LINK, ctx.now()).await?;
    Ok(page_behind(&token))
}

/// Where a guest is written to, once they have confirmed.
pub(super) async fn confirmed_email(db: &impl ConnectionTrait, guest: i64) -> Result<Option<Email>, DbErr> {
    let found = guests::Entity::find_by_id(guest).one(db).await?;
    Ok(found.filter(|row| row.confirmed_at.is_some()).and_then(|row| Email::parse(&row.email.0)))
}

/// Mail to an address comes back: the places of a guest who has it go to whoever is next.
pub(crate) async fn cannot_be_told(tx: &WriteTx, ctx: &Ctx, email: &Email) -> Result<(), DbErr> {
    let found = guests::Entity::find().filter(guests::Column::EmailKey.eq(email.key())).one(tx).await?;
    match found {
        Some(guest) if mail::takes_no_mail(tx, email).await? => {
            answer::give_all_back(tx, ctx, Who::Guest(guest.id)).await
        }
        _ => Ok(()),
    }
}

/// Every place somebody has or waits for, in the order in which dates are taken hold of.
pub(super) async fn held_rows(db: &impl ConnectionTrait, who: Who) -> Result<Vec<rsvps::Model>, DbErr> {
    let held = rsvps::Entity::find().filter(who.rsvps()).filter(rsvps::Column::State.ne(rsvps::State::NotGoing));
    held.order_by_asc(rsvps::Column::SeriesId).order_by_asc(rsvps::Column::OriginalStart).all(db).await
}

pub(super) async fn link(
    db: &impl ConnectionTrait,
    token: &str,
    now: DateTime<Utc>,
) -> Result<Option<(guest_links::Model, guests::Model)>, DbErr> {
    let Some(token) = Token::parse(token) else { return Ok(None) };
    let found = guest_links::Entity::find().filter(guest_links::Column::TokenSha256.eq(token.sha256())).one(db).await?;
    let Some(link) = found.filter(|link| now < link.expires_at) else { return Ok(None) };
    let guest = guests::Entity::find_by_id(link.guest_id).one(db).await?;
    Ok(guest.map(|guest| (link, guest)))
}

/// What is behind a link, with its series held against changes.
async fn held_link(
    tx: &WriteTx,
    token: &str,
    now: DateTime<Utc>,
) -> Result<Option<(guest_links::Model, guests::Model, Series)>, DbErr> {
    let mut found = link(tx, token, now).await?;
    while let Some((before, _)) = found {
        let series = store::held_series_by_key(tx, before.series_id).await?;
        found = link(tx, token, now).await?;
        // While the series was waited for, a split may have taken the link to its new part.
        if let Some((link, guest)) = found.clone().filter(|(link, _)| link.series_id == before.series_id) {
            return Ok(series.map(|series| (link, guest, series)));
        }
    }
    Ok(None)
}

/// What a link shows; `None` when it is spent, too old or never was, and when its series is gone. One about all dates goes
/// on after the last of them: its guest can still be forgotten there.
pub async fn guest_page(ctx: &Ctx, token: &str) -> Result<Option<GuestPage>, RsvpError> {
    allow(ctx, Action::UseGuestLink, Object::None)?;
    let (db, now) = (ctx.db.read(), ctx.now());
    let Some((link, guest)) = link(db, token, now).await? else { return Ok(None) };
    let Some(series) = view::public_series(db, link.series_id).await? else { return Ok(None) };
    let who = Who::Guest(guest.id);
    let shown: Vec<Occurrence> = match link.original_start {
        Some(start) => series.occurrence(start).into_iter().collect(),
        None => series.next(now, view::SHOWN),
    };
    let (mut earlier, mut full) = (Vec::new(), Vec::new());
    if link.original_start.is_none() {
        for (key, part) in parts::earlier(db, &series, now).await? {
            let dates = dates_of(db, (key, &part), part.next(now, view::SHOWN), who, now, &mut full).await?;
            earlier.extend(dates.into_iter().map(|date| (part.clone(), date)));
        }
    }
    let dates = dates_of(db, (link.series_id, &series), shown, who, now, &mut full).await?;
    Ok(Some(GuestPage {
        earlier,
        dates,
        full,
        whole_series: link.wish == WISH_SERIES,
        standing: store::stands(db, link.series_id, who).await?,
        confirmed: guest.confirmed_at.is_some(),
        series,
    }))
}

/// Dates as a guest's page shows them; those whose places are all taken are added to `full`.
async fn dates_of(
    db: &impl ConnectionTrait,
    (key, series): (i64, &Series),
    shown: Vec<Occurrence>,
    who: Who,
    now: DateTime<Utc>,
    full: &mut Vec<NaiveDateTime>,
) -> Result<Vec<GuestDate>, DbErr> {
    let mut dates = Vec::with_capacity(shown.len());
    for at in shown {
        let (seats, waiting) = view::places(db, series, (key, at.original_start)).await?;
        full.extend((!seats.gives(waiting)).then_some(at.original_start));
        let stand = view::stand(db, (key, at.original_start), who).await?;
        let way_in = match stand {
            Some(Stand::Going) => joining::open(db, (key, series), &at, who, now).await?,
            _ => None,
        };
        dates.push((series.date_name(at.original_start), at, stand, way_in));
    }
    Ok(dates)
}

/// A guest's answer by link, for the date it is about, or for one date or all of its series. The first one confirms the
/// address.
pub async fn answer_as_guest(ctx: &Ctx, token: &str, date: &str, said: Answer) -> Result<(), RsvpError> {
    allow(ctx, Action::UseGuestLink, Object::None)?;
    let (ctx, token, date) = (ctx.clone(), token.to_owned(), date.to_owned());
    ctx.db
        .clone()
        .write(move |tx| {
            let (ctx, token, date) = (ctx.clone(), token.clone(), date.clone());
            Box::pin(async move {
                tx.housekeeping();
                let now = ctx.now();
                let (link, guest, series) = held_link(tx, &token, now).await?.ok_or(Refusal::LinkSpent)?;
                let (who, of) = (Who::Guest(guest.id), (link.series_id, &series));
                if guest.confirmed_at.is_none() {
                    confirm(tx, &link, &series, now).await?;
                }
                match link.original_start {
                    Some(start) => answer::one(tx, &ctx, of, start, who, said).await,
                    None if date.is_empty() => parts::answer_all(tx, &ctx, of, who, said).await,
                    None => {
                        let found = parts::date_by_name(tx, of, &date, now).await?;
                        let (key, part, start) = found.ok_or(RsvpError::NotFound)?;
                        answer::one(tx, &ctx, (key, &part), start, who, said).await
                    }
                }
            })
        })
        .await
}

/// The address is theirs; the link goes on working for what it is about.
async fn confirm(tx: &WriteTx, link: &guest_links::Model, series: &Series, now: DateTime<Utc>) -> Result<(), DbErr> {
    guests::Entity::update_many()
        .col_expr(guests::Column::ConfirmedAt, Expr::value(Some(now)))
        .filter(guests::Column::Id.eq(link.guest_id))
        .filter(guests::Column::ConfirmedAt.is_null())
        .exec(tx)
        .await?;
    let end = link.original_start.and_then(|start| series.occurrence(start)).map(|at| at.end + AFTER_DATE);
    guest_links::Entity::update_many()
        .col_expr(guest_links::Column::ExpiresAt, Expr::value(end.unwrap_or(now + SERIES_LINK)))
        .filter(guest_links::Column::Id.eq(link.id))
        .exec(tx)
        .await?;
    Ok(())
}

/// The dates of a series that links in mails lead to.
pub(super) async fn link_starts(tx: &WriteTx, series_id: i64) -> Result<Vec<NaiveDateTime>, DbErr> {
    let rows = guest_links::Entity::find().filter(guest_links::Column::SeriesId.eq(series_id)).all(tx).await?;
    Ok(rows.into_iter().filter_map(|row| row.original_start).collect())
}

/// Links in mails go where their dates go; those about all dates go with `None`.
pub(super) async fn links_moved(
    tx: &WriteTx,
    from: (i64, Option<NaiveDateTime>),
    to: (i64, Option<NaiveDateTime>),
) -> Result<(), DbErr> {
    let of = match from.1 {
        Some(start) => guest_links::Column::OriginalStart.eq(start),
        None => guest_links::Column::OriginalStart.is_null(),
    };
    guest_links::Entity::update_many()
        .col_expr(guest_links::Column::SeriesId, Expr::value(to.0))
        .col_expr(guest_links::Column::OriginalStart, Expr::value(to.1))
        .filter(guest_links::Column::SeriesId.eq(from.0))
        .filter(of)
        .exec(tx)
        .await?;
    Ok(())
}
