//! Which series are the viewer's to look after.

use domain::access::{Action, Capability, Object};
use domain::events::{Series, Slug};
use sea_orm::{ColumnTrait, ConnectionTrait, DbErr, EntityTrait, QueryFilter, QuerySelect};

use super::super::entity::series;
use super::super::options::Options;
use super::super::rows::category_key;
use super::super::store;
use super::{OrganizeError, invalid};
use crate::access::allow;
use crate::ctx::Ctx;
use crate::grants;

/// The keys of the categories the viewer looks after; `None` for all of them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(in crate::events) struct Scope(pub(super) Option<Vec<String>>);

impl Scope {
    /// Asks the table of permissions, then which categories it is for.
    pub(super) async fn of(ctx: &Ctx) -> Result<Self, OrganizeError> {
        allow(ctx, Action::OrganizeEvents, Object::None)?;
        Ok(Self::of_viewer(ctx).await?)
    }

    /// What the viewer looks after, whatever the deed is that the table of permissions was asked about.
    pub(in crate::events) async fn of_viewer(ctx: &Ctx) -> Result<Self, DbErr> {
        let Some(member) = &ctx.viewer.member else { return Ok(Self(Some(Vec::new()))) };
        if member.capabilities.has(Capability::Admin) {
            return Ok(Self(None));
        }
        grants::organized(ctx.db.read(), member.account).await.map(Self)
    }

    pub(in crate::events) fn holds(&self, category: &str) -> bool {
        self.0.as_ref().is_none_or(|keys| keys.contains(&category_key(category)))
    }

    /// The series, if it is the viewer's to look after.
    pub(super) fn mine(&self, series: Option<Series>) -> Result<Series, OrganizeError> {
        series.filter(|series| self.holds(&series.category)).ok_or(OrganizeError::NotFound)
    }

    /// Nobody puts a series where they could not look after it any more.
    pub(super) async fn keeps(&self, db: &impl ConnectionTrait, series: &Series) -> Result<(), OrganizeError> {
        if self.holds(&series.category) {
            return Ok(());
        }
        let labels = self.labels(db).await?.join(", ");
        Err(invalid("category", format!("You look after these categories: {labels}. Choose one of them.")))
    }

    /// The categories the viewer looks after, as people read them: as public series write them, or else drafts. Whoever
    /// looks after everything gets those of public series.
    pub(super) async fn labels(&self, db: &impl ConnectionTrait) -> Result<Vec<String>, DbErr> {
        let known = Options::all(db).await?.categories;
        let Some(keys) = &self.0 else { return Ok(known) };
        let drafted: Vec<String> = series::Entity::find()
            .select_only()
            .column_as(series::Column::Category.min(), "written")
            .filter(series::Column::CategoryKey.is_in(keys.iter().map(String::as_str)))
            .group_by(series::Column::CategoryKey)
            .into_tuple()
            .all(db)
            .await?;
        let written = |key: &String| known.iter().chain(&drafted).find(|word| category_key(word) == *key);
        Ok(keys.iter().map(|key| written(key).cloned().unwrap_or_else(|| capital(key))).collect())
    }

    /// Reads a series of the viewer's.
    pub(super) async fn read(&self, db: &impl ConnectionTrait, slug: &str) -> Result<Series, OrganizeError> {
        let Some(slug) = Slug::parse(slug) else { return Err(OrganizeError::NotFound) };
        self.mine(store::by_slug(db, &slug).await?)
    }
}

/// A key that no series writes yet, as a word begins.
fn capital(key: &str) -> String {
    let mut letters = key.chars();
    letters.next().map_or_else(String::new, |first| first.to_uppercase().chain(letters).collect())
}
