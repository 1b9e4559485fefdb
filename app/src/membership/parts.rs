//! What the pages of membership share.

use crate::request;
use crate::ui::{NotFoundPage, Sorry};
use domain::membership::{Plan, Stage};
use leptos::prelude::*;
use services::ctx::Ctx;
use services::membership::MembershipError;

/// The page in place of what cannot be shown. Whoever may not see it gets the page of an unknown address.
pub(super) fn instead(ctx: &Ctx, error: &MembershipError) -> AnyView {
    match error {
        MembershipError::NotFound | MembershipError::Denied(_) => view! { <NotFoundPage/> }.into_any(),
        error => {
            request::failed(&ctx.viewer.request_id, error);
            view! { <Sorry/> }.into_any()
        }
    }
}

/// Words and labels of every stage.
pub(super) fn stages() -> Vec<(String, String)> {
    Stage::ALL.map(|stage| (stage.word().to_owned(), stage.label().to_owned())).to_vec()
}

/// Whom a plan is for, in one line.
pub(super) fn audience(plan: &Plan) -> String {
    let labels: Vec<&str> = plan.audience.iter().map(Stage::label).collect();
    if labels.is_empty() { "Everybody".to_owned() } else { labels.join("; ") }
}
