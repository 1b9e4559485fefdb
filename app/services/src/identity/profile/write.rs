//! Changing one's own profile, step by step.

use std::sync::Arc;

use chrono::Datelike;
use domain::access::{Action, Audience, Object};
use domain::identity::profile::{Answer, Field, Step, Told, Typed};

use super::error::ProfileError;
use super::{seal, store};
use crate::access::allow;
use crate::ctx::{Ctx, Member};
use crate::identity::person_key;

/// One field as the form of its step says it.
#[derive(Clone)]
struct Change {
    field: Field,
    audience: Audience,
    answer: Option<Answer>,
}

/// Stores what a step's form says: each field answered, emptied, and shown to whom. All of it or nothing.
///
/// `typed` are the form's fields as they came. A photo is not typed; only who sees it is changed here.
pub async fn save(ctx: &Ctx, step: Step, typed: &[(String, String)]) -> Result<(), ProfileError> {
    let member = editor(ctx)?;
    let changes = parse(step, Typed::new(typed), ctx.now().year())?;
    #[cfg(feature = "chaos")]
    if ctx.db.chaos() == Some(crate::chaos::Chaos::SplitWrite) {
        for change in changes {
            store_all(ctx, member, vec![change]).await?;
        }
        return Ok(());
    }
    store_all(ctx, member, changes).await
}

async fn store_all(ctx: &Ctx, member: &Member, changes: Vec<Change>) -> Result<(), ProfileError> {
    let (changes, now, ctx_in) = (Arc::new(changes), ctx.now(), ctx.clone());
    let (account, id) = (member.account, member.id);
    ctx.db
        .write(move |tx| {
            let (changes, ctx) = (changes.clone(), ctx_in.clone());
            Box::pin(async move {
                let key = person_key(tx, account).await?;
                for Change { field, audience, answer } in changes.iter().cloned() {
                    if field == Field::Zone {
                        store::set_zone(tx, account, answer.as_ref().map(|zone| zone.as_str().to_owned())).await?;
                    }
                    match answer {
                        _ if field == Field::Photo => store::set_audience(tx, account, field, audience).await?,
                        None => store::remove(tx, account, field).await?,
                        Some(answer) => {
                            let value = seal::sealed(&ctx, id.as_str(), key.as_ref(), &answer)?;
                            store::put(tx, account, store::Told { field, audience, value }, now).await?;
                        }
                    }
                }
                Ok(())
            })
        })
        .await
}

/// The person who changes their own profile.
pub(super) fn editor(ctx: &Ctx) -> Result<&Member, ProfileError> {
    allow(ctx, Action::EditProfile, Object::Own)?;
    ctx.viewer.member.as_ref().ok_or(ProfileError::NotFound)
}

fn parse(step: Step, typed: Typed<'_>, year: i32) -> Result<Vec<Change>, ProfileError> {
    let (mut changes, mut errors) = (Vec::new(), Vec::new());
    for field in step.fields() {
        let answer = Answer::parse(*field, typed, year).map_err(|wrong| errors.extend(wrong));
        let audience = field.parse_audience(typed.first(&field.audience_name())).map_err(|wrong| errors.push(wrong));
        if let (Ok(answer), Ok(audience)) = (answer, audience) {
            changes.push(Change { field: *field, audience, answer });
        }
    }
    if errors.is_empty() { Ok(changes) } else { Err(ProfileError::Invalid(errors)) }
}

/// The one step to show to a newcomer on their own page, or none.
pub async fn next_step(ctx: &Ctx) -> Result<Option<Step>, ProfileError> {
    allow(ctx, Action::ReadMe, Object::Own)?;
    let member = ctx.viewer.member.as_ref().ok_or(ProfileError::NotFound)?;
    let owner = store::owner(ctx.db.read(), member.id).await?.ok_or(ProfileError::NotFound)?;
    let rows = store::fields(ctx.db.read(), member.account).await?;
    let fields = rows.iter().filter_map(|row| Field::parse(&row.field)).collect();
    Ok(Step::for_newcomer(&Told { fields, age: ctx.now() - owner.created_at }))
}
