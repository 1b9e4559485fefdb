//! The treasurer's desk for codes: letters that are in use once, batches, pages.

use std::collections::BTreeSet;

use domain::access::Capability;
use domain::codes::CodeForm;
use domain::refusal::Refusal;
use futures::future::join_all;
use sea_orm::EntityTrait;

use super::super::*;
use super::{add_code, shared, used};
use crate::membership::PAGE;
use crate::membership::tests::{fields, furnish, is_whole, join, pays, treasurer, wants};
use crate::testing::on_both;

#[tokio::test(flavor = "multi_thread")]
async fn letters_are_unique_among_codes_in_use() {
    on_both(async |world| {
        let desk = treasurer(world).await;
        let first = add_code(&desk.ctx, &shared("spring")).await.unwrap();
        let again = add_code(&desk.ctx, &shared(" Spring ")).await;
        assert!(matches!(again, Err(MembershipError::Refused(Refusal::CodeThere))));
        stop(&desk.ctx, first.as_str()).await.unwrap();
        add_code(&desk.ctx, &shared("SPRING")).await.unwrap();
        assert_eq!(list(&desk.ctx, None).await.unwrap().rows.len(), 2);
        is_whole(world).await;
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn many_treasurers_at_once_make_one_code_and_the_others_are_told() {
    on_both(async |world| {
        let mut desks = Vec::new();
        for nth in 0..12 {
            let name = format!("treasurer{nth}");
            desks.push(world.person(&name, &[Capability::Treasurer]).await);
        }
        let form = shared("spring");
        let all = join_all(desks.iter().map(|desk| add_code(&desk.ctx, &form))).await;
        assert_eq!(all.iter().filter(|one| one.is_ok()).count(), 1);
        for refused in all.into_iter().filter_map(Result::err) {
            let there = matches!(refused, MembershipError::Refused(Refusal::CodeThere));
            assert!(there, "{refused}");
        }
        assert_eq!(list(&desks[0].ctx, None).await.unwrap().rows.len(), 1);
        is_whole(world).await;
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_batch_is_handed_out_once_and_each_of_its_codes_works_once() {
    on_both(async |world| {
        furnish(&world.ctx).await;
        let desk = treasurer(world).await;
        let form = CodeForm { kind: "single".to_owned(), count: "700".to_owned(), ..shared("Spring fair") };
        let batch = add_code(&desk.ctx, &form).await.unwrap();
        let (name, file) = hand_out(&desk.ctx, batch.as_str()).await.unwrap();
        assert_eq!(name, format!("codes-{batch}.csv"));
        let codes: BTreeSet<&str> = file.lines().skip(1).collect();
        assert_eq!(codes.len(), 700);
        let twice = hand_out(&desk.ctx, batch.as_str()).await;
        assert!(matches!(twice, Err(MembershipError::Refused(Refusal::BatchTaken))));
        // The database knows none of them.
        let rows = entity::singles::Entity::find().all(world.ctx.db.read()).await.unwrap();
        assert!(rows.iter().all(|row| !codes.contains(row.code_sha256.as_str()) && row.code_sha256.len() == 64));
        let code = codes.first().unwrap().to_lowercase();
        let mut people = Vec::new();
        for nth in 0..20 {
            people.push(world.person(&format!("p{nth}"), &[]).await);
        }
        let asked = wants("fellow", "fellow", &code);
        let all = join_all(people.iter().map(|person| join(&person.ctx, &asked))).await;
        assert_eq!(all.iter().filter(|one| one.is_ok()).count(), 1);
        let lucky = *all.iter().find_map(|one| one.as_ref().ok()).unwrap();
        for unlucky in all.into_iter().filter(Result::is_err) {
            assert_eq!(fields(unlucky), ["code"], "it was taken a moment ago, and that is what they are told");
        }
        assert_eq!(used(&world.ctx).await.len(), 1);
        pays(&desk, lucky.as_str(), "63.75").await.unwrap();
        assert_eq!(list(&desk.ctx, None).await.unwrap().rows.iter().map(|code| code.redeemed).sum::<u64>(), 1);
        is_whole(world).await;
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn the_list_of_codes_is_walked_to_its_end_and_counts_their_uses() {
    on_both(async |world| {
        furnish(&world.ctx).await;
        let desk = treasurer(world).await;
        let mut made = Vec::new();
        for nth in 0..PAGE + 2 {
            made.push(add_code(&desk.ctx, &shared(&format!("spring-{nth}"))).await.unwrap());
        }
        let (ada, ben) = (world.person("ada", &[]).await, world.person("ben", &[]).await);
        let order = join(&ada.ctx, &wants("fellow", "fellow", "spring-51")).await.unwrap();
        pays(&desk, order.as_str(), "63.75").await.unwrap();
        join(&ben.ctx, &wants("fellow", "fellow", "spring-51")).await.unwrap();
        let first = list(&desk.ctx, None).await.unwrap();
        assert_eq!((first.rows.len(), first.rows[0].id), (PAGE, made[PAGE + 1]), "the newest first");
        assert_eq!((first.rows[0].held, first.rows[0].redeemed), (1, 1));
        assert!(first.rows[1..].iter().all(|code| (code.held, code.redeemed) == (0, 0)));
        let second = list(&desk.ctx, first.next).await.unwrap();
        // Two of these, and the sample.
        assert_eq!((second.rows.len(), second.next), (3, None));
        let last = second.rows.last().unwrap();
        assert_eq!(last.label, "IMG");
        assert!(matches!(batch(&desk.ctx, last.id.as_str()).await, Err(MembershipError::NotFound)), "it is no batch");
    })
    .await;
}
