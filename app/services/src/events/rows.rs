//! Rows into domain types and back. Nothing else knows how a series is spread over columns.

use chrono::NaiveDateTime;
use domain::events::{ForWhom, Format, Link, Override, Rule, Series, Slug, Speaker, Status};
use domain::id::PublicId;
use domain::text;
use sea_orm::{ActiveValue, DbErr};

use super::belongings::Belongings;
use super::entity::{overrides, series, speakers};
use super::occurrences::{Dates, TZDATA};

/// Local starts in one column, one to a line.
const LOCAL: &str = "%Y-%m-%dT%H:%M:%S";
/// More words than anybody types.
const SEARCH_WORDS: usize = 8;

/// A category or a tag as it is compared. The databases do not agree on lower case beyond ASCII, so it is stored.
pub(crate) fn category_key(word: &str) -> String {
    word.to_lowercase()
}

/// The words of a search in lower case; each must be found.
pub(super) fn search_words(asked: &str) -> Vec<String> {
    let clean = text::single_line(text::cut(asked, 200)).to_lowercase();
    clean.split(' ').filter(|word| !word.is_empty()).take(SEARCH_WORDS).map(str::to_owned).collect()
}

/// What a series is found by: title, speakers and tags in lower case, one to a line.
pub(crate) fn search_of(series: &Series) -> String {
    search_text([series.title.as_str()], &series.speakers, &series.tags)
}

/// What one date of a series is found by: also its own title, and who speaks on that day.
pub(crate) fn search_of_date(series: &Series, date: &Override) -> String {
    let speakers = date.speakers.as_ref().unwrap_or(&series.speakers);
    search_text(std::iter::once(series.title.as_str()).chain(date.title.as_deref()), speakers, &series.tags)
}

fn search_text<'t>(titles: impl IntoIterator<Item = &'t str>, speakers: &'t [Speaker], tags: &'t [String]) -> String {
    let names = speakers.iter().map(|speaker| speaker.name.as_str());
    let words: Vec<&str> = titles.into_iter().chain(names).chain(tags.iter().map(String::as_str)).collect();
    words.join("\n").to_lowercase()
}

pub(super) fn number(value: u32) -> Result<i32, DbErr> {
    i32::try_from(value).map_err(|_| DbErr::Custom("a number is too large".to_owned()))
}

fn maybe_number(value: Option<u32>) -> Result<Option<i32>, DbErr> {
    value.map(number).transpose()
}

fn lines(starts: &[NaiveDateTime]) -> String {
    starts.iter().map(|start| start.format(LOCAL).to_string()).collect::<Vec<_>>().join("\n")
}

pub(super) fn to_row(series: &Series, dates: &Dates) -> Result<series::ActiveModel, DbErr> {
    Ok(series::ActiveModel {
        id: ActiveValue::NotSet,
        public_id: ActiveValue::Set(series.public_id.to_string()),
        slug: ActiveValue::Set(series.slug.to_string()),
        uid: ActiveValue::Set(series.uid.clone()),
        title: ActiveValue::Set(series.title.clone()),
        summary: ActiveValue::Set(series.summary.clone()),
        description: ActiveValue::Set(series.description.clone()),
        category: ActiveValue::Set(series.category.clone()),
        category_key: ActiveValue::Set(category_key(&series.category)),
        zone: ActiveValue::Set(series.zone.name().to_owned()),
        local_start: ActiveValue::Set(series.local_start),
        duration_minutes: ActiveValue::Set(number(series.duration_minutes)?),
        rule: ActiveValue::Set(series.rule.map(|rule| rule.to_string())),
        format: ActiveValue::Set(series.format.as_str().to_owned()),
        place: ActiveValue::Set(series.place.clone()),
        status: ActiveValue::Set(series.status.as_str().to_owned()),
        sequence: ActiveValue::Set(number(series.sequence)?),
        sample: ActiveValue::Set(series.sample),
        created_at: ActiveValue::NotSet,
        changed_at: ActiveValue::Set(series.changed_at),
        dates_until: ActiveValue::Set(dates.until),
        tzdata: ActiveValue::Set(TZDATA.to_owned()),
        tags: ActiveValue::Set(series.tags.join("\n")),
        organizer: ActiveValue::Set(series.organizer.clone()),
        link: ActiveValue::Set(series.link.clone().map(String::from)),
        capacity: ActiveValue::Set(maybe_number(series.capacity)?),
        cancelled_at: ActiveValue::Set(series.cancelled_at),
        continues: ActiveValue::Set(series.continues.as_ref().map(Slug::to_string)),
        extra: ActiveValue::Set(lines(&series.extra)),
        excluded: ActiveValue::Set(lines(&series.excluded)),
        search: ActiveValue::Set(search_of(series)),
        for_whom: ActiveValue::Set(series.for_whom.as_str().to_owned()),
    })
}

/// The row of what one date says, without key and series.
pub(super) fn to_override(series: &Series, date: &Override) -> Result<overrides::ActiveModel, DbErr> {
    Ok(overrides::ActiveModel {
        id: ActiveValue::NotSet,
        series_id: ActiveValue::NotSet,
        original_start: ActiveValue::Set(date.original_start),
        title: ActiveValue::Set(date.title.clone()),
        place: ActiveValue::Set(date.place.clone()),
        link: ActiveValue::Set(date.link.clone().map(String::from)),
        capacity: ActiveValue::Set(maybe_number(date.capacity)?),
        own_speakers: ActiveValue::Set(date.speakers.is_some()),
        moved_to: ActiveValue::Set(date.moved_to),
        minutes: ActiveValue::Set(maybe_number(date.minutes)?),
        cancelled_at: ActiveValue::Set(date.cancelled_at),
        recording: ActiveValue::Set(date.recording.clone().map(String::from)),
        sequence: ActiveValue::Set(number(date.sequence)?),
        changed_at: ActiveValue::Set(date.changed_at),
        search: ActiveValue::Set(search_of_date(series, date)),
        description: ActiveValue::Set(date.description.clone()),
    })
}

pub(super) fn to_speaker(series_id: i64, date: Option<i64>, position: i32, speaker: &Speaker) -> speakers::ActiveModel {
    speakers::ActiveModel {
        id: ActiveValue::NotSet,
        series_id: ActiveValue::Set(series_id),
        position: ActiveValue::Set(position),
        name: ActiveValue::Set(speaker.name.clone()),
        credentials: ActiveValue::Set(speaker.credentials.clone()),
        role: ActiveValue::Set(speaker.role.clone()),
        affiliation: ActiveValue::Set(speaker.affiliation.clone()),
        bio: ActiveValue::Set(speaker.bio.clone()),
        override_id: ActiveValue::Set(date),
    }
}

pub(super) fn speaker(row: speakers::Model) -> Speaker {
    Speaker { name: row.name, credentials: row.credentials, role: row.role, affiliation: row.affiliation, bio: row.bio }
}

/// One tag to a line.
pub(super) fn tags(column: &str) -> Vec<String> {
    column.lines().map(str::to_owned).collect()
}

fn starts(column: &str) -> Option<Vec<NaiveDateTime>> {
    column.lines().map(|line| NaiveDateTime::parse_from_str(line, LOCAL).ok()).collect()
}

fn link(column: Option<&str>) -> Result<Option<Link>, ()> {
    column.map(Link::parse).transpose().map_err(|_| ())
}

/// A row that does not parse was written past this program; that is a surprise and named with its slug.
pub(super) fn from_row(row: series::Model, belongings: &mut Belongings) -> Result<Series, DbErr> {
    let broken = |what: &str| DbErr::Custom(format!("series {}: {what} cannot be read", row.slug));
    let dates = belongings.overrides.remove(&row.id).unwrap_or_default();
    let overrides = dates
        .into_iter()
        .map(|date| override_of(date, belongings).ok_or_else(|| broken("what a date says otherwise")))
        .collect::<Result<_, _>>()?;
    Ok(Series {
        public_id: PublicId::parse(&row.public_id).ok_or_else(|| broken("public_id"))?,
        slug: Slug::parse(&row.slug).ok_or_else(|| broken("slug"))?,
        zone: row.zone.parse().map_err(|_| broken("zone"))?,
        duration_minutes: row.duration_minutes.try_into().map_err(|_| broken("duration_minutes"))?,
        rule: row.rule.as_deref().map(Rule::parse).transpose().map_err(|_| broken("rule"))?,
        format: Format::parse(&row.format).ok_or_else(|| broken("format"))?,
        status: Status::parse(&row.status).ok_or_else(|| broken("status"))?,
        for_whom: ForWhom::parse(&row.for_whom).ok_or_else(|| broken("for_whom"))?,
        sequence: row.sequence.try_into().map_err(|_| broken("sequence"))?,
        capacity: row.capacity.map(u32::try_from).transpose().map_err(|_| broken("capacity"))?,
        extra: starts(&row.extra).ok_or_else(|| broken("extra"))?,
        excluded: starts(&row.excluded).ok_or_else(|| broken("excluded"))?,
        link: link(row.link.as_deref()).map_err(|()| broken("link"))?,
        continues: row
            .continues
            .as_deref()
            .map(|slug| Slug::parse(slug).ok_or_else(|| broken("continues")))
            .transpose()?,
        tags: tags(&row.tags),
        overrides,
        speakers: belongings.speakers.remove(&row.id).unwrap_or_default(),
        uid: row.uid,
        title: row.title,
        summary: row.summary,
        description: row.description,
        category: row.category,
        local_start: row.local_start,
        place: row.place,
        organizer: row.organizer,
        cancelled_at: row.cancelled_at,
        sample: row.sample,
        changed_at: row.changed_at,
    })
}

/// `None` when a value of it cannot be read.
fn override_of(row: overrides::Model, belongings: &mut Belongings) -> Option<Override> {
    let speakers = belongings.of_dates.remove(&row.id);
    Some(Override {
        original_start: row.original_start,
        title: row.title,
        description: row.description,
        place: row.place,
        link: link(row.link.as_deref()).ok()?,
        capacity: row.capacity.map(u32::try_from).transpose().ok()?,
        speakers: row.own_speakers.then(|| speakers.unwrap_or_default()),
        moved_to: row.moved_to,
        minutes: row.minutes.map(u32::try_from).transpose().ok()?,
        cancelled_at: row.cancelled_at,
        recording: link(row.recording.as_deref()).ok()?,
        materials: belongings.materials.remove(&row.id).unwrap_or_default(),
        sequence: row.sequence.try_into().ok()?,
        changed_at: row.changed_at,
    })
}
