//! The shell that every page draws itself in: skip link, header, breadcrumbs, main, footer.
//! Also the title, so that none forgets it.

use super::frame::{Footer, Header, SampleNotice};
use super::icon::{Icon, IconName};
use super::time::Moment;
use crate::error::AppError;
use crate::head::Said;
use crate::{request, routes};
use chrono::TimeDelta;
use leptos::prelude::*;

/// One step of the breadcrumbs.
#[derive(Debug, Clone)]
pub struct Crumb {
    /// What the step is called.
    pub label: String,
    /// Where it leads.
    pub to: routes::Path,
}

impl Crumb {
    /// A step.
    pub fn new(label: impl Into<String>, to: routes::Path) -> Self {
        Self { label: label.into(), to }
    }
}

/// Page title, navigation, breadcrumbs, the notice of what was done, and the content.
///
/// A refused form (a [`crate::reply::FormState`] in the request) puts "Error:" before the title.
#[component]
pub fn Page(
    /// Title of the window; the association's name is added.
    #[prop(into)]
    title: String,
    /// One sentence for search engines and link previews.
    #[prop(into, optional)]
    description: Option<String>,
    /// The steps above this page, without the page itself.
    #[prop(optional)]
    crumbs: Vec<Crumb>,
    /// Name of the page as last step of the breadcrumbs.
    #[prop(into, optional)]
    here: Option<String>,
    /// Something on the page was refused that is no [`crate::ui::Form`], such as a file.
    #[prop(optional)]
    trouble: bool,
    /// What the page is about, beginning with its one `h1`.
    children: Children,
) -> impl IntoView {
    let ctx = request::ctx();
    let org = ctx.config.org.clone();
    let refused = trouble || request::form_state().is_some_and(|form| *form.error() != AppError::OnlyLooked);
    let window_title = format!("{}{title} · {}", if refused { "Error: " } else { "" }, org.short_name);
    let page = routes::without_token(&request::page()).to_owned();
    let path = page.split('?').next().unwrap_or("/").to_owned();
    request::head().say(Said {
        title: window_title,
        heading: title.clone(),
        description,
        canonical: absolute(&ctx, &path),
        site: org.name.clone(),
        picture: absolute(&ctx, routes::picture_of_home().as_str()),
    });
    let crumbs = (!crumbs.is_empty()).then(|| view! { <Crumbs crumbs here=here.unwrap_or(title)/> });
    view! {
        <a class="skip" href="#main">"Skip to main content"</a>
        <Header short_name=org.short_name.clone() path=path.clone() signed_in=ctx.viewer.member.is_some()/>
        {ending(&ctx)}
        {ctx.config.sample.then(|| view! { <SampleNotice/> })}
        <main id="main" class="page" tabindex="-1">
            {crumbs}
            {children()}
        </main>
        <Footer name=org.name email=org.email page/>
    }
}

/// A session that ends soon whatever its owner does is announced, so that nobody is surprised while writing.
const ANNOUNCED: TimeDelta = TimeDelta::minutes(20);

fn ending(ctx: &services::ctx::Ctx) -> Option<impl IntoView + use<>> {
    let ends_at = ctx.viewer.member.as_ref().map(|member| member.ends_at)?;
    (ends_at - ctx.now() < ANNOUNCED).then(|| {
        view! {
            <aside class="notice" aria-label="About your session">
                <p class="page">
                    "You will be signed out at "<Moment at=ends_at zone=ctx.config.org.zone/>
                    ". What you type is kept: you sign in again and go on."
                </p>
            </aside>
        }
    })
}

fn absolute(ctx: &services::ctx::Ctx, path: &str) -> String {
    format!("{}{path}", ctx.config.public_url.as_str().trim_end_matches('/'))
}

#[component]
fn Crumbs(crumbs: Vec<Crumb>, here: String) -> impl IntoView {
    view! {
        <nav class="crumbs" aria-label="Breadcrumbs">
            <ol>
                {crumbs
                    .into_iter()
                    .map(|crumb| view! { <li><a href=crumb.to.to_string()>{crumb.label}</a></li> })
                    .collect_view()}
                <li aria-current="page"><bdi>{here}</bdi></li>
            </ol>
        </nav>
    }
}

/// A step of the [`Pager`]: where it leads, what lies there, and a smaller line about it.
#[derive(Debug, Clone)]
pub struct PagerLink {
    /// Address.
    pub to: String,
    /// What lies there.
    pub label: String,
    /// "Previous event", "From February 2027".
    pub note: String,
}

impl PagerLink {
    /// Back to where a list begins, from a page that is not its beginning (`begun`).
    pub fn start(list: &routes::Path, begun: bool, label: &str) -> Option<Self> {
        begun.then(|| Self { to: list.to_string(), label: label.to_owned(), note: "Back to the start".to_owned() })
    }

    /// On to what lies behind the row `after`, if there is any.
    pub fn more(list: &routes::Path, after: Option<&str>, note: &str) -> Option<Self> {
        let to = list.with("after", after?).to_string();
        Some(Self { to, label: "More".to_owned(), note: note.to_owned() })
    }
}

/// Links to the neighbors of a page. Lists page by keyset, so there are no numbers.
#[component]
pub fn Pager(
    /// What is paged through, for screen readers.
    label: &'static str,
    /// One step back.
    #[prop(optional_no_strip)]
    previous: Option<PagerLink>,
    /// One step on.
    #[prop(optional_no_strip)]
    next: Option<PagerLink>,
) -> impl IntoView {
    (previous.is_some() || next.is_some()).then(|| {
        view! {
            <nav class="pager" aria-label=label>
                {previous.map(|link| view! {
                    <a rel="prev" href=link.to><small>{link.note}</small><span><Icon name=IconName::Previous/>{link.label}</span></a>
                })}
                {next.map(|link| view! {
                    <a rel="next" href=link.to><small>{link.note}</small><span>{link.label}<Icon name=IconName::Next/></span></a>
                })}
            </nav>
        }
    })
}
