//! Nothing of an erased person is left in what an operator keeps.

use domain::events::rsvp::Answer;
use domain::membership::{JoinForm, PaymentForm};
use domain::opportunities::Filters;
use domain::opportunities::draft::Part;
use sea_orm::Statement;

use super::*;
use crate::membership::tests as joining;
use crate::{events, membership, mentorship, opportunities};

const CHAT: &str = "[[series]]\ntitle = \"Coffee chat\"\nslug = \"chat\"\ncategory = \"Community\"\n\
     zone = \"America/New_York\"\nstarts = 2026-11-11T20:00:00\nminutes = 60\nformat = \"online\"\nplace = \"Video call\"\n\
     capacity = 1\nstatus = \"published\"\n";

/// What is kept as it was typed: in a draft, of an order, of its payment.
const TYPED: [&str; 3] = ["Canary at the bench", "2031-05-23", "Canary Bank 4711"];
/// What is sealed as it is written: to mentors, to a host.
const WRITTEN: [&str; 2] = ["Canary goals for a year.", "Canary, by mail in the evening."];
/// Where the rows of a person are, and by what they are theirs.
const ROWS: [(&str, &str); 5] = [
    ("rsvps", "account_id"),
    ("mentor_asks", "account_id"),
    ("applications", "applicant_account"),
    ("posting_drafts", "account_id"),
    ("orders", "account_id"),
];

/// Does whatever leaves something behind: answers for a date, looks for a mentor, applies, begins a draft, orders and pays.
async fn takes_part(world: &TestWorld, person: &Person) {
    let typed = |fields: &[(&str, &str)]| -> Vec<(String, String)> {
        fields.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect()
    };
    let (ctx, house) = (&person.ctx, &world.ctx);
    events::import_programme(house, CHAT).await.unwrap();
    events::rsvp::answer(ctx, "chat", "2026-11-11", Answer::Going).await.unwrap();

    mentorship::add_synthetic_mentors(house, 1).await.unwrap();
    let looks = typed(&[("goals", WRITTEN[0]), ("topics", "cv-review"), ("stage", "applying")]);
    mentorship::save_ask(ctx, &looks).await.unwrap();
    let first = mentorship::Filter { page: 1, ..mentorship::Filter::default() };
    let mentor = mentorship::search(ctx, &first).await.unwrap().cards[0].id;
    mentorship::add_to_list(ctx, mentor.as_str()).await.unwrap();

    opportunities::tests::with_an_offer(world).await;
    let posting = opportunities::list(house, &Filters::parse([])).await.unwrap().lines[0].id;
    let sent = typed(&[("answer", WRITTEN[1]), ("release", "name"), ("release", "citizenship")]);
    opportunities::apply(ctx, posting.as_str(), &sent).await.unwrap();
    opportunities::begin(ctx, Part::What, &typed(&[("title", TYPED[0])])).await.unwrap();

    joining::furnish(house).await;
    let wish = JoinForm { training_ends: TYPED[1].to_owned(), ..joining::wants("resident", "resident", "") };
    let order = joining::join(ctx, &wish).await.unwrap();
    let payment = PaymentForm {
        amount: "50".to_owned(),
        method: "check".to_owned(),
        received_on: "2026-11-03".to_owned(),
        reference: TYPED[2].to_owned(),
    };
    let desk = joining::treasurer(world).await;
    membership::record_payment(&desk.ctx, order.as_str(), &payment, &joining::fresh(&desk.ctx)).await.unwrap();
}

/// How many rows of each kind are the person's.
async fn rows_of(world: &TestWorld, account: i64) -> Vec<i64> {
    let (db, mut rows) = (world.ctx.db.read(), Vec::new());
    for (table, whose) in ROWS {
        let count = format!("SELECT COUNT(*) FROM {table} WHERE {whose} = {account}");
        let count = Statement::from_string(db.get_database_backend(), count);
        rows.push(db.query_one_raw(count).await.unwrap().unwrap().try_get_by_index(0).unwrap());
    }
    rows
}

/// F38 on both databases: what `landfall dump` writes holds every row of every table.
#[tokio::test(flavor = "multi_thread")]
async fn whoever_is_erased_is_in_no_dump() {
    on_both(async |world| {
        let mut ada = world.person("ada.canary", &[]).await;
        // A request is named at random, and the log keeps its name.
        ada.ctx.viewer.request_id = "one-request".to_owned();
        let eve = world.person("eve.other", &[Capability::Admin]).await;
        fill_in(&ada.ctx, |_| None).await;
        takes_part(world, &ada).await;
        let open = ["ada.canary", "Canary Nameworth", "Canary School", "1558598797", "Asia/Thimphu", ada.id.as_str()];
        let folder = tempfile::tempdir().unwrap();
        let dumped = async |name: &str| {
            let file = folder.path().join(name);
            crate::transfer::dump(&world.ctx, &file).await.unwrap();
            String::from_utf8_lossy(&std::fs::read(file).unwrap()).into_owned()
        };
        let before = dumped("before").await;
        for canary in open.iter().chain(&TYPED) {
            assert!(before.contains(canary), "the control: {canary}");
        }
        for canary in &WRITTEN {
            assert!(!before.contains(canary), "{canary} is not sealed");
        }
        assert_eq!(rows_of(world, ada.account).await, [1; 5]);
        crate::identity::erase_person(&eve.ctx, ada.id.as_str(), "asked", true).await.unwrap();
        assert_eq!(rows_of(world, ada.account).await, [0; 5]);
        assert_eq!(check(&world.ctx).await.unwrap(), [], "nobody else counts what was hers");
        by_hand(&world.ctx, "DELETE FROM mails".to_owned()).await;
        let after = dumped("after").await;
        for canary in open.iter().chain(&TYPED).chain(&SEALED).chain(&WRITTEN) {
            let left = after.lines().find(|line| line.contains(canary));
            assert_eq!(left, None, "{canary} is in a dump");
        }
        assert!(after.contains("eve.other"), "another person stays");
    })
    .await;
}
