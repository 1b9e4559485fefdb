//! The list itself: its order, its end, its places, and asking the same mentor again.

use super::*;

async fn mentors_on(person: &Person) -> Vec<PublicId> {
    my_list(&person.ctx).await.unwrap().iter().map(|one| one.mentor).collect()
}

#[tokio::test(flavor = "multi_thread")]
async fn whoever_was_not_asked_yet_moves_up_and_off_and_the_newest_is_last() {
    on_both(async |world| {
        let mut all = Vec::new();
        for name in ["ada", "bo", "cy", "di", "ed", "flo"] {
            all.push(mentor(world, name, 1).await.1);
        }
        let eve = mentee(world, "eve").await;
        let list = listed(&eve, &[all[0], all[1], all[2], all[3]]).await;
        let rises = async || my_list(&eve.ctx).await.unwrap().iter().map(|one| one.rises).collect::<Vec<_>>();
        assert_eq!(rises().await, [false, false, false, true], "past whoever was asked nobody moves");
        raise_on_list(&eve.ctx, list[3].as_str()).await.unwrap();
        assert_eq!(mentors_on(&eve).await, [all[0], all[1], all[3], all[2]]);
        assert_eq!(refused(raise_on_list(&eve.ctx, list[0].as_str()).await), Refusal::RequestSettled);
        assert_eq!(refused(take_off_list(&eve.ctx, list[1].as_str()).await), Refusal::RequestSettled);
        take_off_list(&eve.ctx, list[3].as_str()).await.unwrap();
        assert_eq!(mentors_on(&eve).await, [all[0], all[1], all[2]]);
        listed(&eve, &[all[4], all[3]]).await;
        assert_eq!(mentors_on(&eve).await, [all[0], all[1], all[2], all[4], all[3]]);
        assert_eq!(refused(add_to_list(&eve.ctx, all[5].as_str()).await), Refusal::ListFull);
        counts_agree(world).await;
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_no_takes_up_no_place() {
    on_both(async |world| {
        let eve = mentee(world, "eve").await;
        for name in ["ada", "bo", "cy", "di", "ed"] {
            let (person, id) = mentor(world, name, 1).await;
            let request = listed(&eve, &[id]).await.pop().unwrap();
            decline(&person.ctx, request.as_str(), "no-time").await.unwrap();
        }
        assert_eq!(states(&eve).await, [State::Declined; 5]);
        let (_flo, f) = mentor(world, "flo", 1).await;
        listed(&eve, &[f]).await;
        assert_eq!(states(&eve).await.last(), Some(&State::Open));
        counts_agree(world).await;
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn whoever_stops_looking_takes_everything_back() {
    on_both(async |world| {
        let (ada, a) = mentor(world, "ada", 1).await;
        let (_bo, b) = mentor(world, "bo", 1).await;
        let eve = mentee(world, "eve").await;
        let list = listed(&eve, &[a, b]).await;
        end_ask(&eve.ctx).await.unwrap();
        assert_eq!(my_ask(&eve.ctx).await.unwrap().ask, None);
        assert_eq!(letters_with(world, &ada, "was taken back").await, 1);
        assert_eq!(inbox(&ada.ctx).await.unwrap().incoming, []);
        assert_eq!(refused(accept(&ada.ctx, list[0].as_str()).await), Refusal::RequestSettled);
        end_ask(&eve.ctx).await.unwrap();
        assert_eq!(letters_with(world, &ada, "was taken back").await, 1, "doing it twice is doing it once");
        counts_agree(world).await;
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn nobody_is_asked_over_and_over_by_the_same_person() {
    on_both(async |world| {
        let (ada, a) = mentor(world, "ada", 3).await;
        let (_bo, b) = mentor(world, "bo", 3).await;
        let eve = mentee(world, "eve").await;
        let anew = async || {
            end_ask(&eve.ctx).await.unwrap();
            save_ask(&eve.ctx, &an_ask()).await.unwrap();
        };
        let request = listed(&eve, &[a]).await[0];
        decline(&ada.ctx, request.as_str(), "no-time").await.unwrap();
        assert_eq!(refused(add_to_list(&eve.ctx, a.as_str()).await), Refusal::AskedLately, "nor on the same list");
        assert_eq!(mentor_page(&eve.ctx, a).await.unwrap().next, NextDeed::SeeList);
        anew().await;
        assert_eq!(refused(add_to_list(&eve.ctx, a.as_str()).await), Refusal::AskedLately);
        world.clock.advance(TimeDelta::days(91));
        add_to_list(&eve.ctx, a.as_str()).await.unwrap();
        // Taking it back does not make room for one more mail after the other.
        for _ in 0..2 {
            add_to_list(&eve.ctx, b.as_str()).await.unwrap();
            anew().await;
        }
        assert_eq!(refused(add_to_list(&eve.ctx, b.as_str()).await), Refusal::AskedLately);
        world.clock.advance(TimeDelta::days(31));
        add_to_list(&eve.ctx, b.as_str()).await.unwrap();
        counts_agree(world).await;
    })
    .await;
}
