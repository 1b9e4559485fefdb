//! Everything the house keeps of a person, in one archive they can take along: data for machines, a page for people,
//! and the dates they attend for a calendar.
//!
//! Each feature hands in its part as JSON; the page is made of the same values, so that neither says less.

use std::io::{Cursor, Write};

use domain::access::{Action, Object};
use sea_orm::{EntityTrait, QueryFilter};
use serde_json::{Map, Value, json};
use zip::write::SimpleFileOptions;

use super::entity::{known_devices, sessions};
use super::sessions::member;
use super::{IdentityError, store};
use crate::access::allow;
use crate::ctx::Ctx;

/// The archive's name.
pub const FILE_NAME: &str = "landfall-my-data.zip";

/// The viewer's archive. Asks that the password was given a moment ago.
pub async fn export(ctx: &Ctx) -> Result<Vec<u8>, IdentityError> {
    allow(ctx, Action::TakeExport, Object::Own)?;
    let mut parts = Map::new();
    parts.insert("account".to_owned(), account(ctx).await?);
    parts.insert("devices".to_owned(), devices(ctx).await?);
    for (name, part) in super::export_parts(ctx).await? {
        parts.insert(name.to_owned(), part);
    }
    let data = json!({
        "exported_at": ctx.now().to_rfc3339(),
        "association": ctx.config.org.name,
        "what_stays": WHAT_STAYS,
        "data": parts,
    });
    let calendar = crate::events::rsvp::calendar_part(ctx, member(&ctx.viewer)?.account).await?;
    archive(&data, &calendar).map_err(|error| IdentityError::Secret(error.to_string()))
}

/// What stays after an account is erased, and why. Shown before somebody leaves, and in the export.
pub const WHAT_STAYS: [&str; 8] = [
    "The audit log keeps a random number in your place, so that its chain of entries stays whole. Nobody can find out \
     from it who you were.",
    "A hash of your account number stays, so that a backup that is restored one day erases you again.",
    "What you wrote when you reported something stays without your name, because others were protected by it.",
    "If you were reported, it stays for at most two years that there was a report, of what kind, and what was decided when, \
     without your name and your words. If your account was stopped, a hash of your address stays for 180 days, so that a \
     new account with it begins stopped.",
    "Orders, payments and receipts stay in the books without your name, because the association must account for its money.",
    "If mail to your address could not be delivered, a hash of the address stays, so that we do not write to it again.",
    "Backups made before hold your data until they are deleted.",
    "What was sealed is in those backups too, and so is its key, locked with the key of the house. That one is in no \
     backup: a backup alone opens nothing of it.",
];

async fn account(ctx: &Ctx) -> Result<Value, IdentityError> {
    let row = store::by_id(ctx.db.read(), member(&ctx.viewer)?.account).await?.ok_or(IdentityError::NotFound)?;
    let capabilities: Vec<_> = member(&ctx.viewer)?.capabilities.iter().map(domain::access::Capability::word).collect();
    Ok(json!({
        "id": row.public_id,
        "email": row.email,
        "confirmed_at": row.confirmed_at.map(|at| at.to_rfc3339()),
        "created_at": row.created_at.to_rfc3339(),
        "password_changed_at": row.password_at.to_rfc3339(),
        "two_factor_since": row.totp_since.map(|at| at.to_rfc3339()),
        "time_zone": row.zone,
        "capabilities": capabilities,
    }))
}

async fn devices(ctx: &Ctx) -> Result<Value, IdentityError> {
    let account = member(&ctx.viewer)?.account;
    let signed_in = sessions::Entity::find().filter(sessions::COLUMN.account_id.eq(account)).all(ctx.db.read()).await?;
    let known = known_devices::Entity::find().filter(known_devices::COLUMN.account_id.eq(account));
    let known = known.all(ctx.db.read()).await?;
    Ok(json!({
        "signed_in": signed_in.iter().map(|one| json!({
            "device": one.device,
            "since": one.created_at.to_rfc3339(),
            "last_used": one.seen_at.to_rfc3339(),
        })).collect::<Vec<_>>(),
        "known": known.iter().map(|one| json!({
            "first_sign_in": one.created_at.to_rfc3339(),
            "last_sign_in": one.used_at.to_rfc3339(),
        })).collect::<Vec<_>>(),
    }))
}

fn archive(data: &Value, calendar: &str) -> zip::result::ZipResult<Vec<u8>> {
    let mut zip = zip::ZipWriter::new(Cursor::new(Vec::new()));
    let options = SimpleFileOptions::default().compression_method(zip::CompressionMethod::Deflated);
    zip.start_file("data.json", options)?;
    zip.write_all(format!("{data:#}").as_bytes())?;
    zip.start_file("data.html", options)?;
    zip.write_all(page(data).as_bytes())?;
    zip.start_file("calendar.ics", options)?;
    zip.write_all(calendar.as_bytes())?;
    Ok(zip.finish()?.into_inner())
}

fn page(data: &Value) -> String {
    let mut html = String::from(
        "<!DOCTYPE html>\n<html lang=\"en\"><head><meta charset=\"utf-8\"><title>My data</title>\
         <meta name=\"viewport\" content=\"width=device-width, initial-scale=1\"></head><body><h1>My data</h1>\n",
    );
    write(&mut html, data);
    html.push_str("</body></html>\n");
    html
}

fn write(html: &mut String, value: &Value) {
    match value {
        Value::Object(fields) => {
            html.push_str("<dl>");
            for (name, value) in fields {
                for part in ["<dt>", &escape(&name.replace('_', " ")), "</dt><dd>"] {
                    html.push_str(part);
                }
                write(html, value);
                html.push_str("</dd>\n");
            }
            html.push_str("</dl>");
        }
        Value::Array(values) if values.is_empty() => html.push_str("none"),
        Value::Array(values) => {
            html.push_str("<ol>");
            for value in values {
                html.push_str("<li>");
                write(html, value);
                html.push_str("</li>\n");
            }
            html.push_str("</ol>");
        }
        Value::Null => html.push_str("not given"),
        Value::Bool(yes) => html.push_str(if *yes { "yes" } else { "no" }),
        Value::Number(number) => html.push_str(&number.to_string()),
        Value::String(text) => html.push_str(&escape(text)),
    }
}

fn escape(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;").replace('"', "&quot;")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_page_says_what_the_data_says_and_runs_nothing() {
        let html = page(&json!({"full_name": "<script>alert(1)</script>", "none": null, "list": ["a & b"]}));
        assert!(html.contains("full name") && html.contains("&lt;script&gt;") && html.contains("a &amp; b"));
        assert!(!html.contains("<script"));
    }
}
