//! Speakers and materials: the small tables inside a series and inside its dates.

use domain::events::{Material, Speaker, limits};
use toml::de::DeTable;

use super::fields::{Fields, Report};
use super::values;

const SPEAKER_FIELDS: [&str; 5] = ["name", "credentials", "role", "affiliation", "bio"];
const MATERIAL_FIELDS: [&str; 2] = ["title", "link"];

/// The speakers of a series or of a date. `header` is how each one begins, `prefix` how mistakes name its fields.
pub(super) fn speakers(
    fields: &Fields<'_, '_>,
    header: &str,
    prefix: &'static str,
    report: &mut Report<'_>,
) -> Vec<Speaker> {
    let tables = fields.tables("speakers", header, limits::SPEAKERS, report);
    tables.into_iter().map(|(start, table)| speaker(start, table, prefix, report)).collect()
}

fn speaker(start: usize, table: &DeTable<'_>, prefix: &'static str, report: &mut Report<'_>) -> Speaker {
    let fields = Fields::new(table, start, prefix, &SPEAKER_FIELDS, report);
    let max = limits::SPEAKER_FIELD;
    Speaker {
        name: fields.needed_line("name", "\"Amara Osei\"", max, report),
        credentials: fields.line("credentials", max, report),
        role: fields.line("role", max, report),
        affiliation: fields.line("affiliation", max, report),
        bio: fields.lines("bio", limits::BIO, report),
    }
}

/// The materials of a date.
pub(super) fn materials(fields: &Fields<'_, '_>, report: &mut Report<'_>) -> Vec<Material> {
    let tables = fields.tables("materials", "[[series.dates.materials]]", limits::MATERIALS, report);
    tables.into_iter().filter_map(|(start, table)| material(start, table, report)).collect()
}

/// `None` without a link; its absence is in the report.
fn material(start: usize, table: &DeTable<'_>, report: &mut Report<'_>) -> Option<Material> {
    let fields = Fields::new(table, start, "dates.materials.", &MATERIAL_FIELDS, report);
    let title = fields.needed_line("title", "\"Slides\"", limits::TITLE, report);
    fields.needed("link", "\"https://example.org/slides\"", report)?;
    Some(Material { title, link: values::link(&fields, "link", report)? })
}
