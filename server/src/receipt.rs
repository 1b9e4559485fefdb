//! A receipt as PDF: the same words as on its page, on sheets of US Letter paper, with the headings' own font inside.
//!
//! What stands on it is decided by [`rows`], how it is set by [`pdf`]. The same receipt gives the same bytes.

mod face;

use chrono::NaiveDate;
use domain::membership::{OrderState, words};
use domain::money::Money;
use face::{Face, NAME, write_font};
use pdf_writer::{Content, Finish, Name, Pdf, Rect, Ref, Str, TextStr};
use services::config::Org;
use services::membership::Receipt;

/// A line of a receipt.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Row {
    /// The name of the association, and what the sheet is.
    Title(String),
    /// The head of a part.
    Head(&'static str),
    /// A sentence.
    Text(String),
    /// What for, and how much.
    Sum(String, String),
    /// The same, of everything together.
    Total(String, String),
}

fn long(day: NaiveDate) -> String {
    day.format("%B %-d, %Y").to_string()
}

/// In place of words in letters that the font lacks; the page has them all.
const ELSEWHERE: &str = "See the page of this order";

fn has(text: &str) -> bool {
    Face::read().is_some_and(|face| face.has(text))
}

fn drawn(text: &str) -> &str {
    if has(text) { text } else { ELSEWHERE }
}

/// What stands on the receipt of an order, whatever its state: one that waits, or ended unpaid, says so.
pub fn rows(receipt: &Receipt, org: &Org) -> Vec<Row> {
    let order = &receipt.order;
    let money = |cents: i64| Money::new(cents, order.currency).to_string();
    let what = match order.state {
        OrderState::Open => "Order, not paid in full yet",
        OrderState::Dropped | OrderState::Cancelled => "Order",
        OrderState::Paid | OrderState::Refunded => "Receipt",
    };
    let local = |at: chrono::DateTime<chrono::Utc>| domain::events::zone::local_time(org.zone, at).date();
    let mut all = vec![Row::Title(org.name.clone()), Row::Head(what), Row::Text(format!("Number {}", order.id))];
    all.extend(receipt.name.iter().filter(|name| has(name)).map(|name| Row::Text(format!("For {name}"))));
    all.push(Row::Text(format!("Ordered on {}", long(local(order.placed_at)))));
    all.extend(receipt.paid_at.map(|at| Row::Text(format!("Paid in full on {}", long(local(at))))));
    all.push(Row::Head("What it is for"));
    all.extend(receipt.lines.iter().map(|line| Row::Sum(drawn(&line.label).to_owned(), money(line.cents))));
    all.push(Row::Total("Total".to_owned(), money(order.total.get())));
    let here = receipt.payments.iter().map(|one| one.cents).sum();
    all.push(Row::Text(words::standing(order.state, order.paid, here, order.currency)));
    if !receipt.payments.is_empty() {
        all.push(Row::Head("Payments"));
        let row = |label: String, cents: i64| Row::Sum(label, money(cents));
        all.extend(
            receipt.payments.iter().map(|one| row(format!("{}: {}", long(one.day), drawn(&one.about)), one.cents)),
        );
    }
    if receipt.refunded.get() > 0 {
        all.push(Row::Text(format!("{} was given back.", money(receipt.refunded.get()))));
    }
    all.extend(receipt.holds.map(|(from, through)| {
        let through = through.map_or_else(|| "for life".to_owned(), |day| format!("through {}", long(day)));
        Row::Text(format!("Holds from {} {through}.", long(from)))
    }));
    all.push(Row::Text(format!("Questions? Write to {}.", org.email)));
    all
}

/// US Letter, in points.
const SHEET: Rect = Rect { x1: 0.0, y1: 0.0, x2: 612.0, y2: 792.0 };
const MARGIN: f32 = 72.0;
const RIGHT: f32 = 612.0 - MARGIN;
/// Where the words before an amount end at the latest.
const BEFORE_AMOUNT: f32 = RIGHT - 100.0;
const TITLE: f32 = 20.0;
const HEAD: f32 = 14.0;
const TEXT: f32 = 11.0;
/// Distance from one line to the next, in sizes of the font.
const LEADING: f32 = 1.45;

/// Sheets that fill from the top.
struct Sheets<'f> {
    face: &'f Face,
    full: Vec<Content>,
    sheet: Content,
    y: f32,
}

impl<'f> Sheets<'f> {
    fn new(face: &'f Face) -> Self {
        Self { face, full: Vec::new(), sheet: Content::new(), y: SHEET.y2 - MARGIN }
    }

    /// Goes down for a line; on the next sheet when this one is full.
    fn down(&mut self, by: f32) {
        self.y -= by;
        if self.y < MARGIN {
            self.full.push(std::mem::replace(&mut self.sheet, Content::new()));
            self.y = SHEET.y2 - MARGIN - by;
        }
    }

    fn words(&mut self, text: &str, size: f32, x: f32) {
        let glyphs = self.face.glyphs(text);
        self.sheet.begin_text().set_font(Name(NAME), size).next_line(x, self.y).show(Str(&glyphs)).end_text();
    }

    /// Words from the left margin on, in as many lines as they need.
    fn paragraph(&mut self, text: &str, size: f32, until: f32) {
        for line in self.face.lines(text, (until - MARGIN) / size) {
            self.down(size * LEADING);
            self.words(&line, size, MARGIN);
        }
    }

    fn sum(&mut self, label: &str, amount: &str) {
        self.paragraph(label, TEXT, BEFORE_AMOUNT);
        let wide = self.face.width(amount) * TEXT;
        self.words(amount, TEXT, RIGHT - wide);
    }

    fn row(&mut self, row: &Row) {
        match row {
            Row::Title(text) => self.paragraph(text, TITLE, RIGHT),
            Row::Head(text) => {
                self.down(HEAD);
                self.paragraph(text, HEAD, RIGHT);
            }
            Row::Text(text) => self.paragraph(text, TEXT, RIGHT),
            Row::Sum(label, amount) => self.sum(label, amount),
            Row::Total(label, amount) => {
                self.down(TEXT / 2.0);
                self.sheet.set_line_width(0.5).move_to(MARGIN, self.y).line_to(RIGHT, self.y).stroke();
                self.sum(label, amount);
            }
        }
    }
}

/// The sheets as a file. `None` only if the font inside the program cannot be read, which the log then says.
pub fn pdf(rows: &[Row], title: &str) -> Option<Vec<u8>> {
    let face = Face::read()?;
    let mut sheets = Sheets::new(face);
    for row in rows {
        sheets.row(row);
    }
    let Sheets { mut full, sheet, .. } = sheets;
    full.push(sheet);
    Some(file(face, full, title))
}

fn file(face: &Face, sheets: Vec<Content>, title: &str) -> Vec<u8> {
    let mut last = 0;
    let mut next = || {
        last += 1;
        Ref::new(last)
    };
    let (catalog, tree, info, font) = (next(), next(), next(), next());
    let parts = [next(), next(), next(), next()];
    let pages: Vec<(Ref, Ref)> = sheets.iter().map(|_| (next(), next())).collect();
    let mut pdf = Pdf::new();
    let mut root = pdf.catalog(catalog);
    root.pages(tree).lang(TextStr("en-US"));
    root.viewer_preferences().display_doc_title(true);
    root.finish();
    pdf.document_info(info).title(TextStr(title));
    let count = i32::try_from(pages.len()).unwrap_or(i32::MAX);
    pdf.pages(tree).kids(pages.iter().map(|(page, _)| *page)).count(count);
    for ((page, content), sheet) in pages.into_iter().zip(sheets) {
        let mut one = pdf.page(page);
        one.media_box(SHEET).parent(tree).contents(content);
        one.resources().fonts().pair(Name(NAME), font);
        one.finish();
        pdf.stream(content, &sheet.finish());
    }
    write_font(&mut pdf, face, font, parts);
    pdf.finish()
}

#[cfg(test)]
mod tests;
