//! A mentor whose request on a list is over may come onto that list again, and two who have not signed are reminded.

use sea_orm_migration::prelude::*;
use sea_orm_migration::schema::timestamp_with_time_zone_null;

/// This step.
#[derive(DeriveMigrationName)]
pub struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    fn use_transaction(&self) -> Option<bool> {
        Some(true)
    }

    /// Of one mentor there is one request on a list that is not over; those that are over stay, because they count.
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let db = manager.get_connection();
        db.execute_unprepared("DROP INDEX mentor_requests_ask_id_mentor_id").await?;
        db.execute_unprepared(
            "CREATE UNIQUE INDEX mentor_requests_live ON mentor_requests (ask_id, mentor_id) \
             WHERE state IN ('listed', 'waiting', 'open', 'more-asked', 'accepted')",
        )
        .await?;
        for column in ["agree_told_at", "agree_told_again_at"] {
            let column = timestamp_with_time_zone_null(column);
            manager.alter_table(Table::alter().table("engagements").add_column(column).to_owned()).await?;
        }
        Ok(())
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        for column in ["agree_told_again_at", "agree_told_at"] {
            manager.alter_table(Table::alter().table("engagements").drop_column(column).to_owned()).await?;
        }
        let db = manager.get_connection();
        db.execute_unprepared("DROP INDEX mentor_requests_live").await?;
        db.execute_unprepared(
            "DELETE FROM mentor_requests WHERE id NOT IN (SELECT MAX(id) FROM mentor_requests GROUP BY ask_id, mentor_id)",
        )
        .await?;
        let mut index = Index::create();
        index.name("mentor_requests_ask_id_mentor_id").table("mentor_requests").col("ask_id").col("mentor_id").unique();
        manager.create_index(index.clone()).await
    }
}
