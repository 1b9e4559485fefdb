//! Finding a mentor: the domain scores and sorts all who are listed in memory, and only the rows of a page are read.

use chrono::{DateTime, Utc};
use domain::access::{Action, Object, Verdict, may};
use domain::id::PublicId;
use domain::mentorship::{
    Checked, Eyes, Fit, Mentor, Seats, Seen, Term, Test, Wanted, find, fit, may_ask_again, plan, reasons,
};

use super::ask::{COUNTED, facts_of};
use super::entity::mentors;
use super::sealed::ask_of;
use super::{MentorshipError, flow, me, store};
use crate::access::allow;
use crate::ctx::Ctx;
use crate::moderation;

/// Mentors on a page.
const PAGE: usize = 20;
/// The last page that is shown; whoever wants more uses the filters.
const LAST_PAGE: usize = 50;
/// What the viewer filters by; what is sensitive is not among it but among their wishes.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Filter {
    /// Words in the name or in what a mentor says, as [`domain::search::read`] reads them; empty for any.
    pub words: String,
    /// A word of the needs.
    pub topic: Option<String>,
    /// A word of the specialties.
    pub specialty: Option<String>,
    /// A word of the states.
    pub state: Option<String>,
    /// Only those who could be asked now.
    pub with_seats: bool,
    /// From 1.
    pub page: usize,
}

impl Filter {
    fn tests(&self) -> impl Iterator<Item = Test> {
        let tests = [
            self.topic.clone().map(Test::HelpsWith),
            self.specialty.clone().map(Test::Practices),
            self.state.clone().map(Test::LivesIn),
        ];
        tests.into_iter().flatten()
    }
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
    /// The median time to an answer, in minutes; a request that ran out counts as a week.
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

pub(super) fn seats_of(row: &mentors::Model) -> Seats {
    Seats {
        capacity: row.capacity,
        taken: row.taken,
        open_requests: row.open_requests,
        paused_until: row.paused_until,
        auto_paused: row.auto_paused,
    }
}

/// What the viewer looks for, as their own search sees it; nothing counts while they have not told.
async fn own_seen(ctx: &Ctx, account: i64) -> Result<Option<Seen>, MentorshipError> {
    let Some(row) = store::open_ask(ctx.db.read(), account).await? else { return Ok(None) };
    let ask = ask_of(ctx, ctx.db.read(), &row).await?;
    Ok(Some(Seen::own(&ask, &facts_of(ctx, account, &COUNTED).await?.0)))
}

/// A page of mentors, the best fit first. Who is hidden from the viewer by a block is not there, nor is the viewer.
pub async fn search(ctx: &Ctx, filter: &Filter) -> Result<Found, MentorshipError> {
    allow(ctx, Action::ReadMentor, Object::None)?;
    let (db, now, account) = (ctx.db.read(), ctx.now(), me(ctx)?.account);
    let seen = own_seen(ctx, account).await?;
    let musts = seen.as_ref().map(Seen::musts).unwrap_or_default();
    let page = filter.page.clamp(1, LAST_PAGE);
    let wanted = Wanted {
        plan: seen.as_ref().map(plan).unwrap_or_default(),
        tests: musts.iter().cloned().chain(filter.tests()).collect(),
        terms: domain::search::terms(&filter.words).collect(),
        with_seats: filter.with_seats,
        away: [moderation::hidden_from(db, account).await?, vec![account]].concat(),
    };
    let mut keys = find(&ctx.roll.listed(&ctx.db).await?, &wanted, now, ((page - 1) * PAGE, PAGE + 1));
    let more = keys.len() > PAGE && page < LAST_PAGE;
    keys.truncate(PAGE);
    let mut rows = store::mentors_by(db, keys.clone()).await?;
    rows.sort_by_key(|row| keys.iter().position(|key| *key == row.id));
    let cards = rows.iter().filter_map(|row| card(row, &wanted.plan, now)).collect();
    Ok(Found { cards, more, by_fit: seen.is_some(), musts: musts.len() })
}

pub(super) fn card(row: &mentors::Model, plan: &[Term], now: DateTime<Utc>) -> Option<Card> {
    let mentor = mentor_of(row);
    let fit: Fit = fit(&mentor, plan);
    let seats = seats_of(row);
    Some(Card {
        id: PublicId::parse(&row.public_id)?,
        name: row.name.0.clone(),
        mentor,
        statement: row.statement.0.clone(),
        free: std::cmp::max(row.capacity - row.taken, 0),
        paused: seats.is_paused(now),
        full: !seats.has_room(now),
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
    let shown =
        own || (flow::is_found(db, &row).await? && !moderation::is_hidden_from(db, account, row.account_id).await?);
    if !shown {
        return Err(MentorshipError::NotFound);
    }
    let person = crate::identity::people::by_accounts(db, &[row.account_id]).await?.pop();
    let person = person.ok_or(MentorshipError::NotFound)?;
    let ask = store::open_ask(db, account).await?;
    let next = match &ask {
        _ if own => NextDeed::Own,
        None => NextDeed::TellFirst,
        Some(ask) if stays(ctx, ask.id, (account, row.id)).await? => NextDeed::SeeList,
        Some(_) => NextDeed::Add,
    };
    let seen = own_seen(ctx, account).await?;
    let plan = seen.as_ref().map(plan).unwrap_or_default();
    let card = card(&row, &plan, ctx.now()).ok_or(MentorshipError::NotFound)?;
    let may_take_back = !own && may(&ctx.viewer.actor(), Action::CheckMentors, Object::None) == Verdict::Yes;
    Ok(MentorPage { card, person: person.id, next, may_take_back })
}

/// Whether a mentor is on a list and cannot come onto it again now.
async fn stays(ctx: &Ctx, ask: i64, (account, mentor): (i64, i64)) -> Result<bool, MentorshipError> {
    let db = ctx.db.read();
    let mut on_list = store::list(db, ask).await?;
    on_list.retain(|one| one.mentor_id == mentor);
    if on_list.iter().all(|one| flow::state(one).is_over()) && !on_list.is_empty() {
        return Ok(!may_ask_again(&store::asked_before(db, account, mentor).await?, ctx.now()));
    }
    Ok(!on_list.is_empty())
}
