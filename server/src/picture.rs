//! Pictures of link previews: 1200 by 630 pixels, drawn in the association's colors with the headings' own font.
//!
//! What a picture says is decided elsewhere ([`crate::http::pictures`]); here it is set in lines, drawn as SVG and
//! rendered to PNG. Drawing takes tens of milliseconds of one core and 3 MB, so it belongs on a blocking thread.

mod lines;

use crate::config::Scheme;
use crate::xml::escape;
use app::head::PICTURE;
use lines::{drawable, set};
use resvg::{tiny_skia, usvg};
use std::fmt::Write as _;
use std::sync::{Arc, LazyLock};

/// Raise when the same card would be drawn differently: it is part of the entity tags.
pub const FORMAT_VERSION: u32 = 1;

/// What a picture says.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Card {
    /// The association's name.
    pub name: String,
    /// One or two words above the title; may be empty.
    pub kicker: String,
    /// The title.
    pub title: String,
    /// Weekday, day and month of a date, as short as they get.
    pub block: Option<[&'static str; 3]>,
    /// Lines below the title, at most two; empty ones are left out.
    pub lines: Vec<String>,
    /// The event was canceled: said in place of the kicker.
    pub canceled: bool,
}

static FONT: LazyLock<Arc<usvg::fontdb::Database>> = LazyLock::new(|| {
    let mut fonts = usvg::fontdb::Database::new();
    fonts.load_font_data(include_bytes!("../fonts/landfall-serif.ttf").to_vec());
    Arc::new(fonts)
});

fn read(svg: &str) -> Option<usvg::Tree> {
    let options = usvg::Options { fontdb: FONT.clone(), ..usvg::Options::default() };
    usvg::Tree::from_str(svg, &options).inspect_err(|error| tracing::error!(%error, "a picture is not SVG")).ok()
}

/// The card as PNG. `None` only if the drawing itself is wrong, which the log then says.
pub fn png(card: &Card, scheme: &Scheme) -> Option<Vec<u8>> {
    let tree = read(&svg(card, scheme))?;
    let mut pixels = tiny_skia::Pixmap::new(PICTURE.0, PICTURE.1)?;
    resvg::render(&tree, tiny_skia::Transform::default(), &mut pixels.as_mut());
    pixels.encode_png().inspect_err(|error| tracing::error!(%error, "a picture is not PNG")).ok()
}

/// The middle of the space between the name above and the coast below.
const MIDDLE: f32 = 318.0;
const LEFT: f32 = 72.0;
/// Where the title stands beside a date.
const BESIDE: f32 = 312.0;
const RIGHT: f32 = 1128.0;
/// Lines below the title.
const BELOW: usize = 2;
/// Distance from one line below the title to the next.
const LINE: f32 = 50.0;

fn svg(card: &Card, scheme: &Scheme) -> String {
    let left = if card.block.is_some() { BESIDE } else { LEFT };
    let title = drawable(&card.title).unwrap_or_else(|| card.name.clone());
    let best = if card.block.is_some() { 76.0 } else { 92.0 };
    let large = set(&title, best, RIGHT - left, 2);
    let (size, title) = if large.cut { (60.0, set(&title, 60.0, RIGHT - left, 3)) } else { (best, large) };
    let mut below = Vec::new();
    for (line, color) in card.lines.iter().filter_map(|line| drawable(line)).zip([scheme.action, scheme.soft]) {
        // Two lines in all: who comes must not push the title out of the picture.
        let room = BELOW - below.len().min(BELOW);
        below.extend(set(&line, 36.0, RIGHT - left, room).lines.into_iter().map(|line| (color, line)));
    }
    let (kicker, kicker_size, kicker_color) =
        if card.canceled { ("Canceled", 38.0, scheme.bad) } else { (card.kicker.as_str(), 26.0, scheme.warm) };
    let kicker =
        drawable(kicker).map(|kicker| set(&kicker.to_uppercase(), kicker_size, RIGHT - left, 1).lines.concat());
    let leading = size * 1.14;
    let height = kicker.as_ref().map_or(0.0, |_| kicker_size + 20.0)
        + leading * count(title.lines.len())
        + if below.is_empty() { 0.0 } else { 14.0 + LINE * count(below.len()) };
    let top = MIDDLE - height / 2.0;
    let mut out = frame(card, scheme);
    if let Some(block) = &card.block {
        date_block(&mut out, block, top, scheme);
    }
    let mut y = top;
    if let Some(kicker) = kicker {
        text(
            &mut out,
            &At { x: left, y: y + kicker_size - 2.0, size: kicker_size, color: kicker_color, more: SPACED },
            &kicker,
        );
        y += kicker_size + 20.0;
    }
    for line in &title.lines {
        text(&mut out, &At { x: left, y: y + size * 0.8, size, color: scheme.ink, more: "" }, line);
        y += leading;
    }
    y += 14.0;
    for (color, line) in below {
        text(&mut out, &At { x: left, y: y + 34.0, size: 36.0, color, more: "" }, &line);
        y += LINE;
    }
    out.push_str("</svg>");
    out
}

const SPACED: &str = " letter-spacing=\"1.5\"";
const CENTERED: &str = " text-anchor=\"middle\"";

fn count(lines: usize) -> f32 {
    // At most a handful of lines.
    f32::from(u8::try_from(lines).unwrap_or(u8::MAX))
}

/// Paper, mark, name and coast: what all pictures share.
fn frame(card: &Card, scheme: &Scheme) -> String {
    let Scheme { paper, sunk, ink, soft, action, warm, .. } = scheme;
    let (width, height) = PICTURE;
    let mut out = format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"{width}\" height=\"{height}\" \
         font-family=\"Landfall Serif\" font-weight=\"600\" xml:space=\"preserve\">\
         <rect width=\"100%\" height=\"100%\" fill=\"{paper}\"/>\
         <g transform=\"translate(1390 504) scale(1.3)\">\
         <path fill=\"{sunk}\" d=\"M-5000 97V80h3800c90 0 150-10 240-10s130 12 230 12c120 0 190-16 300-16 60 0 110 5 150 5 \
         30 0 44-12 72-12h22c30 0 40 16 84 18 40 3 60 2 102 2v18z\"/>\
         <g transform=\"translate(0 1)\"><path fill=\"{soft}\" stroke=\"{soft}\" stroke-width=\"1.5\" \
         d=\"m-204 60 3-30h8l3 30zM-203 28h12M-200.5 28V15m7 13V15M-202 15h10l-5-6z\"/>\
         <circle cx=\"-197\" cy=\"21.5\" r=\"19\" fill=\"{warm}\" fill-opacity=\".12\"/>\
         <circle cx=\"-197\" cy=\"21.5\" r=\"11\" fill=\"{warm}\" fill-opacity=\".12\"/>\
         <circle cx=\"-197\" cy=\"21.5\" r=\"3.8\" fill=\"{warm}\"/></g></g>\
         <g transform=\"translate(66 44) scale(1.9)\">\
         <path fill=\"{warm}\" fill-opacity=\".4\" d=\"M12 10.5 2 6.5v8zM20 10.5l10-4v8z\"/>\
         <path fill=\"{action}\" d=\"M13.2 15h5.6l2 11h-9.6z\"/><circle cx=\"16\" cy=\"10.5\" r=\"3.2\" fill=\"{warm}\"/>\
         <path fill=\"none\" stroke=\"{action}\" stroke-width=\"1.6\" stroke-linecap=\"round\" \
         d=\"M3 29c2.2 0 2.2-1.5 4.3-1.5S9.5 29 11.7 29s2.2-1.5 4.3-1.5 2.2 1.5 4.3 1.5 2.2-1.5 4.4-1.5S26.8 29 29 29\"/></g>"
    );
    if let Some(name) = drawable(&card.name) {
        let name = set(&name, 34.0, RIGHT - 146.0, 1).lines.concat();
        text(&mut out, &At { x: 146.0, y: 88.0, size: 34.0, color: *ink, more: "" }, &name);
    }
    out
}

/// Weekday, day and month, as the pages show them.
fn date_block(out: &mut String, [weekday, day, month]: &[&str; 3], top: f32, scheme: &Scheme) {
    let Scheme { line, warm, ink, .. } = scheme;
    let _ = write!(
        out,
        "<rect x=\"{LEFT}\" y=\"{top}\" width=\"196\" height=\"222\" rx=\"14\" fill=\"#fff\" stroke=\"{line}\" \
         stroke-width=\"2\"/>"
    );
    let x = LEFT + 98.0;
    text(out, &At { x, y: top + 52.0, size: 34.0, color: *warm, more: CENTERED }, weekday);
    text(out, &At { x, y: top + 146.0, size: 104.0, color: *ink, more: CENTERED }, day);
    text(out, &At { x, y: top + 196.0, size: 34.0, color: *warm, more: CENTERED }, month);
}

struct At {
    x: f32,
    y: f32,
    size: f32,
    color: domain::color::Color,
    more: &'static str,
}

fn text(out: &mut String, at: &At, words: &str) {
    let At { x, y, size, color, more } = at;
    // Writing to a String does not fail.
    let _ = write!(out, "<text x=\"{x}\" y=\"{y}\" font-size=\"{size}\" fill=\"{color}\"{more}>");
    escape(out, words);
    out.push_str("</text>");
}

#[cfg(test)]
mod tests;
