//! What differs between SQLite and Postgres, and nothing else. Queries that need more than this file are not portable.

use std::time::Duration;

use sea_orm::sqlx::Executor;
use sea_orm::sqlx::postgres::PgConnectOptions;
use sea_orm::sqlx::sqlite::{SqliteConnectOptions, SqliteJournalMode, SqliteSynchronous};
use sea_orm::{ConnAcquireErr, ConnectOptions, ConnectionTrait, DbBackend, DbErr, RuntimeErr, Statement, sqlx};
use sha2::{Digest, Sha256};

/// The two databases Landfall runs on.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, serde::Serialize, serde::Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum DbKind {
    /// One file, for one server.
    Sqlite,
    /// A Postgres server, version 15 or later.
    Postgres,
}

impl DbKind {
    /// The kind that a database address names by its scheme; `None` for any other scheme.
    pub fn of(url: &str) -> Option<Self> {
        match url.split(':').next() {
            Some("sqlite") => Some(Self::Sqlite),
            Some("postgres" | "postgresql") => Some(Self::Postgres),
            _ => None,
        }
    }

    /// The name people know it by.
    pub fn name(self) -> &'static str {
        match self {
            Self::Sqlite => "SQLite",
            Self::Postgres => "Postgres",
        }
    }
}

/// Is this the kind of failure that a second try of the whole transaction may cure?
///
/// Postgres: `40001` serialization failure, `40P01` deadlock (manual, appendix A).
/// SQLite: `SQLITE_BUSY` (5) and `SQLITE_LOCKED` (6) with their extended codes (result codes page).
pub fn is_retryable(error: &DbErr) -> bool {
    let (DbErr::Conn(RuntimeErr::SqlxError(error))
    | DbErr::Exec(RuntimeErr::SqlxError(error))
    | DbErr::Query(RuntimeErr::SqlxError(error))) = error
    else {
        return false;
    };
    let sqlx::Error::Database(error) = error.as_ref() else { return false };
    match error.code().as_deref() {
        Some("40001" | "40P01") => true,
        Some(code) if error.try_downcast_ref::<sqlx::sqlite::SqliteError>().is_some() => {
            code.parse::<u32>().is_ok_and(|code| matches!(code & 0xff, 5 | 6))
        }
        _ => false,
    }
}

/// Does this error, or one it came from, say that the database is away or has no connection to lend?
///
/// Postgres: class `08`, and `57P01` to `57P03` while it stops or starts (manual, appendix A).
pub fn is_away(error: &(dyn std::error::Error + 'static)) -> bool {
    std::iter::successors(Some(error), |error| error.source()).any(|link| {
        // A wrapper that passes its own words on stands in the chain in place of what it wraps.
        if matches!(link.downcast_ref(), Some(DbErr::ConnectionAcquire(_))) || link.is::<ConnAcquireErr>() {
            return true;
        }
        let Some(RuntimeErr::SqlxError(error)) = link.downcast_ref() else { return false };
        match error.as_ref() {
            sqlx::Error::Io(_) | sqlx::Error::Tls(_) | sqlx::Error::PoolTimedOut | sqlx::Error::PoolClosed => true,
            sqlx::Error::Database(error) => {
                error.code().is_some_and(|code| code.starts_with("08") || code.starts_with("57P0"))
            }
            _ => false,
        }
    })
}

/// Does this statement only read? Anything unknown counts as a write.
pub fn only_reads(sql: &str) -> bool {
    let word = sql.trim_start().split(|c: char| !c.is_ascii_alphabetic()).next().unwrap_or("");
    word.eq_ignore_ascii_case("select") || word.eq_ignore_ascii_case("pragma")
}

/// Lets Postgres count its tables anew within the transaction. It chooses its ways by these counts, and its own worker
/// comes a minute later; until then a list would take a hundred times as long. Our queries leave SQLite no choice.
pub async fn count_anew(tx: &impl ConnectionTrait, tables: &[&str]) -> Result<(), DbErr> {
    if tx.get_database_backend() == DbBackend::Postgres {
        tx.execute_unprepared(&format!("ANALYZE {}", tables.join(", "))).await?;
    }
    Ok(())
}

/// Lets only one transaction at a time pass here with the same name; the next waits for the end of the first. Without
/// it two could both count the same rows and both find room for one more. SQLite has one writer anyway.
pub async fn one_at_a_time(tx: &impl ConnectionTrait, name: &str) -> Result<(), DbErr> {
    if tx.get_database_backend() == DbBackend::Postgres {
        let hash = Sha256::digest(name.as_bytes());
        let key = hash.first_chunk::<8>().map_or(0, |bytes| i64::from_be_bytes(*bytes));
        let lock =
            Statement::from_sql_and_values(DbBackend::Postgres, "SELECT pg_advisory_xact_lock($1)", [key.into()]);
        tx.query_one_raw(lock).await?;
    }
    Ok(())
}

/// How the one SQLite connection that writes is opened.
pub fn sqlite_writer(
    options: SqliteConnectOptions,
    busy: Duration,
    synchronous: SqliteSynchronous,
) -> SqliteConnectOptions {
    options
        .create_if_missing(true)
        .foreign_keys(true)
        .journal_mode(SqliteJournalMode::Wal)
        .synchronous(synchronous)
        .busy_timeout(busy)
        .pragma("secure_delete", "ON")
}

/// How the SQLite connections that only read are opened.
pub fn sqlite_reader(options: SqliteConnectOptions, busy: Duration) -> SqliteConnectOptions {
    options.create_if_missing(false).foreign_keys(true).busy_timeout(busy).pragma("query_only", "ON")
}

/// How every Postgres connection is opened.
pub fn postgres(options: PgConnectOptions, synchronous_commit: &'static str) -> PgConnectOptions {
    options.application_name("landfall").options([
        ("idle_in_transaction_session_timeout", "10s"),
        ("default_transaction_isolation", "read committed"),
        ("synchronous_commit", synchronous_commit),
        ("client_min_messages", "error"),
        ("timezone", "UTC"),
    ])
}

/// Rolls back whatever a connection still has open when it returns to the pool.
///
/// A request that is cancelled during `BEGIN` leaves a transaction that sqlx 0.9.0 does not know of
/// (launchbadge/sqlx#4385); the next borrower would write inside it and lose the write.
pub fn postgres_rolls_back_on_release(options: &mut ConnectOptions) {
    options.map_sqlx_postgres_pool_opts(|pool| {
        pool.after_release(|connection, _| {
            Box::pin(async move {
                connection.execute("ROLLBACK").await?;
                Ok(true)
            })
        })
    });
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_scheme_names_the_kind() {
        assert_eq!(DbKind::of("sqlite://data/x.sqlite"), Some(DbKind::Sqlite));
        assert_eq!(DbKind::of("postgresql://localhost/x"), Some(DbKind::Postgres));
        assert_eq!(DbKind::of("mysql://localhost/x"), None);
        assert_eq!(DbKind::of(""), None);
    }

    #[test]
    fn only_select_and_pragma_count_as_reading() {
        assert!(only_reads(" SELECT 1"));
        assert!(only_reads("pragma data_version"));
        assert!(!only_reads("INSERT INTO x VALUES (1) RETURNING id"));
        assert!(!only_reads("WITH a AS (SELECT 1) DELETE FROM x"));
        assert!(!only_reads("selection"));
    }

    #[test]
    fn a_database_that_is_away_is_told_from_one_that_says_no() {
        use crate::db::DbError;
        let closed = DbErr::ConnectionAcquire(ConnAcquireErr::Timeout);
        let refused = || sqlx::Error::Io(std::io::ErrorKind::ConnectionRefused.into());
        let query = |error: sqlx::Error| DbErr::Query(RuntimeErr::SqlxError(std::sync::Arc::new(error)));
        for away in [closed.clone(), query(sqlx::Error::PoolTimedOut), query(refused())] {
            assert!(is_away(&away), "{away}");
            assert!(is_away(&DbError::Db(away)));
        }
        for no in [query(sqlx::Error::RowNotFound), DbErr::RecordNotInserted, DbErr::Custom(String::new())] {
            assert!(!is_away(&no), "{no}");
        }
        assert!(!is_away(&DbError::Stopping));
    }
}
