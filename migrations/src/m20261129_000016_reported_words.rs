//! What somebody told a cohort is kept with a report of it.

use sea_orm_migration::prelude::*;
use sea_orm_migration::schema::text_null;

/// This step.
#[derive(DeriveMigrationName)]
pub struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    fn use_transaction(&self) -> Option<bool> {
        Some(true)
    }

    /// `told` is sealed under the key of the person, as `picture` is.
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        manager.alter_table(Table::alter().table("evidence").add_column(text_null("told")).to_owned()).await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        manager.alter_table(Table::alter().table("evidence").drop_column("told").to_owned()).await
    }
}
