//! Passwords: argon2id behind a short queue, because thirty hashes a second fill a machine of two cores (figure F28).
//!
//! Whoever finds the queue full is told to come back at once instead of waiting; that is not an error of the person.
//! There are two lines. Of the line of strangers at most as many as work at once stand before the work's door, so that a
//! browser that is known waits behind few of them, however many there are.

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

use argon2::password_hash::{Output, PasswordHash, PasswordHasher, PasswordVerifier, SaltString};
use argon2::{Algorithm, Argon2, Params, Version};
use domain::identity::WeakPassword;
use tokio::sync::{OwnedSemaphorePermit, Semaphore};

use super::guessing::weakness;
use crate::config::Hashing;
use crate::dice::Dice;

/// Callers of one line that may wait for their turn.
const QUEUE: usize = 32;
/// How long one waits.
const PATIENCE: Duration = Duration::from_secs(2);

/// Why nothing was hashed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum HashError {
    /// Too many people sign in at this moment.
    #[error("too many passwords to check at once")]
    Busy,
    /// The library refused, or its task ended badly.
    #[error("hashing failed")]
    Failed,
}

/// Who waits for a password to be hashed or checked.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Line {
    /// A browser that has signed in to the account before or is signed in, whoever holds a mailed link, the command line.
    Known,
    /// Anybody else.
    Stranger,
}

/// Hashes and checks passwords. Clones share the queue.
#[derive(Clone)]
pub struct Hasher(Arc<Inner>);

struct Inner {
    params: Params,
    places: Arc<Semaphore>,
    /// Where strangers wait before they wait for a place.
    door: Semaphore,
    known: AtomicUsize,
    strangers: AtomicUsize,
    /// Checked in place of the hash of an account that does not exist, so that both take as long.
    dummy: String,
}

impl std::fmt::Debug for Hasher {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Hasher")
    }
}

/// What checking a password said.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Checked {
    /// It is not this password.
    Wrong,
    /// It is; `weak` says that its hash was made with less than is asked for now.
    Right {
        /// Make it anew.
        weak: bool,
    },
}

impl Hasher {
    /// A hasher with these costs, on one thread less than the machine has.
    pub fn new(costs: Hashing, dice: &Dice) -> Result<Self, HashError> {
        let params = Params::new(costs.memory_kib, costs.passes, costs.lanes, None).map_err(|_| HashError::Failed)?;
        let dummy = of_nobody(&params, dice)?;
        let cores = std::thread::available_parallelism().map_or(1, usize::from);
        let places = cores.saturating_sub(1).max(1);
        Ok(Self(Arc::new(Inner {
            params,
            places: Arc::new(Semaphore::new(places)),
            door: Semaphore::new(places),
            known: AtomicUsize::new(0),
            strangers: AtomicUsize::new(0),
            dummy,
        })))
    }

    /// A place in a line; [`HashError::Busy`] when it is full. Costs nothing, so it comes before whatever writes.
    pub fn queue(&self, line: Line) -> Result<Waiting, HashError> {
        let waiting = Waiting { inner: self.0.clone(), line };
        if waiting.count().fetch_add(1, Ordering::SeqCst) >= QUEUE { Err(HashError::Busy) } else { Ok(waiting) }
    }

    /// Takes every place of those who work, for a test of those who wait.
    #[cfg(test)]
    pub(super) async fn all_places(&self) -> OwnedSemaphorePermit {
        let all = u32::try_from(self.0.places.available_permits()).unwrap();
        self.0.places.clone().acquire_many_owned(all).await.unwrap()
    }

    /// Checks a password against a stored hash without waiting for a turn: the negative control of the queue.
    #[cfg(feature = "chaos")]
    pub(super) async fn check_out_of_turn(&self, password: &str, stored: Option<&str>) -> Result<Checked, HashError> {
        tokio::task::spawn_blocking(self.0.checking(password, stored)).await.map_err(|_| HashError::Failed)
    }
}

impl Inner {
    fn checking(
        self: &Arc<Self>,
        password: &str,
        stored: Option<&str>,
    ) -> impl FnOnce() -> Checked + Send + 'static + use<> {
        let (password, inner) = (password.as_bytes().to_vec(), self.clone());
        let stored = stored.map(ToOwned::to_owned);
        move || {
            let known = stored.is_some();
            let text = stored.as_deref().unwrap_or(&inner.dummy);
            let Ok(parsed) = PasswordHash::new(text) else { return Checked::Wrong };
            if argon2(&inner.params).verify_password(&password, &parsed).is_err() || !known {
                return Checked::Wrong;
            }
            Checked::Right { weak: is_weaker(&parsed, &inner.params) }
        }
    }
}

/// A place in a line, given back when the caller goes.
pub struct Waiting {
    inner: Arc<Inner>,
    line: Line,
}

impl Waiting {
    /// Checks a password against a stored hash. Without one it takes as long and says no.
    pub async fn check(self, password: &str, stored: Option<&str>) -> Result<Checked, HashError> {
        let work = self.inner.checking(password, stored);
        self.in_turn(work).await
    }

    /// The PHC string to store.
    pub async fn hash(self, password: &str, dice: &Dice) -> Result<String, HashError> {
        let (salt, password, inner) = (dice.bytes::<16>(), password.as_bytes().to_vec(), self.inner.clone());
        self.in_turn(move || hash(&inner.params, &salt, &password)).await?
    }

    /// The same for a new password, unless it would soon be guessed: finding that out takes a core too, so both have one
    /// turn.
    pub async fn hash_new(self, password: &str, dice: &Dice) -> Result<Result<String, WeakPassword>, HashError> {
        let (salt, password, inner) = (dice.bytes::<16>(), password.to_owned(), self.inner.clone());
        let done = self.in_turn(move || match weakness(&password) {
            Some(weak) => Ok(Err(weak)),
            None => hash(&inner.params, &salt, password.as_bytes()).map(Ok),
        });
        done.await?
    }

    async fn in_turn<T: Send + 'static>(self, work: impl FnOnce() -> T + Send + 'static) -> Result<T, HashError> {
        let place = tokio::time::timeout(PATIENCE, self.place()).await.map_err(|_| HashError::Busy)??;
        let done = tokio::task::spawn_blocking(move || {
            // Held until the work is done, even if the caller has gone.
            let _place = place;
            work()
        });
        done.await.map_err(|_| HashError::Failed)
    }

    async fn place(&self) -> Result<OwnedSemaphorePermit, HashError> {
        let _at_the_door = match self.line {
            Line::Known => None,
            Line::Stranger => Some(self.inner.door.acquire().await.map_err(|_| HashError::Failed)?),
        };
        self.inner.places.clone().acquire_owned().await.map_err(|_| HashError::Failed)
    }

    fn count(&self) -> &AtomicUsize {
        match self.line {
            Line::Known => &self.inner.known,
            Line::Stranger => &self.inner.strangers,
        }
    }
}

impl Drop for Waiting {
    fn drop(&mut self) {
        self.count().fetch_sub(1, Ordering::SeqCst);
    }
}

/// What looks like a hash and is none: checking against it costs as much as against any, and making it costs nothing.
fn of_nobody(params: &Params, dice: &Dice) -> Result<String, HashError> {
    let salt = SaltString::encode_b64(&dice.bytes::<16>()).map_err(|_| HashError::Failed)?;
    let output = Output::new(&dice.bytes::<32>()).map_err(|_| HashError::Failed)?;
    let (memory, passes, lanes) = (params.m_cost(), params.t_cost(), params.p_cost());
    Ok(format!("$argon2id$v=19$m={memory},t={passes},p={lanes}${salt}${output}"))
}

fn argon2(params: &Params) -> Argon2<'static> {
    Argon2::new(Algorithm::Argon2id, Version::V0x13, params.clone())
}

fn hash(params: &Params, salt: &[u8], password: &[u8]) -> Result<String, HashError> {
    let salt = SaltString::encode_b64(salt).map_err(|_| HashError::Failed)?;
    argon2(params).hash_password(password, &salt).map(|hash| hash.to_string()).map_err(|_| HashError::Failed)
}

fn is_weaker(stored: &PasswordHash<'_>, wanted: &Params) -> bool {
    Params::try_from(stored).map_or(true, |has| {
        has.m_cost() < wanted.m_cost() || has.t_cost() < wanted.t_cost() || has.p_cost() < wanted.p_cost()
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn hasher() -> Hasher {
        Hasher::new(Hashing { memory_kib: 64, passes: 1, lanes: 1 }, &Dice::seeded(1)).unwrap()
    }

    #[tokio::test]
    async fn a_password_is_checked_and_a_weak_hash_is_noticed() {
        let (hasher, dice) = (hasher(), Dice::seeded(2));
        let stored = hash(&hasher, &dice).await.unwrap();
        assert!(stored.starts_with("$argon2id$v=19$m=64,t=1,p=1$"), "{stored}");
        assert_ne!(stored, hash(&hasher, &dice).await.unwrap(), "each has a salt of its own");
        assert_eq!(check(&hasher, "correct horse battery", Some(&stored)).await, Ok(Checked::Right { weak: false }));
        assert_eq!(check(&hasher, "correct horse batter", Some(&stored)).await, Ok(Checked::Wrong));
        assert_eq!(check(&hasher, "nobody has this password", None).await, Ok(Checked::Wrong));
        let of_nobody = PasswordHash::new(&hasher.0.dummy).unwrap();
        assert_eq!(
            of_nobody.hash.map(|hash| hash.len()),
            PasswordHash::new(&stored).unwrap().hash.map(|hash| hash.len())
        );
        assert!(!is_weaker(&of_nobody, &hasher.0.params), "it costs as much as any");
        assert_eq!(check(&hasher, "correct horse battery", Some("-")).await, Ok(Checked::Wrong));
        let stronger = Hasher::new(Hashing { memory_kib: 128, passes: 1, lanes: 1 }, &dice).unwrap();
        assert_eq!(check(&stronger, "correct horse battery", Some(&stored)).await, Ok(Checked::Right { weak: true }));
    }

    async fn hash(hasher: &Hasher, dice: &Dice) -> Result<String, HashError> {
        hasher.queue(Line::Stranger)?.hash("correct horse battery", dice).await
    }

    async fn check(hasher: &Hasher, password: &str, stored: Option<&str>) -> Result<Checked, HashError> {
        hasher.queue(Line::Stranger)?.check(password, stored).await
    }

    #[tokio::test(flavor = "multi_thread")]
    async fn whoever_finds_the_queue_full_is_told_at_once_and_nobody_keeps_a_place() {
        let hasher = hasher();
        let held = hasher.all_places().await;
        let waiting: Vec<_> = (0..QUEUE)
            .map(|_| {
                let hasher = hasher.clone();
                tokio::spawn(async move { check(&hasher, "x", None).await })
            })
            .collect();
        while hasher.0.strangers.load(Ordering::SeqCst) < QUEUE {
            tokio::task::yield_now().await;
        }
        assert_eq!(check(&hasher, "x", None).await, Err(HashError::Busy));
        drop(held);
        for task in waiting {
            assert_eq!(task.await.unwrap(), Ok(Checked::Wrong));
        }
        assert_eq!(hasher.0.strangers.load(Ordering::SeqCst), 0);
    }

    #[tokio::test]
    async fn a_known_browser_stands_behind_few_strangers_and_has_a_line_of_its_own() {
        let hasher = hasher();
        let at_once = hasher.0.places.available_permits();
        let held = hasher.all_places().await;
        let order = Arc::new(std::sync::Mutex::new(Vec::new()));
        let come = |line: Line| {
            let (place, order) = (hasher.queue(line).unwrap(), order.clone());
            tokio::spawn(async move {
                let _place = place.place().await.unwrap();
                order.lock().unwrap().push(place.line);
            })
        };
        let mut all: Vec<_> = (0..QUEUE).map(|_| come(Line::Stranger)).collect();
        tokio::task::yield_now().await;
        assert_eq!(hasher.queue(Line::Stranger).map(drop), Err(HashError::Busy));
        all.push(come(Line::Known));
        tokio::task::yield_now().await;
        drop(held);
        for one in all {
            one.await.unwrap();
        }
        let order = order.lock().unwrap();
        assert_eq!(order.len(), QUEUE + 1);
        let before = order.iter().position(|line| *line == Line::Known);
        assert!(before.is_some_and(|before| before <= at_once), "behind {before:?} strangers");
    }
}
