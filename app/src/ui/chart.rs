//! Bar charts as SVG made on the server, each with the table of its numbers.
//! Classes and presentation attributes only: the CSP forbids inline style.

use super::table::{Column, DataTable};
use leptos::prelude::*;

/// One bar.
#[derive(Debug, Clone)]
pub struct Bar {
    /// What it counts.
    pub label: String,
    /// How many; bars are drawn against the largest.
    pub value: u32,
    /// Drawn in the warm color: the one the page is about.
    pub now: bool,
}

/// Height of a bar with its words, in CSS pixels.
const ROW: u32 = 40;

/// A horizontal bar chart and, folded below it, its table.
#[component]
pub fn Chart(
    /// What the chart shows, in one sentence.
    #[prop(into)]
    title: String,
    /// Head of the label column.
    what: &'static str,
    /// The unit, as head of the number column.
    unit: &'static str,
    /// Top to bottom.
    bars: Vec<Bar>,
) -> impl IntoView {
    let most = bars.iter().map(|bar| bar.value).max().unwrap_or(0).max(1);
    let height = ROW * u32::try_from(bars.len()).unwrap_or(1).max(1);
    let summary = summary(&bars);
    let drawn = (0u32..)
        .zip(&bars)
        .map(|(index, bar)| {
            let y = index * ROW;
            let width = format!("{}%", 100 * u64::from(bar.value) / u64::from(most));
            view! {
                <text class="label" x="0" y=(y + 14).to_string()>{format!("{}: {}", bar.label, bar.value)}</text>
                <rect class=if bar.now { "bar now" } else { "bar" } x="0" y=(y + 20).to_string() width=width height="10" rx="2"></rect>
            }
        })
        .collect_view();
    let rows = bars.iter().map(|bar| vec![bar.label.clone(), bar.value.to_string()]).collect();
    let columns = vec![Column { label: what, number: false }, Column { label: unit, number: true }];
    view! {
        <figure class="chart">
            <figcaption>{title.clone()}</figcaption>
            <svg class="plot" width="100%" height=height.to_string() role="img" aria-label=summary>{drawn}</svg>
            <details class="more">
                <summary>"Show the numbers"</summary>
                <DataTable caption=title columns rows small=true/>
            </details>
        </figure>
    }
}

/// What one sees at a glance: "Bar chart. Most: May, 61. Least: July, 29."
fn summary(bars: &[Bar]) -> String {
    let most = bars.iter().max_by_key(|bar| bar.value);
    let least = bars.iter().min_by_key(|bar| bar.value);
    match (most, least) {
        (Some(most), Some(least)) if most.value > least.value => {
            format!("Bar chart. Most: {}, {}. Least: {}, {}.", most.label, most.value, least.label, least.value)
        }
        (Some(one), _) => format!("Bar chart. All are {}.", one.value),
        _ => "Bar chart without bars.".to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_chart_says_its_largest_and_smallest_bar() {
        let bar = |label: &str, value| Bar { label: label.to_owned(), value, now: false };
        assert_eq!(summary(&[bar("May", 61), bar("July", 29)]), "Bar chart. Most: May, 61. Least: July, 29.");
        assert_eq!(summary(&[bar("May", 3)]), "Bar chart. All are 3.");
        assert_eq!(summary(&[]), "Bar chart without bars.");
    }
}
