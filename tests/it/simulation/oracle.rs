//! What must hold whatever goes wrong: watched line by line while a run goes on, and added up at its end.

use std::collections::{BTreeMap, BTreeSet};
use warroom::domain::event::{Event, Recorded};
use warroom::domain::ids::SubmissionId;
use warroom::store::Line;

/// Which record the hub keeps: another one after an older copy was restored.
pub type Lineage = u32;

/// The last word a person had on a command.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Verdict {
    Accepted(Lineage),
    AlreadySo(Lineage),
    Refused(Lineage),
    /// "Nothing was recorded", said to whoever had sent it once.
    NotRecorded(Lineage),
    NotSent,
}

/// One command, and what its person was told of it.
#[derive(Clone, Debug)]
pub struct Deed {
    pub kind: &'static str,
    /// Only its person knows it: it must arrive.
    pub kept: bool,
    /// The start of a program on a screen: what is made in one goes out in the order it was made.
    pub life: u64,
    /// It was said to be on disk.
    pub written: bool,
    pub verdict: Option<Verdict>,
}

/// How much happened, for the table.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Counts {
    pub deeds: u64,
    pub acknowledged: u64,
    pub refused: u64,
    pub claims: u64,
    pub events: u64,
    pub kills: u64,
    pub troubles: u64,
}

impl Counts {
    pub fn add(&mut self, other: &Counts) {
        self.deeds += other.deeds;
        self.acknowledged += other.acknowledged;
        self.refused += other.refused;
        self.claims += other.claims;
        self.events += other.events;
        self.kills += other.kills;
        self.troubles += other.troubles;
    }
}

#[derive(Default)]
pub struct Oracle {
    pub deeds: BTreeMap<SubmissionId, Deed>,
    pub lineage: Lineage,
    pub counts: Counts,
    log: Log,
}

/// One record, as far as it is known to be on disk.
#[derive(Default)]
struct Log {
    lines: Vec<String>,
    causes: BTreeMap<SubmissionId, Caused>,
    notes: BTreeSet<String>,
    claims: BTreeMap<String, Held>,
    numbers: BTreeMap<String, u64>,
}

struct Caused {
    last: u64,
    kinds: Vec<&'static str>,
}

struct Held {
    holder: String,
    number: u64,
    phones: Vec<String>,
}

/// What one command does once or not at all.
const ONCE: [&str; 6] = [
    "note_written",
    "attempt_recorded",
    "account_claimed",
    "level_tried",
    "level_informed",
    "incident_declared",
];

impl Oracle {
    /// The hub keeps this record from now on, and not the one it had.
    pub fn restored(&mut self, lines: Vec<Line>) -> Result<(), String> {
        self.lineage += 1;
        self.log = Log::default();
        lines.iter().try_for_each(|line| self.log.take(line))
    }

    /// The hub has recorded these.
    pub fn recorded(&mut self, lines: &[Line]) -> Result<(), String> {
        lines.iter().try_for_each(|line| self.log.take(line))
    }

    pub fn length(&self) -> u64 {
        self.log.lines.len() as u64
    }

    pub fn knows(&self, id: SubmissionId) -> bool {
        self.log.causes.contains_key(&id)
    }

    /// What a screen is told comes after `after` in this record.
    pub fn told(&self, after: u64, lines: &[&str]) -> Result<(), String> {
        let rest = self.log.lines.get(after as usize..).unwrap_or_default();
        let same = lines.len() <= rest.len() && lines.iter().zip(rest).all(|(told, line)| told == line);
        match same {
            true => Ok(()),
            false => Err(format!(
                "a screen is told what is not in the log after event {after}: {lines:?}"
            )),
        }
    }

    /// A person hears what became of a command.
    pub fn verdict(&mut self, id: SubmissionId, verdict: Verdict) {
        match verdict {
            Verdict::Accepted(_) | Verdict::AlreadySo(_) => self.counts.acknowledged += 1,
            Verdict::Refused(_) => self.counts.refused += 1,
            Verdict::NotRecorded(_) | Verdict::NotSent => {}
        }
        if let Some(deed) = self.deeds.get_mut(&id) {
            deed.verdict = Some(verdict);
        }
    }

    /// When all is well again and everything has been delivered.
    pub fn at_the_end(&mut self, log: &[Line]) -> Result<(), String> {
        self.counts.events = self.length();
        self.counts.claims = self.log.numbers.values().sum();
        if !log.iter().map(|line| &line.json).eq(&self.log.lines) {
            return Err("the hub's record is not what it has recorded".to_owned());
        }
        for (id, deed) in &self.deeds {
            let recorded = self.log.causes.contains_key(id);
            let what = || {
                format!(
                    "{} {} (in the log: {recorded}): {deed:?}",
                    deed.kind,
                    id.as_u128()
                )
            };
            match deed.verdict {
                Some(Verdict::Accepted(lineage)) if lineage == self.lineage && !recorded => {
                    return Err(format!("acknowledged and lost: {}", what()));
                }
                Some(Verdict::NotSent) if recorded => {
                    return Err(format!("said not to be sent, and recorded: {}", what()));
                }
                Some(Verdict::Refused(lineage)) if lineage == self.lineage && recorded => {
                    return Err(format!("said to be refused, and recorded: {}", what()));
                }
                Some(Verdict::NotRecorded(lineage)) if lineage == self.lineage && recorded => {
                    return Err(format!("said not to be recorded, and recorded: {}", what()));
                }
                None if deed.kept && deed.written => {
                    return Err(format!("written down and never delivered: {}", what()));
                }
                _ => {}
            }
        }
        self.in_order()
    }

    /// What one life of a screen wrote down stands in the log in the order in which it was made.
    fn in_order(&self) -> Result<(), String> {
        let mut last: BTreeMap<u64, (u64, u128)> = BTreeMap::new();
        for (id, deed) in self.deeds.iter().filter(|(_, deed)| deed.kept && deed.written) {
            let Some(caused) = self.log.causes.get(id) else {
                continue;
            };
            let before = last.insert(deed.life, (caused.last, id.as_u128()));
            if let Some((seq, earlier)) = before.filter(|(seq, _)| *seq > caused.last && self.lineage == 0) {
                return Err(format!(
                    "{earlier} was made before {} and recorded after it ({seq} and {})",
                    id.as_u128(),
                    caused.last
                ));
            }
        }
        Ok(())
    }
}

impl Log {
    fn take(&mut self, line: &Line) -> Result<(), String> {
        if line.seq.0 != self.lines.len() as u64 + 1 {
            return Err(format!(
                "event {} comes after event {}",
                line.seq,
                self.lines.len()
            ));
        }
        let recorded: Recorded = serde_json::from_str(&line.json).map_err(|error| error.to_string())?;
        self.lines.push(line.json.clone());
        self.once(&recorded)?;
        self.claims(&recorded)
    }

    fn once(&mut self, recorded: &Recorded) -> Result<(), String> {
        let (seq, kind) = (recorded.seq.0, recorded.event.kind());
        let caused = self.causes.entry(recorded.cause).or_insert(Caused {
            last: seq - 1,
            kinds: Vec::new(),
        });
        if caused.last != seq - 1 || (ONCE.contains(&kind) && caused.kinds.contains(&kind)) {
            return Err(format!("event {seq}: one command does {kind} a second time"));
        }
        caused.last = seq;
        caused.kinds.push(kind);
        if let Event::NoteWritten(note) = &recorded.event
            && !self.notes.insert(note.text.as_str().to_owned())
        {
            return Err(format!("event {seq}: {} is written twice", note.text.as_str()));
        }
        Ok(())
    }

    fn claims(&mut self, recorded: &Recorded) -> Result<(), String> {
        let wrong = |what: String| Err(format!("event {}: {what}", recorded.seq));
        match &recorded.event {
            Event::AccountClaimed(event) => {
                let account = event.account.as_str().to_owned();
                let phones: Vec<String> = event.phones.iter().map(|phone| format!("{phone:?}")).collect();
                // Taken over from its holder, with a reason.
                let taken = self.claims.get(&account).filter(|held| {
                    let from = event.taken_from.as_ref().map(|from| from.as_str());
                    from == Some(held.holder.as_str()) && event.reason.is_some()
                });
                if taken.is_some() {
                    self.claims.remove(&account);
                }
                let held = self.claims.iter().find(|(other, held)| {
                    **other == account || held.phones.iter().any(|phone| phones.contains(phone))
                });
                if let Some((other, held)) = held {
                    let (new, old) = (&event.holder, &held.holder);
                    return wrong(format!(
                        "{new} is told to call {account} while {old} calls {other}"
                    ));
                }
                if self
                    .numbers
                    .get(&account)
                    .is_some_and(|last| *last >= event.number)
                {
                    return wrong(format!("claim {} of {account} is no new number", event.number));
                }
                self.numbers.insert(account.clone(), event.number);
                let held = Held {
                    holder: event.holder.as_str().to_owned(),
                    number: event.number,
                    phones,
                };
                self.claims.insert(account, held);
            }
            Event::ClaimEnded(event) => {
                let held = self.claims.remove(event.account.as_str());
                if held.is_none_or(|held| held.number != event.number) {
                    return wrong(format!("claim {} that ends is not there", event.number));
                }
            }
            Event::ClaimExtended(event) if !self.claims.contains_key(event.account.as_str()) => {
                return wrong("a claim that goes on is not there".to_owned());
            }
            _ => {}
        }
        Ok(())
    }
}

/// A claim of one account as the log has it, by its number; with a reason where it is taken over from somebody.
fn claimed(seq: u64, holder: &str, taken_from: Option<&str>) -> Line {
    let json = serde_json::json!({
        "seq": seq, "at": "2026-03-02T13:00:00Z", "said_at": "2026-03-02T13:00:00Z",
        "by": { "name": holder, "access": "advocate" }, "incident": "INC-1",
        "cause": uuid::Uuid::from_u128(seq.into()), "kind": "account_claimed", "account": "acme", "holder": holder,
        "number": seq, "until": "2026-03-02T13:15:00Z", "name": "Acme", "taken_from": taken_from,
        "reason": taken_from.map(|_| "asleep"),
    });
    Line {
        seq: warroom::domain::ids::Seq(seq),
        incident: None,
        json: json.to_string(),
    }
}

#[test]
fn a_claim_held_twice_is_told() {
    let mut fair = Oracle::default();
    let taken_over = [claimed(1, "pat", None), claimed(2, "lena", Some("pat"))];
    assert_eq!(fair.recorded(&taken_over), Ok(()));
    let mut unfair = Oracle::default();
    let both = [claimed(1, "pat", None), claimed(2, "lena", None)];
    let told = unfair.recorded(&both).unwrap_err();
    assert!(
        told.contains("lena is told to call acme while pat calls acme"),
        "{told}"
    );
}
