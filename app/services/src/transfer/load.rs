//! Reading a dump into an empty database, all or nothing.

use std::collections::BTreeSet;
use std::io::{self, BufRead, BufReader};
use std::path::{Path, PathBuf};
use std::sync::Arc;

use sea_orm::{ConnectionTrait, DbBackend, Statement, Value as DbValue};
use sha2::{Digest, Sha256};

use super::work::WorkFolder;
use super::{FORMAT, Manifest, Moved, TransferError, What, archive};
use crate::ctx::Ctx;
use crate::db::WriteTx;
use crate::files::disk;
use crate::idempotency::hex;
use crate::tables::{self, Table};
use crate::{jobs, schema};

const BATCH: usize = 2_000;

/// Loads a dump into this database, which must be migrated and hold no row yet.
pub async fn load(ctx: &Ctx, from: &Path) -> Result<Moved, TransferError> {
    let manifest = archive::manifest(from.to_owned()).await?;
    fits(&manifest, &schema::applied(&ctx.db).await?)?;
    let tables = tables::all();
    for table in tables.iter().filter(|table| table.name != "jobs") {
        refuse_rows(table, tables::count(ctx.db.read(), table).await?)?;
    }
    let work = Arc::new(WorkFolder::new(&ctx.db).await?);
    let names: Vec<String> = tables.iter().map(|table| table.name.clone()).collect();
    if manifest.rows.keys().collect::<BTreeSet<_>>() != names.iter().collect() {
        return Err(TransferError::Archive("its tables are not the tables of this version".to_owned()));
    }
    archive::unpack(from.to_owned(), work.path().to_owned(), names).await?;
    let files = verified_files(&work, &tables, &manifest).await?;
    // Files first: what the database speaks of must be there. If the rows are refused, the files go again.
    let placed = place(&work, ctx.db.data_dir(), &files).await?;
    let rows = manifest.rows.clone();
    let stored = ctx
        .db
        .write(move |tx| {
            let (work, tables, rows) = (work.clone(), tables.clone(), rows.clone());
            Box::pin(async move {
                for table in &tables {
                    must_be_empty(tx, table).await?;
                }
                for table in &tables {
                    let expected = rows.get(&table.name).copied().unwrap_or_default();
                    fill(tx, table, work.table(&table.name), expected).await?;
                }
                Ok::<_, TransferError>(())
            })
        })
        .await;
    if let Err(error) = stored {
        for path in placed {
            disk::remove(&path).await;
        }
        return Err(error);
    }
    Ok(Moved { rows: manifest.rows, files: files.len(), missing_files: manifest.missing_files })
}

fn fits(manifest: &Manifest, here: &[String]) -> Result<(), TransferError> {
    let last = |steps: &[String]| steps.last().cloned().unwrap_or_else(|| "none".to_owned());
    if manifest.what == What::SqliteBackup {
        let advice = "it is a backup of a SQLite file: unpack it into an empty data folder instead";
        return Err(TransferError::Archive(advice.to_owned()));
    }
    if manifest.format != FORMAT {
        return Err(TransferError::Archive(format!("its format is {}, this version reads {FORMAT}", manifest.format)));
    }
    if manifest.schema != here {
        return Err(TransferError::Schema { archive: last(&manifest.schema), here: last(here) });
    }
    Ok(())
}

/// The names of the files, after comparing each with its row.
async fn verified_files(
    work: &Arc<WorkFolder>,
    tables: &[Table],
    manifest: &Manifest,
) -> Result<Vec<String>, TransferError> {
    let Some(table) = tables.iter().find(|table| table.name == "files").cloned() else { return Ok(Vec::new()) };
    let (work, missing) = (work.clone(), manifest.missing_files.clone());
    archive::blocking(move || {
        let mut verified = Vec::new();
        for row in Lines::open(&work.table(&table.name))? {
            let row: serde_json::Value = serde_json::from_str(&row?)?;
            let name = row["path"].as_str().unwrap_or_default().to_owned();
            if missing.contains(&name) {
                continue;
            }
            let content = match std::fs::read(work.files().join(&name)) {
                Ok(content) if disk::is_our_name(&name) => content,
                _ => return Ok(Err(TransferError::Archive(format!("the file {name} is missing")))),
            };
            if row["bytes"].as_u64() != Some(content.len() as u64) || row["sha256"] != hex(&Sha256::digest(&content)) {
                return Ok(Err(TransferError::Archive(format!("the file {name} is damaged"))));
            }
            verified.push(name);
        }
        if std::fs::read_dir(work.files())?.count() != verified.len() {
            return Ok(Err(TransferError::Archive("it holds files that no row speaks of".to_owned())));
        }
        Ok(Ok(verified))
    })
    .await?
}

async fn place(work: &WorkFolder, data_dir: &Path, names: &[String]) -> Result<Vec<PathBuf>, TransferError> {
    let (from, to, names) = (work.files(), disk::folder(data_dir), names.to_vec());
    let placed = archive::blocking(move || {
        let mut placed = Vec::new();
        for name in names {
            let target = to.join(&name);
            // A link, unlike a rename, does not replace what is there.
            if let Err(error) = std::fs::hard_link(from.join(&name), &target) {
                for path in placed {
                    let _ = std::fs::remove_file::<PathBuf>(path);
                }
                return Err(io::Error::new(error.kind(), format!("the file {name} cannot be put in place: {error}")));
            }
            placed.push(target);
        }
        std::fs::File::open(&to)?.sync_all()?;
        Ok(placed)
    });
    Ok(placed.await?)
}

/// Work that comes around by itself is in every database that was served once; it does not count, and makes room.
async fn must_be_empty(tx: &WriteTx, table: &Table) -> Result<(), TransferError> {
    if table.name == "jobs" {
        jobs::clear_untouched(tx).await?;
    }
    refuse_rows(table, tables::count(tx, table).await?)
}

fn refuse_rows(table: &Table, rows: u64) -> Result<(), TransferError> {
    if rows == 0 { Ok(()) } else { Err(TransferError::NotEmpty(format!("{rows} rows in {}", table.name))) }
}

async fn fill(tx: &WriteTx, table: &Table, from: PathBuf, expected: u64) -> Result<(), TransferError> {
    let mut batch: Vec<Vec<DbValue>> = Vec::new();
    for line in Lines::open(&from)? {
        batch.push(tables::parse(&line?, table).map_err(TransferError::Archive)?);
        if batch.len() == BATCH {
            tables::insert(tx, table, std::mem::take(&mut batch)).await?;
        }
    }
    tables::insert(tx, table, batch).await?;
    let stored = tables::count(tx, table).await?;
    if stored != expected {
        let why = format!("{} has {stored} rows where the manifest says {expected}", table.name);
        return Err(TransferError::Archive(why));
    }
    if table.is_numbered() && tx.get_database_backend() == DbBackend::Postgres {
        let name = &table.name;
        let sql = format!(
            "SELECT setval(pg_get_serial_sequence('{name}', 'id'), COALESCE(MAX(id), 1), MAX(id) IS NOT NULL) FROM \"{name}\""
        );
        tx.query_one_raw(Statement::from_string(DbBackend::Postgres, sql)).await?;
    }
    Ok(())
}

/// The lines of a file of rows.
struct Lines;

impl Lines {
    fn open(path: &Path) -> io::Result<impl Iterator<Item = io::Result<String>> + Send + use<>> {
        Ok(BufReader::new(std::fs::File::open(path)?).lines())
    }
}
