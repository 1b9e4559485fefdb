//! Is this instance fit to serve? Each examination answers in one line what it saw and, if it is bad, what to do.
//!
//! The server's `doctor` command adds what only it can see (addresses, assets) and prints the lines.

use std::path::Path;
use std::time::Duration;

use chrono::{DateTime, TimeDelta, Utc};
use lettre::{AsyncSmtpTransport, Tokio1Executor};
use sea_orm::{ConnectionTrait, DbBackend, Statement};
use secrecy::ExposeSecret;

use crate::ctx::Ctx;
use crate::db::{DbError, DbKind};
use crate::files::disk;
use crate::mail::{backlog, check_config, mailbox_is_open};
use crate::schema::{self, SchemaState};
use crate::vault;

/// Below this the disk counts as full: 500 MiB.
const FREE_BYTES: u64 = 500 * 1024 * 1024;
/// From then on the outbox counts as stuck.
const LATE_MINUTES: i64 = 60;
const MAIL_PATIENCE: Duration = Duration::from_secs(10);
const CLOCK_TOLERANCE: TimeDelta = TimeDelta::seconds(5);
/// No clock is right before this version was written.
const BUILD_YEAR: DateTime<Utc> = DateTime::from_timestamp(1_767_225_600, 0).expect("2026-01-01");

/// One examination.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Exam {
    /// What was looked at, such as `database`.
    pub subject: &'static str,
    /// Is it fit?
    pub fit: bool,
    /// What was seen, and what to do if it is not fit.
    pub words: String,
}

impl Exam {
    fn new(subject: &'static str, fit: bool, words: impl Into<String>) -> Self {
        Self { subject, fit, words: words.into() }
    }
}

/// Examines everything. `known_schema` are the names of this binary's schema steps.
pub async fn examine(ctx: &Ctx, known_schema: &[String]) -> Vec<Exam> {
    vec![
        database(ctx).await,
        schema_state(ctx, known_schema).await,
        data_folder(&ctx.config.data_dir).await,
        free_space(&ctx.config.data_dir),
        clock(ctx).await,
        mail(ctx).await,
        outbox(ctx).await,
        key_copy(ctx),
    ]
}

/// A key without a copy elsewhere is lost with its disk, and every sealed field with it.
fn key_copy(ctx: &Ctx) -> Exam {
    let name = ctx.vault.fingerprint();
    if vault::copy_is_confirmed(&ctx.config.data_dir, &ctx.vault) {
        return Exam::new("key", true, format!("{name}, and a copy of it is kept elsewhere"));
    }
    let advice = "copy secret.key to another place, run `landfall key fingerprint` on the copy, \
                  then `landfall key confirm-copy` with what it says";
    Exam::new("key", false, format!("nobody has confirmed a copy of the key {name}; backups do not hold it: {advice}"))
}

async fn database(ctx: &Ctx) -> Exam {
    let name = ctx.db.kind().name();
    match ping(ctx).await {
        Ok(()) => Exam::new("database", true, format!("{name} answers")),
        Err(error) => Exam::new("database", false, format!("{name} does not answer: {error}")),
    }
}

/// Asks the database for nothing in particular. For readiness checks.
pub async fn ping(ctx: &Ctx) -> Result<(), DbError> {
    let db = ctx.db.read();
    db.query_one_raw(Statement::from_string(db.get_database_backend(), "SELECT 1")).await?;
    Ok(())
}

async fn schema_state(ctx: &Ctx, known: &[String]) -> Exam {
    match schema::state(&ctx.db, known).await {
        Ok(SchemaState::UpToDate) => Exam::new("schema", true, "up to date"),
        Ok(SchemaState::Behind(steps)) => {
            Exam::new("schema", false, format!("{steps} steps behind: run `landfall migrate`"))
        }
        Ok(SchemaState::Newer(names)) => {
            let words = format!("made by a newer landfall ({}): use that version", names.join(", "));
            Exam::new("schema", false, words)
        }
        Err(error) => Exam::new("schema", false, format!("cannot be read: {error}")),
    }
}

/// Writes, reads and removes a small file.
async fn data_folder(data_dir: &Path) -> Exam {
    let trial = disk::unfinished(data_dir).join("doctor");
    let tried = async {
        disk::prepare(data_dir).await?;
        tokio::fs::write(&trial, b"fit").await?;
        tokio::fs::remove_file(&trial).await
    };
    let shown = data_dir.display();
    match tried.await {
        Ok(()) => Exam::new("data folder", true, format!("{shown} can be written")),
        Err(error) => Exam::new("data folder", false, format!("{shown} cannot be written: {error}")),
    }
}

fn free_space(data_dir: &Path) -> Exam {
    match fs4::available_space(data_dir) {
        Ok(bytes) => {
            let (mib, fit) = (bytes / 1024 / 1024, bytes >= FREE_BYTES);
            let advice = if fit { "" } else { ": make room, at least 500 MiB" };
            Exam::new("disk", fit, format!("{mib} MiB free{advice}"))
        }
        Err(error) => Exam::new("disk", false, format!("the free space is unknown: {error}")),
    }
}

async fn clock(ctx: &Ctx) -> Exam {
    let now = ctx.now();
    if now < BUILD_YEAR {
        return Exam::new("clock", false, format!("it says {now}, which cannot be: set the clock"));
    }
    if ctx.db.kind() == DbKind::Sqlite {
        return Exam::new("clock", true, format!("it says {now}"));
    }
    match database_clock(ctx).await {
        Ok(there) => {
            let apart = (there - ctx.now()).abs();
            let words = format!("{} ms apart from the database's", apart.num_milliseconds());
            Exam::new("clock", apart < CLOCK_TOLERANCE, words)
        }
        Err(error) => Exam::new("clock", false, format!("the database does not tell the time: {error}")),
    }
}

async fn database_clock(ctx: &Ctx) -> Result<DateTime<Utc>, DbError> {
    let ask = Statement::from_string(DbBackend::Postgres, "SELECT clock_timestamp()");
    let row = ctx.db.read().query_one_raw(ask).await?;
    Ok(row.map_or(Ok(DateTime::UNIX_EPOCH), |row| row.try_get_by_index(0))?)
}

/// Greets the mail server and signs in; sends nothing.
async fn mail(ctx: &Ctx) -> Exam {
    let Some(mail) = &ctx.config.mail else {
        let here = mailbox_is_open(&ctx.config);
        let words = if here {
            "no server is set: mails are written to the folder mail in the data folder and shown at /dev/mail"
        } else {
            "no server is set, so nobody can confirm an address: set LANDFALL_SMTP_URL and LANDFALL_MAIL_FROM"
        };
        return Exam::new("mail", here, words);
    };
    if let Err(error) = check_config(mail) {
        return Exam::new("mail", false, error.to_string());
    }
    let transport = match AsyncSmtpTransport::<Tokio1Executor>::from_url(mail.smtp_url.expose_secret()) {
        Ok(builder) => builder.timeout(Some(MAIL_PATIENCE)).build::<Tokio1Executor>(),
        Err(error) => return Exam::new("mail", false, format!("LANDFALL_SMTP_URL cannot be used: {error}")),
    };
    match transport.test_connection().await {
        Ok(true) => Exam::new("mail", true, "the mail server answers"),
        Ok(false) => Exam::new("mail", false, "the mail server does not accept a connection"),
        Err(error) => Exam::new("mail", false, format!("the mail server cannot be reached: {error}")),
    }
}

/// Do mails leave? One that has been due for an hour means that nothing sends them or the server takes none.
async fn outbox(ctx: &Ctx) -> Exam {
    match backlog(ctx).await {
        Ok(backlog) => {
            let minutes = backlog.oldest_due_seconds / 60;
            let fit = minutes < LATE_MINUTES && backlog.failed == 0;
            let advice = if fit { "" } else { ": look at /desk/jobs" };
            let words = format!(
                "{} mails wait, the oldest due for {minutes} minutes; {} given up, {} addresses take no mail{advice}",
                backlog.waiting, backlog.failed, backlog.suppressed
            );
            Exam::new("outbox", fit, words)
        }
        Err(error) => Exam::new("outbox", false, format!("cannot be read: {error}")),
    }
}

#[cfg(test)]
mod tests {
    use secrecy::SecretString;

    use super::*;
    use crate::config::Mail;
    use crate::testing::{on_both, on_both_bare};

    fn of<'a>(exams: &'a [Exam], subject: &str) -> &'a Exam {
        exams.iter().find(|exam| exam.subject == subject).unwrap()
    }

    #[tokio::test(flavor = "multi_thread")]
    async fn an_instance_is_fit_once_its_key_has_a_copy() {
        on_both(async |world| {
            let ctx = Ctx { clock: std::sync::Arc::new(crate::clock::SystemClock), ..world.ctx.clone() };
            let exams = examine(&ctx, &migrations::names()).await;
            assert!(!of(&exams, "key").fit, "until somebody says that there is a copy");
            assert!(vault::confirm_copy(&ctx.config.data_dir, &ctx.vault, &ctx.vault.fingerprint()).unwrap());
            let exams = examine(&ctx, &migrations::names()).await;
            assert!(exams.iter().all(|exam| exam.fit), "{exams:?}");
        })
        .await;
    }

    #[tokio::test(flavor = "multi_thread")]
    async fn a_sick_instance_is_told_what_to_do() {
        on_both_bare(async |world| {
            world.clock.set(DateTime::UNIX_EPOCH);
            let mut config = (*world.ctx.config).clone();
            // Nobody listens on the discard port of the loopback address.
            config.mail =
                Some(Mail { smtp_url: SecretString::from("smtp://127.0.0.1:9"), from: "hello@example.org".to_owned() });
            config.data_dir = "/proc/landfall".into();
            let ctx = Ctx { config: config.into(), ..world.ctx.clone() };
            let exams = examine(&ctx, &migrations::names()).await;
            assert!(of(&exams, "database").fit);
            assert!(of(&exams, "schema").words.contains("landfall migrate"));
            for subject in ["data folder", "clock", "mail", "disk"] {
                assert!(!of(&exams, subject).fit, "{subject}");
            }
        })
        .await;
    }
}
