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
    /// A calendar feed, or one date as a file.
    Feed,
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
    /// Every address for search engines.
    Sitemap,
    /// New and changed events for readers of news.
    Atom,
    /// The house in a link preview.
    PictureHome,
    /// A series in a link preview.
    PictureSeries,
    /// One date in a link preview.
    PictureDate,
}

const fn route(path: &'static str, kind: Kind) -> Route {
    Route { path, kind }
}

/// Every address of the product. Style sheet, WASM, fonts and pictures are files under the site folder.
pub const ROUTES: &[Route] = &[
    route("/", Kind::Page),
    route("/events", Kind::Page),
    route("/events/{slug}", Kind::Page),
    route("/events/{slug}/{date}", Kind::Page),
    route("/calendar", Kind::Page),
    route("/calendar/doctor", Kind::Page),
    route("/report", Kind::FormPage),
    route("/styleguide", Kind::FormPage),
    route("/do/moderation/report", Kind::GatedAction),
    route("/do/styleguide/try", Kind::Action),
    route("/calendar/all.ics", Kind::Feed),
    route("/calendar/events.ics", Kind::Feed),
    route("/calendar/category/{file}", Kind::Feed),
    route("/calendar/series/{file}", Kind::Feed),
    route("/calendar/date/{slug}/{file}", Kind::Feed),
    route("/files/upload", Kind::Upload),
    route("/healthz", Kind::Alive),
    route("/readyz", Kind::Ready),
    route("/made/{file}", Kind::Made),
    route("/robots.txt", Kind::Robots),
    route("/sitemap.xml", Kind::Sitemap),
    route("/events.atom", Kind::Atom),
    route("/pictures/home.png", Kind::PictureHome),
    route("/pictures/series/{file}", Kind::PictureSeries),
    route("/pictures/date/{slug}/{file}", Kind::PictureDate),
];
