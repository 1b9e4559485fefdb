//! What the room keeps of a person, for the archive they can take along: what they offered and asked, what they showed to
//! whom, and what they wrote with others. What the other wrote as feedback is there too; it was written to them.

use domain::mentorship::{Decline, Side};
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, QueryOrder};
use serde_json::{Value, json};

use super::engagement::side_of;
use super::entity::{asks, engagements, meetings, requests, steps};
use super::sealed::{Column, Pen, Pens, ask_of};
use super::search::words_in;
use super::{MentorshipError, store};
use crate::ctx::Ctx;
use crate::identity::IdentityError;

/// Everything of one account.
pub(crate) async fn export_part(ctx: &Ctx, account: i64) -> Result<Value, IdentityError> {
    part(ctx, account).await.map_err(|error| match error {
        MentorshipError::Db(error) => IdentityError::Db(error),
        MentorshipError::Profile(error) => error.into(),
        other => IdentityError::Secret(other.to_string()),
    })
}

async fn part(ctx: &Ctx, account: i64) -> Result<Value, MentorshipError> {
    let db = ctx.db.read();
    let row = store::mentor_of(db, account).await?;
    let (asked_of_me, proof) = match &row {
        Some(row) => {
            let pen = Pen::of(db, account).await?;
            (
                asked_of(ctx, row.id, account).await?,
                pen.open_some(ctx, Column::Proof, &row.public_id, row.proof.as_ref())?,
            )
        }
        None => (Vec::new(), None),
    };
    let mentor = row.map(|row| {
        json!({
            "status": row.status,
            "name": row.name.0,
            "role": row.role,
            "topics": words_in(&row.topics),
            "specialties": words_in(&row.specialties),
            "languages": words_in(&row.languages),
            "state": row.state,
            "zone": row.zone,
            "school_country": row.school_country,
            "school": row.school.map(|school| school.0),
            "gender": row.gender,
            "statement": row.statement.0,
            "seats": row.capacity,
            "seats_held": row.taken,
            "paused_until": row.paused_until,
            "paused_because_requests_ran_out": row.auto_paused,
            "requests_that_ran_out": row.lapses,
            "asked_to_be_checked_at": row.asked_check_at,
            "way_to_be_checked": row.proof_way,
            "offered_to_have_checked": proof,
            "checked": row.checked,
            "checked_at": row.checked_at,
            "median_minutes_to_answer": row.reply_minutes,
        })
    });
    let mut looked_for = Vec::new();
    let all = asks::Entity::find().filter(asks::Column::AccountId.eq(account)).order_by_asc(asks::Column::Id).all(db);
    for ask in all.await? {
        let (told, mut asked) = (ask_of(ctx, db, &ask).await?, Vec::new());
        for row in store::list(db, ask.id).await? {
            asked.push(request(ctx, account, row).await?);
        }
        looked_for.push(json!({
            "goals": told.goals.as_str(),
            "topics": told.topics,
            "stage": told.stage,
            "wishes": told.wishes.iter().map(domain::mentorship::Wish::line).collect::<Vec<_>>(),
            "gender": told.gender,
            "shown_from_the_start": told.reveals.iter().map(domain::mentorship::Reveal::word).collect::<Vec<_>>(),
            "state": ask.state,
            "since": ask.created_at,
            "mentors_on_the_list": asked,
        }));
    }
    let mut together = Vec::new();
    for row in store::engagements_of(db, account).await? {
        together.push(engagement(ctx, account, &row).await?);
    }
    let parts = json!({
        "as_mentor": mentor,
        "asked_of_me": asked_of_me,
        "looked_for": looked_for,
        "together": together,
    });
    Ok(parts)
}

async fn engagement(ctx: &Ctx, account: i64, row: &engagements::Model) -> Result<Value, MentorshipError> {
    let (db, pens) = (ctx.db.read(), Pens::of(ctx.db.read(), row).await?);
    let by = |word: &str| Side::parse(word).unwrap_or(Side::Mentor);
    let mut planned = Vec::new();
    for one in steps::Entity::find().filter(steps::Column::EngagementId.eq(row.id)).all(db).await? {
        let what = pens.side(by(&one.written_by)).open(ctx, Column::Step, &one.public_id, &one.what)?;
        let by = &one.written_by;
        planned.push(json!({ "by": by, "what": what, "due_on": one.due_on, "done_at": one.done_at }));
    }
    let mut met = Vec::new();
    for one in meetings::Entity::find().filter(meetings::Column::EngagementId.eq(row.id)).all(db).await? {
        let note = pens.side(by(&one.written_by)).open(ctx, Column::Meeting, &one.public_id, &one.note)?;
        met.push(json!({ "by": one.written_by, "at": one.met_at, "minutes": one.minutes, "note": note }));
    }
    let side = side_of(row, account);
    let my_fit = if side == Some(Side::Mentor) { &row.mentor_fit } else { &row.mentee_fit };
    Ok(json!({
        "as": side.map(Side::word),
        "since": row.created_at,
        "phase": row.phase,
        "agreement": pens.scope(ctx, row)?,
        "agreement_by": row.scope_by,
        "ends_on": row.ends_on,
        "proposed_last_day": row.new_ends_on,
        "proposed_by": row.new_end_by,
        "proposed_at": row.new_end_at,
        "mentor_signed_at": row.mentor_signed_at,
        "mentee_signed_at": row.mentee_signed_at,
        "my_answer_to_the_fit_check": my_fit,
        "ended_at": row.ended_at,
        "ended_by": row.ended_by,
        "mentor_said_at_the_end": pens.feedback(ctx, row, Side::Mentor)?,
        "mentee_said_at_the_end": pens.feedback(ctx, row, Side::Mentee)?,
        "steps": planned,
        "meetings": met,
    }))
}

/// What was put before a mentor: only what they did with it is theirs.
async fn asked_of(ctx: &Ctx, mentor: i64, account: i64) -> Result<Vec<Value>, MentorshipError> {
    let (db, pen) = (ctx.db.read(), Pen::of(ctx.db.read(), account).await?);
    let rows = requests::Entity::find()
        .filter(requests::Column::MentorId.eq(mentor))
        .filter(requests::Column::AskedAt.is_not_null())
        .order_by_asc(requests::Column::AskedAt)
        .all(db)
        .await?;
    let mut asked = Vec::with_capacity(rows.len());
    for row in rows {
        let question = pen.open_some(ctx, Column::Question, &row.public_id, row.question.as_ref())?;
        asked.push(json!({
            "state": row.state,
            "asked_at": row.asked_at,
            "answered_at": row.replied_at,
            "question": question,
            "reason": row.reason,
        }));
    }
    Ok(asked)
}

async fn request(ctx: &Ctx, account: i64, row: requests::Model) -> Result<Value, MentorshipError> {
    let db = ctx.db.read();
    let mentor = store::mentor(db, row.mentor_id).await?;
    let (mut question, mut answer) = (None, None);
    if let (Some(mentor), Some(sealed)) = (&mentor, &row.question) {
        let pen = Pen::of(db, mentor.account_id).await?;
        question = Some(pen.open(ctx, Column::Question, &row.public_id, sealed)?);
        answer = Pen::of(db, account).await?.open_some(ctx, Column::Answer, &row.public_id, row.answer.as_ref())?;
    }
    Ok(json!({
        "mentor": mentor.map(|mentor| mentor.name.0),
        "place": row.place,
        "state": row.state,
        "shown": row.revealed.split(',').filter(|word| !word.is_empty()).collect::<Vec<_>>(),
        "asked_at": row.asked_at,
        "question": question,
        "answer": answer,
        "reason": row.reason.as_deref().and_then(Decline::parse).map(Decline::told),
        "ended_at": row.ended_at,
    }))
}
