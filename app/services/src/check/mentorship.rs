//! The promises of mentorship: words that are words, and seats and inboxes that hold what requests and pairs say.

use std::collections::HashMap;

use domain::identity::profile::vocab::{LANGUAGES, NEEDS, ROLES, SPECIALTIES, STAGES, find};
use domain::mentorship::{Checked, Decline, FitAnswer, Goals, Phase, Reveal, Side, State, Wish};
use sea_orm::{ConnectionTrait, DbErr, EntityTrait};

use super::Findings;
use crate::mentorship::entity::{asks, engagements, meetings, mentors, requests, steps};

fn words(list: &str) -> impl Iterator<Item = &str> {
    list.split(',').filter(|word| !word.is_empty())
}

pub(super) async fn mentorship(view: &impl ConnectionTrait, findings: &mut Findings) -> Result<(), DbErr> {
    let (mut seats, mut open) = (HashMap::<i64, i32>::new(), HashMap::<i64, i32>::new());
    for row in requests::Entity::find().all(view).await? {
        let mut require = |holds, broken| findings.require(holds, "mentor_requests", row.id, broken);
        let state = State::parse(&row.state);
        require(state.is_some(), "the state is an unknown word");
        let Some(state) = state else { continue };
        *open.entry(row.mentor_id).or_default() += i32::from(state.is_open());
        *seats.entry(row.mentor_id).or_default() += i32::from(state == State::Accepted);
        require((1..=5).contains(&row.place), "it has no place on its list");
        require(state.is_over() == row.ended_at.is_some(), "over without an end, or the other way round");
        require(words(&row.revealed).all(|word| Reveal::parse(word).is_some()), "an unknown field is revealed");
        require(row.reason.as_deref().is_none_or(|word| Decline::parse(word).is_some()), "the reason is unknown");
    }
    for row in engagements::Entity::find().all(view).await? {
        let mut require = |holds, broken| findings.require(holds, "engagements", row.id, broken);
        let phase = Phase::parse(&row.phase);
        require(phase.is_some(), "the phase is an unknown word");
        *seats.entry(row.mentor_id).or_default() += i32::from(phase.is_some_and(|phase| phase != Phase::Ended));
        let fits = [&row.mentor_fit, &row.mentee_fit].into_iter().flatten();
        require(fits.into_iter().all(|word| FitAnswer::parse(word).is_some()), "an answer to the fit check is unknown");
        let day = |day: &String| day.parse::<chrono::NaiveDate>().is_ok();
        require(row.ends_on.as_ref().is_none_or(day), "its last day is none");
        require((row.version == 0) == row.scope.0.is_empty(), "a text without a number, or the other way round");
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
        require(row.proof.is_none() || row.status == "waiting", "what was offered as proof is kept too long");
    }
    for row in asks::Entity::find().all(view).await? {
        let mut require = |holds, broken| findings.require(holds, "mentor_asks", row.id, broken);
        let key = row.account_id.to_string();
        require(row.open_key.as_ref().is_none_or(|open| *open == key), "its key is not its account");
        require(Goals::parse(&row.goals.0).is_some_and(|goals| goals.as_str() == row.goals.0), "goals are not clean");
        require(words(&row.topics).all(|word| find(&NEEDS, word).is_some()), "a topic is an unknown word");
        require(find(&STAGES, &row.stage).is_some(), "the stage is an unknown word");
        require(row.wishes.0.lines().all(|line| Wish::read(line).is_some()), "a wish cannot be read");
    }
    for row in steps::Entity::find().all(view).await? {
        findings.require(Side::parse(&row.written_by).is_some(), "engagement_steps", row.id, "nobody has written it");
    }
    for row in meetings::Entity::find().all(view).await? {
        findings.require(
            Side::parse(&row.written_by).is_some(),
            "engagement_meetings",
            row.id,
            "nobody has written it",
        );
    }
    Ok(())
}
