//! The way in stands in no mail and in no notice, whatever they are about.

use std::collections::BTreeSet;

use domain::events::rsvp::JoiningForm;

use super::good_standing::stop;
use super::guests::{form, token};
use super::*;

const SECRET: &str = "opensesame";

/// Every kind of mail that tells of a date.
const KINDS: [&str; 15] = [
    "notice",
    "rsvp-back",
    "rsvp-canceled",
    "rsvp-changed",
    "rsvp-going",
    "rsvp-going-to-series",
    "rsvp-guest-asked",
    "rsvp-left-series",
    "rsvp-not-going",
    "rsvp-promoted",
    "rsvp-reminder",
    "rsvp-several",
    "rsvp-stays",
    "rsvp-stopped",
    "rsvp-waiting",
];

async fn open(org: &Person, date: &str, scope: &str) {
    let way_in = JoiningForm {
        link: format!("https://video.example.org/{SECRET}/{scope}"),
        minutes: "10080".to_owned(),
        scope: scope.to_owned(),
    };
    set_joining(&org.ctx, "chat", date, &way_in).await.unwrap();
}

#[tokio::test(flavor = "multi_thread")]
async fn no_mail_and_no_notice_holds_the_way_in() {
    on_both(async |world| {
        let ctx = &world.ctx;
        store(ctx, &programme(Some(1), "")).await;
        let org = world.person("org", &[Capability::Organizer]).await;
        // From here on both are there, for the series and for dates of their own, and open a week before.
        open(&org, FIRST, "series").await;
        for day in [FIRST, "2026-11-18", "2026-11-25"] {
            open(&org, day, "date").await;
        }
        let (ada, ben, all) =
            (world.person("ada", &[]).await, world.person("ben", &[]).await, world.person("all", &[]).await);
        says(&ada, FIRST, Answer::Going).await.unwrap();
        says(&ben, FIRST, Answer::Going).await.unwrap();
        says(&ada, FIRST, Answer::NotGoing).await.unwrap();
        ask_as_guest(ctx, "chat", Some("2026-11-25"), &form("Grace", "grace@example.net")).await.unwrap();
        answer_as_guest(ctx, &token(ctx, "grace@example.net").await, "", Answer::Going).await.unwrap();
        says(&ada, "2026-12-09", Answer::Going).await.unwrap();
        answer_series(&all.ctx, "chat", Answer::Going).await.unwrap();
        let date = |says: &str| programme(Some(1), &format!("[[series.dates]]\ndate = {FIRST}\n{says}\n"));
        store(ctx, &date("moved_to = 2026-11-11T21:00:00")).await;
        store(ctx, &date("cancelled = true")).await;
        store(ctx, &programme(Some(1), "")).await;
        // A reminder of each kind, and one of a date that is open now.
        world.clock.set(at("2026-11-11T12:00:00Z"));
        assert!(date_view(&ben.ctx, "chat", FIRST).await.unwrap().way_in.unwrap().as_str().contains(SECRET));
        for now in ["2026-11-11T12:00:00Z", "2026-11-25T12:00:00Z"] {
            world.clock.set(at(now));
            remind_due(ctx).await.unwrap();
        }
        // Another rhythm from December on: ada's only date stays, others go.
        world.clock.set(at("2026-11-27T12:00:00Z"));
        let every_other = programme(Some(1), "")
            .replace("2026-11-11T20:00:00", "2026-12-09T20:00:00")
            .replace("FREQ=WEEKLY;BYDAY=WE", "FREQ=WEEKLY;INTERVAL=2;BYDAY=WE");
        store(ctx, &every_other).await;
        answer_series(&all.ctx, "chat", Answer::NotGoing).await.unwrap();
        stop(world, &ada, &ben).await;

        let mails = mail_rows::Entity::find().all(ctx.db.read()).await.unwrap();
        let kinds = mails.iter().map(|mail| mail.kind.as_str());
        let kinds: BTreeSet<&str> = kinds.filter(|kind| *kind != "capability-granted").collect();
        assert_eq!(kinds, KINDS.into_iter().collect(), "every kind was sent while there was a way in");
        for mail in &mails {
            for part in [&mail.subject, &mail.body_text, &mail.body_html, &mail.calendar] {
                let text = part.as_ref().map(|part| part.0.replace("\r\n ", "")).unwrap_or_default();
                assert!(!text.contains(SECRET) && !text.contains("video.example"), "{}: {text}", mail.kind);
            }
        }
        for person in [&ada, &ben, &all] {
            let listed = crate::notifications::list(&person.ctx, None).await.unwrap().listed;
            assert!(!format!("{listed:?}").contains(SECRET));
        }
        // Mails do say that there is one.
        assert!(
            mails.iter().any(|mail| mail.body_text.as_ref().is_some_and(|text| text.0.contains("The way in appears")))
        );
    })
    .await;
}
