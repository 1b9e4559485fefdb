//! Two who find each other as mentor and mentee, step by step; whatever they write goes through the product's own forms.
//! `says` gives the words of a field.

#![expect(clippy::unwrap_used, reason = "a helper of a test fails the test")]

use crate::world::Signed;
use http::StatusCode;
use services::mentorship::{self as all, CheckForm};
use services::testing::Person;

/// Sends a form, which is taken; answers where it leads.
async fn sent(by: &Signed<'_>, action: &str, fields: &[(&str, &str)]) -> String {
    let key = format!("a-form-of{}", action.replace('/', "-"));
    let mut form = vec![("_page", "/me/mentoring"), ("_form", action), ("_key", key.as_str())];
    form.extend_from_slice(fields);
    let answer = by.post(action, &form).await;
    assert_eq!(answer.status, StatusCode::SEE_OTHER, "{action}: {}", answer.body);
    answer.header("location").to_owned()
}

/// Somebody offers to be a mentor: `name`, `statement`, `school`, and the `proof` for the moderators.
pub(crate) async fn offers(by: &Signed<'_>, says: impl Fn(&str) -> String) {
    let (name, statement, school, proof) = (says("name"), says("statement"), says("school"), says("proof"));
    let step = "/do/mentorship/save-step";
    let work = [("step", "work"), ("name", &name), ("role", "resident"), ("statement", &statement)];
    sent(by, step, &work).await;
    sent(by, step, &[("step", "help"), ("offers", "cv-review")]).await;
    sent(by, step, &[("step", "path"), ("school", &school)]).await;
    sent(by, "/do/mentorship/ask-check", &[("way", "moderator"), ("what", &proof)]).await;
}

/// The moderator lists the one mentor who waits; answers the mentor.
pub(crate) async fn lists(moderator: &Person) -> String {
    let waiting = all::to_check(&moderator.ctx).await.unwrap().remove(0);
    let mentor = waiting.id.to_string();
    let form = CheckForm { mentor: mentor.clone(), checked: "moderator".to_owned(), stamp: waiting.stamp };
    all::decide_check(&moderator.ctx, &form).await.unwrap();
    mentor
}

/// Somebody asks the mentor, with `goals` and the `wish` for a school; answers the request.
pub(crate) async fn asks((mentee, by): (&Person, &Signed<'_>), mentor: &str, says: impl Fn(&str) -> String) -> String {
    let (goals, wish) = (says("goals"), says("wish"));
    let ask = [("goals", goals.as_str()), ("topics", "cv-review"), ("stage", "applying"), ("wish_school", &wish)];
    sent(by, "/do/mentorship/save-ask", &ask).await;
    sent(by, "/do/mentorship/add", &[("mentor", mentor)]).await;
    all::my_list(&mentee.ctx).await.unwrap()[0].id.to_string()
}

/// The mentor asks a `question`, and the mentee gives the `answer`.
pub(crate) async fn talk((mentor, mentee): (&Signed<'_>, &Signed<'_>), request: &str, says: impl Fn(&str) -> String) {
    let (question, answer) = (says("question"), says("answer"));
    sent(mentor, "/do/mentorship/ask-more", &[("request", request), ("question", &question)]).await;
    sent(mentee, "/do/mentorship/tell-more", &[("request", request), ("answer", &answer)]).await;
}

/// Both say yes, sign the `scope`, and note a `step` and what a meeting was about (`note`). Answers what names their work.
pub(crate) async fn begin(
    (mentor, mentee): (&Signed<'_>, &Signed<'_>),
    request: &str,
    says: impl Fn(&str) -> String,
) -> String {
    let (scope, step, note) = (says("scope"), says("step"), says("note"));
    sent(mentor, "/do/mentorship/accept", &[("request", request)]).await;
    let place = sent(mentee, "/do/mentorship/confirm", &[("request", request)]).await;
    let id = place.split('?').next().unwrap().rsplit('/').next().unwrap().to_owned();
    let text = [("together", id.as_str()), ("version", "0"), ("scope", &scope), ("ends_on", "2027-05-01")];
    sent(mentor, "/do/mentorship/agree", &text).await;
    for by in [mentor, mentee] {
        sent(by, "/do/mentorship/sign", &[("together", &id), ("version", "1"), ("agreed", "yes")]).await;
    }
    sent(mentee, "/do/mentorship/plan", &[("together", &id), ("what", &step)]).await;
    let met = [("together", id.as_str()), ("met_at", "2026-11-02T10:00"), ("minutes", "30"), ("note", &note)];
    sent(mentor, "/do/mentorship/meet", &met).await;
    id
}

/// The mentor ends it with the words of `farewell`, and the mentee adds those of `thanks`.
pub(crate) async fn part((mentor, mentee): (&Signed<'_>, &Signed<'_>), together: &str, says: impl Fn(&str) -> String) {
    for (by, words) in [(mentor, says("farewell")), (mentee, says("thanks"))] {
        sent(by, "/do/mentorship/close", &[("together", together), ("feedback", &words)]).await;
    }
}
