//! One request as each of the two reads it. What a mentor reads is made of what was revealed to them and of nothing else.

use chrono::{DateTime, Utc};
use domain::access::{Action, Object};
use domain::id::PublicId;
use domain::identity::profile::vocab::{NEEDS, STAGES, label};
use domain::identity::profile::{Answer, Field};
use domain::mentorship::{Ask, Decline, Eyes, GENDERS, Reveal, Revealed, Seen, Side, State, fit, plan, reasons};
use sea_orm::{ConnectionTrait, DbErr};
use sha2::{Digest, Sha256};

use super::ask::{COUNTED, facts_of};
use super::flow::{self, Found};
use super::sealed::{Column, Pen, ask_of};
use super::search::mentor_of;
use super::{MentorshipError, me, store};
use crate::access::allow;
use crate::ctx::Ctx;
use crate::idempotency::hex;
use crate::identity::{people, profile};
use crate::moderation::is_hidden_from;

/// A field on its way between the two.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ShownField {
    /// Which.
    pub what: Reveal,
    /// As people read it; empty when there is no answer, or when it is hidden from the reader.
    pub told: Vec<String>,
    /// Whether the mentor sees it.
    pub shown: bool,
}

/// A request.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RequestPage {
    /// Which.
    pub id: PublicId,
    /// Who reads.
    pub side: Side,
    /// How far it is.
    pub state: State,
    /// The mentor's page.
    pub mentor: PublicId,
    /// What to call the mentor.
    pub mentor_name: String,
    /// What the mentee wants to reach; empty for a mentor once it is over.
    pub goals: String,
    /// Topics in words.
    pub topics: Vec<String>,
    /// The stage in words.
    pub stage: String,
    /// Why it fits, in the reader's words.
    pub reasons: Vec<String>,
    /// For the mentee every field; for the mentor those that are shown.
    pub fields: Vec<ShownField>,
    /// What the mentor asked.
    pub question: Option<String>,
    /// What the mentee answered.
    pub answer: Option<String>,
    /// Why not.
    pub reason: Option<Decline>,
    /// When the mentor was asked.
    pub asked_at: Option<DateTime<Utc>>,
    /// When it runs out.
    pub due_at: Option<DateTime<Utc>>,
    /// The place in line, from 1.
    pub in_line: Option<usize>,
    /// Whether the mentor reads what is revealed, so that the mentee may show more or less.
    pub shown: bool,
    /// For a mentor: seats that are free.
    pub free: i32,
    /// Names the other in reports and blocks, see [`whom`].
    pub other: PublicId,
    /// Where the two go on, once both said yes.
    pub engagement: Option<PublicId>,
}

/// What a mentor is shown of a mentee: the answers to what was revealed.
pub(super) async fn shown_of(
    ctx: &Ctx,
    (account, ask): (i64, &Ask),
    revealed: &Revealed,
) -> Result<Vec<ShownField>, MentorshipError> {
    let wanted: Vec<Field> = revealed.iter().filter_map(Reveal::field).collect();
    let answers = if wanted.is_empty() { Vec::new() } else { profile::answers_of(ctx, account, &wanted).await? };
    let told = |what: Reveal| match what.field() {
        Some(field) => answers.iter().find(|answer| answer.field() == field).map(Answer::words).unwrap_or_default(),
        None => ask.gender.iter().map(|gender| label(&GENDERS, gender)).collect(),
    };
    Ok(revealed.iter().map(|what| ShownField { what, told: told(what), shown: true }).collect())
}

/// What a mentor knows of a request, for its order and its reasons: of the profile only what was revealed is read.
pub(super) async fn seen_by_mentor(
    ctx: &Ctx,
    (account, ask): (i64, &Ask),
    revealed: &Revealed,
) -> Result<Seen, MentorshipError> {
    let wanted: Vec<Field> =
        revealed.iter().filter_map(Reveal::field).filter(|field| COUNTED.contains(field)).collect();
    Ok(Seen::of(ask, &facts_of(ctx, account, &wanted).await?.0, revealed))
}

/// The person that a report or a block of `viewer` names: by their own public id, or by that of a request that was put
/// before the viewer. A mentor is not told who asks, and may report and block them all the same.
pub(crate) async fn whom(db: &impl ConnectionTrait, named: PublicId, viewer: i64) -> Result<PublicId, DbErr> {
    let Some(row) = store::request(db, named).await?.filter(|row| row.asked_at.is_some()) else { return Ok(named) };
    let (Some(ask), Some(mentor)) = (store::ask(db, row.ask_id).await?, store::mentor(db, row.mentor_id).await?) else {
        return Ok(named);
    };
    let person =
        if mentor.account_id == viewer { people::by_accounts(db, &[ask.account_id]).await?.pop() } else { None };
    Ok(person.map_or(named, |person| person.id))
}

/// What `viewer` (the key of an account) reads of this request as the mentor it was put before: the goals and the answer.
/// Beside them a word that is another one whenever they were written anew, and tells nothing of them. `None` for anybody
/// else, and once it is not shown.
pub(crate) async fn told_request(
    ctx: &Ctx,
    named: PublicId,
    viewer: i64,
) -> Result<Option<(String, String)>, MentorshipError> {
    let db = ctx.db.read();
    let Some(row) = store::request(db, named).await?.filter(|row| row.asked_at.is_some()) else { return Ok(None) };
    let found = flow::find(db, row).await?;
    if found.mentor.account_id != viewer || !flow::is_shown(db, &found).await? {
        return Ok(None);
    }
    let mut told = ask_of(ctx, db, &found.ask).await?.goals.as_str().to_owned();
    let (row, pen) = (&found.row, Pen::of(db, found.ask.account_id).await?);
    if let Some(answer) = pen.open_some(ctx, Column::Answer, &row.public_id, row.answer.as_ref())? {
        told = format!("{told}\n\n{answer}");
    }
    // Sealed anew whenever it is written, so it tells one text from another.
    let sealed = format!("{} {}", found.ask.told.0, row.answer.as_ref().map_or("", |answer| answer.0.as_str()));
    let state = hex(&Sha256::digest(sealed)).chars().take(12).collect();
    Ok(Some((told, state)))
}

/// A request, for the two it is between.
pub async fn request_page(ctx: &Ctx, id: PublicId) -> Result<RequestPage, MentorshipError> {
    allow(ctx, Action::WorkTogether, Object::Own)?;
    let (db, account) = (ctx.db.read(), me(ctx)?.account);
    let row = store::request(db, id).await?.ok_or(MentorshipError::NotFound)?;
    let found = flow::find(db, row).await?;
    let side = match account {
        one if one == found.ask.account_id => Side::Mentee,
        one if one == found.mentor.account_id && found.row.asked_at.is_some() => Side::Mentor,
        _ => return Err(MentorshipError::NotFound),
    };
    // A mentee reads of a closed request the same whether the mentor is gone or keeps them away.
    let closed = side == Side::Mentee && flow::state(&found.row) == State::Closed;
    let other = if side == Side::Mentee { found.mentor.account_id } else { found.ask.account_id };
    if !closed && is_hidden_from(db, account, other).await? {
        return Err(MentorshipError::NotFound);
    }
    match side {
        Side::Mentee => for_mentee(ctx, id, found).await,
        Side::Mentor => for_mentor(ctx, id, found).await,
    }
}

async fn base(ctx: &Ctx, id: PublicId, side: Side, found: &Found) -> Result<RequestPage, MentorshipError> {
    let db = ctx.db.read();
    let state = flow::state(&found.row);
    let other = match side {
        Side::Mentee => people::by_accounts(db, &[found.mentor.account_id]).await?.pop().map(|person| person.id),
        Side::Mentor => Some(id),
    };
    let engagement = if state == State::Confirmed {
        let all = store::engagements_of(db, found.ask.account_id).await?;
        all.iter().find(|one| one.request_id == found.row.id).and_then(|one| PublicId::parse(&one.public_id))
    } else {
        None
    };
    Ok(RequestPage {
        id,
        side,
        state,
        mentor: PublicId::parse(&found.mentor.public_id).ok_or(MentorshipError::NotFound)?,
        mentor_name: found.mentor.name.0.clone(),
        goals: String::new(),
        topics: Vec::new(),
        stage: String::new(),
        reasons: Vec::new(),
        fields: Vec::new(),
        question: None,
        answer: None,
        reason: found.row.reason.as_deref().and_then(Decline::parse),
        asked_at: found.row.asked_at,
        due_at: found.row.due_at.filter(|_| state.is_asked()),
        in_line: if state == State::Waiting { Some(store::place_in_line(db, &found.row).await?) } else { None },
        shown: flow::is_shown(db, found).await?,
        free: (found.mentor.capacity - found.mentor.taken).max(0),
        other: other.ok_or(MentorshipError::NotFound)?,
        engagement,
    })
}

async fn say(ctx: &Ctx, page: &mut RequestPage, found: &Found) -> Result<Ask, MentorshipError> {
    let db = ctx.db.read();
    let ask = ask_of(ctx, db, &found.ask).await?;
    ask.goals.as_str().clone_into(&mut page.goals);
    page.topics = ask.topics.iter().map(|word| label(&NEEDS, word)).collect();
    page.stage = label(&STAGES, &ask.stage);
    let row = &found.row;
    if row.question.is_some() {
        let pen = Pen::of(db, found.mentor.account_id).await?;
        page.question = pen.open_some(ctx, Column::Question, &row.public_id, row.question.as_ref())?;
        let pen = Pen::of(db, found.ask.account_id).await?;
        page.answer = pen.open_some(ctx, Column::Answer, &row.public_id, row.answer.as_ref())?;
    }
    Ok(ask)
}

async fn for_mentee(ctx: &Ctx, id: PublicId, found: Found) -> Result<RequestPage, MentorshipError> {
    let mut page = base(ctx, id, Side::Mentee, &found).await?;
    let ask = say(ctx, &mut page, &found).await?;
    let revealed = Revealed::read(found.row.revealed.split(','));
    page.fields = shown_of(ctx, (found.ask.account_id, &ask), &Revealed::all()).await?;
    for field in &mut page.fields {
        field.shown = revealed.has(field.what);
    }
    Ok(page)
}

async fn for_mentor(ctx: &Ctx, id: PublicId, found: Found) -> Result<RequestPage, MentorshipError> {
    let mut page = base(ctx, id, Side::Mentor, &found).await?;
    if !page.shown {
        // What was shown for a decision, or for working together, is taken back after it.
        return Ok(page);
    }
    let ask = say(ctx, &mut page, &found).await?;
    let (whose, revealed) = ((found.ask.account_id, &ask), Revealed::read(found.row.revealed.split(',')));
    let seen = seen_by_mentor(ctx, whose, &revealed).await?;
    page.reasons = reasons(&fit(&mentor_of(&found.mentor), &plan(&seen)), Eyes::Mentor);
    page.fields = shown_of(ctx, whose, &revealed).await?;
    page.fields.retain(|field| !field.told.is_empty());
    Ok(page)
}
