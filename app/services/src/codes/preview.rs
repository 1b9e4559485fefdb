//! What everything costs, with a code too, before anybody signs up.

use domain::access::{Action, Object, Standing};
use domain::codes::{Asked, No, Rules, judge, words};
use domain::membership::{Plan, Priced, Stage, Stages, price};

use super::find::{self, Found};
use super::guess::Guess;
use super::taken::taken_by;
use crate::access::allow;
use crate::ctx::Ctx;
use crate::membership::{MembershipError, all_plans, belongs, has_paid};

/// A plan with what it costs.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Offer {
    /// The plan.
    pub plan: Plan,
    /// Without a code.
    pub full: Priced,
    /// With the code, where it works.
    pub with_code: Option<Priced>,
}

/// What is said of the code.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Answer {
    /// None was given.
    None,
    /// It works for at least one plan; its name on receipts.
    Works(String),
    /// It works for none, and why.
    No(&'static str),
}

/// Every plan that takes orders, and what is said of the code.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Prices {
    /// The plans, the cheapest first.
    pub offers: Vec<Offer>,
    /// What is said of the code.
    pub code: Answer,
}

/// What everything costs for one term. Somebody who has not said where they are is shown every plan; a code for some stages
/// shows its price on plans for those.
pub async fn prices(ctx: &Ctx, stage: Option<Stage>, code: Option<&str>) -> Result<Prices, MembershipError> {
    allow(ctx, Action::ReadPlans, Object::None)?;
    let db = ctx.db.read();
    let mut offers = Vec::new();
    for plan in all_plans(db, true).await? {
        if stage.is_none() || plan.audience.hold(stage) {
            let Some(full) = price(&plan, 1, None) else { continue };
            offers.push(Offer { plan, full, with_code: None });
        }
    }
    let Some(typed) = code.map(str::trim).filter(|typed| !typed.is_empty()) else {
        return Ok(Prices { offers, code: Answer::None });
    };
    let Some(guess) = Guess::take(ctx).await? else {
        return Ok(Prices { offers, code: Answer::No(words::WAIT) });
    };
    let known = ctx.viewer.member.as_ref().filter(|member| member.standing == Standing::Active);
    let Some(found) = find::find(db, typed).await? else {
        return Ok(Prices { offers, code: Answer::No(No::Unknown.words(known.is_some())) });
    };
    let who = Who::of(ctx, known.map(|member| member.account), &found).await?;
    let rules = found.judged_by(super::rules_of(&found.row)?);
    let for_anybody = Rules { audience: Stages::EVERYBODY, ..rules.clone() };
    let mut why = None;
    for offer in &mut offers {
        let asked = Asked {
            plan: &offer.plan.key,
            subtotal: offer.full.subtotal,
            currency: offer.plan.currency,
            renewal: who.renewal,
            paid_before: who.paid_before,
            stage,
            taken: found.taken(),
            taken_by_person: who.taken,
            now: ctx.now(),
        };
        let judged = match stage {
            Some(_) => judge(&rules, &asked),
            None if rules.audience.meets(offer.plan.audience) => judge(&for_anybody, &asked),
            None => Err(No::OtherStage),
        };
        match judged {
            Ok(_) => offer.with_code = price(&offer.plan, 1, Some((found.row.label.as_str(), rules.off))),
            // What is wrong with the code itself says more than that this plan is another.
            Err(no) if why.is_none_or(|why| matches!(why, No::OtherPlan | No::OtherCurrency | No::OtherStage)) => {
                why = Some(no);
            }
            Err(_) => {}
        }
    }
    if offers.iter().any(|offer| offer.with_code.is_some()) {
        guess.give_back(ctx).await?;
        return Ok(Prices { offers, code: Answer::Works(found.row.label) });
    }
    let no = why.unwrap_or(No::Unknown);
    // Somebody with an account has read why; it was no guess.
    if known.is_some() && !super::is_guess(no) {
        guess.give_back(ctx).await?;
    }
    Ok(Prices { offers, code: Answer::No(no.words(known.is_some())) })
}

/// What of the viewer a code asks for; a stranger counts as somebody who joins.
#[derive(Default)]
struct Who {
    renewal: bool,
    paid_before: bool,
    taken: u16,
}

impl Who {
    async fn of(ctx: &Ctx, account: Option<i64>, found: &Found) -> Result<Self, sea_orm::DbErr> {
        let Some(account) = account else { return Ok(Self::default()) };
        let db = ctx.db.read();
        Ok(Self {
            renewal: belongs(db, account).await?,
            paid_before: has_paid(db, account).await?,
            taken: taken_by(db, found.row.id, account).await?,
        })
    }
}
