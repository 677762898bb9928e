//! Many debts in few words, for a sentence that lists them.

use super::{Due, Kind, topics};
use crate::domain::speech::say;

/// As many of one kind are listed one by one; more are counted.
const LISTED: usize = 3;

/// What is owed, in words: one by one where they are few, counted by kind where they are many.
pub fn grouped(dues: &[Due]) -> Vec<String> {
    let mut groups: Vec<Vec<&Due>> = Vec::new();
    for due in dues {
        let alike = |group: &&mut Vec<&Due>| of_one_kind(&group[0].kind, &due.kind);
        match groups.iter_mut().find(alike) {
            Some(group) => group.push(due),
            None => groups.push(vec![due]),
        }
    }
    let words = groups.into_iter().flat_map(|group| match group.len() {
        0..=LISTED => group.iter().map(|due| due.what.to_string()).collect(),
        many => vec![counted(&group[0].kind, many)],
    });
    words.collect()
}

fn of_one_kind(one: &Kind, other: &Kind) -> bool {
    match (one, other) {
        // Of two topics there are two things to tell.
        (Kind::Tell(one, _), Kind::Tell(other, _)) => one == other,
        _ => std::mem::discriminant(one) == std::mem::discriminant(other),
    }
}

/// The dues as a screen lists them: what is owed to many accounts is one line, by the time of the first of them.
pub fn gathered(dues: Vec<Due>) -> Vec<Due> {
    let mut first: Vec<Kind> = Vec::new();
    let mut shown: Vec<Due> = Vec::with_capacity(dues.len());
    let mut together: Vec<(usize, usize)> = Vec::new();
    for due in dues {
        if !per_account(&due.kind) {
            shown.push(due);
            continue;
        }
        match first.iter().position(|kind| of_one_kind(kind, &due.kind)) {
            Some(group) => together[group].1 += 1,
            None => {
                first.push(due.kind.clone());
                together.push((shown.len(), 1));
                shown.push(due);
            }
        }
    }
    for (at, many) in together.into_iter().filter(|(_, many)| *many > 1) {
        let due = &mut shown[at];
        due.what = match &due.kind {
            Kind::Tell(..) => topics::together(&due.what, many),
            kind => counted(kind, many),
        }
        .into();
        due.owner = None;
    }
    shown
}

/// One for every account: a page of them says less than their number.
fn per_account(kind: &Kind) -> bool {
    matches!(
        kind,
        Kind::News(_) | Kind::CheckIn(_) | Kind::FixContact(_) | Kind::Recovery(_) | Kind::Tell(..)
    )
}

/// So many debts of this kind, in words.
pub fn counted(kind: &Kind, many: usize) -> String {
    match kind {
        Kind::Level(_) => say!("{many} levels to inform", many),
        Kind::Page => say!("{many} page texts", many),
        Kind::FirstCalls(_) => say!("{many} tiers not tried", many),
        Kind::Callback(_) => say!("{many} accounts to call again", many),
        Kind::Moment(..) => say!("{many} critical hours of accounts", many),
        Kind::Unreachable(_) => say!("{many} accounts nobody answers at", many),
        Kind::FixContact(_) => say!("{many} accounts with wrong contacts", many),
        Kind::Promise(_) => say!("{many} promises", many),
        Kind::Outcome(_) => say!("{many} things customers need", many),
        Kind::Step(_) => say!("{many} steps", many),
        Kind::Approval(_) => say!("{many} texts to approve", many),
        Kind::Expert(_) => say!("{many} experts to call", many),
        Kind::Ask(_) => say!("{many} questions without an answer", many),
        Kind::Stop(_) => say!("{many} things to stop", many),
        Kind::Resume(_) => say!("{many} stops not resumed", many),
        Kind::Duty(_) => say!("{many} duties nobody has", many),
        Kind::Silence => say!("{many} silences", many),
        Kind::Intent => say!("{many} plans", many),
        Kind::Report(_) => say!("{many} reports", many),
        Kind::News(_) => say!("{many} accounts to hear from us", many),
        Kind::Offered(_) => say!("{many} offers of accounts", many),
        Kind::Brief => say!("{many} briefs", many),
        Kind::Executive(_) => say!("{many} calls by executives", many),
        Kind::Gesture(_) => say!("{many} gestures", many),
        Kind::Credit(_) => say!("{many} credits", many),
        Kind::Tell(..) => say!("{many} accounts to tell that what they raised is done", many),
        Kind::CheckIn(_) => say!("{many} accounts to check in with", many),
        Kind::Recovery(_) => say!("{many} accounts not recovered yet", many),
        Kind::Hear => say!("{many} teams to hear", many),
    }
}
