//! Mentorship from the list to the end, on both databases.

mod away;
#[cfg(feature = "chaos")]
mod chaos_tests;
mod checked;
mod last_words;
mod list;
mod races;
mod requests;
mod sealed;
mod search;
mod seen;
mod signing;
mod statuses;
mod together;
mod unnamed;

use chrono::TimeDelta;
use domain::access::Capability;
use domain::id::PublicId;
use domain::identity::profile::Step;
use domain::mentorship::{
    AgreementForm, Checked, MeetingForm, MentorStatus, MentorStep, NextStepForm, Phase, ProofForm, RoomForm, Side,
    State,
};
use domain::refusal::Refusal;
use futures::future::join_all;
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter};

use super::entity::{engagements, mentors};
use super::*;
use crate::ctx::Ctx;
use crate::identity::profile;
use crate::jobs::{ensure_recurring, run_due};
use crate::mail::entity::mails;
use crate::testing::{Person, TestWorld, on_both};

fn fields(all: &[(&str, &str)]) -> Vec<(String, String)> {
    all.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect()
}

/// Somebody who has told everything a mentor must tell, with so many seats, and who was checked.
async fn mentor(world: &TestWorld, name: &str, seats: i32) -> (Person, PublicId) {
    mentor_with(world, &world.ctx, name, seats).await
}

/// As [`mentor`], in other surroundings of the world.
async fn mentor_with(world: &TestWorld, ctx: &Ctx, name: &str, seats: i32) -> (Person, PublicId) {
    let person = world.person_with(ctx, name, &[]).await;
    let said = "I help with interviews and forms, for an hour a month.";
    let work = fields(&[("name", name), ("role", "resident"), ("specialties", "psychiatry"), ("statement", said)]);
    save_step(&person.ctx, MentorStep::Work, &work).await.unwrap();
    save_step(&person.ctx, MentorStep::Help, &fields(&[("offers", "cv-review"), ("offers", "visa")])).await.unwrap();
    let path = fields(&[
        ("languages", "en"),
        ("languages", "ar"),
        ("state", "NY"),
        ("school_country", "EG"),
        ("gender", "woman"),
    ]);
    save_step(&person.ctx, MentorStep::Path, &path).await.unwrap();
    save_room(&person.ctx, &RoomForm { capacity: seats.to_string(), paused_until: String::new() }).await.unwrap();
    let proof = ProofForm { way: "moderator".to_owned(), what: "Ask the program office".to_owned() };
    ask_to_be_checked(&person.ctx, &proof).await.unwrap();
    let moderator = world.person_with(ctx, &format!("moderator-of-{name}"), &[Capability::Moderator]).await;
    let waiting = to_check(&moderator.ctx).await.unwrap();
    let one = waiting.iter().find(|one| one.name == name).unwrap();
    decide_check(&moderator.ctx, &decided(one, "moderator")).await.unwrap();
    (person, one.id)
}

/// What a moderator decides who has read this.
fn decided(one: &ToCheck, checked: &str) -> CheckForm {
    CheckForm { mentor: one.id.to_string(), checked: checked.to_owned(), stamp: one.stamp.clone() }
}

fn an_ask() -> Vec<(String, String)> {
    fields(&[("goals", "Find the right programs for me."), ("topics", "cv-review"), ("stage", "applying")])
}

async fn mentee(world: &TestWorld, name: &str) -> Person {
    let person = world.person(name, &[]).await;
    save_ask(&person.ctx, &an_ask()).await.unwrap();
    person
}

/// Puts mentors on the list of a mentee; answers the requests in their order.
async fn listed(mentee: &Person, mentors: &[PublicId]) -> Vec<PublicId> {
    for mentor in mentors {
        add_to_list(&mentee.ctx, mentor.as_str()).await.unwrap();
    }
    my_list(&mentee.ctx).await.unwrap().iter().map(|one| one.id).collect()
}

async fn states(mentee: &Person) -> Vec<State> {
    my_list(&mentee.ctx).await.unwrap().iter().map(|one| one.state).collect()
}

fn refused<T: std::fmt::Debug>(result: Result<T, MentorshipError>) -> Refusal {
    match result {
        Err(MentorshipError::Refused(refusal)) => refusal,
        other => panic!("expected a refusal, got {other:?}"),
    }
}

#[expect(clippy::needless_pass_by_value, reason = "the calls hand over what they have just got")]
fn is_missing<T: std::fmt::Debug>(result: Result<T, MentorshipError>) {
    assert!(matches!(result, Err(MentorshipError::NotFound)), "{result:?}");
}

async fn rows(world: &TestWorld) -> Vec<mentors::Model> {
    mentors::Entity::find().all(world.ctx.db.read()).await.unwrap()
}

async fn row(world: &TestWorld, account: i64) -> mentors::Model {
    store::mentor_of(world.ctx.db.read(), account).await.unwrap().unwrap()
}

async fn status(world: &TestWorld, account: i64) -> MentorStatus {
    store::status(&row(world, account).await).unwrap()
}

/// Seats and open requests are what the requests and engagements say, and the whole database keeps its promises.
async fn counts_agree(world: &TestWorld) {
    assert_eq!(crate::check::check(&world.ctx).await.unwrap(), [], "{}", world.kind().name());
}

async fn tick_now(world: &TestWorld) {
    ensure_recurring(&world.ctx).await.unwrap();
    while run_due(&world.ctx).await.unwrap() > 0 {}
}

/// A mentor and a mentee who both have signed.
async fn a_pair(world: &TestWorld) -> (Person, Person, PublicId) {
    let (ada, a) = mentor(world, "ada", 1).await;
    let eve = mentee(world, "eve").await;
    let list = listed(&eve, &[a]).await;
    accept(&ada.ctx, list[0].as_str()).await.unwrap();
    let id = confirm(&eve.ctx, list[0].as_str()).await.unwrap();
    let form = AgreementForm { scope: "Interviews, once a month.".to_owned(), ends_on: "2027-05-01".to_owned() };
    write_agreement(&ada.ctx, id.as_str(), "0", &form).await.unwrap();
    sign(&ada.ctx, id.as_str(), "1", true).await.unwrap();
    (ada, eve, id)
}

/// The texts of the mails to somebody.
async fn letters(world: &TestWorld, person: &Person) -> Vec<String> {
    let all = mails::Entity::find().all(world.ctx.db.read()).await.unwrap();
    let mine = all.into_iter().filter(|mail| mail.account_id == Some(person.account));
    mine.filter_map(|mail| mail.body_text).map(|text| text.0).collect()
}

async fn letters_with(world: &TestWorld, person: &Person, words: &str) -> usize {
    letters(world, person).await.iter().filter(|text| text.contains(words)).count()
}
