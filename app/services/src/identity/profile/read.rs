//! Reading a profile: the only way to one, for pages, photos, exports and other features.

use domain::access::{Action, Audience, Object, Relation, may_see};
use domain::id::PublicId;
use domain::identity::profile::{Answer, Field};

use super::error::ProfileError;
use super::seal::opened;
use super::store;
use crate::access::allow;
use crate::ctx::Ctx;
use crate::identity::entity::accounts;
use crate::identity::person_key;
use crate::{mentorship, moderation};

/// Through whose eyes a profile is read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum SeenAs {
    /// The reader's own.
    Viewer,
    /// Somebody else's; only of one's own profile.
    Preview(Relation),
}

/// A profile as one reader may see it. What they may not see is not in it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Profile {
    /// Whose.
    pub id: PublicId,
    /// How the reader stands to them.
    pub relation: Relation,
    /// Whether the person is invented.
    pub sample: bool,
    /// What is shown, in the order of [`Field::ALL`].
    pub shown: Vec<Shown>,
}

/// One answer that is shown.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Shown {
    /// What was told.
    pub answer: Answer,
    /// Who sees it; only the person is told that.
    pub audience: Option<Audience>,
}

impl Profile {
    /// The answer to a field, if it is shown.
    pub fn answer(&self, field: Field) -> Option<&Answer> {
        self.shown.iter().map(|shown| &shown.answer).find(|answer| answer.field() == field)
    }

    /// Who sees a field; for the person themselves.
    pub fn audience(&self, field: Field) -> Audience {
        let shown = self.shown.iter().find(|shown| shown.answer.field() == field);
        shown.and_then(|shown| shown.audience).unwrap_or(field.default_audience())
    }

    /// What to call the person, if that is shown.
    pub fn name(&self) -> Option<&str> {
        self.answer(Field::Name).map(Answer::as_str)
    }
}

/// The profile of a person, as far as the reader may see it.
///
/// [`ProfileError::NotFound`] for an unknown person, one who is not in good standing, and one who shows nothing to this
/// reader: all three look the same.
pub async fn read(ctx: &Ctx, whose: PublicId, seen_as: SeenAs) -> Result<Profile, ProfileError> {
    let owner = store::owner(ctx.db.read(), whose).await?;
    let object = owner.as_ref().map_or(Object::Missing, |owner| object(ctx, owner));
    allow(ctx, Action::ReadProfile, object)?;
    let owner = owner.ok_or(ProfileError::NotFound)?;
    let myself = object == Object::Own;
    let relation = match seen_as {
        SeenAs::Viewer => relation(ctx, &owner).await?,
        SeenAs::Preview(relation) if myself => relation,
        SeenAs::Preview(_) => return Err(ProfileError::NotFound),
    };
    if relation != Relation::Myself && owner.state != accounts::State::Active {
        return Err(ProfileError::NotFound);
    }
    if !myself && is_kept_away(ctx, whose, &owner).await? {
        return Err(ProfileError::NotFound);
    }
    let profile = as_seen(ctx, whose, &owner, relation).await?;
    if profile.shown.is_empty() && !myself {
        return Err(ProfileError::NotFound);
    }
    Ok(profile)
}

/// The reader's own profile, with everything in it.
pub async fn mine(ctx: &Ctx) -> Result<Profile, ProfileError> {
    allow(ctx, Action::ReadMe, Object::Own)?;
    let member = ctx.viewer.member.as_ref().ok_or(ProfileError::NotFound)?;
    read(ctx, member.id, SeenAs::Viewer).await
}

async fn as_seen(
    ctx: &Ctx,
    id: PublicId,
    owner: &accounts::Model,
    relation: Relation,
) -> Result<Profile, ProfileError> {
    let mut rows = store::fields(ctx.db.read(), owner.id).await?;
    rows.retain(|row| may_see(row.audience.into(), relation));
    // The key is fetched only for a reader who may see something sealed.
    let key = if rows.iter().any(|row| row.sealed) { person_key(ctx.db.read(), owner.id).await? } else { None };
    let mut shown = Vec::with_capacity(rows.len());
    for row in &rows {
        let answer = opened(ctx, id.as_str(), key.as_ref(), row)?;
        let audience = (relation == Relation::Myself).then_some(row.audience.into());
        shown.push(Shown { answer, audience });
    }
    shown.sort_by_key(|shown| shown.answer.field());
    Ok(Profile { id, relation, sample: owner.sample, shown })
}

/// A moderator has hidden the profile, or one of the two has blocked the other; not if the reader was not told whom.
async fn is_kept_away(ctx: &Ctx, whose: PublicId, owner: &accounts::Model) -> Result<bool, ProfileError> {
    let db = ctx.db.read();
    let hidden = moderation::is_hidden(db, domain::moderation::Kind::Profile, whose).await?;
    Ok(match &ctx.viewer.member {
        Some(member) if !hidden => moderation::is_hidden_from(db, member.account, owner.id).await?,
        _ => hidden,
    })
}

fn object(ctx: &Ctx, owner: &accounts::Model) -> Object {
    let own = ctx.viewer.member.as_ref().is_some_and(|member| member.account == owner.id);
    if own { Object::Own } else { Object::Anothers }
}

/// How the reader stands to the owner. Whoever works with them as mentor or mentee is matched.
async fn relation(ctx: &Ctx, owner: &accounts::Model) -> Result<Relation, ProfileError> {
    Ok(match &ctx.viewer.member {
        Some(member) if member.account == owner.id => Relation::Myself,
        Some(member) if member.standing != domain::access::Standing::Active => Relation::Stranger,
        Some(member) if mentorship::are_together(ctx.db.read(), member.account, owner.id).await? => Relation::Matched,
        Some(member) if member.capabilities.is_staff() => Relation::Staff,
        Some(_) => Relation::Member,
        None => Relation::Stranger,
    })
}

/// Answers that a person has shown to somebody by another road than the audiences, such as to a mentor they ask. The caller
/// has made sure of that; nothing else is read or opened.
pub(crate) async fn answers_of(ctx: &Ctx, account: i64, wanted: &[Field]) -> Result<Vec<Answer>, ProfileError> {
    use sea_orm::EntityTrait;
    let owner = accounts::Entity::find_by_id(account).one(ctx.db.read()).await?.ok_or(ProfileError::NotFound)?;
    let mut rows = store::fields(ctx.db.read(), account).await?;
    rows.retain(|row| wanted.iter().any(|field| field.word() == row.field));
    let key = if rows.iter().any(|row| row.sealed) { person_key(ctx.db.read(), account).await? } else { None };
    let mut answers = Vec::with_capacity(rows.len());
    for row in &rows {
        answers.push(opened(ctx, &owner.public_id, key.as_ref(), row)?);
    }
    answers.sort_by_key(Answer::field);
    Ok(answers)
}
