//! The lobby: no incident is open. What waits in the alert inbox, what is owed, and how to declare.

use super::Ask;
use super::confirm::Confirm;
use super::phones;
use super::room::footer::{self, Word};
use super::room::header::{about, liveness};
use super::topics::Topics;
use crate::domain::alerts::Alert;
use crate::domain::due;
use crate::domain::ids::AlertKey;
use crate::domain::speech::{said, say, word};
use crate::tui::action::Action;
use crate::tui::canvas::Canvas;
use crate::tui::keys::binding;
use crate::tui::msg::Liveness;
use crate::tui::stage::Stage;
use crate::tui::theme::Role;
use crate::tui::widget::list::{Cursor, Step};
use crate::tui::words::fit;
use crate::tui::words::when::{self, Count};
use ratatui::layout::Rect;

#[derive(Debug, Default)]
pub struct Lobby {
    /// The focus is on the word that opens the menu.
    pub on_menu: bool,
    pub inbox: Cursor<AlertKey>,
}

impl Lobby {
    pub fn follow(&mut self, stage: &Stage) {
        let inbox = waiting(stage);
        self.inbox.follow(inbox.len(), |row| inbox[row].key());
    }

    pub fn act(&mut self, action: Action, stage: &Stage) -> Vec<Ask> {
        let inbox = waiting(stage);
        let on_menu = std::mem::take(&mut self.on_menu);
        match (on_menu, action) {
            (true, Action::Open) => return vec![Ask::Act(Action::Menu)],
            (false, Action::Up) if self.inbox.row() == 0 => {
                self.on_menu = true;
                return Vec::new();
            }
            (true, Action::Up) => {
                self.on_menu = true;
                return Vec::new();
            }
            (true, Action::Down | Action::Back) => return Vec::new(),
            (true | false, _) => {}
        }
        let mut step = |step| {
            self.inbox.step(step, inbox.len(), 10, |row| inbox[row].key());
            Vec::new()
        };
        match action {
            Action::Up => step(Step::Up),
            Action::Down => step(Step::Down),
            Action::First => step(Step::First),
            Action::Last => step(Step::Last),
            Action::Open => match inbox.get(self.inbox.row()) {
                Some(alert) => vec![Ask::open(Confirm::declare(alert))],
                None => vec![Ask::Act(Action::Declare)],
            },
            Action::Topics => vec![Ask::open(Topics::new(stage, None))],
            _ => Vec::new(),
        }
    }
}

pub fn draw(canvas: &mut Canvas, screen: Rect, lobby: &Lobby, stage: &Stage) {
    let (live, role) = liveness(stage, screen.width);
    let label = stage
        .setting
        .label
        .as_ref()
        .map(|label| format!(" {label} "))
        .unwrap_or_default();
    let right = match stage.liveness {
        // The hub's time is not known yet.
        Liveness::Connecting { .. } => String::new(),
        Liveness::Live | Liveness::Stale { .. } | Liveness::Offline { .. } => {
            let now = when::clock(stage.now, stage.now, &stage.setting.zone);
            say!("now {about}{now}   ", about = about(stage), now)
        }
    };
    let right_width = (fit::width(&right) + fit::width(&live)) as u16;
    let x = screen.right().saturating_sub(right_width + 1);
    canvas.spans(
        screen.x,
        screen.y,
        screen.width,
        &[(word!(" warroom "), Role::Strong), (&label, Role::Label)],
    );
    canvas.spans(x, screen.y, right_width, &[(&right, Role::Plain), (&live, role)]);
    let mut y = screen.y + 2;
    let mut say = |canvas: &mut Canvas, text: &str, role: Role| {
        canvas.text(screen.x + 2, y, screen.width.saturating_sub(4), text, role);
        y += 1;
    };
    match &stage.liveness {
        Liveness::Connecting { place, trouble } => {
            say(
                canvas,
                &say!("Looking for the hub at {place} ...", place),
                Role::Strong,
            );
            if let Some(trouble) = trouble {
                say(canvas, trouble, Role::Plain);
                say(
                    canvas,
                    word!("It is asked again by itself; nothing needs to be pressed."),
                    Role::Plain,
                );
            }
            if stage.waiting > 0 {
                let many = stage.waiting;
                let waits = say!(
                    "{many} recorded before and not sent: kept on this machine until their hub answers.",
                    many
                );
                say(canvas, &waits, Role::Stale);
            }
            // Not before it is known that the hub does not answer: most who start are in at once.
            if trouble.is_some() {
                let room = screen.height.saturating_sub(12) as usize;
                say(canvas, "", Role::Plain);
                for (at, row) in phones::known(stage).iter().take(room).enumerate() {
                    say(canvas, row, if at == 0 { Role::Stale } else { Role::Strong });
                }
            }
            return footer_bar(canvas, screen, lobby, stage);
        }
        Liveness::Live | Liveness::Stale { .. } | Liveness::Offline { .. } => {}
    }
    say(canvas, word!("No incident is open."), Role::Strong);
    say(
        canvas,
        &say!(
            "{keys} declares one by hand. An alert that a playbook matches declares one by itself.",
            keys = stage.keys.press(Action::Declare)
        ),
        Role::Plain,
    );
    say(
        canvas,
        word!("Nothing to try it on? `warroom demo` plays a whole incident on a throw-away record."),
        Role::Plain,
    );
    say(canvas, "", Role::Plain);
    owed(canvas, screen, stage, &mut y);
    inbox(canvas, screen, lobby, stage, y + 1);
    footer_bar(canvas, screen, lobby, stage);
}

fn owed(canvas: &mut Canvas, screen: Rect, stage: &Stage, y: &mut u16) {
    let mut owed: Vec<_> = stage
        .picture()
        .incidents()
        .flat_map(|incident| {
            let owed = due::gathered(due::sorted(due::owed(incident)));
            owed.into_iter().map(move |due| (incident.id, due))
        })
        .collect();
    if owed.is_empty() {
        canvas.text(
            screen.x + 2,
            *y,
            screen.width,
            word!("Nothing is owed to a customer."),
            Role::Plain,
        );
        *y += 1;
        return;
    }
    owed.sort_by_key(|(_, due)| due.at);
    canvas.text(
        screen.x + 2,
        *y,
        screen.width,
        &say!(
            "OWED  {owed}    {keys} lists and settles it",
            owed = owed.len(),
            keys = stage.keys.press(Action::Owed)
        ),
        Role::Strong,
    );
    *y += 1;
    for (incident, due) in owed.iter().take(6) {
        let owner = due
            .owner
            .as_ref()
            .map(|owner| format!(", {owner}"))
            .unwrap_or_default();
        let text = format!(
            "{incident}  {}{owner}: {}",
            due.what,
            when::until(due.at, stage.now, Count::Minutes)
        );
        canvas.text(
            screen.x + 4,
            *y,
            screen.width.saturating_sub(6),
            &text,
            Role::Plain,
        );
        *y += 1;
    }
}

/// What can be declared from here: what waits for somebody, then what is suppressed.
fn waiting(stage: &Stage) -> Vec<&Alert> {
    let picture = stage.picture();
    picture.inbox().into_iter().chain(picture.suppressed()).collect()
}

fn inbox(canvas: &mut Canvas, screen: Rect, lobby: &Lobby, stage: &Stage, y: u16) {
    let inbox = waiting(stage);
    let suppressed = stage.picture().suppressed().len();
    let title = Rect {
        x: screen.x + 1,
        y,
        width: screen.width.saturating_sub(2),
        height: 1,
    };
    let text = match (inbox.len() - suppressed, suppressed) {
        (0, 0) => word!("ALERT INBOX  empty").to_owned(),
        (0, quiet) => say!(
            "ALERT INBOX  empty but for {quiet} suppressed; Enter declares from one",
            quiet
        ),
        (count, 0) => {
            say!(
                "ALERT INBOX  {count} that no playbook matched; Enter declares an incident from one",
                count
            )
        }
        (count, quiet) => say!(
            "ALERT INBOX  {count} that no playbook matched, {quiet} suppressed; Enter declares from one",
            count,
            quiet
        ),
    };
    canvas.title(title, &text, false);
    let height = screen.bottom().saturating_sub(y + 4) as usize;
    let top = lobby.inbox.window(inbox.len(), height);
    for (line, alert) in inbox.iter().skip(top).take(height).enumerate() {
        let y = y + 1 + line as u16;
        let selected = top + line == lobby.inbox.row();
        let pointer = if selected { canvas.pointer() } else { "  " };
        let since = when::lasted(alert.sighting.started_at, stage.now);
        let component = alert
            .component
            .as_ref()
            .map(|c| format!("  {c}"))
            .unwrap_or_default();
        let state = if alert.suppressed() {
            word!("suppressed")
        } else {
            word!("firing")
        };
        let text = format!("{state} {since:8} {}{component}", alert.sighting.title);
        let role = match (selected, alert.suppressed()) {
            (true, _) => Role::Selected,
            (false, true) => Role::Quiet,
            (false, false) => Role::Plain,
        };
        canvas.spans(
            screen.x + 1,
            y,
            screen.width.saturating_sub(2),
            &[(pointer, Role::Selected), (&text, role)],
        );
    }
}

fn footer_bar(canvas: &mut Canvas, screen: Rect, lobby: &Lobby, stage: &Stage) {
    footer::toast(
        canvas,
        Rect {
            y: screen.bottom() - 2,
            height: 1,
            ..screen
        },
        stage,
    );
    let keys = [
        Action::Open,
        Action::Declare,
        Action::Incidents,
        Action::Menu,
        Action::Help,
        Action::Quit,
    ];
    let keys = keys
        .into_iter()
        .map(|action| (action, said(binding(action).label)));
    footer::bar(
        canvas,
        Rect {
            y: screen.bottom() - 1,
            height: 1,
            ..screen
        },
        keys,
        "",
        stage,
        Word::of(lobby.on_menu, true),
    );
}
