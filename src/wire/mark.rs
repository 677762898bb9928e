//! Which log it is, as far as it goes: enough of the chain's hash to tell one from another.

use serde::{Deserialize, Deserializer, Serialize, Serializer};
use std::fmt;

/// The first bytes of the hash of a log up to an event; zeros before the first.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Mark(u32);

impl From<&[u8; 32]> for Mark {
    fn from(hash: &[u8; 32]) -> Self {
        let [a, b, c, d, ..] = *hash;
        Mark(u32::from_be_bytes([a, b, c, d]))
    }
}

impl fmt::Display for Mark {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:08x}", self.0)
    }
}

impl Serialize for Mark {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for Mark {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = String::deserialize(deserializer)?;
        let digits = text.len() == 8 && text.bytes().all(|byte| byte.is_ascii_hexdigit());
        let number = u32::from_str_radix(&text, 16).ok().filter(|_| digits);
        number.map(Mark).ok_or_else(|| {
            serde::de::Error::custom(format!(
                "{text:?} is no mark of a log, which has eight hex digits"
            ))
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_mark_is_eight_digits_and_reads_as_it_was_written() {
        let mut hash = [0; 32];
        assert_eq!(
            serde_json::to_string(&Mark::from(&hash)).unwrap(),
            r#""00000000""#
        );
        hash[..4].copy_from_slice(&[0x0a, 0xb1, 0x20, 0xff]);
        let written = serde_json::to_string(&Mark::from(&hash)).unwrap();
        assert_eq!(written, r#""0ab120ff""#);
        assert_eq!(serde_json::from_str::<Mark>(&written).unwrap(), Mark::from(&hash));
        for wrong in [r#""0ab120f""#, r#""+ab120ff""#, r#""0ab120ff0""#, "7"] {
            assert!(serde_json::from_str::<Mark>(wrong).is_err(), "{wrong}");
        }
    }
}
