//! Rows of a form: who speaks, and what there is to read.

use super::super::{Link, Material, Speaker, limits};
use super::Fields;
use crate::form::sheet::Sheet;

/// Parts of a speaker's row, as they stand in field names.
pub(super) const PARTS: [&str; 5] = ["name", "credentials", "role", "affiliation", "bio"];

/// The name of a field of a row, counted from 1: `speaker_2_role`.
pub(super) fn field(kind: &str, row: usize, part: &str) -> String {
    format!("{kind}_{row}_{part}")
}

pub(super) fn speakers_as_fields(speakers: &[Speaker]) -> Fields {
    let mut fields = Vec::new();
    for (row, speaker) in (1..).zip(speakers) {
        let values = [&speaker.name, &speaker.credentials, &speaker.role, &speaker.affiliation, &speaker.bio];
        fields.extend(PARTS.into_iter().zip(values).map(|(part, value)| (field("speaker", row, part), value.clone())));
    }
    fields
}

/// Everyone whose row is filled, in the order of the rows.
pub(super) fn read_speakers(sheet: &mut Sheet<'_>) -> Vec<Speaker> {
    let mut speakers = Vec::new();
    for row in 1..=limits::SPEAKERS {
        let name_field = field("speaker", row, "name");
        let mut line = |part: &str, most| sheet.line(&field("speaker", row, part), most);
        let speaker = Speaker {
            name: line("name", limits::SPEAKER_FIELD),
            credentials: line("credentials", limits::SPEAKER_FIELD),
            role: line("role", limits::SPEAKER_FIELD),
            affiliation: line("affiliation", limits::SPEAKER_FIELD),
            bio: sheet.lines(&field("speaker", row, "bio"), limits::BIO),
        };
        if speaker == Speaker::default() {
            continue;
        }
        if speaker.name.is_empty() {
            sheet.wrong(&name_field, "Write the name of this speaker, or empty the whole row.");
        }
        speakers.push(speaker);
    }
    not_beyond(sheet, "speaker", "name", limits::SPEAKERS);
    speakers
}

/// Nothing that stands in a row beyond the last is dropped unsaid.
fn not_beyond(sheet: &mut Sheet<'_>, kind: &str, part: &str, most: usize) {
    if sheet.last_row(kind) > most {
        sheet.wrong(&field(kind, 1, part), format!("At most {most} rows fit. Empty one of them first."));
    }
}

pub(super) fn materials_as_fields(materials: &[Material]) -> Fields {
    let mut fields = Vec::new();
    for (row, material) in (1..).zip(materials) {
        fields.push((field("material", row, "title"), material.title.clone()));
        fields.push((field("material", row, "link"), material.link.as_str().to_owned()));
    }
    fields
}

/// Every material whose row is filled.
pub(super) fn read_materials(sheet: &mut Sheet<'_>) -> Vec<Material> {
    let mut materials = Vec::new();
    for row in 1..=limits::MATERIALS {
        let (title_field, link_field) = (field("material", row, "title"), field("material", row, "link"));
        let (title, typed) = (sheet.line(&title_field, limits::TITLE), sheet.raw(&link_field));
        let link: Option<Link> = sheet.link(&link_field);
        match (title.is_empty(), typed.is_empty()) {
            (true, true) => {}
            (true, false) => sheet.wrong(&title_field, "Say what this is, such as Slides."),
            (false, true) => sheet.wrong(&link_field, "Write where this is, such as https://example.org/slides."),
            (false, false) => materials.extend(link.map(|link| Material { title, link })),
        }
    }
    not_beyond(sheet, "material", "title", limits::MATERIALS);
    materials
}
