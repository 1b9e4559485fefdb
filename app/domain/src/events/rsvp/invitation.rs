//! The numbers of invitations by mail.

/// The SEQUENCE of the next invitation or cancellation to one person (RFC 5546 section 2.1.4): that of the feed, and
/// always more than the last one they were sent, whichever is higher. A seat taken back and taken again is news of its
/// own, of which the series knows nothing.
pub fn next_sequence(last: Option<u32>, of_feed: u32) -> u32 {
    last.map_or(of_feed, |last| of_feed.max(last.saturating_add(1)))
}
