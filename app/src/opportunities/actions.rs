//! What the forms of opportunities call.

#![expect(missing_docs, reason = "the fields of a server function are named by its form")]

use crate::cookies::Cookie;
use crate::error::AppError;
use crate::reply::{Done, Reply, reply};
use crate::{request, routes};
use domain::form::FieldError;
use domain::local_path::LocalPath;
use domain::opportunities::draft::Part;
use domain::opportunities::pipeline::{HOLD_DAYS, Move, USUAL_HOLD_DAYS};
use domain::opportunities::{Step, limits, words};
use leptos::prelude::server;
use services::ctx::Ctx;
use services::identity::Token;
use services::opportunities::{self, Draft, OpportunityError};
use services::query::first_filled;
use std::ops::RangeInclusive;

/// The right to go on with a draft that was begun in this browser.
pub(super) fn draft_token() -> Option<Token> {
    request::cookie(Cookie::Draft).and_then(|cookie| Token::parse(&cookie))
}

/// What somebody without an account has begun in this browser, with the right to go on with it.
async fn begun(ctx: &Ctx) -> Result<Option<(Draft, Token)>, OpportunityError> {
    let Some(token) = draft_token().filter(|_| ctx.viewer.member.is_none()) else { return Ok(None) };
    let draft = opportunities::draft_of(ctx, &token).await?;
    Ok(draft.map(|draft| (draft, token)))
}

/// Begins a posting. A browser keeps one draft without an account: a second beginning goes on with the first.
#[server(prefix = "/do", endpoint = "opportunities/begin")]
pub async fn begin_posting() -> Result<Reply, AppError> {
    let (ctx, sent) = (request::ctx(), request::posted().fields().to_vec());
    let id = if let Some((draft, token)) = begun(&ctx).await.map_err(not_done)? {
        let id = draft.id;
        opportunities::change(&ctx, id.as_str(), Some(&token), Part::What, &sent).await.map_err(not_done)?;
        id
    } else {
        let (id, token) = opportunities::begin(&ctx, Part::What, &sent).await.map_err(not_done)?;
        if let Some(token) = token {
            request::set_cookie(Cookie::Draft, token.as_str());
        }
        id
    };
    Ok(reply(&routes::posting_draft_part(id.as_str(), Part::Where), Done::DraftSaved))
}

/// Keeps what a step of a posting says, and goes on to the next.
#[server(prefix = "/do", endpoint = "opportunities/save-part")]
pub async fn save_posting_part(
    #[server(default)] draft: String,
    #[server(default)] part: String,
) -> Result<Reply, AppError> {
    let (ctx, part) = (request::ctx(), Part::parse(&part).ok_or(AppError::NotFound)?);
    let token = draft_token();
    let sent = request::posted().fields().to_vec();
    opportunities::change(&ctx, &draft, token.as_ref(), part, &sent).await.map_err(not_done)?;
    let next =
        part.next().map_or_else(|| routes::posting_draft(&draft), |part| routes::posting_draft_part(&draft, part));
    Ok(reply(&next, Done::DraftSaved))
}

/// Throws a draft away.
#[server(prefix = "/do", endpoint = "opportunities/discard")]
pub async fn discard_draft(#[server(default)] draft: String) -> Result<Reply, AppError> {
    let (ctx, token) = (request::ctx(), draft_token());
    opportunities::discard(&ctx, &draft, token.as_ref()).await.map_err(not_done)?;
    if ctx.viewer.member.is_some() {
        return Ok(reply(&routes::my_postings(), Done::DraftDiscarded));
    }
    request::clear_cookie(Cookie::Draft);
    Ok(reply(&routes::opportunities(), Done::DraftDiscarded))
}

/// Sends a draft in.
#[server(prefix = "/do", endpoint = "opportunities/submit")]
pub async fn submit_posting(#[server(default)] draft: String) -> Result<Reply, AppError> {
    let ctx = request::ctx();
    if let Some(token) = draft_token() {
        opportunities::adopt(&ctx, &token).await.map_err(not_done)?;
        request::clear_cookie(Cookie::Draft);
    }
    let id = opportunities::submit(&ctx, &draft).await.map_err(not_done)?;
    Ok(reply(&routes::my_posting(id.as_str()), Done::PostingSent))
}

/// Opens the draft of a posting that was sent in.
#[server(prefix = "/do", endpoint = "opportunities/edit")]
pub async fn edit_posting(#[server(default)] posting: String) -> Result<Reply, AppError> {
    let id = opportunities::edit(&request::ctx(), &posting).await.map_err(not_done)?;
    Ok(crate::reply::go(&routes::posting_draft(id.as_str())))
}

/// A host's step with a posting.
#[server(prefix = "/do", endpoint = "opportunities/step")]
pub async fn step_posting(
    #[server(default)] posting: String,
    #[server(default)] step: String,
) -> Result<Reply, AppError> {
    let step = Step::parse(&step).ok_or(AppError::NotFound)?;
    opportunities::step(&request::ctx(), &posting, step).await.map_err(not_done)?;
    let next = if step == Step::Renew { routes::my_postings() } else { routes::my_posting(&posting) };
    Ok(reply(&next, Done::PostingStepped))
}

/// How many people a posting takes.
#[server(prefix = "/do", endpoint = "opportunities/seats")]
pub async fn set_posting_seats(
    #[server(default)] posting: String,
    #[server(default)] seats: String,
) -> Result<Reply, AppError> {
    let ctx = request::ctx();
    opportunities::my_posting(&ctx, &posting).await.map_err(not_done)?;
    let seats = whole("seats", &seats, &limits::SEATS)?.and_then(|seats| u16::try_from(seats).ok());
    let seats = seats.ok_or_else(|| not_whole("seats", &limits::SEATS))?;
    opportunities::set_seats(&ctx, &posting, seats).await.map_err(not_done)?;
    Ok(reply(&routes::my_posting(&posting), Done::SeatsSet))
}

/// A host moves an application.
#[server(prefix = "/do", endpoint = "opportunities/move")]
pub async fn move_applicant(
    #[server(default)] posting: String,
    #[server(default)] application: String,
    #[server(default)] step: String,
    #[server(default)] days: String,
) -> Result<Reply, AppError> {
    let step = Move::parse(&step).ok_or(AppError::NotFound)?;
    let days = whole("days", &days, &HOLD_DAYS)?.unwrap_or(USUAL_HOLD_DAYS);
    let back = same_part(routes::my_posting(&posting));
    opportunities::move_as_host(&request::ctx(), &application, step, days).await.map_err(not_done)?;
    Ok(reply(&back, Done::ApplicantMoved))
}

/// A host puts an application into the line, or takes it out.
#[server(prefix = "/do", endpoint = "opportunities/line")]
pub async fn line_applicant_up(
    #[server(default)] posting: String,
    #[server(default)] application: String,
    #[server(default)] place: String,
) -> Result<Reply, AppError> {
    let place = whole("place", &place, &LINE)?.and_then(|place| u16::try_from(place).ok());
    let back = same_part(routes::my_posting(&posting));
    opportunities::line_up(&request::ctx(), &application, place).await.map_err(not_done)?;
    Ok(reply(&back, Done::LineSet))
}

/// Applies to a posting.
#[server(prefix = "/do", endpoint = "opportunities/apply")]
pub async fn apply_to_posting(#[server(default)] posting: String) -> Result<Reply, AppError> {
    let sent = request::posted().fields().to_vec();
    opportunities::apply(&request::ctx(), &posting, &sent).await.map_err(not_done)?;
    Ok(reply(&routes::my_applications(), Done::Applied))
}

/// An applicant takes a place, or takes an application back.
#[server(prefix = "/do", endpoint = "opportunities/answer")]
pub async fn answer_application(
    #[server(default)] application: String,
    #[server(default)] step: String,
) -> Result<Reply, AppError> {
    let step = Move::parse(&step).ok_or(AppError::NotFound)?;
    let back = same_part(routes::my_applications());
    opportunities::move_as_applicant(&request::ctx(), &application, step).await.map_err(not_done)?;
    Ok(reply(&back, Done::ApplicationAnswered))
}

/// Keeps a posting on one's list.
#[server(prefix = "/do", endpoint = "opportunities/save")]
pub async fn save_posting(#[server(default)] posting: String) -> Result<Reply, AppError> {
    opportunities::save(&request::ctx(), &posting).await.map_err(not_done)?;
    Ok(reply(&routes::saved_postings(), Done::PostingKept))
}

/// Takes a posting off one's list.
#[server(prefix = "/do", endpoint = "opportunities/unsave")]
pub async fn unsave_posting(#[server(default)] posting: String) -> Result<Reply, AppError> {
    let back = same_part(routes::saved_postings());
    opportunities::unsave(&request::ctx(), &posting).await.map_err(not_done)?;
    Ok(reply(&back, Done::PostingUnkept))
}

/// A moderator's step with a posting.
#[server(prefix = "/do", endpoint = "opportunities/decide")]
pub async fn decide_posting(
    #[server(default)] posting: String,
    #[server(default)] step: String,
    #[server(default)] note: String,
) -> Result<Reply, AppError> {
    let ctx = request::ctx();
    let Some(step) = Step::parse(&step) else {
        opportunities::review(&ctx, &posting).await.map_err(not_done)?;
        return Err(AppError::Invalid(vec![FieldError::new("step", words::CHOOSE)]));
    };
    opportunities::decide(&ctx, &posting, step, &note).await.map_err(not_done)?;
    Ok(reply(&routes::desk_opportunity(&posting), Done::PostingDecided))
}

/// The part of a list that the form stands on; the beginning of the list where it stands on another page.
fn same_part(list: routes::Path) -> routes::Path {
    let page = LocalPath::parse(&request::form_meta().page).filter(|page| page.path() == list.as_str());
    let query = page.as_ref().and_then(LocalPath::query).unwrap_or_default();
    let kept = ["stage", "after"].into_iter().filter_map(|name| Some((name, first_filled(query, name)?)));
    kept.fold(list, |path, (name, value)| path.with(name, &value))
}

/// Places in a line.
const LINE: RangeInclusive<u32> = 1..=999;

/// A whole number of a form; `None` where nothing was typed.
fn whole(name: &str, typed: &str, range: &RangeInclusive<u32>) -> Result<Option<u32>, AppError> {
    let typed = typed.trim();
    if typed.is_empty() {
        return Ok(None);
    }
    let number = typed.parse::<u32>().ok().filter(|number| range.contains(number));
    number.map(Some).ok_or_else(|| not_whole(name, range))
}

fn not_whole(name: &str, range: &RangeInclusive<u32>) -> AppError {
    let message = format!("Write a whole number from {} to {}.", range.start(), range.end());
    AppError::Invalid(vec![FieldError::new(name, message)])
}

fn not_done(error: OpportunityError) -> AppError {
    match error {
        OpportunityError::Denied(denied) => denied.into(),
        OpportunityError::NotFound => AppError::NotFound,
        OpportunityError::Invalid(errors) => AppError::Invalid(errors),
        OpportunityError::Refused(refusal) => AppError::Refused(refusal),
        error @ (OpportunityError::Broken(_) | OpportunityError::Db(_)) => {
            AppError::internal(&request::request_id(), &error)
        }
    }
}
