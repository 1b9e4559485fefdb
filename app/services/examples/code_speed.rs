//! How many orders that take a code are stored in a second, beside how many changes of one row the same database stores, as
//! one line of JSON.
//!
//! `cargo run --release -p services --features testing --example code_speed` prints
//! `{"sqlite":{"ceiling":...,"codes":...},"postgres":{...}}`, both in transactions a second from sixteen hands at once, each
//! durable before the next of the same hand. All orders take the same code, so that they wait for one row as the changes do.
//! `LANDFALL_TEST_POSTGRES` names the server; `LANDFALL_TEST_SQLITE_ONLY=1` leaves Postgres out.

use std::error::Error;
use std::time::Instant;

use domain::access::Capability;
use domain::codes::CodeForm;
use domain::membership::JoinForm;
use futures::future::try_join_all;
use sea_orm::sea_query::Expr;
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter};
use services::codes::entity::codes;
use services::ctx::Ctx;
use services::db::{DbError, DbKind};
use services::testing::{Person, TestWorld, kinds};

type Outcome<T> = Result<T, Box<dyn Error>>;

const HANDS: usize = 16;
const EACH: usize = 25;

#[tokio::main]
async fn main() -> Outcome<()> {
    let mut parts = Vec::new();
    for kind in kinds() {
        let world = match kind {
            DbKind::Sqlite => TestWorld::sqlite().await,
            DbKind::Postgres => TestWorld::postgres().await,
        };
        let (ceiling, codes) = measured(&world).await?;
        parts.push(format!(r#""{}":{{"ceiling":{ceiling:.0},"codes":{codes:.0}}}"#, kind.name().to_ascii_lowercase()));
        world.end().await;
    }
    println!("{{{}}}", parts.join(","));
    Ok(())
}

/// Changes of one row, and orders with a code, in a second.
async fn measured(world: &TestWorld) -> Outcome<(f64, f64)> {
    services::membership::add_sample(&world.ctx).await?;
    let desk = world.person("treasurer", &[Capability::Treasurer]).await;
    let form = CodeForm {
        kind: "shared".to_owned(),
        code: "speed".to_owned(),
        off: "percent".to_owned(),
        amount: "15".to_owned(),
        purpose: "both".to_owned(),
        zone: "America/New_York".to_owned(),
        cap: (HANDS * EACH).to_string(),
        ..CodeForm::default()
    };
    services::codes::add_code(&desk.ctx, &form, &desk.ctx.dice.public_id().to_string()).await?;
    let mut people = Vec::new();
    for nth in 0..HANDS * EACH {
        people.push(world.person(&format!("person{nth}"), &[]).await);
    }
    let began = Instant::now();
    try_join_all((0..HANDS).map(|_| changes(&world.ctx))).await?;
    let ceiling = rate(began);
    let began = Instant::now();
    try_join_all(people.chunks(EACH).map(orders)).await?;
    Ok((ceiling, rate(began)))
}

fn rate(began: Instant) -> f64 {
    let count = u32::try_from(HANDS * EACH).map_or(f64::NAN, f64::from);
    count / began.elapsed().as_secs_f64()
}

async fn changes(ctx: &Ctx) -> Result<(), DbError> {
    for _ in 0..EACH {
        ctx.db
            .write(|tx| {
                Box::pin(async move {
                    tx.housekeeping();
                    codes::Entity::update_many()
                        .col_expr(codes::Column::Taken, Expr::col(codes::Column::Taken))
                        .filter(codes::Column::Letters.eq("SPEED"))
                        .exec(tx)
                        .await?;
                    Ok::<_, DbError>(())
                })
            })
            .await?;
    }
    Ok(())
}

async fn orders(people: &[Person]) -> Result<(), services::membership::MembershipError> {
    for person in people {
        let wish = JoinForm {
            plan: "fellow".to_owned(),
            stage: "fellow".to_owned(),
            code: "speed".to_owned(),
            ..JoinForm::default()
        };
        services::membership::join(&person.ctx, &wish, &person.ctx.dice.public_id().to_string()).await?;
    }
    Ok(())
}
