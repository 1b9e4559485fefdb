//! Every published posting in memory, as far as lists look at it. What has changed since is read when somebody looks.
//!
//! Each change of a posting takes the next number of `posting_marks` and leaves it in its row, so that reading what is new
//! is reading the rows with higher numbers. Deleted rows leave none, so they are counted, and then all is read anew.

use std::sync::Arc;

use chrono::{DateTime, Utc};
use domain::opportunities::board::{Entry, Facets};
use domain::opportunities::{Contact, Kind, Mode, Month, State, Weeks};
use sea_orm::sea_query::Expr;
use sea_orm::{
    ColumnTrait, ConnectionTrait, DbErr, EntityTrait, IdenStatic, QueryFilter, QueryOrder, QuerySelect, QueryTrait,
};
use serde::Deserialize;
use tokio::sync::Mutex;

use super::entity::postings::{Column, Entity};
use super::store;
use crate::db::Db;
use crate::gathered::{gathered, instant, some_instant};

/// The postings that are published, of one process. Clones share it.
#[derive(Debug, Clone, Default)]
pub struct Board(Arc<Mutex<Kept>>);

#[derive(Debug, Default)]
struct Kept {
    /// The content version at which it was compared with the database; 0 before that.
    version: u64,
    changed: i64,
    removed: i64,
    entries: Entries,
}

/// In the order of their keys.
pub(super) type Entries = Arc<Vec<Arc<Entry>>>;

impl Board {
    /// Everything that is published now. Whoever comes while it is read anew waits for that.
    pub(super) async fn entries(&self, db: &Db) -> Result<Entries, DbErr> {
        let mut kept = self.0.lock().await;
        let version = db.version().get();
        if kept.version != version {
            kept.read_on(db.read()).await?;
            kept.version = version;
        }
        Ok(kept.entries.clone())
    }

    /// Reads all of it anew the next time.
    pub(super) async fn forget(&self) {
        *self.0.lock().await = Kept::default();
    }
}

impl Kept {
    async fn read_on(&mut self, db: &impl ConnectionTrait) -> Result<(), DbErr> {
        let marks = store::marks(db).await?;
        // Numbers go down when an older copy of the database was put in place.
        let whole = self.version == 0 || marks.removed != self.removed || marks.changed < self.changed;
        if !whole && marks.changed == self.changed {
            return Ok(());
        }
        let mut entries = if whole { Vec::new() } else { self.entries.to_vec() };
        for row in rows(db, (!whole).then_some(self.changed)).await? {
            let place = entries.binary_search_by_key(&row.id, |entry| entry.id());
            match (place, row.entry().map(Arc::new)) {
                (Ok(at), Some(entry)) => entries[at] = entry,
                (Ok(at), None) => _ = entries.remove(at),
                (Err(at), Some(entry)) => entries.insert(at, entry),
                (Err(_), None) => {}
            }
        }
        (self.changed, self.removed, self.entries) = (marks.changed, marks.removed, Arc::new(entries));
        Ok(())
    }
}

const COLUMNS: [Column; 19] = [
    Column::Id,
    Column::HostAccount,
    Column::State,
    Column::Kind,
    Column::Contact,
    Column::Mode,
    Column::Specialty,
    Column::Region,
    Column::FeeWeek,
    Column::WeeksLeast,
    Column::WeeksMost,
    Column::VisaBits,
    Column::GroupBits,
    Column::OutcomeBits,
    Column::BeginsFrom,
    Column::BeginsTo,
    Column::Search,
    Column::PublishedAt,
    Column::ExpiresAt,
];

/// As the columns stand in [`COLUMNS`].
#[derive(Deserialize)]
struct Row {
    id: i64,
    host_account: i64,
    state: String,
    kind: String,
    contact: String,
    mode: String,
    specialty: String,
    region: String,
    fee_week: u64,
    weeks_least: u16,
    weeks_most: u16,
    visa_bits: u32,
    group_bits: u32,
    outcome_bits: u32,
    begins_from: Option<u32>,
    begins_to: Option<u32>,
    search: String,
    #[serde(deserialize_with = "some_instant")]
    published_at: Option<DateTime<Utc>>,
    #[serde(deserialize_with = "instant")]
    expires_at: DateTime<Utc>,
}

impl Row {
    /// `None` for what lists do not show.
    fn entry(self) -> Option<Entry> {
        State::parse(&self.state).filter(|state| state.is_listed())?;
        let facets = Facets {
            kind: Kind::parse(&self.kind)?,
            contact: Contact::parse(&self.contact)?,
            mode: Mode::parse(&self.mode)?,
            specialty: &self.specialty,
            state: &self.region,
            fee_week: self.fee_week,
            weeks: Weeks { least: self.weeks_least, most: self.weeks_most },
            begins: match self.begins_from.zip(self.begins_to) {
                Some((from, to)) => Some((Month::numbered(from)?, Month::numbered(to)?)),
                None => None,
            },
            visas: self.visa_bits,
            groups: self.group_bits,
            outcomes: self.outcome_bits,
            search: self.search,
        };
        Entry::new((self.id, self.host_account), facets, self.published_at?, self.expires_at)
    }
}

/// What is published, or what has changed after a number.
async fn rows(db: &impl ConnectionTrait, after: Option<i64>) -> Result<Vec<Row>, DbErr> {
    let wanted = match after {
        None => Expr::cust("state = 'published'"),
        Some(number) => Column::Revision.gt(number),
    };
    let select = Entity::find().select_only().columns(COLUMNS).filter(wanted).order_by_asc(Column::Id).into_query();
    let names = COLUMNS.map(|column| column.as_str());
    Ok(gathered(db, select, &names, None, None).await?.0)
}
