//! What people write about themselves and to each other, between its rows and what it says.
//!
//! Every text is sealed under the key of whoever wrote it, so that erasing one of two makes their words unreadable in old
//! backups too, and leaves the other's. No search looks into them.

use domain::id::PublicId;
use domain::mentorship::{Ask, Goals, Revealed, Side, Wish};
use sea_orm::ConnectionTrait;
use serde::{Deserialize, Serialize};

use super::MentorshipError;
use super::entity::{asks, engagements};
use crate::ctx::Ctx;
use crate::identity::{people, person_key};
use crate::secret::Secret;
use crate::vault::{Place, VaultError, Wrapped};

/// The columns that hold sealed text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Column {
    /// What a mentor offers to have checked.
    Proof,
    /// What somebody looks for.
    Told,
    /// What a mentor asks.
    Question,
    /// What the mentee answers.
    Answer,
    /// What two work on.
    Scope,
    /// What one of two says at the end.
    Feedback,
    /// A goal or a next step.
    Step,
    /// What a meeting was about.
    Meeting,
}

impl Column {
    const fn place(self) -> (&'static str, &'static str) {
        match self {
            Self::Proof => ("mentors", "proof"),
            Self::Told => ("mentor_asks", "told"),
            Self::Question => ("mentor_requests", "question"),
            Self::Answer => ("mentor_requests", "answer"),
            Self::Scope => ("engagements", "scope"),
            Self::Feedback => ("engagements", "feedback"),
            Self::Step => ("engagement_steps", "what"),
            Self::Meeting => ("engagement_meetings", "note"),
        }
    }
}

/// What a person writes with, and what reads it again.
#[derive(Clone)]
pub(crate) struct Pen {
    person: String,
    key: Wrapped,
}

impl Pen {
    pub(crate) const fn new(person: String, key: Wrapped) -> Self {
        Self { person, key }
    }

    /// Of an account. A person without a key has been erased, or should have been: a [`VaultError::Sealed`].
    pub(super) async fn of(db: &impl ConnectionTrait, account: i64) -> Result<Self, MentorshipError> {
        let person = people::by_accounts(db, &[account]).await?.pop().ok_or(MentorshipError::NotFound)?;
        let key = person_key(db, account).await?.ok_or(VaultError::Sealed)?;
        Ok(Self { person: person.id.to_string(), key })
    }

    /// The text as its row holds it. `row` is the row's public id.
    pub(super) fn seal(&self, ctx: &Ctx, column: Column, row: &str, text: &str) -> Result<Secret, VaultError> {
        let (table, field) = column.place();
        let place = Place { table, row, field };
        Ok(Secret(ctx.vault.seal(&self.person, &self.key, place, text.as_bytes(), &ctx.dice)?))
    }

    /// What the row says.
    pub(crate) fn open(&self, ctx: &Ctx, column: Column, row: &str, sealed: &Secret) -> Result<String, VaultError> {
        let (table, field) = column.place();
        let plain = ctx.vault.unseal(&self.person, &self.key, Place { table, row, field }, &sealed.0)?;
        String::from_utf8(plain).map_err(|_| VaultError::Sealed)
    }

    /// The same for what may be missing.
    pub(super) fn open_some(
        &self,
        ctx: &Ctx,
        column: Column,
        row: &str,
        sealed: Option<&Secret>,
    ) -> Result<Option<String>, VaultError> {
        sealed.map(|sealed| self.open(ctx, column, row, sealed)).transpose()
    }
}

/// The pens of two who work together.
pub(super) struct Pens {
    mentor: Pen,
    mentee: Pen,
}

impl Pens {
    pub(super) async fn of(db: &impl ConnectionTrait, row: &engagements::Model) -> Result<Self, MentorshipError> {
        Ok(Self { mentor: Pen::of(db, row.mentor_account).await?, mentee: Pen::of(db, row.mentee_account).await? })
    }

    pub(super) const fn side(&self, side: Side) -> &Pen {
        match side {
            Side::Mentor => &self.mentor,
            Side::Mentee => &self.mentee,
        }
    }

    /// The agreement's text; empty until somebody has written it.
    pub(super) fn scope(&self, ctx: &Ctx, row: &engagements::Model) -> Result<String, VaultError> {
        match (&row.scope, row.scope_by.as_deref().and_then(Side::parse)) {
            (Some(scope), Some(side)) => self.side(side).open(ctx, Column::Scope, &row.public_id, scope),
            _ => Ok(String::new()),
        }
    }

    /// What one of the two said at the end.
    pub(super) fn feedback(
        &self,
        ctx: &Ctx,
        row: &engagements::Model,
        side: Side,
    ) -> Result<Option<String>, VaultError> {
        let sealed = match side {
            Side::Mentor => &row.mentor_feedback,
            Side::Mentee => &row.mentee_feedback,
        };
        self.side(side).open_some(ctx, Column::Feedback, &row.public_id, sealed.as_ref())
    }
}

/// What `mentor_asks.told` seals.
#[derive(Serialize, Deserialize)]
struct Told {
    goals: String,
    topics: Vec<String>,
    stage: String,
    /// One line each.
    wishes: Vec<String>,
    gender: Option<String>,
}

/// What somebody looks for as its row holds it.
pub(super) fn seal_ask(ctx: &Ctx, pen: &Pen, row: PublicId, ask: &Ask) -> Result<Secret, VaultError> {
    let told = Told {
        goals: ask.goals.as_str().to_owned(),
        topics: ask.topics.clone(),
        stage: ask.stage.clone(),
        wishes: ask.wishes.iter().map(Wish::line).collect(),
        gender: ask.gender.clone(),
    };
    let json = serde_json::to_string(&told).map_err(|_| VaultError::Sealed)?;
    pen.seal(ctx, Column::Told, row.as_str(), &json)
}

/// What a row of somebody's asks means. A row that is not in order is a [`VaultError::Sealed`]; `landfall check` names it.
pub(crate) fn open_ask(ctx: &Ctx, pen: &Pen, row: &asks::Model) -> Result<Ask, VaultError> {
    let json = pen.open(ctx, Column::Told, &row.public_id, &row.told)?;
    let told: Told = serde_json::from_str(&json).map_err(|_| VaultError::Sealed)?;
    let wishes: Option<Vec<Wish>> = told.wishes.iter().map(|line| Wish::read(line)).collect();
    Ok(Ask {
        goals: Goals::parse(&told.goals).ok_or(VaultError::Sealed)?,
        topics: told.topics,
        stage: told.stage,
        wishes: wishes.ok_or(VaultError::Sealed)?,
        gender: told.gender,
        reveals: Revealed::read(row.reveals.split(',')),
    })
}

/// What a row means, with the key of whose it is.
pub(super) async fn ask_of(ctx: &Ctx, db: &impl ConnectionTrait, row: &asks::Model) -> Result<Ask, MentorshipError> {
    Ok(open_ask(ctx, &Pen::of(db, row.account_id).await?, row)?)
}
