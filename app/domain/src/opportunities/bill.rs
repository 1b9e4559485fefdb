//! The rows of the fee in the form: `fee_what_1`, `fee_amount_1`, `fee_per_1`, `fee_payee_1`, `fee_name_1`, and on.

use super::Fields;
use super::money::{Fee, FeeLine, Payee, Per, Refund};
use super::posting::limits;
use crate::form::sheet::Sheet;

/// Reads whether there is a fee, its lines and the rule about refunds.
pub(super) fn read(sheet: &mut Sheet<'_>) -> Fee {
    let has_fee = sheet.choice("has_fee", |word| matches!(word, "yes" | "no").then_some(word == "yes"));
    if has_fee != Some(true) {
        return Fee::default();
    }
    let lines: Vec<FeeLine> = (1..=limits::FEE_LINES).filter_map(|row| line(sheet, row)).collect();
    if lines.is_empty() && !sheet.errors.iter().any(|error| error.field.starts_with("fee_")) {
        sheet.wrong("fee_what_1", "Name each thing that is paid for, or say that there is no fee.");
    }
    // What is missing here is for a moderator to see, not for the form to hide: the rule may be "nothing comes back".
    let refund = sheet.choice("refund", Refund::parse);
    let refund_rule = sheet.lines("refund_rule", limits::RULE);
    Fee { lines, refund, refund_rule }
}

fn line(sheet: &mut Sheet<'_>, row: usize) -> Option<FeeLine> {
    let name = |of: &str| format!("fee_{of}_{row}");
    let filled = ["what", "amount", "name"].iter().any(|of| !sheet.raw(&name(of)).is_empty());
    if !filled {
        return None;
    }
    let what = sheet.needed(&name("what"), limits::FEE_WHAT);
    let cents = sheet.money(&name("amount"));
    if cents.is_none() && sheet.raw(&name("amount")).is_empty() {
        sheet.wrong(&name("amount"), super::words::MONEY);
    }
    let per = sheet.choice(&name("per"), Per::parse);
    let payee = sheet.choice(&name("payee"), Payee::parse);
    let payee_name = sheet.needed(&name("name"), limits::NAME);
    Some(FeeLine { what, cents: cents?, per: per?, payee: payee?, payee_name })
}

/// The rows of a fee.
pub(super) fn fields_of(fee: &Fee, fields: &mut Fields) {
    let mut put = |name: String, value: &str| fields.push((name, value.to_owned()));
    put("has_fee".to_owned(), if fee.lines.is_empty() { "no" } else { "yes" });
    for (row, line) in (1..).zip(&fee.lines) {
        put(format!("fee_what_{row}"), &line.what);
        put(format!("fee_amount_{row}"), &line.cents.typed());
        put(format!("fee_per_{row}"), line.per.word());
        put(format!("fee_payee_{row}"), line.payee.word());
        put(format!("fee_name_{row}"), &line.payee_name);
    }
    if let Some(refund) = fee.refund {
        put("refund".to_owned(), refund.word());
        put("refund_rule".to_owned(), &fee.refund_rule);
    }
}
