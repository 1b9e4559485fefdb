//! The key file: made once, private, and written anew as a whole.

use std::fs::File;
use std::io::Write;
use std::path::Path;

use base64::Engine;
use base64::engine::general_purpose::STANDARD_NO_PAD;

use super::{KEY_BYTES, KEY_FILE, Vault, VaultError};
use crate::dice::Dice;

pub(super) fn make(path: &Path, dice: &Dice) -> std::io::Result<()> {
    let mut options = std::fs::OpenOptions::new();
    options.write(true).create_new(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    match options.open(path) {
        Ok(mut file) => {
            writeln!(file, "{}", STANDARD_NO_PAD.encode(dice.bytes::<KEY_BYTES>()))?;
            file.sync_all()?;
            sync_folder(path)
        }
        // Another process was faster.
        Err(error) if error.kind() == std::io::ErrorKind::AlreadyExists => Ok(()),
        Err(error) => Err(error),
    }
}

#[cfg(unix)]
pub(super) fn is_private(path: &Path) -> std::io::Result<bool> {
    use std::os::unix::fs::PermissionsExt;
    // No permission for the group or others: the six lowest bits are zero.
    Ok(std::fs::metadata(path)?.permissions().mode().trailing_zeros() >= 6)
}

#[cfg(not(unix))]
pub(super) fn is_private(_: &Path) -> std::io::Result<bool> {
    Ok(true)
}

/// Puts a new key of the house in front; the old ones go on opening until every person's key is wrapped anew.
pub(super) fn add_key(data_dir: &Path, dice: &Dice) -> Result<Vault, VaultError> {
    let path = data_dir.join(KEY_FILE);
    let io = |source| VaultError::Io { path: path.clone(), source };
    let old = std::fs::read_to_string(&path).map_err(io)?;
    Vault::parse(&old)?;
    write_anew(&path, &format!("{}\n{old}", STANDARD_NO_PAD.encode(dice.bytes::<KEY_BYTES>()))).map_err(io)?;
    Vault::read(data_dir, dice)
}

/// Forgets all keys but the one that seals now.
pub(super) fn drop_old_keys(data_dir: &Path, dice: &Dice) -> Result<Vault, VaultError> {
    let path = data_dir.join(KEY_FILE);
    let io = |source| VaultError::Io { path: path.clone(), source };
    let vault = Vault::read(data_dir, dice)?;
    write_anew(&path, &format!("{}\n", STANDARD_NO_PAD.encode(vault.keys[0]))).map_err(io)?;
    Vault::read(data_dir, dice)
}

/// A crash leaves the old file or the new one, never half of one.
pub(super) fn write_anew(path: &Path, text: &str) -> std::io::Result<()> {
    let beside = path.with_extension("new");
    let mut options = std::fs::OpenOptions::new();
    options.write(true).create(true).truncate(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    let mut file = options.open(&beside)?;
    file.write_all(text.as_bytes())?;
    file.sync_all()?;
    std::fs::rename(&beside, path)?;
    sync_folder(path)
}

/// A new name in a folder is safe from a power cut only once the folder is.
fn sync_folder(path: &Path) -> std::io::Result<()> {
    path.parent().map_or(Ok(()), |folder| File::open(folder)?.sync_all())
}
