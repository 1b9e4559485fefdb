//! What takes long holds up nobody who is answered meanwhile.

use std::sync::mpsc;
use std::time::Duration;

use super::*;
use crate::cohort::engine::{ANSWERS, APART, apart};

/// One thread answers everything in this test.
#[tokio::test]
async fn others_go_on_while_something_takes_long() {
    let (go, wait) = mpsc::channel();
    let other = tokio::spawn(async move { go.send(()) });
    // It ends only after the other task has had its turn, or gives up.
    let seen = apart(move || wait.recv_timeout(Duration::from_secs(10)).is_ok()).await.unwrap();
    assert!(seen, "the other task waited for it");
    other.await.unwrap().unwrap();
}

/// One thread answers everything in this test; the engine refuses to run on it.
#[tokio::test]
async fn the_engine_never_runs_on_a_thread_that_answers() {
    ANSWERS.set(true);
    on_both(async |world| {
        let cast = cast(world, "open").await;
        world.clock.set(at(MENTEES_BEGIN));
        for mentee in &cast.mentees {
            save_choices(&mentee.ctx, &cast.id, &cast.choices(&[0, 1])).await.unwrap();
        }
        // The first run closes the lists itself, so it cannot begin before it has the writer; the second runs ahead of it.
        world.clock.set(at(CLOSE));
        for (key, times) in [(KEY, 3), ("fedcba9876543210", 2)] {
            APART.set(0);
            preview(&cast.organizer.ctx, &cast.id, key).await.unwrap();
            // Closing, looking whether the lists are the same, and running; or running ahead and looking.
            assert_eq!(APART.get(), times, "{}", world.kind().name());
        }
        assert_eq!(side_by_side(&cast.organizer.ctx, &cast.id).await.unwrap().beside.len(), 3);
        APART.set(0);
        publish(&cast.organizer.ctx, &cast.id, "fit", true).await.unwrap();
        assert_eq!(APART.get(), 2, "it ran ahead of the writer, and within it the lists were looked at only");
        APART.set(0);
        let proof = my_cohort(&cast.mentees[0].ctx, &cast.id).await.unwrap().proof.unwrap();
        assert_eq!((APART.get(), proof.1), (1, true), "hashes of all lists are computed apart, once");
        let found = certificate(&world.ctx, &cast.id).await.unwrap();
        assert_eq!((found.made, found.verified.unwrap().again), (7, Some(true)), "{}", world.kind().name());
    })
    .await;
    ANSWERS.set(false);
}
