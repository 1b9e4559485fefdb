//! What there is to filter by: one value of a statement, and quick whatever the number of series.
//!
//! Words are looked up one after the other, each the next in its index after the one before; a DISTINCT would read the
//! whole index.

use sea_orm::sea_query::{Expr, Query, SimpleExpr};
use sea_orm::{ConnectionTrait, DbBackend, DbErr};

use super::rows::category_key;
use crate::gathered::read_rows;

const ALL: &str = "WITH RECURSIVE \
    categories(word) AS ( \
        SELECT (SELECT category_key FROM series WHERE category_key > '' AND status <> 'draft' ORDER BY category_key LIMIT 1) \
        UNION ALL SELECT (SELECT category_key FROM series WHERE category_key > categories.word AND status <> 'draft' \
            ORDER BY category_key LIMIT 1) FROM categories WHERE word IS NOT NULL), \
    tags(word) AS ( \
        SELECT (SELECT tag_key FROM series_tags CROSS JOIN series WHERE series.id = series_id AND status <> 'draft' \
            ORDER BY tag_key LIMIT 1) \
        UNION ALL SELECT (SELECT tag_key FROM series_tags CROSS JOIN series WHERE tag_key > tags.word \
            AND series.id = series_id AND status <> 'draft' ORDER BY tag_key LIMIT 1) FROM tags WHERE word IS NOT NULL) \
    SELECT 'category' AS kind, (SELECT category FROM series WHERE category_key = categories.word AND status <> 'draft' \
        ORDER BY category LIMIT 1) AS word FROM categories WHERE word IS NOT NULL \
    UNION ALL SELECT 'tag', (SELECT tag FROM series_tags CROSS JOIN series WHERE tag_key = tags.word \
        AND series.id = series_id AND status <> 'draft' ORDER BY tag LIMIT 1) FROM tags WHERE word IS NOT NULL";

/// The words of public series.
#[derive(Debug, Default, PartialEq, Eq)]
pub(super) struct Options {
    /// Categories by name, each once however it is written.
    pub(super) categories: Vec<String>,
    /// Tags by name, each once however it is written.
    pub(super) tags: Vec<String>,
}

impl Options {
    /// All of them.
    pub(super) async fn all(db: &impl ConnectionTrait) -> Result<Self, DbErr> {
        let ask = Query::select().expr(Self::value(db.get_database_backend())).to_owned();
        db.query_one(&ask).await?.map_or_else(|| Ok(Self::default()), |row| Self::read(row.try_get_by_index(0)?))
    }

    /// All of them as a value of any statement, to be read by [`Options::read`].
    pub(super) fn value(backend: DbBackend) -> SimpleExpr {
        Expr::cust(match backend {
            DbBackend::Postgres => {
                format!("(SELECT CAST(json_agg(json_build_array(kind, word)) AS text) FROM ({ALL}) AS known)")
            }
            _ => format!("(SELECT json_group_array(json_array(kind, word)) FROM ({ALL}) AS known)"),
        })
    }

    pub(super) fn read(text: Option<String>) -> Result<Self, DbErr> {
        let mut options = Self::default();
        for (kind, word) in read_rows::<(String, String)>(text)? {
            let words = if kind == "tag" { &mut options.tags } else { &mut options.categories };
            words.push(word);
        }
        for words in [&mut options.categories, &mut options.tags] {
            words.sort_by_cached_key(|word| category_key(word));
        }
        Ok(options)
    }
}
