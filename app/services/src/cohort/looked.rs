//! What looking again at published results has found, kept until the minute is over: however many ask, and in whatever way,
//! the engine and the judge run once a minute for a cohort. What is stored never changes after the result is out, unless
//! somebody changes it behind the program's back; that shows a minute later.

use std::collections::HashMap;
use std::sync::Arc;
#[cfg(any(test, feature = "testing"))]
use std::sync::atomic::{AtomicU64, Ordering};

use chrono::{DateTime, Utc};
use tokio::sync::Mutex;

use super::{CohortError, Verified};

/// What was found, of one process. Clones share it.
#[derive(Debug, Clone, Default)]
pub struct Looked {
    last: Arc<Mutex<HashMap<i64, Last>>>,
    #[cfg(any(test, feature = "testing"))]
    times: Arc<AtomicU64>,
}

/// Of one cohort; whoever comes while it is looked at waits for that.
type Last = Arc<Mutex<Option<AsOf>>>;

#[derive(Debug)]
struct AsOf {
    /// Minutes since the epoch.
    minute: i64,
    found: Verified,
}

impl Looked {
    /// What was found in this minute for the cohort with this key, or what `look` finds now. Its error is passed on and not
    /// kept.
    pub(super) async fn again(
        &self,
        cohort: i64,
        now: DateTime<Utc>,
        look: impl Future<Output = Result<Verified, CohortError>>,
    ) -> Result<Verified, CohortError> {
        let minute = now.timestamp() / 60;
        let last = self.last.lock().await.entry(cohort).or_default().clone();
        let mut last = last.lock().await;
        if let Some(last) = last.as_ref().filter(|last| last.minute == minute) {
            return Ok(last.found.clone());
        }
        #[cfg(any(test, feature = "testing"))]
        self.times.fetch_add(1, Ordering::Relaxed);
        let found = look.await?;
        *last = Some(AsOf { minute, found: found.clone() });
        Ok(found)
    }

    /// How often a result was looked at, for tests.
    #[cfg(any(test, feature = "testing"))]
    pub fn times(&self) -> u64 {
        self.times.load(Ordering::Relaxed)
    }
}
