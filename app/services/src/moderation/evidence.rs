//! What was there when it was reported, and the pictures that moderators look at.

use domain::access::{Action, Object};
use domain::id::PublicId;
use domain::identity::profile::Field;
use domain::moderation::Kind;
use sea_orm::{DbErr, EntityTrait};

use super::case_entity::{cases, evidence};
use super::case_store as store;
use super::cases::{CaseError, me};
use super::content_store;
use super::store as report_store;
use crate::access::allow;
use crate::cohort::{self, CohortError, ToldCohort};
use crate::ctx::Ctx;
use crate::files::disk;
use crate::files::entity::{Entity as Files, Kind as FileKind, MediaType};
use crate::identity::profile::{self, Profile, ProfileError};
use crate::identity::{people, person_key};
use crate::mentorship::{self, MentorshipError};
use crate::vault::Place;

/// What the address of a reported page's picture ends in; others end in the number of a version.
pub const SCREENSHOT: &str = "screenshot";

/// What a report keeps.
#[derive(Debug, Clone)]
pub(super) struct Evidence {
    /// As text.
    pub(super) content: String,
    /// The photo, sealed under the key of the person: it goes when they are erased.
    pub(super) picture: Option<String>,
    /// What they had told a cohort or a mentor, sealed in the same way.
    pub(super) told: Option<String>,
}

impl Evidence {
    pub(super) const fn of(content: String) -> Self {
        Self { content, picture: None, told: None }
    }
}

/// What is sealed of a person.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Sealed {
    Picture,
    Told,
}

impl Sealed {
    const fn place(self, person: &str) -> Place<'_> {
        let field = match self {
            Self::Picture => "picture",
            Self::Told => "told",
        };
        Place { table: "evidence", row: person, field }
    }
}

/// What is there at this moment, as the reporter sees it. The one place where a feature says what a report of its kind
/// keeps. Sealed answers of a profile are not kept, whoever may see them. `named` is what `reporter` (the key of an account)
/// named the person by: with a number in a cohort, or a request, it is what they told there that is reported.
pub(super) async fn evidence_of(
    ctx: &Ctx,
    kind: Kind,
    person: PublicId,
    (named, reporter): (PublicId, i64),
) -> Result<Evidence, CaseError> {
    let found = shown(ctx, kind, person).await?;
    if kind == Kind::Posting {
        return Ok(found);
    }
    let (line, told) = if let Some(ToldCohort { cohort, title, goals }) = told_cohort(ctx, named, reporter).await? {
        // A text is told once for a cohort, so its name tells versions apart.
        (format!("Told the cohort \"{title}\" ({cohort}), as those who were listed there read it."), goals)
    } else if let Some((told, state)) = told_request(ctx, named, reporter).await? {
        (format!("Told in request {named}, text {state}, as the mentor read it."), told)
    } else {
        return Ok(found);
    };
    let content = format!("{}\n{line}", found.content);
    let told = seal(ctx, Sealed::Told, person, told.as_bytes()).await?;
    Ok(Evidence { content, told, ..found })
}

async fn told_request(ctx: &Ctx, named: PublicId, reporter: i64) -> Result<Option<(String, String)>, CaseError> {
    match mentorship::told_request(ctx, named, reporter).await {
        Ok(told) => Ok(told),
        Err(MentorshipError::Db(error)) => Err(error.into()),
        // Unreadable: the report counts without it.
        Err(error) => {
            tracing::warn!(request_id = ctx.viewer.request_id, %error, "what was told in a request could not be kept");
            Ok(None)
        }
    }
}

async fn told_cohort(ctx: &Ctx, named: PublicId, reporter: i64) -> Result<Option<ToldCohort>, CaseError> {
    match cohort::told_cohort(ctx, named, reporter).await {
        Ok(told) => Ok(told),
        Err(CohortError::Db(error)) => Err(error.into()),
        // Unreadable: the report counts without it.
        Err(error) => {
            tracing::warn!(request_id = ctx.viewer.request_id, %error, "what was told a cohort could not be kept");
            Ok(None)
        }
    }
}

async fn shown(ctx: &Ctx, kind: Kind, person: PublicId) -> Result<Evidence, CaseError> {
    let head = format!("{}: account {person}", kind.label());
    if kind == Kind::Posting {
        let content = crate::opportunities::evidence(ctx.db.read(), person).await?;
        return Ok(Evidence::of(content.ok_or(CaseError::NotFound)?));
    }
    if kind != Kind::Profile {
        return Ok(Evidence::of(head));
    }
    let profile = match profile::read(ctx, person, profile::SeenAs::Viewer).await {
        Ok(profile) => profile,
        Err(ProfileError::Denied(_) | ProfileError::NotFound) => return Ok(Evidence::of(head)),
        Err(error) => return Err(failed(error)),
    };
    let answers = profile.shown.iter().map(|shown| &shown.answer).filter(|answer| !answer.field().is_sealed());
    let lines = answers.map(|answer| format!("{}: {}", answer.field().label(), answer.words().join(", ")));
    let content = std::iter::once(head).chain(lines).collect::<Vec<_>>().join("\n");
    Ok(Evidence { content, picture: picture_of(ctx, &profile).await?, told: None })
}

fn failed(error: ProfileError) -> CaseError {
    match error {
        ProfileError::Db(error) => error.into(),
        other => DbErr::Custom(other.to_string()).into(),
    }
}

async fn picture_of(ctx: &Ctx, profile: &Profile) -> Result<Option<String>, CaseError> {
    if profile.answer(Field::Photo).is_none() {
        return Ok(None);
    }
    let jpeg = match profile::photo(ctx, profile.id).await {
        Ok(jpeg) => jpeg,
        Err(ProfileError::Db(error)) => return Err(error.into()),
        // Replaced a moment ago, or unreadable: the report counts without it.
        Err(error) => {
            tracing::warn!(request_id = ctx.viewer.request_id, %error, "a reported photo could not be kept");
            return Ok(None);
        }
    };
    seal(ctx, Sealed::Picture, profile.id, &jpeg).await
}

/// `None` of a person who is erased.
async fn seal(ctx: &Ctx, what: Sealed, person: PublicId, plain: &[u8]) -> Result<Option<String>, CaseError> {
    let db = ctx.db.read();
    let Some(owner) = people::by_id(db, person).await? else { return Ok(None) };
    let Some(key) = person_key(db, owner.account).await? else { return Ok(None) };
    let person = person.to_string();
    let sealed = ctx.vault.seal(&person, &key, what.place(&person), plain, &ctx.dice);
    Ok(Some(sealed.map_err(|error| DbErr::Custom(error.to_string()))?))
}

/// What is sealed of the person a case is about.
async fn unseal(ctx: &Ctx, what: Sealed, row: &cases::Model, sealed: &str) -> Result<Vec<u8>, CaseError> {
    let db = ctx.db.read();
    let account = row.subject_account.ok_or(CaseError::NotFound)?;
    let person = people::by_accounts(db, &[account]).await?.pop().ok_or(CaseError::NotFound)?;
    let key = person_key(db, account).await?.ok_or(CaseError::NotFound)?;
    let person = person.id.to_string();
    let plain = ctx.vault.unseal(&person, &key, what.place(&person), sealed);
    Ok(plain.map_err(|error| DbErr::Custom(error.to_string()))?)
}

/// What the person had told a cohort or a mentor, as a version of the case keeps it.
pub(super) async fn told_of(
    ctx: &Ctx,
    row: &cases::Model,
    version: &evidence::Model,
) -> Result<Option<String>, CaseError> {
    let Some(sealed) = &version.told else { return Ok(None) };
    let plain = unseal(ctx, Sealed::Told, row, sealed).await?;
    Ok(Some(String::from_utf8(plain).map_err(|error| DbErr::Custom(error.to_string()))?))
}

/// A picture of a case: the screenshot of a reported page, or the photo of a version of a reported profile. Not found
/// for the one it is about.
pub async fn case_picture(ctx: &Ctx, case: &str, which: &str) -> Result<(MediaType, Vec<u8>), CaseError> {
    allow(ctx, Action::ReadModeration, Object::None)?;
    let me = me(ctx)?.account;
    let id = PublicId::parse(case).ok_or(CaseError::NotFound)?;
    let row = store::find(ctx.db.read(), id).await?.filter(|row| row.subject_account != Some(me));
    let row = row.ok_or(CaseError::NotFound)?;
    if which == SCREENSHOT { screenshot(ctx, &row).await } else { photo(ctx, &row, which).await }
}

async fn screenshot(ctx: &Ctx, row: &cases::Model) -> Result<(MediaType, Vec<u8>), CaseError> {
    let db = ctx.db.read();
    let report = report_store::by_key(db, row.report_id.ok_or(CaseError::NotFound)?).await?;
    let file = report.and_then(|report| report.file_id).ok_or(CaseError::NotFound)?;
    let file = Files::find_by_id(file).one(db).await?.filter(|file| file.kind == FileKind::Screenshot);
    let file = file.ok_or(CaseError::NotFound)?;
    match tokio::fs::read(disk::folder(ctx.db.data_dir()).join(&file.path)).await {
        Ok(bytes) => Ok((file.media_type, bytes)),
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => Err(CaseError::NotFound),
        Err(error) => Err(DbErr::Custom(format!("a screenshot cannot be read: {error}")).into()),
    }
}

async fn photo(ctx: &Ctx, row: &cases::Model, version: &str) -> Result<(MediaType, Vec<u8>), CaseError> {
    let db = ctx.db.read();
    let version: i32 = version.parse().map_err(|_| CaseError::NotFound)?;
    let kept = content_store::evidence(db, row.id).await?.into_iter().find(|one| one.version == version);
    let sealed = kept.and_then(|one| one.picture).ok_or(CaseError::NotFound)?;
    Ok((MediaType::Jpeg, unseal(ctx, Sealed::Picture, row, &sealed).await?))
}
