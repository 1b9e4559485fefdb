//! The folder that mails go to while no mail server is named: `data/mail/`, each as the file a mail program opens and,
//! beside it, what the development page shows.
//!
//! Only text is shown there; the HTML of a mail is never drawn by a page of ours.

use std::path::{Path, PathBuf};

use chrono::{DateTime, TimeDelta, Utc};
use serde::{Deserialize, Serialize};

use super::entity::mails::Model;
use super::road::mailbox_is_open;
use crate::ctx::Ctx;
use crate::secret::Secret;

/// The page shows at most this many.
const SHOWN: usize = 200;
const KEPT: TimeDelta = TimeDelta::days(30);
/// Names sort as the mails were written, also two of one second.
const NAMED: &str = "%Y%m%dT%H%M%S%3fZ";

/// A mail in the folder.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Kept {
    /// Names it in the address of its page.
    pub name: String,
    /// Where it would have gone.
    pub to: String,
    /// Subject.
    pub subject: String,
    /// Which letter.
    pub kind: String,
    /// The plain text.
    pub text: String,
    /// When it was written.
    pub at: DateTime<Utc>,
}

pub(super) fn folder(data_dir: &Path) -> PathBuf {
    data_dir.join("mail")
}

/// Writes a mail into the folder; the same mail again replaces itself.
pub(super) async fn keep(folder: &Path, mail: &Model, bytes: &[u8]) -> std::io::Result<()> {
    let text = |value: &Option<Secret>| value.as_ref().map_or_else(String::new, |Secret(text)| text.clone());
    let name = format!("{}-{}", mail.created_at.format(NAMED), mail.public_id);
    let kept = Kept {
        name: name.clone(),
        to: text(&mail.recipient),
        subject: text(&mail.subject),
        kind: mail.kind.clone(),
        text: text(&mail.body_text),
        at: mail.created_at,
    };
    let shown = serde_json::to_vec(&kept)?;
    let (folder, bytes) = (folder.to_owned(), bytes.to_vec());
    let write = move || {
        make_private(&folder)?;
        put(&folder.join(format!("{name}.eml")), &bytes)?;
        put(&folder.join(format!("{name}.json")), &shown)
    };
    tokio::task::spawn_blocking(write).await?
}

fn make_private(folder: &Path) -> std::io::Result<()> {
    let mut builder = std::fs::DirBuilder::new();
    builder.recursive(true);
    #[cfg(unix)]
    std::os::unix::fs::DirBuilderExt::mode(&mut builder, 0o700);
    builder.create(folder)
}

/// A reader finds a whole file or none.
fn put(path: &Path, bytes: &[u8]) -> std::io::Result<()> {
    use std::io::Write;
    let beside = path.with_extension("new");
    let mut options = std::fs::OpenOptions::new();
    options.write(true).create(true).truncate(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    options.open(&beside)?.write_all(bytes)?;
    std::fs::rename(beside, path)
}

/// Mails of the folder, the newest first; `None` where the folder is not for showing.
pub async fn kept(ctx: &Ctx) -> Option<Vec<Kept>> {
    if !mailbox_is_open(&ctx.config) {
        return None;
    }
    let folder = folder(&ctx.config.data_dir);
    let read = move || {
        let mut names: Vec<PathBuf> = files(&folder, "json");
        names.sort_unstable_by(|a, b| b.cmp(a));
        names.iter().take(SHOWN).filter_map(|path| serde_json::from_slice(&std::fs::read(path).ok()?).ok()).collect()
    };
    Some(tokio::task::spawn_blocking(read).await.unwrap_or_default())
}

/// One mail of the folder.
pub async fn kept_one(ctx: &Ctx, name: &str) -> Option<Kept> {
    let plain = |byte: u8| byte.is_ascii_alphanumeric() || byte == b'-';
    if !mailbox_is_open(&ctx.config) || name.is_empty() || name.len() > 64 || !name.bytes().all(plain) {
        return None;
    }
    let bytes = tokio::fs::read(folder(&ctx.config.data_dir).join(format!("{name}.json"))).await.ok()?;
    serde_json::from_slice(&bytes).ok()
}

/// Removes what has lain in the folder for 30 days. The name tells the age: the disk's clock is not ours.
pub(super) async fn clear_old(ctx: &Ctx) {
    let oldest = (ctx.now() - KEPT).format(NAMED).to_string();
    let folder = folder(&ctx.config.data_dir);
    let clear = move || {
        for path in files(&folder, "json").into_iter().chain(files(&folder, "eml")) {
            let is_old = path.file_name().is_some_and(|name| name.to_string_lossy().as_ref() < oldest.as_str());
            if is_old && let Err(error) = std::fs::remove_file(&path) {
                tracing::warn!(%error, "an old mail could not be removed");
            }
        }
    };
    if let Err(error) = tokio::task::spawn_blocking(clear).await {
        tracing::warn!(%error, "old mails could not be removed");
    }
}

/// Removes what lies in the folder for an address: its person is being erased.
pub(crate) async fn forget_kept(ctx: &Ctx, email: &str) {
    let (folder, email) = (folder(&ctx.config.data_dir), email.to_owned());
    let forget = move || {
        for path in files(&folder, "json") {
            let kept = std::fs::read(&path).ok().and_then(|bytes| serde_json::from_slice::<Kept>(&bytes).ok());
            if kept.is_none_or(|kept| kept.to != email) {
                continue;
            }
            for gone in [path.with_extension("eml"), path] {
                if let Err(error) = std::fs::remove_file(&gone) {
                    tracing::warn!(%error, "a mail of somebody who was erased could not be removed");
                }
            }
        }
    };
    if let Err(error) = tokio::task::spawn_blocking(forget).await {
        tracing::warn!(%error, "mails of somebody who was erased could not be removed");
    }
}

/// No folder: no files.
fn files(folder: &Path, extension: &str) -> Vec<PathBuf> {
    let Ok(entries) = std::fs::read_dir(folder) else { return Vec::new() };
    let paths = entries.filter_map(|entry| Some(entry.ok()?.path()));
    paths.filter(|path| path.extension().is_some_and(|found| found == extension)).collect()
}
