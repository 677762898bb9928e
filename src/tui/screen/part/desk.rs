//! What the card and the sheet say of an executive's call, gestures and credits.

use super::Part;
use crate::domain::credits;
use crate::domain::executives;
use crate::domain::gestures;
use crate::domain::incident::Incident;
use crate::domain::outreach::Row;
use crate::domain::speech::{say, word};
use crate::tui::screen::Ask;
use crate::tui::screen::executives::{self as desk, Executives};
use crate::tui::screen::gesture::GestureForm;
use crate::tui::stage::Stage;
use crate::tui::theme::Role;
use crate::tui::words::when;

pub fn parts(stage: &Stage, incident: &Incident, row: &Row) -> Vec<Part> {
    let parts = [
        wish(stage, row),
        credit(stage, row),
        gesture(stage, incident, row),
    ];
    parts.into_iter().flatten().collect()
}

fn wish(stage: &Stage, row: &Row) -> Option<Part> {
    let wish = row.redress.wishes().rfind(|wish| wish.open())?;
    let whom = wish.facts.whom();
    let (text, role) = match wish.standing() {
        executives::Standing::Open => (
            say!("to speak with {whom}: no time yet, promise none", whom),
            Role::Soon,
        ),
        executives::Standing::Promised(promised) => {
            let at = when::clock(promised.at, stage.now, &stage.setting.zone);
            let role = if promised.at <= stage.now {
                Role::Overdue
            } else {
                Role::Plain
            };
            (
                say!(
                    "to speak with {whom}: {executive} calls at {at}",
                    whom,
                    executive = promised.executive,
                    at
                ),
                role,
            )
        }
        executives::Standing::Done(_) => return None,
    };
    Some(
        Part::new(word!("wants"), text, role).opening(word!("see to the call"), |stage, account| {
            let row = stage.incident().and_then(|incident| incident.rows.get(account));
            let open = row.and_then(|row| row.redress.wishes().rfind(|wish| wish.open()));
            open.map_or_else(Vec::new, |wish| desk::wished(stage, wish.seq))
        }),
    )
}

/// Never an amount before it is approved, and none at all where money is hidden.
fn credit(stage: &Stage, row: &Row) -> Option<Part> {
    let Some(credit) = row.redress.credits().rfind(|credit| credit.open()) else {
        let plan = row.affected.account.support_plan.is_some();
        let none = row.redress.credits().next().is_none();
        return (plan && none).then(|| {
            Part::new(
                word!("credit"),
                word!("none worked out yet; promise nothing"),
                Role::Plain,
            )
        });
    };
    let words = credit.words().filter(|words| !stage.masked && !words.is_empty());
    let words = words.map_or(word!("approved"), |words| words.as_str());
    let (text, role) = match credit.standing() {
        credits::Standing::Proposed => (word!("being worked out; promise nothing").to_owned(), Role::Soon),
        credits::Standing::Approved(_) => (say!("tell them: {words}", words), Role::Strong),
        credits::Standing::Told(_) | credits::Standing::Issued(_) => {
            (say!("they know: {words}", words), Role::Done)
        }
        credits::Standing::Declined(..) => return None,
    };
    let part = Part::new(word!("credit"), text, role);
    match credit.standing() {
        credits::Standing::Proposed => Some(part),
        _ => Some(part.opening(word!("say that they were told"), |stage, account| {
            let row = stage.incident().and_then(|incident| incident.rows.get(account));
            let open = row.and_then(|row| row.redress.credits().rfind(|credit| credit.open()));
            open.map_or_else(Vec::new, |credit| desk::credit(stage, credit.seq))
        })),
    }
}

fn gesture(stage: &Stage, incident: &Incident, row: &Row) -> Option<Part> {
    let last = row.redress.gestures().next_back();
    let standing = last.map(|gesture| (gesture, gesture.standing()));
    let (text, role) = match standing {
        Some((gesture, gestures::Standing::Asked)) => (
            say!("{what}: waits for a yes, promise nothing", what = gesture.what),
            Role::Soon,
        ),
        Some((gesture, gestures::Standing::Allowed(_))) => {
            let part = Part::new(
                word!("gesture"),
                say!("{what} is allowed: give it", what = gesture.what),
                Role::Strong,
            );
            return Some(part.opening(word!("say that it is given"), |_, account| {
                vec![Ask::open(Executives::new(Some(account.clone())))]
            }));
        }
        Some((gesture, gestures::Standing::Given(word))) => (
            say!("{what}, given by {by}", what = gesture.what, by = word.by),
            Role::Done,
        ),
        Some((_, gestures::Standing::Refused(..))) | None => {
            let words = incident.playbook.gestures.words().filter(|_| !stage.masked)?;
            (words, Role::Plain)
        }
    };
    Some(
        Part::new(word!("gesture"), text, role).opening(word!("give something"), |stage, account| {
            vec![Ask::open(GestureForm::new(stage, Some(account.clone())))]
        }),
    )
}
