//! When sessions were last used: gathered in memory and written at most every half minute, because looking at a page
//! is not worth a transaction.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};

use chrono::{DateTime, Utc};
use sea_orm::sea_query::Expr;
use sea_orm::{EntityTrait, QueryFilter};

use super::entity::sessions::{COLUMN, Column, Entity};
use crate::ctx::Ctx;
use crate::db::DbError;

/// Sessions used since the last writing. Clones share it.
#[derive(Debug, Clone, Default)]
pub struct Seen(Arc<Mutex<HashMap<i64, DateTime<Utc>>>>);

impl Seen {
    pub(super) fn note(&self, session: i64, now: DateTime<Utc>) {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).insert(session, now);
    }

    pub(super) fn of(&self, session: i64) -> Option<DateTime<Utc>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).get(&session).copied()
    }

    fn drain(&self) -> Vec<(i64, DateTime<Utc>)> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).drain().collect()
    }
}

/// Writes down what was gathered. Called every half minute and when the server stops.
pub async fn flush_seen(ctx: &Ctx) -> Result<(), DbError> {
    let all = ctx.seen.drain();
    if all.is_empty() {
        return Ok(());
    }
    ctx.db
        .write(move |tx| {
            let all = all.clone();
            Box::pin(async move {
                tx.housekeeping();
                for (session, seen_at) in all {
                    Entity::update_many()
                        .col_expr(Column::SeenAt, Expr::value(seen_at))
                        .filter(COLUMN.id.eq(session))
                        .filter(COLUMN.seen_at.lt(seen_at))
                        .exec(tx)
                        .await?;
                }
                Ok(())
            })
        })
        .await
}
