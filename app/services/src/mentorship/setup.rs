//! Becoming a mentor, step by step, and taking breaks.

use std::sync::Arc;

use chrono::{DateTime, Datelike, NaiveDate, NaiveTime, Utc};
use domain::access::{Action, Object};
use domain::form::FieldError;
use domain::id::PublicId;
use domain::identity::profile::{Answer, Field, Typed};
use domain::mentorship::{
    Checked, MentorDeed, MentorStatus, MentorStep, Proof, ProofForm, RoomForm, Statement, has_gender, school_key, words,
};
use domain::refusal::Refusal;
use sea_orm::sea_query::{Expr, SimpleExpr};
use sea_orm::{ActiveModelTrait, ActiveValue, ColumnTrait, DbErr, EntityTrait, IntoActiveModel, QueryFilter};

use super::entity::mentors::{self, Column};
use super::sealed::{self, Pen};
use super::search::{to_list, words_in};
use super::{MentorshipError, flow, me, news, store, unlist};
use crate::access::allow;
use crate::ctx::Ctx;
use crate::db::WriteTx;
use crate::secret::Secret;

/// What the viewer has told as a mentor so far.
#[derive(Debug, Clone, Default)]
pub struct MySetup {
    row: Option<mentors::Model>,
    status: Option<MentorStatus>,
}

/// The viewer's own set-up.
pub async fn my_setup(ctx: &Ctx) -> Result<MySetup, MentorshipError> {
    allow(ctx, Action::BeMentor, Object::Own)?;
    let row = store::mentor_of(ctx.db.read(), me(ctx)?.account).await?;
    let status = row.as_ref().map(store::status).transpose()?;
    Ok(MySetup { row, status })
}

impl MySetup {
    /// Whether anything was told.
    pub const fn is_begun(&self) -> bool {
        self.row.is_some()
    }

    /// The page others see, once listed.
    pub fn listed(&self) -> Option<PublicId> {
        let row = self.row.as_ref().filter(|_| self.status == Some(MentorStatus::Listed))?;
        PublicId::parse(&row.public_id)
    }

    /// A moderator has still to look.
    pub fn waits(&self) -> bool {
        self.status == Some(MentorStatus::Waiting)
    }

    /// It could not be checked.
    pub fn is_refused(&self) -> bool {
        self.status == Some(MentorStatus::Refused)
    }

    /// The values of a field, for its control.
    pub fn values(&self, field: Field) -> Vec<String> {
        let Some(row) = &self.row else { return Vec::new() };
        let one = |value: Option<String>| value.into_iter().filter(|value| !value.is_empty()).collect();
        match field {
            Field::Name => one(Some(row.name.0.clone())),
            Field::Role => one(row.role.clone()),
            Field::Specialties => words_in(&row.specialties),
            Field::Offers => words_in(&row.topics),
            Field::Languages => words_in(&row.languages),
            Field::State => one(row.state.clone()),
            Field::Zone => one(row.zone.clone()),
            Field::SchoolCountry => one(row.school_country.clone()),
            Field::School => one(row.school.clone().map(|school| school.0)),
            _ => Vec::new(),
        }
    }

    /// The few sentences.
    pub fn statement(&self) -> String {
        self.row.as_ref().map_or_else(String::new, |row| row.statement.0.clone())
    }

    /// The gender told.
    pub fn gender(&self) -> Option<String> {
        self.row.as_ref().and_then(|row| row.gender.clone())
    }

    /// Seats in all and seats held.
    pub fn seats(&self) -> (i32, i32) {
        self.row.as_ref().map_or((2, 0), |row| (row.capacity, row.taken))
    }

    /// Until when there is a pause.
    pub fn paused_until(&self) -> Option<DateTime<Utc>> {
        self.row.as_ref().and_then(|row| row.paused_until)
    }

    /// Paused because requests ran out.
    pub fn is_auto_paused(&self) -> bool {
        self.row.as_ref().is_some_and(|row| row.auto_paused)
    }

    /// What was checked, and when.
    pub fn checked(&self) -> Option<(Checked, DateTime<Utc>)> {
        let row = self.row.as_ref()?;
        Some((Checked::parse(row.checked.as_deref()?)?, row.checked_at?))
    }

    /// The first step that misses something needed to be found.
    pub fn missing(&self) -> Option<MentorStep> {
        MentorStep::ALL.iter().copied().find(|step| {
            let empty = step.required().iter().any(|field| self.values(*field).is_empty());
            empty || (*step == MentorStep::Work && self.statement().is_empty())
        })
    }
}

/// Stores one step as its form says it; all of it or nothing. `typed` are the form's fields as they came.
pub async fn save_step(ctx: &Ctx, step: MentorStep, typed: &[(String, String)]) -> Result<(), MentorshipError> {
    allow(ctx, Action::BeMentor, Object::Own)?;
    let account = me(ctx)?.account;
    let sets = Arc::new(parse(step, Typed::new(typed), ctx.now().year())?);
    let (id, inner, now) = (ctx.dice.public_id(), ctx.clone(), ctx.now());
    ctx.db
        .write(move |tx| {
            let (ctx, sets) = (inner.clone(), sets.clone());
            Box::pin(async move {
                flow::lock(tx).await?;
                let row = ensure(tx, id, account, now).await?;
                let named: SimpleExpr = Expr::value(row.name.clone());
                let renamed = sets.iter().any(|(column, value)| matches!(column, Column::Name) && *value != named);
                let mut update = mentors::Entity::update_many().filter(Column::Id.eq(row.id));
                for (column, value) in sets.iter() {
                    update = update.col_expr(*column, value.clone());
                }
                update.col_expr(Column::ChangedAt, Expr::value(now)).exec(tx).await?;
                // What was checked was checked of somebody of that name.
                if renamed && let Some(to) = store::status(&row)?.after(MentorDeed::Rename) {
                    unlist::unlist(tx, &ctx, (&row, to), "They have taken another name.", now).await?;
                }
                Ok(())
            })
        })
        .await
}

type Sets = Vec<(Column, SimpleExpr)>;

fn parse(step: MentorStep, typed: Typed<'_>, year: i32) -> Result<Sets, MentorshipError> {
    let (mut sets, mut errors): (Sets, Vec<FieldError>) = (Vec::new(), Vec::new());
    for field in step.fields() {
        match Answer::parse(*field, typed, year) {
            Ok(None) if step.required().contains(field) => errors.push(FieldError::new(field.word(), words::REQUIRED)),
            Ok(answer) => sets.extend(columns(*field, answer.as_ref().map(Answer::as_str))),
            Err(wrong) => errors.extend(wrong),
        }
    }
    if step == MentorStep::Work {
        match Statement::parse(typed.first("statement")) {
            Ok(statement) => sets.push((Column::Statement, text(Some(statement.as_str())))),
            Err(error) => errors.push(error),
        }
    }
    if step == MentorStep::Path {
        let gender = typed.first("gender").trim();
        if !gender.is_empty() && !has_gender(gender) {
            errors.push(FieldError::new("gender", words::GENDER));
        }
        sets.push((Column::Gender, text(Some(gender).filter(|gender| !gender.is_empty()))));
    }
    if errors.is_empty() { Ok(sets) } else { Err(MentorshipError::Invalid(errors)) }
}

fn text(value: Option<&str>) -> SimpleExpr {
    Expr::value(value.map(|value| Secret(value.to_owned())))
}

fn columns(field: Field, stored: Option<&str>) -> Sets {
    let list = |stored: Option<&str>| Expr::value(to_list(stored.unwrap_or_default().split(',')));
    let key = stored.map(school_key);
    match field {
        Field::Name => vec![(Column::Name, text(stored))],
        Field::Role => vec![(Column::Role, text(stored))],
        Field::Specialties => vec![(Column::Specialties, list(stored))],
        Field::Offers => vec![(Column::Topics, list(stored))],
        Field::Languages => vec![(Column::Languages, list(stored))],
        Field::State => vec![(Column::State, text(stored))],
        Field::Zone => vec![(Column::Zone, text(stored))],
        Field::SchoolCountry => vec![(Column::SchoolCountry, text(stored))],
        Field::School => vec![(Column::School, text(stored)), (Column::SchoolKey, text(key.as_deref()))],
        _ => Vec::new(),
    }
}

/// The row of the person, made with the first answer.
pub(super) async fn ensure(
    tx: &WriteTx,
    id: PublicId,
    account: i64,
    now: DateTime<Utc>,
) -> Result<mentors::Model, MentorshipError> {
    if let Some(row) = store::mentor_of(tx, account).await? {
        return Ok(row);
    }
    let row = mentors::Model {
        id: 0,
        public_id: id.to_string(),
        account_id: account,
        status: MentorStatus::Draft.word().to_owned(),
        name: Secret(String::new()),
        role: None,
        topics: String::new(),
        specialties: String::new(),
        languages: String::new(),
        state: None,
        zone: None,
        school_country: None,
        school: None,
        school_key: None,
        gender: None,
        statement: Secret(String::new()),
        capacity: 2,
        taken: 0,
        open_requests: 0,
        paused_until: None,
        auto_paused: false,
        lapses: 0,
        reply_minutes: None,
        proof_way: None,
        proof: None,
        asked_check_at: None,
        checked: None,
        checked_at: None,
        checked_by: None,
        created_at: now,
        changed_at: now,
    };
    let row = mentors::ActiveModel { id: ActiveValue::NotSet, ..row.into_active_model().reset_all() };
    mentors::Entity::insert(row).on_conflict_do_nothing_on([Column::AccountId]).exec(tx).await?;
    store::mentor_of(tx, account).await?.ok_or(MentorshipError::NotFound)
}

/// Stores room and pause. Lowering the room takes no seat that is held.
pub async fn save_room(ctx: &Ctx, form: &RoomForm) -> Result<(), MentorshipError> {
    allow(ctx, Action::BeMentor, Object::Own)?;
    let account = me(ctx)?.account;
    let zone = ctx.config.org.zone;
    let room = form.parse(ctx.today()).map_err(MentorshipError::Invalid)?;
    let until = room.paused_until.map(|day| begin_of(day, zone));
    let (id, inner, now) = (ctx.dice.public_id(), ctx.clone(), ctx.now());
    ctx.db
        .write(move |tx| {
            let ctx = inner.clone();
            Box::pin(async move {
                flow::lock(tx).await?;
                let row = ensure(tx, id, account, now).await?;
                if room.capacity < row.taken {
                    let held = format!("You help {} now, so there must be at least as many seats.", row.taken);
                    return Err(MentorshipError::Invalid(vec![FieldError::new("capacity", held)]));
                }
                mentors::Entity::update_many()
                    .col_expr(Column::Capacity, Expr::value(room.capacity))
                    .col_expr(Column::PausedUntil, Expr::value(until))
                    .col_expr(Column::ChangedAt, Expr::value(now))
                    .filter(Column::Id.eq(row.id))
                    .exec(tx)
                    .await?;
                flow::promote(tx, &ctx, row.id, now).await
            })
        })
        .await
}

fn begin_of(day: NaiveDate, zone: chrono_tz::Tz) -> DateTime<Utc> {
    let midnight = day.and_time(NaiveTime::MIN);
    let local = midnight.and_local_timezone(zone).earliest();
    local.map_or_else(|| midnight.and_utc(), |at| at.with_timezone(&Utc))
}

/// Comes back from every pause at once, and lets in whoever waits.
pub async fn come_back(ctx: &Ctx) -> Result<(), MentorshipError> {
    allow(ctx, Action::BeMentor, Object::Own)?;
    let (account, inner, now) = (me(ctx)?.account, ctx.clone(), ctx.now());
    ctx.db
        .write(move |tx| {
            let ctx = inner.clone();
            Box::pin(async move {
                flow::lock(tx).await?;
                let row = store::mentor_of(tx, account).await?.ok_or(MentorshipError::NotFound)?;
                back(tx, row.id).await?;
                flow::promote(tx, &ctx, row.id, now).await
            })
        })
        .await
}

pub(super) async fn back(tx: &WriteTx, mentor: i64) -> Result<(), DbErr> {
    mentors::Entity::update_many()
        .col_expr(Column::PausedUntil, Expr::value(Option::<DateTime<Utc>>::None))
        .col_expr(Column::AutoPaused, Expr::value(false))
        .col_expr(Column::Lapses, Expr::value(0))
        .filter(Column::Id.eq(mentor))
        .exec(tx)
        .await?;
    Ok(())
}

/// Asks a moderator to check the mentor once. Nobody is sent to them before.
pub async fn ask_to_be_checked(ctx: &Ctx, form: &ProofForm) -> Result<(), MentorshipError> {
    allow(ctx, Action::BeMentor, Object::Own)?;
    let account = me(ctx)?.account;
    let Proof { way, what } = form.parse().map_err(MentorshipError::Invalid)?;
    if my_setup(ctx).await?.missing().is_some() {
        return Err(Refusal::SetUpFirst.into());
    }
    let (inner, now) = (ctx.clone(), ctx.now());
    ctx.db
        .write(move |tx| {
            let (ctx, what) = (inner.clone(), what.clone());
            Box::pin(async move {
                let row = store::mentor_of(tx, account).await?.ok_or(MentorshipError::NotFound)?;
                let Some(to) = store::status(&row)?.after(MentorDeed::Ask) else { return Ok(()) };
                let what = Pen::of(tx, account).await?.seal(&ctx, sealed::Column::Proof, &row.public_id, &what)?;
                let done = mentors::Entity::update_many()
                    .col_expr(Column::Status, Expr::value(to.word()))
                    .col_expr(Column::ProofWay, Expr::value(way.word()))
                    .col_expr(Column::Proof, Expr::value(what))
                    .col_expr(Column::AskedCheckAt, Expr::value(now))
                    .filter(Column::AccountId.eq(account))
                    .filter(Column::Status.is_in(MentorStatus::before(MentorDeed::Ask).map(MentorStatus::word)))
                    .exec(tx)
                    .await?;
                if done.rows_affected == 1 {
                    news::to_be_checked(tx, &ctx).await?;
                }
                Ok(())
            })
        })
        .await
}
