//! Somebody was informed: which level of the policy, who, when, and by what proof. Nobody is paged by this.

mod record;

use super::{Ask, Panel};
use crate::domain::escalation::Level;
use crate::domain::speech::{mark, said, say, word};
use crate::domain::text::Clean;
use crate::domain::times;
use crate::tui::canvas::Canvas;
use crate::tui::drafts::Draft;
use crate::tui::stage::Stage;
use crate::tui::theme::Role;
use crate::tui::widget::form::{Form, Remark, Typed};
use crate::tui::words::fit;
use crate::tui::words::when::{self, Count};
use crossterm::event::{KeyCode, KeyEvent};
use jiff::Timestamp;
use ratatui::layout::Rect;

const WIDTH: u16 = 76;
/// Levels in view at most.
const LEVELS: u16 = 6;

/// What happened with the level.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Happened {
    Informed,
    Trying,
    Skipped,
}

const HAPPENED: [(Happened, &str); 3] = [
    (Happened::Informed, mark!("they know")),
    (Happened::Trying, mark!("still trying")),
    (Happened::Skipped, mark!("left out")),
];

/// Who was reached, when it is neither the person nor the deputy.
const OTHER: &str = mark!("somebody else");

#[derive(Debug)]
pub struct InformForm {
    role: Option<Clean>,
    form: Form,
}

impl InformForm {
    /// With this level chosen, else the one that must know next.
    pub fn new(stage: &Stage, role: Option<Clean>) -> Self {
        let next = levels(stage, None).first().map(|level| level.role.clone());
        InformForm::about(stage, role.or(next))
    }

    /// The same for whoever came with Enter from a line: one more Enter records nothing, since what is on the line may
    /// have changed under the finger.
    pub fn asking(stage: &Stage, role: Clean) -> Self {
        let mut form = InformForm::new(stage, Some(role));
        form.form.must_choose("happened");
        form
    }

    /// The form of a level, with what was typed about it before.
    fn about(stage: &Stage, role: Option<Clean>) -> Self {
        let level = role.as_ref().and_then(|role| stage.incident()?.level(role).ok());
        let happened = HAPPENED.map(|(_, words)| said(words));
        let who = who(level);
        let nobody = who.len() == 1;
        let form = Form::new(WIDTH, word!("Enter records it"))
            .choice("who", word!("Who:"), who, 0)
            .line("name", word!("Name:"), "")
            .choice("happened", word!("What happened:"), happened, 0)
            .line("words", "", "")
            .line("witness", word!("Witness:"), "")
            .hint(word!("you, unless they say so here themselves"))
            .line("at", word!("When:"), "")
            .hint(word!("now; or 14:05, or 12 min ago"))
            .restored(stage.draft(&draft(role.as_ref())));
        let mut form = InformForm { role, form };
        form.arrange(stage);
        if nobody {
            form.form.go("name");
        }
        form
    }

    fn happened(&self) -> Happened {
        HAPPENED[self.form.chosen("happened").min(HAPPENED.len() - 1)].0
    }

    /// When it is said to have happened, if that is not now.
    fn at(&self, stage: &Stage) -> Result<Option<Timestamp>, String> {
        times::past(&self.form.value("at"), stage.now, &stage.setting.zone)
    }

    fn level<'a>(&self, stage: &'a Stage) -> Option<&'a Level> {
        stage.incident()?.level(self.role.as_ref()?).ok()
    }

    /// The rows that make sense for what happened, and what there is to say of the time.
    fn arrange(&mut self, stage: &Stage) {
        let happened = self.happened();
        let informed = happened == Happened::Informed;
        let label = match happened {
            Happened::Informed => word!("Words they read back:"),
            Happened::Trying => word!("How:"),
            Happened::Skipped => word!("Reason:"),
        };
        self.form.relabel("words", label);
        self.form.show("who", informed);
        let other = self.form.value("who") == said(OTHER);
        self.form.show("name", informed && other);
        self.form.show("witness", informed);
        self.form.show("at", happened != Happened::Skipped);
        let told = self.of_the_time(stage);
        self.form.tell(told);
    }

    /// A late entry shows both times; one that was in time counts as in time.
    fn of_the_time(&self, stage: &Stage) -> Vec<Remark> {
        let at = match self.at(stage) {
            Err(_) | Ok(None) => return Vec::new(),
            Ok(Some(at)) => at,
        };
        let Some((incident, level)) = stage.incident().zip(self.level(stage)) else {
            return Vec::new();
        };
        let both = say!(
            "it was {after_start}, noted {after_start2}",
            after_start = when::after_start(incident.minutes(at)),
            after_start2 = when::after_start(incident.minutes(stage.now))
        );
        let says = match (at > stage.now, self.happened(), at > level.due) {
            (true, _, _) => word!("that is still to come; say when it happened").to_owned(),
            (false, Happened::Informed, true) => {
                say!(
                    "{both}; late by {lasted}",
                    both,
                    lasted = when::lasted(level.due, at)
                )
            }
            (false, Happened::Informed, false) => say!("{both}; in time", both),
            (false, Happened::Trying | Happened::Skipped, _) => both,
        };
        vec![Remark::amber(says)]
    }

    /// Goes to the next level or the one before; what was typed about this one is kept.
    fn step(&mut self, stage: &Stage, by: isize) -> Vec<Ask> {
        let levels = levels(stage, self.role.as_ref());
        let at = levels
            .iter()
            .position(|level| Some(&level.role) == self.role.as_ref())
            .unwrap_or(0) as isize;
        let last = levels.len().saturating_sub(1) as isize;
        let chosen = levels
            .get((at + by).clamp(0, last) as usize)
            .map(|level| level.role.clone());
        if chosen == self.role {
            return Vec::new();
        }
        let kept = Ask::Keep(draft(self.role.as_ref()), self.form.typed());
        *self = InformForm::about(stage, chosen);
        vec![kept]
    }
}

fn draft(role: Option<&Clean>) -> Draft {
    Draft::new("inform", role.map_or("", |role| role.as_str()))
}

/// The person, the deputy, and anybody else.
fn who(level: Option<&Level>) -> Vec<(String, &'static str)> {
    let person = level.and_then(|level| level.person.as_ref());
    let deputy = level.and_then(|level| level.deputy.as_ref());
    let mut who: Vec<(String, &'static str)> = Vec::new();
    who.extend(person.map(|name| (name.to_string(), "")));
    who.extend(deputy.map(|name| (name.to_string(), word!("the deputy: counts, and is marked"))));
    who.push((said(OTHER).to_owned(), ""));
    who
}

/// The levels that are owed, in the order of the policy; and the one the form is about, though somebody may have
/// recorded it meanwhile.
fn levels<'a>(stage: &'a Stage, about: Option<&Clean>) -> Vec<&'a Level> {
    let Some(incident) = stage.incident() else {
        return Vec::new();
    };
    let shown = |level: &&Level| !level.state(stage.now).settled() || Some(&level.role) == about;
    incident.levels.iter().filter(shown).collect()
}

impl Panel for InformForm {
    fn frame(&self, stage: &Stage) -> (String, u16, u16) {
        let title = word!("Who was informed? (a person knows; nobody is paged)");
        let levels = (levels(stage, self.role.as_ref()).len() as u16).clamp(1, LEVELS);
        let (title, width, height) = self.form.frame(title, stage.width);
        (title, width, height + levels + 2)
    }

    fn key(&mut self, key: KeyEvent, stage: &Stage) -> Vec<Ask> {
        match key.code {
            KeyCode::Up => return self.step(stage, -1),
            KeyCode::Down => return self.step(stage, 1),
            _ => {}
        }
        let typed = self.form.key(key, stage.width);
        self.arrange(stage);
        match typed {
            Typed::Nothing => Vec::new(),
            Typed::Submit => self.record(stage),
            Typed::Close => {
                let kept = Ask::Keep(draft(self.role.as_ref()), self.form.typed());
                vec![kept, Ask::Close]
            }
        }
    }

    fn typed(&self) -> Option<(Draft, Vec<String>)> {
        Some((draft(self.role.as_ref()), self.form.typed()))
    }

    fn paste(&mut self, text: &str, stage: &Stage) -> Vec<Ask> {
        self.form.paste(text);
        self.arrange(stage);
        Vec::new()
    }

    fn draw(&self, canvas: &mut Canvas, area: Rect, stage: &Stage) {
        let levels = levels(stage, self.role.as_ref());
        let rows = LEVELS.min(area.height.saturating_sub(8)).max(1) as usize;
        let at = levels
            .iter()
            .position(|level| Some(&level.role) == self.role.as_ref())
            .unwrap_or(0);
        let top = (at + 1).saturating_sub(rows);
        for (line, level) in levels.iter().enumerate().skip(top).take(rows) {
            let y = area.y + (line - top) as u16;
            draw_level(canvas, Rect { y, height: 1, ..area }, level, line == at, stage);
        }
        let shown = levels.len().clamp(1, rows) as u16;
        if levels.is_empty() {
            let text = word!("Everybody of this policy knows.");
            canvas.text(area.x, area.y, area.width, text, Role::Done);
        }
        let hint = word!("Up/Down: another level");
        canvas.text(area.x + 2, area.y + shown, area.width, hint, Role::Quiet);
        let form = Rect {
            y: area.y + shown + 2,
            height: area.height.saturating_sub(shown + 2),
            ..area
        };
        self.form.draw(canvas, form);
    }
}

fn draw_level(canvas: &mut Canvas, line: Rect, level: &Level, selected: bool, stage: &Stage) {
    let pointer = if selected { canvas.pointer() } else { "  " };
    let people = level
        .people()
        .unwrap_or_else(|| word!("nobody on record").to_owned());
    let state = level.state(stage.now);
    let due = match state.settled() {
        true => state.as_str().to_owned(),
        false => when::until(level.due, stage.now, Count::Minutes),
    };
    let text = format!("{}{} {people}", fit::left(&level.title, 18), fit::left(&due, 13));
    let role = if selected { Role::Selected } else { Role::Plain };
    canvas.spans(
        line.x,
        line.y,
        line.width,
        &[(pointer, Role::Selected), (&text, role)],
    );
}
