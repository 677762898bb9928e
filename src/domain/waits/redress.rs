//! What of an account's redress waits for a word: a wish without a time, a gesture, a credit.

use super::{Wait, WaitKind};
use crate::domain::credits;
use crate::domain::due::{Due, Kind, redress};
use crate::domain::executives;
use crate::domain::gestures;
use crate::domain::ids::{Name, Seq};
use crate::domain::incident::Incident;
use crate::domain::outreach::Row;
use crate::domain::people::Duty;

pub(super) fn waiting(incident: &Incident) -> impl Iterator<Item = Wait> {
    let rows = incident.rows.values().filter(|row| !row.redress.is_empty());
    rows.flat_map(|row| of_one(incident, row))
}

fn of_one(incident: &Incident, row: &Row) -> Vec<Wait> {
    let redress = &row.redress;
    let wishes = redress
        .wishes()
        .filter(|wish| wish.standing() == executives::Standing::Open);
    let wishes = wishes.filter_map(|wish| {
        let due = redress::executive(incident, row, wish)?;
        wait(incident, due, WaitKind::Executive(wish.seq), &wish.by)
    });
    let gestures = redress
        .gestures()
        .filter(|gesture| gesture.standing() == gestures::Standing::Asked);
    let gestures = gestures.filter_map(|gesture| {
        let due = redress::gesture(incident, row, gesture)?;
        wait(incident, due, WaitKind::Gesture(gesture.seq), &gesture.by)
    });
    let credits = redress
        .credits()
        .filter(|credit| credit.standing() == credits::Standing::Proposed);
    let credits = credits.filter_map(|credit| {
        let due = redress::credit(incident, row, credit)?;
        wait(incident, due, WaitKind::Credit(credit.seq), &credit.by)
    });
    wishes.chain(gestures).chain(credits).collect()
}

/// As its due says; nothing once that was settled.
fn wait(incident: &Incident, due: Due, kind: WaitKind, asked_by: &Name) -> Option<Wait> {
    let stands = incident.settlements.stands(&due.kind.key(), Seq(0));
    if stands.ended.is_some() {
        return None;
    }
    let owner = stands.owner.or(due.owner);
    let deputy = match due.kind {
        Kind::Executive(_) => incident.holder(Duty::Commander),
        _ => incident.holder(Duty::Deputy),
    };
    Some(Wait {
        what: due.what,
        asked_by: asked_by.clone(),
        since: due.from,
        due: Some(due.at),
        deputy: deputy.filter(|deputy| owner.as_ref() != Some(deputy)).cloned(),
        owner,
        kind,
        key: due.kind,
    })
}
