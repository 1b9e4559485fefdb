//! Lists that are read a page at a time: who has applied, what one has applied to, what one has saved.

use domain::id::PublicId;

use super::*;

fn numbers(page: &Applied) -> Vec<usize> {
    page.listed.rows.iter().map(|one| one.nth).collect()
}

#[test]
fn whoever_is_looked_at_has_a_word_of_their_own() {
    let all = Stage::ALL.iter().copied().map(Whom::At).chain([Whom::InLine]);
    for whom in all {
        assert_eq!(whom.word().map(Whom::parse), Some(whom));
    }
    for word in ["", "everybody", "Received", "offered "] {
        assert_eq!(Whom::parse(word), Whom::Everybody, "{word}");
    }
    assert_eq!(Whom::Everybody.word(), None);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_host_reads_a_page_at_a_time_and_everybody_keeps_their_number() {
    on_both(async |world| {
        let (host, id) = published(world, "host", &[]).await;
        let mut ids = Vec::new();
        for nth in 1..=PAGE + 2 {
            ids.push(applied(world, &format!("p{nth}"), &id).await.1);
        }
        let count = u64::try_from(ids.len()).unwrap();
        let read = async |whom: Whom, after: Option<PublicId>| applicants(&host.ctx, &id, whom, after).await.unwrap();
        let first = read(Whom::Everybody, None).await;
        assert_eq!(numbers(&first), (1..=PAGE).collect::<Vec<_>>());
        assert_eq!(first.listed.rows.iter().map(|one| one.id.to_string()).collect::<Vec<_>>(), ids[..PAGE]);
        assert_eq!(first.listed.next, PublicId::parse(&ids[PAGE - 1]));
        assert_eq!((first.stages.as_slice(), first.in_line), ([(Stage::Received, count)].as_slice(), 0));
        let second = read(Whom::Everybody, first.listed.next).await;
        assert_eq!((numbers(&second), second.listed.next), (vec![PAGE + 1, PAGE + 2], None));
        assert_eq!(second.stages, first.stages, "all of them are counted, not those of the page");

        move_as_host(&host.ctx, &ids[0], Move::Offer, 7).await.unwrap();
        line_up(&host.ctx, &ids[PAGE], Some(1)).await.unwrap();
        move_as_host(&host.ctx, &ids[PAGE + 1], Move::Decline, 0).await.unwrap();
        for (whom, there) in [
            (Whom::At(Stage::Offered), vec![1]),
            (Whom::InLine, vec![PAGE + 1]),
            (Whom::At(Stage::Declined), vec![PAGE + 2]),
            (Whom::At(Stage::Interview), vec![]),
        ] {
            let page = read(whom, None).await;
            assert_eq!((numbers(&page), page.listed.next), (there, None), "{whom:?}");
            let stages = [(Stage::Received, count - 2), (Stage::Offered, 1), (Stage::Declined, 1)];
            assert_eq!((page.stages.as_slice(), page.in_line), (stages.as_slice(), 1), "{whom:?}");
        }
        let received = read(Whom::At(Stage::Received), None).await;
        assert_eq!(numbers(&received), (2..=PAGE + 1).collect::<Vec<_>>(), "a page that is just full");
        assert_eq!(received.listed.next, None);
        // Also whoever has moved on marks a place.
        let behind = read(Whom::At(Stage::Declined), PublicId::parse(&ids[0])).await;
        assert_eq!(numbers(&behind), [PAGE + 2]);
        is_whole(world).await;
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn only_an_application_to_the_posting_marks_a_place_and_only_its_page_is_opened() {
    on_both(async |world| {
        let (host, id) = published(world, "host", &[]).await;
        let mut ids = Vec::new();
        for nth in 0..=PAGE {
            ids.push(applied(world, &format!("p{nth}"), &id).await.1);
        }
        let other = sent(&host, &[]).await;
        let (ada, foreign) = applied(world, "ada", &other).await;
        let read = async |after: Option<PublicId>| applicants(&host.ctx, &id, Whom::Everybody, after).await;
        let first = read(None).await.unwrap();
        for after in [foreign.as_str(), "00000000000000000000", other.as_str()] {
            let after = PublicId::parse(after);
            assert!(after.is_some());
            assert_eq!(read(after).await.unwrap(), first);
        }
        let by_ada = applicants(&ada.ctx, &id, Whom::InLine, PublicId::parse(&ids[0])).await;
        assert!(matches!(by_ada, Err(OpportunityError::NotFound)));
        // What cannot be opened does no harm where it does not stand.
        broken(world, format!("UPDATE applications SET sealed = 'x' WHERE public_id = '{}'", ids[PAGE])).await;
        assert_eq!(read(None).await.unwrap(), first);
        assert!(read(first.listed.next).await.is_err());
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn what_one_has_applied_to_and_saved_comes_a_page_at_a_time() {
    on_both(async |world| {
        let host = world.person("host", &[Capability::Host]).await;
        let (ada, ben) = (world.person("ada", &[]).await, world.person("ben", &[]).await);
        let (mut postings, mut ids, mut foreign) = (Vec::new(), Vec::new(), None);
        for nth in 0..=PAGE {
            let posting = opened(&host, &[]).await;
            save(&ada.ctx, &posting).await.unwrap();
            ids.insert(0, apply(&ada.ctx, &posting, &reason()).await.unwrap());
            if nth == 0 {
                foreign = Some(apply(&ben.ctx, &posting, &reason()).await.unwrap());
            }
            postings.push(PublicId::parse(&posting).unwrap());
        }
        let applied = async |after: Option<PublicId>| {
            let Listed { rows, next } = mine(&ada.ctx, after).await.unwrap();
            (rows.iter().map(|one| one.id).collect::<Vec<_>>(), next)
        };
        let first = applied(None).await;
        assert_eq!(first, (ids[..PAGE].to_vec(), Some(ids[PAGE - 1])));
        assert_eq!(applied(first.1).await, (ids[PAGE..].to_vec(), None));
        assert_eq!(applied(foreign).await, first, "somebody else's application marks no place");

        let kept = async |after: Option<PublicId>| {
            let Listed { rows, next } = saved(&ada.ctx, after).await.unwrap();
            (rows.iter().map(|one| one.id).collect::<Vec<_>>(), next)
        };
        let first = kept(None).await;
        assert_eq!(first, (postings[..PAGE].to_vec(), Some(postings[PAGE - 1])));
        assert_eq!(kept(first.1).await, (postings[PAGE..].to_vec(), None));
        unsave(&ada.ctx, postings[0].as_str()).await.unwrap();
        assert_eq!(kept(Some(postings[0])).await, (postings[1..].to_vec(), None), "what is gone marks no place");
        is_whole(world).await;
    })
    .await;
}
