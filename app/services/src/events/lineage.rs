//! The parts of a series whose rhythm changed: each goes on from the one before it, named by its slug.

use domain::events::Slug;
use sea_orm::{ConnectionTrait, DbErr, Statement};

/// Both ways in one statement, public parts only. No series has fifty parts; a ring would end there.
const PARTS: &str = "WITH RECURSIVE \
    earlier(slug, title, continues, step) AS ( \
        SELECT slug, title, continues, 1 FROM series WHERE slug = $1 AND status <> 'draft' \
        UNION ALL SELECT part.slug, part.title, part.continues, step + 1 FROM earlier \
            JOIN series part ON part.slug = earlier.continues WHERE step < 50 AND part.status <> 'draft'), \
    later(slug, title, step) AS ( \
        SELECT slug, title, 1 FROM series WHERE continues = $2 AND status <> 'draft' \
        UNION ALL SELECT part.slug, part.title, step + 1 FROM later \
            JOIN series part ON part.continues = later.slug WHERE step < 50 AND part.status <> 'draft') \
    SELECT 'earlier' AS way, slug, title, step FROM earlier UNION ALL SELECT 'later', slug, title, step FROM later \
    ORDER BY step";

/// The other public parts of a series.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Lineage {
    /// Slugs and titles of the parts before, the nearest first.
    pub(super) earlier: Vec<(Slug, String)>,
    /// Slugs of the parts after, the nearest first.
    pub(super) later: Vec<Slug>,
}

/// The parts before and after a series.
pub(super) async fn of(db: &impl ConnectionTrait, slug: &Slug, continues: Option<&Slug>) -> Result<Lineage, DbErr> {
    let before = continues.map_or("", Slug::as_str);
    let values = [before.into(), slug.as_str().into()];
    let ask = Statement::from_sql_and_values(db.get_database_backend(), PARTS, values);
    let mut lineage = Lineage::default();
    for row in db.query_all_raw(ask).await? {
        let (way, slug, title): (String, String, String) =
            (row.try_get("", "way")?, row.try_get("", "slug")?, row.try_get("", "title")?);
        let slug = Slug::parse(&slug).ok_or_else(|| DbErr::Custom(format!("series {slug}: slug cannot be read")))?;
        if way == "earlier" {
            lineage.earlier.push((slug, title));
        } else {
            lineage.later.push(slug);
        }
    }
    Ok(lineage)
}
