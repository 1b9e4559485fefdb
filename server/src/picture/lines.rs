//! Text set in lines of a given width. Widths come from the renderer's own shaping, so that what fits here fits there.

use super::read;
use crate::xml::escape;
use domain::text::cut;
use resvg::usvg::Node;
use std::collections::BTreeSet;
use std::fmt::Write as _;

/// Titles are shorter; whatever is longer would not fit either.
const MOST: usize = 300;
/// At this size widths are measured.
const SAMPLE: f32 = 100.0;

/// A text in lines.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Lines {
    pub(super) lines: Vec<String>,
    /// Whether its end had to be left out, or a word is wider than a line.
    pub(super) cut: bool,
}

/// The text without letters that the font does not have; `None` when too little is left to be read.
pub(super) fn drawable(text: &str) -> Option<String> {
    let text = domain::text::single_line(cut(text, MOST));
    let (_, known) = measured(std::iter::once(text.as_str()));
    let letters = |text: &str| text.chars().filter(|letter| letter.is_alphanumeric()).count();
    let left: String = text.chars().filter(|letter| *letter == ' ' || known.contains(letter)).collect();
    let (all, drawn) = (letters(&text), letters(&left));
    (drawn > 0 && drawn * 4 >= all * 3).then(|| domain::text::single_line(&left))
}

/// Sets text in at most `most` lines of `width` pixels; what does not fit ends in an ellipsis. Lines are made about
/// equally long.
pub(super) fn set(text: &str, size: f32, width: f32, most: usize) -> Lines {
    if most == 0 {
        return Lines { lines: Vec::new(), cut: true };
    }
    let width = width * SAMPLE / size;
    let words: Vec<&str> = text.split(' ').filter(|word| !word.is_empty()).collect();
    let (widths, _) = measured(words.iter().copied().chain(["n n", "nn", "…"]));
    let [.., wide, narrow, ellipsis] = widths[..] else { return Lines { lines: Vec::new(), cut: false } };
    let fit = Fit { space: wide - narrow, ellipsis, most };
    let mut pieces = Vec::new();
    for (word, wide) in words.into_iter().zip(widths) {
        if wide + ellipsis <= width {
            pieces.push((word, wide));
        } else {
            pieces.extend(broken(word, width - ellipsis));
        }
    }
    let mut best = fill(&pieces, width, &fit);
    // As narrow as the same number of lines allows.
    for percent in (50_u8..100).rev().step_by(5) {
        let narrower = fill(&pieces, width * f32::from(percent) / 100.0, &fit);
        if best.cut || narrower.cut || narrower.lines.len() > best.lines.len() {
            break;
        }
        best = narrower;
    }
    best
}

struct Fit {
    space: f32,
    ellipsis: f32,
    most: usize,
}

fn fill(words: &[(&str, f32)], width: f32, fit: &Fit) -> Lines {
    let mut lines = Vec::new();
    let (mut line, mut taken) = (String::new(), 0.0);
    for (number, (word, wide)) in words.iter().enumerate() {
        if *wide > width {
            return Lines { lines, cut: true };
        }
        let last = lines.len() + 1 == fit.most;
        // On the last line room is kept for the ellipsis as long as words follow.
        let rest: f32 = words[number + 1..].iter().take(64).map(|(_, wide)| fit.space + wide).sum();
        let fits = taken + wide <= width;
        if fits && (!last || taken + wide + rest.min(fit.ellipsis) <= width) {
            line.push_str(word);
            line.push(' ');
            taken += wide + fit.space;
        } else if last {
            lines.push(format!("{}…", line.trim_end()));
            return Lines { lines, cut: true };
        } else {
            lines.push(line.trim_end().to_owned());
            line = format!("{word} ");
            taken = wide + fit.space;
        }
    }
    lines.push(line.trim_end().to_owned());
    lines.retain(|line| !line.is_empty());
    Lines { lines, cut: false }
}

/// A word in pieces that are not wider than `width`.
fn broken(word: &str, width: f32) -> Vec<(&str, f32)> {
    let letters: Vec<(usize, char)> = word.char_indices().collect();
    let texts: Vec<String> = letters.iter().map(|(_, letter)| letter.to_string()).collect();
    let (widths, _) = measured(texts.iter().map(String::as_str));
    let mut pieces = Vec::new();
    let (mut begin, mut taken) = (0, 0.0);
    for ((at, _), wide) in letters.into_iter().zip(widths) {
        if taken + wide > width && at > begin {
            pieces.push((&word[begin..at], taken));
            (begin, taken) = (at, 0.0);
        }
        taken += wide;
    }
    pieces.push((&word[begin..], taken));
    pieces
}

/// The width of each text at [`SAMPLE`] pixels, and the letters among them that the font has.
fn measured<'t>(texts: impl Iterator<Item = &'t str>) -> (Vec<f32>, BTreeSet<char>) {
    let mut svg = "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"9\" height=\"9\" font-family=\"Landfall Serif\" \
                   font-weight=\"600\" xml:space=\"preserve\">"
        .to_owned();
    let mut number = 0;
    for text in texts {
        // Writing to a String does not fail.
        let _ = write!(svg, "<text id=\"t{number}\" font-size=\"{SAMPLE}\">");
        escape(&mut svg, text);
        svg.push_str("</text>");
        number += 1;
    }
    svg.push_str("</svg>");
    let mut drawn = BTreeSet::new();
    let Some(tree) = read(&svg) else { return (vec![0.0; number], drawn) };
    let widths = (0..number)
        .map(|number| match tree.node_by_id(&format!("t{number}")) {
            Some(Node::Text(text)) => {
                let glyphs = text.layouted().iter().flat_map(|span| &span.positioned_glyphs);
                drawn.extend(glyphs.filter(|glyph| glyph.id.0 != 0).flat_map(|glyph| glyph.text.chars()));
                text.bounding_box().width()
            }
            // Nothing of it can be drawn.
            _ => 0.0,
        })
        .collect();
    (widths, drawn)
}
