//! Examples; properties are in `tests/joining`.

use chrono::NaiveDate;

use super::*;
use crate::fact::day;
use crate::money::{Cents, Currency};

fn cents(cents: i64) -> Cents {
    Cents::new(cents).unwrap()
}

fn plan(price: i64, term: Term) -> Plan {
    Plan {
        key: PlanKey::parse("resident").unwrap(),
        name: "Resident membership".to_owned(),
        summary: String::new(),
        price: cents(price),
        currency: Currency::Usd,
        term,
        audience: Stages::UNTIL_RESIDENCY_ENDS,
        grace_days: 60,
        most_terms: 5,
        open: true,
        sample: true,
    }
}

#[test]
fn stages_are_those_of_the_profile() {
    let known = crate::identity::profile::vocab::STAGES;
    assert_eq!(Stage::ALL.map(Stage::word), known.map(|choice| choice.word));
    assert_eq!(Stage::ALL.map(Stage::label), known.map(|choice| choice.label));
    for stage in Stage::ALL {
        assert_eq!(Stages::parse(stage.word()), Some(Stages::EVERYBODY.with(stage)));
    }
    let flat = Stages::UNTIL_RESIDENCY_ENDS;
    assert_eq!(Stages::parse(&flat.to_string()), Some(flat));
    assert!(flat.hold(Some(Stage::Resident)) && !flat.hold(Some(Stage::Fellow)) && !flat.hold(None));
    assert!(Stages::EVERYBODY.hold(None) && Stages::parse("").is_some_and(|none| none == Stages::EVERYBODY));
    assert_eq!(Stages::parse("resident,wizard"), None);
    let fellow = Stages::EVERYBODY.with(Stage::Fellow);
    assert!(flat.meets(flat) && flat.meets(Stages::EVERYBODY) && Stages::EVERYBODY.meets(fellow));
    assert!(!flat.meets(fellow) && !fellow.meets(flat));
}

#[test]
fn the_flat_rate_ends_when_training_ends_and_is_confirmed_each_year() {
    let (joined, end) = (day(2026, 11, 28), day(2029, 6, 30));
    let held = period(Term::UntilTrainingEnds, joined, 1, Some(end)).unwrap();
    assert_eq!((held.through, held.confirm_by), (Some(end), Some(day(2027, 11, 28))));
    assert_eq!(held.last_day(), Some(day(2027, 11, 28)));
    // A year later: still in training, and it takes longer.
    let held = confirm(held, joined, day(2027, 11, 20), day(2030, 6, 30)).unwrap();
    assert_eq!((held.through, held.last_day()), (Some(day(2030, 6, 30)), Some(day(2028, 11, 20))));
    // The last year is shorter: nobody confirms a day beyond the end.
    let held = confirm(held, joined, day(2029, 12, 1), day(2030, 6, 30)).unwrap();
    assert_eq!(held.last_day(), Some(day(2030, 6, 30)));
    // It is over: what is kept ends with it, and what is chosen then begins the day after.
    let over = confirm(held, joined, day(2030, 7, 15), day(2030, 6, 30)).unwrap();
    assert_eq!(over.last_day(), Some(day(2030, 6, 30)));
    assert_eq!(next_start(Some(&over), day(2030, 7, 15)), Some(day(2030, 7, 1)));
    let life = Life { state: State::Active, period: over, grace_days: 60 };
    assert_eq!(life.due(day(2030, 7, 15)), Some(Deed::End));
    assert_eq!(Life { state: State::Grace, ..life }.due(day(2030, 8, 29)), None);
    assert_eq!(Life { state: State::Grace, ..life }.due(day(2030, 8, 30)), Some(Deed::GraceOver));
    let wrong = |end| period(Term::UntilTrainingEnds, joined, 1, end).unwrap_err();
    assert_eq!(wrong(Some(day(2026, 11, 27))), TermError::EndBeforePlan);
    assert_eq!(wrong(Some(day(2041, 11, 29))), TermError::EndUnlikely);
    assert_eq!(wrong(None), TermError::EndMissing);
    // A day to come may be too early for a plan that begins later.
    assert!(!words::term_error(TermError::EndBeforePlan).contains("to come"));
}

#[test]
fn a_word_takes_nothing_away_that_was_paid_for() {
    // A fellow has bought the flat rate for what comes after the fellowship.
    let (today, end) = (day(2026, 11, 4), day(2030, 6, 30));
    let fellow = period(Term::Months(12), day(2026, 11, 3), 1, None).unwrap();
    let flat = bought(Term::UntilTrainingEnds, Some(&fellow), today, 1, Some(end)).unwrap();
    assert_eq!((flat.from, flat.last_day()), (day(2027, 11, 3), Some(day(2028, 11, 3))));
    let held = Period { from: fellow.from, ..flat };
    let said = |end| confirm(held, flat.from, today, end).unwrap();
    assert_eq!(said(end), held);
    assert_eq!(said(day(2031, 6, 30)).last_day(), held.last_day());
    // Training is over before the plan begins: the year as a fellow stays whole.
    for early in [day(2026, 10, 1), day(2027, 6, 30)] {
        assert_eq!(said(early).last_day(), Some(flat.from), "{early}");
    }
}

#[test]
fn whom_a_word_brings_on_is_not_told_to_renew() {
    let (last, end) = (Some(day(2027, 11, 28)), Some(day(2028, 1, 27)));
    let told = |state, training| words::state(state, last, end, training);
    assert_eq!(told(State::Active, true), told(State::Active, false));
    assert_eq!(told(State::Grace, false), "Your membership is to be renewed by January 27, 2028.");
    let goes_on = "Say by January 27, 2028 that training goes on, or choose what comes after it.";
    assert_eq!(told(State::Grace, true), goes_on);
    assert!(told(State::Lapsed, true).contains("training goes on"));
    assert!(!told(State::Lapsed, false).contains("training"));
}

#[test]
fn months_years_and_lives_end_when_they_should() {
    let through = |term, from, terms| period(term, from, terms, None).unwrap().through;
    let year = Term::Months(12);
    assert_eq!(through(year, day(2026, 11, 28), 1), Some(day(2027, 11, 27)));
    assert_eq!(through(year, day(2026, 11, 28), 3), Some(day(2029, 11, 27)));
    assert_eq!(through(year, day(2028, 2, 29), 1), Some(day(2029, 2, 28)));
    assert_eq!(through(Term::Months(1), day(2027, 1, 31), 1), Some(day(2027, 2, 28)));
    assert_eq!(through(Term::CalendarYear, day(2026, 11, 28), 1), Some(day(2026, 12, 31)));
    assert_eq!(through(Term::CalendarYear, day(2026, 1, 1), 2), Some(day(2027, 12, 31)));
    assert_eq!(through(Term::Lifetime, day(2026, 1, 1), 1), None);
    assert_eq!(period(year, NaiveDate::MAX, 1, None), Err(TermError::NoSuchDay));
    // A life has no end, so there is nothing to begin after it.
    let life = period(Term::Lifetime, day(2026, 1, 1), 1, None).unwrap();
    assert_eq!(next_start(Some(&life), day(2027, 1, 1)), None);
    assert_eq!(next_start(None, day(2027, 1, 1)), Some(day(2027, 1, 1)));
}

#[test]
fn what_is_paid_for_in_grace_goes_on_from_the_last_day_and_is_never_over_at_once() {
    let held = period(Term::Months(12), day(2025, 11, 28), 1, None).unwrap();
    let renewed = |term, today, end| bought(term, Some(&held), today, 1, end).unwrap();
    let year = renewed(Term::Months(12), day(2027, 1, 10), None);
    assert_eq!((year.from, year.through), (day(2026, 11, 28), Some(day(2027, 11, 27))));
    // A month from the end on is over by now; it begins today.
    let month = renewed(Term::Months(1), day(2027, 1, 10), None);
    assert_eq!((month.from, month.through), (day(2027, 1, 10), Some(day(2027, 2, 9))));
    let month = renewed(Term::Months(1), day(2026, 12, 20), None);
    assert_eq!((month.from, month.through), (day(2026, 11, 28), Some(day(2026, 12, 27))));
    // The day that was expected may pass while the payment is on its way.
    let flat = bought(Term::UntilTrainingEnds, None, day(2027, 7, 3), 1, Some(day(2027, 6, 30))).unwrap();
    assert_eq!(flat.last_day(), Some(day(2027, 7, 3)));
}

#[test]
fn reminders_come_once_each_and_only_the_nearest_after_a_pause() {
    let held = period(Term::CalendarYear, day(2026, 1, 1), 1, None).unwrap();
    let life = Life { state: State::Active, period: held, grace_days: 30 };
    assert_eq!(life.reminder(day(2026, 11, 30), None), None);
    assert_eq!(life.reminder(day(2026, 12, 1), None), Some(30));
    assert_eq!(life.reminder(day(2026, 12, 2), Some(30)), None);
    assert_eq!(life.reminder(day(2026, 12, 24), Some(30)), Some(7));
    assert_eq!(life.reminder(day(2026, 12, 30), None), Some(7));
    assert_eq!(life.reminder(day(2026, 12, 31), Some(7)), None);
    assert_eq!(Life { state: State::Grace, ..life }.reminder(day(2026, 12, 31), None), None);
}

#[test]
fn nothing_is_taken_away_in_grace_and_nothing_is_given_before_payment() {
    for thing in Thing::ALL {
        for state in [State::Active, State::Grace] {
            assert!(sees(state, thing), "{state:?} {thing:?}");
        }
        for state in [State::None, State::Pending, State::Lapsed, State::Cancelled, State::Refunded] {
            assert!(!sees(state, thing), "{state:?} {thing:?}");
        }
    }
}

#[test]
fn steps_lead_where_they_should_and_nobody_belongs_without_having_paid() {
    for state in State::ALL {
        assert_eq!(State::parse(state.word()), Some(state));
        assert_eq!(step(state, Deed::End).is_some(), state == State::Active);
        assert_eq!(step(state, Deed::GraceOver).is_some(), state == State::Grace);
        for deed in Deed::ALL {
            let to = step(state, deed);
            // Only a payment or a word brings somebody in who was not.
            let brings_in = to.is_some_and(|to| to.keeps() && !state.keeps());
            assert!(!brings_in || deed == Deed::Pay || (state, deed) == (State::Lapsed, Deed::Confirm));
            assert!(to != Some(State::Pending) || (state, deed) == (State::None, Deed::Ask));
        }
    }
    assert_eq!(step(State::None, Deed::Pay), None, "nothing is paid that nobody asked for");
    for state in OrderState::ALL {
        assert_eq!(OrderState::parse(state.word()), Some(state));
        for deed in OrderDeed::ALL {
            let open =
                state == OrderState::Open && matches!(deed, OrderDeed::Settle | OrderDeed::Drop | OrderDeed::Cancel);
            let back = state == OrderState::Paid && deed == OrderDeed::Refund;
            let again = !state.stands() && deed == OrderDeed::TakeUp;
            assert_eq!(order_step(state, deed).is_some(), open || back || again);
            assert!(!again || order_step(state, deed) == Some(OrderState::Open));
        }
        assert!(takes_payment(state, Cents::ZERO));
        assert_eq!(takes_payment(state, cents(1)), !state.stands(), "{state:?}");
    }
}

#[test]
fn sections_follow_their_rules() {
    let facts = Facts { state: State::Active, stage: Some(Stage::Resident), img: true };
    let keys = |facts: &Facts| Section::of(facts).map(|section| section.key).collect::<Vec<_>>();
    assert_eq!(keys(&facts), ["img", "trainees"]);
    assert_eq!(keys(&Facts { img: false, stage: Some(Stage::Exams), ..facts }), ["on-the-way"]);
    assert_eq!(keys(&Facts { state: State::Grace, ..facts }), ["img", "trainees"]);
    assert!(keys(&Facts { state: State::Lapsed, ..facts }).is_empty());
    assert_eq!(SECTIONS.map(|section| Section::parse(section.key)), SECTIONS.map(Some));
}

#[test]
fn payments_are_too_little_right_or_too_much() {
    assert_eq!(paid(cents(5_000), cents(0)), Paid::Nothing);
    assert_eq!(paid(cents(5_000), cents(2_000)), Paid::Partly { left: cents(3_000) });
    assert_eq!(paid(cents(5_000), cents(5_000)), Paid::Whole);
    assert_eq!(paid(cents(5_000), cents(6_000)), Paid::Over { by: cents(1_000) });
    assert_eq!(paid(cents(0), cents(0)), Paid::Whole);
    // 10 too much goes back first, then the price.
    let back = |refunded, amount| {
        refund_split(OrderState::Paid, cents(5_000), cents(6_000), cents(refunded), cents(amount))
            .map(|split| (split.from_over.get(), split.from_price.get(), split.ends))
    };
    assert_eq!(back(0, 1_000), Some((1_000, 0, false)));
    assert_eq!(back(0, 3_000), Some((1_000, 2_000, false)));
    assert_eq!(back(3_000, 3_000), Some((0, 3_000, true)));
    assert_eq!(back(0, 6_000), Some((1_000, 5_000, true)));
    assert_eq!(back(3_000, 3_001), None);
    assert_eq!(back(0, 0), None);
    assert_eq!(refund_split(OrderState::Open, cents(5_000), cents(2_000), cents(0), cents(1)), None);
    let dropped = refund_split(OrderState::Dropped, cents(5_000), cents(2_000), cents(0), cents(2_000)).unwrap();
    assert_eq!((dropped.from_over.get(), dropped.from_price.get(), dropped.ends), (2_000, 0, false));
}

#[test]
fn what_is_said_of_an_order_is_so() {
    let said = |state, received, refunded| {
        let came = paid(cents(5_000), kept(cents(5_000), cents(received), cents(refunded)));
        words::standing(state, came, received - refunded, Currency::Usd)
    };
    assert_eq!(said(OrderState::Open, 0, 0), "Waiting for payment. Nothing has come in yet.");
    assert_eq!(said(OrderState::Open, 1_000, 0), "Waiting for payment. $40.00 is missing.");
    assert_eq!(said(OrderState::Paid, 6_000, 0), "Paid. Paid in full; $10.00 too much, to be given back.");
    assert_eq!(said(OrderState::Paid, 6_000, 400), "Paid. Paid in full; $6.00 too much, to be given back.");
    // What was too much is back; more than that is of the price, which was paid all the same.
    for refunded in [1_000, 3_000] {
        assert_eq!(said(OrderState::Paid, 6_000, refunded), "Paid. Paid in full.");
    }
    assert_eq!(said(OrderState::Refunded, 5_000, 5_000), "Paid back.");
    assert_eq!(said(OrderState::Refunded, 6_000, 5_000), "Paid back. $10.00 came in and is to be given back.");
    assert_eq!(said(OrderState::Cancelled, 1_000, 0), "Canceled. $10.00 came in and is to be given back.");
    assert_eq!(said(OrderState::Cancelled, 1_000, 1_000), "Canceled.");
    assert_eq!(said(OrderState::Dropped, 0, 0), "Not paid in time.");
}

#[test]
fn forms_tell_every_wrong_field() {
    let fields = |errors: Vec<crate::form::FieldError>| errors.into_iter().map(|one| one.field).collect::<Vec<_>>();
    let join = JoinForm { training_ends: "soon".to_owned(), terms: "0".to_owned(), ..JoinForm::default() };
    assert_eq!(fields(join.parse().unwrap_err()), ["plan", "stage", "training_ends", "terms"]);
    let join = JoinForm { plan: "resident".to_owned(), stage: "resident".to_owned(), ..JoinForm::default() };
    assert_eq!(join.parse().unwrap().terms, 1);
    let today = day(2026, 11, 28);
    let late = PaymentForm {
        amount: "59.50".to_owned(),
        method: "check".to_owned(),
        received_on: "2026-11-29".to_owned(),
        reference: String::new(),
    };
    assert_eq!(fields(late.parse(today).unwrap_err()), ["received_on"]);
    let right = PaymentForm { received_on: "2026-11-28".to_owned(), ..late };
    assert_eq!(right.parse(today).unwrap().amount, cents(5_950));
    assert_eq!(fields(PaymentForm::default().parse(today).unwrap_err()), ["amount", "method", "received_on"]);
    assert_eq!(fields(RefundForm::default().parse().unwrap_err()), ["amount", "reason"]);
    assert_eq!(fields(ConfirmForm::default().parse().unwrap_err()), ["training_ends"]);
    let form = PlanForm { term: "months".to_owned(), months: "121".to_owned(), ..PlanForm::default() };
    assert_eq!(
        fields(form.parse().unwrap_err()),
        ["key", "name", "price", "currency", "months", "grace_days", "most_terms"]
    );
}

#[test]
fn a_plan_sells_as_many_terms_as_it_may() {
    assert_eq!(plan(5_000, Term::Months(12)).terms(), 1..=5);
    assert_eq!(plan(5_000, Term::UntilTrainingEnds).terms(), 1..=1);
    assert_eq!(plan(5_000, Term::Lifetime).terms(), 1..=1);
    assert!(plan(5_000, Term::Lifetime).takes(Some(Stage::Exams)));
    assert!(!plan(5_000, Term::Lifetime).takes(Some(Stage::Practicing)));
    for term in [Term::Months(6), Term::CalendarYear, Term::Lifetime, Term::UntilTrainingEnds] {
        assert_eq!(Term::parse(term.word(), term.months()), Some(term));
        assert!(!words::term(term).is_empty());
    }
    for no in ["", "-a", "A", "a", "a b", &"a".repeat(41)] {
        assert_eq!(PlanKey::parse(no), None, "{no}");
    }
}

#[test]
fn the_receipt_says_img_minus_fifteen_percent() {
    let off = crate::codes::Off::parse("percent", 1_500).unwrap();
    let priced = price(&plan(5_950, Term::UntilTrainingEnds), 1, Some(("IMG", off))).unwrap();
    let lines: Vec<_> = priced.lines.iter().map(|line| (line.label.as_str(), line.cents)).collect();
    assert_eq!(lines, [("Resident membership", 5_950), ("IMG \u{2212}15 %", -893)]);
    assert_eq!(priced.money().to_string(), "$50.57");
    // Three terms are rounded once, together.
    let priced =
        price(&plan(10_000, Term::Months(12)), 3, crate::codes::Off::parse("percent", 2_500).map(|off| ("A", off)));
    assert_eq!(priced.unwrap().total.get(), 22_500);
}
