//! A calendar program that takes every mail, as RFC 5546 says, and complains about what it cannot follow.

use std::collections::{BTreeMap, BTreeSet};

use super::*;
use crate::events::ical::itip::Method;
use crate::events::ical::tests::{Read, lines_of};

/// UID and the whole line of RECURRENCE-ID, zone and all; the line is empty where there is none.
pub(super) type Name = (String, String);

pub(super) fn name_of(event: &Read) -> Name {
    (event.value("UID").to_owned(), line(event, "RECURRENCE-ID"))
}

fn line(event: &Read, name: &'static str) -> String {
    event.every(name).next().unwrap_or_default().to_owned()
}

/// What somebody's calendar holds.
#[derive(Debug, Default)]
pub(super) struct Client {
    /// The line of DTSTART by name.
    pub(super) dates: BTreeMap<Name, String>,
    /// The highest number ever seen, also of what was taken out since.
    numbers: BTreeMap<Name, u32>,
    /// Mails that were taken.
    pub(super) mails: usize,
}

impl Client {
    /// Takes all mails to an address that it has not taken yet.
    pub(super) async fn fetch(&mut self, ctx: &Ctx, to: &str) {
        let mut all = mail_rows::Entity::find().all(ctx.db.read()).await.unwrap();
        all.sort_by_key(|mail| mail.id);
        all.retain(|mail| mail.recipient.as_ref().is_some_and(|known| known.0 == to));
        for mail in all.into_iter().skip(self.mails) {
            self.mails += 1;
            let Some(stream) = mail.calendar.map(|part| part.0) else { continue };
            let objects = objects(&stream);
            assert_eq!(mail.calendar_method.as_deref(), objects.first().map(|(method, _)| method.word()));
            for (method, events) in objects {
                self.take(method, &events, &stream);
            }
        }
    }

    fn take(&mut self, method: Method, events: &[Read], stream: &str) {
        let uids: BTreeSet<_> = events.iter().map(|event| event.value("UID")).collect();
        assert_eq!(uids.len(), 1, "an object is about one event\n{stream}");
        for event in events {
            let (name, number) = (name_of(event), event.sequence());
            let last = self.numbers.insert(name.clone(), number);
            assert!(last.is_none_or(|last| number > last), "{number} after {last:?} of {name:?}\n{stream}");
            assert_eq!(event.every("ATTENDEE").count(), 1);
            match method {
                Method::Request => drop(self.dates.insert(name, line(event, "DTSTART"))),
                Method::Cancel => assert!(self.dates.remove(&name).is_some(), "nobody knows {name:?}\n{stream}"),
            }
        }
    }
}

/// The objects of the calendar part of a mail, with their methods.
pub(super) fn objects(stream: &str) -> Vec<(Method, Vec<Read>)> {
    let end = "\r\nEND:VCALENDAR\r\n";
    let objects = stream.split_inclusive(end).map(|object| {
        let methods: Vec<_> =
            lines_of(object).iter().filter_map(|line| line.strip_prefix("METHOD:").map(str::to_owned)).collect();
        assert_eq!(methods.len(), 1, "{object}");
        (Method::parse(&methods[0]).unwrap(), Read::all(object))
    });
    objects.collect()
}

/// What a feed holds that takes place: the line of DTSTART by name.
pub(super) fn dates_of(feed: &str) -> BTreeMap<Name, String> {
    let taking_place = Read::all(feed).into_iter().filter(|event| event.has("STATUS:CONFIRMED"));
    taking_place.map(|event| (name_of(&event), line(&event, "DTSTART"))).collect()
}
