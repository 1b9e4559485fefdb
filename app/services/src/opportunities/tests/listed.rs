//! Lists show what is in the database at the next look, whoever has changed it.

use domain::opportunities::{Month, Outcome};

use super::*;
use crate::dice::Dice;
use crate::transfer::{dump, load};
use crate::{identity, moderation};

/// The same list by a process that has just begun.
async fn anew(world: &TestWorld, filters: &Filters) -> Found {
    list(&Ctx { board: Board::default(), ..world.ctx.clone() }, filters).await.unwrap()
}

async fn titles(world: &TestWorld) -> Vec<String> {
    let all = Filters::parse([]);
    let found = list(&world.ctx, &all).await.unwrap();
    assert_eq!(found, anew(world, &all).await, "what is kept and what is stored");
    found.lines.into_iter().map(|line| line.posting.title).collect()
}

#[tokio::test(flavor = "multi_thread")]
async fn a_list_follows_every_change_and_every_deletion() {
    on_both(async |world| {
        let named = |title: &'static str, closes: &'static str| [("title", title), ("closes", closes)];
        let (host, first) = published(world, "host", &named("First", "2026-12-10")).await;
        let (other, _) = published(world, "other", &named("Second", "2026-12-20")).await;
        assert_eq!(titles(world).await, ["First", "Second"]);
        let draft = edit(&host.ctx, &first).await.unwrap();
        change(&host.ctx, draft.as_str(), None, Part::When, &whole(&[("closes", "2026-12-30")])).await.unwrap();
        submit(&host.ctx, draft.as_str()).await.unwrap();
        assert_eq!(titles(world).await, ["Second", "First"]);
        step(&host.ctx, &first, Step::Pause).await.unwrap();
        assert_eq!(titles(world).await, ["Second"]);
        step(&host.ctx, &first, Step::Resume).await.unwrap();
        assert_eq!(titles(world).await, ["Second", "First"]);
        let admin = world.person("admin", &[Capability::Admin]).await;
        identity::erase_person(&admin.ctx, other.id.as_str(), "asked", true).await.unwrap();
        assert_eq!(titles(world).await, ["First"]);
        // Places are read with the page, not kept.
        set_seats(&host.ctx, &first, 5).await.unwrap();
        let found = list(&world.ctx, &Filters::parse([])).await.unwrap();
        assert_eq!(found.lines[0].places.seats, 5);
        world.clock.advance(chrono::TimeDelta::days(60));
        assert_eq!(titles(world).await, Vec::<String>::new());
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_list_leaves_out_whom_one_of_the_two_keeps_away() {
    on_both(async |world| {
        let (host, _) = published(world, "host", &[]).await;
        published(world, "other", &[("title", "Second")]).await;
        let (ada, ben) = (world.person("ada", &[]).await, world.person("ben", &[]).await);
        moderation::block(&host.ctx, ada.id.as_str()).await.unwrap();
        moderation::block(&ben.ctx, host.id.as_str()).await.unwrap();
        for (ctx, expected) in [(&ada.ctx, 1), (&ben.ctx, 1), (&host.ctx, 2), (&world.ctx, 2)] {
            let found = list(ctx, &Filters::parse([])).await.unwrap();
            assert_eq!((found.lines.len(), found.counts.all), (expected, expected as u64));
        }
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_list_is_whole_again_when_rows_went_unseen() {
    on_both(async |world| {
        let (_, first) = published(world, "host", &[]).await;
        published(world, "other", &[("title", "Second")]).await;
        assert_eq!(titles(world).await.len(), 2);
        let gone = first.clone();
        let erased = world.ctx.db.write(move |tx| {
            let gone = gone.clone();
            Box::pin(async move {
                use sea_orm::{ColumnTrait, EntityTrait, QueryFilter};
                tx.housekeeping();
                let one = entity::postings::Entity::delete_many();
                one.filter(entity::postings::Column::PublicId.eq(gone)).exec(tx).await?;
                Ok::<_, crate::db::DbError>(())
            })
        });
        erased.await.unwrap();
        let found = list(&world.ctx, &Filters::parse([])).await.unwrap();
        assert_eq!((found.lines.len(), found.counts.all), (1, 1));
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn pages_and_orders_are_those_of_the_database() {
    on_both(async |world| {
        let host = world.person("host", &[Capability::Host]).await;
        for nth in 0..45 {
            let (title, day) = (format!("Posting {nth:02}"), format!("2026-12-{:02}", 10 + nth % 20));
            opened(&host, &[("title", &title), ("closes", &day)]).await;
            world.clock.advance(chrono::TimeDelta::minutes(1));
        }
        let rows = store::of_host(world.ctx.db.read(), host.account).await.unwrap();
        for sort in ["deadline", "newest", "fee"] {
            let mut expected = rows.clone();
            match sort {
                "deadline" => expected.sort_by_key(|row| (row.expires_at, row.id)),
                "newest" => expected.sort_by_key(|row| std::cmp::Reverse((row.published_at, row.id))),
                _ => expected.sort_by_key(|row| (row.fee_week, row.id)),
            }
            let expected: Vec<String> = expected.into_iter().map(|row| row.public_id).collect();
            let mut seen = Vec::new();
            for page in ["1", "2", "3", "4"] {
                let found = list(&world.ctx, &Filters::parse([("sort", sort), ("page", page)])).await.unwrap();
                assert_eq!(found.counts.all, 45);
                seen.extend(found.lines.into_iter().map(|line| line.id.to_string()));
            }
            assert_eq!(seen, expected, "{sort}");
        }
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_posting_that_cannot_be_read_does_not_take_the_list_with_it() {
    on_both(async |world| {
        let (_, first) = published(world, "host", &[]).await;
        published(world, "other", &[("title", "Second")]).await;
        broken(world, format!("UPDATE postings SET body = '{{' WHERE public_id = '{first}'")).await;
        assert_eq!(titles(world).await, ["Second"]);
        let queries = world.ctx.db.queries();
        list(&world.ctx, &Filters::parse([])).await.unwrap();
        assert_eq!(world.ctx.db.queries() - queries, 1, "nothing is read anew because of it");
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_database_that_was_loaded_goes_on_counting_its_changes() {
    let source = TestWorld::sqlite().await;
    with_an_offer(&source).await;
    let archive = source.ctx.db.data_dir().join("dump.tar");
    dump(&source.ctx, &archive).await.unwrap();
    let marks = store::marks(source.ctx.db.read()).await.unwrap();
    on_both(async |world| {
        assert_eq!(titles(world).await.len(), 0);
        load(&world.ctx, &archive).await.unwrap();
        assert_eq!(store::marks(world.ctx.db.read()).await.unwrap(), marks);
        assert_eq!(titles(world).await.len(), 1);
        // Other dice: those of this world would throw the ids that were loaded.
        let ctx = crate::ctx::Ctx { dice: Dice::seeded(9), ..world.ctx.clone() };
        let other = world.person_with(&ctx, "other", &[Capability::Host]).await;
        opened(&other, &[("title", "Second")]).await;
        assert!(store::marks(world.ctx.db.read()).await.unwrap().changed > marks.changed);
        assert_eq!(titles(world).await.len(), 2);
        is_whole(world).await;
    })
    .await;
    source.end().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_list_is_narrowed_by_when_a_stay_begins_and_what_may_come_of_it() {
    on_both(async |world| {
        let spring = [("title", "Spring"), ("start", "between"), ("from", "2027-03-20"), ("to", "2027-05-02")];
        published(world, "host", &spring).await;
        published(world, "other", &[("title", "Rolling"), ("outcome", "certificate")]).await;
        let titles = async |pairs: &[(&str, &str)]| -> Vec<String> {
            let filters = Filters::parse(pairs.iter().copied());
            let found = list(&world.ctx, &filters).await.unwrap();
            assert_eq!(found, anew(world, &filters).await, "what is kept and what is stored");
            let mut titles: Vec<String> = found.lines.into_iter().map(|line| line.posting.title).collect();
            titles.sort();
            titles
        };
        assert_eq!(titles(&[("from", "2027-05")]).await, ["Rolling", "Spring"]);
        assert_eq!(titles(&[("from", "2027-06")]).await, ["Rolling"]);
        assert_eq!(titles(&[("by", "2027-02")]).await, ["Rolling"]);
        assert_eq!(titles(&[("from", "2027-04"), ("by", "2027-04")]).await, ["Rolling", "Spring"]);
        assert_eq!(titles(&[("from", "2027-05"), ("by", "2027-04")]).await, [""; 0]);
        // Nothing begins in a month that is over.
        assert_eq!(titles(&[("by", "2026-10")]).await, [""; 0]);
        assert_eq!(titles(&[("outcome", "certificate")]).await, ["Rolling"]);
        assert_eq!(titles(&[("outcome", "certificate"), ("outcome", "evaluation")]).await, ["Rolling"]);
        assert_eq!(titles(&[("from", "soon"), ("by", "2027-00"), ("outcome", "fame")]).await, ["Rolling", "Spring"]);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn fees_weeks_months_and_outcomes_are_counted_as_if_each_were_open() {
    on_both(async |world| {
        let fee = [
            ("title", "Harbor"),
            ("has_fee", "yes"),
            ("fee_what_1", "Visitor office"),
            ("fee_amount_1", "200"),
            ("fee_per_1", "week"),
            ("fee_payee_1", "institution"),
            ("fee_name_1", "Lakeshore Teaching Hospital"),
            ("refund", "full"),
            ("refund_rule", "Everything comes back until 14 days before the start."),
            ("weeks_most", "8"),
            ("outcome", "evaluation"),
        ];
        published(world, "host", &fee).await;
        let until = [("start", "between"), ("from", "2026-12-01"), ("to", "2026-12-31"), ("outcome", "certificate")];
        published(world, "other", &until).await;
        let counts = list(&world.ctx, &Filters::parse([("fee", "free")])).await.unwrap().counts;
        assert_eq!(counts.all, 1);
        let fees: Vec<(String, u64)> = counts.fees.iter().map(|(most, n)| (most.typed(), *n)).collect();
        let expected = [("0", 1), ("100", 1), ("250", 2), ("500", 2)].map(|(most, n)| (most.to_owned(), n));
        assert_eq!(fees, expected);
        assert_eq!(counts.weeks, [(4, 1)]);
        assert_eq!(counts.outcomes, [(Outcome::Certificate, 1)]);
        let months = |counted: &[(Month, u64)]| counted.iter().map(|(month, _)| month.to_string()).collect::<Vec<_>>();
        assert_eq!(months(&counts.from), ["2026-11", "2026-12"]);
        assert_eq!(months(&counts.by).first().map(String::as_str), Some("2026-12"));
        let counts = list(&world.ctx, &Filters::parse([("weeks", "6")])).await.unwrap().counts;
        assert_eq!(counts.weeks, [(4, 2), (6, 1), (8, 1)]);
        assert_eq!(counts.all, 1);
    })
    .await;
}
