//! What people of a cohort read of each other before the result: mentors with their page, mentees without a name.

use std::collections::{HashMap, HashSet};

use domain::cohort::{Needs, pair_fit, pair_reasons, prefilled};
use domain::id::PublicId;
use domain::matching::Side;
use domain::mentorship::{Eyes, Mentor};
use sea_orm::ConnectionTrait;

use super::entity::{cohorts, people};
use super::{CohortError, sealed, store};
use crate::ctx::Ctx;
use crate::mentorship::{self, Helper};
use crate::moderation;

/// A mentor as a mentee reads them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MentorCard {
    /// Names their page, and them in the form.
    pub id: PublicId,
    /// What to call them.
    pub name: String,
    /// A word of the roles.
    pub role: Option<String>,
    /// Words of the needs.
    pub topics: Vec<String>,
    /// Words of the specialties.
    pub specialties: Vec<String>,
    /// Words of the languages.
    pub languages: Vec<String>,
    /// Where they live.
    pub state: Option<String>,
    /// What they say.
    pub statement: String,
    /// Seats in this cohort.
    pub seats: i32,
    /// Why they fit, in words.
    pub reasons: Vec<String>,
}

/// A mentee as a mentor reads them, before the result: what they told at sign-up and nothing else.
#[derive(Clone, PartialEq, Eq)]
pub struct MenteeCard {
    /// Their number; names them in the form.
    pub id: PublicId,
    /// Words of the needs.
    pub topics: Vec<String>,
    /// A word of the stages.
    pub stage: String,
    /// Words of the specialties.
    pub specialties: Vec<String>,
    /// In their own words.
    pub goals: String,
    /// Why they fit, in words.
    pub reasons: Vec<String>,
    /// The place the mentor has given, 0 for never; the place by the fit until they have saved. Equal places are a tie.
    pub place: u32,
}

/// What people tell stays out of logs.
impl std::fmt::Debug for MenteeCard {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("MenteeCard").field("id", &self.id).finish_non_exhaustive()
    }
}

/// A mentor with their part in a cohort.
pub(super) struct Choosable {
    pub(super) part: people::Model,
    pub(super) helper: Helper,
}

impl Choosable {
    /// What names them in the form.
    pub(super) fn name(&self) -> String {
        self.helper.id.to_string()
    }
}

/// The mentors of a cohort whom somebody may choose: not those with whom one keeps the other away, nor those with whom they
/// work together already.
pub(super) async fn choosable(
    db: &impl ConnectionTrait,
    cohort: &cohorts::Model,
    account: i64,
) -> Result<Vec<Choosable>, CohortError> {
    let mut not = moderation::hidden_from(db, account).await?;
    not.extend(mentorship::together_now(db, account).await?);
    let mentors: Vec<people::Model> =
        store::people(db, cohort.id).await?.into_iter().filter(|one| store::side(one) == Side::Mentor).collect();
    let accounts: Vec<i64> =
        mentors.iter().filter_map(|one| one.account_id).filter(|account| !not.contains(account)).collect();
    let mut helpers = mentorship::helpers(db, &accounts).await?;
    let with_helper = |part: people::Model| Some(Choosable { helper: helpers.remove(&part.account_id?)?, part });
    Ok(mentors.into_iter().filter_map(with_helper).collect())
}

/// The mentors as a mentee reads them, the best fit first.
pub(super) fn cards(mentors: Vec<Choosable>, needs: Option<&Needs>) -> Vec<MentorCard> {
    let card = |one: Choosable| {
        let Helper { id, name, facts, statement, .. } = one.helper;
        let fit = needs.map_or(0, |needs| pair_fit(needs, &facts));
        let reasons = needs.map(|needs| pair_reasons(needs, &facts, Eyes::Mentee)).unwrap_or_default();
        let Mentor { role, topics, specialties, languages, state, .. } = facts;
        let seats = one.part.seats;
        (fit, MentorCard { id, name, role, topics, specialties, languages, state, statement, seats, reasons })
    };
    let mut cards: Vec<(u32, MentorCard)> = mentors.into_iter().map(card).collect();
    cards.sort_by(|(one, first), (other, second)| other.cmp(one).then_with(|| first.name.cmp(&second.name)));
    cards.into_iter().map(|(_, card)| card).collect()
}

/// Those who listed a mentor, in the mentor's order so far: the saved one, else by the fit, equals by their number.
pub(super) async fn listed_by(
    ctx: &Ctx,
    db: &impl ConnectionTrait,
    cohort: &cohorts::Model,
    (mentor, account): (&people::Model, i64),
) -> Result<Vec<MenteeCard>, CohortError> {
    let about = store::about(db, mentor.id).await?;
    let mut named: HashSet<i64> = about.iter().map(|row| row.person_id).collect();
    named.insert(mentor.id);
    let mut people = store::people(db, cohort.id).await?;
    people.retain(|one| named.contains(&one.id));
    let about = store::unblocked(db, &people, about).await?;
    let listed: HashSet<i64> = about.iter().map(|row| row.person_id).collect();
    people.retain(|one| listed.contains(&one.id));
    let mut needs = sealed::needs_of(ctx, db, &people).await?;
    let people: HashMap<i64, people::Model> = people.into_iter().map(|one| (one.id, one)).collect();
    let facts = mentorship::helpers(db, &[account]).await?.remove(&account);
    let facts = facts.map(|helper| helper.facts).unwrap_or_default();
    let saved: HashMap<i64, i32> =
        store::list_of(db, mentor.id).await?.into_iter().map(|row| (row.other_id, row.rank)).collect();
    let about: Vec<_> = about.iter().filter(|row| people.contains_key(&row.person_id)).collect();
    let fits: Vec<u32> = about.iter().map(|row| u32::try_from(row.fit).unwrap_or_default()).collect();
    let mut cards: Vec<(u32, MenteeCard)> = Vec::new();
    for (row, rank) in about.into_iter().zip(prefilled(&fits)) {
        let Some(id) = people.get(&row.person_id).and_then(|one| PublicId::parse(&one.public_id)) else { continue };
        let Some(needs) = needs.remove(&row.person_id) else { continue };
        let own = saved.get(&row.person_id).map(|rank| u32::try_from(*rank).unwrap_or_default());
        let place = own.unwrap_or(rank);
        let reasons = pair_reasons(&needs, &facts, Eyes::Mentor);
        let goals = needs.goals.as_str().to_owned();
        let Needs { topics, stage, specialties, .. } = needs;
        // Nevers come last.
        let order = if place == 0 { u32::MAX } else { place };
        cards.push((order, MenteeCard { id, topics, stage, specialties, goals, reasons, place }));
    }
    cards.sort_by(|(one, first), (other, second)| one.cmp(other).then_with(|| first.id.cmp(&second.id)));
    Ok(cards.into_iter().map(|(_, card)| card).collect())
}
