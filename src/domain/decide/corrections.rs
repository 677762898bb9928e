//! Taking back: whose word may be withdrawn by whom, and until when.

use super::inbound;
use crate::domain::actor::Access;
use crate::domain::command::Desk;
use crate::domain::corrections::{TakeBack, TakenBack};
use crate::domain::event::{Decision, Event};
use crate::domain::ids::{Name, Seq};
use crate::domain::incident::Incident;
use crate::domain::people::Duty;
use crate::domain::picture::Picture;
use crate::domain::refusal::Refusal;
use crate::domain::text::Clean;
use crate::domain::timeline::{Entry, What};
use std::sync::Arc;

pub fn take_back(picture: &Picture, command: &TakeBack, desk: &Desk) -> Decision {
    // The number says which incident it is about; the one named on the way is only a default.
    let found = picture
        .incidents()
        .find_map(|incident| Some((incident, incident.entry(command.seq)?)));
    let (incident, entry) = found.ok_or_else(|| no_line(picture, command.seq))?;
    if !entry.undoable() {
        return Err(Refusal::NotTakenBack {
            given: command.seq,
            line: named(entry),
            instead: instead(incident, entry),
        });
    }
    if entry.withdrawn.is_some() {
        return Ok(Vec::new());
    }
    if !may_correct(incident, entry, desk) {
        return Err(Refusal::NotYours {
            author: entry.by.clone(),
        });
    }
    // What both parts of a split have is taken back in both by the word in one.
    let shared =
        |other: &Incident, line: &Entry| other.id != incident.id && incident.entry(line.seq).is_some();
    let kin = incident.kin.iter().filter_map(|id| picture.incident(*id));
    let mut drafted = Vec::new();
    for part in [incident].into_iter().chain(kin) {
        let lines = part.timeline.iter().map(AsRef::as_ref);
        let together: Vec<&Entry> = lines
            .filter(|line: &&Entry| line.cause == entry.cause && line.undoable() && line.withdrawn.is_none())
            .filter(|line| !shared(part, line))
            .collect();
        if let Some(who) = together.iter().find_map(|line| acted_since(part, line, desk)) {
            return Err(Refusal::ActedSince { who });
        }
        let rests = |line: &&Entry| part.rows.get(line.account.as_ref()?)?.redress.rests_on(line.seq);
        if let Some(first) = together.iter().find_map(rests) {
            return Err(Refusal::RestsOnIt { first });
        }
        if together.is_empty() {
            continue;
        }
        let event = TakenBack {
            corrects: together.iter().map(|line| line.seq).collect(),
            reason: command.reason.clone().filter(|reason| !reason.trim().is_empty()),
        };
        let mut lines = together.iter();
        let given_back = lines.find_map(|line| inbound::given_back(picture, part.id, line));
        drafted.push(Event::TakenBack(event).of(part.id));
        drafted.extend(given_back);
    }
    Ok(drafted)
}

/// A number that is no line of an incident.
fn no_line(picture: &Picture, given: Seq) -> Refusal {
    match (Seq(1)..=picture.through()).contains(&given) {
        false => Refusal::NoSuchLine { given },
        true => Refusal::NotTakenBack {
            given,
            line: "of the hub, not of an incident".into(),
            instead: "import or report what is right",
        },
    }
}

/// A line by its first words.
fn named(entry: &Entry) -> Clean {
    const WORDS: usize = 40;
    let mut words: String = entry.text.chars().take(WORDS).collect();
    if words.len() < entry.text.len() {
        words.push_str("...");
    }
    Clean::from(words)
}

/// What puts a line right that others have acted on.
fn instead(incident: &Incident, entry: &Entry) -> &'static str {
    let opened = || incident.timeline.iter().find(|line| line.what == What::State);
    match entry.what {
        What::State if opened().is_some_and(|first| first.seq == entry.seq) => {
            "resolve and close the incident"
        }
        What::State => "move the incident on, or reopen it,",
        What::Claim => "release the claim",
        What::Untick => "tick it again",
        What::Page => "record the text that is right",
        What::Assigned => "deal the list again, or assign what moved,",
        What::Scope => {
            "import the row that is right (`warroom accounts import`, `contacts import`), or write a note,"
        }
        // What a monitor or the call list said stays said.
        _ => "write a note that puts it right",
    }
}

/// Your own; anyone's for the scribe, the commander and access `admin`.
fn may_correct(incident: &Incident, entry: &Entry, desk: &Desk) -> bool {
    let by = &desk.by.name;
    let keeps_record = [Duty::Commander, Duty::Scribe]
        .iter()
        .any(|duty| incident.holder(*duty) == Some(by));
    entry.by == *by || keeps_record || desk.by.access == Access::Admin
}

/// Somebody else who has since built on it: called or ticked the same account, taken the same duty, kept the promise.
fn acted_since(incident: &Incident, entry: &Entry, desk: &Desk) -> Option<Name> {
    let others =
        |other: &&Arc<Entry>| other.by != entry.by && other.by != desk.by.name && other.withdrawn.is_none();
    let kept = || {
        let promise = incident
            .promises
            .iter()
            .find(|promise| promise.seq == entry.seq)?;
        promise.kept
    };
    let resumed = || {
        let stop = incident.stops.all().find(|stop| stop.seq == entry.seq)?;
        Some(stop.resumed.as_ref()?.seq)
    };
    // Whoever said yes counts on it, each for a share of a deal.
    if entry.what == What::Assign {
        let mut rows = incident.rows.values();
        return rows.find_map(|row| row.assignments.accepted_of(entry.seq, &desk.by.name).cloned());
    }
    let built_on = |other: &&Arc<Entry>| match entry.what {
        What::Call => matches!(other.what, What::Call | What::Tick) && other.account == entry.account,
        What::Role(duty) => duty != Duty::Advocate && other.what == What::Role(duty),
        // Accepting it is taking the duty.
        What::Offer(duty) => other.what == What::Role(duty),
        What::Promise => kept() == Some(other.seq),
        // Others wait for the answer, or gave one; each alone takes back what is their own.
        What::Ask(ask) => ask == entry.seq && other.what == What::Ask(ask),
        What::Stop => resumed() == Some(other.seq),
        What::Executive | What::Gesture | What::Credit => {
            other.what == entry.what && other.account.is_some() && other.account == entry.account
        }
        // Nothing is built on the others.
        _ => false,
    };
    let later = incident
        .timeline
        .iter()
        .rev()
        .take_while(|other| other.seq > entry.seq);
    later.filter(others).find(built_on).map(|other| other.by.clone())
}

#[cfg(test)]
mod tests {
    use crate::domain::outreach::Disposition;
    use crate::domain::people::Duty;
    use crate::domain::testkit::*;
    use serde_json::json;

    #[test]
    fn what_was_recorded_in_one_breath_is_taken_back_in_one() {
        let mut room = Room::declared();
        let promise = json!({ "what": "a report", "due": at(60) });
        let call = json!({ "account": "northwind", "disposition": "reached_other", "promises": [promise] });
        room.does("omar", command("record_attempt", call));
        let call = room.last();
        room.does("omar", take_back(call));
        assert!(!room.row("northwind").spoken());
        assert_eq!(room.here().owed_promises().count(), 0);
        assert_eq!(room.here().coverage().untouched, 5);
        room.already("omar", take_back(call));
        let line = room.here().timeline.last().unwrap();
        assert_eq!(line.subject.as_deref(), Some("Northwind"));
        assert_eq!(line.text, "took back: reached someone else there");
    }

    #[test]
    fn only_the_author_the_scribe_and_the_commander_take_back() {
        let mut room = Room::declared();
        room.does("omar", note("wrong"));
        let wrong = room.last();
        let refusal = room.refused("dana", "not_yours", take_back(wrong));
        assert_eq!(
            refusal,
            "omar recorded that; only omar, the scribe or the commander may take it back"
        );
        room.does("dana", role("scribe"));
        room.does("dana", take_back(wrong));
    }

    #[test]
    fn not_once_somebody_has_acted_on_it() {
        let mut room = Room::declared();
        room.does("omar", attempt("northwind", Disposition::NoAnswer));
        let call = room.last();
        room.does("omar", attempt("northwind", Disposition::NoAnswer));
        room.does("dana", told("northwind", 0));
        let refusal = room.refused("omar", "acted_since", take_back(call));
        assert_eq!(
            refusal,
            "dana has acted on this since; write a correction as a note, or ask dana"
        );
        room.does("dana", role("commander"));
        room.does("dana", take_back(call));
    }

    #[test]
    fn a_promise_somebody_else_has_kept_stays_made() {
        let mut room = Room::declared();
        room.does(
            "omar",
            command("make_promise", json!({ "what": "a report", "due": at(60) })),
        );
        let made = room.last();
        room.does("dana", command("keep_promise", json!({ "promise": made })));
        let kept = room.last();
        room.refused("omar", "acted_since", take_back(made));
        room.does("dana", take_back(kept));
        assert_eq!(room.here().owed_promises().count(), 1);
        room.does("omar", take_back(made));
    }

    #[test]
    fn a_duty_goes_back_to_who_had_it_unless_it_moved_on() {
        let mut room = Room::declared();
        room.does("dana", role("commander"));
        room.does("omar", take("commander"));
        let omars = room.last();
        room.does("omar", take_back(omars));
        assert_eq!(room.here().holder(Duty::Commander).unwrap().as_str(), "dana");
        room.does("omar", role("scribe"));
        let scribe = room.last();
        room.does("lena", take("scribe"));
        room.refused("omar", "acted_since", take_back(scribe));
    }

    fn take(duty: &str) -> crate::domain::command::Command {
        command("take_role", json!({ "role": duty, "reason": "they are asleep" }))
    }

    #[test]
    fn a_level_a_pin_a_tick_and_a_plan_can_be_taken_back() {
        let mut room = Room::declared();
        room.does("dana", role("commander"));
        for command in [
            inform("ceo", json!({})),
            command("skip_level", json!({ "level": "ceo", "reason": "in flight" })),
            command("try_level", json!({ "level": "ceo" })),
            command("pin_account", json!({ "account": "northwind", "pinned": true })),
            command("tick_step", json!({ "step": "bridge" })),
            command("tick_step", json!({ "step": "settled", "account": "northwind" })),
            command("set_intent", json!({ "text": "watch" })),
        ] {
            room.does("dana", command);
            let seq = room.last();
            room.does("dana", take_back(seq));
        }
        let here = room.here();
        assert_eq!(
            here.level("ceo").unwrap().state(at(0)),
            crate::domain::escalation::LevelState::Waiting
        );
        assert!(!room.row("northwind").pinned() && room.row("northwind").ticks.is_empty());
        assert!(here.steps.is_empty() && here.intent().is_none());
    }

    #[test]
    fn what_others_acted_on_by_its_nature_cannot_be_taken_back() {
        let mut room = Room::declared();
        let declared = room.log[0].seq;
        let nothing = room.refused("dana", "nothing_to_take_back", take_back(declared));
        assert_eq!(
            nothing,
            "line 1 (declared SEV1: Video calls drop (playboo...) cannot be taken back; resolve and close the \
             incident instead"
        );
        room.does("dana", claim("northwind"));
        let claimed = room.last();
        room.refused("dana", "nothing_to_take_back", take_back(claimed));
        room.does("dana", post("investigating", "We look into it."));
        let posted = room.last();
        room.refused("dana", "nothing_to_take_back", take_back(posted));
        let none = take_back(crate::domain::ids::Seq(999));
        let none = room.refused("dana", "nothing_to_take_back", none);
        assert_eq!(
            none,
            "there is no line 999; `warroom log` shows the number of each"
        );
    }
}
