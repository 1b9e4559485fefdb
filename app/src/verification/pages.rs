//! `/verify` and `/verify/<code>`: what a code stands for, and nothing more.

use crate::ui::time::long_date;
use crate::ui::{Alert, Page, Sorry, Tone};
use crate::{request, routes};
use chrono::{DateTime, Utc};
use leptos::prelude::*;
use leptos_router::hooks::use_params_map;
use services::verification::Verified;

/// The form, and the answer when a code was typed into it.
#[component]
pub fn VerifyPage() -> impl IntoView {
    answer(request::query("code").map(|code| code.trim().to_owned()).filter(|code| !code.is_empty()))
}

/// The answer to a code in a link.
#[component]
pub fn VerifyCodePage() -> impl IntoView {
    answer(Some(use_params_map().with_untracked(|params| params.get("code")).unwrap_or_default()))
}

fn answer(typed: Option<String>) -> AnyView {
    let Some(ctx) = request::try_ctx() else { return ().into_any() };
    Suspend::new(async move {
        let zone = ctx.config.org.zone;
        let found = match &typed {
            None => None,
            Some(typed) => match services::verification::verify(&ctx, typed).await {
                Ok(found) => Some(found),
                Err(error) => {
                    request::failed(&ctx.viewer.request_id, &error);
                    return view! { <Sorry/> }.into_any();
                }
            },
        };
        view! {
            <Page title="Check a certificate" description="Type the code on a certificate, record or card to see whether it is ours.">
                <div class="page-head">
                    <h1>"Check a certificate"</h1>
                    <p class="lede">"Type the code on a certificate, a record of hours or a card. We say what we have signed."</p>
                </div>
                {match found {
                    None => ().into_any(),
                    Some(None) => view! {
                        <Alert tone=Tone::Warn title="We have signed nothing with this code." announced=true>
                            "Look at the twelve characters once more. If they are right, the paper is not ours."
                        </Alert>
                    }
                    .into_any(),
                    Some(Some(verified)) => view! { <Card verified zone/> }.into_any(),
                }}
                <form class="finder" method="get" action=routes::verify().to_string()>
                    <div class="finder-words">
                        <p class="field">
                            <label for="verify-code">"Code, such as 7K3M-Q2XD-9A4T"</label>
                            <input
                                id="verify-code"
                                name="code"
                                value=typed.unwrap_or_default()
                                autocomplete="off"
                                autocapitalize="characters"
                                spellcheck="false"
                                maxlength="64"
                            />
                        </p>
                        <button class="button" type="submit">"Check"</button>
                    </div>
                </form>
            </Page>
        }
        .into_any()
    })
    .into_any()
}

#[component]
fn Card(verified: Verified, zone: chrono_tz::Tz) -> impl IntoView {
    let day = move |at: DateTime<Utc>| long_date(&at.with_timezone(&zone));
    let named = verified.subject.is_some();
    let facts = verified
        .facts
        .into_iter()
        .map(|(label, value)| view! { <div><dt>{label}</dt><dd><bdi>{value}</bdi></dd></div> });
    view! {
        {match verified.revoked_at {
            Some(at) => view! {
                <Alert tone=Tone::Bad title="This no longer holds." announced=true>
                    {format!("We took it back on {}.", day(at))}
                </Alert>
            }
            .into_any(),
            None => view! {
                <Alert tone=Tone::Ok title="This is ours, and it holds." announced=true>
                    {if named { "Compare the name below with the paper." } else { "The name is not shown at the moment." }}
                </Alert>
            }
            .into_any(),
        }}
        <section class="card" aria-labelledby="verified-title">
            <h2 id="verified-title">{verified.kind.label()}</h2>
            <dl class="facts">
                {verified.subject.map(|subject| view! { <div><dt>"Name"</dt><dd><bdi>{subject}</bdi></dd></div> })}
                {facts.collect_view()}
                <div><dt>"Signed by"</dt><dd><bdi>{verified.signer}</bdi></dd></div>
                <div><dt>"On"</dt><dd>{day(verified.issued_at)}</dd></div>
                <div><dt>"Code"</dt><dd><code>{verified.code.to_string()}</code></dd></div>
            </dl>
        </section>
    }
}
