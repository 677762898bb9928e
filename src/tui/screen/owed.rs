//! What is owed, here or over all incidents, the soonest first; and what stands between this incident and its end.

use super::close::CloseForm;
use super::settle::SettleForm;
use super::{Ask, Panel};
use crate::domain::due::{self, Due, DueState, Kind};
use crate::domain::ids::IncidentId;
use crate::domain::incident::{Incident, Internal};
use crate::domain::speech::{say, word};
use crate::tui::canvas::Canvas;
use crate::tui::stage::Stage;
use crate::tui::theme::Role;
use crate::tui::widget::pick::{Item, Pick, Picked};
use crate::tui::words::fit;
use crate::tui::words::when::{self, Count};
use crossterm::event::{KeyCode, KeyEvent};
use ratatui::layout::Rect;
use std::collections::HashMap;
use std::mem::{Discriminant, discriminant};

const WIDTH: u16 = 100;
const WHAT: usize = 46;
/// More of one kind in one incident stand in one row until it is opened.
const TOGETHER: usize = 3;

#[derive(Debug, Default)]
pub struct Owed {
    pick: Pick<Key>,
    /// Over all incidents.
    all: bool,
    /// The kinds whose debts stand one by one.
    opened: Vec<(IncidentId, Discriminant<Kind>)>,
}

#[derive(Clone, Debug, PartialEq)]
enum Key {
    Debt(IncidentId, Kind),
    /// Several of one kind.
    Many(IncidentId, Kind),
    Close,
}

/// The debts of one kind in one incident.
#[derive(Default)]
struct Group {
    many: usize,
    late: usize,
    shown: bool,
}

impl Owed {
    fn items(&self, stage: &Stage) -> Vec<Item<Key>> {
        let shown = stage.incident().map(|incident| incident.id);
        let all = self.all || shown.is_none();
        let owing = stage.board.owing.dues.iter();
        let dues: Vec<&(IncidentId, Due)> = owing.filter(|(id, _)| all || Some(*id) == shown).collect();
        let mut groups: HashMap<(IncidentId, Discriminant<Kind>), Group> = HashMap::new();
        for (id, due) in dues.iter().copied() {
            let group = groups.entry((*id, discriminant(&due.kind))).or_default();
            group.many += 1;
            group.late += usize::from(due.state(stage.now) == DueState::Overdue);
        }
        let mut items = Vec::new();
        for (id, due) in dues.iter().copied() {
            let alike = (*id, discriminant(&due.kind));
            let group = groups.entry(alike).or_default();
            match group.many > TOGETHER && !self.opened.contains(&alike) {
                false => items.push(one(stage, all, *id, due)),
                true if group.shown => {}
                true => {
                    group.shown = true;
                    items.push(several(stage, all, *id, due, group));
                }
            }
        }
        items.extend(stage.incident().and_then(|incident| close(stage, incident)));
        items
    }
}

fn row(all: bool, id: IncidentId, key: Key, columns: [String; 3], role: Role, details: String) -> Item<Key> {
    let place = all.then(|| id.to_string());
    Item {
        role,
        details,
        ..Item::new(key, place.into_iter().chain(columns))
    }
}

fn one(stage: &Stage, all: bool, id: IncidentId, due: &Due) -> Item<Key> {
    let clock = match due.dated() {
        true => say!(
            ", due {clock}",
            clock = when::clock(due.at, stage.now, &stage.setting.zone)
        ),
        false => String::new(),
    };
    let term = if due.long_term { word!(", long-term") } else { "" };
    let owner = due.owner.as_ref().map_or(word!("nobody"), |owner| owner.as_str());
    let columns = [
        when::until(due.at, stage.now, Count::Minutes),
        fit::cut(&due.what, WHAT),
        owner.to_owned(),
    ];
    let details = format!("{} ({}){clock}{term}", due.what, due.kind.key());
    let key = Key::Debt(id, due.kind.clone());
    row(all, id, key, columns, role(due, stage), details)
}

fn several(stage: &Stage, all: bool, id: IncidentId, first: &Due, group: &Group) -> Item<Key> {
    let what = due::counted(&first.kind, group.many);
    let late = match group.late {
        0 => String::new(),
        late => say!(", {late} late", late),
    };
    let columns = [
        when::until(first.at, stage.now, Count::Minutes),
        format!("{what}{late}"),
        String::new(),
    ];
    let details = say!(
        "The first: {what}. Enter shows them one by one.",
        what = first.what
    );
    let key = Key::Many(id, first.kind.clone());
    row(all, id, key, columns, role(first, stage), details)
}

fn role(due: &Due, stage: &Stage) -> Role {
    match due.state(stage.now) {
        DueState::Overdue => Role::Overdue,
        DueState::Soon => Role::Soon,
        DueState::Waiting => Role::Plain,
    }
}

/// The last row: closing this incident, with what stands in the way.
fn close(stage: &Stage, incident: &Incident) -> Option<Item<Key>> {
    let owing = stage.board.owing.dues.iter().filter(|(id, _)| *id == incident.id);
    let owed: Vec<Due> = owing.map(|(_, due)| due.clone()).collect();
    let details = match (incident.internal, owed.len()) {
        (Internal::Closed, _) => return None,
        (Internal::Open | Internal::Mitigated, _) => {
            say!(
                "It is {internal}; it can be closed once it is resolved.",
                internal = incident.internal.as_str()
            )
        }
        (Internal::Resolved, 0) => word!("Nothing stands in the way.").to_owned(),
        (Internal::Resolved, _) => say!("In the way: {grouped}.", grouped = due::grouped(&owed).join("; ")),
    };
    let columns = ["".to_owned(), say!("close {incident}", incident = incident.id)];
    Some(Item {
        details,
        ..Item::new(Key::Close, columns)
    })
}

impl Panel for Owed {
    fn frame(&self, stage: &Stage) -> (String, u16, u16) {
        let title = match stage.incident() {
            Some(incident) if !self.all => say!("Owed in {incident}", incident = incident.id),
            Some(_) | None => word!("Owed over all incidents").to_owned(),
        };
        self.pick.frame(title, WIDTH, stage.width, &self.items(stage))
    }

    fn key(&mut self, key: KeyEvent, stage: &Stage) -> Vec<Ask> {
        if matches!(key.code, KeyCode::Char('a') | KeyCode::Right) {
            self.all = !self.all;
            return Vec::new();
        }
        match self.pick.key(key, &self.items(stage)) {
            Picked::Nothing => Vec::new(),
            Picked::Close => vec![Ask::Close],
            Picked::One(Key::Close) => CloseForm::new(stage).map(Ask::open).into_iter().collect(),
            Picked::One(Key::Many(id, kind)) => {
                self.opened.push((id, discriminant(&kind)));
                Vec::new()
            }
            Picked::One(Key::Debt(id, kind)) => settle(stage, id, kind),
        }
    }

    fn draw(&self, canvas: &mut Canvas, area: Rect, stage: &Stage) {
        let items = self.items(stage);
        let enter = match self.pick.selected(&items).map(|item| &item.key) {
            Some(Key::Close) => word!("Enter closes it"),
            Some(Key::Many(..)) => word!("Enter shows them one by one"),
            Some(Key::Debt(..)) => word!("Enter settles it"),
            None => word!("Nothing to settle"),
        };
        let scope = match (self.all, stage.incident().is_some()) {
            (_, false) => "",
            (true, true) => word!("    a or Right = this incident alone"),
            (false, true) => word!("    a or Right = all incidents"),
        };
        let hint = say!("{enter}{scope}    Esc closes", enter, scope);
        self.pick
            .draw(canvas, area, &items, word!("Nothing is owed to anybody."), &hint);
    }
}

/// What is typed is about the incident on the screen, so that is changed first where the debt is another's.
fn settle(stage: &Stage, id: IncidentId, kind: Kind) -> Vec<Ask> {
    let Some(incident) = stage.picture().incident(id) else {
        return Vec::new();
    };
    let opened = SettleForm::open(stage, incident, &kind);
    match stage.incident().is_some_and(|shown| shown.id == id) {
        true => opened,
        false => [Ask::Close, Ask::Choose(id)].into_iter().chain(opened).collect(),
    }
}
