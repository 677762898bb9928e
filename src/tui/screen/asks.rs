//! The questions of the incident: what was asked of whom, how many wait, and what was answered.

use super::answer::{AnswerForm, one_line};
use super::ask::AskForm;
use super::{Ask, Panel};
use crate::domain::asks::{ANSWERED_WITHIN, Ask as Question, JoinAsk};
use crate::domain::command::Command;
use crate::domain::ids::{AccountId, Seq};
use crate::domain::incident::Incident;
use crate::domain::speech::{say, word};
use crate::tui::canvas::Canvas;
use crate::tui::stage::{Stage, Tone};
use crate::tui::theme::Role;
use crate::tui::widget::pick::{Item, Pick, Picked};
use crate::tui::words::fit;
use crate::tui::words::when::{self, Count};
use crossterm::event::{KeyCode, KeyEvent};
use ratatui::layout::Rect;

const WIDTH: u16 = 100;
/// A long question is cut in its row and shown whole under the list.
const QUESTION: usize = 34;

#[derive(Debug, Default)]
pub struct Asks {
    pick: Pick<Seq>,
    /// The account a new question is about, if one was selected.
    account: Option<AccountId>,
}

impl Asks {
    pub fn new(account: Option<AccountId>) -> Self {
        Asks {
            account,
            ..Asks::default()
        }
    }
}

/// What Enter does about one of them.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Enter {
    Answers,
    Joins,
    Nothing,
}

/// Those without an answer first, the oldest of them before the others; then the answered, the newest first.
fn items(stage: &Stage) -> Vec<Item<Seq>> {
    let Some(incident) = stage.incident() else {
        return Vec::new();
    };
    let open = incident.asks.open();
    let answered = incident.asks.standing().rev().filter(|ask| !ask.open());
    open.chain(answered)
        .map(|ask| item(stage, incident, ask))
        .collect()
}

fn item(stage: &Stage, incident: &Incident, ask: &Question) -> Item<Seq> {
    let due = ANSWERED_WITHIN.after(ask.asked_at);
    let waived = incident.ask_stands(ask).ended;
    let (state, role) = match (ask.answer(), waived) {
        (Some(answer), _) if answer.guess => (word!("a guess").to_owned(), Role::Soon),
        (Some(_), _) => (word!("answered").to_owned(), Role::Done),
        (None, Some(_)) => (word!("waived").to_owned(), Role::Plain),
        (None, None) => {
            let role = if due <= stage.now {
                Role::Overdue
            } else {
                Role::Plain
            };
            (when::until(due, stage.now, Count::Minutes), role)
        }
    };
    let waits = match (ask.open(), ask.waits().count()) {
        (false, _) => String::new(),
        (true, 1) => word!("1 waits").to_owned(),
        (true, several) => say!("{several} wait", several),
    };
    let columns = [
        ask.to.to_string(),
        fit::cut(&ask.question, QUESTION),
        waits,
        state,
    ];
    Item {
        role,
        details: details(stage, incident, ask),
        ..Item::new(ask.seq, columns)
    }
}

/// The question whole, who waits, and the answer.
fn details(stage: &Stage, incident: &Incident, ask: &Question) -> String {
    let who = ask.waits().map(|waits| {
        let row = waits.account.as_ref().and_then(|id| incident.rows.get(id));
        row.map_or_else(
            || waits.by.to_string(),
            |row| format!("{} ({})", row.name(), waits.by),
        )
    });
    let who = who.collect::<Vec<_>>().join(", ");
    let said = match ask.answer() {
        None => match incident
            .ask_stands(ask)
            .owner
            .as_ref()
            .or(incident.holder(ask.to))
        {
            Some(holder) => say!("no answer yet from {holder}", holder),
            None => say!("nobody is {to}", to = ask.to),
        },
        Some(answer) => {
            let at = when::clock(answer.at, stage.now, &stage.setting.zone);
            let mark = if answer.guess { word!("a guess: ") } else { "" };
            format!("{at} {}: {mark}{}", answer.by, one_line(&answer.text))
        }
    };
    say!(
        "{question} -> {said}. Asked by: {who}",
        question = ask.question,
        said,
        who
    )
}

/// The words of a question on the card of an account that waits for it.
pub(super) fn on_the_card(stage: &Stage, ask: &Question) -> (String, Role) {
    let ago = when::age(ask.asked_at, stage.now);
    let asked = say!(
        "{to} {ago} ago: {question}",
        to = ask.to,
        ago,
        question = ask.question
    );
    match ask.answer() {
        None => (say!("{asked} -> no answer yet", asked), Role::Soon),
        Some(answer) if answer.guess => (
            say!(
                "{asked} -> a guess, do not say it: {one_line}",
                asked,
                one_line = one_line(&answer.text)
            ),
            Role::Soon,
        ),
        Some(answer) => (format!("{asked} -> {}", one_line(&answer.text)), Role::Strong),
    }
}

fn enter(stage: &Stage, seq: Option<Seq>) -> Enter {
    let incident = stage.incident();
    let Some((incident, ask)) = incident.zip(incident.zip(seq).and_then(|(all, seq)| all.asks.get(seq)))
    else {
        return Enter::Nothing;
    };
    let waits = ask.waits().any(|waits| waits.by == stage.me().name);
    let me = &stage.me().name;
    let asked = ask.open() && incident.ask_stands(ask).ended.is_none();
    match (incident.answers(ask, me), asked, waits) {
        (true, _, _) => Enter::Answers,
        (false, true, false) => Enter::Joins,
        (false, _, _) => Enter::Nothing,
    }
}

impl Panel for Asks {
    fn frame(&self, stage: &Stage) -> (String, u16, u16) {
        let open = stage
            .incident()
            .map_or(0, |incident| incident.asks.open().count());
        let title = say!("Questions: {open} without an answer", open);
        self.pick.frame(title, WIDTH, stage.width, &items(stage))
    }

    fn key(&mut self, key: KeyEvent, stage: &Stage) -> Vec<Ask> {
        if matches!(key.code, KeyCode::Char('n') | KeyCode::Right) {
            return vec![Ask::open(AskForm::new(stage, self.account.clone()))];
        }
        match self.pick.key(key, &items(stage)) {
            Picked::Nothing => Vec::new(),
            Picked::Close => vec![Ask::Close],
            Picked::One(seq) => match enter(stage, Some(seq)) {
                Enter::Answers => AnswerForm::new(stage, seq).map(Ask::open).into_iter().collect(),
                Enter::Joins => vec![
                    Ask::Submit(
                        Command::JoinAsk(JoinAsk {
                            ask: seq,
                            account: None,
                        }),
                        None,
                    ),
                    Ask::Say(word!("You wait for it too.").to_owned(), Tone::Undoable),
                ],
                Enter::Nothing => Vec::new(),
            },
        }
    }

    fn draw(&self, canvas: &mut Canvas, area: Rect, stage: &Stage) {
        let items = items(stage);
        let selected = self.pick.selected(&items).map(|item| item.key);
        let hint = match enter(stage, selected) {
            Enter::Answers => word!("Enter answers it    n or Right asks something new    Esc closes"),
            Enter::Joins => word!("Enter = I wait for it too    n or Right asks something new    Esc closes"),
            Enter::Nothing => word!("n or Right asks something new    Esc closes"),
        };
        self.pick.draw(
            canvas,
            area,
            &items,
            word!("Nobody has asked anything yet."),
            hint,
        );
    }
}
