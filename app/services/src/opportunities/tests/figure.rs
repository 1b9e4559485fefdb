//! How long a list takes where there are many postings, and how the database finds it.

use chrono::Days;
use domain::opportunities::draft;
use sea_orm::{ActiveValue, EntityTrait};

use super::super::entity::postings;
use super::super::{rows, sample, store};
use super::*;

/// Published postings of one host: institutions, kinds, specialties, places, fees and last days change from one to the next.
async fn add_synthetic_postings(world: &TestWorld, number: usize) {
    let host = world.person("many", &[Capability::Host]).await;
    let now = world.ctx.now();
    let regions = ["NY", "CA", "TX", "IL", "FL", "OH", "MA", "PA", "MI", "NJ", "GA"];
    for begins in (0..number).step_by(500) {
        let mut batch = Vec::new();
        for nth in begins..number.min(begins + 500) {
            let closes = now.date_naive() + Days::new(10 + (nth as u64 * 7) % 300);
            let mut fields = sample::form(nth, &closes.to_string());
            for (name, value) in &mut fields {
                if name == "state" {
                    regions[(nth / 7) % regions.len()].clone_into(value);
                }
            }
            let posting = draft::read(&fields, now).unwrap();
            batch.push(postings::ActiveModel {
                public_id: ActiveValue::Set(world.ctx.dice.public_id().to_string()),
                host_account: ActiveValue::Set(host.account),
                state: ActiveValue::Set(State::Published.word().to_owned()),
                offered: ActiveValue::Set(0),
                taken: ActiveValue::Set(0),
                past_stays: ActiveValue::Set(0),
                flags: ActiveValue::Set("[]".to_owned()),
                checked: ActiveValue::Set(true),
                reviewer: ActiveValue::Set(None),
                note: ActiveValue::Set(None),
                submitted_at: ActiveValue::Set(now),
                published_at: ActiveValue::Set(Some(now)),
                changed_at: ActiveValue::Set(now),
                sample: ActiveValue::Set(false),
                ..rows::columns(&posting).unwrap()
            });
        }
        let insert = world.ctx.db.write(move |tx| {
            let batch = batch.clone();
            Box::pin(async move {
                let revision = ActiveValue::Set(store::mark(tx, false).await?);
                let batch = batch.into_iter().map(|one| postings::ActiveModel { revision: revision.clone(), ..one });
                postings::Entity::insert_many(batch).exec_without_returning(tx).await?;
                Ok::<_, OpportunityError>(())
            })
        });
        insert.await.unwrap();
    }
}

/// Prints how long a page with three filters and all its counts takes; run it by name.
#[tokio::test(flavor = "multi_thread")]
#[ignore = "a measurement"]
async fn list_of_20000_postings_with_three_filters() {
    on_both(async |world| {
        add_synthetic_postings(world, 20_000).await;
        let several: [&[(&str, &str)]; 5] = [
            &[("kind", "observership"), ("state", "NY"), ("specialty", "cardiology")],
            &[("kind", "observership"), ("state", "NY"), ("visa", "invitation-letter")],
            &[("mode", "on-site"), ("fee", "free"), ("weeks", "4"), ("sort", "newest")],
            &[("kind", "research-paid"), ("for", "graduate"), ("q", "hospital"), ("sort", "fee")],
            &[("outcome", "certificate"), ("from", "2027-02"), ("by", "2027-06")],
        ];
        for pairs in several {
            let filters = Filters::parse(pairs.iter().copied());
            let (mut took, mut all) = (Vec::new(), 0);
            for _ in 0..300 {
                let begun = tokio::time::Instant::now();
                all = list(&world.ctx, &filters).await.unwrap().counts.all;
                took.push(begun.elapsed());
            }
            took.sort_unstable();
            println!(
                "{} {:?}: {all} fit; median {:?}, p99 {:?}",
                world.kind().name(),
                filters.query(),
                took[150],
                took[297]
            );
        }
    })
    .await;
}
