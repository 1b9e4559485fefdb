//! Prices, histories of memberships and orders, and the books over them.

use chrono::{Days, NaiveDate};
use domain::membership::{
    Deed, Life, OrderDeed, OrderState, Paid, Plan, PlanKey, Stages, State, Term, ledger, next_start, order_step, paid,
    period, price, refund_split, sees, step, takes_payment,
};
use domain::money::{Cents, Currency};
use proptest::prelude::*;

use crate::codes::off;
use crate::money::amount;

fn term() -> impl Strategy<Value = Term> {
    prop_oneof![
        (1_u16..=60).prop_map(Term::Months),
        Just(Term::CalendarYear),
        Just(Term::Lifetime),
        Just(Term::UntilTrainingEnds),
    ]
}

fn day() -> impl Strategy<Value = NaiveDate> {
    (0_u64..20_000).prop_map(|days| NaiveDate::from_ymd_opt(2000, 1, 1).expect("a day") + Days::new(days))
}

fn plan(amount: Cents, term: Term) -> Plan {
    Plan {
        key: PlanKey::parse("any").expect("a key"),
        name: "Any".to_owned(),
        summary: String::new(),
        price: amount,
        currency: Currency::Usd,
        term,
        audience: Stages::EVERYBODY,
        grace_days: 30,
        most_terms: 10,
        open: true,
        sample: false,
    }
}

/// What happens to an order.
#[derive(Debug, Clone, Copy)]
enum Event {
    /// So much comes in; should the order have ended, its code may be gone by then.
    Pay(i64, bool),
    Return(i64),
    Drop,
    Cancel,
}

fn event() -> impl Strategy<Value = Event> {
    prop_oneof![
        4 => (1_i64..10_000, any::<bool>()).prop_map(|(cents, code)| Event::Pay(cents, code)),
        3 => (1_i64..10_000).prop_map(Event::Return),
        1 => Just(Event::Drop),
        1 => Just(Event::Cancel),
    ]
}

fn post(books: &mut [i64; 6], posting: Result<Option<ledger::Posting>, ledger::Unbalanced>) {
    for entry in posting.expect("it balances").iter().flat_map(ledger::Posting::entries) {
        assert_ne!(entry.cents, 0);
        books[ledger::Book::ALL.iter().position(|book| *book == entry.book).expect("a book")] += entry.cents;
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(5_000))]

    #[test]
    fn the_lines_of_a_price_are_its_total_and_nothing_is_below_zero(
        each in amount(), terms in 1_u16..=10, off in proptest::option::of(off()), term in term(),
    ) {
        let plan = plan(each, term);
        let code = off.map(|off| ("IMG", off));
        let Some(priced) = price(&plan, terms, code) else {
            prop_assert!(each.times(terms).is_none());
            return Ok(());
        };
        let sum: i64 = priced.lines.iter().map(|line| line.cents).sum();
        prop_assert_eq!(sum, priced.total.get());
        prop_assert_eq!(priced.subtotal.get() - priced.off.get(), priced.total.get());
        prop_assert!(priced.total.get() >= 0 && priced.total <= priced.subtotal);
        prop_assert_eq!(priced.subtotal.get(), each.get() * i64::from(terms));
    }

    /// Whatever happens to an order: every posting balances, and the books say of it what follows from the order alone.
    #[test]
    fn the_books_follow_from_the_order(
        each in 0_i64..20_000, off in proptest::option::of(off()), events in prop::collection::vec(event(), 0..20),
    ) {
        let plan = plan(Cents::new(each).expect("an amount"), Term::Months(12));
        let mut priced = price(&plan, 1, off.map(|off| ("IMG", off))).expect("a price");
        let mut books = [0_i64; 6];
        post(&mut books, ledger::placed(&priced));
        let (mut received, mut refunded) = (Cents::ZERO, Cents::ZERO);
        let settle = |state, total, received| match paid(total, received) {
            Paid::Whole | Paid::Over { .. } => order_step(state, OrderDeed::Settle).unwrap_or(state),
            Paid::Nothing | Paid::Partly { .. } => state,
        };
        let mut state = settle(OrderState::Open, priced.total, received);
        for event in events {
            match event {
                Event::Pay(cents, code) if takes_payment(state, refunded) => {
                    let amount = Cents::new(cents).expect("an amount");
                    if refunded == Cents::ZERO && let Some(open) = order_step(state, OrderDeed::TakeUp) {
                        if !code {
                            priced = price(&plan, 1, None).expect("a price");
                        }
                        post(&mut books, ledger::taken_up(priced.subtotal, priced.off, received));
                        state = open;
                    }
                    if state.stands() {
                        post(&mut books, ledger::received(priced.total, received, amount));
                    } else {
                        post(&mut books, ledger::held(amount));
                    }
                    received = received.plus(amount).expect("an amount");
                    state = settle(state, priced.total, received);
                }
                Event::Pay(..) => {}
                Event::Return(cents) => {
                    let amount = Cents::new(cents).expect("an amount");
                    if let Some(split) = refund_split(state, priced.total, received, refunded, amount) {
                        prop_assert_eq!(split.from_over.get() + split.from_price.get(), cents);
                        post(&mut books, ledger::given_back(split));
                        refunded = refunded.plus(amount).expect("an amount");
                        if split.ends {
                            state = order_step(state, OrderDeed::Refund).expect("a step");
                        }
                    }
                }
                Event::Drop | Event::Cancel => {
                    let deed = if matches!(event, Event::Drop) { OrderDeed::Drop } else { OrderDeed::Cancel };
                    if let Some(next) = order_step(state, deed) {
                        post(&mut books, ledger::taken_back(priced.subtotal, priced.off, received));
                        state = next;
                    }
                }
            }
            prop_assert!(refunded <= received);
            prop_assert_eq!(books.iter().sum::<i64>(), 0);
            let known = ledger::Known { state, subtotal: priced.subtotal, off: priced.off, received, refunded };
            prop_assert_eq!(ledger::expected(&known).map(|(_, cents)| cents), books);
        }
    }

    #[test]
    fn nothing_unbalanced_is_ever_posted(
        cents in prop::collection::vec((0_usize..6, -10_000_i64..10_000), 0..6),
    ) {
        let sum: i64 = cents.iter().map(|(_, cents)| cents).sum();
        let posting = ledger::Posting::new(cents.into_iter().map(|(book, cents)| (ledger::Book::ALL[book], cents)));
        match posting {
            Ok(Some(posting)) => prop_assert_eq!(posting.entries().iter().map(|entry| entry.cents).sum::<i64>(), 0),
            Ok(None) => prop_assert_eq!(sum, 0),
            Err(error) => prop_assert_eq!((error.0, sum != 0), (sum, true)),
        }
    }

    /// No day is lost or counted twice when one period follows another.
    #[test]
    fn what_is_renewed_begins_the_day_after(from in day(), later in day(), term in term(), terms in 1_u16..=5) {
        let end = from + Days::new(400);
        let first = period(term, from, terms, Some(end)).expect("a period");
        prop_assert!(first.through.is_none_or(|through| through >= from));
        if let Some(next) = next_start(Some(&first), later) {
            prop_assert_eq!(next.pred_opt(), first.last_day());
        } else {
            prop_assert_eq!(term, Term::Lifetime);
        }
    }

    /// The clock alone leads from member to grace to run out, each on its day, and never back.
    #[test]
    fn time_takes_its_steps_in_order(from in day(), term in term(), grace_days in 0_u16..100, wait in 0_u64..3_000) {
        let held = period(term, from, 1, Some(from + Days::new(700))).expect("a period");
        let today = from + Days::new(wait);
        let mut life = Life { state: State::Active, period: held, grace_days };
        let mut steps = 0;
        while let Some(deed) = life.due(today) {
            life.state = step(life.state, deed).expect("a step");
            steps += 1;
            prop_assert!(steps <= 2);
        }
        let over = |last: Option<NaiveDate>| last.is_some_and(|last| today > last);
        let right = match (over(held.last_day()), over(life.last_day_of_grace())) {
            (false, _) => State::Active,
            (true, false) => State::Grace,
            (true, true) => State::Lapsed,
        };
        prop_assert_eq!(life.state, right);
        let events = sees(life.state, domain::membership::Thing::MembersEvents);
        prop_assert_eq!(events, life.state != State::Lapsed);
    }

    /// Whatever happens, only somebody who has paid belongs.
    #[test]
    fn nobody_belongs_who_never_paid(deeds in prop::collection::vec(prop::sample::select(&Deed::ALL[..]), 0..40)) {
        let (mut state, mut paid) = (State::None, false);
        for deed in deeds {
            if let Some(next) = step(state, deed) {
                state = next;
                paid |= deed == Deed::Pay;
            }
            prop_assert!(!state.keeps() || paid);
        }
    }
}
