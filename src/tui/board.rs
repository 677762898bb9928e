//! What follows from the picture at a moment, worked out once when it changes and not on every key.

use super::owing::Owing;
use crate::domain::assignments::Right;
use crate::domain::call_list::{Listed, Order, RowState, call_list_again};
use crate::domain::coverage::Coverage;
use crate::domain::due::{Due, DueState, Kind, dues, gathered};
use crate::domain::ids::{AccountId, IncidentId, Name};
use crate::domain::incident::Incident;
use crate::domain::lanes::{Lanes, lanes};
use crate::domain::may::OFFERED_FOR;
use crate::domain::next::{Next, cared, next};
use crate::domain::outlook::Outlook;
use crate::domain::picture::Picture;
use crate::domain::retries::KEPT_FOR;
use crate::domain::satisfaction;
use crate::domain::tempo::Tempo;
use jiff::{SignedDuration, Timestamp};
use std::collections::BTreeSet;

#[derive(Debug)]
pub struct Board {
    pub incident: Option<IncidentId>,
    pub list: Vec<Listed>,
    pub dues: Vec<Due>,
    pub coverage: Coverage,
    pub lanes: Option<Lanes>,
    pub next: Next,
    /// How the calls stand, tier by tier, and when they will be made.
    pub outlook: Outlook,
    /// The calls over time.
    pub tempo: Tempo,
    /// How the recovery of all accounts stands, once there is something to recover from.
    pub recovery: Option<String>,
    /// What all credits come to: for whoever decides on them, and never on a screen that is masked.
    pub exposure: Option<String>,
    /// What all incidents owe, the closed ones included.
    pub owing: Owing,
    counting: Option<usize>,
    /// From then on it may say something else although nothing was recorded.
    stale_from: Timestamp,
}

impl Default for Board {
    fn default() -> Self {
        Board {
            incident: None,
            list: Vec::new(),
            dues: Vec::new(),
            coverage: Coverage::default(),
            lanes: None,
            next: Next::Nothing,
            outlook: Outlook::default(),
            tempo: Tempo::default(),
            recovery: None,
            exposure: None,
            owing: Owing::default(),
            counting: None,
            stale_from: Timestamp::MIN,
        }
    }
}

impl Board {
    /// What follows now. `before` is the list there was.
    pub fn new(
        before: Vec<Listed>,
        picture: &Picture,
        incident: Option<&Incident>,
        who: &Name,
        now: Timestamp,
        order: Order,
    ) -> Self {
        let Some(incident) = incident else {
            return Board {
                stale_from: Timestamp::MAX,
                ..Board::default()
            };
        };
        let list = call_list_again(before, who, picture, incident, now, order);
        let mut dues = gathered(dues(incident));
        let stale_from = next_change(&list, &dues, now);
        let on_phone = on_phone(&list);
        // Whom somebody is speaking with is no longer anybody's to call.
        let being_called =
            |due: &Due| matches!(&due.kind, Kind::Callback(account) if on_phone.contains(account));
        dues.retain(|due| due.shown(now) && !being_called(due));
        Board {
            incident: Some(incident.id),
            coverage: incident.coverage(),
            lanes: Some(lanes(incident, now)),
            outlook: incident.outlook(picture, now),
            tempo: incident.tempo(),
            next: cared(
                next(incident, &dues, &list, who, now),
                picture,
                incident,
                who,
                now,
            ),
            recovery: satisfaction::line(incident),
            exposure: incident.exposure_words(),
            owing: Owing::default(),
            counting: dues.iter().position(|due| due.at > now),
            stale_from,
            list,
            dues,
        }
    }

    pub fn with(self, owing: Owing) -> Self {
        Board { owing, ..self }
    }

    /// True while time alone has changed nothing it says.
    pub fn holds(&self, now: Timestamp) -> bool {
        now < self.stale_from
    }

    pub fn overdue(&self, now: Timestamp) -> usize {
        self.dues
            .iter()
            .filter(|due| due.state(now) == DueState::Overdue)
            .count()
    }

    /// The due that comes next: the only one counted in seconds.
    pub fn counting(&self) -> Option<&Due> {
        self.dues.get(self.counting?)
    }
}

fn on_phone(list: &[Listed]) -> BTreeSet<AccountId> {
    let speaking = list
        .iter()
        .filter(|listed| matches!(listed.state, RowState::OnPhone { .. }));
    speaking.map(|listed| listed.account.clone()).collect()
}

/// The next moment at which a due turns amber or red, a callback comes due, or a minute is over.
fn next_change(list: &[Listed], dues: &[Due], now: Timestamp) -> Timestamp {
    let left = SignedDuration::from_secs(60 - now.as_second().rem_euclid(60));
    let minute = now.saturating_add(left).unwrap_or(Timestamp::MAX);
    let turns = dues.iter().flat_map(|due| [due.soon, due.at]);
    let callbacks = list.iter().filter_map(|listed| match listed.state {
        RowState::CallAgain { at, .. } => Some(at),
        _ => None,
    });
    let kept = list.iter().filter_map(|listed| match listed.state {
        RowState::CallAgain { at, .. } => Some(KEPT_FOR.after(at)),
        RowState::Write { since, .. } => Some(KEPT_FOR.after(since)),
        _ => None,
    });
    let offers = list.iter().filter_map(|listed| match listed.whose.as_ref()?.by {
        Right::Offered { since, .. } => Some(OFFERED_FOR.after(since)),
        Right::Owner | Right::Taken | Right::StandsIn { .. } => None,
    });
    turns
        .chain(offers)
        .chain(callbacks)
        .chain(kept)
        .filter(|at| *at > now)
        .min()
        .map_or(minute, |at| at.min(minute))
}
