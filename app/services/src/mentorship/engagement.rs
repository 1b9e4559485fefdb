//! Two who work together, as both of them read it.

use chrono::{DateTime, NaiveDate, Utc};
use domain::access::{Action, Object};
use domain::id::PublicId;
use domain::mentorship::{FitAnswer, Phase, Side};
use sea_orm::{ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter, QueryOrder};

use super::agreement::is_late;
use super::entity::{engagements, meetings, steps};
use super::sealed::{Column, Pens};
use super::{MentorshipError, me, store};
use crate::access::allow;
use crate::ctx::Ctx;
use crate::identity::{people, profile};
use crate::moderation::is_hidden_from;

/// A goal or a next step.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PlannedStep {
    /// Which.
    pub id: PublicId,
    /// What is to be done.
    pub what: String,
    /// By when.
    pub due_on: Option<NaiveDate>,
    /// When it was done.
    pub done_at: Option<DateTime<Utc>>,
    /// Who wrote it.
    pub by: Side,
}

/// One meeting.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LoggedMeeting {
    /// When it began.
    pub met_at: DateTime<Utc>,
    /// How long, in minutes.
    pub minutes: i32,
    /// What it was about.
    pub note: String,
    /// Who wrote it.
    pub by: Side,
}

/// A last day that one of the two has proposed and signed and the other has not.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct NewEnd {
    /// Which.
    pub ends_on: NaiveDate,
    /// Who has proposed it.
    pub by: Side,
}

/// Two who work together.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Engagement {
    /// Which.
    pub id: PublicId,
    /// Who reads.
    pub side: Side,
    /// What to call the other, unless that is a mentee who shows no name.
    pub other_name: Option<String>,
    /// The public id of the other person.
    pub other: PublicId,
    /// How far they are.
    pub phase: Phase,
    /// What they work on; empty until somebody has written it.
    pub scope: String,
    /// The last day.
    pub ends_on: Option<NaiveDate>,
    /// Another one that is proposed.
    pub new_end: Option<NewEnd>,
    /// Counts texts; what is signed names it.
    pub version: i32,
    /// Its last day has passed before both have signed, so that another text is needed.
    pub late: bool,
    /// When the reader signed this text.
    pub mine_signed_at: Option<DateTime<Utc>>,
    /// When the other signed this text.
    pub other_signed_at: Option<DateTime<Utc>>,
    /// When both had signed.
    pub started_at: Option<DateTime<Utc>>,
    /// Both were asked whether it fits.
    pub fit_asked: bool,
    /// What the reader said.
    pub my_fit: Option<FitAnswer>,
    /// When it ended.
    pub ended_at: Option<DateTime<Utc>>,
    /// What the reader wrote at the end.
    pub my_feedback: Option<String>,
    /// What the other wrote at the end.
    pub other_feedback: Option<String>,
    /// Goals and next steps.
    pub steps: Vec<PlannedStep>,
    /// Meetings, the newest first.
    pub meetings: Vec<LoggedMeeting>,
}

/// One line of the list of those one works with.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Together {
    /// Which.
    pub id: PublicId,
    /// Who reads.
    pub side: Side,
    /// What to call the other, unless that is a mentee who shows no name.
    pub other_name: Option<String>,
    /// How far they are.
    pub phase: Phase,
    /// Since when.
    pub since: DateTime<Utc>,
}

/// Which of the two an account is.
pub(super) fn side_of(row: &engagements::Model, account: i64) -> Option<Side> {
    match account {
        one if one == row.mentor_account => Some(Side::Mentor),
        one if one == row.mentee_account => Some(Side::Mentee),
        _ => None,
    }
}

pub(super) fn phase(row: &engagements::Model) -> Phase {
    Phase::parse(&row.phase).unwrap_or(Phase::Ended)
}

/// What one of the two calls the other: the mentor's own words, or, while they are matched,
/// the name the mentee shows to whom they are matched with.
async fn name_of_other(ctx: &Ctx, row: &engagements::Model, side: Side) -> Result<Option<String>, MentorshipError> {
    if side == Side::Mentee {
        let mentor = store::mentor(ctx.db.read(), row.mentor_id).await?;
        return Ok(mentor.map(|mentor| mentor.name.0));
    }
    let matched = phase(row) != Phase::Ended;
    Ok(if matched { profile::name_for_matched(ctx.db.read(), row.mentee_account).await? } else { None })
}

/// Another last day, while the two work together and one of them has not signed it; none from that day on. `today` is the
/// day in the zone of the association.
pub(super) fn new_end(row: &engagements::Model, today: NaiveDate) -> Option<NewEnd> {
    if phase(row) != Phase::Active {
        return None;
    }
    let ends_on = row.new_ends_on.as_deref()?.parse::<NaiveDate>().ok().filter(|day| *day > today)?;
    Some(NewEnd { ends_on, by: Side::parse(row.new_end_by.as_deref()?)? })
}

/// Everybody the viewer works or worked with, the newest first.
pub async fn together(ctx: &Ctx) -> Result<Vec<Together>, MentorshipError> {
    allow(ctx, Action::WorkTogether, Object::Own)?;
    let (db, account) = (ctx.db.read(), me(ctx)?.account);
    let away = crate::moderation::hidden_from(db, account).await?;
    let mut all = Vec::new();
    for row in store::engagements_of(db, account).await? {
        let (Some(side), Some(id)) = (side_of(&row, account), PublicId::parse(&row.public_id)) else { continue };
        if away.contains(&row.mentor_account) || away.contains(&row.mentee_account) {
            continue;
        }
        let other_name = name_of_other(ctx, &row, side).await?;
        all.push(Together { id, side, other_name, phase: phase(&row), since: row.created_at });
    }
    Ok(all)
}

/// The engagement as it stands, and which of the two the account is. [`MentorshipError::NotFound`] for anybody else.
pub(super) async fn of(
    db: &impl ConnectionTrait,
    id: PublicId,
    account: i64,
) -> Result<(engagements::Model, Side), MentorshipError> {
    let row = store::engagement(db, id).await?.ok_or(MentorshipError::NotFound)?;
    let side = side_of(&row, account).ok_or(MentorshipError::NotFound)?;
    let other = if side == Side::Mentor { row.mentee_account } else { row.mentor_account };
    // A block has ended it, so whoever is not told whom they have blocked reads it and changes nothing.
    if is_hidden_from(db, account, other).await? {
        return Err(MentorshipError::NotFound);
    }
    Ok((row, side))
}

/// One engagement, for the two.
pub async fn engagement(ctx: &Ctx, id: PublicId) -> Result<Engagement, MentorshipError> {
    allow(ctx, Action::WorkTogether, Object::Own)?;
    let db = ctx.db.read();
    let (row, side) = of(db, id, me(ctx)?.account).await?;
    let other = if side == Side::Mentor { row.mentee_account } else { row.mentor_account };
    let other = people::by_accounts(db, &[other]).await?.pop().ok_or(MentorshipError::NotFound)?;
    let planned = steps::Entity::find().filter(steps::Column::EngagementId.eq(row.id));
    let planned = planned.order_by_asc(steps::Column::Id).all(db).await?;
    let met = meetings::Entity::find().filter(meetings::Column::EngagementId.eq(row.id));
    let met = met.order_by_desc(meetings::Column::MetAt).order_by_desc(meetings::Column::Id).all(db).await?;
    let by = |word: &str| Side::parse(word).unwrap_or(Side::Mentor);
    let day = |day: Option<String>| day.and_then(|day| day.parse().ok());
    let mentor_first = side == Side::Mentor;
    let pick = |mentor: Option<DateTime<Utc>>, mentee: Option<DateTime<Utc>>| {
        if mentor_first { (mentor, mentee) } else { (mentee, mentor) }
    };
    let (mine_signed_at, other_signed_at) = pick(row.mentor_signed_at, row.mentee_signed_at);
    let my_fit = if mentor_first { row.mentor_fit.as_deref() } else { row.mentee_fit.as_deref() };
    let pens = Pens::of(db, &row).await?;
    let mut steps = Vec::with_capacity(planned.len());
    for one in planned {
        let by = by(&one.written_by);
        steps.push(PlannedStep {
            id: PublicId::parse(&one.public_id).ok_or(MentorshipError::NotFound)?,
            what: pens.side(by).open(ctx, Column::Step, &one.public_id, &one.what)?,
            due_on: day(one.due_on),
            done_at: one.done_at,
            by,
        });
    }
    let mut meetings = Vec::with_capacity(met.len());
    for one in met {
        let by = by(&one.written_by);
        let note = pens.side(by).open(ctx, Column::Meeting, &one.public_id, &one.note)?;
        meetings.push(LoggedMeeting { met_at: one.met_at, minutes: one.minutes, note, by });
    }
    Ok(Engagement {
        id,
        side,
        other_name: name_of_other(ctx, &row, side).await?,
        other: other.id,
        phase: phase(&row),
        scope: pens.scope(ctx, &row)?,
        ends_on: day(row.ends_on.clone()),
        new_end: new_end(&row, ctx.today()),
        version: row.version,
        late: is_late(&row, ctx.today()),
        mine_signed_at,
        other_signed_at,
        started_at: row.started_at,
        fit_asked: row.fit_asked_at.is_some(),
        my_fit: my_fit.and_then(FitAnswer::parse),
        ended_at: row.ended_at,
        my_feedback: pens.feedback(ctx, &row, side)?,
        other_feedback: pens.feedback(ctx, &row, side.other())?,
        steps,
        meetings,
    })
}
