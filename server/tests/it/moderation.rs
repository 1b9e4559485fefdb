//! The room of moderation, the desks of trust and the codes, as browsers see them.

use crate::world::server;
use domain::access::Capability;
use domain::verification::Kind;
use http::StatusCode;
use services::db::DbError;
use services::testing::{TestWorld, on_both};
use services::verification::{New, fresh_code, issue};

/// The first local address in a page that begins so.
fn link(page: &str, begins: &str) -> String {
    let at = page.find(&format!("href=\"{begins}")).unwrap_or_else(|| panic!("no {begins} in {page}"));
    page[at + 6..].split('"').next().unwrap_or_default().to_owned()
}

#[tokio::test(flavor = "multi_thread")]
async fn a_report_becomes_a_decision_that_the_person_reads_and_appeals() {
    on_both(async |world| {
        let server = server(world);
        let (ada, eve) = (world.person("ada", &[]).await, world.person("eve", &[]).await);
        let mo = world.person("mo", &[Capability::Moderator]).await;
        let mia = world.person("mia", &[Capability::Moderator]).await;
        let by_ada = server.signed_in(ada.account, false).await;
        let address = format!("/report/person?person={}", eve.id);
        assert_eq!(by_ada.get(&address).await.status, StatusCode::OK);
        let id = eve.id.to_string();
        let form = [
            ("_page", address.as_str()),
            ("_form", "/do/moderation/report-person"),
            ("_key", "0000000000000001"),
            ("kind", "person"),
            ("person", &id),
            ("ground", "money"),
            ("details", "Asked me for <b>500</b> dollars for a letter."),
        ];
        let empty = by_ada.post("/do/moderation/report-person", &form[..3]).await;
        assert_eq!(empty.status, StatusCode::UNPROCESSABLE_ENTITY);
        assert_eq!(by_ada.post("/do/moderation/report-person", &form).await.header("location"), "/me?done=reported");

        let by_mo = server.signed_in(mo.account, true).await;
        let queue = by_mo.get("/desk/moderation").await.body;
        assert!(queue.contains("1 case waits"), "{queue}");
        let case = link(&queue, "/desk/moderation/");
        let page = by_mo.get(&case).await.body;
        assert!(page.contains("&lt;b&gt;500") && !page.contains("ada@example.org"), "{page}");
        let number = case.rsplit('/').next().unwrap_or_default();
        let decision = [
            ("_page", case.as_str()),
            ("_form", "/do/moderation/decide"),
            ("case", number),
            ("decision", "suspend"),
            ("ground", "nothing-found"),
        ];
        let refused = by_mo.post("/do/moderation/decide", &decision).await;
        assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
        let by_eve = server.signed_in(eve.account, false).await;
        let decision = [&decision[..4], &[("ground", "money")]].concat();
        assert!(by_mo.post("/do/moderation/decide", &decision).await.header("location").ends_with("?done=decided"));
        assert_eq!(by_eve.get("/me/appeal").await.status, StatusCode::SEE_OTHER, "her sessions have ended");

        let by_eve = server.signed_in(eve.account, false).await;
        let told = by_eve.get("/me/appeal").await.body;
        assert!(told.contains("has stopped your account") && !told.contains("Asked me for"), "{told}");
        assert_eq!(by_eve.get("/me/blocks").await.status, StatusCode::NOT_FOUND);
        let appeal = [
            ("_page", "/me/appeal"),
            ("_form", "/do/moderation/appeal"),
            ("case", number),
            ("why", "It was a loan among friends."),
        ];
        assert_eq!(by_eve.post("/do/moderation/appeal", &appeal).await.header("location"), "/me/appeal?done=appealed");
        assert!(by_mo.get(&case).await.body.contains("Another moderator answers this"));
        let by_mia = server.signed_in(mia.account, true).await;
        let answer = [("_page", case.as_str()), ("_form", "x"), ("case", number), ("answer", "take-back")];
        assert_eq!(by_mo.post("/do/moderation/answer", &answer).await.status, StatusCode::UNPROCESSABLE_ENTITY);
        assert!(by_mia.post("/do/moderation/answer", &answer).await.header("location").ends_with("?done=answered"));
        assert!(by_eve.get("/me/appeal").await.body.contains("was taken back"));
        assert_eq!(by_eve.get("/me/blocks").await.status, StatusCode::OK);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn an_admin_finds_grants_and_reads_it_in_the_log() {
    on_both(async |world| {
        let server = server(world);
        let (ada, eve) = (world.person("ada", &[Capability::Admin]).await, world.person("eve", &[]).await);
        let by_ada = server.signed_in(ada.account, true).await;
        let person = link(&by_ada.get("/desk/people?find=EVE%40example.org").await.body, "/desk/people/");
        assert_eq!(person, format!("/desk/people/{}", eve.id));
        assert!(by_ada.get("/desk/people?find=nobody").await.body.contains("Nobody has this address"));
        assert!(by_ada.get(&person).await.body.contains("after 24 hours"));
        let id = eve.id.to_string();
        let ask = [
            ("_page", person.as_str()),
            ("_form", "/do/access/ask#ask"),
            ("person", &id),
            ("capability", "editor"),
            ("reason", "Writes well."),
        ];
        assert!(by_ada.post("/do/access/ask", &ask).await.header("location").ends_with("?done=grant-asked"));
        assert!(by_ada.get(&person).await.body.contains("unless an admin stops it"));
        assert_eq!(by_ada.post("/do/access/ask", &ask).await.status, StatusCode::UNPROCESSABLE_ENTITY);
        let by_eve = server.signed_in(eve.account, true).await;
        assert_eq!(by_eve.get("/desk/audit").await.status, StatusCode::FORBIDDEN);
        services::audit::flush_denials(&server.state.ctx, true).await.unwrap();
        let log = by_ada.get("/desk/audit").await.body;
        for words in ["ChangeGrants: asked editor", "ReadAudit", "Denied", "hang together"] {
            assert!(log.contains(words), "{words} in {log}");
        }
        assert!(!log.contains("ada@") && !log.contains("eve@"), "no address in the log");
        assert!(!by_ada.get("/desk/audit?action=ReadAudit").await.body.contains("asked editor"));
        assert!(by_ada.get("/desk").await.body.contains("/desk/audit"));
        assert!(by_eve.get("/desk").await.body.contains("Nothing to look after yet"));
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_code_is_checked_by_link_and_by_form_and_guessing_is_slow() {
    let world = TestWorld::sqlite().await;
    let (code, now) = (fresh_code(&world.ctx), world.ctx.now());
    let new = New {
        kind: Kind::Certificate,
        account: None,
        subject: "Łukasz <Osei>".to_owned(),
        facts: vec![("Event".to_owned(), "Coffee chat".to_owned())],
        signer: "Hana Sato".to_owned(),
    };
    let stored = world.ctx.db.write(move |tx| {
        let new = new.clone();
        Box::pin(async move { Ok::<_, DbError>(issue(tx, code, &new, now).await?) })
    });
    stored.await.unwrap();
    let server = server(&world);
    for address in [format!("/verify/{code}"), format!("/verify?code={}", code.as_str().to_lowercase())] {
        let page = server.get(&address).await;
        assert_eq!(page.status, StatusCode::OK);
        assert!(page.body.contains("Łukasz &lt;Osei&gt;") && page.body.contains("it holds"), "{}", page.body);
    }
    let wrong = server.get("/verify?code=0000-0000-0000").await.body;
    let mistyped = server.get("/verify?code=not-a-code").await.body;
    assert!(wrong.contains("signed nothing with this code") && mistyped.contains("signed nothing with this code"));
    let mut refused = 0;
    for _ in 0..40 {
        refused += usize::from(server.get("/verify/0000-0000-0001").await.status == StatusCode::TOO_MANY_REQUESTS);
    }
    assert!(refused >= 10, "{refused} refused");
    assert_eq!(server.get("/verify").await.status, StatusCode::OK, "the bare form looks nothing up");
    world.end().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_private_field_is_opened_with_a_reason_that_its_person_reads() {
    on_both(async |world| {
        let server = server(world);
        let eve = world.person("eve", &[]).await;
        let by_eve = server.signed_in(eve.account, false).await;
        let visa = [("_page", "/me/profile/papers"), ("_form", "x"), ("step", "papers"), ("visa_need", "j1")];
        assert_eq!(by_eve.post("/do/identity/save-profile", &visa).await.status, StatusCode::SEE_OTHER);
        let mo = world.person("mo", &[Capability::Moderator]).await;
        let by_mo = server.signed_in(mo.account, true).await;
        let (id, page) = (eve.id.to_string(), format!("/desk/private/{}", eve.id));
        assert!(by_mo.get(&page).await.body.contains("Nothing is open"));
        let ask = |field, reason| {
            [
                ("_page", page.as_str()),
                ("_form", "/do/access/break-glass"),
                ("person", &id),
                ("field", field),
                ("reason", reason),
            ]
        };
        for (field, reason) in [("visa_need", "curious"), ("name", "A report says that the letter is forged.")] {
            let refused = by_mo.post("/do/access/break-glass", &ask(field, reason)).await;
            assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY, "{field}");
        }
        let asked = ask("visa_need", "A report says that <b>the letter</b> is forged.");
        assert!(by_mo.post("/do/access/break-glass", &asked).await.header("location").ends_with("?done=glass-broken"));
        assert!(by_mo.get(&page).await.body.contains("I need a J-1"));
        let log = by_eve.get("/me/privacy").await.body;
        assert!(log.contains("&lt;b&gt;the letter&lt;/b&gt; is forged"), "{log}");
        assert_eq!(by_eve.get(&page).await.status, StatusCode::FORBIDDEN);
        let nobody = by_mo.get("/desk/private/00000000000000000000").await;
        assert_eq!(nobody.status, StatusCode::NOT_FOUND);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn an_admin_erases_a_person_on_a_lawful_request() {
    on_both(async |world| {
        let server = server(world);
        let eve = world.person("eve", &[]).await;
        let admin = world.person("grace", &[Capability::Admin]).await;
        let by_eve = server.signed_in(eve.account, false).await;
        let by_admin = server.signed_in(admin.account, true).await;
        let (id, page) = (eve.id.to_string(), format!("/desk/people/{}", eve.id));
        assert!(by_admin.get(&page).await.body.contains("Erase this person"));
        let own = by_admin.get(&format!("/desk/people/{}", admin.id)).await.body;
        assert!(!own.contains("Erase this person"));
        let form = [
            ("_page", page.as_str()),
            ("_form", "/do/access/erase-person#erase"),
            ("person", &id),
            ("ground", "asked"),
        ];
        let refused = by_admin.post("/do/access/erase-person", &form).await;
        assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
        assert!(refused.body.contains("Tick the box"));
        let form = [form.as_slice(), &[("understood", "yes")]].concat();
        let done = by_admin.post("/do/access/erase-person", &form).await;
        assert_eq!(done.header("location"), "/desk/people?done=person-erased");
        assert_eq!(by_eve.get("/me").await.status, StatusCode::SEE_OTHER, "her session is gone");
        assert_eq!(by_admin.get(&page).await.status, StatusCode::NOT_FOUND);
        assert!(by_admin.get("/desk/audit").await.body.contains("asked"));
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_screenshot_is_shown_to_moderators_and_to_nobody_else() {
    on_both(async |world| {
        let server = server(world);
        let bytes = b"\x89PNG\r\n\x1a\n....";
        let stream = futures::stream::iter([Ok::<_, String>(bytes)]);
        let staged = services::files::stage(&world.ctx, services::files::Kind::Screenshot, stream).await;
        let form = domain::moderation::ReportForm {
            page: "/events".to_owned(),
            what: "wrong-fact".to_owned(),
            details: "The date in May is a day off.".to_owned(),
            file: staged.expect("a screenshot is staged").id.to_string(),
            key: "0000000000000001".to_owned(),
        };
        let filed = services::moderation::report_problem(&world.ctx, form).await.expect("a report is filed");
        let case = format!("/desk/moderation/{}", filed.id);
        let picture = format!("{case}/picture/screenshot");
        let mo = world.person("mo", &[Capability::Moderator]).await;
        let by_mo = server.signed_in(mo.account, true).await;
        assert!(by_mo.get(&case).await.body.contains(&format!("src=\"{picture}\"")));
        let shown = by_mo.get(&picture).await;
        assert_eq!((shown.status, shown.header("content-type")), (StatusCode::OK, "image/png"));
        assert_eq!(shown.header("cache-control"), "no-store");
        assert_eq!(by_mo.get(&format!("{case}/picture/1")).await.status, StatusCode::NOT_FOUND);
        let eve = world.person("eve", &[]).await;
        let by_eve = server.signed_in(eve.account, true).await;
        assert_eq!(by_eve.get(&picture).await.status, StatusCode::FORBIDDEN);
        assert_eq!(server.get(&picture).await.status, StatusCode::SEE_OTHER);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn an_admin_who_is_to_go_stays_until_a_second_one_confirms() {
    on_both(async |world| {
        let server = server(world);
        let (ada, bo) =
            (world.person("ada", &[Capability::Admin]).await, world.person("bo", &[Capability::Admin]).await);
        let cy = world.person("cy", &[Capability::Admin]).await;
        let page = format!("/desk/people/{}", bo.id);
        let (by_ada, by_cy) = (server.signed_in(ada.account, true).await, server.signed_in(cy.account, true).await);
        let grant =
            services::grants::person_page(&ada.ctx, bo.id.as_str()).await.expect("a page").held[0].id.to_string();
        let id = bo.id.to_string();
        let deed = [("_page", page.as_str()), ("_form", "x"), ("grant", &grant), ("person", &id), ("reason", "Out.")];
        assert_eq!(by_ada.post("/do/access/end", &deed).await.status, StatusCode::SEE_OTHER);
        assert!(by_ada.get(&page).await.body.contains("ends once a second admin confirms it"));
        assert!(!by_ada.get(&page).await.body.contains("Confirm the end of admin"));
        assert!(by_cy.get(&page).await.body.contains("Confirm the end of admin"));
        assert!(by_cy.post("/do/access/keep", &deed).await.header("location").ends_with("?done=grant-kept"));
        assert!(by_cy.get(&page).await.body.contains("Take admin away"));
        let by_bo = server.signed_in(bo.account, true).await;
        assert!(by_bo.get("/me").await.body.contains("new</span>"), "what happened is in the list");
    })
    .await;
}
