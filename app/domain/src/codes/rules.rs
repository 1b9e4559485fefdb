//! What a code asks of an order, and the judgment over one.

use chrono::{DateTime, Utc};

use super::window::{When, Window};
use super::{Off, words};
use crate::membership::{PlanKey, Stage, Stages};
use crate::money::{Cents, Currency};

/// How a code is handed out.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Kind {
    /// One for many, easy to say: IMG.
    Shared,
    /// One of a batch; it works once.
    Single,
}

impl Kind {
    /// The word that forms and the database carry.
    pub const fn word(self) -> &'static str {
        match self {
            Self::Shared => "shared",
            Self::Single => "single",
        }
    }

    /// The kind behind a word.
    pub fn parse(word: &str) -> Option<Self> {
        [Self::Shared, Self::Single].into_iter().find(|kind| kind.word() == word)
    }
}

/// Whose orders it is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Purpose {
    /// Those of people who join or come back.
    New,
    /// Those of people who belong.
    Renewal,
    /// Both.
    Both,
}

impl Purpose {
    /// All of them, in the order people see.
    pub const ALL: [Self; 3] = [Self::New, Self::Renewal, Self::Both];

    /// The word that forms and the database carry.
    pub const fn word(self) -> &'static str {
        match self {
            Self::New => "new",
            Self::Renewal => "renewal",
            Self::Both => "both",
        }
    }

    /// The purpose behind a word.
    pub fn parse(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|purpose| purpose.word() == word)
    }

    /// What people read.
    pub const fn label(self) -> &'static str {
        match self {
            Self::New => "Joining",
            Self::Renewal => "Renewing",
            Self::Both => "Joining and renewing",
        }
    }
}

/// Everything a code asks for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Rules {
    /// What it takes off.
    pub off: Off,
    /// Only orders in this currency; an amount off says nothing in another.
    pub currency: Option<Currency>,
    /// Only these plans; empty for all.
    pub plans: Vec<PlanKey>,
    /// Joining, renewing, or both.
    pub purpose: Purpose,
    /// When.
    pub window: Window,
    /// How often at most, by everybody together.
    pub cap: Option<u32>,
    /// How often at most by one person; 1 unless said otherwise.
    pub per_person: u16,
    /// Only orders of at least this much, before anything is taken off.
    pub minimum: Option<Cents>,
    /// Only the first order that a person ever pays for.
    pub first_purchase: bool,
    /// Only people at these stages.
    pub audience: Stages,
    /// Whether it was stopped by hand.
    pub stopped: bool,
}

/// The order that a code is tried on.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Asked<'a> {
    /// The plan.
    pub plan: &'a PlanKey,
    /// Before anything is taken off.
    pub subtotal: Cents,
    /// Of what.
    pub currency: Currency,
    /// Whether the person belongs now, so that it is a renewal.
    pub renewal: bool,
    /// Whether the person has paid for an order before.
    pub paid_before: bool,
    /// Where the person says they are.
    pub stage: Option<Stage>,
    /// Held and redeemed so far by everybody.
    pub taken: u32,
    /// Held and redeemed so far by this person.
    pub taken_by_person: u16,
    /// The present instant.
    pub now: DateTime<Utc>,
}

/// Why a code does not work for an order. Strangers are never told which: see [`words::told`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum No {
    /// There is no such code.
    Unknown,
    /// It was stopped.
    Stopped,
    /// Not yet.
    NotYet,
    /// No more.
    Over,
    /// All have been taken.
    UsedUp,
    /// This person has had theirs.
    UsedByPerson,
    /// For another plan.
    OtherPlan,
    /// For another currency.
    OtherCurrency,
    /// For people who join.
    OnlyNew,
    /// For people who renew.
    OnlyRenewal,
    /// The order is too small.
    BelowMinimum,
    /// Not the first order.
    NotFirst,
    /// For people at another stage.
    OtherStage,
}

impl No {
    /// All of them.
    pub const ALL: [Self; 13] = [
        Self::Unknown,
        Self::Stopped,
        Self::NotYet,
        Self::Over,
        Self::UsedUp,
        Self::UsedByPerson,
        Self::OtherPlan,
        Self::OtherCurrency,
        Self::OnlyNew,
        Self::OnlyRenewal,
        Self::BelowMinimum,
        Self::NotFirst,
        Self::OtherStage,
    ];

    /// What the person reads; `known` for somebody with a confirmed account.
    pub const fn words(self, known: bool) -> &'static str {
        words::told(self, known)
    }
}

/// Does a code work for an order? What it takes off, or the first rule that says no.
pub fn judge(rules: &Rules, asked: &Asked<'_>) -> Result<Cents, No> {
    let no = if rules.stopped {
        Some(No::Stopped)
    } else if rules.cap.is_some_and(|cap| asked.taken >= cap) {
        Some(No::UsedUp)
    } else if asked.taken_by_person >= rules.per_person {
        Some(No::UsedByPerson)
    } else if !rules.plans.is_empty() && !rules.plans.contains(asked.plan) {
        Some(No::OtherPlan)
    } else if rules.currency.is_some_and(|currency| currency != asked.currency) {
        Some(No::OtherCurrency)
    } else if rules.purpose == Purpose::New && asked.renewal {
        Some(No::OnlyNew)
    } else if rules.purpose == Purpose::Renewal && !asked.renewal {
        Some(No::OnlyRenewal)
    } else if rules.first_purchase && asked.paid_before {
        Some(No::NotFirst)
    } else if rules.minimum.is_some_and(|minimum| asked.subtotal < minimum) {
        Some(No::BelowMinimum)
    } else if !rules.audience.hold(asked.stage) {
        Some(No::OtherStage)
    } else {
        match rules.window.at(asked.now) {
            When::Before => Some(No::NotYet),
            When::After => Some(No::Over),
            When::Inside => None,
        }
    };
    no.map_or_else(|| Ok(rules.off.of(asked.subtotal)), Err)
}
