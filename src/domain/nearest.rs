//! The nearest match to a word that was not found, for refusals a tired person can act on.

/// The candidate most like `given`, if any is alike enough to be what was meant.
pub fn nearest<'a>(given: &str, candidates: impl IntoIterator<Item = &'a str>) -> Option<String> {
    let given = given.to_lowercase();
    candidates
        .into_iter()
        .map(|candidate| {
            let lower = candidate.to_lowercase();
            let likeness = match lower.starts_with(&given) && !given.is_empty() {
                true => 1.0,
                false => strsim::jaro_winkler(&given, &lower),
            };
            (likeness, candidate)
        })
        .filter(|(likeness, _)| *likeness > 0.75)
        // The first of several: callers name ids before titles.
        .reduce(|best, other| if other.0 > best.0 { other } else { best })
        .map(|(_, candidate)| candidate.to_owned())
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
}
