//! Rows as JSON and back, the same from both databases.

use chrono::{DateTime, NaiveDateTime, SecondsFormat, Utc};
use sea_orm::sea_query::{Alias, Expr, ExprTrait, IntoIden, Order, Query};
use sea_orm::{ConnectionTrait, DbBackend, DbErr, QueryResult, Value as DbValue};
use serde_json::{Map, Value};

use super::{Column, Family, Table};

const LOCAL: &str = "%Y-%m-%dT%H:%M:%S";
/// Both databases take well over 30,000 values in a statement.
const VALUES: usize = 20_000;

/// Up to `limit` rows from `offset` on, in the order of the key. A value that cannot be read is the name of its column.
pub(crate) async fn page(
    db: &impl ConnectionTrait,
    table: &Table,
    offset: u64,
    limit: u64,
) -> Result<Vec<Result<Map<String, Value>, String>>, DbErr> {
    let mut select = Query::select();
    select
        .from(Alias::new(&table.name))
        .columns(table.columns.iter().map(|column| Alias::new(&column.name)))
        .offset(offset)
        .limit(limit);
    for name in &table.key {
        let is_text = table.columns.iter().any(|column| column.name == *name && column.family == Family::Text);
        if is_text && db.get_database_backend() == DbBackend::Postgres {
            // SQLite orders text by its bytes; so does Postgres only when asked.
            select.order_by_expr(Expr::cust(format!("\"{name}\" COLLATE \"C\"")), Order::Asc);
        } else {
            select.order_by(Alias::new(name), Order::Asc);
        }
    }
    Ok(db.query_all(&select).await?.iter().map(|row| read(row, table)).collect())
}

fn read(row: &QueryResult, table: &Table) -> Result<Map<String, Value>, String> {
    table
        .columns
        .iter()
        .map(|column| match cell(row, column) {
            Ok(Value::Null) if !column.nullable => Err(column.name.clone()),
            Ok(value) => Ok((column.name.clone(), value)),
            Err(_) => Err(column.name.clone()),
        })
        .collect()
}

fn cell(row: &QueryResult, column: &Column) -> Result<Value, DbErr> {
    let name = column.name.as_str();
    Ok(match column.family {
        Family::Int32 => row.try_get::<Option<i32>>("", name)?.into(),
        Family::Int64 => row.try_get::<Option<i64>>("", name)?.into(),
        Family::Text => row.try_get::<Option<String>>("", name)?.into(),
        Family::Bool => row.try_get::<Option<bool>>("", name)?.into(),
        Family::Instant => {
            let instant = row.try_get::<Option<DateTime<Utc>>>("", name)?;
            instant.map(|instant| instant.to_rfc3339_opts(SecondsFormat::Micros, true)).into()
        }
        Family::Local => {
            let local = row.try_get::<Option<NaiveDateTime>>("", name)?;
            local.map(|local| local.format(LOCAL).to_string()).into()
        }
    })
}

/// Reads one line of a dump into the values of a row, in the order of the columns.
pub(crate) fn parse(line: &str, table: &Table) -> Result<Vec<DbValue>, String> {
    let mut row: Map<String, Value> =
        serde_json::from_str(line).map_err(|error| format!("a line of {} is not a row: {error}", table.name))?;
    let values = table
        .columns
        .iter()
        .map(|column| {
            let value = row.remove(&column.name).unwrap_or(Value::Null);
            db_value(&value, column).ok_or_else(|| format!("a row of {} has no readable {}", table.name, column.name))
        })
        .collect::<Result<_, _>>()?;
    match row.keys().next() {
        None => Ok(values),
        Some(unknown) => Err(format!("a row of {} has an unknown {unknown}", table.name)),
    }
}

fn db_value(value: &Value, column: &Column) -> Option<DbValue> {
    let null = value.is_null();
    if null && !column.nullable {
        return None;
    }
    Some(match column.family {
        Family::Int32 if null => DbValue::from(None::<i32>),
        Family::Int32 => i32::try_from(value.as_i64()?).ok()?.into(),
        Family::Int64 if null => DbValue::from(None::<i64>),
        Family::Int64 => value.as_i64()?.into(),
        Family::Text if null => DbValue::from(None::<String>),
        Family::Text => value.as_str()?.into(),
        Family::Bool if null => DbValue::from(None::<bool>),
        Family::Bool => value.as_bool()?.into(),
        Family::Instant if null => DbValue::from(None::<DateTime<Utc>>),
        Family::Instant => DateTime::parse_from_rfc3339(value.as_str()?).ok()?.with_timezone(&Utc).into(),
        Family::Local if null => DbValue::from(None::<NaiveDateTime>),
        Family::Local => NaiveDateTime::parse_from_str(value.as_str()?, LOCAL).ok()?.into(),
    })
}

/// Inserts rows as [`parse`] gives them.
pub(crate) async fn insert(db: &impl ConnectionTrait, table: &Table, rows: Vec<Vec<DbValue>>) -> Result<(), DbErr> {
    let at_once = VALUES / table.columns.len().max(1);
    let mut rows = rows.into_iter().peekable();
    while rows.peek().is_some() {
        let mut insert = Query::insert();
        insert
            .into_table(Alias::new(&table.name))
            .columns(table.columns.iter().map(|column| Alias::new(&column.name).into_iden()));
        for row in rows.by_ref().take(at_once) {
            insert.values_panic(row.into_iter().map(Expr::value));
        }
        db.execute(&insert).await?;
    }
    Ok(())
}

/// The number of rows.
pub(crate) async fn count(db: &impl ConnectionTrait, table: &Table) -> Result<u64, DbErr> {
    let mut select = Query::select();
    select.from(Alias::new(&table.name)).expr(Expr::cust("*").count());
    let row = db.query_one(&select).await?;
    let count: i64 = row.map_or(Ok(0), |row| row.try_get_by_index(0))?;
    Ok(count.unsigned_abs())
}
