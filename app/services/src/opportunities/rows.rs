//! Between rows and what they mean.

use chrono::{DateTime, Utc};
use domain::id::PublicId;
use domain::opportunities::board::Facets;
use domain::opportunities::flags::{Fired, Flag};
use domain::opportunities::pipeline::{Places, Stage};
use domain::opportunities::{Fields, Kind, Posting, State, plain_title};
use sea_orm::ActiveValue;
use serde_json::{Value, json};

use super::OpportunityError;
use super::entity::{applications, posting_drafts, postings};

/// A posting with how far it is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Stored {
    /// Public id.
    pub id: PublicId,
    /// How far.
    pub state: State,
    /// What it says.
    pub posting: Posting,
    /// Its places.
    pub places: Places,
    /// When it was published first.
    pub published_at: Option<DateTime<Utc>>,
    /// When it was sent in last.
    pub submitted_at: DateTime<Utc>,
    /// Invented.
    pub sample: bool,
}

fn broken(what: &str) -> OpportunityError {
    OpportunityError::Broken(format!("a row of postings is not in order: {what}"))
}

/// What a row says.
pub(crate) fn stored(row: &postings::Model) -> Result<Stored, OpportunityError> {
    Ok(Stored {
        id: PublicId::parse(&row.public_id).ok_or_else(|| broken("id"))?,
        state: state(row)?,
        posting: posting(row)?,
        places: places(row),
        published_at: row.published_at,
        submitted_at: row.submitted_at,
        sample: row.sample,
    })
}

/// What everybody reads of a posting. The job that marks it as expired comes around a little later.
pub(crate) fn seen(row: &postings::Model, now: DateTime<Utc>) -> Result<Stored, OpportunityError> {
    let stored = stored(row)?;
    let over = stored.state.is_public() && row.expires_at <= now;
    Ok(if over { Stored { state: State::Expired, ..stored } } else { stored })
}

/// What whoever has applied reads of it: its host's words only once they were checked.
pub(crate) fn shown(row: &postings::Model) -> Result<Stored, OpportunityError> {
    let stored = stored(row)?;
    Ok(if row.checked { stored } else { Stored { posting: stored.posting.without_words(), ..stored } })
}

/// What it is called to whoever has applied.
pub(crate) fn title(row: &postings::Model) -> String {
    match Kind::parse(&row.kind).filter(|_| !row.checked) {
        Some(kind) => plain_title(kind, &row.specialty),
        None => row.title.clone(),
    }
}

/// Whether somebody who has its address may read it.
pub(crate) fn is_public(row: &postings::Model) -> Result<bool, OpportunityError> {
    Ok(state(row)?.is_public() && row.checked)
}

pub(crate) fn posting(row: &postings::Model) -> Result<Posting, OpportunityError> {
    serde_json::from_str(&row.body).map_err(|error| broken(&error.to_string()))
}

pub(crate) fn state(row: &postings::Model) -> Result<State, OpportunityError> {
    State::parse(&row.state).ok_or_else(|| broken("state"))
}

/// Whether its host had closed it when it was last seen. What was full is full, and opens by itself.
pub(crate) fn is_closed(row: &postings::Model) -> Result<bool, OpportunityError> {
    Ok(match state(row)? {
        State::Paused => true,
        State::Filled => !places(row).is_filled(),
        State::Submitted | State::InReview | State::TakenDown => row.closed,
        State::Draft | State::Published | State::Expired | State::Withdrawn => false,
    })
}

pub(crate) fn stage(row: &applications::Model) -> Result<Stage, OpportunityError> {
    Stage::parse(&row.stage).ok_or_else(|| broken("stage"))
}

pub(crate) fn places(row: &postings::Model) -> Places {
    Places { seats: row.seats.unsigned_abs(), offered: row.offered.unsigned_abs(), taken: row.taken.unsigned_abs() }
}

/// The columns that repeat what a posting says. Everything else of the row is not set.
pub(crate) fn columns(posting: &Posting) -> Result<postings::ActiveModel, OpportunityError> {
    let body = serde_json::to_string(posting).map_err(|error| broken(&error.to_string()))?;
    let facets = Facets::of(posting);
    Ok(postings::ActiveModel {
        body: ActiveValue::Set(body),
        title: ActiveValue::Set(posting.title.clone()),
        search: ActiveValue::Set(facets.search),
        kind: ActiveValue::Set(facets.kind.word().to_owned()),
        contact: ActiveValue::Set(facets.contact.word().to_owned()),
        specialty: ActiveValue::Set(facets.specialty.to_owned()),
        region: ActiveValue::Set(facets.state.to_owned()),
        mode: ActiveValue::Set(facets.mode.word().to_owned()),
        fee_week: ActiveValue::Set(i64::try_from(facets.fee_week).unwrap_or(i64::MAX)),
        weeks_least: ActiveValue::Set(facets.weeks.least.into()),
        weeks_most: ActiveValue::Set(facets.weeks.most.into()),
        visa_bits: ActiveValue::Set(facets.visas.cast_signed()),
        group_bits: ActiveValue::Set(facets.groups.cast_signed()),
        outcome_bits: ActiveValue::Set(facets.outcomes.cast_signed()),
        begins_from: ActiveValue::Set(facets.begins.map(|(from, _)| from.number().cast_signed())),
        begins_to: ActiveValue::Set(facets.begins.map(|(_, to)| to.number().cast_signed())),
        seats: ActiveValue::Set(posting.seats.into()),
        expires_at: ActiveValue::Set(posting.expires_at()),
        ..postings::ActiveModel::default()
    })
}

/// The fields of a draft.
pub(crate) fn fields(row: &posting_drafts::Model) -> Result<Fields, OpportunityError> {
    serde_json::from_str(&row.fields).map_err(|error| broken(&error.to_string()))
}

pub(crate) fn fields_json(fields: &Fields) -> Result<String, OpportunityError> {
    serde_json::to_string(fields).map_err(|error| broken(&error.to_string()))
}

pub(crate) fn flags_json(fired: &[Fired]) -> String {
    let rows: Vec<Value> = fired.iter().map(|one| json!({ "flag": one.flag.word(), "because": one.because })).collect();
    Value::Array(rows).to_string()
}

/// The rules that fired on a row; one that is not known any more is left out.
pub(crate) fn flags(row: &postings::Model) -> Vec<Fired> {
    let rows: Vec<Value> = serde_json::from_str(&row.flags).unwrap_or_default();
    let one = |row: &Value| {
        let flag = Flag::parse(row["flag"].as_str()?)?;
        Some(Fired { flag, because: row["because"].as_str()?.to_owned() })
    };
    rows.iter().filter_map(one).collect()
}
