//! Which line of a text something is on, for messages about files.

/// The line, from 1, on which the byte `at` stands.
pub fn line_of(text: &str, at: usize) -> usize {
    let before = text.as_bytes().get(..at).unwrap_or_default();
    1 + before.iter().filter(|byte| **byte == b'\n').count()
}
