//! What a host had closed before it was held stays closed. Whatever is held already is opened by its check, as before.

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

    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let column = boolean("closed").default(false).to_owned();
        manager.alter_table(Table::alter().table("postings").add_column(column).to_owned()).await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        manager.get_connection().execute_unprepared("ALTER TABLE postings DROP COLUMN closed").await?;
        Ok(())
    }
}
