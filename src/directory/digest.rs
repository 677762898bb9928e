//! SHA-256 in hex: what an import was, and keys that cannot be turned back.

use sha2::{Digest, Sha256};
use std::fmt::Write;

/// SHA-256 of these bytes, as 64 hex digits.
pub fn sha256_hex(bytes: &[u8]) -> String {
    hex(&Sha256::digest(bytes))
}

/// SHA-256 of the parts one after the other, as 64 hex digits.
pub fn sha256_hex_of(parts: &[&[u8]]) -> String {
    let mut hash = Sha256::new();
    for part in parts {
        hash.update(part);
    }
    hex(&hash.finalize())
}

fn hex(bytes: &[u8]) -> String {
    bytes.iter().fold(String::new(), |mut hex, byte| {
        // Cannot fail: writing to a String never does.
        let _ = write!(hex, "{byte:02x}");
        hex
    })
}
