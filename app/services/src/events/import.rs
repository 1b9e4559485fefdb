//! Bringing a programme into the database and taking it out again.
//!
//! Everything of one call happens in one transaction. What is already as the file says is not touched, so that a
//! second import moves no version, wakes no cache and makes no calendar program fetch anything again.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt;

use chrono::{DateTime, Utc};
use domain::events::{Series, Slug};
use domain::refusal::Refusal;
use sea_orm::DbErr;

use super::feed::FeedScope;
use super::programme::{self, Programme, ProgrammeError, ProgrammeSeries};
use super::store::{self, Which};
use crate::ctx::Ctx;
use crate::db::{DbError, WriteTx};

/// The sample content, in the programme's own format.
const SAMPLE: &str = include_str!("sample.toml");

/// What an import did.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct ImportReport {
    /// Series that are new.
    pub added: Vec<Slug>,
    /// Series that were there and are different now.
    pub changed: Vec<Slug>,
    /// How many were there just so.
    pub unchanged: usize,
    /// Series of the association that the file does not speak of. They stay as they are.
    pub not_in_file: Vec<Slug>,
}

impl fmt::Display for ImportReport {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        let list = |slugs: &[Slug]| match slugs {
            [] => String::new(),
            some => format!(" ({})", some.iter().map(Slug::as_str).collect::<Vec<_>>().join(", ")),
        };
        writeln!(out, "{} added{}", self.added.len(), list(&self.added))?;
        writeln!(out, "{} changed{}", self.changed.len(), list(&self.changed))?;
        write!(out, "{} unchanged", self.unchanged)?;
        if self.not_in_file.is_empty() {
            return Ok(());
        }
        write!(out, "\n{} not in the file and left as they are{}", self.not_in_file.len(), list(&self.not_in_file))
    }
}

/// Why nothing was imported.
#[derive(Debug, thiserror::Error)]
pub enum ImportError {
    /// The file has mistakes; every one is listed.
    #[error("the programme has {} to correct", counted(.0.len()))]
    Mistakes(Vec<ProgrammeError>),
    /// A rule says no.
    #[error("{0}")]
    Refused(Refusal),
    /// The database failed.
    #[error(transparent)]
    Db(#[from] DbError),
}

impl From<DbErr> for ImportError {
    fn from(error: DbErr) -> Self {
        Self::Db(error.into())
    }
}

fn counted(mistakes: usize) -> String {
    if mistakes == 1 { "one mistake".to_owned() } else { format!("{mistakes} mistakes") }
}

/// Stores the series of a `programme.toml`, all or nothing.
pub async fn import_programme(ctx: &Ctx, text: &str) -> Result<ImportReport, ImportError> {
    let programme = programme::parse(text).map_err(ImportError::Mistakes)?;
    apply(ctx, programme, false).await
}

/// Every series of the association as a `programme.toml` in canonical form; importing it again changes nothing. Sample
/// content is left out.
pub async fn export_programme(ctx: &Ctx) -> Result<String, DbError> {
    let all = store::whole(ctx.db.read(), Which::All).await?;
    let series = all.into_iter().map(|(_, series)| series).filter(|series| !series.sample).map(told).collect();
    Ok(programme::write(&Programme { series }))
}

/// Stores the sample content, marked as such. A series of the association under the same address is left alone.
pub async fn add_sample(ctx: &Ctx) -> Result<ImportReport, ImportError> {
    if !is_loopback(&ctx.config.public_url) {
        return Err(ImportError::Refused(Refusal::SampleNeedsLoopback));
    }
    let programme = programme::parse(SAMPLE).map_err(ImportError::Mistakes)?;
    apply(ctx, programme, true).await
}

/// Deletes all sample content. Returns what went.
pub async fn remove_sample(ctx: &Ctx) -> Result<Vec<Slug>, DbError> {
    let now = ctx.now();
    ctx.db.write(move |tx| Box::pin(async move { Ok(remove(tx, now).await?) })).await
}

async fn remove(tx: &WriteTx, now: DateTime<Utc>) -> Result<Vec<Slug>, DbErr> {
    let mut feeds = BTreeSet::new();
    let mut gone = Vec::new();
    for (id, series) in store::whole(tx, Which::All).await? {
        if series.sample {
            store::delete(tx, id).await?;
            touch(&mut feeds, &series);
            gone.push(series.slug);
        }
    }
    raise(tx, &feeds, now).await?;
    Ok(gone)
}

async fn apply(ctx: &Ctx, programme: Programme, sample: bool) -> Result<ImportReport, ImportError> {
    let (ctx_of_write, now) = (ctx.clone(), ctx.now());
    ctx.db
        .write(move |tx| {
            let (ctx, programme) = (ctx_of_write.clone(), programme.clone());
            Box::pin(async move { Ok(store_programme(tx, &ctx, programme, sample, now).await?) })
        })
        .await
}

async fn store_programme(
    tx: &WriteTx,
    ctx: &Ctx,
    programme: Programme,
    sample: bool,
    now: DateTime<Utc>,
) -> Result<ImportReport, DbErr> {
    let mut stored: BTreeMap<_, _> = store::whole(tx, Which::All)
        .await?
        .into_iter()
        .map(|(id, series)| (series.slug.clone(), (id, series)))
        .collect();
    let mut report = ImportReport::default();
    let mut feeds = BTreeSet::new();
    for wanted in programme.series {
        match stored.remove(&wanted.slug) {
            None => {
                let series = fresh(wanted, ctx, sample, now);
                store::insert(tx, &series, now).await?;
                touch(&mut feeds, &series);
                report.added.push(series.slug);
            }
            // A sample never takes the place of the association's own.
            Some((_, before)) if sample && !before.sample => report.unchanged += 1,
            Some((id, before)) => {
                let after = merged(&before, wanted, sample, now);
                if after == before {
                    report.unchanged += 1;
                    continue;
                }
                store::update(tx, id, &after, now).await?;
                touch(&mut feeds, &before);
                touch(&mut feeds, &after);
                report.changed.push(after.slug);
            }
        }
    }
    if !sample {
        let others = stored.into_iter().filter(|(_, (_, series))| !series.sample);
        report.not_in_file = others.map(|(slug, _)| slug).collect();
    }
    raise(tx, &feeds, now).await?;
    Ok(report)
}

/// A series nobody has seen yet. Its UID takes the address of this site once and keeps it for ever.
fn fresh(wanted: ProgrammeSeries, ctx: &Ctx, sample: bool, now: DateTime<Utc>) -> Series {
    let public_id = ctx.dice.public_id();
    let host = ctx.config.public_url.host_str().unwrap_or("localhost");
    Series {
        public_id,
        uid: format!("{public_id}@{host}"),
        slug: wanted.slug,
        title: wanted.title,
        summary: wanted.summary,
        description: wanted.description,
        category: wanted.category,
        zone: wanted.zone,
        local_start: wanted.local_start,
        duration_minutes: wanted.duration_minutes,
        rule: wanted.rule,
        format: wanted.format,
        place: wanted.place,
        status: wanted.status,
        sequence: 0,
        speakers: wanted.speakers,
        sample,
        changed_at: now,
    }
}

/// What is stored with what the file says put over it. Equal to `before` when the file says nothing new; otherwise
/// its time of change moves, and its sequence when people have to plan anew.
fn merged(before: &Series, wanted: ProgrammeSeries, sample: bool, now: DateTime<Utc>) -> Series {
    let mut after = Series {
        title: wanted.title,
        summary: wanted.summary,
        description: wanted.description,
        category: wanted.category,
        zone: wanted.zone,
        local_start: wanted.local_start,
        duration_minutes: wanted.duration_minutes,
        rule: wanted.rule,
        format: wanted.format,
        place: wanted.place,
        status: wanted.status,
        speakers: wanted.speakers,
        sample,
        ..before.clone()
    };
    if after == *before {
        return after;
    }
    let plan = |series: &Series| {
        let words = (series.title.clone(), series.place.clone(), series.status, series.format);
        (words, series.zone, series.local_start, series.duration_minutes, series.rule)
    };
    after.sequence += u32::from(plan(before) != plan(&after));
    // Readers take the later of two changes; a clock that was put back must not make this one the earlier.
    after.changed_at = now.max(before.changed_at);
    after
}

/// The part of a series that a programme tells.
fn told(series: Series) -> ProgrammeSeries {
    ProgrammeSeries {
        slug: series.slug,
        title: series.title,
        summary: series.summary,
        description: series.description,
        category: series.category,
        zone: series.zone,
        local_start: series.local_start,
        duration_minutes: series.duration_minutes,
        rule: series.rule,
        format: series.format,
        place: series.place,
        status: series.status,
        speakers: series.speakers,
    }
}

/// Notes the feeds that show this series.
fn touch(feeds: &mut BTreeSet<String>, series: &Series) {
    if series.status.is_public() {
        feeds.insert(FeedScope::All.key());
        feeds.insert(FeedScope::Series(series.slug.clone()).key());
    }
}

async fn raise(tx: &WriteTx, feeds: &BTreeSet<String>, now: DateTime<Utc>) -> Result<(), DbErr> {
    for scope in feeds {
        store::raise_feed(tx, scope, now).await?;
    }
    Ok(())
}

fn is_loopback(address: &url::Url) -> bool {
    match address.host() {
        Some(url::Host::Domain(name)) => name == "localhost",
        Some(url::Host::Ipv4(ip)) => ip.is_loopback(),
        Some(url::Host::Ipv6(ip)) => ip.is_loopback(),
        None => false,
    }
}
