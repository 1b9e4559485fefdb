//! Whoever is not in good standing, or cannot be written to, has no seat and is counted nowhere.

use domain::moderation::{Kind, PersonReportForm};
use sea_orm::ActiveValue;

use super::guests::{form, token};
use super::*;
use crate::db::DbError;
use crate::identity::entity::accounts::State as Standing;
use crate::mail::entity::{address_sha256, suppressions};
use crate::moderation::{DecideForm, QueueFilter, decide, desk, report_person};

/// A moderator stops somebody; answers the moderator and the case.
pub(super) async fn stop(world: &TestWorld, person: &Person, reporter: &Person) -> (Person, String) {
    let mo = world.person(&format!("stops-{}", person.id), &[Capability::Moderator]).await;
    let told = PersonReportForm {
        kind: Kind::Person.word().to_owned(),
        person: person.id.to_string(),
        ground: "money".to_owned(),
        details: "Asked me for 500 dollars for a letter.".to_owned(),
        key: world.ctx.dice.public_id().to_string(),
    };
    report_person(&reporter.ctx, told).await.unwrap();
    let case = desk(&mo.ctx, &QueueFilter::default()).await.unwrap().cases[0].id.to_string();
    let decision = DecideForm {
        case: case.clone(),
        decision: "suspend".to_owned(),
        ground: "money".to_owned(),
        note: "Seen twice.".to_owned(),
    };
    decide(&mo.ctx, &decision).await.unwrap();
    (mo, case)
}

/// Mail to an address comes back from now on.
async fn comes_back(ctx: &Ctx, email: &str) {
    let email = domain::identity::Email::parse(email).unwrap();
    let of_write = ctx.clone();
    let done = ctx.db.write(move |tx| {
        let (ctx, email) = (of_write.clone(), email.clone());
        Box::pin(async move {
            let row = suppressions::ActiveModel {
                id: ActiveValue::NotSet,
                address_sha256: ActiveValue::Set(address_sha256(&email)),
                reason: ActiveValue::Set("550 5.1.1".to_owned()),
                created_at: ActiveValue::Set(ctx.now()),
            };
            suppressions::Entity::insert(row).exec(tx).await?;
            Ok::<_, DbError>(cannot_be_told(tx, &ctx, &email).await?)
        })
    });
    done.await.unwrap();
}

/// Seats taken and people in line as the page, the organizers' list and its file count them; all of them must agree.
async fn counted(world: &TestWorld, org: &Person) -> (usize, usize) {
    let view = date_view(&world.ctx, "chat", FIRST).await.unwrap();
    let list = attendees(&org.ctx, "chat", FIRST).await.unwrap();
    let (_, file) = attendees_csv(&org.ctx, "chat", FIRST).await.unwrap();
    let lines = |state: &str| file.lines().filter(|line| line.contains(&format!("\"{state}\""))).count();
    let page = (usize::try_from(view.seats.taken).unwrap(), usize::try_from(view.waiting).unwrap());
    assert_eq!((list.going.len(), list.waiting.len()), page);
    assert_eq!((lines("going"), lines("waitlist")), page);
    assert_eq!(usize::try_from(list.seats.taken).unwrap(), page.0);
    page
}

#[tokio::test(flavor = "multi_thread")]
async fn whoever_is_stopped_gives_seats_and_places_in_line_to_others() {
    on_both(async |world| {
        store(&world.ctx, &programme(Some(1), "")).await;
        let org = world.person("org", &[Capability::Organizer]).await;
        let (ada, ben, eve) =
            (world.person("ada", &[]).await, world.person("ben", &[]).await, world.person("eve", &[]).await);
        answer_series(&ada.ctx, "chat", Answer::Going).await.unwrap();
        says(&ben, FIRST, Answer::Going).await.unwrap();
        assert_eq!(counted(world, &org).await, (1, 1));
        stop(world, &ada, &ben).await;
        assert_eq!(counted(world, &org).await, (1, 0));
        assert_eq!(stand(&ben, FIRST).await, Some(Stand::Going));
        assert_eq!(mailed(&world.ctx, "ben@example.org").await[..2], ["rsvp-waiting", "rsvp-promoted"]);
        // What she said of the whole series takes no seat until her account goes on.
        extend_standing(&world.ctx).await.unwrap();
        assert_eq!(counted(world, &org).await, (1, 0));
        // A request that passed the door just before is stopped at the seat.
        assert_eq!(refusal(says(&ada, "2026-11-18", Answer::Going).await), Refusal::AccountNotActive);
        assert_eq!(refusal(answer_series(&ada.ctx, "chat", Answer::Going).await), Refusal::AccountNotActive);
        // And one that came in between all the same is found within a day.
        says(&eve, FIRST, Answer::Going).await.unwrap();
        crate::identity::stand_for_tests(&world.ctx, ben.account, Standing::Suspended).await.unwrap();
        purge_guests(&world.ctx).await.unwrap();
        assert_eq!(counted(world, &org).await, (1, 0));
        assert_eq!(stand(&eve, FIRST).await, Some(Stand::Going));
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_guest_to_whom_mail_comes_back_has_no_seat_gets_no_mail_and_organizers_see_it() {
    on_both(async |world| {
        let ctx = &world.ctx;
        store(ctx, &programme(Some(1), "")).await;
        let org = world.person("org", &[Capability::Organizer]).await;
        let ada = world.person("ada", &[]).await;
        ask_as_guest(ctx, "chat", Some(FIRST), &form("Grace", "grace@example.net")).await.unwrap();
        let link = token(ctx, "grace@example.net").await;
        answer_as_guest(ctx, &link, "", Answer::Going).await.unwrap();
        says(&ada, FIRST, Answer::Going).await.unwrap();
        assert_eq!(counted(world, &org).await, (1, 1));
        let before = mailed(ctx, "grace@example.net").await;
        comes_back(ctx, "grace@example.net").await;
        assert_eq!(counted(world, &org).await, (1, 0));
        assert_eq!(stand(&ada, FIRST).await, Some(Stand::Going));
        let list = attendees(&org.ctx, "chat", FIRST).await.unwrap();
        assert_eq!((list.unreachable.len(), list.not_going), (1, 0));
        assert_eq!(list.unreachable[0].name.as_deref(), Some("Grace"));
        let (_, file) = attendees_csv(&org.ctx, "chat", FIRST).await.unwrap();
        assert!(file.contains("\"no mail arrives\",\"Grace\""), "{file}");
        // An old link gives no seat that nobody could be told of.
        assert_eq!(refusal(answer_as_guest(ctx, &link, "", Answer::Going).await), Refusal::GuestCannotBeTold);
        answer_as_guest(ctx, &link, "", Answer::NotGoing).await.unwrap();
        store(ctx, &programme(Some(5), "").replace("Video call", "Room 4")).await;
        assert_eq!(mailed(ctx, "grace@example.net").await, before, "nothing more is written");
        is_whole(world).await;
    })
    .await;
}
