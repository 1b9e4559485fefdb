//! The links in mails to guests: made, found again, and taken along when dates go elsewhere.

use chrono::{DateTime, NaiveDateTime, Utc};
use domain::events::Series;
use domain::local_path::LocalPath;
use sea_orm::sea_query::Expr;
use sea_orm::{ActiveValue, ColumnTrait, ConnectionTrait, DbErr, EntityTrait, QueryFilter};

use super::{AFTER_DATE, SERIES_LINK, WISH_DATE, WISH_SERIES};
use crate::ctx::Ctx;
use crate::db::WriteTx;
use crate::events::rsvp::entity::{guest_links, guests};
use crate::events::rsvp::{mails, store};
use crate::identity::Token;

pub(super) async fn add_link(
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

pub(super) fn page_behind(token: &Token) -> LocalPath {
    LocalPath::parse(&format!("{}{}", mails::GUEST_PAGE, token.as_str())).unwrap_or_else(LocalPath::home)
}

/// A fresh link for a mail about one date; `of` are the keys of guest and series.
pub(in crate::events::rsvp) async fn link_to_date(
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
pub(in crate::events::rsvp) async fn link_to_series(
    tx: &WriteTx,
    ctx: &Ctx,
    of: (i64, i64),
) -> Result<LocalPath, DbErr> {
    let token = Token::new(&ctx.dice);
    add_link(tx, of, &token, None, ctx.now() + SERIES_LINK, ctx.now()).await?;
    Ok(page_behind(&token))
}

pub(in crate::events::rsvp) async fn link(
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
pub(super) async fn held_link(
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

/// The dates of a series that links in mails lead to.
pub(in crate::events::rsvp) async fn link_starts(tx: &WriteTx, series_id: i64) -> Result<Vec<NaiveDateTime>, DbErr> {
    let rows = guest_links::Entity::find().filter(guest_links::Column::SeriesId.eq(series_id)).all(tx).await?;
    Ok(rows.into_iter().filter_map(|row| row.original_start).collect())
}

/// Links in mails go where their dates go; those about all dates go with `None`.
pub(in crate::events::rsvp) async fn links_moved(
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
