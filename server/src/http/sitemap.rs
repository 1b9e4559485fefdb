//! `/sitemap.xml`: every address that search engines should know (sitemaps.org, protocol 0.9). Beyond one part it is an
//! index of parts, so that no answer grows with the programme.

use crate::http::documents;
use crate::state::AppState;
use crate::xml::{element, escape};
use ::http::header::{CACHE_CONTROL, HeaderValue};
use app::routes::{self, Path};
use axum::extract::{Request, State};
use axum::response::{IntoResponse, Response};
use chrono::{DateTime, Utc};
use services::ctx::Ctx;
use services::db::DbError;

const XML: HeaderValue = HeaderValue::from_static("application/xml; charset=utf-8");
const NAMESPACE: &str = "http://www.sitemaps.org/schemas/sitemap/0.9";
/// Addresses in one part: far below the protocol's 50,000, so that a part is about a megabyte.
const PART: u64 = 10_000;
/// Parts that an index may name.
const MOST_PARTS: u64 = 50_000;

/// `GET /robots.txt`.
pub async fn robots(State(state): State<AppState>) -> Response {
    let sitemap = routes::sitemap().absolute(&state.config.http.public_url);
    let private = [
        "/do/",
        "/me",
        "/desk",
        "/dev",
        "/confirm/",
        "/reset-password/",
        "/change-email/",
        "/prove",
        "/people/",
        "/offer/draft/",
    ];
    let rules: String = private
        .iter()
        .chain(&["/report", "/styleguide"])
        .fold(String::new(), |rules, path| rules + "Disallow: " + path + "\n");
    let text = format!("User-agent: *\n{rules}\nSitemap: {sitemap}\n");
    ([(CACHE_CONTROL, "public, max-age=86400")], text).into_response()
}

/// `GET /sitemap.xml`, and `?part=` of an index, counted from 1.
pub async fn sitemap(State(state): State<AppState>, request: Request) -> Response {
    let asked = request.uri().query().and_then(|query| services::query::first(query, "part"));
    let asked = asked.map(|part| part.parse::<u64>());
    // A number below 1, or none at all, is the address of nothing.
    let part = asked.map(|part| part.unwrap_or(0));
    let name = part.map_or_else(|| "sitemap".to_owned(), |part| format!("sitemap {part}"));
    documents::answer(&state, request, name, XML, render(&state.ctx, part, PART)).await
}

/// `size`: addresses in one part.
async fn render(ctx: &Ctx, part: Option<u64>, size: u64) -> Result<Option<String>, DbError> {
    let pages = pages();
    let fixed = pages.len() as u64;
    let dates = services::events::count_addresses(ctx).await?;
    let parts = (fixed + dates + services::opportunities::count(ctx).await?).div_ceil(size);
    let number = match part {
        None if parts > 1 => return Ok(Some(index(ctx, parts.min(MOST_PARTS)))),
        None => 1,
        Some(part) if (1..=parts).contains(&part) => part,
        Some(_) => return Ok(None),
    };
    let skip = (number - 1) * size;
    let mut out = begin("urlset");
    let of_part = usize::try_from(size).unwrap_or(usize::MAX);
    let first = pages.iter().skip(usize::try_from(skip).unwrap_or(usize::MAX)).take(of_part);
    let mut room = size;
    for page in first {
        url(&mut out, ctx, page, None);
        room -= 1;
    }
    let events = services::events::addresses(ctx, skip.saturating_sub(fixed), room).await?;
    room -= (events.len() as u64).min(room);
    for address in events {
        let slug = address.slug.as_str();
        let path = address.date.map_or_else(|| routes::series(slug), |date| routes::occurrence(slug, &date));
        url(&mut out, ctx, &path, Some(address.changed_at));
    }
    if room > 0 {
        let skip = skip.saturating_sub(fixed + dates);
        for address in services::opportunities::addresses_of(ctx, skip, room).await? {
            url(&mut out, ctx, &routes::posting(address.id), Some(address.changed_at));
        }
    }
    out.push_str("</urlset>\n");
    Ok(Some(out))
}

/// Pages that are there whatever is stored.
fn pages() -> [Path; 7] {
    [
        routes::home(),
        routes::events(),
        routes::opportunities(),
        routes::offer_observership(),
        routes::offer_research(),
        routes::subscribe(),
        routes::am_i_an_img(),
    ]
}

fn index(ctx: &Ctx, parts: u64) -> String {
    let mut out = begin("sitemapindex");
    for part in 1..=parts {
        out.push_str("<sitemap>");
        let address = routes::sitemap().with("part", &part.to_string());
        element(&mut out, "loc", &address.absolute(&ctx.config.public_url));
        out.push_str("</sitemap>\n");
    }
    out.push_str("</sitemapindex>\n");
    out
}

fn begin(kind: &str) -> String {
    format!("<?xml version=\"1.0\" encoding=\"utf-8\"?>\n<{kind} xmlns=\"{NAMESPACE}\">\n")
}

fn url(out: &mut String, ctx: &Ctx, path: &Path, changed_at: Option<DateTime<Utc>>) {
    out.push_str("<url><loc>");
    escape(out, &path.absolute(&ctx.config.public_url));
    out.push_str("</loc>");
    if let Some(at) = changed_at {
        element(out, "lastmod", &at.format("%Y-%m-%dT%H:%M:%SZ").to_string());
    }
    out.push_str("</url>\n");
}

#[cfg(test)]
mod tests {
    use super::*;
    use services::testing::on_both;
    use std::collections::BTreeSet;

    fn locations(xml: &str) -> Vec<String> {
        let read = roxmltree::Document::parse(xml).expect("well-formed");
        let locations = read.descendants().filter(|node| node.has_tag_name((NAMESPACE, "loc")));
        locations.filter_map(|node| node.text().map(str::to_owned)).collect()
    }

    #[tokio::test]
    async fn a_large_map_is_an_index_whose_parts_hold_each_address_once() {
        on_both(async |world| {
            services::events::add_sample(&world.ctx).await.expect("the sample is stored");
            let whole = render(&world.ctx, None, PART).await.expect("rendered").expect("there");
            let whole = locations(&whole);
            for size in [2, 10, 17] {
                let index = render(&world.ctx, None, size).await.expect("rendered").expect("there");
                assert!(index.contains("<sitemapindex"));
                let parts = locations(&index).len() as u64;
                let mut found = Vec::new();
                for part in 1..=parts {
                    let one = locations(&render(&world.ctx, Some(part), size).await.expect("rendered").expect("there"));
                    assert!(!one.is_empty() && one.len() as u64 <= size);
                    found.extend(one);
                }
                assert_eq!(found, whole, "in parts of {size}");
                for none in [0, parts + 1, u64::MAX] {
                    assert_eq!(render(&world.ctx, Some(none), size).await.expect("rendered"), None, "{none}");
                }
            }
            assert_eq!(whole.iter().collect::<BTreeSet<_>>().len(), whole.len(), "each once");
        })
        .await;
    }
}
