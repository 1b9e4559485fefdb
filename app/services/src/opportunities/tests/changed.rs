//! Pressing twice, changing what is public, and people who leave.

use futures::future::join_all;
use sea_orm::{EntityTrait, PaginatorTrait};

use super::super::drafts::purge_drafts;
use super::super::entity::{applications, postings};
use super::*;
use crate::identity;

async fn postings_of(person: &Person) -> usize {
    hosted(&person.ctx).await.unwrap().len()
}

#[tokio::test(flavor = "multi_thread")]
async fn a_second_press_finds_the_posting_of_the_first() {
    on_both(async |world| {
        let host = world.person("host", &[Capability::Host]).await;
        let (id, _) = begin(&host.ctx, Part::What, &whole(&[])).await.unwrap();
        typed(&host, id.as_str(), &[]).await;
        let presses = join_all((0..6).map(|_| submit(&host.ctx, id.as_str()))).await;
        let first = presses[0].as_ref().unwrap();
        assert!(presses.iter().all(|one| one.as_ref().is_ok_and(|one| one == first)), "{presses:?}");
        assert_eq!(submit(&host.ctx, id.as_str()).await.unwrap(), *first);
        assert_eq!((postings_of(&host).await, my_drafts(&host.ctx).await.unwrap().len()), (1, 0));
        let kept = draft(&host.ctx, id.as_str(), None).await.unwrap();
        assert_eq!((kept.sent, kept.posting, kept.fields.len()), (true, Some(*first), 0));
        let late = change(&host.ctx, id.as_str(), None, Part::What, &whole(&[])).await;
        assert_eq!(refused(late), Refusal::PostingMoved);
        is_whole(world).await;
    })
    .await;
}

#[tokio::test]
async fn a_published_posting_is_changed_by_a_draft_of_its_own() {
    on_both(async |world| {
        let (host, id) = published(world, "host", &[("seats", "2")]).await;
        let (ada, application) = applied(world, "ada", &id).await;
        move_as_host(&host.ctx, &application, Move::Offer, 7).await.unwrap();
        let draft = edit(&host.ctx, &id).await.unwrap();
        assert_eq!(edit(&host.ctx, &id).await.unwrap(), draft, "one draft for one posting");
        assert!(matches!(edit(&ada.ctx, &id).await, Err(OpportunityError::NotFound)));
        // How many people are taken is said beside the draft, and no draft that was begun before takes it back.
        set_seats(&host.ctx, &id, 3).await.unwrap();
        typed(&host, draft.as_str(), &[("seats", "2"), ("weeks_least", "6")]).await;
        assert_eq!(page(&ada.ctx, &id).await.unwrap().posting.weeks.least, 4, "nothing is public before it is sent in");
        assert_eq!(submit(&host.ctx, draft.as_str()).await.unwrap().as_str(), id);
        let now = page(&ada.ctx, &id).await.unwrap();
        assert_eq!(
            (now.state, now.posting.weeks.least, now.places.seats, now.places.offered),
            (State::Published, 6, 3, 1)
        );
        assert_eq!(submit(&host.ctx, draft.as_str()).await.unwrap().as_str(), id, "a second press changes nothing");
        // What is promised stays promised.
        move_as_applicant(&ada.ctx, &application, Move::Accept).await.unwrap();
        let (ben, second) = applied(world, "ben", &id).await;
        move_as_host(&host.ctx, &second, Move::Offer, 7).await.unwrap();
        let draft = edit(&host.ctx, &id).await.unwrap();
        let fields = super::draft(&host.ctx, draft.as_str(), None).await.unwrap().fields;
        assert!(fields.iter().all(|(name, _)| name != "seats"), "{fields:?}");
        assert_eq!(refused(set_seats(&host.ctx, &id, 1).await), Refusal::SeatsPromised);
        // Somebody else who answers for it is looked at first; what was promised is kept meanwhile.
        typed(&host, draft.as_str(), &[("supervisor", "Dr. Somebody Else")]).await;
        submit(&host.ctx, draft.as_str()).await.unwrap();
        assert!(matches!(page(&ben.ctx, &id).await, Err(OpportunityError::NotFound)));
        assert_eq!((stage_of(&ada).await, stage_of(&ben).await), (Stage::Accepted, Stage::Offered));
        assert_eq!(refused(edit(&host.ctx, &id).await), Refusal::PostingMoved);
        let moderator = world.person("moderator", &[Capability::Moderator]).await;
        decide(&moderator.ctx, &id, Step::TakeUp, "").await.unwrap();
        decide(&moderator.ctx, &id, Step::Approve, "Called the department.").await.unwrap();
        assert_eq!(page(&ben.ctx, &id).await.unwrap().posting.supervisor, "Dr. Somebody Else");
        is_whole(world).await;
    })
    .await;
}

#[tokio::test]
async fn a_draft_is_thrown_away_without_its_posting() {
    on_both(async |world| {
        let (host, id) = published(world, "host", &[]).await;
        let draft_id = edit(&host.ctx, &id).await.unwrap();
        assert_eq!(my_drafts(&host.ctx).await.unwrap().len(), 1);
        discard(&host.ctx, draft_id.as_str(), None).await.unwrap();
        assert_eq!(my_drafts(&host.ctx).await.unwrap().len(), 0);
        assert_eq!(page(&host.ctx, &id).await.unwrap().state, State::Published);
        let stranger = world.ctx.with_viewer(crate::ctx::Viewer::default());
        let (id, token) = begin(&stranger, Part::What, &whole(&[])).await.unwrap();
        assert!(matches!(discard(&host.ctx, id.as_str(), None).await, Err(OpportunityError::NotFound)));
        let token = token.unwrap();
        assert_eq!(draft_of(&stranger, &token).await.unwrap().map(|one| one.id), Some(id));
        discard(&stranger, id.as_str(), Some(&token)).await.unwrap();
        assert_eq!(draft_of(&stranger, &token).await.unwrap(), None);
        is_whole(world).await;
    })
    .await;
}

#[tokio::test]
async fn a_draft_of_nobody_is_forgotten_after_its_time() {
    on_both(async |world| {
        let stranger = world.ctx.with_viewer(crate::ctx::Viewer::default());
        let (_, token) = begin(&stranger, Part::What, &whole(&[])).await.unwrap();
        let token = token.unwrap();
        world.clock.advance(chrono::TimeDelta::days(29));
        purge_drafts(&world.ctx).await.unwrap();
        assert!(draft_of(&stranger, &token).await.unwrap().is_some());
        world.clock.advance(chrono::TimeDelta::days(2));
        purge_drafts(&world.ctx).await.unwrap();
        assert!(draft_of(&stranger, &token).await.unwrap().is_none());
    })
    .await;
}

#[tokio::test]
async fn whoever_leaves_gives_places_back_and_pauses_what_they_offer() {
    on_both(async |world| {
        let (host, id) = published(world, "host", &[]).await;
        let (ada, first) = applied(world, "ada", &id).await;
        let (ben, second) = applied(world, "ben", &id).await;
        move_as_host(&host.ctx, &first, Move::Offer, 7).await.unwrap();
        line_up(&host.ctx, &second, Some(1)).await.unwrap();
        let leaves = async |person: &Person| {
            let (ctx, account, now) = (person.ctx.clone(), person.account, person.ctx.now());
            let tx_ctx = ctx.clone();
            let done = ctx.db.write(move |tx| {
                let ctx = tx_ctx.clone();
                Box::pin(async move { Ok::<_, crate::db::DbError>(away(tx, &ctx, account, now).await?) })
            });
            done.await.unwrap();
        };
        leaves(&ada).await;
        assert_eq!((stage_of(&ada).await, stage_of(&ben).await), (Stage::Withdrawn, Stage::Offered));
        leaves(&host).await;
        assert_eq!(page(&ben.ctx, &id).await.unwrap().state, State::Paused);
        assert_eq!(list(&world.ctx, &Filters::parse([])).await.unwrap().counts.all, 0);
        is_whole(world).await;
        // Erased: nothing of either is left.
        identity::erase_person(&world.person("admin", &[Capability::Admin]).await.ctx, host.id.as_str(), "asked", true)
            .await
            .unwrap();
        let db = world.ctx.db.read();
        assert_eq!(postings::Entity::find().count(db).await.unwrap(), 0);
        assert_eq!(applications::Entity::find().count(db).await.unwrap(), 0);
        is_whole(world).await;
    })
    .await;
}

#[tokio::test]
async fn an_expired_posting_takes_nobody_and_is_used_again() {
    on_both(async |world| {
        let (host, id) = published(world, "host", &[]).await;
        let ada = world.person("ada", &[]).await;
        save(&ada.ctx, &id).await.unwrap();
        assert!(my_deadlines(&ada.ctx).await.unwrap().contains("DTSTART;VALUE=DATE:20261231"));
        assert!(deadline(&world.ctx, &id).await.unwrap().contains("DTSTART;VALUE=DATE:20261231"));
        assert_eq!(count(&world.ctx).await.unwrap(), 1);
        world.clock.advance(chrono::TimeDelta::days(60));
        let refused_now = refused(apply(&ada.ctx, &id, &reason()).await);
        assert_eq!(refused_now, Refusal::PostingClosed);
        assert_eq!((count(&world.ctx).await.unwrap(), addresses_of(&world.ctx, 0, 9).await.unwrap().len()), (0, 0));
        assert!(matches!(deadline(&world.ctx, &id).await, Err(OpportunityError::NotFound)));
        expire_due(&world.ctx).await.unwrap();
        assert_eq!(page(&ada.ctx, &id).await.unwrap().state, State::Expired);
        for _ in 0..2 {
            step(&host.ctx, &id, Step::Renew).await.unwrap();
        }
        let mut drafts = my_drafts(&host.ctx).await.unwrap();
        let again = drafts.remove(0);
        assert!(drafts.is_empty(), "a second press finds the draft of the first");
        assert!(
            matches!(submit(&host.ctx, again.id.as_str()).await, Err(OpportunityError::Invalid(_))),
            "a new last day"
        );
        is_whole(world).await;
    })
    .await;
}

#[tokio::test]
async fn the_archive_holds_what_one_offered_and_applied_for() {
    on_both(async |world| {
        let (host, id) = published(world, "host", &[]).await;
        let (ada, _) = applied(world, "ada", &id).await;
        let hers = export_part(&ada.ctx, ada.account).await.unwrap().to_string();
        let to = ["Observership in Cardiovascular Disease, Lakeshore Teaching Hospital", id.as_str()];
        for there in ["Because of the clinic.", "received"].iter().chain(&to) {
            assert!(hers.contains(there), "{there} in {hers}");
        }
        let of_host = export_part(&host.ctx, host.account).await.unwrap().to_string();
        assert!(of_host.contains("Lakeshore Teaching Hospital") && !of_host.contains("Because of the clinic."));
        // What is sealed stands nowhere in the open.
        let row = applications::Entity::find().one(world.ctx.db.read()).await.unwrap().unwrap();
        assert!(!row.sealed.unwrap().0.contains("clinic"));
    })
    .await;
}
