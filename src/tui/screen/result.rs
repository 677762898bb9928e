//! The result of a call: Space or Enter records the one that stands chosen, a letter records its own.

use super::ended::at_first;
use super::tag::TagForm;
use super::typed_time::{self, to_come};
use super::whom::whom;
use super::{Ask, Panel};
use crate::domain::command::Command;
use crate::domain::ids::{AccountId, ContactId};
use crate::domain::outreach::{Counts, Direction, Disposition, RecordAttempt};
use crate::domain::speech::{say, word};
use crate::domain::text::{Clean, CleanText};
use crate::tui::canvas::Canvas;
use crate::tui::drafts::Draft;
use crate::tui::stage::{Stage, Tone};
use crate::tui::theme::Role;
use crate::tui::widget::input::Field;
use crate::tui::words::when;
use crate::tui::words::{self, fit};
use crate::wire::Linked;
use crossterm::event::{KeyCode, KeyEvent};
use jiff::Timestamp;
use ratatui::layout::Rect;

/// The results on offer, the likeliest first, each with its letter.
pub(super) const CHOICES: &[(char, Disposition)] = &[
    ('r', Disposition::ReachedDecisionMaker),
    ('e', Disposition::ReachedOther),
    ('v', Disposition::VoicemailLeft),
    ('n', Disposition::NoAnswer),
    ('l', Disposition::LeftLiveMessage),
    ('b', Disposition::CallbackRequested),
    ('x', Disposition::ExecCallRequested),
    ('w', Disposition::WrongNumber),
    ('g', Disposition::LeftCompany),
    ('y', Disposition::AlreadyInformedElsewhere),
    ('h', Disposition::NotAffectedSaysCustomer),
    ('t', Disposition::RefusedToTalk),
    ('i', Disposition::LanguageHelp),
    ('o', Disposition::NotThisContact),
    ('d', Disposition::DoNotContact),
];

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
enum Focus {
    #[default]
    Choices,
    Note,
    Next,
    /// Whether it counts for the accounts it shares a phone or an address with.
    Also,
}

#[derive(Debug)]
pub struct ResultForm {
    pub account: AccountId,
    /// Nothing, until somebody says it, where an Enter too many would record a call nobody made.
    choice: Option<usize>,
    /// What else is recorded with it.
    brings: Option<String>,
    note: Field,
    next: Field,
    focus: Focus,
    also: bool,
    /// My claim when it was opened, which may have moved since.
    claim: Option<u64>,
    /// The words live when it was opened: what they were told.
    told: u32,
}

impl ResultForm {
    /// With what was typed about the same account before.
    pub fn new(account: AccountId, stage: &Stage) -> Self {
        let told = stage.incident().map_or(0, |incident| incident.words_live());
        let mut typed = stage.draft(&draft(&account)).iter();
        let mut field = || Field::with(typed.next().map_or("", String::as_str));
        let (note, next) = (field(), field());
        ResultForm {
            claim: my_claim(&account, stage),
            choice: at_first(&account, stage).and_then(place),
            brings: None,
            account,
            note,
            next,
            focus: Focus::Choices,
            also: false,
            told,
        }
    }

    /// It was said before that it counts for the accounts linked to it.
    pub(super) fn counts_for_all(&mut self) {
        self.also = true;
    }

    /// By what was written down before, this is how it ended; and that is recorded with it.
    pub(super) fn begins_with(&mut self, ended: Disposition, brings: Option<String>) {
        (self.choice, self.brings) = (place(ended), brings);
    }

    /// It was written down before which words they heard.
    pub(super) fn they_heard(&mut self, told: u32) {
        self.told = told;
    }

    fn texts(&self) -> Vec<String> {
        [&self.note, &self.next]
            .map(|field| field.text().to_owned())
            .into()
    }

    fn record(&self, choice: usize, stage: &Stage) -> Vec<Ask> {
        let disposition = CHOICES[choice].1;
        let next = match to_come(self.next.text(), Some(&self.account), stage) {
            Ok(next) => next,
            Err(why) => return vec![Ask::Say(why, Tone::Refused)],
        };
        let name = stage
            .incident()
            .and_then(|incident| incident.rows.get(&self.account))
            .map(|row| row.name());
        let name = name.map_or_else(|| self.account.to_string(), ToString::to_string);
        let spoken = disposition.counts() == Counts::Spoken;
        let told = if spoken {
            say!(", told {told}", told = words::text(self.told))
        } else {
            String::new()
        };
        let also = linked(&self.account, stage).into_iter().filter(|_| self.also);
        let (also, names): (Vec<AccountId>, Vec<String>) = also.unzip();
        let said = recorded(&name, &names.join(", "), disposition, &told);
        let also = if disposition.speaks_for_others() {
            also
        } else {
            Vec::new()
        };
        let claim = my_claim(&self.account, stage).or(self.claim);
        let note = Some(CleanText::from(self.note.text())).filter(|note| !note.is_empty());
        let command = Command::RecordAttempt(Box::new(RecordAttempt {
            contact: who(&self.account, stage).map(|(contact, _)| contact),
            direction: direction(&self.account, stage),
            also,
            told: spoken.then_some(self.told),
            claim,
            note,
            next_at: next.as_ref().map(|next| next.at),
            ..RecordAttempt::new(self.account.clone(), disposition)
        }));
        vec![
            Ask::Submit(command, None),
            Ask::Sent(draft(&self.account), self.texts()),
            Ask::Say(typed_time::told(said, next), Tone::Undoable),
            Ask::Close,
        ]
    }

    /// Records the one that is chosen.
    fn ends(&mut self, stage: &Stage) -> Vec<Ask> {
        match self.choice {
            Some(choice) => self.record(choice, stage),
            None => {
                self.focus = Focus::Choices;
                let say = word!("How did it end? A letter or the arrows say it; nothing is recorded yet.");
                vec![Ask::Say(say.to_owned(), Tone::Plain)]
            }
        }
    }

    fn choose(&mut self, key: KeyEvent, stage: &Stage) -> Vec<Ask> {
        match key.code {
            KeyCode::Up => self.choice = Some(self.choice.map_or(0, |at| at.saturating_sub(1))),
            KeyCode::Down => self.choice = Some(self.choice.map_or(0, |at| at + 1).min(CHOICES.len() - 1)),
            KeyCode::Enter | KeyCode::Char(' ') => return self.ends(stage),
            KeyCode::Tab => self.focus = Focus::Note,
            KeyCode::BackTab => self.focus = Focus::Next,
            KeyCode::Char('#') => return vec![Ask::open(TagForm::new(stage, Some(self.account.clone())))],
            KeyCode::Char(letter) => {
                let Some(choice) = CHOICES.iter().position(|(key, _)| *key == letter) else {
                    return Vec::new();
                };
                self.choice = Some(choice);
                // They named a time: write it down before it is gone.
                if CHOICES[choice].1 == Disposition::CallbackRequested {
                    self.focus = Focus::Next;
                    return Vec::new();
                }
                return self.record(choice, stage);
            }
            _ => {}
        }
        Vec::new()
    }
}

/// Its place among those on offer.
fn place(ended: Disposition) -> Option<usize> {
    CHOICES.iter().position(|(_, one)| *one == ended)
}

/// The number of the claim this screen's user has on it.
pub(super) fn my_claim(account: &AccountId, stage: &Stage) -> Option<u64> {
    let claim = stage.picture().claims.on(account)?;
    (claim.holder == stage.me().name).then_some(claim.number)
}

fn draft(account: &AccountId) -> Draft {
    Draft::new("result", account.as_str())
}

/// Who called, where they called us and it is known; else the contact the card suggests.
fn who(account: &AccountId, stage: &Stage) -> Option<(ContactId, Clean)> {
    if direction(account, stage) == Direction::Outbound {
        return suggested(account, stage);
    }
    let call = stage.incident()?.rows.get(account)?.on_the_line()?;
    let card = stage.cards.get(account)?.as_ref().ok()?;
    let contact = card
        .contacts
        .iter()
        .find(|known| Some(&known.id) == call.contact.as_ref())?;
    Some((contact.id.clone(), contact.name.clone()))
}

/// Whose call it is.
fn direction(account: &AccountId, stage: &Stage) -> Direction {
    let row = stage.incident().and_then(|incident| incident.rows.get(account));
    row.map_or(Direction::Outbound, |row| row.direction(&stage.me().name))
}

/// Other accounts on the call list that one call can speak for.
fn linked(account: &AccountId, stage: &Stage) -> Vec<(AccountId, String)> {
    let Some(Ok(card)) = stage.cards.get(account) else {
        return Vec::new();
    };
    let rows = stage.incident().map(|incident| &incident.rows);
    let listed = |other: &&Linked| rows.is_some_and(|rows| rows.contains_key(&other.account));
    let linked = card.linked.iter().filter(listed);
    linked
        .map(|other| (other.account.clone(), other.name.to_string()))
        .collect()
}

/// The contact the card suggests.
pub(super) fn suggested(account: &AccountId, stage: &Stage) -> Option<(ContactId, Clean)> {
    let card = stage.cards.get(account)?.as_ref().ok()?;
    let incident = stage.incident()?;
    let row = incident.rows.get(account)?;
    let first = whom(card, incident, row, stage.now).into_iter().next()?;
    Some((first.contact.id.clone(), first.contact.name.clone()))
}

impl Panel for ResultForm {
    fn frame(&self, stage: &Stage) -> (String, u16, u16) {
        let name = stage
            .incident()
            .and_then(|incident| incident.rows.get(&self.account))
            .map(|row| row.name());
        let name = name.map_or_else(|| self.account.to_string(), ToString::to_string);
        (
            match who(&self.account, stage) {
                Some((_, who)) => say!("How did the call with {name} ({who}) end?", name, who),
                None => say!("How did the call with {name} end?", name),
            },
            72,
            CHOICES.len() as u16
                + 5
                + u16::from(!linked(&self.account, stage).is_empty())
                + u16::from(self.brings.is_some()),
        )
    }

    fn key(&mut self, key: KeyEvent, stage: &Stage) -> Vec<Ask> {
        if key.code == KeyCode::Esc {
            return vec![Ask::Keep(draft(&self.account), self.texts()), Ask::Close];
        }
        match (self.focus, key.code) {
            (Focus::Choices, _) => self.choose(key, stage),
            (_, KeyCode::Enter) => self.ends(stage),
            (Focus::Note, KeyCode::Tab) => {
                self.focus = Focus::Next;
                Vec::new()
            }
            (Focus::Next, KeyCode::Tab) if !linked(&self.account, stage).is_empty() => {
                self.focus = Focus::Also;
                Vec::new()
            }
            (Focus::Next | Focus::Also, KeyCode::Tab) | (Focus::Note, KeyCode::BackTab) => {
                self.focus = Focus::Choices;
                Vec::new()
            }
            (Focus::Also, KeyCode::BackTab) => {
                self.focus = Focus::Next;
                Vec::new()
            }
            (Focus::Also, KeyCode::Char(' ')) => {
                self.also = !self.also;
                Vec::new()
            }
            (Focus::Also, _) => Vec::new(),
            (Focus::Next, KeyCode::BackTab) => {
                self.focus = Focus::Note;
                Vec::new()
            }
            (Focus::Note, _) => {
                self.note.key(key);
                Vec::new()
            }
            (Focus::Next, _) => {
                self.next.key(key);
                Vec::new()
            }
        }
    }

    fn account(&self) -> Option<&AccountId> {
        Some(&self.account)
    }

    fn typed(&self) -> Option<(Draft, Vec<String>)> {
        Some((draft(&self.account), self.texts()))
    }

    fn paste(&mut self, text: &str, _stage: &Stage) -> Vec<Ask> {
        match self.focus {
            Focus::Next => self.next.paste(text),
            // Nobody pastes a choice.
            Focus::Note | Focus::Choices | Focus::Also => self.note.paste(text),
        }
        Vec::new()
    }

    fn draw(&self, canvas: &mut Canvas, area: Rect, stage: &Stage) {
        let linked = linked(&self.account, stage);
        let under = 3 + usize::from(!linked.is_empty()) + usize::from(self.brings.is_some());
        let rows = (area.height as usize).saturating_sub(under).min(CHOICES.len());
        let top = self.choice.map_or(0, |at| (at + 1).saturating_sub(rows));
        for (line, (letter, disposition)) in CHOICES.iter().enumerate().skip(top).take(rows) {
            let selected = Some(line) == self.choice;
            let pointer = if selected { canvas.pointer() } else { "  " };
            let text = format!("{letter}  {}", disposition.words());
            let role = if selected { Role::Selected } else { Role::Plain };
            let consequence = consequence(*disposition, self.told, stage.now, stage);
            let left = fit::left(&text, 38);
            let y = area.y + (line - top) as u16;
            canvas.spans(
                area.x,
                y,
                area.width,
                &[
                    (pointer, Role::Selected),
                    (&left, role),
                    (&consequence, Role::Plain),
                ],
            );
        }
        let y = area.y + rows as u16;
        let line = |at: u16| Rect {
            y: y + at,
            height: 1,
            ..area
        };
        self.note
            .draw(canvas, line(0), word!("Note:"), self.focus == Focus::Note);
        self.next.draw(
            canvas,
            line(1),
            word!("Call again at (15:30, 30m):"),
            self.focus == Focus::Next,
        );
        let mut hint_at = y + 2;
        if !linked.is_empty() {
            self.draw_also(canvas, line(2), &linked);
            hint_at += 1;
        }
        if let Some(brings) = &self.brings {
            canvas.text(area.x, hint_at, area.width, brings, Role::Mine);
            hint_at += 1;
        }
        let hint = match self.focus {
            Focus::Choices if self.choice.is_none() => {
                word!("A letter or the arrows say how it ended; Tab: note; #: a topic")
            }
            Focus::Choices => word!("Space or Enter records; a letter its line; Tab: note; #: a topic"),
            Focus::Note | Focus::Next => word!("Enter records; Tab goes on"),
            Focus::Also => word!("Space changes it; Enter records; Tab goes on"),
        };
        canvas.text(area.x, hint_at, area.width, hint, Role::Key);
    }
}

impl ResultForm {
    /// For which accounts beside its own it counts, said before it is recorded.
    fn draw_also(&self, canvas: &mut Canvas, area: Rect, linked: &[(AccountId, String)]) {
        let names: Vec<&str> = linked.iter().map(|(_, name)| name.as_str()).collect();
        let names = names.join(", ");
        let choice = self.choice.map(|at| CHOICES[at].1);
        let alone = choice.and_then(|choice| choice.of_one_alone(&names));
        let text = match (self.also, alone) {
            (true, None) => say!("Counts for {names} too: one person or phone for both", names),
            (true, Some(alone)) => alone,
            (false, _) => say!("Does not count for {names} (the same person or phone)", names),
        };
        let role = match self.focus {
            Focus::Also => Role::Strong,
            Focus::Choices | Focus::Note | Focus::Next => Role::Plain,
        };
        canvas.text(area.x, area.y, area.width, &text, role);
    }
}

/// What was recorded, and for whom: `others` were to have the same result, which not every one can be.
pub(super) fn recorded(name: &str, others: &str, ended: Disposition, told: &str) -> String {
    let words = ended.words();
    match ended.of_one_alone(others) {
        Some(alone) => say!(
            "You recorded {name}: {words}{told}. {alone}.",
            name,
            words,
            told,
            alone
        ),
        None if others.is_empty() => say!("You recorded {name}: {words}{told}.", name, words, told),
        None => say!(
            "You recorded {name} and {others}: {words}{told}.",
            name,
            others,
            words,
            told
        ),
    }
}

/// What recording it will do.
pub(super) fn consequence(disposition: Disposition, told: u32, now: Timestamp, stage: &Stage) -> String {
    match (disposition.counts(), disposition.retry()) {
        (Counts::Spoken, _) => say!("told {told}", told = words::text(told)),
        (Counts::Closed, _) => word!("nobody calls them again").to_owned(),
        (Counts::DataFault, _) => word!("try another contact now").to_owned(),
        (Counts::Attempted, Some(wait)) if wait.0.is_zero() => word!("try another contact now").to_owned(),
        (Counts::Attempted, Some(wait)) => {
            say!(
                "again at {clock}",
                clock = when::clock(wait.after(now), now, &stage.setting.zone)
            )
        }
        (Counts::Attempted, None) => String::new(),
    }
}
