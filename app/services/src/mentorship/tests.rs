//! Mentorship from the list to the end, on both databases.

use chrono::TimeDelta;
use domain::access::Capability;
use domain::id::PublicId;
use domain::identity::profile::Step;
use domain::mentorship::{
    AgreementForm, Checked, MeetingForm, MentorStep, NextStepForm, Phase, ProofForm, RoomForm, Side, State,
};
use domain::refusal::Refusal;
use futures::future::join_all;
use sea_orm::EntityTrait;

use super::entity::{engagements, mentors, requests};
use super::*;
use crate::identity::profile;
use crate::jobs::{ensure_recurring, run_due};
use crate::mail::entity::mails;
use crate::testing::{Person, TestWorld, on_both};

fn fields(all: &[(&str, &str)]) -> Vec<(String, String)> {
    all.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect()
}

/// Somebody who has told everything a mentor must tell, with so many seats, and who was checked.
async fn mentor(world: &TestWorld, name: &str, seats: i32) -> (Person, PublicId) {
    let person = world.person(name, &[]).await;
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
    let moderator = world.person(&format!("moderator-of-{name}"), &[Capability::Moderator]).await;
    let waiting = to_check(&moderator.ctx).await.unwrap();
    let id = waiting.iter().find(|one| one.name == name).unwrap().id;
    decide_check(&moderator.ctx, &CheckForm { mentor: id.to_string(), checked: "moderator".to_owned() }).await.unwrap();
    (person, id)
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

/// Seats and open requests are what the requests and engagements say, and the whole database keeps its promises.
async fn counts_agree(world: &TestWorld) {
    assert_eq!(crate::check::check(&world.ctx).await.unwrap(), [], "{}", world.kind().name());
}

async fn tick_now(world: &TestWorld) {
    ensure_recurring(&world.ctx).await.unwrap();
    while run_due(&world.ctx).await.unwrap() > 0 {}
}

#[tokio::test(flavor = "multi_thread")]
async fn nobody_is_found_or_asked_before_they_were_checked_once() {
    on_both(async |world| {
        let person = world.person("vera", &[]).await;
        let said = "I help with interviews and forms, for an hour a month.";
        let work = fields(&[("name", "Vera"), ("role", "fellow"), ("statement", said)]);
        let proof = ProofForm { way: "moderator".to_owned(), what: "Ask the program office".to_owned() };
        save_step(&person.ctx, MentorStep::Work, &work).await.unwrap();
        assert_eq!(refused(ask_to_be_checked(&person.ctx, &proof).await), Refusal::SetUpFirst);
        save_step(&person.ctx, MentorStep::Help, &fields(&[("offers", "visa")])).await.unwrap();
        ask_to_be_checked(&person.ctx, &proof).await.unwrap();
        let eve = mentee(world, "eve").await;
        let found = search(&eve.ctx, &Filter::default()).await.unwrap();
        assert_eq!(found.cards, []);
        let id = PublicId::parse(&row(world, person.account).await.public_id).unwrap();
        is_missing(mentor_page(&eve.ctx, id).await);
        is_missing(add_to_list(&eve.ctx, id.as_str()).await);
        let moderator = world.person("mo", &[Capability::Moderator]).await;
        let form = CheckForm { mentor: id.to_string(), checked: "institution-mail".to_owned() };
        assert!(decide_check(&eve.ctx, &form).await.is_err(), "only moderators check");
        decide_check(&moderator.ctx, &form).await.unwrap();
        let card = search(&eve.ctx, &Filter::default()).await.unwrap().cards.remove(0);
        assert_eq!(card.badge.unwrap().checked, Checked::InstitutionMail);
        assert_eq!(row(world, person.account).await.proof, None, "what was offered as proof is forgotten");
        assert_eq!(refused(decide_check(&moderator.ctx, &form).await), Refusal::CaseSettled);
        // What was checked was checked of somebody of that name.
        let other = fields(&[("name", "Somebody Else"), ("role", "fellow"), ("statement", said)]);
        save_step(&person.ctx, MentorStep::Work, &other).await.unwrap();
        assert_eq!(search(&eve.ctx, &Filter::default()).await.unwrap().cards, []);
        counts_agree(world).await;
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn two_are_asked_at_a_time_and_a_no_opens_the_next() {
    on_both(async |world| {
        let (ada, a) = mentor(world, "ada", 1).await;
        let (_bo, b) = mentor(world, "bo", 1).await;
        let (_cy, c) = mentor(world, "cy", 1).await;
        let eve = mentee(world, "eve").await;
        let list = listed(&eve, &[a, b, c]).await;
        assert_eq!(states(&eve).await, [State::Open, State::Open, State::Listed]);
        is_missing(accept(&eve.ctx, list[0].as_str()).await);
        decline(&ada.ctx, list[0].as_str(), "no-time").await.unwrap();
        assert_eq!(states(&eve).await, [State::Declined, State::Open, State::Open]);
        assert_eq!(refused(accept(&ada.ctx, list[0].as_str()).await), Refusal::RequestSettled);
        withdraw(&eve.ctx, list[1].as_str()).await.unwrap();
        assert_eq!(states(&eve).await, [State::Declined, State::Withdrawn, State::Open]);
        counts_agree(world).await;
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn the_first_yes_that_is_confirmed_closes_the_rest() {
    on_both(async |world| {
        let (ada, a) = mentor(world, "ada", 1).await;
        let (bo, b) = mentor(world, "bo", 1).await;
        let (_cy, c) = mentor(world, "cy", 1).await;
        let eve = mentee(world, "eve").await;
        let list = listed(&eve, &[a, b, c]).await;
        accept(&ada.ctx, list[0].as_str()).await.unwrap();
        accept(&bo.ctx, list[1].as_str()).await.unwrap();
        assert_eq!((row(world, ada.account).await.taken, row(world, bo.account).await.taken), (1, 1));
        let id = confirm(&eve.ctx, list[1].as_str()).await.unwrap();
        assert_eq!(refused(confirm(&eve.ctx, list[0].as_str()).await), Refusal::RequestSettled);
        assert_eq!((row(world, ada.account).await.taken, row(world, bo.account).await.taken), (0, 1));
        let page = engagement(&eve.ctx, id).await.unwrap();
        assert_eq!((page.phase, page.other_name.as_str()), (Phase::Agreeing, "bo"));
        is_missing(engagement(&ada.ctx, id).await);
        // Who works together is matched: the mentor sees what the mentee shows to whom they are matched with.
        profile::save(&eve.ctx, Step::parse("you").unwrap(), &fields(&[("name", "Eve Moreau")])).await.unwrap();
        let read = profile::read(&bo.ctx, eve.id, profile::SeenAs::Viewer).await.unwrap();
        assert_eq!(read.name(), Some("Eve Moreau"));
        assert!(profile::read(&ada.ctx, eve.id, profile::SeenAs::Viewer).await.is_err());
        counts_agree(world).await;
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn five_yeses_at_once_make_one_engagement() {
    on_both(async |world| {
        let mut mentors = Vec::new();
        for name in ["m1", "m2", "m3", "m4", "m5"] {
            mentors.push(mentor(world, name, 1).await);
        }
        let eve = mentee(world, "eve").await;
        let ids: Vec<PublicId> = mentors.iter().map(|(_, id)| *id).collect();
        let list = listed(&eve, &ids).await;
        // All five say yes at once; those who were not asked yet cannot, and are asked when it is their turn.
        let yes = mentors.iter().zip(&list).map(|((person, _), id)| accept(&person.ctx, id.as_str()));
        let said = join_all(yes).await.into_iter().flatten().count();
        assert_eq!(said, 2, "two were asked");
        let all = list.iter().flat_map(|id| [id, id, id]).map(|id| confirm(&eve.ctx, id.as_str()));
        let confirmed = join_all(all).await.into_iter().flatten().count();
        assert_eq!(confirmed, 1, "{}", world.kind().name());
        assert_eq!(engagements::Entity::find().all(world.ctx.db.read()).await.unwrap().len(), 1);
        assert_eq!(rows(world).await.iter().map(|row| row.taken).sum::<i32>(), 1);
        assert_eq!(rows(world).await.iter().map(|row| row.open_requests).sum::<i32>(), 0);
        counts_agree(world).await;
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_hundred_yeses_on_three_seats_make_three() {
    on_both(async |world| {
        let (ada, a) = mentor(world, "ada", 3).await;
        let mut asked = Vec::new();
        for at in 0..7 {
            let person = mentee(world, &format!("mentee{at}")).await;
            asked.extend(listed(&person, &[a]).await);
        }
        assert_eq!(row(world, ada.account).await.open_requests, 5, "no more than five at a time");
        let many = asked.iter().cycle().take(100).map(|id| accept(&ada.ctx, id.as_str()));
        let yes = join_all(many).await.into_iter().flatten().count();
        assert_eq!(yes, 3, "{}", world.kind().name());
        assert_eq!(row(world, ada.account).await.taken, 3);
        counts_agree(world).await;
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn whoever_finds_no_room_waits_in_a_line_with_a_place() {
    on_both(async |world| {
        let (ada, a) = mentor(world, "ada", 1).await;
        let mut first = Vec::new();
        for at in 0..5 {
            let person = mentee(world, &format!("first{at}")).await;
            first.push(listed(&person, &[a]).await[0]);
        }
        let (sixth, seventh) = (mentee(world, "sixth").await, mentee(world, "seventh").await);
        let waits = listed(&sixth, &[a]).await[0];
        listed(&seventh, &[a]).await;
        let place = async |person: &Person| my_list(&person.ctx).await.unwrap()[0].in_line;
        assert_eq!((place(&sixth).await, place(&seventh).await), (Some(1), Some(2)));
        is_missing(request_page(&ada.ctx, waits).await);
        decline(&ada.ctx, first[0].as_str(), "other-field").await.unwrap();
        assert_eq!(states(&sixth).await, [State::Open]);
        assert_eq!(place(&seventh).await, Some(1));
        // A pause sends nobody, and the end of it lets in.
        let pause = RoomForm { capacity: "1".to_owned(), paused_until: "2026-11-05".to_owned() };
        save_room(&ada.ctx, &pause).await.unwrap();
        decline(&ada.ctx, first[1].as_str(), "no-reason").await.unwrap();
        assert_eq!(states(&seventh).await, [State::Waiting]);
        world.clock.advance(TimeDelta::days(2));
        tick_now(world).await;
        assert_eq!(states(&seventh).await, [State::Open]);
        counts_agree(world).await;
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_request_runs_out_after_a_week_with_a_reminder_and_two_pause_the_mentor() {
    on_both(async |world| {
        let (ada, a) = mentor(world, "ada", 2).await;
        let (_bo, b) = mentor(world, "bo", 1).await;
        let (_cy, c) = mentor(world, "cy", 1).await;
        let (eve, fay) = (mentee(world, "eve").await, mentee(world, "fay").await);
        listed(&eve, &[a, b, c]).await;
        listed(&fay, &[a]).await;
        let mails = async || {
            let all = mails::Entity::find().all(world.ctx.db.read()).await.unwrap();
            all.iter().filter(|mail| mail.account_id == Some(ada.account)).count()
        };
        let before = mails().await;
        world.clock.advance(TimeDelta::days(4));
        tick_now(world).await;
        assert_eq!(mails().await, before + 2, "one reminder for each");
        tick_now(world).await;
        assert_eq!(mails().await, before + 2, "and no second one");
        world.clock.advance(TimeDelta::days(3));
        tick_now(world).await;
        assert_eq!(states(&eve).await, [State::Lapsed, State::Lapsed, State::Open]);
        let paused = row(world, ada.account).await;
        assert!(paused.auto_paused && paused.lapses == 2 && paused.open_requests == 0);
        let gil = mentee(world, "gil").await;
        listed(&gil, &[a]).await;
        assert_eq!(states(&gil).await, [State::Waiting]);
        come_back(&ada.ctx).await.unwrap();
        assert_eq!(states(&gil).await, [State::Open]);
        counts_agree(world).await;
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_yes_that_is_not_confirmed_in_three_days_gives_its_seat_back() {
    on_both(async |world| {
        let (ada, a) = mentor(world, "ada", 1).await;
        let eve = mentee(world, "eve").await;
        let list = listed(&eve, &[a]).await;
        world.clock.advance(TimeDelta::hours(5));
        accept(&ada.ctx, list[0].as_str()).await.unwrap();
        assert_eq!(row(world, ada.account).await.reply_minutes, Some(300));
        world.clock.advance(TimeDelta::hours(71));
        tick_now(world).await;
        assert_eq!(states(&eve).await, [State::Accepted]);
        world.clock.advance(TimeDelta::hours(2));
        tick_now(world).await;
        assert_eq!(states(&eve).await, [State::Lapsed]);
        let ada = row(world, ada.account).await;
        assert_eq!((ada.taken, ada.lapses), (0, 0), "it was not the mentor who let it run out");
        counts_agree(world).await;
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn tell_me_more_sets_the_week_anew() {
    on_both(async |world| {
        let (ada, a) = mentor(world, "ada", 1).await;
        let eve = mentee(world, "eve").await;
        let list = listed(&eve, &[a]).await;
        world.clock.advance(TimeDelta::days(6));
        ask_more(&ada.ctx, list[0].as_str(), "Which season do you plan for?").await.unwrap();
        world.clock.advance(TimeDelta::days(6));
        tick_now(world).await;
        assert_eq!(states(&eve).await, [State::MoreAsked]);
        is_missing(tell_more(&ada.ctx, list[0].as_str(), "I am not the one to answer").await);
        tell_more(&eve.ctx, list[0].as_str(), "The next one.").await.unwrap();
        let page = request_page(&ada.ctx, list[0]).await.unwrap();
        assert_eq!(page.answer.as_deref(), Some("The next one."));
        assert_eq!(page.due_at, Some(world.ctx.now() + TimeDelta::days(7)));
        counts_agree(world).await;
    })
    .await;
}

/// Two people whose profiles and wishes differ in everything that is hidden look the same to the mentor: the inbox, the
/// page and the mails.
#[tokio::test(flavor = "multi_thread")]
async fn what_a_mentor_reads_depends_on_what_was_revealed_to_them_alone() {
    on_both(async |world| {
        let (ada, a) = mentor(world, "ada", 3).await;
        let plain = mentee(world, "plain").await;
        let other = world.person("other", &[]).await;
        for (step, told) in [
            ("you", fields(&[("name", "Other Person")])),
            ("school", fields(&[("school_country", "EG"), ("school", "Nile College")])),
            ("path", fields(&[("specialties", "psychiatry")])),
            ("place", fields(&[("state", "NY"), ("zone", "America/New_York"), ("languages", "ar")])),
            ("papers", fields(&[("citizenship", "EG"), ("visa_need", "j1")])),
        ] {
            profile::save(&other.ctx, Step::parse(step).unwrap(), &told).await.unwrap();
        }
        let mut asks = an_ask();
        asks.extend(fields(&[
            ("wish_gender", "woman"),
            ("weight_gender", "must"),
            ("wish_country", "EG"),
            ("weight_country", "nice"),
            ("gender", "woman"),
        ]));
        save_ask(&other.ctx, &asks).await.unwrap();
        let one = listed(&plain, &[a]).await[0];
        let two = listed(&other, &[a]).await[0];
        let page = async |id: PublicId| {
            let mut page = request_page(&ada.ctx, id).await.unwrap();
            (page.id, page.other) = (a, None);
            format!("{page:?}")
        };
        assert_eq!(page(one).await, page(two).await, "{}", world.kind().name());
        let incoming = inbox(&ada.ctx).await.unwrap().incoming;
        assert_eq!(incoming[0].reasons, incoming[1].reasons);
        assert!(incoming.iter().all(|one| one.name.is_none()));
        let mails = mails::Entity::find().all(world.ctx.db.read()).await.unwrap();
        let told: Vec<String> = mails
            .iter()
            .filter(|mail| mail.account_id == Some(ada.account))
            .map(|mail| format!("{mail:?}").replace(one.as_str(), "").replace(two.as_str(), ""))
            .collect();
        assert!(!told.iter().any(|mail| mail.contains("Other Person") || mail.contains("Egypt")));
        // Field by field, and back again.
        set_revealed(&other.ctx, two.as_str(), &["state", "visa_need", "nonsense"]).await.unwrap();
        let shown = request_page(&ada.ctx, two).await.unwrap();
        let told: Vec<_> = shown.fields.iter().map(|field| field.told.join(" ")).collect();
        assert_eq!(told, ["New York", "I need a J-1"]);
        assert!(shown.reasons.contains(&"Lives in New York, as you do.".to_owned()));
        set_revealed(&other.ctx, two.as_str(), &[]).await.unwrap();
        assert_eq!(page(one).await, page(two).await);
        is_missing(set_revealed(&ada.ctx, two.as_str(), &["name"]).await);
        // Once there is nothing to decide, nothing is shown.
        withdraw(&other.ctx, two.as_str()).await.unwrap();
        let after = request_page(&ada.ctx, two).await.unwrap();
        assert!(after.goals.is_empty() && after.fields.is_empty() && after.topics.is_empty());
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn the_search_sorts_as_the_domain_would_and_keeps_musts() {
    on_both(async |world| {
        add_sample_mentors(&world.ctx).await.unwrap();
        add_sample_mentors(&world.ctx).await.unwrap();
        let eve = world.person("eve", &[]).await;
        let found = search(&eve.ctx, &Filter::default()).await.unwrap();
        assert_eq!((found.cards.len(), found.by_fit), (12, false), "the thirteenth waits to be checked");
        let mut asks = fields(&[("goals", "Practice interviews with somebody."), ("topics", "mock-interview")]);
        asks.extend(fields(&[
            ("topics", "wellbeing"),
            ("stage", "applying"),
            ("wish_language", "es"),
            ("weight_language", "nice"),
        ]));
        save_ask(&eve.ctx, &asks).await.unwrap();
        let found = search(&eve.ctx, &Filter::default()).await.unwrap();
        assert_eq!(found.cards[0].name, "Ines Ferreira");
        assert_eq!(
            found.cards[0].reasons,
            ["Helps with Mock interview and Isolation, discrimination and stress.", "As you asked: speaks Spanish."]
        );
        // The database adds up what the domain adds up.
        let seen = domain::mentorship::Seen::own(
            &my_ask(&eve.ctx).await.unwrap().ask.unwrap(),
            &domain::mentorship::Facts::default(),
        );
        let plan = domain::mentorship::plan(&seen);
        let points: Vec<i32> =
            found.cards.iter().map(|card| domain::mentorship::fit(&card.mentor, &plan).points).collect();
        assert!(points.is_sorted_by(|one, next| one >= next), "{points:?}");
        asks.extend(fields(&[("wish_country", "BR"), ("weight_country", "must")]));
        save_ask(&eve.ctx, &asks).await.unwrap();
        let found = search(&eve.ctx, &Filter::default()).await.unwrap();
        assert_eq!((found.cards.len(), found.musts), (1, 1));
        let filter = Filter { specialty: Some("pathology".to_owned()), ..Filter::default() };
        assert_eq!(search(&eve.ctx, &filter).await.unwrap().cards, []);
        assert!(search(&world.ctx, &Filter::default()).await.is_err(), "only for people in good standing");
        counts_agree(world).await;
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn people_who_keep_each_other_away_never_meet() {
    on_both(async |world| {
        let (ada, a) = mentor(world, "ada", 2).await;
        let (bo, b) = mentor(world, "bo", 2).await;
        let eve = mentee(world, "eve").await;
        crate::moderation::block(&ada.ctx, eve.id.as_str()).await.unwrap();
        let found = search(&eve.ctx, &Filter::default()).await.unwrap();
        assert_eq!(found.cards.iter().map(|card| card.id).collect::<Vec<_>>(), [b]);
        is_missing(mentor_page(&eve.ctx, a).await);
        is_missing(add_to_list(&eve.ctx, a.as_str()).await);
        let list = listed(&eve, &[b]).await;
        accept(&bo.ctx, list[0].as_str()).await.unwrap();
        // A block in the middle ends what hangs between the two.
        crate::moderation::block(&eve.ctx, bo.id.as_str()).await.unwrap();
        is_missing(request_page(&bo.ctx, list[0]).await);
        assert!(confirm(&eve.ctx, list[0].as_str()).await.is_err());
        assert_eq!(row(world, bo.account).await.taken, 0);
        assert!(engagements::Entity::find().all(world.ctx.db.read()).await.unwrap().is_empty());
        assert_eq!(inbox(&bo.ctx).await.unwrap().incoming, []);
        counts_agree(world).await;
    })
    .await;
}

/// A mentor and a mentee who both have signed.
async fn a_pair(world: &TestWorld) -> (Person, Person, PublicId) {
    let (ada, a) = mentor(world, "ada", 1).await;
    let eve = mentee(world, "eve").await;
    let list = listed(&eve, &[a]).await;
    accept(&ada.ctx, list[0].as_str()).await.unwrap();
    let id = confirm(&eve.ctx, list[0].as_str()).await.unwrap();
    let form = AgreementForm { scope: "Interviews, once a month.".to_owned(), ends_on: "2027-05-01".to_owned() };
    write_agreement(&ada.ctx, id.as_str(), &form).await.unwrap();
    sign(&ada.ctx, id.as_str(), "1", true).await.unwrap();
    (ada, eve, id)
}

#[tokio::test(flavor = "multi_thread")]
async fn both_sign_the_same_text_and_work_to_the_end() {
    on_both(async |world| {
        let (ada, eve, id) = a_pair(world).await;
        let other = AgreementForm { scope: "Interviews, twice a month.".to_owned(), ends_on: "2027-05-01".to_owned() };
        write_agreement(&eve.ctx, id.as_str(), &other).await.unwrap();
        let page = engagement(&ada.ctx, id).await.unwrap();
        assert_eq!((page.mine_signed_at, page.version), (None, 2), "a new text is signed anew");
        assert_eq!(refused(sign(&ada.ctx, id.as_str(), "1", true).await), Refusal::RequestSettled);
        assert!(matches!(sign(&ada.ctx, id.as_str(), "2", false).await, Err(MentorshipError::Invalid(_))));
        sign(&ada.ctx, id.as_str(), "2", true).await.unwrap();
        sign(&eve.ctx, id.as_str(), "2", true).await.unwrap();
        assert_eq!(refused(write_agreement(&eve.ctx, id.as_str(), &other).await), Refusal::AgreementSigned);
        let step = NextStepForm { what: "Send the CV".to_owned(), due_on: "2026-11-20".to_owned() };
        for _ in 0..2 {
            plan_step(&eve.ctx, id.as_str(), &step, "0000000000000001").await.unwrap();
        }
        let met =
            MeetingForm { met_at: "2026-11-02T19:00".to_owned(), minutes: "45".to_owned(), note: "CV".to_owned() };
        log_meeting(&ada.ctx, id.as_str(), &met, "0000000000000002").await.unwrap();
        let page = engagement(&ada.ctx, id).await.unwrap();
        assert_eq!((page.phase, page.steps.len(), page.meetings.len()), (Phase::Active, 1, 1));
        assert_eq!(page.steps[0].by, Side::Mentee);
        mark_step(&ada.ctx, page.steps[0].id.as_str(), true).await.unwrap();
        let stranger = world.person("stranger", &[]).await;
        is_missing(mark_step(&stranger.ctx, page.steps[0].id.as_str(), false).await);
        is_missing(plan_step(&stranger.ctx, id.as_str(), &step, "0000000000000003").await);
        world.clock.advance(TimeDelta::days(30));
        tick_now(world).await;
        assert!(engagement(&eve.ctx, id).await.unwrap().fit_asked);
        answer_fit(&ada.ctx, id.as_str(), "good").await.unwrap();
        close_engagement(&eve.ctx, id.as_str(), "Thank you for your time.").await.unwrap();
        let page = engagement(&ada.ctx, id).await.unwrap();
        assert_eq!(page.phase, Phase::Ended);
        assert_eq!(page.other_feedback.as_deref(), Some("Thank you for your time."));
        assert_eq!(refused(plan_step(&ada.ctx, id.as_str(), &step, "0000000000000004").await), Refusal::EngagementOver);
        assert_eq!(row(world, ada.account).await.taken, 0);
        counts_agree(world).await;
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn no_fit_is_nobodys_fault_and_what_was_looked_for_is_open_again() {
    on_both(async |world| {
        let (ada, eve, id) = a_pair(world).await;
        sign(&eve.ctx, id.as_str(), "1", true).await.unwrap();
        answer_fit(&eve.ctx, id.as_str(), "not").await.unwrap();
        assert_eq!(engagement(&ada.ctx, id).await.unwrap().phase, Phase::Ended);
        let again = my_ask(&eve.ctx).await.unwrap().ask.unwrap();
        assert_eq!(again.goals.as_str(), "Find the right programs for me.");
        assert_eq!(states(&eve).await, []);
        assert_eq!(row(world, ada.account).await.taken, 0);
        counts_agree(world).await;
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn whoever_is_erased_leaves_nobody_stuck() {
    on_both(async |world| {
        let (ada, eve, id) = a_pair(world).await;
        let (_bo, b) = mentor(world, "bo", 1).await;
        let fay = mentee(world, "fay").await;
        let a = PublicId::parse(&row(world, ada.account).await.public_id).unwrap();
        listed(&fay, &[a, b]).await;
        let exported = crate::identity::export(&eve.ctx).await.unwrap();
        assert!(exported.len() > 500);
        let admin = world.person("admin", &[Capability::Admin]).await;
        crate::identity::erase_person(&admin.ctx, ada.id.as_str(), "asked", true).await.unwrap();
        is_missing(engagement(&eve.ctx, id).await);
        assert!(my_ask(&eve.ctx).await.unwrap().ask.is_some(), "the mentee may look again");
        assert_eq!(states(&fay).await, [State::Open]);
        crate::identity::erase_person(&admin.ctx, fay.id.as_str(), "asked", true).await.unwrap();
        assert_eq!(rows(world).await.iter().map(|row| row.open_requests).sum::<i32>(), 0);
        assert!(requests::Entity::find().all(world.ctx.db.read()).await.unwrap().is_empty());
        counts_agree(world).await;
    })
    .await;
}

/// Prints how long a page of the search takes; run it by name.
#[tokio::test(flavor = "multi_thread")]
#[ignore = "a measurement"]
async fn search_over_3400_mentors() {
    on_both(async |world| {
        add_synthetic_mentors(&world.ctx, 3_400).await.unwrap();
        let eve = mentee(world, "eve").await;
        let mut took = Vec::new();
        for _ in 0..300 {
            let begun = tokio::time::Instant::now();
            assert_eq!(search(&eve.ctx, &Filter { page: 3, ..Filter::default() }).await.unwrap().cards.len(), 20);
            took.push(begun.elapsed());
        }
        took.sort_unstable();
        println!("{}: median {:?}, p99 {:?}", world.kind().name(), took[150], took[297]);
    })
    .await;
}
