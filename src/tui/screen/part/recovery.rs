//! What the card and the sheet say of an account's recovery, once the pain is over or somebody has said something of it.

use super::Part;
use crate::domain::incident::Incident;
use crate::domain::outreach::Row;
use crate::domain::speech::{say, word};
use crate::tui::screen::Ask;
use crate::tui::screen::checkin::CheckInForm;
use crate::tui::screen::recovery::RecoveryOf;
use crate::tui::stage::Stage;
use crate::tui::theme::Role;
use crate::tui::words::when::{self, Count};

pub fn parts(stage: &Stage, incident: &Incident, row: &Row) -> Vec<Part> {
    if incident.mitigated_at.is_none() && row.recovery.is_untouched() {
        return Vec::new();
    }
    if let Some(loss) = row.recovery.lost() {
        let lost = Part::new(
            word!("recovery"),
            say!("LOST: {reason}", reason = loss.reason),
            Role::Overdue,
        );
        return vec![lost.opening(word!("see their recovery"), |_, account| {
            vec![Ask::open(RecoveryOf::new(account.clone()))]
        })];
    }
    if !row.counts() {
        return Vec::new();
    }
    let mut parts = vec![stands(row)];
    parts.extend(check_in(stage, incident, row));
    parts
}

/// What they still want first; else how far it is.
fn stands(row: &Row) -> Part {
    let wants: Vec<&str> = row.recovery.wants().map(|wish| wish.condition.wish()).collect();
    let (text, role) = match (wants.is_empty(), row.recovery.count()) {
        (false, _) => (say!("wants {wants}", wants = wants.join(", ")), Role::Soon),
        (true, 7) => (word!("all is well, 7 of 7").to_owned(), Role::Done),
        (true, 0) => (
            word!("nobody has asked yet whether all is well").to_owned(),
            Role::Plain,
        ),
        (true, count) => (say!("{count} of 7 settled", count), Role::Plain),
    };
    Part::new(word!("recovery"), text, role).opening(word!("say what they have and want"), |_, account| {
        vec![Ask::open(RecoveryOf::new(account.clone()))]
    })
}

/// The check-in that comes next, for those that were spoken with.
fn check_in(stage: &Stage, incident: &Incident, row: &Row) -> Option<Part> {
    if !row.spoken() {
        return None;
    }
    let days = incident.check_ins(row);
    let next = days.iter().find(|day| day.held.is_none())?;
    let left = when::until(next.at, stage.now, Count::Minutes);
    let role = match next.at <= stage.now {
        true => Role::Overdue,
        false => Role::Plain,
    };
    let part = Part::new(word!("check-in"), format!("{}: {left}", next.words()), role);
    Some(part.opening(word!("record how it goes"), |stage, account| {
        let form = CheckInForm::new(stage, account.clone());
        form.map(Ask::open).into_iter().collect()
    }))
}
