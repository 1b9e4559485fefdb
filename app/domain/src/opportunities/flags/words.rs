//! The words that the rules look for, in lower case and with single spaces.

pub(super) const PAYS_A_PERSON: &[&str] = &[
    "zelle",
    "venmo",
    "cash app",
    "cashapp",
    "western union",
    "moneygram",
    "gift card",
    "bitcoin",
    "crypto",
    "usdt",
    "wire to my",
    "pay me",
    "personal account",
    "friends and family",
    "in cash",
    "cash only",
    "deposit",
];
pub(super) const LETTER: &[&str] = &[
    "guaranteed letter",
    "guarantee a letter",
    "guarantee you a letter",
    "guaranteed lor",
    "guarantee lor",
    "lor guaranteed",
    "letter guaranteed",
    "letters guaranteed",
    "letter of recommendation included",
    "lor included",
    "buy a letter",
    "strong letter for",
    "letter for an extra",
];
pub(super) const MATCH: &[&str] = &[
    "guaranteed match",
    "guarantee a match",
    "match guaranteed",
    "guaranteed interview",
    "interview guaranteed",
    "guarantee an interview",
    "guaranteed visa",
    "visa guaranteed",
    "guarantee your visa",
    "100% match",
];
pub(super) const NO_INTERVIEW: &[&str] = &[
    "no interview needed",
    "no interview required",
    "no interview necessary",
    "without interview",
    "without an interview",
    "everyone accepted",
    "everybody is accepted",
    "instant acceptance",
    "100% acceptance",
];
pub(super) const OUTSIDE: &[&str] =
    &["whatsapp", "telegram", "wechat", "viber", "signal app", "text me", "call me", "dm me", "message me on"];
pub(super) const VISITOR: &[&str] =
    &["tourist visa", "visitor visa", "visitors visa", "visitor's visa", "b-2", "b2 visa", "esta"];
pub(super) const NOBODY: &[&str] = &[
    "to be announced",
    "tba",
    "tbd",
    "to be determined",
    "after payment",
    "various",
    "confidential",
    "one of our physicians",
];
pub(super) const VAGUE: &[&str] = &[
    "hospital",
    "a hospital",
    "clinic",
    "a clinic",
    "private clinic",
    "private practice",
    "medical center",
    "leading hospital",
    "top hospital",
    "university hospital",
];
pub(super) const OWN_LETTER: &[&str] = &[
    "write your own letter",
    "draft your own letter",
    "you write the letter",
    "draft your letter",
    "prepare your own letter",
];
pub(super) const PRESSURE: &[&str] = &[
    "pay today",
    "pay now",
    "today only",
    "only today",
    "last chance",
    "act now",
    "deposit to hold",
    "secure your spot",
];
