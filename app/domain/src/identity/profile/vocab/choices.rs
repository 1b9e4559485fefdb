//! Short lists of our own: stages, needs of a visa, exams, gaps, roles.
//!
//! Stages and roles are those of the mentoring vocabulary. Exams are those that certification by ECFMG and a license
//! ask for; the clinical skills exam that ended in January 2021 is not among them.

use super::Choice;

/// How far along a person is.
pub const STAGES: [Choice; 10] = [
    Choice::new("student", "Medical student"),
    Choice::new("graduate-preparing", "Graduate, getting ready"),
    Choice::new("exams", "Taking exams"),
    Choice::new("certified", "Certified by ECFMG"),
    Choice::new("applying", "Applying for residency"),
    Choice::new("matched", "Matched, not started yet"),
    Choice::new("resident", "Resident"),
    Choice::new("fellow", "Fellow"),
    Choice::new("practising", "Practicing physician"),
    Choice::new("exploring-other-careers", "Exploring other careers"),
];

/// Whether a visa is needed to train in the United States.
pub const VISA_NEEDS: [Choice; 6] = [
    Choice::new("none", "I need no visa (citizen or permanent resident)"),
    Choice::new("work-permit", "I have a work permit (EAD)"),
    Choice::new("j1", "I need a J-1"),
    Choice::new("h1b", "I need an H-1B"),
    Choice::new("j1-or-h1b", "A J-1 or an H-1B would do"),
    Choice::new("not-sure", "I need one and do not know which yet"),
];

/// Exams and certificates on the way to residency and a license.
pub const EXAMS: [Choice; 5] = [
    Choice::new("step1", "USMLE Step 1"),
    Choice::new("step2ck", "USMLE Step 2 CK"),
    Choice::new("oet", "OET Medicine"),
    Choice::new("ecfmg", "ECFMG certificate"),
    Choice::new("step3", "USMLE Step 3"),
];

/// Those of them with a score of three digits. Step 1 has none since January 26, 2022; older ones stay.
pub const SCORED: [Choice; 3] = [
    Choice::new("step1", "USMLE Step 1"),
    Choice::new("step2ck", "USMLE Step 2 CK"),
    Choice::new("step3", "USMLE Step 3"),
];

/// What can be said of an exam without a score.
pub const MARKS: [Choice; 2] = [Choice::new("passed", "Passed"), Choice::new("not-yet", "Not yet")];

/// Years without clinical work since the degree, in steps: nobody needs to know more.
pub const GAPS: [Choice; 6] = [
    Choice::new("none", "None"),
    Choice::new("1", "1 year"),
    Choice::new("2", "2 years"),
    Choice::new("3-5", "3 to 5 years"),
    Choice::new("6-10", "6 to 10 years"),
    Choice::new("over-10", "More than 10 years"),
];

/// What a physician does.
pub const ROLES: [Choice; 7] = [
    Choice::new("resident", "Resident"),
    Choice::new("fellow", "Fellow"),
    Choice::new("attending", "Attending physician"),
    Choice::new("program-leader", "Program leader"),
    Choice::new("retired", "Retired physician"),
    Choice::new("researcher", "Researcher"),
    Choice::new("career-adviser", "Career adviser"),
];
