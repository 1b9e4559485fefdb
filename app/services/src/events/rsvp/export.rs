//! What is kept of a person, for the archive they can take along.

use sea_orm::{DbErr, EntityTrait, QueryFilter, QueryOrder};
use serde_json::{Value, json};

use super::entity::{rsvps, standing_rsvps};
use super::who::Who;
use super::{personal, store, view};
use crate::ctx::Ctx;
use crate::events::ical;

/// Answers, and the calendar without its address.
pub(crate) async fn export_part(ctx: &Ctx, account: i64) -> Result<Value, DbErr> {
    let (db, who) = (ctx.db.read(), Who::Account(account));
    let mut rows = rsvps::Entity::find().filter(who.rsvps()).order_by_asc(rsvps::Column::Id).all(db).await?;
    rows.retain(store::is_answer);
    let standing = standing_rsvps::Entity::find().filter(who.standing()).all(db).await?;
    let keys = rows.iter().map(|row| row.series_id).chain(standing.iter().map(|row| row.series_id));
    let all = view::public_series_of(db, keys).await?;
    let title = |key: i64| all.iter().find(|(known, _)| *known == key).map(|(_, series)| series.title.clone());
    let state = |row: &rsvps::Model| match row.state {
        rsvps::State::Going => "going",
        rsvps::State::Waiting => "on the waitlist",
        rsvps::State::NotGoing => "not going",
    };
    let feed = personal::of_account(db, account).await?;
    Ok(json!({
        "answers": rows.iter().map(|row| json!({
            "event": title(row.series_id),
            "date": row.original_start.format("%Y-%m-%d %H:%M").to_string(),
            "answer": state(row),
            "since": row.changed_at,
        })).collect::<Vec<_>>(),
        "every_date_of": standing.iter().map(|row| title(row.series_id)).collect::<Vec<_>>(),
        "personal_calendar": feed.map(|feed| json!({
            "address_made": feed.created_at,
            "last_fetched": feed.fetched_at,
            "fetched_times": feed.fetches,
        })),
    }))
}

/// What they attend, as a calendar.
pub(crate) async fn calendar_part(ctx: &Ctx, account: i64) -> Result<String, DbErr> {
    Ok(ical::render(&personal::gather(ctx, account, ctx.now()).await?))
}
