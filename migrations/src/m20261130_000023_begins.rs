//! When stays begin and what may come of them stand beside what a posting says, so that lists are narrowed by them too.

use sea_orm_migration::prelude::*;
use sea_orm_migration::schema::{integer, integer_null};
use sea_orm_migration::sea_orm::DbBackend;

/// This step.
#[derive(DeriveMigrationName)]
pub struct Migration;

/// What may come of a stay, in the order of the bits.
const OUTCOMES: [&str; 4] = ["letter-if-earned", "certificate", "evaluation", "authorship"];

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    fn use_transaction(&self) -> Option<bool> {
        Some(true)
    }

    /// `begins_from` and `begins_to` are months such as 202703, and null where a stay begins at any time.
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let columns =
            [integer("outcome_bits").default(0).to_owned(), integer_null("begins_from"), integer_null("begins_to")];
        for column in columns {
            manager.alter_table(Table::alter().table("postings").add_column(column).to_owned()).await?;
        }
        let repeat = repeat(manager.get_database_backend());
        manager.get_connection().execute_unprepared(&repeat).await?;
        Ok(())
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        for column in ["begins_to", "begins_from", "outcome_bits"] {
            manager.alter_table(Table::alter().table("postings").drop_column(column).to_owned()).await?;
        }
        Ok(())
    }
}

/// Reads the columns of what is there from what it says. A rolling start is a word and holds no day, so its months are null.
fn repeat(backend: DbBackend) -> String {
    let (outcomes, from, to) = match backend {
        DbBackend::Postgres => (
            "body::json #>> '{outcomes}'",
            "body::json #>> '{start,between,from}'",
            "body::json #>> '{start,between,to}'",
        ),
        _ => (
            "json_extract(body, '$.outcomes')",
            "json_extract(body, '$.start.between.from')",
            "json_extract(body, '$.start.between.to')",
        ),
    };
    let month = |day: &str| format!("CAST(replace(substr({day}, 1, 7), '-', '') AS INTEGER)");
    let bit =
        |(at, word): (usize, &&str)| format!("CASE WHEN {outcomes} LIKE '%\"{word}\"%' THEN {} ELSE 0 END", 1 << at);
    let bits: Vec<String> = OUTCOMES.iter().enumerate().map(bit).collect();
    format!(
        "UPDATE postings SET outcome_bits = {}, begins_from = {}, begins_to = {} WHERE body LIKE '{{%'",
        bits.join(" + "),
        month(from),
        month(to)
    )
}
