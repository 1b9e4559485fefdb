//! A block by an account and one by a request or a number stand beside each other, so that neither tells of the other.

use sea_orm_migration::prelude::*;

/// This step.
#[derive(DeriveMigrationName)]
pub struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    fn use_transaction(&self) -> Option<bool> {
        Some(true)
    }

    /// Of one account there is one block, and one of each name by which it was kept away.
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let db = manager.get_connection();
        for statement in [
            "DROP INDEX blocks_blocker_blocked",
            "CREATE UNIQUE INDEX blocks_account ON blocks (blocker, blocked) WHERE named IS NULL",
            "CREATE UNIQUE INDEX blocks_named ON blocks (blocker, named) WHERE named IS NOT NULL",
            // Those two are partial, and a pair is looked up by whichever name.
            "CREATE INDEX blocks_pair ON blocks (blocker, blocked)",
        ] {
            db.execute_unprepared(statement).await?;
        }
        Ok(())
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let db = manager.get_connection();
        for statement in [
            "DROP INDEX blocks_pair",
            "DROP INDEX blocks_named",
            "DROP INDEX blocks_account",
            "DELETE FROM blocks WHERE id NOT IN (SELECT MIN(id) FROM blocks GROUP BY blocker, blocked)",
        ] {
            db.execute_unprepared(statement).await?;
        }
        let mut index = Index::create();
        index.name("blocks_blocker_blocked").table("blocks").col("blocker").col("blocked").unique();
        manager.create_index(index.clone()).await
    }
}
