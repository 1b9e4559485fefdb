//! Icons: Lucide as inline SVG, always beside words, hidden from screen readers.

use super::html::Html;
use icondata_lu as lu;
use leptos::prelude::*;

/// The icons in use. A closed list, so that the page and the style guide agree.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum IconName {
    /// A calendar page.
    Calendar,
    /// A calendar with a plus: subscribe or add.
    Subscribe,
    /// A clock.
    Clock,
    /// A pin on a map.
    Place,
    /// A video camera: online.
    Online,
    /// Two people.
    People,
    /// A circle with a check.
    Check,
    /// A triangle with an exclamation mark.
    Warning,
    /// A circle with an i.
    Info,
    /// A small flag: report.
    Flag,
    /// Arrows that turn: it repeats.
    Repeats,
    /// An arrow to the right.
    Next,
    /// An arrow to the left.
    Previous,
    /// A circle with an exclamation mark: this is wrong.
    Error,
    /// Three lines: the menu on a phone.
    Menu,
    /// A chain link.
    Link,
}

impl IconName {
    /// All icons, for the style guide.
    pub const ALL: [Self; 16] = [
        Self::Calendar,
        Self::Subscribe,
        Self::Clock,
        Self::Place,
        Self::Online,
        Self::People,
        Self::Check,
        Self::Warning,
        Self::Info,
        Self::Flag,
        Self::Repeats,
        Self::Next,
        Self::Previous,
        Self::Error,
        Self::Menu,
        Self::Link,
    ];

    fn data(self) -> &'static str {
        match self {
            Self::Calendar => lu::LuCalendar.data,
            Self::Subscribe => lu::LuCalendarPlus.data,
            Self::Clock => lu::LuClock.data,
            Self::Place => lu::LuMapPin.data,
            Self::Online => lu::LuVideo.data,
            Self::People => lu::LuUsers.data,
            Self::Check => lu::LuCircleCheck.data,
            Self::Warning => lu::LuTriangleAlert.data,
            Self::Info => lu::LuInfo.data,
            Self::Flag => lu::LuFlag.data,
            Self::Repeats => lu::LuRepeat.data,
            Self::Next => lu::LuArrowRight.data,
            Self::Previous => lu::LuArrowLeft.data,
            Self::Error => lu::LuCircleAlert.data,
            Self::Menu => lu::LuMenu.data,
            Self::Link => lu::LuLink.data,
        }
    }
}

/// One icon, as large as the text it stands in.
#[component]
pub fn Icon(
    /// Which one.
    name: IconName,
) -> impl IntoView {
    view! {
        <svg
            class="icon"
            viewBox="0 0 24 24"
            aria-hidden="true"
            // A constant of the icon library, never a person's text.
            inner_html=name.data()
        ></svg>
    }
}

/// The same in a piece of HTML that is written as text.
pub(crate) fn write_icon(html: &mut Html, name: IconName) {
    html.raw("<svg class=\"icon\" viewBox=\"0 0 24 24\" aria-hidden=\"true\">").raw(name.data()).raw("</svg>");
}
