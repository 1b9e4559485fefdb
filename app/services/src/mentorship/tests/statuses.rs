//! What becomes of a mentor's status is what the table of the domain says, whatever happens in whichever status.

use domain::mentorship::MentorDeed;

use super::*;

async fn tell_work(person: &Person, name: &str) -> Result<(), MentorshipError> {
    let said = "I help with interviews and forms, for an hour a month.";
    save_step(&person.ctx, MentorStep::Work, &fields(&[("name", name), ("role", "fellow"), ("statement", said)])).await
}

/// Does it the way people do.
async fn happens(
    world: &TestWorld,
    moderator: &Person,
    person: &Person,
    deed: MentorDeed,
) -> Result<(), MentorshipError> {
    let mentor = row(world, person.account).await;
    let decision = |checked: &str| CheckForm {
        mentor: mentor.public_id.clone(),
        checked: checked.to_owned(),
        stamp: mentor.asked_check_at.map_or_else(String::new, |at| at.timestamp_micros().to_string()),
    };
    match deed {
        MentorDeed::Ask => {
            let proof = ProofForm { way: "moderator".to_owned(), what: "Ask the program office".to_owned() };
            ask_to_be_checked(&person.ctx, &proof).await
        }
        MentorDeed::Pass => decide_check(&moderator.ctx, &decision("moderator")).await,
        MentorDeed::Refuse => decide_check(&moderator.ctx, &decision("no")).await,
        MentorDeed::TakeBack => take_check_back(&moderator.ctx, &mentor.public_id).await,
        MentorDeed::Rename => tell_work(person, "Somebody Else").await,
        MentorDeed::EndCapability | MentorDeed::Forget => {
            let (ctx, account) = (world.ctx.clone(), person.account);
            let done = world.ctx.db.write(move |tx| {
                let ctx = ctx.clone();
                Box::pin(async move {
                    if deed == MentorDeed::Forget {
                        forget_person(tx, &ctx, account, ctx.now()).await?;
                    } else {
                        capability_ended(tx, &ctx, account, ctx.now()).await?;
                    }
                    Ok::<_, crate::db::DbError>(())
                })
            });
            Ok(done.await?)
        }
    }
}

/// Somebody who has come there by what people do.
async fn somebody(world: &TestWorld, moderator: &Person, name: &str, status: MentorStatus) -> Person {
    let person = world.person(name, &[]).await;
    tell_work(&person, "Ada").await.unwrap();
    save_step(&person.ctx, MentorStep::Help, &fields(&[("offers", "visa")])).await.unwrap();
    let way: &[MentorDeed] = match status {
        MentorStatus::Draft => &[],
        MentorStatus::Waiting => &[MentorDeed::Ask],
        MentorStatus::Listed => &[MentorDeed::Ask, MentorDeed::Pass],
        MentorStatus::Refused => &[MentorDeed::Ask, MentorDeed::Refuse],
    };
    for deed in way {
        happens(world, moderator, &person, *deed).await.unwrap();
    }
    person
}

#[tokio::test(flavor = "multi_thread")]
async fn every_deed_leads_where_the_table_says_and_nowhere_else() {
    on_both(async |world| {
        let moderator = world.person("mo", &[Capability::Moderator]).await;
        for from in MentorStatus::ALL {
            for deed in MentorDeed::ALL {
                let name = format!("{}-{}", from.word(), deed.word());
                let ada = somebody(world, &moderator, &name, *from).await;
                assert_eq!(status(world, ada.account).await, *from, "{name}");
                let to = from.after(*deed);
                let told = happens(world, &moderator, &ada, *deed).await;
                assert_eq!(status(world, ada.account).await, to.unwrap_or(*from), "{name}");
                // Asking again, and telling the same name again, is no mistake of whoever does it.
                if told.is_err() {
                    assert_eq!((refused(told), to), (Refusal::CaseSettled, None), "{name}");
                }
            }
        }
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_status_that_is_none_is_an_error_and_no_draft() {
    on_both(async |world| {
        let (ada, _) = mentor(world, "ada", 1).await;
        let row = mentors::Model { status: "Listed".to_owned(), ..row(world, ada.account).await };
        assert!(store::status(&row).is_err());
    })
    .await;
}
