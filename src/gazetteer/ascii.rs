//! What an ASCII byte is to a name: part of a word, what joins two words, or a mark.

/// Part of a word.
pub(super) const fn is_word(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || byte == b'_'
}

/// Hyphens and white space: between two words of a name one is as good as another.
pub(super) const fn is_join(byte: u8) -> bool {
    matches!(byte, b' ' | b'-' | b'\t' | b'\n' | b'\r' | 0xb | 0xc)
}
