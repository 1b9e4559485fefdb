//! What cohorts keep of a person, for the archive they can take along.

use std::collections::HashMap;

use serde_json::{Value, json};

use super::{CohortError, sealed, store};
use crate::ctx::Ctx;
use crate::identity::IdentityError;

/// Every part a person takes or took: what they told, their list, their number and their ticket.
pub(crate) async fn export_part(ctx: &Ctx, account: i64) -> Result<Value, IdentityError> {
    part(ctx, account).await.map_err(|error| match error {
        CohortError::Db(error) => IdentityError::Db(error),
        other => IdentityError::Secret(other.to_string()),
    })
}

async fn part(ctx: &Ctx, account: i64) -> Result<Value, CohortError> {
    let db = ctx.db.read();
    let mut all = Vec::new();
    for person in store::parts_of(db, account).await? {
        let Some(row) = store::by_key(db, person.cohort_id).await? else { continue };
        let needs = sealed::needs(ctx, db, &person).await?;
        let list = store::list_of(db, person.id).await?;
        let numbers: HashMap<i64, String> =
            store::people(db, row.id).await?.into_iter().map(|one| (one.id, one.public_id)).collect();
        let pairs = store::pairs(db, row.id).await?;
        let with: Vec<&String> = pairs
            .iter()
            .filter(|pair| pair.mentee_id == person.id || pair.mentor_id == person.id)
            .filter_map(|pair| numbers.get(if pair.mentee_id == person.id { &pair.mentor_id } else { &pair.mentee_id }))
            .collect();
        all.push(json!({
            "cohort": row.title,
            "state": row.state,
            "as": person.side,
            "number": person.public_id,
            "ticket": person.draw.0,
            "seats": person.seats,
            "seats_that_counted": person.counted,
            "topics": needs.as_ref().map(|needs| needs.topics.clone()),
            "specialties": needs.as_ref().map(|needs| needs.specialties.clone()),
            "stage": needs.as_ref().map(|needs| needs.stage.clone()),
            "goals": needs.as_ref().map(|needs| needs.goals.as_str().to_owned()),
            "signed_up_at": person.created_at,
            "ranked_at": person.ranked_at,
            "list": list.iter().map(|entry| json!({
                "number": numbers.get(&entry.other_id),
                "place": if entry.rank == 0 { json!("never") } else { json!(entry.rank) },
            })).collect::<Vec<_>>(),
            "matched_with": with,
        }));
    }
    Ok(Value::Array(all))
}
