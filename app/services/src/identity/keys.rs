//! Changing the key of the house: every person's key is taken from under the old one and put under the new one.
//!
//! Safe to kill at any moment: old and new key open until the last row is done, a row is changed only if it is still
//! what was read, and the command goes on where it stopped.

use sea_orm::sea_query::Expr;
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, QueryOrder, QuerySelect};

use super::entity::{accounts, person_keys};
use crate::cohort;
use crate::ctx::Ctx;
use crate::db::DbError;
use crate::vault::{VaultError, Wrapped};

/// Rows of one transaction.
const BATCH: u64 = 200;

/// Why the keys of people could not be put under the new key.
#[derive(Debug, thiserror::Error)]
pub enum KeyError {
    /// A person's key cannot be opened by any key of the house.
    #[error("the key of the person {person} cannot be opened: {source}")]
    Lost {
        /// The public id of the account.
        person: String,
        /// What was wrong.
        source: VaultError,
    },
    /// The database failed.
    #[error(transparent)]
    Db(#[from] DbError),
}

impl From<sea_orm::DbErr> for KeyError {
    fn from(error: sea_orm::DbErr) -> Self {
        Self::Db(error.into())
    }
}

/// How the keys of people stand to the key that seals.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct KeyState {
    /// Under the key that seals.
    pub current: u64,
    /// Under an older key, or under one that is not here.
    pub other: u64,
}

/// Counts.
pub async fn key_state(ctx: &Ctx) -> Result<KeyState, KeyError> {
    let (mut state, mut after) = (KeyState::default(), 0);
    loop {
        let rows = batch(ctx, after).await?;
        let Some((last, _)) = rows.last() else { break };
        after = last.id;
        for (row, person) in &rows {
            let current = ctx.vault.is_current(person, &Wrapped(row.wrapped.0.clone()));
            *(if current { &mut state.current } else { &mut state.other }) += 1;
        }
    }
    let (current, other) = cohort::seed_keys(ctx).await?;
    Ok(KeyState { current: state.current + current, other: state.other + other })
}

/// Puts every person's key under the key that seals, and those of cohorts' seeds; answers how many were moved.
pub async fn rewrap_all(ctx: &Ctx) -> Result<u64, KeyError> {
    let (mut moved, mut after) = (0, 0);
    loop {
        let rows = batch(ctx, after).await?;
        let Some((last, _)) = rows.last() else { break };
        after = last.id;
        let mut anew = Vec::new();
        for (row, person) in rows {
            let old = Wrapped(row.wrapped.0);
            if !ctx.vault.is_current(&person, &old) {
                let new = ctx.vault.rewrap(&person, &old, &ctx.dice);
                anew.push((row.id, old, new.map_err(|source| KeyError::Lost { person, source })?));
            }
        }
        moved += store(ctx, anew).await?;
    }
    match cohort::rewrap_seeds(ctx).await? {
        Ok(seeds) => Ok(moved + seeds),
        Err(lost) => Err(KeyError::Lost { person: lost.owner, source: lost.source }),
    }
}

/// The next rows with the public ids of their people.
async fn batch(ctx: &Ctx, after: i64) -> Result<Vec<(person_keys::Model, String)>, DbError> {
    let rows = person_keys::Entity::find()
        .filter(person_keys::Column::Id.gt(after))
        .order_by_asc(person_keys::Column::Id)
        .limit(BATCH)
        .all(ctx.db.read())
        .await?;
    let ids: Vec<i64> = rows.iter().map(|row| row.account_id).collect();
    let people = accounts::Entity::find().filter(accounts::Column::Id.is_in(ids)).all(ctx.db.read()).await?;
    let person = |id: i64| people.iter().find(|one| one.id == id).map(|one| one.public_id.clone()).unwrap_or_default();
    let with_person = |row: person_keys::Model| {
        let person = person(row.account_id);
        (row, person)
    };
    Ok(rows.into_iter().map(with_person).collect())
}

async fn store(ctx: &Ctx, anew: Vec<(i64, Wrapped, Wrapped)>) -> Result<u64, DbError> {
    ctx.db
        .write(move |tx| {
            let anew = anew.clone();
            Box::pin(async move {
                tx.housekeeping();
                let mut moved = 0;
                for (id, old, new) in anew {
                    let done = person_keys::Entity::update_many()
                        .col_expr(person_keys::Column::Wrapped, Expr::value(new.0))
                        .filter(person_keys::COLUMN.id.eq(id))
                        .filter(person_keys::Column::Wrapped.eq(old.0))
                        .exec(tx)
                        .await?;
                    moved += done.rows_affected;
                }
                Ok(moved)
            })
        })
        .await
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::on_both;
    use crate::vault::{Place, Rotation, Vault};

    const PLACE: Place<'static> = Place { table: "profile_fields", row: "x", field: "visa_need" };

    #[tokio::test(flavor = "multi_thread")]
    async fn a_rotation_moves_every_person_is_safe_to_kill_and_loses_nothing() {
        on_both(async |world| {
            let folder = tempfile::tempdir().unwrap();
            let ctx = Ctx { vault: Vault::open(folder.path(), None, &world.ctx.dice).unwrap(), ..world.ctx.clone() };
            let mut sealed = Vec::new();
            for number in 0..5 {
                let person = world.person_with(&ctx, &format!("person{number}"), &[]).await;
                let key = crate::identity::person_key(ctx.db.read(), person.account).await.unwrap().unwrap();
                let value = ctx.vault.seal(person.id.as_str(), &key, PLACE, b"J-1", &ctx.dice).unwrap();
                sealed.push((person.account, person.id, value));
            }
            let dice = ctx.dice.clone();
            drop(ctx);

            let rotation = Rotation::begin(folder.path()).unwrap();
            let half = Ctx { vault: rotation.new_key(&dice).unwrap(), ..world.ctx.clone() };
            assert_eq!(key_state(&half).await.unwrap(), KeyState { current: 0, other: 5 });
            // Killed after two rows.
            let rows = batch(&half, 0).await.unwrap();
            let two = rows.into_iter().take(2).map(|(row, person)| {
                let old = Wrapped(row.wrapped.0);
                let new = half.vault.rewrap(&person, &old, &dice).unwrap();
                (row.id, old, new)
            });
            assert_eq!(store(&half, two.collect()).await.unwrap(), 2);
            drop((rotation, half));

            let rotation = Rotation::begin(folder.path()).unwrap();
            let ctx = Ctx { vault: rotation.new_key(&dice).unwrap(), ..world.ctx.clone() };
            assert_eq!(key_state(&ctx).await.unwrap(), KeyState { current: 2, other: 3 });
            assert_eq!(rewrap_all(&ctx).await.unwrap(), 3);
            assert_eq!(rewrap_all(&ctx).await.unwrap(), 0, "a second time there is nothing to do");
            let last = rotation.finish(&dice).unwrap();
            for (account, id, value) in sealed {
                let key = crate::identity::person_key(ctx.db.read(), account).await.unwrap().unwrap();
                assert_eq!(last.unseal(id.as_str(), &key, PLACE, &value).unwrap(), b"J-1");
            }
        })
        .await;
    }
}
