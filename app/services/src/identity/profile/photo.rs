//! The photo: staged like any file and drawn anew on the way in, then sealed under the person's key.

use std::sync::Arc;

use domain::access::{Action, Audience, Object};
use domain::id::PublicId;
use domain::identity::profile::{Answer, Field};
use domain::refusal::Refusal;
use sea_orm::{ConnectionTrait, DbErr};

use super::error::ProfileError;
use super::read::{SeenAs, read};
use super::store;
use super::write::editor;
use crate::access::allow;
use crate::ctx::Ctx;
use crate::db::WriteTx;
use crate::files::{self, Kind, StageError};
use crate::identity::person_key;
use crate::vault::{Place, VaultError};

const TABLE: &str = "files";

fn place(person: &str) -> Place<'_> {
    Place { table: TABLE, row: person, field: "photo" }
}

/// Takes a staged photo as one's own, in place of the one before.
pub async fn set_photo(ctx: &Ctx, staged: PublicId, audience: &str) -> Result<(), ProfileError> {
    let member = editor(ctx)?;
    let audience = Field::Photo.parse_audience(audience).map_err(|error| ProfileError::Invalid(vec![error]))?;
    let gone = || ProfileError::Refused(Refusal::UploadGone);
    let bytes = files::take_staged(ctx, staged, Kind::Photo).await?.ok_or_else(gone)?;
    let key = person_key(ctx.db.read(), member.account).await?.ok_or(VaultError::Sealed)?;
    let person = member.id.to_string();
    let sealed = ctx.vault.seal(&person, &key, place(&person), &bytes, &ctx.dice)?;
    let kept = Arc::new(files::keep_sealed(ctx, &sealed).await.map_err(StageError::from)?);
    let (now, account) = (ctx.now(), member.account);
    let old = ctx
        .db
        .write(move |tx| {
            let kept = kept.clone();
            Box::pin(async move { replace(tx, account, staged, &kept, audience, now).await })
        })
        .await?;
    files::remove_forgotten(ctx, &old).await;
    Ok(())
}

/// Answers the files that are nobody's any more.
async fn replace(
    tx: &WriteTx,
    account: i64,
    staged: PublicId,
    kept: &files::Kept,
    audience: Audience,
    now: chrono::DateTime<chrono::Utc>,
) -> Result<Vec<String>, ProfileError> {
    let mut old = forget(tx, account).await?;
    let raw = files::insert_attached(tx, staged, kept, Kind::Photo, now).await?;
    old.push(raw.ok_or(ProfileError::Refused(Refusal::UploadGone))?);
    let value = Answer::photo(kept.id).as_str().to_owned();
    store::put(tx, account, store::Told { field: Field::Photo, audience, value }, now).await?;
    Ok(old)
}

/// Takes one's own photo away.
pub async fn remove_photo(ctx: &Ctx) -> Result<(), ProfileError> {
    let account = editor(ctx)?.account;
    let old = ctx
        .db
        .write(move |tx| {
            Box::pin(async move {
                let old = forget(tx, account).await?;
                store::remove(tx, account, Field::Photo).await?;
                Ok::<_, ProfileError>(old)
            })
        })
        .await?;
    files::remove_forgotten(ctx, &old).await;
    Ok(())
}

/// The JPEG of a person whose photo this reader may see; otherwise [`ProfileError::NotFound`], as for anybody.
pub async fn photo(ctx: &Ctx, whose: PublicId) -> Result<Vec<u8>, ProfileError> {
    let profile = read(ctx, whose, SeenAs::Viewer).await?;
    let file = profile.answer(Field::Photo).and_then(|answer| PublicId::parse(answer.as_str()));
    let file = file.ok_or(ProfileError::NotFound)?;
    let sealed = files::attached(ctx, file, Kind::Photo).await?.ok_or(ProfileError::NotFound)?;
    let owner = store::owner(ctx.db.read(), whose).await?.ok_or(ProfileError::NotFound)?;
    let key = person_key(ctx.db.read(), owner.id).await?.ok_or(ProfileError::NotFound)?;
    Ok(ctx.vault.unseal(whose.as_str(), &key, place(whose.as_str()), &sealed)?)
}

/// Deletes the file row of a person's photo, if there is one; answers its name on the disk.
async fn forget(tx: &WriteTx, account: i64) -> Result<Vec<String>, DbErr> {
    let files = files_of(tx, account).await?;
    if files.is_empty() { Ok(Vec::new()) } else { files::forget(tx, files).await }
}

/// The keys of the file rows that belong to a person.
pub(crate) async fn files_of(db: &impl ConnectionTrait, account: i64) -> Result<Vec<i64>, DbErr> {
    let row = store::field(db, account, Field::Photo).await?;
    let Some(file) = row.and_then(|row| PublicId::parse(&row.value.0)) else { return Ok(Vec::new()) };
    Ok(files::key_of(db, file).await?.into_iter().collect())
}

/// The staged photo that a form carries, to say that it has come; `None` if it is gone.
pub async fn staged_photo(ctx: &Ctx, file: PublicId) -> Result<Option<files::Staged>, ProfileError> {
    allow(ctx, Action::EditProfile, Object::Own)?;
    Ok(files::staged(ctx, file).await?)
}
