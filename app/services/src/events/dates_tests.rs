//! Lists out of stored dates against what the rules say, on both databases.

use chrono::{DateTime, Months, TimeDelta, Utc};
use domain::events::{Series, Status};
use sea_orm::sea_query::Expr;
use sea_orm::{ColumnTrait, ConnectionTrait, EntityTrait, PaginatorTrait, QueryFilter};

use super::entity::{occurrences, series};
use super::*;
use crate::ctx::Ctx;
use crate::db::DbError;
use crate::testing::on_both;

/// Rules of every kind, canceled and draft series, long events that are on now, equal starts, dates far away, one
/// whose time does not exist on some days, and slugs that other collations put in another order.
const RULES: &[(&str, &str, &str, u32, &str)] = &[
    ("chat", "America/New_York", "2023-01-25T20:00:00", 60, "FREQ=MONTHLY;INTERVAL=2;BYDAY=4WE"),
    ("chat-2", "America/New_York", "2023-01-25T20:00:00", 60, "FREQ=MONTHLY;INTERVAL=2;BYDAY=4WE"),
    ("chat2", "America/New_York", "2025-01-01T20:00:00", 60, "FREQ=WEEKLY;BYDAY=WE;UNTIL=20280101"),
    ("early-bird", "America/New_York", "2026-01-01T02:30:00", 30, "FREQ=DAILY;UNTIL=20270401"),
    ("exhibition", "Asia/Karachi", "2026-10-01T09:00:00", 20_160, "FREQ=WEEKLY;BYDAY=TH;COUNT=9"),
    ("fair", "Europe/London", "2026-11-03T14:00:00", 60, ""),
    ("gone", "Europe/London", "2026-11-03T13:00:00", 60, ""),
    ("congress", "Asia/Manila", "2030-05-04T09:00:00", 480, ""),
    ("leap-day", "UTC", "2024-02-29T12:00:00", 60, "FREQ=YEARLY"),
    ("meeting", "America/Sao_Paulo", "2020-01-15T18:00:00", 90, "FREQ=MONTHLY;BYMONTHDAY=15"),
];

fn programme() -> String {
    let each = RULES.iter().enumerate().map(|(n, (slug, zone, starts, minutes, rule))| {
        let repeats = if rule.is_empty() { String::new() } else { format!("repeats = \"{rule}\"\n") };
        let category = ["Community", "communitY", "Über uns", "übeR uns", ""][n % 5];
        let status = match *slug {
            "meeting" => "cancelled",
            _ => "published",
        };
        format!(
            "[[series]]\ntitle = \"{slug}\"\nslug = \"{slug}\"\ncategory = \"{category}\"\nzone = \"{zone}\"\n\
             starts = {starts}\nminutes = {minutes}\n{repeats}format = \"online\"\nstatus = \"{status}\"\n\
             [[series.speakers]]\nname = \"Speaker of {slug}\"\n\n"
        )
    });
    let draft = "[[series]]\ntitle = \"Draft\"\nslug = \"draft\"\nzone = \"UTC\"\nstarts = 2026-11-01T12:00:00\n\
                 minutes = 60\nrepeats = \"FREQ=DAILY\"\nformat = \"online\"\nstatus = \"draft\"\ncategory = \"Secret\"\n";
    each.collect::<String>() + draft
}

type Date = (DateTime<Utc>, DateTime<Utc>, String, Option<domain::events::zone::ClockChange>);

/// What the rules say: of each series everything within two years and the first date after them.
async fn told(ctx: &Ctx, category: Option<&str>) -> Vec<Date> {
    let now = ctx.now();
    let horizon = now.checked_add_months(Months::new(24)).unwrap();
    let all = store::whole(ctx.db.read(), store::Which::Public).await.unwrap();
    let chosen = |series: &Series| category.is_none_or(|key| series.category.to_lowercase() == key);
    let mut told: Vec<Date> = Vec::new();
    let mut keys = std::collections::HashMap::new();
    for (id, series) in all.into_iter().filter(|(_, series)| chosen(series)) {
        let mut beyond = 0;
        let dates = series.ending_after(now).take_while(|at| {
            beyond += u32::from(at.start >= horizon);
            at.start < horizon || beyond == 1
        });
        told.extend(dates.map(|at| (at.start, at.end, series.slug.to_string(), at.shifted)));
        keys.insert(series.slug.to_string(), id);
    }
    told.sort_unstable_by_key(|date| (date.0, keys[&date.2]));
    told
}

/// All pages of the list, one after the other.
async fn listed(ctx: &Ctx, category: Option<&str>) -> Vec<Date> {
    let (mut seen, mut after) = (Vec::new(), None);
    loop {
        let filter = Filter { category: category.map(str::to_owned), after, ..Filter::default() };
        let page = super::list(ctx, &filter).await.unwrap();
        assert!(page.dates.len() == PAGE || page.next.is_none());
        assert!(page.dates.iter().all(|at| at.speakers[0].name == format!("Speaker of {}", at.slug)));
        seen.extend(page.dates.into_iter().map(|at| {
            let on = at.occurrence;
            (on.start, on.end, at.slug.to_string(), on.shifted)
        }));
        match page.next {
            Some(next) => after = Some(next),
            None => return seen,
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn pages_of_stored_dates_are_what_the_rules_say_each_date_once_and_in_order() {
    on_both(async |world| {
        let ctx = &world.ctx;
        import_programme(ctx, &programme()).await.unwrap();
        // Five years on, with the job once in a while; each time something else has ended or is on.
        for (days, minutes) in [(0, 0), (0, 59), (1, 1), (9, 0), (120, 7), (800, 0), (1100, 0)] {
            world.clock.advance(TimeDelta::days(days) + TimeDelta::minutes(minutes));
            extend_dates(ctx).await.unwrap();
            let told_now = told(ctx, None).await;
            assert!(told_now.len() > 3 * PAGE || days >= 800, "{}", told_now.len());
            assert_eq!(listed(ctx, None).await, told_now);
            for category in ["community", "über uns", "no such"] {
                assert_eq!(listed(ctx, Some(category)).await, told(ctx, Some(category)).await, "{category}");
            }
            assert_eq!(listed(ctx, Some("ÜBER uns")).await, told(ctx, Some("über uns")).await);
            let next = next_date(ctx).await.unwrap().unwrap();
            let first = told_now.iter().find(|date| date.2 != "meeting").unwrap();
            assert_eq!((next.occurrence.start, next.slug.as_str()), (first.0, first.2.as_str()));
            assert_eq!(crate::check::check(ctx).await.unwrap(), []);
        }
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn canceled_dates_are_listed_drafts_are_not_and_odd_places_are_ignored() {
    on_both(async |world| {
        let ctx = &world.ctx;
        import_programme(ctx, &programme()).await.unwrap();
        let list = super::list(ctx, &Filter::default()).await.unwrap();
        assert_eq!(list.categories, ["Community", "Über uns"]);
        assert!(list.dates.iter().any(|at| at.slug.as_str() == "meeting" && at.status == Status::Cancelled));
        assert!(list.dates.iter().all(|at| at.status != Status::Draft));
        assert_eq!(
            super::list(ctx, &Filter { category: Some("secret".to_owned()), ..Filter::default() }).await.unwrap().dates,
            []
        );
        for odd in [
            "tomorrow",
            "1-",
            "1-chat",
            "99999999999999-20260101T000000-chat",
            "-1-20260101T000000-chat",
            "253402300800-20260101T000000-chat",
            "1-123450101T000000-chat",
        ] {
            let filter = Filter { after: Some(odd.to_owned()), ..Filter::default() };
            assert_eq!(super::list(ctx, &filter).await.unwrap(), list, "{odd}");
        }
        let late = Filter { after: Some("253402300799-19700101T000000-chat".to_owned()), ..Filter::default() };
        assert_eq!(super::list(ctx, &late).await.unwrap().dates, []);
    })
    .await;
}

async fn rows(ctx: &Ctx) -> Vec<occurrences::Model> {
    occurrences::Entity::find().all(ctx.db.read()).await.unwrap()
}

async fn run_jobs(ctx: &Ctx) {
    crate::jobs::ensure_recurring(ctx).await.unwrap();
    while crate::jobs::run_due(ctx).await.unwrap() > 0 {}
}

#[tokio::test(flavor = "multi_thread")]
async fn the_daily_job_moves_the_horizon_and_else_changes_nothing() {
    on_both(async |world| {
        let ctx = &world.ctx;
        import_programme(ctx, &programme()).await.unwrap();
        let (before, version) = (rows(ctx).await, ctx.db.version().get());
        run_jobs(ctx).await;
        assert_eq!((rows(ctx).await, ctx.db.version().get()), (before, version), "there was nothing to do");

        world.clock.advance(TimeDelta::days(2));
        run_jobs(ctx).await;
        assert!(rows(ctx).await.iter().any(|row| row.ends_at < ctx.now()), "what is over stays");
        let version = ctx.db.version().get();
        world.clock.advance(TimeDelta::days(70));
        run_jobs(ctx).await;
        assert!(ctx.db.version().get() > version, "later dates can be seen now");
        assert_eq!(listed(ctx, None).await, told(ctx, None).await);
        assert_eq!(crate::check::check(ctx).await.unwrap(), []);

        // A second worker, or the same once more.
        let (before, version) = (rows(ctx).await, ctx.db.version().get());
        extend_dates(ctx).await.unwrap();
        assert_eq!((rows(ctx).await, ctx.db.version().get()), (before, version));
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn dates_of_older_zone_data_are_resolved_anew_when_the_server_starts() {
    on_both(async |world| {
        let ctx = &world.ctx;
        import_programme(ctx, &programme()).await.unwrap();
        run_jobs(ctx).await;
        let told = listed(ctx, None).await;
        // As if an older release had thought the clocks of New York an hour off.
        ctx.db
            .write(|tx| {
                Box::pin(async move {
                    let old = series::Entity::update_many()
                        .col_expr(series::Column::Tzdata, Expr::value("2020a"))
                        .filter(series::Column::Zone.eq("America/New_York"));
                    assert_eq!(old.exec(tx).await?.rows_affected, 4);
                    tx.execute_unprepared("DELETE FROM occurrences WHERE id % 3 = 0").await?;
                    tx.execute_unprepared("UPDATE occurrences SET starts_at = '2026-12-31T00:00:00+00:00', ends_at = '2026-12-31T02:00:00+00:00' WHERE series_id IN (SELECT id FROM series WHERE tzdata = '2020a')").await?;
                    tx.execute_unprepared("DELETE FROM occurrences WHERE series_id NOT IN (SELECT id FROM series WHERE tzdata = '2020a')").await?;
                    tx.execute_unprepared("UPDATE series SET tzdata = '2020a'").await?;
                    Ok::<_, DbError>(())
                })
            })
            .await
            .unwrap();
        assert_eq!(crate::check::check(ctx).await.unwrap(), [], "dates of other zone data are not compared");
        world.clock.advance(TimeDelta::minutes(1));
        run_jobs(ctx).await;
        assert_eq!(listed(ctx, None).await, told);
        assert_eq!(crate::check::check(ctx).await.unwrap(), []);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_series_that_goes_takes_its_dates_along_and_a_changed_one_keeps_what_still_holds() {
    on_both(async |world| {
        let ctx = &world.ctx;
        import_programme(ctx, &programme()).await.unwrap();
        let before = rows(ctx).await;
        let words = programme().replace("title = \"chat\"", "title = \"Coffee\"");
        import_programme(ctx, &words).await.unwrap();
        assert_eq!(rows(ctx).await, before);
        import_programme(ctx, &words.replace(";UNTIL=20270401", ";UNTIL=20270402")).await.unwrap();
        assert_eq!(listed(ctx, None).await, told(ctx, None).await);
        add_sample(ctx).await.unwrap();
        remove_sample(ctx).await.unwrap();
        assert_eq!(occurrences::Entity::find().count(ctx.db.read()).await.unwrap(), before.len() as u64 + 1);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn no_series_has_more_than_its_share_of_rows() {
    let longest = "[[series]]\ntitle = \"D\"\nslug = \"d\"\nzone = \"UTC\"\nstarts = 2020-01-01T00:00:00\n\
                   minutes = 20160\nrepeats = \"FREQ=DAILY\"\nformat = \"online\"\nstatus = \"published\"\n";
    on_both(async |world| {
        import_programme(&world.ctx, longest).await.unwrap();
        let rows = rows(&world.ctx).await;
        let over = rows.iter().filter(|row| row.ends_at <= world.ctx.now()).count();
        assert_eq!((over, rows.len()), (1000, 1000 + 732 + 14), "two years and what is on");
        assert!(rows.iter().all(|row| row.long_since == Some(row.starts_at)));
    })
    .await;
}
