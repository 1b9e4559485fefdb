//! Things of one person that another asks for.

use domain::access::Capability;
use services::testing::{Person, TestWorld};

/// What two who work together have, and a mentor nobody has checked yet.
pub(super) struct Mentoring {
    pub(super) unlisted: String,
    pub(super) request: String,
    pub(super) together: String,
    pub(super) step: String,
}

fn typed(all: &[(&str, &str)]) -> Vec<(String, String)> {
    all.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect()
}

/// `mentee` works with a mentor, and somebody else has begun to tell what a mentor tells.
pub(super) async fn pair(world: &TestWorld, mentee: &Person) -> Mentoring {
    use domain::mentorship::{AgreementForm, MentorStep, NextStepForm, ProofForm};
    use services::mentorship::{self as all, CheckForm, ToCheck};
    let moderator = world.person("checks-mentors", &[Capability::Moderator]).await;
    let said = "I help with interviews and forms, for an hour a month.";
    let proof = ProofForm { way: "moderator".to_owned(), what: "Ask the office".to_owned() };
    let mut waiting: Vec<ToCheck> = Vec::new();
    let mentor = world.person("helps", &[]).await;
    let draft = world.person("helps-later", &[]).await;
    for (person, name) in [(&mentor, "Helps"), (&draft, "Helps Later")] {
        let work = typed(&[("name", name), ("role", "fellow"), ("statement", said)]);
        all::save_step(&person.ctx, MentorStep::Work, &work).await.unwrap();
        all::save_step(&person.ctx, MentorStep::Help, &typed(&[("offers", "visa")])).await.unwrap();
        all::ask_to_be_checked(&person.ctx, &proof).await.unwrap();
        waiting = all::to_check(&moderator.ctx).await.unwrap();
    }
    let of = |name: &str| waiting.iter().find(|one| one.name == name).unwrap().id.to_string();
    let stamp = waiting.iter().find(|one| one.name == "Helps").unwrap().stamp.clone();
    let check = CheckForm { mentor: of("Helps"), checked: "moderator".to_owned(), stamp };
    all::decide_check(&moderator.ctx, &check).await.unwrap();
    let ask = typed(&[("goals", "Find the right programs."), ("topics", "visa"), ("stage", "exams")]);
    all::save_ask(&mentee.ctx, &ask).await.unwrap();
    all::add_to_list(&mentee.ctx, &of("Helps")).await.unwrap();
    let request = all::my_list(&mentee.ctx).await.unwrap()[0].id.to_string();
    all::accept(&mentor.ctx, &request).await.unwrap();
    let together = all::confirm(&mentee.ctx, &request).await.unwrap();
    let form = AgreementForm { scope: "Interviews, once a month.".to_owned(), ends_on: "2027-05-01".to_owned() };
    all::write_agreement(&mentor.ctx, together.as_str(), "0", &form).await.unwrap();
    let plan = NextStepForm { what: "Send the CV".to_owned(), due_on: String::new() };
    all::plan_step(&mentee.ctx, together.as_str(), &plan, "0000000000000000").await.unwrap();
    let step = all::engagement(&mentee.ctx, together).await.unwrap().steps[0].id.to_string();
    Mentoring { unlisted: of("Helps Later"), request, together: together.to_string(), step }
}

/// A cohort in which `mentee` takes part.
pub(super) async fn cohort_of(world: &TestWorld, mentee: &Person) -> String {
    let organizer = world.person("runs-cohorts", &[Capability::Organizer]).await;
    let plan = typed(&[
        ("title", "Spring cohort"),
        ("about", "Six months with a mentor, an hour a month."),
        ("promise", "stable"),
        ("most", "3"),
        ("sign_up", "2026-11-10"),
        ("mentees", "2026-11-20"),
        ("mentors", "2026-11-30"),
    ]);
    let id = services::cohort::save(&organizer.ctx, "", &plan, "0123456789abcdef").await.unwrap().to_string();
    services::cohort::open(&organizer.ctx, &id).await.unwrap();
    let told = typed(&[("topics", "visa"), ("stage", "exams"), ("goals", "Find the right programs for me.")]);
    services::cohort::sign_up_mentee(&mentee.ctx, &id, &told).await.unwrap();
    id
}

/// A posting that waits for its check, its host's draft, a published one, and somebody's application to that.
pub(super) struct Offered {
    pub(super) waiting: String,
    pub(super) draft: String,
    pub(super) published: String,
    pub(super) application: String,
}

/// `host` offers, `applicant` applies.
pub(super) async fn offered(world: &TestWorld, host: &Person, applicant: &Person) -> Offered {
    use domain::opportunities::Step;
    use domain::opportunities::draft::Part;
    use services::opportunities as all;
    let fields = typed(crate::opportunities::WHOLE);
    let mut sent = Vec::new();
    for _ in 0..2 {
        let (id, _) = all::begin(&host.ctx, Part::What, &fields).await.unwrap();
        for part in Part::ALL {
            all::change(&host.ctx, id.as_str(), None, part, &fields).await.unwrap();
        }
        sent.push(all::submit(&host.ctx, id.as_str()).await.unwrap().to_string());
    }
    let (draft, _) = all::begin(&host.ctx, Part::What, &fields).await.unwrap();
    let (waiting, published) = (sent.remove(0), sent.remove(0));
    for name in ["checks-hosts", "checks-hosts-too"] {
        let moderator = world.person(name, &[Capability::Moderator]).await;
        if name == "checks-hosts" {
            all::decide(&moderator.ctx, &published, Step::TakeUp, "").await.unwrap();
        }
        all::decide(&moderator.ctx, &published, Step::Approve, "Looked it up.").await.unwrap();
    }
    let application =
        all::apply(&applicant.ctx, &published, &typed(&[("answer", "Because of the clinic.")])).await.unwrap();
    Offered { waiting, draft: draft.to_string(), published, application: application.to_string() }
}
