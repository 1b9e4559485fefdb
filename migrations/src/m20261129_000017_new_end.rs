//! Two who work together may agree on another last day.

use sea_orm_migration::prelude::*;
use sea_orm_migration::schema::{string_len_null, timestamp_with_time_zone_null};

/// This step.
#[derive(DeriveMigrationName)]
pub struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    fn use_transaction(&self) -> Option<bool> {
        Some(true)
    }

    /// A last day that one of the two has proposed and signed and the other has not: which, who, when.
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        for column in [
            string_len_null("new_ends_on", 10),
            string_len_null("new_end_by", 16),
            timestamp_with_time_zone_null("new_end_at"),
        ] {
            manager.alter_table(Table::alter().table("engagements").add_column(column).to_owned()).await?;
        }
        Ok(())
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        for column in ["new_end_at", "new_end_by", "new_ends_on"] {
            manager.alter_table(Table::alter().table("engagements").drop_column(column).to_owned()).await?;
        }
        Ok(())
    }
}
