//! Why something cannot be done now, in half a sentence: what greys a line of the menu.

use crate::domain::incident::{Incident, Internal};
use crate::domain::people::Duty;
use crate::domain::speech::word;
use crate::domain::waits::waiting_for;
use crate::tui::action::Action;
use crate::tui::pending::Pending;
use crate::tui::screen::room::layout::{Tier, tier};
use crate::tui::screen::room::{Pane, Room, acts};
use crate::tui::stage::Stage;

/// `None` when it can be done.
pub fn why_not(action: Action, room: &Room, stage: &Stage) -> Option<String> {
    let why = match stage.incident() {
        None => lobby(action),
        Some(incident) => here(action, room, stage, incident),
    };
    why.map(str::to_owned)
}

/// What there is to do without an incident is little.
fn lobby(action: Action) -> Option<&'static str> {
    match action {
        Action::Up
        | Action::Down
        | Action::First
        | Action::Last
        | Action::Open
        | Action::Back
        | Action::Declare
        | Action::Incidents
        | Action::Inbound
        | Action::Owed
        | Action::Topics
        | Action::Who
        | Action::Mask
        | Action::Copy
        | Action::Log
        | Action::Vendors
        | Action::Menu
        | Action::Help
        | Action::Redraw
        | Action::Suspend
        | Action::Quit => None,
        _ => Some(word!("no incident is open")),
    }
}

fn here(action: Action, room: &Room, stage: &Stage, incident: &Incident) -> Option<&'static str> {
    let me = &stage.me().name;
    match action {
        Action::Result if room.pane == Pane::Checklist => None,
        Action::Result | Action::Claim | Action::Pin | Action::Moment | Action::Unreached => {
            let none = room.selected(stage).is_none();
            none.then_some(word!("choose an account first"))
        }
        Action::Undo if stage.pending.iter().any(Pending::kept) => {
            Some(word!("what you did last is still being sent"))
        }
        Action::Undo => {
            let none = acts::last_of_mine(stage).is_none();
            none.then_some(word!("you have recorded nothing here that can be taken back"))
        }
        Action::HandOver => {
            let offered = incident.offers.open().any(|offer| offer.to == *me);
            let holds = Duty::ALL.into_iter().any(|duty| incident.roles.holds(duty, me));
            (!offered && !holds).then_some(word!("you have no duty here to hand over"))
        }
        Action::Waits => {
            let none = waiting_for(incident, me).is_empty();
            none.then_some(word!("nothing waits for your word"))
        }
        Action::Mitigate => (incident.internal != Internal::Open).then_some(word!("it is so already")),
        Action::Resolve => {
            let over = matches!(incident.internal, Internal::Resolved | Internal::Closed);
            over.then_some(word!("it is so already"))
        }
        Action::Reopen => (incident.internal == Internal::Open).then_some(word!("it is open")),
        Action::Close => (incident.internal == Internal::Closed).then_some(word!("it is closed")),
        Action::Zoom => {
            let narrow = tier(stage.width, stage.height) <= Tier::Narrow;
            narrow.then_some(word!("this window has room for one pane at a time"))
        }
        Action::Suspend => stage
            .setting
            .join
            .is_some()
            .then_some(word!("this terminal keeps the room going for the others")),
        _ => None,
    }
}
