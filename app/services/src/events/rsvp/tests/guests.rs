//! People without an account.

use domain::events::rsvp::GuestForm;

use super::super::entity::{guest_links, guests};
use super::*;

pub(super) fn form(name: &str, email: &str) -> GuestForm {
    GuestForm { name: name.to_owned(), email: email.to_owned() }
}

/// The token in the last mail to an address.
pub(super) async fn token(ctx: &Ctx, to: &str) -> String {
    let text = last_mail(ctx, to).await.body_text.unwrap().0;
    let after = text.split(GUEST_PAGE).nth(1).unwrap_or_else(|| panic!("no link in {text}"));
    after.chars().take_while(|c| c.is_ascii_alphanumeric() || matches!(c, '-' | '_')).collect()
}

#[tokio::test(flavor = "multi_thread")]
async fn a_guest_confirms_by_the_button_behind_the_link_and_by_nothing_else() {
    on_both(async |world| {
        store(&world.ctx, &programme(Some(1), "")).await;
        ask_as_guest(&world.ctx, "chat", Some(FIRST), &form("Grace <b>", "grace@example.net")).await.unwrap();
        let mail = last_mail(&world.ctx, "grace@example.net").await;
        assert_eq!(mail.kind, "rsvp-guest-asked");
        assert!(!mail.body_text.unwrap().0.contains("Grace"), "nothing a stranger has typed");
        let token = token(&world.ctx, "grace@example.net").await;
        for _ in 0..3 {
            let page = guest_page(&world.ctx, &token).await.unwrap().unwrap();
            assert!(!page.confirmed && page.dates.len() == 1 && page.dates[0].2.is_none());
        }
        assert!(rows(&world.ctx).await.is_empty(), "looking is no answer");
        answer_as_guest(&world.ctx, &token, "", Answer::Going).await.unwrap();
        assert_eq!(guest_page(&world.ctx, &token).await.unwrap().unwrap().dates[0].2, Some(Stand::Going));
        let mail = last_mail(&world.ctx, "grace@example.net").await;
        assert_eq!(mail.kind, "rsvp-going");
        assert!(mail.calendar.unwrap().0.replace("\r\n ", "").contains("mailto:grace@example.net"));
        // The link in the next mail works too, and the stored hashes are not the links.
        let other = self::token(&world.ctx, "grace@example.net").await;
        assert_ne!(other, token);
        for link in guest_links::Entity::find().all(world.ctx.db.read()).await.unwrap() {
            assert!(link.token_sha256.len() == 64 && link.token_sha256 != token && link.token_sha256 != other);
        }
        let org = world.person("org", &[Capability::Organizer]).await;
        let going = attendees(&org.ctx, "chat", FIRST).await.unwrap().going;
        assert_eq!((going[0].name.as_deref(), going[0].member), (Some("Grace <b>"), false));
        answer_as_guest(&world.ctx, &other, "", Answer::NotGoing).await.unwrap();
        assert_eq!(guest_page(&world.ctx, &token).await.unwrap().unwrap().dates[0].2, Some(Stand::NotGoing));
        for wrong in ["", "short", &"A".repeat(43)] {
            assert_eq!(guest_page(&world.ctx, wrong).await.unwrap(), None);
            assert_eq!(refusal(answer_as_guest(&world.ctx, wrong, "", Answer::Going).await), Refusal::LinkSpent);
            assert_eq!(refusal(forget_guest(&world.ctx, wrong).await), Refusal::LinkSpent);
        }
        is_whole(world).await;
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_guest_comes_to_a_whole_series_and_is_forgotten_on_the_spot() {
    on_both(async |world| {
        store(&world.ctx, &programme(Some(1), "")).await;
        let ada = world.person("ada", &[]).await;
        ask_as_guest(&world.ctx, "chat", None, &form("Grace", "grace@example.net")).await.unwrap();
        let token = token(&world.ctx, "grace@example.net").await;
        answer_as_guest(&world.ctx, &token, "", Answer::Going).await.unwrap();
        answer_as_guest(&world.ctx, &token, "2026-11-18", Answer::NotGoing).await.unwrap();
        let page = guest_page(&world.ctx, &token).await.unwrap().unwrap();
        assert!(page.standing && page.whole_series && page.dates.len() == 12);
        assert_eq!(page.dates[1].2, Some(Stand::NotGoing));
        says(&ada, FIRST, Answer::Going).await.unwrap();
        forget_guest(&world.ctx, &token).await.unwrap();
        assert!(guests::Entity::find().all(world.ctx.db.read()).await.unwrap().is_empty());
        assert_eq!(stand(&ada, FIRST).await, Some(Stand::Going), "the place goes to whoever is next");
        assert_eq!(guest_page(&world.ctx, &token).await.unwrap(), None);
        is_whole(world).await;
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn an_address_is_not_bombed_nobody_learns_who_was_here_and_time_forgets() {
    on_both(async |world| {
        store(&world.ctx, &programme(Some(5), "")).await;
        for _ in 0..6 {
            // The answer is the same each time.
            ask_as_guest(&world.ctx, "chat", Some(FIRST), &form("Eve", "grace@example.net")).await.unwrap();
        }
        assert_eq!(mailed(&world.ctx, "grace@example.net").await.len(), 3);
        assert_eq!(guest_links::Entity::find().all(world.ctx.db.read()).await.unwrap().len(), 3);
        let first = token(&world.ctx, "grace@example.net").await;
        for (name, email, wrong) in [("", "a@example.net", "name"), ("A", "nobody", "email")] {
            match ask_as_guest(&world.ctx, "chat", Some(FIRST), &form(name, email)).await {
                Err(RsvpError::Invalid(errors)) => assert_eq!(errors[0].field, wrong),
                other => panic!("{other:?}"),
            }
        }
        assert!(matches!(
            ask_as_guest(&world.ctx, "chat", Some("2026-11-10"), &form("A", "a@example.net")).await,
            Err(RsvpError::NotFound)
        ));
        // Nobody has pressed for a day.
        world.clock.advance(chrono::TimeDelta::hours(25));
        purge_guests(&world.ctx).await.unwrap();
        assert!(guests::Entity::find().all(world.ctx.db.read()).await.unwrap().is_empty());
        assert_eq!(refusal(answer_as_guest(&world.ctx, &first, "", Answer::Going).await), Refusal::LinkSpent);
        // Somebody who came is forgotten a month after their last date.
        ask_as_guest(&world.ctx, "chat", Some(FIRST), &form("Grace", "g@example.net")).await.unwrap();
        let token = token(&world.ctx, "g@example.net").await;
        answer_as_guest(&world.ctx, &token, "", Answer::Going).await.unwrap();
        for (now, kept) in [("2026-12-01T00:00:00Z", 1), ("2027-01-20T00:00:00Z", 0)] {
            world.clock.set(at(now));
            purge_guests(&world.ctx).await.unwrap();
            assert_eq!(guests::Entity::find().all(world.ctx.db.read()).await.unwrap().len(), kept, "{now}");
            is_whole(world).await;
        }
    })
    .await;
}
