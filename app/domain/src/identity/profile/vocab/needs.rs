//! What people ask mentors for, and mentors offer: the words of the mentoring vocabulary.

use super::Choice;

/// Needs, in the order of the way through training.
pub const NEEDS: [Choice; 23] = [
    Choice::new("specialty-choice", "Choosing a specialty"),
    Choice::new("exam-plan", "USMLE and OET plan"),
    Choice::new("pathway-choice", "ECFMG Pathway and paperwork"),
    Choice::new("program-list", "Program list and signals"),
    Choice::new("cv-review", "CV review"),
    Choice::new("personal-statement", "Personal statement review"),
    Choice::new("letters", "Getting strong letters"),
    Choice::new("mock-interview", "Mock interview"),
    Choice::new("rank-list", "Ranking and SOAP"),
    Choice::new("networking", "Networking and introductions"),
    Choice::new("observership", "Finding observerships"),
    Choice::new("research", "Research and publications"),
    Choice::new("visa", "Visa and immigration choices"),
    Choice::new("communication", "U.S. communication and culture"),
    Choice::new("intern-year", "First year of residency"),
    Choice::new("gap-years", "Gap years and re-entry"),
    Choice::new("childcare", "Childcare and family duties"),
    Choice::new("wellbeing", "Isolation, discrimination and stress"),
    Choice::new("finance", "Costs and loans"),
    Choice::new("leadership", "Leadership and organized medicine"),
    Choice::new("fellowship", "Fellowship choice"),
    Choice::new("alternative-licence", "State provisional-licence routes"),
    Choice::new("asylum", "Refugee and asylum physicians"),
];
