//! The one list of all tables, read off their entities: for dumps, for the check of the whole database, and for the
//! test that migrations and entities agree.

mod catalog;
mod row;
#[cfg(test)]
mod tests;

use sea_orm::sea_query::{ColumnType, StringLen};
use sea_orm::{ColumnTrait, EntityTrait, IdenStatic, Iterable, PrimaryKeyToColumn};

pub(crate) use catalog::of_postgres;
pub(crate) use row::{count, insert, page, parse};

/// A table as its entity describes it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Table {
    pub(crate) name: String,
    pub(crate) columns: Vec<Column>,
    /// The columns of the primary key.
    pub(crate) key: Vec<String>,
}

/// A column as its entity describes it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Column {
    pub(crate) name: String,
    pub(crate) family: Family,
    pub(crate) nullable: bool,
    /// Postgres refuses longer texts, SQLite does not.
    pub(crate) max_chars: Option<u32>,
}

/// What kind of value a column holds. A column of any other type may not exist.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Family {
    Int32,
    Int64,
    Text,
    Bool,
    /// A UTC instant.
    Instant,
    /// Date and time on a wall, without zone.
    Local,
}

/// Every table, a parent before its children.
pub(crate) fn all() -> Vec<Table> {
    vec![
        Table::of::<crate::events::entity::series::Entity>(),
        Table::of::<crate::events::entity::series_tags::Entity>(),
        Table::of::<crate::events::entity::overrides::Entity>(),
        Table::of::<crate::events::entity::speakers::Entity>(),
        Table::of::<crate::events::entity::materials::Entity>(),
        Table::of::<crate::events::entity::occurrences::Entity>(),
        Table::of::<crate::events::entity::feed_versions::Entity>(),
        Table::of::<crate::jobs::entity::Entity>(),
        Table::of::<crate::files::entity::Entity>(),
        Table::of::<crate::idempotency::entity::Entity>(),
        Table::of::<crate::moderation::entity::Entity>(),
        Table::of::<crate::identity::entity::accounts::Entity>(),
        Table::of::<crate::identity::entity::person_keys::Entity>(),
        Table::of::<crate::identity::entity::sessions::Entity>(),
        Table::of::<crate::identity::entity::link_tokens::Entity>(),
        Table::of::<crate::identity::entity::known_devices::Entity>(),
        Table::of::<crate::identity::entity::recovery_codes::Entity>(),
        Table::of::<crate::identity::entity::buckets::Entity>(),
        Table::of::<crate::identity::entity::erasures::Entity>(),
        Table::of::<crate::grants::entity::Entity>(),
        Table::of::<crate::audit::entity::log::Entity>(),
        Table::of::<crate::audit::entity::head::Entity>(),
        Table::of::<crate::moderation::case_entity::cases::Entity>(),
        Table::of::<crate::moderation::case_entity::case_reports::Entity>(),
        Table::of::<crate::moderation::case_entity::evidence::Entity>(),
        Table::of::<crate::moderation::case_entity::hidden_content::Entity>(),
        Table::of::<crate::moderation::case_entity::blocks::Entity>(),
        Table::of::<crate::verification::entity::Entity>(),
        Table::of::<crate::mail::entity::mails::Entity>(),
        Table::of::<crate::mail::entity::suppressions::Entity>(),
        Table::of::<crate::notifications::entity::settings::Entity>(),
        Table::of::<crate::notifications::entity::choices::Entity>(),
        Table::of::<crate::notifications::entity::notifications::Entity>(),
        Table::of::<crate::identity::profile::entity::profile_fields::Entity>(),
        Table::of::<crate::identity::profile::entity::private_views::Entity>(),
        Table::of::<crate::events::rsvp::entity::guests::Entity>(),
        Table::of::<crate::events::rsvp::entity::guest_links::Entity>(),
        Table::of::<crate::events::rsvp::entity::rsvps::Entity>(),
        Table::of::<crate::events::rsvp::entity::standing_rsvps::Entity>(),
        Table::of::<crate::events::rsvp::entity::rsvp_seats::Entity>(),
        Table::of::<crate::events::rsvp::entity::joining_links::Entity>(),
        Table::of::<crate::events::rsvp::entity::personal_feeds::Entity>(),
        Table::of::<crate::mentorship::entity::mentors::Entity>(),
        Table::of::<crate::mentorship::entity::asks::Entity>(),
        Table::of::<crate::mentorship::entity::requests::Entity>(),
        Table::of::<crate::mentorship::entity::engagements::Entity>(),
        Table::of::<crate::mentorship::entity::steps::Entity>(),
        Table::of::<crate::mentorship::entity::meetings::Entity>(),
        Table::of::<crate::cohort::entity::cohorts::Entity>(),
        Table::of::<crate::cohort::entity::people::Entity>(),
        Table::of::<crate::cohort::entity::ranks::Entity>(),
        Table::of::<crate::cohort::entity::runs::Entity>(),
        Table::of::<crate::cohort::entity::pairs::Entity>(),
        Table::of::<crate::opportunities::entity::postings::Entity>(),
        Table::of::<crate::opportunities::entity::posting_marks::Entity>(),
        Table::of::<crate::opportunities::entity::posting_drafts::Entity>(),
        Table::of::<crate::opportunities::entity::host_checks::Entity>(),
        Table::of::<crate::opportunities::entity::saved_postings::Entity>(),
        Table::of::<crate::opportunities::entity::applications::Entity>(),
        Table::of::<crate::membership::entity::plans::Entity>(),
        Table::of::<crate::membership::entity::memberships::Entity>(),
        Table::of::<crate::membership::entity::section_members::Entity>(),
        Table::of::<crate::membership::entity::orders::Entity>(),
        Table::of::<crate::membership::entity::order_lines::Entity>(),
        Table::of::<crate::membership::entity::payments::Entity>(),
        Table::of::<crate::ledger::entity::postings::Entity>(),
        Table::of::<crate::ledger::entity::entries::Entity>(),
        Table::of::<crate::codes::entity::codes::Entity>(),
        Table::of::<crate::codes::entity::singles::Entity>(),
        Table::of::<crate::codes::entity::uses::Entity>(),
    ]
}

impl Table {
    fn of<E: EntityTrait>() -> Self {
        Self {
            name: E::default().table_name().to_owned(),
            columns: E::Column::iter().map(|column| Column::of(&column)).collect(),
            key: E::PrimaryKey::iter().map(|key| key.into_column().as_str().to_owned()).collect(),
        }
    }

    /// Does the database number the rows of this table?
    pub(crate) fn is_numbered(&self) -> bool {
        self.key == ["id"] && self.columns.iter().any(|column| column.name == "id" && column.family == Family::Int64)
    }
}

impl Column {
    fn of<C: ColumnTrait>(column: &C) -> Self {
        let def = column.def();
        let column_type = def.get_column_type();
        let max_chars = match column_type {
            ColumnType::String(StringLen::N(chars)) => Some(*chars),
            _ => None,
        };
        Self { name: column.as_str().to_owned(), family: Family::of(column_type), nullable: def.is_null(), max_chars }
    }
}

impl Family {
    fn of(column_type: &ColumnType) -> Self {
        match column_type {
            ColumnType::Integer => Self::Int32,
            ColumnType::BigInteger => Self::Int64,
            ColumnType::Char(_) | ColumnType::String(_) | ColumnType::Text => Self::Text,
            ColumnType::Boolean => Self::Bool,
            ColumnType::TimestampWithTimeZone => Self::Instant,
            ColumnType::DateTime => Self::Local,
            // A mistake of ours that the first test to run finds.
            other => unreachable!("dumps know no column of type {other:?}"),
        }
    }
}
