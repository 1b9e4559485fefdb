//! Cohorts from the plan to the certificate, on both databases.

mod apart;
mod begin;
mod called_off;
mod forms;
mod heard;
mod kept;
mod numbers;
mod races;
mod rules;
mod sample;
mod sealed;
mod story;

use chrono::{DateTime, TimeDelta, Utc};
use domain::access::Capability;
use domain::cohort::State;
use domain::id::PublicId;
use domain::matching::Objective;
use domain::mentorship::{MentorStep, Phase, ProofForm, RoomForm};
use domain::refusal::Refusal;
use futures::future::join_all;
use sea_orm::EntityTrait;

use super::entity::{cohorts, pairs, people, ranks, runs};
use super::*;
use crate::ctx::Ctx;
use crate::identity::profile;
use crate::jobs::{ensure_recurring, run_due};
use crate::mail::entity::mails;
use crate::mentorship::{self, CheckForm};
use crate::moderation;
use crate::testing::{Person, TestWorld, on_both};

const KEY: &str = "0123456789abcdef";

fn fields(all: &[(&str, &str)]) -> Vec<(String, String)> {
    all.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect()
}

fn at(text: &str) -> DateTime<Utc> {
    text.parse().unwrap()
}

/// The last day of sign-up ends at 05:00 UTC of the day after; the others alike.
fn a_plan(promise: &str) -> Vec<(String, String)> {
    fields(&[
        ("title", "Spring cohort"),
        ("about", "Six months with a mentor, an hour a month."),
        ("promise", promise),
        ("most", "3"),
        ("sign_up", "2026-11-10"),
        ("mentees", "2026-11-20"),
        ("mentors", "2026-11-30"),
    ])
}

const MENTEES_BEGIN: &str = "2026-11-11T05:00:00Z";
const MENTORS_BEGIN: &str = "2026-11-21T05:00:00Z";
const CLOSE: &str = "2026-12-01T05:00:00Z";

/// Somebody whom a moderator has checked as a mentor, with two seats; answers the public id of their page.
async fn mentor(world: &TestWorld, name: &str) -> (Person, String) {
    mentor_with(world, &world.ctx, name).await
}

/// As [`mentor`], in other surroundings of the world.
async fn mentor_with(world: &TestWorld, ctx: &Ctx, name: &str) -> (Person, String) {
    let person = world.person_with(ctx, name, &[]).await;
    let said = "I help with interviews and forms, for an hour a month.";
    let work = fields(&[("name", name), ("role", "resident"), ("statement", said)]);
    mentorship::save_step(&person.ctx, MentorStep::Work, &work).await.unwrap();
    mentorship::save_step(&person.ctx, MentorStep::Help, &fields(&[("offers", "visa")])).await.unwrap();
    let proof = ProofForm { way: "moderator".to_owned(), what: "Ask the program office".to_owned() };
    mentorship::ask_to_be_checked(&person.ctx, &proof).await.unwrap();
    let moderator = world.person_with(ctx, &format!("checks-{name}"), &[Capability::Moderator]).await;
    let waiting = mentorship::to_check(&moderator.ctx).await.unwrap();
    let one = waiting.iter().find(|one| one.name == name).unwrap();
    let id = one.id.to_string();
    let form = CheckForm { mentor: id.clone(), checked: "moderator".to_owned(), stamp: one.stamp.clone() };
    mentorship::decide_check(&moderator.ctx, &form).await.unwrap();
    (person, id)
}

fn told(topic: &str) -> Vec<(String, String)> {
    fields(&[("topics", topic), ("stage", "applying"), ("goals", "Find the right programs for me.")])
}

/// A cohort that is open, and its organizer.
async fn opened(world: &TestWorld, promise: &str) -> (Person, String) {
    opened_with(world, &world.ctx, promise).await
}

async fn opened_with(world: &TestWorld, ctx: &Ctx, promise: &str) -> (Person, String) {
    let organizer = world.person_with(ctx, "olga", &[Capability::Organizer]).await;
    let id = save(&organizer.ctx, "", &a_plan(promise), KEY).await.unwrap().to_string();
    open(&organizer.ctx, &id).await.unwrap();
    (organizer, id)
}

/// Two mentors with one seat each and three mentees.
pub(crate) struct Cast {
    pub(crate) organizer: Person,
    pub(crate) id: String,
    mentors: Vec<(Person, String)>,
    mentees: Vec<Person>,
}

async fn cast(world: &TestWorld, promise: &str) -> Cast {
    cast_with(world, &world.ctx, promise).await
}

async fn cast_with(world: &TestWorld, ctx: &Ctx, promise: &str) -> Cast {
    let (organizer, id) = opened_with(world, ctx, promise).await;
    let mentors = vec![mentor_with(world, ctx, "ada").await, mentor_with(world, ctx, "bo").await];
    for (mentor, _) in &mentors {
        sign_up_mentor(&mentor.ctx, &id, "1").await.unwrap();
    }
    let mut mentees = Vec::new();
    for (name, topic) in [("eve", "visa"), ("fay", "cv-review"), ("gil", "cv-review")] {
        let person = world.person_with(ctx, name, &[]).await;
        sign_up_mentee(&person.ctx, &id, &told(topic)).await.unwrap();
        mentees.push(person);
    }
    Cast { organizer, id, mentors, mentees }
}

impl Cast {
    fn choices(&self, of: &[usize]) -> Vec<(String, String)> {
        of.iter().map(|mentor| ("choice".to_owned(), self.mentors[*mentor].1.clone())).collect()
    }

    /// Everybody's list, and the lists closed.
    async fn ranked(&self, world: &TestWorld) {
        world.clock.set(at(MENTEES_BEGIN));
        for (mentee, list) in self.mentees.iter().zip([vec![0, 1], vec![0, 1], vec![0]]) {
            save_choices(&mentee.ctx, &self.id, &self.choices(&list)).await.unwrap();
        }
        world.clock.set(at(MENTORS_BEGIN));
        tick_now(world).await;
        // The first mentor wants the last mentee most; the second says nothing.
        let ranking = ranking(&self.mentors[0].0.ctx, &self.id).await.unwrap();
        let number = |person: &Person| number_of(world, person.account);
        let last = number(&self.mentees[2]).await;
        let (mut places, mut next) = (Vec::new(), 1);
        for card in &ranking.mentees {
            let first = card.id.to_string() == last;
            next += i32::from(!first);
            let place = if first { 1 } else { next };
            places.push((format!("place_{}", card.id), place.to_string()));
        }
        save_places(&self.mentors[0].0.ctx, &self.id, &places).await.unwrap();
        world.clock.set(at(CLOSE));
        tick_now(world).await;
    }
}

async fn number_of(world: &TestWorld, account: i64) -> String {
    let all = people::Entity::find().all(world.ctx.db.read()).await.unwrap();
    all.into_iter().find(|one| one.account_id == Some(account)).unwrap().public_id
}

async fn tick_now(world: &TestWorld) {
    ensure_recurring(&world.ctx).await.unwrap();
    while run_due(&world.ctx).await.unwrap() > 0 {}
}

fn refused<T: std::fmt::Debug>(result: Result<T, CohortError>) -> Refusal {
    match result {
        Err(CohortError::Refused(refusal)) => refusal,
        other => panic!("expected a refusal, got {other:?}"),
    }
}

#[expect(clippy::needless_pass_by_value, reason = "the calls hand over what they have just got")]
fn is_missing<T: std::fmt::Debug>(result: Result<T, CohortError>) {
    assert!(matches!(result, Err(CohortError::NotFound)), "{result:?}");
}

async fn is_whole(world: &TestWorld) {
    assert_eq!(crate::check::check(&world.ctx).await.unwrap(), [], "{}", world.kind().name());
}

/// Raises the seats of a mentor.
async fn more_seats(mentor: &Person, seats: i32) {
    let form = RoomForm { capacity: seats.to_string(), paused_until: String::new() };
    mentorship::save_room(&mentor.ctx, &form).await.unwrap();
}

/// Everything up to the press that publishes.
pub(crate) async fn to_publish(world: &TestWorld, promise: &str) -> Cast {
    let cast = cast(world, promise).await;
    cast.ranked(world).await;
    preview(&cast.organizer.ctx, &cast.id, KEY).await.unwrap();
    cast
}
