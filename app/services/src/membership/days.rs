//! Days as their texts in rows: 2026-11-28.

use chrono::NaiveDate;
use domain::money::Cents;
use sea_orm::DbErr;

/// The text of a day.
pub(crate) fn text(day: NaiveDate) -> String {
    day.format("%Y-%m-%d").to_string()
}

/// The text of a day that may be none.
pub(crate) fn some_text(day: Option<NaiveDate>) -> Option<String> {
    day.map(text)
}

/// The day of a text; a text that is none is a broken row, which `landfall check` names.
pub(crate) fn day(text: &str) -> Result<NaiveDate, DbErr> {
    NaiveDate::parse_from_str(text, "%Y-%m-%d").map_err(|_| DbErr::Custom("a day that is none".to_owned()))
}

/// The same of a text that may be none.
pub(crate) fn some_day(text: Option<&str>) -> Result<Option<NaiveDate>, DbErr> {
    text.map(day).transpose()
}

/// The amount of a row.
pub(crate) fn cents(cents: i64) -> Result<Cents, DbErr> {
    Cents::new(cents).ok_or_else(|| DbErr::Custom("an amount that is none".to_owned()))
}

/// A row that does not mean anything.
pub(crate) fn broken(what: &str) -> DbErr {
    DbErr::Custom(format!("{what} that is none"))
}
