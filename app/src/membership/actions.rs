//! What the forms of membership and codes call.

#![expect(missing_docs, reason = "the fields of a server function are named by its form")]

use crate::error::AppError;
use crate::reply::{Done, Posted, Reply, reply};
use crate::{request, routes};
use domain::codes::CodeForm;
use domain::membership::{ConfirmForm, JoinForm, PaymentForm, PlanForm, RefundForm};
use leptos::prelude::server;
use services::membership::{self, Counts, MembershipError};

/// Orders a plan.
#[server(prefix = "/do", endpoint = "membership/join")]
pub async fn join_plan(
    #[server(default)] plan: String,
    #[server(default)] stage: String,
    #[server(default)] img: String,
    #[server(default)] training_ends: String,
    #[server(default)] terms: String,
    #[server(default)] discount: String,
) -> Result<Reply, AppError> {
    let form = JoinForm { plan, stage, img, training_ends, terms, code: discount };
    let key = request::form_meta().key;
    let order = membership::join(&request::ctx(), &form, &key).await.map_err(|error| about_code(error, "discount"))?;
    Ok(reply(&routes::my_order(order.as_str()), Done::Ordered))
}

/// Takes back one's own order.
#[server(prefix = "/do", endpoint = "membership/cancel-order")]
pub async fn cancel_order(#[server(default)] order: String) -> Result<Reply, AppError> {
    membership::cancel_order(&request::ctx(), &order).await.map_err(refused)?;
    Ok(reply(&routes::my_membership(), Done::OrderCanceled))
}

/// Says when training ends.
#[server(prefix = "/do", endpoint = "membership/confirm-training")]
pub async fn confirm_training(#[server(default)] training_ends: String) -> Result<Reply, AppError> {
    let form = ConfirmForm { training_ends };
    membership::confirm_training(&request::ctx(), &form).await.map_err(refused)?;
    Ok(reply(&routes::my_membership(), Done::TrainingConfirmed))
}

/// Leaves the association.
#[server(prefix = "/do", endpoint = "membership/leave")]
pub async fn leave_association() -> Result<Reply, AppError> {
    membership::leave(&request::ctx()).await.map_err(refused)?;
    Ok(reply(&routes::my_membership(), Done::AssociationLeft))
}

/// Writes down a payment.
#[server(prefix = "/do", endpoint = "membership/record-payment")]
pub async fn record_payment(
    #[server(default)] order: String,
    #[server(default)] amount: String,
    #[server(default)] method: String,
    #[server(default)] received_on: String,
    #[server(default)] reference: String,
) -> Result<Reply, AppError> {
    let form = PaymentForm { amount, method, received_on, reference };
    let counts = membership::record_payment(&request::ctx(), &order, &form, &request::form_meta().key).await;
    let done = match counts.map_err(refused)? {
        Counts::AsExpected => Done::PaymentRecorded,
        Counts::TakenUp => Done::OrderTakenUp,
        Counts::WithoutCode => Done::OrderWithoutCode,
        Counts::Held => Done::PaymentHeld,
    };
    Ok(reply(&routes::desk_order(&order), done))
}

/// Gives money back.
#[server(prefix = "/do", endpoint = "membership/give-back")]
pub async fn give_back(
    #[server(default)] order: String,
    #[server(default)] amount: String,
    #[server(default)] reason: String,
) -> Result<Reply, AppError> {
    let form = RefundForm { amount, reason };
    membership::give_back(&request::ctx(), &order, &form, &request::form_meta().key).await.map_err(refused)?;
    Ok(reply(&routes::desk_order(&order), Done::MoneyGivenBack))
}

/// Takes back an order for its person.
#[server(prefix = "/do", endpoint = "membership/cancel-for")]
pub async fn cancel_order_for(#[server(default)] order: String) -> Result<Reply, AppError> {
    membership::cancel_for(&request::ctx(), &order).await.map_err(refused)?;
    Ok(reply(&routes::desk_order(&order), Done::OrderCanceled))
}

/// Makes a code, or a batch of them.
#[server(prefix = "/do", endpoint = "codes/make")]
pub async fn make_code() -> Result<Reply, AppError> {
    let (ctx, posted) = (request::ctx(), request::posted());
    let all = |name: &str| joined(&posted, name);
    let form = CodeForm {
        kind: all("kind"),
        code: all("letters"),
        count: all("count"),
        off: all("off"),
        amount: all("amount"),
        currency: all("currency"),
        plans: all("plans"),
        purpose: all("purpose"),
        zone: all("zone"),
        from: all("from"),
        until: all("until"),
        cap: all("cap"),
        per_person: all("per_person"),
        minimum: all("minimum"),
        first_purchase: all("first_purchase"),
        stages: all("stages"),
        partner: all("partner"),
    };
    let made = services::codes::add_code(&ctx, &form, &request::form_meta().key).await;
    made.map_err(|error| about_code(error, "letters"))?;
    Ok(reply(&routes::desk_codes(), Done::CodeMade))
}

/// Stops a code or a batch.
#[server(prefix = "/do", endpoint = "codes/stop")]
pub async fn stop_code(#[server(default)] made: String) -> Result<Reply, AppError> {
    services::codes::stop(&request::ctx(), &made).await.map_err(refused)?;
    Ok(reply(&routes::desk_codes(), Done::CodeStopped))
}

/// Every value of a field, with commas between: boxes to tick post one for each.
fn joined(posted: &Posted, name: &str) -> String {
    let values = posted.fields().iter().filter(|(field, _)| field == name).map(|(_, value)| value.as_str());
    values.collect::<Vec<_>>().join(",")
}

fn plan_form() -> PlanForm {
    let posted = request::posted();
    let all = |name: &str| joined(&posted, name);
    PlanForm {
        key: all("key"),
        name: all("name"),
        summary: all("summary"),
        price: all("price"),
        currency: all("currency"),
        term: all("term"),
        months: all("months"),
        stages: all("stages"),
        grace_days: all("grace_days"),
        most_terms: all("most_terms"),
        open: all("open"),
    }
}

/// Makes a plan.
#[server(prefix = "/do", endpoint = "membership/add-plan")]
pub async fn add_plan() -> Result<Reply, AppError> {
    membership::add_plan(&request::ctx(), &plan_form()).await.map_err(refused)?;
    Ok(reply(&routes::desk_plans(), Done::PlanSaved))
}

/// Says something else about a plan.
#[server(prefix = "/do", endpoint = "membership/change-plan")]
pub async fn change_plan() -> Result<Reply, AppError> {
    membership::change_plan(&request::ctx(), &plan_form()).await.map_err(refused)?;
    Ok(reply(&routes::desk_plans(), Done::PlanSaved))
}

/// The same where the form calls the code otherwise: what a field named `code` holds is never sent back to a browser, and
/// whoever mistypes a date would order without the code they came with.
fn about_code(error: MembershipError, name: &str) -> AppError {
    let mut error = refused(error);
    if let AppError::Invalid(errors) = &mut error {
        for one in errors.iter_mut().filter(|one| one.field == "code") {
            name.clone_into(&mut one.field);
        }
    }
    error
}

fn refused(error: MembershipError) -> AppError {
    match error {
        MembershipError::Denied(denied) => denied.into(),
        MembershipError::NotFound => AppError::NotFound,
        MembershipError::Invalid(errors) => AppError::Invalid(errors),
        MembershipError::Refused(refusal) => AppError::Refused(refusal),
        MembershipError::KeyConflict => AppError::AlreadySent,
        MembershipError::Db(error) => AppError::internal(&request::request_id(), &error),
    }
}
