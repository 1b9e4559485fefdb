//! Two programs in another language find the same pairs, and another solver the same largest totals.
//!
//! They run in the environment that `scripts/setup.sh test` makes. Only a run that leaves out Postgres too may leave
//! them out.

use std::fmt::Write as _;
use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use domain::matching::population::dice::Dice;
use domain::matching::{Instance, Objective, solve};

use super::make::{Draft, SMALL, Shape, draft};

const PYTHON: &str = "LANDFALL_TEST_PYTHON";
const SQLITE_ONLY: &str = "LANDFALL_TEST_SQLITE_ONLY";

#[expect(clippy::disallowed_methods, reason = "only the test runner says where its Python is")]
fn python() -> Option<PathBuf> {
    let own = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../end2end/.venv/bin/python");
    let found = std::env::var_os(PYTHON).map_or(own, PathBuf::from);
    if found.exists() {
        return Some(found);
    }
    let partly = std::env::var_os(SQLITE_ONLY).is_some_and(|value| value == "1");
    assert!(partly, "there is no {}: run scripts/setup.sh test, or set {PYTHON} or {SQLITE_ONLY}=1", found.display());
    None
}

/// The script's answers, one line for each draft.
fn ask(script: &str, drafts: &[Draft]) -> Option<Vec<String>> {
    let python = python()?;
    let mut lines = String::new();
    for draft in drafts {
        writeln!(lines, "{}", draft.json()).unwrap();
    }
    let mut child = Command::new(python)
        .arg(Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/matching").join(script))
        .env("PYTHONDONTWRITEBYTECODE", "1")
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .expect("Python starts");
    let mut stdin = child.stdin.take().expect("a pipe");
    let writing = std::thread::spawn(move || stdin.write_all(lines.as_bytes()));
    let output = child.wait_with_output().expect("Python ends");
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    writing.join().unwrap().expect("Python reads everything");
    Some(String::from_utf8(output.stdout).unwrap().lines().map(str::to_owned).collect())
}

fn agrees(script: &str, drafts: &[Draft]) {
    let Some(answers) = ask(script, drafts) else { return };
    assert_eq!(answers.len(), drafts.len());
    let mut pairs = 0;
    for (draft, answer) in drafts.iter().zip(answers) {
        let ours = solve(&Instance::new(&draft.input()), Objective::Stable);
        let named: Vec<String> = ours.iter().map(|(mentee, mentor)| format!("[{mentee}, {mentor}]")).collect();
        assert_eq!(answer, format!("[{}]", named.join(", ")), "{draft:?}");
        pairs += ours.len();
    }
    assert!(pairs > drafts.len(), "{pairs} pairs of {} inputs", drafts.len());
}

#[test]
fn plain_python_finds_the_same_pairs_with_the_same_lottery() {
    let mut dice = Dice::new(31);
    let mut drafts: Vec<Draft> = (0..2000).map(|_| draft(&mut dice, SMALL)).collect();
    let large = Shape { mentees: 200, mentors: 60, seats: 4, fit: 9, ties: 40, listed: 25 };
    drafts.extend((0..20).map(|_| draft(&mut dice, large)));
    // So many that in late rounds several of few ask, who are kept as a list and not as a set.
    let crowd = Shape { mentees: 4_000, mentors: 300, seats: 4, fit: 9, ties: 40, listed: 25 };
    drafts.extend((0..3).map(|_| draft(&mut dice, crowd)));
    agrees("plain.py", &drafts);
}

#[test]
fn the_package_matching_finds_the_same_pairs_where_it_takes_the_input() {
    let mut dice = Dice::new(32);
    let drafts: Vec<Draft> = (0..500).map(|_| draft(&mut dice, Shape { ties: 0, ..SMALL })).collect();
    agrees("library.py", &drafts);
}

/// Each objective has one best value, and often several ways to it: the values are held against each other, not the pairs.
#[test]
fn or_tools_finds_the_same_largest_total_fit_and_the_same_most_people_placed() {
    let mut dice = Dice::new(33);
    // Half of them with many equal fits, half with next to none.
    let drafts: Vec<Draft> =
        (0..200).map(|round| draft(&mut dice, Shape { fit: [6, 10_000][round % 2], ..SMALL })).collect();
    let Some(answers) = ask("flow.py", &drafts) else { return };
    assert_eq!(answers.len(), drafts.len());
    let mut differ = 0;
    for (draft, answer) in drafts.iter().zip(answers) {
        let instance = Instance::new(&draft.input());
        let [fit, placed] = [Objective::Fit, Objective::Placed].map(|objective| {
            let pairs = solve(&instance, objective);
            (pairs.iter().map(|pair| draft.fit(*pair)).sum::<u32>(), pairs.len())
        });
        assert_eq!(answer, format!("[[{}, {}], [{}, {}]]", fit.0, fit.1, placed.0, placed.1), "{draft:?}");
        differ += usize::from(fit != placed);
    }
    assert!(differ > 0, "the two objectives ask for the same in every input");
}
