//! Dues: everything owed by a time, from one place. Each subject's own are in the file of that subject below.

mod approval;
mod asks;
mod callbacks;
mod care;
mod check_ins;
mod clock;
mod command;
mod critical;
mod experts;
mod grouped;
mod outcomes;
mod promises;
mod recovery;
pub(super) mod redress;
mod reports;
mod rows;
mod settled;
mod stops;
mod topics;
mod unreached;

use crate::domain::speech::word;
pub use grouped::{counted, gathered, grouped};
pub(super) use settled::born;

pub use super::debt::Kind;
pub use approval::{Awaited, approvals};

use super::accounts::Tier;
use super::arranged::arranged;
use super::ids::Name;
use super::incident::Incident;
use super::outreach::Row;
use super::span;
use super::state::Internal;
use super::text::Clean;
use jiff::Timestamp;
use serde::{Deserialize, Serialize};

#[derive(Clone, Debug, PartialEq)]
pub struct Due {
    pub kind: Kind,
    /// In words, fit for a list.
    pub what: Clean,
    pub owner: Option<Name>,
    /// When the time began to run.
    pub from: Timestamp,
    /// From then on it is amber.
    pub soon: Timestamp,
    pub at: Timestamp,
    /// From then on nobody can do anything about it any more.
    pub over: Option<Timestamp>,
    /// Owed long after the incident: put off with a reason, or left over when it was closed.
    pub long_term: bool,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum DueState {
    Waiting,
    /// Four fifths of the time are over.
    Soon,
    Overdue,
}

impl DueState {
    pub fn as_str(self) -> &'static str {
        match self {
            DueState::Waiting => "waiting",
            DueState::Soon => "soon",
            DueState::Overdue => "overdue",
        }
    }
}

impl Due {
    /// Amber at four fifths of the time between `from` and `at`.
    pub fn new(
        kind: Kind,
        what: impl Into<Clean>,
        owner: Option<Name>,
        from: Timestamp,
        at: Timestamp,
    ) -> Self {
        Due {
            kind,
            what: what.into(),
            owner,
            from,
            soon: span::amber(from, at),
            at,
            over: None,
            long_term: false,
        }
    }

    /// Whether it has a time at all: the final report has none before the cause is known.
    pub fn dated(&self) -> bool {
        self.at < Timestamp::MAX
    }

    /// Whether a customer waits for it; what our own people are owed keeps no incident open.
    fn to_customers(&self) -> bool {
        self.kind != Kind::Hear
    }

    /// Whether it is worth a line at this moment: what comes round by itself is not named before its time is near.
    pub fn shown(&self, now: Timestamp) -> bool {
        let comes_round = matches!(self.kind, Kind::Silence | Kind::Intent | Kind::Moment(..));
        let over = self.over.is_some_and(|over| over <= now);
        self.dated() && !over && (!comes_round || self.state(now) != DueState::Waiting)
    }

    pub fn state(&self, now: Timestamp) -> DueState {
        match () {
            () if now >= self.at => DueState::Overdue,
            () if now >= self.soon => DueState::Soon,
            () => DueState::Waiting,
        }
    }
}

/// Everything an incident owes, the soonest first.
pub fn dues(incident: &Incident) -> Vec<Due> {
    // What it owed is owed by the incident it goes on in.
    if incident.merged_into.is_some() {
        return Vec::new();
    }
    let worked_on = incident.internal != Internal::Closed;
    let mut dues = unsettled(incident, worked_on);
    if worked_on {
        dues.extend(clock::levels(incident));
        dues.extend(first_page_text(incident));
        dues.extend(approvals(incident).into_iter().map(|awaited| awaited.due));
        dues.extend(clock::steps(incident));
        dues.extend(experts::experts(incident));
        dues.extend(stops::to_issue(incident));
        dues.extend(command::all(incident));
        dues.extend(reports::approvals(incident));
    }
    sorted(settled::apply(incident, dues))
}

/// The soonest first.
pub fn sorted(dues: Vec<Due>) -> Vec<Due> {
    // No two have the same kind, so that their order does not depend on how they came; the news of thousands of accounts
    // are due at one time, and came in order.
    let mut keys: Vec<_> = dues.iter().map(|due| (due.at, &due.kind)).zip(0..).collect();
    keys.sort();
    let order: Vec<usize> = keys.into_iter().map(|(_, at)| at).collect();
    arranged(dues, order)
}

/// What is owed to customers and outlives the incident.
pub fn owed(incident: &Incident) -> Vec<Due> {
    // What it owed is owed by the incident it goes on in.
    if incident.merged_into.is_some() {
        return Vec::new();
    }
    settled::apply(incident, unsettled(incident, false))
}

/// How much is owed long after the incidents it comes from: put off with a reason, or left over at closing.
pub fn long_term<'a>(incidents: impl Iterator<Item = &'a Incident>) -> usize {
    let owed = incidents.flat_map(owed);
    owed.filter(|due| due.long_term).count()
}

/// Somebody waits for it right now: a customer for a call, one of us for an answer.
pub fn waited_for(incident: &Incident, due: &Due) -> bool {
    match &due.kind {
        Kind::Ask(_) => true,
        Kind::Callback(account) => incident.rows.get(account).is_some_and(Row::waits_for_us),
        _ => false,
    }
}

/// Nothing was ever said in public, and once it is over nothing has to be.
fn first_page_text(incident: &Incident) -> Option<Due> {
    clock::page(incident).filter(|_| incident.live_post().is_none())
}

/// The same, before anything was said of it; `worked_on`, also what each account is owed only while it is.
fn unsettled(incident: &Incident, worked_on: bool) -> Vec<Due> {
    let mut owed = rows::owed(incident, worked_on);
    owed.extend(promises::open(incident));
    // What the page has begun it has to end: whoever reads it waits for the next text, closed or not.
    owed.extend(clock::page(incident).filter(|_| incident.live_post().is_some()));
    owed.extend(asks::unanswered(incident));
    owed.extend(stops::to_resume(incident));
    owed.extend(topics::to_tell(incident));
    owed.extend(care::hear(incident));
    owed
}

impl Incident {
    /// Whether the accounts of a tier are called of our own accord, at the severity it has.
    pub fn calls_owed(&self, tier: Tier) -> bool {
        self.plan.calls.owed.contains(&tier)
    }

    /// Where it stands, in words: `resolved`, `closed, owing`.
    pub fn state_words(&self) -> &'static str {
        match self.internal {
            Internal::Closed if owed(self).iter().any(Due::to_customers) => word!("closed, owing"),
            state => state.as_str(),
        }
    }

    /// By when the accounts of a tier are to be called.
    pub fn call_target(&self, tier: Tier) -> Timestamp {
        self.plan.calls.by(tier).after(self.t0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::outreach::Disposition;
    use crate::domain::testkit::*;
    use serde_json::json;

    fn dues_of(room: &Room) -> Vec<(String, i64)> {
        let dues = dues(room.here());
        let minutes = |due: &Due| due.at.duration_since(at(0)).as_mins();
        dues.iter()
            .map(|due| (due.what.to_string(), minutes(due)))
            .collect()
    }

    fn owes(room: &Room, what: &str) -> bool {
        dues(room.here()).iter().any(|due| due.what.as_str() == what)
    }

    #[test]
    fn everything_owed_stands_in_one_list_soonest_first() {
        let room = Room::declared();
        let expected = [
            ("Support", 4),
            ("Open the bridge", 5),
            ("Head of CS", 8),
            ("first page text", 10),
            ("CEO", 20),
            ("2 strategic accounts not tried", 30),
            ("brief for executives", 30),
            ("2 key accounts not tried", 90),
            ("1 named account not tried", 1_440),
        ];
        assert_eq!(
            dues_of(&room),
            expected.map(|(what, minutes)| (what.to_owned(), minutes))
        );
    }

    #[test]
    fn a_due_is_amber_at_four_fifths_and_overdue_when_due() {
        let room = Room::declared();
        let dues = dues(room.here());
        let ceo = dues.iter().find(|due| due.what == "CEO").unwrap();
        let just_before = |minutes| at(minutes) - jiff::SignedDuration::from_secs(1);
        assert_eq!(ceo.state(just_before(16)), DueState::Waiting);
        assert_eq!(ceo.state(at(16)), DueState::Soon);
        assert_eq!(ceo.state(just_before(20)), DueState::Soon);
        assert_eq!(ceo.state(at(20)), DueState::Overdue);
    }

    #[test]
    fn what_is_done_is_owed_no_more() {
        let mut room = Room::declared();
        room.does("dana", inform("ceo", json!({})));
        room.does(
            "dana",
            command(
                "skip_level",
                json!({ "level": "head_of_cs", "reason": "on leave" }),
            ),
        );
        room.does("dana", command("tick_step", json!({ "step": "bridge" })));
        room.does("omar", told("northwind", 0));
        room.does("omar", attempt("fabrikam", Disposition::NoAnswer));
        for done in [
            "CEO",
            "Head of CS",
            "Open the bridge",
            "2 strategic accounts not tried",
        ] {
            assert!(!owes(&room, done), "{done}");
        }
        assert!(owes(&room, "call Fabrikam again"));
    }

    #[test]
    fn the_page_must_speak_again_within_the_gap_of_its_phase_until_it_says_resolved() {
        let mut room = Room::declared();
        let page = |room: &Room| dues_of(room).into_iter().find(|(what, _)| what.contains("page"));
        room.does("sam", role("support_lead"));
        room.at(7).does("dana", post("investigating", "We look into it."));
        assert_eq!(page(&room), Some(("page update".to_owned(), 17)));
        assert_eq!(
            dues(room.here())
                .iter()
                .find(|d| d.kind == Kind::Page)
                .unwrap()
                .owner,
            Some("sam".into())
        );
        room.at(12).does("dana", post("monitoring", "Rolled back."));
        assert_eq!(page(&room), Some(("page update".to_owned(), 42)));
        room.at(40).does("dana", post("resolved", "Over."));
        assert_eq!(page(&room), None);
    }

    #[test]
    fn a_page_that_says_resolved_owes_a_text_once_it_is_open_again() {
        let mut room = Room::declared();
        let page = |room: &Room| dues_of(room).into_iter().find(|(what, _)| what.contains("page"));
        room.at(40).does("dana", post("resolved", "Over."));
        room.at(50).does("dana", move_to("resolved"));
        room.at(60).does("dana", move_to("open"));
        let text = "page update: it says resolved, and it is open again";
        assert_eq!(page(&room), Some((text.to_owned(), 70)));
        room.at(62).does("dana", post("investigating", "It is back."));
        assert_eq!(page(&room), Some(("page update".to_owned(), 72)));
        room.at(70).does("dana", post("resolved", "Over."));
        assert_eq!(page(&room), None, "said after it came back");
    }

    #[test]
    fn a_callback_is_settled_by_any_later_call_and_by_no_earlier_one() {
        let mut room = Room::declared();
        room.at(5)
            .does("omar", attempt("northwind", Disposition::CallbackRequested));
        assert!(owes(&room, "call Northwind again"));
        room.at(9).says("dana", 2, told("northwind", 0));
        assert!(owes(&room, "call Northwind again"), "that call came before");
        room.at(10).does("dana", told("northwind", 0));
        assert!(!owes(&room, "call Northwind again"));
    }

    #[test]
    fn nothing_is_owed_to_whom_it_does_not_concern() {
        let mut room = Room::declared();
        room.does("omar", attempt("northwind", Disposition::NoAnswer));
        room.at(1)
            .does("omar", attempt("northwind", Disposition::NotAffectedSaysCustomer));
        room.at(2)
            .does("omar", attempt("northwind", Disposition::VoicemailLeft));
        assert!(!owes(&room, "call Northwind again"));
        room.does("omar", attempt("fabrikam", Disposition::NoAnswer));
        room.does(
            "omar",
            command("tick_step", json!({ "step": "settled", "account": "fabrikam" })),
        );
        assert!(!owes(&room, "call Fabrikam again"));
    }

    #[test]
    fn a_length_of_time_without_end_is_no_accident() {
        let mut room = Room::empty();
        let mut endless = (*room.reference.playbooks[0]).clone();
        endless.levels[2].by = "2000000000h".parse().unwrap();
        room.reference.playbooks[0] = endless.into();
        room.does("dana", declare(json!({})));
        let ceo = dues(room.here()).pop().unwrap();
        assert_eq!((ceo.at, ceo.state(at(0))), (Timestamp::MAX, DueState::Waiting));
        assert_eq!(room.here().level("ceo").unwrap().state(at(0)).as_str(), "waiting");
    }
}
