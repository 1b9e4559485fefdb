//! Addresses that take no mail: what the desk sees of them, and how one is written to again.

use domain::access::Capability;

use super::smtp::{Mood, Smtp};
use super::*;
use crate::audit;
use crate::mail::{self, backlog, came_back, lift, lift_confirmed, suppressed};
use crate::testing::on_both;

#[tokio::test(flavor = "multi_thread")]
async fn the_desk_lists_marks_and_lifts_by_the_address_typed() {
    on_both(async |world| {
        let server = Smtp::start().await;
        let (eve, admin) = (world.person("eve", &[]).await, world.person("grace", &[Capability::Admin]).await);
        mail::send_all(&world.ctx).await;
        let ctx = &with_server(&world.ctx, server.port);
        server.next(&[Mood::Rcpt("550 5.1.1 no such user")]);
        queue_to(ctx, "eve").await;
        send(ctx).await;
        let all = suppressed(&admin.ctx).await.unwrap();
        assert_eq!((all.len(), all[0].mark.len(), all[0].since), (1, 8, ctx.now()));
        assert!(suppressed(&eve.ctx).await.is_err() && lift(&eve.ctx, "eve@example.org").await.is_err());
        assert_eq!(came_back(&eve.ctx).await.unwrap(), Some(ctx.now()));
        assert_eq!(came_back(&admin.ctx).await.unwrap(), None);
        for no in ["ada@example.org", "eve", ""] {
            assert!(!lift(&admin.ctx, no).await.unwrap(), "{no}");
        }
        assert!(lift(&admin.ctx, " EVE@example.org ").await.unwrap());
        assert!(!lift(&admin.ctx, "eve@example.org").await.unwrap());
        assert_eq!((came_back(&eve.ctx).await.unwrap(), backlog(ctx).await.unwrap().suppressed), (None, 0));
        let row = audit::list(&admin.ctx, &audit::Filter::default()).await.unwrap().rows.remove(0);
        assert_eq!((row.action.as_str(), row.note.as_str()), ("RunDesk", "suppression-lifted"));

        server.next(&[Mood::Rcpt("550 5.1.1 no such user")]);
        queue_to(ctx, "eve").await;
        send(ctx).await;
        assert_eq!(backlog(ctx).await.unwrap().suppressed, 1);
        let confirmed = eve.email.clone();
        let lifted = ctx.db.write(move |tx| {
            let email = confirmed.clone();
            Box::pin(async move { Ok::<_, DbError>(lift_confirmed(tx, &email).await?) })
        });
        lifted.await.unwrap();
        assert_eq!(backlog(ctx).await.unwrap().suppressed, 0);
        let failed = mail::troubled(&admin.ctx).await.unwrap()[0].id;
        assert!(mail::retry(&admin.ctx, Some(failed)).await.unwrap());
        let row = audit::list(&admin.ctx, &audit::Filter::default()).await.unwrap().rows.remove(0);
        assert_eq!((row.object, row.note.as_str()), (format!("mail {failed}"), "retried"));
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_bare_refusal_or_one_about_the_sender_suppresses_nothing() {
    on_both(async |world| {
        let server = Smtp::start().await;
        let ctx = &with_server(&world.ctx, server.port);
        for mood in
            [Mood::Rcpt("550 relaying denied"), Mood::Rcpt("553 5.1.7 bad sender"), Mood::EndOfData("554 5.1.1 no")]
        {
            server.next(&[mood]);
            queue_to(ctx, "ada").await;
            send(ctx).await;
        }
        assert_eq!(backlog(ctx).await.unwrap().suppressed, 0);
        queue_to(ctx, "ada").await;
        assert_eq!((send(ctx).await, server.taken().len()), (1, 1));
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_guest_whose_mail_comes_back_has_no_place_any_more() {
    on_both(async |world| {
        use crate::events::rsvp::{answer, answer_as_guest, ask_as_guest, date_view};
        use domain::events::rsvp::{Answer, GuestForm, Stand};
        let server = Smtp::start().await;
        let ctx = &with_server(&world.ctx, server.port);
        let talk = "[[series]]\ntitle = \"Talk\"\nslug = \"talk\"\ncategory = \"Study\"\nzone = \"America/New_York\"\n\
                    starts = 2026-11-11T20:00:00\nminutes = 60\nformat = \"online\"\ncapacity = 1\n";
        crate::events::import_programme(ctx, talk).await.unwrap();
        let form = GuestForm { name: "Gus".to_owned(), email: "gus@example.org".to_owned() };
        ask_as_guest(ctx, "talk", Some("2026-11-11"), &form).await.unwrap();
        let asked = rows(ctx).await.pop().unwrap().body_text.unwrap().0;
        let token: String = asked.split("/rsvp/").nth(1).unwrap().split_whitespace().next().unwrap().to_owned();
        answer_as_guest(ctx, &token, "", Answer::Going).await.unwrap();
        let ada = world.person("ada", &[]).await;
        answer(&ada.ctx, "talk", "2026-11-11", Answer::Going).await.unwrap();
        send(ctx).await;
        let stand = async || date_view(&ada.ctx, "talk", "2026-11-11").await.unwrap().stand;
        assert_eq!(stand().await, Some(Stand::Waiting(1)));
        server.next(&[Mood::Rcpt("550 5.1.1 no such user")]);
        queue_to(ctx, "gus").await;
        send(ctx).await;
        assert_eq!(stand().await, Some(Stand::Going));
        assert_eq!(crate::check::check(ctx).await.unwrap(), []);
    })
    .await;
}
