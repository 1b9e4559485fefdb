//! `/me/devices`: where one is signed in, and ending that.

use super::actions::{EndDevice, EndOtherDevices};
use crate::ui::{Crumb, DoneNotice, Form, Moment, Page, Sorry, SubmitButton};
use crate::{request, routes};
use leptos::prelude::*;
use server_fn::ServerFn;
use services::identity::Device;

/// The list.
#[component]
pub fn DevicesPage() -> impl IntoView {
    let Some(ctx) = request::try_ctx() else { return ().into_any() };
    Suspend::new(async move {
        let zone = ctx.config.org.zone;
        match services::identity::devices(&ctx).await {
            Ok(devices) => {
                let others = devices.len() > 1;
                view! {
                    <Page title="Devices" crumbs=vec![Crumb::new("My page", routes::me())]>
                        <div class="page-head">
                            <h1>"Devices"</h1>
                            <p class="lede">"Browsers that are signed in to your account. If you do not know one, sign it out and change your password."</p>
                        </div>
                        <DoneNotice/>
                        <ul class="devices">
                            {devices.into_iter().map(|device| view! { <Row device zone/> }).collect_view()}
                        </ul>
                        {others.then(|| view! {
                            <Form action=EndOtherDevices::PATH row="others">
                                <SubmitButton label="Sign out all other devices"/>
                            </Form>
                        })}
                    </Page>
                }
                .into_any()
            }
            Err(error) => {
                request::failed(&ctx.viewer.request_id, &error);
                view! { <Sorry/> }.into_any()
            }
        }
    })
    .into_any()
}

#[component]
fn Row(device: Device, zone: chrono_tz::Tz) -> impl IntoView {
    let id = device.id.to_string();
    view! {
        <li class="card">
            <div>
                <h2>{device.name.clone()}</h2>
                <p class="soft">"Signed in "<Moment at=device.since zone/></p>
                <p class="soft">"Last used "<Moment at=device.seen_at zone/></p>
            </div>
            {if device.current {
                view! { <p class="tag">"This device"</p> }.into_any()
            } else {
                view! {
                    <Form action=EndDevice::PATH row=id.clone()>
                        <input type="hidden" name="device" value=id/>
                        <p class="actions">
                            <button class="button quiet" type="submit">
                                "Sign out"<span class="hidden">{format!(" {}", device.name)}</span>
                            </button>
                        </p>
                    </Form>
                }
                .into_any()
            }}
        </li>
    }
}
