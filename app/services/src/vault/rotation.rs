//! The right to change the key file.
//!
//! A server that goes on with an old key in memory would seal what nobody can open any more. So whoever opens the keys
//! holds a shared lock for as long as it has them, and whoever changes them an exclusive one.

use std::fs::{File, TryLockError};
use std::path::{Path, PathBuf};

use super::{Vault, VaultError, add_key, drop_old_keys};
use crate::dice::Dice;

const LOCK_FILE: &str = "secret.lock";

fn lock_file(data_dir: &Path) -> Result<(File, PathBuf), VaultError> {
    let path = data_dir.join(LOCK_FILE);
    let mut options = std::fs::OpenOptions::new();
    options.write(true).create(true).truncate(false);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    let file = options.open(&path).map_err(|source| VaultError::Io { path: path.clone(), source })?;
    Ok((file, path))
}

fn taken(error: TryLockError, path: PathBuf, words: &'static str) -> VaultError {
    match error {
        TryLockError::WouldBlock => VaultError::InUse(words),
        TryLockError::Error(source) => VaultError::Io { path, source },
    }
}

/// Keeps the key file from being changed until the answer is dropped.
pub(super) fn in_use(data_dir: &Path) -> Result<File, VaultError> {
    let (file, path) = lock_file(data_dir)?;
    file.try_lock_shared()
        .map_err(|error| taken(error, path, "the secret key is being changed by `landfall key rotate`; wait for it"))?;
    Ok(file)
}

/// The right to change the keys, until it is dropped.
#[derive(Debug)]
pub struct Rotation {
    data_dir: PathBuf,
    _alone: File,
}

impl Rotation {
    /// Takes the right; [`VaultError::InUse`] while anybody has the keys open.
    pub fn begin(data_dir: &Path) -> Result<Self, VaultError> {
        let (file, path) = lock_file(data_dir)?;
        file.try_lock()
            .map_err(|error| taken(error, path, "the site is running with the old key; stop it, then rotate"))?;
        Ok(Self { data_dir: data_dir.to_owned(), _alone: file })
    }

    /// The keys with a new one in front. A rotation that was broken off goes on with the new key it had.
    pub fn new_key(&self, dice: &Dice) -> Result<Vault, VaultError> {
        let vault = Vault::read(&self.data_dir, dice)?;
        if vault.has_old_keys() { Ok(vault) } else { add_key(&self.data_dir, dice) }
    }

    /// Forgets the old keys; only when nothing is under them any more.
    pub fn finish(self, dice: &Dice) -> Result<Vault, VaultError> {
        drop_old_keys(&self.data_dir, dice)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn keys_are_not_changed_while_somebody_has_them_open() {
        let (folder, dice) = (tempfile::tempdir().unwrap(), Dice::os());
        let server = Vault::open(folder.path(), None, &dice).unwrap();
        assert!(matches!(Rotation::begin(folder.path()), Err(VaultError::InUse(_))));
        let second = Vault::open(folder.path(), None, &dice).unwrap();
        drop((server, second));
        let rotation = Rotation::begin(folder.path()).unwrap();
        assert!(matches!(Vault::open(folder.path(), None, &dice), Err(VaultError::InUse(_))));
        rotation.finish(&dice).unwrap();
        Vault::open(folder.path(), None, &dice).unwrap();
    }

    #[test]
    fn a_rotation_that_was_broken_off_goes_on_with_the_key_it_had() {
        let (folder, dice) = (tempfile::tempdir().unwrap(), Dice::os());
        let old = Vault::open(folder.path(), None, &dice).unwrap().fingerprint();
        let first = Rotation::begin(folder.path()).unwrap().new_key(&dice).unwrap().fingerprint();
        let again = Rotation::begin(folder.path()).unwrap();
        assert_eq!(again.new_key(&dice).unwrap().fingerprint(), first);
        assert_ne!(first, old);
        let last = again.finish(&dice).unwrap();
        assert_eq!((last.fingerprint(), last.has_old_keys()), (first, false));
    }
}
