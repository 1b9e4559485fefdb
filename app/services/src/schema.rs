//! Does the database have the schema this binary was built for?
//!
//! The names of the steps come from the caller, because this crate does not depend on the migrations.

use sea_orm::{ConnectionTrait, Statement};

use crate::db::{Db, DbError, DbKind};

/// How the database's schema stands to this binary.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum SchemaState {
    /// They fit.
    UpToDate,
    /// So many steps are still to be applied; all of them for an empty database.
    Behind(usize),
    /// The database knows these steps, this binary does not: it was migrated by a later one.
    Newer(Vec<String>),
}

/// Compares the applied steps with `known`, the names of this binary's steps in order.
pub async fn state(db: &Db, known: &[String]) -> Result<SchemaState, DbError> {
    let applied = applied(db).await?;
    let unknown: Vec<String> = applied.iter().filter(|name| !known.contains(name)).cloned().collect();
    if !unknown.is_empty() {
        return Ok(SchemaState::Newer(unknown));
    }
    match known.iter().filter(|name| !applied.contains(name)).count() {
        0 => Ok(SchemaState::UpToDate),
        pending => Ok(SchemaState::Behind(pending)),
    }
}

/// The names of the steps that the database has been through, in order; empty for a new database.
pub async fn applied(db: &Db) -> Result<Vec<String>, DbError> {
    let (reader, backend) = (db.read(), db.read().get_database_backend());
    let exists = match db.kind() {
        DbKind::Sqlite => "SELECT 1 FROM sqlite_master WHERE type = 'table' AND name = 'seaql_migrations'",
        DbKind::Postgres => "SELECT 1 WHERE to_regclass('seaql_migrations') IS NOT NULL",
    };
    if reader.query_one_raw(Statement::from_string(backend, exists)).await?.is_none() {
        return Ok(Vec::new());
    }
    let names = Statement::from_string(backend, "SELECT version FROM seaql_migrations ORDER BY version");
    let rows = reader.query_all_raw(names).await?;
    Ok(rows.iter().map(|row| row.try_get_by_index(0)).collect::<Result<_, _>>()?)
}

#[cfg(test)]
mod tests {
    use migrations::MigratorTrait;

    use super::{SchemaState, state};
    use crate::testing::on_both_bare;

    #[tokio::test(flavor = "multi_thread")]
    async fn the_schema_guard_tells_an_old_a_fitting_and_a_newer_database() {
        on_both_bare(async |world| {
            let (db, known) = (&world.ctx.db, migrations::names());
            assert_eq!(state(db, &known).await.unwrap(), SchemaState::Behind(known.len()));
            db.migrate(|connection| async move { migrations::Migrator::up(&connection, None).await }).await.unwrap();
            assert_eq!(state(db, &known).await.unwrap(), SchemaState::UpToDate);
            let older = &known[..known.len() - 1];
            assert_eq!(state(db, older).await.unwrap(), SchemaState::Newer(vec![known[known.len() - 1].clone()]));
            let down = db.migrate(|connection| async move { migrations::Migrator::down(&connection, None).await });
            down.await.unwrap();
            assert_eq!(state(db, &known).await.unwrap(), SchemaState::Behind(known.len()));
            db.migrate(|connection| async move { migrations::Migrator::up(&connection, None).await }).await.unwrap();
        })
        .await;
    }
}
