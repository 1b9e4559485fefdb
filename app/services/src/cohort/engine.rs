//! Where the engine, the judge and the hashes of thousands of lists run: apart from the threads that answer.

use std::sync::Arc;

use domain::cohort::{self, Outcome};
use domain::matching::proof::input_hash;
use domain::matching::{Hash, Input, Objective};

use super::CohortError;

/// Runs what takes long apart from the threads that answer. An error is work that broke off.
pub(super) async fn apart<T: Send + 'static>(work: impl FnOnce() -> T + Send + 'static) -> Result<T, CohortError> {
    #[cfg(test)]
    APART.set(APART.get() + 1);
    tokio::task::spawn_blocking(work).await.map_err(|error| CohortError::Broken(error.to_string()))
}

/// The hash of everything that decides the answer.
pub(super) async fn hash_of(input: &Arc<Input>) -> Result<Hash, CohortError> {
    let input = input.clone();
    apart(move || input_hash(&input)).await
}

/// What an objective gives on an input. Every run of the engine passes here, and only from inside of [`apart`].
pub(super) fn outcome(input: &Input, objective: Objective) -> Outcome {
    #[cfg(test)]
    assert!(!ANSWERS.get(), "the engine runs on a thread that answers");
    cohort::outcome(input, objective)
}

#[cfg(test)]
thread_local! {
    /// A test says of its own thread that it answers: the engine must not run here.
    pub(super) static ANSWERS: std::cell::Cell<bool> = const { std::cell::Cell::new(false) };
    /// How often something was sent apart from this thread.
    pub(super) static APART: std::cell::Cell<u32> = const { std::cell::Cell::new(0) };
}
