//! A scenario played on a hub's writer in memory, without any real time.

use jiff::{SignedDuration, Timestamp};
use warroom::domain::actor::{Access, Actor};
use warroom::domain::command::Submission;
use warroom::domain::event::Recorded;
use warroom::domain::ids::IncidentId;
use warroom::domain::incident::Incident;
use warroom::domain::picture::Picture;
use warroom::hub::writer::{Ask, Done, Errand, Writer};
use warroom::run::demo::script::{Script, Turn};
use warroom::run::demo::shelf;
use warroom::run::demo::timeline::Timeline;
use warroom::store::Store;
use warroom::wire::Problem;

#[derive(Clone)]
pub struct Played {
    pub script: Script,
    pub picture: Picture,
    /// The log as it is stored.
    lines: Vec<String>,
    /// Beats that were refused, with the word for why.
    pub refused: Vec<(String, String)>,
    /// Beats that came to nothing.
    pub left_out: Vec<String>,
}

/// Somebody who joins in.
#[derive(Clone, Copy)]
pub struct Guest {
    pub account: &'static str,
    /// Seconds after the start.
    pub claims_at: i64,
    /// Records a call ten seconds later.
    pub records: bool,
}

pub fn play(seed: u64) -> Played {
    play_with(seed, None)
}

pub fn play_with(seed: u64, guest: Option<Guest>) -> Played {
    let script = Script::new(shelf::named("region-down").unwrap(), seed);
    let settled = script.scenario().settled();
    let mut writer = Writer::open(Store::memory(script.secret()), settled).unwrap();
    let mut played = Played {
        script,
        picture: Picture::default(),
        lines: Vec::new(),
        refused: Vec::new(),
        left_out: Vec::new(),
    };
    let mut waiting = guest.map(|guest| played.guest_turns(guest)).unwrap_or_default();
    let import = played.script.import();
    played.ask(&mut writer, "the import", import);
    for at in 0..played.script.len() {
        let time = played.script.time(at).unwrap();
        while let Some(turn) = waiting.pop_if(|turn| turn.at <= time) {
            played.ask(&mut writer, "the guest", turn);
        }
        let place = played.script.scenario().beats[at].place();
        match played.script.turn(at, writer.picture()) {
            Some(turn) => played.ask(&mut writer, &place, turn),
            None => played.left_out.push(place),
        }
    }
    played.picture = writer.picture().clone();
    played
}

impl Played {
    fn ask(&mut self, writer: &mut Writer, place: &str, turn: Turn) {
        // What the timer does before it; then what is asked.
        let ended = writer.tick(turn.at);
        self.keep(ended);
        let ask = Ask {
            errand: Errand::Submitted {
                submission: turn.submission,
                body_hash: [0; 32],
            },
            by: turn.by,
            at: Some(turn.at),
        };
        let done = writer.carry_out(&[ask], turn.at);
        let answer = &done.answers[0];
        if answer.status != 200 {
            let problem: Problem = serde_json::from_str(&answer.body).unwrap();
            self.refused
                .push((place.to_owned(), problem.refusal.unwrap_or(problem.detail)));
        } else if !answer.body.contains("accepted") {
            self.left_out.push(format!("{place}: {}", answer.body));
        }
        self.keep(done);
    }

    fn keep(&mut self, done: Done) {
        self.lines.extend(done.lines.into_iter().map(|line| line.json));
    }

    /// The last first.
    fn guest_turns(&self, guest: Guest) -> Vec<Turn> {
        let turn = |id: u128, seconds: i64, command: serde_json::Value| Turn {
            submission: Submission {
                id: uuid::Uuid::from_u128(id),
                incident: None,
                said_at: None,
                command: serde_json::from_value(command).unwrap(),
            },
            by: Actor::new("guest", Access::Admin),
            at: self.at(0, seconds),
        };
        let call = serde_json::json!({"kind": "record_attempt", "account": guest.account,
            "disposition": "reached_decision_maker", "told": 0});
        let claim = serde_json::json!({"kind": "claim_account", "account": guest.account});
        let mut turns = vec![
            turn(2, guest.claims_at + 10, call),
            turn(1, guest.claims_at, claim),
        ];
        if !guest.records {
            turns.remove(0);
        }
        turns
    }

    /// A moment of the incident.
    pub fn at(&self, minutes: i64, seconds: i64) -> Timestamp {
        self.script.scenario().starts_at + SignedDuration::from_secs(minutes * 60 + seconds)
    }

    /// The same as it was then.
    pub fn until(mut self, minutes: i64, seconds: i64) -> Played {
        let then = self.at(minutes, seconds);
        self.picture = Picture::default();
        for recorded in self.recorded().iter().filter(|recorded| recorded.at <= then) {
            self.picture.apply(recorded);
        }
        self
    }

    pub fn incident(&self) -> &Incident {
        self.picture.incident(IncidentId(1)).unwrap()
    }

    pub fn log(&self) -> String {
        self.lines.join("\n")
    }

    pub fn recorded(&self) -> Vec<Recorded> {
        self.lines
            .iter()
            .map(|line| serde_json::from_str(line).unwrap())
            .collect()
    }

    /// The beats that the script says are refused, with the word for why.
    pub fn script_refuses(&self) -> Vec<(String, String)> {
        let beats = self.script.scenario().beats.iter();
        beats
            .filter_map(|beat| Some((beat.place(), beat.refused.clone()?)))
            .collect()
    }

    pub fn timeline(&self) -> String {
        let mut timeline = Timeline::default();
        let lines: Vec<String> = self
            .recorded()
            .iter()
            .filter_map(|recorded| timeline.line(recorded))
            .collect();
        lines.join("\n")
    }
}
