//! Who has applied to a posting, as its host reads it: page by page, narrowed, and back to the same part after each form.

use crate::opportunities::{host, published, sent};
use crate::world::server;
use domain::access::Capability;
use domain::opportunities::pipeline::Move;
use domain::opportunities::{Fields, Step};
use http::StatusCode;
use services::opportunities::{self as all, PAGE};
use services::testing::on_both;

fn reason() -> Fields {
    vec![("answer".to_owned(), "Because of the clinic.".to_owned())]
}

/// The numbers of those on a page who show no name.
fn numbers(page: &str) -> Vec<usize> {
    let named = page.split("<h3 dir=\"auto\">Applicant ").skip(1);
    named.filter_map(|rest| rest.split('<').next()?.parse().ok()).collect()
}

#[tokio::test(flavor = "multi_thread")]
async fn a_host_pages_and_narrows_who_has_applied_and_comes_back_to_the_same_part() {
    on_both(async |world| {
        let host = host(world).await;
        let id = published(world, &host).await;
        let mut ids = Vec::new();
        for nth in 0..=PAGE {
            let person = world.person(&format!("p{nth}"), &[]).await;
            ids.push(all::apply(&person.ctx, &id, &reason()).await.unwrap().to_string());
        }
        let (_, other) = sent(&host, &[]).await;
        let ada = world.person("ada", &[]).await;
        let foreign = all::apply(&ada.ctx, &other, &reason()).await.unwrap();
        let server = server(world);
        let by_host = server.signed_in(host.account, false).await;
        let start = format!("/me/postings/{id}");
        let read = async |address: &str| {
            let answer = by_host.get(address).await;
            assert_eq!(answer.status, StatusCode::OK, "{address}");
            answer.body
        };

        let first = read(&start).await;
        assert_eq!(numbers(&first), (1..=PAGE).collect::<Vec<_>>());
        let behind = format!("{start}?after={}", ids[PAGE - 1]);
        assert!(first.contains("rel=\"next\"") && first.contains(&format!("href=\"{behind}\"")), "{first}");
        let (everybody, received) = (format!("All ({})", PAGE + 1), format!("Received ({})", PAGE + 1));
        assert!(first.contains(&everybody) && first.contains(&received) && !first.contains("In line ("), "{first}");
        let second = read(&behind).await;
        assert_eq!(numbers(&second), [PAGE + 1]);
        assert!(!second.contains("rel=\"next\"") && second.contains(&everybody), "{second}");
        for address in [format!("{start}?after={foreign}"), format!("{start}?after=none&stage=nonsense")] {
            assert_eq!(numbers(&read(&address).await), numbers(&first), "{address}");
        }
        assert_eq!(server.signed_in(ada.account, false).await.get(&behind).await.status, StatusCode::NOT_FOUND);

        let press = async |page: &str, application: &str, step: &str, days: &str| {
            let (action, row) = ("/do/opportunities/move", format!("/do/opportunities/move#{step}-{application}"));
            let fields = [
                ("_page", page),
                ("_form", row.as_str()),
                ("posting", id.as_str()),
                ("application", application),
                ("step", step),
                ("days", days),
            ];
            by_host.post(action, &fields).await
        };
        let said = format!("{behind}&done=applicant-moved");
        let last = ids[PAGE].as_str();
        // What the last form has said is not said again.
        for (page, step) in [(&behind, "review"), (&said, "invite")] {
            let answer = press(page, last, step, "").await;
            assert_eq!((answer.status, answer.header("location")), (StatusCode::SEE_OTHER, said.as_str()), "{step}");
        }
        let second = read(&said).await;
        let received = format!("Received ({PAGE})");
        assert!(numbers(&second) == [PAGE + 1] && second.contains(&received), "{second}");
        assert!(second.contains("Interview (1)"), "{second}");

        let narrow = format!("{start}?stage=interview");
        let page = read(&narrow).await;
        assert!(numbers(&page) == [PAGE + 1] && page.contains("aria-current=\"true\""), "{page}");
        let refused = press(&narrow, last, "offer", "ten").await;
        assert_eq!((refused.status, numbers(&refused.body)), (StatusCode::UNPROCESSABLE_ENTITY, vec![PAGE + 1]));
        assert!(refused.body.contains("Write a whole number from 2 to 60."), "{}", refused.body);
        let answer = press(&narrow, last, "offer", "7").await;
        assert_eq!(answer.header("location"), format!("{narrow}&done=applicant-moved"));
        let page = read(&narrow).await;
        assert!(page.contains("Nobody here now.") && page.contains("Interview (0)"), "{page}");
        // A form of another page leads to the beginning.
        let answer = press("/me/postings?stage=received", &ids[1], "review", "").await;
        assert_eq!(answer.header("location"), format!("{start}?done=applicant-moved"));
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_host_finds_those_in_line_and_comes_back_to_them() {
    on_both(async |world| {
        let host = host(world).await;
        let id = published(world, &host).await;
        let mut ids = Vec::new();
        for name in ["ada", "ben"] {
            let person = world.person(name, &[]).await;
            ids.push(all::apply(&person.ctx, &id, &reason()).await.unwrap().to_string());
        }
        let server = server(world);
        let by_host = server.signed_in(host.account, false).await;
        // No place is free, so that somebody can wait for one.
        all::move_as_host(&host.ctx, &ids[1], Move::Offer, 7).await.unwrap();
        all::line_up(&host.ctx, &ids[0], Some(1)).await.unwrap();
        let waits = format!("/me/postings/{id}?stage=in-line");
        let page = by_host.get(&waits).await.body;
        assert!(numbers(&page) == [1] && page.contains("In line (1)") && page.contains("Place 1 in line"), "{page}");
        let row = format!("/do/opportunities/line#line-{}", ids[0]);
        let fields = [
            ("_page", waits.as_str()),
            ("_form", row.as_str()),
            ("posting", id.as_str()),
            ("application", ids[0].as_str()),
            ("place", "2"),
        ];
        let answer = by_host.post("/do/opportunities/line", &fields).await;
        assert_eq!(answer.header("location"), format!("{waits}&done=line-set"));
        all::move_as_host(&host.ctx, &ids[0], Move::Decline, 0).await.unwrap();
        let page = by_host.get(&waits).await.body;
        assert!(numbers(&page).is_empty() && page.contains("In line (0)"), "{page}");
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_single_application_is_narrowed_by_nothing() {
    on_both(async |world| {
        let host = host(world).await;
        let id = published(world, &host).await;
        let server = server(world);
        let by_host = server.signed_in(host.account, false).await;
        let start = format!("/me/postings/{id}");
        let none = by_host.get(&start).await.body;
        assert!(none.contains("Nobody yet.") && !none.contains("aria-label=\"Stages\""), "{none}");
        let ada = world.person("ada", &[]).await;
        let application = all::apply(&ada.ctx, &id, &reason()).await.unwrap();
        let one = by_host.get(&start).await.body;
        assert!(numbers(&one) == [1] && !one.contains("aria-label=\"Stages\""), "{one}");
        // The lists of whoever applies come back to the same part, too.
        all::save(&ada.ctx, &id).await.unwrap();
        let by_ada = server.signed_in(ada.account, false).await;
        let row = format!("/do/opportunities/unsave#{id}");
        let fields =
            [("_page", "/me/saved?after=00000000000000000000"), ("_form", row.as_str()), ("posting", id.as_str())];
        let answer = by_ada.post("/do/opportunities/unsave", &fields).await;
        assert_eq!(answer.header("location"), "/me/saved?after=00000000000000000000&done=posting-unkept");
        let page = by_ada.get(&format!("/me/applications?after={application}")).await;
        assert!(page.status == StatusCode::OK && page.body.contains("Back to the start"), "{}", page.body);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn whoever_lost_an_application_to_a_take_down_is_shown_the_way_to_apply_again() {
    on_both(async |world| {
        let (host, mo) = (host(world).await, world.person("mo", &[Capability::Moderator]).await);
        let id = published(world, &host).await;
        let ada = world.person("ada", &[]).await;
        all::apply(&ada.ctx, &id, &reason()).await.unwrap();
        services::moderation::take_posting_down(&mo.ctx, &id, "other", "It looks odd.").await.unwrap();
        let server = server(world);
        let by_ada = server.signed_in(ada.account, false).await;
        let (list, page) = ("/me/applications", format!("/opportunities/{id}"));
        let form = format!("{page}/apply");
        let gone = by_ada.get(list).await.body;
        assert!(gone.contains("Ended") && !gone.contains("Apply again"), "{gone}");
        let case = all::review(&mo.ctx, &id).await.unwrap().case.unwrap();
        services::moderation::undo(&mo.ctx, case.as_str()).await.unwrap();
        // Its host opens it.
        for address in [list, page.as_str()] {
            assert!(!by_ada.get(address).await.body.contains("Apply again"), "{address}");
        }
        let closed = by_ada.get(list).await.body;
        assert!(closed.contains("so your application ended.") && !closed.contains("You can apply again"), "{closed}");
        assert!(by_ada.get(&form).await.body.contains("Nobody can apply at the moment."));
        all::step(&host.ctx, &id, Step::Resume).await.unwrap();
        for address in [list, page.as_str()] {
            let shown = by_ada.get(address).await.body;
            assert!(shown.contains("Apply again") && shown.contains(&format!("href=\"{form}\"")), "{address}: {shown}");
        }
        assert!(by_ada.get(list).await.body.contains("You can apply again while it takes applications."));
        let asked = by_ada.get(&form).await.body;
        assert!(asked.contains("Send my application") && asked.contains("takes the place of your earlier"), "{asked}");
        let sent = [
            ("_page", form.as_str()),
            ("_form", "/do/opportunities/apply"),
            ("_key", "0123456789012345"),
            ("posting", id.as_str()),
            ("answer", "Because of the clinic, again."),
        ];
        assert_eq!(by_ada.post("/do/opportunities/apply", &sent).await.status, StatusCode::SEE_OTHER);
        let shown = by_ada.get(list).await.body;
        assert!(shown.contains("Received") && !shown.contains("Apply again"), "{shown}");
        let read = server.signed_in(host.account, false).await.get(&format!("/me/postings/{id}")).await.body;
        assert!(read.contains("Because of the clinic, again."), "{read}");
    })
    .await;
}
