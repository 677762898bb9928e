//! The steps of a call, in the order of the procedure: ask first, listen, say it back, and only then tell.

use super::known;
use crate::domain::heard::Question;
use crate::domain::ids::AccountId;
use crate::domain::speech::word;
use crate::tui::stage::Stage;

/// Where the arrows can stand on a call sheet.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Step {
    /// Claim them, and say "on the phone".
    Call,
    /// One of the people to talk to, the suggested one first.
    Person(usize),
    /// A line of the card that opens something.
    Part(usize),
    /// Whether the call counts for the accounts that share a number or an address with this one.
    Linked,
    Open,
    Ask(Question),
    SayBack,
    /// The approved words, what not to say, and the workaround.
    Tell,
    /// One of the playbook's alternatives.
    Offer(usize),
    /// "... or would something else help more?"
    Other,
    Executive,
    Next,
    Feeling,
    Need,
    Damage,
    /// How it ended; with it the call is saved.
    End,
}

/// Those this account has, from the top down.
pub fn steps(stage: &Stage, account: &AccountId) -> Vec<Step> {
    let Some((incident, row)) = known::found(stage, account) else {
        return vec![Step::Call];
    };
    let people = known::people(stage, account, row).len();
    let offers = incident.playbook.script.alternatives.len();
    let opening = (!incident.playbook.opening.is_empty()).then_some(Step::Open);
    let linked = (!known::linked(stage, incident, account).is_empty()).then_some(Step::Linked);
    let other = (offers > 0).then_some(Step::Other);
    [Step::Call]
        .into_iter()
        .chain((0..people).map(Step::Person))
        .chain(known::openings(stage, incident, row).map(Step::Part))
        .chain(linked)
        .chain(opening)
        .chain(Question::ALL.map(Step::Ask))
        .chain([Step::SayBack, Step::Tell])
        .chain((0..offers).map(Step::Offer))
        .chain(other)
        .chain([Step::Executive, Step::Next, Step::Feeling])
        .chain([Step::Need, Step::Damage, Step::End])
        .collect()
}

/// Which part of the call a step belongs to, and the how many-th of how many it is there: twenty steps frighten.
pub fn place(steps: &[Step], at: Step) -> (&'static str, usize, usize) {
    let stage = at.stage();
    let same: Vec<&Step> = steps.iter().filter(|step| step.stage() == stage).collect();
    let nth = same.iter().position(|step| **step == at).unwrap_or(0);
    (stage, nth + 1, same.len().max(1))
}

impl Step {
    /// The parts of a call.
    fn stage(self) -> &'static str {
        match self {
            Step::Call | Step::Person(_) | Step::Part(_) | Step::Linked => word!("before you call"),
            Step::Open | Step::Ask(_) | Step::SayBack => word!("ask and listen"),
            Step::Tell | Step::Offer(_) | Step::Other | Step::Executive => word!("tell and offer"),
            Step::Next | Step::Feeling | Step::Need | Step::Damage | Step::End => word!("agree and save"),
        }
    }

    /// The first one once they are on the line.
    pub fn first(steps: &[Step]) -> Step {
        let talks = |step: &&Step| matches!(step, Step::Open | Step::Ask(_));
        steps.iter().find(talks).copied().unwrap_or(Step::Call)
    }

    /// Whether a choice is made here with Space and the arrows, rather than something typed.
    pub fn is_choice(self) -> bool {
        match self {
            Step::Linked | Step::SayBack | Step::Offer(_) | Step::Executive | Step::Feeling | Step::End => {
                true
            }
            Step::Call
            | Step::Person(_)
            | Step::Part(_)
            | Step::Open
            | Step::Ask(_)
            | Step::Tell
            | Step::Other
            | Step::Next
            | Step::Need
            | Step::Damage => false,
        }
    }
}
