//! The tar file: the same bytes for the same content, complete or not there at all.

use std::fs::{File, OpenOptions};
use std::io::{self, BufReader, BufWriter, Write};
use std::os::unix::fs::OpenOptionsExt;
use std::path::{Path, PathBuf};

use tar::{Archive, Builder, EntryType, Header};

use super::{DATABASE, MANIFEST, TransferError};
use crate::files::disk;

/// Packs `names`, in this order, from `folder` into the file `to`. It takes that name only when it is complete and on
/// the disk; only the owner may read it.
pub(super) async fn pack(folder: PathBuf, names: Vec<String>, to: PathBuf) -> io::Result<()> {
    blocking(move || {
        let part = beside(&to)?;
        let packed = write(&folder, &names, &part).and_then(|()| std::fs::rename(&part, &to));
        if packed.is_err() {
            let _ = std::fs::remove_file(&part);
        }
        packed?;
        File::open(parent(&to))?.sync_all()
    })
    .await
}

fn write(folder: &Path, names: &[String], part: &Path) -> io::Result<()> {
    let file = OpenOptions::new().write(true).create_new(true).mode(0o600).open(part)?;
    let mut tar = Builder::new(BufWriter::with_capacity(1 << 20, file));
    for name in names {
        let content = File::open(folder.join(name))?;
        let mut header = Header::new_ustar();
        header.set_entry_type(EntryType::Regular);
        header.set_size(content.metadata()?.len());
        header.set_mode(0o600);
        // No time, no owner: the same content gives the same bytes.
        header.set_mtime(0);
        tar.append_data(&mut header, name, content)?;
    }
    let mut buffer = tar.into_inner()?;
    buffer.flush()?;
    buffer.get_ref().sync_all()
}

/// Unpacks a dump into `folder`. Only names that a dump has are accepted, so nothing is written elsewhere.
pub(super) async fn unpack(from: PathBuf, folder: PathBuf, tables: Vec<String>) -> Result<(), TransferError> {
    blocking(move || {
        let mut archive = Archive::new(BufReader::new(File::open(from)?));
        for entry in archive.entries()? {
            let mut entry = entry?;
            let name = entry.path()?.to_string_lossy().into_owned();
            let plain = entry.header().entry_type() == EntryType::Regular;
            if !plain || !is_expected(&name, &tables) {
                return Ok(Err(TransferError::Archive(format!("it holds {name:?}, which no dump has"))));
            }
            let mut file = OpenOptions::new().write(true).create_new(true).mode(0o600).open(folder.join(&name))?;
            io::copy(&mut entry, &mut file)?;
            file.sync_all()?;
        }
        Ok(Ok(()))
    })
    .await?
}

fn is_expected(name: &str, tables: &[String]) -> bool {
    let table = name.strip_prefix("tables/").and_then(|name| name.strip_suffix(".jsonl"));
    name == MANIFEST
        || table.is_some_and(|table| tables.iter().any(|known| known == table))
        || name.strip_prefix("files/").is_some_and(disk::is_our_name)
}

/// Reads only the manifest of an archive, which comes first.
pub(super) async fn manifest(from: PathBuf) -> Result<super::Manifest, TransferError> {
    blocking(move || {
        let mut archive = Archive::new(BufReader::new(File::open(from)?));
        let first = archive.entries()?.next().transpose();
        let bad = |why: &str| Ok(Err(TransferError::Archive(why.to_owned())));
        let Ok(Some(entry)) = first else { return bad("it is no tar file") };
        if entry.path()?.to_str() != Some(MANIFEST) {
            return bad("it does not begin with a manifest");
        }
        Ok(serde_json::from_reader(entry).map_err(|error| TransferError::Archive(error.to_string())))
    })
    .await?
}

/// The names to pack: manifest first, then the database or the tables, then the files by name.
pub(super) fn order(tables: &[&str], mut files: Vec<String>) -> Vec<String> {
    files.sort_unstable();
    let mut names = vec![MANIFEST.to_owned()];
    if tables.is_empty() {
        names.push(DATABASE.to_owned());
    }
    names.extend(tables.iter().map(|table| format!("tables/{table}.jsonl")));
    names.extend(files.into_iter().map(|file| format!("files/{file}")));
    names
}

fn beside(to: &Path) -> io::Result<PathBuf> {
    let name =
        to.file_name().ok_or_else(|| io::Error::new(io::ErrorKind::InvalidInput, "the archive needs a file name"))?;
    let mut part = name.to_os_string();
    part.push(format!(".{}.part", std::process::id()));
    Ok(parent(to).join(part))
}

fn parent(path: &Path) -> &Path {
    match path.parent() {
        Some(parent) if !parent.as_os_str().is_empty() => parent,
        _ => Path::new("."),
    }
}

/// Runs file work apart from the tasks.
pub(super) async fn blocking<T, F>(work: F) -> io::Result<T>
where
    T: Send + 'static,
    F: FnOnce() -> io::Result<T> + Send + 'static,
{
    tokio::task::spawn_blocking(work).await.map_err(io::Error::other)?
}
