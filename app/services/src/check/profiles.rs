//! The promises of profiles. Sealed answers are opened to see that they can be; nothing of them is told.

use std::collections::{HashMap, HashSet};

use domain::id::PublicId;
use domain::identity::profile::Field;
use sea_orm::{ConnectionTrait, DbErr, EntityTrait};

use super::Findings;
use crate::ctx::Ctx;
use crate::files;
use crate::files::entity::{Kind, State as FileState};
use crate::identity::entity::{accounts, person_keys};
use crate::identity::profile::entity::{private_views, profile_fields};
use crate::identity::profile::{opened, parse_reason};
use crate::vault::Wrapped;

/// Answers the files that profiles refer to.
pub(super) async fn profiles(
    ctx: &Ctx,
    view: &impl ConnectionTrait,
    files: &HashMap<i64, FileState>,
    findings: &mut Findings,
) -> Result<HashSet<i64>, DbErr> {
    let people = accounts::Entity::find().all(view).await?.into_iter().map(|row| (row.id, row.public_id));
    let people: HashMap<i64, String> = people.collect();
    let keys = person_keys::Entity::find().all(view).await?.into_iter();
    let keys: HashMap<i64, Wrapped> = keys.map(|row| (row.account_id, Wrapped(row.wrapped.0))).collect();
    let photos = photos(view).await?;
    let mut referred = HashSet::new();
    for row in profile_fields::Entity::find().all(view).await? {
        let mut require = |holds, broken| findings.require(holds, "profile_fields", row.id, broken);
        let Some(field) = Field::parse(&row.field) else {
            require(false, "the field is an unknown word");
            continue;
        };
        require(row.sealed == field.is_sealed(), "sealed, and it should not be, or the other way round");
        require(field.audiences().any(|one| one == row.audience.into()), "shown to more people than it may be");
        let person = people.get(&row.account_id).map_or("", String::as_str);
        require(opened(ctx, person, keys.get(&row.account_id), &row).is_ok(), "the answer cannot be read");
        if field == Field::Photo {
            let file = photos.get(&row.value.0).copied();
            let attached = file.is_some_and(|file| files.get(&file) == Some(&FileState::Attached));
            require(attached, "its file is missing or only staged");
            referred.extend(file);
        }
    }
    Ok(referred)
}

/// Photos by their public ids.
async fn photos(view: &impl ConnectionTrait) -> Result<HashMap<String, i64>, DbErr> {
    let files = files::entity::Entity::find().all(view).await?;
    Ok(files.into_iter().filter(|file| file.kind == Kind::Photo).map(|file| (file.public_id, file.id)).collect())
}

/// Whoever reads this log must be able to tell what was looked at, by whom and why.
pub(super) async fn private_views(view: &impl ConnectionTrait, findings: &mut Findings) -> Result<(), DbErr> {
    for row in private_views::Entity::find().all(view).await? {
        let mut require = |holds, broken| findings.require(holds, "private_views", row.id, broken);
        require(Field::parse(&row.field).is_some(), "the field is an unknown word");
        require(PublicId::parse(&row.viewer_pseudonym).is_some(), "nobody is named who looked");
        require(parse_reason(&row.reason).is_ok_and(|clean| clean == row.reason), "the reason is not clean text");
    }
    Ok(())
}
