//! The schema, step by step, for SQLite and Postgres alike. One file per feature step, up and down.
//!
//! No entity is imported here: a step must mean the same in ten years.
#![expect(elided_lifetimes_in_paths, reason = "the macro of MigrationTrait wants `&SchemaManager` without a lifetime")]

use sea_orm_migration::MigrationTrait;
pub use sea_orm_migration::MigratorTrait;

mod m20261122_000001_events;
mod m20261122_000002_house;
mod m20261124_000003_events_full;
mod m20261125_000004_identity;
mod m20261125_000005_access;
mod m20261125_000006_mail;
mod m20261125_000007_profiles;
mod m20261125_000008_moderation;
mod m20261128_000010_rsvp;
mod m20261128_000011_mentorship;
mod m20261128_000012_cohort;
mod m20261128_000013_opportunities;
mod m20261128_000014_membership;
mod m20261128_000015_members_events;
mod m20261129_000016_reported_words;
mod m20261129_000017_new_end;
mod m20261129_000018_way_back;
mod m20261129_000019_closed_postings;
mod m20261129_000020_asked_again;
mod m20261129_000021_blocks_by_name;
mod m20261129_000022_apply_again;
mod m20261130_000023_begins;
mod m20261130_000024_past_stays;

/// All steps in order.
#[derive(Debug, Clone, Copy)]
pub struct Migrator;

#[sea_orm_migration::async_trait::async_trait]
impl MigratorTrait for Migrator {
    fn migrations() -> Vec<Box<dyn MigrationTrait>> {
        vec![
            Box::new(m20261122_000001_events::Migration),
            Box::new(m20261122_000002_house::Migration),
            Box::new(m20261124_000003_events_full::Migration),
            Box::new(m20261125_000004_identity::Migration),
            Box::new(m20261125_000005_access::Migration),
            Box::new(m20261125_000006_mail::Migration),
            Box::new(m20261125_000007_profiles::Migration),
            Box::new(m20261125_000008_moderation::Migration),
            Box::new(m20261128_000010_rsvp::Migration),
            Box::new(m20261128_000011_mentorship::Migration),
            Box::new(m20261128_000012_cohort::Migration),
            Box::new(m20261128_000013_opportunities::Migration),
            Box::new(m20261128_000014_membership::Migration),
            Box::new(m20261128_000015_members_events::Migration),
            Box::new(m20261129_000016_reported_words::Migration),
            Box::new(m20261129_000017_new_end::Migration),
            Box::new(m20261129_000018_way_back::Migration),
            Box::new(m20261129_000019_closed_postings::Migration),
            Box::new(m20261129_000020_asked_again::Migration),
            Box::new(m20261129_000021_blocks_by_name::Migration),
            Box::new(m20261129_000022_apply_again::Migration),
            Box::new(m20261130_000023_begins::Migration),
            Box::new(m20261130_000024_past_stays::Migration),
        ]
    }
}

/// The names of all steps in order, as the table of applied steps records them.
pub fn names() -> Vec<String> {
    Migrator::migrations().iter().map(|step| step.name().to_owned()).collect()
}
