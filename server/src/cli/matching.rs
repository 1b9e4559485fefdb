//! `landfall match run|verify` and `landfall sample population`: files only, no database.

use super::say;
use anyhow::{Context, bail};
use clap::{Subcommand, ValueEnum};
use domain::matching::{Input, Objective, Report};
use std::path::{Path, PathBuf};
use std::process::ExitCode;

#[derive(Subcommand)]
pub(super) enum Act {
    /// Match the people of a file and write who is with whom, what it costs, and the hashes to check it by
    Run {
        /// The input, JSON or CSV as the README describes them
        #[arg(long, value_name = "FILE")]
        input: PathBuf,
        /// What the match is for
        #[arg(long)]
        objective: Goal,
        /// The result to write; must not exist yet
        #[arg(long, value_name = "FILE")]
        output: PathBuf,
    },
    /// Compute a result again from its input; exit code 1 with a line for each thing that differs
    Verify {
        /// The input the result was made from
        #[arg(long, value_name = "FILE")]
        input: PathBuf,
        /// The result that `match run` wrote
        #[arg(long, value_name = "FILE")]
        result: PathBuf,
    },
}

#[derive(Clone, Copy, ValueEnum)]
pub(super) enum Goal {
    /// No mentee and mentor who would both rather have each other
    Stable,
    /// The largest total fit
    Fit,
    /// The most people placed
    Placed,
}

pub(super) fn run(act: Act) -> anyhow::Result<ExitCode> {
    match act {
        Act::Run { input, objective, output } => {
            let objective = match objective {
                Goal::Stable => Objective::Stable,
                Goal::Fit => Objective::Fit,
                Goal::Placed => Objective::Placed,
            };
            let report = Report::run(&read(&input)?, objective);
            write(&output, &services::matching::write_result(&report)?)?;
            say(format_args!(
                "Placed {} of {} mentees; mean rank {}, total fit {}, blocking pairs {}.",
                report.placed,
                report.mentees,
                report.mean_rank(),
                report.total_fit,
                report.blocking_pairs
            ));
            say(format_args!("Written to {}, result hash {}.", output.display(), report.result_hash()));
            Ok(ExitCode::SUCCESS)
        }
        Act::Verify { input, result } => {
            let people = read(&input)?;
            let bytes = bytes(&result)?;
            let (report, said, mean_rank) =
                services::matching::read_result(&bytes).with_context(|| result.display().to_string())?;
            let verdict = services::matching::verify(&people, &report, said, &mean_rank);
            if verdict.wrong.is_empty() {
                say(format_args!(
                    "Verified: {} pairs, {} blocking pairs, result hash {said}.",
                    report.placed, report.blocking_pairs
                ));
                return Ok(ExitCode::SUCCESS);
            }
            for line in &verdict.wrong {
                say(format_args!("{}: {line}", result.display()));
            }
            say("This is not the result of this input.");
            Ok(ExitCode::FAILURE)
        }
    }
}

/// `landfall sample population`.
pub(super) fn population(people: u32, seed: u64, output: &Path) -> anyhow::Result<ExitCode> {
    write(output, &services::matching::write_population(people, seed)?)?;
    say(format_args!("Written {people} invented mentees and a third as many mentors to {}.", output.display()));
    say("They are shaped by published figures and by assumptions; the file says which. Nobody in it exists.");
    Ok(ExitCode::SUCCESS)
}

fn read(path: &Path) -> anyhow::Result<Input> {
    services::matching::read(&bytes(path)?).with_context(|| path.display().to_string())
}

fn bytes(path: &Path) -> anyhow::Result<Vec<u8>> {
    std::fs::read(path).with_context(|| format!("could not read {}", path.display()))
}

/// Never over another file: a result that was published must not vanish by a slip.
fn write(path: &Path, text: &str) -> anyhow::Result<()> {
    use std::io::Write as _;
    let mut file = match std::fs::File::create_new(path) {
        Ok(file) => file,
        Err(error) if error.kind() == std::io::ErrorKind::AlreadyExists => bail!("{} exists already", path.display()),
        Err(error) => return Err(error).with_context(|| format!("could not write {}", path.display())),
    };
    file.write_all(text.as_bytes())
        .and_then(|()| file.sync_all())
        .with_context(|| format!("could not write {}", path.display()))
}
