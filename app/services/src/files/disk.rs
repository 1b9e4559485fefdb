//! The folder `data/files`: names we throw ourselves, whole files only.
//!
//! A file is written under `tmp`, forced to the disk and then renamed, so that a name in the folder always stands for
//! a complete file.

use std::io;
use std::path::{Path, PathBuf};

use futures::{Stream, StreamExt};
use sha2::{Digest, Sha256};
use tokio::io::{AsyncWriteExt, BufWriter};

use super::content;
use crate::dice::Dice;
use crate::idempotency::hex;

/// The folder of all uploaded files.
pub(crate) fn folder(data_dir: &Path) -> PathBuf {
    data_dir.join("files")
}

/// The folder of files that are not complete yet.
pub(crate) fn unfinished(data_dir: &Path) -> PathBuf {
    folder(data_dir).join("tmp")
}

/// Is this a name that [`fresh_name`] throws? Everything else is never opened.
pub(crate) fn is_our_name(name: &str) -> bool {
    name.len() == 32 && name.bytes().all(|byte| matches!(byte, b'0'..=b'9' | b'a'..=b'f'))
}

/// A random name: 128 bits in hex.
pub(crate) fn fresh_name(dice: &Dice) -> String {
    hex(&dice.bytes::<16>())
}

/// What arrived.
#[derive(Debug)]
pub(super) struct Arrived {
    pub(super) temporary: PathBuf,
    pub(super) head: Vec<u8>,
    pub(super) bytes: u64,
    pub(super) sha256: String,
}

/// Why nothing arrived.
#[derive(Debug)]
pub(super) enum NotArrived {
    TooLarge,
    Broken(String),
    Disk(io::Error),
}

impl From<io::Error> for NotArrived {
    fn from(error: io::Error) -> Self {
        Self::Disk(error)
    }
}

/// Writes a stream to `temporary` and forces it to the disk. On failure the file is gone again.
pub(super) async fn receive<S, B, E>(stream: S, temporary: PathBuf, limit: u64) -> Result<Arrived, NotArrived>
where
    S: Stream<Item = Result<B, E>> + Send,
    B: AsRef<[u8]> + Send,
    E: std::fmt::Display,
{
    let received = pour(stream, &temporary, limit).await;
    if received.is_err() {
        remove(&temporary).await;
    }
    let (head, bytes, sha256) = received?;
    Ok(Arrived { temporary, head, bytes, sha256 })
}

async fn pour<S, B, E>(stream: S, to: &Path, limit: u64) -> Result<(Vec<u8>, u64, String), NotArrived>
where
    S: Stream<Item = Result<B, E>> + Send,
    B: AsRef<[u8]> + Send,
    E: std::fmt::Display,
{
    let file = tokio::fs::OpenOptions::new().write(true).create_new(true).mode(0o600).open(to).await?;
    let mut file = BufWriter::with_capacity(64 * 1024, file);
    let (mut head, mut bytes, mut hash) = (Vec::new(), 0_u64, Sha256::new());
    let mut stream = std::pin::pin!(stream);
    while let Some(chunk) = stream.next().await {
        let chunk = chunk.map_err(|error| NotArrived::Broken(error.to_string()))?;
        let chunk = chunk.as_ref();
        bytes += chunk.len() as u64;
        if bytes > limit {
            return Err(NotArrived::TooLarge);
        }
        head.extend_from_slice(&chunk[..chunk.len().min(content::HEAD - head.len())]);
        hash.update(chunk);
        file.write_all(chunk).await?;
    }
    file.flush().await?;
    file.get_ref().sync_all().await?;
    Ok((head, bytes, hex(&hash.finalize())))
}

/// Gives a complete file its name and forces the folder to the disk.
pub(super) async fn keep(temporary: &Path, data_dir: &Path, name: &str) -> io::Result<()> {
    let folder = folder(data_dir);
    tokio::fs::rename(temporary, folder.join(name)).await?;
    tokio::fs::File::open(folder).await?.sync_all().await
}

/// Writes a whole file under `name` and forces it to the disk.
pub(super) async fn write_whole(data_dir: &Path, name: &str, bytes: &[u8]) -> io::Result<()> {
    let temporary = unfinished(data_dir).join(name);
    let mut file = tokio::fs::OpenOptions::new().write(true).create_new(true).mode(0o600).open(&temporary).await?;
    file.write_all(bytes).await?;
    file.sync_all().await?;
    keep(&temporary, data_dir, name).await
}

/// Makes both folders, readable for the owner only.
pub(crate) async fn prepare(data_dir: &Path) -> io::Result<()> {
    tokio::fs::DirBuilder::new().recursive(true).mode(0o700).create(unfinished(data_dir)).await
}

/// Removes a file; one that is gone already is fine, anything else is logged.
pub(crate) async fn remove(path: &Path) {
    match tokio::fs::remove_file(path).await {
        Err(error) if error.kind() != io::ErrorKind::NotFound => {
            tracing::warn!(%error, "a file cannot be removed");
        }
        _ => {}
    }
}

/// Removes what a broken-off dump left under `tmp`: folders last written before `before`.
pub(super) async fn remove_old_folders(folder: &Path, before: std::time::SystemTime) -> io::Result<()> {
    let mut entries = tokio::fs::read_dir(folder).await?;
    while let Some(entry) = entries.next_entry().await? {
        let Ok(about) = entry.metadata().await else { continue };
        if about.is_dir() && about.modified()? < before {
            tokio::fs::remove_dir_all(entry.path()).await?;
        }
    }
    Ok(())
}

/// Names in a folder whose files were last written before `before`; empty if the folder is missing.
pub(super) async fn older_than(folder: &Path, before: std::time::SystemTime) -> io::Result<Vec<String>> {
    let mut entries = match tokio::fs::read_dir(folder).await {
        Ok(entries) => entries,
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(Vec::new()),
        Err(error) => return Err(error),
    };
    let mut names = Vec::new();
    while let Some(entry) = entries.next_entry().await? {
        let Ok(about) = entry.metadata().await else { continue };
        if about.is_file()
            && about.modified()? < before
            && let Ok(name) = entry.file_name().into_string()
        {
            names.push(name);
        }
    }
    Ok(names)
}
