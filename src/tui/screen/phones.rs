//! Whom to phone while the hub is away, for what it would have to decide: who decides it, then the levels.

use super::{Ask, Panel};
use crate::domain::command::Command;
use crate::domain::ids::Name;
use crate::domain::incident::Incident;
use crate::domain::people::{Duty, Person};
use crate::domain::speech::{self, mark, say, word};
use crate::tui::canvas::Canvas;
use crate::tui::stage::Stage;
use crate::tui::theme::Role;
use crate::tui::words::fit;
use crossterm::event::{KeyCode, KeyEvent};
use ratatui::layout::Rect;

const WIDTH: u16 = 74;
/// Cells of the column that says what somebody is here.
const WHAT: usize = 30;
/// Cells of the column of names.
const NAMES: usize = 18;

/// Who decides where the table of commands names nobody.
const ALWAYS: [Duty; 3] = [Duty::Commander, Duty::Deputy, Duty::CsLead];

/// The table of commands says in words who decides.
#[derive(Debug)]
pub struct Phones {
    decides: Option<&'static str>,
    from: usize,
}

struct Line {
    what: String,
    who: Name,
}

impl Phones {
    pub fn new(command: &Command) -> Self {
        Phones {
            decides: command.row().duty,
            from: 0,
        }
    }

    fn tree(&self, stage: &Stage) -> Vec<Line> {
        let Some(incident) = stage.incident() else {
            return everybody(listed(stage));
        };
        let named = |duty: &Duty| self.decides.is_some_and(|words| words.contains(duty.words()));
        let mut duties: Vec<Duty> = Duty::ALL.into_iter().filter(named).collect();
        duties.extend(ALWAYS.into_iter().filter(|duty| !named(duty)));
        let mut lines: Vec<Line> = Vec::new();
        for duty in duties {
            let who = incident.holder(duty).cloned().or_else(|| by_list(stage, duty));
            add(&mut lines, stage, duty.words(), who);
        }
        levels(&mut lines, stage, incident);
        lines
    }

    fn rows(&self, stage: &Stage) -> Vec<String> {
        let rows = said(&self.tree(stage), stage);
        match rows.is_empty() {
            true => vec![word!("Nobody is known here: no list of people has been imported.").to_owned()],
            false => rows,
        }
    }
}

/// Whom to phone before anything else is known, in lines that begin with from when that is; nothing where nobody is
/// known.
pub fn known(stage: &Stage) -> Vec<String> {
    let mut rows = said(&everybody(listed(stage)), stage);
    if !rows.is_empty() {
        rows.insert(0, say!("WHOM TO PHONE{as_of}", as_of = as_of(stage)));
    }
    rows
}

fn as_of(stage: &Stage) -> String {
    let remembered = stage.remembered.as_ref();
    remembered
        .map(|known| format!(", {}", known.as_of))
        .unwrap_or_default()
}

/// Our own people; before the hub has said who they are, those it told of at an earlier start.
fn listed(stage: &Stage) -> &[Person] {
    let remembered = stage.remembered.as_ref();
    remembered.map_or(&stage.people, |known| &known.people)
}

fn said(lines: &[Line], stage: &Stage) -> Vec<String> {
    let rows = lines.iter().map(|line| {
        let what = fit::left(&fit::cut(&line.what, WHAT - 1), WHAT);
        let person = listed(stage).iter().find(|person| person.id == line.who);
        let name = person.map_or(line.who.as_str(), |person| person.name.as_str());
        let name = fit::left(&fit::cut(name, NAMES - 1), NAMES);
        let number = match (stage.masked, person.and_then(|person| person.phone.as_deref())) {
            (true, _) => word!("number hidden"),
            (false, Some(number)) => number,
            (false, None) => word!("no number known"),
        };
        format!("{what}{name}{number}")
    });
    rows.collect()
}

/// The person who has a duty by the list of people.
fn by_list(stage: &Stage, duty: Duty) -> Option<Name> {
    let has = |person: &&Person| {
        let mut duties = person.duties.iter();
        duties.any(|named| Duty::parse(named) == Some(duty))
    };
    listed(stage).iter().find(has).map(|person| person.id.clone())
}

/// Without an incident, all those on the list who have a duty.
fn everybody(people: &[Person]) -> Vec<Line> {
    let people = people.iter().filter(|person| !person.duties.is_empty());
    let lines = people.map(|person| {
        let duties: Vec<String> = person.duties.iter().map(|duty| duty.replace('_', " ")).collect();
        Line {
            what: duties.join(", "),
            who: person.id.clone(),
        }
    });
    lines.collect()
}

fn levels(lines: &mut Vec<Line>, stage: &Stage, incident: &Incident) {
    for level in incident.levels.iter().filter(|level| level.asked) {
        add(lines, stage, &level.title, level.person.clone());
        let deputy = say!("{title}, deputy", title = level.title);
        add(lines, stage, &deputy, level.deputy.clone());
    }
}

/// Each person once, and nobody is told to phone themselves.
fn add(lines: &mut Vec<Line>, stage: &Stage, what: &str, who: Option<Name>) {
    let Some(who) = who.filter(|who| *who != stage.me().name) else {
        return;
    };
    match lines.iter_mut().find(|line| line.who == who) {
        Some(line) => line.what = format!("{}, {what}", line.what),
        None => lines.push(Line {
            what: what.to_owned(),
            who,
        }),
    }
}

/// The sentence above the numbers; those of an earlier start say so.
fn says(stage: &Stage) -> String {
    match &stage.remembered {
        None => speech::said(SAYS).to_owned(),
        Some(known) => format!(
            "{} {}",
            speech::said(SAYS),
            say!("The numbers are {as_of}.", as_of = known.as_of)
        ),
    }
}

const SAYS: &str = mark!(
    "The hub is away, and others act on this: it is not done, and will not be done later by itself. \
                    Phone, and record it when the hub is back. What you typed stays."
);

impl Panel for Phones {
    fn frame(&self, stage: &Stage) -> (String, u16, u16) {
        let width = WIDTH.min(stage.width);
        let says = fit::wrap(&says(stage), width.saturating_sub(4) as usize).len() as u16;
        let rows = self.rows(stage).len() as u16;
        (
            word!("Not sent: the hub is away").to_owned(),
            width,
            (says + rows).saturating_add(5),
        )
    }

    fn key(&mut self, key: KeyEvent, _stage: &Stage) -> Vec<Ask> {
        match key.code {
            KeyCode::Enter | KeyCode::Esc => return vec![Ask::Close],
            KeyCode::Up => self.from = self.from.saturating_sub(1),
            KeyCode::Down => self.from += 1,
            _ => {}
        }
        Vec::new()
    }

    fn draw(&self, canvas: &mut Canvas, area: Rect, stage: &Stage) {
        let says = fit::wrap(&says(stage), area.width as usize);
        for (at, line) in says.iter().enumerate() {
            canvas.text(area.x, area.y + at as u16, area.width, line, Role::Plain);
        }
        let top = area.y + says.len() as u16 + 1;
        let rows = self.rows(stage);
        let room = area.bottom().saturating_sub(top + 2) as usize;
        let from = self.from.min(rows.len().saturating_sub(room));
        for (at, row) in rows.iter().skip(from).take(room).enumerate() {
            canvas.text(area.x, top + at as u16, area.width, row, Role::Strong);
        }
        let hint = match rows.len() > room {
            true => word!("Up and Down show more; Enter goes on"),
            false => word!("Enter goes on"),
        };
        canvas.text(
            area.x,
            area.bottom().saturating_sub(1),
            area.width,
            hint,
            Role::Key,
        );
    }
}
