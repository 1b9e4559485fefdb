//! The font of receipts: measured, set in lines, and put into the file whole.

use pdf_writer::types::{CidFontType, FontFlags, SystemInfo, UnicodeCmap};
use pdf_writer::{Finish, Name, Pdf, Rect, Ref, Str};
use skrifa::instance::{LocationRef, Size};
use skrifa::{FontRef, GlyphId, MetadataProvider};
use std::sync::LazyLock;

/// What the font is called inside the file.
pub(super) const NAME: &[u8] = b"LandfallSerif";
const DATA: &[u8] = include_bytes!("../../fonts/landfall-serif.ttf");
/// PDF counts widths in thousandths of the size.
const EM: f32 = 1_000.0;
const IDENTITY: SystemInfo<'_> = SystemInfo { registry: Str(b"Adobe"), ordering: Str(b"Identity"), supplement: 0 };

/// A font that was read.
pub(super) struct Face(FontRef<'static>);

static FACE: LazyLock<Option<Face>> = LazyLock::new(|| {
    let font = FontRef::new(DATA).inspect_err(|error| tracing::error!(%error, "the font of receipts cannot be read"));
    font.ok().map(Face)
});

impl Face {
    /// The one there is.
    pub(super) fn read() -> Option<&'static Self> {
        FACE.as_ref()
    }

    /// The letters that the font has, with their glyphs; others are left out, since a box says nothing.
    fn known<'t>(&self, text: &'t str) -> impl Iterator<Item = (char, u16)> + use<'t> {
        let letters = self.0.charmap();
        text.chars().filter_map(move |letter| {
            let glyph = letters.map(letter).and_then(|glyph| u16::try_from(glyph.to_u32()).ok())?;
            Some((letter, glyph))
        })
    }

    /// Whether every letter of a text can be drawn.
    pub(super) fn has(&self, text: &str) -> bool {
        self.known(text).count() == text.chars().count()
    }

    /// The glyphs of a text, as Identity-H writes them: two octets each.
    pub(super) fn glyphs(&self, text: &str) -> Vec<u8> {
        self.known(text).flat_map(|(_, glyph)| glyph.to_be_bytes()).collect()
    }

    fn advance(&self, glyph: u16) -> f32 {
        let widths = self.0.glyph_metrics(Size::new(EM), LocationRef::default());
        widths.advance_width(GlyphId::new(u32::from(glyph))).unwrap_or_default()
    }

    /// How wide a text is, in sizes of the font.
    pub(super) fn width(&self, text: &str) -> f32 {
        self.known(text).map(|(_, glyph)| self.advance(glyph)).sum::<f32>() / EM
    }

    /// A text in lines of at most this width. A word that is wider goes on in the next line.
    pub(super) fn lines(&self, text: &str, width: f32) -> Vec<String> {
        let mut lines: Vec<String> = Vec::new();
        for word in text.split(' ').filter(|word| !word.is_empty()) {
            match lines.last_mut() {
                Some(line) if self.width(line) + self.width(" ") + self.width(word) <= width => {
                    line.push(' ');
                    line.push_str(word);
                }
                _ => lines.extend(self.parts(word, width)),
            }
        }
        lines
    }

    /// A word in parts of at most this width; each has a letter, however narrow the line is.
    fn parts(&self, word: &str, width: f32) -> Vec<String> {
        let (mut parts, mut wide): (Vec<String>, f32) = (Vec::new(), 0.0);
        for letter in word.chars() {
            let more = self.width(letter.encode_utf8(&mut [0; 4]));
            match parts.last_mut() {
                Some(part) if wide + more <= width => {
                    part.push(letter);
                    wide += more;
                }
                _ => {
                    parts.push(letter.to_string());
                    wide = more;
                }
            }
        }
        parts
    }
}

/// Writes the font under `font`; `parts` are free numbers for what belongs to it.
pub(super) fn write_font(pdf: &mut Pdf, face: &Face, font: Ref, [cid, descriptor, letters, data]: [Ref; 4]) {
    let metrics = face.0.metrics(Size::new(EM), LocationRef::default());
    let mut composite = pdf.type0_font(font);
    composite.base_font(Name(NAME)).encoding_predefined(Name(b"Identity-H"));
    composite.descendant_font(cid).to_unicode(letters);
    composite.finish();

    let mut glyphs = pdf.cid_font(cid);
    glyphs.subtype(CidFontType::Type2).base_font(Name(NAME)).system_info(IDENTITY).font_descriptor(descriptor);
    glyphs.cid_to_gid_map_predefined(Name(b"Identity"));
    glyphs.widths().consecutive(0, (0..metrics.glyph_count).map(|glyph| face.advance(glyph)));
    glyphs.finish();

    let bounds = metrics.bounds.map(|all| Rect::new(all.x_min, all.y_min, all.x_max, all.y_max));
    let mut about = pdf.font_descriptor(descriptor);
    about.name(Name(NAME)).flags(FontFlags::SYMBOLIC | FontFlags::SERIF).italic_angle(metrics.italic_angle);
    about.bbox(bounds.unwrap_or(Rect::new(0.0, 0.0, EM, EM))).ascent(metrics.ascent).descent(metrics.descent);
    about.cap_height(metrics.cap_height.unwrap_or(metrics.ascent)).stem_v(80.0).font_file2(data);
    about.finish();

    // So that what is read can be copied and searched.
    let mut of_glyphs = UnicodeCmap::<u16>::new(Name(b"Letters"), IDENTITY);
    for (letter, glyph) in face.0.charmap().mappings() {
        if let (Some(letter), Ok(glyph)) = (char::from_u32(letter), u16::try_from(glyph.to_u32())) {
            of_glyphs.pair(glyph, letter);
        }
    }
    pdf.cmap(letters, &of_glyphs.finish());
    let length = i32::try_from(DATA.len()).unwrap_or(i32::MAX);
    pdf.stream(data, DATA).pair(Name(b"Length1"), length);
}
