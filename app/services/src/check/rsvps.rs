//! The promises of answers: seats are counted as they are taken, and nobody waits with a seat.

use std::collections::HashMap;

use sea_orm::{ConnectionTrait, DbErr, EntityTrait};

use super::Findings;
use super::house::is_sha256;
use crate::events::rsvp::entity::rsvps::State;
use crate::events::rsvp::entity::{guest_links, guests, joining_links, personal_feeds, rsvp_seats, rsvps};

pub(super) async fn answers(view: &impl ConnectionTrait, findings: &mut Findings) -> Result<(), DbErr> {
    let mut going: HashMap<_, i32> = HashMap::new();
    let mut highest: HashMap<_, i64> = HashMap::new();
    for row in rsvps::Entity::find().all(view).await? {
        let date = (row.series_id, row.original_start);
        *going.entry(date).or_default() += i32::from(row.state == State::Going);
        let last = highest.entry(date).or_default();
        *last = Ord::max(*last, row.ticket);
        findings.require(
            row.account_id.is_some() != row.guest_id.is_some(),
            "rsvps",
            row.id,
            "it is nobody's, or two people's",
        );
        findings.require(
            row.ticket > 0 || row.state == State::NotGoing,
            "rsvps",
            row.id,
            "somebody comes or waits without a place in line",
        );
        findings.require(
            row.sequence.is_none_or(|sequence| sequence >= 0),
            "rsvps",
            row.id,
            "the sequence is negative",
        );
    }
    for row in rsvp_seats::Entity::find().all(view).await? {
        let date = (row.series_id, row.original_start);
        let mut require = |holds, broken| findings.require(holds, "rsvp_seats", row.id, broken);
        require(going.remove(&date).unwrap_or_default() == row.taken, "seats taken are not the people who have one");
        require(row.room.is_none_or(|room| row.taken <= room), "more seats are taken than there is room");
        require(highest.get(&date).is_none_or(|last| *last < row.next_ticket), "the next place in line is taken");
    }
    for ((series, _), count) in going {
        findings.require(count == 0, "rsvps", series, "somebody has a seat at a date that counts none");
    }
    Ok(())
}

pub(super) async fn guests_and_calendars(view: &impl ConnectionTrait, findings: &mut Findings) -> Result<(), DbErr> {
    for row in guests::Entity::find().all(view).await? {
        let email = domain::identity::Email::parse(&row.email.0);
        let fits = email.is_some_and(|email| email.key() == row.email_key.0);
        findings.require(fits, "guests", row.id, "address and key do not agree");
    }
    for row in guest_links::Entity::find().all(view).await? {
        findings.require(is_sha256(&row.token_sha256), "guest_links", row.id, "the hash is not one");
    }
    for row in personal_feeds::Entity::find().all(view).await? {
        findings.require(is_sha256(&row.token_sha256), "personal_feeds", row.id, "the hash is not one");
    }
    for row in joining_links::Entity::find().all(view).await? {
        let link = domain::events::Link::parse(&row.link.0);
        findings.require(link.is_ok(), "joining_links", row.id, "the link is not an address");
    }
    Ok(())
}
