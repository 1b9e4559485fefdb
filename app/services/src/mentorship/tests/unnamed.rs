//! Whom a mentor knows by a request and not by a name: what a block hides, and what a report keeps.

use domain::moderation::{Kind, PersonReportForm};

use super::*;
use crate::mentorship::entity::requests;
use crate::moderation::case_entity::evidence;
use crate::moderation::{self, Known, QueueFilter};

async fn call(person: &Person, name: &str) {
    let typed = fields(&[("name", name), ("name_audience", "members")]);
    profile::save(&person.ctx, Step::parse("you").unwrap(), &typed).await.unwrap();
}

async fn sees(reader: &Person, whose: &Person) -> bool {
    profile::read(&reader.ctx, whose.id, profile::SeenAs::Viewer).await.is_ok()
}

#[tokio::test(flavor = "multi_thread")]
async fn a_block_by_a_request_hides_the_mentor_and_does_not_tell_who_asks() {
    on_both(async |world| {
        let (ada, a) = mentor(world, "ada", 2).await;
        let (eve, e) = mentor(world, "eve", 1).await;
        for (person, name) in [(&ada, "Ada"), (&eve, "Eve")] {
            call(person, name).await;
            save_ask(&person.ctx, &an_ask()).await.unwrap();
        }
        let request = listed(&eve, &[a]).await[0];
        let found = async || {
            let cards = search(&ada.ctx, &Filter::default()).await.unwrap().cards;
            cards.iter().map(|card| card.id).collect::<Vec<_>>()
        };
        assert_eq!(found().await, [e]);
        moderation::block(&ada.ctx, request.as_str()).await.unwrap();
        // Whoever vanished for her would be the one who asked.
        assert!(sees(&ada, &eve).await && mentor_page(&ada.ctx, e).await.is_ok(), "{}", world.kind().name());
        assert_eq!(found().await, [e]);
        assert_eq!(request_page(&ada.ctx, request).await.unwrap().state, State::Closed);
        // She is hidden all the same, and the two do not meet.
        assert!(!sees(&eve, &ada).await);
        is_missing(mentor_page(&eve.ctx, a).await);
        is_missing(add_to_list(&eve.ctx, a.as_str()).await);
        is_missing(add_to_list(&ada.ctx, e.as_str()).await);
        moderation::unblock(&ada.ctx, request.as_str()).await.unwrap();
        assert!(sees(&eve, &ada).await);
        // A block of the account hides the account, whatever was blocked before, and does not tell who asked: both stand.
        for name in [request, request, eve.id, eve.id] {
            moderation::block(&ada.ctx, name.as_str()).await.unwrap();
        }
        assert!(!sees(&ada, &eve).await);
        is_missing(mentor_page(&ada.ctx, e).await);
        let kept = async || {
            let all = moderation::blocked(&ada.ctx).await.unwrap();
            all.iter().map(|one| (one.person, one.known)).collect::<Vec<_>>()
        };
        assert_eq!(kept().await, [(eve.id, Known::Account), (request, Known::Request)]);
        moderation::unblock(&ada.ctx, eve.id.as_str()).await.unwrap();
        assert_eq!(kept().await, [(request, Known::Request)]);
        assert!(sees(&ada, &eve).await && !sees(&eve, &ada).await);
        moderation::unblock(&ada.ctx, request.as_str()).await.unwrap();
        assert!(sees(&eve, &ada).await && kept().await.is_empty());
        counts_agree(world).await;
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_block_by_a_request_ends_what_two_work_on_and_leaves_it_to_read() {
    on_both(async |world| {
        let (ada, eve, id) = a_pair(world).await;
        let request = requests::Entity::find().one(world.ctx.db.read()).await.unwrap().unwrap();
        moderation::block(&ada.ctx, &request.public_id).await.unwrap();
        let lines = together(&ada.ctx).await.unwrap();
        assert_eq!((lines.len(), lines[0].phase), (1, Phase::Ended));
        assert_eq!(engagement(&ada.ctx, id).await.unwrap().phase, Phase::Ended, "{}", world.kind().name());
        is_missing(engagement(&eve.ctx, id).await);
        assert!(together(&eve.ctx).await.unwrap().is_empty());
        // Words reach nobody who was kept away.
        close_engagement(&ada.ctx, id.as_str(), "Some last words.").await.unwrap();
        assert_eq!(letters_with(world, &eve, "has written a few words").await, 0);
        counts_agree(world).await;
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_report_by_a_request_keeps_every_text_that_was_told_in_it() {
    on_both(async |world| {
        let (ada, a) = mentor(world, "ada", 2).await;
        let eve = mentee(world, "eve").await;
        let moderator = world.person("mo", &[Capability::Moderator]).await;
        let request = listed(&eve, &[a]).await[0];
        ask_more(&ada.ctx, request.as_str(), "Which season?").await.unwrap();
        tell_more(&eve.ctx, request.as_str(), "The next one.").await.unwrap();
        let report = async |key: &str| {
            let form = PersonReportForm {
                kind: Kind::Person.word().to_owned(),
                person: request.to_string(),
                ground: "money".to_owned(),
                details: "Asks for money in the goals.".to_owned(),
                key: key.to_owned(),
            };
            moderation::report_person(&ada.ctx, form).await.unwrap();
        };
        // The second report finds the same, and adds no version.
        report("0123456789abcdef").await;
        report("fedcba9876543210").await;
        let case = moderation::desk(&moderator.ctx, &QueueFilter::default()).await.unwrap().cases.remove(0).id;
        let kept = async || moderation::case_page(&moderator.ctx, case.as_str()).await.unwrap().evidence;
        let first = kept().await;
        assert_eq!(first.len(), 1, "{}", world.kind().name());
        assert_eq!(first[0].told.as_deref(), Some("Find the right programs for me.\n\nThe next one."));
        assert!(first[0].content.contains(&format!("Told in request {request}")));
        assert!(!first[0].content.contains("programs"));
        // It lies sealed.
        let stored = evidence::Entity::find().one(world.ctx.db.read()).await.unwrap().unwrap();
        assert!(stored.told.is_some_and(|told| !told.contains("programs")));
        let other =
            fields(&[("goals", "Pay 500 dollars for a letter."), ("topics", "cv-review"), ("stage", "applying")]);
        save_ask(&eve.ctx, &other).await.unwrap();
        report("00000000000000aa").await;
        // Once it is not shown any more, a report keeps nothing of it.
        withdraw(&eve.ctx, request.as_str()).await.unwrap();
        report("00000000000000ab").await;
        let told: Vec<_> = kept().await.into_iter().map(|one| one.told).collect();
        assert_eq!(told[0], first[0].told);
        assert_eq!(told[1].as_deref(), Some("Pay 500 dollars for a letter.\n\nThe next one."));
        assert_eq!((told.len(), told[2].as_ref()), (3, None));
        counts_agree(world).await;
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_mentor_hears_the_same_of_a_mentee_who_keeps_them_away_as_of_one_who_takes_back() {
    on_both(async |world| {
        let (ada, a) = mentor(world, "ada", 2).await;
        let (bo, b) = mentor(world, "bo", 2).await;
        let eve = mentee(world, "eve").await;
        let list = listed(&eve, &[a, b]).await;
        crate::moderation::block(&eve.ctx, ada.id.as_str()).await.unwrap();
        withdraw(&eve.ctx, list[1].as_str()).await.unwrap();
        assert_eq!(states(&eve).await, [State::Withdrawn, State::Withdrawn]);
        for mentor in [&ada, &bo] {
            assert_eq!(inbox(&mentor.ctx).await.unwrap().incoming, [], "{}", world.kind().name());
            assert_eq!(letters_with(world, mentor, "was taken back").await, 1);
        }
        assert_eq!(letters(world, &ada).await.len(), letters(world, &bo).await.len());
        assert_eq!(letters_with(world, &eve, "no longer here").await, 0, "they know why");
        counts_agree(world).await;
    })
    .await;
}
