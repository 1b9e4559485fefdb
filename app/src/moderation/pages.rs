//! `/report`: tell the volunteers what is wrong with a page, with a screenshot if one helps.

use super::actions::ReportProblem;
use crate::reply::Done;
use crate::ui::{
    Choices, Crumb, DoneNotice, ErrorSummary, FileField, Form, Icon, IconName, Page, SafeTextarea, SubmitButton,
    TextField,
};
use crate::{request, routes};
use domain::id::PublicId;
use domain::moderation::What;
use leptos::prelude::*;
use server_fn::ServerFn;
use services::files::{MediaType, Staged};

/// The form, its staged screenshot and the thanks afterwards.
#[component]
pub fn ReportPage() -> impl IntoView {
    let Some(ctx) = request::try_ctx() else { return ().into_any() };
    let file = request::query("file").and_then(|id| PublicId::parse(&id));
    let page = request::query("page").unwrap_or_default();
    let upload = UploadNote::from_query();
    let state = request::form_state();
    Suspend::new(async move {
        // A file that is gone is simply not shown; the form then offers to choose one.
        let staged = match file {
            Some(id) => services::files::staged(&ctx, id).await.unwrap_or_default(),
            None => None,
        };
        let reported = request::done() == Some(Done::Reported) && state.is_none();
        view! {
            <Page
                title="Report a problem"
                description="Tell us about a wrong date, a page you cannot use, or words that worry you."
                crumbs=vec![Crumb::new("Home", routes::home())]
                trouble=upload.is_some()
            >
                <div class="page-head">
                    <h1>"Report a problem"</h1>
                    <p class="lede">"Tell us what is wrong. A volunteer reads every report."</p>
                </div>
                {if reported {
                    view! { <Thanks/> }.into_any()
                } else {
                    view! { <ReportForm about=page staged upload/> }.into_any()
                }}
            </Page>
        }
    })
    .into_any()
}

/// After a report: what happens with it, and the ways on.
#[component]
fn Thanks() -> impl IntoView {
    view! {
        <div class="stack">
            <DoneNotice/>
            <p class="actions">
                <a class="button" href=routes::events().to_string()>"See the events"</a>
                <a class="button quiet" href=routes::report().to_string()>"Report something else"</a>
            </p>
        </div>
    }
}

/// First the optional picture, so that sending it cannot cost words already typed; then the form.
#[component]
fn ReportForm(about: String, staged: Option<Staged>, upload: Option<UploadNote>) -> impl IntoView {
    let back = upload_return(&about);
    view! {
        <ErrorSummary action=ReportProblem::PATH/>
        {match staged.clone() {
            Some(file) => view! { <StagedFile file/> }.into_any(),
            None => view! {
                <details class="more" open=upload.is_some()>
                    <summary>"Add a screenshot first (optional)"</summary>
                    <FileField
                        kind="screenshot"
                        label="Screenshot"
                        hint="PNG, JPEG or WebP, up to 2 MB. Please cover names of patients."
                        accept="image/png,image/jpeg,image/webp"
                        page=back
                        error=upload.map(UploadNote::words)
                    />
                </details>
            }
            .into_any(),
        }}
        <Form action=ReportProblem::PATH summary_above=true>
            {staged.map(|file| view! { <input type="hidden" name="file_id" value=file.id.to_string()/> })}
            <TextField
                name="page"
                label="Which page?"
                hint="The address after our name, for example /events"
                initial=about
                autocomplete="off"
                inputmode="url"
            />
            <Choices
                name="what"
                legend="What is the matter?"
                options=What::ALL.map(|what| (what.word(), what.label())).to_vec()
            />
            <SafeTextarea
                name="details"
                label="What did you see, and what did you expect?"
                hint="Please leave out patient details and passwords. Nobody can reply to this form."
            />
            <SubmitButton label="Send the report"/>
        </Form>
    }
}

#[component]
fn StagedFile(file: Staged) -> impl IntoView {
    let kind = match file.media_type {
        MediaType::Png => "PNG",
        MediaType::Jpeg => "JPEG",
        MediaType::WebP => "WebP",
        MediaType::Pdf => "PDF",
    };
    view! {
        <div class="staged">
            <p>
                <Icon name=IconName::Check/>
                <span>
                    <strong>"Screenshot added: "</strong>
                    {format!("{kind}, {} kB. It is sent with the report below.", file.bytes.div_ceil(1000))}
                </span>
            </p>
        </div>
    }
}

/// Where the upload comes back to: this page, with the page it is about kept.
fn upload_return(about: &str) -> String {
    if about.is_empty() { routes::report().to_string() } else { routes::report_about(about).to_string() }
}

/// Why an upload was not taken; a fixed list, so that a crafted link can say nothing else.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum UploadNote {
    /// No file was chosen.
    Empty,
    /// Larger than its kind may be.
    TooLarge,
    /// Not of a welcome type.
    WrongType,
    /// It did not arrive whole, or could not be kept.
    Failed,
}

impl UploadNote {
    const ALL: [(Self, &'static str); 4] = [
        (Self::Empty, "empty"),
        (Self::TooLarge, "too-large"),
        (Self::WrongType, "wrong-type"),
        (Self::Failed, "failed"),
    ];

    /// The word in the address (`?upload=`).
    pub fn word(self) -> &'static str {
        Self::ALL.iter().find(|(note, _)| *note == self).map_or("", |(_, word)| word)
    }

    /// What the address says of the last try.
    pub(crate) fn from_query() -> Option<Self> {
        let word = request::query("upload")?;
        Self::ALL.iter().find(|(_, known)| *known == word).map(|(note, _)| *note)
    }

    /// What to do about it.
    pub(crate) fn words(self) -> String {
        match self {
            Self::Empty => "Choose a file first.",
            Self::TooLarge => "The file is too large. Choose one of up to 2 MB.",
            Self::WrongType => "Choose a picture in the PNG, JPEG or WebP format.",
            Self::Failed => "The file did not arrive. Please choose it again.",
        }
        .to_owned()
    }
}
