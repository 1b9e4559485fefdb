//! The list of erased people beside the database: one hash to a line, a minus before it takes a line back.
//!
//! A backup that is restored is older than the list, so it erases the same people before it serves. A line is written
//! before the erasure; one that then does not happen takes its line back. Two at once both write and one takes back, so
//! lines are counted.

use std::collections::{BTreeSet, HashMap};
use std::io::Write;
use std::path::Path;

use sea_orm::DbErr;
use sha2::{Digest, Sha256};

use crate::idempotency::hex;

/// The list's name in the data folder.
pub const ERASURES_FILE: &str = "erasures.log";
const HASH_CHARS: usize = 64;

/// How the list names a person.
pub(super) fn hash_of(public_id: &str) -> String {
    hex(&Sha256::digest(public_id.as_bytes()))
}

/// Says that this person is erased.
pub(super) fn add(data_dir: &Path, hash: &str) -> Result<(), DbErr> {
    append(data_dir, &format!("{hash}\n")).map_err(|error| failed(&error))
}

/// Takes one line back.
pub(super) fn take_back(data_dir: &Path, hash: &str) -> Result<(), DbErr> {
    append(data_dir, &format!("-{hash}\n")).map_err(|error| failed(&error))
}

/// Takes back every line about a person.
pub(super) fn strike(data_dir: &Path, hash: &str) -> Result<(), DbErr> {
    let lines = counted(data_dir).map_err(|error| failed(&error))?.get(hash).copied().unwrap_or(0);
    if lines == 0 {
        Ok(())
    } else {
        append(data_dir, &format!("-{hash}\n").repeat(lines)).map_err(|error| failed(&error))
    }
}

/// Everybody the list says is erased.
pub(super) fn erased(data_dir: &Path) -> Result<BTreeSet<String>, DbErr> {
    let lines = counted(data_dir).map_err(|error| failed(&error))?;
    Ok(lines.into_iter().filter(|(_, lines)| *lines > 0).map(|(hash, _)| hash).collect())
}

fn append(data_dir: &Path, lines: &str) -> std::io::Result<()> {
    let mut file = std::fs::OpenOptions::new().create(true).append(true).open(data_dir.join(ERASURES_FILE))?;
    file.write_all(lines.as_bytes())?;
    file.sync_all()
}

fn counted(data_dir: &Path) -> std::io::Result<HashMap<String, usize>> {
    let text = match std::fs::read_to_string(data_dir.join(ERASURES_FILE)) {
        Ok(text) => text,
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => String::new(),
        Err(error) => return Err(error),
    };
    let mut lines: HashMap<String, usize> = HashMap::new();
    for line in text.lines().map(str::trim) {
        let (hash, back) = line.strip_prefix('-').map_or((line, false), |hash| (hash, true));
        if hash.len() == HASH_CHARS {
            let count = lines.entry(hash.to_owned()).or_default();
            *count = if back { count.saturating_sub(1) } else { *count + 1 };
        }
    }
    Ok(lines)
}

fn failed(error: &std::io::Error) -> DbErr {
    DbErr::Custom(format!("{ERASURES_FILE}: {error}"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_line_holds_until_it_is_taken_back_and_two_need_two() {
        let folder = tempfile::tempdir().unwrap();
        let (dir, ada, boris) = (folder.path(), hash_of("ada"), hash_of("boris"));
        assert!(erased(dir).unwrap().is_empty(), "no file, nobody");
        add(dir, &ada).unwrap();
        add(dir, &boris).unwrap();
        add(dir, &boris).unwrap();
        take_back(dir, &boris).unwrap();
        assert_eq!(erased(dir).unwrap(), BTreeSet::from([ada.clone(), boris.clone()]));
        take_back(dir, &ada).unwrap();
        take_back(dir, &ada).unwrap();
        strike(dir, &boris).unwrap();
        assert!(erased(dir).unwrap().is_empty());
        add(dir, &ada).unwrap();
        assert_eq!(erased(dir).unwrap(), BTreeSet::from([ada]), "one too many taken back hides no later line");
    }
}
