//! The promises of membership: days that follow from days, books that follow from orders, codes that are counted.

use std::collections::{BTreeMap, HashMap, HashSet};

use domain::membership::ledger::{Book, Known, expected};
use domain::membership::{Method, OrderState, Section, Stage};
use domain::money::{Cents, Currency};
use sea_orm::{ConnectionTrait, DbErr, EntityTrait};

use super::Findings;
use super::house::is_sha256;
use crate::codes::entity::{codes as code_rows, singles, uses};
use crate::ledger::entity::{entries, postings};
use crate::membership::entity::{memberships, order_lines, orders, payments, plans, section_members};
use crate::{codes as code_rules, ledger, membership};

const PERSON: &str = "memberships";
const ORDER: &str = "orders";

pub(super) async fn people(view: &impl ConnectionTrait, findings: &mut Findings) -> Result<(), DbErr> {
    for row in plans::Entity::find().all(view).await? {
        let reads = membership::plan_reads(&row);
        findings.require(reads, "plans", row.id, "it is no plan");
    }
    let mut right: HashSet<(i64, &'static str)> = HashSet::new();
    for row in memberships::Entity::find().all(view).await? {
        let facts = membership::facts_of(&row);
        findings.require(row.stage.is_none() || facts.stage.is_some(), PERSON, row.id, "the stage is none");
        right.extend(Section::of(&facts).map(|section| (row.account_id, section.key)));
        let Ok(life) = membership::life_of(&row) else {
            findings.add(PERSON, row.id, "a day is none");
            continue;
        };
        let days = life.map(|life| (life.period.last_day(), life.last_day_of_grace())).unwrap_or_default();
        let text = |day: Option<chrono::NaiveDate>| day.map(|day| day.format("%Y-%m-%d").to_string());
        let same = (text(days.0), text(days.1)) == (row.last_day.clone(), row.grace_until.clone());
        findings.require(same, PERSON, row.id, "the last day is not the one its days give");
    }
    for row in section_members::Entity::find().all(view).await? {
        let section = Section::parse(&row.section);
        let holds = section.is_some_and(|section| right.remove(&(row.account_id, section.key)));
        findings.require(holds, "section_members", row.id, "the section's rule does not fit the person");
    }
    for (account, section) in right {
        findings.add("section_members", account, format!("the person is missing from {section}"));
    }
    Ok(())
}

/// What the lines, payments and books say of each order, and what follows from the order itself.
pub(super) async fn orders_and_books(view: &impl ConnectionTrait, findings: &mut Findings) -> Result<(), DbErr> {
    let mut lines: HashMap<i64, i64> = HashMap::new();
    for row in order_lines::Entity::find().all(view).await? {
        *lines.entry(row.order_id).or_default() += row.cents;
    }
    let mut came: HashMap<i64, (i64, i64)> = HashMap::new();
    for row in payments::Entity::find().all(view).await? {
        let sums = came.entry(row.order_id).or_default();
        *(if row.cents > 0 { &mut sums.0 } else { &mut sums.1 }) += row.cents.abs();
        let known = row.method.as_deref().is_none_or(|word| Method::parse(word).is_some());
        findings.require(known, "payments", row.id, "the way it came is none");
    }
    balanced(view, findings).await?;
    let mut books = ledger::by_order(view).await?;
    for row in orders::Entity::find().all(view).await? {
        let mut require = |holds, broken: &str| findings.require(holds, ORDER, row.id, broken);
        require(Currency::parse(&row.currency).is_some(), "the currency is none");
        require(row.stage.as_deref().is_none_or(|stage| Stage::parse(stage).is_some()), "the stage is none");
        require(lines.remove(&row.id).unwrap_or_default() == row.total, "its lines are not its total");
        let sums = came.remove(&row.id).unwrap_or_default();
        require(sums == (row.received, row.refunded), "its payments are not what it counts");
        let amounts = [row.subtotal, row.off, row.received, row.refunded].map(Cents::new);
        let [Some(subtotal), Some(off), Some(received), Some(refunded)] = amounts else {
            require(false, "an amount is none");
            continue;
        };
        let state = membership::order_state(row.state);
        require(state != OrderState::Open || row.received < row.total, "it is paid and waits");
        let right = expected(&Known { state, subtotal, off, received, refunded });
        let said: BTreeMap<Book, i64> = books.remove(&row.id).unwrap_or_default();
        let agree = right.iter().all(|(book, cents)| said.get(book).copied().unwrap_or_default() == *cents);
        require(agree, "the books do not say what follows from it");
    }
    Ok(())
}

async fn balanced(view: &impl ConnectionTrait, findings: &mut Findings) -> Result<(), DbErr> {
    let mut sums: HashMap<i64, i64> = HashMap::new();
    for row in entries::Entity::find().all(view).await? {
        *sums.entry(row.posting_id).or_default() += row.cents;
        findings.require(Book::parse(&row.book).is_some(), "ledger_entries", row.id, "the account is none");
    }
    for row in postings::Entity::find().all(view).await? {
        findings.require(sums.remove(&row.id) == Some(0), "ledger_postings", row.id, "it does not balance");
    }
    Ok(())
}

pub(super) async fn codes(view: &impl ConnectionTrait, findings: &mut Findings) -> Result<(), DbErr> {
    let states: HashMap<i64, orders::State> =
        orders::Entity::find().all(view).await?.into_iter().map(|row| (row.id, row.state)).collect();
    let mut of_code: HashMap<i64, i32> = HashMap::new();
    let mut of_single: HashMap<i64, i32> = HashMap::new();
    for row in uses::Entity::find().all(view).await? {
        if row.state != uses::State::Released {
            *of_code.entry(row.code_id).or_default() += 1;
            if let Some(single) = row.single_id {
                *of_single.entry(single).or_default() += 1;
            }
        }
        let fits = match states.get(&row.order_id) {
            Some(orders::State::Open) => row.state == uses::State::Held,
            Some(orders::State::Paid | orders::State::Refunded) => row.state == uses::State::Redeemed,
            Some(orders::State::Dropped | orders::State::Cancelled) => row.state == uses::State::Released,
            None => false,
        };
        findings.require(fits, "code_uses", row.id, "it does not stand as its order does");
    }
    for row in code_rows::Entity::find().all(view).await? {
        let mut require = |holds, broken: &str| findings.require(holds, "codes", row.id, broken);
        require(of_code.remove(&row.id).unwrap_or_default() == row.taken, "its uses are not what it counts");
        require(row.cap.is_none_or(|cap| row.taken <= cap), "it was used more often than it can be");
        require(code_rules::rules_of(&row).is_ok(), "it is no code");
    }
    for row in singles::Entity::find().all(view).await? {
        let mut require = |holds, broken: &str| findings.require(holds, "code_singles", row.id, broken);
        require(of_single.remove(&row.id).unwrap_or_default() == row.taken, "its use is not what it counts");
        require(is_sha256(&row.code_sha256), "the hash is not one");
    }
    Ok(())
}
