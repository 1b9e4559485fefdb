//! An address for a second screen: what is read on a computer is opened on a phone, and the other way round.

use leptos::prelude::*;
use qrcode::{Color, EcLevel, QrCode as Code};
use std::fmt::Write as _;

/// White around the code, in modules; readers need four (ISO/IEC 18004, 6.3.8).
const QUIET: usize = 4;
/// Width of one module on the page, in CSS pixels.
const MODULE: usize = 4;

/// A QR code. Drawn with presentation attributes, since the policy on pages allows no style attribute; dark on white
/// in the dark scheme too, because not every phone reads the reverse. Nothing is drawn for a text no code can hold
/// (over 2 kB).
#[component]
pub fn QrCode(
    /// What the code holds, usually an address.
    #[prop(into)]
    text: String,
    /// What it is for those who do not see it, such as "QR code of the calendar's address".
    #[prop(into)]
    label: String,
) -> impl IntoView {
    drawing(&text).map(|(side, path)| {
        let view_box = format!("0 0 {side} {side}");
        let size = (side * MODULE).to_string();
        view! {
            <svg
                class="qr"
                role="img"
                aria-label=label
                viewBox=view_box
                width=size.clone()
                height=size
                shape-rendering="crispEdges"
            >
                <rect width="100%" height="100%" fill="#fff"></rect>
                <path fill="#000" d=path></path>
            </svg>
        }
    })
}

/// Modules on a side, quiet zone included, and the dark ones as a path: one bar for each run of them.
fn drawing(text: &str) -> Option<(usize, String)> {
    let code = Code::with_error_correction_level(text, EcLevel::M).ok()?;
    let (width, modules) = (code.width(), code.to_colors());
    let mut path = String::new();
    for (y, row) in modules.chunks(width).enumerate() {
        let mut x = 0;
        for run in row.chunk_by(|left, right| left == right) {
            if run.first() == Some(&Color::Dark) {
                let length = run.len();
                // Writing to a String does not fail.
                let _ = write!(path, "M{} {}h{length}v1h-{length}z", x + QUIET, y + QUIET);
            }
            x += run.len();
        }
    }
    Some((width + 2 * QUIET, path))
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Fills the path's bars into rows of '#' and '.'.
    fn painted(text: &str) -> Vec<String> {
        let (side, path) = drawing(text).unwrap();
        let mut rows = vec![vec!['.'; side]; side];
        for bar in path.split('M').skip(1) {
            let (at, rest) = bar.split_once('h').unwrap();
            let (x, y) = at.split_once(' ').unwrap();
            let length: usize = rest.split('v').next().unwrap().parse().unwrap();
            let (x, y): (usize, usize) = (x.parse().unwrap(), y.parse().unwrap());
            rows[y][x..x + length].fill('#');
        }
        rows.into_iter().map(|row| row.into_iter().collect()).collect()
    }

    #[test]
    fn the_finder_stands_in_three_corners_within_the_quiet_zone() {
        let rows = painted("https://example.org/calendar/all.ics");
        let side = rows.len();
        assert!(rows[..QUIET].iter().chain(&rows[side - QUIET..]).all(|row| !row.contains('#')));
        let finder = ["#######", "#.....#", "#.###.#", "#.###.#", "#.###.#", "#.....#", "#######"];
        for (line, wanted) in finder.iter().enumerate() {
            assert_eq!(&rows[QUIET + line][QUIET..QUIET + 7], *wanted);
            assert_eq!(&rows[QUIET + line][side - QUIET - 7..side - QUIET], *wanted);
            assert_eq!(&rows[side - QUIET - 7 + line][QUIET..QUIET + 7], *wanted);
        }
    }

    #[test]
    fn every_module_of_the_code_is_painted_and_none_more() {
        let text = "https://example.org/calendar/events.ics?category=Community&q=visa";
        let code = Code::with_error_correction_level(text, EcLevel::M).unwrap();
        let dark = code.to_colors().iter().filter(|color| **color == Color::Dark).count();
        assert_eq!(painted(text).concat().matches('#').count(), dark);
    }

    #[test]
    fn a_text_no_code_can_hold_draws_nothing() {
        assert!(drawing(&"x".repeat(10_000)).is_none());
    }
}
