//! A question before something that cannot be taken back, or a line to be read whole.

use super::line;
use super::{Ask, Panel};
use crate::domain::alerts::Alert;
use crate::domain::claims::TakeOverClaim;
use crate::domain::command::Command;
use crate::domain::corrections::TakeBack;
use crate::domain::ids::{AccountId, Name, Seq};
use crate::domain::incident::{DeclareIncident, Internal};
use crate::domain::promises::KeepPromise;
use crate::domain::speech::{say, word};
use crate::domain::state::ChangeState;
use crate::domain::timeline::Entry;
use crate::tui::canvas::Canvas;
use crate::tui::drafts::Draft;
use crate::tui::effect::Effect;
use crate::tui::stage::{Stage, Tone};
use crate::tui::theme::Role;
use crate::tui::widget::input::Field;
use crate::tui::widget::scroll::Scroll;
use crate::tui::words::fit;
use crate::tui::words::when;
use crossterm::event::{KeyCode, KeyEvent};
use ratatui::layout::Rect;

/// What Enter then does.
#[derive(Debug)]
enum Then {
    Quit,
    TakeBack(Seq),
    TakeOver(AccountId),
    Declare(Box<DeclareIncident>),
    State(Internal),
    Kept(Seq),
    /// Writes these settings.
    Configure(String),
    /// Only closes.
    Read,
}

#[derive(Debug)]
pub struct Confirm {
    title: String,
    text: String,
    /// What the key does, in words: never "OK".
    verb: String,
    reason: Option<Field>,
    scroll: Scroll,
    then: Then,
}

impl Confirm {
    fn new(title: &str, text: String, verb: &str, then: Then) -> Self {
        Confirm {
            title: title.to_owned(),
            text,
            verb: verb.to_owned(),
            reason: None,
            scroll: Scroll::default(),
            then,
        }
    }

    /// Asks for a reason, with what was written of it before.
    fn why(&mut self, stage: &Stage) {
        let before = self.draft().and_then(|draft| stage.draft(&draft).first());
        self.reason = Some(Field::with(before.map_or("", String::as_str)));
    }

    /// Where a reason is kept until it is given.
    fn draft(&self) -> Option<Draft> {
        match &self.then {
            Then::TakeOver(account) => Some(Draft::new("take over", account.as_str())),
            Then::State(to) => Some(Draft::new("state", to.as_str())),
            Then::Quit
            | Then::TakeBack(_)
            | Then::Declare(_)
            | Then::Kept(_)
            | Then::Configure(_)
            | Then::Read => None,
        }
    }

    /// Leaves at once where nothing is lost by it and nobody else hangs on this terminal; else asks.
    pub fn quit(stage: &Stage) -> Vec<Ask> {
        let sent = stage.unsent().words().is_empty() && stage.unsent_drafts() == 0;
        match sent && stage.setting.join.is_none() {
            true => vec![Ask::Effect(Effect::Quit)],
            false => vec![Ask::open(Confirm::leaving(stage))],
        }
    }

    fn leaving(stage: &Stage) -> Self {
        let text = match stage.unsent().words() {
            words if words.is_empty() => {
                word!("Everything you recorded has been sent. The room goes on without you.").to_owned()
            }
            words => words,
        };
        let forms = match stage.unsent_drafts() {
            0 => String::new(),
            1 => word!("\nWhat you typed into a form and did not send ").to_owned(),
            count => say!("\nWhat you typed into {count} forms and did not send ", count),
        };
        let becomes = match (forms.is_empty(), stage.keeps_drafts()) {
            (true, _) => "",
            (false, true) => word!("is kept on this machine, and offered again."),
            (false, false) => word!("would be lost."),
        };
        let typed = forms + becomes;
        Confirm::new(
            word!("Leave the room?"),
            text + &typed,
            word!("Enter leaves"),
            Then::Quit,
        )
    }

    pub fn undo(entry: &Entry, stage: &Stage) -> Self {
        let at = when::clock(entry.at, stage.now, &stage.setting.zone);
        let text = say!(
            "{described}\nRecorded at {at}. Both it and the correction stay in the log.",
            described = line::described(entry),
            at
        );
        Confirm::new(
            word!("Take this back?"),
            text,
            word!("Enter takes it back"),
            Then::TakeBack(entry.seq),
        )
    }

    pub fn take_over(stage: &Stage, account: AccountId, holder: &Name) -> Self {
        let text = say!(
            "{holder} has it and will see that you took it over, with the reason.",
            holder
        );
        let mut confirm = Confirm::new(
            word!("Take over the call?"),
            text,
            word!("Enter takes it over"),
            Then::TakeOver(account),
        );
        confirm.why(stage);
        confirm
    }

    pub fn declare(alert: &Alert) -> Self {
        let text = say!(
            "{title}\nThe clock starts from the alert. The playbook is \"unknown\" until another is chosen.",
            title = alert.sighting.title
        );
        let command = DeclareIncident {
            alert: Some(alert.key()),
            ..DeclareIncident::default()
        };
        Confirm::new(
            word!("Declare an incident?"),
            text,
            word!("Enter declares it"),
            Then::Declare(Box::new(command)),
        )
    }

    pub fn state(to: Internal, stage: &Stage) -> Self {
        let (title, text) = match to {
            Internal::Mitigated => (
                word!("Mitigated?"),
                word!("Customers are no longer hurting; the cause may not be gone."),
            ),
            Internal::Resolved => (
                word!("Resolved?"),
                word!("The fixing is over. The page, the calls and the promises go on."),
            ),
            Internal::Open | Internal::Closed => (
                word!("Open again?"),
                word!("It is back. The clock goes on from the first alert."),
            ),
        };
        let text = match to {
            Internal::Mitigated | Internal::Resolved => format!("{text}{}", exit_test(stage)),
            Internal::Open | Internal::Closed => text.to_owned(),
        };
        let mut confirm = Confirm::new(title, text, word!("Enter says so"), Then::State(to));
        confirm.why(stage);
        confirm
    }

    /// Something to be read whole, where a line at the bottom would be cut.
    pub fn told(title: &str, text: String) -> Self {
        Confirm::new(title, text, word!("Enter goes on"), Then::Read)
    }

    /// What the first questions came to, before it is written.
    pub fn configure(file: &str, settings: String) -> Self {
        let text = say!("{file} would say:\n\n{settings}", file, settings);
        let verb = word!("Enter writes it and opens the room with it");
        Confirm::new(word!("Is this right?"), text, verb, Then::Configure(settings))
    }

    pub fn kept(promise: Seq, what: &str) -> Self {
        Confirm::new(
            word!("Is it kept?"),
            what.to_owned(),
            word!("Enter says that it is kept"),
            Then::Kept(promise),
        )
    }

    pub fn line(entry: &Entry, stage: &Stage) -> Self {
        let (text, _) = line::words(entry, stage);
        let zone = &stage.setting.zone;
        let title = format!("{} {}", when::clock(entry.said_at, stage.now, zone), entry.by);
        Confirm::new(&title, text, word!("Enter closes"), Then::Read)
    }

    fn carry_out(&self) -> Vec<Ask> {
        let submit = |command| vec![Ask::Submit(command, None), Ask::Close];
        match &self.then {
            Then::Quit => vec![Ask::Effect(Effect::Quit)],
            Then::Configure(settings) => vec![Ask::Effect(Effect::Configure(settings.clone()))],
            Then::Read => vec![Ask::Close],
            Then::Kept(promise) => submit(Command::KeepPromise(KeepPromise { promise: *promise })),
            Then::State(to) => {
                let reason = self
                    .reason
                    .as_ref()
                    .map(Field::text)
                    .filter(|reason| !reason.is_empty());
                submit(Command::ChangeState(ChangeState {
                    to: *to,
                    reason: reason.map(Into::into),
                    owing: false,
                }))
            }
            Then::TakeBack(seq) => submit(Command::TakeBack(TakeBack {
                seq: *seq,
                reason: None,
            })),
            Then::Declare(command) => submit(Command::DeclareIncident((**command).clone())),
            Then::TakeOver(account) => {
                let reason = self.reason.as_ref().map_or("", Field::text);
                match reason.is_empty() {
                    true => vec![Ask::Say(
                        word!("Taking over needs a reason; write one.").to_owned(),
                        Tone::Plain,
                    )],
                    false => {
                        let (account, reason) = (account.clone(), reason.into());
                        submit(Command::TakeOverClaim(TakeOverClaim { account, reason }))
                    }
                }
            }
        }
    }
}

/// What the playbook wants to be so before anyone says that it is over, to be read; nobody ticks it.
fn exit_test(stage: &Stage) -> String {
    let Some(incident) = stage
        .incident()
        .filter(|incident| !incident.playbook.exit.is_empty())
    else {
        return String::new();
    };
    let items = incident.playbook.exit.iter().map(|item| format!("\n- {item}"));
    say!(
        "\nOver only when all of this is so:{items}",
        items = items.collect::<String>()
    )
}

impl Panel for Confirm {
    fn frame(&self, stage: &Stage) -> (String, u16, u16) {
        let width = 72.min(stage.width);
        let lines = fit::wrap(&self.text, width.saturating_sub(4) as usize).len() as u16;
        (
            self.title.clone(),
            width,
            lines + 4 + 2 * u16::from(self.reason.is_some()),
        )
    }

    fn key(&mut self, key: KeyEvent, _stage: &Stage) -> Vec<Ask> {
        match (key.code, &mut self.reason) {
            (KeyCode::Esc, _) => {
                let kept = self.typed().map(|(draft, texts)| Ask::Keep(draft, texts));
                kept.into_iter().chain([Ask::Close]).collect()
            }
            (KeyCode::Enter, _) => {
                let mut asks = self.carry_out();
                let closes = asks.iter().any(|ask| matches!(ask, Ask::Close));
                let sent = self.typed().filter(|_| closes);
                asks.extend(sent.map(|(draft, texts)| Ask::Sent(draft, texts)));
                asks
            }
            (KeyCode::Up | KeyCode::Down | KeyCode::PageUp | KeyCode::PageDown, _) => {
                self.scroll.key(key);
                Vec::new()
            }
            (_, Some(reason)) => {
                reason.key(key);
                Vec::new()
            }
            (_, None) => Vec::new(),
        }
    }

    fn typed(&self) -> Option<(Draft, Vec<String>)> {
        let reason = self.reason.as_ref()?;
        Some((self.draft()?, vec![reason.text().to_owned()]))
    }

    fn paste(&mut self, text: &str, _stage: &Stage) -> Vec<Ask> {
        if let Some(reason) = &mut self.reason {
            reason.paste(text);
        }
        Vec::new()
    }

    fn draw(&self, canvas: &mut Canvas, area: Rect, _stage: &Stage) {
        let lines = fit::wrap(&self.text, area.width as usize);
        // The reason and the hint keep their rows; where the text has fewer than it needs, it is moved.
        let kept = 1 + u16::from(self.reason.is_some());
        let room = area.height.saturating_sub(kept).min(lines.len() as u16);
        let (shown, below) = self.scroll.view(&lines, room as usize);
        for (y, line) in (area.y..).zip(shown) {
            canvas.text(area.x, y, area.width, line, Role::Plain);
        }
        if let Some(reason) = &self.reason {
            let free = area.height.saturating_sub(room + kept);
            let y = area.y + room + free.min(1);
            reason.draw(canvas, Rect { y, height: 1, ..area }, word!("Reason:"), true);
        }
        let more = if below > 0 { word!("Down shows more; ") } else { "" };
        let hint = say!("{more}{verb}; Esc goes back", more, verb = self.verb);
        canvas.text(
            area.x,
            area.bottom().saturating_sub(1),
            area.width,
            &hint,
            Role::Key,
        );
    }
}
