//! What a mentor reads of somebody who asks, as the pages say it: two people who differ only in what is hidden give the
//! same bytes. What two read who work together, and how the list of mentors is narrowed.

#![expect(clippy::unwrap_used, reason = "a helper of a test fails the test")]

use crate::world::{Answer, server};
use domain::access::Capability;
use domain::identity::profile::Step;
use domain::mentorship::{AgreementForm, Boundary, MentorStep, PRIVATE_TOPICS, ProofForm, RoomForm, words};
use domain::refusal::Refusal;
use http::StatusCode;
use services::mentorship::{self as all, CheckForm};
use services::testing::{Person, TestWorld, on_both};

pub(crate) fn typed(fields: &[(&str, &str)]) -> Vec<(String, String)> {
    fields.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect()
}

/// A mentor with three seats whom a moderator has checked, and their public id as a mentor.
pub(crate) async fn mentor(world: &TestWorld) -> (Person, String) {
    let person = world.person("helps", &[]).await;
    let said = "I help with interviews and forms, for an hour a month.";
    let work = [("name", "Helps"), ("role", "resident"), ("specialties", "psychiatry"), ("statement", said)];
    all::save_step(&person.ctx, MentorStep::Work, &typed(&work)).await.unwrap();
    all::save_step(&person.ctx, MentorStep::Help, &typed(&[("offers", "cv-review")])).await.unwrap();
    let path = [("languages", "ar"), ("state", "NY"), ("school_country", "EG"), ("gender", "woman")];
    all::save_step(&person.ctx, MentorStep::Path, &typed(&path)).await.unwrap();
    all::save_room(&person.ctx, &RoomForm { capacity: "3".to_owned(), paused_until: String::new() }).await.unwrap();
    let proof = ProofForm { way: "moderator".to_owned(), what: "Ask the office".to_owned() };
    all::ask_to_be_checked(&person.ctx, &proof).await.unwrap();
    let moderator = world.person("checks", &[Capability::Moderator]).await;
    let waiting = all::to_check(&moderator.ctx).await.unwrap().remove(0);
    let id = waiting.id.to_string();
    let form = CheckForm { mentor: id.clone(), checked: "moderator".to_owned(), stamp: waiting.stamp };
    all::decide_check(&moderator.ctx, &form).await.unwrap();
    (person, id)
}

const ASK: &[(&str, &str)] =
    &[("goals", "Find the right programs for me."), ("topics", "cv-review"), ("stage", "applying")];

/// Asks the mentor; answers the request.
async fn asks(person: &Person, told: &[(&str, &str)], mentor: &str) -> String {
    let ask: Vec<_> = ASK.iter().chain(told).copied().collect();
    all::save_ask(&person.ctx, &typed(&ask)).await.unwrap();
    all::add_to_list(&person.ctx, mentor).await.unwrap();
    all::my_list(&person.ctx).await.unwrap()[0].id.to_string()
}

/// A mentor, somebody who works with them, and the id of the two; the agreement is written, and nobody has signed it.
async fn pair(world: &TestWorld) -> (Person, Person, String) {
    let (helps, id) = mentor(world).await;
    let eve = world.person("eve", &[]).await;
    let request = asks(&eve, &[], &id).await;
    all::accept(&helps.ctx, &request).await.unwrap();
    let together = all::confirm(&eve.ctx, &request).await.unwrap().to_string();
    let agreed = AgreementForm { scope: "Interviews, once a month.".to_owned(), ends_on: "2027-05-01".to_owned() };
    all::write_agreement(&helps.ctx, &together, "0", &agreed).await.unwrap();
    (helps, eve, together)
}

/// The page without what is drawn by chance: public ids, keys of forms and nonces, which are all long runs of letters and
/// digits.
pub(crate) fn masked(page: &str) -> String {
    let mut out = String::with_capacity(page.len());
    let mut run = String::new();
    for char in page.chars().chain(['\n']) {
        if char.is_ascii_alphanumeric() || matches!(char, '+' | '=' | '_') {
            run.push(char);
            continue;
        }
        let by_chance = run.len() >= 16 && run.bytes().any(|byte| byte.is_ascii_digit());
        out.push_str(if by_chance { "*" } else { &run });
        run.clear();
        out.push(char);
    }
    out
}

fn read(answer: &Answer) -> String {
    assert_eq!(answer.status, StatusCode::OK);
    masked(&answer.body)
}

/// The card of a request in the inbox.
fn card(inbox: &str, request: &str) -> String {
    let cards = inbox.split("<li class=\"card\">").map(|card| card.split("</li>").next().unwrap_or_default());
    masked(cards.into_iter().find(|card| card.contains(request)).unwrap())
}

#[tokio::test(flavor = "multi_thread")]
async fn two_who_differ_only_in_what_is_hidden_give_a_mentor_the_same_bytes() {
    on_both(async |world| {
        let (mentor, id) = mentor(world).await;
        let (plain, other) = (world.person("plain", &[]).await, world.person("other", &[]).await);
        for (step, told) in [
            ("you", &[("name", "Hidden Person"), ("pronouns", "they")] as &[(&str, &str)]),
            ("school", &[("school_country", "EG"), ("school", "Nile College"), ("graduation_year", "2019")]),
            ("path", &[("specialties", "psychiatry")]),
            ("place", &[("state", "NY"), ("zone", "America/New_York"), ("languages", "ar")]),
            ("papers", &[("citizenship", "EG"), ("visa_need", "j1")]),
        ] {
            services::identity::profile::save(&other.ctx, Step::parse(step).unwrap(), &typed(told)).await.unwrap();
        }
        let hidden = [
            ("gender", "woman"),
            ("wish_gender", "woman"),
            ("weight_gender", "must"),
            ("wish_country", "EG"),
            ("weight_country", "must"),
            ("wish_school", "Nile College"),
            ("wish_language", "ar"),
            ("wish_state", "NY"),
        ];
        let one = asks(&plain, &[], &id).await;
        let two = asks(&other, &hidden, &id).await;
        let server = server(world);
        let reader = server.signed_in(mentor.account, false).await;
        let page = async |request: &str| read(&reader.get(&format!("/me/mentoring/requests/{request}")).await);
        assert!(page(&one).await.contains("Find the right programs for me."));
        assert_eq!(page(&one).await, page(&two).await, "{}", world.kind().name());
        let inbox = reader.get("/me/mentoring").await.body;
        assert_eq!(card(&inbox, &one), card(&inbox, &two));
        for page in [&inbox, &reader.get(&format!("/me/mentoring/requests/{two}")).await.body] {
            assert!(!page.contains(other.id.as_str()), "a page names the account of somebody who has not shown a name");
        }

        // The test can see a difference, and that it is gone again.
        all::set_revealed(&other.ctx, &two, &["state", "gender"]).await.unwrap();
        let shown = page(&two).await;
        assert_ne!(page(&one).await, shown);
        assert!(shown.contains("Asked for a mentor who is of the gender that was asked for."));
        let inbox = reader.get("/me/mentoring").await.body;
        assert!(inbox.find(&two).unwrap() < inbox.find(&one).unwrap(), "what is shown counts");
        all::set_revealed(&other.ctx, &two, &[]).await.unwrap();
        assert_eq!(page(&one).await, page(&two).await);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_last_day_is_taken_back_where_it_was_proposed_and_whoever_signs_it_then_reads_why_not() {
    on_both(async |world| {
        let (helps, eve, together) = pair(world).await;
        for person in [&helps, &eve] {
            all::sign(&person.ctx, &together, "1", true).await.unwrap();
        }
        all::propose_end(&eve.ctx, &together, "2027-08-01").await.unwrap();
        let server = server(world);
        let by_eve = server.signed_in(eve.account, false).await;
        let by_helps = server.signed_in(helps.account, false).await;
        let path = format!("/me/mentoring/together/{together}");
        let (take_back, sign) = ("/do/mentorship/take-end-back", "/do/mentorship/sign");
        let page = by_eve.get(&path).await.body;
        assert!(page.contains(take_back) && !page.contains(sign), "{}", world.kind().name());
        let page = by_helps.get(&path).await.body;
        assert!(page.contains(sign) && !page.contains(take_back));
        assert!(page.contains("Working with your mentee") && !page.contains("Working with Your"));

        let shared =
            [("_page", path.as_str()), ("_key", "0123456789012345"), ("together", together.as_str()), ("version", "2")];
        let fields = |more: &[(&'static str, &'static str)]| [&shared[..], more].concat();
        let taken = by_eve.post(take_back, &fields(&[("_form", "/do/mentorship/take-end-back#take-end-back")])).await;
        assert_eq!(taken.status, StatusCode::SEE_OTHER);
        assert!(!by_eve.get(&path).await.body.contains(take_back));
        // The form is not drawn any more, and what it was refused for is.
        let signed = by_helps.post(sign, &fields(&[("_form", "/do/mentorship/sign#sign"), ("agreed", "yes")])).await;
        assert!(signed.body.contains(Refusal::ProposalMoved.words()), "{}", signed.body);
        let again = by_eve.post(take_back, &fields(&[("_form", "/do/mentorship/take-end-back#take-end-back")])).await;
        assert!(again.body.contains(Refusal::ProposalMoved.words()), "{}", again.body);
        all::close_engagement(&helps.ctx, &together, "").await.unwrap();
        let late = by_eve.post(take_back, &fields(&[("_form", "/do/mentorship/take-end-back#take-end-back")])).await;
        assert!(late.body.contains(Refusal::EngagementOver.words()), "{}", late.body);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn what_always_holds_stands_above_the_button_that_signs_it() {
    on_both(async |world| {
        let (_, eve, together) = pair(world).await;
        let server = server(world);
        let by_eve = server.signed_in(eve.account, false).await;
        let page = by_eve.get(&format!("/me/mentoring/together/{together}")).await.body;
        let sign = page.find("/do/mentorship/sign").unwrap();
        assert!(page.contains("What we tell each other stays between us"), "{}", world.kind().name());
        for boundary in Boundary::ALL {
            let at = page.find(words::boundary(*boundary));
            assert!(at.is_some_and(|at| at < sign), "{boundary:?}");
        }
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn the_day_of_a_next_step_is_shown_and_a_wrong_one_said() {
    on_both(async |world| {
        let (helps, eve, together) = pair(world).await;
        let server = server(world);
        let by_eve = server.signed_in(eve.account, false).await;
        let (plan, path) = ("/do/mentorship/plan", format!("/me/mentoring/together/{together}"));
        let planned = async |due_on: &str, key: &str| {
            let fields = [
                ("_page", path.as_str()),
                ("_form", "/do/mentorship/plan#plan"),
                ("_key", key),
                ("together", together.as_str()),
                ("what", "Send the CV"),
                ("due_on", due_on),
            ];
            by_eve.post(plan, &fields).await
        };
        let wrong = planned("2026-02-30", "0123456789012345").await;
        assert_eq!(wrong.status, StatusCode::UNPROCESSABLE_ENTITY, "{}", world.kind().name());
        assert!(wrong.body.contains(words::DAY) && wrong.body.contains("Send the CV"));
        assert_eq!(planned("2026-11-20", "0123456789012346").await.status, StatusCode::SEE_OTHER);
        let by_helps = server.signed_in(helps.account, false).await;
        assert!(by_helps.get(&path).await.body.contains("By November 20, 2026"));
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_mentor_is_shown_with_what_was_checked_and_the_day_and_with_their_seats() {
    on_both(async |world| {
        let (_, id) = mentor(world).await;
        let eve = world.person("eve", &[]).await;
        let server = server(world);
        let by_eve = server.signed_in(eve.account, false).await;
        for path in ["/mentors".to_owned(), format!("/mentors/{id}")] {
            let page = by_eve.get(&path).await.body;
            assert!(page.contains("by a moderator, November 3, 2026"), "{} {path}", world.kind().name());
            assert!(page.contains("3 free seats. Has not answered a request yet."), "{path}");
        }
    })
    .await;
}

/// What stands between the filters and the links to other pages.
fn list_of(page: &str) -> &str {
    let list = page.split("class=\"mentor-list\"").nth(1).unwrap();
    list.split("class=\"pager\"").next().unwrap()
}

#[tokio::test(flavor = "multi_thread")]
async fn a_topic_that_tells_about_a_person_is_no_filter_and_stands_in_no_link() {
    on_both(async |world| {
        all::add_synthetic_mentors(&world.ctx, 25).await.unwrap();
        let eve = world.person("eve", &[]).await;
        let server = server(world);
        let by_eve = server.signed_in(eve.account, false).await;
        let plain = by_eve.get("/mentors").await.body;
        assert!(plain.contains("value=\"cv-review\""), "{}", world.kind().name());
        for topic in PRIVATE_TOPICS {
            let page = by_eve.get(&format!("/mentors?topic={topic}")).await.body;
            assert_eq!(list_of(&page), list_of(&plain), "{topic}");
            assert!(!page.contains(&format!("value=\"{topic}\"")), "{topic} is offered");
            // On to the next page, and nothing else in the address.
            assert!(page.contains("href=\"/mentors?page=2\""), "{topic}");
        }
        let narrowed = by_eve.get("/mentors?topic=research").await.body;
        assert_ne!(list_of(&narrowed), list_of(&plain));
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn mentors_are_found_by_words_and_the_words_go_along_to_the_next_page() {
    on_both(async |world| {
        all::add_synthetic_mentors(&world.ctx, 25).await.unwrap();
        let eve = world.person("eve", &[]).await;
        let server = server(world);
        let by_eve = server.signed_in(eve.account, false).await;
        let page = by_eve.get("/mentors?q=+FERREIRA++learned+&topic=&specialty=&state=").await.body;
        assert_eq!(page.matches("mentor-card").count(), 2, "{}", world.kind().name());
        assert!(page.contains("value=\"FERREIRA learned\""));
        let page = by_eve.get("/mentors?q=a&state=").await.body;
        assert_eq!(page.matches("mentor-card").count(), 20);
        assert!(page.contains("href=\"/mentors?q=a&amp;page=2\""));
        let nobody = by_eve.get("/mentors?q=%22%3E%3Cscript%3Ealert").await.body;
        assert!(nobody.contains("Nobody fits") && !nobody.contains("<script>alert"));
    })
    .await;
}
