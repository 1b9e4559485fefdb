//! The other half of the authorization matrix (figure F18): for every address that names a thing, what is another's and
//! not to be touched answers as what does not exist, and stays as it was.
//!
//! The lists below are held against the registry: an address that is in none of them fails the test.

#![expect(clippy::unwrap_used, reason = "a helper of a test fails the test")]

use crate::world::{Answer, Server, Signed, server};
use domain::access::Capability;
use http::StatusCode;
use server::routes::{Kind, ROUTES};
use services::testing::{TestWorld, on_both};
use std::collections::BTreeSet;

mod things;

use things::{cohort_of, offered, pair};

const MISSING: &str = "00000000000000000000";

/// Forms that are about the sender alone, or about everybody: they name no thing of anyone's.
const NAMES_NOTHING: &[&str] = &[
    "/do/identity/sign-up",
    "/do/identity/sign-in",
    "/do/identity/second-factor",
    "/do/identity/forgot-password",
    "/do/identity/sign-out",
    "/do/identity/resend",
    "/do/identity/prove",
    "/do/identity/change-email",
    "/do/identity/change-password",
    "/do/identity/end-other-devices",
    "/do/identity/begin-two-factor",
    "/do/identity/confirm-two-factor",
    "/do/identity/end-two-factor",
    "/do/identity/leave",
    "/do/identity/come-back",
    "/do/identity/erase-now",
    "/do/identity/save-profile",
    "/do/identity/remove-photo",
    "/do/mentorship/save-ask",
    "/do/mentorship/end-ask",
    "/do/mentorship/save-step",
    "/do/mentorship/save-room",
    "/do/mentorship/come-back",
    "/do/mentorship/ask-check",
    "/do/opportunities/begin",
    "/do/moderation/report",
    "/do/notifications/read-all",
    "/do/notifications/choose",
    "/do/styleguide/try",
    "/do/events/make-feed",
    "/do/events/revoke-feed",
    "/do/membership/join",
    "/do/membership/confirm-training",
    "/do/membership/leave",
    "/do/codes/make",
    "/do/membership/add-plan",
];
/// The token in them is the right itself; each has tests of its own for a wrong, spent and stolen one.
const BY_TOKEN: &[&str] = &[
    "/do/identity/reset-password",
    "/do/identity/confirm",
    "/do/identity/confirm-email",
    "/do/events/answer-as-guest",
    "/do/events/forget-guest",
];
/// They name a public date, which anybody may name, and speak of the sender alone or of everybody who comes to it.
const OF_PUBLIC_DATES: &[&str] = &["/do/events/answer", "/do/events/answer-series", "/do/events/ask-as-guest"];
/// They name a public cohort, which anybody may name, and speak of the sender alone.
const OF_PUBLIC_COHORTS: &[&str] = &["/do/cohort/join", "/do/cohort/join-mentor", "/do/cohort/leave"];
/// Things of the house, which everybody whom the table lets in may touch: nothing of them is another's.
const OF_THE_HOUSE: &[&str] = &[
    "/do/jobs/retry",
    "/do/jobs/retry-mail",
    "/do/jobs/lift",
    "/desk/cohorts/{id}",
    "/do/cohort/save",
    "/do/cohort/open",
    "/do/cohort/cancel",
    "/do/cohort/preview",
    "/do/cohort/publish",
    "/do/membership/record-payment",
    "/do/membership/give-back",
    "/do/membership/cancel-for",
    "/do/codes/stop",
    "/desk/codes/{batch}",
    "/desk/plans/{plan}",
    "/do/membership/change-plan",
];

/// A thing that is not the asker's to touch, and how its address or form names it.
struct Probe<'s> {
    who: &'s Signed<'s>,
    address: &'static str,
    /// Empty for a page: then the thing is a part of the address.
    field: &'static str,
    rest: &'static [(&'static str, &'static str)],
    anothers: String,
}

/// What an answer says: status, the way on and the words of a refusal, without the names of things.
fn said(answer: &Answer, thing: &str) -> (StatusCode, String, String) {
    let clean = |text: &str| text.replace(thing, MISSING);
    let refusal = answer.body.split("class=\"error-summary\"").nth(1).and_then(|rest| rest.split("</div>").next());
    (answer.status, clean(answer.header("location")), clean(refusal.unwrap_or_default()))
}

impl Probe<'_> {
    async fn ask(&self, thing: &str) -> Answer {
        if self.field.is_empty() {
            let start = self.address.split('{').next().unwrap_or_default();
            let end = self
                .address
                .split_once('}')
                .map_or("", |(_, end)| end)
                .replace("{which}", "photo")
                .replace("{date}", "2026-11-25")
                .replace("{part}", "what");
            return self.who.get(&format!("{start}{thing}{end}")).await;
        }
        let mut fields =
            vec![("_page", "/me"), ("_form", self.address), ("_key", "0123456789012345"), (self.field, thing)];
        fields.extend_from_slice(self.rest);
        self.who.post(self.address, &fields).await
    }
}

/// The value of a hidden field in a page's only form, or form after `mark`.
fn hidden(page: &str, mark: &str, name: &str) -> String {
    let after = page.split_once(mark).map_or_else(|| panic!("no {mark} in {page}"), |(_, after)| after);
    let field = format!("name=\"{name}\" value=\"");
    let value = after.split(field.as_str()).nth(1).unwrap_or_else(|| panic!("no {name} after {mark} in {page}"));
    value.split('"').next().unwrap_or_default().to_owned()
}

async fn report(by: &Signed<'_>, person: &str, key: &str) {
    let page = format!("/report/person?person={person}");
    let form = [
        ("_page", page.as_str()),
        ("_form", "/do/moderation/report-person"),
        ("_key", key),
        ("kind", "person"),
        ("person", person),
        ("ground", "money"),
        ("details", "Asked for money."),
    ];
    assert_eq!(by.post("/do/moderation/report-person", &form).await.status, StatusCode::SEE_OTHER);
}

/// The number of the case about a person, as a moderator's queue links it.
async fn case_about(queue: &Signed<'_>, person: &str) -> String {
    let page = queue.get("/desk/moderation").await.body;
    for link in page.split("href=\"/desk/moderation/").skip(1) {
        let case = link.split('"').next().unwrap_or_default();
        if queue.get(&format!("/desk/moderation/{case}")).await.body.contains(person) {
            return case.to_owned();
        }
    }
    panic!("no case about {person} in {page}")
}

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
