//! Whom an event is for. Every event there is stays for everybody.

use sea_orm_migration::prelude::*;
use sea_orm_migration::schema::string_len;

/// This step.
#[derive(DeriveMigrationName)]
pub struct Migration;

/// The description stays the last column: SQLite reads a row from its front, and lists do not want it.
const DESCRIPTION_LAST: [&str; 4] = [
    "ALTER TABLE series RENAME COLUMN description TO description_before",
    "ALTER TABLE series ADD COLUMN description text NOT NULL DEFAULT ''",
    "UPDATE series SET description = description_before",
    "ALTER TABLE series DROP COLUMN description_before",
];

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    fn use_transaction(&self) -> Option<bool> {
        Some(true)
    }

    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let known = Expr::col("for_whom").is_in(["everybody", "materials for members", "members"]);
        let column = string_len("for_whom", 24).default("everybody").check(known).to_owned();
        manager.alter_table(Table::alter().table("series").add_column(column).to_owned()).await?;
        for sql in DESCRIPTION_LAST {
            manager.get_connection().execute_unprepared(sql).await?;
        }
        Ok(())
    }

    /// Events for members are for everybody again.
    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        manager.get_connection().execute_unprepared("ALTER TABLE series DROP COLUMN for_whom").await?;
        Ok(())
    }
}
