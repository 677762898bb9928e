//! Dealing the whole call list: who calls, who gets how many, and when each tier will have been spoken with.

mod forecast;

use super::assign::who_could_call;
use super::{Ask, Panel};
use crate::domain::accounts::Tier;
use crate::domain::assignments::{DealList, counts, so_many};
use crate::domain::call_list::{Order, call_list};
use crate::domain::command::Command;
use crate::domain::deal::{Deal, Scope, deal};
use crate::domain::ids::{Name, Seq};
use crate::domain::incident::Incident;
use crate::domain::speech::{say, word};
use crate::domain::suggest::{Caller, in_hand};
use crate::tui::canvas::Canvas;
use crate::tui::stage::{Stage, Tone};
use crate::tui::theme::Role;
use crate::tui::words::fit;
use crossterm::event::{KeyCode, KeyEvent};
use ratatui::layout::Rect;
use std::collections::BTreeMap;

const WIDTH: u16 = 76;
/// Callers in view at most.
const ROWS: usize = 8;

#[derive(Debug)]
pub struct DealPanel {
    /// Who is in and who is out, where somebody has said so; the others by what they do here.
    chosen: BTreeMap<Name, bool>,
    scope: Scope,
    row: usize,
    /// What that comes to, worked out when it was opened, when something was chosen, and when the picture changed.
    preview: Preview,
    /// The last line of the log when the reader last looked at the numbers.
    seen: Seq,
}

/// What there is to look at before it is dealt.
#[derive(Debug, Default)]
struct Preview {
    callers: Vec<Caller>,
    calling: Vec<Caller>,
    deal: Deal,
    has: BTreeMap<Name, usize>,
    forecast: Vec<(String, Role)>,
}

impl DealPanel {
    pub fn open(stage: &Stage) -> Vec<Ask> {
        if stage.incident().is_none() {
            return vec![Ask::Say(word!("No incident is open.").to_owned(), Tone::Plain)];
        }
        let mut panel = DealPanel {
            chosen: BTreeMap::new(),
            scope: Scope::Free,
            row: 0,
            preview: Preview::default(),
            seen: stage.confirmed().through(),
        };
        panel.settle(stage);
        vec![Ask::open(panel)]
    }

    fn calls(&self, caller: &Caller) -> bool {
        let said = self.chosen.get(&caller.name);
        said.copied().unwrap_or(caller.here && caller.calls)
    }

    fn previewed(&self, stage: &Stage, incident: &Incident) -> Preview {
        let mut callers = who_could_call(stage, incident);
        // Who calls comes first, so that the first line is one of them; a tick moves nobody.
        callers.sort_by_key(|caller| (!(caller.here && caller.calls), !caller.here, caller.name.clone()));
        let calling: Vec<Caller> = callers
            .iter()
            .filter(|caller| self.calls(caller))
            .cloned()
            .collect();
        // In the order everybody has, not in that of whoever deals.
        let list = call_list(stage.picture(), incident, stage.now, Order::Rank);
        let deal = deal(stage.picture(), incident, &calling, &list, self.scope, stage.now);
        let has = in_hand(stage.picture(), incident);
        Preview {
            forecast: forecast::lines(stage, incident, calling.len()),
            callers,
            calling,
            deal,
            has,
        }
    }

    /// Dealt by somebody else since the reader looked.
    fn dealt_since(&self, incident: &Incident) -> Option<String> {
        let last = incident.deals.last().filter(|deal| deal.seq > self.seen)?;
        Some(say!(
            "{by} has dealt the list meanwhile; this is what is left. Enter deals it.",
            by = last.by
        ))
    }

    fn submit(&mut self, stage: &Stage, incident: &Incident) -> Vec<Ask> {
        if let Some(since) = self.dealt_since(incident) {
            self.seen = stage.confirmed().through();
            return vec![Ask::Say(since, Tone::Refused)];
        }
        let preview = &self.preview;
        if preview.calling.is_empty() {
            return vec![Ask::Say(
                word!("Choose who calls: Space on a name.").to_owned(),
                Tone::Plain,
            )];
        }
        if preview.deal.shares.is_empty() {
            let say = word!(
                "There is nothing to deal: every account is somebody's. The last line deals all of it again."
            );
            return vec![Ask::Say(say.to_owned(), Tone::Plain)];
        }
        let many = so_many(preview.deal.shares.len());
        let command = Command::DealList(DealList {
            shares: preview.deal.shares.clone(),
            seen: self.seen,
        });
        let say = say!("Offered {many}; each reads their share in NEXT FOR YOU.", many);
        vec![
            Ask::Submit(command, None),
            Ask::Say(say, Tone::Undoable),
            Ask::Close,
        ]
    }
}

impl Panel for DealPanel {
    fn frame(&self, _stage: &Stage) -> (String, u16, u16) {
        let height = self.preview.callers.len().clamp(1, ROWS) as u16 + 12;
        (word!("Deal the call list").to_owned(), WIDTH, height)
    }

    fn key(&mut self, key: KeyEvent, stage: &Stage) -> Vec<Ask> {
        let Some(incident) = stage.incident() else {
            return vec![Ask::Close];
        };
        let last = self.preview.callers.len();
        match key.code {
            KeyCode::Esc => return vec![Ask::Close],
            KeyCode::Enter => return self.submit(stage, incident),
            KeyCode::Up | KeyCode::BackTab => self.row = self.row.checked_sub(1).unwrap_or(last),
            KeyCode::Down | KeyCode::Tab => self.row = if self.row >= last { 0 } else { self.row + 1 },
            KeyCode::Char(' ') | KeyCode::Left | KeyCode::Right => {
                self.changes();
                self.preview = self.previewed(stage, incident);
            }
            _ => {}
        }
        if self.dealt_since(incident).is_none() {
            self.seen = stage.confirmed().through();
        }
        Vec::new()
    }

    fn settle(&mut self, stage: &Stage) {
        if let Some(incident) = stage.incident() {
            self.preview = self.previewed(stage, incident);
        }
    }

    fn draw(&self, canvas: &mut Canvas, area: Rect, stage: &Stage) {
        let Some(incident) = stage.incident() else { return };
        let preview = &self.preview;
        let mut y = area.y;
        let mut say = |canvas: &mut Canvas, text: &str, role: Role| {
            if y < area.bottom() {
                canvas.text(area.x, y, area.width, text, role);
                y += 1;
            }
        };
        say(canvas, &headings(), Role::Quiet);
        let gets = shares(incident, &preview.deal);
        let first = (self.row.min(preview.callers.len().saturating_sub(1)) + 1).saturating_sub(ROWS);
        for (at, caller) in preview.callers.iter().enumerate().skip(first).take(ROWS) {
            let pointer = if at == self.row { canvas.pointer() } else { "  " };
            let role = match (at == self.row, self.calls(caller)) {
                (true, _) => Role::Strong,
                (false, true) => Role::Plain,
                (false, false) => Role::Quiet,
            };
            let has = preview.has.get(&caller.name).copied().unwrap_or(0);
            let line = self.line(caller, gets.get(&caller.name), has);
            say(canvas, &format!("{pointer}{line}"), role);
        }
        if preview.callers.is_empty() {
            say(canvas, word!("  nobody is here to call"), Role::Plain);
        }
        let on_scope = self.row >= preview.callers.len();
        let pointer = if on_scope { canvas.pointer() } else { "  " };
        let role = if on_scope { Role::Strong } else { Role::Plain };
        say(canvas, &format!("{pointer}{}", self.what(&preview.deal)), role);
        say(canvas, "", Role::Plain);
        for (text, role) in &preview.forecast {
            say(canvas, text, *role);
        }
        let hint = match self.dealt_since(incident) {
            Some(since) => since,
            None => say!(
                "Space = in or out    Enter = offer {so_many}    Esc = not now",
                so_many = so_many(preview.deal.shares.len())
            ),
        };
        canvas.text(
            area.x,
            area.bottom().saturating_sub(1),
            area.width,
            &hint,
            Role::Key,
        );
    }
}

impl DealPanel {
    fn line(&self, caller: &Caller, gets: Option<&(usize, usize)>, has: usize) -> String {
        let calls = if self.calls(caller) { word!("calls") } else { "-" };
        let here = match (caller.here, caller.calls) {
            (true, true) => word!("here"),
            (true, false) => word!("here, no advocate"),
            (false, _) => word!("not here"),
        };
        let number = |count: usize| {
            if count == 0 {
                "-".to_owned()
            } else {
                count.to_string()
            }
        };
        let (all, strategic) = gets.copied().unwrap_or_default();
        columns([
            caller.name.as_str(),
            calls,
            here,
            &number(has),
            &number(all),
            &number(strategic),
        ])
    }

    /// The other way round: whether the chosen one calls, or what is dealt.
    fn changes(&mut self) {
        match self.preview.callers.get(self.row) {
            Some(caller) => {
                let calls = !self.calls(caller);
                self.chosen.insert(caller.name.clone(), calls);
            }
            None => {
                self.scope = match self.scope {
                    Scope::Free => Scope::Again,
                    Scope::Again => Scope::Free,
                };
            }
        }
    }

    /// What is dealt, and what is not.
    fn what(&self, deal: &Deal) -> String {
        let scope = match self.scope {
            Scope::Free => word!("Deal: what nobody has yet"),
            Scope::Again => word!("Deal: all of it again"),
        };
        let mut rest = Vec::new();
        if deal.kept > 0 {
            rest.push(say!("{kept} stay with who has them", kept = deal.kept));
        }
        if !deal.left.is_empty() {
            rest.push(say!("nobody takes {left}", left = deal.left.len()));
        }
        match rest.is_empty() {
            true => scope.to_owned(),
            false => format!("{scope} ({})", rest.join(", ")),
        }
    }
}

fn headings() -> String {
    format!(
        "  {}",
        columns([
            word!("who"),
            "",
            "",
            word!("has now"),
            word!("gets"),
            word!("strategic")
        ])
    )
}

fn columns(texts: [&str; 6]) -> String {
    let widths = [16, 7, 19, 8, 8, 11];
    let cells = texts
        .iter()
        .zip(widths)
        .enumerate()
        .map(|(at, (text, width))| match at {
            0..3 => fit::left(text, width),
            _ => fit::right(text, width),
        });
    cells.collect::<String>()
}

/// How many accounts each gets, and how many of them are strategic.
fn shares(incident: &Incident, deal: &Deal) -> BTreeMap<Name, (usize, usize)> {
    let strategic = deal.shares.iter().filter(|share| {
        let row = incident.rows.get(&share.account);
        row.is_some_and(|row| row.affected.account.tier == Tier::Strategic)
    });
    let mut gets: BTreeMap<Name, (usize, usize)> = BTreeMap::new();
    for (who, many) in counts(deal.shares.iter().map(|share| &share.to)) {
        gets.entry(who.clone()).or_default().0 = many;
    }
    for (who, many) in counts(strategic.map(|share| &share.to)) {
        gets.entry(who.clone()).or_default().1 = many;
    }
    gets
}
