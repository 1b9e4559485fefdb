//! People without an account: a name, an address, and a link in each mail to it. Opening the link does nothing, since mail
//! scanners open every link; its buttons do.
//!
//! Whether an address was here before is told to nobody: the form always says the same.

mod links;
mod page;

use chrono::{DateTime, NaiveDateTime, TimeDelta, Utc};
use domain::access::{Action, Object};
use domain::events::rsvp::{Answer, GUEST_CONFIRMS_WITHIN, GuestForm, NewGuest, may_answer};
use domain::events::{Series, Slug};
use domain::identity::Email;
use domain::refusal::Refusal;
use sea_orm::sea_query::Expr;
use sea_orm::{ActiveValue, ColumnTrait, ConnectionTrait, DbErr, EntityTrait, QueryFilter, QueryOrder};

pub use page::{GuestDate, GuestPage, guest_page};

use super::entity::{guest_links, guests, rsvps};
use super::error::RsvpError;
use super::who::Who;
use super::{answer, mails, parts, store};
use crate::access::allow;
use crate::ctx::Ctx;
use crate::db::WriteTx;
use crate::identity::Token;
use crate::mail::{self, Letter, Outgoing, Queued, RsvpNews, To};
use crate::secret::Secret;
use links::{add_link, held_link, page_behind};
pub(super) use links::{link, link_starts, link_to_date, link_to_series, links_moved};

/// How long after its date a link still opens its page.
const AFTER_DATE: TimeDelta = TimeDelta::days(1);
/// How long the link in a mail about a whole series works.
const SERIES_LINK: TimeDelta = TimeDelta::days(400);
const WISH_DATE: &str = "date";
const WISH_SERIES: &str = "series";

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
