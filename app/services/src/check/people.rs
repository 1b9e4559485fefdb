//! The promises of the audit log, grants, cases, blocks and codes.

use std::collections::{HashMap, HashSet};

use domain::access::Capability;
use domain::id::PublicId;
use domain::moderation::{Decision, Details, Ground, Kind};
use domain::verification::{Code, Kind as Issued};
use sea_orm::{ConnectionTrait, DbErr, EntityTrait};
use sha2::{Digest, Sha256};

use super::Findings;
use crate::audit::{self, HOUSE};
use crate::idempotency::hex;
use crate::moderation::case_entity::{blocks, case_reports, cases, evidence, hidden_content};
use crate::moderation::read_case;
use crate::{grants, verification};

pub(super) async fn audit_log(view: &impl ConnectionTrait, findings: &mut Findings) -> Result<(), DbErr> {
    for found in audit::all_breaks(view).await? {
        findings.add(found.table, found.seq, found.broken);
    }
    Ok(())
}

fn is_actor(word: &str) -> bool {
    word == HOUSE || PublicId::parse(word).is_some()
}

pub(super) async fn grants(view: &impl ConnectionTrait, findings: &mut Findings) -> Result<(), DbErr> {
    for grant in grants::entity::Entity::find().all(view).await? {
        let mut require = |holds, broken| findings.require(holds, "grants", grant.id, broken);
        let capability = Capability::parse(&grant.capability);
        require(capability.is_some(), "the capability is an unknown word");
        let key = format!("{} {}", grant.account_id, grant.capability);
        require(grant.open_key.as_ref().is_none_or(|open| *open == key), "its key is not account and capability");
        let organizes = capability == Some(Capability::Organizer);
        require(grant.categories.is_none() || organizes, "categories without being an organizer");
        let by =
            [Some(&grant.asked_by), grant.confirmed_by.as_ref(), grant.ended_by.as_ref(), grant.end_asked_by.as_ref()];
        require(by.into_iter().flatten().all(|by| is_actor(by)), "somebody acted who cannot");
        let confirmed_alone = grant.confirmed_by.as_ref().is_some_and(|by| *by == grant.asked_by && by != HOUSE);
        require(!confirmed_alone, "confirmed by the one who asked");
    }
    Ok(())
}

pub(super) async fn cases(view: &impl ConnectionTrait, findings: &mut Findings) -> Result<(), DbErr> {
    let (mut told, mut hidden) = (HashMap::<i64, i32>::new(), HashMap::<i64, String>::new());
    let mut gone = HashSet::<i64>::new();
    for report in case_reports::Entity::find().all(view).await? {
        *told.entry(report.case_id).or_default() += 1;
        let mut require = |holds, broken| findings.require(holds, "case_reports", report.id, broken);
        let ground = Ground::parse(&report.ground).is_some_and(|ground| Ground::OF_REPORTS.contains(&ground));
        require(ground, "the ground is an unknown word");
        // What was told of somebody who is erased is forgotten.
        let clean = Details::parse(&report.details).is_ok_and(|clean| clean.as_str() == report.details);
        let clean = clean || report.details.is_empty();
        require(clean, "the details are not clean text");
    }
    for row in hidden_content::Entity::find().all(view).await? {
        hidden.insert(row.case_id, row.content);
    }
    for row in cases::Entity::find().all(view).await? {
        let mut require = |holds, broken| findings.require(holds, "cases", row.id, broken);
        let (kind, case) = (Kind::parse(&row.kind), read_case(&row));
        require(kind.is_some(), "the kind is an unknown word");
        require(case.is_some(), "state and decision do not agree");
        let (Some(kind), Some(case)) = (kind, case) else { continue };
        let decision = row.decision.as_deref().and_then(Decision::parse);
        require(decision.is_none_or(|decision| kind.takes(decision)), "the decision does not fit the kind");
        require(kind.is_about_a_person() || row.subject_account.is_none(), "a page is no person");
        gone.extend((kind.is_about_a_person() && row.subject_account.is_none()).then_some(row.id));
        require((kind == Kind::Page) == row.report_id.is_some(), "the reported page is missing or too much");
        let reports = if kind == Kind::Page { 1 } else { told.get(&row.id).copied().unwrap_or_default() };
        require(reports == row.reports, "the number of reports is another");
        let hides = case.in_effect() == Some(Decision::Hide);
        let hides = hides && row.subject_account.is_some();
        require(hidden.get(&row.id) == hides.then_some(&row.content), "hidden without a decision, or not hidden");
    }
    for row in evidence::Entity::find().all(view).await? {
        let same = hex(&Sha256::digest(&row.content)) == row.sha256;
        findings.require(same, "evidence", row.id, "its content is not what was kept");
        findings.require(!gone.contains(&row.case_id), "evidence", row.id, "it is of somebody who is gone");
    }
    Ok(())
}

pub(super) async fn blocks_and_codes(view: &impl ConnectionTrait, findings: &mut Findings) -> Result<(), DbErr> {
    for row in blocks::Entity::find().all(view).await? {
        findings.require(row.blocker != row.blocked, "blocks", row.id, "somebody blocks themselves");
    }
    for row in verification::entity::Entity::find().all(view).await? {
        let mut require = |holds, broken| findings.require(holds, "verifications", row.id, broken);
        require(Code::parse(&row.code).is_some_and(|code| code.as_str() == row.code), "the code is not one");
        require(Issued::parse(&row.kind).is_some(), "the kind is an unknown word");
        let facts = serde_json::from_str::<Vec<(String, String)>>(&row.facts);
        require(facts.is_ok(), "what it says cannot be read");
        require(row.revoked_at.is_none_or(|at| at >= row.issued_at), "taken back before it was issued");
    }
    Ok(())
}
