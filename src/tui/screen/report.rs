//! One report: how it stands, what it lacks, how it reads, and the keys that edit, approve and send it.

mod acts;
mod unsaved;

use self::acts::Act;
use super::sending::{Approve, Send};
use super::{Ask, Panel};
use crate::domain::command::Command;
use crate::domain::ids::{AccountId, IncidentId, Seq};
use crate::domain::incident::Incident;
use crate::domain::report_content::{content, faults};
use crate::domain::reports::{DraftReport, Parts, ReportId, Standing};
use crate::domain::speech::{say, word};
use crate::report::edit;
use crate::tui::canvas::Canvas;
use crate::tui::effect::Effect;
use crate::tui::stage::{Stage, Tone};
use crate::tui::theme::Role;
use crate::tui::widget::scroll::Scroll;
use crate::tui::words::fit;
use crossterm::event::{KeyCode, KeyEvent};
use ratatui::layout::Rect;
use std::cell::RefCell;

/// Lines of what it lacks that are shown above the text.
const LACKS: usize = 4;

/// Lines as they are drawn.
type Shown = Vec<(String, Role)>;

#[derive(Debug)]
pub struct ReportPanel {
    report: ReportId,
    /// As this account reads it; `None`: for all customers.
    account: Option<AccountId>,
    scroll: Scroll,
    /// What Enter does.
    act: Act,
    /// The lines of the last frame: to make them is to go through all accounts and the template.
    made: RefCell<Option<(Made, Shown)>>,
}

/// What the lines were made from; while it is the same they are.
#[derive(Debug, PartialEq, Eq)]
struct Made {
    incident: IncidentId,
    through: Seq,
    pending: usize,
    /// Lengths and what is late are told by the minute.
    minute: i64,
    account: Option<AccountId>,
    width: usize,
}

/// `in writing by omar`, `approved, sent to 3 of 22`.
pub fn standing(incident: &Incident, id: ReportId) -> String {
    let Some(report) = incident.reports.get(id) else {
        return word!("not begun").to_owned();
    };
    let owed = incident.rows.values().filter(|row| row.gets_reports()).count();
    let sent = incident.sent_to(id);
    let by = &report.draft().by;
    match (report.standing(), sent) {
        (Standing::Draft, 0) => say!("{by} is writing it", by),
        (Standing::Waiting, 0) => word!("waits for approval").to_owned(),
        (Standing::Approved, 0) => say!("approved, not sent; {owed} to get it", owed),
        (Standing::Approved, sent) => say!("sent to {sent} of {owed}", sent, owed),
        (Standing::Draft, sent) => say!(
            "sent to {sent} of {owed}; {by} is writing it anew",
            sent,
            owed,
            by
        ),
        (Standing::Waiting, sent) => say!(
            "sent to {sent} of {owed}; the new one waits for approval",
            sent,
            owed
        ),
    }
}

/// Takes over what the editor left. Whatever it is, it is kept until the hub's record has the same words.
pub fn edited(
    stage: &mut Stage,
    incident: IncidentId,
    report: ReportId,
    on: Option<Seq>,
    text: String,
) -> Vec<Effect> {
    let read = edit::read(&text, &stage.setting.zone);
    unsaved::keep(stage, report, on, text);
    let parts = match read {
        Ok(parts) => parts,
        Err(faults) => {
            let said = say!(
                "Not taken over: {faults}. e goes on with your text.",
                faults = faults.join("; ")
            );
            stage.say(said, Tone::Refused);
            return Vec::new();
        }
    };
    let draft = DraftReport {
        report,
        parts,
        on,
        ready: false,
    };
    stage.say(word!("Your words are on their way."), Tone::Plain);
    vec![Effect::Submit {
        incident: Some(incident),
        said_at: None,
        command: Box::new(Command::DraftReport(Box::new(draft))),
    }]
}

impl ReportPanel {
    pub fn new(report: ReportId) -> Self {
        ReportPanel {
            report,
            account: None,
            scroll: Scroll::default(),
            act: Act::default(),
            made: RefCell::new(None),
        }
    }

    /// Hands the words to the editor: those that were kept, else the newest draft, else those of the report before.
    fn edit(&self, stage: &Stage, incident: &Incident) -> Vec<Ask> {
        let reports = &incident.reports;
        let draft = reports.get(self.report).map(|report| report.draft());
        let before = reports.iter().rfind(|report| report.id < self.report);
        let parts = match (draft, before) {
            (Some(draft), _) => draft.parts.clone(),
            (None, Some(before)) => Parts {
                next_at: None,
                ..before.draft().parts.clone()
            },
            (None, None) => Parts::default(),
        };
        let mut asks = Vec::new();
        let text = unsaved::found(stage, incident, self.report).unwrap_or_else(|| {
            asks.push(Ask::Keep(unsaved::kept(self.report), Vec::new()));
            edit::file(incident, self.report, &parts, &stage.setting.zone, stage.now)
        });
        asks.push(Ask::Effect(Effect::Edit {
            incident: incident.id,
            report: self.report,
            on: draft.map(|draft| draft.seq),
            text,
        }));
        asks
    }

    fn does(&mut self, act: Act, stage: &Stage, incident: &Incident) -> Vec<Ask> {
        match act {
            Act::Turn => {
                self.turn(incident, true);
                Vec::new()
            }
            Act::Edit => self.edit(stage, incident),
            Act::Ready => self.put_up(incident),
            Act::Approve => Approve::open(self.report, stage, incident),
            Act::Send => self.send(stage, incident),
        }
    }

    fn put_up(&self, incident: &Incident) -> Vec<Ask> {
        let report = incident.reports.get(self.report);
        match report.map(|report| (report.standing(), report.draft())) {
            None => vec![Ask::Say(
                word!("Nothing is written yet; e edits it.").to_owned(),
                Tone::Plain,
            )],
            Some((Standing::Approved | Standing::Waiting, _)) => Vec::new(),
            Some((Standing::Draft, draft)) => {
                let ready = DraftReport {
                    report: self.report,
                    parts: draft.parts.clone(),
                    on: Some(draft.seq),
                    ready: true,
                };
                vec![Ask::Submit(Command::DraftReport(Box::new(ready)), None)]
            }
        }
    }

    fn send(&self, stage: &Stage, incident: &Incident) -> Vec<Ask> {
        let approved = incident
            .reports
            .get(self.report)
            .and_then(|report| report.approval());
        match approved {
            None => vec![Ask::Say(
                word!("It is not approved; a approves it.").to_owned(),
                Tone::Plain,
            )],
            Some(_) => vec![Ask::open(Send::new(stage, self.report, self.account.clone()))],
        }
    }

    /// The next or the last account that gets reports; between the last and the first, all customers.
    fn turn(&mut self, incident: &Incident, forward: bool) {
        let all: Vec<&AccountId> = incident
            .rows
            .values()
            .filter(|row| row.gets_reports())
            .map(|row| row.id())
            .collect();
        let here = self
            .account
            .as_ref()
            .and_then(|id| all.iter().position(|one| *one == id));
        let next = match (here, forward) {
            (None, true) => Some(0),
            (None, false) => all.len().checked_sub(1),
            (Some(at), true) => Some(at + 1),
            (Some(at), false) => at.checked_sub(1),
        };
        self.account = next.and_then(|at| all.get(at)).map(|id| (*id).clone());
        self.scroll.begin();
    }

    fn lines(&self, stage: &Stage, incident: &Incident, width: usize) -> Shown {
        let mut lines = Vec::new();
        let mut say = |text: &str, role: Role| {
            lines.extend(fit::wrap(text, width).into_iter().map(|line| (line, role)));
        };
        let whom = self.account.as_ref().and_then(|id| incident.rows.get(id));
        let whom = whom.map_or(word!("for all customers").to_owned(), |row| {
            say!("as {row} reads it", row = row.name())
        });
        say(
            &format!("{}; {whom}", standing(incident, self.report)),
            Role::Strong,
        );
        let approved = incident
            .reports
            .get(self.report)
            .is_some_and(|report| report.standing() == Standing::Approved);
        let lacks = match approved {
            true => Vec::new(),
            false => faults(incident, self.report, stage.now),
        };
        for fault in lacks.iter().take(LACKS) {
            say(&say!("MISSING {sentence}", sentence = fault.sentence), Role::Soon);
        }
        if lacks.len() > LACKS {
            say(
                &say!("... and {lacks} more; e shows all", lacks = lacks.len() - LACKS),
                Role::Soon,
            );
        }
        say("", Role::Plain);
        let content = content(incident, self.report, self.account.as_ref(), stage.now);
        match stage.setting.template.markdown(&content) {
            Ok(text) => text.lines().for_each(|line| {
                let role = if line.starts_with('#') {
                    Role::Strong
                } else {
                    Role::Plain
                };
                say(&plain(line), role);
            }),
            Err(error) => say(&error.to_string(), Role::Overdue),
        }
        lines
    }
}

/// A line of Markdown as it reads.
fn plain(line: &str) -> String {
    let mut words = String::with_capacity(line.len());
    let mut chars = line.trim_start_matches(['#', ' ']).chars().peekable();
    while let Some(c) = chars.next() {
        match (c, chars.peek()) {
            ('\\', Some(next)) if next.is_ascii_punctuation() => words.extend(chars.next()),
            ('*', Some('*')) => drop(chars.next()),
            _ => words.push(c),
        }
    }
    words
}

impl Panel for ReportPanel {
    fn frame(&self, stage: &Stage) -> (String, u16, u16) {
        let title = match self.report {
            ReportId::Preliminary => word!("Preliminary report").to_owned(),
            ReportId::Update(number) => say!("Update {number}", number),
            ReportId::Final => word!("Final report").to_owned(),
        };
        (title, 92, stage.height)
    }

    fn key(&mut self, key: KeyEvent, stage: &Stage) -> Vec<Ask> {
        let Some(incident) = stage.incident() else {
            return vec![Ask::Close];
        };
        match key.code {
            KeyCode::Esc => return vec![Ask::Close],
            KeyCode::BackTab => self.turn(incident, false),
            KeyCode::Enter => return self.does(self.act, stage, incident),
            KeyCode::Left => self.act = self.act.beside(false),
            KeyCode::Right => self.act = self.act.beside(true),
            _ => match Act::of(key.code) {
                Some(act) => return self.does(act, stage, incident),
                None => drop(self.scroll.key(key)),
            },
        }
        Vec::new()
    }

    fn draw(&self, canvas: &mut Canvas, area: Rect, stage: &Stage) {
        let Some(incident) = stage.incident() else { return };
        let height = area.height.saturating_sub(3) as usize;
        let width = area.width as usize;
        let from = Made {
            incident: incident.id,
            through: stage.picture().through(),
            pending: stage.pending.len(),
            minute: stage.now.as_second().div_euclid(60),
            account: self.account.clone(),
            width,
        };
        let mut made = self.made.borrow_mut();
        if made.as_ref().is_none_or(|(before, _)| *before != from) {
            *made = None;
        }
        let (_, lines) = made.get_or_insert_with(|| (from, self.lines(stage, incident, width)));
        let (shown, below) = self.scroll.view(lines, height);
        for (line, (text, role)) in shown.iter().enumerate() {
            canvas.text(area.x, area.y + line as u16, area.width, text, *role);
        }
        acts::draw(canvas, area, self.act, below);
    }
}
