//! One consistent view of the whole database, for dumps and checks. It cannot write.

use sea_orm::{
    AccessMode, ConnectionTrait, DatabaseTransaction, DbBackend, DbErr, ExecResult, IsolationLevel, QueryResult,
    SqliteTransactionMode, Statement, TransactionOptions, TransactionTrait,
};

use crate::db::{Db, DbError, DbKind};

/// An open read transaction; every query sees the database as it was when this was opened.
pub struct Snapshot(DatabaseTransaction);

impl Db {
    /// Opens a consistent view. Drop it soon: SQLite cannot shorten its log while it is open.
    pub async fn snapshot(&self) -> Result<Snapshot, DbError> {
        let options = match self.kind() {
            DbKind::Sqlite => TransactionOptions {
                sqlite_transaction_mode: Some(SqliteTransactionMode::Deferred),
                ..TransactionOptions::default()
            },
            DbKind::Postgres => TransactionOptions {
                isolation_level: Some(IsolationLevel::RepeatableRead),
                access_mode: Some(AccessMode::ReadOnly),
                ..TransactionOptions::default()
            },
        };
        let tx = self.reader().begin_with_options(options).await?;
        match self.kind() {
            // The view begins with the first read, not with BEGIN.
            DbKind::Sqlite => {
                tx.query_one_raw(Statement::from_string(DbBackend::Sqlite, "SELECT 1 FROM sqlite_master")).await?
            }
            // Writing a large file between two statements may take longer than an idle transaction may live.
            DbKind::Postgres => {
                tx.execute_unprepared("SET LOCAL idle_in_transaction_session_timeout = 0").await?;
                tx.query_one_raw(Statement::from_string(DbBackend::Postgres, "SELECT 1")).await?
            }
        };
        Ok(Snapshot(tx))
    }
}

impl Snapshot {
    /// Ends the view and gives its connection back.
    pub async fn end(self) -> Result<(), DbError> {
        Ok(self.0.rollback().await?)
    }
}

#[sea_orm::prelude::async_trait::async_trait]
impl ConnectionTrait for Snapshot {
    fn get_database_backend(&self) -> DbBackend {
        self.0.get_database_backend()
    }

    async fn execute_raw(&self, stmt: Statement) -> Result<ExecResult, DbErr> {
        self.0.execute_raw(stmt).await
    }

    async fn execute_unprepared(&self, sql: &str) -> Result<ExecResult, DbErr> {
        self.0.execute_unprepared(sql).await
    }

    async fn query_one_raw(&self, stmt: Statement) -> Result<Option<QueryResult>, DbErr> {
        self.0.query_one_raw(stmt).await
    }

    async fn query_all_raw(&self, stmt: Statement) -> Result<Vec<QueryResult>, DbErr> {
        self.0.query_all_raw(stmt).await
    }
}
