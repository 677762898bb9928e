//! What is to be minded before a call: whose turn it is, their night and language, the hours that matter to them, numbers
//! that do not work.

use super::Part;
use crate::domain::ids::AccountId;
use crate::domain::incident::Incident;
use crate::domain::nights::Nights;
use crate::domain::outreach::Row;
use crate::domain::retries::Trying;
use crate::domain::speech::{say, word};
use crate::tui::action::Action;
use crate::tui::screen::Ask;
use crate::tui::screen::critical::MomentForm;
use crate::tui::screen::may;
use crate::tui::screen::unreached::UnreachedForm;
use crate::tui::stage::Stage;
use crate::tui::theme::Role;
use crate::tui::words::when::{self, Count};

/// The lines of one account, none where there is nothing to say.
pub fn parts(stage: &Stage, incident: &Incident, row: &Row) -> Vec<Part> {
    let listed = stage.board.list.iter().find(|listed| listed.account == *row.id());
    let minded = listed.and_then(|listed| may::mind(listed, row, stage));
    let minded = minded.map(|(text, role)| Part::new(word!("Careful"), text, role));
    let lines = [
        minded,
        moment(stage, row),
        in_vain(stage, incident, row),
        faults(incident, row),
    ];
    lines.into_iter().flatten().collect()
}

/// The next of the hours that matter to them.
fn moment(stage: &Stage, row: &Row) -> Option<Part> {
    let near = row.next_moment(&mut Nights::at(stage.now))?;
    let zone = &stage.setting.zone;
    let at = when::clock(near.from, stage.now, zone);
    let left = when::until(near.from, stage.now, Count::Minutes);
    let (when, role) = match near.runs(stage.now) {
        true => (word!("now").to_owned(), Role::Overdue),
        false => (say!("{left}, at {at}", left, at), Role::Soon),
    };
    let text = format!("{} {when}: {}", near.what, near.offering());
    Some(Part::new(word!("Hours"), text, role).opening(word!("write down other hours"), record))
}

fn record(stage: &Stage, account: &AccountId) -> Vec<Ask> {
    vec![Ask::open(MomentForm::new(stage, account.clone()))]
}

fn in_vain(stage: &Stage, incident: &Incident, row: &Row) -> Option<Part> {
    let mine = incident.may_decide(row, stage.me());
    let (text, enter) = match row.trying(incident.severity) {
        Trying::Write { left, .. } => (
            say!(
                "enough calls, nobody reached: {to_be_written} instead",
                to_be_written = may::to_be_written(&left)
            ),
            Some(word!("write to them")),
        ),
        Trying::InVain { .. } => (
            word!("called and written to in vain: the CS lead decides").to_owned(),
            mine.then_some(word!("decide")),
        ),
        Trying::ByMail { by } => (
            say!("by mail only, says {by}", by),
            mine.then_some(word!("decide anew")),
        ),
        Trying::Left { by } => (
            say!("left in peace, says {by}", by),
            mine.then_some(word!("decide anew")),
        ),
        Trying::Calls | Trying::Again { .. } => return None,
    };
    let part = Part::new(word!("Answer"), text, Role::Soon);
    Some(match enter {
        Some(enter) => part.opening(enter, UnreachedForm::open),
        None => part,
    })
}

fn faults(incident: &Incident, row: &Row) -> Option<Part> {
    let faults = incident.open_faults(row);
    let first = faults.first()?;
    let more = match faults.len() {
        1 => String::new(),
        several => say!(", and {several} more", several = several - 1),
    };
    let who = first
        .contact
        .map(|contact| format!("{contact}: "))
        .unwrap_or_default();
    let text = format!("{who}{}{more}", first.last.facts.disposition.words());
    Some(Part::new(word!("Fix"), text, Role::Soon).opening(word!("what is owed"), fix))
}

fn fix(_: &Stage, _: &AccountId) -> Vec<Ask> {
    vec![Ask::Act(Action::Owed)]
}
