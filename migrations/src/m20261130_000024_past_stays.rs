//! A stay that is over keeps its place when the person who had it is erased.

use sea_orm_migration::prelude::*;
use sea_orm_migration::schema::integer;

/// This step.
#[derive(DeriveMigrationName)]
pub struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    fn use_transaction(&self) -> Option<bool> {
        Some(true)
    }

    /// How many of the places taken are those of stays whose application is gone. What was counted back before stays so.
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let column = integer("past_stays").default(0).to_owned();
        manager.alter_table(Table::alter().table("postings").add_column(column).to_owned()).await
    }

    /// Without their number such places are counted by nobody.
    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        manager.get_connection().execute_unprepared("UPDATE postings SET taken = taken - past_stays").await?;
        manager.alter_table(Table::alter().table("postings").drop_column("past_stays").to_owned()).await
    }
}
