//! What two say to each other once it is over.

use super::*;

#[tokio::test(flavor = "multi_thread")]
async fn words_after_the_end_are_said_once_and_heard_of_once() {
    on_both(async |world| {
        let (ada, eve, id) = a_pair(world).await;
        close_engagement(&eve.ctx, id.as_str(), "").await.unwrap();
        let heard = async |person: &Person| letters_with(world, person, "The other has written a few words").await;
        // The second press of the same button changes nothing.
        for _ in 0..2 {
            close_engagement(&eve.ctx, id.as_str(), "Thank you for your time.").await.unwrap();
        }
        assert_eq!(heard(&ada).await, 1, "{}", world.kind().name());
        assert_eq!(refused(close_engagement(&eve.ctx, id.as_str(), "Other words.").await), Refusal::WordsSaid);
        let read = engagement(&ada.ctx, id).await.unwrap().other_feedback;
        assert_eq!(read.as_deref(), Some("Thank you for your time."));
        close_engagement(&ada.ctx, id.as_str(), "And you for yours.").await.unwrap();
        assert_eq!((heard(&ada).await, heard(&eve).await), (1, 1));
        counts_agree(world).await;
    })
    .await;
}
