//! Finding a mentor: one query scores and sorts by the tests of the domain; the reasons are then said by the domain itself.

use chrono::{DateTime, Utc};
use domain::access::{Action, Object, Verdict, may};
use domain::id::PublicId;
use domain::mentorship::{Checked, Eyes, Fit, MOST_OPEN, Mentor, Seen, Term, Test, fit, is_paused, plan, reasons};
use sea_orm::sea_query::{CaseStatement, Expr, ExprTrait, Order, SimpleExpr};
use sea_orm::{
    ColumnTrait, Condition, EntityTrait, JoinType, QueryFilter, QueryOrder, QuerySelect, RelationDef, Select,
};

use super::ask::{COUNTED, facts_of};
use super::entity::mentors::{self, Column};
use super::sealed::ask_of;
use super::{MentorshipError, flow, me, store};
use crate::access::allow;
use crate::ctx::Ctx;
use crate::identity::entity::accounts;
use crate::moderation;

/// Mentors on a page.
const PAGE: u64 = 20;
/// The last page that is shown; whoever wants more uses the filters.
const LAST_PAGE: u64 = 50;
/// What a free seat counts beside the fit.
const SEAT_POINTS: i32 = 7;

/// What the viewer filters by; what is sensitive is not among it but among their wishes.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Filter {
    /// A word of the needs.
    pub topic: Option<String>,
    /// A word of the specialties.
    pub specialty: Option<String>,
    /// A word of the states.
    pub state: Option<String>,
    /// Only those who could be asked now.
    pub with_seats: bool,
    /// From 1.
    pub page: u64,
}

/// The badge of a mentor.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Badge {
    /// What was checked.
    pub checked: Checked,
    /// When.
    pub at: DateTime<Utc>,
}

/// A mentor in the list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Card {
    /// Names their page.
    pub id: PublicId,
    /// What to call them.
    pub name: String,
    /// What a fit looks at, for the facts of the card.
    pub mentor: Mentor,
    /// What they say.
    pub statement: String,
    /// Seats that are free.
    pub free: i32,
    /// No requests now.
    pub paused: bool,
    /// Nobody more can be asked now; who asks waits in a line.
    pub full: bool,
    /// The median time to an answer.
    pub reply_minutes: Option<i32>,
    /// What was checked.
    pub badge: Option<Badge>,
    /// Why they fit, in words.
    pub reasons: Vec<String>,
}

/// A page of the search.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Found {
    /// The best fit first.
    pub cards: Vec<Card>,
    /// Whether there is another page.
    pub more: bool,
    /// The viewer has told what they look for, so that the order means something.
    pub by_fit: bool,
    /// What must be so by their wishes.
    pub musts: usize,
}

/// What somebody who reads a mentor's page may do next.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum NextDeed {
    /// It is their own page.
    Own,
    /// The mentor is on their list.
    SeeList,
    /// They may put the mentor on their list.
    Add,
    /// They have to say first what they look for.
    TellFirst,
}

/// A mentor's page.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MentorPage {
    /// The same as in the list.
    pub card: Card,
    /// The public id of the person.
    pub person: PublicId,
    /// What the viewer may do next.
    pub next: NextDeed,
    /// The viewer may take the check back.
    pub may_take_back: bool,
}

/// `,one,two,`: a word is found by its commas. Empty stays empty.
pub(super) fn to_list<'w>(words: impl IntoIterator<Item = &'w str>) -> String {
    let words: Vec<&str> = words.into_iter().filter(|word| !word.is_empty()).collect();
    if words.is_empty() { String::new() } else { format!(",{},", words.join(",")) }
}

pub(super) fn words_in(list: &str) -> Vec<String> {
    list.split(',').filter(|word| !word.is_empty()).map(ToOwned::to_owned).collect()
}

/// What a fit may look at of a row.
pub(super) fn mentor_of(row: &mentors::Model) -> Mentor {
    Mentor {
        topics: words_in(&row.topics),
        specialties: words_in(&row.specialties),
        role: row.role.clone(),
        languages: words_in(&row.languages),
        state: row.state.clone(),
        zone: row.zone.clone(),
        school_country: row.school_country.clone(),
        school: row.school.as_ref().map(|school| school.0.clone()),
        gender: row.gender.clone(),
    }
}

/// A test of the domain as the database asks it.
fn sql(test: &Test) -> SimpleExpr {
    let has = |column: Column, word: &str| column.like(format!("%,{word},%"));
    match test {
        Test::HelpsWith(word) => has(Column::Topics, word),
        Test::Practices(word) => has(Column::Specialties, word),
        Test::Speaks(word) => has(Column::Languages, word),
        Test::WorksAs(roles) => Column::Role.is_in(roles.iter().copied()),
        Test::LivesIn(word) => Column::State.eq(word.as_str()),
        Test::LivesBy(zone) => Column::Zone.eq(zone.as_str()),
        Test::SchoolIn(word) => Column::SchoolCountry.eq(word.as_str()),
        Test::School(key) => Column::SchoolKey.eq(key.as_str()),
        Test::Gender(word) => Column::Gender.eq(word.as_str()),
    }
}

fn has_room(now: DateTime<Utc>) -> SimpleExpr {
    Expr::col(Column::Taken)
        .lt(Expr::col(Column::Capacity))
        .and(Expr::col(Column::OpenRequests).lt(MOST_OPEN))
        .and(Column::AutoPaused.eq(false))
        .and(Column::PausedUntil.is_null().or(Column::PausedUntil.lte(now)))
}

fn points(plan: &[Term], now: DateTime<Utc>) -> SimpleExpr {
    let when = |holds: SimpleExpr, points: i32| {
        SimpleExpr::Case(Box::new(CaseStatement::new().case(holds, points).finally(0)))
    };
    plan.iter().fold(when(has_room(now), SEAT_POINTS), |sum, term| sum.add(when(sql(&term.test), term.points)))
}

/// Listed mentors whose account is in good standing.
fn listed() -> Select<mentors::Entity> {
    let account: RelationDef =
        mentors::Entity::belongs_to(accounts::Entity).from(Column::AccountId).to(accounts::Column::Id).into();
    mentors::Entity::find()
        .join(JoinType::InnerJoin, account)
        .filter(Column::Status.eq("listed"))
        .filter(accounts::Column::State.eq(accounts::State::Active))
}

/// What the viewer looks for, as their own search sees it; nothing counts while they have not told.
async fn own_seen(ctx: &Ctx, account: i64) -> Result<Option<Seen>, MentorshipError> {
    let Some(row) = store::open_ask(ctx.db.read(), account).await? else { return Ok(None) };
    let ask = ask_of(ctx, ctx.db.read(), &row).await?;
    Ok(Some(Seen::own(&ask, &facts_of(ctx, account, &COUNTED).await?.0)))
}

/// A page of mentors, the best fit first. Whom the viewer blocks or who blocks them is not there, nor is the viewer.
pub async fn search(ctx: &Ctx, filter: &Filter) -> Result<Found, MentorshipError> {
    allow(ctx, Action::ReadMentor, Object::None)?;
    let (db, now, account) = (ctx.db.read(), ctx.now(), me(ctx)?.account);
    let seen = own_seen(ctx, account).await?;
    let plan = seen.as_ref().map(plan).unwrap_or_default();
    let musts = seen.as_ref().map_or(0, |seen| seen.musts().len());
    let page = filter.page.clamp(1, LAST_PAGE);
    let mut rows = query(ctx, account, seen.as_ref(), filter).await?.all(db).await?;
    let more = rows.len() as u64 > PAGE && page < LAST_PAGE;
    rows.truncate(usize::try_from(PAGE).unwrap_or_default());
    let cards = rows.iter().filter_map(|row| card(row, &plan, now)).collect();
    Ok(Found { cards, more, by_fit: seen.is_some(), musts })
}

/// The one query of a page: listed mentors by their index, each account by its key. All that are listed are scored, so that
/// the best fit can come first.
pub(super) async fn query(
    ctx: &Ctx,
    account: i64,
    seen: Option<&Seen>,
    filter: &Filter,
) -> Result<Select<mentors::Entity>, MentorshipError> {
    let (db, now) = (ctx.db.read(), ctx.now());
    let plan = seen.map(plan).unwrap_or_default();
    let musts = seen.map(Seen::musts).unwrap_or_default();
    let mut away = moderation::hidden_from(db, account).await?;
    away.push(account);
    let mut all = Condition::all().add(Column::AccountId.is_not_in(away));
    let hidden = moderation::hidden_profiles(db).await?;
    if !hidden.is_empty() {
        all = all.add(accounts::Column::PublicId.is_not_in(hidden));
    }
    for test in &musts {
        all = all.add(sql(test));
    }
    let asked = [
        filter.topic.clone().map(Test::HelpsWith),
        filter.specialty.clone().map(Test::Practices),
        filter.state.clone().map(Test::LivesIn),
    ];
    for test in asked.iter().flatten() {
        all = all.add(sql(test));
    }
    if filter.with_seats {
        all = all.add(has_room(now));
    }
    let page = filter.page.clamp(1, LAST_PAGE);
    Ok(listed()
        .filter(all)
        .order_by(points(&plan, now), Order::Desc)
        .order_by_asc(Column::Id)
        .offset((page - 1) * PAGE)
        .limit(PAGE + 1))
}

pub(super) fn card(row: &mentors::Model, plan: &[Term], now: DateTime<Utc>) -> Option<Card> {
    let mentor = mentor_of(row);
    let fit: Fit = fit(&mentor, plan);
    let paused = is_paused(row.paused_until, row.auto_paused, now);
    Some(Card {
        id: PublicId::parse(&row.public_id)?,
        name: row.name.0.clone(),
        mentor,
        statement: row.statement.0.clone(),
        free: std::cmp::max(row.capacity - row.taken, 0),
        paused,
        full: paused || row.taken >= row.capacity || row.open_requests >= MOST_OPEN,
        reply_minutes: row.reply_minutes,
        badge: badge(row),
        reasons: reasons(&fit, Eyes::Mentee),
    })
}

pub(super) fn badge(row: &mentors::Model) -> Option<Badge> {
    Some(Badge { checked: Checked::parse(row.checked.as_deref()?)?, at: row.checked_at? })
}

/// One mentor. [`MentorshipError::NotFound`] for whoever is not listed, not here, hidden, or kept away: all look the same.
pub async fn mentor_page(ctx: &Ctx, id: PublicId) -> Result<MentorPage, MentorshipError> {
    allow(ctx, Action::ReadMentor, Object::None)?;
    let (db, account) = (ctx.db.read(), me(ctx)?.account);
    let row = store::mentor_by_public(db, id).await?.ok_or(MentorshipError::NotFound)?;
    let own = row.account_id == account;
    if !own && !flow::may_meet(db, &row, account).await? {
        return Err(MentorshipError::NotFound);
    }
    let person = crate::identity::people::by_accounts(db, &[row.account_id]).await?.pop();
    let person = person.ok_or(MentorshipError::NotFound)?;
    let ask = store::open_ask(db, account).await?;
    let next = match &ask {
        _ if own => NextDeed::Own,
        None => NextDeed::TellFirst,
        Some(ask) if store::list(db, ask.id).await?.iter().any(|one| one.mentor_id == row.id) => NextDeed::SeeList,
        Some(_) => NextDeed::Add,
    };
    let seen = own_seen(ctx, account).await?;
    let plan = seen.as_ref().map(plan).unwrap_or_default();
    let card = card(&row, &plan, ctx.now()).ok_or(MentorshipError::NotFound)?;
    let may_take_back = !own && may(&ctx.viewer.actor(), Action::CheckMentors, Object::None) == Verdict::Yes;
    Ok(MentorPage { card, person: person.id, next, may_take_back })
}
