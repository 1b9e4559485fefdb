//! Hostile words never make a header, a part or a second recipient (security figures F24 and F25). Judged by Python's
//! `email` package, which is not ours.

use std::process::Command;

use proptest::prelude::{Strategy, any, prop, proptest};
use proptest::test_runner::{Config as Proptest, TestRunner};
use serde::Deserialize;

use super::*;
use crate::events::readers_tests::{end2end, python};
use crate::mail::Told;
use crate::mail::message::build;
use crate::secret::Secret;
use crate::testing::TestWorld;

/// What Python finds in a mail.
#[derive(Debug, Deserialize)]
struct Found {
    headers: Vec<String>,
    to: Vec<String>,
    subject: String,
    parts: Vec<String>,
    defects: Vec<String>,
}

const HEADERS: [&str; 9] = [
    "From",
    "To",
    "Subject",
    "Message-ID",
    "Date",
    "Auto-Submitted",
    "List-Unsubscribe",
    "List-Unsubscribe-Post",
    "MIME-Version",
];

/// Words with everything that has ever ended a line, a name or a header.
fn hostile() -> impl Strategy<Value = String> {
    let piece = prop::sample::select(vec![
        "\r\n",
        "\n",
        "\r",
        "\0",
        "\r\nBcc: eve@example.org",
        "\r\n\r\n<html>",
        "\u{85}",
        "\u{2028}",
        "\u{202e}",
        "=?utf-8?q?x?=",
        "\"",
        "<",
        ">",
        ",",
        ";",
        ":",
        "@",
        "\\",
        ".\r\n.\r\n",
        "--landfall-",
        "Łukasz",
        "محمد",
        "李小龙",
        "👩‍⚕️",
        " ",
        "\t",
        "a",
        "xn--",
        "Subject: ",
        "%0d%0a",
    ])
    .prop_map(str::to_owned);
    let wild = prop::collection::vec(any::<char>(), 0..8).prop_map(|chars| chars.into_iter().collect::<String>());
    let long = (0_usize..10_000).prop_map(|length| "x".repeat(length));
    let mixed = prop::collection::vec(proptest::prop_oneof![6 => piece, 2 => wild], 0..12).prop_map(|all| all.concat());
    proptest::prop_oneof![20 => mixed, 1 => long]
}

fn notice(ctx: &Ctx, title: &str, text: &str) -> Model {
    let told = Told {
        topic: Topic::News,
        title: title.to_owned(),
        text: text.to_owned(),
        path: path("/events"),
        discreet: false,
    };
    let to = email("ada@example.org");
    let outgoing = stoppable(ctx, To::address(&to), &Letter::Notice(told));
    row(ctx, &outgoing)
}

/// The row as it would be stored.
fn row(ctx: &Ctx, outgoing: &Outgoing) -> Model {
    use crate::mail::entity::mails::State;
    let rendered = outgoing.rendered();
    Model {
        id: 1,
        public_id: outgoing.id().to_string(),
        account_id: None,
        topic: outgoing.topic().word().to_owned(),
        kind: outgoing.kind().to_owned(),
        by_strangers: false,
        caused_by: None,
        recipient: Some(Secret(outgoing.to().as_str().to_owned())),
        recipient_sha256: String::new(),
        subject: Some(Secret(rendered.subject.clone())),
        body_text: Some(Secret(rendered.text.clone())),
        body_html: Some(Secret(rendered.html.clone())),
        calendar: None,
        calendar_method: None,
        unsubscribe: outgoing.unsubscribe().map(|token| Secret(token.to_string())),
        state: State::Waiting,
        due_at: ctx.now(),
        leased_until: None,
        attempts: 0,
        last_error: None,
        useless_at: None,
        created_at: ctx.now(),
        done_at: None,
    }
}

fn bytes_of(ctx: &Ctx, row: &Model) -> Vec<u8> {
    let wire = build(row, &"Harborlight <hello@example.org>".parse().unwrap(), &ctx.config.public_url).unwrap();
    assert_eq!(wire.envelope.to().len(), 1);
    assert_eq!(wire.envelope.to()[0].to_string(), "ada@example.org");
    wire.bytes
}

/// Strict: ASCII, no bare CR or LF, no line beyond 998, exactly our headers, one blank line before the parts.
fn assert_strict(bytes: &[u8]) {
    let text = std::str::from_utf8(bytes).unwrap();
    assert!(text.is_ascii() && !text.contains('\0'));
    let bare = text.replace("\r\n", "");
    assert!(!bare.contains(['\r', '\n']), "a bare end of line");
    let (head, _) = text.split_once("\r\n\r\n").unwrap();
    assert!(text.split("\r\n").all(|line| line.len() <= 998));
    let unfolded = head.replace("\r\n ", " ").replace("\r\n\t", " ");
    let mut names: Vec<&str> = unfolded.split("\r\n").map(|line| line.split_once(": ").unwrap().0).collect();
    names.retain(|name| *name != "Content-Type" && *name != "Content-Transfer-Encoding");
    let mut expected = HEADERS.to_vec();
    names.sort_unstable();
    expected.sort_unstable();
    assert_eq!(names, expected);
}

#[tokio::test(flavor = "multi_thread")]
async fn five_thousand_hostile_words_make_no_header_and_no_second_recipient() {
    let world = TestWorld::sqlite().await;
    let ctx = &world.ctx;
    let folder = tempfile::tempdir().unwrap();
    let mut runner = TestRunner::new(Proptest { cases: 5_000, failure_persistence: None, ..Proptest::default() });
    let number = std::cell::Cell::new(0_u32);
    runner
        .run(&(hostile(), hostile()), |(title, text)| {
            let bytes = bytes_of(ctx, &notice(ctx, &title, &text));
            assert_strict(&bytes);
            number.set(number.get() + 1);
            // Python reads every twentieth, so that this stays within seconds.
            if number.get().is_multiple_of(20) {
                std::fs::write(folder.path().join(format!("{}.eml", number.get())), bytes).unwrap();
            }
            Ok(())
        })
        .unwrap();
    if let Some(python) = python() {
        let script = end2end().join("readers/check_mail.py");
        let output = Command::new(python).arg(script).arg(folder.path()).output().unwrap();
        assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
        let found: Vec<Found> = serde_json::from_slice(&output.stdout).unwrap();
        assert_eq!(found.len(), 250);
        for mail in found {
            let mut names = mail.headers.clone();
            names.retain(|name| !name.starts_with("Content-"));
            names.sort_unstable();
            let mut expected = HEADERS.to_vec();
            expected.sort_unstable();
            assert_eq!(names, expected);
            assert_eq!(mail.to, ["ada@example.org"]);
            assert_eq!(mail.parts, ["text/plain", "text/html"]);
            assert_eq!(mail.defects, Vec::<String>::new());
            assert!(!mail.subject.contains(['\r', '\n', '\0']));
        }
    }
    world.end().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_damaged_row_is_refused_rather_than_sent() {
    let world = TestWorld::sqlite().await;
    let good = notice(&world.ctx, "News", "");
    let from = "Harborlight <hello@example.org>".parse().unwrap();
    for bad in ["", "a@b, eve@example.org", "ada@example.org\r\nBcc: eve@example.org", "<ada@example.org>"] {
        let row = Model { recipient: Some(Secret(bad.to_owned())), ..good.clone() };
        assert!(build(&row, &from, &world.ctx.config.public_url).is_err(), "{bad:?}");
    }
    let row = Model { subject: Some(Secret("x\r\nBcc: eve@example.org".to_owned())), ..good };
    assert_strict(&build(&row, &from, &world.ctx.config.public_url).unwrap().bytes);
    world.end().await;
}

proptest! {
    #[test]
    fn only_whole_addresses_are_taken(text in hostile()) {
        if let Some(email) = domain::identity::Email::parse(&text) {
            assert!(email.as_str().parse::<lettre::Address>().is_ok() || !email.as_str().is_ascii());
            assert!(!email.as_str().contains([' ', '\r', '\n', ',', '<', '>']));
        }
    }
}
