//! What there is to filter by: one statement, and quick whatever the number of series.
//!
//! Words are looked up one after the other, each the next in its index after the one before; a DISTINCT would read the
//! whole index.

use sea_orm::{ConnectionTrait, DbErr, Statement};

use super::rows::category_key;

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
        let mut options = Self::default();
        for row in db.query_all_raw(Statement::from_string(db.get_database_backend(), ALL)).await? {
            let (kind, word): (String, String) = (row.try_get("", "kind")?, row.try_get("", "word")?);
            let words = if kind == "tag" { &mut options.tags } else { &mut options.categories };
            words.push(word);
        }
        for words in [&mut options.categories, &mut options.tags] {
            words.sort_by_cached_key(|word| category_key(word));
        }
        Ok(options)
    }

    /// Is this category, however it is written, one that public series have?
    pub(super) fn has_category(&self, category: &str) -> bool {
        let key = category_key(category);
        self.categories.iter().any(|known| category_key(known) == key)
    }
}
