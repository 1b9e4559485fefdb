//! The promises of mentorship: words that are words, and seats and inboxes that hold what requests and pairs say. Sealed
//! texts are opened to see that they can be; nothing of them is told.

use std::collections::{HashMap, HashSet};

use domain::identity::profile::vocab::{LANGUAGES, NEEDS, ROLES, SPECIALTIES, STAGES, find};
use domain::mentorship::{
    Checked, Decline, FitAnswer, MOST_ASKED, MOST_LISTED, MentorStatus, Phase, Reveal, Side, State, school_key,
};
use sea_orm::{ConnectionTrait, DbErr, EntityTrait};

use super::Findings;
use crate::ctx::Ctx;
use crate::identity::entity::{accounts, person_keys};
use crate::mentorship::entity::{asks, engagements, meetings, mentors, requests, steps};
use crate::mentorship::{Pen, Sealed, open_ask};
use crate::secret::Secret;
use crate::vault::Wrapped;

fn words(list: &str) -> impl Iterator<Item = &str> {
    list.split(',').filter(|word| !word.is_empty())
}

/// What opens the texts of people, by account.
struct Pens(HashMap<i64, Pen>);

impl Pens {
    async fn all(view: &impl ConnectionTrait) -> Result<Self, DbErr> {
        let people = accounts::Entity::find().all(view).await?.into_iter().map(|row| (row.id, row.public_id));
        let people: HashMap<i64, String> = people.collect();
        let keys = person_keys::Entity::find().all(view).await?.into_iter();
        let pens = keys.filter_map(|row| {
            Some((row.account_id, Pen::new(people.get(&row.account_id)?.clone(), Wrapped(row.wrapped.0))))
        });
        Ok(Self(pens.collect()))
    }

    fn opens(&self, ctx: &Ctx, account: i64, (column, row): (Sealed, &str), sealed: Option<&Secret>) -> bool {
        sealed.is_none_or(|text| self.0.get(&account).is_some_and(|pen| pen.open(ctx, column, row, text).is_ok()))
    }
}

pub(super) async fn mentorship(ctx: &Ctx, view: &impl ConnectionTrait, findings: &mut Findings) -> Result<(), DbErr> {
    let (mut seats, mut open) = (HashMap::<i64, i32>::new(), HashMap::<i64, i32>::new());
    let (mut lists, mut confirmed) = (HashMap::<i64, (usize, usize)>::new(), HashSet::<i64>::new());
    let pens = Pens::all(view).await?;
    let mentees: HashMap<i64, i64> =
        asks::Entity::find().all(view).await?.into_iter().map(|row| (row.id, row.account_id)).collect();
    let accounts: HashMap<i64, i64> =
        mentors::Entity::find().all(view).await?.into_iter().map(|row| (row.id, row.account_id)).collect();
    for row in requests::Entity::find().all(view).await? {
        let mut require = |holds, broken| findings.require(holds, "mentor_requests", row.id, broken);
        let state = State::parse(&row.state);
        require(state.is_some(), "the state is an unknown word");
        let Some(state) = state else { continue };
        *open.entry(row.mentor_id).or_default() += i32::from(state.is_open());
        *seats.entry(row.mentor_id).or_default() += i32::from(state == State::Accepted);
        require(row.place >= 1, "it has no place on its list");
        let (asked, held) = lists.entry(row.ask_id).or_default();
        (*asked, *held) = (*asked + usize::from(state.is_asked()), *held + usize::from(!state.is_over()));
        confirmed.extend((state == State::Confirmed).then_some(row.id));
        require(state.is_over() == row.ended_at.is_some(), "over without an end, or the other way round");
        require(words(&row.revealed).all(|word| Reveal::parse(word).is_some()), "an unknown field is revealed");
        require(row.reason.as_deref().is_none_or(|word| Decline::parse(word).is_some()), "the reason is unknown");
        let (mentor, mentee) = (accounts.get(&row.mentor_id), mentees.get(&row.ask_id));
        let question = (Sealed::Question, row.public_id.as_str());
        let answer = (Sealed::Answer, row.public_id.as_str());
        let opens = pens.opens(ctx, mentor.copied().unwrap_or_default(), question, row.question.as_ref())
            && pens.opens(ctx, mentee.copied().unwrap_or_default(), answer, row.answer.as_ref());
        require(opens, "question or answer cannot be read");
    }
    let matched = engagements(ctx, view, &pens, &mut seats, findings).await?;
    for row in confirmed.symmetric_difference(&matched) {
        findings.require(false, "mentor_requests", *row, "confirmed without working together, or the other way round");
    }
    for row in mentors::Entity::find().all(view).await? {
        let mut require = |holds, broken| findings.require(holds, "mentors", row.id, broken);
        require(row.taken == seats.get(&row.id).copied().unwrap_or_default(), "its held seats are not counted right");
        let waiting = open.get(&row.id).copied().unwrap_or_default();
        require(row.open_requests == waiting, "its open requests are not counted right");
        require(words(&row.topics).all(|word| find(&NEEDS, word).is_some()), "a topic is an unknown word");
        require(words(&row.specialties).all(|word| find(&SPECIALTIES, word).is_some()), "a specialty is unknown");
        require(words(&row.languages).all(|word| find(&LANGUAGES, word).is_some()), "a language is unknown");
        require(row.role.as_deref().is_none_or(|word| find(&ROLES, word).is_some()), "the role is an unknown word");
        let checked = [&row.checked, &row.proof_way].into_iter().flatten();
        require(checked.into_iter().all(|word| Checked::parse(word).is_some()), "a check is an unknown word");
        let status = MentorStatus::parse(&row.status);
        require(status.is_some(), "the status is an unknown word");
        let kept = row.proof.is_none() || status == Some(MentorStatus::Waiting);
        require(kept, "what was offered as proof is kept too long");
        let proof = (Sealed::Proof, row.public_id.as_str());
        require(pens.opens(ctx, row.account_id, proof, row.proof.as_ref()), "what was offered as proof cannot be read");
        let key = row.school.as_ref().map(|school| school_key(&school.0));
        require(row.school_key.as_ref().map(|own| &own.0) == key.as_ref(), "its school is not found by its name");
    }
    for row in asks::Entity::find().all(view).await? {
        let mut require = |holds, broken| findings.require(holds, "mentor_asks", row.id, broken);
        let key = row.account_id.to_string();
        require(row.open_key.as_ref().is_none_or(|open| *open == key), "its key is not its account");
        require(words(&row.reveals).all(|word| Reveal::parse(word).is_some()), "an unknown field is revealed");
        let (asked, held) = lists.get(&row.id).copied().unwrap_or_default();
        require(asked <= MOST_ASKED && held <= MOST_LISTED, "more are asked, or on the list, than may be");
        let ask = pens.0.get(&row.account_id).and_then(|pen| open_ask(ctx, pen, &row).ok());
        require(ask.is_some(), "what is looked for cannot be read");
        let Some(ask) = ask else { continue };
        require(ask.topics.iter().all(|word| find(&NEEDS, word).is_some()), "a topic is an unknown word");
        require(find(&STAGES, &ask.stage).is_some(), "the stage is an unknown word");
    }
    Ok(())
}

async fn engagements(
    ctx: &Ctx,
    view: &impl ConnectionTrait,
    pens: &Pens,
    seats: &mut HashMap<i64, i32>,
    findings: &mut Findings,
) -> Result<HashSet<i64>, DbErr> {
    let mut matched = HashSet::new();
    let mut pairs = HashMap::<i64, (i64, i64)>::new();
    let of =
        |(mentor, mentee): (i64, i64), side: Option<Side>| if side == Some(Side::Mentee) { mentee } else { mentor };
    for row in engagements::Entity::find().all(view).await? {
        let mut require = |holds, broken| findings.require(holds, "engagements", row.id, broken);
        let phase = Phase::parse(&row.phase);
        require(phase.is_some(), "the phase is an unknown word");
        *seats.entry(row.mentor_id).or_default() += i32::from(phase.is_some_and(|phase| phase != Phase::Ended));
        let fits = [&row.mentor_fit, &row.mentee_fit].into_iter().flatten();
        require(fits.into_iter().all(|word| FitAnswer::parse(word).is_some()), "an answer to the fit check is unknown");
        let day = |day: &String| day.parse::<chrono::NaiveDate>().is_ok();
        require([&row.ends_on, &row.new_ends_on].into_iter().flatten().all(day), "its last day is none");
        let proposed = row.new_end_by.as_deref().and_then(Side::parse).is_some();
        let parts = [row.new_ends_on.is_some(), row.new_end_by.is_some(), row.new_end_at.is_some()];
        require(parts == [proposed; 3], "nobody has proposed its new last day");
        let pair = (row.mentor_account, row.mentee_account);
        let by = row.scope_by.as_deref().and_then(Side::parse);
        require(row.scope.is_some() == by.is_some(), "nobody has written the text of the agreement");
        let said = (Sealed::Feedback, row.public_id.as_str());
        let opens = pens.opens(ctx, of(pair, by), (Sealed::Scope, &row.public_id), row.scope.as_ref())
            && pens.opens(ctx, row.mentor_account, said, row.mentor_feedback.as_ref())
            && pens.opens(ctx, row.mentee_account, said, row.mentee_feedback.as_ref());
        require(opens, "what the two have written cannot be read");
        matched.insert(row.request_id);
        pairs.insert(row.id, pair);
    }
    for row in steps::Entity::find().all(view).await? {
        let mut require = |holds, broken| findings.require(holds, "engagement_steps", row.id, broken);
        let by = Side::parse(&row.written_by);
        require(by.is_some(), "nobody has written it");
        let whose = of(pairs.get(&row.engagement_id).copied().unwrap_or_default(), by);
        require(pens.opens(ctx, whose, (Sealed::Step, &row.public_id), Some(&row.what)), "it cannot be read");
    }
    for row in meetings::Entity::find().all(view).await? {
        let mut require = |holds, broken| findings.require(holds, "engagement_meetings", row.id, broken);
        let by = Side::parse(&row.written_by);
        require(by.is_some(), "nobody has written it");
        let whose = of(pairs.get(&row.engagement_id).copied().unwrap_or_default(), by);
        require(pens.opens(ctx, whose, (Sealed::Meeting, &row.public_id), Some(&row.note)), "it cannot be read");
    }
    Ok(matched)
}
