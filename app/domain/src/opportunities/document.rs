//! Papers a host may ask for.

use super::named::named;

named! {
    /// A paper. The list is that of visitor offices of teaching hospitals, read on November 22, 2026.
    Document {
        /// Curriculum vitae.
        Cv: "cv", "CV";
        /// Why one wants to come.
        CoverLetter: "cover-letter", "Letter of interest";
        /// Degree, or the word of the school.
        Diploma: "diploma", "Medical diploma or letter of good standing";
        /// Certificate or scores.
        Ecfmg: "ecfmg", "ECFMG certificate or exam scores";
        /// Who one is.
        PhotoId: "photo-id", "Passport and photo";
        /// Shots.
        Immunization: "immunization", "Immunizations: MMR, varicella, hepatitis B, tetanus";
        /// Tuberculosis.
        Tb: "tb", "TB test within 12 months or chest X-ray";
        /// Influenza.
        Flu: "flu", "Influenza vaccine in season";
        /// For the stay.
        HealthInsurance: "health-insurance", "Health insurance for the stay";
        /// Only for hands-on roles.
        Malpractice: "malpractice", "Malpractice insurance";
        /// Privacy training.
        Hipaa: "hipaa", "HIPAA training certificate";
        /// Safety training.
        Osha: "osha", "OSHA bloodborne-pathogen training";
        /// By the police or a service.
        Background: "background", "Criminal background check";
        /// To be signed.
        Confidentiality: "confidentiality", "Confidentiality agreement";
        /// By somebody else.
        Recommendation: "recommendation", "Letter of recommendation";
        /// That one may enter.
        VisaProof: "visa-proof", "Visa or ESTA proof";
        /// By a physician.
        Physical: "physical", "Physical exam within a year";
        /// By a laboratory.
        DrugTest: "drug-test", "Drug screen";
        /// Life support.
        Bls: "bls", "BLS/ACLS card";
    }
}
