//! What a room without a screen says by itself: news, what is newly overdue, and whether the hub answers.

use crate::domain::command::Submission;
use crate::domain::event::Recorded;
use crate::domain::ids::{IncidentId, Name, Seq, SubmissionId};
use crate::domain::incident::{Incident, Internal};
use crate::domain::timeline::What;
use crate::tui::alarm::Overdue;
use crate::tui::msg::{Liveness, Msg, NotTaken};
use crate::tui::screen::line::timed;
use crate::tui::stage::{Stage, Toast};
use crate::tui::told;
use crate::tui::words::recorded::recorded;
use crate::tui::words::when::{Count, clock, until};
use crate::wire::Outcome;
use std::collections::{BTreeSet, VecDeque};

/// So many wait to be told at most.
const MOST: usize = 1_000;

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
    /// To a key that was pressed: whoever did so waits for it.
    Answer(String),
    /// It is told as it stands by then.
    Overdue(Overdue),
    Plain(String),
}

/// What was not told yet. While nobody asks, a storm goes on for days: what came first is then only counted.
#[derive(Debug, Default)]
pub struct Tellings(VecDeque<Telling>);

impl Tellings {
    pub fn push(&mut self, telling: Telling) {
        if self.0.len() >= MOST {
            let first = self.0.iter().position(|telling| !telling.urgent());
            self.0.remove(first.unwrap_or(0));
        }
        self.0.push_back(telling);
    }

    pub fn any(&self, is: impl Fn(&Telling) -> bool) -> bool {
        self.0.iter().any(is)
    }

    /// All of them, in words.
    pub fn take(&mut self, stage: &Stage) -> Vec<Telling> {
        let all = self.0.drain(..).filter_map(|telling| match telling {
            Telling::Overdue(due) => Telling::overdue(stage, &due).map(Telling::Urgent),
            telling
            @ (Telling::Line { .. } | Telling::Urgent(_) | Telling::Answer(_) | Telling::Plain(_)) => {
                Some(telling)
            }
        });
        all.collect()
    }
}

fn said(stage: &Stage, submission: &Submission) -> String {
    recorded(submission, stage.picture(), stage.now, &stage.setting.zone).to_string()
}

impl Telling {
    pub fn urgent(&self) -> bool {
        match self {
            Telling::Urgent(_) | Telling::Answer(_) | Telling::Overdue(_) => true,
            Telling::Line { .. } | Telling::Plain(_) => false,
        }
    }

    /// The events that are told of once they are in the picture. What came before `through` is none of them: it is read
    /// again.
    pub fn news(msg: &Msg, through: Seq) -> Vec<Recorded> {
        match msg {
            Msg::News(news) => {
                let new = news.events.iter().filter(|recorded| recorded.seq > through);
                new.cloned().collect()
            }
            _ => Vec::new(),
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

    /// The incident on which whoever types worked is no longer the one that is meant.
    pub fn moved(stage: &Stage, before: Option<IncidentId>, now: Option<&Incident>) -> Telling {
        let was = before.and_then(|before| stage.picture().incident(before));
        let was = was.map(|was| match was.internal {
            Internal::Closed => format!("{} is closed. ", was.id),
            Internal::Open | Internal::Mitigated | Internal::Resolved => format!("No longer in {}. ", was.id),
        });
        let was = was.unwrap_or_default();
        Telling::Urgent(match now {
            Some(now) => format!(
                "{was}What you type from now on is about {}: {}.",
                now.id, now.title
            ),
            None => format!("{was}No incident is open."),
        })
    }

    /// What was sent, and nobody knew whether it happened.
    pub fn checked(stage: &Stage, submission: &Submission, outcome: Outcome) -> Telling {
        let said = said(stage, submission);
        Telling::Urgent(match outcome {
            Outcome::Accepted => format!("It is recorded, as the hub says now: {said}"),
            Outcome::AlreadySo => format!("It was so already; nothing was recorded: {said}"),
        })
    }

    /// What is newly overdue, unless somebody has seen to it meanwhile.
    fn overdue(stage: &Stage, due: &Overdue) -> Option<String> {
        let mut dues = stage.board.dues.iter();
        let stands = stage.board.incident != Some(due.incident)
            || dues.any(|stands| stands.at == due.at && stands.what == due.what);
        let owner = due.owner.as_ref().map(Name::as_str);
        let owner = owner.map(|owner| format!(", {owner}")).unwrap_or_default();
        let over = until(due.at, stage.now, Count::Minutes);
        stands.then(|| format!("OVERDUE: {}{owner}, {over}", due.what))
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
        let said = said(stage, &refused.submission);
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
