//! Opportunities over HTTP: a draft without an account, hostile text, what a host reads, lists and the site map.

#![expect(clippy::unwrap_used, reason = "a helper of a test fails the test")]

use crate::world::{Server, form, server, server_with};
use domain::access::Capability;
use domain::identity::profile::Step as ProfileStep;
use domain::opportunities::draft::Part;
use domain::opportunities::{Fields, Step};
use http::StatusCode;
use sea_orm::{ConnectionTrait, Statement};
use services::opportunities as all;
use services::testing::{Person, TestWorld, on_both};

/// The least a whole posting says, in November 2026.
pub(crate) const WHOLE: &[(&str, &str)] = &[
    ("kind", "observership"),
    ("contact", "shadowing"),
    ("specialty", "cardiology"),
    ("institution", "Lakeshore Teaching Hospital"),
    ("supervisor", "Dr. Amara Osei"),
    ("official_page", "https://example.org/observers"),
    ("mode", "on-site"),
    ("city", "Rivertown"),
    ("state", "IL"),
    ("start", "rolling"),
    ("weeks_least", "4"),
    ("closes", "2026-12-31"),
    ("has_fee", "no"),
    ("visa", "invitation-letter"),
];

const HOSTILE: &str = "</textarea></dd><script>alert(1)</script>\"onload=\"x";

fn fields(more: &[(&str, &str)]) -> Fields {
    let kept = WHOLE.iter().filter(|(name, _)| !more.iter().any(|(other, _)| other == name));
    kept.chain(more).map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect()
}

pub(crate) async fn sent(host: &Person, more: &[(&str, &str)]) -> (String, String) {
    let (draft, _) = all::begin(&host.ctx, Part::What, &fields(more)).await.unwrap();
    for part in Part::ALL {
        all::change(&host.ctx, draft.as_str(), None, part, &fields(more)).await.unwrap();
    }
    (draft.to_string(), all::submit(&host.ctx, draft.as_str()).await.unwrap().to_string())
}

pub(crate) async fn host(world: &TestWorld) -> Person {
    world.person("host", &[Capability::Host]).await
}

/// A posting of a trusted host, after somebody has looked at who answers for it.
pub(crate) async fn published(world: &TestWorld, host: &Person) -> String {
    let (_, id) = sent(host, &[]).await;
    let moderator = world.person("looks", &[Capability::Moderator]).await;
    all::decide(&moderator.ctx, &id, Step::TakeUp, "").await.unwrap();
    all::decide(&moderator.ctx, &id, Step::Approve, "Called the department.").await.unwrap();
    id
}

#[tokio::test(flavor = "multi_thread")]
async fn a_draft_lives_from_the_first_answer_and_signing_in_adopts_it() {
    on_both(async |world| {
        let server = server(world);
        let begin =
            [("_page", "/offer/observership"), ("_form", "x"), ("_key", "0123456789012345"), ("kind", "observership")];
        let answer = server.send(form("/do/opportunities/begin", &begin)).await;
        assert_eq!(answer.status, StatusCode::SEE_OTHER);
        let place = answer.header("location").split('?').next().unwrap().to_owned();
        let draft = place.split('/').nth(3).unwrap().to_owned();
        let cookie = answer.header("set-cookie").split(';').next().unwrap().to_owned();
        assert!(cookie.starts_with("landfall-draft=") && answer.header("set-cookie").contains("HttpOnly"));
        assert_eq!(server.get(&place).await.status, StatusCode::NOT_FOUND, "only this browser has it");
        let with = async |server: &Server, address: &str, cookie: &str| {
            let mut request = http::Request::get(address).body(axum::body::Body::empty()).unwrap();
            request.headers_mut().insert("cookie", cookie.parse().unwrap());
            server.send(request).await
        };
        assert_eq!(with(&server, &place, &cookie).await.status, StatusCode::OK);
        assert!(with(&server, "/offer/observership", &cookie).await.body.contains("Go on with it"));
        // A second tab goes on with the same one.
        let kind = [("_page", "/offer/research"), ("_form", "x"), ("kind", "research-paid")];
        let mut again = form("/do/opportunities/begin", &kind);
        again.headers_mut().insert("cookie", cookie.parse().unwrap());
        let answer = server.send(again).await;
        assert!(answer.header("location").starts_with(&place) && answer.header("set-cookie").is_empty());
        // Signed in with that browser, the draft is the person's.
        let ada = world.person("ada", &[]).await;
        let token = services::identity::session_for_tests(&world.ctx, ada.account, false).await.unwrap();
        let both = format!("{cookie}; landfall={}", token.as_str());
        let mut submit = form("/do/opportunities/submit", &[("_page", "/me"), ("_form", "x"), ("draft", &draft)]);
        submit.headers_mut().insert("cookie", both.parse().unwrap());
        let answer = server.send(submit).await;
        assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY, "not all of it is there yet");
        assert_eq!(all::my_drafts(&ada.ctx).await.unwrap().len(), 1);
        assert_eq!(
            with(&server, &place, &cookie).await.status,
            StatusCode::NOT_FOUND,
            "the token opens nothing any more"
        );
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn hostile_text_is_shown_as_text_on_every_page() {
    on_both(async |world| {
        let host = host(world).await;
        let more = [
            ("title", HOSTILE),
            ("description", "# Hi\n<script>alert(1)</script>\n[x](javascript:alert(1))"),
            ("institution", HOSTILE),
            ("department", HOSTILE),
            ("supervisor", HOSTILE),
            ("city", HOSTILE),
            ("question", HOSTILE),
            ("has_fee", "yes"),
            ("fee_what_1", HOSTILE),
            ("fee_amount_1", "100"),
            ("fee_per_1", "once"),
            ("fee_payee_1", "institution"),
            ("fee_name_1", HOSTILE),
            ("refund", "full"),
            ("refund_rule", HOSTILE),
            ("requirement_kind_1", "host-judges"),
            ("requirement_strength_1", "required"),
            ("requirement_quote_1", HOSTILE),
        ];
        let (draft, id) = sent(&host, &more).await;
        let (ada, mo) = (world.person("ada", &[]).await, world.person("mo", &[Capability::Moderator]).await);
        assert!(!all::hosted(&host.ctx).await.unwrap()[0].flags.is_empty(), "a rule has fired");
        all::decide(&mo.ctx, &id, Step::TakeUp, "").await.unwrap();
        all::decide(&mo.ctx, &id, Step::Approve, HOSTILE).await.unwrap();
        let answer: Fields = vec![("answer".to_owned(), HOSTILE.to_owned())];
        all::save(&ada.ctx, &id).await.unwrap();
        let server = server(world);
        let (by_ada, by_host, by_mo) = (
            server.signed_in(ada.account, false).await,
            server.signed_in(host.account, false).await,
            server.signed_in(mo.account, true).await,
        );
        let mut pages = vec![
            server.get("/opportunities").await,
            server
                .get(&format!("/opportunities?q={HOSTILE}").replace(' ', "%20").replace(['<', '>', '"'], "%3C"))
                .await,
            server.get(&format!("/opportunities/{id}")).await,
            by_ada.get(&format!("/opportunities/{id}/apply")).await,
            by_ada.get(&format!("/opportunities/{id}/eligible")).await,
            by_ada.get("/me/saved").await,
            by_mo.get(&format!("/desk/opportunities/{id}")).await,
        ];
        all::apply(&ada.ctx, &id, &answer).await.unwrap();
        pages.push(by_ada.get("/me/applications").await);
        pages.push(by_host.get("/me/postings").await);
        pages.push(by_host.get(&format!("/me/postings/{id}")).await);
        let edit = all::edit(&host.ctx, &id).await.unwrap();
        assert_eq!(edit.as_str(), draft);
        for part in Part::ALL {
            pages.push(by_host.get(&format!("/offer/draft/{draft}/{}", part.word())).await);
        }
        for (nth, page) in pages.iter().enumerate() {
            assert_eq!(page.status, StatusCode::OK, "page {nth} of the list above: {}", page.header("location"));
            for word in ["<script>alert", "</textarea></dd>", "href=\"javascript:"] {
                let near = page.body.find(word).map(|at| page.body[..at].chars().rev().take(200).collect::<String>());
                assert_eq!(near, None, "{word} on page {nth}, and what stands before it, backwards");
            }
        }
        let file = by_ada.get("/me/saved/deadlines.ics").await;
        assert_eq!(file.header("content-type"), "text/calendar; charset=utf-8");
        assert!(file.body.starts_with("BEGIN:VCALENDAR"));
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_posting_says_whether_one_moderator_looked_at_its_host_alone() {
    on_both(async |world| {
        let (ben, cat) = (world.person("ben", &[]).await, world.person("cat", &[]).await);
        let one = world.person("one", &[Capability::Moderator]).await;
        let server = server(world);
        let approves = async |moderator: &Person, id: &str| {
            all::decide(&moderator.ctx, id, Step::Approve, "Looked it up.").await.unwrap();
        };
        let says = |page: &str| {
            let alone = page.contains("One of our moderators looked at this host on ");
            assert_eq!(page.contains("; there was no second one."), alone, "{page}");
            (alone, page.contains("Our moderators looked at this host on "))
        };
        let (_, first) = sent(&ben, &[]).await;
        all::decide(&one.ctx, &first, Step::TakeUp, "").await.unwrap();
        approves(&one, &first).await;
        assert_eq!(says(&server.get(&format!("/opportunities/{first}")).await.body), (true, false));
        let two = world.person("two", &[Capability::Moderator]).await;
        let (_, second) = sent(&cat, &[]).await;
        let page = format!("/opportunities/{second}");
        all::decide(&one.ctx, &second, Step::TakeUp, "").await.unwrap();
        approves(&one, &second).await;
        // As long as the other look is to come, also its host reads of none.
        let own = server.signed_in(cat.account, false).await.get(&page).await;
        assert_eq!((own.status, says(&own.body)), (StatusCode::OK, (false, false)));
        approves(&two, &second).await;
        assert_eq!(says(&server.get(&page).await.body), (false, true));
    })
    .await;
}

/// One column of every row, as one text.
async fn said(world: &TestWorld, sql: &str) -> String {
    let db = world.ctx.db.read();
    let rows = db.query_all_raw(Statement::from_string(db.get_database_backend(), sql)).await.unwrap();
    rows.iter().map(|row| row.try_get::<String>("", "said").unwrap()).collect::<Vec<_>>().join("\n")
}

#[tokio::test(flavor = "multi_thread")]
async fn a_host_reads_what_was_released_and_nothing_else_of_a_profile() {
    on_both(async |world| {
        let host = host(world).await;
        let id = published(world, &host).await;
        let ada = world.person("ada.canary", &[]).await;
        for (step, told) in [
            ("you", &[("name", "Canary Nameworth"), ("pronouns", "canary/canaries")] as &[(&str, &str)]),
            ("papers", &[("citizenship", "TV"), ("visa_need", "j1")]),
            ("exams", &[("exams_step1", "passed"), ("scores_step2ck", "287"), ("gap_years", "over-10")]),
        ] {
            let told: Fields = told.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect();
            services::identity::profile::save(&ada.ctx, ProfileStep::parse(step).unwrap(), &told).await.unwrap();
        }
        let server = server(world);
        let by_ada = server.signed_in(ada.account, false).await;
        let eligible = by_ada.get(&format!("/opportunities/{id}/eligible")).await;
        assert_eq!(eligible.status, StatusCode::OK);
        let sent = [
            ("_page", "/me"),
            ("_form", "x"),
            ("_key", "0123456789012345"),
            ("posting", id.as_str()),
            ("answer", "Because of the clinic."),
            ("release", "exams"),
        ];
        assert_eq!(by_ada.post("/do/opportunities/apply", &sent).await.status, StatusCode::SEE_OTHER);
        assert_eq!(by_ada.post("/do/opportunities/apply", &sent).await.status, StatusCode::UNPROCESSABLE_ENTITY);
        let by_host = server.signed_in(host.account, false).await;
        let page = by_host.get(&format!("/me/postings/{id}")).await.body;
        assert!(page.contains("Because of the clinic.") && page.contains("USMLE Step 1"), "{page}");
        for word in ["Canary", "canaries", "Tuvalu", "287", "More than 10 years", "ada.canary", ada.id.as_str()] {
            assert!(!page.contains(word), "the host reads {word}");
        }
        let mails =
            "SELECT COALESCE(subject, '') || COALESCE(body_text, '') || COALESCE(body_html, '') AS said FROM mails";
        let notices = "SELECT title || ' ' || body AS said FROM notifications";
        let (mails, notices) = (said(world, mails).await, said(world, notices).await);
        assert!(mails.contains("Somebody has applied") && notices.contains("Your application: Received"), "{mails}");
        for word in ["clinic.", "Canary", "canaries", "Tuvalu", "287", "passed"] {
            assert!(!mails.contains(word) && !notices.contains(word), "a mail or a notice says {word}");
        }
        let mine = by_ada.get("/me/applications").await.body;
        assert!(mine.contains("Received") && mine.contains("Never pay a person."));
        // Since when, by the clocks of the association.
        assert!(mine.contains(" Since <time datetime=\"2026-11-03T15:00:00Z\">Tuesday, November 3, 2026"), "{mine}");
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn what_has_expired_leaves_list_site_map_and_file_and_takes_nobody() {
    on_both(async |world| {
        let host = host(world).await;
        let id = published(world, &host).await;
        let ada = world.person("ada", &[]).await;
        let server = server_with(world, &[("LANDFALL_PAGE_CACHE_MIB", "0")]);
        let link = format!("/opportunities/{id}");
        let there = async |path: &str| server.get(path).await.body.contains(&link);
        assert!(there("/opportunities").await && there("/sitemap.xml").await);
        assert_eq!(server.get(&format!("{link}/deadline.ics")).await.status, StatusCode::OK);
        world.clock.advance(chrono::TimeDelta::days(60));
        assert!(!there("/opportunities").await && !there("/sitemap.xml").await);
        assert_eq!(server.get(&format!("{link}/deadline.ics")).await.status, StatusCode::NOT_FOUND);
        let page = server.get(&link).await;
        assert!(page.body.contains("Its last day is over.") && page.header("x-robots-tag").contains("noindex"));
        let by_ada = server.signed_in(ada.account, false).await;
        let sent = [
            ("_page", "/me"),
            ("_form", "x"),
            ("_key", "0123456789012345"),
            ("posting", id.as_str()),
            ("answer", "Because of the clinic."),
        ];
        let answer = by_ada.post("/do/opportunities/apply", &sent).await;
        assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY);
    })
    .await;
}
