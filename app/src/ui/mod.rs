//! The design system: what pages are made of. No feature inside.

#![cfg_attr(feature = "ssr", expect(clippy::needless_pass_by_value, reason = "a component owns its props"))]

mod copy_button;
mod drag_rank;
pub use copy_button::CopyButton;
pub use drag_rank::DragRank;

#[cfg(feature = "ssr")]
mod chart;
#[cfg(feature = "ssr")]
mod choice;
#[cfg(feature = "ssr")]
mod done;
#[cfg(feature = "ssr")]
mod field;
#[cfg(feature = "ssr")]
mod folded;
#[cfg(feature = "ssr")]
mod form;
#[cfg(feature = "ssr")]
mod frame;
#[cfg(feature = "ssr")]
pub(crate) mod html;
#[cfg(feature = "ssr")]
pub(crate) mod icon;
#[cfg(feature = "ssr")]
mod many;
#[cfg(feature = "ssr")]
mod markdown;
#[cfg(feature = "ssr")]
mod notices;
#[cfg(feature = "ssr")]
mod page;
#[cfg(feature = "ssr")]
mod qr;
#[cfg(feature = "ssr")]
mod table;
#[cfg(feature = "ssr")]
pub(crate) mod time;
#[cfg(feature = "ssr")]
mod zone_form;
#[cfg(feature = "ssr")]
pub use {
    chart::{Bar, Chart},
    choice::{Checkbox, DateField, Select},
    field::{Choices, FileField, PasswordField, SafeTextarea, TextField},
    folded::Folded,
    form::{ErrorSummary, Form, SubmitButton, is_refused},
    icon::{Icon, IconName},
    many::{BoxOf, Boxes, LineOf, SelectOf},
    markdown::{Markdown, markdown_to_html},
    notices::{Alert, DoneNotice, Empty, ErrorNotice, NotFoundPage, Sorry, Tone},
    page::{Crumb, Page, Pager, PagerLink},
    qr::QrCode,
    table::{Column, DataTable},
    time::{DateBlock, Moment, Time, TimeRange, block_words, hours, when_words, zone_all_year},
    zone_form::ZoneForm,
};

/// The loader of the islands; the server fills in `__JS__` and `__WASM__`.
#[cfg(feature = "ssr")]
pub const BOOT_JS: &str = include_str!("script/boot.js");

/// Turns the times of a page into the reader's zone, and proposes that zone where a form asks for it.
#[cfg(feature = "ssr")]
pub const TIME_JS: &str = include_str!("script/time.js");
