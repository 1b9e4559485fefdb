//! Whoever lost an application to a take-down is told once that the posting is back, and may apply to it again.

use sea_orm_migration::prelude::*;
use sea_orm_migration::schema::boolean;

/// This step.
#[derive(DeriveMigrationName)]
pub struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    fn use_transaction(&self) -> Option<bool> {
        Some(true)
    }

    /// What a posting took along that is still down ended in the moment in which that went. What came back before this step
    /// is not told any more.
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        for column in ["taken_down", "told_back"] {
            let column = boolean(column).default(false).to_owned();
            manager.alter_table(Table::alter().table("applications").add_column(column).to_owned()).await?;
        }
        let ended = "UPDATE applications SET taken_down = TRUE WHERE stage = 'declined' AND EXISTS (\
                     SELECT 1 FROM postings WHERE postings.id = applications.posting_id \
                     AND postings.state = 'taken-down' AND applications.changed_at >= postings.changed_at)";
        manager.get_connection().execute_unprepared(ended).await?;
        Ok(())
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        for column in ["told_back", "taken_down"] {
            manager.alter_table(Table::alter().table("applications").drop_column(column).to_owned()).await?;
        }
        Ok(())
    }
}
