//! Invented people for a copy on one's own computer: one for each capability, with passwords made anew each time they
//! are asked for, so that none is known to anybody else.

use domain::access::Capability;
use domain::identity::{Email, recovery};
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter};

use super::entity::accounts;
use super::hashing::Line;
use super::profile::tell_for_sample;
use super::{IdentityError, Made, make_account, store, two_factor};
use crate::ctx::Ctx;
use crate::grants;

/// An invented person and how to be them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SamplePerson {
    /// What they may do: the word of a capability, or `newcomer`.
    pub role: &'static str,
    /// Their address.
    pub email: String,
    /// Their password.
    pub password: String,
    /// The key for an app that shows codes, in base 32; only for people with work for the association.
    pub app_key: Option<String>,
}

/// Somebody without any capability.
const NEWCOMER: &str = "newcomer";

/// Makes the invented people, or gives those that are there new passwords.
pub async fn add_sample_people(ctx: &Ctx) -> Result<Vec<SamplePerson>, IdentityError> {
    let mut people = Vec::new();
    for capability in [None].into_iter().chain(Capability::ALL.map(Some)) {
        people.push(one(ctx, capability).await?);
    }
    Ok(people)
}

async fn one(ctx: &Ctx, capability: Option<Capability>) -> Result<SamplePerson, IdentityError> {
    let role = capability.map_or(NEWCOMER, Capability::word);
    let email = Email::parse(&format!("{role}@example.org")).ok_or(IdentityError::NotFound)?;
    // 60 bits, in letters that can be read off a screen.
    let password = recovery::write(ctx.dice.bytes()).to_lowercase();
    let hash = ctx.hasher.queue(Line::Known)?.hash(&password, &ctx.dice).await?;
    let row = match openable(ctx, store::by_email(ctx.db.read(), &email).await?).await? {
        // A real person has taken the address: they keep it.
        Some(row) if !row.sample => return Err(IdentityError::NotFound),
        Some(row) => {
            set_password(ctx, row.id, &hash).await?;
            row
        }
        None => {
            let made = Made { email: &email, password_hash: &hash, sample: true };
            let account = make_account(ctx, made).await?.ok_or(IdentityError::NotFound)?;
            if let Some(capability) = capability {
                grants::ask_as_house(ctx, account, capability)
                    .await
                    .map_err(|error| IdentityError::Secret(error.to_string()))?;
            }
            let row = store::by_id(ctx.db.read(), account).await?.ok_or(IdentityError::NotFound)?;
            tell_for_sample(ctx, role, &row).await.map_err(|error| IdentityError::Secret(error.to_string()))?;
            row
        }
    };
    let app_key = match capability.filter(|capability| capability.is_staff()) {
        Some(_) => Some(two_factor::set_for_sample(ctx, &row).await?),
        None => None,
    };
    Ok(SamplePerson { role, email: email.as_str().to_owned(), password, app_key })
}

/// The invented person that is there, unless their key lies under another key of the house, as after loading a dump
/// somewhere else: then they are made anew.
async fn openable(ctx: &Ctx, row: Option<accounts::Model>) -> Result<Option<accounts::Model>, IdentityError> {
    let Some(row) = row else { return Ok(None) };
    let key = store::person_key(ctx.db.read(), row.id).await?;
    let opens = key.is_some_and(|key| ctx.vault.rewrap(&row.public_id, &key, &ctx.dice).is_ok());
    if opens || !row.sample {
        return Ok(Some(row));
    }
    let account = row.id;
    ctx.db
        .write(move |tx| {
            Box::pin(async move {
                accounts::Entity::delete_by_id(account).exec(tx).await?;
                Ok::<_, IdentityError>(())
            })
        })
        .await?;
    Ok(None)
}

async fn set_password(ctx: &Ctx, account: i64, hash: &str) -> Result<(), IdentityError> {
    let (hash, now) = (hash.to_owned(), ctx.now());
    ctx.db
        .write(move |tx| {
            let hash = hash.clone();
            Box::pin(async move {
                store::set_password(tx, account, &hash, now).await?;
                super::end_sessions(tx, account).await?;
                Ok(())
            })
        })
        .await
}

/// Removes the invented people and everything that is theirs; answers how many there were.
pub async fn remove_sample_people(ctx: &Ctx) -> Result<u64, IdentityError> {
    let own = ctx.clone();
    ctx.db
        .write(move |tx| {
            let ctx = own.clone();
            Box::pin(async move {
                let invented = accounts::Entity::find().filter(accounts::Column::Sample.eq(true)).all(tx).await?;
                for person in invented {
                    crate::events::rsvp::leaves(tx, &ctx, person.id).await?;
                    crate::opportunities::leaves(tx, &ctx, person.id).await?;
                    crate::membership::leaves(tx, &ctx, person.id).await?;
                }
                let gone = accounts::Entity::delete_many().filter(accounts::Column::Sample.eq(true)).exec(tx).await?;
                Ok(gone.rows_affected)
            })
        })
        .await
}
