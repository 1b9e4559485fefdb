//! How fast a mentor answers, in one number.

use chrono::{DateTime, Utc};

use super::ANSWER_WITHIN;

/// A request that its mentor has answered, or that ran out.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Reply {
    /// When it was put before the mentor.
    pub asked_at: DateTime<Utc>,
    /// When the mentor first answered; `None` when it ran out without a word.
    pub replied_at: Option<DateTime<Utc>>,
}

impl Reply {
    /// Whole minutes until the answer. Silence counts as all the time there was.
    fn minutes(self) -> i32 {
        let took = self.replied_at.map_or(ANSWER_WITHIN, |replied| replied - self.asked_at);
        i32::try_from(took.num_minutes().max(0)).unwrap_or(i32::MAX)
    }
}

/// The median time to an answer, in whole minutes; the longer one of the two in the middle. `None` without a request.
pub fn median_reply(replies: &[Reply]) -> Option<i32> {
    let mut minutes: Vec<i32> = replies.iter().map(|reply| reply.minutes()).collect();
    minutes.sort_unstable();
    minutes.get(minutes.len() / 2).copied()
}

#[cfg(test)]
mod tests {
    use chrono::TimeDelta;

    use super::*;

    const WEEK: i32 = 10_080;

    fn replies(hours: &[Option<i64>]) -> Vec<Reply> {
        let asked_at = DateTime::UNIX_EPOCH;
        let reply =
            |hours: Option<i64>| Reply { asked_at, replied_at: hours.map(|hours| asked_at + TimeDelta::hours(hours)) };
        hours.iter().copied().map(reply).collect()
    }

    #[test]
    fn a_request_that_ran_out_counts_as_a_week() {
        for (hours, median) in [
            (vec![], None),
            (vec![None], Some(WEEK)),
            (vec![Some(2), None, None], Some(WEEK)),
            (vec![Some(2), None], Some(WEEK)),
            (vec![None, Some(3), Some(2)], Some(180)),
            (vec![Some(5), Some(2), Some(3)], Some(180)),
            // A clock that was put back.
            (vec![Some(-1)], Some(0)),
        ] {
            assert_eq!(median_reply(&replies(&hours)), median, "{hours:?}");
        }
    }
}
