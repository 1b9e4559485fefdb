//! How long sessions, links and proofs hold. Figures F27, F30 and F31 of the security design.

use chrono::{DateTime, TimeDelta, Utc};

/// Characters a password has at least (NIST SP 800-63B asks for 8; without a second factor we ask for more).
pub const MIN_PASSWORD: usize = 10;
/// Octets a password has at most, checked before anything is hashed.
pub const MAX_PASSWORD: usize = 128;
/// How long an account can be had back after its owner has asked to be deleted.
pub const TIME_TO_COME_BACK: TimeDelta = TimeDelta::days(14);
/// How long a password once given counts as given.
pub const PROOF: TimeDelta = TimeDelta::minutes(10);
/// How long a second factor that is being set up waits for its first code.
pub const PENDING_KEPT: TimeDelta = TimeDelta::minutes(30);
/// Accounts whose address nobody confirmed are deleted after this.
pub const UNCONFIRMED_KEPT: TimeDelta = TimeDelta::days(7);
/// A browser that has not signed in for this long is no longer known.
pub const DEVICE_KEPT: TimeDelta = TimeDelta::days(180);
/// Codes handed out for a lost second factor.
pub const RECOVERY_CODES: usize = 10;

/// How long sessions of a person hold.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct SessionLimits {
    /// Without use.
    pub idle: TimeDelta,
    /// However much it is used.
    pub absolute: TimeDelta,
}

impl SessionLimits {
    /// Two weeks unused and 30 days in all; for people with work for the association 30 minutes and 12 hours.
    pub const fn of(staff: bool) -> Self {
        if staff {
            Self { idle: TimeDelta::minutes(30), absolute: TimeDelta::hours(12) }
        } else {
            Self { idle: TimeDelta::days(14), absolute: TimeDelta::days(30) }
        }
    }

    /// When a session ends that was begun and last used then: whichever limit comes first.
    pub fn end(self, created_at: DateTime<Utc>, seen_at: DateTime<Utc>) -> DateTime<Utc> {
        (created_at + self.absolute).min(seen_at + self.idle)
    }
}

/// So many tries; each is given back after a part of `per`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Tries {
    /// At most at once.
    pub most: i32,
    /// In this time all come back.
    pub per: TimeDelta,
}

impl Tries {
    /// Passwords and codes for one account, from wherever.
    pub const ACCOUNT: Self = Self { most: 10, per: TimeDelta::minutes(15) };
    /// Passwords for one account from a browser that has signed in to it before.
    pub const KNOWN_DEVICE: Self = Self { most: 10, per: TimeDelta::minutes(15) };
    /// Passwords from one network address, for whatever accounts.
    pub const ADDRESS: Self = Self { most: 50, per: TimeDelta::minutes(15) };
    /// Mails that somebody who is not signed in can make us send to one address.
    pub const MAILS: Self = Self { most: 3, per: TimeDelta::hours(1) };
    /// Among these, words that somebody has tried to make an account with an address that has one: so few that links people
    /// have asked for themselves still come.
    pub const ALREADY: Self = Self { most: 1, per: TimeDelta::hours(1) };
    /// Mails that somebody who is not signed in can make us send from one network address, to whomever.
    pub const MAILS_FROM: Self = Self { most: 10, per: TimeDelta::hours(1) };

    /// Uses one of the tries: how many are used then and when all are back, or `None` when none is left.
    ///
    /// `used` tries were used when `full_at` was set, and they come back one by one until then.
    pub fn take(self, used: i32, full_at: DateTime<Utc>, now: DateTime<Utc>) -> Option<(i32, DateTime<Utc>)> {
        let each = self.per / self.most;
        let left = (full_at - now).max(TimeDelta::zero());
        // Rounded up: a try is back when the whole of its time has passed.
        let millis = each.num_milliseconds().max(1);
        let still = i32::try_from((left.num_milliseconds() + millis - 1) / millis).unwrap_or(i32::MAX).min(used);
        (still < self.most).then(|| (still + 1, now + each * (still + 1)))
    }

    /// Takes one [`Self::take`] back, for somebody who was not heard: how many are used then and when all are back.
    pub fn give_back(self, used: i32, full_at: DateTime<Utc>) -> (i32, DateTime<Utc>) {
        if used == 0 { (0, full_at) } else { (used - 1, full_at - self.per / self.most) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_session_ends_by_the_limit_that_comes_first() {
        let start = DateTime::UNIX_EPOCH;
        for staff in [false, true] {
            let limits = SessionLimits::of(staff);
            assert_eq!(limits.end(start, start), start + limits.idle);
            let late = start + limits.absolute - TimeDelta::seconds(1);
            assert_eq!(limits.end(start, late), start + limits.absolute);
        }
        assert!(SessionLimits::of(true).absolute < SessionLimits::of(false).idle);
    }

    #[test]
    fn ten_tries_then_one_more_for_each_part_of_the_time() {
        let (tries, mut now) = (Tries::ACCOUNT, DateTime::UNIX_EPOCH);
        let (mut used, mut full_at) = (0, now);
        for nth in 1..=10 {
            (used, full_at) = tries.take(used, full_at, now).unwrap();
            assert_eq!(used, nth);
        }
        assert_eq!(tries.take(used, full_at, now), None);
        now += TimeDelta::seconds(89);
        assert_eq!(tries.take(used, full_at, now), None);
        now += TimeDelta::seconds(1);
        (used, full_at) = tries.take(used, full_at, now).unwrap();
        assert_eq!(tries.take(used, full_at, now), None);
        now += TimeDelta::minutes(15);
        assert_eq!(tries.take(used, full_at, now), Some((1, now + TimeDelta::seconds(90))));
    }

    #[test]
    fn a_clock_put_back_gives_no_tries() {
        let now = DateTime::UNIX_EPOCH + TimeDelta::days(1);
        assert_eq!(Tries::ACCOUNT.take(10, now + TimeDelta::minutes(15), now - TimeDelta::hours(1)), None);
    }

    #[test]
    fn a_try_given_back_leaves_everything_as_it_was() {
        let (tries, now) = (Tries::ACCOUNT, DateTime::UNIX_EPOCH);
        let once = tries.take(0, now, now).unwrap();
        let twice = tries.take(once.0, once.1, now).unwrap();
        assert_eq!(tries.give_back(twice.0, twice.1), once);
        assert_eq!(tries.give_back(once.0, once.1), (0, now));
        assert_eq!(tries.give_back(0, now), (0, now));
    }
}
