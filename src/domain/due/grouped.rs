//! Many debts in few words, for a sentence that lists them.

use super::{Due, Kind, topics};

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
        Kind::Level(_) => format!("{many} levels to inform"),
        Kind::Page => format!("{many} page texts"),
        Kind::FirstCalls(_) => format!("{many} tiers not tried"),
        Kind::Callback(_) => format!("{many} accounts to call again"),
        Kind::Moment(..) => format!("{many} critical hours of accounts"),
        Kind::Unreachable(_) => format!("{many} accounts nobody answers at"),
        Kind::FixContact(_) => format!("{many} accounts with wrong contacts"),
        Kind::Promise(_) => format!("{many} promises"),
        Kind::Outcome(_) => format!("{many} things customers need"),
        Kind::Step(_) => format!("{many} steps"),
        Kind::Approval(_) => format!("{many} texts to approve"),
        Kind::Expert(_) => format!("{many} experts to call"),
        Kind::Ask(_) => format!("{many} questions without an answer"),
        Kind::Stop(_) => format!("{many} things to stop"),
        Kind::Resume(_) => format!("{many} stops not resumed"),
        Kind::Duty(_) => format!("{many} duties nobody has"),
        Kind::Silence => format!("{many} silences"),
        Kind::Intent => format!("{many} plans"),
        Kind::Report(_) => format!("{many} reports"),
        Kind::News(_) => format!("{many} accounts to hear from us"),
        Kind::Offered(_) => format!("{many} offers of accounts"),
        Kind::Brief => format!("{many} briefs"),
        Kind::Executive(_) => format!("{many} calls by executives"),
        Kind::Gesture(_) => format!("{many} gestures"),
        Kind::Credit(_) => format!("{many} credits"),
        Kind::Tell(..) => format!("{many} accounts to tell that what they raised is done"),
        Kind::CheckIn(_) => format!("{many} accounts to check in with"),
        Kind::Recovery(_) => format!("{many} accounts not recovered yet"),
        Kind::Hear => format!("{many} teams to hear"),
    }
}
