//! The subcommands of `landfall`. Each prints plain words and answers with an exit code:
//! 0 it worked, 1 it did not or found something, 2 the command line was wrong.

pub mod folder;
pub mod migrate;

mod admin;
mod check;
mod doctor;
mod key;
mod matching;
mod programme;
mod reports;
mod sample;
mod transfer;

use crate::config::{Config, Log};
use clap::{Parser, Subcommand};
use std::path::PathBuf;
use std::process::ExitCode;
use tracing_subscriber::EnvFilter;

#[derive(Parser)]
#[command(
    name = "landfall",
    version,
    about = "Landfall: events, mentors, observerships and membership for physicians trained abroad.",
    long_about = "Landfall: events, mentors, observerships and membership for physicians trained abroad, and for the associations that serve them.\n\n\
        Settings come from environment variables (and from a file .env in the working folder); the README lists them all. \
        Without any, the database is the file data/landfall.sqlite and pages are served at http://127.0.0.1:3000."
)]
struct Cli {
    #[command(subcommand)]
    command: Option<Command>,
}

#[derive(Subcommand)]
enum Command {
    /// Serve the site (what happens when no command is given)
    Serve,
    /// Bring the database to this version; makes a backup first when there is something to lose
    Migrate {
        /// Instead, take back this many steps (for developers; what the steps held is lost)
        #[arg(long, value_name = "STEPS")]
        down: Option<u32>,
    },
    /// Add or remove invented content to try the site with (only where sample mode is on)
    Sample {
        #[command(subcommand)]
        act: sample::Act,
    },
    /// Read or write the association's series as a file people can edit
    Programme {
        #[command(subcommand)]
        act: programme::Act,
    },
    /// Write everything, files included, to an archive that any kind of database can load
    Dump {
        /// The archive to write; must not exist yet
        file: PathBuf,
    },
    /// Load an archive written by dump into an empty database
    Load {
        /// The archive to read
        file: PathBuf,
    },
    /// Look for rows that break a rule; changes nothing, exit code 1 if it finds any
    Check,
    /// Look at configuration, database, disk, clock and mail, and say what to do
    Doctor,
    /// The key that sealed fields are under
    Key {
        #[command(subcommand)]
        act: key::Act,
    },
    /// Write a backup while the site runs
    Backup {
        /// The archive to write; must not exist yet
        file: PathBuf,
    },
    /// Make the first admin, grant a capability at once, let somebody back in
    Admin {
        #[command(subcommand)]
        act: admin::Act,
    },
    /// Match mentees with mentors from a file, or verify such a match; needs no database
    Match {
        #[command(subcommand)]
        act: matching::Act,
    },
    /// Read the problems people reported
    Report {
        #[command(subcommand)]
        act: reports::Act,
    },
}

/// Parses the command line, runs it, and turns any failure into one clear line.
pub fn main() -> ExitCode {
    let cli = Cli::parse();
    // Files in, files out: a match can be verified where nothing of Landfall is set up.
    let command = match cli.command.unwrap_or(Command::Serve) {
        Command::Match { act } => return done(matching::run(act)),
        Command::Sample { act: sample::Act::Population { people, seed, output } } => {
            return done(matching::population(people, seed, &output));
        }
        command => command,
    };
    let config = match Config::from_env() {
        Ok(config) => config,
        Err(error) => return failed(&anyhow::anyhow!(error)),
    };
    if let Err(error) = log(&config.log) {
        return failed(&error);
    }
    let runtime = match tokio::runtime::Builder::new_multi_thread().enable_all().build() {
        Ok(runtime) => runtime,
        Err(error) => return failed(&anyhow::anyhow!(error).context("starting the runtime")),
    };
    done(runtime.block_on(run(command, config)))
}

fn done(answer: anyhow::Result<ExitCode>) -> ExitCode {
    answer.unwrap_or_else(|error| failed(&error))
}

async fn run(command: Command, config: Config) -> anyhow::Result<ExitCode> {
    match command {
        Command::Serve => crate::serve::run(config).await.map(|()| ExitCode::SUCCESS),
        Command::Migrate { down } => migrate::run(&config, down).await,
        Command::Sample { act } => sample::run(&config, act).await,
        Command::Programme { act } => programme::run(&config, act).await,
        Command::Dump { file } => transfer::dump(&config, &file).await,
        Command::Load { file } => transfer::load(&config, &file).await,
        Command::Backup { file } => transfer::backup(&config, &file).await,
        Command::Check => check::run(&config).await,
        Command::Doctor => doctor::run(&config).await,
        Command::Key { act } => key::run(&config, act).await,
        Command::Match { act } => matching::run(act),
        Command::Admin { act } => admin::run(&config, act).await,
        Command::Report { act } => reports::run(&config, act).await,
    }
}

fn log(log: &Log) -> anyhow::Result<()> {
    let filter = EnvFilter::try_new(&log.filter).map_err(|error| {
        anyhow::anyhow!("LANDFALL_LOG: \"{}\" is not a log filter such as info: {error}", log.filter)
    })?;
    let lines = tracing_subscriber::fmt().with_env_filter(filter).with_writer(std::io::stderr).with_target(false);
    if log.json {
        lines.json().flatten_event(true).init();
    } else {
        lines.init();
    }
    Ok(())
}

#[expect(clippy::print_stderr, reason = "the one line a person reads when a command fails")]
fn failed(error: &anyhow::Error) -> ExitCode {
    eprintln!("landfall: {error:#}");
    ExitCode::FAILURE
}

/// Prints one line for the person at the terminal.
#[expect(clippy::print_stdout, reason = "the answer of a subcommand")]
fn say(line: impl std::fmt::Display) {
    println!("{line}");
}
