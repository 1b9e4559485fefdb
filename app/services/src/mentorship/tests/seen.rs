//! What a mentor reads of somebody who asks.

use super::*;
use crate::moderation::Known;

/// Two people whose profiles and wishes differ in everything that is hidden look the same to the mentor: the inbox, the
/// page and the mails.
#[tokio::test(flavor = "multi_thread")]
async fn what_a_mentor_reads_depends_on_what_was_revealed_to_them_alone() {
    on_both(async |world| {
        let (ada, a) = mentor(world, "ada", 3).await;
        let plain = mentee(world, "plain").await;
        let other = world.person("other", &[]).await;
        for (step, told) in [
            ("you", fields(&[("name", "Other Person")])),
            ("school", fields(&[("school_country", "EG"), ("school", "Nile College")])),
            ("path", fields(&[("specialties", "psychiatry")])),
            ("place", fields(&[("state", "NY"), ("zone", "America/New_York"), ("languages", "ar")])),
            ("papers", fields(&[("citizenship", "EG"), ("visa_need", "j1")])),
        ] {
            profile::save(&other.ctx, Step::parse(step).unwrap(), &told).await.unwrap();
        }
        let mut asks = an_ask();
        asks.extend(fields(&[
            ("wish_gender", "woman"),
            ("weight_gender", "must"),
            ("wish_country", "EG"),
            ("weight_country", "nice"),
            ("gender", "woman"),
        ]));
        save_ask(&other.ctx, &asks).await.unwrap();
        let one = listed(&plain, &[a]).await[0];
        let two = listed(&other, &[a]).await[0];
        let page = async |id: PublicId| {
            let mut page = request_page(&ada.ctx, id).await.unwrap();
            assert_eq!(page.other, id, "the request names whoever asks, and nothing else does");
            (page.id, page.other) = (a, a);
            format!("{page:?}")
        };
        assert_eq!(page(one).await, page(two).await, "{}", world.kind().name());
        let incoming = inbox(&ada.ctx).await.unwrap().incoming;
        assert_eq!(incoming[0].reasons, incoming[1].reasons);
        assert!(incoming.iter().all(|one| one.name.is_none()));
        let mails = mails::Entity::find().all(world.ctx.db.read()).await.unwrap();
        // The mails of the two requests, byte for byte but for the address of the request.
        let told = |request: PublicId| {
            let words = |mail: &mails::Model| {
                let parts = [&mail.subject, &mail.body_text, &mail.body_html];
                let all: Vec<String> = parts.into_iter().flatten().map(|part| part.0.clone()).collect();
                (mail.kind.clone(), mail.due_at, all.join("\n"))
            };
            let mine = mails.iter().filter(|mail| mail.account_id == Some(ada.account)).map(words);
            let mine = mine.filter(|(_, _, text)| text.contains(request.as_str()));
            mine.map(|(kind, at, text)| (kind, at, text.replace(request.as_str(), "-"))).collect::<Vec<_>>()
        };
        assert_eq!(told(one).len(), 1);
        assert_eq!(told(one), told(two));
        // Field by field, and back again.
        set_revealed(&other.ctx, two.as_str(), &["state", "visa_need", "nonsense"]).await.unwrap();
        let shown = request_page(&ada.ctx, two).await.unwrap();
        let told: Vec<_> = shown.fields.iter().map(|field| field.told.join(" ")).collect();
        assert_eq!(told, ["New York", "I need a J-1"]);
        assert!(shown.reasons.contains(&"Lives in New York, as you do.".to_owned()));
        set_revealed(&other.ctx, two.as_str(), &[]).await.unwrap();
        assert_eq!(page(one).await, page(two).await);
        is_missing(set_revealed(&ada.ctx, two.as_str(), &["name"]).await);
        // Whoever is not named can be blocked and reported all the same.
        let third = mentee(world, "third").await;
        let three = listed(&third, &[a]).await[0];
        assert!(crate::moderation::block(&plain.ctx, three.as_str()).await.is_err(), "only the mentor is asked");
        crate::moderation::block(&ada.ctx, three.as_str()).await.unwrap();
        assert_eq!(states(&third).await, [State::Closed]);
        // A block of a request tells nothing of who made it, not even by trying accounts.
        let kept = crate::moderation::blocked(&ada.ctx).await.unwrap();
        assert_eq!((kept[0].person, kept[0].name.clone(), kept[0].known), (three, None, Known::Request));
        let archive = crate::moderation::export_part(&ada.ctx, ada.account).await.unwrap().to_string();
        assert!(archive.contains(three.as_str()) && !archive.contains(third.id.as_str()), "{archive}");
        crate::moderation::unblock(&ada.ctx, third.id.as_str()).await.unwrap();
        assert_eq!(crate::moderation::blocked(&ada.ctx).await.unwrap(), kept);
        assert!(
            request_page(&third.ctx, three).await.is_ok(),
            "whoever was kept away reads the same as of one who left"
        );
        crate::moderation::unblock(&ada.ctx, three.as_str()).await.unwrap();
        assert_eq!(crate::moderation::blocked(&ada.ctx).await.unwrap(), []);
        // Whoever comes later stands behind, whatever they hide, and comes first once they show what fits.
        world.clock.advance(TimeDelta::minutes(1));
        let late = mentee(world, "late").await;
        profile::save(&late.ctx, Step::parse("path").unwrap(), &fields(&[("specialties", "psychiatry")]))
            .await
            .unwrap();
        profile::save(&late.ctx, Step::parse("place").unwrap(), &fields(&[("state", "NY")])).await.unwrap();
        let last = listed(&late, &[a]).await[0];
        let order = async || inbox(&ada.ctx).await.unwrap().incoming.iter().map(|one| one.id).collect::<Vec<_>>();
        assert_eq!(order().await.last(), Some(&last));
        set_revealed(&late.ctx, last.as_str(), &["specialties", "state"]).await.unwrap();
        assert_eq!(order().await.first(), Some(&last));
        // Once there is nothing to decide, nothing is shown.
        withdraw(&other.ctx, two.as_str()).await.unwrap();
        let after = request_page(&ada.ctx, two).await.unwrap();
        assert!(after.goals.is_empty() && after.fields.is_empty() && after.topics.is_empty());
    })
    .await;
}

/// What was shown can be hidden while the two work together, and is hidden once they do not.
#[tokio::test(flavor = "multi_thread")]
async fn what_was_shown_can_be_taken_back_after_the_confirmation_and_goes_with_the_end() {
    on_both(async |world| {
        let (ada, a) = mentor(world, "ada", 1).await;
        let eve = mentee(world, "eve").await;
        profile::save(&eve.ctx, Step::parse("you").unwrap(), &fields(&[("name", "Eve Moreau")])).await.unwrap();
        profile::save(&eve.ctx, Step::parse("papers").unwrap(), &fields(&[("visa_need", "j1")])).await.unwrap();
        let request = listed(&eve, &[a]).await[0];
        set_revealed(&eve.ctx, request.as_str(), &["name", "visa_need"]).await.unwrap();
        accept(&ada.ctx, request.as_str()).await.unwrap();
        let together = confirm(&eve.ctx, request.as_str()).await.unwrap();
        let shown = async || request_page(&ada.ctx, request).await.unwrap().fields.len();
        assert_eq!(shown().await, 2);
        set_revealed(&eve.ctx, request.as_str(), &["name"]).await.unwrap();
        assert_eq!(shown().await, 1);
        assert_eq!(engagement(&ada.ctx, together).await.unwrap().other_name.as_deref(), Some("Eve Moreau"));
        close_engagement(&eve.ctx, together.as_str(), "").await.unwrap();
        let after = request_page(&ada.ctx, request).await.unwrap();
        assert!(after.fields.is_empty() && after.goals.is_empty() && after.reasons.is_empty());
        assert_eq!(engagement(&ada.ctx, together).await.unwrap().other_name, None);
        assert_eq!(refused(set_revealed(&eve.ctx, request.as_str(), &["name"]).await), Refusal::RequestSettled);
    })
    .await;
}

/// A wish says what is looked for; it is not told as if it were so of the person.
#[tokio::test(flavor = "multi_thread")]
async fn a_mentor_reads_a_wish_as_a_wish() {
    on_both(async |world| {
        let (ada, a) = mentor(world, "ada", 1).await;
        let eve = world.person("eve", &[]).await;
        profile::save(&eve.ctx, Step::parse("place").unwrap(), &fields(&[("state", "TX")])).await.unwrap();
        profile::save(&eve.ctx, Step::parse("path").unwrap(), &fields(&[("specialties", "neurology")])).await.unwrap();
        let mut asks = an_ask();
        asks.extend(fields(&[("wish_state", "NY"), ("weight_state", "nice")]));
        asks.extend(fields(&[("wish_specialty", "psychiatry"), ("weight_specialty", "nice")]));
        save_ask(&eve.ctx, &asks).await.unwrap();
        let request = listed(&eve, &[a]).await[0];
        set_revealed(&eve.ctx, request.as_str(), &["state", "specialties"]).await.unwrap();
        let reasons = request_page(&ada.ctx, request).await.unwrap().reasons.join(" ");
        assert!(!reasons.contains("as you do") && !reasons.contains("Wants to go into"), "{reasons}");
        for wish in ["Asked for a mentor who lives in New York.", "Asked for a mentor who practices Psychiatry."] {
            assert!(reasons.contains(wish), "{reasons}");
        }
    })
    .await;
}
