//! Bringing a programme into the database and taking it out again.
//!
//! Everything of one call happens in one transaction. What is already as the file says is not touched, so that a
//! second import moves no version, wakes no cache and makes no calendar program fetch anything again.

mod merge;
mod report;
mod work;

use chrono::{DateTime, Utc};
use domain::events::Slug;
use domain::refusal::Refusal;
use sea_orm::DbErr;

pub use report::{ImportReport, SplitOff};

use super::programme::{self, Programme, ProgrammeError};
use super::store::{self, Which};
use super::touched::Touched;
use crate::ctx::Ctx;
use crate::db::{DbError, WriteTx};
pub(super) use merge::new_key;
pub(super) use work::Work;

/// The sample content, in the programme's own format.
const SAMPLE: &str = include_str!("sample.toml");

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
    apply(ctx, text, false).await
}

/// Every series of the association as a `programme.toml` in canonical form; importing it again changes nothing. Sample
/// content is left out.
pub async fn export_programme(ctx: &Ctx) -> Result<String, DbError> {
    let all = store::whole(ctx.db.read(), Which::All).await?;
    let own = all.into_iter().map(|(_, series)| series).filter(|series| !series.sample);
    Ok(programme::write(&Programme { series: own.map(merge::told).collect() }))
}

/// Stores the sample content, marked as such. A series of the association under the same address is left alone.
pub async fn add_sample(ctx: &Ctx) -> Result<ImportReport, ImportError> {
    if !is_loopback(&ctx.config.public_url) {
        return Err(ImportError::Refused(Refusal::SampleNeedsLoopback));
    }
    apply(ctx, SAMPLE, true).await
}

/// Deletes all sample content. Returns what went.
pub async fn remove_sample(ctx: &Ctx) -> Result<Vec<Slug>, DbError> {
    let now = ctx.now();
    ctx.db.write(move |tx| Box::pin(async move { Ok(remove(tx, now).await?) })).await
}

async fn remove(tx: &WriteTx, now: DateTime<Utc>) -> Result<Vec<Slug>, DbErr> {
    store::one_at_a_time(tx).await?;
    let (mut touched, mut gone) = (Touched::default(), Vec::new());
    for (id, series) in store::whole(tx, Which::All).await? {
        if series.sample {
            store::delete(tx, id).await?;
            gone.push(series.slug.clone());
            touched.note(&series);
        } else {
            touched.knows(&series);
        }
    }
    touched.raise(tx, now).await?;
    Ok(gone)
}

async fn apply(ctx: &Ctx, text: &str, sample: bool) -> Result<ImportReport, ImportError> {
    let (programme, places) = programme::parse_with_places(text).map_err(ImportError::Mistakes)?;
    let (ctx_of_write, wanted) = (ctx.clone(), programme.series.into_iter().zip(places).collect::<Vec<_>>());
    ctx.db
        .write(move |tx| {
            let (ctx, wanted) = (ctx_of_write.clone(), wanted.clone());
            Box::pin(async move { Box::pin(Work::new(tx, &ctx, sample).await?.run(wanted)).await })
        })
        .await
}

fn is_loopback(address: &url::Url) -> bool {
    match address.host() {
        Some(url::Host::Domain(name)) => name == "localhost",
        Some(url::Host::Ipv4(ip)) => ip.is_loopback(),
        Some(url::Host::Ipv6(ip)) => ip.is_loopback(),
        None => false,
    }
}
