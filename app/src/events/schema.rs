//! Events in the words of schema.org (JSON-LD), for search engines and assistants: one date as an `Event`, a series as
//! an `Event` with its `eventSchedule` (<https://schema.org/Schedule>).

use crate::routes;
use chrono::{DateTime, Datelike, Duration, NaiveDateTime, Utc, Weekday};
use chrono_tz::Tz;
use domain::events::{Ends, Format, Nth, Occurrence, Repeats, Rule, Series, Speaker, Status, Told};
use serde_json::{Map, Value, json};
use url::Url;

/// Dates that differ from the rule are named at most so many.
const MOST: usize = 50;

/// The association and its address.
#[derive(Debug, Clone, Copy)]
pub(super) struct Site<'s> {
    /// Where this instance is reached.
    pub(super) url: &'s Url,
    /// The association's full name.
    pub(super) org: &'s str,
}

/// One date of a series.
pub(super) fn date_event(site: Site<'_>, series: &Series, at: Occurrence) -> Value {
    let mut event = one_date(site, series, at);
    event.insert("@context".to_owned(), json!("https://schema.org"));
    if series.rule.is_some() {
        let url = routes::series(series.slug.as_str()).absolute(site.url);
        event.insert("superEvent".to_owned(), json!({ "@type": "EventSeries", "name": series.title, "url": url }));
    }
    Value::Object(event)
}

/// A whole series: its schedule, and the dates to come that keep to it not or only in part. A one-off is its date.
///
/// `coming` are the next dates, soonest first.
pub(super) fn series_event(site: Site<'_>, series: &Series, coming: &[Occurrence], now: DateTime<Utc>) -> Value {
    let Some(rule) = series.rule else {
        return date_event(site, series, series.occurrence(series.local_start).unwrap_or_else(|| series.first()));
    };
    let url = routes::series(series.slug.as_str()).absolute(site.url);
    let picture = routes::picture_of_series(series.slug.as_str()).absolute(site.url);
    let mut event = described(site, series, &series.told(series.local_start), &url, &picture);
    event.insert("@context".to_owned(), json!("https://schema.org"));
    event.insert("name".to_owned(), json!(series.title));
    event.insert("performer".to_owned(), performers(&series.speakers));
    let scheduled = if series.status == Status::Cancelled { "EventCancelled" } else { "EventScheduled" };
    event.insert("eventStatus".to_owned(), json!(format!("https://schema.org/{scheduled}")));
    event.insert("eventSchedule".to_owned(), schedule(series, rule, now));
    let special: Vec<_> = coming
        .iter()
        .filter(|at| at.moved || at.cancelled || series.extra.contains(&at.original_start))
        .take(MOST)
        .map(|at| Value::Object(one_date(site, series, *at)))
        .collect();
    event.insert("subEvent".to_owned(), json!(special));
    tidy(event)
}

/// When it repeats. `exceptDate` names the starts that the rule chooses and that do not take place then.
fn schedule(series: &Series, rule: Rule, now: DateTime<Utc>) -> Value {
    let start = series.local_start;
    let end = start + Duration::minutes(i64::from(series.duration_minutes));
    let unit = match rule.repeats() {
        Repeats::Daily => 'D',
        Repeats::Weekly(_) => 'W',
        Repeats::MonthlyByDate(_) | Repeats::MonthlyByWeekday(..) => 'M',
        Repeats::Yearly => 'Y',
    };
    let mut told = Map::new();
    let mut say = |name: &str, value: Value| told.insert(name.to_owned(), value);
    say("@type", json!("Schedule"));
    say("repeatFrequency", json!(format!("P{}{unit}", rule.interval())));
    match rule.repeats() {
        Repeats::Daily => {}
        Repeats::Weekly(days) => drop(say("byDay", json!(days.iter().map(day_of_week).collect::<Vec<_>>()))),
        Repeats::MonthlyByDate(day) => drop(say("byMonthDay", json!(day))),
        Repeats::MonthlyByWeekday(Nth::From(nth), day) => {
            say("byDay", json!(day_of_week(day)));
            say("byMonthWeek", json!(nth));
        }
        // schema.org has no last week, but takes iCalendar's word for it.
        Repeats::MonthlyByWeekday(Nth::Last, day) => {
            say("byDay", json!(format!("-1{}", day.to_string().to_uppercase().get(..2).unwrap_or_default())));
        }
        Repeats::Yearly => {
            say("byMonth", json!(start.month()));
            say("byMonthDay", json!(start.day()));
        }
    }
    match rule.ends() {
        Ends::Never => {}
        Ends::Until(last) => drop(say("endDate", json!(last.to_string()))),
        Ends::After(count) => drop(say("repeatCount", json!(count))),
    }
    say("startDate", json!(start.date().to_string()));
    say("startTime", json!(start.time().format("%H:%M:%S").to_string()));
    if end.date() == start.date() {
        say("endTime", json!(end.time().format("%H:%M:%S").to_string()));
    }
    say("duration", json!(format!("PT{}M", series.duration_minutes)));
    say("scheduleTimezone", json!(series.zone.name()));
    let today = now.with_timezone(&series.zone).naive_local();
    let elsewhere = series.overrides.iter().filter(|date| date.cancelled_at.is_some() || date.moved_to.is_some());
    let mut except: Vec<NaiveDateTime> =
        series.excluded.iter().copied().chain(elsewhere.map(|date| date.original_start)).collect();
    except.retain(|start| *start >= today && !series.extra.contains(start));
    except.sort_unstable();
    except.truncate(MOST);
    if !except.is_empty() {
        say("exceptDate", json!(except.iter().map(|start| start.date().to_string()).collect::<Vec<_>>()));
    }
    Value::Object(told)
}

fn day_of_week(day: Weekday) -> String {
    let name = ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"];
    format!("https://schema.org/{}", name[day.num_days_from_monday() as usize])
}

fn one_date(site: Site<'_>, series: &Series, at: Occurrence) -> Map<String, Value> {
    let told = series.told(at.original_start);
    let name = series.date_name(at.original_start);
    let url = routes::occurrence(series.slug.as_str(), &name).absolute(site.url);
    let picture = routes::picture_of_date(series.slug.as_str(), &name).absolute(site.url);
    let mut event = described(site, series, &told, &url, &picture);
    let cancelled = told.cancelled_at.is_some();
    let status = match (cancelled, at.moved) {
        (true, _) => "EventCancelled",
        (false, true) => "EventRescheduled",
        (false, false) => "EventScheduled",
    };
    let mut say = |name: &str, value: Value| event.insert(name.to_owned(), value);
    say("eventStatus", json!(format!("https://schema.org/{status}")));
    say("startDate", json!(with_offset(at.start, series.zone)));
    say("endDate", json!(with_offset(at.end, series.zone)));
    if at.moved {
        let planned = Occurrence::place(series.zone, at.original_start, series.duration_minutes);
        say("previousStartDate", json!(with_offset(planned.start, series.zone)));
    }
    let Value::Object(event) = tidy(event) else { return Map::new() };
    event
}

/// What is said of a date and of a series alike.
fn described(site: Site<'_>, series: &Series, told: &Told<'_>, url: &str, picture: &str) -> Map<String, Value> {
    let mode = match series.format {
        Format::Online => "OnlineEventAttendanceMode",
        Format::InPerson => "OfflineEventAttendanceMode",
        Format::Hybrid => "MixedEventAttendanceMode",
    };
    let organizer = if series.organizer.is_empty() {
        json!({ "@type": "Organization", "name": site.org, "url": routes::home().absolute(site.url) })
    } else {
        json!({ "@type": "Organization", "name": series.organizer })
    };
    let Value::Object(event) = json!({
        "@type": "Event",
        "name": told.title,
        "description": told.summary,
        "url": url,
        "image": picture,
        "eventAttendanceMode": format!("https://schema.org/{mode}"),
        "location": location(series.format, told, url),
        "organizer": organizer,
        "performer": performers(told.speakers),
        "maximumAttendeeCapacity": told.capacity,
    }) else {
        return Map::new();
    };
    event
}

/// A room, an address to join at, or both. Where no address is public, the page of the event is where one joins.
fn location(format: Format, told: &Told<'_>, page: &str) -> Value {
    let online = json!({ "@type": "VirtualLocation", "url": told.link.map_or(page, |link| link.as_str()) });
    let name = if told.place.is_empty() { "To be announced" } else { told.place };
    let room = json!({ "@type": "Place", "name": name, "address": name });
    match format {
        Format::Online => online,
        Format::InPerson => room,
        Format::Hybrid => json!([room, online]),
    }
}

fn performers(speakers: &[Speaker]) -> Value {
    let people = speakers.iter().map(|speaker| {
        let affiliation =
            (!speaker.affiliation.is_empty()).then(|| json!({ "@type": "Organization", "name": speaker.affiliation }));
        let Value::Object(person) = json!({
            "@type": "Person",
            "name": speaker.name,
            "honorificSuffix": speaker.credentials,
            "jobTitle": speaker.role,
            "affiliation": affiliation,
            "description": speaker.bio,
        }) else {
            return Value::Null;
        };
        tidy(person)
    });
    Value::Array(people.collect())
}

/// Without what is not known.
fn tidy(mut object: Map<String, Value>) -> Value {
    object.retain(|_, value| match value {
        Value::Null => false,
        Value::String(text) => !text.is_empty(),
        Value::Array(items) => !items.is_empty(),
        _ => true,
    });
    Value::Object(object)
}

fn with_offset(at: DateTime<Utc>, zone: Tz) -> String {
    at.with_timezone(&zone).to_rfc3339()
}

#[cfg(test)]
#[path = "schema_tests.rs"]
mod tests;
