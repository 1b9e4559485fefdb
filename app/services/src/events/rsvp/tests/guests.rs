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
async fn the_page_behind_the_link_knows_where_all_places_are_taken() {
    on_both(async |world| {
        store(&world.ctx, &programme(Some(1), "")).await;
        ask_as_guest(&world.ctx, "chat", None, &form("Grace", "grace@example.net")).await.unwrap();
        let token = token(&world.ctx, "grace@example.net").await;
        let full = async || guest_page(&world.ctx, &token).await.unwrap().unwrap().full;
        assert!(full().await.is_empty());
        let ada = world.person("ada", &[]).await;
        says(&ada, "2026-11-18", Answer::Going).await.unwrap();
        assert_eq!(full().await, [start("2026-11-18")]);
        store(&world.ctx, &programme(None, "")).await;
        assert!(full().await.is_empty(), "where nobody counts there is room");
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

#[tokio::test(flavor = "multi_thread")]
async fn whoever_asks_again_after_a_while_may_press_as_long_as_the_last_mail_says() {
    on_both(async |world| {
        store(&world.ctx, &programme(Some(5), "")).await;
        for hours in [12, 13] {
            ask_as_guest(&world.ctx, "chat", Some(FIRST), &form("Grace", "grace@example.net")).await.unwrap();
            world.clock.advance(chrono::TimeDelta::hours(hours));
            purge_guests(&world.ctx).await.unwrap();
            if hours == 12 {
                continue;
            }
            // A day after the first mail, half a day after the second.
            let token = token(&world.ctx, "grace@example.net").await;
            answer_as_guest(&world.ctx, &token, "", Answer::Going).await.unwrap();
            assert_eq!(guest_page(&world.ctx, &token).await.unwrap().unwrap().dates[0].2, Some(Stand::Going));
        }
        is_whole(world).await;
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_guest_of_a_series_is_kept_while_it_goes_on_and_forgotten_a_month_after_its_end() {
    on_both(async |world| {
        let ctx = &world.ctx;
        let three = programme(None, "").replace("FREQ=WEEKLY;BYDAY=WE", "FREQ=WEEKLY;COUNT=3;BYDAY=WE");
        store(ctx, &three).await;
        store(ctx, &programme(None, "").replace("slug = \"chat\"", "slug = \"tea\"")).await;
        let mut tokens = Vec::new();
        for (slug, email) in [("chat", "grace@example.net"), ("tea", "theo@example.net")] {
            ask_as_guest(ctx, slug, None, &form("Guest", email)).await.unwrap();
            tokens.push(token(ctx, email).await);
            answer_as_guest(ctx, &tokens[tokens.len() - 1], "", Answer::Going).await.unwrap();
        }
        // The last date of the chat is over: there is nothing left to answer, and the button to be forgotten is there.
        world.clock.set(at("2026-11-27T00:00:00Z"));
        let page = guest_page(ctx, &tokens[0]).await.unwrap().unwrap();
        assert!(page.whole_series && page.dates.is_empty() && page.earlier.is_empty());
        // Of the other series nobody has looked ahead for months.
        for (now, kept) in [("2026-12-10T00:00:00Z", 2), ("2027-01-05T00:00:00Z", 1), ("2027-08-01T00:00:00Z", 1)] {
            world.clock.set(at(now));
            purge_guests(ctx).await.unwrap();
            assert_eq!(guests::Entity::find().all(ctx.db.read()).await.unwrap().len(), kept, "{now}");
            is_whole(world).await;
        }
        assert_eq!(guest_page(ctx, &tokens[0]).await.unwrap(), None);
        forget_guest(ctx, &tokens[1]).await.unwrap();
        assert!(guests::Entity::find().all(ctx.db.read()).await.unwrap().is_empty());
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_guest_who_is_forgotten_gets_no_mail_that_still_waits() {
    on_both(async |world| {
        let ctx = &world.ctx;
        store(ctx, &programme(None, "")).await;
        // A member may have answered as a guest too: what is their account's stays.
        let ada = world.person("ada", &[]).await;
        says(&ada, FIRST, Answer::Going).await.unwrap();
        for email in ["ada@example.org", "grace@example.net"] {
            ask_as_guest(ctx, "chat", Some("2026-11-18"), &form("Guest", email)).await.unwrap();
            let token = token(ctx, email).await;
            if email == "grace@example.net" {
                crate::mail::send_all(ctx).await;
                assert!(crate::mail::kept(ctx).await.unwrap().iter().any(|kept| kept.to == email));
            }
            answer_as_guest(ctx, &token, "", Answer::Going).await.unwrap();
            assert_eq!(last_mail(ctx, email).await.kind, "rsvp-going");
            forget_guest(ctx, &token).await.unwrap();
            let all = mail_rows::Entity::find().all(ctx.db.read()).await.unwrap();
            let waits = |mail: &&mail_rows::Model| mail.state == mail_rows::State::Waiting;
            assert!(all.iter().filter(waits).all(|mail| mail.account_id == Some(ada.account)), "{email}");
            if email == "ada@example.org" {
                assert_eq!(mailed(ctx, email).await, ["rsvp-going"], "the member's own");
            } else {
                assert!(crate::mail::kept(ctx).await.unwrap().iter().all(|kept| kept.to != email));
            }
        }
    })
    .await;
}
