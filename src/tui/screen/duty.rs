//! The duties of the incident: take one that is free, answer for one, or hand one's own over.

use super::accept::AcceptForm;
use super::command;
use super::handover::HandOverForm;
use super::takeduty::TakeDutyForm;
use super::{Ask, Panel};
use crate::domain::command::Command;
use crate::domain::ids::Name;
use crate::domain::incident::Incident;
use crate::domain::people::{Duty, TakeRole};
use crate::domain::silence::silence;
use crate::domain::speech::{say, word};
use crate::tui::canvas::Canvas;
use crate::tui::stage::{Stage, Tone};
use crate::tui::theme::Role;
use crate::tui::widget::pick::{Item, Pick, Picked};
use crossterm::event::KeyEvent;
use ratatui::layout::Rect;

const WIDTH: u16 = 66;

#[derive(Debug, Default)]
pub struct Duties {
    pick: Pick<Duty>,
}

/// What Enter comes to on a duty.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Way {
    /// Nobody has it, or whoever has it has been silent for too long.
    Free,
    Mine,
    Offered,
    /// Only with a reason.
    Held,
}

fn way(stage: &Stage, incident: &Incident, duty: Duty) -> Way {
    let me = &stage.me().name;
    let silent = silence(incident, duty).is_some_and(|silence| silence.too_long(stage.now));
    let holder = incident.holder(duty).filter(|_| duty != Duty::Advocate);
    match holder {
        _ if incident.roles.holds(duty, me) => Way::Mine,
        _ if incident.offers.to(me).any(|offer| offer.duty == duty) => Way::Offered,
        None => Way::Free,
        Some(_) if silent => Way::Free,
        Some(_) => Way::Held,
    }
}

/// What a key on a duty does, from the list or from its row of the clock.
pub fn choose(stage: &Stage, duty: Duty) -> Vec<Ask> {
    let Some(incident) = stage.incident() else {
        return Vec::new();
    };
    match way(stage, incident, duty) {
        Way::Free => take(duty),
        Way::Mine => vec![HandOverForm::open(stage, Some(duty))],
        Way::Offered => vec![AcceptForm::open(stage, duty)],
        Way::Held => vec![Ask::open(TakeDutyForm::new(stage, duty))],
    }
}

/// Takes a duty that is there to be taken; with command comes what its holder has to know.
pub fn take(duty: Duty) -> Vec<Ask> {
    let role = Command::TakeRole(TakeRole {
        role: duty,
        person: None,
        reason: None,
    });
    let then = match duty {
        Duty::Commander => Ask::open(command::Command),
        _ => Ask::Say(say!("Asking the hub: you are {duty} ...", duty), Tone::Plain),
    };
    vec![Ask::Submit(role, None), then]
}

fn items(stage: &Stage) -> Vec<Item<Duty>> {
    let Some(incident) = stage.incident() else {
        return Vec::new();
    };
    let required = |duty| incident.plan.duties.iter().any(|plan| plan.duty == duty);
    let item = |duty: Duty| {
        let callers: Vec<&str> = incident.advocates().map(Name::as_str).collect();
        let holder = match duty {
            Duty::Advocate if !callers.is_empty() => callers.join(", "),
            _ => incident
                .holder(duty)
                .map_or_else(|| word!("nobody").to_owned(), Name::to_string),
        };
        let does = match way(stage, incident, duty) {
            Way::Free => word!("Enter: yours from now on"),
            Way::Mine => word!("Enter: hand it over"),
            Way::Offered => word!("Enter: offered to you"),
            Way::Held => word!("Enter: take it, with a reason"),
        };
        let mut item = Item::new(duty, [duty.words().to_owned(), holder, does.to_owned()]);
        if required(duty) && incident.holder(duty).is_none() {
            item.role = Role::Soon;
        }
        item
    };
    Duty::ALL.into_iter().map(item).collect()
}

impl Panel for Duties {
    fn frame(&self, stage: &Stage) -> (String, u16, u16) {
        self.pick.frame(
            word!("The duties, and who has them"),
            WIDTH,
            stage.width,
            &items(stage),
        )
    }

    fn key(&mut self, key: KeyEvent, stage: &Stage) -> Vec<Ask> {
        match self.pick.key(key, &items(stage)) {
            Picked::Nothing => Vec::new(),
            Picked::Close => vec![Ask::Close],
            Picked::One(duty) => [Ask::Close].into_iter().chain(choose(stage, duty)).collect(),
        }
    }

    fn draw(&self, canvas: &mut Canvas, area: Rect, stage: &Stage) {
        self.pick.draw(
            canvas,
            area,
            &items(stage),
            word!("No incident."),
            word!("Enter does what the row says"),
        )
    }
}
