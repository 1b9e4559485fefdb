//! Secrets at rest: one key of the house outside the database, one key for each person under it.
//!
//! A value is sealed with XChaCha20-Poly1305 and bound to its place (table, row, field), so that it cannot be moved to
//! another. Destroying a person's key makes everything sealed with it unreadable, in old backups too. What is sealed
//! belongs to its feature; only how is here.

mod copy;
mod fits;
mod key_file;
mod rotation;

use std::fs::File;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use base64::Engine;
use base64::engine::general_purpose::STANDARD_NO_PAD;
use chacha20poly1305::aead::{Aead, Payload};
use chacha20poly1305::{KeyInit, XChaCha20Poly1305};
use sha2::{Digest, Sha256};

use crate::dice::Dice;
use key_file::{add_key, drop_old_keys, is_private, make, write_anew};

pub use copy::{confirm_copy, copy_is_confirmed, fingerprint_of_file};
pub use fits::fits;
pub use rotation::Rotation;

/// The file of the house's keys in the data folder. The first line seals; all lines open.
pub const KEY_FILE: &str = "secret.key";
const KEY_BYTES: usize = 32;
const NONCE_BYTES: usize = 24;

/// Why a sealed value or the key itself cannot be used. Never says what was inside.
#[derive(Debug, thiserror::Error)]
pub enum VaultError {
    /// The key file cannot be read or made.
    #[error("{}: {source}", path.display())]
    Io {
        /// The key file.
        path: PathBuf,
        /// What the system said.
        source: std::io::Error,
    },
    /// Other people of this machine may read the key.
    #[error("{} can be read by others; run chmod 600 on it", .0.display())]
    Readable(PathBuf),
    /// The key is not one of ours.
    #[error("the secret key must be {KEY_BYTES} bytes in base64, one to a line")]
    Malformed,
    /// Another process has the keys open, or is changing them.
    #[error("{0}")]
    InUse(&'static str),
    /// The value was sealed with a key that is not here, for another place, or has been changed.
    #[error("a sealed value cannot be opened")]
    Sealed,
}

/// The keys of the house. Cheap to clone. As long as one is open, no process changes the key file.
#[derive(Clone)]
pub struct Vault {
    keys: Arc<Vec<[u8; KEY_BYTES]>>,
    _in_use: Option<Arc<File>>,
}

impl std::fmt::Debug for Vault {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Vault")
    }
}

/// Where a sealed value belongs: the same words open it that sealed it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Place<'p> {
    /// The table.
    pub table: &'p str,
    /// The public id of the row's owner.
    pub row: &'p str,
    /// The column or field.
    pub field: &'p str,
}

impl Place<'_> {
    fn bytes(self) -> Vec<u8> {
        [self.table, self.row, self.field].join("\0").into_bytes()
    }
}

/// A person's key, sealed under the key of the house, as `person_keys.wrapped` holds it.
#[derive(Clone, PartialEq, Eq)]
pub struct Wrapped(pub String);

impl std::fmt::Debug for Wrapped {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Wrapped")
    }
}

impl Vault {
    /// Reads the keys from `given` (a variable, lines of base64) or from the data folder, where a first key is made
    /// with mode 0600 when there is none.
    pub fn open(data_dir: &Path, given: Option<&str>, dice: &Dice) -> Result<Self, VaultError> {
        if let Some(text) = given {
            return Self::parse(text);
        }
        let in_use = rotation::in_use(data_dir)?;
        Ok(Self { _in_use: Some(Arc::new(in_use)), ..Self::read(data_dir, dice)? })
    }

    /// As [`Vault::open`] without a variable, for whoever may change the file.
    fn read(data_dir: &Path, dice: &Dice) -> Result<Self, VaultError> {
        let path = data_dir.join(KEY_FILE);
        let io = |source| VaultError::Io { path: path.clone(), source };
        match std::fs::read_to_string(&path) {
            Ok(text) => {
                is_private(&path).map_err(io)?.then_some(()).ok_or_else(|| VaultError::Readable(path.clone()))?;
                Self::parse(&text)
            }
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => {
                make(&path, dice).map_err(io)?;
                Self::parse(&std::fs::read_to_string(&path).map_err(io)?)
            }
            Err(error) => Err(io(error)),
        }
    }

    /// Keys for tests.
    #[cfg(any(test, feature = "testing"))]
    pub fn for_tests() -> Self {
        Self { keys: Arc::new(vec![[7; KEY_BYTES]]), _in_use: None }
    }

    fn parse(text: &str) -> Result<Self, VaultError> {
        let keys: Option<Vec<[u8; KEY_BYTES]>> = text
            .lines()
            .map(str::trim)
            .filter(|line| !line.is_empty())
            .map(|line| STANDARD_NO_PAD.decode(line.trim_end_matches('=')).ok()?.try_into().ok())
            .collect();
        let keys = keys.filter(|keys| !keys.is_empty()).ok_or(VaultError::Malformed)?;
        Ok(Self { keys: Arc::new(keys), _in_use: None })
    }

    /// Eight hex characters that name the key which seals now, for people to compare copies by.
    pub fn fingerprint(&self) -> String {
        crate::idempotency::hex(&Sha256::digest(self.keys[0])[..4])
    }

    /// Whether keys are here that only open.
    pub fn has_old_keys(&self) -> bool {
        self.keys.len() > 1
    }

    /// Whether a person's key is under the key that seals now.
    pub fn is_current(&self, person: &str, wrapped: &Wrapped) -> bool {
        open(&self.keys[0], of_person(person), &wrapped.0).is_ok()
    }

    /// A fresh key for a person.
    pub fn new_person(&self, person: &str, dice: &Dice) -> Wrapped {
        let key = dice.bytes::<KEY_BYTES>();
        Wrapped(seal(&self.keys[0], of_person(person), &key, dice))
    }

    /// The same key under the key that seals now; for a rotation of the house's key.
    pub fn rewrap(&self, person: &str, wrapped: &Wrapped, dice: &Dice) -> Result<Wrapped, VaultError> {
        Ok(Wrapped(seal(&self.keys[0], of_person(person), &self.unwrap(person, wrapped)?, dice)))
    }

    /// Seals a value of a person. `person` is the public id of the account.
    pub fn seal(
        &self,
        person: &str,
        wrapped: &Wrapped,
        place: Place<'_>,
        plain: &[u8],
        dice: &Dice,
    ) -> Result<String, VaultError> {
        Ok(seal(&self.unwrap(person, wrapped)?, place, plain, dice))
    }

    /// Opens what [`Vault::seal`] made for the same person and place.
    pub fn unseal(
        &self,
        person: &str,
        wrapped: &Wrapped,
        place: Place<'_>,
        sealed: &str,
    ) -> Result<Vec<u8>, VaultError> {
        open(&self.unwrap(person, wrapped)?, place, sealed)
    }

    /// SHA-256 keyed by the house (HMAC is not needed: the key comes first and has a fixed length): for values that
    /// must be compared but never listed, such as addresses in buckets.
    pub fn fingerprint_of(&self, purpose: &str, value: &str) -> String {
        let key = self.keys.last().unwrap_or(&self.keys[0]);
        let mut hash = Sha256::new();
        for part in [key.as_slice(), purpose.as_bytes(), b"\0", value.as_bytes()] {
            hash.update(part);
        }
        crate::idempotency::hex(&hash.finalize())
    }

    fn unwrap(&self, person: &str, wrapped: &Wrapped) -> Result<[u8; KEY_BYTES], VaultError> {
        let opened = self.keys.iter().find_map(|key| open(key, of_person(person), &wrapped.0).ok());
        opened.and_then(|key| key.try_into().ok()).ok_or(VaultError::Sealed)
    }
}

fn of_person(person: &str) -> Place<'_> {
    Place { table: "person_keys", row: person, field: "wrapped" }
}

fn seal(key: &[u8; KEY_BYTES], place: Place<'_>, plain: &[u8], dice: &Dice) -> String {
    let nonce = dice.bytes::<NONCE_BYTES>();
    let payload = Payload { msg: plain, aad: &place.bytes() };
    // Fails only beyond 256 GiB.
    let sealed = XChaCha20Poly1305::new(&(*key).into()).encrypt(&nonce.into(), payload).unwrap_or_default();
    STANDARD_NO_PAD.encode([nonce.as_slice(), &sealed].concat())
}

fn open(key: &[u8; KEY_BYTES], place: Place<'_>, sealed: &str) -> Result<Vec<u8>, VaultError> {
    let bytes = STANDARD_NO_PAD.decode(sealed).map_err(|_| VaultError::Sealed)?;
    let (nonce, text) = bytes.split_first_chunk::<NONCE_BYTES>().ok_or(VaultError::Sealed)?;
    let payload = Payload { msg: text, aad: &place.bytes() };
    XChaCha20Poly1305::new(&(*key).into()).decrypt(&(*nonce).into(), payload).map_err(|_| VaultError::Sealed)
}

#[cfg(test)]
mod tests {
    use super::*;

    const PLACE: Place<'static> = Place { table: "profile_fields", row: "a", field: "visa" };

    #[test]
    fn a_value_opens_only_for_its_person_and_its_place() {
        let (vault, dice) = (Vault::for_tests(), Dice::seeded(1));
        let (ada, eve) = (vault.new_person("ada", &dice), vault.new_person("eve", &dice));
        let sealed = vault.seal("ada", &ada, PLACE, b"J-1", &dice).unwrap();
        assert!(!sealed.contains("J-1"));
        assert_eq!(vault.unseal("ada", &ada, PLACE, &sealed).unwrap(), b"J-1");
        assert!(vault.unseal("ada", &ada, Place { field: "exams", ..PLACE }, &sealed).is_err());
        assert!(vault.unseal("eve", &eve, PLACE, &sealed).is_err());
        assert!(vault.unseal("eve", &ada, PLACE, &sealed).is_err(), "a key belongs to its person");
        let mut changed = sealed.clone().into_bytes();
        changed[40] ^= 1;
        assert!(vault.unseal("ada", &ada, PLACE, &String::from_utf8_lossy(&changed)).is_err());
        assert_ne!(sealed, vault.seal("ada", &ada, PLACE, b"J-1", &dice).unwrap(), "equal values look different");
    }

    #[test]
    fn the_key_is_made_once_private_and_can_be_changed_for_another() {
        let (folder, dice) = (tempfile::tempdir().unwrap(), Dice::os());
        let first = Vault::open(folder.path(), None, &dice).unwrap();
        assert_eq!(first.fingerprint(), Vault::open(folder.path(), None, &dice).unwrap().fingerprint());
        let wrapped = first.new_person("ada", &dice);
        let sealed = first.seal("ada", &wrapped, PLACE, b"J-1", &dice).unwrap();

        let second = add_key(folder.path(), &dice).unwrap();
        assert_ne!(first.fingerprint(), second.fingerprint());
        assert_eq!(first.fingerprint_of("a", "b"), second.fingerprint_of("a", "b"), "while the old key is there");
        assert_eq!(second.unseal("ada", &wrapped, PLACE, &sealed).unwrap(), b"J-1");
        let anew = second.rewrap("ada", &wrapped, &dice).unwrap();
        let last = drop_old_keys(folder.path(), &dice).unwrap();
        assert_eq!(last.unseal("ada", &anew, PLACE, &sealed).unwrap(), b"J-1");
        assert!(last.unseal("ada", &wrapped, PLACE, &sealed).is_err());

        #[cfg(unix)]
        {
            use std::os::unix::fs::PermissionsExt;
            let path = folder.path().join(KEY_FILE);
            assert_eq!(std::fs::metadata(&path).unwrap().permissions().mode() & 0o777, 0o600);
            std::fs::set_permissions(&path, std::fs::Permissions::from_mode(0o644)).unwrap();
            assert!(matches!(Vault::open(folder.path(), None, &dice), Err(VaultError::Readable(_))));
        }
        assert!(matches!(Vault::open(folder.path(), Some("short"), &dice), Err(VaultError::Malformed)));
    }
}
