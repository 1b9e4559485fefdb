//! How many redemptions of a code are stored in a second, and how many whole orders with a code, beside how many changes of
//! one row the same database stores, as one line of JSON.
//!
//! `cargo run --release -p services --features testing --example code_speed` prints
//! `{"sqlite":{"ceiling":...,"codes":...,"orders":...},"postgres":{...}}`, all in transactions a second from sixteen hands at
//! once, each durable before the next of the same hand. A redemption is what an order does because of its code; a whole order
//! also writes the order, its lines, the books, a mail, a notice, the log and the form's key. All take the same code, so that
//! they wait for one row as the changes do. Those count it up: SQLite stores nothing of a change that changes nothing.
//! `LANDFALL_TEST_POSTGRES` names the server; `LANDFALL_TEST_SQLITE_ONLY=1` leaves Postgres out.

use std::error::Error;
use std::time::Instant;

use domain::access::Capability;
use domain::codes::CodeForm;
use domain::id::PublicId;
use domain::membership::JoinForm;
use futures::future::try_join_all;
use sea_orm::sea_query::{Expr, ExprTrait};
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter};
use services::codes::entity::codes;
use services::ctx::Ctx;
use services::db::{DbError, DbKind};
use services::membership::{MembershipError, Placed, take_code};
use services::testing::{Person, TestWorld, kinds};

type Outcome<T> = Result<T, Box<dyn Error>>;

const HANDS: usize = 16;
const EACH: usize = 50;

#[tokio::main]
async fn main() -> Outcome<()> {
    let mut parts = Vec::new();
    for kind in kinds() {
        let world = match kind {
            DbKind::Sqlite => TestWorld::sqlite().await,
            DbKind::Postgres => TestWorld::postgres().await,
        };
        let [ceiling, codes, orders] = measured(&world).await?;
        let name = kind.name().to_ascii_lowercase();
        parts.push(format!(r#""{name}":{{"ceiling":{ceiling:.0},"codes":{codes:.0},"orders":{orders:.0}}}"#));
        world.end().await;
    }
    println!("{{{}}}", parts.join(","));
    Ok(())
}

/// Changes of one row, redemptions, and whole orders with a code, in a second.
async fn measured(world: &TestWorld) -> Outcome<[f64; 3]> {
    services::membership::add_sample(&world.ctx).await?;
    let desk = world.person("treasurer", &[Capability::Treasurer]).await;
    let form = CodeForm {
        kind: "shared".to_owned(),
        code: "speed".to_owned(),
        off: "percent".to_owned(),
        amount: "15".to_owned(),
        purpose: "both".to_owned(),
        zone: "America/New_York".to_owned(),
        cap: (3 * HANDS * EACH).to_string(),
        ..CodeForm::default()
    };
    services::codes::add_code(&desk.ctx, &form, &desk.ctx.dice.public_id().to_string()).await?;
    let (mut people, mut placed) = (Vec::new(), Vec::new());
    for nth in 0..HANDS * EACH {
        people.push(world.person(&format!("person{nth}"), &[]).await);
        let person = world.person(&format!("placed{nth}"), &[]).await;
        let order = order(&person, "").await?;
        let open = services::membership::placed(&person.ctx, order).await?;
        placed.push((person, open));
    }
    let began = Instant::now();
    try_join_all((0..HANDS).map(|_| changes(&world.ctx))).await?;
    let ceiling = rate(began);
    let began = Instant::now();
    try_join_all(placed.chunks(EACH).map(redemptions)).await?;
    let codes = rate(began);
    let began = Instant::now();
    try_join_all(people.chunks(EACH).map(orders)).await?;
    Ok([ceiling, codes, rate(began)])
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
                        .col_expr(codes::Column::Taken, Expr::col(codes::Column::Taken).add(1))
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

async fn redemptions(placed: &[(Person, Placed)]) -> Result<(), MembershipError> {
    for (person, order) in placed {
        take_code(&person.ctx, "speed", order).await?;
    }
    Ok(())
}

async fn orders(people: &[Person]) -> Result<(), MembershipError> {
    for person in people {
        order(person, "speed").await?;
    }
    Ok(())
}

async fn order(person: &Person, code: &str) -> Result<PublicId, MembershipError> {
    let wish = JoinForm {
        plan: "fellow".to_owned(),
        stage: "fellow".to_owned(),
        code: code.to_owned(),
        ..JoinForm::default()
    };
    services::membership::join(&person.ctx, &wish, &person.ctx.dice.public_id().to_string()).await
}
