//! Finding a code by what was typed, and what its row means.

use domain::codes::{Key, Kind, Off, Purpose, Rules, Window, single_use};
use domain::events::zone;
use domain::membership::{PlanKey, Stages};
use domain::money::{Cents, Currency};
use domain::verification;
use sea_orm::{ColumnTrait, ConnectionTrait, DbErr, EntityTrait, QueryFilter};
use sha2::{Digest, Sha256};

use super::entity::{codes as rows, singles, uses};
use crate::idempotency::hex;

/// A code that was found.
#[derive(Debug, Clone)]
pub(crate) struct Found {
    pub(super) row: rows::Model,
    /// The one of a batch.
    pub(super) single: Option<singles::Model>,
}

impl Found {
    /// Held and redeemed so far, of what the cap counts.
    pub(super) fn taken(&self) -> u32 {
        let taken = self.single.as_ref().map_or(self.row.taken, |single| single.taken);
        u32::try_from(taken).unwrap_or(u32::MAX)
    }

    /// The key of the one of a batch.
    pub(super) fn single_id(&self) -> Option<i64> {
        self.single.as_ref().map(|single| single.id)
    }

    /// The rules as this very code is judged by them: one of a batch works once.
    pub(super) fn judged_by(&self, rules: Rules) -> Rules {
        if self.single.is_some() { Rules { cap: Some(1), ..rules } } else { rules }
    }
}

/// What is kept of a code that works once. Its 60 random bits are enough that nobody guesses one through the site; the
/// hash keeps whoever reads the database from redeeming them by the list.
pub(super) fn hash(code: verification::Code) -> String {
    hex(&Sha256::digest(format!("landfall-code:{}", code.as_str())))
}

/// The code that was typed: a shared one, else one of a batch. Of a stopped batch the code is found, of stopped shared codes
/// none: their letters may be in use again.
pub(crate) async fn find(db: &impl ConnectionTrait, typed: &str) -> Result<Option<Found>, DbErr> {
    if let Some(key) = Key::parse(typed) {
        let shared = rows::Entity::find()
            .filter(rows::Column::Letters.eq(key.as_str()))
            .filter(rows::Column::StoppedAt.is_null())
            .one(db)
            .await?;
        if let Some(row) = shared {
            return Ok(Some(Found { row, single: None }));
        }
    }
    let Some(code) = single_use(typed) else { return Ok(None) };
    let found = singles::Entity::find().filter(singles::Column::CodeSha256.eq(hash(code))).one(db).await?;
    let Some(single) = found else { return Ok(None) };
    let row = rows::Entity::find_by_id(single.code_id).one(db).await?;
    Ok(row.map(|row| Found { row, single: Some(single) }))
}

/// The same code as it is now.
pub(super) async fn again(db: &impl ConnectionTrait, before: &Found) -> Result<Option<Found>, DbErr> {
    by_keys(db, before.row.id, before.single_id()).await
}

/// The code that an order ended with; also a stopped one.
pub(super) async fn of_order(db: &impl ConnectionTrait, order_id: i64) -> Result<Option<Found>, DbErr> {
    let used = uses::Entity::find()
        .filter(uses::Column::OrderId.eq(order_id))
        .filter(uses::Column::State.eq(uses::State::Released));
    let Some(used) = used.one(db).await? else { return Ok(None) };
    by_keys(db, used.code_id, used.single_id).await
}

async fn by_keys(db: &impl ConnectionTrait, code_id: i64, single_id: Option<i64>) -> Result<Option<Found>, DbErr> {
    let Some(row) = rows::Entity::find_by_id(code_id).one(db).await? else { return Ok(None) };
    let single = match single_id {
        Some(single) => singles::Entity::find_by_id(single).one(db).await?,
        None => None,
    };
    Ok(Some(Found { row, single }))
}

/// What a row means. A row that means nothing is an error; `landfall check` names it.
pub(crate) fn rules_of(row: &rows::Model) -> Result<Rules, DbErr> {
    read(row).ok_or_else(|| DbErr::Custom("a code that is none".to_owned()))
}

fn read(row: &rows::Model) -> Option<Rules> {
    Kind::parse(&row.kind)?;
    let currency = match row.currency.as_deref() {
        Some(word) => Some(Currency::parse(word)?),
        None => None,
    };
    let minimum = match row.minimum {
        Some(cents) => Some(Cents::new(cents)?),
        None => None,
    };
    let cap = match row.cap {
        Some(cap) => Some(u32::try_from(cap).ok()?),
        None => None,
    };
    let keys = row.plans.split(',').filter(|key| !key.is_empty());
    Some(Rules {
        off: Off::parse(&row.off_kind, row.off_number)?,
        currency,
        plans: keys.map(PlanKey::parse).collect::<Option<Vec<_>>>()?,
        purpose: Purpose::parse(&row.purpose)?,
        window: Window { from: row.from_local, until: row.until_local, zone: zone::parse(&row.zone).ok()? },
        cap,
        per_person: u16::try_from(row.per_person).ok()?,
        minimum,
        first_purchase: row.first_purchase,
        audience: Stages::parse(&row.audience)?,
        stopped: row.stopped_at.is_some(),
    })
}
