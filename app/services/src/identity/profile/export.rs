//! What a person takes along of their profile: every answer as they told it, who sees it, and who looked at it.

use domain::identity::profile::Field;
use serde_json::{Map, Value, json};

use super::error::ProfileError;
use super::glass::who_saw;
use super::photo::photo;
use super::read::mine;
use crate::ctx::Ctx;
use crate::identity::IdentityError;

/// The profile's part of the viewer's archive.
pub(crate) async fn export_part(ctx: &Ctx) -> Result<Value, IdentityError> {
    Ok(part(ctx).await?)
}

async fn part(ctx: &Ctx) -> Result<Value, ProfileError> {
    let profile = mine(ctx).await?;
    let mut fields = Map::new();
    for shown in &profile.shown {
        let field = shown.answer.field();
        let told =
            if field == Field::Photo { told_photo(photo(ctx, profile.id).await)? } else { json!(shown.answer.words()) };
        let seen_by = shown.audience.map(domain::access::Audience::label);
        fields.insert(field.label().to_owned(), json!({ "told": told, "seen_by": seen_by }));
    }
    let views = who_saw(ctx).await?;
    let views = views.iter().map(|view| {
        json!({
            "field": view.field.label(),
            "at": view.at.to_rfc3339(),
            "reason": view.reason,
            "by": view.by.as_deref().unwrap_or(&view.mark),
        })
    });
    Ok(json!({ "fields": fields, "staff_who_saw_private_fields": views.collect::<Vec<_>>() }))
}

/// A photo whose file is gone or cannot be opened is said to be missing: the rest is still the person's to take along.
fn told_photo(found: Result<Vec<u8>, ProfileError>) -> Result<Value, ProfileError> {
    use base64::Engine as _;
    match found {
        Ok(jpeg) => Ok(json!({ "jpeg_base64": base64::engine::general_purpose::STANDARD.encode(jpeg) })),
        Err(error @ (ProfileError::NotFound | ProfileError::File(_) | ProfileError::Vault(_))) => {
            tracing::error!(%error, "a photo is missing in an export");
            Ok(json!({ "missing": "The file of your photo could not be read. Please tell us." }))
        }
        Err(error) => Err(error),
    }
}

impl From<ProfileError> for IdentityError {
    fn from(error: ProfileError) -> Self {
        match error {
            ProfileError::Denied(denied) => Self::Denied(denied),
            ProfileError::NotFound => Self::NotFound,
            ProfileError::Invalid(errors) => Self::Invalid(errors),
            ProfileError::Refused(refusal) => Self::Refused(refusal),
            ProfileError::Vault(error) => Self::Secret(error.to_string()),
            ProfileError::File(error) => Self::Secret(error.to_string()),
            ProfileError::Db(error) => Self::Db(error),
        }
    }
}
