//! Answers between their rows and what they say: sealed ones through the person's key.

use domain::identity::profile::{Answer, Field};

use super::TABLE;
use super::entity::profile_fields;
use super::error::ProfileError;
use crate::ctx::Ctx;
use crate::vault::{Place, VaultError, Wrapped};

fn place(person: &str, field: Field) -> Place<'_> {
    Place { table: TABLE, row: person, field: field.word() }
}

/// The answer as its row holds it. `key` is needed for sealed fields only.
pub(super) fn sealed(ctx: &Ctx, person: &str, key: Option<&Wrapped>, answer: &Answer) -> Result<String, VaultError> {
    if !answer.field().is_sealed() {
        return Ok(answer.as_str().to_owned());
    }
    let key = key.ok_or(VaultError::Sealed)?;
    ctx.vault.seal(person, key, place(person, answer.field()), answer.as_str().as_bytes(), &ctx.dice)
}

/// What a row says. A row that is not in order is a [`VaultError::Sealed`]; `landfall check` names it.
pub(crate) fn opened(
    ctx: &Ctx,
    person: &str,
    key: Option<&Wrapped>,
    row: &profile_fields::Model,
) -> Result<Answer, ProfileError> {
    let field = Field::parse(&row.field).ok_or(VaultError::Sealed)?;
    let stored = if row.sealed {
        let key = key.ok_or(VaultError::Sealed)?;
        let plain = ctx.vault.unseal(person, key, place(person, field), &row.value.0)?;
        String::from_utf8(plain).map_err(|_| VaultError::Sealed)?
    } else {
        row.value.0.clone()
    };
    Answer::stored(field, &stored).ok_or_else(|| VaultError::Sealed.into())
}
