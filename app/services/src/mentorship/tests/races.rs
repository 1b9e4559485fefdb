//! Many at the same moment, from two processes.

use super::*;
use crate::mentorship::entity::requests;

#[tokio::test(flavor = "multi_thread")]
async fn five_yeses_at_once_make_one_engagement() {
    on_both(async |world| {
        let other = world.second_process().await;
        let mut mentors = Vec::new();
        for name in ["m1", "m2", "m3", "m4", "m5"] {
            mentors.push(mentor(world, name, 3).await);
        }
        let ids: Vec<PublicId> = mentors.iter().map(|(_, id)| *id).collect();
        for round in 1..=3 {
            let eve = mentee(world, &format!("eve{round}")).await;
            let list = listed(&eve, &ids).await;
            // All five say yes at once; those who were not asked yet cannot, and are asked when it is their turn.
            let there = |viewer: &Ctx, at: usize| {
                let db = if at.is_multiple_of(2) { world.ctx.db.clone() } else { other.db.clone() };
                Ctx { db, ..viewer.clone() }
            };
            let yes = mentors.iter().zip(&list).enumerate().map(|(at, ((person, _), id))| {
                let ctx = there(&person.ctx, at);
                async move { accept(&ctx, id.as_str()).await }
            });
            assert_eq!(join_all(yes).await.into_iter().flatten().count(), 2, "two were asked");
            let all = list.iter().cycle().take(15).enumerate().map(|(at, id)| {
                let ctx = there(&eve.ctx, at);
                async move { confirm(&ctx, id.as_str()).await }
            });
            let confirmed = join_all(all).await.into_iter().flatten().count();
            assert_eq!(confirmed, 1, "{}", world.kind().name());
            let made = engagements::Entity::find().all(world.ctx.db.read()).await.unwrap().len();
            assert_eq!(made, usize::try_from(round).unwrap());
            assert_eq!(rows(world).await.iter().map(|row| row.taken).sum::<i32>(), round);
            assert_eq!(rows(world).await.iter().map(|row| row.open_requests).sum::<i32>(), 0);
            counts_agree(world).await;
        }
        other.db.close().await.unwrap();
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_hundred_yeses_on_three_seats_make_three() {
    on_both(async |world| {
        let other = world.second_process().await;
        for round in 0..3 {
            let (ada, a) = mentor(world, &format!("ada{round}"), 3).await;
            let mut asked = Vec::new();
            for at in 0..7 {
                let person = mentee(world, &format!("mentee{round}-{at}")).await;
                asked.extend(listed(&person, &[a]).await);
            }
            assert_eq!(row(world, ada.account).await.open_requests, 5, "no more than five at a time");
            let many = asked.iter().cycle().take(100).enumerate().map(|(at, id)| {
                let db = if at.is_multiple_of(2) { world.ctx.db.clone() } else { other.db.clone() };
                let ctx = Ctx { db, ..ada.ctx.clone() };
                async move { accept(&ctx, id.as_str()).await }
            });
            let yes = join_all(many).await.into_iter().flatten().count();
            assert_eq!(yes, 3, "{}", world.kind().name());
            assert_eq!(row(world, ada.account).await.taken, 3);
            counts_agree(world).await;
        }
        other.db.close().await.unwrap();
    })
    .await;
}

/// Everybody does what they may, all at once: what is counted is what is there, and nobody holds too much.
#[tokio::test(flavor = "multi_thread")]
async fn whatever_ten_mentees_and_four_mentors_do_at_once_the_counts_agree() {
    on_both(async |world| {
        let mut mentors = Vec::new();
        for name in ["m1", "m2", "m3", "m4"] {
            mentors.push(mentor(world, name, 2).await);
        }
        let ids: Vec<PublicId> = mentors.iter().map(|(_, id)| *id).collect();
        let mut mentees = Vec::new();
        for at in 0..10 {
            mentees.push(mentee(world, &format!("mentee{at}")).await);
        }
        join_all(mentees.iter().map(|person| listed(person, &ids))).await;
        counts_agree(world).await;
        let all = requests::Entity::find().all(world.ctx.db.read()).await.unwrap();
        let deeds = all.iter().enumerate().map(|(at, request)| {
            let (id, mentors, mentees) = (request.public_id.as_str(), &mentors, &mentees);
            async move {
                for (person, _) in mentors {
                    match at % 3 {
                        0 => drop(decline(&person.ctx, id, "no-time").await),
                        _ => drop(accept(&person.ctx, id).await),
                    }
                }
                for person in mentees {
                    match at % 4 {
                        0 => drop(withdraw(&person.ctx, id).await),
                        _ => drop(confirm(&person.ctx, id).await),
                    }
                }
            }
        });
        join_all(deeds).await;
        let made = engagements::Entity::find().all(world.ctx.db.read()).await.unwrap();
        assert!(!made.is_empty() && made.len() <= 8, "{}", made.len());
        for row in rows(world).await {
            assert!(row.taken <= 2 && row.open_requests <= 5);
        }
        counts_agree(world).await;
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_proposed_last_day_is_signed_or_taken_back_and_never_both() {
    on_both(async |world| {
        let other = world.second_process().await;
        let (ada, eve, id) = a_pair(world).await;
        sign(&eve.ctx, id.as_str(), "1", true).await.unwrap();
        let there = Ctx { db: other.db.clone(), ..ada.ctx.clone() };
        let (mut signed, mut taken_back) = (0, 0);
        for day in ["2027-06-01", "2027-07-01", "2027-08-01", "2027-09-01", "2027-10-01"] {
            // Of more than ten mails in an hour the rest would wait.
            world.clock.advance(TimeDelta::hours(1));
            propose_end(&eve.ctx, id.as_str(), day).await.unwrap();
            let before = engagement(&eve.ctx, id).await.unwrap();
            let version = before.version.to_string();
            let (answer, withdrawn) = tokio::join!(
                sign(&there, id.as_str(), &version, true),
                take_end_back(&eve.ctx, id.as_str(), &version),
            );
            let kind = world.kind().name();
            assert!(answer.is_ok() != withdrawn.is_ok(), "{kind}: {answer:?} {withdrawn:?}");
            let after = engagement(&eve.ctx, id).await.unwrap();
            assert_eq!(after.new_end, None, "{kind}");
            if answer.is_ok() {
                signed += 1;
                assert_eq!(refused(withdrawn), Refusal::ProposalMoved);
                assert_eq!(after.ends_on, day.parse::<chrono::NaiveDate>().ok(), "{kind}");
            } else {
                taken_back += 1;
                assert_eq!(refused(answer), Refusal::ProposalMoved);
                assert_eq!(after.ends_on, before.ends_on, "{kind}");
            }
            // Each hears of what has happened and of nothing else.
            assert_eq!(letters_with(world, &eve, "Your agreement has a new last day").await, signed, "{kind}");
            assert_eq!(letters_with(world, &ada, "The proposed last day was taken back").await, taken_back, "{kind}");
        }
        other.db.close().await.unwrap();
        counts_agree(world).await;
    })
    .await;
}
