//! Tables that stay readable on a phone: each cell repeats its column's name there.

use leptos::prelude::*;

/// One column of a [`DataTable`].
#[derive(Debug, Clone)]
pub struct Column {
    /// Head of the column.
    pub label: &'static str,
    /// Right-aligned with figures of equal width.
    pub number: bool,
}

/// A table with a caption; the first cell of each row is its heading.
#[component]
pub fn DataTable(
    /// What the table shows; read out first by screen readers.
    #[prop(into)]
    caption: String,
    /// Its columns, the first of them heads the rows.
    columns: Vec<Column>,
    /// Cells row by row, each row as long as `columns`.
    rows: Vec<Vec<String>>,
    /// Narrow enough for a phone as it is; its caption is only read out, since a title stands above.
    #[prop(optional)]
    small: bool,
) -> impl IntoView {
    let heads = columns
        .iter()
        .map(|column| view! { <th scope="col" class=column.number.then_some("num")>{column.label}</th> })
        .collect_view();
    let body = rows
        .into_iter()
        .map(|cells| {
            let cells = cells
                .into_iter()
                .zip(&columns)
                .enumerate()
                .map(|(index, (cell, column))| {
                    if index == 0 {
                        view! { <th scope="row">{cell}</th> }.into_any()
                    } else {
                        view! { <td data-label=column.label class=column.number.then_some("num")>{cell}</td> }
                            .into_any()
                    }
                })
                .collect_view();
            view! { <tr>{cells}</tr> }
        })
        .collect_view();
    view! {
        <table class=if small { "data-table small" } else { "data-table" }>
            <caption class=small.then_some("hidden")>{caption}</caption>
            <thead><tr>{heads}</tr></thead>
            <tbody>{body}</tbody>
        </table>
    }
}
