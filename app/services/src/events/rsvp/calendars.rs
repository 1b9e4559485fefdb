//! What mails ask calendars to do, and the numbers they were told.
//!
//! A date has the name that everybody's feed gives it. When that becomes another (a rhythm that changes makes a new
//! series, a date by the rule becomes an extra one), calendars are asked to take the old name out, in the clocks of the
//! series as it was, and to keep the new one.

use chrono::{DateTime, NaiveDateTime, Utc};
use domain::events::Series;
use domain::events::rsvp::next_sequence;
use domain::identity::Email;
use sea_orm::DbErr;

use super::entity::rsvps::{Model, State};
use super::store;
use crate::ctx::Ctx;
use crate::db::WriteTx;
use crate::events::ical::itip::{CalendarName, Invitation, Invited, Method, invitation};
use crate::mail::{CalendarPart, RsvpNews};

/// A date of a series, as it is or as it was.
#[derive(Debug, Clone, Copy)]
pub(super) struct Place<'s> {
    pub(super) series: &'s Series,
    pub(super) start: NaiveDateTime,
}

impl Place<'_> {
    /// What calendars call it.
    pub(super) fn name(self) -> CalendarName {
        CalendarName::in_feed(self.series, self.start)
    }

    /// When it begins; `None` when the series has no such date.
    pub(super) fn begins(self) -> Option<DateTime<Utc>> {
        self.series.occurrence(self.start).map(|at| at.start)
    }

    /// The SEQUENCE that the feed of the series writes for it.
    fn sequence(self, now: DateTime<Utc>) -> u32 {
        let own = self.series.override_of(self.start).map_or(0, |date| date.sequence);
        self.series.effective_sequence(now).max(own)
    }
}

/// What happened to an answer for one date.
#[derive(Debug, Clone)]
pub(super) struct News<'s> {
    /// The answer, with the name and number that its calendar was told last.
    pub(super) row: Model,
    pub(super) what: RsvpNews,
    /// The date now; where the series has it no more, when it was.
    pub(super) now: Place<'s>,
    /// The date before the series was stored anew; `None` when nothing of the series is different.
    pub(super) was: Option<Place<'s>>,
}

impl<'s> News<'s> {
    /// Something that happened to an answer while the series stays as it is.
    pub(super) fn of(row: &Model, what: RsvpNews, series: &'s Series) -> Self {
        Self { what, now: Place { series, start: row.original_start }, was: None, row: row.clone() }
    }

    /// The date as it begins, or as it would have.
    pub(super) fn begins(&self) -> Option<DateTime<Utc>> {
        self.now.begins().or_else(|| self.was.and_then(Place::begins))
    }

    /// The series has no such date any more.
    pub(super) fn is_gone(&self) -> bool {
        !self.now.series.has(self.now.start)
    }

    /// Whoever is told of it may go there.
    pub(super) fn takes_place(&self) -> bool {
        !matches!(self.what, RsvpNews::Canceled | RsvpNews::Stopped | RsvpNews::OffWaitlist) && !self.is_gone()
    }

    fn known(&self) -> Option<CalendarName> {
        self.row.uid.clone().map(|uid| CalendarName { uid, recurrence: self.row.recurrence })
    }

    /// What the calendar is asked to do, in this order, each under a name and with the words of a time.
    fn steps(&self) -> Vec<(Method, CalendarName, Place<'s>)> {
        let (known, name) = (self.known(), self.now.name());
        let before = self.was.unwrap_or(self.now);
        match method_of(self.what, &self.row) {
            None => Vec::new(),
            Some(Method::Cancel) => vec![(Method::Cancel, known.unwrap_or(name), before)],
            Some(Method::Request) => {
                // Only what the calendar keeps has to be taken out; a canceled date is out already.
                let keeps = matches!(self.what, RsvpNews::Changed | RsvpNews::Stays);
                let old = known.filter(|known| keeps && *known != name);
                let old = old.map(|known| (Method::Cancel, known, before));
                old.into_iter().chain([(Method::Request, name, self.now)]).collect()
            }
        }
    }
}

/// What the calendar of the receiver is asked to do. One that keeps no date has none to take out.
fn method_of(news: RsvpNews, row: &Model) -> Option<Method> {
    let (has_seat, was_told) = (row.state == State::Going, row.uid.is_some());
    match news {
        RsvpNews::Going
        | RsvpNews::GoingToSeries { .. }
        | RsvpNews::Promoted
        | RsvpNews::Changed
        | RsvpNews::Stays
        | RsvpNews::Back => has_seat.then_some(Method::Request),
        RsvpNews::Canceled => (has_seat && was_told).then_some(Method::Cancel),
        RsvpNews::NotGoing | RsvpNews::LeftSeries | RsvpNews::Stopped => was_told.then_some(Method::Cancel),
        RsvpNews::Waiting | RsvpNews::OffWaitlist | RsvpNews::Reminder | RsvpNews::GuestAsked { .. } => None,
    }
}

/// Dates of one name for which a calendar is asked the same.
struct Object<'s> {
    method: Method,
    uid: String,
    dates: Vec<Invited<'s>>,
}

/// The calendar parts for news of one person, what is to be kept first; notes the numbers. An object has one method and
/// one UID (RFC 5546 sections 3.2.2 and 3.2.5), so there may be several.
pub(super) async fn parts(tx: &WriteTx, ctx: &Ctx, all: &[News<'_>], to: &Email) -> Result<Vec<CalendarPart>, DbErr> {
    let now = ctx.now();
    let mut objects: Vec<Object<'_>> = Vec::new();
    for one in all {
        let mut last = one.row.sequence.map(i32::unsigned_abs);
        let mut told = None;
        for (method, name, at) in one.steps() {
            // A name that stays counts on with the series as it is now, whatever the words are.
            let of_feed = if at.name() == one.now.name() { one.now.sequence(now) } else { 0 };
            let sequence = next_sequence(last, of_feed.max(at.sequence(now)));
            let recurrence = name.recurrence;
            let date = Invited { series: at.series, original_start: at.start, recurrence, sequence };
            match objects.iter_mut().find(|object| object.method == method && object.uid == name.uid) {
                Some(object) => object.dates.push(date),
                None => objects.push(Object { method, uid: name.uid.clone(), dates: vec![date] }),
            }
            last = Some(sequence);
            told = Some((name, sequence));
        }
        if let Some((name, sequence)) = told {
            let name = if one.is_gone() { name } else { one.now.name() };
            store::set_told(tx, one.row.id, &name, sequence).await?;
        }
    }
    objects.sort_by_key(|object| object.method == Method::Cancel);
    let part = |object: &Object<'_>| {
        let asked = Invitation { method: object.method, uid: &object.uid, dates: &object.dates, to, now };
        CalendarPart { method: object.method, bytes: invitation(&ctx.config, &asked) }
    };
    Ok(objects.iter().map(part).collect())
}
