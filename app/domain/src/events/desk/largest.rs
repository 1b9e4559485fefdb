//! How large a form can be that holds nothing but what fits, as browsers send it.
//!
//! The address of a form takes this much and no more: whoever writes what is allowed is never turned away for its length,
//! and what is too long for its field, which as a rule is far below this, comes back with words beside the field.

use super::super::limits;

/// A character is up to four bytes of UTF-8, each sent as `%F0`.
const CHARACTER: usize = 12;
/// A day with its time on a line of its own: `2026-11-25+20%3A00%3A30%0D%0A`, and some space.
const LINE: usize = 36;
/// A field's name with the signs around it, such as `&speaker_20_affiliation=`.
const NAME: usize = 32;
/// A thing in a stamp, such as `series.speaker_20%3A0123abcd+`; and a form carries two stamps.
const MARK: usize = 2 * 36;
/// Rows of either kind have no more parts than this.
const ROW: usize = 5;
/// Numbers, zone, choices and buttons, and the hidden fields of the form path with the address of the page.
const REST: usize = 8 * 1024;

const SPEAKERS: usize = limits::SPEAKERS * (4 * limits::SPEAKER_FIELD + limits::BIO);
const MATERIALS: usize = limits::MATERIALS * (limits::TITLE + limits::LINK);
/// Words that a series and a date say alike.
const WORDS: usize = limits::TITLE + limits::DESCRIPTION + limits::PLACE + limits::LINK + SPEAKERS;
/// Fields that are no rows; no form has more.
const SINGLE: usize = 40;

const SERIES_WORDS: usize =
    WORDS + limits::SUMMARY + limits::CATEGORY + limits::TAGS * (limits::TAG + 2) + limits::ORGANIZER;
const SERIES_NAMES: usize = SINGLE + limits::SPEAKERS * ROW;
const DATE_WORDS: usize = WORDS + limits::LINK + MATERIALS;
const DATE_NAMES: usize = SINGLE + (limits::SPEAKERS + limits::MATERIALS) * ROW;

/// The largest form of a series, in bytes.
pub const SERIES_FORM_BYTES: usize = SERIES_WORDS * CHARACTER
    + 2 * limits::EXTRA * LINE
    + SERIES_NAMES * NAME
    + (SINGLE + limits::SPEAKERS) * MARK
    + REST;

/// The largest form of a date, in bytes.
pub const DATE_FORM_BYTES: usize =
    DATE_WORDS * CHARACTER + DATE_NAMES * NAME + (SINGLE + 2 * limits::SPEAKERS + limits::MATERIALS) * MARK + REST;
