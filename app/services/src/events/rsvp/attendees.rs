//! Who comes to a date, for organizers alone.

use chrono::{DateTime, Utc};
use domain::access::{Action, Object};
use domain::events::rsvp::Seats;
use domain::events::{Occurrence, Series, Slug};
use domain::identity::Email;
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, QueryOrder};

use super::entity::{guests, rsvps};
use super::error::RsvpError;
use super::joining::{self, Joining};
use super::{seats, store};
use crate::access::allow;
use crate::audit::{self, Entry};
use crate::ctx::Ctx;
use crate::events::desk::Scope;
use crate::events::store as events;
use crate::identity::profile;
use crate::mail;

/// Somebody who answered.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Attendee {
    /// What they are called: a guest as they wrote it, a member as they let members see.
    pub name: Option<String>,
    /// Where to write to; told of guests alone.
    pub email: Option<String>,
    /// Has an account.
    pub member: bool,
    /// Since when they stand as they do.
    pub since: DateTime<Utc>,
}

/// A date and who comes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Attendees {
    /// The series.
    pub series: Series,
    /// The date.
    pub at: Occurrence,
    /// What it is called in its address.
    pub date_name: String,
    /// Places.
    pub seats: Seats,
    /// Who has one, in the order of their answers.
    pub going: Vec<Attendee>,
    /// Who waits, the next first.
    pub waiting: Vec<Attendee>,
    /// Guests to whom mail comes back: they have no place any more, and know nothing of it.
    pub unreachable: Vec<Attendee>,
    /// How many said no.
    pub not_going: usize,
    /// The way in.
    pub joining: Option<Joining>,
}

/// Who comes to a date. That it was looked at is noted in the audit log.
pub async fn attendees(ctx: &Ctx, slug: &str, date: &str) -> Result<Attendees, RsvpError> {
    let found = read(ctx, slug, date).await?;
    note(ctx, &found, "page").await?;
    Ok(found)
}

/// Notes that somebody saw names and addresses, before they do.
async fn note(ctx: &Ctx, found: &Attendees, how: &'static str) -> Result<(), RsvpError> {
    let entry = Entry::done(&ctx.viewer, Action::ReadAttendees).saying(how).on("series", found.series.public_id);
    let now = ctx.now();
    ctx.db
        .write(move |tx| {
            let entry = entry.clone();
            Box::pin(async move {
                tx.housekeeping();
                Ok::<_, RsvpError>(audit::note(tx, &entry, now).await?)
            })
        })
        .await
}

async fn read(ctx: &Ctx, slug: &str, date: &str) -> Result<Attendees, RsvpError> {
    allow(ctx, Action::ReadAttendees, Object::None)?;
    let db = ctx.db.read();
    let slug = Slug::parse(slug).ok_or(RsvpError::NotFound)?;
    let series = events::public_by_slug(db, &slug).await?.ok_or(RsvpError::NotFound)?;
    if !Scope::of_viewer(ctx).await?.holds(&series.category) {
        return Err(RsvpError::NotFound);
    }
    let key = store::key_of_slug(db, &slug).await?.ok_or(RsvpError::NotFound)?;
    let at = series.by_name(date).ok_or(RsvpError::NotFound)?;
    let of = (key, at.original_start);
    let mut rows = store::of_date(of).order_by_asc(rsvps::Column::Ticket).all(db).await?;
    rows.retain(store::is_answer);
    let accounts: Vec<i64> = rows.iter().filter_map(|row| row.account_id).collect();
    let names = profile::names(db, accounts).await?;
    let keys: Vec<i64> = rows.iter().filter_map(|row| row.guest_id).collect();
    let guests = if keys.is_empty() {
        Vec::new()
    } else {
        guests::Entity::find().filter(guests::Column::Id.is_in(keys)).all(db).await?
    };
    let show = |row: &rsvps::Model| {
        let guest = row.guest_id.and_then(|key| guests.iter().find(|guest| guest.id == key));
        Attendee {
            name: match (row.account_id, guest) {
                (Some(account), _) => names.get(&account).cloned(),
                (None, guest) => guest.map(|guest| guest.name.0.clone()),
            },
            email: guest.map(|guest| guest.email.0.clone()),
            member: row.account_id.is_some(),
            since: row.changed_at,
        }
    };
    let addresses: Vec<(i64, Email)> =
        guests.iter().filter_map(|guest| Some((guest.id, Email::parse(&guest.email.0)?))).collect();
    let unreachable = mail::who_takes_no_mail(db, &addresses).await?;
    let cut_off = |row: &rsvps::Model| {
        row.state == rsvps::State::NotGoing && row.guest_id.is_some_and(|key| unreachable.contains(&key))
    };
    let cut_off: Vec<_> = rows.extract_if(.., |row| cut_off(row)).collect();
    let of_state = |state| rows.iter().filter(|row| row.state == state).map(show).collect::<Vec<_>>();
    let capacity = series.told(at.original_start).capacity;
    let taken = seats::find(db, of).await?.map_or(0, |row| row.taken.unsigned_abs());
    Ok(Attendees {
        date_name: series.date_name(at.original_start),
        seats: Seats { taken, capacity },
        going: of_state(rsvps::State::Going),
        waiting: of_state(rsvps::State::Waiting),
        unreachable: cut_off.iter().map(show).collect(),
        not_going: of_state(rsvps::State::NotGoing).len(),
        joining: joining::find(db, key, at.original_start).await?,
        series,
        at,
    })
}

/// The same as a file for a spreadsheet (RFC 4180), with its name. That it was taken is noted in the audit log as well.
pub async fn attendees_csv(ctx: &Ctx, slug: &str, date: &str) -> Result<(String, String), RsvpError> {
    let found = read(ctx, slug, date).await?;
    note(ctx, &found, "csv").await?;
    let mut out = String::from("place,state,name,e-mail,kind,since\r\n");
    for (state, people) in
        [("going", &found.going), ("waitlist", &found.waiting), ("no mail arrives", &found.unreachable)]
    {
        for (place, person) in people.iter().enumerate() {
            let cells = [
                (place + 1).to_string(),
                state.to_owned(),
                person.name.clone().unwrap_or_default(),
                person.email.clone().unwrap_or_default(),
                if person.member { "member" } else { "guest" }.to_owned(),
                person.since.format("%Y-%m-%dT%H:%M:%SZ").to_string(),
            ];
            out.push_str(&cells.map(|cell| csv_cell(&cell)).join(","));
            out.push_str("\r\n");
        }
    }
    Ok((format!("{}-{}.csv", found.series.slug, found.date_name), out))
}

/// A cell that no spreadsheet takes for a formula (OWASP, CSV injection): what begins like one gets an apostrophe before
/// it, and every cell stands in quotation marks.
fn csv_cell(text: &str) -> String {
    let formula = text.starts_with(['=', '+', '-', '@', '\t', '\r', '\n', '|', '%']);
    let safe = if formula { format!("'{text}") } else { text.to_owned() };
    format!("\"{}\"", safe.replace('"', "\"\""))
}

#[cfg(test)]
mod tests {
    use super::csv_cell;

    #[test]
    fn a_name_is_no_formula_and_ends_no_cell() {
        assert_eq!(csv_cell("Ada \"A\" Osei, MD"), "\"Ada \"\"A\"\" Osei, MD\"");
        for hostile in ["=cmd|' /C calc'!A0", "+1", "-1", "@SUM(A1)", "\tx", "\rx"] {
            assert!(csv_cell(hostile).starts_with("\"'"), "{hostile}");
        }
    }
}
