//! News tell what changed and nothing of drafts; addresses are complete and come in parts.

use super::news::{addresses, count_addresses, news};
use crate::testing::on_both;

const FILE: &str = r#"
[[series]]
title = "Evening of letters"
category = "Workshop"
zone = "America/New_York"
starts = 2026-12-02T20:00:00
minutes = 60
repeats = "every week on Wednesday"
format = "online"
status = "published"

[[series]]
title = "Not yet told"
category = "Workshop"
zone = "America/New_York"
starts = 2026-12-03T20:00:00
minutes = 60
repeats = "every week on Thursday"
format = "online"
status = "draft"
"#;

#[tokio::test]
async fn drafts_are_no_news_and_have_no_address() {
    on_both(async |world| {
        super::import_programme(&world.ctx, FILE).await.unwrap();
        let told = news(&world.ctx, 50).await.unwrap();
        assert_eq!(told.len(), 1);
        assert_eq!((told[0].series.title.as_str(), told[0].date), ("Evening of letters", None));
        assert_eq!(told[0].changed_at, told[0].series.changed_at);
        let all = addresses(&world.ctx, 0, 1000).await.unwrap();
        assert!(all.iter().all(|address| address.slug.as_str() == "evening-of-letters"), "{all:?}");
        assert_eq!(all[0].date, None);
        assert_eq!(all[1].date.as_deref(), Some("2026-12-02"));
        assert!(all.len() > 40 && all.len() < 60, "a year of weeks: {}", all.len());
    })
    .await;
}

#[tokio::test]
async fn the_newest_change_comes_first_and_no_more_than_asked() {
    on_both(async |world| {
        super::add_sample(&world.ctx).await.unwrap();
        world.clock.advance(chrono::Duration::hours(1));
        super::import_programme(&world.ctx, FILE).await.unwrap();
        let told = news(&world.ctx, 3).await.unwrap();
        assert_eq!(told.len(), 3);
        assert_eq!(told[0].series.slug.as_str(), "evening-of-letters");
        assert!(told.windows(2).all(|pair| pair[0].changed_at >= pair[1].changed_at));
    })
    .await;
}

#[tokio::test]
async fn parts_of_the_addresses_make_the_whole() {
    on_both(async |world| {
        super::add_sample(&world.ctx).await.unwrap();
        let whole = addresses(&world.ctx, 0, 10_000).await.unwrap();
        assert_eq!(whole.len() as u64, count_addresses(&world.ctx).await.unwrap());
        for size in [1, 3, 7, 50] {
            let mut parts = Vec::new();
            while let Ok(part) = addresses(&world.ctx, parts.len() as u64, size).await {
                if part.is_empty() {
                    break;
                }
                parts.extend(part);
            }
            assert_eq!(parts, whole, "in parts of {size}");
        }
    })
    .await;
}
