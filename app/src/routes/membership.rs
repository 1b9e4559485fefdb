//! Addresses of membership: joining, one's own orders, and the desks of the treasurer.

use domain::codes::{Key, single_use};
use domain::local_path::LocalPath;
use domain::membership::PlanKey;
use services::query;

use super::{Path, encode, path};

/// What membership costs, and the order.
pub fn join() -> Path {
    path("/join")
}

/// The same with a code and a plan, as far as there are any.
pub fn join_with(code: &str, plan: &str) -> Path {
    let said = [("code", code), ("plan", plan)].into_iter().filter(|(_, value)| !value.is_empty());
    said.fold(join(), |path, (name, value)| path.with(name, value))
}

/// The page that somebody left to make an account, with its code and its plan and with nothing else that an address may
/// hold. `None` for any other page.
pub fn join_again(left: &str) -> Option<Path> {
    let (typed, plan) = code_and_plan(left)?;
    let shared = Key::parse(&typed).map(|key| key.as_str().to_owned());
    let code = shared.or_else(|| single_use(&typed).map(|code| code.to_string())).unwrap_or_default();
    Some(join_with(&code, plan.as_ref().map_or("", PlanKey::as_str)))
}

/// The same as the database may keep it: without what could be a code that works once.
pub fn join_to_keep(left: &str) -> Option<LocalPath> {
    let (typed, plan) = code_and_plan(left)?;
    let shared = Key::parse(&typed).filter(|_| single_use(&typed).is_none());
    let join = join_with(shared.as_ref().map_or("", Key::as_str), plan.as_ref().map_or("", PlanKey::as_str));
    LocalPath::parse(join.as_str())
}

/// What was typed as a code, and the plan. `None` for any other page.
fn code_and_plan(left: &str) -> Option<(String, Option<PlanKey>)> {
    let left = LocalPath::parse(left).filter(|left| left.path() == join().as_str())?;
    let said = |name: &str| query::first_filled(left.query().unwrap_or_default(), name).unwrap_or_default();
    Some((said("code"), PlanKey::parse(&said("plan"))))
}

/// One's own membership.
pub fn my_membership() -> Path {
    path("/me/membership")
}

/// One's own order and its receipt.
pub fn my_order(order: &str) -> Path {
    path(format!("/me/membership/orders/{}", encode(order)))
}

/// The receipt of one's own order as a file to print.
pub fn my_receipt(order: &str) -> Path {
    path(format!("/me/membership/orders/{}/receipt.pdf", encode(order)))
}

/// Who is in a section, for those who are in it.
pub fn section(section: &str) -> Path {
    path(format!("/sections/{}", encode(section)))
}

/// Who is in a section, for the treasurer.
pub fn desk_section(section: &str) -> Path {
    path(format!("/desk/sections/{}", encode(section)))
}

/// The treasurer's desk.
pub fn desk_membership() -> Path {
    path("/desk/membership")
}

/// One of its lists, from the beginning.
pub fn desk_membership_list(list: &str) -> Path {
    desk_membership().with("list", list)
}

/// One order on it.
pub fn desk_order(order: &str) -> Path {
    path(format!("/desk/membership/{}", encode(order)))
}

/// The receipt of an order as a file to print, for the treasurer.
pub fn desk_receipt(order: &str) -> Path {
    path(format!("/desk/membership/{}/receipt.pdf", encode(order)))
}

/// The treasurer's plans.
pub fn desk_plans() -> Path {
    path("/desk/plans")
}

/// The form for a new plan.
pub fn desk_new_plan() -> Path {
    path("/desk/new-plan")
}

/// One plan, by its short name.
pub fn desk_plan(plan: &str) -> Path {
    path(format!("/desk/plans/{}", encode(plan)))
}

/// Codes and batches.
pub fn desk_codes() -> Path {
    path("/desk/codes")
}

/// One batch of codes, to be handed out.
pub fn desk_batch(batch: &str) -> Path {
    path(format!("/desk/codes/{}", encode(batch)))
}

#[cfg(test)]
mod tests {
    use super::{join_again, join_to_keep};

    #[test]
    fn the_way_back_to_joining_holds_a_code_and_a_plan_and_nothing_else() {
        let back = |left: &str| join_again(left).map(|path| path.to_string());
        for (left, right) in [
            ("/join", "/join"),
            ("/join?code=img", "/join?code=IMG"),
            ("/join?plan=fellow&code=%20img%20&tz=UTC&done=ordered", "/join?code=IMG&plan=fellow"),
            ("/join?code=0110%200110%200000", "/join?code=0110-0110-0000"),
            ("/join?code=Call%20me%20now!&plan=Not+a+plan", "/join"),
        ] {
            assert_eq!(back(left).as_deref(), Some(right), "{left}");
        }
        for other in ["", "/", "/me", "/joint", "//join", "https://example.org/join", "/join/x", "/join#x"] {
            assert_eq!(back(other), None, "{other}");
            assert_eq!(join_to_keep(other), None, "{other}");
        }
    }

    #[test]
    fn what_is_kept_of_it_holds_no_code_that_works_once() {
        let kept = |left: &str| join_to_keep(left).map(|path| path.to_string());
        for (left, right) in [
            ("/join?code=img&plan=fellow", "/join?code=IMG&plan=fellow"),
            ("/join?code=0110-0110-0000&plan=fellow", "/join?plan=fellow"),
            ("/join?code=oil0+oil0+0000", "/join"),
        ] {
            assert_eq!(kept(left).as_deref(), Some(right), "{left}");
        }
    }
}
