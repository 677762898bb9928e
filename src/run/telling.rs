//! What a room without a screen says by itself: news, what is newly overdue, and whether the hub answers.

use crate::domain::due::DueState;
use crate::domain::event::Recorded;
use crate::domain::ids::{Name, SubmissionId};
use crate::domain::timeline::What;
use crate::tui::msg::{Liveness, Msg, NotTaken};
use crate::tui::screen::line::timed;
use crate::tui::stage::{Stage, Toast};
use crate::tui::told;
use crate::tui::words::recorded::recorded;
use crate::tui::words::when::{Count, clock, until};
use std::collections::BTreeSet;

/// One sentence, and what it is of.
#[derive(Clone, Debug, PartialEq)]
pub enum Telling {
    /// A line of the timeline: many of them are told by their number.
    Line {
        what: What,
        text: String,
    },
    /// Somebody is to know at once.
    Urgent(String),
    Plain(String),
}

impl Telling {
    pub fn urgent(&self) -> bool {
        matches!(self, Telling::Urgent(_))
    }

    /// The events that are told of once they are in the picture. What was there before is none of them.
    pub fn news(msg: &Msg, caught_up: bool) -> Option<Vec<Recorded>> {
        match msg {
            Msg::News(news) if caught_up && !news.events.is_empty() => Some(news.events.clone()),
            _ => None,
        }
    }

    /// What others did; nobody is told again what they have just typed.
    pub fn lines(stage: &Stage, events: &[Recorded], own: &BTreeSet<SubmissionId>) -> Vec<Telling> {
        let here = stage.incident().map(|incident| incident.id);
        let others = events.iter().filter(|recorded| !own.contains(&recorded.cause));
        let lines = others.filter_map(|recorded| {
            let incident = stage.picture().told_in(recorded)?;
            let entry = incident.entry(recorded.seq).filter(|entry| !entry.routine)?;
            let words = timed(entry, stage.now, &stage.setting.zone);
            let at = clock(entry.said_at, stage.now, &stage.setting.zone);
            let elsewhere = match here == Some(incident.id) {
                true => String::new(),
                false => format!("{}: ", incident.id),
            };
            Some(Telling::Line {
                what: entry.what,
                text: format!("{elsewhere}{words}; {}, {at}", entry.by),
            })
        });
        lines.collect()
    }

    /// What is overdue, each by a name of its own.
    pub fn overdue(stage: &Stage) -> impl Iterator<Item = (String, Telling)> {
        let dues = stage.board.dues.iter();
        let overdue = dues.filter(|due| due.state(stage.now) == DueState::Overdue);
        overdue.map(|due| {
            let owner = due.owner.as_ref().map(Name::as_str);
            let owner = owner.map(|owner| format!(", {owner}")).unwrap_or_default();
            let over = until(due.at, stage.now, Count::Minutes);
            (
                due.kind.key(),
                Telling::Urgent(format!("OVERDUE: {}{owner}, {over}", due.what)),
            )
        })
    }

    /// How fresh everything is from now on.
    pub fn liveness(stage: &Stage, hindrance: Option<String>) -> Telling {
        let at = |since| clock(since, stage.now, &stage.setting.zone);
        match &stage.liveness {
            Liveness::Live => Telling::Urgent("LIVE: the hub answers.".to_owned()),
            Liveness::Stale { since } => Telling::Plain(format!(
                "STALE: the hub has not answered; this is from {}.",
                at(*since)
            )),
            Liveness::Offline { since, trouble } => Telling::Urgent(format!(
                "OFFLINE: nothing from the hub since {}: {}. Notes and results are kept here and go later; what others \
                 act on is not sent.",
                at(*since),
                hindrance.as_ref().unwrap_or(trouble)
            )),
            Liveness::Connecting { place, trouble } => Telling::Urgent(match trouble {
                Some(trouble) => format!("NOT CONNECTED to {place}: {trouble}. It is tried again by itself."),
                None => format!("CONNECTING to {place}."),
            }),
        }
    }

    /// What was recorded while the hub was away and the hub did not take.
    pub fn refused(stage: &Stage, refused: &NotTaken) -> Telling {
        let said = recorded(
            &refused.submission,
            stage.picture(),
            stage.now,
            &stage.setting.zone,
        );
        Telling::Urgent(format!("REFUSED: {}. It was: {said}", refused.why))
    }

    pub fn put_aside(path: &str) -> Telling {
        Telling::Urgent(format!(
            "NOT ALL of what you recorded earlier can be read. The rest is being sent; the file is kept as {path} and \
             holds what is missing, one thing a line."
        ))
    }

    pub fn no_outbox(why: &str) -> Telling {
        Telling::Urgent(format!(
            "NOT KEPT: what you record does not outlive this program: {why}."
        ))
    }

    /// What a screen shows for a moment.
    pub fn toast(toast: &Toast) -> Telling {
        // The key that a screen names is none here.
        let offer = toast.text.strip_suffix(told::OFFER_TAIL);
        let offer = offer.and_then(|offer| offer.rsplit_once("; "));
        Telling::Urgent(match offer {
            Some((offer, _)) => format!("{offer}: accept takes it, decline does not."),
            None => toast.text.clone(),
        })
    }
}
