//! What mentees tell a cohort, and the seed of its lottery, between their rows and what they say.
//!
//! What somebody tells is sealed under their own key, so that erasing them makes it unreadable in old backups too. A seed is
//! sealed under a key of its cohort, which the key of the house wraps; [`rewrap_seeds`] is part of changing that key.

use std::collections::HashMap;

use domain::cohort::Needs;
use domain::id::PublicId;
use domain::matching::Seed;
use domain::mentorship::Goals;
use sea_orm::sea_query::Expr;
use sea_orm::{ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter};
use serde::{Deserialize, Serialize};

use super::CohortError;
use super::entity::{cohorts, people};
use crate::ctx::Ctx;
use crate::db::DbError;
use crate::identity::person_keys;
use crate::secret::Secret;
use crate::vault::{Place, VaultError, Wrapped};

/// What `cohort_people.told` seals.
#[derive(Serialize, Deserialize)]
struct Told {
    topics: Vec<String>,
    stage: String,
    specialties: Vec<String>,
    goals: String,
}

const fn told_in(row: &str) -> Place<'_> {
    Place { table: "cohort_people", row, field: "told" }
}

/// What a mentee tells, as the row `id` of theirs holds it.
pub(super) async fn seal_needs(
    ctx: &Ctx,
    db: &impl ConnectionTrait,
    (account, id): (i64, &str),
    needs: &Needs,
) -> Result<Secret, CohortError> {
    let (person, key) = person_keys(db, &[account]).await?.remove(&account).ok_or(VaultError::Sealed)?;
    let told = Told {
        topics: needs.topics.clone(),
        stage: needs.stage.clone(),
        specialties: needs.specialties.clone(),
        goals: needs.goals.as_str().to_owned(),
    };
    let json = serde_json::to_vec(&told).map_err(|_| VaultError::Sealed)?;
    Ok(Secret(ctx.vault.seal(&person, &key, told_in(id), &json, &ctx.dice)?))
}

/// What each of these rows says, by the row's key; nothing of mentors and of those who are erased.
pub(crate) async fn needs_of(
    ctx: &Ctx,
    db: &impl ConnectionTrait,
    rows: impl IntoIterator<Item = &people::Model>,
) -> Result<HashMap<i64, Needs>, CohortError> {
    let rows: Vec<&people::Model> = rows.into_iter().filter(|row| row.told.is_some()).collect();
    let accounts: Vec<i64> = rows.iter().filter_map(|row| row.account_id).collect();
    let keys = person_keys(db, &accounts).await?;
    let mut found = HashMap::with_capacity(rows.len());
    for row in rows {
        let (Some(account), Some(told)) = (row.account_id, &row.told) else { continue };
        let (person, key) = keys.get(&account).ok_or(VaultError::Sealed)?;
        let plain = ctx.vault.unseal(person, key, told_in(&row.public_id), &told.0)?;
        let told: Told = serde_json::from_slice(&plain).map_err(|_| VaultError::Sealed)?;
        let goals = Goals::parse(&told.goals).ok_or(VaultError::Sealed)?;
        let Told { topics, stage, specialties, .. } = told;
        found.insert(row.id, Needs { topics, stage, specialties, goals });
    }
    Ok(found)
}

/// What one row says.
pub(super) async fn needs(
    ctx: &Ctx,
    db: &impl ConnectionTrait,
    row: &people::Model,
) -> Result<Option<Needs>, CohortError> {
    Ok(needs_of(ctx, db, [row]).await?.remove(&row.id))
}

/// Whose key it is that seals a seed; no public id of a person looks like it.
fn owner(cohort: &str) -> String {
    format!("cohort {cohort}")
}

const fn seed_in(row: &str) -> Place<'_> {
    Place { table: "cohorts", row, field: "seed" }
}

/// A key for a cohort, and its seed sealed under it.
pub(super) fn seal_seed(ctx: &Ctx, cohort: PublicId, seed: &Seed) -> Result<(Secret, Secret), VaultError> {
    let owner = owner(cohort.as_str());
    let key = ctx.vault.new_person(&owner, &ctx.dice);
    let sealed = ctx.vault.seal(&owner, &key, seed_in(cohort.as_str()), seed.to_string().as_bytes(), &ctx.dice)?;
    Ok((Secret(key.0), Secret(sealed)))
}

/// The seed of a cohort that was opened.
pub(crate) fn seed(ctx: &Ctx, row: &cohorts::Model) -> Result<Seed, CohortError> {
    let none = || CohortError::Broken("there is no seed".to_owned());
    if let Some(open) = &row.open_seed {
        return Seed::parse(open).ok_or_else(none);
    }
    let (Some(key), Some(sealed)) = (&row.seed_key, &row.seed) else { return Err(none()) };
    let place = seed_in(&row.public_id);
    let plain = ctx.vault.unseal(&owner(&row.public_id), &Wrapped(key.0.clone()), place, &sealed.0)?;
    String::from_utf8(plain).ok().and_then(|text| Seed::parse(&text)).ok_or_else(none)
}

async fn with_key(db: &impl ConnectionTrait) -> Result<Vec<(i64, String, Wrapped)>, DbError> {
    let rows = cohorts::Entity::find().filter(cohorts::Column::SeedKey.is_not_null()).all(db).await?;
    let key = |row: cohorts::Model| Some((row.id, owner(&row.public_id), Wrapped(row.seed_key?.0)));
    Ok(rows.into_iter().filter_map(key).collect())
}

/// How many keys of seeds are under the key that seals now, and how many are not.
pub(crate) async fn seed_keys(ctx: &Ctx) -> Result<(u64, u64), DbError> {
    let (mut current, mut other) = (0, 0);
    for (_, owner, key) in with_key(ctx.db.read()).await? {
        *(if ctx.vault.is_current(&owner, &key) { &mut current } else { &mut other }) += 1;
    }
    Ok((current, other))
}

/// A seed whose key cannot be opened by any key of the house.
pub(crate) struct LostSeed {
    /// Whose key it is, as words.
    pub(crate) owner: String,
    pub(crate) source: VaultError,
}

/// Puts every key of a seed under the key that seals; answers how many were moved, or which one cannot be opened.
pub(crate) async fn rewrap_seeds(ctx: &Ctx) -> Result<Result<u64, LostSeed>, DbError> {
    let mut anew = Vec::new();
    for (id, owner, old) in with_key(ctx.db.read()).await? {
        if ctx.vault.is_current(&owner, &old) {
            continue;
        }
        match ctx.vault.rewrap(&owner, &old, &ctx.dice) {
            Ok(new) => anew.push((id, old, new)),
            Err(source) => return Ok(Err(LostSeed { owner, source })),
        }
    }
    if anew.is_empty() {
        return Ok(Ok(0));
    }
    let moved = ctx
        .db
        .write(move |tx| {
            let anew = anew.clone();
            Box::pin(async move {
                tx.housekeeping();
                let mut moved = 0;
                for (id, old, new) in anew {
                    let done = cohorts::Entity::update_many()
                        .col_expr(cohorts::Column::SeedKey, Expr::value(Secret(new.0)))
                        .filter(cohorts::Column::Id.eq(id))
                        .filter(cohorts::Column::SeedKey.eq(Secret(old.0)))
                        .exec(tx)
                        .await?;
                    moved += done.rows_affected;
                }
                Ok::<_, DbError>(moved)
            })
        })
        .await?;
    Ok(Ok(moved))
}
