//! The way to one's own times without script: a plain GET form that writes `?tz=`, kept by a cookie.

use crate::request;
use crate::ui::html::Html;
use crate::ui::time::city;
use crate::zone::{Asked, NAME, PLACES};
use leptos::prelude::*;
use std::sync::LazyLock;

/// Longest query that is carried along; a longer one is nobody's choice.
const MAX_QUERY: usize = 2048;

/// The same on every page, so it is written once.
static SUGGESTED: LazyLock<String> = LazyLock::new(|| {
    let mut html = Html::default();
    for place in PLACES {
        html.raw("<option value=\"").text(place.city).raw(", ").text(place.country).raw("\"></option>");
    }
    html.finish()
});

/// Lets a reader say whose clocks to use; open where the city was not understood. Keeps the page and its other
/// parameters.
#[component]
pub fn ZoneForm() -> impl IntoView {
    let viewer = request::viewer();
    let page = request::page();
    let (path, query) = page.split_once('?').unwrap_or((&page, ""));
    let path = path.to_owned();
    let chosen = viewer.zone.map(city);
    let problem = match viewer.asked {
        Asked::Unknown(Some(meant)) => Some(format!("We do not know that city. Did you mean {meant}?")),
        Asked::Unknown(None) => Some("We do not know that city. Type a large one on the same clocks.".to_owned()),
        _ => None,
    };
    let summary = chosen
        .as_ref()
        .map_or_else(|| "Show times in my zone".to_owned(), |city| format!("Times are also shown for {city}. Change"));
    let bad = problem.is_some();
    let described_by = if bad { "tz-error tz-hint" } else { "tz-hint" };
    view! {
        <details class="more zone" id="zone" open=bad>
            <summary>{summary}</summary>
            <form class="zone-form" method="get" action=path.clone()>
                {others(query)}
                <div class="field">
                    <label for="tz">"Your city"</label>
                    <p class="hint" id="tz-hint">"For example Karachi or Chicago. A cookie keeps it on this device."</p>
                    {problem.map(|words| view! { <p class="error" id="tz-error">{words}</p> })}
                    <input
                        id="tz"
                        name=NAME
                        list="tz-places"
                        required=true
                        autocomplete="off"
                        maxlength="64"
                        aria-describedby=described_by
                        aria-invalid=bad.then_some("true")
                    />
                    <datalist id="tz-places" inner_html=SUGGESTED.as_str()></datalist>
                </div>
                <button class="button quiet" type="submit">"Show my times"</button>
            </form>
            {chosen.map(|_| view! {
                // A form, not a link: nothing fetches it ahead.
                <form method="get" action=path>
                    {others(query)}
                    <input type="hidden" name=NAME value=""/>
                    <button class="button quiet" type="submit">"Forget my city"</button>
                </form>
            })}
        </details>
    }
}

/// The page's other parameters, as hidden fields.
fn others(query: &str) -> impl IntoView + use<> {
    let query = if query.len() <= MAX_QUERY { query } else { "" };
    url::form_urlencoded::parse(query.as_bytes())
        .filter(|(name, _)| name != NAME && name != "done")
        .map(|(name, value)| view! { <input type="hidden" name=name.into_owned() value=value.into_owned()/> })
        .collect_view()
}
