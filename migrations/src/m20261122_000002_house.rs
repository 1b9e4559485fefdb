//! What every feature leans on: jobs, uploaded files, idempotency keys, and reports of a problem with a page.

use sea_orm_migration::prelude::*;
use sea_orm_migration::schema::{
    big_integer, big_integer_null, big_pk_auto, boolean, integer, string_len, string_len_null, string_len_uniq, text,
    text_null, timestamp_with_time_zone, timestamp_with_time_zone_null,
};

/// This step.
#[derive(DeriveMigrationName)]
pub struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    fn use_transaction(&self) -> Option<bool> {
        Some(true)
    }

    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        manager.create_table(jobs()).await?;
        manager
            .create_index(Index::create().name("jobs_state_due_at").table("jobs").col("state").col("due_at").to_owned())
            .await?;
        manager.create_table(files()).await?;
        manager
            .create_index(
                Index::create().name("files_state_created_at").table("files").col("state").col("created_at").to_owned(),
            )
            .await?;
        manager.create_table(idempotency_keys()).await?;
        manager
            .create_index(
                Index::create()
                    .name("idempotency_keys_key_action")
                    .table("idempotency_keys")
                    .col("key")
                    .col("action")
                    .unique()
                    .to_owned(),
            )
            .await?;
        manager
            .create_index(
                Index::create()
                    .name("idempotency_keys_created_at")
                    .table("idempotency_keys")
                    .col("created_at")
                    .to_owned(),
            )
            .await?;
        manager.create_table(reports()).await?;
        manager
            .create_index(
                Index::create()
                    .name("reports_state_created_at")
                    .table("reports")
                    .col("state")
                    .col("created_at")
                    .to_owned(),
            )
            .await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        for table in ["reports", "idempotency_keys", "files", "jobs"] {
            manager.drop_table(Table::drop().table(table).to_owned()).await?;
        }
        Ok(())
    }
}

/// Work to be done later. `dedupe_key` is unique among jobs that still exist; done jobs are deleted.
fn jobs() -> TableCreateStatement {
    Table::create()
        .table("jobs")
        .col(big_pk_auto("id"))
        .col(string_len("kind", 64))
        .col(timestamp_with_time_zone("due_at"))
        .col(text("payload"))
        .col(string_len_null("dedupe_key", 128).unique_key())
        .col(timestamp_with_time_zone_null("leased_until"))
        .col(integer("attempts"))
        .col(text_null("last_error"))
        .col(string_len("state", 16))
        .col(timestamp_with_time_zone("created_at"))
        .check(Expr::col("attempts").gte(0))
        .to_owned()
}

fn files() -> TableCreateStatement {
    Table::create()
        .table("files")
        .col(big_pk_auto("id"))
        .col(string_len_uniq("public_id", 20))
        .col(string_len("kind", 32))
        .col(string_len("media_type", 64))
        .col(big_integer("bytes"))
        .col(string_len("sha256", 64))
        .col(string_len_uniq("path", 64))
        .col(string_len("state", 16))
        .col(timestamp_with_time_zone("created_at"))
        .check(Expr::col("bytes").gte(0))
        .to_owned()
}

fn idempotency_keys() -> TableCreateStatement {
    Table::create()
        .table("idempotency_keys")
        .col(big_pk_auto("id"))
        .col(string_len("key", 64))
        .col(string_len("action", 64))
        .col(string_len("body_sha256", 64))
        .col(text("outcome"))
        .col(timestamp_with_time_zone("created_at"))
        .to_owned()
}

fn reports() -> TableCreateStatement {
    Table::create()
        .table("reports")
        .col(big_pk_auto("id"))
        .col(string_len_uniq("public_id", 20))
        .col(text("page"))
        .col(string_len("what", 32))
        .col(text("details"))
        .col(big_integer_null("file_id").unique_key())
        .col(string_len("state", 16))
        .col(boolean("sample"))
        .col(timestamp_with_time_zone("created_at"))
        .col(timestamp_with_time_zone_null("closed_at"))
        .foreign_key(
            ForeignKey::create()
                .name("reports_file_id")
                .from("reports", "file_id")
                .to("files", "id")
                .on_delete(ForeignKeyAction::Restrict),
        )
        .to_owned()
}
