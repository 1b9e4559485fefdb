//! The one table of addresses. The router is built from it, and tests hold it against the page
//! routes, the registered server functions and the `#[server]` attributes in the source.

/// One address pattern, in axum's notation.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Route {
    /// E.g. `/events/{slug}`.
    pub path: &'static str,
    /// What answers there.
    pub kind: Kind,
}

/// What answers at an address.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// A page that depends only on address and stored content: kept for signed-out readers.
    Page,
    /// A page with a form, drawn anew each time.
    FormPage,
    /// A server function, POST only.
    Action,
    /// A server function that writes for people who are not signed in: few per address and hour.
    GatedAction,
    /// The calendar feed of everything.
    FeedAll,
    /// The calendar feed of one series.
    FeedSeries,
    /// A file is staged here, POST only.
    Upload,
    /// The process is alive.
    Alive,
    /// The database answers.
    Ready,
    /// Small files made at start.
    Made,
    /// What robots may read.
    Robots,
}

const fn route(path: &'static str, kind: Kind) -> Route {
    Route { path, kind }
}

/// Every address of the product. Style sheet, WASM, fonts and pictures are files under the site folder.
pub const ROUTES: &[Route] = &[
    route("/", Kind::Page),
    route("/events", Kind::Page),
    route("/events/{slug}", Kind::Page),
    route("/report", Kind::FormPage),
    route("/styleguide", Kind::FormPage),
    route("/do/moderation/report", Kind::GatedAction),
    route("/do/styleguide/try", Kind::Action),
    route("/calendar/all.ics", Kind::FeedAll),
    route("/calendar/series/{file}", Kind::FeedSeries),
    route("/files/upload", Kind::Upload),
    route("/healthz", Kind::Alive),
    route("/readyz", Kind::Ready),
    route("/made/{file}", Kind::Made),
    route("/robots.txt", Kind::Robots),
];
