//! What the room keeps of a person, for the archive they can take along: what they offered and asked, what they showed to
//! whom, and what they wrote with others. What the other wrote as feedback is there too; it was written to them.

use sea_orm::{ColumnTrait, DbErr, EntityTrait, QueryFilter, QueryOrder};
use serde_json::{Value, json};

use super::engagement::side_of;
use super::entity::{asks, meetings, requests, steps};
use super::search::words_in;
use super::store;
use crate::ctx::Ctx;

/// Everything of one account.
pub(crate) async fn export_part(ctx: &Ctx, account: i64) -> Result<Value, DbErr> {
    let db = ctx.db.read();
    let mentor = store::mentor_of(db, account).await?.map(|row| {
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
            "offered_to_have_checked": row.proof.map(|proof| proof.0),
            "checked": row.checked,
            "checked_at": row.checked_at,
            "median_minutes_to_answer": row.reply_minutes,
        })
    });
    let mut looked_for = Vec::new();
    let all = asks::Entity::find().filter(asks::Column::AccountId.eq(account)).order_by_asc(asks::Column::Id).all(db);
    for ask in all.await? {
        let mut asked = Vec::new();
        for row in store::list(db, ask.id).await? {
            asked.push(request(ctx, row).await?);
        }
        looked_for.push(json!({
            "goals": ask.goals.0,
            "topics": ask.topics.split(',').collect::<Vec<_>>(),
            "stage": ask.stage,
            "wishes": ask.wishes.0.lines().collect::<Vec<_>>(),
            "gender": ask.gender.map(|gender| gender.0),
            "state": ask.state,
            "since": ask.created_at,
            "mentors_on_the_list": asked,
        }));
    }
    let mut together = Vec::new();
    for row in store::engagements_of(db, account).await? {
        let planned = steps::Entity::find().filter(steps::Column::EngagementId.eq(row.id)).all(db).await?;
        let met = meetings::Entity::find().filter(meetings::Column::EngagementId.eq(row.id)).all(db).await?;
        together.push(json!({
            "as": side_of(&row, account).map(domain::mentorship::Side::word),
            "since": row.created_at,
            "phase": row.phase,
            "agreement": row.scope.0,
            "ends_on": row.ends_on,
            "mentor_signed_at": row.mentor_signed_at,
            "mentee_signed_at": row.mentee_signed_at,
            "ended_at": row.ended_at,
            "mentor_said_at_the_end": row.mentor_feedback.map(|text| text.0),
            "mentee_said_at_the_end": row.mentee_feedback.map(|text| text.0),
            "steps": planned.iter().map(|one| json!({ "what": one.what.0, "due_on": one.due_on, "done_at": one.done_at })).collect::<Vec<_>>(),
            "meetings": met.iter().map(|one| json!({ "at": one.met_at, "minutes": one.minutes, "note": one.note.0 })).collect::<Vec<_>>(),
        }));
    }
    Ok(json!({ "as_mentor": mentor, "looked_for": looked_for, "together": together }))
}

async fn request(ctx: &Ctx, row: requests::Model) -> Result<Value, DbErr> {
    let mentor = store::mentor(ctx.db.read(), row.mentor_id).await?;
    Ok(json!({
        "mentor": mentor.map(|mentor| mentor.name.0),
        "place": row.place,
        "state": row.state,
        "shown": row.revealed.split(',').filter(|word| !word.is_empty()).collect::<Vec<_>>(),
        "asked_at": row.asked_at,
        "question": row.question.map(|text| text.0),
        "answer": row.answer.map(|text| text.0),
        "ended_at": row.ended_at,
    }))
}
