//! The other half of the authorization matrix (figure F18): for every address that names a thing, what is another's and
//! not to be touched answers as what does not exist, and stays as it was.
//!
//! The lists in `lists` are held against the registry: an address that is in none of them fails the test.

#![expect(clippy::unwrap_used, reason = "a helper of a test fails the test")]

use crate::world::{Server, server};
use domain::access::Capability;
use http::StatusCode;
use server::routes::{Kind, ROUTES};
use services::testing::{TestWorld, on_both};
use std::collections::BTreeSet;

mod asking;
mod lists;
mod things;

use asking::{Probe, case_about, hidden, report, said};
use lists::{BY_TOKEN, NAMES_NOTHING, OF_PUBLIC_COHORTS, OF_PUBLIC_DATES, OF_THE_HOUSE};
use things::{cohort_of, offered, pair};

const MISSING: &str = "00000000000000000000";

#[expect(clippy::too_many_lines, reason = "one list of everything that can be another's")]
async fn probed(world: &TestWorld, server: &Server) {
    let ada = world.person("ada", &[]).await;
    let eve = world.person("eve", &[]).await;
    let mo = world.person("mo", &[Capability::Moderator]).await;
    let mia = world.person("mia", &[Capability::Moderator]).await;
    let grace = world.person("grace", &[Capability::Admin]).await;
    let by_ada = server.signed_in(ada.account, false).await;
    let by_eve = server.signed_in(eve.account, false).await;
    let (by_mo, by_mia) = (server.signed_in(mo.account, true).await, server.signed_in(mia.account, true).await);
    let by_grace = server.signed_in(grace.account, true).await;

    report(&by_ada, eve.id.as_str(), "0000000000000001").await;
    report(&by_ada, mo.id.as_str(), "0000000000000002").await;
    let about_eve = case_about(&by_mia, eve.id.as_str()).await;
    let about_mo = case_about(&by_mia, mo.id.as_str()).await;
    let warn =
        [("_page", "/desk"), ("_form", "x"), ("case", about_eve.as_str()), ("decision", "warn"), ("ground", "money")];
    assert_eq!(by_mia.post("/do/moderation/decide", &warn).await.status, StatusCode::SEE_OTHER);
    let device = hidden(
        &server.signed_in(eve.account, false).await.get("/me/devices").await.body,
        "/do/identity/end-device",
        "device",
    );
    let notice = hidden(&by_eve.get("/me/notifications").await.body, "/do/notifications/read", "notification");
    let own_grant = [
        ("_page", "/desk"),
        ("_form", "x"),
        ("person", grace.id.as_str()),
        ("capability", "editor"),
        ("reason", "Help."),
    ];
    assert_eq!(by_grace.post("/do/access/ask", &own_grant).await.status, StatusCode::SEE_OTHER);
    let path = format!("/desk/people/{}", grace.id);
    let grant = hidden(&by_grace.get(&path).await.body, "/do/access/end", "grant");

    services::events::add_sample(&world.ctx).await.expect("the sample is good");
    services::membership::add_sample(&world.ctx).await.expect("the sample is good");
    let wish = domain::membership::JoinForm {
        plan: "fellow".to_owned(),
        stage: "fellow".to_owned(),
        ..domain::membership::JoinForm::default()
    };
    let order = services::membership::join(&eve.ctx, &wish, "the-key-of-a-form").await.expect("eve orders").to_string();
    let some = world.organizer_of("some", "Chess").await;
    let by_some = server.signed_in(some.account, true).await;

    let mentoring = pair(world, &eve).await;
    let cohort = cohort_of(world, &eve).await;
    let offers = world.person("offers", &[]).await;
    let offered = offered(world, &offers, &eve).await;
    let by_offers = server.signed_in(offers.account, true).await;
    let probe =
        |who, address, field, rest, anothers: &str| Probe { who, address, field, rest, anothers: anothers.to_owned() };
    let probes = [
        probe(&by_ada, "/people/{id}", "", &[], eve.id.as_str()),
        probe(&by_ada, "/people/{id}/photo", "", &[], eve.id.as_str()),
        probe(&by_ada, "/desk/people/{id}", "", &[], eve.id.as_str()),
        probe(&by_ada, "/desk/private/{id}", "", &[], eve.id.as_str()),
        probe(&by_some, "/desk/events/{slug}", "", &[], "img-coffee-chat"),
        probe(&by_some, "/desk/events/{slug}/edit", "", &[], "img-coffee-chat"),
        probe(&by_some, "/desk/events/{slug}/preview", "", &[], "img-coffee-chat"),
        probe(&by_some, "/desk/events/{slug}/dates/{date}", "", &[], "img-coffee-chat"),
        probe(&by_some, "/desk/events/{slug}/{date}/attendees", "", &[], "img-coffee-chat"),
        probe(&by_some, "/do/events/set-joining", "series", &[("date", "2026-11-25")], "img-coffee-chat"),
        probe(&by_some, "/do/events/save", "series", &[("press", "publish")], "img-coffee-chat"),
        probe(
            &by_some,
            "/do/events/save-date",
            "series",
            &[("of", "2026-11-25"), ("press", "save")],
            "img-coffee-chat",
        ),
        probe(&by_some, "/do/events/set", "series", &[("deed", "cancel")], "img-coffee-chat"),
        probe(
            &by_some,
            "/do/events/set-date",
            "series",
            &[("date", "2026-11-25"), ("deed", "cancel")],
            "img-coffee-chat",
        ),
        probe(&by_ada, "/me/membership/orders/{order}", "", &[], &order),
        probe(&by_ada, "/me/membership/orders/{order}/receipt.pdf", "", &[], &order),
        probe(&by_ada, "/sections/{section}", "", &[], "img"),
        probe(&by_ada, "/desk/sections/{section}", "", &[], "img"),
        probe(&by_ada, "/desk/membership/{order}", "", &[], &order),
        probe(&by_ada, "/desk/membership/{order}/receipt.pdf", "", &[], &order),
        probe(&by_ada, "/do/membership/cancel-order", "order", &[], &order),
        probe(&by_ada, "/desk/moderation/{case}", "", &[], &about_eve),
        probe(&by_mo, "/desk/moderation/{case}", "", &[], &about_mo),
        probe(&by_mo, "/desk/moderation/{case}/picture/{which}", "", &[], &about_mo),
        probe(&by_ada, "/do/access/keep", "grant", &[], &grant),
        probe(&by_ada, "/do/identity/end-device", "device", &[], &device),
        probe(&by_ada, "/do/notifications/read", "notification", &[], &notice),
        probe(&by_ada, "/do/moderation/appeal", "case", &[("why", "It was not so.")], &about_eve),
        probe(&by_ada, "/do/moderation/decide", "case", &[("decision", "warn"), ("ground", "money")], &about_mo),
        probe(&by_mo, "/do/moderation/decide", "case", &[("decision", "warn"), ("ground", "money")], &about_mo),
        probe(&by_mo, "/do/moderation/answer", "case", &[("answer", "take-back")], &about_mo),
        probe(&by_mo, "/do/moderation/undo", "case", &[], &about_mo),
        probe(&by_ada, "/do/moderation/unblock", "person", &[], eve.id.as_str()),
        probe(&by_ada, "/do/access/ask", "person", &[("capability", "mentor"), ("reason", "Help.")], eve.id.as_str()),
        probe(&by_ada, "/do/access/confirm", "grant", &[], &grant),
        probe(&by_ada, "/do/access/end", "grant", &[("reason", "No.")], &grant),
        probe(
            &by_ada,
            "/do/access/break-glass",
            "person",
            &[("field", "visa_need"), ("reason", "I would like to know.")],
            eve.id.as_str(),
        ),
        probe(
            &by_ada,
            "/do/access/erase-person",
            "person",
            &[("ground", "asked"), ("understood", "yes")],
            eve.id.as_str(),
        ),
        probe(&by_ada, "/cohorts/{id}/rank", "", &[], &cohort),
        probe(&by_ada, "/me/cohorts/{id}", "", &[], &cohort),
        probe(&by_ada, "/do/cohort/rank", "cohort", &[], &cohort),
        probe(&by_ada, "/do/cohort/rank-mentees", "cohort", &[], &cohort),
        probe(&by_ada, "/offer/draft/{id}", "", &[], &offered.draft),
        probe(&by_ada, "/offer/draft/{id}/{part}", "", &[], &offered.draft),
        probe(&by_ada, "/opportunities/{id}", "", &[], &offered.waiting),
        probe(&by_ada, "/opportunities/{id}/deadline.ics", "", &[], &offered.waiting),
        probe(&by_ada, "/opportunities/{id}/apply", "", &[], &offered.waiting),
        probe(&by_ada, "/opportunities/{id}/eligible", "", &[], &offered.waiting),
        probe(&by_ada, "/me/postings/{id}", "", &[], &offered.published),
        probe(&by_ada, "/desk/opportunities/{id}", "", &[], &offered.waiting),
        probe(&by_offers, "/desk/opportunities/{id}", "", &[], &offered.waiting),
        probe(&by_ada, "/do/opportunities/save-part", "draft", &[("part", "what"), ("title", "Taken")], &offered.draft),
        probe(&by_ada, "/do/opportunities/discard", "draft", &[], &offered.draft),
        probe(&by_ada, "/do/opportunities/submit", "draft", &[], &offered.draft),
        probe(&by_ada, "/do/opportunities/edit", "posting", &[], &offered.published),
        probe(&by_ada, "/do/opportunities/step", "posting", &[("step", "withdraw")], &offered.published),
        probe(&by_ada, "/do/opportunities/seats", "posting", &[("seats", "9")], &offered.published),
        probe(&by_ada, "/do/opportunities/move", "application", &[("step", "offer")], &offered.application),
        probe(&by_ada, "/do/opportunities/line", "application", &[("place", "1")], &offered.application),
        probe(&by_ada, "/do/opportunities/answer", "application", &[("step", "withdraw")], &offered.application),
        probe(&by_offers, "/do/opportunities/answer", "application", &[("step", "withdraw")], &offered.application),
        probe(&by_ada, "/do/opportunities/apply", "posting", &[], &offered.waiting),
        probe(&by_ada, "/do/opportunities/save", "posting", &[], &offered.waiting),
        probe(&by_ada, "/do/opportunities/unsave", "posting", &[], &offered.waiting),
        probe(&by_ada, "/do/opportunities/decide", "posting", &[("step", "take-up")], &offered.waiting),
        probe(
            &by_ada,
            "/do/moderation/take-down",
            "posting",
            &[("ground", "money"), ("details", "It looks odd.")],
            &offered.waiting,
        ),
        probe(
            &by_offers,
            "/do/moderation/take-down",
            "posting",
            &[("ground", "money"), ("details", "It looks odd.")],
            &offered.waiting,
        ),
        probe(&by_ada, "/mentors/{id}", "", &[], &mentoring.unlisted),
        probe(&by_ada, "/me/mentoring/requests/{id}", "", &[], &mentoring.request),
        probe(&by_ada, "/me/mentoring/together/{id}", "", &[], &mentoring.together),
        probe(&by_ada, "/do/mentorship/add", "mentor", &[], &mentoring.unlisted),
        probe(&by_ada, "/do/mentorship/take-off", "request", &[], &mentoring.request),
        probe(&by_ada, "/do/mentorship/raise", "request", &[], &mentoring.request),
        probe(&by_ada, "/do/mentorship/reveal", "request", &[("reveals", "name")], &mentoring.request),
        probe(&by_ada, "/do/mentorship/tell-more", "request", &[("answer", "Yes.")], &mentoring.request),
        probe(&by_ada, "/do/mentorship/withdraw", "request", &[], &mentoring.request),
        probe(&by_ada, "/do/mentorship/confirm", "request", &[], &mentoring.request),
        probe(&by_ada, "/do/mentorship/accept", "request", &[], &mentoring.request),
        probe(&by_ada, "/do/mentorship/decline", "request", &[("reason", "no-time")], &mentoring.request),
        probe(&by_ada, "/do/mentorship/ask-more", "request", &[("question", "Why?")], &mentoring.request),
        probe(&by_ada, "/do/mentorship/check", "mentor", &[("checked", "moderator")], &mentoring.unlisted),
        probe(&by_ada, "/do/mentorship/take-back", "mentor", &[], &mentoring.unlisted),
        probe(
            &by_ada,
            "/do/mentorship/agree",
            "together",
            &[("version", "1"), ("scope", "Something quite different."), ("ends_on", "2027-01-01")],
            &mentoring.together,
        ),
        probe(&by_ada, "/do/mentorship/sign", "together", &[("version", "1"), ("agreed", "yes")], &mentoring.together),
        probe(&by_ada, "/do/mentorship/propose-end", "together", &[("ends_on", "2027-06-01")], &mentoring.together),
        probe(&by_ada, "/do/mentorship/take-end-back", "together", &[("version", "1")], &mentoring.together),
        probe(&by_ada, "/do/mentorship/plan", "together", &[("what", "Nothing")], &mentoring.together),
        probe(&by_ada, "/do/mentorship/mark", "step", &[("done", "yes")], &mentoring.step),
        probe(
            &by_ada,
            "/do/mentorship/meet",
            "together",
            &[("met_at", "2026-11-01T10:00"), ("minutes", "5")],
            &mentoring.together,
        ),
        probe(&by_ada, "/do/mentorship/fit", "together", &[("answer", "good")], &mentoring.together),
        probe(&by_ada, "/do/mentorship/close", "together", &[("feedback", "Bye.")], &mentoring.together),
    ];
    for probe in &probes {
        let anothers = said(&probe.ask(&probe.anothers).await, &probe.anothers);
        let missing = said(&probe.ask(MISSING).await, MISSING);
        assert_eq!(anothers, missing, "{} {}", probe.address, probe.field);
    }
    // Blocking, reporting and taking a photo name people and files that anyone may name.
    let open = ["/do/moderation/block", "/do/moderation/report-person", "/do/identity/save-photo"];
    let known: BTreeSet<&str> = NAMES_NOTHING
        .iter()
        .chain(OF_PUBLIC_DATES)
        .chain(OF_PUBLIC_COHORTS)
        .chain(BY_TOKEN)
        .chain(OF_THE_HOUSE)
        .chain(&open)
        .copied()
        .chain(probes.iter().map(|probe| probe.address))
        .collect();
    let forms = |kind| matches!(kind, Kind::Action | Kind::GatedAction | Kind::DraftAction | Kind::SignInAction);
    let private = |kind| matches!(kind, Kind::MemberPage | Kind::Photo | Kind::CasePicture);
    let named = ROUTES.iter().filter(|route| forms(route.kind) || (private(route.kind) && route.path.contains("/{")));
    let unknown: Vec<_> = named.map(|route| route.path).filter(|path| !known.contains(path)).collect();
    assert_eq!(
        unknown,
        ["/me/profile/{step}", "/me/mentoring/mentor/{step}"],
        "an address names something, and no list says whose"
    );

    // Nothing of it has happened.
    assert_eq!(by_eve.get("/me").await.status, StatusCode::OK, "her session lives");
    assert!(by_eve.get("/me/notifications").await.body.contains("/do/notifications/read"), "and it is still unread");
    assert!(by_mia.get(&format!("/desk/moderation/{about_mo}")).await.body.contains("Nobody has decided yet"));
    assert!(by_grace.get(&path).await.body.contains("editor"));
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_anothers_answers_as_what_is_not_there() {
    on_both(async |world| probed(world, &server(world)).await).await;
}
