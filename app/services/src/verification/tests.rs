//! Codes on both databases.

use domain::verification::{Code, Kind};

use super::{New, fresh_code, issue, revoke, verify};
use crate::ctx::Ctx;
use crate::db::DbError;
use crate::identity::entity::accounts::State;
use crate::identity::stand_for_tests;
use crate::testing::on_both;

async fn issued(ctx: &Ctx, account: Option<i64>) -> Code {
    let (code, now) = (fresh_code(ctx), ctx.now());
    let new = New {
        kind: Kind::Hours,
        account,
        subject: "Łukasz\r\nOsei".to_owned(),
        facts: vec![("Hours".to_owned(), "12".to_owned())],
        signer: "Hana Sato, program lead".to_owned(),
    };
    ctx.db
        .write(move |tx| {
            let new = new.clone();
            Box::pin(async move { Ok::<_, DbError>(issue(tx, code, &new, now).await?) })
        })
        .await
        .unwrap();
    code
}

#[tokio::test(flavor = "multi_thread")]
async fn a_code_tells_what_was_signed_and_whether_it_still_holds() {
    on_both(async |world| {
        let ctx = &world.ctx;
        let ada = world.person("ada", &[]).await;
        let code = issued(ctx, Some(ada.account)).await;
        let told = verify(ctx, &code.to_string().to_lowercase()).await.unwrap().unwrap();
        assert_eq!((told.subject.as_deref(), told.issued_at, told.revoked_at), (Some("Łukasz Osei"), ctx.now(), None));
        assert_eq!(told.facts, [("Hours".to_owned(), "12".to_owned())]);
        assert_eq!(verify(ctx, &fresh_code(ctx).to_string()).await.unwrap(), None);
        assert_eq!(verify(ctx, "no code at all").await.unwrap(), None);
        let now = ctx.now();
        for expected in [true, false] {
            let done = ctx.db.write(move |tx| Box::pin(async move { Ok::<_, DbError>(revoke(tx, code, now).await?) }));
            assert_eq!(done.await.unwrap(), expected);
        }
        assert_eq!(verify(ctx, code.as_str()).await.unwrap().unwrap().revoked_at, Some(now));
        assert_eq!(crate::check::check(ctx).await.unwrap(), []);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn of_somebody_who_is_leaving_only_the_code_is_told() {
    on_both(async |world| {
        let ada = world.person("ada", &[]).await;
        let code = issued(&world.ctx, Some(ada.account)).await;
        let stand = |state| stand_for_tests(&world.ctx, ada.account, state);
        stand(State::Leaving).await.unwrap();
        let told = verify(&world.ctx, code.as_str()).await.unwrap().unwrap();
        assert_eq!((told.subject, told.facts, told.kind), (None, Vec::new(), Kind::Hours));
        stand(State::Active).await.unwrap();
        assert!(verify(&world.ctx, code.as_str()).await.unwrap().unwrap().subject.is_some());
    })
    .await;
}
