//! How the rows of the log hang together.
//!
//! Whoever changes, removes or swaps a row would have to write every later row and the head anew. Against somebody who
//! does just that, keep the hash of the newest row elsewhere now and then: the desk shows it.

use sea_orm::{ConnectionTrait, DbErr};
use sha2::{Digest, Sha256};

use super::entity::log::{Model, Outcome};
use super::store;
use crate::idempotency::hex;

/// What stands before the first row.
pub(super) const START: &str = "0000000000000000000000000000000000000000000000000000000000000000";
const PAGE: u64 = 1_000;

/// The hash that a row must have: over everything in it but its key. A list in JSON has only one reading, so that
/// nothing can be moved from one column to the next.
pub(super) fn hash(row: &Model) -> Result<String, DbErr> {
    let outcome = match row.outcome {
        Outcome::Done => "done",
        Outcome::Denied => "denied",
    };
    let fields = (
        &row.prev_hash,
        row.seq,
        row.at.timestamp_micros(),
        &row.actor,
        &row.action,
        &row.object,
        outcome,
        row.count,
        &row.request_id,
        &row.note,
    );
    let text = serde_json::to_vec(&fields).map_err(|error| DbErr::Custom(error.to_string()))?;
    Ok(hex(&Sha256::digest(text)))
}

/// What is wrong with the chain.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Break {
    /// The table: the log or its head.
    pub(crate) table: &'static str,
    /// Place in the chain.
    pub(crate) seq: i64,
    /// The promise that does not hold.
    pub(crate) broken: &'static str,
}

/// Reads the chain from behind `after`, a place whose hash is `before`, to its end and names every break.
pub(crate) async fn breaks(
    view: &impl ConnectionTrait,
    mut after: i64,
    mut before: String,
) -> Result<Vec<Break>, DbErr> {
    let mut found = Vec::new();
    loop {
        let page = store::behind(view, after, PAGE).await?;
        let last = (page.len() as u64) < PAGE;
        for row in page {
            let mut require = |holds: bool, broken| {
                if !holds {
                    found.push(Break { table: "audit_log", seq: row.seq, broken });
                }
            };
            require(row.seq == after + 1, "a row before this one is missing");
            require(row.prev_hash == before, "it does not follow from the row before it");
            require(hash(&row)? == row.hash, "its content is not what was written");
            (after, before) = (row.seq, row.hash);
        }
        if last {
            break;
        }
    }
    let head = store::head(view).await?.map_or((0, START.to_owned()), |head| (head.seq, head.hash));
    if head != (after, before) {
        found.push(Break {
            table: "audit_head",
            seq: after,
            broken: "the last row of the log is not the recorded end",
        });
    }
    Ok(found)
}

/// Reads the whole chain.
pub(crate) async fn all_breaks(view: &impl ConnectionTrait) -> Result<Vec<Break>, DbErr> {
    breaks(view, 0, START.to_owned()).await
}
