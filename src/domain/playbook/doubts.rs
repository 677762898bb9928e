//! Who is behind a playbook, by the list of people: a level that would ring nobody is no fault of the file.

use super::Playbook;
use super::faults::{CEO, Fault};
use super::slots::named;
use crate::domain::opening;
use crate::domain::people::{Duty, Person};

impl Playbook {
    /// What is no fault of the file and would still leave somebody alone: an opening with a blank nobody fills, or nobody
    /// of the list of people behind a level or a duty; that only where people are known.
    pub fn doubts(&self, people: &[Person]) -> Vec<Fault> {
        let mut doubts = Vec::new();
        if self.levels.last().is_some_and(|last| last.role.as_str() != CEO) {
            let below = "the last level is not the CEO (role = \"ceo\"): the policy ends below";
            doubts.push(Fault::new(&["level"], below));
        }
        let unknown = named(&self.opening)
            .into_iter()
            .any(|slot| !opening::SLOTS.contains(&slot));
        if unknown || self.opening.contains("...") {
            let blank = "nobody can say a blank aloud: {caller}, {contact} and {since} are filled in, and nothing else";
            doubts.push(Fault::new(&["opening"], blank));
        }
        if people.is_empty() {
            return doubts;
        }
        let held = |duty: &str| {
            people
                .iter()
                .any(|person| person.duties.iter().any(|held| held.as_str() == duty))
        };
        for (nth, level) in self.levels.iter().enumerate() {
            let stands_in = level.deputy.as_deref().is_some_and(held);
            if !held(&level.role) {
                let rings = match stands_in {
                    true => "would ring only the deputy",
                    false => "would ring nobody",
                };
                let what = format!(
                    "nobody holds {} in the list of people: the level {} {rings}",
                    level.role, level.title
                );
                doubts.push(Fault::new(&["level", &nth.to_string(), "role"], what));
            }
        }
        for (nth, plan) in self.duties.iter().enumerate() {
            // The commander is whoever takes it; the list only says who is asked first.
            if plan.duty != Duty::Commander && !held(plan.duty.as_str()) {
                let what = format!(
                    "nobody holds {} in the list of people: the duty is everybody's and so nobody's",
                    plan.duty.as_str()
                );
                doubts.push(Fault::new(&["duty", &nth.to_string(), "duty"], what));
            }
        }
        doubts
    }
}
