//! A person's own part: whom they have and why, and the proof that their own list was an input unchanged.

use std::collections::HashMap;

use domain::access::{Action, Object};
use domain::cohort::{Needs, State, mentee_story, mentor_story, script, words};
use domain::id::PublicId;
use domain::matching::input::Entry;
use domain::matching::proof::{Proof, input_hash};
use domain::matching::{Objective, Side};
use domain::mentorship::Phase;
use domain::mentorship::words::UNNAMED;

use super::engine::apart;
use super::entity::{cohorts, pairs, people, ranks};
use super::store::Roll;
use super::{CohortError, flow, me, sealed, store};
use crate::access::allow;
use crate::ctx::Ctx;
use crate::mentorship::{self, Helper};
use crate::moderation;

/// A cohort in which the viewer takes part.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MyPlace {
    /// Names it.
    pub id: PublicId,
    /// What it is called.
    pub title: String,
    /// On which side they are.
    pub side: Side,
    /// How far it is.
    pub state: State,
}

/// Somebody with whom the viewer was matched.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Matched {
    /// What to call them, while they are here: a mentor's own words, or what a mentee shows to whom they are matched with.
    pub name: Option<String>,
    /// A mentor's page.
    pub page: Option<PublicId>,
    /// Where the two go on.
    pub together: Option<PublicId>,
    /// For a mentor: what the mentee told at sign-up, while the two work together and as long as it is kept.
    pub needs: Option<Needs>,
}

/// What came of the viewer's part.
#[derive(Clone)]
pub struct MyCohort {
    /// Names it.
    pub id: PublicId,
    /// What it is called.
    pub title: String,
    /// On which side they are.
    pub side: Side,
    /// How far it is.
    pub state: State,
    /// Their number in the input.
    pub number: String,
    /// Their ticket in the lottery: nobody else knows it.
    pub draw: String,
    /// Whom they have.
    pub matched: Vec<Matched>,
    /// Their list: who, and the place, the best first. As it went in, once the result is out; before, as it is stored, from the
    /// close of their own phase on.
    pub list: Vec<(String, u32)>,
    /// Of a mentor: the seats they gave, and how many of these counted.
    pub seats: (i32, i32),
    /// Why, in sentences that are true of the objective.
    pub why: Vec<String>,
    /// The hash of what they said, and whether it leads to the published hash of all inputs.
    pub proof: Option<(String, bool)>,
    /// A program that shows the same without us.
    pub script: Option<String>,
}

/// Tickets stay out of logs.
impl std::fmt::Debug for MyCohort {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("MyCohort").field("id", &self.id).field("state", &self.state).finish_non_exhaustive()
    }
}

/// Every cohort in which the viewer takes or took part, the newest first.
pub async fn mine(ctx: &Ctx) -> Result<Vec<MyPlace>, CohortError> {
    allow(ctx, Action::JoinCohort, Object::Own)?;
    let db = ctx.db.read();
    let mut all = Vec::new();
    for person in store::parts_of(db, me(ctx)?.account).await? {
        let Some(row) = store::by_key(db, person.cohort_id).await? else { continue };
        let Some(id) = PublicId::parse(&row.public_id) else { continue };
        let state = flow::seen_state(ctx, &row);
        all.push(MyPlace { id, title: row.title, side: store::side(&person), state });
    }
    Ok(all)
}

/// The viewer's part in one cohort; as if it were not there for whoever takes none.
pub async fn my_cohort(ctx: &Ctx, cohort: &str) -> Result<MyCohort, CohortError> {
    allow(ctx, Action::JoinCohort, Object::Own)?;
    let (db, account) = (ctx.db.read(), me(ctx)?.account);
    let id = PublicId::parse(cohort.trim()).ok_or(CohortError::NotFound)?;
    let row = store::by_public(db, id).await?.ok_or(CohortError::NotFound)?;
    let person = store::person(db, row.id, account).await?.ok_or(CohortError::NotFound)?;
    let mut page = MyCohort {
        id,
        title: row.title.clone(),
        side: store::side(&person),
        state: flow::seen_state(ctx, &row),
        number: person.public_id.clone(),
        draw: person.draw.0.clone(),
        matched: Vec::new(),
        list: Vec::new(),
        seats: (person.seats, person.counted),
        why: Vec::new(),
        proof: None,
        script: None,
    };
    let runs = store::runs(db, row.id).await?;
    let Some(run) = runs.iter().find(|run| Some(run.number) == row.published_run) else {
        if page.state.is_closed_for(page.side) {
            page.list = saved(ctx, &row, &person).await?;
        }
        return Ok(page);
    };
    let Some(objective) = Objective::parse(&run.objective) else { return Ok(page) };
    let roll = store::roll(ctx, db, &row).await?;
    let Some(index) = roll.index(&person) else { return Ok(page) };
    let stored = store::pairs(db, row.id).await?;
    let pairs = roll.pairs(&stored);
    let helpers = helpers(ctx, &roll.people, page.side).await?;
    page.matched = matched(ctx, &roll, &stored, (&person, &helpers)).await?;
    page.list = list(&roll, &helpers, (page.side, index));
    page.why = match page.side {
        Side::Mentee => {
            let name = page.matched.first().and_then(|one| one.name.as_deref());
            words::for_mentee(&mentee_story(&roll.input, &pairs, index), objective, name)
        }
        Side::Mentor => words::for_mentor(&mentor_story(&roll.input, &pairs, index), objective),
    };
    // Held against what is published, not against what is stored now.
    let (published, input, side) = (domain::matching::Hash::parse(&run.input_hash), roll.input.clone(), page.side);
    let shown = move || {
        let published = published.unwrap_or_else(|| input_hash(&input));
        let proof = Proof::new(&input, side, index);
        let holds = proof.holds(published, input.seed().commitment());
        (proof.leaf.to_string(), holds, script(&input, (side, index), &proof, published))
    };
    let (leaf, holds, text) = apart(shown).await?;
    (page.proof, page.script) = (Some((leaf, holds)), Some(text));
    Ok(page)
}

/// The mentors of a cohort who are here, for a mentee; a mentor is told of no other mentor.
async fn helpers(ctx: &Ctx, all: &[people::Model], side: Side) -> Result<HashMap<i64, Helper>, CohortError> {
    if side == Side::Mentor {
        return Ok(HashMap::new());
    }
    let mentors = all.iter().filter(|one| store::side(one) == Side::Mentor);
    let accounts: Vec<i64> = mentors.filter_map(|one| one.account_id).collect();
    let mut helpers = mentorship::helpers(ctx.db.read(), &accounts).await?;
    for away in moderation::hidden_from(ctx.db.read(), me(ctx)?.account).await? {
        helpers.remove(&away);
    }
    Ok(helpers)
}

/// Whom the viewer was matched with; of somebody who is gone, or kept away, nothing but that there was somebody.
async fn matched(
    ctx: &Ctx,
    roll: &Roll,
    stored: &[pairs::Model],
    (person, helpers): (&people::Model, &HashMap<i64, Helper>),
) -> Result<Vec<Matched>, CohortError> {
    let own: Vec<&pairs::Model> =
        stored.iter().filter(|pair| pair.mentee_id == person.id || pair.mentor_id == person.id).collect();
    let named: Vec<&str> = own.iter().filter_map(|pair| pair.engagement.as_deref()).collect();
    let mut lines = mentorship::lines(ctx, &named).await?;
    // Those whose line is there and has not ended: of nobody else is read what they told.
    let now: Vec<&people::Model> = own
        .iter()
        .filter(|pair| pair.mentor_id == person.id)
        .filter(|pair| {
            let line = pair.engagement.as_ref().and_then(|id| lines.get(id));
            line.is_some_and(|line| line.phase != Phase::Ended)
        })
        .filter_map(|pair| roll.people.iter().find(|one| one.id == pair.mentee_id))
        .collect();
    let mut needs = sealed::needs_of(ctx, ctx.db.read(), now).await?;
    let one = |pair: &pairs::Model| {
        let line = pair.engagement.as_ref().and_then(|id| lines.remove(id));
        let account = roll.people.iter().find(|one| one.id == pair.mentor_id).and_then(|one| one.account_id);
        let page = account.and_then(|account| helpers.get(&account)).map(|helper| helper.id);
        let needs = needs.remove(&pair.mentee_id);
        let together = line.as_ref().map(|line| line.id);
        let name = line.map(|line| line.other_name.unwrap_or_else(|| UNNAMED.to_owned()));
        Matched { name, page, together, needs }
    };
    Ok(own.into_iter().map(one).collect())
}

/// A list as it went in: mentors by their names while they are here, everybody else by their number.
fn list(roll: &Roll, helpers: &HashMap<i64, Helper>, (side, index): (Side, u32)) -> Vec<(String, u32)> {
    let others = roll.side(side.other());
    let entry = |entry: &Entry| (called(others[entry.who as usize], helpers), entry.rank);
    let mut all: Vec<(String, u32)> = roll.input.list(side, index).iter().map(entry).collect();
    all.sort_by_key(|(_, rank)| *rank);
    all
}

/// A list as it is stored, without nevers.
async fn saved(ctx: &Ctx, cohort: &cohorts::Model, person: &people::Model) -> Result<Vec<(String, u32)>, CohortError> {
    let db = ctx.db.read();
    let all = store::people(db, cohort.id).await?;
    let helpers = helpers(ctx, &all, store::side(person)).await?;
    let by_key: HashMap<i64, &people::Model> = all.iter().map(|one| (one.id, one)).collect();
    let list = store::list_of(db, person.id).await?;
    let entry = |row: &ranks::Model| {
        let place = u32::try_from(row.rank).ok().filter(|place| *place > 0)?;
        Some((called(by_key.get(&row.other_id)?, &helpers), place))
    };
    Ok(list.iter().filter_map(entry).collect())
}

/// A mentor by their name while they are here, anybody else by their number.
fn called(other: &people::Model, helpers: &HashMap<i64, Helper>) -> String {
    let helper = other.account_id.and_then(|account| helpers.get(&account));
    helper.map_or_else(|| format!("Number {}", other.public_id), |helper| helper.name.clone())
}
