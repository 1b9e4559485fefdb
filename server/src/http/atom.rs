//! `/events.atom`: new and changed events for readers of news (RFC 4287).

use crate::http::documents;
use crate::state::AppState;
use crate::xml::{element, escape};
use ::http::header::HeaderValue;
use app::routes;
use app::ui::{hours, when_words, zone_all_year};
use axum::extract::{Request, State};
use axum::response::Response;
use chrono::{DateTime, Duration, NaiveDateTime, Utc};
use domain::events::Series;
use services::config::Config;
use services::events::News;

const ATOM: HeaderValue = HeaderValue::from_static("application/atom+xml; charset=utf-8");
/// Changes in the feed.
const MOST: u64 = 50;

/// `GET /events.atom`.
pub async fn feed(State(state): State<AppState>, request: Request) -> Response {
    let make = async {
        let news = services::events::news(&state.ctx, MOST).await?;
        Ok(Some(render(&state.ctx.config, &news)))
    };
    documents::answer(&state, request, "atom".to_owned(), ATOM, make).await
}

/// Bytes depend on the news and the configuration alone, never on the hour.
fn render(config: &Config, news: &[News]) -> String {
    let url = &config.public_url;
    let mut out =
        "<?xml version=\"1.0\" encoding=\"utf-8\"?>\n<feed xmlns=\"http://www.w3.org/2005/Atom\" xml:lang=\"en\">\n"
            .to_owned();
    element(&mut out, "title", &format!("{} events", config.org.short_name));
    element(&mut out, "subtitle", "New and changed events");
    element(&mut out, "id", &routes::atom().absolute(url));
    link(&mut out, "self", "application/atom+xml", &routes::atom().absolute(url));
    link(&mut out, "alternate", "text/html", &routes::events().absolute(url));
    let newest = news.first().map_or(DateTime::UNIX_EPOCH, |news| news.changed_at);
    element(&mut out, "updated", &stamp(newest));
    out.push_str("<author>");
    element(&mut out, "name", &config.org.name);
    out.push_str("</author>\n");
    for one in news {
        entry(&mut out, config, one);
    }
    out.push_str("</feed>\n");
    out
}

fn entry(out: &mut String, config: &Config, news: &News) {
    let Said { title, path, text, name } = said(news);
    out.push_str("<entry>");
    element(out, "title", &title);
    element(out, "id", &name);
    element(out, "updated", &stamp(news.changed_at));
    link(out, "alternate", "text/html", &path.absolute(&config.public_url));
    if !news.series.category.is_empty() {
        out.push_str("<category term=\"");
        escape(out, &news.series.category);
        out.push_str("\"/>");
    }
    element(out, "summary", &text);
    out.push_str("</entry>\n");
}

struct Said {
    title: String,
    path: routes::Path,
    text: String,
    /// A name for ever (RFC 4151), whatever becomes of title and address.
    name: String,
}

fn said(news: &News) -> Said {
    let series = &news.series;
    let host = series.uid.rsplit('@').next().unwrap_or_default();
    let name = format!("tag:{host},2026:events/{}", series.public_id);
    let of_date = news.date.and_then(|start| of_date(series, start, &name));
    of_date.unwrap_or_else(|| {
        let canceled = series.cancelled_at.is_some();
        let summary = if series.summary.is_empty() { String::new() } else { format!("{} ", series.summary) };
        Said {
            title: titled(&series.title, if canceled { "Canceled: " } else { "" }),
            path: routes::series(series.slug.as_str()),
            text: format!("{summary}{}.", rhythm(series)),
            name,
        }
    })
}

fn of_date(series: &Series, start: NaiveDateTime, name: &str) -> Option<Said> {
    let (at, told) = (series.occurrence(start)?, series.told(start));
    let before = match (at.cancelled || told.cancelled_at.is_some(), at.moved, told.recording.is_some()) {
        (true, _, _) => "Canceled: ",
        (false, true, _) => "Moved: ",
        (false, false, true) => "Recording: ",
        (false, false, false) => "Changed: ",
    };
    Some(Said {
        title: titled(told.title, before),
        path: routes::occurrence(series.slug.as_str(), &series.date_name(start)),
        text: format!("{}.", when_words(at.start, at.end, series.zone)),
        name: format!("{name}/{}", start.format("%Y%m%dT%H%M%S")),
    })
}

fn titled(title: &str, before: &str) -> String {
    format!("{before}{title}")
}

/// "Every month on the 4th Wednesday, 8:00 to 9:00 pm ET", or the one date there is.
fn rhythm(series: &Series) -> String {
    let first = series.first();
    series.rule.map_or_else(
        || when_words(first.start, first.end, series.zone),
        |rule| {
            let from = series.local_start;
            let to = from + Duration::minutes(i64::from(series.duration_minutes));
            format!("{}, {} {}", rule.words(from), hours(from, to), zone_all_year(series.zone))
        },
    )
}

fn link(out: &mut String, relation: &str, media_type: &str, address: &str) {
    out.push_str("<link rel=\"");
    out.push_str(relation);
    out.push_str("\" type=\"");
    out.push_str(media_type);
    out.push_str("\" href=\"");
    escape(out, address);
    out.push_str("\"/>");
}

/// RFC 3339, as RFC 4287 (section 3.3) asks.
fn stamp(at: DateTime<Utc>) -> String {
    at.format("%Y-%m-%dT%H:%M:%S%.6fZ").to_string()
}
