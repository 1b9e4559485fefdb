//! A series as a programme tells it, put over what is stored; and back.

use chrono::{DateTime, Utc};
use domain::events::{Override, Series, Status};
use domain::id::PublicId;

use crate::ctx::Ctx;
use crate::events::programme::{Cancelled, ProgrammeDate, ProgrammeSeries};

/// A name and a UID nobody has seen yet. The UID takes the address of this site once and keeps it for ever.
pub(in crate::events) fn new_key(ctx: &Ctx) -> (PublicId, String) {
    let public_id = ctx.dice.public_id();
    let host = ctx.config.public_url.host_str().unwrap_or("localhost");
    (public_id, format!("{public_id}@{host}"))
}

/// A series that is not stored yet.
pub(super) fn fresh(wanted: ProgrammeSeries, ctx: &Ctx, sample: bool, now: DateTime<Utc>) -> Series {
    let (public_id, uid) = new_key(ctx);
    let blank = Series {
        public_id,
        uid,
        slug: wanted.slug.clone(),
        title: String::new(),
        summary: String::new(),
        description: String::new(),
        category: String::new(),
        tags: Vec::new(),
        zone: wanted.zone,
        local_start: wanted.local_start,
        duration_minutes: wanted.duration_minutes,
        rule: wanted.rule,
        extra: Vec::new(),
        excluded: Vec::new(),
        overrides: Vec::new(),
        format: wanted.format,
        place: String::new(),
        link: None,
        organizer: String::new(),
        capacity: None,
        status: wanted.status,
        cancelled_at: None,
        continues: None,
        for_whom: domain::events::ForWhom::Everybody,
        sequence: 0,
        speakers: Vec::new(),
        sample,
        changed_at: now,
    };
    let mut series = merged(&blank, wanted, sample, now);
    series.overrides.retain(|date| !date.is_blank());
    series
}

/// What is stored with what the file says put over it. Sequences and times of change are not yet worked out.
pub(super) fn merged(before: &Series, wanted: ProgrammeSeries, sample: bool, now: DateTime<Utc>) -> Series {
    let since = wanted.cancelled_at.or(before.cancelled_at).unwrap_or(now);
    let overrides = wanted.dates.into_iter().map(|date| said(before, date, now)).collect();
    Series {
        title: wanted.title,
        summary: wanted.summary,
        description: wanted.description,
        category: wanted.category,
        tags: wanted.tags,
        zone: wanted.zone,
        local_start: wanted.local_start,
        duration_minutes: wanted.duration_minutes,
        rule: wanted.rule,
        extra: wanted.extra,
        excluded: wanted.excluded,
        overrides,
        format: wanted.format,
        place: wanted.place,
        link: wanted.link,
        for_whom: wanted.for_whom,
        organizer: wanted.organizer,
        capacity: wanted.capacity,
        status: wanted.status,
        cancelled_at: (wanted.status == Status::Cancelled).then_some(since),
        continues: wanted.continues.or_else(|| before.continues.clone()),
        speakers: wanted.speakers,
        sample,
        ..before.clone()
    }
}

fn said(before: &Series, date: ProgrammeDate, now: DateTime<Utc>) -> Override {
    let known = before.override_of(date.original_start).and_then(|was| was.cancelled_at);
    Override {
        title: date.title,
        description: date.description,
        place: date.place,
        link: date.link,
        capacity: date.capacity,
        speakers: date.speakers,
        moved_to: date.moved_to,
        minutes: date.minutes,
        cancelled_at: date.cancelled.map(|cancelled| match cancelled {
            Cancelled::Open => known.unwrap_or(now),
            Cancelled::Since(at) => at,
        }),
        recording: date.recording,
        materials: date.materials,
        ..Override::of(date.original_start, now)
    }
}

/// The part of a series that a programme tells.
pub(super) fn told(series: Series) -> ProgrammeSeries {
    ProgrammeSeries {
        slug: series.slug,
        title: series.title,
        summary: series.summary,
        description: series.description,
        category: series.category,
        tags: series.tags,
        zone: series.zone,
        local_start: series.local_start,
        duration_minutes: series.duration_minutes,
        rule: series.rule,
        extra: series.extra,
        excluded: series.excluded,
        format: series.format,
        place: series.place,
        link: series.link,
        for_whom: series.for_whom,
        organizer: series.organizer,
        capacity: series.capacity,
        status: series.status,
        cancelled_at: series.cancelled_at,
        continues: series.continues,
        speakers: series.speakers,
        dates: series.overrides.into_iter().filter(|date| !date.is_blank()).map(told_of_date).collect(),
    }
}

fn told_of_date(date: Override) -> ProgrammeDate {
    ProgrammeDate {
        original_start: date.original_start,
        title: date.title,
        place: date.place,
        link: date.link,
        capacity: date.capacity,
        moved_to: date.moved_to,
        minutes: date.minutes,
        cancelled: date.cancelled_at.map(Cancelled::Since),
        recording: date.recording,
        description: date.description,
        speakers: date.speakers,
        materials: date.materials,
    }
}
