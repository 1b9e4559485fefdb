//! What hosts and whoever looks for a posting are told: numbers that are none, what was sent back or taken down, offers that
//! are kept, one address of a list.

use crate::opportunities::{host, published, sent};
use crate::world::{server, server_with};
use domain::access::Capability;
use domain::moderation::PersonReportForm;
use domain::opportunities::pipeline::{Move, Stage};
use domain::opportunities::{Fields, Step};
use domain::refusal::Refusal;
use http::StatusCode;
use services::opportunities as all;
use services::testing::on_both;

fn reason() -> Fields {
    vec![("answer".to_owned(), "Because of the clinic.".to_owned())]
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_gone_is_said_without_a_time_that_is_not_true() {
    on_both(async |world| {
        let host = host(world).await;
        let id = published(world, &host).await;
        let ada = world.person("ada", &[]).await;
        all::apply(&ada.ctx, &id, &reason()).await.unwrap();
        services::moderation::block(&host.ctx, ada.id.as_str()).await.unwrap();
        let server = server(world);
        let page = server.signed_in(host.account, false).await.get(&format!("/me/postings/{id}")).await.body;
        assert!(page.contains("What they released is gone.") && !page.contains("half a year"), "{page}");
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_number_that_is_none_changes_nothing_and_is_given_back() {
    on_both(async |world| {
        let host = host(world).await;
        let id = published(world, &host).await;
        let (ada, ben) = (world.person("ada", &[]).await, world.person("ben", &[]).await);
        let application = all::apply(&ada.ctx, &id, &reason()).await.unwrap().to_string();
        let other = all::apply(&ben.ctx, &id, &reason()).await.unwrap().to_string();
        let server = server(world);
        let by_host = server.signed_in(host.account, false).await;
        let page = format!("/me/postings/{id}");
        assert!(
            !by_host.get(&page).await.body.contains("Next in line"),
            "a free place is offered, and nobody waits for it"
        );
        all::move_as_host(&host.ctx, &other, Move::Offer, 7).await.unwrap();
        assert!(by_host.get(&page).await.body.contains("Next in line"));
        let post = async |action: &str, row: &str, more: &[(&str, &str)]| {
            let name = format!("{action}#{row}-{application}");
            let mut fields = vec![
                ("_page", page.as_str()),
                ("_form", name.as_str()),
                ("posting", id.as_str()),
                ("application", application.as_str()),
            ];
            fields.extend(more);
            by_host.post(action, &fields).await
        };
        let line = async |place: &str| post("/do/opportunities/line", "line", &[("place", place)]).await;
        assert_eq!(line("1").await.status, StatusCode::SEE_OTHER);
        for typed in ["2nd", "0", "70000"] {
            let answer = line(typed).await;
            assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY, "{typed}");
            assert!(answer.body.contains("Write a whole number from 1 to 999."), "{typed}");
            assert!(answer.body.contains(&format!("value=\"{typed}\"")), "{typed}");
        }
        for typed in ["ten", "1", "90"] {
            let sent = [("step", "offer"), ("days", typed)];
            let answer = post("/do/opportunities/move", "offer", &sent).await;
            assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY, "{typed}");
            assert!(answer.body.contains("Write a whole number from 2 to 60."), "{typed}");
        }
        let people = all::applicants(&host.ctx, &id, all::Whom::Everybody, None).await.unwrap().listed.rows;
        assert_eq!((people[0].line, people[0].stage), (Some(1), Stage::Received), "nobody was moved");
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn what_a_moderator_sends_back_says_so_to_its_host() {
    on_both(async |world| {
        let (ben, mo) = (world.person("ben", &[]).await, world.person("mo", &[Capability::Moderator]).await);
        let (_, id) = sent(&ben, &[]).await;
        all::decide(&mo.ctx, &id, Step::TakeUp, "").await.unwrap();
        all::decide(&mo.ctx, &id, Step::SendBack, "The page is not there.").await.unwrap();
        let server = server(world);
        let by_ben = server.signed_in(ben.account, false).await;
        let page = by_ben.get(&format!("/me/postings/{id}")).await.body;
        for word in ["Sent back", "The page is not there.", "See my drafts"] {
            assert!(page.contains(word), "{word} in {page}");
        }
        for word in ["You took it back", "Use as a new draft"] {
            assert!(!page.contains(word), "{word} in {page}");
        }
        let mine = by_ben.get("/me/postings").await.body;
        assert!(mine.contains("Sent back") && mine.contains("href=\"/offer/draft/"), "{mine}");
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_moderator_who_looks_first_reads_that_one_more_has_to() {
    on_both(async |world| {
        let ben = world.person("ben", &[]).await;
        let (one, two) =
            (world.person("one", &[Capability::Moderator]).await, world.person("two", &[Capability::Moderator]).await);
        let (_, id) = sent(&ben, &[]).await;
        let server = server(world);
        let by_two = server.signed_in(two.account, true).await;
        let half = async || {
            let page = by_two.get(&format!("/desk/opportunities/{id}")).await;
            assert_eq!(page.status, StatusCode::OK);
            assert!(!page.body.contains(ben.email.as_str()), "a host's address is for no page");
            page.body.contains("One moderator has looked at this host.")
        };
        all::decide(&one.ctx, &id, Step::TakeUp, "").await.unwrap();
        assert!(!half().await);
        all::decide(&one.ctx, &id, Step::Approve, "Looked it up.").await.unwrap();
        assert!(half().await);
        all::decide(&two.ctx, &id, Step::Approve, "Called them.").await.unwrap();
        assert!(!half().await);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_host_reads_why_a_posting_was_taken_down_and_where_to_appeal() {
    on_both(async |world| {
        let (host, mo) = (host(world).await, world.person("mo", &[Capability::Moderator]).await);
        let id = published(world, &host).await;
        let server = server(world);
        let (by_host, by_mo) = (server.signed_in(host.account, false).await, server.signed_in(mo.account, true).await);
        let desk = format!("/desk/opportunities/{id}");
        assert!(by_mo.get(&desk).await.body.contains("Take it down"));
        let down = async |ground: &str, details: &str| {
            let action = "/do/moderation/take-down";
            let sent = [
                ("_page", desk.as_str()),
                ("_form", action),
                ("posting", id.as_str()),
                ("ground", ground),
                ("details", details),
            ];
            by_mo.post(action, &sent).await
        };
        let answer = down("", "Odd.").await;
        assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY);
        for word in ["Say in 10 to 500 characters", "Choose what is wrong.", ">Odd.</textarea>"] {
            assert!(answer.body.contains(word), "{word} in {}", answer.body);
        }
        assert_eq!(down("money", "Asks for money in a chat.").await.status, StatusCode::SEE_OTHER);
        let page = by_mo.get(&desk).await.body;
        assert!(page.contains("Open the case") && !page.contains("Put back"), "{page}");
        let page = by_host.get(&format!("/me/postings/{id}")).await.body;
        for word in ["Asks for money in a chat.", "href=\"/me/appeal\"", "A moderator took it down."] {
            assert!(page.contains(word), "{word} in {page}");
        }
        let page = by_host.get("/me/appeal").await.body;
        let link = format!("href=\"/me/postings/{id}\"");
        for word in ["Why: Asks for money, or sells what is not for sale.", "Ask for another look", link.as_str()] {
            assert!(page.contains(word), "{word} in {page}");
        }
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn whoever_was_offered_a_place_reads_that_it_is_kept_while_a_moderator_looks() {
    on_both(async |world| {
        let (host, mo) = (host(world).await, world.person("mo", &[Capability::Moderator]).await);
        let id = published(world, &host).await;
        let (ada, cat) = (world.person("ada", &[]).await, world.person("cat", &[]).await);
        let application = all::apply(&ada.ctx, &id, &reason()).await.unwrap().to_string();
        all::move_as_host(&host.ctx, &application, Move::Offer, 7).await.unwrap();
        let server = server(world);
        let by_ada = server.signed_in(ada.account, false).await;
        let kept = async || {
            let page = by_ada.get("/me/applications").await.body;
            let kept = page.contains(Refusal::PostingHeld.words());
            assert_eq!(page.contains("Accept the place"), !kept, "{page}");
            assert_eq!(page.contains("Held until"), !kept, "{page}");
            kept
        };
        assert!(!kept().await);
        for (person, key) in [(&ada, "a"), (&cat, "b")] {
            let form = PersonReportForm {
                kind: "posting".to_owned(),
                person: id.clone(),
                ground: "money".to_owned(),
                details: "Asked for money in a private chat.".to_owned(),
                key: key.repeat(32),
            };
            services::moderation::report_person(&person.ctx, form).await.unwrap();
        }
        assert!(kept().await);
        // The page from before is still open somewhere.
        let row = format!("/do/opportunities/answer#accept-{application}");
        let sent = [
            ("_page", "/me/applications"),
            ("_form", row.as_str()),
            ("application", application.as_str()),
            ("step", "accept"),
        ];
        let answer = by_ada.post("/do/opportunities/answer", &sent).await;
        assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY);
        assert!(answer.body.contains(Refusal::PostingHeld.words()), "{}", answer.body);
        all::decide(&mo.ctx, &id, Step::TakeUp, "").await.unwrap();
        all::decide(&mo.ctx, &id, Step::Approve, "Nothing of it is true.").await.unwrap();
        assert!(!kept().await);
        assert_eq!(by_ada.post("/do/opportunities/answer", &sent).await.status, StatusCode::SEE_OTHER);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_moderator_reads_that_what_its_host_had_closed_stays_closed() {
    on_both(async |world| {
        let (host, mo) = (host(world).await, world.person("mo", &[Capability::Moderator]).await);
        let id = published(world, &host).await;
        all::step(&host.ctx, &id, Step::Pause).await.unwrap();
        for key in ["a", "b"] {
            let form = PersonReportForm {
                kind: "posting".to_owned(),
                person: id.clone(),
                ground: "money".to_owned(),
                details: "Asked for money in a private chat.".to_owned(),
                key: key.repeat(32),
            };
            services::moderation::report_person(&world.person(key, &[]).await.ctx, form).await.unwrap();
        }
        all::decide(&mo.ctx, &id, Step::TakeUp, "").await.unwrap();
        let server = server(world);
        let page = server.signed_in(mo.account, true).await.get(&format!("/desk/opportunities/{id}")).await.body;
        assert!(page.contains("Approve, paused") && page.contains("its host opens it"), "{page}");
        assert!(!page.contains(">Publish<"), "{page}");
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_flood_of_drafts_is_refused_whoever_sends_it() {
    on_both(async |world| {
        let server = server_with(world, &[("LANDFALL_REPORTS_PER_HOUR", "1")]);
        let ben = world.person("ben", &[]).await;
        let by_ben = server.signed_in(ben.account, false).await;
        let mut answers = Vec::new();
        for nth in 0..13 {
            let title = format!("Draft {nth}");
            let begin = [("_page", "/offer/observership"), ("_form", "x"), ("title", title.as_str())];
            answers.push(by_ben.post("/do/opportunities/begin", &begin).await.status);
        }
        assert_eq!(answers.pop(), Some(StatusCode::TOO_MANY_REQUESTS));
        assert!(answers.iter().all(|status| *status == StatusCode::SEE_OTHER), "{answers:?}");
        assert_eq!(all::my_drafts(&ben.ctx).await.unwrap().len(), 12);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_list_has_one_address_whatever_a_browser_sends_along() {
    on_both(async |world| {
        let server = server_with(world, &[("LANDFALL_PAGE_CACHE_MIB", "0")]);
        let answer = server.get("/opportunities?q=&kind=observership&state=&for=&weeks=").await;
        assert_eq!(
            (answer.status, answer.header("location")),
            (StatusCode::SEE_OTHER, "/opportunities?kind=observership")
        );
        assert_eq!(server.get("/opportunities?kind=observership").await.status, StatusCode::OK);
        let narrowed = "/opportunities?outcome=certificate&fee=free&weeks=4&from=2027-03&by=2027-05";
        let turned = "/opportunities?q=&by=2027-05&from=2027-03&weeks=4&fee=free&outcome=certificate&from=soon";
        let answer = server.get(turned).await;
        assert_eq!((answer.status, answer.header("location")), (StatusCode::SEE_OTHER, narrowed));
        let page = server.get(narrowed).await.body;
        for rest in ["outcome=certificate&fee=free&weeks=4&by=2027-05", "fee=free&weeks=4&from=2027-03&by=2027-05"] {
            let rest = rest.replace('&', "&amp;");
            assert!(
                page.contains(&format!("href=\"/opportunities?{rest}\"")),
                "a chip takes its own value away: {rest}"
            );
        }
        for selected in ["2027-03\" selected", "2027-05\" selected", "certificate\" checked"] {
            assert!(page.contains(selected), "the form shows what is chosen: {selected}");
        }
        let wrong = server.get("/opportunities?from=2027-13&by=x&outcome=fame&weeks=0").await;
        assert!(wrong.status == StatusCode::OK && !wrong.body.contains("Chosen filters"));
        let nothing = server.get("/opportunities").await;
        assert!(nothing.body.contains("No postings yet"));
        let said = server.get("/opportunities?done=draft-discarded").await;
        assert!(said.status == StatusCode::OK && said.body.contains("It is gone."));
    })
    .await;
}
