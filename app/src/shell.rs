//! The document around every page and the table of page routes.
//!
//! There is no `HydrationScripts`: pages are server-only, and the server adds the two
//! scripts a page may need after it is rendered (see `server::finish`).

use crate::events::{DoctorPage, EventsPage, OccurrencePage, SeriesPage, SubscribePage};
use crate::home::HomePage;
use crate::moderation::ReportPage;
use crate::styleguide::StyleguidePage;
use crate::ui::NotFoundPage;
use leptos::prelude::*;
use leptos_router::components::{FlatRoutes, Route, Router};
use leptos_router::{SsrMode, path};
use std::sync::Arc;

/// Addresses of the static files, with their hashes, read once at start.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Assets {
    /// The one style sheet.
    pub css: String,
    /// The association's own colors, when it has any.
    pub theme_css: Option<String>,
    /// The heading font to preload, when there is one.
    pub font: Option<String>,
}

/// The whole document but for title and description, which the server adds (see [`crate::head`]). Deterministic: the same page and data give the same bytes.
pub fn shell(assets: &Arc<Assets>) -> impl IntoView + use<> {
    // Without this every Resource would be written into the page for a hydration that never comes.
    if let Some(shared) = Owner::current_shared_context() {
        shared.set_is_hydrating(false);
    }
    let assets = assets.as_ref().clone();
    view! {
        <!DOCTYPE html>
        <html lang="en">
            <head>
                <meta charset="utf-8"/>
                <meta name="viewport" content="width=device-width, initial-scale=1"/>
                <meta name="color-scheme" content="light dark"/>
                {assets.font.map(|font| view! {
                    <link rel="preload" href=font r#as="font" r#type="font/woff2" crossorigin="anonymous"/>
                })}
                <link rel="stylesheet" href=assets.css/>
                {assets.theme_css.map(|css| view! { <link rel="stylesheet" href=css/> })}
                <link rel="icon" href="/favicon.svg" r#type="image/svg+xml"/>
                <link rel="apple-touch-icon" href="/apple-touch-icon.png"/>
            </head>
            <body>
                <App/>
            </body>
        </html>
    }
}

/// The page routes. Each is `SsrMode::Async`, so that a page is whole, with its real status and title, in one answer.
#[component]
pub fn App() -> impl IntoView {
    view! {
        <Router>
            <FlatRoutes fallback=NotFoundPage>
                <Route path=path!("/") view=HomePage ssr=SsrMode::Async/>
                <Route path=path!("/events") view=EventsPage ssr=SsrMode::Async/>
                <Route path=path!("/events/:slug") view=SeriesPage ssr=SsrMode::Async/>
                <Route path=path!("/events/:slug/:date") view=OccurrencePage ssr=SsrMode::Async/>
                <Route path=path!("/calendar") view=SubscribePage ssr=SsrMode::Async/>
                <Route path=path!("/calendar/doctor") view=DoctorPage ssr=SsrMode::Async/>
                <Route path=path!("/report") view=ReportPage ssr=SsrMode::Async/>
                <Route path=path!("/styleguide") view=StyleguidePage ssr=SsrMode::Async/>
            </FlatRoutes>
        </Router>
    }
}
