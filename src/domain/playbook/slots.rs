//! The slots of a text for the public page, by phase: what it must say before it goes out.
//!
//! From the published guide for stakeholder messages (PagerDuty). A draft of a playbook writes them as `{started}`.

use crate::domain::messages::Phase;

/// The slots of a phase in the order a reader needs them, each with its name and what belongs there.
pub fn slots(phase: Phase) -> &'static [(&'static str, &'static str)] {
    match phase {
        Phase::None => &[],
        Phase::Investigating => &[
            ("started", "when it began, with the zone"),
            ("noticed", "what was noticed"),
            ("services", "the services it touches, as customers call them"),
            ("effect", "what customers feel, if known"),
            ("advice", "what the reader should do now"),
            ("follow", "where to follow it"),
            ("next_update", "when the next text comes at the latest"),
        ],
        Phase::Identified => &[
            ("suspected", "the part of the service that is at fault"),
            ("remedy", "the remedy chosen, and since when it is at work"),
            ("length", "how long it should take, only if known"),
            ("seen", "what it has done so far"),
            ("recognise", "how the reader can tell that it is this"),
            ("severity", "how bad it is, in plain words"),
            ("next_update", "when the next text comes at the latest"),
        ],
        Phase::Monitoring => &[
            ("remedy", "the remedy, and when it was applied"),
            ("still_broken", "how the reader can tell that it is still broken"),
            ("then_do", "what to do then"),
            ("say", "what the reader may tell their own customers"),
            ("workaround", "the workaround, while it is still needed"),
            ("next_update", "when the next text comes at the latest"),
        ],
        Phase::Resolved => &[
            ("confirmed", "since when it works again, and how that was checked"),
            ("data", "whether data was lost or seen by others"),
            ("leftovers", "how to report what is still not right"),
            ("report", "when the report comes"),
            ("speaker", "who speaks for us"),
        ],
    }
}

/// The slots that may stay empty: nobody guesses what customers feel, or how long it will take.
pub const IF_KNOWN: [&str; 2] = ["effect", "length"];

/// The slots a text names, in its order and as often as it does. A brace that opens and never closes names none.
pub fn named(text: &str) -> Vec<&str> {
    let after = text.split('{').skip(1);
    let names = after.filter_map(|rest| Some(rest.split_once('}')?.0));
    names.collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_text_names_its_slots_between_braces() {
        assert_eq!(named("Since {started} {noticed}, {"), ["started", "noticed"]);
        assert!(named("nothing to fill in }").is_empty());
    }

    #[test]
    fn a_slot_that_may_stay_empty_is_a_slot_of_some_phase() {
        let phases = [
            Phase::Investigating,
            Phase::Identified,
            Phase::Monitoring,
            Phase::Resolved,
        ];
        for name in IF_KNOWN {
            let known = |phase: &Phase| slots(*phase).iter().any(|(slot, _)| *slot == name);
            assert!(phases.iter().any(known), "{name}");
        }
        assert!(slots(Phase::None).is_empty());
    }
}
