//! The binary as an operator meets it: what it prints, what it answers, what it leaves alone.

#![expect(clippy::unwrap_used, reason = "a helper of a test fails the test")]

use migrations::{Migrator, MigratorTrait};
use sea_orm::ConnectionTrait;
use services::db::{Db, DbConfig};
use std::net::TcpListener;
use std::path::Path;
use std::process::{Command, Output};

fn landfall(folder: &Path, settings: &[(&str, &str)], words: &[&str]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_landfall"))
        .args(words)
        .current_dir(folder)
        .env_clear()
        .env("LANDFALL_LOG", "warn")
        .env("LANDFALL_DATA_DIR", folder.join("data"))
        .envs(settings.iter().copied())
        .output()
        .expect("the binary runs")
}

fn said(output: &Output) -> String {
    format!("{}{}", String::from_utf8_lossy(&output.stdout), String::from_utf8_lossy(&output.stderr))
}

fn ok(output: &Output) -> String {
    assert!(output.status.success(), "{}", said(output));
    said(output)
}

/// One line, exit 1.
fn refused(output: &Output) -> String {
    assert_eq!(output.status.code(), Some(1), "{}", said(output));
    let said = said(output);
    assert_eq!(said.trim_end().lines().count(), 1, "{said}");
    said
}

async fn by_hand(folder: &Path, statement: &'static str) {
    let url = format!("sqlite://{}", folder.join("data/landfall.sqlite").display());
    let db = Db::connect(&DbConfig::new(url, folder.join("data"))).await.unwrap();
    db.migrate(async |connection| connection.execute_unprepared(statement).await.map(drop)).await.unwrap();
    db.close().await.unwrap();
}

#[test]
fn help_names_every_command() {
    let folder = tempfile::tempdir().unwrap();
    let help = ok(&landfall(folder.path(), &[], &["--help"]));
    for word in [
        "serve",
        "migrate",
        "sample",
        "programme",
        "dump",
        "load",
        "check",
        "doctor",
        "backup",
        "key",
        "match",
        "report",
    ] {
        assert!(help.contains(word), "{word} is missing in:\n{help}");
    }
}

#[test]
fn what_stops_the_start_is_said_in_one_line() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path();
    assert!(refused(&landfall(path, &[("LANDFALL_ADDR", "nowhere")], &["serve"])).contains("LANDFALL_ADDR"));
    assert!(refused(&landfall(path, &[], &["serve"])).contains("landfall migrate"));
    ok(&landfall(path, &[], &["migrate"]));
    let taken = TcpListener::bind("127.0.0.1:0").unwrap();
    let addr = taken.local_addr().unwrap().to_string();
    assert!(refused(&landfall(path, &[("LANDFALL_ADDR", addr.as_str())], &["serve"])).contains("in use"));
    std::fs::write(path.join("file"), "").unwrap();
    let below = path.join("file/data");
    let data = [("LANDFALL_DATA_DIR", below.to_str().unwrap())];
    assert!(refused(&landfall(path, &data, &["serve"])).contains("LANDFALL_DATA_DIR"));
}

#[test]
fn the_key_wants_a_copy_and_can_be_changed_for_another_while_the_site_is_stopped() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path();
    ok(&landfall(path, &[], &["migrate"]));
    assert!(said(&landfall(path, &[], &["doctor"])).contains("MEND key"));
    std::fs::copy(path.join("data/secret.key"), path.join("copy")).unwrap();
    let fingerprint = ok(&landfall(path, &[], &["key", "fingerprint", "copy"])).trim().to_owned();
    assert!(refused(&landfall(path, &[], &["key", "confirm-copy", "00000000"])).contains("key fingerprint"));
    ok(&landfall(path, &[], &["key", "confirm-copy", &fingerprint]));
    assert!(said(&landfall(path, &[], &["doctor"])).contains("ok   key"));
    let status = ok(&landfall(path, &[], &["key", "status"]));
    assert!(status.contains(&fingerprint) && status.contains("0 under another"), "{status}");

    let old = std::fs::read(path.join("data/secret.key")).unwrap();
    let using = services::vault::Vault::open(&path.join("data"), None, &services::dice::Dice::os()).unwrap();
    assert!(refused(&landfall(path, &[], &["key", "rotate"])).contains("stop it"));
    assert_eq!(std::fs::read(path.join("data/secret.key")).unwrap(), old);
    drop(using);
    ok(&landfall(path, &[], &["key", "rotate"]));
    let status = ok(&landfall(path, &[], &["key", "status"]));
    assert!(!status.contains(&fingerprint) && status.contains("No copy"), "{status}");
    assert!(said(&landfall(path, &[], &["doctor"])).contains("MEND key"), "the new key has no copy yet");
}

#[test]
fn sample_content_needs_the_word_and_a_loopback_address() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path();
    ok(&landfall(path, &[], &["migrate"]));
    assert!(refused(&landfall(path, &[], &["sample", "add"])).contains("LANDFALL_SAMPLE"));
    let public = [("LANDFALL_SAMPLE", "1"), ("LANDFALL_PUBLIC_URL", "https://landfall.example")];
    assert!(refused(&landfall(path, &public, &["sample", "add"])).contains("loopback"));
    let sample = [("LANDFALL_SAMPLE", "1")];
    assert!(ok(&landfall(path, &sample, &["sample", "add"])).contains("12 added"));
    assert!(ok(&landfall(path, &sample, &["sample", "add"])).contains("12 unchanged"));
    assert!(ok(&landfall(path, &[], &["sample", "remove"])).contains("Removed 12"));
    assert!(ok(&landfall(path, &[], &["check"])).contains("Everything holds"));
}

#[test]
fn an_import_with_mistakes_names_each_and_stores_nothing() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path();
    ok(&landfall(path, &[], &["migrate"]));
    let good = "[[series]]\ntitle = \"Letters\"\nzone = \"America/New_York\"\nstarts = 2027-01-05T18:00:00\nminutes = 60\n\
                format = \"online\"\nstatus = \"published\"\n";
    let file = path.join("programme.toml");
    std::fs::write(&file, format!("{good}\n{}", good.replace("America/New_York", "America/NewYork"))).unwrap();
    let output = landfall(path, &[], &["programme", "import", "programme.toml"]);
    assert_eq!(output.status.code(), Some(1));
    let words = said(&output);
    assert!(
        words.contains("line 11") && words.contains("America/New_York") && words.contains("Nothing was stored"),
        "{words}"
    );
    std::fs::write(&file, good).unwrap();
    assert!(ok(&landfall(path, &[], &["programme", "import", "programme.toml"])).contains("1 added"));
    assert!(ok(&landfall(path, &[], &["programme", "import", "programme.toml"])).contains("1 unchanged"));
    ok(&landfall(path, &[], &["programme", "export", "out.toml"]));
    ok(&landfall(path, &[], &["programme", "import", "out.toml"]));
    ok(&landfall(path, &[], &["programme", "export", "again.toml"]));
    assert_eq!(std::fs::read(path.join("out.toml")).unwrap(), std::fs::read(path.join("again.toml")).unwrap());
}

#[tokio::test]
async fn an_older_schema_is_backed_up_and_migrated_and_a_newer_one_is_left_alone() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path();
    ok(&landfall(path, &[], &["migrate"]));
    assert!(ok(&landfall(path, &[], &["migrate"])).contains("up to date"));
    ok(&landfall(path, &[], &["migrate", "--down", "1"]));
    assert!(refused(&landfall(path, &[], &["serve"])).contains("1 step(s) behind"));
    assert!(ok(&landfall(path, &[], &["migrate"])).contains("Backup written"));
    let backups = std::fs::read_dir(path.join("data/backups")).unwrap().count();
    assert!(backups >= 1);
    by_hand(path, "INSERT INTO seaql_migrations (version, applied_at) VALUES ('m29990101_000001_future', 0)").await;
    for words in [&["serve"][..], &["migrate"], &["check"], &["dump", "x.tar"]] {
        assert!(refused(&landfall(path, &[], words)).contains("newer landfall"), "{words:?}");
    }
    assert_eq!(Migrator::migrations().len(), server::cli::migrate::known().len());
}

#[tokio::test]
async fn check_answers_1_and_names_the_row_that_breaks_a_rule() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path();
    let sample = [("LANDFALL_SAMPLE", "1")];
    ok(&landfall(path, &[], &["migrate"]));
    ok(&landfall(path, &sample, &["sample", "add"]));
    by_hand(path, "UPDATE series SET zone = 'America/Nowhere' WHERE slug = 'img-coffee-chat'").await;
    let output = landfall(path, &[], &["check"]);
    assert_eq!(output.status.code(), Some(1));
    assert!(said(&output).contains("series"), "{}", said(&output));
}

#[test]
fn a_dump_loads_into_an_empty_database_and_a_backup_is_written_once() {
    let (from, to) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
    let archive = from.path().join("all.tar");
    let name = archive.to_str().unwrap();
    ok(&landfall(from.path(), &[], &["migrate"]));
    ok(&landfall(from.path(), &[("LANDFALL_SAMPLE", "1")], &["sample", "add"]));
    ok(&landfall(from.path(), &[], &["dump", name]));
    assert!(refused(&landfall(from.path(), &[], &["dump", name])).contains("exists already"));
    assert!(refused(&landfall(from.path(), &[], &["load", name])).contains("already holds"));
    // The key is in no dump: whoever moves carries it along.
    std::fs::create_dir_all(to.path().join("data")).unwrap();
    std::fs::copy(from.path().join("data/secret.key"), to.path().join("data/secret.key")).unwrap();
    ok(&landfall(to.path(), &[], &["migrate"]));
    ok(&landfall(to.path(), &[], &["load", name]));
    assert!(ok(&landfall(to.path(), &[("LANDFALL_SAMPLE", "1")], &["sample", "add"])).contains("12 unchanged"));
    assert!(ok(&landfall(to.path(), &[], &["backup", "b.tar"])).contains("Backup written"));
    assert!(ok(&landfall(to.path(), &[], &["check"])).contains("Everything holds"));
}
