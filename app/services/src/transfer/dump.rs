//! Writing a dump from one consistent view.

use std::collections::BTreeMap;
use std::path::Path;

use sea_orm::ConnectionTrait;
use serde_json::{Map, Value};
use tokio::io::{AsyncWriteExt, BufWriter};

use super::work::{WorkFolder, is_staged};
use super::{FORMAT, MANIFEST, Manifest, Moved, TransferError, What, archive};
use crate::ctx::Ctx;
use crate::schema;
use crate::tables::{self, Table};

const PAGE: u64 = 1_000;

/// Writes the whole database with its files into `to`. The server may go on writing meanwhile.
pub async fn dump(ctx: &Ctx, to: &Path) -> Result<Moved, TransferError> {
    dump_tables(ctx, to, tables::all()).await
}

/// As [`dump()`], of these tables.
pub(super) async fn dump_tables(ctx: &Ctx, to: &Path, tables: Vec<Table>) -> Result<Moved, TransferError> {
    let work = WorkFolder::new(&ctx.db).await?;
    let schema = schema::applied(&ctx.db).await?;
    let snapshot = ctx.db.snapshot().await?;
    let mut gathered = Gathered::default();
    for table in &tables {
        let rows = write_table(&snapshot, table, &work, ctx.db.data_dir(), &mut gathered).await?;
        gathered.rows.insert(table.name.clone(), rows);
    }
    snapshot.end().await?;
    let manifest = Manifest {
        what: What::Dump,
        format: FORMAT,
        kind: ctx.db.kind(),
        schema,
        rows: gathered.rows.clone(),
        missing_files: gathered.missing.clone(),
    };
    write_manifest(&work, &manifest).await?;
    let names: Vec<&str> = tables.iter().map(|table| table.name.as_str()).collect();
    let files = gathered.files.len();
    archive::pack(work.path().to_owned(), archive::order(&names, gathered.files), to.to_owned()).await?;
    Ok(Moved { rows: gathered.rows, files, missing_files: gathered.missing })
}

pub(super) async fn write_manifest(work: &WorkFolder, manifest: &Manifest) -> Result<(), TransferError> {
    let mut text = serde_json::to_vec_pretty(manifest).map_err(std::io::Error::other)?;
    text.push(b'\n');
    Ok(tokio::fs::write(work.path().join(MANIFEST), text).await?)
}

#[derive(Default)]
struct Gathered {
    rows: BTreeMap<String, u64>,
    files: Vec<String>,
    missing: Vec<String>,
}

async fn write_table(
    db: &impl ConnectionTrait,
    table: &Table,
    work: &WorkFolder,
    data_dir: &Path,
    gathered: &mut Gathered,
) -> Result<u64, TransferError> {
    let mut out = BufWriter::new(tokio::fs::File::create(work.table(&table.name)).await?);
    let (mut read, mut written) = (0, 0);
    loop {
        let page = tables::page(db, table, read, PAGE).await?;
        let last = (page.len() as u64) < PAGE;
        read += page.len() as u64;
        for row in page {
            let row = row.map_err(|column| {
                TransferError::Archive(format!("{}.{column} cannot be read; see `landfall check`", table.name))
            })?;
            if table.name == "files" && !bring(&row, work, data_dir, gathered).await? {
                continue;
            }
            let mut line = serde_json::to_vec(&row).map_err(std::io::Error::other)?;
            line.push(b'\n');
            out.write_all(&line).await?;
            written += 1;
        }
        if last {
            out.flush().await?;
            return Ok(written);
        }
    }
}

/// Brings the file of a row along; `false` if the row stays behind: its upload was staged and is cleared away by now.
async fn bring(
    row: &Map<String, Value>,
    work: &WorkFolder,
    data_dir: &Path,
    gathered: &mut Gathered,
) -> Result<bool, TransferError> {
    let text = |column: &str| row.get(column).and_then(Value::as_str).unwrap_or_default().to_owned();
    let name = text("path");
    if work.bring(data_dir, &name).await? {
        gathered.files.push(name);
    } else if is_staged(&text("state")) {
        return Ok(false);
    } else {
        gathered.missing.push(name);
    }
    Ok(true)
}
