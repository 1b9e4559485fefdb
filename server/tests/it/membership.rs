//! Membership over HTTP: the price before anybody signs up, one answer to strangers, receipts, hostile text, batches that are
//! handed out once.

#![expect(clippy::unwrap_used, reason = "a helper of a test fails the test")]

use crate::hostile::is_harmless;
use crate::readers::{everybody, pages_of, read_all};
use crate::world::{Answer, Signed, form, server, server_with};
use domain::access::Capability;
use domain::codes::CodeForm;
use domain::identity::profile::Step;
use domain::membership::{JoinForm, PaymentForm, PlanForm, RefundForm};
use http::StatusCode;
use services::membership as all;
use services::testing::{Person, TestWorld, on_both};

const HOSTILE: &str = "</textarea><script>alert(1)</script>\"onload=\"x";

fn key(of: &Person) -> String {
    of.ctx.dice.public_id().to_string()
}

fn code(letters: &str) -> CodeForm {
    CodeForm {
        kind: "shared".to_owned(),
        code: letters.to_owned(),
        off: "percent".to_owned(),
        amount: "15".to_owned(),
        purpose: "both".to_owned(),
        zone: "America/New_York".to_owned(),
        ..CodeForm::default()
    }
}

pub(crate) async fn treasurer(world: &TestWorld) -> Person {
    all::add_sample(&world.ctx).await.unwrap();
    world.person("treasurer", &[Capability::Treasurer]).await
}

pub(crate) async fn ordered(person: &Person, code: &str) -> String {
    let wish = JoinForm {
        plan: "fellow".to_owned(),
        stage: "fellow".to_owned(),
        code: code.to_owned(),
        ..JoinForm::default()
    };
    all::join(&person.ctx, &wish, &key(person)).await.unwrap().to_string()
}

pub(crate) async fn pays(desk: &Person, order: &str, amount: &str, reference: &str) {
    let form = PaymentForm {
        amount: amount.to_owned(),
        method: "check".to_owned(),
        received_on: "2026-11-03".to_owned(),
        reference: reference.to_owned(),
    };
    all::record_payment(&desk.ctx, order, &form, &key(desk)).await.unwrap();
}

/// A form of ours as a browser sends it, with a key of its own.
pub(crate) async fn sends(by: &Signed<'_>, action: &str, fields: &[(&str, &str)], nth: u32) -> Answer {
    let key = format!("a-form-of-a-test-{nth:06}");
    let mut sent = vec![("_page", "/join"), ("_form", action), ("_key", key.as_str())];
    sent.extend_from_slice(fields);
    by.post(action, &sent).await
}

#[tokio::test(flavor = "multi_thread")]
async fn a_stranger_sees_the_price_and_learns_nothing_of_codes() {
    on_both(async |world| {
        let desk = treasurer(world).await;
        // In letters that are no word of the page.
        let over = CodeForm { until: "2026-11-01 00:00".to_owned(), ..code("zzover") };
        let used = CodeForm { cap: "1".to_owned(), ..code("zzused") };
        for form in [over, used, CodeForm { purpose: "renewal".to_owned(), ..code("zzagain") }] {
            services::codes::add_code(&desk.ctx, &form, &key(&desk)).await.unwrap();
        }
        ordered(&world.person("ada", &[]).await, "zzused").await;
        let server = server(world);
        let page = server.get("/join?code=img").await;
        assert_eq!(page.status, StatusCode::OK);
        for words in ["IMG works.", "$50.00", "$42.50, $7.50 off", "sample prices"] {
            assert!(page.body.contains(words), "{words} is not in {}", page.body);
        }
        assert_eq!(page.header("set-cookie"), "", "nobody has to be known for it");
        let told = async |code: &str| {
            let page = server.get(&format!("/join?code={code}")).await;
            (page.status, page.body.replace(code, "CODE").replace(&code.to_uppercase(), "CODE"))
        };
        let unknown = told("zznothing").await;
        assert!(unknown.1.contains("This code does not work here."));
        for code in ["zzover", "zzused", "zzagain"] {
            assert_eq!(told(code).await, unknown, "{code}");
        }
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn somebody_joins_pays_and_takes_the_receipt_along() {
    on_both(async |world| {
        let (ada, desk) = (world.person("ada", &[]).await, treasurer(world).await);
        let name = vec![("name".to_owned(), "Ada Kovács".to_owned())];
        services::identity::profile::save(&ada.ctx, Step::parse("you").unwrap(), &name).await.unwrap();
        let server = server(world);
        let (by_ada, by_desk) =
            (server.signed_in(ada.account, false).await, server.signed_in(desk.account, true).await);
        let wish = [
            ("plan", "resident"),
            ("stage", "exams"),
            ("img", "yes"),
            ("training_ends", "2029-06-30"),
            ("discount", " img "),
        ];
        // A form that is drawn again still holds the code.
        let refused = sends(&by_ada, "/do/membership/join", &[("stage", "exams"), ("discount", "img")], 9).await;
        assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
        assert!(refused.body.contains("IMG works.") && refused.body.contains("value=\"img\""), "{}", refused.body);
        let answer = sends(&by_ada, "/do/membership/join", &wish, 1).await;
        assert_eq!(answer.status, StatusCode::SEE_OTHER);
        let to = answer.header("location").split('?').next().unwrap().to_owned();
        let order = to.rsplit('/').next().unwrap().to_owned();
        // The same form once more is the same order; another one would be paid twice.
        assert_eq!(sends(&by_ada, "/do/membership/join", &wish, 1).await.header("location"), answer.header("location"));
        let twice = sends(&by_ada, "/do/membership/join", &wish, 2).await;
        assert_eq!(twice.status, StatusCode::UNPROCESSABLE_ENTITY);
        for words in ["Pay it or cancel it first.", "Go to your order", "value=\"2029-06-30\""] {
            assert!(twice.body.contains(words), "{words} is not in {}", twice.body);
        }
        let prices = by_ada.get("/join").await.body;
        assert!(
            prices.contains(&format!("/me/membership/orders/{order}")) && !prices.contains("name=\"stage\""),
            "{prices}"
        );
        let page = by_ada.get(&to).await.body;
        for words in ["Your order", "IMG \u{2212}15 %", "\u{2212}$7.50", "$42.50", "November 17, 2026", "Ada Kovács"] {
            assert!(page.contains(words), "{words} is not in {page}");
        }
        let payment = [
            ("order", order.as_str()),
            ("amount", "42.50"),
            ("method", "check"),
            ("received_on", "2026-11-03"),
            ("reference", "1001"),
        ];
        for _ in 0..2 {
            let answer = sends(&by_desk, "/do/membership/record-payment", &payment, 3).await;
            assert_eq!(answer.status, StatusCode::SEE_OTHER, "{}", answer.body);
        }
        let mine = by_ada.get("/me/membership").await.body;
        assert!(mine.contains("You are a member through November 3, 2027."));
        // The word that costs nothing comes before what costs.
        assert!(mine.find("Are you still in training?").unwrap() < mine.find("See the plans").unwrap(), "{mine}");
        assert!(by_ada.get(&to).await.body.contains(">Receipt</h1>"));
        let file = by_ada.get(&format!("{to}/receipt.pdf")).await;
        assert_eq!((file.status, file.header("content-type")), (StatusCode::OK, "application/pdf"));
        assert_eq!(file.header("cache-control"), "no-store");
        assert_eq!(file.header("content-disposition"), format!("attachment; filename=\"receipt-{order}.pdf\""));
        assert!(file.body.starts_with("%PDF-1."));
        let ben = world.person("ben", &[]).await;
        let by_ben = server.signed_in(ben.account, false).await;
        for path in [to.clone(), format!("{to}/receipt.pdf")] {
            assert_eq!(by_ben.get(&path).await.status, StatusCode::NOT_FOUND, "{path}");
        }
        // The treasurer has the same file on the desk, and nobody else does.
        let on_desk = format!("/desk/membership/{order}/receipt.pdf");
        let copy = by_desk.get(&on_desk).await;
        assert_eq!((copy.status, copy.header("content-type")), (StatusCode::OK, "application/pdf"));
        assert_eq!(copy.header("cache-control"), "no-store");
        assert!(copy.body.starts_with("%PDF-1."));
        assert!(by_desk.get(&format!("/desk/membership/{order}")).await.body.contains(&on_desk));
        for other in [&by_ada, &by_ben] {
            assert_eq!(other.get(&on_desk).await.status, StatusCode::FORBIDDEN);
        }
        assert_eq!(
            by_desk.get("/desk/membership/00000000000000000000/receipt.pdf").await.status,
            StatusCode::NOT_FOUND
        );
        for (list, holds) in [("waiting", false), ("owed", false), ("paid", true), ("payments", true), ("none", true)] {
            let page = by_desk.get(&format!("/desk/membership?list={list}&after=none")).await;
            let found = page.body.contains(&format!("href=\"/desk/membership/{order}\""));
            assert_eq!((page.status, found), (StatusCode::OK, holds), "{list}");
        }
        let books = by_desk.get("/desk/membership").await.body;
        assert!(books.contains("Asked for, not paid yet") && books.contains("$42.50"), "{books}");
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_batch_is_handed_out_once_to_the_treasurer_alone() {
    on_both(async |world| {
        let (desk, mo) = (treasurer(world).await, world.person("mo", &[Capability::Moderator]).await);
        let form_of = CodeForm { kind: "single".to_owned(), count: "12".to_owned(), ..code("Spring fair") };
        let batch = services::codes::add_code(&desk.ctx, &form_of, &key(&desk)).await.unwrap();
        let path = format!("/desk/codes/{batch}");
        let server = server(world);
        let (by_desk, by_mo) = (server.signed_in(desk.account, true).await, server.signed_in(mo.account, true).await);
        let before = by_desk.get(&path).await;
        assert!(before.status == StatusCode::OK && before.body.contains("Press once."), "{}", before.body);
        assert_ne!(by_mo.get(&path).await.status, StatusCode::OK);
        assert_ne!(by_mo.post(&path, &[]).await.status, StatusCode::OK);
        assert_ne!(server.post(&path, &[]).await.status, StatusCode::OK);
        // Another site's form hands nothing out.
        let mut foreign = by_desk.with_cookie(form(&path, &[]));
        foreign.headers_mut().insert("origin", "https://evil.example".parse().unwrap());
        foreign.headers_mut().insert("sec-fetch-site", "cross-site".parse().unwrap());
        assert_eq!(server.send(foreign).await.status, StatusCode::FORBIDDEN);
        let file = by_desk.post(&path, &[]).await;
        assert_eq!((file.status, file.header("cache-control")), (StatusCode::OK, "no-store"));
        assert_eq!(file.body.lines().count(), 13);
        // A second press, whose answer is the one that is seen, says what to do when the file did not come.
        let again = by_desk.post(&path, &[]).await;
        assert_eq!(again.status, StatusCode::CONFLICT);
        assert!(again.body.contains("have been handed out. Stop it and make another"), "{}", again.body);
        assert_eq!(by_desk.get(&path).await.status, StatusCode::NOT_FOUND);
        let codes = by_desk.get("/desk/codes").await.body;
        for code in file.body.lines().skip(1) {
            assert!(!codes.contains(code), "the desk shows {code}");
        }
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn hostile_words_of_the_treasurer_and_of_codes_stay_words() {
    on_both(async |world| {
        let (ada, desk) = (world.person("ada", &[]).await, treasurer(world).await);
        let plan = PlanForm {
            key: "hostile".to_owned(),
            name: HOSTILE.to_owned(),
            summary: HOSTILE.to_owned(),
            price: "10".to_owned(),
            currency: "USD".to_owned(),
            term: "months".to_owned(),
            months: "12".to_owned(),
            stages: String::new(),
            grace_days: "0".to_owned(),
            most_terms: "1".to_owned(),
            open: "yes".to_owned(),
        };
        all::add_plan(&desk.ctx, &plan).await.unwrap();
        let batch = CodeForm {
            kind: "single".to_owned(),
            count: "1".to_owned(),
            partner: HOSTILE.to_owned(),
            ..code("<script>alert(2)</script>")
        };
        services::codes::add_code(&desk.ctx, &batch, &key(&desk)).await.unwrap();
        let wish = JoinForm { plan: "hostile".to_owned(), stage: "fellow".to_owned(), ..JoinForm::default() };
        let order = all::join(&ada.ctx, &wish, &key(&ada)).await.unwrap().to_string();
        pays(&desk, &order, "20", HOSTILE).await;
        let back = RefundForm { amount: "10".to_owned(), reason: HOSTILE.to_owned() };
        all::give_back(&desk.ctx, &order, &back, &key(&desk)).await.unwrap();
        let server = server(world);
        let (by_ada, by_desk) =
            (server.signed_in(ada.account, false).await, server.signed_in(desk.account, true).await);
        let typed: String = url::form_urlencoded::byte_serialize(HOSTILE.as_bytes()).collect();
        for path in ["/join".to_owned(), format!("/join?code={typed}")] {
            is_harmless(&server.get(&path).await);
            is_harmless(&by_ada.get(&path).await);
        }
        for path in ["/me/membership".to_owned(), format!("/me/membership/orders/{order}")] {
            is_harmless(&by_ada.get(&path).await);
        }
        for path in ["/desk/membership", "/desk/plans", "/desk/plans/hostile", "/desk/codes"] {
            is_harmless(&by_desk.get(path).await);
        }
        is_harmless(&by_desk.get(&format!("/desk/membership/{order}")).await);
        assert_eq!(by_ada.get(&format!("/me/membership/orders/{order}/receipt.pdf")).await.status, StatusCode::OK);
    })
    .await;
}

/// What somebody tells to join, and what the treasurer writes of them, in words that stand nowhere else.
const CANARIES: [&str; 3] = ["Canary Bank 4711", "Canary reason", "2031-05-23"];

#[tokio::test(flavor = "multi_thread")]
async fn what_is_told_to_join_is_read_by_the_person_and_the_treasurer_alone() {
    on_both(async |world| {
        let (ada, desk) = (world.person("ada", &[]).await, treasurer(world).await);
        let wish = JoinForm {
            plan: "resident".to_owned(),
            stage: "resident".to_owned(),
            training_ends: CANARIES[2].to_owned(),
            ..JoinForm::default()
        };
        let order = all::join(&ada.ctx, &wish, &key(&ada)).await.unwrap().to_string();
        pays(&desk, &order, "60", CANARIES[0]).await;
        let back = RefundForm { amount: "10".to_owned(), reason: CANARIES[1].to_owned() };
        all::give_back(&desk.ctx, &order, &back, &key(&desk)).await.unwrap();
        let server = server_with(world, &[("LANDFALL_PAGE_CACHE_MIB", "0"), ("LANDFALL_REPORTS_PER_HOUR", "1000000")]);
        // Addresses that name a thing, and the desks; the others are walked by the test of profiles.
        let mut addresses = pages_of(&[&order]);
        addresses.retain(|address| address.contains(&order) || address.starts_with("/desk"));
        let read = read_all(&everybody(world, &server).await, &addresses, |address, reader, page| {
            let treasurer = reader == Some(Capability::Treasurer);
            for canary in CANARIES {
                let may = treasurer && address.starts_with("/desk/membership/");
                assert!(may || !page.body.contains(canary), "{address} tells {reader:?} {canary}");
            }
            // A page may say again what its address says, and the audit log names what a deed was done to.
            let may = treasurer || address.contains(&order) || address.starts_with("/desk/audit");
            assert!(may || !page.body.contains(&order), "{address} tells {reader:?} of the order");
        })
        .await;
        assert!(read > 200, "{read}");
        // The test can see them: the person reads why money went back, and when training ends.
        let by_ada = server.signed_in(ada.account, false).await;
        assert!(by_ada.get(&format!("/me/membership/orders/{order}")).await.body.contains(CANARIES[1]));
        assert!(by_ada.get("/me/membership").await.body.contains(CANARIES[2]));
    })
    .await;
}
