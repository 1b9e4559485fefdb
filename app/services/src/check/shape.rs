//! Every value is of its column's type, no longer than its column allows, and one of the words its column knows.

use sea_orm::{ActiveEnum, ConnectionTrait, DbErr, Iterable};
use serde_json::{Map, Value};

use super::Findings;
use crate::tables::{self, Family, Table};
use crate::{files, identity, jobs, mail, moderation, notifications};

const PAGE: u64 = 1_000;

pub(super) async fn every_value_is_readable(view: &impl ConnectionTrait, findings: &mut Findings) -> Result<(), DbErr> {
    let words = word_columns();
    for table in tables::all() {
        let mut read = 0;
        loop {
            let page = tables::page(view, &table, read, PAGE).await?;
            let last = (page.len() as u64) < PAGE;
            for row in page {
                read += 1;
                match row {
                    Err(column) => {
                        findings.add(
                            &table.name,
                            format!("number {read}").as_str(),
                            format!("{column} cannot be read"),
                        );
                    }
                    Ok(row) => look_at(&table, &row, &words, findings),
                }
            }
            if last {
                break;
            }
        }
    }
    Ok(())
}

fn look_at(table: &Table, row: &Map<String, Value>, words: &[WordColumn], findings: &mut Findings) {
    let key = table.key.iter().map(|name| row[name].to_string()).collect::<Vec<_>>().join(", ");
    for column in table.columns.iter().filter(|column| column.family == Family::Text) {
        let Some(text) = row[&column.name].as_str() else { continue };
        if column.max_chars.is_some_and(|max| text.chars().count() > max as usize) {
            findings.add(&table.name, key.as_str(), format!("{} is too long", column.name));
        }
        let known = words.iter().find(|known| known.table == table.name && known.column == column.name);
        if known.is_some_and(|known| !known.words.iter().any(|word| word == text)) {
            findings.add(&table.name, key.as_str(), format!("{} is an unknown word", column.name));
        }
        if column.name == "public_id" && domain::id::PublicId::parse(text).is_none() {
            findings.add(&table.name, key.as_str(), "public_id is not a public id");
        }
    }
}

/// A column that holds one of a few words.
struct WordColumn {
    table: &'static str,
    column: &'static str,
    words: Vec<String>,
}

fn word_columns() -> Vec<WordColumn> {
    fn words<E: ActiveEnum<Value = String> + Iterable>(table: &'static str, column: &'static str) -> WordColumn {
        WordColumn { table, column, words: E::iter().map(|value| value.to_value()).collect() }
    }
    vec![
        words::<jobs::entity::State>("jobs", "state"),
        words::<files::entity::Kind>("files", "kind"),
        words::<files::entity::MediaType>("files", "media_type"),
        words::<files::entity::State>("files", "state"),
        words::<identity::entity::accounts::State>("accounts", "state"),
        words::<identity::entity::link_tokens::Purpose>("link_tokens", "purpose"),
        words::<moderation::entity::What>("reports", "what"),
        words::<moderation::entity::State>("reports", "state"),
        words::<identity::profile::entity::profile_fields::Audience>("profile_fields", "audience"),
        words::<mail::entity::mails::State>("mails", "state"),
        words::<notifications::entity::settings::Digest>("mail_settings", "digest"),
        words::<notifications::entity::choices::Choice>("mail_choices", "choice"),
        words::<moderation::case_entity::cases::State>("cases", "state"),
        words::<crate::grants::entity::State>("grants", "state"),
        words::<crate::membership::entity::memberships::State>("memberships", "state"),
        words::<crate::membership::entity::orders::State>("orders", "state"),
        words::<crate::codes::entity::uses::State>("code_uses", "state"),
        words::<crate::audit::entity::log::Outcome>("audit_log", "outcome"),
    ]
}
