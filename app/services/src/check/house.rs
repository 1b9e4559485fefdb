//! The promises of jobs, idempotency keys, uploaded files and reports.

use std::collections::{HashMap, HashSet};
use std::path::{Path, PathBuf};

use domain::local_path::LocalPath;
use domain::moderation::Details;
use sea_orm::{ConnectionTrait, DbErr, EntityTrait};
use sha2::{Digest, Sha256};

use super::Findings;
use crate::files::disk;
use crate::files::entity::State as FileState;
use crate::idempotency::hex;
use crate::moderation::entity::State as ReportState;
use crate::{files, idempotency, jobs, moderation};

pub(super) async fn jobs(view: &impl ConnectionTrait, findings: &mut Findings) -> Result<(), DbErr> {
    for job in jobs::entity::Entity::find().all(view).await? {
        let mut require = |holds, broken| findings.require(holds, "jobs", job.id, broken);
        let stuck = job.state == jobs::entity::State::Stuck;
        require(stuck || jobs::is_known(&job.kind), "no handler runs this kind");
        require(stuck || serde_json::from_str::<serde_json::Value>(&job.payload).is_ok(), "the payload is not JSON");
        require(job.attempts >= 0, "attempts are negative");
        require(!stuck || job.leased_until.is_none(), "a stuck job has a lease");
        require(!stuck || job.last_error.is_some(), "a stuck job has no reason");
        require(job.leased_until.is_none() || job.attempts > 0, "a lease without an attempt");
    }
    Ok(())
}

pub(super) async fn keys(view: &impl ConnectionTrait, findings: &mut Findings) -> Result<(), DbErr> {
    let known = reports_by_public_id(view).await?;
    for key in idempotency::entity::Entity::find().all(view).await? {
        let mut require = |holds, broken| findings.require(holds, "idempotency_keys", key.id, broken);
        require(is_sha256(&key.body_sha256), "the body's hash is not one");
        require(serde_json::from_str::<serde_json::Value>(&key.outcome).is_ok(), "the outcome is not JSON");
        if key.action == moderation::REPORT {
            let filed = serde_json::from_str::<moderation::Filed>(&key.outcome);
            let stored = filed.is_ok_and(|filed| known.contains_key(filed.id.as_str()));
            require(stored, "it promises a report that is not there");
        }
    }
    Ok(())
}

async fn reports_by_public_id(view: &impl ConnectionTrait) -> Result<HashMap<String, i64>, DbErr> {
    let reports = moderation::entity::Entity::find().all(view).await?;
    Ok(reports.into_iter().map(|report| (report.public_id, report.id)).collect())
}

/// Answers the state of each file by its key.
pub(super) async fn files(
    view: &impl ConnectionTrait,
    data_dir: &Path,
    findings: &mut Findings,
) -> Result<HashMap<i64, FileState>, DbErr> {
    let mut states = HashMap::new();
    for file in files::entity::Entity::find().all(view).await? {
        states.insert(file.id, file.state);
        let mut require = |holds, broken| findings.require(holds, "files", file.id, broken);
        require(is_sha256(&file.sha256), "the hash is not one");
        if !disk::is_our_name(&file.path) {
            require(false, "the name on the disk is not one of ours");
            continue;
        }
        let found = on_disk(disk::folder(data_dir).join(&file.path)).await;
        match (found, file.state) {
            (None, FileState::Attached) => require(false, "the file is not on the disk"),
            // A staged file may be cleared away while this runs.
            (None, FileState::Staged) => {}
            (Some((bytes, sha256)), _) => {
                require(bytes == file.bytes.unsigned_abs(), "the file on the disk has another size");
                require(sha256 == file.sha256, "the file on the disk has another content");
            }
        }
    }
    Ok(states)
}

async fn on_disk(path: PathBuf) -> Option<(u64, String)> {
    let content = tokio::fs::read(path).await.ok()?;
    Some((content.len() as u64, hex(&Sha256::digest(&content))))
}

/// `photos` are the files that profiles refer to.
pub(super) async fn reports(
    view: &impl ConnectionTrait,
    files: &HashMap<i64, FileState>,
    photos: &HashSet<i64>,
    findings: &mut Findings,
) -> Result<(), DbErr> {
    let attached = files.iter().filter(|(_, state)| **state == FileState::Attached).map(|(id, _)| *id);
    let mut attached: Vec<i64> = attached.filter(|id| !photos.contains(id)).collect();
    for report in moderation::entity::Entity::find().all(view).await? {
        let mut require = |holds, broken| findings.require(holds, "reports", report.id, broken);
        require(LocalPath::parse(&report.page).is_some(), "the page is not a local path");
        let details = Details::parse(&report.details);
        require(details.is_ok_and(|clean| clean.as_str() == report.details), "the details are not clean text");
        require(
            (report.state == ReportState::Closed) == report.closed_at.is_some(),
            "state and closing time do not agree",
        );
        if let Some(file) = report.file_id {
            require(files.get(&file) == Some(&FileState::Attached), "its file is missing or only staged");
            attached.retain(|id| *id != file);
        }
    }
    for orphan in attached {
        findings.add("files", orphan, "attached, but nothing refers to it");
    }
    Ok(())
}

pub(super) fn is_sha256(text: &str) -> bool {
    text.len() == 64 && text.bytes().all(|byte| matches!(byte, b'0'..=b'9' | b'a'..=b'f'))
}
