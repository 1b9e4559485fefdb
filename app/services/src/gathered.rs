//! Many rows in one: the database writes the rows of a query as one JSON text, and serde reads them.
//!
//! Handing rows over one at a time costs several times what SQLite needs to find them: sqlx copies every value and
//! passes each row from its thread through a channel. For the queries of a page that shows many rows, one text is the
//! cheap form. It is for reading only, and for columns of text, whole numbers, booleans, times and null.

use chrono::{DateTime, NaiveDateTime, Utc};
use sea_orm::sea_query::{Alias, Expr, ExprTrait, Func, Query, SelectStatement, SimpleExpr};
use sea_orm::{ConnectionTrait, DbBackend, DbErr};
use serde::de::{DeserializeOwned, Deserializer, Error as _, Unexpected};
use serde::{Deserialize, de};

/// The rows of `select` in its order, and a text beside all rows where `beside` asks for one. `columns` are the names of
/// the columns in the order of the fields of `T`, which is read from a list; `each` is a last one, made for every row
/// that is left after a limit, and may speak of the row's columns as those of [`ROW`]. Booleans are read by [`flag`],
/// local times by [`local`], instants by [`instant`].
pub(crate) async fn gathered<T: DeserializeOwned>(
    db: &impl ConnectionTrait,
    select: SelectStatement,
    columns: &[&'static str],
    each: Option<SimpleExpr>,
    beside: Option<SimpleExpr>,
) -> Result<(Vec<T>, Option<String>), DbErr> {
    let backend = db.get_database_backend();
    let list = list(backend, columns.iter().map(column).chain(each));
    let mut ask = Query::select();
    ask.expr(text(backend, list)).from_subquery(select, Alias::new(ROW));
    let with_beside = beside.map(|value| ask.expr(value)).is_some();
    let Some(row) = db.query_one(&ask).await? else { return Ok((Vec::new(), None)) };
    let beside = if with_beside { row.try_get_by_index(1)? } else { None };
    Ok((read_rows(row.try_get_by_index(0)?)?, beside))
}

/// The same as a value of another query: one text, to be read by [`read_rows`].
pub(crate) fn as_value(backend: DbBackend, select: SelectStatement, columns: &[&'static str]) -> SimpleExpr {
    SimpleExpr::SubQuery(None, Box::new(in_one(backend, select, columns).into()))
}

/// The same as a value for each row of [`gathered`]: lists in a list, or null for no rows.
pub(crate) fn as_list(backend: DbBackend, select: SelectStatement, columns: &[&'static str]) -> SimpleExpr {
    let rows = list(backend, columns.iter().map(column));
    let all = Query::select().expr(rows).from_subquery(select, Alias::new("inner_row")).to_owned();
    SimpleExpr::SubQuery(None, Box::new(all.into()))
}

/// What rows are called inside the statement that gathers them.
pub(crate) const ROW: &str = "gathered_row";

/// The rows in a text; none in a null, which is what Postgres makes of no rows.
pub(crate) fn read_rows<T: DeserializeOwned>(text: Option<String>) -> Result<Vec<T>, DbErr> {
    let Some(text) = text else { return Ok(Vec::new()) };
    serde_json::from_str(&text).map_err(|error| DbErr::Custom(format!("gathered rows cannot be read: {error}")))
}

fn in_one(backend: DbBackend, select: SelectStatement, columns: &[&'static str]) -> SelectStatement {
    let rows = text(backend, list(backend, columns.iter().map(column)));
    Query::select().expr(rows).from_subquery(select, Alias::new(ROW)).to_owned()
}

fn column(name: &&'static str) -> SimpleExpr {
    Expr::col(Alias::new(*name))
}

/// All rows as a list of lists.
fn list(backend: DbBackend, values: impl IntoIterator<Item = SimpleExpr>) -> SimpleExpr {
    let (all, one) = match backend {
        DbBackend::Postgres => ("json_agg", "json_build_array"),
        _ => ("json_group_array", "json_array"),
    };
    Func::cust(Alias::new(all)).arg(Func::cust(Alias::new(one)).args(values)).into()
}

/// sqlx reads JSON of Postgres only as JSON, not as text.
fn text(backend: DbBackend, list: SimpleExpr) -> SimpleExpr {
    if backend == DbBackend::Postgres { list.cast_as("text") } else { list }
}

/// A boolean; SQLite has 0 and 1.
pub(crate) fn flag<'de, D: Deserializer<'de>>(from: D) -> Result<bool, D::Error> {
    some_flag(from)?.ok_or_else(|| D::Error::invalid_type(Unexpected::Unit, &"a boolean"))
}

/// A boolean or null.
pub(crate) fn some_flag<'de, D: Deserializer<'de>>(from: D) -> Result<Option<bool>, D::Error> {
    #[derive(Deserialize)]
    #[serde(untagged)]
    enum Either {
        Bool(bool),
        Number(i64),
    }
    Ok(Option::<Either>::deserialize(from)?.map(|either| match either {
        Either::Bool(value) => value,
        Either::Number(value) => value != 0,
    }))
}

/// A local time; SQLite has a space where JSON on Postgres has a T.
pub(crate) fn local<'de, D: Deserializer<'de>>(from: D) -> Result<NaiveDateTime, D::Error> {
    some_local(from)?.ok_or_else(|| D::Error::invalid_type(Unexpected::Unit, &"a local time"))
}

/// A local time or null.
pub(crate) fn some_local<'de, D: Deserializer<'de>>(from: D) -> Result<Option<NaiveDateTime>, D::Error> {
    read(from, |text| text.replacen(' ', "T", 1).parse().ok())
}

/// An instant.
pub(crate) fn instant<'de, D: Deserializer<'de>>(from: D) -> Result<DateTime<Utc>, D::Error> {
    some_instant(from)?.ok_or_else(|| D::Error::invalid_type(Unexpected::Unit, &"an instant"))
}

/// An instant or null.
pub(crate) fn some_instant<'de, D: Deserializer<'de>>(from: D) -> Result<Option<DateTime<Utc>>, D::Error> {
    read(from, |text| DateTime::parse_from_rfc3339(text).ok().map(|at| at.to_utc()))
}

fn read<'de, D: Deserializer<'de>, T>(from: D, parse: fn(&str) -> Option<T>) -> Result<Option<T>, D::Error> {
    /// Borrowed where the text has no escapes, as times never have.
    struct Times<T>(fn(&str) -> Option<T>);
    impl<T> de::Visitor<'_> for Times<T> {
        type Value = Option<T>;

        fn expecting(&self, out: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
            out.write_str("a time or null")
        }

        fn visit_str<E: de::Error>(self, text: &str) -> Result<Self::Value, E> {
            (self.0)(text).map(Some).ok_or_else(|| E::invalid_value(Unexpected::Str(text), &self))
        }

        fn visit_unit<E: de::Error>(self) -> Result<Self::Value, E> {
            Ok(None)
        }
    }
    from.deserialize_any(Times(parse))
}

#[cfg(test)]
mod tests {
    use sea_orm::sea_query::{Expr, Query};

    use super::*;
    use crate::testing::on_both;

    #[derive(Debug, PartialEq, Eq, Deserialize)]
    struct Row {
        number: i64,
        text: String,
        none: Option<String>,
        #[serde(deserialize_with = "flag")]
        yes: bool,
        #[serde(deserialize_with = "some_flag")]
        perhaps: Option<bool>,
        #[serde(deserialize_with = "local")]
        local: NaiveDateTime,
        #[serde(deserialize_with = "some_local")]
        never: Option<NaiveDateTime>,
        #[serde(deserialize_with = "instant")]
        instant: DateTime<Utc>,
        one_more: i64,
    }

    const COLUMNS: [&str; 8] = ["number", "text", "none", "yes", "perhaps", "local", "never", "instant"];

    fn select(backend: DbBackend, number: i64, wanted: bool) -> SelectStatement {
        let (boolean, local, instant) = match backend {
            DbBackend::Postgres => ("true", "TIMESTAMP '2026-11-25 20:00:00'", "TIMESTAMPTZ '2026-11-26 01:00:00+00'"),
            _ => ("1", "'2026-11-25 20:00:00'", "'2026-11-26T01:00:00+00:00'"),
        };
        let mut select = Query::select();
        select
            .expr_as(Expr::value(number), "number")
            .expr_as(Expr::cust("'a \"quoted\" \\ line\nbreak \u{1F44B}'"), "text")
            .expr_as(Expr::cust("NULL"), "none")
            .expr_as(Expr::cust(boolean), "yes")
            .expr_as(Expr::cust("NULL"), "perhaps")
            .expr_as(Expr::cust(local), "local")
            .expr_as(Expr::cust("NULL"), "never")
            .expr_as(Expr::cust(instant), "instant")
            .and_where(Expr::value(wanted));
        select
    }

    #[tokio::test(flavor = "multi_thread")]
    async fn rows_arrive_as_they_are_on_both_databases() {
        on_both(async |world| {
            let db = world.ctx.db.read();
            let backend = db.get_database_backend();
            let each = Expr::col((Alias::new(ROW), Alias::new("number"))).add(1);
            let beside = Some(Expr::value("beside"));
            let (rows, said): (Vec<Row>, _) =
                gathered(db, select(backend, 7, true), &COLUMNS, Some(each.clone()), beside.clone()).await.unwrap();
            assert_eq!(said.as_deref(), Some("beside"));
            let told = Row {
                number: 7,
                text: "a \"quoted\" \\ line\nbreak \u{1F44B}".to_owned(),
                none: None,
                yes: true,
                perhaps: None,
                local: "2026-11-25T20:00:00".parse().unwrap(),
                never: None,
                instant: "2026-11-26T01:00:00Z".parse().unwrap(),
                one_more: 8,
            };
            assert_eq!(rows, [told]);
            let none: (Vec<Row>, _) =
                gathered(db, select(backend, 7, false), &COLUMNS, Some(each), beside).await.unwrap();
            assert_eq!(none, (vec![], Some("beside".to_owned())));
        })
        .await;
    }
}
