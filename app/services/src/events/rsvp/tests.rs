//! Answers, seats, guests, invitations, reminders and the personal calendar, on both databases.

mod calendars;
mod changes;
mod client;
mod feed_rules;
mod good_standing;
mod guests;
mod invitations;
mod mails;
mod members;
mod names;
mod one_mail;
mod parts;
mod places;
mod put_back;
mod races;
mod reminders;
mod seats;
mod way_in;

use chrono::{DateTime, NaiveDateTime, Utc};
use domain::access::{Action, Capability};
use domain::events::rsvp::{Answer, Stand};
use domain::refusal::Refusal;
use sea_orm::EntityTrait;

use super::entity::rsvps::State;
use super::entity::{rsvp_seats, rsvps, standing_rsvps};
use super::*;
use crate::audit;
use crate::ctx::Ctx;
use crate::events::import_programme;
use crate::mail::entity::mails as mail_rows;
use crate::testing::{Person, TestWorld, on_both};

/// A weekly meeting of one hour, eight in the evening in New York, from Wednesday, November 11, 2026.
pub(super) fn programme(capacity: Option<u32>, more: &str) -> String {
    let capacity = capacity.map(|capacity| format!("capacity = {capacity}\n")).unwrap_or_default();
    format!(
        "[[series]]\ntitle = \"Coffee chat\"\nslug = \"chat\"\ncategory = \"Community\"\nzone = \"America/New_York\"\n\
         starts = 2026-11-11T20:00:00\nminutes = 60\nrepeats = \"FREQ=WEEKLY;BYDAY=WE\"\nformat = \"online\"\n\
         place = \"Video call\"\n{capacity}status = \"published\"\n{more}"
    )
}

pub(super) async fn store(ctx: &Ctx, text: &str) {
    import_programme(ctx, text).await.unwrap_or_else(|error| panic!("{error:?}\n{text}"));
}

pub(super) const FIRST: &str = "2026-11-11";

pub(super) fn start(day: &str) -> NaiveDateTime {
    format!("{day}T20:00:00").parse().unwrap()
}

pub(super) async fn says(person: &Person, day: &str, said: Answer) -> Result<(), RsvpError> {
    answer(&person.ctx, "chat", day, said).await
}

pub(super) async fn stand(person: &Person, day: &str) -> Option<Stand> {
    date_view(&person.ctx, "chat", day).await.unwrap().stand
}

pub(super) async fn rows(ctx: &Ctx) -> Vec<rsvps::Model> {
    let mut rows = rsvps::Entity::find().all(ctx.db.read()).await.unwrap();
    rows.sort_by_key(|row| (row.original_start, row.ticket));
    rows
}

/// Kinds of mails to an address, the oldest first.
pub(super) async fn mailed(ctx: &Ctx, to: &str) -> Vec<String> {
    let mut all = mail_rows::Entity::find().all(ctx.db.read()).await.unwrap();
    all.sort_by_key(|mail| mail.id);
    let to_them = |mail: &mail_rows::Model| mail.recipient.as_ref().is_some_and(|known| known.0 == to);
    all.into_iter().filter(to_them).map(|mail| mail.kind).collect()
}

pub(super) async fn last_mail(ctx: &Ctx, to: &str) -> mail_rows::Model {
    let mut all = mail_rows::Entity::find().all(ctx.db.read()).await.unwrap();
    all.sort_by_key(|mail| mail.id);
    let to_them = |mail: &mail_rows::Model| mail.recipient.as_ref().is_some_and(|known| known.0 == to);
    all.into_iter().rfind(to_them).unwrap()
}

pub(super) async fn is_whole(world: &TestWorld) {
    assert_eq!(crate::check::check(&world.ctx).await.unwrap(), []);
}

fn refusal(result: Result<(), RsvpError>) -> Refusal {
    match result {
        Err(RsvpError::Refused(refusal)) => refusal,
        other => panic!("{other:?}"),
    }
}

fn at(text: &str) -> DateTime<Utc> {
    text.parse().unwrap()
}

#[tokio::test(flavor = "multi_thread")]
async fn one_date_is_answered_for_changed_and_given_to_the_next() {
    on_both(async |world| {
        store(&world.ctx, &programme(Some(1), "")).await;
        let (ada, ben, eve) =
            (world.person("ada", &[]).await, world.person("ben", &[]).await, world.person("eve", &[]).await);
        for person in [&ada, &ben, &eve] {
            says(person, FIRST, Answer::Going).await.unwrap();
            // Saying it twice is saying it once.
            says(person, FIRST, Answer::Going).await.unwrap();
        }
        assert_eq!(stand(&ada, FIRST).await, Some(Stand::Going));
        assert_eq!(stand(&ben, FIRST).await, Some(Stand::Waiting(1)));
        assert_eq!(stand(&eve, FIRST).await, Some(Stand::Waiting(2)));
        assert_eq!(stand(&ada, "2026-11-18").await, None);
        let view = date_view(&world.ctx, "chat", FIRST).await.unwrap();
        assert_eq!((view.seats.taken, view.waiting, view.stand), (1, 2, None));
        // Whoever leaves the line and comes back stands at its end.
        says(&ben, FIRST, Answer::NotGoing).await.unwrap();
        says(&ben, FIRST, Answer::Going).await.unwrap();
        assert_eq!(stand(&eve, FIRST).await, Some(Stand::Waiting(1)));
        says(&ada, FIRST, Answer::NotGoing).await.unwrap();
        assert_eq!(stand(&eve, FIRST).await, Some(Stand::Going));
        assert_eq!(stand(&ben, FIRST).await, Some(Stand::Waiting(1)));
        assert_eq!(mailed(&world.ctx, "ada@example.org").await, ["rsvp-going", "rsvp-not-going"]);
        assert_eq!(mailed(&world.ctx, "eve@example.org").await, ["rsvp-waiting", "rsvp-promoted"]);
        is_whole(world).await;
        // Over is over, and what is not there is not there.
        world.clock.set(at("2026-11-12T02:00:00Z"));
        assert_eq!(refusal(says(&ada, FIRST, Answer::Going).await), Refusal::DateOver);
        assert!(matches!(says(&ada, "2026-11-10", Answer::Going).await, Err(RsvpError::NotFound)));
        assert!(matches!(answer(&ada.ctx, "tea", FIRST, Answer::Going).await, Err(RsvpError::NotFound)));
        assert!(matches!(answer(&world.ctx, "chat", FIRST, Answer::Going).await, Err(RsvpError::Denied(_))));
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_whole_series_is_answered_for_at_once_and_single_dates_are_left_out() {
    on_both(async |world| {
        store(&world.ctx, &programme(Some(2), "")).await;
        let (ada, ben) = (world.person("ada", &[]).await, world.person("ben", &[]).await);
        answer_series(&ada.ctx, "chat", Answer::Going).await.unwrap();
        answer_series(&ada.ctx, "chat", Answer::Going).await.unwrap();
        let taken = rows(&world.ctx).await;
        // Half a year of weeks.
        assert_eq!(taken.len(), 26, "{:?}", taken.last());
        assert!(taken.iter().all(|row| row.state == State::Going && row.uid.is_some()));
        assert_eq!(mailed(&world.ctx, "ada@example.org").await, ["rsvp-going-to-series"], "one mail");
        says(&ada, "2026-11-18", Answer::NotGoing).await.unwrap();
        assert_eq!(stand(&ada, "2026-11-18").await, Some(Stand::NotGoing));
        assert_eq!(stand(&ada, "2026-11-25").await, Some(Stand::Going));
        // A week later two more dates have come near, and what was left out stays so.
        world.clock.set(at("2026-11-11T12:00:00Z"));
        extend_standing(&world.ctx).await.unwrap();
        extend_standing(&world.ctx).await.unwrap();
        assert_eq!(rows(&world.ctx).await.len(), 28);
        assert_eq!(stand(&ada, "2026-11-18").await, Some(Stand::NotGoing));
        let found = mine(&ada.ctx).await.unwrap();
        assert_eq!((found.dates.len(), found.series.len()), (27, 1));
        assert_eq!(next_of_mine(&ada.ctx).await.unwrap().unwrap().date_name, FIRST);
        assert_eq!(mine(&ben.ctx).await.unwrap(), Mine::default());
        answer_series(&ada.ctx, "chat", Answer::NotGoing).await.unwrap();
        assert_eq!(mine(&ada.ctx).await.unwrap(), Mine::default());
        let seats = rsvp_seats::Entity::find().all(world.ctx.db.read()).await.unwrap();
        assert!(seats.iter().all(|seats| seats.taken == 0));
        assert!(standing_rsvps::Entity::find().all(world.ctx.db.read()).await.unwrap().is_empty());
        is_whole(world).await;
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn only_organizers_see_who_comes_and_only_who_comes_sees_the_way_in() {
    on_both(async |world| {
        store(&world.ctx, &programme(Some(1), "")).await;
        let (ada, ben) = (world.person("ada", &[]).await, world.person("ben", &[]).await);
        let org = world.person("org", &[Capability::Organizer]).await;
        says(&ada, FIRST, Answer::Going).await.unwrap();
        says(&ben, FIRST, Answer::Going).await.unwrap();
        for other in [&ada.ctx, &world.ctx] {
            assert!(matches!(attendees(other, "chat", FIRST).await, Err(RsvpError::Denied(_))));
            let form = domain::events::rsvp::JoiningForm::default();
            assert!(matches!(set_joining(other, "chat", FIRST, &form).await, Err(RsvpError::Denied(_))));
        }
        // Whoever looks after other categories finds nothing here.
        let chess = world.organizer_of("chess", "Chess").await;
        let form = domain::events::rsvp::JoiningForm::default();
        assert!(matches!(attendees(&chess.ctx, "chat", FIRST).await, Err(RsvpError::NotFound)));
        assert!(matches!(attendees_csv(&chess.ctx, "chat", FIRST).await, Err(RsvpError::NotFound)));
        assert!(matches!(set_joining(&chess.ctx, "chat", FIRST, &form).await, Err(RsvpError::NotFound)));
        let found = attendees(&org.ctx, "chat", FIRST).await.unwrap();
        assert_eq!((found.going.len(), found.waiting.len(), found.not_going), (1, 1, 0));
        let (name, csv) = attendees_csv(&org.ctx, "chat", FIRST).await.unwrap();
        // Both are in the audit log: who, which series, and how. Whoever was not let in saw nothing.
        let admin = world.person("admin", &[Capability::Admin]).await;
        let filter = audit::Filter { action: Some(Action::ReadAttendees), ..audit::Filter::default() };
        let log = audit::list(&admin.ctx, &filter).await.unwrap().rows;
        let done: Vec<_> = log.iter().filter(|row| row.outcome == audit::Outcome::Done).collect();
        assert_eq!(done.iter().map(|row| row.note.as_str()).collect::<Vec<_>>(), ["csv", "page"], "the newest first");
        let series = format!("series {}", found.series.public_id);
        assert!(done.iter().all(|row| row.actor == audit::actor(&org.ctx.viewer) && row.object == series));
        assert_eq!(name, "chat-2026-11-11.csv");
        assert_eq!(csv.lines().count(), 3, "{csv}");
        assert!(!csv.contains("ada@example.org"), "a member's address is not the organizer's");
        let secret = "https://video.example.org/room/opensesame";
        let form = |link: &str, scope: &str| domain::events::rsvp::JoiningForm {
            link: link.to_owned(),
            minutes: "60".to_owned(),
            scope: scope.to_owned(),
        };
        set_joining(&org.ctx, "chat", FIRST, &form(secret, "series")).await.unwrap();
        let way_in = async |person: &Person| date_view(&person.ctx, "chat", FIRST).await.unwrap().way_in;
        // The date begins on the 12th at 01:00 UTC.
        for (now, shown) in [
            ("2026-11-11T23:59:59Z", false),
            ("2026-11-12T00:00:00Z", true),
            ("2026-11-12T01:59:59Z", true),
            ("2026-11-12T02:00:00Z", false),
        ] {
            world.clock.set(at(now));
            assert_eq!(way_in(&ada).await.is_some(), shown, "{now}");
            assert_eq!(way_in(&ben).await, None, "{now}: ben waits");
            assert_eq!(date_view(&world.ctx, "chat", FIRST).await.unwrap().way_in, None, "{now}: a visitor");
        }
        // One date's own comes before that of the series; nothing public holds either.
        world.clock.set(at("2026-11-12T00:30:00Z"));
        set_joining(&org.ctx, "chat", FIRST, &form("https://video.example.org/other", "date")).await.unwrap();
        assert!(way_in(&ada).await.unwrap().as_str().ends_with("/other"));
        set_joining(&org.ctx, "chat", FIRST, &form("", "date")).await.unwrap();
        assert_eq!(way_in(&ada).await.unwrap().as_str(), secret);
        is_whole(world).await;
    })
    .await;
}
