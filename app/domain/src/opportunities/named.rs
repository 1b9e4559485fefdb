//! Short lists of words as types: what is stored, what people read, and the way back.

/// An enum whose variants each have a stored word and a label.
macro_rules! named {
    ($(#[doc = $doc:literal])+ $name:ident { $($(#[doc = $of:literal])+ $variant:ident: $word:literal, $label:literal;)+ }) => {
        $(#[doc = $doc])+
        #[derive(
            Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, serde::Serialize, serde::Deserialize,
        )]
        pub enum $name {
            $($(#[doc = $of])+ #[serde(rename = $word)] $variant,)+
        }

        impl $name {
            /// All of them, in the order people see.
            pub const ALL: &'static [Self] = &[$(Self::$variant,)+];

            /// The word that forms, addresses and the database carry.
            pub const fn word(self) -> &'static str {
                match self {
                    $(Self::$variant => $word,)+
                }
            }

            /// What people read.
            pub const fn label(self) -> &'static str {
                match self {
                    $(Self::$variant => $label,)+
                }
            }

            /// Its bit in a set of them: the first of the list has the lowest.
            pub const fn bit(self) -> u32 {
                1 << self as u32
            }

            /// The one behind a word.
            pub fn parse(word: &str) -> Option<Self> {
                Self::ALL.iter().copied().find(|one| one.word() == word)
            }
        }
    };
}

pub(crate) use named;
