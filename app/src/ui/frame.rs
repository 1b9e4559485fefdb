//! What stands around the content of every page: header with navigation that works without
//! script on a phone, the notice of a sample copy, footer.

use super::icon::{Icon, IconName};
use crate::routes;
use leptos::prelude::*;

/// The longest address that a page writes into its own "report a problem" link.
const MAX_ABOUT: usize = 512;

/// Name, mark and main navigation.
#[component]
pub(super) fn Header(
    /// The association's short name.
    short_name: String,
    /// Path of the page, to mark where one is.
    path: String,
    /// Somebody is signed in.
    signed_in: bool,
) -> impl IntoView {
    let link = |to: String, label: &'static str, here: bool| {
        view! { <li><a href=to aria-current=here.then_some("page")>{label}</a></li> }
    };
    view! {
        <header class="site-head">
            <div class="page">
                <a class="brand" href=routes::home().to_string()>
                    <Mark/>
                    <span>{short_name}</span>
                </a>
                <nav class="site-nav" aria-label="Main">
                    <details class="menu">
                        <summary><Icon name=IconName::Menu/>"Menu"</summary>
                    </details>
                    <ul>
                        {link(routes::events().to_string(), "Events", is_under(&path, routes::events().as_str()))}
                        {link(routes::subscribe().to_string(), "Calendar feeds", is_under(&path, routes::subscribe().as_str()))}
                        {link(routes::opportunities().to_string(), "Opportunities", is_under(&path, routes::opportunities().as_str()))}
                        {link(routes::mentors().to_string(), "Mentors", is_under(&path, routes::mentors().as_str()))}
                        {link(routes::report().to_string(), "Report a problem", path == routes::report().as_str())}
                        {if signed_in {
                            link(routes::me().to_string(), "My page", is_under(&path, routes::me().as_str()))
                        } else {
                            link(routes::sign_in().to_string(), "Sign in", is_under(&path, routes::sign_in().as_str()))
                        }}
                    </ul>
                </nav>
            </div>
        </header>
    }
}

fn is_under(path: &str, section: &str) -> bool {
    path.strip_prefix(section).is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
}

/// The mark of the house: a light on the coast.
#[component]
fn Mark() -> impl IntoView {
    view! {
        <svg class="mark" viewBox="0 0 32 32" aria-hidden="true">
            <path class="beam" d="M12 10.5 2 6.5v8zM20 10.5l10-4v8z"></path>
            <path d="M13.2 15h5.6l2 11h-9.6z"></path>
            <circle class="lamp" cx="16" cy="10.5" r="3.2"></circle>
            <path class="sea" d="M3 29c2.2 0 2.2-1.5 4.3-1.5S9.5 29 11.7 29s2.2-1.5 4.3-1.5 2.2 1.5 4.3 1.5 2.2-1.5 4.4-1.5S26.8 29 29 29"></path>
        </svg>
    }
}

/// Says that people and sessions are invented.
#[component]
pub(super) fn SampleNotice() -> impl IntoView {
    view! {
        <aside class="notice" aria-label="About this copy">
            <p class="page">"This copy shows sample content. The people and sessions are invented."</p>
        </aside>
    }
}

/// The shore: its right end stays put, the rest is as wide as the window.
const LAND: &str = "M-5000 97V80h3800c90 0 150-10 240-10s130 12 230 12c120 0 190-16 300-16 60 0 110 5 150 5 30 0 44-12 72-12h22c30 0 40 16 84 \
    18 40 3 60 2 102 2v18z";

/// Contact, the ways on, and what this is not.
#[component]
pub(super) fn Footer(
    /// The association's full name.
    name: String,
    /// Its contact address.
    email: String,
    /// Path and query of the page, for the link to report a problem with it.
    page: String,
) -> impl IntoView {
    view! {
        <footer class="site-foot">
            <svg class="coast" width="100%" height="96" aria-hidden="true">
                <svg x="100%" overflow="visible">
                    <path class="land" d=LAND></path>
                    <path class="tower" d="m-204 60 3-30h8l3 30zM-203 28h12M-200.5 28V15m7 13V15M-202 15h10l-5-6z"></path>
                    <circle class="glow" cx="-197" cy="21.5" r="19"></circle>
                    <circle class="glow" cx="-197" cy="21.5" r="11"></circle>
                    <circle class="lamp" cx="-197" cy="21.5" r="3.8"></circle>
                </svg>
            </svg>
            <div class="page">
                <div>
                    <p class="org">{name}</p>
                    <p>"Questions: "<a href=format!("mailto:{email}")>{email.clone()}</a></p>
                </div>
                <ul>
                    <li><a href=routes::events().to_string()>"Events"</a></li>
                    <li><a href=routes::subscribe().to_string()>"Calendar feeds"</a></li>
                    <li><a href=routes::opportunities().to_string()>"Opportunities"</a></li>
                    <li><a href=routes::offer_observership().to_string()>"Offer an observership"</a></li>
                    <li><a href=routes::offer_research().to_string()>"Offer research"</a></li>
                    <li><a href=routes::mentors().to_string()>"Mentors"</a></li>
                    <li><a href=routes::join().to_string()>"Membership"</a></li>
                    <li><a href=routes::am_i_an_img().to_string()>"Am I an IMG?"</a></li>
                    <li><a href=routes::verify().to_string()>"Verify a certificate"</a></li>
                    <li><a href=report_link(&page).to_string()>"Report a problem with this page"</a></li>
                </ul>
                <p class="fine">
                    "General information, not legal or medical advice."
                </p>
            </div>
        </footer>
    }
}

/// The report form about this page. The form's own page names only its path, so that the address cannot grow with each visit.
fn report_link(page: &str) -> routes::Path {
    let path = page.split('?').next().unwrap_or("/");
    let about = if path == routes::report().as_str() || page.len() > MAX_ABOUT { path } else { page };
    if about.len() > MAX_ABOUT { routes::report() } else { routes::report_about(about) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_report_link_never_grows_with_what_was_asked() {
        assert_eq!(report_link("/events?after=1-a").as_str(), "/report?page=%2Fevents%3Fafter%3D1-a");
        assert_eq!(report_link("/report?page=%2Freport%3Fpage%3D%2F").as_str(), "/report?page=%2Freport");
        assert_eq!(report_link(&format!("/events?x={}", "y".repeat(600))).as_str(), "/report?page=%2Fevents");
        assert_eq!(report_link(&format!("/{}", "y".repeat(600))).as_str(), "/report");
    }

    #[test]
    fn a_section_is_marked_on_its_own_pages_only() {
        assert!(is_under("/events", "/events") && is_under("/events/a", "/events"));
        assert!(!is_under("/eventsabc", "/events"));
    }
}
