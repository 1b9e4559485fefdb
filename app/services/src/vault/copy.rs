//! The operator's word that the key has a copy elsewhere: without it a broken disk takes every sealed field along.
//!
//! The word names the key by its fingerprint, so that it is asked for again after a rotation.

use std::path::Path;

use super::{Vault, VaultError, write_anew};

const COPY_FILE: &str = "secret.copied";

/// Whether the operator has confirmed a copy of the key that seals now.
pub fn copy_is_confirmed(data_dir: &Path, vault: &Vault) -> bool {
    std::fs::read_to_string(data_dir.join(COPY_FILE)).is_ok_and(|told| told.trim() == vault.fingerprint())
}

/// Remembers that there is a copy of the key with this fingerprint; `false` when it is not that of the key that seals.
pub fn confirm_copy(data_dir: &Path, vault: &Vault, fingerprint: &str) -> Result<bool, VaultError> {
    if fingerprint.trim() != vault.fingerprint() {
        return Ok(false);
    }
    let path = data_dir.join(COPY_FILE);
    write_anew(&path, &format!("{}\n", vault.fingerprint())).map_err(|source| VaultError::Io { path, source })?;
    Ok(true)
}

/// The fingerprint of the key in a file, such as a copy on another disk.
pub fn fingerprint_of_file(path: &Path) -> Result<String, VaultError> {
    let text = std::fs::read_to_string(path).map_err(|source| VaultError::Io { path: path.to_owned(), source })?;
    Ok(Vault::parse(&text)?.fingerprint())
}

#[cfg(test)]
mod tests {
    use super::super::{KEY_FILE, Rotation};
    use super::*;
    use crate::dice::Dice;

    #[test]
    fn a_copy_is_confirmed_by_its_own_fingerprint_and_anew_after_a_rotation() {
        let (folder, dice) = (tempfile::tempdir().unwrap(), Dice::os());
        let vault = Vault::open(folder.path(), None, &dice).unwrap();
        assert!(!copy_is_confirmed(folder.path(), &vault));
        assert!(!confirm_copy(folder.path(), &vault, "00000000").unwrap());
        let copy = folder.path().join("copy");
        std::fs::copy(folder.path().join(KEY_FILE), &copy).unwrap();
        assert!(confirm_copy(folder.path(), &vault, &fingerprint_of_file(&copy).unwrap()).unwrap());
        assert!(copy_is_confirmed(folder.path(), &vault));
        drop(vault);
        let rotation = Rotation::begin(folder.path()).unwrap();
        rotation.new_key(&dice).unwrap();
        let new = rotation.finish(&dice).unwrap();
        assert!(!copy_is_confirmed(folder.path(), &new));
    }
}
