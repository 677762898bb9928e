//! Executives' calls, gestures and credits in words. None of them names money: whoever reads the timeline may be on a call.

use super::{Line, line};
use crate::domain::event::Event;
use crate::domain::executives::{ExecutiveWanted, Outcome, SlotsSet};
use crate::domain::gestures::GestureGiven;
use crate::domain::ids::Seq;
use crate::domain::incident::Incident;
use crate::domain::speech::{say, word};
use crate::domain::timeline::What;

pub(super) fn executive(event: &Event, incident: &Incident) -> Line {
    match event {
        Event::ExecutiveWanted(event) => wanted(event),
        Event::SlotsSet(event) => slots(event),
        Event::ExecutiveCallPromised(event) => {
            let beyond = match event.beyond {
                0 => String::new(),
                more => say!(
                    " ({more} more than {executive} has to give)",
                    more,
                    executive = event.executive
                ),
            };
            let text = say!(
                "promised: {executive} calls them{beyond}",
                executive = event.executive,
                beyond
            );
            line(What::Executive, text)
                .about(&event.account)
                .until(Some(event.calls_at))
        }
        Event::ExecutiveCallRecorded(event) => {
            let wished = incident.wished(event.request);
            let promised = wished.and_then(|wished| wished.wish.promises().next_back());
            let whom = promised.map_or(word!("an executive"), |promised| promised.executive.as_str());
            let how = match event.outcome {
                Outcome::Held => say!("spoke with {whom}", whom),
                Outcome::Missed => say!("{whom} did not reach them", whom),
                Outcome::NotWanted => word!("does not wish to speak with an executive any more").to_owned(),
            };
            let text = event.text.trim();
            let said = if text.is_empty() {
                String::new()
            } else {
                format!(": {text}")
            };
            line(What::Executive, how + &said).about(&event.account)
        }
        other => line(What::Executive, other.kind()),
    }
}

fn wanted(event: &ExecutiveWanted) -> Line {
    let topic = match event.wish.topic.trim() {
        "" => String::new(),
        topic => say!(" about {topic}", topic),
    };
    let text = say!(
        "wants to speak with {whom}{topic}",
        whom = event.wish.whom(),
        topic
    );
    line(What::Executive, text)
        .about(&event.account)
        .until(event.wish.due)
}

fn slots(event: &SlotsSet) -> Line {
    let calls = match event.slots {
        0 => word!("no calls").to_owned(),
        1 => "1 call".to_owned(),
        many => say!("{many} calls", many),
    };
    let text = say!(
        "{executive} has {calls} with customers to give",
        executive = event.executive,
        calls
    );
    line(What::Executive, text).until(event.until)
}

pub(super) fn gesture(event: &Event, incident: &Incident) -> Line {
    let what = |seq: Seq| {
        let found = incident.gestures().find(|(_, gesture)| gesture.seq == seq);
        found.map_or_else(
            || word!("a gesture").to_owned(),
            |(_, gesture)| gesture.what.to_string(),
        )
    };
    match event {
        Event::GestureGiven(GestureGiven { account, what, .. }) => {
            line(What::Gesture, say!("gave them {what}", what)).about(account)
        }
        Event::GestureAsked(event) => {
            line(What::Gesture, say!("asks to give them {what}", what = event.what)).about(&event.account)
        }
        Event::GestureApproved(event) => {
            line(What::Gesture, format!("allowed: {}", what(event.gesture))).about(&event.account)
        }
        Event::GestureRefused(event) => {
            let text = say!(
                "not allowed: {what}, because {reason}",
                what = what(event.gesture),
                reason = event.reason
            );
            line(What::Gesture, text).about(&event.account)
        }
        other => line(What::Gesture, other.kind()),
    }
}

pub(super) fn credit(event: &Event) -> Line {
    match event {
        Event::CreditProposed(event) => {
            let why = match (&event.basis, &event.reason) {
                (Some(basis), _) => say!(
                    " (uptime {uptime} % in {period})",
                    uptime = basis.uptime,
                    period = basis.period
                ),
                (None, Some(reason)) => format!(" ({reason})"),
                (None, None) => String::new(),
            };
            line(
                What::Credit,
                say!("proposed a credit{why}; promise nothing yet", why),
            )
            .about(&event.account)
        }
        Event::CreditApproved(event) => {
            line(What::Credit, word!("approved their credit")).about(&event.account)
        }
        Event::CreditDeclined(event) => line(
            What::Credit,
            say!("declined their credit, because {reason}", reason = event.reason),
        )
        .about(&event.account),
        Event::CreditTold(event) => {
            line(What::Credit, word!("told them of their credit")).about(&event.account)
        }
        Event::CreditIssued(event) => {
            let invoice = match event.invoice.trim() {
                "" => String::new(),
                invoice => format!(" ({invoice})"),
            };
            line(
                What::Credit,
                say!("put their credit on an invoice{invoice}", invoice),
            )
            .about(&event.account)
        }
        other => line(What::Credit, other.kind()),
    }
}
