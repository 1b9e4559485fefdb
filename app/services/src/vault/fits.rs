//! Whether the key that is here is the one that people's keys were sealed under. A house whose key was lost would go on with
//! another, and nobody would notice before the first second factor fails.

use sea_orm::{EntityTrait, QueryFilter, QueryOrder, QuerySelect};

use super::{Vault, Wrapped};
use crate::ctx::Ctx;
use crate::db::DbError;
use crate::identity::entity::{accounts, person_keys};

/// So many people are tried; one whose key opens is enough.
const TRIED: u64 = 20;

/// True when some person's key opens under the house's, or when there is nobody yet. Invented people do not count: they are
/// made anew where their keys do not open.
pub async fn fits(ctx: &Ctx) -> Result<bool, DbError> {
    let db = ctx.db.read();
    let people = accounts::Entity::find()
        .filter(accounts::COLUMN.sample.eq(false))
        .order_by_desc(accounts::Column::Id)
        .limit(TRIED)
        .all(db)
        .await?;
    let mut seen = false;
    for person in people {
        let key = person_keys::Entity::find().filter(person_keys::COLUMN.account_id.eq(person.id)).one(db).await?;
        let Some(key) = key else { continue };
        seen = true;
        if opens(&ctx.vault, &person.public_id, key.wrapped.0) {
            return Ok(true);
        }
    }
    Ok(!seen)
}

fn opens(vault: &Vault, person: &str, wrapped: String) -> bool {
    vault.unwrap(person, &Wrapped(wrapped)).is_ok()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::dice::Dice;
    use crate::testing::on_both;

    #[tokio::test(flavor = "multi_thread")]
    async fn a_key_made_anew_does_not_fit_people_who_were_there_before() {
        on_both(async |world| {
            assert!(fits(&world.ctx).await.unwrap(), "nobody is there yet");
            world.person("ada", &[]).await;
            assert!(fits(&world.ctx).await.unwrap());
            let elsewhere = tempfile::tempdir().unwrap();
            let other = Vault::open(elsewhere.path(), None, &Dice::os()).unwrap();
            let ctx = Ctx { vault: other, ..world.ctx.clone() };
            assert!(!fits(&ctx).await.unwrap());
        })
        .await;
    }
}
