use super::*;
use domain::id::PublicId;
use domain::membership::{Line, Paid};
use domain::money::{Cents, Currency};
use services::membership::{Moved, Ordered};

fn cents(cents: i64) -> Cents {
    Cents::new(cents).unwrap()
}

fn day(text: &str) -> NaiveDate {
    text.parse().unwrap()
}

fn receipt(payments: usize) -> Receipt {
    let paid = Moved { day: day("2026-11-05"), cents: 4_250, about: "Check".to_owned() };
    Receipt {
        order: Ordered {
            id: PublicId::from_bytes([7; 12]),
            plan: "Resident membership".to_owned(),
            state: OrderState::Paid,
            total: cents(4_250),
            currency: Currency::Usd,
            paid: Paid::Whole,
            due: day("2026-11-17"),
            placed_at: "2026-11-04T03:00:00Z".parse().unwrap(),
        },
        name: Some("Łucja Őze".to_owned()),
        lines: vec![
            Line { label: "Resident membership".to_owned(), cents: 5_000 },
            Line { label: "IMG \u{2212}15 %".to_owned(), cents: -750 },
        ],
        payments: vec![paid; payments],
        refunded: Cents::ZERO,
        holds: Some((day("2026-11-05"), Some(day("2029-06-30")))),
        paid_at: Some("2026-11-05T17:00:00Z".parse().unwrap()),
        erased: false,
    }
}

#[test]
fn a_receipt_says_what_its_page_says() {
    let org = Org::default();
    let sum = |label: &str, amount: &str| Row::Sum(label.to_owned(), amount.to_owned());
    let text = |words: &str| Row::Text(words.to_owned());
    let number = PublicId::from_bytes([7; 12]);
    assert_eq!(
        rows(&receipt(1), &org),
        [
            Row::Title(org.name.clone()),
            Row::Head("Receipt"),
            text(&format!("Number {number}")),
            text("For Łucja Őze"),
            // Three in the morning in UTC is the evening before in New York.
            text("Ordered on November 3, 2026"),
            text("Paid in full on November 5, 2026"),
            Row::Head("What it is for"),
            sum("Resident membership", "$50.00"),
            sum("IMG \u{2212}15 %", "\u{2212}$7.50"),
            Row::Total("Total".to_owned(), "$42.50".to_owned()),
            text("Paid. Paid in full."),
            Row::Head("Payments"),
            sum("November 5, 2026: Check", "$42.50"),
            text("Holds from November 5, 2026 through June 30, 2029."),
            text(&format!("Questions? Write to {}.", org.email)),
        ]
    );
    let open = Receipt { order: Ordered { state: OrderState::Open, ..receipt(0).order }, ..receipt(0) };
    assert_eq!(rows(&open, &org)[1], Row::Head("Order, not paid in full yet"));
}

#[test]
fn what_ended_unpaid_is_no_receipt_and_what_went_back_is_one() {
    let said = |state: OrderState| {
        let order = Ordered { state, paid: Paid::Partly { left: cents(4_000) }, ..receipt(0).order };
        rows(&Receipt { order, holds: None, paid_at: None, ..receipt(0) }, &Org::default())
    };
    for (state, head, words) in [
        (OrderState::Dropped, "Order", "Not paid in time."),
        (OrderState::Cancelled, "Order", "Canceled."),
        (OrderState::Refunded, "Receipt", "Paid back."),
    ] {
        let all = said(state);
        assert_eq!(all[1], Row::Head(head), "{state:?}");
        assert!(all.contains(&Row::Text(words.to_owned())), "{all:?}");
        assert!(!format!("{all:?}").contains("missing"), "{all:?}");
    }
}

#[test]
fn what_the_font_cannot_write_is_told_and_never_thinned() {
    let line = |label: &str| Line { label: label.to_owned(), cents: 5_000 };
    let paid = Moved { day: day("2026-11-05"), cents: -1_000, about: "退款".to_owned() };
    let strange = Receipt {
        name: Some("王 Wang".to_owned()),
        lines: vec![line("王 membership"), line("Fellow membership")],
        payments: vec![paid],
        ..receipt(0)
    };
    let all = rows(&strange, &Org::default());
    let sum = |label: &str, amount: &str| Row::Sum(label.to_owned(), amount.to_owned());
    for row in [
        sum("See the page of this order", "$50.00"),
        sum("Fellow membership", "$50.00"),
        sum("November 5, 2026: See the page of this order", "\u{2212}$10.00"),
    ] {
        assert!(all.contains(&row), "{row:?} is not in {all:?}");
    }
    assert!(!format!("{all:?}").contains("For "), "{all:?}");
}

#[test]
fn every_letter_of_a_receipt_is_in_the_font() {
    let face = Face::read().unwrap();
    for row in rows(&receipt(1), &Org::default()) {
        let (label, amount) = match row {
            Row::Title(text) | Row::Text(text) => (text, String::new()),
            Row::Head(text) => (text.to_owned(), String::new()),
            Row::Sum(label, amount) | Row::Total(label, amount) => (label, amount),
        };
        assert!(face.has(&label) && face.has(&amount), "{label} {amount}");
    }
    assert!(face.has(ELSEWHERE));
    for currency in Currency::ALL {
        assert!(face.has(&Money::new(-1, currency).to_string()));
    }
    // What cannot be drawn is left out, and nothing else is.
    assert!(!face.has("王 Wang"));
    assert_eq!(face.glyphs("王Wang"), face.glyphs("Wang"));
    assert_eq!(face.glyphs("Wang").len(), 8);
}

#[test]
fn lines_are_no_wider_than_they_may_be() {
    let face = Face::read().unwrap();
    let text = "Resident membership for everybody who is on the way to residency or in it, three terms at once";
    for width in [8.0_f32, 15.0, 30.0] {
        let lines = face.lines(text, width);
        assert_eq!(lines.join(" "), text);
        assert!(lines.iter().all(|line| face.width(line) <= width || !line.contains(' ')), "{lines:?}");
    }
    assert_eq!(face.lines("", 10.0), Vec::<String>::new());
    let word = "Wintersemestergebührenrückerstattung".repeat(8);
    for text in [word.clone(), format!("For {word} and more")] {
        let lines = face.lines(&text, 20.0);
        assert!(lines.iter().all(|line| face.width(line) <= 20.001), "{lines:?}");
        assert_eq!(lines.concat().replace(' ', ""), text.replace(' ', ""));
    }
    assert_eq!(face.lines("no", 0.0), ["n", "o"]);
}

#[test]
fn the_file_is_a_pdf_of_as_many_sheets_as_it_needs_and_always_the_same() {
    let org = Org::default();
    for (payments, sheets) in [(0, 1), (1, 1), (60, 2), (120, 4)] {
        let all = rows(&receipt(payments), &org);
        let file = pdf(&all, "Receipt").unwrap();
        assert_eq!(file, pdf(&all, "Receipt").unwrap());
        assert!(file.starts_with(b"%PDF-1."), "{:?}", &file[..8]);
        let text = String::from_utf8_lossy(&file);
        assert!(text.trim_end().ends_with("%%EOF"));
        assert_eq!(text.matches("/MediaBox").count(), sheets, "{payments} payments");
        for inside in ["/Lang", "/Title", "/DisplayDocTitle true", "/FontFile2", "/ToUnicode", "/Identity-H"] {
            assert!(text.contains(inside), "{inside}");
        }
    }
}
