//! The nearest match to a word that was not found, for refusals a tired person can act on.

/// The candidate most like `given`, if any is alike enough to be what was meant.
pub fn nearest<'a>(given: &str, candidates: impl IntoIterator<Item = &'a str>) -> Option<String> {
    let given = Given::new(&given.to_lowercase());
    let mut best: Option<(f64, &str)> = None;
    for candidate in candidates {
        let lower = candidate.to_lowercase();
        // The first of several: callers name ids before titles.
        let to_beat = best.map_or(ALIKE, |(likeness, _)| likeness);
        let likeness = match lower.starts_with(&given.text) && !given.text.is_empty() {
            true => 1.0,
            false if given.at_most(&lower) <= to_beat => continue,
            false => strsim::jaro_winkler(&given.text, &lower),
        };
        if likeness > to_beat {
            best = Some((likeness, candidate));
        }
    }
    best.map(|(_, candidate)| candidate.to_owned())
}

/// Alike enough to be what was meant.
const ALIKE: f64 = 0.75;

struct Given {
    text: String,
    letters: usize,
    /// How often it has each byte.
    bytes: [u16; 256],
}

impl Given {
    fn new(text: &str) -> Self {
        let mut bytes = [0_u16; 256];
        for byte in text.bytes() {
            bytes[usize::from(byte)] = bytes[usize::from(byte)].saturating_add(1);
        }
        Given {
            text: text.to_owned(),
            letters: text.chars().count(),
            bytes,
        }
    }

    /// No less alike than the two are, by the letters they have in common alone: of a long list most need no closer look.
    fn at_most(&self, other: &str) -> f64 {
        let mut left = self.bytes;
        let mut common = 0_usize;
        for byte in other.bytes() {
            let left = &mut left[usize::from(byte)];
            if *left > 0 {
                *left -= 1;
                common += 1;
            }
        }
        let (one, two) = (self.letters, other.chars().count());
        let common = common.min(one).min(two);
        if common == 0 {
            return 0.0;
        }
        // Jaro's likeness with nothing out of order, and Winkler's most for how they begin.
        let jaro = (common as f64 / one as f64 + common as f64 / two as f64 + 1.0) / 3.0;
        jaro + 0.4 * (1.0 - jaro) + f64::EPSILON * 8.0
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_slip_of_the_finger_finds_what_was_meant() {
        let names = ["northwind", "contoso", "fabrikam"];
        assert_eq!(nearest("nortwind", names).as_deref(), Some("northwind"));
        assert_eq!(nearest("Cont", names).as_deref(), Some("contoso"));
        assert_eq!(nearest("zzz", names), None);
    }
    #[test]
    fn what_is_passed_over_could_not_have_been_the_nearest() {
        let names = [
            "Northwind",
            "Nordwind Ltd",
            "Müller & Sohn",
            "Northridge",
            "北の風",
            "Fabrikam",
            "W",
            "",
        ];
        for one in names {
            for two in names {
                let (one, two) = (one.to_lowercase(), two.to_lowercase());
                let likeness = strsim::jaro_winkler(&one, &two);
                let at_most = Given::new(&one).at_most(&two);
                assert!(
                    one.is_empty() || at_most >= likeness,
                    "{one} {two}: {at_most} < {likeness}"
                );
            }
        }
    }
}
