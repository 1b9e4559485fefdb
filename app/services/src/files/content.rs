//! What a file is by its first bytes. The sender's name and type for it are never believed.

use super::entity::{Kind, MediaType};
use crate::config::Limits;

/// How many leading bytes [`sniff`] wants to see.
pub(super) const HEAD: usize = 12;

/// The type by signature: PNG (W3C PNG 5.2), JPEG (ITU T.81 B.1.1.3), WebP (RFC 9649 section 2.4), PDF (ISO 32000 7.5.2).
pub(super) fn sniff(head: &[u8]) -> Option<MediaType> {
    if head.starts_with(b"\x89PNG\r\n\x1a\n") {
        Some(MediaType::Png)
    } else if head.starts_with(b"\xff\xd8\xff") {
        Some(MediaType::Jpeg)
    } else if head.starts_with(b"RIFF") && head.get(8..12) == Some(b"WEBP") {
        Some(MediaType::WebP)
    } else if head.starts_with(b"%PDF-") {
        Some(MediaType::Pdf)
    } else {
        None
    }
}

impl Kind {
    /// The kind a form names, for example `screenshot`; `None` for any other word.
    pub fn parse(word: &str) -> Option<Self> {
        match word {
            "screenshot" => Some(Self::Screenshot),
            "document" => Some(Self::Document),
            "photo" => Some(Self::Photo),
            _ => None,
        }
    }

    /// The largest welcome file, in bytes.
    pub fn limit(self, limits: &Limits) -> u64 {
        match self {
            Self::Screenshot | Self::Photo => limits.photo_bytes,
            Self::Document => limits.document_bytes,
        }
    }

    /// Is this type of content welcome?
    pub fn welcomes(self, media_type: MediaType) -> bool {
        match self {
            Self::Screenshot | Self::Photo => media_type != MediaType::Pdf,
            Self::Document => true,
        }
    }

    /// The welcome types in words, for the person who chose another.
    pub fn types_in_words(self) -> &'static str {
        match self {
            Self::Screenshot | Self::Photo => "PNG, JPEG or WebP",
            Self::Document => "PDF, PNG, JPEG or WebP",
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn types_are_told_by_their_signatures_only() {
        assert_eq!(sniff(b"\x89PNG\r\n\x1a\n...."), Some(MediaType::Png));
        assert_eq!(sniff(b"\xff\xd8\xff\xe0"), Some(MediaType::Jpeg));
        assert_eq!(sniff(b"RIFF\0\0\0\0WEBPVP8 "), Some(MediaType::WebP));
        assert_eq!(sniff(b"%PDF-1.7"), Some(MediaType::Pdf));
        for other in [&b"<svg xmlns="[..], b"<!doctype html>", b"GIF89a", b"RIFF\0\0\0\0WAVE", b"", b"\x89PN"] {
            assert_eq!(sniff(other), None);
        }
    }

    #[test]
    fn a_screenshot_is_a_picture() {
        assert!(Kind::Screenshot.welcomes(MediaType::WebP));
        assert!(!Kind::Screenshot.welcomes(MediaType::Pdf));
        assert!(Kind::Document.welcomes(MediaType::Pdf));
    }
}
