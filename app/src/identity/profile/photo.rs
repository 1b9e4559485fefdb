//! The step of the photo: look at it, say who sees it, put another in its place, take it away.

use super::actions::{RemovePhoto, SavePhoto, SaveProfile};
use super::controls::SeenBy;
use super::parts::Face;
use super::step::crumbs;
use crate::moderation::UploadNote;
use crate::ui::{DoneNotice, FileField, Form, Icon, IconName, Page, SubmitButton};
use crate::{request, routes};
use domain::id::PublicId;
use domain::identity::profile::{Field, Step};
use leptos::prelude::*;
use server_fn::ServerFn;
use services::identity::profile::Profile;

/// The page of the step.
#[component]
pub(super) fn PhotoStep(profile: Profile) -> impl IntoView {
    let step = Step::Photo;
    let upload = UploadNote::from_query();
    let staged = request::query("file").and_then(|id| PublicId::parse(&id));
    let has_photo = profile.answer(Field::Photo).is_some();
    view! {
        <Page title=step.title() crumbs=crumbs() trouble=upload.is_some()>
            <div class="page-head">
                <h1>{step.title()}</h1>
                <p class="lede">{Field::Photo.why()}</p>
            </div>
            <DoneNotice/>
            {match staged {
                Some(file) => view! { <Keep file profile=profile.clone()/> }.into_any(),
                None => view! { <Choose upload has_photo/> }.into_any(),
            }}
            {(has_photo && staged.is_none()).then(|| view! { <Present profile=profile.clone()/> })}
            <p class="ways-on"><a href=routes::profile().to_string()>"Back to my profile"</a></p>
        </Page>
    }
}

/// A photo has come in: who sees it?
#[component]
fn Keep(file: PublicId, profile: Profile) -> impl IntoView {
    view! {
        <Form action=SavePhoto::PATH>
            <input type="hidden" name="file_id" value=file.to_string()/>
            <div class="staged">
                <p><Icon name=IconName::Check/><span>"Your photo has come in. It is not shown yet."</span></p>
            </div>
            <SeenBy field=Field::Photo profile/>
            <SubmitButton label="Use this photo"/>
        </Form>
    }
}

#[component]
fn Choose(#[prop(optional_no_strip)] upload: Option<UploadNote>, has_photo: bool) -> impl IntoView {
    let label = if has_photo { "Another photo" } else { "Photo" };
    view! {
        <FileField
            kind="photo"
            label
            hint="PNG, JPEG or WebP, up to 2 MB. We shrink it, and take out when and where it was taken."
            accept="image/png,image/jpeg,image/webp"
            page=routes::profile_step(Step::Photo).to_string()
            error=upload.map(UploadNote::words)
        />
    }
}

/// The photo as it is now.
#[component]
fn Present(profile: Profile) -> impl IntoView {
    view! {
        <section class="stack" aria-labelledby="present-title">
            <h2 id="present-title">"Your photo now"</h2>
            <Face profile=profile.clone()/>
            <Form action=SaveProfile::PATH>
                <input type="hidden" name="step" value=Step::Photo.word()/>
                <SeenBy field=Field::Photo profile/>
                <SubmitButton label="Save who sees it"/>
            </Form>
            <Form action=RemovePhoto::PATH>
                <p class="actions"><button class="button danger" type="submit">"Take my photo away"</button></p>
            </Form>
        </section>
    }
}
