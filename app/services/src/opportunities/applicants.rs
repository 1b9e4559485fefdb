//! Who has applied to one's posting, a page at a time, and how many are how far. Only what stands on the page is opened.

use chrono::{DateTime, Utc};
use domain::access::{Action, Object};
use domain::id::PublicId;
use domain::opportunities::pipeline::Stage;

use super::paged::{Listed, PAGE};
use super::sealed::{Told, told_of};
use super::{OpportunityError, filed, me, rows, store};
use crate::access::allow;
use crate::ctx::Ctx;

/// Which of those who have applied a host looks at.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Whom {
    /// All of them.
    Everybody,
    /// Those who stand in line for the next free place.
    InLine,
    /// Those who are so far.
    At(Stage),
}

impl Whom {
    const IN_LINE: &'static str = "in-line";

    /// The word in addresses; `None` for everybody.
    pub const fn word(self) -> Option<&'static str> {
        match self {
            Self::Everybody => None,
            Self::InLine => Some(Self::IN_LINE),
            Self::At(stage) => Some(stage.word()),
        }
    }

    /// Whom a word means; everybody for any other text.
    pub fn parse(word: &str) -> Self {
        if word == Self::IN_LINE { Self::InLine } else { Stage::parse(word).map_or(Self::Everybody, Self::At) }
    }
}

/// An application as the host sees it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Applicant {
    /// Public id of the application.
    pub id: PublicId,
    /// Which of all who have applied, from 1; the same on every page and whoever else is shown. Whoever applies again keeps it.
    pub nth: usize,
    /// How far.
    pub stage: Stage,
    /// What they released; `None` once they have withdrawn, where one of the two keeps the other away, and half a year after
    /// the end.
    pub told: Option<Told>,
    /// Place in the line for the next free place.
    pub line: Option<u32>,
    /// Until when the offer holds.
    pub hold_until: Option<DateTime<Utc>>,
    /// When they applied.
    pub applied_at: DateTime<Utc>,
    /// When it moved last.
    pub changed_at: DateTime<Utc>,
}

/// A page of those who have applied to a posting.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Applied {
    /// In the order of applying.
    pub listed: Listed<Applicant>,
    /// How many of all who have applied are how far, in the order of the stages; none of a stage at which nobody is.
    pub stages: Vec<(Stage, u64)>,
    /// How many of all stand in line.
    pub in_line: u64,
}

/// A page of those who have applied to one of the viewer's postings; behind `after`, if that is an application to it.
/// [`OpportunityError::NotFound`] for anybody else's posting.
pub async fn applicants(
    ctx: &Ctx,
    posting: &str,
    whom: Whom,
    after: Option<PublicId>,
) -> Result<Applied, OpportunityError> {
    allow(ctx, Action::HostPosting, Object::Own)?;
    let (db, id) = (ctx.db.read(), PublicId::parse(posting).ok_or(OpportunityError::NotFound)?);
    let account = me(ctx)?.account;
    let posting = store::of(db, id, account).await?.id;
    let behind = match after {
        Some(after) => filed::application(db, after).await?.filter(|row| row.posting_id == posting),
        None => None,
    };
    let mut found = filed::page_to(db, posting, whom, behind.map(|row| row.id)).await?;
    let more = found.len() > PAGE;
    found.truncate(PAGE);
    let keys = match found.last() {
        Some(last) => filed::keys_up_to(db, posting, last.id).await?,
        None => Vec::new(),
    };
    let mut told = told_of(ctx, db, &found).await?;
    let mut people = Vec::with_capacity(found.len());
    for one in found {
        people.push(Applicant {
            id: PublicId::parse(&one.public_id).ok_or(OpportunityError::NotFound)?,
            nth: keys.partition_point(|key| *key < one.id) + 1,
            stage: rows::stage(&one)?,
            told: told.remove(&one.id),
            line: one.line.map(i32::unsigned_abs),
            hold_until: one.hold_until,
            applied_at: one.applied_at,
            changed_at: one.changed_at,
        });
    }
    let counted = filed::counts(db, posting).await?;
    let at = |stage: &Stage| {
        let of = counted.iter().find(|(word, ..)| word == stage.word());
        of.map(|(_, count, _)| (*stage, count.unsigned_abs()))
    };
    let stages = Stage::ALL.iter().filter_map(at).collect();
    let in_line = counted.iter().map(|(_, _, in_line)| in_line.unsigned_abs()).sum();
    let next = people.last().filter(|_| more).map(|last| last.id);
    Ok(Applied { listed: Listed { rows: people, next }, stages, in_line })
}
