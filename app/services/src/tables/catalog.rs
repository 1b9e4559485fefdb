//! The tables that a Postgres database really has, whatever step its schema is at: what is backed up before a
//! migration is the database as it is, not as this version's entities would like it.

use std::collections::BTreeMap;

use sea_orm::{ConnectionTrait, DbBackend, DbErr, QueryResult, Statement};

use super::{Column, Family, Table};

const COLUMNS: &str = "SELECT c.table_name::text AS table_name, c.column_name::text AS column_name, \
    c.data_type::text AS data_type, c.is_nullable = 'YES' AS nullable, c.character_maximum_length::int AS max_chars, \
    EXISTS (SELECT 1 FROM information_schema.key_column_usage k \
        JOIN information_schema.table_constraints t USING (constraint_schema, constraint_name) \
        WHERE t.constraint_type = 'PRIMARY KEY' AND k.table_schema = c.table_schema \
        AND k.table_name = c.table_name AND k.column_name = c.column_name) AS in_key \
    FROM information_schema.columns c WHERE c.table_schema = current_schema() \
    AND c.table_name <> 'seaql_migrations' ORDER BY c.table_name, c.ordinal_position";

/// All tables but the migrator's own, by name.
pub(crate) async fn of_postgres(db: &impl ConnectionTrait) -> Result<Vec<Table>, DbErr> {
    let mut tables: BTreeMap<String, Table> = BTreeMap::new();
    for row in db.query_all_raw(Statement::from_string(DbBackend::Postgres, COLUMNS)).await? {
        let name: String = row.try_get("", "table_name")?;
        let column = column(&row)?;
        let table = tables.entry(name.clone()).or_insert_with(|| Table { name, columns: Vec::new(), key: Vec::new() });
        if row.try_get("", "in_key")? {
            table.key.push(column.name.clone());
        }
        table.columns.push(column);
    }
    Ok(tables.into_values().collect())
}

fn column(row: &QueryResult) -> Result<Column, DbErr> {
    let name: String = row.try_get("", "column_name")?;
    let data_type: String = row.try_get("", "data_type")?;
    let family = match data_type.as_str() {
        "integer" | "smallint" => Family::Int32,
        "bigint" => Family::Int64,
        "text" | "character varying" | "character" => Family::Text,
        "boolean" => Family::Bool,
        "timestamp with time zone" => Family::Instant,
        "timestamp without time zone" => Family::Local,
        other => return Err(DbErr::Custom(format!("column {name} is of a type no version of ours makes: {other}"))),
    };
    let max_chars: Option<i32> = row.try_get("", "max_chars")?;
    Ok(Column {
        name,
        family,
        nullable: row.try_get("", "nullable")?,
        max_chars: max_chars.and_then(|chars| u32::try_from(chars).ok()),
    })
}
