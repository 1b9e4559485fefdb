//! One import, or one series from the desk, inside its transaction.

use std::collections::{BTreeMap, BTreeSet};

use chrono::{DateTime, Utc};
use domain::events::{Becoming, Series, Slug, Split};
use sea_orm::DbErr;

use super::merge::{fresh, merged, new_key};
use super::{ImportError, ImportReport, SplitOff};
use crate::ctx::Ctx;
use crate::db::WriteTx;
use crate::dialect;
use crate::events::programme::{Places, ProgrammeError, ProgrammeSeries};
use crate::events::store::{self, Which};
use crate::events::touched::Touched;
use crate::events::{lineage, rsvp, steps};

/// From so many series on, what the database believes of its tables is far from the truth.
const MANY: usize = 200;

/// Everything that series are held against.
pub(in crate::events) struct Work<'w> {
    tx: &'w WriteTx,
    ctx: &'w Ctx,
    /// Invented content, which never takes the place of the association's own.
    sample: bool,
    now: DateTime<Utc>,
    /// What the file has not spoken of yet.
    stored: BTreeMap<Slug, (i64, Series)>,
    /// Which series goes on from which, as it is now.
    continues: BTreeMap<Slug, Option<Slug>>,
    touched: Touched,
    report: ImportReport,
    mistakes: Vec<ProgrammeError>,
}

impl<'w> Work<'w> {
    /// For a file: everything that is stored.
    pub(in crate::events) async fn new(tx: &'w WriteTx, ctx: &'w Ctx, sample: bool) -> Result<Self, ImportError> {
        store::one_at_a_time(tx).await?;
        let all = store::whole(tx, Which::All).await?;
        let mut work = Self { sample, ..Self::of_one(tx, ctx) };
        for (_, series) in &all {
            work.touched.knows(series);
        }
        work.continues = all.iter().map(|(_, series)| (series.slug.clone(), series.continues.clone())).collect();
        work.stored = all.into_iter().map(|(id, series)| (series.slug.clone(), (id, series))).collect();
        Ok(work)
    }

    /// For a single series, which is fetched, or new.
    pub(in crate::events) fn of_one(tx: &'w WriteTx, ctx: &'w Ctx) -> Self {
        Self {
            tx,
            ctx,
            sample: false,
            now: ctx.now(),
            stored: BTreeMap::new(),
            continues: BTreeMap::new(),
            touched: Touched::default(),
            report: ImportReport::default(),
            mistakes: Vec::new(),
        }
    }

    /// Reads a series to be put back changed, with the parts that go on from it: their feeds hold it too.
    pub(in crate::events) async fn fetch(&mut self, slug: &Slug) -> Result<Option<(i64, Series)>, DbErr> {
        let Some(found) = store::with_key(self.tx, slug).await? else { return Ok(None) };
        self.touched.goes_on(slug, lineage::of(self.tx, slug, None).await?.later);
        Ok(Some(found))
    }

    /// Stores what is new and different. With any mistake nothing is stored: the error ends the transaction.
    pub(super) async fn run(mut self, wanted: Vec<(ProgrammeSeries, Places)>) -> Result<ImportReport, ImportError> {
        let told: Vec<_> = wanted.iter().map(|(series, places)| (series.slug.clone(), *places)).collect();
        for (series, places) in wanted {
            Box::pin(self.one(series, places)).await?;
        }
        for (slug, places) in &told {
            self.goes_on_from_something(slug, *places);
        }
        if !self.mistakes.is_empty() {
            self.mistakes.sort_by_key(|mistake| (mistake.line, mistake.column));
            return Err(ImportError::Mistakes(self.mistakes));
        }
        if !self.sample {
            let parts = self.parts_of(told.into_iter().map(|(slug, _)| slug));
            let others = self.stored.into_values().filter(|(_, series)| !series.sample);
            let others = others.map(|(_, series)| series.slug).filter(|slug| !parts.contains(slug));
            self.report.not_in_file = others.collect();
        }
        self.touched.raise(self.tx, self.now).await?;
        if self.report.added.len() + self.report.changed.len() >= MANY {
            dialect::count_anew(self.tx, &["series", "series_tags", "overrides", "speakers", "occurrences"]).await?;
        }
        Ok(self.report)
    }

    async fn one(&mut self, wanted: ProgrammeSeries, places: Places) -> Result<(), ImportError> {
        let (sample, now) = (self.sample, self.now);
        let Some((id, before)) = self.stored.remove(&wanted.slug) else {
            let series = fresh(wanted, self.ctx, sample, now);
            self.insert(&series).await?;
            self.report.added.push(series.slug);
            return Ok(());
        };
        if sample && !before.sample {
            self.report.unchanged += 1;
            return Ok(());
        }
        let after = merged(&before, wanted, sample, now);
        match before.becomes(&after, now) {
            Becoming::Same => self.report.unchanged += 1,
            Becoming::Refused(past) => self.mistakes.push(places.starts(past.to_string())),
            how => Box::pin(self.put(id, &before, after, how)).await?,
        }
        Ok(())
    }

    /// Stores what a series becomes. Nothing where nothing is different or may be; whoever asks finds that out before.
    pub(in crate::events) async fn put(
        &mut self,
        id: i64,
        before: &Series,
        after: Series,
        how: Becoming,
    ) -> Result<(), ImportError> {
        let now = self.now;
        match how {
            Becoming::Same | Becoming::Refused(_) => {}
            Becoming::InPlace => {
                let after = Series::revised(before, after, now);
                self.update(id, before, &after).await?;
                rsvp::series_changed(self.tx, self.ctx, before, &[&after]).await?;
                self.report.changed.push(after.slug);
            }
            Becoming::NewKey => {
                let (public_id, uid) = new_key(self.ctx);
                let after = Series { public_id, uid, sequence: 0, changed_at: now, ..after };
                self.update(id, before, &after).await?;
                rsvp::series_changed(self.tx, self.ctx, before, &[&after]).await?;
                self.report.changed.push(after.slug);
            }
            Becoming::Split { at } => {
                let (public_id, uid) = new_key(self.ctx);
                let parts = before.clone().split(at, Series { public_id, uid, ..after }, now);
                self.split(id, before, parts).await?;
            }
        }
        Ok(())
    }

    /// Moves the feeds on that hold what was put. The end of every call that stores something by itself.
    pub(in crate::events) async fn close(self) -> Result<ImportReport, ImportError> {
        self.touched.raise(self.tx, self.now).await?;
        Ok(self.report)
    }

    pub(in crate::events) async fn insert(&mut self, series: &Series) -> Result<(), ImportError> {
        store::insert(self.tx, series, self.now).await?;
        self.continues.insert(series.slug.clone(), series.continues.clone());
        self.touched.note(series);
        Ok(steps::plan(self.tx, series, self.now).await?)
    }

    async fn update(&mut self, id: i64, before: &Series, after: &Series) -> Result<(), ImportError> {
        store::update(self.tx, id, after, self.now).await?;
        self.continues.insert(after.slug.clone(), after.continues.clone());
        if before.feed_differs(after) || before.uid != after.uid {
            self.touched.note(before);
            self.touched.note(after);
        }
        Ok(steps::plan(self.tx, after, self.now).await?)
    }

    async fn split(&mut self, id: i64, before: &Series, parts: Split) -> Result<(), ImportError> {
        let Split { mut ended, mut living, .. } = parts;
        ended.slug = self.free(&ended.slug).await?;
        living.continues = Some(ended.slug.clone());
        // The ended part gives the address free first.
        self.touched.note(before);
        self.update(id, before, &ended).await?;
        self.insert(&living).await?;
        rsvp::series_changed(self.tx, self.ctx, before, &[&ended, &living]).await?;
        let (slug, from) = (living.slug, living.local_start.date());
        self.report.split.push(SplitOff { slug, from, kept: ended.slug });
        Ok(())
    }

    /// The address itself, or the first of its kind that nobody has.
    pub(in crate::events) async fn free(&self, slug: &Slug) -> Result<Slug, DbErr> {
        let stem = domain::text::cut(slug.as_str(), 75).trim_end_matches('-');
        let taken = store::slugs_like(self.tx, slug, stem).await?;
        let numbered = (2..10_000).filter_map(|number| Slug::parse(&format!("{stem}-{number}")));
        let mut wanted = std::iter::once(slug.clone()).chain(numbered);
        Ok(wanted.find(|slug| !taken.contains(slug.as_str())).unwrap_or_else(|| slug.clone()))
    }

    /// Notes a mistake when a series goes on from one that is not there, or at last from itself.
    fn goes_on_from_something(&mut self, slug: &Slug, places: Places) {
        let mut seen = BTreeSet::from([slug]);
        let mut part = slug;
        while let Some(Some(before)) = self.continues.get(part) {
            if !self.continues.contains_key(before) {
                if part == slug {
                    let message = format!("there is no series \"{before}\", neither in the file nor stored");
                    self.mistakes.push(places.continues(message));
                }
                return;
            }
            if !seen.insert(before) {
                self.mistakes.push(places.continues(format!("\"{before}\" goes on from this series itself")));
                return;
            }
            part = before;
        }
    }

    /// All parts these series go on from.
    fn parts_of(&self, slugs: impl Iterator<Item = Slug>) -> BTreeSet<Slug> {
        let mut parts = BTreeSet::new();
        for slug in slugs {
            let mut part = self.continues.get(&slug).cloned().flatten();
            while let Some(before) = part.filter(|before| parts.insert(before.clone())) {
                part = self.continues.get(&before).cloned().flatten();
            }
        }
        parts
    }
}
