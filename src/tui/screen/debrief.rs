//! The debrief: three questions to everyone who took part, their answers unnamed, and thanks.

use super::formed::Formed;
use super::{Ask, Panel};
use crate::domain::command::Command;
use crate::domain::debriefs::{Answers, QUESTIONS, RecordDebrief};
use crate::domain::incident::Incident;
use crate::domain::speech::{say, word};
use crate::tui::canvas::Canvas;
use crate::tui::drafts::Draft;
use crate::tui::stage::{Stage, Tone};
use crate::tui::widget::form::Form;
use crate::tui::widget::pick::{Item, Pick, Picked};
use crate::tui::words::fit;
use crossterm::event::KeyEvent;
use ratatui::layout::Rect;

const KEYS: [&str; 3] = ["slowed", "helped", "needs"];
const WIDTH: u16 = 90;
/// A long answer is cut in its row and shown whole under the list.
const ANSWER: usize = 58;

#[derive(Debug)]
pub struct DebriefForm {
    form: Form,
}

fn draft() -> Draft {
    Draft::new("debrief", "")
}

impl DebriefForm {
    /// With what was answered before, for these are one's own words.
    pub fn new(stage: &Stage) -> Self {
        let incident = stage.incident();
        let before = incident.and_then(|incident| incident.debriefs.of(&stage.me().name));
        let before = before.cloned().unwrap_or_default();
        let mut form = Form::new(78, word!("Enter sends it; every question may be left empty"));
        if let Some(incident) = incident {
            form = form.says("thanks", &incident.thanks());
        }
        let asked = KEYS.into_iter().zip(QUESTIONS).zip(before.in_order());
        for ((key, question), said) in asked {
            form = form.line(key, question, said.map_or("", |text| text.as_str()));
        }
        let form = form
            .says(
                "unnamed",
                word!("The answers are shown without names. The timeline says that you answered, not what."),
            )
            .restored(stage.draft(&draft()));
        DebriefForm { form }
    }
}

impl Formed for DebriefForm {
    fn title(&self, _stage: &Stage) -> String {
        word!("How was it for you?").to_owned()
    }

    fn form(&self) -> &Form {
        &self.form
    }

    fn form_mut(&mut self) -> &mut Form {
        &mut self.form
    }

    fn draft(&self) -> Option<Draft> {
        Some(draft())
    }

    fn submit(&mut self, _stage: &Stage) -> Vec<Ask> {
        let [slowed, helped, needs] = KEYS.map(|key| self.form.clean(key).map(Into::into));
        let answers = Answers {
            slowed,
            helped,
            needs,
        };
        if answers.is_empty() {
            let say = word!("Answer one of them, or Esc.").to_owned();
            return vec![Ask::Say(say, Tone::Plain)];
        }
        vec![
            Ask::Submit(Command::RecordDebrief(RecordDebrief { answers }), None),
            Ask::Say(
                word!("Thank you. It is kept without your name.").to_owned(),
                Tone::Undoable,
            ),
            Ask::Close,
        ]
    }
}

/// What people answered, unnamed.
#[derive(Debug, Default)]
pub struct Debriefs {
    pick: Pick<Line>,
}

/// One's own answers come first; then those of everyone, by question and place.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Line {
    Mine,
    Answer(usize, usize),
}

fn items(stage: &Stage) -> Vec<Item<Line>> {
    let Some(incident) = stage.incident() else {
        return Vec::new();
    };
    let mine = match incident.debriefs.of(&stage.me().name) {
        Some(_) => word!("given; Enter changes them"),
        None => word!("none yet; Enter writes them"),
    };
    let columns = [word!("Your own answers").to_owned(), mine.to_owned()];
    let mut first = Item::new(Line::Mine, columns);
    first.details = incident.thanks();
    let mut items = vec![first];
    for (at, question) in QUESTIONS.into_iter().enumerate() {
        let answers = incident.debriefs.answers(at).into_iter().enumerate();
        items.extend(answers.map(|(place, answer)| {
            let asked = if place == 0 { question } else { "" };
            let words = answer.lines().collect::<Vec<_>>().join(" ");
            let row = [fit::left(asked, 22), fit::cut(&words, ANSWER)];
            Item {
                details: words,
                ..Item::new(Line::Answer(at, place), row)
            }
        }));
    }
    items
}

fn answered(incident: &Incident) -> String {
    let debriefs = &incident.debriefs;
    say!(
        "Debrief: {debriefs} of {took_part} who took part have answered",
        debriefs = debriefs.count(),
        took_part = debriefs.took_part()
    )
}

impl Panel for Debriefs {
    fn frame(&self, stage: &Stage) -> (String, u16, u16) {
        let title = stage.incident().map(answered).unwrap_or_default();
        self.pick.frame(title, WIDTH, stage.width, &items(stage))
    }

    fn key(&mut self, key: KeyEvent, stage: &Stage) -> Vec<Ask> {
        match self.pick.key(key, &items(stage)) {
            Picked::Nothing | Picked::One(Line::Answer(..)) => Vec::new(),
            Picked::Close => vec![Ask::Close],
            Picked::One(Line::Mine) => vec![Ask::open(DebriefForm::new(stage))],
        }
    }

    fn draw(&self, canvas: &mut Canvas, area: Rect, stage: &Stage) {
        let items = items(stage);
        let hint = match self.pick.selected(&items).map(|item| item.key) {
            Some(Line::Mine) => word!("Enter answers    Esc closes"),
            Some(Line::Answer(..)) | None => word!("the arrows read the answers    Esc closes"),
        };
        self.pick.draw(canvas, area, &items, word!("No incident."), hint);
    }
}
