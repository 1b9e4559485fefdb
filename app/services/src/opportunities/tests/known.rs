//! What is published at once, what somebody looks at first, and how many drafts one has.

use domain::id::PublicId;
use domain::opportunities::By;
use futures::future::join_all;

use super::*;

/// Sends a posting in. Of a trusted host it is published as if somebody had looked at who answers for it.
pub(super) async fn opened(host: &Person, more: &[(&str, &str)]) -> String {
    let id = sent(host, more).await;
    if state_of(host, &id).await == State::Submitted {
        let (ctx, name) = (host.ctx.clone(), PublicId::parse(&id).unwrap());
        let done = host.ctx.db.write(move |tx| {
            let ctx = ctx.clone();
            Box::pin(async move {
                let row = store::posting(tx, name).await?.unwrap();
                hosting::take(tx, &ctx, &row, (Step::PublishKnown, By::House), None, ctx.now()).await
            })
        });
        done.await.unwrap();
    }
    id
}

async fn approves(moderator: &Person, posting: &str) {
    decide(&moderator.ctx, posting, Step::TakeUp, "").await.unwrap();
    decide(&moderator.ctx, posting, Step::Approve, "Called the department.").await.unwrap();
}

#[tokio::test]
async fn a_trusted_host_waits_with_another_institution_or_physician() {
    on_both(async |world| {
        let (host, _) = published(world, "host", &[]).await;
        let mo = world.person("mo", &[Capability::Moderator]).await;
        let harbor = [("institution", "Harbor Clinic of Port Ellis")];
        let (there, by) = (sent(&host, &harbor).await, sent(&host, &[("supervisor", "Dr. Somebody Else")]).await);
        assert_eq!((state_of(&host, &there).await, state_of(&host, &by).await), (State::Submitted, State::Submitted));
        let again = sent(&host, &harbor).await;
        assert_eq!(state_of(&host, &again).await, State::Submitted, "what waits itself vouches for nothing");
        assert_eq!(list(&world.ctx, &Filters::parse([])).await.unwrap().counts.all, 1);
        let other =
            [("kind", "research-volunteer"), ("contact", "none"), ("official_page", "https://example.org/labs")];
        assert_eq!(state_of(&host, &sent(&host, &other).await).await, State::Published);
        approves(&mo, &there).await;
        assert_eq!(state_of(&host, &there).await, State::Published, "one look suffices for a trusted host");
        assert_eq!(state_of(&host, &sent(&host, &harbor).await).await, State::Published);
        is_whole(world).await;
    })
    .await;
}

#[tokio::test]
async fn what_its_host_took_back_vouches_for_nothing() {
    on_both(async |world| {
        let (host, id) = published(world, "host", &[]).await;
        step(&host.ctx, &id, Step::Pause).await.unwrap();
        let second = sent(&host, &[]).await;
        assert_eq!(
            state_of(&host, &second).await,
            State::Published,
            "what is paused is read by whoever has its address"
        );
        for gone in [&id, &second] {
            step(&host.ctx, gone, Step::Withdraw).await.unwrap();
        }
        assert_eq!(state_of(&host, &sent(&host, &[]).await).await, State::Submitted);
        is_whole(world).await;
    })
    .await;
}

#[tokio::test]
async fn what_was_approved_of_a_rule_hides_nothing_that_fires_it_later() {
    on_both(async |world| {
        let host = world.person("host", &[Capability::Host]).await;
        let mo = world.person("mo", &[Capability::Moderator]).await;
        let says = |description: &'static str, dollars: &'static str, department: &'static str| {
            [
                ("description", description),
                ("department", department),
                ("has_fee", "yes"),
                ("fee_what_1", "Badge"),
                ("fee_amount_1", dollars),
                ("fee_per_1", "week"),
                ("fee_payee_1", "institution"),
                ("fee_name_1", "Lakeshore Teaching Hospital"),
                ("refund", "nothing"),
                ("refund_rule", "Nothing comes back."),
            ]
        };
        let (mild, worse) = ("A refundable deposit.", "A refundable deposit. Send it by Zelle to my account.");
        let id = sent(&host, &says(mild, "50", "Visitors")).await;
        approves(&mo, &id).await;
        reworded(&host, &id, &says(mild, "50", "Office of Visitors")).await;
        assert_eq!(state_of(&host, &id).await, State::Published, "what was approved stays so");
        reworded(&host, &id, &says(worse, "50", "Office of Visitors")).await;
        assert_eq!(state_of(&host, &id).await, State::Submitted);
        let because = my_posting(&host.ctx, &id).await.unwrap().flags.remove(0).because;
        assert_eq!(because, "\"zelle\", \"deposit\"");
        approves(&mo, &id).await;
        reworded(&host, &id, &says(worse, "749", "Office of Visitors")).await;
        assert_eq!(state_of(&host, &id).await, State::Submitted, "nothing comes back of much more now");
        is_whole(world).await;
    })
    .await;
}

#[tokio::test]
async fn a_check_opens_nothing_that_its_host_had_closed() {
    on_both(async |world| {
        let mo = world.person("mo", &[Capability::Moderator]).await;
        let new = [("supervisor", "Dr. Somebody Else")];
        let closing = [("open", None), ("paused", Some(Step::Pause)), ("filled", Some(Step::Fill))];
        for (name, closes) in closing {
            let (host, id) = published(world, name, &[]).await;
            if let Some(closes) = closes {
                step(&host.ctx, &id, closes).await.unwrap();
            }
            reworded(&host, &id, &new).await;
            assert_eq!(state_of(&host, &id).await, State::Submitted);
            approves(&mo, &id).await;
            let expected = if closes.is_none() { State::Published } else { State::Paused };
            assert_eq!(page(&mo.ctx, &id).await.unwrap().state, expected, "{name}");
            if closes.is_some() {
                step(&host.ctx, &id, Step::Resume).await.unwrap();
            }
            // What is open is opened by its next check too.
            reworded(&host, &id, &[("supervisor", "Dr. Amara Osei")]).await;
            approves(&mo, &id).await;
            assert_eq!(state_of(&host, &id).await, State::Published, "{name}");
        }
        // What was full is full again, and opens by itself.
        let (host, id) = published(world, "full", &[]).await;
        let (ada, first) = applied(world, "ada", &id).await;
        move_as_host(&host.ctx, &first, Move::Offer, 7).await.unwrap();
        move_as_applicant(&ada.ctx, &first, Move::Accept).await.unwrap();
        reworded(&host, &id, &new).await;
        approves(&mo, &id).await;
        assert_eq!(state_of(&host, &id).await, State::Filled);
        move_as_applicant(&ada.ctx, &first, Move::Withdraw).await.unwrap();
        assert_eq!(state_of(&host, &id).await, State::Published);
        is_whole(world).await;
    })
    .await;
}

#[tokio::test]
async fn a_moderator_reads_what_an_approval_does_before_making_it() {
    on_both(async |world| {
        let mo = world.person("mo", &[Capability::Moderator]).await;
        let steps = async |posting: &str| review(&mo.ctx, posting).await.unwrap().steps;
        let (open, first) = published(world, "open", &[]).await;
        let (closed, second) = published(world, "closed", &[]).await;
        step(&closed.ctx, &second, Step::Pause).await.unwrap();
        for (host, id) in [(&open, &first), (&closed, &second)] {
            reworded(host, id, &[("supervisor", "Dr. Somebody Else")]).await;
            assert_eq!(steps(id).await, [(Step::TakeUp, Step::TakeUp)]);
            decide(&mo.ctx, id, Step::TakeUp, "").await.unwrap();
        }
        let back = (Step::SendBack, Step::SendBack);
        assert_eq!(steps(&first).await, [(Step::Approve, Step::Approve), back]);
        assert_eq!(steps(&second).await, [(Step::Approve, Step::ApproveClosed), back]);
        // The same once it was taken down and put back.
        let case = taken_down(&mo, &second).await;
        crate::moderation::undo(&mo.ctx, &case).await.unwrap();
        decide(&mo.ctx, &second, Step::TakeUp, "").await.unwrap();
        assert_eq!(steps(&second).await, [(Step::Approve, Step::ApproveClosed), back]);
        for (id, expected) in [(&first, State::Published), (&second, State::Paused)] {
            decide(&mo.ctx, id, Step::Approve, "Called the department.").await.unwrap();
            assert_eq!(page(&mo.ctx, id).await.unwrap().state, expected);
        }
        is_whole(world).await;
    })
    .await;
}

async fn begun(host: &Person, nth: usize) -> Result<PublicId, OpportunityError> {
    let fields: Fields = vec![("title".to_owned(), format!("Draft {nth}"))];
    Ok(begin(&host.ctx, Part::What, &fields).await?.0)
}

#[tokio::test(flavor = "multi_thread")]
async fn a_person_has_twenty_drafts_and_a_second_press_makes_none() {
    on_both(async |world| {
        let host = world.person("host", &[]).await;
        let posting = sent(&host, &[]).await;
        step(&host.ctx, &posting, Step::Withdraw).await.unwrap();
        let presses = join_all((0..6).map(|_| begun(&host, 1))).await;
        let first = *presses[0].as_ref().unwrap();
        assert!(presses.iter().all(|one| one.as_ref().is_ok_and(|one| *one == first)), "{presses:?}");
        for nth in 2..=20 {
            begun(&host, nth).await.unwrap();
        }
        assert_eq!(refused(begun(&host, 21).await), Refusal::TooManyDrafts);
        assert_eq!(refused(step(&host.ctx, &posting, Step::Renew).await), Refusal::TooManyDrafts);
        assert_eq!(begun(&host, 7).await.unwrap(), begun(&host, 7).await.unwrap(), "one that is there is gone on with");
        // One that says nothing any more is one too.
        change(&host.ctx, first.as_str(), None, Part::What, &Fields::new()).await.unwrap();
        assert_eq!(my_drafts(&host.ctx).await.unwrap().len(), 20);
        assert_eq!(refused(begun(&host, 21).await), Refusal::TooManyDrafts);
        discard(&host.ctx, first.as_str(), None).await.unwrap();
        step(&host.ctx, &posting, Step::Renew).await.unwrap();
        assert_eq!(my_drafts(&host.ctx).await.unwrap().len(), 20);
        is_whole(world).await;
    })
    .await;
}
