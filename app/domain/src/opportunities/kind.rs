//! What is offered, and how near one comes to patients.
//!
//! Kinds and levels of contact are those of the field's own vocabulary, read on November 22, 2026 (American Medical
//! Association, guidelines for observerships; visitor pages of teaching hospitals).

use super::named::named;

named! {
    /// A kind of opportunity. Students and graduates differ by law, so the kinds do too.
    Kind {
        /// Shadowing only, no patient care.
        Observership: "observership", "Observership";
        /// Hands-on work for graduates, as far as the state and the site allow.
        Externship: "externship", "Externship";
        /// Hands-on under supervision, for students.
        Clerkship: "clerkship", "Clerkship or elective";
        /// Like an intern, for students of the last year.
        SubInternship: "sub-internship", "Sub-internship";
        /// Research without pay.
        ResearchVolunteer: "research-volunteer", "Research, volunteer";
        /// Research as a fellow or an assistant, paid.
        ResearchPaid: "research-paid", "Research, paid";
        /// A job beside physicians: medical assistant, scribe, coordinator.
        ClinicalJob: "clinical-job", "Clinical support job";
        /// Watching from afar.
        TeleRotation: "tele-rotation", "Virtual or tele-observership";
    }
}

named! {
    /// How near one comes to patients. It decides visa and insurance.
    Contact {
        /// Not at all.
        None: "none", "No patient contact";
        /// Watching somebody who cares for them.
        Shadowing: "shadowing", "Shadowing, no patient care";
        /// Talking with them and telling the team.
        History: "history-and-presenting", "Taking histories and presenting";
        /// Caring for them while somebody stands by.
        HandsOn: "hands-on-supervised", "Hands-on under supervision";
    }
}

named! {
    /// Where it takes place.
    Mode {
        /// There.
        OnSite: "on-site", "On site";
        /// Anywhere.
        Remote: "remote", "Remote";
        /// Partly there.
        Hybrid: "hybrid", "Partly remote";
    }
}

named! {
    /// Who may apply.
    Group {
        /// Has no degree yet.
        Student: "student", "Medical students";
        /// Has one.
        Graduate: "graduate", "Graduates";
        /// Trained abroad, a citizen of the United States.
        UsImg: "us-img", "U.S. IMGs";
        /// Trained abroad, a citizen of elsewhere.
        NonUsImg: "non-us-img", "Non-U.S. IMGs";
    }
}

named! {
    /// What the host does about a visa, in the words of the field.
    Visa {
        /// Nothing.
        None: "none", "No help with a visa";
        /// A letter for the consulate.
        Invitation: "invitation-letter", "Invitation letter";
        /// The paper of a J-1.
        Ds2019: "ds-2019", "DS-2019 (J-1)";
        /// A petition as an employer.
        H1b: "h-1b-petition", "H-1B petition";
    }
}

named! {
    /// What may come of it. Never promised, never for money.
    Outcome {
        /// A letter, if the work earns one.
        Letter: "letter-if-earned", "Letter of recommendation, if earned";
        /// A paper that says one was there.
        Certificate: "certificate", "Certificate of completion";
        /// Words about the work.
        Evaluation: "evaluation", "Written evaluation";
        /// A name on a paper, by the rules of authorship.
        Authorship: "authorship", "Authorship, if earned";
    }
}

impl Kind {
    /// Offered under "offer research" and not under "offer an observership".
    pub const fn is_research(self) -> bool {
        matches!(self, Self::ResearchVolunteer | Self::ResearchPaid)
    }

    /// Whether pay is a part of it.
    pub const fn may_pay(self) -> bool {
        matches!(self, Self::ResearchPaid | Self::ClinicalJob)
    }

    /// Where it takes place as long as its host says nothing else.
    pub const fn usual_mode(self) -> Mode {
        if matches!(self, Self::TeleRotation) { Mode::Remote } else { Mode::OnSite }
    }

    /// Whether it is only for watching, so that any care of patients would be something else than its name says.
    pub const fn is_watching(self) -> bool {
        matches!(self, Self::Observership | Self::TeleRotation)
    }

    /// For whom, at most with which contact, as the field says; a hint beside the question.
    pub const fn hint(self) -> &'static str {
        match self {
            Self::Observership => "For graduates and students. Shadowing only; the host asks patients for consent.",
            Self::Externship => "For graduates. Hands-on only as far as state law and your site allow.",
            Self::Clerkship => "For students of a foreign school, hands-on under supervision.",
            Self::SubInternship => "For students of the final year, like an intern.",
            Self::ResearchVolunteer => "Without pay. The status of whoever comes must allow it.",
            Self::ResearchPaid => "A paid place. Time as a J-1 research scholar can affect a later J-1 as a physician.",
            Self::ClinicalJob => "A job for people who may work.",
            Self::TeleRotation => "From afar, without contact. Programs value it least.",
        }
    }
}

impl Contact {
    /// Whether one does something with patients oneself.
    pub const fn is_care(self) -> bool {
        matches!(self, Self::History | Self::HandsOn)
    }
}

impl Group {
    /// Groups of one kind: a posting that names none of a kind is open to all of that kind.
    pub const TRAINING: [Self; 2] = [Self::Student, Self::Graduate];
    /// The same by citizenship.
    pub const CITIZENSHIP: [Self; 2] = [Self::UsImg, Self::NonUsImg];
}
