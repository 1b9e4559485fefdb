//! Whoever and whatever is invented here (people, mentors, hosts, postings, events, populations) names no real physician:
//! none of it holds a number that the national registry can have given out.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use domain::identity::profile::is_npi;

/// The files that invent something, by their names.
fn inventing(folder: &Path) -> Vec<PathBuf> {
    let mut found = Vec::new();
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        let invents = path.file_stem().is_some_and(|name| name == "sample") || folder.ends_with("population");
        if path.is_dir() {
            found.extend(inventing(&path));
        } else if invents {
            found.push(path);
        }
    }
    found
}

/// Numbers in a text that can be a physician's: ten digits in a row, or grouped by spaces and hyphens as people do.
fn numbers(text: &str) -> BTreeSet<String> {
    let rows = text.split(|c: char| !c.is_ascii_digit());
    let grouped = text.split(|c: char| !c.is_ascii_digit() && !matches!(c, ' ' | '-'));
    let digits = |run: &str| run.chars().filter(char::is_ascii_digit).collect::<String>();
    rows.chain(grouped).map(digits).filter(|number| is_npi(number)).collect()
}

#[test]
fn no_invented_text_holds_a_number_of_a_physician() {
    let services = Path::new(env!("CARGO_MANIFEST_DIR"));
    let mut files = inventing(&services.join("src"));
    files.extend(inventing(&services.join("../domain/src")));
    for known in ["opportunities/sample.rs", "mentorship/sample.rs", "events/sample.toml", "population/names.rs"] {
        assert!(files.iter().any(|file| file.ends_with(known)), "{known} is not read");
    }
    for file in &files {
        let found = numbers(&std::fs::read_to_string(file).unwrap());
        assert!(found.is_empty(), "{found:?} in {}", file.display());
    }
    // The test can see one.
    let seen = ["1234567893", "1558598797"].map(ToOwned::to_owned);
    assert_eq!(numbers("NPI 1234567893, or 155-859 8797, not 1234567890"), BTreeSet::from(seen));
}
