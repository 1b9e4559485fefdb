//! What may be said in public of how many there are.

/// Fewer mentees are too few.
const FEWEST_MENTEES: usize = 5;
/// Fewer mentors are too few.
const FEWEST_MENTORS: usize = 3;

/// Whether seats and people placed may be told in public. Among few people, a seat that stays empty would tell whoever
/// takes part that somebody would rather have it empty than have them.
pub const fn may_be_told(mentees: usize, mentors: usize) -> bool {
    mentees >= FEWEST_MENTEES && mentors >= FEWEST_MENTORS
}
