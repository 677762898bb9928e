//! Which dues have become overdue while somebody looked: each is told once, and never those that were there before.

use super::board::Board;
use crate::domain::due::Kind;
use crate::domain::ids::{IncidentId, Name};
use crate::domain::incident::Incident;
use crate::domain::text::Clean;
use jiff::Timestamp;
use std::collections::{BTreeMap, BTreeSet};

/// A due that has newly become overdue.
#[derive(Clone, Debug, PartialEq)]
pub struct Overdue {
    pub incident: IncidentId,
    /// In words, fit for a list.
    pub what: Clean,
    pub owner: Option<Name>,
    pub at: Timestamp,
}

/// What is known to be overdue, of the incident on the screen.
#[derive(Debug, Default)]
pub struct Alarm {
    incident: Option<IncidentId>,
    /// All of the log has been here once.
    listens: bool,
    /// When each incident that was on the screen was last looked at.
    looked: BTreeMap<IncidentId, Timestamp>,
    known: BTreeSet<(IncidentId, Kind, Timestamp)>,
}

impl Alarm {
    /// Another record comes: what is overdue there by the time it is read was so before.
    pub fn begin_again(&mut self) {
        (self.incident, self.listens) = (None, false);
        self.looked.clear();
    }

    /// Those that are overdue now and were not the last time, however long that incident was away from the screen. Until
    /// the screen has been live, and for an incident that comes to the screen for the first time, whatever is overdue was
    /// so before; another record begins anew.
    pub fn newly(
        &mut self,
        incident: Option<&Incident>,
        board: &Board,
        now: Timestamp,
        live: bool,
    ) -> Vec<Overdue> {
        let shown = incident.map(|incident| incident.id);
        self.listens = (self.listens || live) && self.incident.is_none_or(|_| shown.is_some());
        self.incident = shown;
        if !self.listens {
            self.looked.clear();
        }
        let Some(incident) = incident.filter(|incident| board.incident == Some(incident.id)) else {
            return Vec::new();
        };
        let before = self.looked.get(&incident.id).copied();
        if self.listens {
            self.looked.insert(incident.id, now);
        }
        let overdue = board.dues.iter().take_while(|due| due.at <= now);
        let mut newly = Vec::new();
        for due in overdue.filter(|due| rings(&due.kind)) {
            let new = self.known.insert((incident.id, due.kind.clone(), due.at));
            // What came due while nobody looked is new as well; what was due before the first look is not.
            if new && before.is_some_and(|_| self.listens) {
                newly.push(Overdue {
                    incident: incident.id,
                    what: due.what.clone(),
                    owner: due.owner.clone(),
                    at: due.at,
                });
            }
        }
        newly
    }
}

/// What somebody is to be told of at once; what is late with many accounts stands in the lists.
fn rings(kind: &Kind) -> bool {
    matches!(
        kind,
        Kind::Level(_) | Kind::Page | Kind::Promise(_) | Kind::Outcome(_) | Kind::Ask(_) | Kind::Report(_)
    )
}
