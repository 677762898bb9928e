//! The account card: what to know before a call, and what to say.

mod script;

use super::ask::AskForm;
use super::whom::whom;
use super::{Ask, Panel};
use super::{asks, calls, part};
use crate::domain::accounts::Contact;
use crate::domain::call_list::RowState;
use crate::domain::claims::StartCall;
use crate::domain::command::Command;
use crate::domain::ids::AccountId;
use crate::domain::incident::Incident;
use crate::domain::outreach::{Direction, Row};
use crate::tui::action::Action;
use crate::tui::canvas::Canvas;
use crate::tui::effect::Effect;
use crate::tui::keys;
use crate::tui::stage::{Asking, Stage};
use crate::tui::theme::Role;
use crate::tui::words::fit;
use crate::tui::words::when;
use crossterm::event::{KeyCode, KeyEvent};
use jiff::tz::TimeZone;
use ratatui::layout::Rect;

#[derive(Debug)]
pub struct Card {
    account: AccountId,
    /// How many lines were left above.
    above: u16,
}

/// How far one key goes down a card that is longer than the screen.
const STEP: u16 = 8;

/// No card is longer than this.
const LONGEST: u16 = 80;

impl Card {
    pub fn new(account: AccountId) -> Self {
        Card { account, above: 0 }
    }
}

/// Opens the card of an account and fetches the people to call.
pub fn open(account: AccountId) -> Vec<Ask> {
    vec![
        Ask::Effect(Effect::FetchCard(account.clone())),
        Ask::open(Card::new(account)),
    ]
}

/// Where this person stands with the account, and what Enter does about it.
enum Mine {
    /// Free: claim it and say "on the phone".
    Free,
    /// Claimed by us.
    Claimed,
    OnPhone,
    /// Somebody else has it.
    Taken(String),
    /// Waiting for the hub's word.
    Asking(Asking),
    /// Not to be called.
    No(String),
}

impl Panel for Card {
    fn frame(&self, stage: &Stage) -> (String, u16, u16) {
        let name = stage
            .incident()
            .and_then(|incident| incident.rows.get(&self.account))
            .map(|row| row.name());
        (
            name.map_or_else(|| self.account.to_string(), ToString::to_string),
            100,
            24,
        )
    }

    fn key(&mut self, key: KeyEvent, stage: &Stage) -> Vec<Ask> {
        let result = || {
            let opened = calls::result(stage, self.account.clone());
            std::iter::once(Ask::Close).chain(opened).collect()
        };
        match (key.code, keys::action(key)) {
            (KeyCode::Esc, _) => vec![Ask::Close],
            (_, Some(Action::Down | Action::PageDown)) => {
                self.above = (self.above + STEP).min(LONGEST);
                Vec::new()
            }
            (_, Some(Action::Up | Action::PageUp | Action::First)) => {
                self.above = self.above.saturating_sub(STEP);
                Vec::new()
            }
            (KeyCode::Enter, _) => match self.mine(stage) {
                Mine::Free | Mine::Claimed => {
                    let command = Command::StartCall(StartCall {
                        account: self.account.clone(),
                    });
                    vec![Ask::Submit(command, None)]
                }
                Mine::OnPhone => result(),
                Mine::Taken(_) | Mine::Asking(_) | Mine::No(_) => Vec::new(),
            },
            (_, Some(Action::Result)) => result(),
            (_, Some(Action::Claim)) => calls::claim(stage, self.account.clone()),
            (_, Some(Action::Note)) => {
                let form = super::note::NoteForm::new(stage, Some(self.account.clone()));
                vec![Ask::open(form)]
            }
            (_, Some(Action::Asks)) => {
                vec![Ask::open(AskForm::new(stage, Some(self.account.clone())))]
            }
            (_, Some(action @ (Action::Help | Action::Mask))) => vec![Ask::Act(action)],
            _ => Vec::new(),
        }
    }

    fn account(&self) -> Option<&AccountId> {
        Some(&self.account)
    }

    fn draw(&self, canvas: &mut Canvas, area: Rect, stage: &Stage) {
        let Some(incident) = stage.incident() else { return };
        let Some(row) = incident.rows.get(&self.account) else {
            return;
        };
        let mut measured = Page::new(area, u16::MAX);
        self.lines(canvas, &mut measured, stage, incident, row);
        let longer = measured.count > area.height;
        // The last line is then the one that says so.
        let room = Rect {
            height: area.height.saturating_sub(u16::from(longer)),
            ..area
        };
        let left = measured.count.saturating_sub(room.height);
        let above = self.above.min(left);
        let mut page = Page::new(room, above);
        self.lines(canvas, &mut page, stage, incident, row);
        if longer {
            let more = if above < left {
                "Down: more"
            } else {
                "Up: the first part"
            };
            canvas.text(area.x, room.bottom(), area.width, more, Role::Key);
        }
    }
}

/// Lines one under another, as far as there is room.
struct Page {
    area: Rect,
    /// How many lines are left out at the top; all of them while it is only measured.
    above: u16,
    count: u16,
}

impl Page {
    fn new(area: Rect, above: u16) -> Self {
        Page {
            area,
            above,
            count: 0,
        }
    }

    fn line(&mut self, canvas: &mut Canvas, parts: &[(&str, Role)]) {
        let shown = self.count.checked_sub(self.above);
        if let Some(at) = shown.filter(|at| *at < self.area.height) {
            canvas.spans(self.area.x, self.area.y + at, self.area.width, parts);
        }
        self.count = self.count.saturating_add(1);
    }

    fn labelled(&mut self, canvas: &mut Canvas, label: &str, text: &str, role: Role) {
        let width = (self.area.width as usize).saturating_sub(9);
        for (at, line) in fit::wrap(text, width).iter().enumerate() {
            let label = fit::left(if at == 0 { label } else { "" }, 9);
            self.line(canvas, &[(&label, Role::Plain), (line, role)]);
        }
    }
}

impl Card {
    fn lines(&self, canvas: &mut Canvas, page: &mut Page, stage: &Stage, incident: &Incident, row: &Row) {
        self.may(canvas, page, stage);
        facts(canvas, page, row, stage);
        for part in part::inbound::parts(stage, incident, row) {
            page.labelled(canvas, part.label, &part.text, part.role);
        }
        self.people(canvas, page, stage, row);
        self.asked(canvas, page, stage, incident);
        words(canvas, page, incident, row);
        history(canvas, page, row, stage);
        script::script(canvas, page, &incident.playbook);
        why(canvas, page, stage, row);
    }

    fn mine(&self, stage: &Stage) -> Mine {
        let listed = stage
            .board
            .list
            .iter()
            .find(|listed| listed.account == self.account);
        let me = &stage.me().name;
        if let Some(asking) = stage.asking(&self.account) {
            return Mine::Asking(asking);
        }
        // They called us: that somebody else has the account does not end the call.
        let row = stage
            .incident()
            .and_then(|incident| incident.rows.get(&self.account));
        if row.is_some_and(|row| row.direction(me) == Direction::Inbound) {
            return Mine::OnPhone;
        }
        match listed.map(|listed| &listed.state) {
            Some(RowState::OnPhone { by, .. }) if by == me => Mine::OnPhone,
            Some(RowState::Claimed { by, .. }) if by == me => Mine::Claimed,
            Some(RowState::OnPhone { by, since }) => Mine::Taken(format!(
                "{by} is on the phone with them, {}",
                when::lasted(*since, stage.now)
            )),
            Some(RowState::Claimed { by, .. }) => Mine::Taken(format!("{by} has claimed them; ask {by}")),
            Some(RowState::DoNotContact { reason }) => Mine::No(reason.to_string()),
            Some(_) | None => Mine::Free,
        }
    }

    fn may(&self, canvas: &mut Canvas, page: &mut Page, stage: &Stage) {
        let (text, role) = match self.mine(stage) {
            Mine::Free => (
                "You may call: nobody has them. Enter = claim, and I am on the phone".to_owned(),
                Role::Strong,
            ),
            Mine::Claimed => (
                "Yours. Enter = I am on the phone now    c gives it back".to_owned(),
                Role::Mine,
            ),
            Mine::OnPhone => (
                "You are on the phone. Enter = record how it ended".to_owned(),
                Role::Mine,
            ),
            Mine::Asking(Asking::Claiming) => (
                "Claiming ... not yours until the hub says so".to_owned(),
                Role::Soon,
            ),
            Mine::Asking(Asking::GivingBack) => ("Giving it back ...".to_owned(), Role::Soon),
            Mine::Asking(Asking::Checking) => (
                "No answer; checking whether it happened ...".to_owned(),
                Role::Soon,
            ),
            Mine::Taken(who) => (format!("Do not call: {who}"), Role::Overdue),
            Mine::No(reason) => (format!("DO NOT CALL: {reason}"), Role::Overdue),
        };
        page.line(canvas, &[(&text, role)]);
    }

    fn people(&self, canvas: &mut Canvas, page: &mut Page, stage: &Stage, row: &Row) {
        let card = match stage.cards.get(&self.account) {
            None => {
                return page.labelled(
                    canvas,
                    "Call",
                    "asking the hub for their numbers ...",
                    Role::Plain,
                );
            }
            Some(Err(why)) => {
                return page.labelled(canvas, "Call", &format!("no numbers: {why}"), Role::Overdue);
            }
            Some(Ok(card)) => card,
        };
        let order = whom(card, row, stage.now);
        if order.is_empty() {
            return page.labelled(canvas, "Call", "nobody on record may be called", Role::Soon);
        }
        for (at, suggested) in order.iter().enumerate().take(3) {
            let (label, role) = if at == 0 {
                ("Call", Role::Strong)
            } else {
                ("else", Role::Plain)
            };
            page.labelled(canvas, label, &reach(suggested.contact, stage), role);
            page.labelled(canvas, "", &suggested.reason, Role::Plain);
        }
    }
}

impl Card {
    /// What was asked for them, and the answers.
    fn asked(&self, canvas: &mut Canvas, page: &mut Page, stage: &Stage, incident: &Incident) {
        let asks = incident.asks.standing().filter(|ask| ask.concerns(&self.account));
        for ask in asks {
            let (text, role) = asks::on_the_card(stage, ask);
            page.labelled(canvas, "Asked", &text, role);
        }
    }
}

/// One contact: who, and how.
fn reach(contact: &Contact, stage: &Stage) -> String {
    let phone = match (stage.masked, &contact.phone) {
        (true, _) => "number hidden",
        (false, Some(phone)) => phone.as_str(),
        (false, None) => "no number",
    };
    let language = contact
        .language
        .as_ref()
        .map(|language| format!("speaks {language}"));
    let parts = [
        Some(contact.name.as_str()),
        contact.title.as_deref(),
        Some(phone),
        language.as_deref(),
    ];
    parts.into_iter().flatten().collect::<Vec<_>>().join(", ")
}

fn facts(canvas: &mut Canvas, page: &mut Page, row: &Row, stage: &Stage) {
    let account = &row.affected.account;
    let money = match (stage.masked, row.affected.arr_reported) {
        (true, _) => "ARR hidden".to_owned(),
        (false, Some(amount)) => format!("ARR {}", amount.short()),
        (false, None) => "ARR unknown".to_owned(),
    };
    let today = stage.now.to_zoned(TimeZone::UTC).date();
    let leave = account.leaves(today).map_or("renewal unknown".to_owned(), |day| {
        format!("can leave in {} d", (day - today).get_days())
    });
    let zone = account
        .timezone
        .as_deref()
        .and_then(|name| TimeZone::get(name).ok());
    let there = zone.map_or("local time unknown".to_owned(), |zone| {
        format!("{} there", when::clock(stage.now, stage.now, &zone))
    });
    let owner = account
        .owner
        .as_ref()
        .map_or("no owner".to_owned(), |owner| format!("owner {owner}"));
    let tickets = account
        .open_tickets
        .filter(|count| *count > 0)
        .map(|count| format!("{count} open tickets"));
    let parts = [
        Some(account.tier.as_str().to_owned()),
        Some(money),
        Some(leave),
        Some(owner),
        Some(there),
        tickets,
    ];
    let who: Vec<String> = parts.into_iter().flatten().collect();
    page.labelled(canvas, "Who", &who.join(", "), Role::Plain);
}

fn words(canvas: &mut Canvas, page: &mut Page, incident: &Incident, row: &Row) {
    let playbook = &incident.playbook;
    if !playbook.opening.is_empty() {
        page.labelled(canvas, "Open", &playbook.opening, Role::Plain);
    }
    let (number, live) = incident.words_for_calls();
    let say = match number {
        0 => "Say".to_owned(),
        number => format!("Say {number}"),
    };
    page.labelled(canvas, &say, live, Role::Strong);
    if let Some(told) = row.told().filter(|_| incident.stale(row)) {
        page.labelled(
            canvas,
            "",
            &format!("They were told text {told}, which no longer holds."),
            Role::Soon,
        );
    }
    if !playbook.do_not_say.is_empty() {
        let list: Vec<&str> = playbook.do_not_say.iter().map(|line| line.as_str()).collect();
        page.labelled(canvas, "Not", &list.join("; "), Role::Plain);
    }
}

fn history(canvas: &mut Canvas, page: &mut Page, row: &Row, stage: &Stage) {
    let zone = &stage.setting.zone;
    for (at, attempt) in row.standing().rev().take(4).enumerate() {
        let note = attempt
            .facts
            .note
            .as_ref()
            .map(|note| format!(": {}", &**note))
            .unwrap_or_default();
        let next = attempt
            .facts
            .next_at
            .map(|next| format!(", next {}", when::clock(next, stage.now, zone)));
        let text = format!(
            "{} {} {}{note}{}",
            when::clock(attempt.at, stage.now, zone),
            attempt.by,
            attempt.facts.disposition.words(),
            next.unwrap_or_default()
        );
        page.labelled(canvas, if at == 0 { "Before" } else { "" }, &text, Role::Plain);
    }
}

fn why(canvas: &mut Canvas, page: &mut Page, stage: &Stage, row: &Row) {
    let Some(listed) = stage.board.list.iter().find(|listed| listed.account == *row.id()) else {
        return;
    };
    let reasons: Vec<String> = listed
        .rank
        .parts
        .iter()
        .map(|part| match part.points {
            0 => part.reason.to_string(),
            points => format!("{} +{points}", part.reason),
        })
        .filter(|reason| !stage.masked || !reason.starts_with("ARR"))
        .collect();
    page.labelled(
        canvas,
        "Rank",
        &format!("{}: {}", listed.rank.score, reasons.join(", ")),
        Role::Plain,
    );
    let why: Vec<&str> = row.affected.why.iter().map(|why| why.as_str()).collect();
    page.labelled(canvas, "Here", &why.join(", "), Role::Plain);
}
