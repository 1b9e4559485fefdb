//! Invented plans and the code IMG, for trying things out. Every price says that it is a sample.

use domain::codes::{CodeForm, NewCode};
use domain::form::FieldError;
use domain::membership::{Plan, PlanForm};
use sea_orm::sea_query::Expr;
use sea_orm::{ColumnTrait, DbErr, EntityTrait, PaginatorTrait, QueryFilter};

use super::entity::{orders, plans as rows};
use super::plans;
use crate::codes;
use crate::ctx::Ctx;
use crate::db::DbError;

/// Key, name, summary, price, term, months, stages, terms at once.
type Row =
    (&'static str, &'static str, &'static str, &'static str, &'static str, &'static str, &'static str, &'static str);

const PLANS: [Row; 4] = [
    (
        "resident",
        "Resident membership",
        "One price for all the years before residency and in it.",
        "50",
        "training",
        "",
        "student,graduate-preparing,exams,certified,applying,matched,resident",
        "1",
    ),
    ("fellow", "Fellow membership", "For physicians in a fellowship.", "75", "months", "12", "fellow", "3"),
    ("physician", "Physician membership", "For practicing physicians.", "150", "calendar-year", "", "practising", "3"),
    ("life", "Life membership", "Once and for all.", "1500", "lifetime", "", "practising", "1"),
];

fn plan(row: &Row) -> Result<Plan, Vec<FieldError>> {
    let (key, name, summary, price, term, months, stages, terms) = *row;
    let form = PlanForm {
        key: key.to_owned(),
        name: name.to_owned(),
        summary: summary.to_owned(),
        price: price.to_owned(),
        currency: "USD".to_owned(),
        term: term.to_owned(),
        months: months.to_owned(),
        stages: stages.to_owned(),
        grace_days: "60".to_owned(),
        most_terms: terms.to_owned(),
        open: "yes".to_owned(),
    };
    form.parse().map(|plan| Plan { sample: true, ..plan })
}

fn img(zone: chrono_tz::Tz) -> Result<NewCode, Vec<FieldError>> {
    let form = CodeForm {
        kind: "shared".to_owned(),
        code: "IMG".to_owned(),
        off: "percent".to_owned(),
        amount: "15".to_owned(),
        purpose: "both".to_owned(),
        zone: zone.name().to_owned(),
        ..CodeForm::default()
    };
    form.parse()
}

/// Adds the sample plans and the code IMG where they are not there.
pub async fn add_sample(ctx: &Ctx) -> Result<(), DbError> {
    let (now, own) = (ctx.now(), ctx.clone());
    let wrong = |errors: Vec<FieldError>| DbErr::Custom(format!("a sample is wrong: {errors:?}"));
    let made = PLANS.iter().map(plan).collect::<Result<Vec<_>, _>>().map_err(wrong)?;
    let code = img(ctx.config.org.zone).map_err(wrong)?;
    ctx.db
        .write(move |tx| {
            let (ctx, made, code) = (own.clone(), made.clone(), code.clone());
            Box::pin(async move {
                for plan in &made {
                    plans::insert(tx, plan, now).await?;
                }
                codes::add_sample(tx, &ctx, &code).await?;
                Ok::<_, DbError>(())
            })
        })
        .await
}

/// Takes them away again; what somebody has ordered stays, because the books do, and is closed.
pub async fn remove_sample(ctx: &Ctx) -> Result<(), DbError> {
    let now = ctx.now();
    ctx.db
        .write(move |tx| {
            Box::pin(async move {
                codes::remove_sample(tx, now).await?;
                for row in rows::Entity::find().filter(rows::Column::Sample.eq(true)).all(tx).await? {
                    let ordered = orders::Entity::find().filter(orders::Column::PlanId.eq(row.id)).count(tx).await?;
                    if ordered == 0 {
                        rows::Entity::delete_by_id(row.id).exec(tx).await?;
                    } else {
                        rows::Entity::update_many()
                            .col_expr(rows::Column::Open, Expr::value(false))
                            .filter(rows::Column::Id.eq(row.id))
                            .exec(tx)
                            .await?;
                    }
                }
                Ok::<_, DbError>(())
            })
        })
        .await
}
