//! The promises of accounts, sessions and what hangs on them.

use std::collections::{HashMap, HashSet};

use domain::identity::Email;
use domain::identity::limits::{RECOVERY_CODES, SessionLimits};
use domain::local_path::LocalPath;
use sea_orm::{ConnectionTrait, DbErr, EntityTrait};

use super::Findings;
use super::house::is_sha256;
use crate::identity::entity::{
    accounts, buckets, erasures, known_devices, link_tokens, person_keys, recovery_codes, sessions,
};

pub(super) async fn people(view: &impl ConnectionTrait, findings: &mut Findings) -> Result<(), DbErr> {
    let accounts: HashMap<i64, accounts::Model> =
        accounts::Entity::find().all(view).await?.into_iter().map(|row| (row.id, row)).collect();
    let keyed: HashSet<i64> =
        person_keys::Entity::find().all(view).await?.into_iter().map(|row| row.account_id).collect();
    for row in accounts.values() {
        let mut require = |holds, broken| findings.require(holds, "accounts", row.id, broken);
        let email = Email::parse(&row.email);
        require(email.is_some_and(|email| email.key() == row.email_key), "the address and its key do not agree");
        require(keyed.contains(&row.id), "the person has no key");
        let unconfirmed = row.state == accounts::State::Unconfirmed;
        require(!unconfirmed || row.confirmed_at.is_none(), "confirmed, but not in that state");
        require(row.state != accounts::State::Active || row.confirmed_at.is_some(), "active without being confirmed");
        let stopped = row.state == accounts::State::Suspended;
        require(!stopped || row.suspended_at.is_some(), "suspended without a moment");
        let goes_on = matches!(row.state, accounts::State::Active | accounts::State::Unconfirmed);
        require(!goes_on || row.suspended_at.is_none(), "in good standing and suspended");
        require(row.totp_since.is_none() || row.totp_secret.is_some(), "a second factor without its secret");
        require(row.zone.as_deref().is_none_or(|zone| zone.parse::<chrono_tz::Tz>().is_ok()), "the zone is not one");
    }
    for row in sessions::Entity::find().all(view).await? {
        let longest = SessionLimits::of(false).absolute;
        let mut require = |holds, broken| findings.require(holds, "sessions", row.id, broken);
        require(is_sha256(&row.token_sha256), "the cookie's hash is not one");
        require(is_sha256(&row.browser_sha256), "the browser's hash is not one");
        require(row.ends_at <= row.created_at + longest, "it lasts too long");
        require(row.seen_at >= row.created_at, "used before it began");
    }
    for row in link_tokens::Entity::find().all(view).await? {
        let mut require = |holds, broken| findings.require(holds, "link_tokens", row.id, broken);
        require(is_sha256(&row.token_sha256), "the token's hash is not one");
        let about_email = row.purpose == link_tokens::Purpose::ChangeEmail;
        require(about_email == row.email.is_some(), "an address where none belongs, or none where one does");
        let confirms = row.purpose == link_tokens::Purpose::Confirm;
        let leads = |next: &str| confirms && LocalPath::parse(next).is_some();
        require(row.next.as_deref().is_none_or(leads), "the way on is not one");
    }
    for row in known_devices::Entity::find().all(view).await? {
        findings.require(is_sha256(&row.token_sha256), "known_devices", row.id, "the cookie's hash is not one");
    }
    let mut codes: HashMap<i64, usize> = HashMap::new();
    for row in recovery_codes::Entity::find().all(view).await? {
        findings.require(is_sha256(&row.code_sha256), "recovery_codes", row.id, "the code's hash is not one");
        *codes.entry(row.account_id).or_default() += 1;
    }
    for (account, count) in codes {
        findings.require(count <= RECOVERY_CODES, "recovery_codes", account, "more codes than are handed out");
    }
    for row in buckets::Entity::find().all(view).await? {
        findings.require(row.name.contains(':'), "buckets", row.id, "the name is not one of ours");
    }
    for row in erasures::Entity::find().all(view).await? {
        findings.require(is_sha256(&row.account_sha256), "erasures", row.id, "the person's hash is not one");
    }
    Ok(())
}
