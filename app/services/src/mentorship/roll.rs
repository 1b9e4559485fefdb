//! Every listed mentor in memory, as far as the search looks at them.

use std::sync::Arc;

use chrono::{DateTime, Utc};
use domain::mentorship::{Mentor, MentorStatus, Seats, Standing, Told};
use sea_orm::sea_query::{Expr, ExprTrait};
use sea_orm::{
    ColumnTrait, ConnectionTrait, DbErr, EntityTrait, IdenStatic, QueryFilter, QuerySelect, QueryTrait, Select,
};
use serde::Deserialize;

use super::entity::mentors::{Column, Entity};
use super::search::words_in;
use crate::db::Db;
use crate::gathered::{flag, gathered, some_instant};
use crate::identity::entity::accounts;
use crate::kept::Kept;
use crate::moderation;

/// The mentors who are listed, of one process. Clones share it.
#[derive(Debug, Clone, Default)]
pub struct Roll(Kept<Vec<Standing>>);

impl Roll {
    /// Everybody who is listed now, whose account is in good standing and whose profile is not hidden.
    pub(super) async fn listed(&self, db: &Db) -> Result<Arc<Vec<Standing>>, DbErr> {
        self.0.get(db, read(db.read())).await
    }
}

const COLUMNS: [Column; 18] = [
    Column::Id,
    Column::AccountId,
    Column::Topics,
    Column::Specialties,
    Column::Role,
    Column::Languages,
    Column::State,
    Column::Zone,
    Column::SchoolCountry,
    Column::School,
    Column::Gender,
    Column::Capacity,
    Column::Taken,
    Column::OpenRequests,
    Column::PausedUntil,
    Column::AutoPaused,
    Column::Name,
    Column::Statement,
];

/// As the columns stand in [`COLUMNS`].
#[derive(Deserialize)]
struct Row {
    id: i64,
    account: i64,
    topics: String,
    specialties: String,
    role: Option<String>,
    languages: String,
    state: Option<String>,
    zone: Option<String>,
    school_country: Option<String>,
    school: Option<String>,
    gender: Option<String>,
    capacity: i32,
    taken: i32,
    open_requests: i32,
    #[serde(deserialize_with = "some_instant")]
    paused_until: Option<DateTime<Utc>>,
    #[serde(deserialize_with = "flag")]
    auto_paused: bool,
    name: String,
    statement: String,
}

impl From<Row> for Standing {
    fn from(row: Row) -> Self {
        Self {
            id: row.id,
            account: row.account,
            mentor: Mentor {
                topics: words_in(&row.topics),
                specialties: words_in(&row.specialties),
                role: row.role,
                languages: words_in(&row.languages),
                state: row.state,
                zone: row.zone,
                school_country: row.school_country,
                school: row.school,
                gender: row.gender,
            },
            seats: Seats {
                capacity: row.capacity,
                taken: row.taken,
                open_requests: row.open_requests,
                paused_until: row.paused_until,
                auto_paused: row.auto_paused,
            },
            told: Told::new(&row.name, &row.statement),
        }
    }
}

/// By the index of the status, each account by its key.
pub(super) fn query(hidden: Vec<String>) -> Select<Entity> {
    let mut account = accounts::Entity::find()
        .select_only()
        .column(accounts::Column::Id)
        .filter(Expr::col((accounts::Entity, accounts::Column::Id)).equals((Entity, Column::AccountId)))
        .filter(accounts::Column::State.eq(accounts::State::Active));
    if !hidden.is_empty() {
        account = account.filter(accounts::Column::PublicId.is_not_in(hidden));
    }
    Entity::find()
        .select_only()
        .columns(COLUMNS)
        .filter(Column::Status.eq(MentorStatus::Listed.word()))
        .filter(Expr::exists(account.into_query()))
}

async fn read(db: &impl ConnectionTrait) -> Result<Vec<Standing>, DbErr> {
    let select = query(moderation::hidden_profiles(db).await?).into_query();
    let (rows, _) = gathered::<Row>(db, select, &COLUMNS.map(|column| column.as_str()), None, None).await?;
    Ok(rows.into_iter().map(Into::into).collect())
}
