//! Last days of saved postings and of offers, for a calendar.

use domain::access::{Action, Object};
use domain::events::zone;
use domain::notifications::when;
use sea_orm::EntityTrait;

use super::addresses::OPPORTUNITIES;
use super::entity::postings;
use super::rows::Stored;
use super::{OpportunityError, filed, me, rows, shelf, store};
use crate::access::allow;
use crate::ctx::Ctx;
use crate::events::ical::deadline::{Deadline, deadlines};

/// The viewer's own last days as a file: to apply to what they have saved, and to answer what they are offered.
pub async fn my_deadlines(ctx: &Ctx) -> Result<String, OpportunityError> {
    allow(ctx, Action::ApplyToPosting, Object::Own)?;
    let (db, account, now) = (ctx.db.read(), me(ctx)?.account, ctx.now());
    let mut all = Vec::new();
    for row in shelf::readable(db, account).await? {
        let stored = rows::seen(&row, now)?;
        if stored.state.is_listed() {
            all.push(last_day(ctx, &row, &stored)?);
        }
    }
    for application in filed::applications_of(db, account).await? {
        let Some(until) = application.hold_until else { continue };
        let row = postings::Entity::find_by_id(application.posting_id).one(db).await?;
        let row = row.ok_or(OpportunityError::NotFound)?;
        // Nobody knows its moment before a moderator has looked.
        if rows::state(&row)?.waits() {
            continue;
        }
        // A day holds no moment, so the words do: whoever trusted the day alone would be too late.
        let org = ctx.config.org.zone;
        let (day, title) = (zone::local_time(org, until).date(), rows::title(&row));
        let deadline = of(ctx, &row, "offer", &format!("An offer ends {}: {title}", when(org, until)), day)?;
        // The moment also moves with the posting, when a moderator has looked.
        all.push(Deadline { changed_at: application.changed_at.max(row.changed_at), ..deadline });
    }
    Ok(deadlines(&ctx.config.org.name, &all))
}

/// The last day to apply to one posting, as a file, for whoever may read the posting while people may apply.
pub async fn deadline(ctx: &Ctx, posting: &str) -> Result<String, OpportunityError> {
    let stored = super::list::page(ctx, posting).await?;
    let row = store::posting(ctx.db.read(), stored.id).await?.filter(|_| stored.state.is_listed());
    let row = row.ok_or(OpportunityError::NotFound)?;
    Ok(deadlines(&ctx.config.org.name, &[last_day(ctx, &row, &stored)?]))
}

/// It ends at midnight by the clocks of the posting, which may be earlier by those of the reader.
fn last_day(ctx: &Ctx, row: &postings::Model, stored: &Stored) -> Result<Deadline, OpportunityError> {
    let window = &stored.posting.window;
    let title = format!("Last day to apply ({} time): {}", window.zone.name().replace('_', " "), row.title);
    of(ctx, row, "apply", &title, window.closes)
}

fn of(
    ctx: &Ctx,
    row: &postings::Model,
    what: &str,
    title: &str,
    day: chrono::NaiveDate,
) -> Result<Deadline, OpportunityError> {
    let broken = |error: url::ParseError| OpportunityError::Broken(error.to_string());
    let url = ctx.config.public_url.join(&format!("{OPPORTUNITIES}/{}", row.public_id)).map_err(broken)?;
    let host = ctx.config.public_url.host_str().unwrap_or("localhost");
    Ok(Deadline {
        uid: format!("{what}-{}@{host}", row.public_id),
        title: title.to_owned(),
        day,
        url,
        changed_at: row.changed_at,
    })
}
