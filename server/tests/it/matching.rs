//! `landfall match` as somebody meets it who has a file and nothing else: no database, no setting.

use std::path::Path;
use std::process::{Command, Output};

const INPUT: &str = r#"{"format": "landfall-match-input/1",
 "seed": "0000000000000000000000000000000000000000000000000000000000000007",
 "mentees": [
  {"id": "amara", "ranks": ["kofi", "lena"], "fits": [5, 900]},
  {"id": "bela", "ranks": ["kofi", "lena"], "fits": [800, 20]}
 ],
 "mentors": [
  {"id": "kofi", "seats": 1, "ranks": [["amara", "bela"]]},
  {"id": "lena", "seats": 1, "ranks": ["amara", "bela"]}
 ]}"#;

fn landfall(folder: &Path, words: &[&str]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_landfall"))
        .args(words)
        .current_dir(folder)
        .env_clear()
        .env("LANDFALL_ADDR", "nonsense that no command without a server reads")
        .output()
        .expect("the binary runs")
}

fn said(output: &Output) -> String {
    format!("{}{}", String::from_utf8_lossy(&output.stdout), String::from_utf8_lossy(&output.stderr))
}

fn ok(folder: &Path, words: &[&str]) -> String {
    let output = landfall(folder, words);
    assert!(output.status.success(), "{}", said(&output));
    said(&output)
}

fn refused(folder: &Path, words: &[&str]) -> String {
    let output = landfall(folder, words);
    assert_eq!(output.status.code(), Some(1), "{}", said(&output));
    said(&output)
}

fn verify<'w>(input: &'w str, result: &'w str) -> [&'w str; 6] {
    ["match", "verify", "--input", input, "--result", result]
}

fn change(folder: &Path, from: &str, to: &str, old: &str, new: &str) {
    let text = std::fs::read_to_string(folder.join(from)).expect("the file is there");
    assert!(text.contains(old), "{old} is not in {text}");
    std::fs::write(folder.join(to), text.replacen(old, new, 1)).expect("the folder is ours");
}

#[test]
fn a_match_is_run_and_verified_and_no_change_passes() {
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path();
    std::fs::write(path.join("in.json"), INPUT).expect("the folder is ours");
    for objective in ["stable", "fit", "placed"] {
        let out = format!("{objective}.json");
        let words = ["match", "run", "--input", "in.json", "--objective", objective, "--output", &out];
        assert!(ok(path, &words).contains("Placed 2 of 2 mentees"));
        assert!(refused(path, &words).contains("exists already"));
        assert!(ok(path, &verify("in.json", &out)).contains("Verified: 2 pairs"));
    }
    change(path, "fit.json", "swapped.json", "\"mentor\": \"lena\"", "\"mentor\": \"kofi\"");
    assert!(refused(path, &verify("in.json", "swapped.json")).contains("mentee \"amara\" has \"kofi\" in the result"));
    change(path, "in.json", "seats.json", "\"seats\": 1", "\"seats\": 2");
    assert!(refused(path, &verify("seats.json", "stable.json")).contains("seats is 2 in the result and 3"));
    change(path, "in.json", "seed.json", "0007", "0008");
    assert!(
        refused(path, &verify("seed.json", "stable.json"))
            .contains("the seed of the result is not the seed of the input")
    );
    change(path, "in.json", "nobody.json", "[\"kofi\", \"lena\"]", "[\"kofi\", \"nadia\"]");
    let words = ["match", "run", "--input", "nobody.json", "--objective", "fit", "--output", "never.json"];
    let line = refused(path, &words);
    assert!(line.contains("mentee \"amara\", entry 2: there is no mentor \"nadia\""), "{line}");
    assert_eq!(line.trim_end().lines().count(), 1, "{line}");
    assert!(!path.join("never.json").exists());
}

#[test]
fn an_invented_population_is_matched_and_verified() {
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path();
    let said = ok(path, &["sample", "population", "300", "--output", "people.json"]);
    assert!(said.contains("Nobody in it exists"), "{said}");
    ok(path, &["match", "run", "--input", "people.json", "--objective", "stable", "--output", "out.json"]);
    ok(path, &verify("people.json", "out.json"));
    ok(path, &["sample", "population", "300", "--output", "again.json"]);
    let read = |name: &str| std::fs::read(path.join(name)).expect("it was written");
    assert_eq!(read("people.json"), read("again.json"));
}
