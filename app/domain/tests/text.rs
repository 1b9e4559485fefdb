//! Properties of the small parsers at the edge: ids, paths and cleaned text.

use domain::{id::PublicId, local_path::LocalPath, text};
use proptest::prelude::*;

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn an_identifier_reads_back(bytes in any::<[u8; 12]>()) {
        let id = PublicId::from_bytes(bytes);
        prop_assert_eq!(PublicId::parse(id.as_str()), Some(id));
        prop_assert_eq!(id.as_str().len(), 20);
    }

    #[test]
    fn different_bytes_give_different_identifiers(one in any::<[u8; 12]>(), other in any::<[u8; 12]>()) {
        prop_assert_eq!(one == other, PublicId::from_bytes(one) == PublicId::from_bytes(other));
    }

    #[test]
    fn clean_text_holds_nothing_hostile_and_stays_as_it_is(dirty in any::<String>()) {
        let line = text::single_line(&dirty);
        prop_assert!(!line.chars().any(text::is_hostile));
        prop_assert_eq!(text::single_line(&line), line.as_str());
        let lines = text::multi_line(&dirty);
        prop_assert!(!lines.chars().any(|c| c != '\n' && text::is_hostile(c)));
        prop_assert_eq!(text::multi_line(&lines), lines.as_str());
    }

    #[test]
    fn a_local_path_never_names_another_site(path in "[/\\\\a.?#:@\r\n \t]{0,12}") {
        if let Some(local) = LocalPath::parse(&path) {
            let base = local.as_str();
            prop_assert!(base.starts_with('/') && !base.starts_with("//") && !base.contains('\\') && !base.contains('\n'));
        }
    }
}
