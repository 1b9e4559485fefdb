//! What partners brought, over all of their codes and batches. How many came is told, and never who.

use std::cmp::Reverse;
use std::collections::BTreeMap;

use domain::access::{Action, Object};
use sea_orm::{ColumnTrait, EntityTrait, JoinType, QueryFilter, QuerySelect, RelationDef};

use super::entity::{codes as rows, uses};
use crate::access::allow;
use crate::ctx::Ctx;
use crate::membership::MembershipError;

/// A partner, and how often its codes were used.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Brought {
    /// Its name, as it stands on its codes.
    pub partner: String,
    /// For orders that wait.
    pub held: u64,
    /// For orders that were paid.
    pub redeemed: u64,
}

/// Every partner that stands on a code or a batch, also on a stopped one; whose codes were redeemed most often first.
pub async fn by_partner(ctx: &Ctx) -> Result<Vec<Brought>, MembershipError> {
    allow(ctx, Action::ManageCodes, Object::None)?;
    // Without a state where a partner's code was not used yet.
    let counts: Vec<(String, Option<uses::State>, i64)> = rows::Entity::find()
        .select_only()
        .column(rows::Column::Partner)
        .column(uses::Column::State)
        .column_as(uses::Column::Id.count(), "uses")
        .join(JoinType::LeftJoin, uses_of_it())
        .filter(rows::Column::Partner.is_not_null())
        .group_by(rows::Column::Partner)
        .group_by(uses::Column::State)
        .into_tuple()
        .all(ctx.db.read())
        .await?;
    let mut sums: BTreeMap<String, (u64, u64)> = BTreeMap::new();
    for (partner, state, count) in counts {
        let (held, redeemed) = sums.entry(partner).or_default();
        match state {
            Some(uses::State::Held) => *held += count.unsigned_abs(),
            Some(uses::State::Redeemed) => *redeemed += count.unsigned_abs(),
            Some(uses::State::Released) | None => {}
        }
    }
    let brought = |(partner, (held, redeemed))| Brought { partner, held, redeemed };
    let mut all: Vec<_> = sums.into_iter().map(brought).collect();
    // Those with as many stay in the order of their names.
    all.sort_by_key(|one| Reverse((one.redeemed, one.held)));
    Ok(all)
}

fn uses_of_it() -> RelationDef {
    rows::Entity::belongs_to(uses::Entity).from(rows::Column::Id).to(uses::Column::CodeId).into()
}
