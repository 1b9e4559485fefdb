//! Where somebody goes on who confirms their address, so that the way is there in another browser too.

use sea_orm_migration::prelude::*;
use sea_orm_migration::schema::string_len_null;

/// This step.
#[derive(DeriveMigrationName)]
pub struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    fn use_transaction(&self) -> Option<bool> {
        Some(true)
    }

    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let column = string_len_null("next", 200);
        manager.alter_table(Table::alter().table("link_tokens").add_column(column).to_owned()).await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        manager.alter_table(Table::alter().table("link_tokens").drop_column("next").to_owned()).await
    }
}
