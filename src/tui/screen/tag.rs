//! Tagging a topic: what is typed finds the known ones, and Enter takes the one under the cursor.

use crate::domain::command::Command;
use crate::domain::ids::{AccountId, Seq};
use crate::domain::speech::{say, word};
use crate::domain::text::Clean;
use crate::domain::topic_list::Listed;
use crate::domain::topics::{NewTopic, RaiseTopic, Sort, TagTopic, folded};
use crate::tui::canvas::Canvas;
use crate::tui::drafts::Draft;
use crate::tui::screen::{Ask, Panel};
use crate::tui::stage::{Stage, Tone};
use crate::tui::theme::Role;
use crate::tui::widget::input::Field;
use crate::tui::widget::list::{Cursor, Step};
use crate::tui::words::fit;
use crossterm::event::{KeyCode, KeyEvent};
use ratatui::layout::Rect;

const WIDTH: u16 = 76;
/// Known topics in view.
const ROWS: usize = 7;
/// The last is nobody's: whatever account was selected, it is not theirs.
const SORTS: [Sort; 3] = [Sort::Problem, Sort::Idea, Sort::Own];

#[derive(Debug)]
pub struct TagForm {
    topic: Field,
    quote: Field,
    sort: Sort,
    focus: Focus,
    /// The row of the list under the topic, by the folded name: it is ranked anew whenever somebody tags one.
    cursor: Cursor<String>,
    account: Option<AccountId>,
    /// The known topic that was heard once more.
    again: Option<(Seq, Clean)>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Focus {
    Topic,
    Quote,
    Sort,
}

/// One row of the list: a known topic, or a new one of the name that was typed.
struct Offer {
    name: Clean,
    beside: String,
    helps: Option<Clean>,
}

impl TagForm {
    /// For this account; or, without one, for somebody on no list, or one of us.
    pub fn new(stage: &Stage, account: Option<AccountId>) -> Self {
        let mut form = TagForm {
            topic: Field::default(),
            quote: Field::default(),
            sort: Sort::Problem,
            focus: Focus::Topic,
            cursor: Cursor::default(),
            account,
            again: None,
        };
        if !form.load(stage) && form.account.is_none() {
            form.sort = Sort::Own;
            if !form.load(stage) {
                form.sort = Sort::Problem;
            }
        }
        form
    }

    /// A known one, heard once more.
    pub fn again(stage: &Stage, one: &Listed) -> Self {
        let mut form = TagForm {
            topic: Field::with(&one.name),
            quote: Field::default(),
            sort: one.sort,
            focus: Focus::Quote,
            cursor: Cursor::default(),
            account: None,
            again: Some((one.topic, one.name.clone())),
        };
        form.load(stage);
        form.cursor.key = Some(folded(form.topic.text()));
        form
    }

    /// Where what is typed is kept. What our own people say is kept apart: it must never come back as a customer's.
    fn draft(&self) -> Draft {
        match (&self.again, self.sort) {
            (Some((topic, _)), _) => Draft::new("topic again", topic.to_string()),
            (None, Sort::Own) => Draft::new("own topic", ""),
            (None, Sort::Problem | Sort::Idea) => {
                Draft::new("topic", self.account.as_ref().map_or("", AccountId::as_str))
            }
        }
    }

    /// What is kept; all empty while nobody has typed anything.
    fn texts(&self) -> Vec<String> {
        let (topic, quote) = (self.topic.text(), self.quote.text());
        let begun = self.again.as_ref().map_or("", |(_, name)| name.as_str());
        let sort = match quote.is_empty() && topic == begun {
            true => return Vec::new(),
            false => self.sort.as_str(),
        };
        [topic, quote, sort].map(str::to_owned).into()
    }

    /// With what was typed before, if something was.
    fn load(&mut self, stage: &Stage) -> bool {
        let typed = stage.draft(&self.draft());
        let text = |at: usize| typed.get(at).map_or("", String::as_str);
        if typed.is_empty() {
            return false;
        }
        (self.topic, self.quote) = (Field::with(text(0)), Field::with(text(1)));
        let sort = SORTS.into_iter().find(|sort| sort.as_str() == text(2));
        self.sort = sort.unwrap_or(self.sort);
        true
    }

    /// What may be meant, the best first; last the new one, if no known one has that very name.
    fn offers(&self, stage: &Stage) -> Vec<Offer> {
        let typed = self.topic.text();
        let mut known = match self.sort {
            Sort::Own => own(stage, typed),
            Sort::Problem | Sort::Idea => customers(stage, typed),
        };
        let same = |offer: &Offer| folded(&offer.name) == folded(typed);
        // It is among those in view, however many others have its words.
        known.sort_by_key(|offer| !same(offer));
        let new = (!folded(typed).is_empty() && !known.iter().any(same)).then(|| Offer {
            name: typed.trim_start_matches('#').into(),
            beside: word!("a new topic").to_owned(),
            helps: None,
        });
        known.into_iter().take(ROWS - 1).chain(new).collect()
    }

    /// Another sort. What was typed goes along, unless something is kept there already: then it stays where it was.
    fn turn(&mut self, by: isize, stage: &Stage) -> Vec<Ask> {
        let (draft, texts) = (self.draft(), self.texts());
        let at = SORTS.iter().position(|sort| *sort == self.sort).unwrap_or(0);
        let sort = SORTS[(at as isize + by).rem_euclid(SORTS.len() as isize) as usize];
        self.sort = sort;
        self.cursor = Cursor::default();
        if self.draft() == draft {
            return Vec::new();
        }
        let stays = self.load(stage);
        self.sort = sort;
        vec![Ask::Keep(draft, if stays { texts } else { Vec::new() })]
    }

    /// The row of the list that Enter takes, none once it is gone.
    fn chosen(&self, offers: &[Offer]) -> Option<usize> {
        self.cursor.chosen(offers.iter().map(Offer::key))
    }

    fn step(&mut self, by: isize, offers: &[Offer]) {
        let down = by > 0;
        let key_at = |row: usize| offers[row].key();
        self.cursor.follow(offers.len(), key_at);
        let step = if down { Step::Down } else { Step::Up };
        self.focus = match (self.focus, down) {
            (Focus::Topic, _) if self.cursor.step(step, offers.len(), 1, key_at) => Focus::Topic,
            (Focus::Topic, true) | (Focus::Sort, false) => Focus::Quote,
            (Focus::Quote, true) | (Focus::Topic, false) => Focus::Sort,
            (Focus::Quote, false) | (Focus::Sort, true) => Focus::Topic,
        };
    }

    fn submit(&mut self, stage: &Stage) -> Vec<Ask> {
        let offers = self.offers(stage);
        let Some(chosen) = self.chosen(&offers).map(|at| &offers[at]) else {
            self.cursor = Cursor::default();
            let say = match offers.is_empty() {
                true => word!("Write the topic first."),
                false => {
                    word!("The topic you had chosen is not in the list any more: look again, then Enter.")
                }
            };
            return vec![Ask::Say(say.to_owned(), Tone::Plain)];
        };
        let quote = Some(Clean::from(self.quote.text())).filter(|quote| !quote.is_empty());
        let name = chosen.name.clone();
        let helps = chosen
            .helps
            .as_ref()
            .map(|helps| say!(" What helps: {helps}.", helps));
        let (command, said, tone) = match self.sort {
            Sort::Own => (
                Command::RaiseTopic(RaiseTopic {
                    name: name.clone(),
                    quote,
                }),
                say!("Recorded without your name: {name}.", name),
                Tone::Plain,
            ),
            Sort::Problem | Sort::Idea => {
                let idea = self.sort == Sort::Idea;
                let topic = NewTopic {
                    name: name.clone(),
                    quote,
                    idea,
                };
                let account = self.account.clone();
                (
                    Command::TagTopic(TagTopic { account, topic }),
                    say!(
                        "{whose} raises {name}.{helps}",
                        whose = whose(stage, self.account.as_ref()),
                        name,
                        helps = helps.unwrap_or_default()
                    ),
                    Tone::Undoable,
                )
            }
        };
        vec![
            Ask::Submit(command, None),
            Ask::Sent(self.draft(), self.texts()),
            Ask::Say(said, tone),
            Ask::Close,
        ]
    }
}

impl Offer {
    fn key(&self) -> String {
        folded(&self.name)
    }
}

fn customers(stage: &Stage, typed: &str) -> Vec<Offer> {
    let suggested = stage.picture().topics.suggest(typed).into_iter();
    suggested
        .map(|one| Offer {
            name: one.name,
            beside: match (one.crossed_off, one.accounts) {
                (true, _) => word!("crossed off, opens again").to_owned(),
                (false, 1) => word!("1 account").to_owned(),
                (false, several) => say!("{several} accounts", several),
            },
            helps: one.workaround,
        })
        .collect()
}

fn own(stage: &Stage, typed: &str) -> Vec<Offer> {
    let typed = folded(typed);
    let groups = stage.picture().topics.groups().into_iter();
    let own = groups.filter(|group| group.sort() == Sort::Own && folded(group.name()).contains(&typed));
    own.map(|group| Offer {
        name: group.name().clone(),
        beside: match group.without_account() {
            1 => word!("said once").to_owned(),
            times => say!("said {times} times", times),
        },
        helps: None,
    })
    .collect()
}

fn whose(stage: &Stage, account: Option<&AccountId>) -> String {
    let Some(id) = account else {
        return word!("Somebody on no list").to_owned();
    };
    let row = stage.incident().and_then(|incident| incident.rows.get(id));
    row.map_or_else(|| id.to_string(), |row| row.name().to_string())
}

fn words(sort: Sort) -> &'static str {
    match sort {
        Sort::Problem => word!("it hurts them"),
        Sort::Idea => word!("an idea"),
        Sort::Own => word!("said by one of us (no name is kept)"),
    }
}

impl Panel for TagForm {
    fn frame(&self, stage: &Stage) -> (String, u16, u16) {
        let title = match self.sort {
            Sort::Own => word!("What do we ourselves say?").to_owned(),
            Sort::Problem | Sort::Idea => match &self.account {
                Some(_) => say!(
                    "What does {whose} raise?",
                    whose = whose(stage, self.account.as_ref())
                ),
                None => word!("What does somebody raise who is on no list?").to_owned(),
            },
        };
        (title, WIDTH, ROWS as u16 + 6)
    }

    fn key(&mut self, key: KeyEvent, stage: &Stage) -> Vec<Ask> {
        match (self.focus, key.code) {
            (_, KeyCode::Esc) => return vec![Ask::Keep(self.draft(), self.texts()), Ask::Close],
            (_, KeyCode::Enter) => return self.submit(stage),
            (_, KeyCode::Down) => self.step(1, &self.offers(stage)),
            (_, KeyCode::Up) => self.step(-1, &self.offers(stage)),
            (Focus::Topic, KeyCode::Tab) | (Focus::Sort, KeyCode::BackTab) => self.focus = Focus::Quote,
            (Focus::Quote, KeyCode::Tab) | (Focus::Topic, KeyCode::BackTab) => self.focus = Focus::Sort,
            (Focus::Sort, KeyCode::Tab) | (Focus::Quote, KeyCode::BackTab) => self.focus = Focus::Topic,
            (Focus::Sort, KeyCode::Left) => return self.turn(-1, stage),
            (Focus::Sort, KeyCode::Right | KeyCode::Char(' ')) => return self.turn(1, stage),
            (Focus::Sort, _) => {}
            (Focus::Quote, _) => self.quote.key(key),
            (Focus::Topic, _) => {
                let before = self.topic.text().to_owned();
                self.topic.key(key);
                if self.topic.text() != before {
                    self.cursor = Cursor::default();
                }
            }
        }
        Vec::new()
    }

    fn account(&self) -> Option<&AccountId> {
        self.account.as_ref()
    }

    fn typed(&self) -> Option<(Draft, Vec<String>)> {
        Some((self.draft(), self.texts()))
    }

    fn paste(&mut self, text: &str, _stage: &Stage) -> Vec<Ask> {
        match self.focus {
            Focus::Topic => {
                self.topic.paste(text);
                self.cursor = Cursor::default();
            }
            // Nobody pastes a choice.
            Focus::Quote | Focus::Sort => self.quote.paste(text),
        }
        Vec::new()
    }

    fn draw(&self, canvas: &mut Canvas, area: Rect, stage: &Stage) {
        let line = |at: usize| Rect {
            y: (area.y + at as u16).min(area.bottom().saturating_sub(1)),
            height: 1,
            ..area
        };
        self.topic
            .draw(canvas, line(0), word!("Topic:"), self.focus == Focus::Topic);
        let offers = self.offers(stage);
        if offers.is_empty() {
            let empty = word!("  Nothing is known yet: type what they call it.");
            canvas.text(area.x, line(1).y, area.width, empty, Role::Plain);
        }
        let taken = self.chosen(&offers);
        for (at, offer) in offers.iter().enumerate() {
            let chosen = taken == Some(at);
            let pointer = if chosen { canvas.pointer() } else { "  " };
            let role = if chosen { Role::Selected } else { Role::Plain };
            let name = fit::left(&offer.name, 28);
            let helps = offer.helps.as_ref().map(|helps| say!(", helps: {helps}", helps));
            let beside = format!("  {}{}", offer.beside, helps.unwrap_or_default());
            let parts = [
                (pointer, Role::Selected),
                (name.as_str(), role),
                (beside.as_str(), Role::Plain),
            ];
            canvas.spans(area.x, line(at + 1).y, area.width, &parts);
        }
        let below = ROWS + 1;
        self.quote.draw(
            canvas,
            line(below),
            word!("In their words:"),
            self.focus == Focus::Quote,
        );
        let (mark, role) = match self.focus {
            Focus::Sort => (canvas.pointer(), Role::Strong),
            Focus::Topic | Focus::Quote => ("", Role::Plain),
        };
        let sort = say!("What it is: {sort}", sort = words(self.sort));
        canvas.spans(
            area.x,
            line(below + 1).y,
            area.width,
            &[(mark, Role::Strong), (&sort, role)],
        );
        let hint = match self.focus {
            Focus::Topic => word!("Enter takes the marked one; arrows choose; Tab goes on; Esc keeps it"),
            Focus::Quote => word!("Enter records it; Tab goes on; Esc keeps it"),
            Focus::Sort => word!("Space changes it; Enter records it; Tab goes on; Esc keeps it"),
        };
        canvas.text(area.x, line(below + 2).y, area.width, hint, Role::Key);
    }
}
