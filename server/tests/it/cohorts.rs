//! What pages of cohorts say, and to whom: before the result a mentor reads what was told to the cohort and nothing else;
//! nothing public tells of anybody's list; hostile text stays text.

#![expect(clippy::unwrap_used, reason = "a helper of a test fails the test")]

use crate::mentorship::{masked, mentor, typed};
use crate::readers::{everybody, pages_of, read_all};
use crate::world::{server, server_with};
use domain::access::Capability;
use domain::identity::profile::Step;
use http::StatusCode;
use services::cohort;
use services::testing::{Person, TestWorld, on_both};

pub(crate) const KEY: &str = "0123456789abcdef";
/// Stands nowhere else, and would be markup if it were not text.
const GOALS: &str = "Canary goals <img src=x onerror=alert(1)> \u{202e}for a year.";
const ABOUT: &str = "Six months <script>alert(1)</script> with a mentor, an hour a month.";

fn plan() -> Vec<(String, String)> {
    typed(&[
        ("title", "Spring </title><b>cohort</b>"),
        ("about", ABOUT),
        ("promise", "stable"),
        ("most", "3"),
        ("sign_up", "2026-11-10"),
        ("mentees", "2026-11-20"),
        ("mentors", "2026-11-30"),
    ])
}

/// A cohort that is open; answers its id and who runs it.
pub(crate) async fn opened(world: &TestWorld) -> (Person, String) {
    let organizer = world.person("runs-it", &[Capability::Organizer]).await;
    let id = cohort::save(&organizer.ctx, "", &plan(), KEY).await.unwrap().to_string();
    cohort::open(&organizer.ctx, &id).await.unwrap();
    (organizer, id)
}

pub(crate) async fn mentee(world: &TestWorld, name: &str, id: &str) -> Person {
    let person = world.person(name, &[]).await;
    let told = typed(&[("topics", "cv-review"), ("stage", "applying"), ("goals", GOALS)]);
    cohort::sign_up_mentee(&person.ctx, id, &told).await.unwrap();
    person
}

/// Each card of the list that a mentor ranks, without what is drawn by chance and without its place.
fn cards(page: &str) -> Vec<String> {
    let list = page.split("class=\"rank-list\"").nth(1).unwrap();
    let told = |card: &str| {
        // Stage, topics and goals, after the number.
        let lines = card.split("<p").skip(2).take(3).map(|line| line.split("</p>").next().unwrap_or_default());
        masked(&lines.collect::<Vec<_>>().join("\n"))
    };
    list.split("<li class=\"card\">").skip(1).map(told).collect()
}

#[tokio::test(flavor = "multi_thread")]
async fn a_mentor_reads_what_was_told_and_nothing_of_who_tells_it() {
    on_both(async |world| {
        let (helps, mentor_id) = mentor(world).await;
        let (_, id) = opened(world).await;
        cohort::sign_up_mentor(&helps.ctx, &id, "2").await.unwrap();
        let (plain, other) = (mentee(world, "plain", &id).await, mentee(world, "other", &id).await);
        for (step, told) in [
            ("you", &[("name", "Hidden Person"), ("pronouns", "they")] as &[(&str, &str)]),
            ("path", &[("specialties", "psychiatry")]),
            ("papers", &[("citizenship", "EG"), ("visa_need", "j1")]),
        ] {
            services::identity::profile::save(&other.ctx, Step::parse(step).unwrap(), &typed(told)).await.unwrap();
        }
        world.clock.set("2026-11-11T05:00:00Z".parse().unwrap());
        for person in [&plain, &other] {
            cohort::save_choices(&person.ctx, &id, &typed(&[("choice", &mentor_id)])).await.unwrap();
        }
        let server = server(world);
        let rank = format!("/cohorts/{id}/rank");
        // Nobody learns who listed them before all lists of mentees are closed.
        let early = server.signed_in(helps.account, false).await.get(&rank).await;
        assert!(early.body.contains("Nothing to rank now") && !early.body.contains("Canary"));
        let own = server.signed_in(plain.account, false).await.get(&rank).await;
        assert!(own.body.contains("<leptos-island") && own.body.contains("/made/boot."), "names can be dragged");
        world.clock.set("2026-11-21T05:00:00Z".parse().unwrap());
        let page = server.signed_in(helps.account, false).await.get(&rank).await;
        assert_eq!(page.status, StatusCode::OK);
        assert!(!page.body.contains("/made/boot."), "a page without an island ships no script for one");
        let cards = cards(&page.body);
        assert_eq!((cards.len(), &cards[0]), (2, &cards[1]), "{}", world.kind().name());
        assert!(page.body.contains("Canary goals &lt;img") && !page.body.contains("<img src=x"));
        for hidden in ["Hidden Person", "Psychiatry", plain.id.as_str(), other.id.as_str()] {
            assert!(!page.body.contains(hidden), "{hidden}");
        }
        assert!(cards[0].contains("Canary goals") && cards[0].contains("CV review"), "{}", cards[0]);
        // A number each, whose bytes do not grow with how many there are, and a way to report and to keep away.
        let numbers: Vec<&str> =
            page.body.split("name=\"place_").skip(1).map(|rest| rest.split('"').next().unwrap()).collect();
        assert!(numbers.len() == 2 && !page.body.contains("<select"));
        for number in &numbers {
            for way in ["/report/person?person=", "/me/blocks?person="] {
                assert!(page.body.contains(&format!("{way}{number}\"")), "{way}");
            }
        }
        let form = "/do/cohort/rank-mentees";
        let (first, second) = (format!("place_{}", numbers[0]), format!("place_{}", numbers[1]));
        let never = format!("never_{}", numbers[1]);
        let base = [("_page", rank.as_str()), ("_form", form), ("_key", KEY), ("cohort", id.as_str())];
        let send = async |fields: &[(&str, &str)]| {
            let all: Vec<(&str, &str)> = base.iter().chain(fields).copied().collect();
            server.signed_in(helps.account, false).await.post(form, &all).await
        };
        let wrong = send(&[(&first, "best"), (&second, ""), (&never, "yes")]).await;
        assert_eq!(wrong.status, StatusCode::UNPROCESSABLE_ENTITY);
        assert_eq!(wrong.body.matches(domain::cohort::words::PLACE).count(), 2, "in the summary and at the one field");
        assert!(wrong.body.contains("value=\"best\"") && wrong.body.matches(" checked").count() == 1);
        assert_eq!(send(&[(&first, "1"), (&second, "1")]).await.status, StatusCode::SEE_OTHER);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn nothing_public_tells_of_a_list_and_hostile_text_stays_text() {
    on_both(async |world| {
        let (helps, mentor_id) = mentor(world).await;
        let (organizer, id) = opened(world).await;
        cohort::sign_up_mentor(&helps.ctx, &id, "1").await.unwrap();
        let eve = mentee(world, "eve.canary", &id).await;
        world.clock.set("2026-11-11T05:00:00Z".parse().unwrap());
        cohort::save_choices(&eve.ctx, &id, &typed(&[("choice", &mentor_id)])).await.unwrap();
        world.clock.set("2026-12-01T05:00:00Z".parse().unwrap());
        cohort::preview(&organizer.ctx, &id, KEY).await.unwrap();
        cohort::publish(&organizer.ctx, &id, "stable", true).await.unwrap();
        let mine = cohort::my_cohort(&eve.ctx, &id).await.unwrap();
        let server = server_with(world, &[("LANDFALL_PAGE_CACHE_MIB", "0")]);
        let mut addresses = pages_of(&[&id]);
        addresses.retain(|address| address.contains("cohort"));
        let read = read_all(&everybody(world, &server).await, &addresses, |address, _, answer| {
            for secret in ["Canary", &mine.number, &mine.draw, eve.id.as_str(), helps.id.as_str(), &mentor_id] {
                assert!(!answer.body.contains(secret), "{address} says {secret}");
            }
            for markup in ["<b>cohort", "<script>alert"] {
                assert!(!answer.body.contains(markup), "{address} does not escape {markup}");
            }
        })
        .await;
        assert!(read > 80, "{read}");
        // The test can see it: its owner does, and the certificate tells what it should.
        let own = server.signed_in(eve.account, false).await.get(&format!("/me/cohorts/{id}")).await;
        assert!(own.body.contains(&mine.number) && own.body.contains(&mine.draw) && own.body.contains("Helps"));
        let certificate = server.get(&format!("/cohorts/{id}/certificate")).await;
        assert!(certificate.body.contains("It holds.") && certificate.body.contains("landfall-match/1"));
        assert_eq!(certificate.body.matches("class=\"run-list\"").count(), 1);
        // Of so few people no figure is told that could tell of one, and of runs nobody published none at all.
        assert!(certificate.body.contains("too few people to say") && certificate.body.contains("Run 4: "));
        assert!(!certificate.body.contains("of them with a mentor") && !certificate.body.contains(" placed, "));
        assert_eq!(certificate.body.matches(" blocking pairs").count(), 1);
        assert!(server.get(&format!("/cohorts/{id}")).await.body.contains("Seats: too few people to say."));
        // Whom one is matched with reads what was told, and still no name.
        let own = server.signed_in(helps.account, false).await.get(&format!("/me/cohorts/{id}")).await;
        assert!(own.body.contains("Canary goals &lt;img") && own.body.contains("CV review"));
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn organizers_of_some_categories_see_no_desk_of_cohorts() {
    on_both(async |world| {
        let server = server(world);
        let chess = world.organizer_of("chess", "Chess").await;
        let all = world.person("all", &[Capability::Organizer]).await;
        let (some, every) = (server.signed_in(chess.account, true).await, server.signed_in(all.account, true).await);
        assert!(!some.get("/desk").await.body.contains("/desk/cohorts"));
        assert_eq!(some.get("/desk/cohorts").await.status, StatusCode::NOT_FOUND);
        assert!(every.get("/desk").await.body.contains("/desk/cohorts"));
        assert_eq!(every.get("/desk/cohorts").await.status, StatusCode::OK);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn ones_own_list_is_shown_from_its_close_on_and_a_cohort_that_was_called_off_says_so() {
    on_both(async |world| {
        let (helps, mentor_id) = mentor(world).await;
        let (organizer, id) = opened(world).await;
        cohort::sign_up_mentor(&helps.ctx, &id, "1").await.unwrap();
        let eve = mentee(world, "eve", &id).await;
        let server = server(world);
        let own = async |person: &Person| {
            server.signed_in(person.account, false).await.get(&format!("/me/cohorts/{id}")).await.body
        };
        let said = "Your ticket in the lottery";
        world.clock.set("2026-11-11T05:00:00Z".parse().unwrap());
        cohort::save_choices(&eve.ctx, &id, &typed(&[("choice", &mentor_id)])).await.unwrap();
        assert!(!own(&eve).await.contains(said));
        world.clock.set("2026-11-21T05:00:00Z".parse().unwrap());
        let page = own(&eve).await;
        assert!(page.contains(said) && page.contains("Your list as it was closed") && page.contains("Helps"));
        assert!(!page.contains("Proof that your list") && !own(&helps).await.contains(said));
        world.clock.set("2026-12-01T05:00:00Z".parse().unwrap());
        cohort::preview(&organizer.ctx, &id, KEY).await.unwrap();
        assert!(own(&helps).await.contains(said));
        let certificate = format!("/cohorts/{id}/certificate");
        let closed = server.get(&certificate).await.body;
        assert!(closed.contains("Bound when the lists were closed") && !closed.contains("Run 1: "));
        cohort::cancel(&organizer.ctx, &id, true).await.unwrap();
        for page in [own(&eve).await, server.get(&certificate).await.body] {
            assert!(page.contains("Called off") && page.contains(domain::cohort::words::CALLED_OFF));
            assert!(!page.contains("The result is not out yet"));
        }
        let called_off = server.get(&certificate).await.body;
        assert!(called_off.contains("Run 3: ") && !called_off.contains(" blocking pairs"));
        assert_eq!(called_off.matches("Result <code").count(), 3);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn nobody_is_led_to_what_is_not_there_or_not_for_them() {
    on_both(async |world| {
        let organizer = world.person("runs-it", &[Capability::Organizer]).await;
        let mut for_members = plan();
        for_members.extend(typed(&[("members_only", "yes")]));
        let id = cohort::save(&organizer.ctx, "", &for_members, KEY).await.unwrap().to_string();
        cohort::open(&organizer.ctx, &id).await.unwrap();
        let server = server(world);
        let (plain, member) = (world.person("plain", &[]).await, world.person("one", &[Capability::Member]).await);
        let page = format!("/cohorts/{id}");
        let said = domain::cohort::words::MEMBERS_ONLY;
        let plain = server.signed_in(plain.account, false).await.get(&page).await.body;
        assert!(plain.contains(said) && !plain.contains("/do/cohort/join"), "said before anything is filled in");
        let member = server.signed_in(member.account, false).await.get(&page).await.body;
        assert!(!member.contains(said) && member.contains("/do/cohort/join"));
        assert!(server.get(&page).await.body.contains(said));
        // A draft that was called off has no page that people see.
        let draft = cohort::save(&organizer.ctx, "", &plan(), "abcdefabcdefabcd").await.unwrap().to_string();
        let desk = server.signed_in(organizer.account, true).await;
        cohort::cancel(&organizer.ctx, &draft, true).await.unwrap();
        let canceled = desk.get(&format!("/desk/cohorts/{draft}")).await.body;
        assert!(canceled.contains("Called off") && !canceled.contains("The page that people see"));
        assert!(desk.get(&format!("/desk/cohorts/{id}")).await.body.contains("The page that people see"));
    })
    .await;
}
