//! How a thing is asked for, what is said of it, and how its name is found on a page.

use super::MISSING;
use crate::world::{Answer, Signed};
use http::StatusCode;

/// A thing that is not the asker's to touch, and how its address or form names it.
pub(super) struct Probe<'s> {
    pub(super) who: &'s Signed<'s>,
    pub(super) address: &'static str,
    /// Empty for a page: then the thing is a part of the address.
    pub(super) field: &'static str,
    pub(super) rest: &'static [(&'static str, &'static str)],
    pub(super) anothers: String,
}

/// What an answer says: status, the way on and the words of a refusal, without the names of things.
pub(super) fn said(answer: &Answer, thing: &str) -> (StatusCode, String, String) {
    let clean = |text: &str| text.replace(thing, MISSING);
    let refusal = answer.body.split("class=\"error-summary\"").nth(1).and_then(|rest| rest.split("</div>").next());
    (answer.status, clean(answer.header("location")), clean(refusal.unwrap_or_default()))
}

impl Probe<'_> {
    pub(super) async fn ask(&self, thing: &str) -> Answer {
        if self.field.is_empty() {
            let start = self.address.split('{').next().unwrap_or_default();
            let end = self
                .address
                .split_once('}')
                .map_or("", |(_, end)| end)
                .replace("{which}", "photo")
                .replace("{date}", "2026-11-25")
                .replace("{part}", "what");
            return self.who.get(&format!("{start}{thing}{end}")).await;
        }
        let mut fields =
            vec![("_page", "/me"), ("_form", self.address), ("_key", "0123456789012345"), (self.field, thing)];
        fields.extend_from_slice(self.rest);
        self.who.post(self.address, &fields).await
    }
}

/// The value of a hidden field in a page's only form, or form after `mark`.
pub(super) fn hidden(page: &str, mark: &str, name: &str) -> String {
    let after = page.split_once(mark).map_or_else(|| panic!("no {mark} in {page}"), |(_, after)| after);
    let field = format!("name=\"{name}\" value=\"");
    let value = after.split(field.as_str()).nth(1).unwrap_or_else(|| panic!("no {name} after {mark} in {page}"));
    value.split('"').next().unwrap_or_default().to_owned()
}

pub(super) async fn report(by: &Signed<'_>, person: &str, key: &str) {
    let page = format!("/report/person?person={person}");
    let form = [
        ("_page", page.as_str()),
        ("_form", "/do/moderation/report-person"),
        ("_key", key),
        ("kind", "person"),
        ("person", person),
        ("ground", "money"),
        ("details", "Asked for money."),
    ];
    assert_eq!(by.post("/do/moderation/report-person", &form).await.status, StatusCode::SEE_OTHER);
}

/// The number of the case about a person, as a moderator's queue links it.
pub(super) async fn case_about(queue: &Signed<'_>, person: &str) -> String {
    let page = queue.get("/desk/moderation").await.body;
    for link in page.split("href=\"/desk/moderation/").skip(1) {
        let case = link.split('"').next().unwrap_or_default();
        if queue.get(&format!("/desk/moderation/{case}")).await.body.contains(person) {
            return case.to_owned();
        }
    }
    panic!("no case about {person} in {page}")
}
